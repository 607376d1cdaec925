"""Many draws of one worked-out motion: what follows for joints when inputs are not quite known.

Nothing is run again from the markers on. To first order a joint's centre that lies elsewhere, a
force of another size, another place of the centre of pressure or another mass change forces and
moments by statics alone; muscles are then found anew for every draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinchain.body.inverse_dynamics import BodyMotion, InverseDynamics, body_motion
from kinchain.body.model import Model

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Limb:
    """A chain of bodies from the first joint to the foot.

    Parameters
    ----------
    bodies
        Columns of its bodies, first the one nearest to the pelvis, last the foot.
    beside
        Columns of bodies that hang on these but lie not on the way (patella, toes).
    moving
        For each coordinate of its joints: its column, its body's column, turning and speed of
        the body's origin at a rate of 1, each shape (n_frames, 3), ground frame.
    """

    bodies: tuple[int, ...]
    beside: tuple[int, ...]
    moving: tuple[tuple[int, int, FloatArray, FloatArray], ...]


@dataclass(frozen=True)
class LimbDraws:
    """What was drawn of a limb, and the ground's force as it was taken.

    Parameters
    ----------
    force_n, point_m
        Of the ground on the foot, shape (n_frames, 3), N and m, ground frame.
    drawn_force_n, drawn_point_m
        In each draw, shape (n_draws, n_frames, 3).
    mass_factor
        Masses of the limb's bodies over those of the model, shape (n_draws,).
    centre_shift_m
        For bodies of the limb (columns), how far the centre of their joint lies off, in axes of
        the parent body, shape (n_draws, 3), m.
    """

    force_n: FloatArray
    point_m: FloatArray
    drawn_force_n: FloatArray
    drawn_point_m: FloatArray
    mass_factor: FloatArray
    centre_shift_m: Mapping[int, FloatArray]


def limb_of(model: Model, coordinates: FloatArray, foot: str) -> Limb:
    """Return the chain from the pelvis (what hangs on ground) to a foot.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords), rad or m.
    foot
        Name of the foot's body.
    """
    parent = model.tree.parent
    chain = [model.bodies.index(foot)]
    while int(parent[parent[chain[-1]]]) > 0:
        chain.append(int(parent[chain[-1]]))
    bodies = tuple(reversed(chain))
    beside = tuple(
        b for b in range(1, len(model.bodies)) if b not in bodies and _hangs_on(b, bodies, parent)
    )
    moving = []
    dependent = {one.dependent for one in model.source.couplers}
    for joint in model.source.joints:
        body = model.bodies.index(joint.child.body)
        if body not in bodies:
            continue
        for one in joint.coordinates:
            if one.is_locked or one.name in dependent:
                continue
            column = model.coordinate(one.name)
            rate = np.zeros_like(coordinates)
            rate[:, column] = 1.0
            moved = body_motion(model, coordinates, rate, np.zeros_like(coordinates))
            moving.append((column, body, moved.turning_radps[:, body], moved.velocity_mps[:, body]))
    return Limb(bodies, beside, tuple(moving))


def _hangs_on(body: int, bodies: Sequence[int], parent: NDArray[np.int64]) -> bool:
    while body > 0:
        body = int(parent[body])
        if body in bodies:
            return True
    return False


def drawn_dynamics(
    model: Model,
    dynamics: InverseDynamics,
    unloaded: InverseDynamics,
    limb: Limb,
    draws: LimbDraws,
) -> InverseDynamics:
    """Return a limb's dynamics in every draw, draws and frames as one long motion.

    Parameters
    ----------
    model
        The model.
    dynamics
        As worked out.
    unloaded
        The same motion without the ground.
    limb
        The chain.
    draws
        What was drawn of it.

    Returns
    -------
    drawn
        Shape (n_draws * n_frames, ...), the frames of the first draw first. What does not belong
        to the limb is as it was.
    """
    n_draws, n_frames = draws.drawn_force_n.shape[:2]
    motion = dynamics.motion
    more = draws.mass_factor[:, None, None] - 1.0
    force = np.repeat(dynamics.joint_force_n[None], n_draws, axis=0)
    moment = np.repeat(dynamics.joint_moment_nm[None], n_draws, axis=0)
    wanted = np.repeat(dynamics.independent_force[None], n_draws, axis=0)
    change: dict[int, tuple[FloatArray, FloatArray]] = {}
    for body in (*limb.bodies, *limb.beside):
        force[:, :, body] += more * unloaded.joint_force_n[None, :, body]
        moment[:, :, body] += more * unloaded.joint_moment_nm[None, :, body]
        if body not in limb.bodies:
            continue
        origin = motion.origin_m[None, :, body]
        pushed = draws.force_n - draws.drawn_force_n
        turned = np.cross(draws.point_m - origin, draws.force_n)
        turned = turned - np.cross(draws.drawn_point_m - origin, draws.drawn_force_n)
        force[:, :, body] += pushed
        if body in draws.centre_shift_m:
            turn = motion.ground_from_body[:, int(model.tree.parent[body])]
            shift = np.einsum("fij,dj->dfi", turn, draws.centre_shift_m[body])
            turned = turned - np.cross(shift, force[:, :, body])
        moment[:, :, body] += turned
        change[body] = (pushed, turned)
    for column, body, turning, speed in limb.moving:
        pushed, turned = change[body]
        wanted[:, :, column] += more[..., 0] * unloaded.independent_force[None, :, column]
        wanted[:, :, column] += (turning * turned).sum(axis=-1) + (speed * pushed).sum(axis=-1)
    shape = (n_draws * n_frames,)
    return replace(
        dynamics,
        force=wanted.reshape(*shape, -1),
        independent_force=wanted.reshape(*shape, -1),
        joint_force_n=force.reshape(*shape, -1, 3),
        joint_moment_nm=moment.reshape(*shape, -1, 3),
        motion=repeated(motion, n_draws),
    )


def repeated(motion: BodyMotion, n_draws: int) -> BodyMotion:
    """Return a motion once for each draw, one after the other.

    Parameters
    ----------
    motion
        Shape (n_frames, ...).
    n_draws
        How often.
    """
    return BodyMotion(**{
        name: np.ascontiguousarray(np.concatenate([getattr(motion, name)] * n_draws))
        for name in BodyMotion.__dataclass_fields__
    })  # fmt: skip
