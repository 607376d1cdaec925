"""Joint angles of a made walk, under OpenSim's names."""

from __future__ import annotations

import numpy as np

from kinchain.gait.synthetic._landmarks import Skeleton
from kinchain.gait.synthetic._motion import Motion
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic._rotations import angles_zxy, mirrored_turn


def joint_angles(bones: Skeleton, motion: Motion) -> dict[str, FloatArray]:
    """Return joint angles, rad, shape (n,) each.

    Parameters
    ----------
    bones
        The body over time.
    motion
        The walk.

    Notes
    -----
    Pelvis and lumbar as OpenSim has them: ``pelvis_tilt`` positive backward, ``pelvis_list``
    positive right side down, ``pelvis_rotation`` positive to the left; lumbar the trunk on the
    pelvis. Legs: flexion, adduction, internal rotation, dorsiflexion, inversion positive, order
    flexion, adduction, rotation. Beyond OpenSim: ``knee_adduction_*`` (varus positive),
    ``ankle_rotation_*`` (foot turned in on the shank), ``foot_inversion_*`` (the sole on the shank,
    where ``subtalar_angle_*`` is the heel bone alone), ``foot_progression_*`` (toes out positive;
    the last of the three turns from ground to sole, as the published curves have it),
    ``trunk_tilt``, ``trunk_list``, ``trunk_rotation`` (trunk to ground, signs as the pelvis).
    """
    made: dict[str, FloatArray] = {}
    named = (
        (("pelvis_tilt", "pelvis_list", "pelvis_rotation"), bones.pelvis),
        (
            ("lumbar_extension", "lumbar_bending", "lumbar_rotation"),
            np.swapaxes(bones.pelvis, 1, 2) @ bones.trunk,
        ),
        (("trunk_tilt", "trunk_list", "trunk_rotation"), bones.trunk),
    )
    for names, turn in named:
        made.update(zip(names, angles_zxy(turn), strict=True))
    for side, leg in bones.legs.items():
        end = side[0]
        pelvis = mirrored_turn(bones.pelvis) if side == "left" else bones.pelvis
        hip = angles_zxy(np.swapaxes(pelvis, 1, 2) @ leg.thigh)
        names = (f"hip_flexion_{end}", f"hip_adduction_{end}", f"hip_rotation_{end}")
        made.update(zip(names, hip, strict=True))
        made[f"knee_angle_{end}"] = leg.knee_flexion
        made[f"knee_adduction_{end}"] = angles_zxy(np.swapaxes(leg.thigh, 1, 2) @ leg.shank)[1]
        ankle = angles_zxy(np.swapaxes(leg.shank, 1, 2) @ leg.foot.heel_bone)
        names = (f"ankle_angle_{end}", f"subtalar_angle_{end}", f"ankle_rotation_{end}")
        made.update(zip(names, ankle, strict=True))
        toes = angles_zxy(np.swapaxes(leg.foot.sole, 1, 2) @ leg.foot.toes)[0]
        made[f"mtp_angle_{end}"] = toes
        made[f"foot_inversion_{end}"] = angles_zxy(np.swapaxes(leg.shank, 1, 2) @ leg.foot.sole)[1]
        made[f"foot_progression_{end}"] = -angles_zxy(leg.foot.sole)[2]
        made[f"arm_flex_{end}"] = bones.arms_rad[side]
    return made
