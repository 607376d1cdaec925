"""Inverse dynamics: the forces and moments that a motion takes, with what acts from outside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.compile import load_kernels
from kinchain.body.external_loads import ExternalLoads, loads_in_ground
from kinchain.body.model import Model
from kinchain.core.errors import Fault, InputError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class BodyMotion:
    """How every body moves, all in the ground frame.

    Parameters
    ----------
    coordinates
        Coordinates with the coupled ones set, shape (n_frames, n_coords), rad or m.
    speed
        Their rates, coupled ones set, same shape, rad/s or m/s.
    acceleration
        Their second derivatives, coupled ones set, same shape, rad/s² or m/s².
    ground_from_body
        Rotations that map body into ground, shape (n_frames, n_bodies, 3, 3).
    origin_m
        Origins of the bodies, shape (n_frames, n_bodies, 3), m.
    turning_radps
        Angular velocities, shape (n_frames, n_bodies, 3), rad/s.
    velocity_mps
        Velocities of the origins, same shape, m/s.
    turning_rate_radps2
        Angular accelerations, same shape, rad/s².
    acceleration_mps2
        Accelerations of the origins, same shape, m/s²; gravity is not in them.
    """

    coordinates: FloatArray
    speed: FloatArray
    acceleration: FloatArray
    ground_from_body: FloatArray
    origin_m: FloatArray
    turning_radps: FloatArray
    velocity_mps: FloatArray
    turning_rate_radps2: FloatArray
    acceleration_mps2: FloatArray


@dataclass(frozen=True)
class InverseDynamics:
    """The forces that a motion takes.

    Parameters
    ----------
    force
        Generalised force of each coordinate, as if none was coupled, shape
        (n_frames, n_coords): N m for a coordinate in rad, N for one in m; positive in the
        positive sense of the coordinate. It is what OpenSim's tool writes.
    independent_force
        The same with each coupled coordinate's force passed on to its driver, times how fast it
        follows; 0 for the coupled ones. It is what muscles (and reserves) must bring about.
    joint_force_n
        Force that the parent passes to each body through its joint, all that crosses it
        together, ground frame, shape (n_frames, n_bodies, 3), N; for ground the sum of all.
    joint_moment_nm
        Moment likewise, about the origin of the body (``motion.origin_m``), N m.
    motion
        How the bodies move.
    """

    force: FloatArray
    independent_force: FloatArray
    joint_force_n: FloatArray
    joint_moment_nm: FloatArray
    motion: BodyMotion


def body_motion(
    model: Model, coordinates: FloatArray, speed: FloatArray, acceleration: FloatArray
) -> BodyMotion:
    """Work out how every body moves.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords), rad or m, columns as ``model.coordinates``. What is given for
        coupled coordinates, here and in the rates, is replaced by what their drivers say.
    speed
        First derivatives, same shape, rad/s or m/s.
    acceleration
        Second derivatives, same shape, rad/s² or m/s².

    Returns
    -------
    motion
        Poses, velocities and accelerations in the ground frame.

    Raises
    ------
    InputError
        If the shapes differ from the model's or from one another.
    """
    return inverse_dynamics(model, coordinates, speed, acceleration).motion


def inverse_dynamics(
    model: Model,
    coordinates: FloatArray,
    speed: FloatArray,
    acceleration: FloatArray,
    loads: ExternalLoads | None = None,
) -> InverseDynamics:
    """Compute the generalised forces of a motion.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords), rad or m, columns as ``model.coordinates``. What is given for
        coupled coordinates, here and in the rates, is replaced by what their drivers say. A
        frame that holds NaN has NaN results.
    speed
        First derivatives, same shape, rad/s or m/s.
    acceleration
        Second derivatives, same shape, rad/s² or m/s².
    loads
        What acts from outside, one sample for each frame (``loads_at`` brings it there).

    Returns
    -------
    result
        Forces and moments; positive in the positive sense of each coordinate.

    Raises
    ------
    InputError
        If shapes do not fit, or a load acts on a body that the model does not have.

    Notes
    -----
    Newton-Euler recursion [1]_, here in the ground frame: velocities and accelerations outwards,
    forces inwards. Joints whose axes follow functions of a coordinate [2]_ enter with the exact
    first and second derivatives of these functions. Passive forces of the model (ligaments,
    limits, muscles) are not taken off: the result is the whole that must come about, as in
    OpenSim. Locked coordinates are treated like any other: their force is what the lock bears.

    Two differences to OpenSim 4.6, both measured (``benchmarks/body_id.py``). Where one coordinate
    turns a joint about several axes, Simbody's bias acceleration carries the second axis along
    with the whole turning of the joint; its power then misses the change of energy (by 7.5e-3 of
    it on a recorded walk; here by 3e-7), which moves leg forces by up to 0.6 % of their RMS. And
    for ball and free joints its force is the moment about the parent's axes, since its speeds
    there are angular velocities; here force, like speed, belongs to the coordinate.

    References
    ----------
    .. [1] J. Y. S. Luh, M. W. Walker, R. P. C. Paul, Journal of Dynamic Systems, Measurement and
       Control 102, 1980. https://doi.org/10.1115/1.3149599
    .. [2] A. Seth et al., Nonlinear Dynamics 62, 2010.
       https://doi.org/10.1007/s11071-010-9717-3
    """
    q, u, a = _check_motion(model, coordinates, speed, acceleration)
    n, n_bodies = len(q), len(model.bodies)
    body, pull, point, twist = loads_in_ground(model, loads, q)
    rotation = np.empty((n, n_bodies, 3, 3))
    parts = [np.empty((n, n_bodies, 3)) for _ in range(7)]
    force, independent = np.empty(q.shape), np.empty(q.shape)
    load_kernels(module="_dynamics_kernels").inverse(
        model.tree, model.mass_kg, model.centre_m, model.inertia_kg_m2, model.gravity_mps2,
        body, pull, point, twist, q, u, a, rotation, *parts, force, independent,
    )  # fmt: skip
    motion = BodyMotion(q, u, a, rotation, *parts[:5])
    return InverseDynamics(force, independent, parts[5], parts[6], motion)


def mechanical_energy(model: Model, motion: BodyMotion) -> tuple[FloatArray, FloatArray]:
    """Return the energy of all bodies together.

    Parameters
    ----------
    model
        The model.
    motion
        How its bodies move.

    Returns
    -------
    kinetic_j
        Kinetic energy, shape (n_frames,), J.
    potential_j
        Energy in the field of gravity, same shape, J; 0 with all mass at the ground's origin.
    """
    reach = np.einsum("fbij,bj->fbi", motion.ground_from_body, model.centre_m)
    velocity = motion.velocity_mps + np.cross(motion.turning_radps, reach)
    turning = np.einsum("fbij,fbi->fbj", motion.ground_from_body, motion.turning_radps)
    kinetic = 0.5 * np.einsum("b,fbi,fbi->f", model.mass_kg, velocity, velocity)
    kinetic += 0.5 * np.einsum("fbi,bij,fbj->f", turning, model.inertia_kg_m2, turning)
    centre = motion.origin_m + reach
    potential = -np.einsum("b,fbi,i->f", model.mass_kg, centre, model.gravity_mps2)
    return kinetic, potential


def _check_motion(
    model: Model, coordinates: FloatArray, speed: FloatArray, acceleration: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return copies of all three, frames by coordinates."""
    n = len(model.coordinates)
    copies = []
    faults = []
    first: tuple[int, ...] = ()
    for name, values in (
        ("coordinates", coordinates), ("speed", speed), ("acceleration", acceleration),
    ):  # fmt: skip
        given = np.array(values, dtype=np.float64, order="C", ndmin=2)
        first = first or given.shape
        if given.ndim != 2 or given.shape[1] != n or given.shape != first:
            faults.append(
                Fault(
                    f"has shape {np.shape(values)}",
                    name,
                    f"(frames, {n}): one column for each coordinate of {model.name}, and as many "
                    "frames in all three",
                    "order the columns as model.coordinates",
                )
            )
        copies.append(given)
    if faults:
        raise InputError(faults)
    q, u, a = copies
    return q, u, a
