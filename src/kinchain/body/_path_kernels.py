"""The compiled core of muscle geometry: points, wraps, lengths and what a tension does.

Imported only through ``kinchain.body.compile``: importing it compiles. Types stand in the
signatures, which numba checks.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912, PLR0913, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, njit, types

from kinchain.body._kernels import _F1, _F2, _F3, _I1, _I2, TREE, _couple, _multiply, _place, _value
from kinchain.body._numba import kernel
from kinchain.body._path_arrays import Paths
from kinchain.body._wrap_kernels import AROUND, FREE, INSIDE, PIERCED, _around

_FIELDS = {
    "point_first": _I1, "point_holder": _I1, "point_location": _F2, "point_coordinate": _I1,
    "point_range": _F2, "point_moving": _I1, "moving_turn": _F3, "moving_shift": _F2,
    "moving_coordinate": _I2, "moving_function": _I2, "function_first": _I1, "piece_start": _F1,
    "piece_origin": _F1, "piece_coefficient": _F2, "wrap_first": _I1, "wrap_surface": _I1,
    "wrap_holder": _I1, "wrap_method": _I1, "wrap_range": _I2, "surface_kind": _I1,
    "surface_body": _I1, "surface_turn": _F3, "surface_shift": _F2, "surface_size": _F2,
    "surface_side": _I2, "holder_first": _I1, "holder_body": _I1, "span_first": _I1, "span": _I1,
}  # fmt: skip
PATHS = types.NamedTuple([_FIELDS[name] for name in Paths._fields], Paths)

RANGE_SLACK = 1e-5
"""What a coordinate may lie outside a conditional point's range, as in OpenSim."""

MOST_ROUNDS = 8
SETTLED_M = 5e-4
"""Several wraps of a path are gone through in turn, at most so often, until the length changes by
less than this: as OpenSim does."""


@njit
def _carry(rotation, translation, local, out):
    for i in range(3):
        out[i] = (
            translation[i]
            + rotation[i, 0] * local[0]
            + rotation[i, 1] * local[1]
            + rotation[i, 2] * local[2]
        )


@njit
def _bring_back(rotation, translation, ground, out):
    x, y, z = ground[0] - translation[0], ground[1] - translation[1], ground[2] - translation[2]
    for i in range(3):
        out[i] = rotation[0, i] * x + rotation[1, i] * y + rotation[2, i] * z


@njit
def _apart(a, b):
    return np.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2 + (b[2] - a[2]) ** 2)


@njit
def _start(tree, paths, m, q, rotation, translation, spot, local, tag, holder):
    """Write the points of a muscle that are there; return how many."""
    n = 0
    first = paths.point_first[m]
    for p in range(first, paths.point_first[m + 1]):
        c = paths.point_coordinate[p]
        if c >= 0 and not (
            paths.point_range[p, 0] - RANGE_SLACK <= q[c] <= paths.point_range[p, 1] + RANGE_SLACK
        ):
            continue
        b = paths.holder_body[paths.point_holder[p]]
        row = paths.point_moving[p]
        if row >= 0:
            for i in range(3):
                spot[n, i] = _value(
                    paths, paths.moving_function[row, i], q[paths.moving_coordinate[row, i]]
                )[0]
            _carry(paths.moving_turn[row], paths.moving_shift[row], spot[n], local)
            _carry(rotation[b], translation[b], local, spot[n])
        else:
            _carry(rotation[b], translation[b], paths.point_location[p], spot[n])
        tag[n, 0] = p
        tag[n, 1] = -1
        holder[n] = paths.point_holder[p]
        n += 1
    return n


@njit
def _remove(spot, tag, holder, arc, n, w):
    """Take the two points of a wrap off the path; return how many are left."""
    for at in range(n):
        if tag[at, 1] == w:
            for k in range(at, n - 2):
                spot[k] = spot[k + 2]
                tag[k] = tag[k + 2]
                holder[k] = holder[k + 2]
                arc[k] = arc[k + 2]
            return n - 2
    return n


@njit
def _insert(spot, tag, holder, arc, n, at, w, held, touch, between):
    """Put the two points of a wrap after a point of the path; return how many there are."""
    for k in range(n - 1, at, -1):
        spot[k + 2] = spot[k]
        tag[k + 2] = tag[k]
        holder[k + 2] = holder[k]
        arc[k + 2] = arc[k]
    for k in range(2):
        spot[at + 1 + k] = touch[k]
        tag[at + 1 + k, 0] = -1
        tag[at + 1 + k, 1] = w
        holder[at + 1 + k] = held
        arc[at + 1 + k] = between if k == 0 else 0.0
    return n + 2


@njit
def _length(spot, tag, arc, n):
    total = 0.0
    for k in range(n - 1):
        if tag[k, 1] >= 0 and tag[k, 1] == tag[k + 1, 1]:
            total += arc[k]
        else:
            total += _apart(spot[k], spot[k + 1])
    return total


@njit
def _wrap(paths, m, turn, shift, spot, tag, holder, arc, n, ends, touch, best, order, state):
    """Bend a path around its surfaces, one after the other, until it settles."""
    start = paths.wrap_first[m]
    n_wraps = paths.wrap_first[m + 1] - start
    first = paths.point_first[m]
    for i in range(n_wraps):
        order[i] = start + i
    last_length = np.inf
    for turn_no in range(1 if n_wraps < 2 else MOST_ROUNDS):
        for i in range(n_wraps):
            w = order[i]
            s = paths.wrap_surface[w]
            n = _remove(spot, tag, holder, arc, n, w)
            begin, end = n, -1
            for k in range(n):
                p = tag[k, 0] - first
                if tag[k, 0] >= 0 and paths.wrap_range[w, 0] <= p <= paths.wrap_range[w, 1]:
                    begin, end = min(begin, k), k
            least = np.inf
            between = 0.0
            at = -1
            state[i] = FREE
            for k in range(begin, end):
                if tag[k, 1] >= 0 and tag[k + 1, 1] >= 0:
                    if paths.wrap_surface[tag[k, 1]] == paths.wrap_surface[tag[k + 1, 1]]:
                        continue
                _bring_back(turn[s], shift[s], spot[k], ends[0])
                _bring_back(turn[s], shift[s], spot[k + 1], ends[1])
                state[i], length = _around(
                    ends, paths.surface_kind[s], paths.surface_size[s], paths.surface_side[s, 0],
                    paths.surface_side[s, 1], paths.wrap_method[w], touch,
                )  # fmt: skip
                if state[i] == AROUND or state[i] == PIERCED:
                    more = _apart(ends[0], touch[0]) + length + _apart(touch[1], ends[1])
                    more -= _apart(ends[0], ends[1])
                    if state[i] == PIERCED or more < least:
                        least, between, at = more, length, k
                        _carry(turn[s], shift[s], touch[0], best[0])
                        _carry(turn[s], shift[s], touch[1], best[1])
                    if state[i] == PIERCED:
                        break
            if at >= 0:
                held = paths.wrap_holder[w]
                n = _insert(spot, tag, holder, arc, n, at, w, held, best, between)
        if n_wraps < 2:
            break
        length = _length(spot, tag, arc, n)
        if abs(length - last_length) < SETTLED_M:
            break
        last_length = length
        if turn_no == 0 and state[0] == FREE and state[1] == INSIDE:
            order[0], order[1] = order[1], order[0]
            n = _remove(spot, tag, holder, arc, n, order[1])
    return n


@njit
def _add_moving(tree, paths, m, p, force, q, gain, rotation, arm):
    """Add what a force does as a moving point moves on its body."""
    row = paths.point_moving[p]
    b = paths.holder_body[paths.point_holder[p]]
    for i in range(3):
        c = paths.moving_coordinate[row, i]
        slope = _value(paths, paths.moving_function[row, i], q[c])[1] * gain[c]
        if tree.driver[c] >= 0:
            c = tree.driver[c]
        for k in range(3):
            axis = 0.0
            for j in range(3):
                axis += rotation[b, k, j] * paths.moving_turn[row, j, i]
            arm[m, c] += force[k] * axis * slope


@njit
def _pull(tree, paths, m, spot, tag, holder, n, q, gain, rotation, translation, wrench, arm):
    """Write force and moment of a unit tension on each holder, about its body's origin."""
    first = paths.holder_first[m]
    force = np.zeros(3)
    wrench[: paths.holder_first[m + 1] - first] = 0.0
    for k in range(n - 1):
        if tag[k, 1] >= 0 and tag[k, 1] == tag[k + 1, 1]:
            continue
        apart = _apart(spot[k], spot[k + 1])
        if apart == 0.0:
            continue
        for side in range(2):
            at = k + side
            h = holder[at] - first
            b = paths.holder_body[holder[at]]
            for i in range(3):
                force[i] = (1 - 2 * side) * (spot[k + 1, i] - spot[k, i]) / apart
            if tag[at, 0] >= 0 and paths.point_moving[tag[at, 0]] >= 0:
                _add_moving(tree, paths, m, tag[at, 0], force, q, gain, rotation, arm)
            if holder[k] == holder[k + 1]:
                continue
            x = spot[at, 0] - translation[b, 0]
            y = spot[at, 1] - translation[b, 1]
            z = spot[at, 2] - translation[b, 2]
            for i in range(3):
                wrench[h, i] += force[i]
            wrench[h, 3] += y * force[2] - z * force[1]
            wrench[h, 4] += z * force[0] - x * force[2]
            wrench[h, 5] += x * force[1] - y * force[0]


@njit
def _project(tree, paths, m, wrench, joint_axis, slope, centre, gain, translation, arm):
    """Add the generalised force of the forces on the holders of a muscle."""
    first = paths.holder_first[m]
    for h in range(first, paths.holder_first[m + 1]):
        b = paths.holder_body[h]
        w = wrench[h - first]
        for at in range(paths.span_first[h], paths.span_first[h + 1]):
            j = paths.span[at]
            x = translation[b, 0] - centre[j, 0]
            y = translation[b, 1] - centre[j, 1]
            z = translation[b, 2] - centre[j, 2]
            u = w[3] + y * w[2] - z * w[1]
            v = w[4] + z * w[0] - x * w[2]
            t = w[5] + x * w[1] - y * w[0]
            for k in range(6):
                c = tree.axis_coordinate[j, k]
                if c < 0 or slope[j, k] == 0.0:
                    continue
                rate = slope[j, k] * gain[c]
                if tree.driver[c] >= 0:
                    c = tree.driver[c]
                a = joint_axis[j, k]
                if k < 3:
                    arm[m, c] += rate * (a[0] * u + a[1] * v + a[2] * t)
                else:
                    arm[m, c] += rate * (a[0] * w[0] + a[1] * w[1] + a[2] * w[2])


@kernel(TREE, PATHS, float64[:, ::1], float64[:, ::1], float64[:, :, ::1], float64[:, :, ::1])
def trace(tree, paths, q, length, moment_arm, pull):
    """Length and moment arms of every muscle in every frame; pulls where they have room."""
    n_bodies, n_surfaces = tree.parent.size, paths.surface_kind.size
    rotation, translation = np.zeros((n_bodies, 3, 3)), np.zeros((n_bodies, 3))
    joint_axis, slope = np.zeros((n_bodies, 6, 3)), np.zeros((n_bodies, 6))
    centre, one, two = np.zeros((n_bodies, 3)), np.zeros((3, 3)), np.zeros((3, 3))
    gain, local = np.ones(q.shape[1]), np.zeros(3)
    turn, shift = np.zeros((n_surfaces, 3, 3)), np.zeros((n_surfaces, 3))
    most, most_holders, most_wraps = 0, 0, 2
    for m in range(length.shape[1]):
        n_wraps = paths.wrap_first[m + 1] - paths.wrap_first[m]
        n_points = paths.point_first[m + 1] - paths.point_first[m]
        most = max(most, n_points + 2 * n_wraps)
        most_wraps = max(most_wraps, n_wraps)
        most_holders = max(most_holders, paths.holder_first[m + 1] - paths.holder_first[m])
    spot, tag = np.zeros((most, 3)), np.zeros((most, 2), dtype=np.int64)
    holder, arc = np.zeros(most, dtype=np.int64), np.zeros(most)
    wrench = np.zeros((most_holders, 6))
    ends, touch, best = np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((2, 3))
    order, state = np.zeros(most_wraps, dtype=np.int64), np.zeros(most_wraps, dtype=np.int64)
    for frame in range(q.shape[0]):
        pose, arm = q[frame], moment_arm[frame]
        _couple(tree, pose, gain)
        _place(tree, pose, rotation, translation, joint_axis, slope, centre, one, two)
        for s in range(n_surfaces):
            b = paths.surface_body[s]
            _multiply(rotation[b], paths.surface_turn[s], turn[s])
            _carry(rotation[b], translation[b], paths.surface_shift[s], shift[s])
        for m in range(length.shape[1]):
            n = _start(tree, paths, m, pose, rotation, translation, spot, local, tag, holder)
            if paths.wrap_first[m + 1] > paths.wrap_first[m]:
                n = _wrap(
                    paths, m, turn, shift, spot, tag, holder, arc, n, ends, touch, best, order,
                    state,
                )  # fmt: skip
            length[frame, m] = _length(spot, tag, arc, n)
            _pull(
                tree, paths, m, spot, tag, holder, n, pose, gain, rotation, translation, wrench,
                arm,
            )  # fmt: skip
            _project(
                tree, paths, m, wrench, joint_axis, slope, centre, gain, translation, arm
            )  # fmt: skip
            if pull.shape[0] > 0:
                for h in range(paths.holder_first[m], paths.holder_first[m + 1]):
                    pull[frame, h] = wrench[h - paths.holder_first[m]]
