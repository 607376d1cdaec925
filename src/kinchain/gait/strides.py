"""Strides of each foot between its landings, and curves over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kinchain.core.trial import LegSide
from kinchain.gait.events import WalkEvents
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.prepare import Pass

N_POINTS = 101
"""A stride's curve has a value at each per cent."""

USUAL = (0.6, 1.6)
"""A stride shorter or longer than these shares of the usual is not one: an event is missing."""

STANCE = (0.3, 0.9)
"""A foot off outside these shares of the stride belongs to another."""

MAX_UNSEEN = 0.1
"""A stride with more than this share unseen gives no curve."""


@dataclass(frozen=True)
class Stride:
    """One stride of one foot, from its landing to its next.

    Parameters
    ----------
    side
        Leg.
    start_s, end_s
        Landing and next landing, s.
    foot_off_s
        When the foot left between, s; None where not found.
    other_contact_s, other_off_s
        The other foot's landing and foot off within the stride, s; None where not found.
    """

    side: LegSide
    start_s: float
    end_s: float
    foot_off_s: float | None
    other_contact_s: float | None
    other_off_s: float | None


def cut_strides(events: WalkEvents, passes: Sequence[Pass]) -> tuple[Stride, ...]:
    """Return the whole strides within straight walks.

    Parameters
    ----------
    events
        Both feet's events.
    passes
        Straight walks; none means the whole recording.
    """
    found: list[Stride] = []
    for side, foot in events.feet.items():
        other = events.feet.get("right" if side == "left" else "left")
        times = foot.initial_contact_s
        usual = _usual([f.initial_contact_s for f in events.feet.values()])
        for start, end in pairwise(times):
            if not USUAL[0] * usual <= end - start <= USUAL[1] * usual or _outside(
                start, end, passes
            ):
                continue
            off = _between(foot.foot_off_s, start, end, STANCE)
            found.append(
                Stride(
                    side,
                    float(start),
                    float(end),
                    off,
                    None if other is None else _between(other.initial_contact_s, start, end),
                    None if other is None else _between(other.foot_off_s, start, end, (0.0, 0.4)),
                )
            )
    return tuple(sorted(found, key=lambda one: one.start_s))


def _usual(times: Sequence[FloatArray]) -> float:
    gaps = np.concatenate([np.diff(one) for one in times]) if times else np.zeros(0)
    return float(np.median(gaps)) if len(gaps) else float("nan")


def _outside(start: float, end: float, passes: Sequence[Pass]) -> bool:
    edge = 0.1
    inside = (one.start_s - edge <= start and end <= one.end_s + edge for one in passes)
    return bool(passes) and not any(inside)


def _between(
    times: FloatArray, start: float, end: float, share: tuple[float, float] = (0.0, 1.0)
) -> float | None:
    low, high = (start + part * (end - start) for part in share)
    inside = times[(times > low) & (times < high)]
    return float(inside[0]) if len(inside) else None


def stride_curves(time_s: FloatArray, values: FloatArray, strides: Sequence[Stride]) -> FloatArray:
    """Return a signal over each stride at 0 to 100 %.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    values
        Shape (n_frames,), any unit.
    strides
        Strides; those that are largely unseen are left out.

    Returns
    -------
    curves
        Shape (n_used, 101), the signal's unit.
    """
    return _resampled(time_s, values, [(one.start_s, one.end_s) for one in strides])


def stance_curves(time_s: FloatArray, values: FloatArray, strides: Sequence[Stride]) -> FloatArray:
    """Return a signal over each stance, landing to foot off, at 0 to 100 %.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    values
        Shape (n_frames,), any unit.
    strides
        Strides with a foot off.

    Returns
    -------
    curves
        Shape (n_used, 101), the signal's unit.
    """
    spans = [(one.start_s, one.foot_off_s) for one in strides if one.foot_off_s is not None]
    return _resampled(time_s, values, spans)


def _resampled(
    time_s: FloatArray, values: FloatArray, spans: Sequence[tuple[float, float]]
) -> FloatArray:
    seen = np.isfinite(values)
    if not seen.any() or not spans:
        return np.zeros((0, N_POINTS))
    clock, signal = time_s[seen], values[seen]
    kept: list[tuple[float, float]] = []
    for start, end in spans:
        first, last = np.searchsorted(time_s, start), np.searchsorted(time_s, end, "right")
        inside = seen[first:last]
        if not len(inside) or 1.0 - np.count_nonzero(inside) / len(inside) > MAX_UNSEEN:
            continue
        if start < clock[0] - 0.02 or end > clock[-1] + 0.02:
            continue
        kept.append((start, end))
    edges = np.asarray(kept, dtype=float).reshape(-1, 2)
    share = np.linspace(0.0, 1.0, N_POINTS)
    at = edges[:, :1] + share * (edges[:, 1:] - edges[:, :1])
    return np.asarray(np.interp(at, clock, signal))


def by_side(strides: Sequence[Stride]) -> Mapping[LegSide, tuple[Stride, ...]]:
    """Return the strides of each side.

    Parameters
    ----------
    strides
        Of both feet.
    """
    sides: tuple[LegSide, ...] = ("left", "right")
    return {side: tuple(one for one in strides if one.side == side) for side in sides}
