"""Paths of the feet rebuilt from joint angles, where a recording holds no markers."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kinchain.core.trial import LegSide
from kinchain.gait.events.signals import POSE_CUT_OFF_HZ, FootSignals, smooth
from kinchain.gait.kinematics.frames import FloatArray

THIGH, SHANK = 0.245, 0.246
"""Lengths over body height (Winter 2009, https://doi.org/10.1002/9780470549148)."""

HEEL_FROM_ANKLE = (-0.03, -0.04)
BALL_FROM_ANKLE = (0.08, -0.04)
"""Heel and ball of the foot from the ankle over body height, forward and up: rough."""


def signals_from_angles(angles: xr.DataArray, height_m: float | None) -> dict[LegSide, FootSignals]:
    """Return the feet's paths that the leg's sagittal angles make.

    Parameters
    ----------
    angles
        As ``Trial.angles``: hip flexion, knee and ankle of a leg; pelvis tilt and place if there.
    height_m
        Body height; 1.7 m where unknown (only times are read from these paths, and their scale
        does not move those).

    Returns
    -------
    feet
        By side; a leg without hip and knee angles is missing.
    """
    names = {str(name) for name in angles["coordinate"].values}
    time = np.asarray(angles["time"].values, dtype=float)
    height = height_m or 1.7

    def _take(name: str) -> FloatArray:
        if name not in names:
            return np.zeros(len(time))
        return np.asarray(angles.sel(coordinate=name).values, dtype=float)

    pelvis = np.stack([_take("pelvis_tx"), _take("pelvis_ty"), _take("pelvis_tz")], axis=1)
    feet: dict[LegSide, FootSignals] = {}
    sides: tuple[LegSide, ...] = ("left", "right")
    rate = 1.0 / float(np.median(np.diff(time)))
    for side in sides:
        end = side[0]
        if not {f"hip_flexion_{end}", f"knee_angle_{end}"} <= names:
            continue
        thigh = _take("pelvis_tilt") + _take(f"hip_flexion_{end}")
        shank = thigh - _take(f"knee_angle_{end}")
        foot = shank + _take(f"ankle_angle_{end}")
        ankle = pelvis + height * (THIGH * _down(thigh) + SHANK * _down(shank))
        heel = ankle + height * _turned(HEEL_FROM_ANKLE, foot)
        toe = ankle + height * _turned(BALL_FROM_ANKLE, foot)
        paths = [smooth(path, rate, POSE_CUT_OFF_HZ) for path in (heel, toe, pelvis)]
        seen = np.asarray(np.isfinite(heel).all(axis=1))
        feet[side] = FootSignals(time, paths[0], paths[1], paths[2], seen, rate, True)
    return feet


def _down(angle: FloatArray) -> FloatArray:
    """Return a segment's direction from its upper to its lower end, forward swing positive."""
    return np.stack([np.sin(angle), -np.cos(angle), np.zeros_like(angle)], axis=1)


def _turned(offset: tuple[float, float], angle: FloatArray) -> FloatArray:
    forward, up = offset
    sine, cosine = np.sin(angle), np.cos(angle)
    return np.stack(
        [cosine * forward - sine * up, sine * forward + cosine * up, np.zeros_like(angle)], axis=1
    )
