"""The compiled core of inverse dynamics: how bodies move, and the forces that it takes.

Imported only through ``kinchain.body.compile``: importing it compiles. Types stand in the
signatures, which numba checks; a kernel is one long loop, because that is what compiles well.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912, PLR0913, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, njit

from kinchain.body._kernels import _F1, _F2, _F3, _I1, TREE, _multiply, _turn
from kinchain.body._numba import kernel


@njit
def _value_slope_bend(tree, f, x):
    """Return value, slope and second derivative of function f at x."""
    piece = tree.function_first[f]
    last = tree.function_first[f + 1] - 1
    while piece < last and x >= tree.piece_start[piece + 1]:
        piece += 1
    t = x - tree.piece_origin[piece]
    value = 0.0
    slope = 0.0
    bend = 0.0
    for k in range(tree.piece_coefficient.shape[1] - 1, -1, -1):
        bend = bend * t + 2.0 * slope
        slope = slope * t + value
        value = value * t + tree.piece_coefficient[piece, k]
    return value, slope, bend


@njit
def _add_cross(a, b, scale, out):
    """Add scale times a x b."""
    out[0] += scale * (a[1] * b[2] - a[2] * b[1])
    out[1] += scale * (a[2] * b[0] - a[0] * b[2])
    out[2] += scale * (a[0] * b[1] - a[1] * b[0])


@njit
def _axis_in_ground(turn, axis, out):
    for i in range(3):
        out[i] = turn[i, 0] * axis[0] + turn[i, 1] * axis[1] + turn[i, 2] * axis[2]


@njit
def _carry(turning, turning_rate, arm, velocity, acceleration, work):
    """Carry velocity and acceleration along an arm that is fixed in a turning body."""
    work[0] = turning[1] * arm[2] - turning[2] * arm[1]
    work[1] = turning[2] * arm[0] - turning[0] * arm[2]
    work[2] = turning[0] * arm[1] - turning[1] * arm[0]
    for i in range(3):
        velocity[i] += work[i]
    _add_cross(turning_rate, arm, 1.0, acceleration)
    _add_cross(turning, work, 1.0, acceleration)


_OUT3, _OUT4 = float64[:, :, ::1], float64[:, :, :, ::1]


@kernel(
    TREE, _F1, _F2, _F3, _F1,
    _I1, _F3, _F3, _F3,
    float64[:, ::1], float64[:, ::1], float64[:, ::1],
    _OUT4, _OUT3, _OUT3, _OUT3, _OUT3, _OUT3,
    _OUT3, _OUT3, float64[:, ::1], float64[:, ::1],
)  # fmt: skip
def inverse(
    tree, mass, centre_of_mass, inertia, gravity,
    load_body, load_force, load_point, load_torque,
    q, speed, acceleration,
    rotation, origin, turning, moving, turning_rate, moving_rate,
    joint_force, joint_moment, force, independent,
):  # fmt: skip
    """Recursive Newton-Euler in the ground frame, frame by frame.

    Outwards: pose, velocity and acceleration of each body. Inwards: what each joint must pass on,
    and its share along each axis. An axis that no coordinate drives has a constant for its
    function, the first coefficient of its only piece.
    """
    n_bodies, n_coords = tree.parent.size, q.shape[1]
    arm, slope = np.zeros((n_bodies, 6, 3)), np.zeros((n_bodies, 6))
    centre = np.zeros((n_bodies, 3))
    one, two = np.zeros((3, 3)), np.zeros((3, 3))
    gain = np.ones(n_coords)
    w, dw = np.zeros(3), np.zeros(3)
    v, dv = np.zeros(3), np.zeros(3)
    reach, work = np.zeros(3), np.zeros(3)
    for frame in range(q.shape[0]):
        for c in range(n_coords):
            d = tree.driver[c]
            if d >= 0:
                x, u = q[frame, d], speed[frame, d]
                q[frame, c], gain[c], bend = _value_slope_bend(tree, tree.driver_function[c], x)
                speed[frame, c] = gain[c] * u
                acceleration[frame, c] = gain[c] * acceleration[frame, d] + bend * u * u
        turn, place = rotation[frame], origin[frame]
        turn[0] = np.eye(3)
        place[0] = 0.0
        turning[frame, 0] = 0.0
        moving[frame, 0] = 0.0
        turning_rate[frame, 0] = 0.0
        moving_rate[frame, 0] = 0.0
        for b in range(1, n_bodies):
            p = tree.parent[b]
            _multiply(turn[p], tree.parent_rotation[b], one)
            for i in range(3):
                reach[i] = 0.0
                for j in range(3):
                    reach[i] += turn[p, i, j] * tree.parent_translation[b, j]
                w[i], dw[i] = turning[frame, p, i], turning_rate[frame, p, i]
                v[i], dv[i] = moving[frame, p, i], moving_rate[frame, p, i]
            for k in range(3, 6):  # shifts along the parent's axes
                c, f = tree.axis_coordinate[b, k], tree.axis_function[b, k]
                value = tree.piece_coefficient[tree.function_first[f], 0]  # where nothing drives
                if c < 0 and value == 0.0:
                    continue
                _axis_in_ground(one, tree.axis[b, k], arm[b, k])
                if c >= 0:
                    x, u = q[frame, c], speed[frame, c]
                    value, slope[b, k], bend = _value_slope_bend(tree, f, x)
                    rate = slope[b, k] * u
                    change = slope[b, k] * acceleration[frame, c] + bend * u * u
                    for i in range(3):
                        v[i] += arm[b, k, i] * rate
                        dv[i] += arm[b, k, i] * change
                    _add_cross(w, arm[b, k], 2.0 * rate, dv)
                for i in range(3):
                    reach[i] += arm[b, k, i] * value
            _carry(w, dw, reach, v, dv, work)
            for i in range(3):
                centre[b, i] = place[p, i] + reach[i]
            for k in range(3):
                c, f = tree.axis_coordinate[b, k], tree.axis_function[b, k]
                value = tree.piece_coefficient[tree.function_first[f], 0]
                if c < 0 and value == 0.0:
                    continue
                _axis_in_ground(one, tree.axis[b, k], arm[b, k])
                if c >= 0:
                    x, u = q[frame, c], speed[frame, c]
                    value, slope[b, k], bend = _value_slope_bend(tree, f, x)
                    rate = slope[b, k] * u
                    change = slope[b, k] * acceleration[frame, c] + bend * u * u
                    _add_cross(w, arm[b, k], rate, dw)
                    for i in range(3):
                        w[i] += arm[b, k, i] * rate
                        dw[i] += arm[b, k, i] * change
                if value != 0.0:
                    _turn(one, tree.axis[b, k], value, two)
                    one[:, :] = two
            _multiply(one, tree.child_rotation[b], turn[b])
            for i in range(3):
                reach[i] = 0.0
                for j in range(3):
                    reach[i] += one[i, j] * tree.child_translation[b, j]
                place[b, i] = centre[b, i] + reach[i]
            _carry(w, dw, reach, v, dv, work)
            for i in range(3):
                turning[frame, b, i], turning_rate[frame, b, i] = w[i], dw[i]
                moving[frame, b, i], moving_rate[frame, b, i] = v[i], dv[i]
        for b in range(n_bodies):
            joint_force[frame, b] = 0.0
            joint_moment[frame, b] = 0.0
        for load in range(load_body.size):
            b = load_body[load]
            for i in range(3):
                joint_force[frame, b, i] -= load_force[frame, load, i]
                joint_moment[frame, b, i] -= load_torque[frame, load, i]
                reach[i] = load_point[frame, load, i] - place[b, i]
            _add_cross(reach, load_force[frame, load], -1.0, joint_moment[frame, b])
        force[frame] = 0.0
        for b in range(n_bodies - 1, 0, -1):
            p = tree.parent[b]
            pull, twist = joint_force[frame, b], joint_moment[frame, b]
            w[:], dw[:] = turning[frame, b], turning_rate[frame, b]
            dv[:] = moving_rate[frame, b]
            v[:] = 0.0
            for i in range(3):
                reach[i] = 0.0
                for j in range(3):
                    reach[i] += turn[b, i, j] * centre_of_mass[b, j]
            _carry(w, dw, reach, v, dv, work)
            for i in range(3):
                dv[i] = mass[b] * (dv[i] - gravity[i])
                pull[i] += dv[i]
            _add_cross(reach, dv, 1.0, twist)
            _multiply(turn[b], inertia[b], one)
            for i in range(3):  # inertia about the centre of mass, in the ground frame
                for j in range(3):
                    two[i, j] = (
                        one[i, 0] * turn[b, j, 0]
                        + one[i, 1] * turn[b, j, 1]
                        + one[i, 2] * turn[b, j, 2]
                    )
            for i in range(3):
                twist[i] += two[i, 0] * dw[0] + two[i, 1] * dw[1] + two[i, 2] * dw[2]
                v[i] = two[i, 0] * w[0] + two[i, 1] * w[1] + two[i, 2] * w[2]
            _add_cross(w, v, 1.0, twist)
            for i in range(3):
                reach[i] = place[b, i] - centre[b, i]
                work[i] = twist[i]
            _add_cross(reach, pull, 1.0, work)
            for k in range(6):
                c = tree.axis_coordinate[b, k]
                if c < 0:
                    continue
                if k < 3:
                    along = arm[b, k, 0] * work[0] + arm[b, k, 1] * work[1] + arm[b, k, 2] * work[2]
                else:
                    along = arm[b, k, 0] * pull[0] + arm[b, k, 1] * pull[1] + arm[b, k, 2] * pull[2]
                force[frame, c] += slope[b, k] * along
            for i in range(3):
                reach[i] = place[b, i] - place[p, i]
                joint_force[frame, p, i] += pull[i]
                joint_moment[frame, p, i] += twist[i]
            _add_cross(reach, pull, 1.0, joint_moment[frame, p])
        independent[frame] = 0.0
        for c in range(n_coords):
            d = tree.driver[c]
            if d >= 0:
                independent[frame, d] += gain[c] * force[frame, c]
            else:
                independent[frame, c] += force[frame, c]
