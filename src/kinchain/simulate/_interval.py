"""One interval of the stride: collocation, balance and cost, with exact derivatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._cost import cost
from kinchain.simulate._joint_forces import load_rows
from kinchain.simulate._layout import (
    INTERVAL,
    N_END,
    N_GLOBAL,
    N_LOADS,
    N_STAGES,
    Columns,
    IntArray,
    columns,
    interval_scale,
)
from kinchain.simulate._names import COORDINATES, N_F, N_M, N_Q
from kinchain.simulate._parameters import Named, places
from kinchain.simulate._stage import State, instant

RADAU = ((5.0 / 12.0, -1.0 / 12.0), (3.0 / 4.0, 1.0 / 4.0))
"""Two stages of Radau's third-order method, which damps what is too fast for the mesh
(hairer1996)."""

SHARE = (3.0 / 4.0, 1.0 / 4.0)
AT = (1.0 / 3.0, 1.0)

RISE_S, FALL_S = 0.015, 0.060
"""Time constants of activation, as De Groote 2016 uses them (degroote2016)."""

BALANCE = np.array(
    [
        50.0 if name[:-2] in {"hip_flexion", "knee_angle", "ankle_angle"}
        else 10.0 if name.startswith("midfoot") else 5.0 if name.startswith("mtp")
        else 50.0 if name in {"pelvis_tilt", "lumbar_extension"} else 100.0
        for name in COORDINATES
    ]
)  # fmt: skip
"""Size of the forces in each equation, N m or N."""

SMALL_SPEED, SMALL_Q = 10.0, 100.0
"""The solver sees collocation errors of speeds and coordinates multiplied by these."""

N_EQUAL = N_STAGES * (3 * N_Q + 2 * N_F + 2 * N_LOADS)
N_LESS = 2 * N_M
N_ROWS = N_EQUAL + N_LESS
N_LOCAL = N_END + INTERVAL + N_GLOBAL


@dataclass(frozen=True)
class Interval:
    """Functions of one interval.

    Parameters
    ----------
    value
        (local, parameters, wanted, interval length over stride) -> cost, rows.
    price
        The same -> cost and its gradient.
    slope
        The same -> rows and the entries of their Jacobian.
    curvature
        The same and multipliers (cost, rows) -> entries of the Hessian's upper triangle.
    jacobian, hessian
        Rows and columns of these entries.
    """

    value: Sym
    price: Sym
    slope: Sym
    curvature: Sym
    jacobian: tuple[IntArray, IntArray]
    hessian: tuple[IntArray, IntArray]


def build_interval() -> Interval:
    """Build the functions of one interval."""
    local = ca.SX.sym("local", N_LOCAL)
    p = ca.SX.sym("p", len(places()))
    wanted = ca.SX.sym("wanted", N_STAGES * N_Q)
    step = ca.SX.sym("step")
    price, rows = _expressions(local, p, wanted, step)
    given = [local, p, wanted, step]
    gradient = ca.gradient(price, local)
    jacobian = ca.jacobian(rows, local)
    by_price, by_row = ca.SX.sym("by_price"), ca.SX.sym("by_row", N_ROWS)
    hessian, _ = ca.hessian(by_price * price + ca.dot(by_row, rows), local)
    hessian = ca.triu(hessian)
    return Interval(
        ca.Function("value", given, [price, rows]),
        ca.Function("price", given, [price, ca.densify(gradient)]),
        ca.Function("slope", given, [rows, _entries(jacobian)]),
        ca.Function("curvature", [*given, by_price, by_row], [_entries(hessian)]),
        _where(jacobian),
        _where(hessian),
    )


def build_stage() -> Sym:
    """Build the function of one instant: variables, parameters, wanted -> balance, cost."""
    s = symbols()
    p = ca.SX.sym("p", len(places()))
    wanted = ca.SX.sym("wanted", N_Q)
    named = Named(p)
    now = instant(named, s)
    price = cost(named, s, now, wanted)
    balance = ca.vertcat(now.residual / BALANCE, now.hill, load_rows(named, s, now))
    return ca.Function("stage", [*vars(s).values(), p, wanted], [balance, price])


def symbols() -> State:
    """Return the variables of one instant as symbols."""
    sizes = {"q": N_Q, "qd": N_Q, "qdd": N_Q, "tendon": N_F, "tendon_rate": N_F,
             "load": N_LOADS, "knee": N_LOADS, "activation": N_M, "lumbar": 1}  # fmt: skip
    return State(**{name: ca.SX.sym(name, size) for name, size in sizes.items()})


def _entries(matrix: Sym) -> Sym:
    return ca.vertcat(*matrix.nonzeros())


def _where(matrix: Sym) -> tuple[IntArray, IntArray]:
    rows, cols = matrix.sparsity().get_triplet()
    return np.array(rows), np.array(cols)


def _expressions(local: Sym, p: Sym, wanted: Sym, step: Sym) -> tuple[Sym, Sym]:
    at = columns()
    stage = build_stage()
    before, own = local[:N_END], local[N_END : N_END + INTERVAL]
    stride, speed = local[N_END + INTERVAL], local[N_END + INTERVAL + 1]
    size = interval_scale()
    before, own = before * size[at.end], own * size
    q0, qd0, f0 = before[:N_Q], before[N_Q : 2 * N_Q], before[2 * N_Q : 2 * N_Q + N_F]
    a0, lumbar0 = before[2 * N_Q + N_F : -1], before[-1]
    a2, lumbar2 = _take(own, at.activation), own[int(at.lumbar[0])]
    length = step * stride
    states = [
        _state(own, at, i, a0 + AT[i] * (a2 - a0), lumbar0 + AT[i] * (lumbar2 - lumbar0))
        for i in range(N_STAGES)
    ]
    rows = []
    moving = ca.SX.zeros(N_Q)
    moving[COORDINATES.index("pelvis_tx")] = speed
    for weights, s in zip(RADAU, states, strict=True):
        gain = [sum(w * one for w, one in zip(weights, each, strict=True))
                for each in ([one.qd - moving for one in states], [one.qdd for one in states],
                             [one.tendon_rate for one in states])]  # fmt: skip
        rows += [SMALL_Q * (s.q - q0 - length * gain[0]),
                 SMALL_SPEED * (s.qd - qd0 - length * gain[1]),
                 SMALL_SPEED * (s.tendon - f0 - length * gain[2])]  # fmt: skip
    price = 0.0
    for i, s in enumerate(states):
        balance, one = stage(*vars(s).values(), p, wanted[i * N_Q : (i + 1) * N_Q])
        rows.append(balance)
        price = price + SHARE[i] * step * one
    change = a2 - a0
    rows += [change / length + a2 / FALL_S, change / length + a2 / RISE_S - 1.0 / RISE_S]
    rows[-2:] = [RISE_S * one for one in rows[-2:]]
    # Over the distance of a unit of time: cost for each metre, 1.25 m/s being as it is.
    return price * USUAL_MPS / speed, ca.vertcat(*rows)


USUAL_MPS = 1.25


def _state(own: Sym, at: Columns, i: int, activation: Sym, lumbar: Sym) -> State:
    q, qd, qdd, tendon, rate, load, knee = (
        _take(own, one[i])
        for one in (at.q, at.qd, at.qdd, at.tendon, at.tendon_rate, at.load, at.knee)
    )
    return State(q, qd, qdd, tendon, rate, load, knee, activation, lumbar)


def _take(own: Sym, where: IntArray) -> Sym:
    return own[[int(i) for i in where]]
