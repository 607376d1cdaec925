"""The whole stride as one nonlinear programme, put together from its intervals."""

from __future__ import annotations

from typing import Any

import numpy as np

from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._interval import N_EQUAL, N_LESS, N_LOCAL, N_ROWS, Interval, build_interval
from kinchain.simulate._layout import INTERVAL, N_GLOBAL, N_STAGES, IntArray, columns
from kinchain.simulate._names import COORDINATES, N_Q
from kinchain.simulate._parameters import FloatArray, places


class Problem:
    """A stride cut into intervals, built once.

    Parameters
    ----------
    mesh
        Number of intervals.
    """

    def __init__(self, mesh: int) -> None:
        self.mesh = mesh
        self.n = mesh * INTERVAL + N_GLOBAL
        self.rows = mesh * N_ROWS + 1
        self.interval = build_interval()
        self.local = _local(mesh)
        self._x = ca.MX.sym("x", self.n)
        self._p = ca.MX.sym("p", len(places()) + mesh * N_STAGES * N_Q)
        self.functions = self._functions(self.interval)

    def _given(self) -> list[Sym]:
        n_p = len(places())
        local = ca.reshape(self._x[_flat(self.local)], N_LOCAL, self.mesh)
        p = ca.repmat(self._p[:n_p], 1, self.mesh)
        wanted = ca.reshape(self._p[n_p:], N_STAGES * N_Q, self.mesh)
        return [local, p, wanted, ca.DM.ones(1, self.mesh) / self.mesh]

    def _functions(self, one: Interval) -> dict[str, Sym]:
        given, x, p = self._given(), self._x, self._p
        price, rows = one.value.map(self.mesh)(*given)
        g = ca.vertcat(ca.vec(rows), self._phase(x))
        f = ca.sum2(price)
        price, gradient = one.price.map(self.mesh)(*given)
        rows, entries = one.slope.map(self.mesh)(*given)
        g_again = ca.vertcat(ca.vec(rows), self._phase(x))
        slope = _sum_matrix(self.local.T.ravel(), self.n) @ ca.vec(gradient)
        jacobian = self._jacobian(one, entries)
        by_price = ca.MX.sym("lam_f")
        by_row = ca.MX.sym("lam_g", self.rows)
        weights = ca.reshape(by_row[: self.mesh * N_ROWS], N_ROWS, self.mesh)
        entries = one.curvature.map(self.mesh)(*given, ca.repmat(by_price, 1, self.mesh), weights)
        hessian = self._hessian(one, entries)
        return {
            "nlp": {"x": x, "p": p, "f": f, "g": g},
            "grad_f": ca.Function("nlp_grad_f", [x, p], [ca.sum2(price), slope],
                                  ["x", "p"], ["f", "grad_f_x"]),
            "jac_g": ca.Function("nlp_jac_g", [x, p], [g_again, jacobian], ["x", "p"],
                                 ["g", "jac_g_x"]),
            "hess_lag": ca.Function("nlp_hess_l", [x, p, by_price, by_row], [hessian],
                                    ["x", "p", "lam_f", "lam_g"], ["triu_hess_gamma_x_x"]),
        }  # fmt: skip

    def _phase(self, x: Sym) -> Sym:
        right, left = self._phase_columns()
        return x[right] - x[left]

    def _phase_columns(self) -> tuple[int, int]:
        """Return the variables that are equal at its beginning: both thighs are side by side."""
        q = columns().q[1] + (self.mesh - 1) * INTERVAL
        right, left = (COORDINATES.index(f"hip_flexion_{side}") for side in "rl")
        return int(q[right]), int(q[left])

    def _jacobian(self, one: Interval, entries: Sym) -> Sym:
        row, col = one.jacobian
        rows: IntArray = (row[:, None] + N_ROWS * np.arange(self.mesh)[None, :]).T.ravel()
        cols: IntArray = self.local[col].T.ravel()
        right, left = self._phase_columns()
        rows = np.concatenate([rows, [self.rows - 1, self.rows - 1]])
        cols = np.concatenate([cols, [right, left]])
        values = ca.vertcat(ca.vec(entries), 1.0, -1.0)
        return _assembled(rows, cols, values, (self.rows, self.n))

    def _hessian(self, one: Interval, entries: Sym) -> Sym:
        row, col = one.hessian
        rows, cols = self.local[row].T.ravel(), self.local[col].T.ravel()
        upper = np.minimum(rows, cols), np.maximum(rows, cols)
        return _assembled(*upper, ca.vec(entries), (self.n, self.n))

    def row_bounds(self) -> tuple[FloatArray, FloatArray]:
        """Return lower and upper bounds of all rows."""
        low = np.concatenate([np.zeros(N_EQUAL), np.zeros(N_LESS // 2),
                              np.full(N_LESS // 2, -np.inf)])  # fmt: skip
        high = np.concatenate([np.zeros(N_EQUAL), np.full(N_LESS // 2, np.inf),
                               np.zeros(N_LESS // 2)])  # fmt: skip
        return np.append(np.tile(low, self.mesh), 0.0), np.append(np.tile(high, self.mesh), 0.0)

    def solver(self, options: dict[str, Any], callback: Sym | None = None) -> Sym:
        """Return a solver of the problem.

        Parameters
        ----------
        options
            Of IPOPT.
        callback
            Called after each step; it can end the search.
        """
        told = {one: self.functions[one] for one in ("grad_f", "jac_g", "hess_lag")}
        told |= {"ipopt": options, "print_time": False, "error_on_fail": False}
        if callback is not None:
            told["iteration_callback"] = callback
        return ca.nlpsol("walk", "ipopt", self.functions["nlp"], told)


def _local(mesh: int) -> IntArray:
    """Return where the local variables of each interval stand, shape (n_local, mesh)."""
    end = columns().end
    last = mesh * INTERVAL
    made = []
    for k in range(mesh):
        before = ((k - 1) % mesh) * INTERVAL + end
        own = k * INTERVAL + np.arange(INTERVAL)
        made.append(np.concatenate([before, own, last + np.arange(N_GLOBAL)]))
    return np.stack(made, axis=1)


def _flat(where: IntArray) -> list[int]:
    return [int(i) for i in where.T.ravel()]


def _sum_matrix(where: IntArray, n: int) -> Sym:
    """Return the matrix that adds entries to where they belong."""
    count = len(where)
    return ca.DM.triplet([int(i) for i in where], list(range(count)), ca.DM.ones(count), n, count)


def _assembled(rows: IntArray, cols: IntArray, values: Sym, shape: tuple[int, int]) -> Sym:
    """Return a sparse matrix of entries; those of one place are added."""
    key = cols.astype(np.int64) * shape[0] + rows
    order, inverse = np.unique(key, return_inverse=True)
    sparsity = ca.Sparsity.triplet(
        shape[0], shape[1], [int(i) for i in order % shape[0]], [int(i) for i in order // shape[0]]
    )
    if len(order) == len(key):
        place = np.empty(len(key), np.int64)
        place[inverse] = np.arange(len(key))
        return ca.MX(sparsity, values[[int(i) for i in place]])
    return ca.MX(sparsity, _sum_matrix(inverse, len(order)) @ values)
