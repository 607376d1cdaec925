"""Fill the scene of the loads' playback from what was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.ground import SIDES, GroundLoads
from kinchain.app.loads.joints import GRAVITY_MPS2

if TYPE_CHECKING:
    from kinchain.app.loads.chain import Mechanics
    from kinchain.app.loads.compute import ComputedLoads
    from kinchain.body.model import Model
    from kinchain.body.osim.functions import Function
    from kinchain.body.osim.model import OsimMuscle
    from kinchain.report.loads.scene import Arrow, LoadsScene

FloatArray = NDArray[np.float64]

LEAST_BW = 0.02
"""A smaller force of the ground is not drawn."""


def loads_scene(done: ComputedLoads) -> LoadsScene | None:
    """Return the scene of a worked-out walk.

    Parameters
    ----------
    done
        The loads.

    Returns
    -------
    scene
        None where motion and forces are never known together.
    """
    from kinchain.report.loads.scene import LoadsScene

    work, ground = done.work, done.ground
    if work is None or ground is None:
        return None
    model, seen = work.model, work.reactions
    weight_n = float(model.mass_kg.sum()) * GRAVITY_MPS2
    paths = _paths(model, work)
    arrows, at, size = _arrows(work, ground, weight_n)
    under = at[:, [one.kind == "ground" for one in arrows], 1]
    on = np.isfinite(size[:, [one.kind == "ground" for one in arrows]]).all(axis=-1)
    return LoadsScene(
        time_s=work.motion.time_s,
        bodies=model.bodies[1:],
        parent=np.asarray(model.tree.parent[1:], np.int64) - 1,
        origin_m=seen.origin_m[:, 1:],
        turn=seen.ground_from_body[:, 1:],
        arrows=arrows,
        arrow_at_m=at,
        arrow_bw=size,
        floor_m=float(np.median(under[on])) if on.any() else 0.0,
        **paths,
    )


def _paths(model: Model, work: Mechanics) -> dict[str, Any]:
    """Return muscles, their path points and activations, as the scene names them."""
    q = work.dynamics.motion.coordinates
    known = {one.name: one for one in model.source.muscles}
    names = () if work.optimum is None else work.optimum.muscles
    drawn = [(i, known[name]) for i, name in enumerate(names) if len(known[name].points) > 1]
    bodies: list[int] = []
    places: list[FloatArray] = []
    there: list[NDArray[np.bool_]] = []
    first = [0]
    for _, muscle in drawn:
        _add_points(model, muscle, q, (bodies, places, there))
        first.append(len(bodies))
    n = len(q)
    activation = np.zeros((n, 0))
    if work.optimum is not None:
        activation = np.nan_to_num(work.optimum.activation[:, [i for i, _ in drawn]])
    return {
        "muscles": tuple(one.name for _, one in drawn),
        "first": np.array(first, np.int64),
        "point_body": np.array(bodies, np.int64),
        "point_m": np.stack(places, axis=1) if places else np.zeros((n, 0, 3)),
        "is_there": np.stack(there, axis=1) if there else np.zeros((n, 0), bool),
        "activation": np.clip(activation, 0.0, 1.0),
    }


def _add_points(
    model: Model,
    muscle: OsimMuscle,
    q: FloatArray,
    into: tuple[list[int], list[FloatArray], list[NDArray[np.bool_]]],
) -> None:
    from kinchain.body.tree import frame_in_body

    bodies, places, there = into
    for point in muscle.points:
        turn, shift = frame_in_body(point.frame)
        place = np.tile(np.asarray(point.location_m, np.float64), (len(q), 1))
        if point.moving:
            place = np.stack(
                [_value(function, q[:, model.coordinate(name)]) for name, function in point.moving],
                axis=1,
            )
        is_there = np.ones(len(q), bool)
        if point.active_coordinate:
            low, high = point.active_range
            angle = q[:, model.coordinate(point.active_coordinate)]
            is_there = (angle >= low) & (angle <= high)
        bodies.append(model.bodies.index(point.frame.body) - 1)
        places.append(place @ turn.T + shift)
        there.append(is_there)


def _value(function: Function, x: FloatArray) -> FloatArray:
    """Return a function of a model file at x."""
    from kinchain.body.piecewise import pieces_of

    pieces = pieces_of(function)
    which = np.clip(np.searchsorted(pieces.start, x, side="right") - 1, 0, None)
    away = x - pieces.origin[which]
    value = np.zeros_like(x)
    for column in range(pieces.coefficients.shape[1] - 1, -1, -1):
        value = value * away + pieces.coefficients[which, column]
    return value


def _arrows(
    work: Mechanics, ground: GroundLoads, weight_n: float
) -> tuple[tuple[Arrow, ...], FloatArray, FloatArray]:
    """Return the force of the ground on each foot, and what pushes up on shin and thigh."""
    from kinchain.body.external_loads import loads_at
    from kinchain.report.loads.scene import Arrow

    loads = loads_at(ground.loads, work.motion.time_s)
    found: list[tuple[Arrow, FloatArray, FloatArray]] = []
    for side in SIDES:
        own = [i for i, one in enumerate(ground.sides) if one == side]
        if own:
            force = loads.force_n[:, own]
            size = np.linalg.norm(force, axis=-1, keepdims=True)
            point = np.where(size > 0.0, loads.point_m[:, own], 0.0)
            total = size.sum(axis=1)
            at = (size * point).sum(axis=1) / np.maximum(total, 1e-9)
            bw = np.where(total > LEAST_BW * weight_n, force.sum(axis=1) / weight_n, np.nan)
            found.append((Arrow("ground", side), at, bw))
        if work.optimum is None:
            continue
        for kind, body in (("ankle", f"talus_{side[0]}"), ("knee", f"tibia_{side[0]}")):
            if body in work.model.bodies:
                b = work.model.bodies.index(body)
                bw = -work.reactions.force_n[:, b] / weight_n
                found.append((Arrow(kind, side), work.reactions.point_m[:, b], bw))  # type: ignore[arg-type]
    n = len(work.motion.time_s)
    if not found:
        return (), np.zeros((n, 0, 3)), np.zeros((n, 0, 3))
    return (
        tuple(arrow for arrow, _, _ in found),
        np.stack([at for _, at, _ in found], axis=1),
        np.stack([bw for _, _, bw in found], axis=1),
    )
