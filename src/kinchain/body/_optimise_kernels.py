"""The compiled static optimisation: least sum of powers of activations that gives the moments.

Imported only through ``kinchain.body.compile``: importing it compiles.

For given prices of the moments (the multipliers) each activation has a closed form, clipped to its
bounds; Newton's method on the prices ends in a few steps. A compliance too small to matter stands
beside every moment, so that a frame whose muscles are too weak still has an answer, and what
is missing is told.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, int64, njit

from kinchain.body._kernels import _F1, _I1, _solve_in_place
from kinchain.body._numba import kernel

COMPLIANCE, COMPLIANCE_OF_CUBE = 1e-10, 1e-11
"""Of every moment, in units of the root of the summed squares of its actuators' moments."""

CLOSE_ENOUGH = 1e-10
"""Missing part of a moment, in the same units, below which a frame is done."""

GIVEN = 1e-7
"""Missing part of a moment, in the same units, that may be left to the compliance."""

ROUNDING = 2e-16
"""Share of the dearest price that is lost to rounding, where a moment is out of reach."""

STILL = 1e-14
"""Share of the dearest price by which a step must move it to be one."""

DEFINITE = 1e-14
"""Least diagonal of the matrix of a step, of the greatest, that keeps it definite."""

MOST_ROUNDS = 3
"""How often what the compliance took is asked for again, where it can be given."""

MOST_STEPS = 100
MOST_LOOKS = 80
FARTHEST = 1e12
NEAR_TOP = 0.01
"""Slope of the dual function, of that at the outset, at which a search along a step ends."""

SMOOTH = 1e-6
"""Where the slope of the cube is met by that of a straight line: an activation too small to matter,
without which the answer of an actuator free in both senses would be infinitely quick at 0."""

CONVERGED, NOT_CONVERGED = 0, 1


@njit
def _answer(pay, is_cube, low, high):
    """Return the activation that is worth its pay, within its bounds."""
    if is_cube:
        a = (np.sqrt(SMOOTH * SMOOTH + 3.0 * abs(pay)) - SMOOTH) / 3.0
        if pay < 0.0:
            a = -a
    else:
        a = 0.5 * pay
    return min(max(a, low), high)


@njit
def _pulls(first, row, value, price, pull):
    """Write what each actuator is paid for a unit of activation."""
    for i in range(pull.size):
        total = 0.0
        for k in range(first[i], first[i + 1]):
            total += value[k] * price[row[k]]
        pull[i] = total


@njit
def _slope(t, along, start, is_cube, pay, turn, low, high):
    """Return the slope of the dual function t steps along a direction."""
    total = start - t * along
    for i in range(pay.size):
        if turn[i] != 0.0:
            total -= turn[i] * _answer(pay[i] + t * turn[i], is_cube, low[i], high[i])
    return total


@njit
def _reach(begin, along, start, is_cube, pay, turn, low, high):
    """Return how far to go along a direction: the slope falls all the way, to about 0."""
    t0, s0, t1 = 0.0, begin, 1.0
    s1 = _slope(t1, along, start, is_cube, pay, turn, low, high)
    if -0.5 * begin <= s1 <= 0.5 * begin:
        return 1.0
    while s1 > 0.5 * begin and t1 < FARTHEST:
        t0, s0 = t1, s1
        t1 *= 4.0
        s1 = _slope(t1, along, start, is_cube, pay, turn, low, high)
    if s1 >= -0.5 * begin:
        return t1
    for _ in range(MOST_LOOKS):
        t = t0 + (t1 - t0) * s0 / (s0 - s1)
        s = _slope(t, along, start, is_cube, pay, turn, low, high)
        if abs(s) < NEAR_TOP * begin:
            return t
        if s > 0.0:
            t0, s0 = t, s
            s1 *= 0.5
        else:
            t1, s1 = t, s
            s0 *= 0.5
    return t0


@njit
def _dual_newton(
    compliance, is_cube, first, row, value, moment, low, high, price, activation, pay, turn,
    matrix, step, missing, cold,
):  # fmt: skip
    """Find prices and activations of the least sum; return the steps."""
    m = moment.size
    enough = CLOSE_ENOUGH * (1.0 + np.abs(moment).max())
    for steps in range(MOST_STEPS):
        _pulls(first, row, value, price, pay)
        for r in range(m):
            missing[r] = moment[r] - compliance * price[r]
        matrix[:] = 0.0
        for i in range(pay.size):
            a = _answer(pay[i], is_cube, low[i], high[i])
            activation[i] = a
            is_free = low[i] < a < high[i] or (cold and steps == 0)
            quick = 0.5
            if is_cube and pay[i] != 0.0:
                quick = 0.5 / np.sqrt(SMOOTH * SMOOTH + 3.0 * abs(pay[i]))
            for k in range(first[i], first[i + 1]):
                missing[row[k]] -= a * value[k]
                if is_free:
                    stiff = value[k] * quick
                    for j in range(first[i], k + 1):
                        matrix[row[k], row[j]] += stiff * value[j]
        worst, dearest = 0.0, 0.0
        for r in range(m):
            worst = max(worst, abs(missing[r]))
            dearest = max(dearest, abs(price[r]))
        if worst <= enough + ROUNDING * dearest:
            return steps
        stiffest = 0.0
        for r in range(m):
            stiffest = max(stiffest, matrix[r, r])
        for r in range(m):
            matrix[r, r] += max(compliance, DEFINITE * stiffest)
            step[r] = missing[r]
        if not _solve_in_place(matrix, step, m):
            return MOST_STEPS
        longest = 0.0
        for r in range(m):
            longest = max(longest, abs(step[r]))
        if longest <= STILL * dearest:
            return steps
        _pulls(first, row, value, step, turn)
        start, along, begin = 0.0, 0.0, 0.0
        for r in range(m):
            start += step[r] * (moment[r] - compliance * price[r])
            along += compliance * step[r] * step[r]
            begin += step[r] * missing[r]
        t = _reach(begin, along, start, is_cube, pay, turn, low, high)
        for r in range(m):
            price[r] += t * step[r]
    return MOST_STEPS


@njit
def _left(first, row, value, wanted, activation, missing):
    """Write what of the moments is not given; return the largest."""
    missing[:] = wanted
    for i in range(activation.size):
        for k in range(first[i], first[i + 1]):
            missing[row[k]] -= activation[i] * value[k]
    most = 0.0
    for r in range(wanted.size):
        most = max(most, abs(missing[r]))
    return most


@kernel(
    _I1, float64[:, :, ::1], float64[:, ::1], float64[:, ::1], _I1, _F1, _F1, _F1, int64,
    float64[:, ::1], float64[:, ::1], int64[::1], int64[::1],
)  # fmt: skip
def optimise(
    chosen, arm, strength, moment, actuator_row, actuator_strength, low, high, exponent,
    activation, missing_out, steps_out, state_out,
):  # fmt: skip
    """Optimise each frame, beginning at the prices of the frame before."""
    n_muscles, n_actuators, m = strength.shape[1], actuator_row.size, chosen.size
    n = n_muscles + n_actuators
    first, row = np.zeros(n + 1, np.int64), np.zeros(n_muscles * m + n_actuators, np.int64)
    value = np.zeros(row.size)
    scale, price, real_price = np.zeros(m), np.zeros(m), np.zeros(m)
    wanted, goal, missing, step = np.zeros(m), np.zeros(m), np.zeros(m), np.zeros(m)
    matrix, own = np.zeros((m, m)), np.zeros(n)
    pay, turn = np.zeros(n), np.zeros(n)
    compliance = COMPLIANCE_OF_CUBE if exponent == 3 else COMPLIANCE
    cold = True
    for frame in range(moment.shape[0]):
        at = 0
        scale[:] = 0.0
        for i in range(n_muscles):
            for r in range(m):
                one = arm[frame, i, chosen[r]] * strength[frame, i]
                if one != 0.0:
                    row[at], value[at] = r, one
                    scale[r] += one * one
                    at += 1
            first[i + 1] = at
        for i in range(n_actuators):
            row[at], value[at] = actuator_row[i], actuator_strength[i]
            scale[actuator_row[i]] += actuator_strength[i] ** 2
            at += 1
            first[n_muscles + i + 1] = at
        for r in range(m):
            scale[r] = 1.0 / np.sqrt(scale[r]) if scale[r] > 0.0 else 1.0
            wanted[r] = moment[frame, chosen[r]] * scale[r]
            price[r] = real_price[r] / scale[r]
        for k in range(at):
            value[k] *= scale[row[k]]
        goal[:] = wanted
        enough = GIVEN * (1.0 + np.abs(wanted).max())
        before = np.inf
        steps_out[frame] = 0
        state_out[frame] = CONVERGED
        for _ in range(MOST_ROUNDS):
            steps = _dual_newton(
                compliance, exponent == 3, first, row, value, goal, low, high, price, own, pay,
                turn, matrix, step, missing, cold,
            )  # fmt: skip
            steps_out[frame] += steps
            cold = steps >= MOST_STEPS
            left = _left(first, row, value, wanted, own, missing)
            if cold and before == np.inf:
                state_out[frame] = NOT_CONVERGED
            if left < 0.5 * before:
                activation[frame] = own
                for r in range(m):
                    missing_out[frame, r] = missing[r] / scale[r]
            if cold or left <= enough or left >= 0.5 * before:
                break
            before = left
            for r in range(m):
                goal[r] += missing[r]
        for r in range(m):
            real_price[r] = 0.0 if cold else price[r] * scale[r]
