"""A stick figure from joint angles alone, with usual lengths of the segments, from the side."""

from __future__ import annotations

import numpy as np
import xarray as xr

from kinchain.gait.events.from_angles import BALL_FROM_ANKLE, HEEL_FROM_ANKLE, SHANK, THIGH
from kinchain.gait.kinematics.frames import FloatArray

USUAL_HEIGHT_M = 1.7
TRUNK = 0.288
"""Hips to the root of the neck over body height (Winter 2009,
https://doi.org/10.1002/9780470549148)."""


def paths_from_angles(angles: xr.DataArray, height_m: float | None) -> dict[str, FloatArray]:
    """Return joints' paths in the plane of walking by name, shape (n_frames, 3), m.

    Parameters
    ----------
    angles
        As ``Trial.angles``.
    height_m
        Body height; a usual one where unknown.

    Returns
    -------
    paths
        Empty where no leg has hip and knee angles. The lower foot always touches the floor,
        for many such files leave the pelvis in place.
    """
    names = {str(name) for name in angles["coordinate"].values}
    n_frames = angles.sizes["time"]
    height = height_m or USUAL_HEIGHT_M

    def _take(name: str) -> FloatArray:
        if name not in names:
            return np.zeros(n_frames)
        return np.asarray(angles.sel(coordinate=name).values, dtype=float)

    hip = np.column_stack([_take("pelvis_tx"), np.zeros(n_frames), np.zeros(n_frames)])
    tilt = _take("pelvis_tilt")
    found: dict[str, FloatArray] = {}
    for end in ("l", "r"):
        if not {f"hip_flexion_{end}", f"knee_angle_{end}"} <= names:
            continue
        thigh = tilt + _take(f"hip_flexion_{end}")
        shank = thigh - _take(f"knee_angle_{end}")
        foot = shank + _take(f"ankle_angle_{end}")
        knee = hip + height * THIGH * _along(thigh - 0.5 * np.pi)
        ankle = knee + height * SHANK * _along(shank - 0.5 * np.pi)
        found[f"hip_{end}"], found[f"knee_{end}"], found[f"ankle_{end}"] = hip, knee, ankle
        for name, (forward, up) in (("heel", HEEL_FROM_ANKLE), ("toe", BALL_FROM_ANKLE)):
            found[f"{name}_{end}"] = ankle + height * (
                forward * _along(foot) + up * _along(foot + 0.5 * np.pi)
            )
    if not found:
        return {}
    found["pelvis"] = hip
    lean = tilt + (_take("lumbar_extension") if "lumbar_extension" in names else -tilt)
    found["neck"] = hip + height * TRUNK * _along(lean + 0.5 * np.pi)
    lowest = np.nanmin(np.stack([path[:, 1] for path in found.values()]), axis=0)
    return {name: path - np.outer(lowest, (0.0, 1.0, 0.0)) for name, path in found.items()}


def _along(angle: FloatArray) -> FloatArray:
    """Return unit vectors turned from forward to up, shape (n_frames, 3)."""
    return np.column_stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)])
