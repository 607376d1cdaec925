"""Times and distances of walking, stride by stride."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kinchain.core.trial import LegSide
from kinchain.gait.events.rules import belt_speed
from kinchain.gait.events.signals import FootSignals
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.strides import Stride

Values = Mapping[str, Mapping[LegSide, FloatArray]]


def measure_strides(
    feet: Mapping[LegSide, FootSignals], strides: Sequence[Stride], *, on_belt: bool
) -> Values:
    """Return every measure of every stride.

    Parameters
    ----------
    feet
        Paths of the feet in the walking frame (x forward).
    strides
        Strides of both feet.
    on_belt
        Whether the ground moved (treadmill): its own speed is added.

    Returns
    -------
    values
        Measure to side to one value a stride, with the unit at the end of the name:
        ``stride_time_s``, ``step_time_s`` (from the other foot's landing to this one's),
        ``stance_pct``, ``swing_pct``, ``double_support_pct`` (both parts),
        ``single_support_pct``, ``stride_length_m``, ``step_length_m`` (from where the other heel
        landed to where this one did, so that two steps make a stride), ``step_width_m``,
        ``walking_speed_mps``, ``cadence_spm``, ``toe_clearance_m`` (lowest forefoot in mid swing
        above its height in stance).
    """
    found: dict[str, dict[LegSide, list[float]]] = {}
    belt = {side: belt_speed(foot) if on_belt else 0.0 for side, foot in feet.items()}
    for one in strides:
        if one.side not in feet:
            continue
        foot = feet[one.side]
        other = feet.get("right" if one.side == "left" else "left")
        for name, value in {**_times(one), **_lengths(one, foot, other, belt[one.side])}.items():
            if np.isfinite(value):
                found.setdefault(name, {}).setdefault(one.side, []).append(value)
    return {
        name: {side: np.asarray(values) for side, values in sides.items()}
        for name, sides in found.items()
    }


def _times(one: Stride) -> dict[str, float]:
    whole = one.end_s - one.start_s
    found = {"stride_time_s": whole, "cadence_spm": 120.0 / whole}
    if one.other_contact_s is not None:
        found["step_time_s"] = one.end_s - one.other_contact_s
    if one.foot_off_s is not None:
        stance = 100.0 * (one.foot_off_s - one.start_s) / whole
        found.update(stance_pct=stance, swing_pct=100.0 - stance)
        if one.other_contact_s is not None and one.other_off_s is not None:
            first = one.other_off_s - one.start_s
            second = one.foot_off_s - one.other_contact_s
            found["double_support_pct"] = 100.0 * (first + second) / whole
            found["single_support_pct"] = 100.0 * (one.other_contact_s - one.other_off_s) / whole
    return found


def _lengths(
    one: Stride, foot: FootSignals, other: FootSignals | None, belt_mps: float
) -> dict[str, float]:
    whole = one.end_s - one.start_s
    start, end = _at(foot, foot.heel, one.start_s), _at(foot, foot.heel, one.end_s)
    length = float(end[0] - start[0]) - belt_mps * whole
    found = {"stride_length_m": length, "walking_speed_mps": length / whole}
    if other is not None and one.other_contact_s is not None:
        # Where the other heel landed, not where it is now: it has begun to rise and roll forward.
        print_m = _at(other, other.heel, one.other_contact_s)
        lasted = one.end_s - one.other_contact_s
        found["step_length_m"] = float(end[0] - print_m[0]) - belt_mps * lasted
        found["step_width_m"] = float(abs(end[2] - print_m[2]))
    if one.foot_off_s is not None:
        found["toe_clearance_m"] = _clearance(one, foot)
    return found


def _at(foot: FootSignals, path: FloatArray, time_s: float) -> FloatArray:
    return np.asarray([np.interp(time_s, foot.time_s, path[:, axis]) for axis in range(3)])


def _clearance(one: Stride, foot: FootSignals) -> float:
    """Return the least height of the forefoot in mid swing over its height in stance, m."""
    assert one.foot_off_s is not None
    swing = one.end_s - one.foot_off_s
    middle = (foot.time_s > one.foot_off_s + 0.3 * swing) & (
        foot.time_s < one.foot_off_s + 0.75 * swing
    )
    stance = (foot.time_s > one.start_s + 0.2 * (one.foot_off_s - one.start_s)) & (
        foot.time_s < one.start_s + 0.6 * (one.foot_off_s - one.start_s)
    )
    if not middle.any() or not stance.any():
        return float("nan")
    return float(np.nanmin(foot.toe[middle, 1]) - np.nanmedian(foot.toe[stance, 1]))


def symmetry_index_pct(left: float, right: float) -> float:
    """Return the difference of the sides over their mean, left minus right, in per cent.

    Parameters
    ----------
    left, right
        Means of the two sides.

    References
    ----------
    .. [1] R. O. Robinson, W. Herzog, B. M. Nigg, 1987. J Manipulative Physiol Ther 10:172.
    """
    middle = 0.5 * (abs(left) + abs(right))
    return float("nan") if middle == 0 else 100.0 * (left - right) / middle
