"""Joint reactions: force and moment that pass through each joint, muscles included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.body.compile import load_kernels
from kinchain.body.inverse_dynamics import InverseDynamics
from kinchain.body.model import Model
from kinchain.body.muscle_geometry import MuscleGeometry, MusclePaths
from kinchain.body.tree import frozen, whole
from kinchain.core.errors import Fault, InputError, unknown_name

FloatArray = NDArray[np.float64]

Frame = Literal["ground", "child", "parent"]
Side = Literal["child", "parent"]


@dataclass(frozen=True)
class JointReactions:
    """What passes through the joints, in the ground frame, on the child of each.

    Parameters
    ----------
    model
        The model; the joint that leads to body b stands in column b (column 0, ground, holds
        what is left over: zero where forces balance).
    force_n
        Force of the parent on the child, shape (n_frames, n_bodies, 3), N.
    moment_nm
        Moment of the parent on the child about ``point_m``, same shape, N m.
    point_m
        Centre of the joint: the origin of the joint's frame on the child, same shape, m.
    ground_from_body
        Rotations that map body into ground, shape (n_frames, n_bodies, 3, 3).
    origin_m
        Origins of the bodies, shape (n_frames, n_bodies, 3), m.
    """

    model: Model
    force_n: FloatArray
    moment_nm: FloatArray
    point_m: FloatArray
    ground_from_body: FloatArray
    origin_m: FloatArray


@dataclass(frozen=True)
class Reaction:
    """The load of one joint.

    Parameters
    ----------
    force_n
        Shape (n_frames, 3), N.
    moment_nm
        About ``point_m``, shape (n_frames, 3), N m.
    point_m
        Where it acts, shape (n_frames, 3), m, as seen from the frame asked for.
    """

    force_n: FloatArray
    moment_nm: FloatArray
    point_m: FloatArray


def joint_reactions(
    model: Model,
    dynamics: InverseDynamics,
    geometry: MuscleGeometry | None = None,
    paths: MusclePaths | None = None,
    muscle_force_n: FloatArray | None = None,
) -> JointReactions:
    """Compute the forces and moments that pass through all joints.

    Parameters
    ----------
    model
        The model.
    dynamics
        Inverse dynamics of the motion with the loads from outside.
    geometry
        The muscles' paths; without it the reactions are those without muscles.
    paths
        The paths in each frame, with their pull (``with_pull=True``).
    muscle_force_n
        Tension of each muscle, shape (n_frames, n_muscles), N.

    Returns
    -------
    reactions
        In the ground frame, on the child of each joint.

    Raises
    ------
    InputError
        If the paths have no pull or shapes do not fit.

    Notes
    -----
    Forces on every free body balance: what a joint passes to its child is what the bodies
    beyond it need to move as they do, less the loads from outside and less the pull of the
    muscles on these bodies [1]_. Motors on coordinates (reserves too) act inside a joint: their
    moments are part of its reaction, as in OpenSim.

    References
    ----------
    .. [1] K. M. Steele, M. S. DeMers, M. H. Schwartz, S. L. Delp, Gait and Posture 35, 2012.
       https://doi.org/10.1016/j.gaitpost.2011.11.023
    """
    motion = dynamics.motion
    n = len(motion.origin_m)
    body, muscle = whole([]), whole([])
    pull, tension = np.zeros((n, 0, 6)), np.zeros((n, 0))
    if geometry is not None:
        pull, tension = _check_pull(geometry, paths, muscle_force_n, n)
        body, muscle = geometry.pull_body, geometry.pull_muscle
    shape = motion.origin_m.shape
    out = np.empty(shape), np.empty(shape), np.empty(shape)
    tree = model.tree
    centre = -np.einsum("bji,bj->bi", tree.child_rotation, tree.child_translation)
    load_kernels(module="_joint_reactions_kernels").reactions(
        tree.parent, frozen(centre), body, muscle, pull, tension, motion.ground_from_body,
        motion.origin_m, dynamics.joint_force_n, dynamics.joint_moment_nm, *out,
    )  # fmt: skip
    return JointReactions(model, *out, motion.ground_from_body, motion.origin_m)


def reaction_of(
    reactions: JointReactions, joint: str, *, on: Side = "child", frame: Frame = "child"
) -> Reaction:
    """Return the load of one joint, on either body, seen from a frame.

    Parameters
    ----------
    reactions
        Of all joints.
    joint
        Name of the joint.
    on
        On the child at the origin of the joint's frame there, or on the parent likewise.
    frame
        ``ground``, or the axes of the ``child`` or ``parent`` body.

    Returns
    -------
    reaction
        Force, moment and point.

    Raises
    ------
    InputError
        If there is no joint of that name.
    """
    model = reactions.model
    children = {one.name: one.child.body for one in model.source.joints}
    if joint not in children:
        raise InputError(unknown_name(joint, tuple(children), model.name, "joint"))
    b = model.bodies.index(children[joint])
    p = int(model.tree.parent[b])
    force, moment = reactions.force_n[:, b], reactions.moment_nm[:, b]
    point = reactions.point_m[:, b]
    turns, origins = reactions.ground_from_body, reactions.origin_m
    if on == "parent":
        there = turns[:, p] @ model.tree.parent_translation[b] + origins[:, p]
        moment = -(moment + np.cross(point - there, force))
        force, point = -force, there
    if frame == "ground":
        return Reaction(force.copy(), moment.copy(), point.copy())
    seen_from = b if frame == "child" else p
    turn, origin = turns[:, seen_from], origins[:, seen_from]
    return Reaction(
        np.einsum("fij,fi->fj", turn, force),
        np.einsum("fij,fi->fj", turn, moment),
        np.einsum("fij,fi->fj", turn, point - origin),
    )


def _check_pull(
    geometry: MuscleGeometry,
    paths: MusclePaths | None,
    muscle_force_n: FloatArray | None,
    n: int,
) -> tuple[FloatArray, FloatArray]:
    expected = (n, len(geometry.muscles))
    tension = np.zeros(expected) if muscle_force_n is None else np.asarray(muscle_force_n)
    if tension.shape != expected:
        raise InputError(
            Fault(
                f"has shape {tension.shape}",
                "muscle_force_n",
                f"{expected}: frames of the motion, muscles of the geometry",
                "give the forces of the same frames and muscles",
            )
        )
    if paths is None or paths.pull is None or len(paths.pull) != n:
        raise InputError(
            Fault(
                "holds no pull, or that of other frames",
                "paths",
                f"the pull of {n} frames",
                "call muscle_paths(..., with_pull=True) on the frames of the motion",
            )
        )
    return paths.pull, np.ascontiguousarray(tension, dtype=np.float64)
