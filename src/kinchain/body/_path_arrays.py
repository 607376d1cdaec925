"""Muscle paths and wrap surfaces as plain arrays, for the kernels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinchain.body.model import Model
from kinchain.body.osim.functions import Function
from kinchain.body.osim.model import OsimMuscle, OsimPathPoint, OsimWrap
from kinchain.body.piecewise import stack
from kinchain.body.tree import NONE, body_fixed_xyz, frame_in_body, frozen, whole

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

KINDS = ("WrapCylinder", "WrapSphere", "WrapEllipsoid")
METHODS = ("hybrid", "midpoint", "axial")


class Paths(NamedTuple):
    """What the path kernels read. A holder is a body that a muscle's points or wraps sit on.

    Parameters
    ----------
    point_first
        First point of each muscle, and one past the last, shape (n_muscles + 1,).
    point_holder
        Holder of each point, counted over all muscles, shape (n_points,).
    point_location
        Position on its body, m, shape (n_points, 3).
    point_coordinate
        Coordinate that switches the point on, -1 for none, shape (n_points,).
    point_range
        Values of it between which the point is there, shape (n_points, 2).
    point_moving
        Row in the tables of moving points, -1 for none, shape (n_points,).
    moving_turn
        Frame of a moving point on its body: axes as columns, shape (n_moving, 3, 3).
    moving_shift
        Its origin there, m, shape (n_moving, 3).
    moving_coordinate
        Coordinate of each part of the position, shape (n_moving, 3).
    moving_function
        Function of it, shape (n_moving, 3).
    function_first, piece_start, piece_origin, piece_coefficient
        The functions, as in ``Tree``.
    wrap_first
        First wrap of each muscle, shape (n_muscles + 1,).
    wrap_surface
        Surface of each wrap, shape (n_wraps,).
    wrap_holder
        Holder of that surface, shape (n_wraps,).
    wrap_method
        Place in ``METHODS``, shape (n_wraps,).
    wrap_range
        First and last point that it acts between, from 0 within the muscle, shape (n_wraps, 2).
    surface_kind
        Place in ``KINDS``, shape (n_surfaces,).
    surface_body
        Body of each surface, shape (n_surfaces,).
    surface_turn
        Its axes on the body as columns, shape (n_surfaces, 3, 3).
    surface_shift
        Its centre on the body, m, shape (n_surfaces, 3).
    surface_size
        Radius and length, radius, or three half axes, m, shape (n_surfaces, 3).
    surface_side
        Axis (0 to 2) that its quadrant bounds, -1 for none, and sign, shape (n_surfaces, 2).
    holder_first
        First holder of each muscle, shape (n_muscles + 1,).
    holder_body
        Body of each holder, shape (n_holders,).
    span_first
        First entry in ``span`` of each holder, shape (n_holders + 1,).
    span
        Bodies whose joints lie between the holder and the last body that all holders of the
        muscle hang on: only these joints move parts of the path against each other.
    like_opensim
        1 to bend around cylinders as OpenSim 4.6 does, 0 for shortest paths.
    """

    point_first: IntArray
    point_holder: IntArray
    point_location: FloatArray
    point_coordinate: IntArray
    point_range: FloatArray
    point_moving: IntArray
    moving_turn: FloatArray
    moving_shift: FloatArray
    moving_coordinate: IntArray
    moving_function: IntArray
    function_first: IntArray
    piece_start: FloatArray
    piece_origin: FloatArray
    piece_coefficient: FloatArray
    wrap_first: IntArray
    wrap_surface: IntArray
    wrap_holder: IntArray
    wrap_method: IntArray
    wrap_range: IntArray
    surface_kind: IntArray
    surface_body: IntArray
    surface_turn: FloatArray
    surface_shift: FloatArray
    surface_size: FloatArray
    surface_side: IntArray
    holder_first: IntArray
    holder_body: IntArray
    span_first: IntArray
    span: IntArray
    like_opensim: int


class _Table:
    """Rows gathered while going through the muscles."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.surfaces = {one.name: one for one in model.source.wraps}
        self.kept: list[OsimWrap] = []
        self.functions: list[Function] = []
        self.moving: list[tuple[FloatArray, FloatArray, list[int], list[int]]] = []
        self.points: list[tuple[int, FloatArray, int, tuple[float, float], int]] = []
        self.wraps: list[tuple[int, int, int, int, int]] = []
        self.holders: list[int] = []
        self.firsts: list[tuple[int, int, int]] = [(0, 0, 0)]

    def add(self, muscle: OsimMuscle) -> None:
        start = len(self.holders)
        for point in muscle.points:
            self._point(point, start)
        n = len(muscle.points)
        for one in muscle.wraps:
            surface = self.surfaces[one.wrap]
            if not surface.is_active:
                continue
            if surface not in self.kept:
                self.kept.append(surface)
            method = METHODS.index(one.method) if one.method in METHODS else 0
            first = max(one.first, 1) - 1
            last = (one.last if one.last >= 1 else n) - 1
            held = self._holder(surface.frame.body, start)
            self.wraps.append((self.kept.index(surface), held, method, first, last))
        self.firsts.append((len(self.points), len(self.wraps), len(self.holders)))

    def _holder(self, body: str, start: int) -> int:
        index = self.model.bodies.index(body)
        if index not in self.holders[start:]:
            self.holders.append(index)
        return self.holders.index(index, start)

    def _point(self, point: OsimPathPoint, start: int) -> None:
        turn, shift = frame_in_body(point.frame)
        moving = NONE
        if point.moving:
            moving = len(self.moving)
            columns = [self.model.coordinate(name) for name, _ in point.moving]
            numbers = [len(self.functions) + k for k in range(3)]
            self.functions += [function for _, function in point.moving]
            self.moving.append((turn, shift, columns, numbers))
        column = NONE
        if point.active_coordinate:
            column = self.model.coordinate(point.active_coordinate)
        location = turn @ np.array(point.location_m) + shift
        held = self._holder(point.frame.body, start)
        self.points.append((held, location, column, point.active_range, moving))


def build_paths(model: Model, muscles: Sequence[OsimMuscle], *, like_opensim: bool) -> Paths:
    """Build the arrays of muscle paths.

    Parameters
    ----------
    model
        The model that the muscles belong to.
    muscles
        Muscles, in the order of the result.
    like_opensim
        Whether to bend around cylinders as OpenSim 4.6 does.

    Returns
    -------
    paths
        The arrays.
    """
    table = _Table(model)
    for one in muscles:
        table.add(one)
    functions = stack(table.functions)
    firsts = np.array(table.firsts)
    frames = [_surface_frame(one) for one in table.kept]
    spans = _spans(model, table.holders, firsts[:, 2])
    return Paths(
        point_first=whole(firsts[:, 0]),
        point_holder=whole([one[0] for one in table.points]),
        point_location=frozen([one[1] for one in table.points]).reshape(-1, 3),
        point_coordinate=whole([one[2] for one in table.points]),
        point_range=frozen([one[3] for one in table.points]).reshape(-1, 2),
        point_moving=whole([one[4] for one in table.points]),
        moving_turn=frozen([one[0] for one in table.moving]).reshape(-1, 3, 3),
        moving_shift=frozen([one[1] for one in table.moving]).reshape(-1, 3),
        moving_coordinate=whole([one[2] for one in table.moving]).reshape(-1, 3),
        moving_function=whole([one[3] for one in table.moving]).reshape(-1, 3),
        function_first=whole(functions.first),
        piece_start=frozen(functions.start),
        piece_origin=frozen(functions.origin),
        piece_coefficient=frozen(functions.coefficients),
        wrap_first=whole(firsts[:, 1]),
        wrap_surface=whole([one[0] for one in table.wraps]),
        wrap_holder=whole([one[1] for one in table.wraps]),
        wrap_method=whole([one[2] for one in table.wraps]),
        wrap_range=whole([one[3:] for one in table.wraps]).reshape(-1, 2),
        surface_kind=whole([KINDS.index(one.kind) for one in table.kept]),
        surface_body=whole([model.bodies.index(one.frame.body) for one in table.kept]),
        surface_turn=frozen([one[0] for one in frames]).reshape(-1, 3, 3),
        surface_shift=frozen([one[1] for one in frames]).reshape(-1, 3),
        surface_size=frozen([(*one.size_m, 0.0, 0.0)[:3] for one in table.kept]).reshape(-1, 3),
        surface_side=whole([_side(one) for one in table.kept]).reshape(-1, 2),
        holder_first=whole(firsts[:, 2]),
        holder_body=whole(table.holders),
        span_first=whole(np.cumsum([0, *(len(one) for one in spans)])),
        span=whole([body for one in spans for body in one]),
        like_opensim=int(like_opensim),
    )


def _surface_frame(surface: OsimWrap) -> tuple[FloatArray, FloatArray]:
    turn, shift = frame_in_body(surface.frame)
    own = turn @ body_fixed_xyz(np.array(surface.rotation_rad))
    return own, turn @ np.array(surface.translation_m) + shift


def _side(surface: OsimWrap) -> tuple[int, int]:
    """Return axis and sign that a quadrant such as ``-y`` names."""
    word = surface.quadrant.lower()
    if word.lstrip("+-") not in {"x", "y", "z"}:
        return NONE, 0
    return "xyz".index(word[-1]), -1 if word.startswith("-") else 1


def _spans(model: Model, holders: Sequence[int], first: IntArray) -> list[list[int]]:
    tree = model.tree
    ways = [list(tree.path[tree.path_first[b] : tree.path_first[b + 1]]) for b in holders]
    spans = []
    for muscle in range(len(first) - 1):
        own = ways[first[muscle] : first[muscle + 1]]
        shared = set(own[0]).intersection(*own) if own else set()
        spans += [[int(body) for body in way if body not in shared] for way in own]
    return spans
