"""The tree of bodies, joints and markers as plain arrays, from ground outwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinchain.body.osim import OsimModel
from kinchain.body.osim.functions import Function
from kinchain.body.osim.model import OsimFrame, OsimJoint, OsimMarker
from kinchain.body.piecewise import stack

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

NONE = -1
"""No parent, no coordinate, no function."""


class Tree(NamedTuple):
    """What the kernels read: plain arrays. Body 0 is ground; a parent comes before its children.

    Parameters
    ----------
    parent
        Parent of each body, shape (n_bodies,); -1 for ground.
    parent_rotation
        Joint frame on the parent: its axes as columns, shape (n_bodies, 3, 3).
    parent_translation
        Its origin in the parent, m, shape (n_bodies, 3).
    child_rotation
        Body frame seen from the joint's moving frame, shape (n_bodies, 3, 3).
    child_translation
        Its origin there, m, shape (n_bodies, 3).
    axis
        Six axes of each joint, three turns then three shifts, shape (n_bodies, 6, 3).
    axis_coordinate
        Coordinate that drives each axis, -1 for none, shape (n_bodies, 6).
    axis_function
        Function of each axis, -1 for zero, shape (n_bodies, 6).
    function_first
        First piece of each function, and one past the last, shape (n_functions + 1,).
    piece_start
        Where each piece begins, shape (n_pieces,).
    piece_origin
        What is taken off x in a piece, shape (n_pieces,).
    piece_coefficient
        Lowest power first, shape (n_pieces, n_powers).
    driver
        Coordinate that a coupled coordinate follows, -1 for none, shape (n_coords,).
    driver_function
        Function by which it follows, shape (n_coords,).
    path_first
        First entry in ``path`` of each body, shape (n_bodies + 1,).
    path
        Bodies whose joints lie between ground and the body, itself included.
    moved_first
        First entry in ``moved_by`` of each body, shape (n_bodies + 1,).
    moved_by
        Independent coordinates that move the body.
    marker_body
        Body of each marker, shape (n_markers,).
    marker_location
        Its position on that body, m, shape (n_markers, 3).
    """

    parent: IntArray
    parent_rotation: FloatArray
    parent_translation: FloatArray
    child_rotation: FloatArray
    child_translation: FloatArray
    axis: FloatArray
    axis_coordinate: IntArray
    axis_function: IntArray
    function_first: IntArray
    piece_start: FloatArray
    piece_origin: FloatArray
    piece_coefficient: FloatArray
    driver: IntArray
    driver_function: IntArray
    path_first: IntArray
    path: IntArray
    moved_first: IntArray
    moved_by: IntArray
    marker_body: IntArray
    marker_location: FloatArray


def build_tree(
    source: OsimModel,
    joints: Sequence[OsimJoint],
    bodies: tuple[str, ...],
    names: tuple[str, ...],
) -> Tree:
    """Build the arrays that the kernels read.

    Parameters
    ----------
    source
        A model file as read.
    joints
        Its joints, from ground outwards; joint i leads to body i + 1.
    bodies
        Names of the bodies, ground first.
    names
        Names of the coordinates.

    Returns
    -------
    tree
        The arrays.
    """
    n = len(bodies)
    functions: list[Function] = []
    parent = np.full(n, NONE)
    turn_in, turn_out = np.tile(np.eye(3), (2, n, 1, 1))
    shift_in, shift_out = np.zeros((2, n, 3))
    axis = np.zeros((n, 6, 3))
    axis_coordinate, axis_function = np.full((2, n, 6), NONE)
    for i, joint in enumerate(joints, start=1):
        parent[i] = bodies.index(joint.parent.body)
        turn_in[i], shift_in[i] = frame_in_body(joint.parent)
        turn, shift = frame_in_body(joint.child)
        turn_out[i], shift_out[i] = turn.T, -turn.T @ shift
        for k, one in enumerate(joint.axes):
            axis[i, k] = one.axis
            axis_coordinate[i, k] = names.index(one.coordinate) if one.coordinate else NONE
            axis_function[i, k] = len(functions)
            functions.append(one.function)
    driver, driver_function = np.full((2, len(names)), NONE)
    for coupler in source.couplers:
        column = names.index(coupler.dependent)
        driver[column] = names.index(coupler.driver)
        driver_function[column] = len(functions)
        functions.append(coupler.function)
    table = stack(functions)
    paths = _paths(parent)
    free = np.where(driver >= 0, driver, np.arange(len(names)))
    moved = [
        sorted({int(free[c]) for b in path for c in axis_coordinate[b] if c >= 0}) for path in paths
    ]
    marker_body, marker_location = _markers(source.markers, bodies)
    return Tree(
        whole(parent), frozen(turn_in), frozen(shift_in), frozen(turn_out),
        frozen(shift_out), frozen(axis), whole(axis_coordinate), whole(axis_function),
        whole(table.first), frozen(table.start), frozen(table.origin),
        frozen(table.coefficients), whole(driver), whole(driver_function),
        *_rows(paths), *_rows(moved), whole(marker_body), frozen(marker_location),
    )  # fmt: skip


def _paths(parent: NDArray[Any]) -> list[list[int]]:
    paths: list[list[int]] = [[]]
    for i in range(1, len(parent)):
        paths.append([*paths[parent[i]], i])
    return paths


def _rows(rows: list[list[int]]) -> tuple[IntArray, IntArray]:
    first = np.cumsum([0, *(len(row) for row in rows)])
    return whole(first), whole([one for row in rows for one in row])


def _markers(
    markers: Sequence[OsimMarker], bodies: tuple[str, ...]
) -> tuple[list[int], FloatArray]:
    location = np.zeros((len(markers), 3))
    for row, one in enumerate(markers):
        turn, shift = frame_in_body(one.frame)
        location[row] = turn @ np.array(one.location_m) + shift
    return [bodies.index(one.frame.body) for one in markers], location


def frame_in_body(frame: OsimFrame) -> tuple[FloatArray, FloatArray]:
    """Return axes (as columns) and origin of a frame on its body.

    Parameters
    ----------
    frame
        The frame.

    Returns
    -------
    rotation
        Shape (3, 3).
    translation_m
        Shape (3,), m.
    """
    turn, shift = np.eye(3), np.zeros(3)
    for angles, offset in zip(frame.rotation_rad, frame.translation_m, strict=True):
        shift = shift + turn @ np.array(offset)
        turn = turn @ body_fixed_xyz(np.array(angles))
    return turn, shift


def body_fixed_xyz(angles_rad: FloatArray) -> FloatArray:
    """Return the rotation by angles about x, then the turned y, then the turned z.

    Parameters
    ----------
    angles_rad
        Shape (3,), rad.

    Returns
    -------
    rotation
        Shape (3, 3): turned axes as columns.
    """
    (a, b, c), (p, q, r) = np.cos(angles_rad), np.sin(angles_rad)
    about_x = np.array([[1, 0, 0], [0, a, -p], [0, p, a]])
    about_y = np.array([[b, 0, q], [0, 1, 0], [-q, 0, b]])
    about_z = np.array([[c, -r, 0], [r, c, 0], [0, 0, 1]])
    rotation: FloatArray = about_x @ about_y @ about_z
    return rotation


def frozen(values: Any, kind: Any = np.float64) -> NDArray[Any]:
    """Return a copy that cannot be written to.

    Parameters
    ----------
    values
        Any array or list.
    kind
        Type of its numbers.
    """
    array = np.array(values, dtype=kind, order="C")
    array.setflags(write=False)
    return array


def whole(values: Any) -> NDArray[Any]:
    """Return whole numbers as an array that cannot be written to.

    Parameters
    ----------
    values
        Any array or list.
    """
    return frozen(values, np.int64)
