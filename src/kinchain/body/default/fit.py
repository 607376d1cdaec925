"""Put a body into a person: its segment frames, markers carried onto it, what stays locked.

Plain arrays only: which marker is which and where the person's segments lie is for the caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import Poses, forward_kinematics
from kinchain.body.model import Model
from kinchain.body.osim.model import OsimFrame, OsimMarker
from kinchain.body.tree import frozen, whole

FloatArray = NDArray[np.float64]

SIDES = ("r", "l")


@dataclass(frozen=True)
class Segment:
    """A segment's anatomical frame as it sits on a body of the model.

    Parameters
    ----------
    body
        The body.
    body_from_segment
        Its axes (x forward, y up, z right) as columns, shape (3, 3).
    origin_m
        Its origin on the body, shape (3,), m.
    """

    body: str
    body_from_segment: FloatArray
    origin_m: FloatArray


def straight_pose(model: Model) -> FloatArray:
    """Return the pose with every joint at 0, shape (n_coords,), rad or m.

    Parameters
    ----------
    model
        The model.
    """
    return np.where(model.is_rotation, 0.0, model.default)


def joint_centres(model: Model) -> dict[str, FloatArray]:
    """Return where joints lie while the model stands straight, m, ground frame, shape (3,) each.

    Parameters
    ----------
    model
        A model whose bodies have OpenSim's names: ``femur_r`` begins at the hip and so on.

    Returns
    -------
    centres
        ``hip_r``, ``knee_r``, ``ankle_r``, ``mtp_r`` and the left ones, ``lumbar``.
    """
    return _centres(model, forward_kinematics(model, straight_pose(model)))


def _centres(model: Model, poses: Poses) -> dict[str, FloatArray]:
    place = dict(zip(model.bodies, poses.origin_m[0], strict=True))
    begins = {"hip": "femur", "knee": "tibia", "ankle": "talus", "mtp": "toes"}
    found = {
        f"{joint}_{side}": place[f"{body}_{side}"]
        for joint, body in begins.items()
        for side in SIDES
        if f"{body}_{side}" in place
    }
    if "torso" in place:
        found["lumbar"] = place["torso"]
    return found


def segments_of(
    model: Model, balls: Mapping[str, Sequence[str]] | None = None
) -> dict[str, Segment]:
    """Return the anatomical frames of a model, by the same rules as a person's.

    Parameters
    ----------
    model
        A model whose bodies and joints have OpenSim's names.
    balls
        For each side (``r``, ``l``) the model's markers whose middle is the ball of the foot: the
        foot's x runs from the marker ``heel_r`` to it. Along the body's x where not told.

    Returns
    -------
    segments
        ``pelvis`` (origin between the hips, z through them, x as near to forward as can be),
        ``torso`` (origin at its joint, axes of the body), ``femur_r`` (origin in the hip, y
        from the knee to it, z as near to the body's as can be), ``tibia_r`` (origin in the knee, y
        from the ankle), ``calcn_r`` (origin in the ankle, sole flat), ``forefoot_r`` and
        ``toes_r`` (the same frame on these bodies) and the left ones; ``back`` is the pelvis'
        frame with its origin at the torso's joint.
    """
    poses = forward_kinematics(model, straight_pose(model))
    centre = _centres(model, poses)
    turn = dict(zip(model.bodies, poses.ground_from_body[0], strict=True))
    place = dict(zip(model.bodies, poses.origin_m[0], strict=True))
    marks = dict(zip(model.markers, poses.marker_m[0], strict=True))
    hips = centre["hip_r"], centre["hip_l"]
    middle = 0.5 * (hips[0] + hips[1])
    axes = {"pelvis": _across(hips[0] - hips[1], turn["pelvis"][:, 0]), "torso": turn["torso"]}
    origin = {"pelvis": middle, "torso": place["torso"]}
    for side in SIDES:
        hip, knee, ankle = (centre[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle"))
        thigh, shank = f"femur_{side}", f"tibia_{side}"
        axes[thigh], origin[thigh] = upright(hip - knee, turn[thigh][:, 2]), hip
        axes[shank], origin[shank] = upright(knee - ankle, turn[shank][:, 2]), knee
        ball = [marks[one] for one in (balls or {}).get(side, ()) if one in marks]
        ahead = turn[f"calcn_{side}"][:, 0]
        if ball and f"heel_{side}" in marks:
            ahead = np.mean(ball, axis=0) - marks[f"heel_{side}"]
        foot = upright(np.array([0.0, 1.0, 0.0]), np.cross(ahead, np.array([0.0, 1.0, 0.0])))
        for body in ("calcn", "forefoot", "toes"):
            if f"{body}_{side}" in turn:
                axes[f"{body}_{side}"], origin[f"{body}_{side}"] = foot, ankle
    found = {
        body: Segment(body, turn[body].T @ axes[body], turn[body].T @ (origin[body] - place[body]))
        for body in axes
    }
    found["back"] = replace(found["pelvis"], origin_m=place["torso"] - place["pelvis"])
    return found


def upright(up: FloatArray, right: FloatArray) -> FloatArray:
    """Return axes with y along ``up`` and z as near to ``right`` as can be, as columns.

    Parameters
    ----------
    up, right
        Directions, shape (..., 3), of any length.
    """
    y = up / np.linalg.norm(up, axis=-1, keepdims=True)
    x = np.cross(y, right)
    x = x / np.linalg.norm(x, axis=-1, keepdims=True)
    return np.stack([x, y, np.cross(x, y)], axis=-1)


def _across(right: FloatArray, forward: FloatArray) -> FloatArray:
    z = right / np.linalg.norm(right)
    y = np.cross(z, forward)
    y = y / np.linalg.norm(y)
    return np.stack([np.cross(y, z), y, z], axis=-1)


def between(one: Segment, other: Segment) -> FloatArray:
    """Return the other's origin in the frame of a segment of the same body, shape (3,), m.

    Parameters
    ----------
    one, other
        Two segments.
    """
    return np.asarray(one.body_from_segment.T @ (other.origin_m - one.origin_m))


def on_body(segment: Segment, in_segment_m: FloatArray) -> FloatArray:
    """Return a point of a segment as a point of its body, shape (3,), m.

    Parameters
    ----------
    segment
        The segment.
    in_segment_m
        Point in the segment's frame, shape (3,), m.
    """
    return np.asarray(segment.origin_m + segment.body_from_segment @ in_segment_m)


def mean_place(
    ground_from_segment: FloatArray, origin_m: FloatArray, path_m: FloatArray
) -> FloatArray | None:
    """Return where a marker sits in a segment: the median over the frames that show both.

    Parameters
    ----------
    ground_from_segment
        Axes of the segment as columns, ground frame, shape (n_frames, 3, 3).
    origin_m, path_m
        Its origin and the marker, shape (n_frames, 3), m; NaN where not seen.

    Returns
    -------
    in_segment_m
        Shape (3,), m; None where never seen together.
    """
    local = np.einsum("nji,nj->ni", ground_from_segment, path_m - origin_m)
    seen = np.isfinite(local).all(axis=1)
    return np.median(local[seen], axis=0) if seen.any() else None


def with_markers(model: Model, places: Mapping[str, tuple[str, FloatArray]]) -> Model:
    """Return the model with these markers in place of its own; nothing else is built again.

    Parameters
    ----------
    model
        The model.
    places
        For each marker its body and its place there, shape (3,), m.
    """
    markers = tuple(
        OsimMarker(name, OsimFrame(body), (float(at[0]), float(at[1]), float(at[2])))
        for name, (body, at) in places.items()
    )
    tree = model.tree._replace(
        marker_body=whole([model.bodies.index(one.frame.body) for one in markers]),
        marker_location=frozen(np.array([one.location_m for one in markers]).reshape(-1, 3)),
    )
    return replace(
        model, markers=tuple(places), tree=tree, source=replace(model.source, markers=markers)
    )


def is_hidden(
    model: Model,
    names: Sequence[str],
    position_m: FloatArray,
    locked: Sequence[str],
    spared: Sequence[str] = (),
) -> NDArray[np.bool_]:
    """Say in which frames some free coordinate moves no marker that was seen.

    Parameters
    ----------
    model
        The model with its markers.
    names
        Recorded markers.
    position_m
        Shape (n_frames, n_markers, 3), m; NaN where not seen.
    locked
        Coordinates that are kept.
    spared
        Coordinates of which it does not matter, by the beginnings of their names.

    Returns
    -------
    is_hidden
        Shape (n_frames,).
    """
    tree = model.tree
    free = ~model.is_locked & (tree.driver < 0)
    for c, name in enumerate(model.coordinates):
        free[c] &= name not in locked and not name.startswith(tuple(spared))
    pairs = [(model.markers.index(n), i) for i, n in enumerate(names) if n in model.markers]
    moved = np.zeros((len(pairs), len(free)), bool)
    for row, (m, _) in enumerate(pairs):
        b = tree.marker_body[m]
        moved[row, tree.moved_by[tree.moved_first[b] : tree.moved_first[b + 1]]] = True
    seen = np.isfinite(position_m[:, [i for _, i in pairs]]).all(axis=2)
    counted = seen.astype(int) @ moved.astype(int) > 0
    return np.asarray((~counted & free & moved.any(axis=0)).any(axis=1))


@dataclass(frozen=True)
class Rest:
    """Where a marker rests best over a motion of the model.

    Parameters
    ----------
    body
        The body in whose frame it moves least.
    place_m
        Its middle place there, shape (3,), m.
    spread_m
        Median distance from that place, m.
    """

    body: str
    place_m: FloatArray
    spread_m: float


def resting_places(
    model: Model, coordinates: FloatArray, path_m: FloatArray, bodies: Sequence[Sequence[str]]
) -> list[Rest | None]:
    """Return for each marker the body on which it rests best.

    Parameters
    ----------
    model
        The model.
    coordinates
        Its motion, shape (n_frames, n_coords), rad or m.
    path_m
        The markers, shape (n_frames, n_markers, 3), m, ground frame; NaN where not seen.
    bodies
        For each marker the bodies that come into question.

    Returns
    -------
    rests
        None where a marker was not seen.
    """
    poses = forward_kinematics(model, coordinates)
    found: list[Rest | None] = []
    for column, candidates in enumerate(bodies):
        path = path_m[:, column]
        seen = np.isfinite(path).all(axis=1)
        best: Rest | None = None
        for body in candidates if seen.any() else ():
            b = model.bodies.index(body)
            local = np.einsum(
                "nji,nj->ni", poses.ground_from_body[seen, b], path[seen] - poses.origin_m[seen, b]
            )
            middle = np.median(local, axis=0)
            spread = float(np.median(np.linalg.norm(local - middle, axis=1)))
            if best is None or spread < best.spread_m:
                best = Rest(body, middle, spread)
        found.append(best)
    return found
