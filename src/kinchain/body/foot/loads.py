"""Loads of one foot over frames: regions of the sole, arch, fascia, heel pad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.foot.arch import ArchState, arch_balance
from kinchain.body.foot.heel_pad import heel_pad_deformation, heel_pad_energy
from kinchain.body.foot.regions import Spread, spread_load
from kinchain.body.foot.shape import FootShape
from kinchain.body.foot.sole import Sole, sole_over

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class FootMotion:
    """What reaches one foot; arrays of shape (n_frames,), or (n_draws, n_frames).

    Parameters
    ----------
    vertical_n
        The ground's upward force on the foot, N.
    forward_n
        Its force along the foot on the floor, positive forward, N.
    cop_forward_m
        Centre of pressure ahead of the line of the metatarsal heads, along the foot on the
        floor, m; anything where there is no force.
    cop_outward_m
        The same outwards (to the side of the little toe) of the foot's line, m.
    pitch_rad
        Of the metatarsus against its posture in standing, positive with the heel up, rad.
    mtp_rad
        Dorsiflexion of the toes, rad.
    measured_n
        Force of each region by an insole, shape (..., n_frames, 4), N; None without.
    """

    vertical_n: FloatArray
    forward_n: FloatArray
    cop_forward_m: FloatArray
    cop_outward_m: FloatArray
    pitch_rad: FloatArray
    mtp_rad: FloatArray
    measured_n: FloatArray | None = None


@dataclass(frozen=True)
class FootLoads:
    """What a foot carries; arrays as those of the motion, with draws of the shape before frames.

    Parameters
    ----------
    sole
        Parts of the sole.
    spread
        Their forces and those of the regions.
    arch_load_nm
        Moment of the ground on the forefoot about the midtarsal joint, N m; positive flattens.
    midtarsal_m
        That joint ahead of the line of the heads and above the floor, shape (..., n_frames, 2).
    arch
        The arch in balance: fascia, ligaments, muscles.
    toe_moment_nm
        Moment of the ground on the toes about the heads less the fascia's, N m: what toe muscles
        and the joints' ends make up for; positive where flexors press the toes down.
    heel_pad_m
        Deformation of the heel pad, m.
    heel_pad_energy_j
        Energy stored in it, J.
    """

    sole: Sole
    spread: Spread
    arch_load_nm: FloatArray
    midtarsal_m: FloatArray
    arch: ArchState
    toe_moment_nm: FloatArray
    heel_pad_m: FloatArray
    heel_pad_energy_j: FloatArray

    @property
    def region_n(self) -> FloatArray:
        """Force of heel, midfoot, metatarsal heads and toes, shape (..., n_frames, 4), N."""
        return self.spread.region_n


def midtarsal_at(shape: FootShape, pitch_rad: FloatArray) -> FloatArray:
    """Return where the midtarsal joint is.

    Parameters
    ----------
    shape
        The foot.
    pitch_rad
        Of the metatarsus, positive with the heel up, rad.

    Returns
    -------
    place_m
        Ahead of the line of the heads, and above the floor, shape (..., n_frames, 2), m.

    Notes
    -----
    With the heel up the metatarsus turns about the line of the heads on the floor, with the toes
    up about the heel; the arch's flattening is not followed here: it is a few millimetres.
    """
    pitch = np.asarray(pitch_rad, np.float64)
    lever = np.asarray(shape.arch_lever_m) * np.asarray(shape.arch_height_pct) / 100.0
    along = np.asarray(shape.midtarsal_m) - np.asarray(shape.heads_m)
    above = np.asarray(shape.fascia_depth_m) + lever
    forward = along * np.cos(pitch) + above * np.sin(pitch)
    height = above * np.cos(pitch) - along * np.sin(np.maximum(pitch, 0.0))
    up = np.maximum(-pitch, 0.0)
    height = height + np.asarray(shape.midtarsal_m) * np.sin(up)
    return np.stack(np.broadcast_arrays(forward, height), axis=-1)


def foot_loads(shape: FootShape, motion: FootMotion) -> FootLoads:
    """Work out what a foot carries.

    Parameters
    ----------
    shape
        The foot; with draws, of shape (n_draws, 1).
    motion
        What reaches it; with or without draws.

    Returns
    -------
    loads
        Its loads.

    Notes
    -----
    The forefoot, with what the ground does to it, hangs on the midtarsal joint: the moment there
    follows from the forces alone. What the calf pulls shows in it as the load that the Achilles
    tendon moves from heel to forefoot. Fascia, ligaments and muscles share it by their stiffness.
    Weight and inertia of the foot (1.5 % of the body's) are left out. The ground's force along
    the foot is shared as the vertical one.
    """
    sole = sole_over(shape, motion.pitch_rad, motion.mtp_rad)
    spread = spread_load(
        sole, motion.vertical_n, motion.cop_forward_m, motion.cop_outward_m, motion.measured_n
    )
    part = spread.part_n
    place = midtarsal_at(shape, motion.pitch_rad)
    whole = part.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        along = np.where(whole > 0.0, motion.forward_n / np.where(whole > 0.0, whole, 1.0), 0.0)
    fore = np.where(sole.is_forefoot, part, 0.0)
    lever = sole.forward_m - place[..., 0:1]
    load = (fore * lever).sum(axis=-1) + place[..., 1] * along * fore.sum(axis=-1)
    arch = arch_balance(shape, load, motion.mtp_rad)
    toes = np.where(sole.forward_m > 0.0, part, 0.0) * _is_toe(part)
    wound = arch.fascia_force_n * np.asarray(shape.head_radius_m)
    pressed = heel_pad_deformation(shape, spread.region_n[..., 0])
    return FootLoads(
        sole=sole,
        spread=spread,
        arch_load_nm=load,
        midtarsal_m=place,
        arch=arch,
        toe_moment_nm=(toes * sole.forward_m).sum(axis=-1) - wound,
        heel_pad_m=pressed,
        heel_pad_energy_j=heel_pad_energy(shape, pressed),
    )


def _is_toe(part: FloatArray) -> NDArray[np.bool_]:
    from kinchain.body.foot.sole import REGION

    return np.broadcast_to(REGION == 3, part.shape)
