"""The compiled core: place the bodies, move the markers, fit a pose to markers.

Imported only through ``kinchain.body.compile``: importing it compiles. Types stand in the
signatures, which numba checks; a kernel is one long loop, because that is what compiles well.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912, PLR0913, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

from typing import Any

import numpy as np
from numba import float64, int64, njit, types

from kinchain.body._numba import kernel
from kinchain.body.tree import Tree


def _fixed(dtype: Any, n_dims: int) -> Any:
    return types.Array(dtype, n_dims, "C", readonly=True)


_I1, _I2 = _fixed(int64, 1), _fixed(int64, 2)
_F1, _F2, _F3 = _fixed(float64, 1), _fixed(float64, 2), _fixed(float64, 3)
_FIELDS = {
    "parent": _I1, "parent_rotation": _F3, "parent_translation": _F2, "child_rotation": _F3,
    "child_translation": _F2, "axis": _F3, "axis_coordinate": _I2, "axis_function": _I2,
    "function_first": _I1, "piece_start": _F1, "piece_origin": _F1, "piece_coefficient": _F2,
    "driver": _I1, "driver_function": _I1, "path_first": _I1, "path": _I1, "moved_first": _I1,
    "moved_by": _I1, "marker_body": _I1, "marker_location": _F2,
}  # fmt: skip
TREE = types.NamedTuple([_FIELDS[name] for name in Tree._fields], Tree)

STEEPEST_DAMPING = 1e12
FIRST_DAMPING = 1e-7
LEAST_DAMPING = 1e-12

FARTHEST_AHEAD = 0.3
"""Largest change of a coordinate between two frames, rad or m, that is carried on."""

CONVERGED, NOT_CONVERGED = 0, 1


@njit
def _value(tree, f, x):
    """Return value and slope of function f at x."""
    piece = tree.function_first[f]
    last = tree.function_first[f + 1] - 1
    while piece < last and x >= tree.piece_start[piece + 1]:
        piece += 1
    t = x - tree.piece_origin[piece]
    value = 0.0
    slope = 0.0
    for k in range(tree.piece_coefficient.shape[1] - 1, -1, -1):
        slope = slope * t + value
        value = value * t + tree.piece_coefficient[piece, k]
    return value, slope


@njit
def _multiply(a, b, out):
    for i in range(3):
        for j in range(3):
            out[i, j] = a[i, 0] * b[0, j] + a[i, 1] * b[1, j] + a[i, 2] * b[2, j]


@njit
def _turn(rotation, axis, angle, out):
    """Write rotation times the turn by an angle about a unit axis (Rodrigues)."""
    c, s = np.cos(angle), np.sin(angle)
    x, y, z = axis[0], axis[1], axis[2]
    d = 1.0 - c
    for i in range(3):
        a, b, e = rotation[i, 0], rotation[i, 1], rotation[i, 2]
        out[i, 0] = a * (c + x * x * d) + b * (y * x * d + z * s) + e * (z * x * d - y * s)
        out[i, 1] = a * (x * y * d - z * s) + b * (c + y * y * d) + e * (z * y * d + x * s)
        out[i, 2] = a * (x * z * d + y * s) + b * (y * z * d - x * s) + e * (c + z * z * d)


@njit
def _couple(tree, q, gain):
    """Set coupled coordinates from their drivers, and how fast they follow."""
    for c in range(q.size):
        gain[c] = 1.0
        if tree.driver[c] >= 0:
            q[c], gain[c] = _value(tree, tree.driver_function[c], q[tree.driver[c]])


@njit
def _place(tree, q, rotation, translation, arm, slope, centre, one, two):
    """Place all bodies; also each joint axis in ground, its slope and the joint's centre."""
    for i in range(3):
        translation[0, i] = 0.0
        for j in range(3):
            rotation[0, i, j] = 1.0 if i == j else 0.0
    for b in range(1, tree.parent.size):
        p = tree.parent[b]
        _multiply(rotation[p], tree.parent_rotation[b], one)
        for i in range(3):
            centre[b, i] = translation[p, i]
            for j in range(3):
                centre[b, i] += rotation[p, i, j] * tree.parent_translation[b, j]
        for k in range(3, 6):  # shifts along the parent's axes
            c = tree.axis_coordinate[b, k]
            value, slope[b, k] = _value(tree, tree.axis_function[b, k], q[c] if c >= 0 else 0.0)
            for i in range(3):
                arm[b, k, i] = (
                    one[i, 0] * tree.axis[b, k, 0]
                    + one[i, 1] * tree.axis[b, k, 1]
                    + one[i, 2] * tree.axis[b, k, 2]
                )
                centre[b, i] += arm[b, k, i] * value
        for k in range(3):
            c = tree.axis_coordinate[b, k]
            value, slope[b, k] = _value(tree, tree.axis_function[b, k], q[c] if c >= 0 else 0.0)
            for i in range(3):
                arm[b, k, i] = (
                    one[i, 0] * tree.axis[b, k, 0]
                    + one[i, 1] * tree.axis[b, k, 1]
                    + one[i, 2] * tree.axis[b, k, 2]
                )
            if value != 0.0:
                _turn(one, tree.axis[b, k], value, two)
                for i in range(3):
                    for j in range(3):
                        one[i, j] = two[i, j]
        _multiply(one, tree.child_rotation[b], rotation[b])
        for i in range(3):
            translation[b, i] = centre[b, i]
            for j in range(3):
                translation[b, i] += one[i, j] * tree.child_translation[b, j]


@njit
def _point(tree, m, rotation, translation, out):
    b = tree.marker_body[m]
    for i in range(3):
        out[i] = translation[b, i]
        for j in range(3):
            out[i] += rotation[b, i, j] * tree.marker_location[m, j]


@njit
def _columns(tree, m, point, arm, slope, centre, gain, out):
    """Write how a marker moves with each independent coordinate that moves its body."""
    b = tree.marker_body[m]
    for at in range(tree.moved_first[b], tree.moved_first[b + 1]):
        for i in range(3):
            out[i, tree.moved_by[at]] = 0.0
    for at in range(tree.path_first[b], tree.path_first[b + 1]):
        j = tree.path[at]
        x, y, z = point[0] - centre[j, 0], point[1] - centre[j, 1], point[2] - centre[j, 2]
        for k in range(6):
            c = tree.axis_coordinate[j, k]
            if c < 0 or slope[j, k] == 0.0:
                continue
            rate = slope[j, k] * gain[c]
            if tree.driver[c] >= 0:
                c = tree.driver[c]
            u, v, w = arm[j, k, 0], arm[j, k, 1], arm[j, k, 2]
            if k < 3:
                out[0, c] += rate * (v * z - w * y)
                out[1, c] += rate * (w * x - u * z)
                out[2, c] += rate * (u * y - v * x)
            else:
                out[0, c] += rate * u
                out[1, c] += rate * v
                out[2, c] += rate * w


@kernel(
    TREE, float64[:, ::1], float64[:, :, :, ::1], float64[:, :, ::1], float64[:, :, ::1],
    float64[:, :, :, ::1],
)  # fmt: skip
def forward(tree, q, rotation, translation, marker, jacobian):
    """Place bodies and markers in every frame; the Jacobian too where it has room."""
    n_bodies = tree.parent.size
    arm = np.zeros((n_bodies, 6, 3))
    slope = np.zeros((n_bodies, 6))
    centre = np.zeros((n_bodies, 3))
    one = np.zeros((3, 3))
    two = np.zeros((3, 3))
    gain = np.ones(q.shape[1])
    for frame in range(q.shape[0]):
        _couple(tree, q[frame], gain)
        turn, shift = rotation[frame], translation[frame]
        _place(tree, q[frame], turn, shift, arm, slope, centre, one, two)
        for m in range(tree.marker_body.size):
            _point(tree, m, turn, shift, marker[frame, m])
            if jacobian.shape[0] > 0:
                point, out = marker[frame, m], jacobian[frame, m]
                _columns(tree, m, point, arm, slope, centre, gain, out)


@njit(fastmath={"reassoc", "contract"})  # sums in any order: the inner loops run side by side
def _solve_in_place(a, x, n):
    """Solve a x = x by Cholesky in the lower half of a; False where a is not definite."""
    for j in range(n):
        total = a[j, j]
        for k in range(j):
            total -= a[j, k] * a[j, k]
        if not total > 0.0:
            return False
        root = np.sqrt(total)
        a[j, j] = root
        for i in range(j + 1, n):
            total = a[i, j]
            for k in range(j):
                total -= a[i, k] * a[j, k]
            a[i, j] = total / root
    for i in range(n):
        for k in range(i):
            x[i] -= a[i, k] * x[k]
        x[i] /= a[i, i]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            x[i] -= a[k, i] * x[k]
        x[i] /= a[i, i]
    return True


@njit
def _misses(tree, rotation, translation, target, weight, point, miss):
    """Write how far each marker is from its target; return the weighted sum of squares."""
    cost = 0.0
    for m in range(weight.size):
        if weight[m] > 0.0:
            _point(tree, m, rotation, translation, point[m])
            for i in range(3):
                miss[m, i] = point[m, i] - target[m, i]
                cost += weight[m] * miss[m, i] * miss[m, i]
    return cost


@njit
def _normal_equations(
    tree, weight, point, miss, arm, slope, centre, gain, place, columns, packed, row, normal, pull
):
    """Write the lower half of J'WJ, and J'W times the misses, over the free coordinates."""
    normal[:] = 0.0
    pull[:] = 0.0
    for m in range(weight.size):
        w = weight[m]
        if not w > 0.0:
            continue
        _columns(tree, m, point[m], arm, slope, centre, gain, columns)
        b = tree.marker_body[m]
        n = 0
        for at in range(tree.moved_first[b], tree.moved_first[b + 1]):
            c = tree.moved_by[at]
            if place[c] >= 0:
                row[n] = place[c]
                packed[n, 0], packed[n, 1], packed[n, 2] = (
                    columns[0, c],
                    columns[1, c],
                    columns[2, c],
                )
                n += 1
        for at in range(n):  # the rows rise: the lower half is filled
            r = row[at]
            x, y, z = w * packed[at, 0], w * packed[at, 1], w * packed[at, 2]
            pull[r] += x * miss[m, 0] + y * miss[m, 1] + z * miss[m, 2]
            for to in range(at + 1):
                normal[r, row[to]] += x * packed[to, 0] + y * packed[to, 1] + z * packed[to, 2]


@njit
def _step(free, lower, upper, q, normal, pull, damping, work, step, rank, trial):
    """Write the next trial pose; return the fall of the cost it promises, -1 where none."""
    n = 0
    for r in range(free.size):
        c = free[r]
        at_end = (q[c] <= lower[c] and pull[r] > 0.0) or (q[c] >= upper[c] and pull[r] < 0.0)
        if normal[r, r] > 0.0 and not at_end:
            rank[n] = r
            n += 1
    for i in range(n):
        r = rank[i]
        step[i] = -pull[r]
        for k in range(i + 1):
            work[i, k] = normal[r, rank[k]]
        work[i, i] += damping * normal[r, r]
    if not _solve_in_place(work, step, n):
        return -1.0
    trial[:] = q
    gained = 0.0
    for i in range(n):
        r = rank[i]
        c = free[r]
        trial[c] = min(max(q[c] + step[i], lower[c]), upper[c])
        step[i] = trial[c] - q[c]
        gained -= 2.0 * pull[r] * step[i] + normal[r, r] * step[i] * step[i]
        for k in range(i):
            gained -= 2.0 * normal[r, rank[k]] * step[i] * step[k]
    return abs(gained)


@kernel(
    TREE, _I1, _F1, _F1, float64[::1], float64[:, :, ::1], float64[:, ::1], int64, float64,
    float64[:, ::1], float64[::1], int64[::1], int64[::1],
)  # fmt: skip
def fit(
    tree,
    free,
    lower,
    upper,
    start,
    target,
    weight,
    most_steps,
    tolerance,
    q_out,
    cost_out,
    steps_out,
    state_out,
):
    """Fit each frame by Levenberg-Marquardt steps, starting where the last two point to."""
    n_bodies, n_markers = tree.parent.size, tree.marker_body.size
    n_coords, n = start.size, free.size
    rotation, translation = np.zeros((n_bodies, 3, 3)), np.zeros((n_bodies, 3))
    arm, slope = np.zeros((n_bodies, 6, 3)), np.zeros((n_bodies, 6))
    centre, one, two = np.zeros((n_bodies, 3)), np.zeros((3, 3)), np.zeros((3, 3))
    gain, columns = np.ones(n_coords), np.zeros((3, n_coords))
    place = np.full(n_coords, -1)
    for i in range(n):
        place[free[i]] = i
    packed, row = np.zeros((n, 3)), np.zeros(n, dtype=np.int64)
    point, miss = np.zeros((n_markers, 3)), np.zeros((n_markers, 3))
    normal, work = np.zeros((n, n)), np.zeros((n, n))
    pull, step, rank = np.zeros(n), np.zeros(n), np.zeros(n, dtype=np.int64)
    q, trial = start.copy(), start.copy()
    for frame in range(target.shape[0]):
        cost = np.inf
        damping = FIRST_DAMPING
        state = NOT_CONVERGED
        n_steps = 0
        trial[:] = q
        if frame > 1:
            ahead = q_out[frame - 1] - q_out[frame - 2]
            if np.abs(ahead).max() < FARTHEST_AHEAD:
                for c in free:
                    trial[c] = min(max(q[c] + ahead[c], lower[c]), upper[c])
        while True:
            _couple(tree, trial, gain)
            _place(tree, trial, rotation, translation, arm, slope, centre, one, two)
            new_cost = _misses(
                tree, rotation, translation, target[frame], weight[frame], point, miss
            )
            if new_cost < cost:
                cost = new_cost
                q[:] = trial
                damping = max(damping * 0.1, LEAST_DAMPING)
                _normal_equations(
                    tree, weight[frame], point, miss, arm, slope, centre, gain, place, columns,
                    packed, row, normal, pull,
                )  # fmt: skip
            else:
                damping = max(damping, 1e-6) * 10.0
            gained = -1.0
            while gained < 0.0 and damping < STEEPEST_DAMPING:
                gained = _step(
                    free, lower, upper, q, normal, pull, damping, work, step, rank, trial
                )
                if gained < 0.0:
                    damping = max(damping, 1e-6) * 10.0
            if 0.0 <= gained <= tolerance * cost:
                q[:] = trial  # the promised fall is too small to be worth a look
                _couple(tree, q, gain)
                state = CONVERGED
                break
            if damping >= STEEPEST_DAMPING or n_steps >= most_steps:
                break
            n_steps += 1
        q_out[frame] = q
        cost_out[frame] = cost
        steps_out[frame] = n_steps
        state_out[frame] = state
