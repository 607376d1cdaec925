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
    first
        First point, wrap and holder of each muscle, and one past the last,
        shape (n_muscles + 1, 3).
    point
        Holder, body, coordinate that switches it on and row among the moving points (-1 for
        none), shape (n_points, 4).
    place
        Position on its body, m, then the range of that coordinate, shape (n_points, 5).
    moving
        Body of each moving point, coordinates and functions of x, y and z, and the columns that
        these coordinates stand in, shape (n_moving, 10).
    moving_turn
        Its frame on the body: axes as columns, shape (n_moving, 3, 3).
    moving_shift
        Origin of that frame, m, shape (n_moving, 3).
    function_first, piece_start, piece_origin, piece_coefficient
        The functions, as in ``Tree``.
    wrap
        Surface of each wrap, its holder, place in ``METHODS``, first and last point that it acts
        between (from 0 within the muscle), shape (n_wraps, 5).
    surface
        Body of each surface, place in ``KINDS``, axis (0 to 2) that its quadrant bounds (-1 for
        none) and sign, shape (n_surfaces, 4).
    surface_turn
        Its axes on the body as columns, shape (n_surfaces, 3, 3).
    surface_shift
        Its centre on the body, m, shape (n_surfaces, 3).
    surface_size
        Radius and length, radius, or three half axes, m, shape (n_surfaces, 3).
    holder
        Body of each holder, first entry in ``span`` and one past the last, shape (n_holders, 3).
    span
        Places in ``axis`` that move a holder against the other holders of its muscle.
    axis
        All axes of joints that a coordinate drives: body, place among its six, coordinate and
        the column that it stands in, shape (n_axes, 4).
    like_opensim
        1 to bend around cylinders as OpenSim 4.6 does, 0 for shortest paths.
    """

    first: IntArray
    point: IntArray
    place: FloatArray
    moving: IntArray
    moving_turn: FloatArray
    moving_shift: FloatArray
    function_first: IntArray
    piece_start: FloatArray
    piece_origin: FloatArray
    piece_coefficient: FloatArray
    wrap: IntArray
    surface: IntArray
    surface_turn: FloatArray
    surface_shift: FloatArray
    surface_size: FloatArray
    holder: IntArray
    span: IntArray
    axis: IntArray
    like_opensim: int


class _Table:
    """Rows gathered while going through the muscles."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.surfaces = {one.name: one for one in reversed(model.source.wraps)}  # the first counts
        self.kept: list[OsimWrap] = []
        self.functions: list[Function] = []
        self.moving: list[list[int]] = []
        self.frames: list[tuple[FloatArray, FloatArray]] = []
        self.points: list[list[int]] = []
        self.places: list[list[float]] = []
        self.wraps: list[list[int]] = []
        self.holders: list[int] = []
        self.firsts: list[list[int]] = [[0, 0, 0]]

    def add(self, muscle: OsimMuscle) -> None:
        """Take in the path of a muscle."""
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
            held = self._holder(surface.frame.body, start)
            method = METHODS.index(one.method) if one.method in METHODS else 0
            last = (one.last if one.last >= 1 else n) - 1
            self.wraps.append([self.kept.index(surface), held, method, max(one.first, 1) - 1, last])
        self.firsts.append([len(self.points), len(self.wraps), len(self.holders)])

    def _holder(self, body: str, start: int) -> int:
        index = self.model.bodies.index(body)
        if index not in self.holders[start:]:
            self.holders.append(index)
        return self.holders.index(index, start)

    def _point(self, point: OsimPathPoint, start: int) -> None:
        turn, shift = frame_in_body(point.frame)
        body = self.model.bodies.index(point.frame.body)
        moving = NONE
        if point.moving:
            moving = len(self.moving)
            columns = [self.model.coordinate(name) for name, _ in point.moving]
            driver = self.model.tree.driver
            self.moving.append(
                [
                    body,
                    *columns,
                    *(len(self.functions) + k for k in range(3)),
                    *(int(driver[c]) if driver[c] >= 0 else c for c in columns),
                ]
            )
            self.functions += [function for _, function in point.moving]
            self.frames.append((turn, shift))
        column = NONE
        if point.active_coordinate:
            column = self.model.coordinate(point.active_coordinate)
        location = turn @ np.array(point.location_m) + shift
        held = self._holder(point.frame.body, start)
        self.points.append([held, body, column, moving])
        self.places.append([*location, *point.active_range])


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
    axes = _axes(model)
    spans = _spans(model, table.holders, firsts[:, 2], axes)
    ends = np.cumsum([0, *(len(one) for one in spans)])
    return Paths(
        first=whole(firsts),
        point=whole(table.points).reshape(-1, 4),
        place=frozen(table.places).reshape(-1, 5),
        moving=whole(table.moving).reshape(-1, 10),
        moving_turn=frozen([one[0] for one in table.frames]).reshape(-1, 3, 3),
        moving_shift=frozen([one[1] for one in table.frames]).reshape(-1, 3),
        function_first=whole(functions.first),
        piece_start=frozen(functions.start),
        piece_origin=frozen(functions.origin),
        piece_coefficient=frozen(functions.coefficients),
        wrap=whole(table.wraps).reshape(-1, 5),
        surface=whole([_surface(model, one) for one in table.kept]).reshape(-1, 4),
        surface_turn=frozen([one[0] for one in frames]).reshape(-1, 3, 3),
        surface_shift=frozen([one[1] for one in frames]).reshape(-1, 3),
        surface_size=frozen([(*one.size_m, 0.0, 0.0)[:3] for one in table.kept]).reshape(-1, 3),
        holder=whole(np.column_stack([table.holders, ends[:-1], ends[1:]])).reshape(-1, 3),
        span=whole([place for one in spans for place in one]),
        axis=whole(axes).reshape(-1, 4),
        like_opensim=int(like_opensim),
    )


def _surface_frame(surface: OsimWrap) -> tuple[FloatArray, FloatArray]:
    turn, shift = frame_in_body(surface.frame)
    own = turn @ body_fixed_xyz(np.array(surface.rotation_rad))
    return own, turn @ np.array(surface.translation_m) + shift


def _surface(model: Model, surface: OsimWrap) -> list[int]:
    """Return body and kind, and axis and sign that a quadrant such as ``-y`` names."""
    row = [model.bodies.index(surface.frame.body), KINDS.index(surface.kind)]
    word = surface.quadrant.lower()
    if word.lstrip("+-") not in {"x", "y", "z"}:
        return [*row, NONE, 0]
    return [*row, "xyz".index(word[-1]), -1 if word.startswith("-") else 1]


def _axes(model: Model) -> list[list[int]]:
    tree = model.tree
    return [
        [body, k, c, int(tree.driver[c]) if tree.driver[c] >= 0 else int(c)]
        for body in range(1, len(model.bodies))
        for k, c in enumerate(tree.axis_coordinate[body])
        if c >= 0
    ]


def _spans(
    model: Model, holders: Sequence[int], first: IntArray, axes: list[list[int]]
) -> list[list[int]]:
    """Return for each holder the axes beyond the last body that all of its muscle hang on."""
    tree = model.tree
    ways = [set(tree.path[tree.path_first[b] : tree.path_first[b + 1]]) for b in holders]
    spans = []
    for muscle in range(len(first) - 1):
        own = ways[first[muscle] : first[muscle + 1]]
        shared = own[0].intersection(*own) if own else set()
        spans += [
            [place for place, one in enumerate(axes) if one[0] in way - shared] for way in own
        ]
    return spans
