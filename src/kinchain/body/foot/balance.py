"""Free bodies of the foot: rear- and forefoot in balance, with what the ankle must carry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.foot.arch import truss_of
from kinchain.body.foot.loads import FootLoads, FootMotion
from kinchain.body.foot.shape import FootShape, Value

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class FreeBodies:
    """Forces on rear- and forefoot in the foot's plane; forward and up, N and N m.

    Parameters
    ----------
    ground_rear_n, ground_fore_n
        The ground on rearfoot and forefoot with toes, shape (..., n_frames, 2).
    fascia_n
        The fascia on the forefoot; on the rearfoot it is the opposite.
    midtarsal_n
        The rearfoot on the forefoot in the midtarsal joint.
    achilles_n
        The Achilles tendon on the heel bone.
    ankle_n
        The shank on the rearfoot in the ankle, with muscles other than the calf's.
    ankle_moment_nm
        Moment of those muscles about the ankle (dorsiflexion positive), shape (..., n_frames).
    moment_fore_nm
        Sum of all moments on the forefoot about the midtarsal joint: 0 in balance.
    """

    ground_rear_n: FloatArray
    ground_fore_n: FloatArray
    fascia_n: FloatArray
    midtarsal_n: FloatArray
    achilles_n: FloatArray
    ankle_n: FloatArray
    ankle_moment_nm: FloatArray
    moment_fore_nm: FloatArray


def _turning(at: FloatArray, force: FloatArray) -> FloatArray:
    """Return the moment of a force in the plane; positive lifts what lies ahead."""
    return np.asarray(at[..., 0] * force[..., 1] - at[..., 1] * force[..., 0])


def free_bodies(
    shape: FootShape,
    motion: FootMotion,
    loads: FootLoads,
    achilles_force_n: Value,
    ankle_m: Value,
    shank_tilt_rad: Value = 0.0,
) -> FreeBodies:
    """Cut the foot at the midtarsal joint and put each side in balance.

    Parameters
    ----------
    shape
        The foot.
    motion
        What reaches it.
    loads
        Its loads.
    achilles_force_n
        Tension of the Achilles tendon, N, one for each frame.
    ankle_m
        The ankle ahead of the line of the heads and above the floor, shape (..., n_frames, 2), m.
    shank_tilt_rad
        Of the shank, positive with the knee ahead of the ankle, rad: the tendon pulls along it.

    Returns
    -------
    bodies
        All that acts on both. The fascia's place follows the flattened arch.
    """
    part = loads.spread.part_n
    whole = part.sum(axis=-1)
    along = np.where(whole > 0.0, motion.forward_n / np.where(whole > 0.0, whole, 1.0), 0.0)
    fore = np.where(loads.sole.is_forefoot, part, 0.0)
    rear = part - fore
    ground = [np.stack([along * one.sum(-1), one.sum(-1)], axis=-1) for one in (fore, rear)]
    place = loads.midtarsal_m
    end, origin = _fascia_ends(shape, motion, loads)
    line = origin - end
    pull = loads.arch.fascia_force_n[..., None] * line / np.linalg.norm(line, axis=-1)[..., None]
    joint = -(ground[0] + pull)
    held = loads.arch.ligament_moment_nm + loads.arch.muscle_moment_nm
    held = held + loads.arch.stop_moment_nm
    about_joint = (fore * (loads.sole.forward_m - place[..., 0:1])).sum(-1)
    about_joint = about_joint + place[..., 1] * ground[0][..., 0]
    moment_fore = about_joint + _turning(end - place, pull) - held
    ankle = np.asarray(ankle_m, np.float64)
    tilt = np.asarray(shank_tilt_rad, np.float64)
    up = np.stack(np.broadcast_arrays(np.sin(tilt), np.cos(tilt)), axis=-1)
    tendon = np.asarray(achilles_force_n, np.float64)[..., None] * up
    arm = np.asarray(shape.achilles_arm_m, np.float64)
    behind = -arm[..., None] * np.stack(np.broadcast_arrays(np.cos(tilt), -np.sin(tilt)), axis=-1)
    bone = -(ground[1] - pull - joint + tendon)
    about_ankle = (rear * (loads.sole.forward_m - ankle[..., 0:1])).sum(-1)
    about_ankle = about_ankle + ankle[..., 1] * ground[1][..., 0]
    about_ankle = about_ankle + _turning(origin - ankle, -pull) + _turning(place - ankle, -joint)
    about_ankle = about_ankle + held + _turning(behind, tendon)
    return FreeBodies(ground[1], ground[0], pull, joint, tendon, bone, -about_ankle, moment_fore)


def _fascia_ends(
    shape: FootShape, motion: FootMotion, loads: FootLoads
) -> tuple[FloatArray, FloatArray]:
    """Return where the fascia leaves the heads and the heel bone, in the foot's plane."""
    truss, place = truss_of(shape), loads.midtarsal_m
    pitch = np.asarray(motion.pitch_rad, np.float64)
    lever = np.asarray(shape.arch_lever_m) * np.asarray(shape.arch_height_pct) / 100.0
    ahead = np.asarray(shape.heads_m) - np.asarray(shape.midtarsal_m)
    down = np.arctan2(-lever, ahead) - pitch  # direction from the joint to the heads
    to_rear = down - (truss.angle_rad + loads.arch.flattening_rad)
    end = place + truss.fore_m[..., None] * np.stack([np.cos(down), np.sin(down)], axis=-1)
    origin = place + truss.rear_m[..., None] * np.stack([np.cos(to_rear), np.sin(to_rear)], axis=-1)
    return end, origin
