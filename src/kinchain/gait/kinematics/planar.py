"""Angles in the plane of progression from joint centres, as pose programs give them."""

from __future__ import annotations

import numpy as np

from kinchain.gait.kinematics.frames import FloatArray, turn_about_up
from kinchain.gait.kinematics.points import Points


def planar_angles(points: Points, heading_rad: FloatArray) -> dict[str, FloatArray]:
    """Return sagittal angles from joint centres.

    Parameters
    ----------
    points
        Landmark paths: joint centres or, failing them, the outer markers of the joints.
    heading_rad
        Walking direction of each frame about the vertical, rad.

    Returns
    -------
    angles
        Coordinate name to angle, shape (n_frames,), rad: ``hip_flexion`` is the thigh against
        the trunk's line where shoulders are there, else against the vertical; ``knee_angle``,
        ``ankle_angle`` (0 with the foot at a right angle to the shank), ``foot_progression``,
        ``trunk_tilt``.
    """
    walk = turn_about_up(heading_rad)
    found: dict[str, FloatArray] = {}
    trunk = _trunk(points, walk)
    if trunk is not None:
        found["trunk_tilt"] = trunk
    for side in ("l", "r"):
        found.update(_leg(points, side, walk, trunk))
    return found


def _place(points: Points, joint: str, side: str) -> FloatArray | None:
    centre = points.get(f"{joint}_centre_{side}")
    return points.get(f"{joint}_lateral_{side}") if centre is None else centre


def _in_plane(walk: FloatArray, vector: FloatArray) -> FloatArray:
    """Return a vector's parts forward and up in the walking frame, shape (n_frames, 2)."""
    return np.asarray(np.einsum("nji,nj->ni", walk, vector)[:, :2])


def _tilt(plane: FloatArray) -> FloatArray:
    """Return a vector's turn from upright, backward positive, unwrapped, rad."""
    angle = np.arctan2(-plane[:, 0], plane[:, 1])
    return _unwrapped(angle)


def _unwrapped(angle: FloatArray) -> FloatArray:
    seen = np.isfinite(angle)
    out = angle.copy()
    out[seen] = np.unwrap(angle[seen])
    return out


def _trunk(points: Points, walk: FloatArray) -> FloatArray | None:
    top = points.middle("shoulder_l", "shoulder_r")
    top = points.get("neck") if top is None else top
    base = points.middle("hip_centre_l", "hip_centre_r")
    base = points.get("pelvis_centre") if base is None else base
    if top is None or base is None:
        return None
    return _tilt(_in_plane(walk, top - base))


def _leg(
    points: Points, side: str, walk: FloatArray, trunk: FloatArray | None
) -> dict[str, FloatArray]:
    hip, knee, ankle = (_place(points, joint, side) for joint in ("hip", "knee", "ankle"))
    found: dict[str, FloatArray] = {}
    thigh = shank = None
    if hip is not None and knee is not None:
        thigh = _tilt(_in_plane(walk, hip - knee))
        found[f"hip_flexion_{side}"] = thigh - (0.0 if trunk is None else trunk)
    if knee is not None and ankle is not None:
        shank = _tilt(_in_plane(walk, knee - ankle))
    if thigh is not None and shank is not None:
        found[f"knee_angle_{side}"] = thigh - shank
    foot = _foot(points, side)
    if foot is not None:
        forward = np.einsum("nji,nj->ni", walk, foot)
        mirror = 1.0 if side == "r" else -1.0
        found[f"foot_progression_{side}"] = mirror * np.arctan2(forward[:, 2], forward[:, 0])
        if shank is not None:
            pitch = _unwrapped(np.arctan2(forward[:, 1], forward[:, 0]))
            found[f"ankle_angle_{side}"] = pitch - shank
    return found


def _foot(points: Points, side: str) -> FloatArray | None:
    """Return the vector from heel to the ball of the foot, else to the toe, m."""
    heel = points.get(f"heel_{side}")
    ball = points.middle(f"toe_tip_{side}", f"mt5_{side}")
    for name in ("mtp_centre", "toe", "mt1", "toe_tip"):
        if ball is None:
            ball = points.get(f"{name}_{side}")
    return None if heel is None or ball is None else ball - heel
