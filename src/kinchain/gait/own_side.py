"""Curves of each side's own strides in the signs of the published norms, and the pace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kinchain.core.trial import LegSide, Subject
from kinchain.gait.kinematics.angles import JointAngles
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.kinematics.points import Points
from kinchain.gait.norms.reference import GRAVITY_MPS2
from kinchain.gait.strides import Stride, by_side, stride_curves

OwnCurves = Mapping[LegSide, Mapping[str, FloatArray]]
"""Side to curve to its strides, shape (n_strides, 101), deg."""

LEG_PER_HEIGHT = 0.52
"""Front spine to inner ankle over body height; basis: expert, near Winter's segment lengths."""

LEG_OF_SPINE_HEIGHT = 0.93
"""The same over the height of the front spines (as ``kinematics.skeleton``)."""

USUAL_PACE = 0.43
"""Free speed over the root of gravity times leg length, taken where the speed is not known."""

LEG = {
    "hip_flexion": ("hip_flexion_{s}", 1.0),
    "hip_adduction": ("hip_adduction_{s}", 1.0),
    "hip_rotation": ("hip_rotation_{s}", 1.0),
    "knee_flexion": ("knee_angle_{s}", 1.0),
    "knee_adduction": ("knee_adduction_{s}", 1.0),
    "ankle_flexion": ("ankle_angle_{s}", 1.0),
    "rearfoot_inversion": ("subtalar_angle_{s}", 1.0),
    "foot_progression": ("foot_progression_{s}", -1.0),
}
"""Norm's name to OpenSim's coordinate and the sign between them."""

BODY = {
    "pelvis_tilt": ("pelvis_tilt", -1.0, -1.0),
    "pelvis_obliquity": ("pelvis_list", -1.0, 1.0),
    "pelvis_rotation": ("pelvis_rotation", 1.0, -1.0),
    "trunk_tilt": ("trunk_tilt", -1.0, -1.0),
    "trunk_obliquity": ("trunk_list", -1.0, 1.0),
    "trunk_rotation": ("trunk_rotation", 1.0, -1.0),
}
"""Norm's name to coordinate and its sign for the right and the left side."""


def own_curves(joints: JointAngles, strides: Sequence[Stride]) -> OwnCurves:
    """Return the curves of each side's own strides, deg.

    Parameters
    ----------
    joints
        Joint angles of the recording.
    strides
        Strides of both feet.

    Returns
    -------
    curves
        Signs of the norms: pelvis tilt anterior, obliquity own side up, rotation own side
        forward, foot progression toes in, trunk tilt forward positive.
    """
    if joints.angles is None:
        return {}
    time = np.asarray(joints.angles["time"].values, dtype=float)
    names = set(map(str, joints.angles["coordinate"].values))
    found: dict[LegSide, dict[str, FloatArray]] = {}
    for side, own in by_side(strides).items():
        wanted = {k: (name.format(s=side[0]), sign) for k, (name, sign) in LEG.items()}
        for key, (name, right, left) in BODY.items():
            wanted[key] = (name, right if side == "right" else left)
        mine: dict[str, FloatArray] = {}
        for key, (name, sign) in wanted.items():
            if name in names:
                angle = np.asarray(joints.angles.sel(coordinate=name).values, dtype=float)
                curves = stride_curves(time, np.degrees(sign * angle), own)
                if len(curves):
                    mine[key] = curves
        if mine:
            found[side] = mine
    return found


def leg_length(subject: Subject, points: Points | None) -> float | None:
    """Return leg length in m: told, else from the height of the pelvis, else from body height.

    Parameters
    ----------
    subject
        What is known of the person.
    points
        Landmark paths, ground frame.
    """
    told = [subject.leg_length_m, *(v for k, v in subject.measures if k.startswith("leg_length"))]
    known = [value for value in told if value]
    if known:
        return float(np.mean(known))
    if points is not None:
        spine, hip = points.middle("asis_l", "asis_r"), points.get("hip_centre_l")
        for path, share in ((spine, LEG_OF_SPINE_HEIGHT), (hip, 1.0)):
            if path is not None and np.isfinite(path[:, 1]).any():
                high = share * float(np.nanpercentile(path[:, 1], 75))
                if 0.3 < high < 1.3:
                    return high
    return None if subject.height_m is None else LEG_PER_HEIGHT * subject.height_m


def relative_speed(
    values: Mapping[str, Mapping[LegSide, FloatArray]], leg_m: float | None
) -> float | None:
    """Return walking speed over the root of gravity times leg length, or None where unknown.

    Parameters
    ----------
    values
        Measures of each stride.
    leg_m
        Leg length, m.
    """
    sides = values.get("walking_speed_mps")
    if not sides or leg_m is None:
        return None
    speed = float(np.median(np.concatenate([np.asarray(v) for v in sides.values()])))
    return speed / float(np.sqrt(GRAVITY_MPS2 * leg_m)) if speed > 0.1 else None
