"""Published rules that find gait events from marker paths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kinchain.gait.events.peaks import find_peaks
from kinchain.gait.events.signals import FootSignals, rate_of_change
from kinchain.gait.kinematics.frames import FloatArray


@dataclass(frozen=True)
class Marks:
    """Events of one foot by one rule: times in s, rising."""

    initial_contact_s: FloatArray
    foot_off_s: FloatArray


EDGE_S = 0.06
"""A highest place nearer to where the foot is first or last seen is not trusted (basis: expert)."""


def stride_time(foot: FootSignals) -> float:
    """Return the usual time of a stride in s, from how the foot swings past the pelvis.

    Parameters
    ----------
    foot
        Paths of one foot.
    """
    swing = _ahead(foot.heel, foot)
    swing = swing[np.isfinite(swing)]
    swing = swing - swing.mean() if len(swing) else swing
    longest = int(min(2.5 * foot.rate_hz, 0.8 * len(swing)))
    if longest < 0.6 * foot.rate_hz:
        return 1.1
    lagged = np.correlate(swing, swing, "full")[len(swing) - 1 :][: longest + 1]
    lagged = lagged / np.arange(len(swing), len(swing) - len(lagged), -1)
    shortest = int(0.6 * foot.rate_hz)
    peaks = find_peaks(lagged[shortest:])
    return float((peaks[0] + shortest) / foot.rate_hz) if len(peaks) else 1.1


def _ahead(point: FloatArray, foot: FootSignals) -> FloatArray:
    """Return how far a point is ahead of the pelvis, m."""
    return np.asarray(point[:, 0] - foot.pelvis[:, 0])


def _highest(signal: FloatArray, foot: FootSignals, apart_s: float) -> np.ndarray:
    """Return frames of clear local maxima at least this far apart.

    A maximum soon after the start (or before the end) counts too, as if what is not recorded lay
    lower; but not within ``EDGE_S`` of an end, where it may be none at all.
    """
    lowest = np.nanmin(signal) if len(signal) else 0.0
    clean = np.where(np.isfinite(signal), signal, lowest)
    spread = float(np.nanpercentile(signal, 95) - np.nanpercentile(signal, 5))
    apart, least = max(1, int(apart_s * foot.rate_hz)), 0.25 * spread
    whole = find_peaks(clean, distance=apart, least_prominence=least)
    padded = np.concatenate([[lowest], clean, [lowest]])
    near = find_peaks(padded, distance=apart, least_prominence=least) - 1
    seen = np.flatnonzero(np.isfinite(signal))
    edge = int(np.ceil(EDGE_S * foot.rate_hz))
    if len(seen):
        near = near[(near >= seen[0] + edge) & (near <= seen[-1] - edge)]
    lone = [f for f in near if not len(whole) or np.min(np.abs(whole - f)) >= apart]
    frames = sorted({*map(int, whole), *map(int, lone)})
    return np.asarray([f for f in frames if np.isfinite(signal[f])], dtype=int)


def between_frames(signal: FloatArray, frame: int) -> float:
    """Return the place of a maximum between frames, by a parabola through three of them.

    Parameters
    ----------
    signal
        Shape (n_frames,).
    frame
        Its highest frame.
    """
    if frame <= 0 or frame >= len(signal) - 1:
        return float(frame)
    before, here, after = signal[frame - 1 : frame + 2]
    bend = before - 2.0 * here + after
    return float(
        frame if bend >= 0 or not np.isfinite(bend) else frame + 0.5 * (before - after) / bend
    )


def _times(foot: FootSignals, frames: list[float]) -> FloatArray:
    return np.asarray(foot.time_s[0] + np.asarray(sorted(frames), dtype=float) / foot.rate_hz)


def zeni(foot: FootSignals) -> Marks:
    """Heel farthest ahead of the pelvis, forefoot farthest behind it.

    Parameters
    ----------
    foot
        Paths of one foot.

    References
    ----------
    .. [1] J. A. Zeni, J. G. Richards, J. S. Higginson, 2008.
       https://doi.org/10.1016/j.gaitpost.2007.07.007
    """
    apart = 0.6 * stride_time(foot)
    ahead, behind = _ahead(foot.heel, foot), -_ahead(foot.toe, foot)
    return Marks(
        _times(foot, [between_frames(ahead, f) for f in _highest(ahead, foot, apart)]),
        _times(foot, [between_frames(behind, f) for f in _highest(behind, foot, apart)]),
    )


def _refined(
    foot: FootSignals, about_s: FloatArray, signal: FloatArray, before_s: float, after_s: float
) -> FloatArray:
    """Return the highest place of a signal in a window round each time, s."""
    out: list[float] = []
    for time in about_s:
        middle = (time - foot.time_s[0]) * foot.rate_hz
        first = max(0, int(np.floor(middle - before_s * foot.rate_hz)))
        last = min(len(signal), int(np.ceil(middle + after_s * foot.rate_hz)) + 1)
        part = signal[first:last]
        if np.isfinite(part).sum() >= 3:
            out.append(between_frames(signal, first + int(np.nanargmax(part))))
    return _times(foot, out)


def hreljac(foot: FootSignals) -> Marks:
    """Heel's upward and toe's forward acceleration at their highest, near the rough events.

    Parameters
    ----------
    foot
        Paths of one foot.

    References
    ----------
    .. [1] A. Hreljac, R. N. Marshall, 2000. https://doi.org/10.1016/S0021-9290(00)00014-2
    """
    rough = zeni(foot)
    heel = rate_of_change(rate_of_change(foot.heel[:, 1], foot.rate_hz), foot.rate_hz)
    toe = rate_of_change(rate_of_change(foot.toe[:, 0], foot.rate_hz), foot.rate_hz)
    return Marks(
        _refined(foot, rough.initial_contact_s, heel, 0.0, 0.12),
        _refined(foot, rough.foot_off_s, toe, 0.12, 0.08),
    )


def foot_velocity(foot: FootSignals) -> Marks:
    """Middle of the foot falling fastest before contact, rising fastest at foot off.

    Parameters
    ----------
    foot
        Paths of one foot.

    References
    ----------
    .. [1] C. M. O'Connor et al., 2007. https://doi.org/10.1016/j.gaitpost.2006.05.016
    """
    rough = zeni(foot)
    up = rate_of_change(0.5 * (foot.heel[:, 1] + foot.toe[:, 1]), foot.rate_hz)
    return Marks(
        _refined(foot, rough.initial_contact_s, -up, 0.1, 0.1),
        _refined(foot, rough.foot_off_s, up, 0.15, 0.08),
    )


SLOW_MPS = 0.5
"""Speed over the ground below which a marker counts as standing [1]_ of `speed_threshold`."""


def speed_threshold(foot: FootSignals) -> Marks:
    """Heel slower than 0.5 m/s over the ground, toe faster than that.

    Parameters
    ----------
    foot
        Paths of one foot.

    Notes
    -----
    The ground's own speed (treadmill) is taken off first: the usual backward speed of the foot
    while it is low.

    References
    ----------
    .. [1] S. Ghoussayni et al., 2004. https://doi.org/10.1016/j.gaitpost.2003.10.002
    """
    rough = zeni(foot)
    belt = belt_speed(foot)
    heel = _speed(foot.heel, foot, belt)
    toe = _speed(foot.toe, foot, belt)
    return Marks(
        _first_crossing(foot, rough.initial_contact_s, heel, falling=True),
        _first_crossing(foot, rough.foot_off_s, toe, falling=False),
    )


def belt_speed(foot: FootSignals) -> float:
    """Return the ground's speed along x under the foot, m/s; near 0 where it stands still.

    Parameters
    ----------
    foot
        Paths of one foot.
    """
    speed = rate_of_change(foot.toe[:, 0], foot.rate_hz)
    low = foot.toe[:, 1] < np.nanpercentile(foot.toe[:, 1], 30)
    along = foot.toe - foot.heel
    turning = np.abs(rate_of_change(np.arctan2(along[:, 1], along[:, 0]), foot.rate_hz))
    if (low & np.isfinite(turning)).sum() > LEAST_CALM / CALM_SHARE:
        # a foot that rolls over its ball moves against the ground
        low = low & (turning <= np.nanpercentile(turning[low], 100.0 * CALM_SHARE))
    return float(np.nanmedian(speed[low])) if low.any() else 0.0


CALM_SHARE = 0.4
LEAST_CALM = 8
"""Of the frames with the forefoot low, this share in which the foot turns least tells the
ground's speed, if there are at least so many."""


def _speed(point: FloatArray, foot: FootSignals, belt_mps: float) -> FloatArray:
    velocity = rate_of_change(point, foot.rate_hz)
    return np.asarray(np.hypot(velocity[:, 0] - belt_mps, velocity[:, 1]))


def _first_crossing(
    foot: FootSignals, about_s: FloatArray, speed: FloatArray, *, falling: bool
) -> FloatArray:
    out: list[float] = []
    for time in about_s:
        middle = round((time - foot.time_s[0]) * foot.rate_hz)
        first = max(1, middle - int(0.15 * foot.rate_hz))
        last = min(len(speed) - 1, middle + int(0.2 * foot.rate_hz))
        for frame in range(first, last):
            here, there = speed[frame] - SLOW_MPS, speed[frame + 1] - SLOW_MPS
            if (here >= 0 > there) if falling else (here <= 0 < there):
                out.append(frame + here / (here - there))
                break
    return _times(foot, out)


RULES: Mapping[str, Callable[[FootSignals], Marks]] = {
    "zeni": zeni,
    "hreljac": hreljac,
    "foot_velocity": foot_velocity,
    "speed_threshold": speed_threshold,
}
"""Published rules by name."""
