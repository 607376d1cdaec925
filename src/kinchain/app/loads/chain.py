"""The mechanics of one motion: forces of joints and muscles, as named loads in each frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.foot import FootWork, foot_work, with_tendon
from kinchain.app.loads.ground import SIDES, GroundLoads
from kinchain.app.loads.joints import JointLoads
from kinchain.app.loads.muscles import muscle_forces
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.body.filtering import Motion
    from kinchain.body.inverse_dynamics import InverseDynamics
    from kinchain.body.joint_reactions import JointReactions
    from kinchain.body.model import Model
    from kinchain.body.static_optimisation import StaticOptimisation

__all__ = ["Mechanics", "evenly", "motion_cutoff", "work_out"]

FloatArray = NDArray[np.float64]

MOTION_CUTOFF_HZ = 6.0
"""Low-pass of the coordinates, as OpenSim's examples and Winter (2009) for walking."""

ROUNDED, HOLE_STEPS = 0.2, 5.0
"""A clock is only rounded where it is off by less of a step; a longer hole is not filled."""


@dataclass(frozen=True)
class Mechanics:
    """What was worked out, over the frames in which everything was known.

    Parameters
    ----------
    model
        The model.
    motion
        Filtered motion of these frames.
    dynamics
        Inverse dynamics.
    optimum
        Muscle forces; None for a model without muscles.
    reactions
        Loads of the joints with muscles (without, where there are none).
    curves
        For each side its loads over the frames, each shape (n_frames,); units end the names.
    spans
        For medial and lateral force their least and greatest, shape (n_frames, 2).
    missing
        For each side what the model does not carry: name to reason.
    residual_n
        Size of the force that nothing carries, shape (n_frames,), N.
    notes
        What was found.
    feet
        For each side with a foot what reaches it and what it carries.
    height_m
        Height of the person; None where it is not known.
    """

    model: Model
    motion: Motion
    dynamics: InverseDynamics
    optimum: StaticOptimisation | None
    reactions: JointReactions
    curves: Mapping[LegSide, Mapping[str, FloatArray]]
    spans: Mapping[LegSide, Mapping[str, FloatArray]]
    missing: Mapping[LegSide, Mapping[str, str]]
    residual_n: FloatArray
    notes: tuple[Note, ...]
    feet: Mapping[LegSide, FootWork] = field(default_factory=dict)
    height_m: float | None = None


def work_out(
    model: Model,
    time_s: FloatArray,
    coordinates: FloatArray,
    ground: GroundLoads,
    height_m: float | None,
) -> Mechanics | None:
    """Run the chain from a motion and the ground's forces.

    Parameters
    ----------
    model
        The model.
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.
    ground
        Forces of the ground.
    height_m
        Height of the person, m; None leaves what is told by it out.

    Returns
    -------
    mechanics
        None where in no frame both motion and forces are known.
    """
    from kinchain.body.external_loads import loads_at
    from kinchain.body.filtering import Motion, smooth_motion
    from kinchain.body.inverse_dynamics import inverse_dynamics
    from kinchain.body.joint_reactions import joint_reactions
    from kinchain.body.load_checks import check_loads

    time_s, coordinates = evenly(time_s, coordinates)
    smooth = smooth_motion(time_s, coordinates, motion_cutoff(time_s))
    loads = loads_at(ground.loads, smooth.time_s)
    known = np.isfinite(smooth.acceleration).all(axis=1)
    known &= np.isfinite(loads.force_n).all(axis=(1, 2))
    if not known.any():
        return None
    parts = (smooth.coordinates, smooth.speed, smooth.acceleration)
    q, u, a = (np.ascontiguousarray(one[known]) for one in parts)
    loads = replace(
        loads, time_s=loads.time_s[known], force_n=loads.force_n[known],
        point_m=loads.point_m[known], torque_nm=loads.torque_nm[known],
    )  # fmt: skip
    dynamics = inverse_dynamics(model, q, u, a, loads)
    q, u, a = dynamics.motion.coordinates, dynamics.motion.speed, dynamics.motion.acceleration
    motion = Motion(smooth.time_s[known], q, u, a)
    bare = joint_reactions(model, dynamics)
    optimum, full, notes = muscle_forces(model, dynamics)
    held = JointLoads(model, dynamics, bare, full, optimum, height_m)
    lift = loads.force_n[..., 1]
    curves: dict[LegSide, dict[str, FloatArray]] = {}
    spans: dict[LegSide, dict[str, FloatArray]] = {}
    missing: dict[LegSide, dict[str, str]] = {}
    for side in SIDES:
        own = [i for i, one in enumerate(ground.sides) if one == side]
        curves[side], spans[side], missing[side] = held.of(side)
        curves[side]["grf_vertical_bw"] = lift[:, own].sum(axis=1) / held.weight_n
    feet, lacking, said = foot_work(model, motion.time_s, dynamics.motion, loads, ground)
    mass = float(model.mass_kg.sum())
    for side in SIDES:
        missing[side] |= lacking[side]
        if side in feet:
            curves[side] |= feet[side].curves(held.weight_n)
            said += with_tendon(curves[side], missing[side], feet[side].shape, mass, held.weight_n)
    residual = np.linalg.norm(dynamics.joint_force_n[:, 0], axis=1)
    return Mechanics(
        model, motion, dynamics, optimum, full or bare, curves, spans, missing, residual,
        (*notes, *dict.fromkeys(said), *check_loads(model, dynamics, loads)), feet, height_m,
    )  # fmt: skip


def evenly(time_s: FloatArray, coordinates: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return a motion on even times: files round their clock, some programs drop frames.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s, rising.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.

    Returns
    -------
    time_s
        Even times.
    coordinates
        As given where only the clock was rounded; else interpolated, NaN where a neighbour is.
    """
    if len(time_s) < 2:
        return time_s, coordinates
    line = np.linspace(time_s[0], time_s[-1], len(time_s))
    step = float(np.median(np.diff(time_s)))
    if np.abs(time_s - line).max() < ROUNDED * step:
        return line, coordinates
    line = np.arange(time_s[0], time_s[-1] + 0.5 * step, step)
    columns = [np.interp(line, time_s, column) for column in coordinates.T]
    # Frames that are far from every recorded one were not seen.
    after = np.clip(np.searchsorted(time_s, line), 1, len(time_s) - 1)
    hole = (time_s[after] - time_s[after - 1]) > HOLE_STEPS * step
    filled = np.stack(columns, axis=1)
    filled[hole] = np.nan
    return line, filled


def motion_cutoff(time_s: FloatArray) -> float | None:
    """Return the low-pass of a motion, Hz; None where it was recorded too slowly for one.

    Parameters
    ----------
    time_s
        Even times, shape (n_frames,), s.
    """
    rate = 1.0 / float(np.median(np.diff(time_s)))
    return MOTION_CUTOFF_HZ if rate > 2.0 * MOTION_CUTOFF_HZ else None
