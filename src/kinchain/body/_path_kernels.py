"""The compiled core of muscle geometry: points, wraps, lengths and what a tension does.

Imported only through ``kinchain.body.compile``: importing it compiles. Types stand in the
signatures, which numba checks.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, int64, njit, types

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
    "like_opensim": int64,
}  # fmt: skip
PATHS = types.NamedTuple([_FIELDS[name] for name in Paths._fields], Paths)

RANGE_SLACK = 1e-5
"""What a coordinate may lie outside a conditional point's range, as in OpenSim."""

MOST_ROUNDS = 8
SETTLED_M = 5e-4
"""Several wraps of a path are gone through in turn, at most so often, until the length changes by
less than this: as OpenSim does."""

SETTLED_FINELY_M = 1e-9
MOST_FINE_ROUNDS = 60
"""The same where shortest paths are asked for."""


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
def _apart(a, b, at):
    x, y, z = b[at] - a[at], b[at + 1] - a[at + 1], b[at + 2] - a[at + 2]
    return np.sqrt(x * x + y * y + z * z)


@njit
def _start(paths, m, q, rotation, translation, spot, local, tag):
    """Write the points of a muscle that are there; return how many."""
    n = 0
    for p in range(paths.point_first[m], paths.point_first[m + 1]):
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
        for i in range(3):
            spot[n, 3 + i] = spot[n, i]
        tag[n, 0] = p
        tag[n, 1] = -1
        tag[n, 2] = paths.point_holder[p]
        n += 1
    return n


@njit
def _move(spot, tag, source, target):
    for i in range(7):
        spot[target, i] = spot[source, i]
    for i in range(3):
        tag[target, i] = tag[source, i]


@njit
def _remove(spot, tag, n, w):
    """Take the two points of a wrap off the path; return how many are left."""
    for at in range(n):
        if tag[at, 1] == w:
            for k in range(at, n - 2):
                _move(spot, tag, k + 2, k)
            return n - 2
    return n


@njit
def _insert(spot, tag, n, at, w, held, touch, between, shown):
    """Put the two points of a wrap after a point of the path; return how many there are."""
    for k in range(n - 1, at, -1):
        _move(spot, tag, k, k + 2)
    for side in range(2):
        k = at + 1 + side
        for i in range(3):
            spot[k, i] = touch[side, i]
            spot[k, 3 + i] = shown[side, i]
        spot[k, 6] = between
        tag[k, 0] = -1
        tag[k, 1] = w
        tag[k, 2] = held
    return n + 2


@njit
def _length(spot, tag, n):
    """Return the length of a path, between its points as they are shown."""
    total = 0.0
    for k in range(n - 1):
        if tag[k, 1] >= 0 and tag[k, 1] == tag[k + 1, 1]:
            total += spot[k, 6]
        else:
            total += _apart(spot[k], spot[k + 1], 3)
    return total


@njit
def _bend(paths, m, w, turn, shift, spot, tag, n, is_plane, ends, touch, best, work):
    """Find where a path bends around one surface; return state, place (-1: nowhere), length."""
    s = paths.wrap_surface[w]
    first = paths.point_first[m]
    begin, end = n, -1
    for k in range(n):
        p = tag[k, 0] - first
        if tag[k, 0] >= 0 and paths.wrap_range[w, 0] <= p <= paths.wrap_range[w, 1]:
            begin, end = min(begin, k), k
    least, between, at, state = np.inf, 0.0, -1, FREE
    for k in range(begin, end):
        w1, w2 = tag[k, 1], tag[k + 1, 1]
        if w1 >= 0 and w2 >= 0 and paths.wrap_surface[w1] == paths.wrap_surface[w2]:
            continue
        _bring_back(turn[s], shift[s], spot[k], ends[0])
        _bring_back(turn[s], shift[s], spot[k + 1], ends[1])
        state, length = _around(
            ends, paths.surface_kind[s], paths.surface_size[s], paths.surface_side[s, 0],
            paths.surface_side[s, 1], paths.wrap_method[w], is_plane, touch, work,
        )  # fmt: skip
        if state < AROUND:
            continue
        more = _apart(ends[0], touch[0], 0) + length + _apart(touch[1], ends[1], 0)
        more -= _apart(ends[0], ends[1], 0)
        if state == PIERCED or more < least:
            least, between, at = more, length, k
            _carry(turn[s], shift[s], touch[0], best[0])
            _carry(turn[s], shift[s], touch[1], best[1])
        if state == PIERCED:
            break
    return state, at, between


@njit
def _wrap(paths, m, turn, shift, spot, tag, n, ends, touch, best, old, order, state, work):
    """Bend a path around its surfaces, one after the other, until it settles.

    Like OpenSim 4.6, several wraps in one path show the points where each first touched, while
    the lengths on the surfaces are those of the last round.
    """
    start = paths.wrap_first[m]
    n_wraps = paths.wrap_first[m + 1] - start
    for i in range(n_wraps):
        order[i] = start + i
        state[i, 1] = 0
    like = paths.like_opensim == 1
    rounds = 1 if n_wraps < 2 else MOST_ROUNDS if like else MOST_FINE_ROUNDS
    last_length = np.inf
    for turn_no in range(rounds):
        for i in range(n_wraps):
            w = order[i]
            n = _remove(spot, tag, n, w)
            state[i, 0], at, between = _bend(
                paths, m, w, turn, shift, spot, tag, n, like and n_wraps < 2, ends, touch, best,
                work,
            )  # fmt: skip
            if at < 0:
                continue
            row = w - start
            if not (like and state[row, 1] == 1):
                state[row, 1] = 1
                for side in range(2):
                    for k in range(3):
                        old[row, side, k] = best[side, k]
            n = _insert(spot, tag, n, at, w, paths.wrap_holder[w], best, between, old[row])
        length = _length(spot, tag, n)
        if abs(length - last_length) < (SETTLED_M if like else SETTLED_FINELY_M):
            break
        last_length = length
        if n_wraps > 1 and turn_no == 0 and state[0, 0] == FREE and state[1, 0] == INSIDE:
            order[0], order[1] = order[1], order[0]
            n = _remove(spot, tag, n, order[1])
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
def _pull(tree, paths, m, spot, tag, n, q, gain, rotation, translation, force, wrench, arm):
    """Write force and moment of a unit tension on each holder, about its body's origin."""
    first = paths.holder_first[m]
    for h in range(paths.holder_first[m + 1] - first):
        for i in range(6):
            wrench[h, i] = 0.0
    for k in range(n - 1):
        if tag[k, 1] >= 0 and tag[k, 1] == tag[k + 1, 1]:
            continue
        apart = _apart(spot[k], spot[k + 1], 0)
        if apart == 0.0:
            continue
        for side in range(2):
            at = k + side
            for i in range(3):
                force[i] = (1 - 2 * side) * (spot[k + 1, i] - spot[k, i]) / apart
            if tag[at, 0] >= 0 and paths.point_moving[tag[at, 0]] >= 0:
                _add_moving(tree, paths, m, tag[at, 0], force, q, gain, rotation, arm)
            if tag[k, 2] == tag[k + 1, 2]:
                continue
            h = tag[at, 2] - first
            b = paths.holder_body[tag[at, 2]]
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
    gain, local, force = np.ones(q.shape[1]), np.zeros(3), np.zeros(3)
    turn, shift = np.zeros((n_surfaces, 3, 3)), np.zeros((n_surfaces, 3))
    most, most_holders, most_wraps = 0, 0, 2
    for m in range(length.shape[1]):
        n_wraps = paths.wrap_first[m + 1] - paths.wrap_first[m]
        n_points = paths.point_first[m + 1] - paths.point_first[m]
        most = max(most, n_points + 2 * n_wraps)
        most_wraps = max(most_wraps, n_wraps)
        most_holders = max(most_holders, paths.holder_first[m + 1] - paths.holder_first[m])
    # of each point: place, place as shown, length to the next on a surface; point, wrap, holder
    spot, tag = np.zeros((most, 7)), np.zeros((most, 3), dtype=np.int64)
    wrench, work = np.zeros((most_holders, 6)), np.zeros((8, 3))
    ends, touch, best = np.zeros((2, 3)), np.zeros((2, 3)), np.zeros((2, 3))
    old, order = np.zeros((most_wraps, 2, 3)), np.zeros(most_wraps, dtype=np.int64)
    state = np.zeros((most_wraps, 2), dtype=np.int64)
    for frame in range(q.shape[0]):
        pose, arm = q[frame], moment_arm[frame]
        _couple(tree, pose, gain)
        _place(tree, pose, rotation, translation, joint_axis, slope, centre, one, two)
        for s in range(n_surfaces):
            b = paths.surface_body[s]
            _multiply(rotation[b], paths.surface_turn[s], turn[s])
            _carry(rotation[b], translation[b], paths.surface_shift[s], shift[s])
        for m in range(length.shape[1]):
            n = _start(paths, m, pose, rotation, translation, spot, local, tag)
            if paths.wrap_first[m + 1] > paths.wrap_first[m]:
                n = _wrap(
                    paths, m, turn, shift, spot, tag, n, ends, touch, best, old, order, state, work
                )
            length[frame, m] = _length(spot, tag, n)
            _pull(
                tree, paths, m, spot, tag, n, pose, gain, rotation, translation, force, wrench, arm
            )
            _project(tree, paths, m, wrench, joint_axis, slope, centre, gain, translation, arm)
            if pull.shape[0] > 0:
                first = paths.holder_first[m]
                for h in range(first, paths.holder_first[m + 1]):
                    for i in range(6):
                        pull[frame, h, i] = wrench[h - first, i]
