"""Muscle forces of a motion: paths, strengths, and the optimum that brings its moments about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import Note

if TYPE_CHECKING:
    from kinchain.body.inverse_dynamics import BodyMotion, InverseDynamics
    from kinchain.body.joint_reactions import JointReactions
    from kinchain.body.model import Model
    from kinchain.body.muscle_geometry import MuscleGeometry, MusclePaths
    from kinchain.body.muscles import Muscles
    from kinchain.body.static_optimisation import Actuator, StaticOptimisation

FloatArray = NDArray[np.float64]

RESERVE, RESIDUAL = 1.0, 100.0
"""Strength (N m, N) of what makes up for missing muscles: small, so that it is taken last; and for
missing ground force, which no muscle can give: it changes nothing here. In OpenSim, where the pull
of a path around two surfaces does not balance, a small one draws muscles into its place."""


def motors(model: Model, moment_arm_m: FloatArray) -> tuple[Actuator, ...]:
    """Return the model's own motors, and a reserve for each coordinate without one.

    Parameters
    ----------
    model
        The model.
    moment_arm_m
        Of all muscles, shape (n_frames, n_muscles, n_coords), m: a reserve of a coordinate that
        no muscle moves makes up for nothing, it is the coordinate's only motor.
    """
    from kinchain.body.static_optimisation import free_coordinates, model_actuators, reserves

    free = {model.coordinates[c] for c in free_coordinates(model)}
    own = [one for one in model_actuators(model) if one.coordinate in free]
    driven = {one.coordinate for one in own}
    is_moved = (moment_arm_m != 0.0).any(axis=(0, 1))
    added = [
        replace(one, kind="model")
        if one.kind == "reserve" and not is_moved[model.coordinate(one.coordinate)]
        else one
        for one in reserves(model, reserve=RESERVE, residual=RESIDUAL)
        if one.coordinate not in driven
    ]
    return (*own, *added)


def muscle_forces(
    model: Model, dynamics: InverseDynamics
) -> tuple[StaticOptimisation | None, JointReactions | None, tuple[Note, ...]]:
    """Return muscle forces and the loads of joints with them.

    Parameters
    ----------
    model
        The model.
    dynamics
        What the motion takes.

    Returns
    -------
    optimum
        Muscle forces; None for a model without muscles.
    reactions
        Loads of the joints with them; None where paths do not say on which bones they pull.
    notes
        What was found.
    """
    if not model.source.muscles:
        return None, None, ()
    paths, strength = muscles_in(model, dynamics.motion)
    optimum, full = optimum_of(model, dynamics, paths, strength)
    _, muscles = built_muscles(model)
    return optimum, full, (*muscles.notes, *optimum.notes)


def muscles_in(model: Model, motion: BodyMotion) -> tuple[MusclePaths, FloatArray]:
    """Return where the muscles run in a motion and how strong each is there.

    Parameters
    ----------
    model
        The model, with muscles.
    motion
        How its bodies move.

    Returns
    -------
    paths
        With their pull on the bones where the model's paths tell it.
    strength_n
        Force of each at activation 1, shape (n_frames, n_muscles), N.
    """
    from kinchain.body.muscle_geometry import muscle_paths
    from kinchain.body.muscles import fibre_forces, optimal_forces

    geometry, muscles = built_muscles(model)
    pulls_at_bones = all(
        one.functions is None for one in model.source.muscles if one.name in geometry.muscles
    )
    paths = muscle_paths(geometry, motion.coordinates, motion.speed, with_pull=pulls_at_bones)
    assert paths.speed_mps is not None
    return paths, optimal_forces(muscles, fibre_forces(muscles, paths.length_m, paths.speed_mps))


def optimum_of(
    model: Model, dynamics: InverseDynamics, paths: MusclePaths, strength_n: FloatArray
) -> tuple[StaticOptimisation, JointReactions | None]:
    """Return the muscle forces that bring a motion about, and the joints' loads with them.

    Parameters
    ----------
    model
        The model, with muscles.
    dynamics
        What the motion takes.
    paths, strength_n
        The muscles in its frames.

    Returns
    -------
    optimum
        Muscle forces.
    reactions
        Loads of the joints; None where paths do not say on which bones they pull.
    """
    from kinchain.body.joint_reactions import joint_reactions
    from kinchain.body.static_optimisation import static_optimisation

    geometry, muscles = built_muscles(model)
    optimum = static_optimisation(
        model, muscles, dynamics.independent_force, paths.moment_arm_m, strength_n,
        actuators=motors(model, paths.moment_arm_m),
    )  # fmt: skip
    if paths.pull is None:
        return optimum, None
    return optimum, joint_reactions(model, dynamics, geometry, paths, optimum.muscle_force_n)


_KEPT: list[tuple[Model, MuscleGeometry, Muscles]] = []
"""Muscles of the models used last: many trials with one model build them once."""

N_KEPT = 4


def built_muscles(model: Model) -> tuple[MuscleGeometry, Muscles]:
    """Return the muscles of a model as arrays; those used last are kept.

    Parameters
    ----------
    model
        The model.
    """
    from kinchain.body.muscle_geometry import build_muscle_geometry
    from kinchain.body.muscles import build_muscles

    for one, geometry, muscles in _KEPT:
        if one is model:
            return geometry, muscles
    names = [one.name for one in model.source.muscles if one.is_applied]
    made = build_muscle_geometry(model, names), build_muscles(model, names)
    _KEPT.append((model, *made))
    del _KEPT[:-N_KEPT]
    return made
