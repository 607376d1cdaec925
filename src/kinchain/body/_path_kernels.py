"""The compiled core of muscle geometry: points, wraps, lengths and what a tension does.

Imported only through ``kinchain.body.compile``: importing it compiles. Types stand in the
signatures, which numba checks. Small functions take single arrays and not the whole table, which
would be handed over field by field.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, int64, njit, types

from kinchain.body._kernels import _F1, _F2, _F3, _I1, _I2, TREE, _couple, _place, _value
from kinchain.body._numba import kernel
from kinchain.body._path_arrays import Paths
from kinchain.body._wrap_kernels import (
    AROUND,
    CYLINDER,
    FREE,
    INSIDE,
    PIERCED,
    _around_cylinder,
    _around_ellipsoid,
    inner,
)

_FIELDS = {
    "first": _I2, "point": _I2, "place": _F2, "moving": _I2, "moving_turn": _F3,
    "moving_shift": _F2, "function_first": _I1, "piece_start": _F1, "piece_origin": _F1,
    "piece_coefficient": _F2, "wrap": _I2, "surface": _I2, "surface_turn": _F3,
    "surface_shift": _F2, "surface_size": _F2, "holder": _I2, "span": _I1, "axis": _I2,
    "like_opensim": int64,
}  # fmt: skip
PATHS = types.NamedTuple([_FIELDS[name] for name in Paths._fields], Paths)

once = njit(error_model="numpy", inline="always")
"""For functions with one caller and many arrays: handing these over costs more than the work."""

RANGE_SLACK = 1e-5
"""What a coordinate may lie outside a conditional point's range, as in OpenSim."""

MOST_ROUNDS = 8
SETTLED_M = 5e-4
"""Several wraps of a path are gone through in turn, at most so often, until the length changes by
less than this: as OpenSim does."""

MOST_FINE_ROUNDS = 500
SETTLED_FINELY_M = 1e-14
"""The same where shortest paths are asked for: the places settle as the root of the length."""


@once
def _start(begin, end, point, place, moved, q, rotation, translation, spot, tag):
    """Write the points of a muscle that are there, in ground; return how many."""
    n = 0
    for p in range(begin, end):
        c = point[p, 2]
        if c >= 0 and not place[p, 3] - RANGE_SLACK <= q[c] <= place[p, 4] + RANGE_SLACK:
            continue
        b = point[p, 1]
        x, y, z = place[p, 0], place[p, 1], place[p, 2]
        row = point[p, 3]
        if row >= 0:
            x, y, z = moved[row, 0, 0], moved[row, 0, 1], moved[row, 0, 2]
        for i in range(3):
            spot[n, i] = (
                translation[b, i]
                + rotation[b, i, 0] * x
                + rotation[b, i, 1] * y
                + rotation[b, i, 2] * z
            )
            spot[n, 3 + i] = spot[n, i]
        tag[n, 0] = p
        tag[n, 1] = -1
        tag[n, 2] = point[p, 0]
        n += 1
    return n


@inner
def _apart(a, i, b, j, at):
    x, y, z = b[j, at] - a[i, at], b[j, at + 1] - a[i, at + 1], b[j, at + 2] - a[i, at + 2]
    return np.sqrt(x * x + y * y + z * z)


@inner
def _remove(spot, tag, n, w):
    """Take the two points of a wrap off the path; return how many are left."""
    at = 0
    while at < n and tag[at, 1] != w:
        at += 1
    if at == n:
        return n
    for k in range(at, n - 2):
        for i in range(7):
            spot[k, i] = spot[k + 2, i]
        for i in range(3):
            tag[k, i] = tag[k + 2, i]
    return n - 2


@inner
def _insert(spot, tag, n, at, w, held, best, between, old, row):
    """Put the two points of a wrap after a point of the path; return how many there are."""
    for k in range(n - 1, at, -1):
        for i in range(7):
            spot[k + 2, i] = spot[k, i]
        for i in range(3):
            tag[k + 2, i] = tag[k, i]
    for side in range(2):
        k = at + 1 + side
        for i in range(3):
            spot[k, i] = best[side, i]
            spot[k, 3 + i] = old[row, side, i]
        spot[k, 6] = between
        tag[k, 0] = -1
        tag[k, 1] = w
        tag[k, 2] = held
    return n + 2


@inner
def _length(spot, tag, n):
    """Return the length of a path, between its points as they are shown."""
    total = 0.0
    for k in range(n - 1):
        if tag[k, 1] >= 0 and tag[k, 1] == tag[k + 1, 1]:
            total += spot[k, 6]
        else:
            total += _apart(spot, k, spot, k + 1, 3)
    return total


@once
def _bend(wrap, w, base, surface, size, turn, shift, spot, tag, n, is_plane, pair, work):
    """Find where a path bends around one surface; return state, place (-1: nowhere), length."""
    s = wrap[w, 0]
    begin, end = n, -1
    for k in range(n):
        p = tag[k, 0] - base
        if tag[k, 0] >= 0 and wrap[w, 3] <= p <= wrap[w, 4]:
            begin, end = min(begin, k), k
    ends, touch, best = pair[0], pair[1], pair[2]
    least, between, at, state = np.inf, 0.0, -1, FREE
    for k in range(begin, end):
        w1, w2 = tag[k, 1], tag[k + 1, 1]
        if w1 >= 0 and w2 >= 0 and wrap[w1, 0] == wrap[w2, 0]:
            continue
        for side in range(2):
            for i in range(3):
                ends[side, i] = (
                    turn[s, 0, i] * (spot[k + side, 0] - shift[s, 0])
                    + turn[s, 1, i] * (spot[k + side, 1] - shift[s, 1])
                    + turn[s, 2, i] * (spot[k + side, 2] - shift[s, 2])
                )
        axis, sign = surface[s, 2], surface[s, 3]
        if surface[s, 1] == CYLINDER:
            state, length = _around_cylinder(ends, size, s, axis, sign, is_plane, touch)
        else:
            state, length = _around_ellipsoid(
                ends, surface[s, 1], size[s], axis, sign, wrap[w, 2], touch, work
            )
        if state < AROUND:
            continue
        more = _apart(ends, 0, touch, 0, 0) + length + _apart(touch, 1, ends, 1, 0)
        more -= _apart(ends, 0, ends, 1, 0)
        if state == PIERCED or more < least:
            least, between, at = more, length, k
            for side in range(2):
                for i in range(3):
                    best[side, i] = (
                        shift[s, i]
                        + turn[s, i, 0] * touch[side, 0]
                        + turn[s, i, 1] * touch[side, 1]
                        + turn[s, i, 2] * touch[side, 2]
                    )
        if state == PIERCED:
            break
    return state, at, between


@once
def _bend_all(
    begin, end, wrap, base, surface, size, turn, shift, spot, tag, n, like, pair, old, order, work
):
    """Bend a path around its surfaces, one after the other, until it settles.

    Like OpenSim 4.6, a path with several wraps shows the points where it first touched each, and
    the lengths on the surfaces of the last round.
    """
    n_wraps = end - begin
    for i in range(n_wraps):
        order[i, 0] = begin + i
        order[i, 1] = 0
    rounds = 1 if n_wraps < 2 else MOST_ROUNDS if like else MOST_FINE_ROUNDS
    last_length = np.inf
    for turn_no in range(rounds):
        for i in range(n_wraps):
            w = order[i, 0]
            n = _remove(spot, tag, n, w)
            order[i, 2], at, between = _bend(
                wrap, w, base, surface, size, turn, shift, spot, tag, n, like and n_wraps < 2,
                pair, work,
            )  # fmt: skip
            if at < 0:
                continue
            row = w - begin
            if not (like and order[row, 1] == 1):
                order[row, 1] = 1
                for side in range(2):
                    for k in range(3):
                        old[row, side, k] = pair[2, side, k]
            n = _insert(spot, tag, n, at, w, wrap[w, 1], pair[2], between, old, row)
        if n_wraps < 2:
            break
        length = _length(spot, tag, n)
        if abs(length - last_length) < (SETTLED_M if like else SETTLED_FINELY_M):
            break
        last_length = length
        if turn_no == 0 and order[0, 2] == FREE and order[1, 2] == INSIDE:
            order[0, 0], order[1, 0] = order[1, 0], order[0, 0]
            n = _remove(spot, tag, n, order[1, 0])
    return n


@once
def _pull(begin, end, point, moving, moved, spot, tag, n, wrench, arm, m):
    """Write force and moment of a unit tension on each holder, about the ground's origin."""
    for h in range(end - begin):
        for i in range(6):
            wrench[h, i] = 0.0
    for k in range(n - 1):
        if tag[k, 1] >= 0 and tag[k, 1] == tag[k + 1, 1]:
            continue
        apart = _apart(spot, k, spot, k + 1, 0)
        if apart == 0.0:
            continue
        u = (spot[k + 1, 0] - spot[k, 0]) / apart
        v = (spot[k + 1, 1] - spot[k, 1]) / apart
        w = (spot[k + 1, 2] - spot[k, 2]) / apart
        sign = 1.0
        for at in range(k, k + 2):
            row = point[tag[at, 0], 3] if tag[at, 0] >= 0 else -1
            if row >= 0:
                for i in range(3):
                    arm[m, moving[row, 7 + i]] += sign * (
                        u * moved[row, 1 + i, 0]
                        + v * moved[row, 1 + i, 1]
                        + w * moved[row, 1 + i, 2]
                    )
            sign = -1.0
        if tag[k, 2] == tag[k + 1, 2]:
            continue
        x, y, z = spot[k, 0], spot[k, 1], spot[k, 2]
        x, y, z = y * w - z * v, z * u - x * w, x * v - y * u
        sign = 1.0
        for at in range(k, k + 2):
            h = tag[at, 2] - begin
            wrench[h, 0] += sign * u
            wrench[h, 1] += sign * v
            wrench[h, 2] += sign * w
            wrench[h, 3] += sign * x
            wrench[h, 4] += sign * y
            wrench[h, 5] += sign * z
            sign = -1.0


@once
def _project(begin, end, holder, span, axis, screw, wrench, arm, m):
    """Add the generalised force of the forces on the holders of a muscle."""
    for h in range(begin, end):
        for at in range(holder[h, 1], holder[h, 2]):
            k = span[at]
            total = 0.0
            for i in range(6):
                total += screw[k, i] * wrench[h - begin, i]
            arm[m, axis[k, 3]] += total


@once
def _screws(axis, joint_axis, slope, centre, gain, screw):
    """Write what each axis makes of a force and a moment about the ground's origin."""
    for k in range(axis.shape[0]):
        b, slot = axis[k, 0], axis[k, 1]
        rate = slope[b, slot] * gain[axis[k, 2]]
        x, y, z = joint_axis[b, slot, 0], joint_axis[b, slot, 1], joint_axis[b, slot, 2]
        if slot < 3:
            screw[k, 0] = rate * (centre[b, 1] * z - centre[b, 2] * y)
            screw[k, 1] = rate * (centre[b, 2] * x - centre[b, 0] * z)
            screw[k, 2] = rate * (centre[b, 0] * y - centre[b, 1] * x)
            screw[k, 3], screw[k, 4], screw[k, 5] = rate * x, rate * y, rate * z
        else:
            screw[k, 0], screw[k, 1], screw[k, 2] = rate * x, rate * y, rate * z
            screw[k, 3], screw[k, 4], screw[k, 5] = 0.0, 0.0, 0.0


@kernel(TREE, PATHS, float64[:, ::1], float64[:, ::1], float64[:, :, ::1], float64[:, :, ::1])
def trace(tree, paths, q, length, moment_arm, pull):
    """Length and moment arms of every muscle in every frame; pulls where they have room."""
    n_bodies, n_surfaces, n_moving = (
        tree.parent.size,
        paths.surface.shape[0],
        paths.moving.shape[0],
    )
    rotation, translation = np.zeros((n_bodies, 3, 3)), np.zeros((n_bodies, 3))
    joint_axis, slope = np.zeros((n_bodies, 6, 3)), np.zeros((n_bodies, 6))
    centre, one, two = np.zeros((n_bodies, 3)), np.zeros((3, 3)), np.zeros((3, 3))
    gain, screw = np.ones(q.shape[1]), np.zeros((paths.axis.shape[0], 6))
    turn, shift = np.zeros((n_surfaces, 3, 3)), np.zeros((n_surfaces, 3))
    moved = np.zeros((n_moving, 4, 3))  # of each moving point: its place, then its slopes
    most, most_holders, most_wraps = 0, 0, 2
    first = paths.first
    for m in range(length.shape[1]):
        n_wraps = first[m + 1, 1] - first[m, 1]
        most = max(most, first[m + 1, 0] - first[m, 0] + 2 * n_wraps)
        most_wraps = max(most_wraps, n_wraps)
        most_holders = max(most_holders, first[m + 1, 2] - first[m, 2])
    # of each point: place, place as shown, length to the next on a surface; point, wrap, holder
    spot, tag = np.zeros((most, 7)), np.zeros((most, 3), dtype=np.int64)
    wrench, work, pair = np.zeros((most_holders, 6)), np.zeros((9, 3)), np.zeros((3, 2, 3))
    old, order = np.zeros((most_wraps, 2, 3)), np.zeros((most_wraps, 3), dtype=np.int64)
    like = paths.like_opensim == 1
    for frame in range(q.shape[0]):
        pose, arm = q[frame], moment_arm[frame]
        _couple(tree, pose, gain)
        _place(tree, pose, rotation, translation, joint_axis, slope, centre, one, two)
        _screws(paths.axis, joint_axis, slope, centre, gain, screw)
        for s in range(n_surfaces):
            b = paths.surface[s, 0]
            for i in range(3):
                shift[s, i] = translation[b, i]
                for j in range(3):
                    shift[s, i] += rotation[b, i, j] * paths.surface_shift[s, j]
                    turn[s, i, j] = 0.0
                    for k in range(3):
                        turn[s, i, j] += rotation[b, i, k] * paths.surface_turn[s, k, j]
        for row in range(n_moving):
            b = paths.moving[row, 0]
            for i in range(3):
                moved[row, 0, i] = paths.moving_shift[row, i]
            for k in range(3):
                c = paths.moving[row, 1 + k]
                value, rate = _value(paths, paths.moving[row, 4 + k], pose[c])
                for i in range(3):
                    moved[row, 0, i] += paths.moving_turn[row, i, k] * value
                    moved[row, 1 + k, i] = 0.0
                    for j in range(3):
                        moved[row, 1 + k, i] += (
                            rotation[b, i, j] * paths.moving_turn[row, j, k] * rate * gain[c]
                        )
        for m in range(length.shape[1]):
            n = _start(
                first[m, 0], first[m + 1, 0], paths.point, paths.place, moved, pose, rotation,
                translation, spot, tag,
            )  # fmt: skip
            if first[m + 1, 1] > first[m, 1]:
                n = _bend_all(
                    first[m, 1], first[m + 1, 1], paths.wrap, first[m, 0], paths.surface,
                    paths.surface_size, turn, shift, spot, tag, n, like, pair, old, order, work,
                )  # fmt: skip
            length[frame, m] = _length(spot, tag, n)
            begin, end = first[m, 2], first[m + 1, 2]
            _pull(begin, end, paths.point, paths.moving, moved, spot, tag, n, wrench, arm, m)
            _project(begin, end, paths.holder, paths.span, paths.axis, screw, wrench, arm, m)
            if pull.shape[0] == 0:
                continue
            for h in range(begin, end):
                b = paths.holder[h, 0]
                x, y, z = translation[b, 0], translation[b, 1], translation[b, 2]
                u, v, w = wrench[h - begin, 0], wrench[h - begin, 1], wrench[h - begin, 2]
                pull[frame, h, 0], pull[frame, h, 1], pull[frame, h, 2] = u, v, w
                pull[frame, h, 3] = wrench[h - begin, 3] - (y * w - z * v)
                pull[frame, h, 4] = wrench[h - begin, 4] - (z * u - x * w)
                pull[frame, h, 5] = wrench[h - begin, 5] - (x * v - y * u)
