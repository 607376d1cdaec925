"""Every function of a model as pieces of polynomials: one form for all that is evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.osim.functions import Function, Polyline, Polynomial, Scaled, Spline

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Pieces:
    """A function in pieces: from ``start[i]`` on it is a polynomial in ``x - origin[i]``.

    Parameters
    ----------
    start
        Where each piece begins, shape (n_pieces,); the first is minus infinity.
    origin
        What is taken off x, same shape.
    coefficients
        Shape (n_pieces, n_powers), lowest power first.
    """

    start: FloatArray
    origin: FloatArray
    coefficients: FloatArray


def pieces_of(function: Function) -> Pieces:
    """Turn a function of a model file into pieces.

    Parameters
    ----------
    function
        As read.

    Returns
    -------
    pieces
        The same function.
    """
    if isinstance(function, Scaled):
        inner = pieces_of(function.function)
        return Pieces(inner.start, inner.origin, inner.coefficients * function.factor)
    if isinstance(function, Polynomial):
        row = np.array([function.coefficients or (0.0,)], dtype=np.float64)
        return Pieces(np.array([-np.inf]), np.zeros(1), row)
    x, y = np.array(function.x), np.array(function.y)
    if isinstance(function, Polyline):
        slopes = np.diff(y) / np.diff(x)
        rows = np.column_stack([y[:-1], slopes])
        return Pieces(np.concatenate([[-np.inf], x[1:-1]]), x[:-1], rows)
    return _spline_pieces(function, x, y)


def _spline_pieces(function: Spline, x: FloatArray, y: FloatArray) -> Pieces:
    slope, bend, third = spline_coefficients(x, y)
    inside = np.column_stack([y[:-1], slope[:-1], bend[:-1], third[:-1]])
    before = [y[0], slope[0], 0.0, 0.0]
    after = [y[-1], slope[-1], 0.0, 0.0]
    return Pieces(
        np.concatenate([[-np.inf], x]),
        np.concatenate([[x[0]], x]),
        np.vstack([before, inside, after]),
    )


def spline_coefficients(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return slope, half the curvature and a sixth of the third derivative at each knot.

    Parameters
    ----------
    x
        Knots, rising, shape (n_knots,).
    y
        Values, same shape.

    Returns
    -------
    slope, bend, third
        Coefficients of (x - knot), its square and its cube from each knot on.

    Notes
    -----
    Cubic spline with continuous second derivative; at each end its third derivative is that of
    the cubic through the four points nearest to that end [1]_. It is what SIMM and OpenSim
    use; not the natural spline that the name in older files promises. With three points the
    bend at the ends is set so that the whole is one parabola-like curve as in [1]_, with two it
    is a line.

    References
    ----------
    .. [1] G. E. Forsythe, M. A. Malcolm, C. B. Moler, Computer Methods for Mathematical
       Computations, Prentice-Hall 1977, chapter 4.
    """
    n = x.size
    h = np.diff(x)
    steep = np.diff(y) / h
    if n == 2:
        return np.array([steep[0], steep[0]]), np.zeros(2), np.zeros(2)
    matrix = np.zeros((n, n))
    right = np.zeros(n)
    for i in range(1, n - 1):
        matrix[i, i - 1 : i + 2] = h[i - 1], 2.0 * (h[i - 1] + h[i]), h[i]
        right[i] = steep[i] - steep[i - 1]
    matrix[0, :2] = -h[0], h[0]
    matrix[-1, -2:] = h[-1], -h[-1]
    if n > 3:
        second = right[1:-1] / (x[2:] - x[:-2])
        right[0] = h[0] ** 2 * (second[1] - second[0]) / (x[3] - x[0])
        right[-1] = -(h[-1] ** 2) * (second[-1] - second[-2]) / (x[-1] - x[-4])
    sigma: FloatArray = np.linalg.solve(matrix, right).astype(np.float64)
    slope = np.empty(n)
    slope[:-1] = steep - h * (sigma[1:] + 2.0 * sigma[:-1])
    slope[-1] = steep[-1] + h[-1] * (sigma[-2] + 2.0 * sigma[-1])
    third = np.empty(n)
    third[:-1] = np.diff(sigma) / h
    third[-1] = third[-2]
    return slope, 3.0 * sigma, third


@dataclass(frozen=True)
class FunctionTable:
    """All functions of a model, one after the other.

    Parameters
    ----------
    first
        First piece of each function, and one past the last, shape (n_functions + 1,).
    start
        As in ``Pieces``, of all functions.
    origin
        As in ``Pieces``.
    coefficients
        As in ``Pieces``, padded to the highest power.
    """

    first: NDArray[np.int64]
    start: FloatArray
    origin: FloatArray
    coefficients: FloatArray


def stack(functions: Sequence[Function]) -> FunctionTable:
    """Put functions into one table.

    Parameters
    ----------
    functions
        The functions.

    Returns
    -------
    table
        In the same order.
    """
    parts = [pieces_of(one) for one in functions] or [pieces_of(Polynomial((0.0,)))]
    powers = max(part.coefficients.shape[1] for part in parts)
    rows = [
        np.pad(part.coefficients, ((0, 0), (0, powers - part.coefficients.shape[1])))
        for part in parts
    ]
    return FunctionTable(
        np.cumsum([0, *(part.start.size for part in parts)], dtype=np.int64),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.origin for part in parts]),
        np.ascontiguousarray(np.vstack(rows)),
    )
