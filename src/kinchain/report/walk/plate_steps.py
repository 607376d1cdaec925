"""Clean contacts on force plates, over stance and under the foot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import LegSide
from kinchain.gait.events.rules import belt_speed
from kinchain.gait.kinematics.frames import turn_about_up
from kinchain.gait.measure import Measured, heading_of
from kinchain.gait.prepare.filters import low_pass

FloatArray = NDArray[np.float64]

GRAVITY = 9.80665
N_POINTS = 101

SMOOTH_HZ = 20.0
LEAST_SAMPLES = 20
"""Forces are smoothed for drawing; a stretch shorter than this is not drawn."""

LOADED_N, LOADED_BW = 50.0, 0.1
"""The centre of pressure is only drawn above these; below them it is noise."""


@dataclass(frozen=True)
class Step:
    """One clean contact in the walking frame, over stance.

    Parameters
    ----------
    side
        Whose foot.
    force_bw
        Shape (101, 3), body weights: forward, up, towards the outer side of this foot.
    force_is_bw
        False where no mass is known: then the force is in N.
    cop_m
        Shape (101, 3), m, walking frame, from its place at 50 % of stance.
    under_foot_m
        Shape (101, 2), m: along the foot from the heel marker and outward; None without markers.
    foot_m
        Heel marker to forefoot marker, m.
    """

    side: LegSide
    force_bw: FloatArray
    force_is_bw: bool
    cop_m: FloatArray
    under_foot_m: FloatArray | None
    foot_m: float


def clean_steps(done: Measured) -> list[Step]:
    """Return every whole, clean contact whose foot is known.

    Parameters
    ----------
    done
        The measured walk.
    """
    trial = done.prepared.trial
    if trial.plates is None:
        return []
    names = [str(name) for name in trial.plates["plate"].values]
    mass = trial.subject.mass_kg
    clock = trial.time_s
    heading = heading_of(done.prepared)
    found = []
    for one in done.prepared.contacts:
        if not one.is_clean or not one.is_whole or one.side is None:
            continue
        time = np.asarray(trial.plates["time"].values, dtype=float)
        inside = (time >= one.start_s) & (time <= one.end_s)
        if inside.sum() < 10:
            continue
        at = np.linspace(one.start_s, one.end_s, N_POINTS)
        number = names.index(one.plate)
        way = turn_about_up(np.array([np.interp(0.5 * (one.start_s + one.end_s), clock, heading)]))
        rate = 1.0 / float(np.median(np.diff(time)))
        force, cop = (
            _over(time[inside], trial.plates[name].values[inside, number], at, rate) @ way[0]
            for name in ("force_n", "cop_m")
        )
        outward = 1.0 if one.side == "right" else -1.0
        force[:, 2] *= outward
        weight = mass * GRAVITY if mass else 1.0
        cop[force[:, 1] < max(LOADED_N, LOADED_BW * weight)] = np.nan
        cop[:, 0] -= _belt_mps(done, one.side) * (at - at[N_POINTS // 2])
        under, length = _under(done, one.side, at, cop)
        found.append(
            Step(one.side, force / weight, bool(mass), cop - cop[N_POINTS // 2], under, length)
        )
    return found


def _over(time: FloatArray, values: FloatArray, at: FloatArray, rate_hz: float) -> FloatArray:
    """Return a plate's signal at given times, after a low-pass filter."""
    columns = []
    for axis in range(3):
        seen = np.isfinite(values[:, axis])
        if seen.sum() < LEAST_SAMPLES:
            columns.append(np.full(len(at), np.nan))
        else:
            smooth = low_pass(values[seen, axis], rate_hz, SMOOTH_HZ)
            columns.append(np.interp(at, time[seen], smooth))
    return np.column_stack(columns)


def _belt_mps(done: Measured, side: LegSide) -> float:
    """Return the speed at which the ground carries the foot, m/s; 0 off a treadmill."""
    foot = done.feet.get(side)
    return 0.0 if foot is None or not done.prepared.trial.is_treadmill else belt_speed(foot)


def _under(
    done: Measured, side: LegSide, at: FloatArray, cop: FloatArray
) -> tuple[FloatArray | None, float]:
    """Return the centre of pressure in the foot as it stands flat, and the foot's length, m."""
    foot = done.feet.get(side)
    if foot is None or done.prepared.trial.markers is None:
        return None, float("nan")
    flat = at[int(0.25 * N_POINTS) : int(0.55 * N_POINTS)]
    moved = _belt_mps(done, side) * (flat - at[N_POINTS // 2])
    heel, toe = (
        np.median(
            np.column_stack(
                [
                    np.interp(flat, foot.time_s, path[:, 0]) - moved,
                    np.interp(flat, foot.time_s, path[:, 2]),
                ]
            ),
            axis=0,
        )
        for path in (foot.heel, _ball(done, side))
    )
    along = toe - heel
    length = float(np.hypot(*along))
    if not np.isfinite(length) or length < 0.05:
        return None, float("nan")
    along = along / length
    aside = np.array([-along[1], along[0]]) * (1.0 if side == "right" else -1.0)
    gap = cop[:, [0, 2]] - heel
    return np.column_stack([gap @ along, gap @ aside]), length


def _ball(done: Measured, side: LegSide) -> FloatArray:
    """Return the ball of the foot in the walking frame: 2nd toe's root, else of 1st and 5th."""
    points = done.joints.points
    end = side[0]
    if points is not None and points.get(f"toe_{end}") is None:
        middle = points.middle(f"mt1_{end}", f"mt5_{end}")
        if middle is not None:
            walk = turn_about_up(heading_of(done.prepared))
            return np.asarray(np.einsum("nji,nj->ni", walk, middle))
    return done.feet[side].toe
