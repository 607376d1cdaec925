"""What is looked at: each side's stances and swings, cut from its events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinchain.core.trial import LegSide
from kinchain.gait.events.rules import belt_speed
from kinchain.gait.events.signals import FootSignals, rate_of_change
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.kinematics.skeleton import FROM_OUTER
from kinchain.gait.norms.reference import ADULT_FROM_YEARS, GRAVITY_MPS2
from kinchain.gait.own_side import BODY, LEG, leg_length, relative_speed
from kinchain.gait.prepare import Pass

if TYPE_CHECKING:
    from kinchain.gait.measure import Measured

N_POINTS = 101
STANCE_S = (0.3, 2.2)
SWING_S = (0.2, 1.0)
"""A stance or swing outside these times is an event missed."""

MAX_UNSEEN = 0.1
HEEL_MARKER_M = 0.03
"""Height of the heel's marker over the floor while the foot is flat (basis: expert)."""

MARKER_TILT_DEG = 6.5
"""Markers on the first and fifth metatarsal heads lie this oblique on a flat foot: 5 to 10 degrees
in four recordings (basis: expert). Taken off where no standing trial tells it."""

LEAST_SWING_DEG = 15.0
"""The knee must bend through this much in swing to tell how its axis is turned."""

SIDES: tuple[LegSide, LegSide] = ("left", "right")
OTHER: Mapping[LegSide, LegSide] = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Spans:
    """Times of one side's stances and swings, shape (n, 2), s: start and end."""

    stance: FloatArray
    swing: FloatArray


@dataclass(frozen=True)
class Walked:
    """What the patterns are sought in.

    Parameters
    ----------
    spans
        By side.
    signals
        Side to signal to (time, values): joint curves in deg with the norms' names and signs;
        ``heel_height``, ``heel_aside`` (outward of the own side) in m; ``foot_pitch`` (toes up)
        and ``foot_edge`` (outer edge down) of the sole against the floor in deg.
    values
        Measures of each stride and of each clean contact.
    pace
        Relative speed, or None.
    is_adult
        Whether to compare with adults.
    sees_knee_axis
        Whether inner knee markers (or the laboratory) give the axis of both knees.
    is_planar
        Whether the angles are those of the plane of progression only.
    rate_hz
        Of the markers or angles.
    """

    spans: Mapping[LegSide, Spans]
    signals: Mapping[LegSide, Mapping[str, tuple[FloatArray, FloatArray]]]
    values: Mapping[str, Mapping[LegSide, FloatArray]]
    pace: float | None
    is_adult: bool
    sees_knee_axis: bool
    is_planar: bool
    rate_hz: float


def walked(done: Measured, values: Mapping[str, Mapping[LegSide, FloatArray]]) -> Walked:
    """Return what the patterns are sought in.

    Parameters
    ----------
    done
        A worked-out walk.
    values
        Its measures with those of the plates.
    """
    trial = done.prepared.trial
    leg = leg_length(trial.subject, done.joints.points)
    pace = relative_speed(values, leg)
    if pace is None and leg is not None:
        pace = _pelvis_pace(done, leg)
    age = trial.subject.age_years
    spans = {side: _spans(done, side) for side in done.events.feet}
    signals = {side: _signals(done, side) for side in SIDES}
    for side, own in signals.items():
        _without_crosstalk(own, spans.get(side))
    skeleton = done.joints.skeleton
    how = {} if skeleton is None else skeleton.how
    return Walked(
        spans,
        signals,
        values,
        pace,
        age is None or age >= ADULT_FROM_YEARS,
        all(not how.get(f"knee_{end}", "").startswith(FROM_OUTER) for end in ("l", "r")),
        "plane of progression" in done.joints.method,
        trial.rate_hz,
    )


def _pelvis_pace(done: Measured, leg_m: float) -> float | None:
    for foot in done.feet.values():
        if trial_has_pelvis(foot):
            speed = np.nanmedian(rate_of_change(foot.pelvis[:, 0], foot.rate_hz)) - belt_speed(foot)
            if 0.1 < speed < 3.0:
                return float(speed / np.sqrt(GRAVITY_MPS2 * leg_m))
    return None


def trial_has_pelvis(foot: FootSignals) -> bool:
    """Say whether a foot's pelvis path is seen.

    Parameters
    ----------
    foot
        Paths of one foot.
    """
    return bool(np.isfinite(foot.pelvis[:, 0]).sum() > 10)


def _spans(done: Measured, side: LegSide) -> Spans:
    foot = done.events.feet[side]
    landed, left = foot.initial_contact_s, foot.foot_off_s
    stance = _pairs(landed, left, STANCE_S)
    swing = _pairs(left, landed, SWING_S)
    passes = done.prepared.passes
    return Spans(_inside(stance, passes), _inside(swing, passes))


def _pairs(starts: FloatArray, ends: FloatArray, allowed: tuple[float, float]) -> FloatArray:
    found = []
    for start in starts:
        later = ends[ends > start]
        if len(later) and allowed[0] <= later[0] - start <= allowed[1]:
            found.append((float(start), float(later[0])))
    return np.asarray(found, dtype=float).reshape(len(found), 2)


def _inside(spans: FloatArray, passes: Sequence[Pass]) -> FloatArray:
    if not passes or not len(spans):
        return spans
    kept = [any(p.start_s - 0.1 <= a and b <= p.end_s + 0.1 for p in passes) for a, b in spans]
    inside: FloatArray = spans[np.asarray(kept, dtype=bool)]
    return inside


def _signals(done: Measured, side: LegSide) -> dict[str, tuple[FloatArray, FloatArray]]:
    found: dict[str, tuple[FloatArray, FloatArray]] = {}
    angles = done.joints.angles
    if angles is not None:
        time = np.asarray(angles["time"].values, dtype=float)
        names = set(map(str, angles["coordinate"].values))
        wanted = {key: (name.format(s=side[0]), sign) for key, (name, sign) in LEG.items()}
        for key, (name, right, left) in BODY.items():
            wanted[key] = (name, right if side == "right" else left)
        for key, (name, sign) in wanted.items():
            if name in names:
                value = np.degrees(sign * np.asarray(angles.sel(coordinate=name).values, float))
                found[key] = (time, value)
    foot = done.feet.get(side)
    if foot is not None and done.prepared.trial.markers is not None:
        outward = 1.0 if side == "right" else -1.0
        found["heel_height"] = (foot.time_s, foot.heel[:, 1])
        found["heel_aside"] = (foot.time_s, outward * foot.heel[:, 2])
        for name, curve in (
            ("ankle_roll", _ankle_roll(done, side)),
            ("foot_edge", _foot_edge(done, side)),
            ("foot_pitch", _foot_pitch(done, foot, side)),
        ):
            if curve is not None:
                found[name] = (foot.time_s, curve)
    if done.prepared.trial.two_dimensional:
        for name in (
            "foot_progression", "heel_aside", "ankle_roll", "foot_edge", "knee_adduction",
        ):  # fmt: skip
            found.pop(name, None)
    return found


def _without_crosstalk(
    signals: dict[str, tuple[FloatArray, FloatArray]], spans: Spans | None
) -> None:
    """Add ``knee_aside``: adduction less what flexion leaks into it, by the unloaded swing."""
    if "knee_adduction" not in signals or "knee_flexion" not in signals:
        return
    time, aside = signals["knee_adduction"]
    flexion = signals["knee_flexion"][1]
    swing = np.zeros(len(time), dtype=bool)
    for start, end in () if spans is None else spans.swing:
        swing |= (time >= start) & (time <= end)
    leak = crosstalk(flexion[swing], aside[swing])
    signals["knee_aside"] = (time, aside - leak * flexion)


def crosstalk(flexion: FloatArray, aside: FloatArray) -> float:
    """Return how much adduction appears per flexion where the knee bears no load.

    A knee axis that is a little turned shows bending as moving aside [1]. In swing hardly any
    true sideways movement is there, so the slope is nearly all error.

    Parameters
    ----------
    flexion, aside
        Knee flexion and adduction in swing, same shape and unit.

    References
    ----------
    .. [1] S. J. Piazza, P. R. Cavanagh, J Biomech 2000;33:1029.
       https://doi.org/10.1016/S0021-9290(00)00052-X
    """
    seen = np.isfinite(flexion) & np.isfinite(aside)
    if seen.sum() < 10 or np.ptp(flexion[seen]) < LEAST_SWING_DEG:
        return 0.0
    return float(np.polyfit(flexion[seen], aside[seen], 1)[0])


def _ankle_roll(done: Measured, side: LegSide) -> FloatArray | None:
    """Return how far the ankle's centre leans over the foot's long axis, outward positive, deg.

    Against the floor, about the line from heel to forefoot; needs both ankle knobs.
    """
    skeleton, points = done.joints.skeleton, done.joints.points
    if skeleton is None or points is None or points.landmarks.is_pose:
        return None
    end = side[0]
    if skeleton.how.get(f"ankle_{end}") != "outer and inner marker":
        return None
    ankle, heel = skeleton.centres.get(f"ankle_{end}"), points.get(f"heel_{end}")
    toe = points.get(f"toe_{end}")
    toe = points.middle(f"mt1_{end}", f"mt5_{end}") if toe is None else toe
    if ankle is None or heel is None or toe is None:
        return None
    ahead, place = (toe - heel)[:, [0, 2]], (ankle - heel)[:, [0, 2]]
    length = np.linalg.norm(ahead, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        right = (ahead[:, 0] * place[:, 1] - ahead[:, 1] * place[:, 0]) / length
    high = ankle[:, 1] - float(np.nanpercentile(heel[:, 1], 2)) + HEEL_MARKER_M
    outward = right if side == "right" else -right
    return np.asarray(np.degrees(np.arctan2(outward, np.maximum(high, 0.03))), dtype=float)


def _foot_pitch(done: Measured, foot: FootSignals, side: LegSide) -> FloatArray:
    """Return how far the toes point up against the floor, deg."""
    skeleton = done.joints.skeleton
    frames = None if skeleton is None else skeleton.frames.get(f"calcn_{side[0]}")
    if frames is not None and len(frames) == len(foot.time_s):
        return np.asarray(np.degrees(np.arcsin(np.clip(frames[:, 1, 0], -1.0, 1.0))))
    along = foot.toe - foot.heel
    level = np.hypot(along[:, 0], along[:, 2])
    return np.asarray(np.degrees(np.arctan2(along[:, 1], level)), dtype=float)


def _foot_edge(done: Measured, side: LegSide) -> FloatArray | None:
    """Return the sole's tilt onto its outer edge against the floor, deg; needs its breadth."""
    skeleton, end = done.joints.skeleton, side[0]
    if skeleton is None or not skeleton.how.get(f"calcn_{end}", "").endswith("its width"):
        return None
    frames = skeleton.frames[f"calcn_{end}"]
    right_up = np.degrees(np.arcsin(np.clip(frames[:, 1, 2], -1.0, 1.0)))
    tilt = -right_up if side == "right" else right_up
    known = end in done.joints.flat_known
    return np.asarray(tilt - (0.0 if known else MARKER_TILT_DEG), dtype=float)


def curves_over(
    signal: tuple[FloatArray, FloatArray], spans: FloatArray, *, beyond: float = 0.0
) -> FloatArray:
    """Return a signal over each span at 0 to 100 %.

    Parameters
    ----------
    signal
        Time, s, and values, shape (n,) each.
    spans
        Shape (n_spans, 2), s.
    beyond
        Share of the span that is added after its end.

    Returns
    -------
    curves
        Shape (n_used, 101); spans that are largely unseen are left out.
    """
    time, values = signal
    seen = np.isfinite(values)
    kept = []
    for start, end in spans:
        last = end + beyond * (end - start)
        inside = (time >= start) & (time <= last)
        if inside.sum() < 5 or np.mean(~seen[inside]) > MAX_UNSEEN:
            continue
        if start < time[seen][0] - 0.02 or last > time[seen][-1] + 0.02:
            continue
        kept.append(np.interp(np.linspace(start, last, N_POINTS), time[seen], values[seen]))
    return np.asarray(kept, dtype=float).reshape(len(kept), N_POINTS)
