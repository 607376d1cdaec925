"""The named loads of one leg in many draws at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.ground import FOOT
from kinchain.app.loads.joints import CONTACTS, JointLoads
from kinchain.app.loads.unsure import CENTRE_M, foot_constants
from kinchain.core.trial import LegSide

if TYPE_CHECKING:
    from kinchain.app.loads.chain import Mechanics
    from kinchain.app.loads.spread import Base
    from kinchain.body.inverse_dynamics import InverseDynamics

FloatArray = NDArray[np.float64]
Draws = Mapping[str, FloatArray]

BY_MUSCLES = (*CONTACTS, "achilles_force_bw")
"""Loads that the model's form makes unsure beyond its numbers."""


def loads_of_draws(
    work: Mechanics, base: Base, side: LegSide, draws: Draws
) -> dict[str, FloatArray]:
    """Return each load of a leg in every draw.

    Parameters
    ----------
    work
        The mechanics of the walk.
    base
        What the draws start from.
    side
        Leg.
    draws
        As ``Unsure.drawn`` gives them.

    Returns
    -------
    loads
        By name, each shape (n_draws, n_frames).
    """
    n_draws, n_frames = len(draws["mass"]), len(base.force_n)
    force, point = ground_of_draws(base, work, side, draws)
    dynamics = _dynamics(work, base, side, draws, force, point)
    curves, spans = _joints(work, base, side, draws, dynamics)
    found = {name: one.reshape(n_draws, n_frames) for name, one in curves.items()}
    for name, one in spans.items():
        half = 0.5 * (one[:, 1] - one[:, 0]).reshape(n_draws, n_frames)
        found[name] = np.maximum(found[name] + draws["split"][:, None] / 1.645 * half, 0.0)
    mass = draws["mass"][:, None]
    for name in BY_MUSCLES:
        if name in found:
            found[name] = found[name] * draws["method"][:, None]
    found = {name: one / mass for name, one in found.items()}
    weight = float(work.model.mass_kg.sum()) * float(np.linalg.norm(work.model.gravity_mps2))
    found["grf_vertical_bw"] = force[..., 1] / weight / mass
    if side in work.feet:
        found |= _foot(work, base, side, draws, force, weight * mass)
    return found


def ground_of_draws(
    base: Base, work: Mechanics, side: LegSide, draws: Draws
) -> tuple[FloatArray, FloatArray]:
    """Return the ground's force on the foot in every draw.

    Parameters
    ----------
    base
        What the draws start from.
    work
        The mechanics of the walk.
    side
        Leg.
    draws
        As ``Unsure.drawn`` gives them.

    Returns
    -------
    force_n, point_m
        Force and centre of pressure, shape (n_draws, n_frames, 3), ground frame.
    """
    ahead, outward = _along(base, work, side)
    lift = base.force_n[None, :, 1:2]
    tilted = draws["tilt"][:, 0, None, None] * ahead + draws["tilt"][:, 1, None, None] * outward
    force = draws["size"][:, None, None] * base.force_n[None] + lift * tilted
    moved = draws["ahead_m"][:, None, None] * ahead + draws["aside_m"][:, None, None] * outward
    return force, base.point_m[None] + moved


def _along(base: Base, work: Mechanics, side: LegSide) -> tuple[FloatArray, FloatArray]:
    """Return the foot's directions on the floor, ahead and outwards, shape (n_frames, 3)."""
    body = work.model.bodies.index(FOOT[side])
    up = np.array([0.0, 1.0, 0.0])
    long = base.dynamics.motion.ground_from_body[:, body, :, 0]
    ahead = long - (long @ up)[:, None] * up
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1), 1e-9)[:, None]
    return ahead, np.cross(ahead, up) * (1.0 if side == "right" else -1.0)


def _dynamics(
    work: Mechanics,
    base: Base,
    side: LegSide,
    draws: Draws,
    force: FloatArray,
    point: FloatArray,
) -> InverseDynamics:
    from kinchain.body.spread import LimbDraws, drawn_dynamics

    bodies = work.model.bodies
    shift = {
        bodies.index(f"{name}_{side[0]}"): draws[f"centre_{name}"]
        for name in CENTRE_M
        if f"{name}_{side[0]}" in bodies
    }
    return drawn_dynamics(
        work.model, base.dynamics, base.unloaded, base.limb,
        LimbDraws(base.force_n, base.point_m, force, point, draws["leg_mass"], shift),
    )  # fmt: skip


def _joints(
    work: Mechanics, base: Base, side: LegSide, draws: Draws, dynamics: InverseDynamics
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    from kinchain.app.loads.muscles import optimum_of
    from kinchain.body.joint_reactions import joint_reactions

    n_draws = len(draws["mass"])
    bare = joint_reactions(work.model, dynamics)
    optimum, full = None, None
    if base.paths is not None and base.strength_n is not None:
        paths = replace(
            base.paths,
            length_m=np.concatenate([base.paths.length_m] * n_draws),
            moment_arm_m=(draws["arm"][:, None, :, None] * base.paths.moment_arm_m[None])
            .reshape(-1, *base.paths.moment_arm_m.shape[1:]),
            pull=None if base.paths.pull is None else np.concatenate([base.paths.pull] * n_draws),
        )  # fmt: skip
        strength = (draws["strength"][:, None] * base.strength_n[None]).reshape(
            -1, base.strength_n.shape[1]
        )
        optimum, full = optimum_of(work.model, dynamics, paths, strength)
    held = JointLoads(work.model, dynamics, bare, full, optimum, work.height_m)
    curves, spans, _ = held.of(side)
    return curves, spans


def _foot(
    work: Mechanics,
    base: Base,
    side: LegSide,
    draws: Draws,
    force: FloatArray,
    weight_n: FloatArray,
) -> dict[str, FloatArray]:
    from kinchain.app.loads.foot import foot_curves
    from kinchain.body.foot import foot_loads, foot_shape

    foot = work.feet[side]
    nominal = foot.motion
    ahead, _ = _along(base, work, side)
    on = np.asarray(nominal.vertical_n)[base.frames] > 0.0
    constants = foot_constants(draws["foot"])
    motion = replace(
        nominal,
        vertical_n=np.where(on, np.maximum(force[..., 1], 0.0), 0.0),
        forward_n=np.where(on, (force * ahead[None]).sum(axis=-1), 0.0),
        cop_forward_m=nominal.cop_forward_m[base.frames] + draws["ahead_m"][:, None],
        cop_outward_m=nominal.cop_outward_m[base.frames] + draws["aside_m"][:, None],
        pitch_rad=nominal.pitch_rad[base.frames] + draws["pitch_rad"][:, None],
        mtp_rad=nominal.mtp_rad[base.frames] + draws["toes_rad"][:, None],
    )
    shape = foot_shape(*foot.sizes, constants=constants)
    return foot_curves(foot_loads(shape, motion), weight_n)
