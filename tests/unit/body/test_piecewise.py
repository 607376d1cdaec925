"""Functions in pieces: values, slopes and what lies beyond their knots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from kinchain.body.osim.functions import Function, Polyline, Polynomial, Scaled, Spline
from kinchain.body.piecewise import pieces_of, spline_coefficients

EXACT = 1e-12
"""Both evaluate the same few terms in float64."""


def value(function: Function, x: NDArray[np.float64]) -> NDArray[np.float64]:
    held = pieces_of(function)
    piece = np.searchsorted(held.start, x, side="right") - 1
    t = x - held.origin[piece]
    powers = np.arange(held.coefficients.shape[1])
    return np.asarray((held.coefficients[piece] * t[:, None] ** powers).sum(axis=1))


def test_polynomials_and_factors() -> None:
    x = np.linspace(-2, 2, 9)
    function = Scaled(Polynomial((1.0, -2.0, 0.5)), 3.0)
    np.testing.assert_allclose(value(function, x), 3.0 * (1 - 2 * x + 0.5 * x**2), atol=EXACT)


def test_polyline_goes_on_at_both_ends() -> None:
    function = Polyline((0.0, 1.0, 3.0), (0.0, 2.0, 2.0))
    got = value(function, np.array([-1.0, 0.5, 1.0, 2.0, 4.0]))
    np.testing.assert_allclose(got, [-2.0, 1.0, 2.0, 2.0, 2.0], atol=EXACT)


def test_spline_meets_its_points_with_two_continuous_derivatives() -> None:
    x = np.array([-2.0, -1.2, -0.4, 0.1, 0.9, 1.9])
    y = np.sin(x)
    slope, bend, third = spline_coefficients(x, y)
    h = np.diff(x)
    np.testing.assert_allclose(
        y[:-1] + h * (slope[:-1] + h * (bend[:-1] + h * third[:-1])), y[1:], atol=EXACT
    )
    np.testing.assert_allclose(
        slope[:-1] + h * (2 * bend[:-1] + h * 3 * third[:-1]), slope[1:], atol=EXACT
    )
    np.testing.assert_allclose(bend[:-1] + 3 * h * third[:-1], bend[1:], atol=EXACT)


def test_spline_reproduces_a_cubic_as_any_spline_with_free_ends_does() -> None:
    x = np.array([-1.0, -0.3, 0.2, 1.1, 2.0])
    y = x**3 - 2 * x
    at = np.linspace(-1, 2, 31)
    got = value(Spline(tuple(x), tuple(y)), at)
    np.testing.assert_allclose(got, at**3 - 2 * at, atol=1e-11)
    np.testing.assert_allclose(got, CubicSpline(x, y)(at), atol=1e-11)


def test_spline_goes_on_straight_beyond_its_ends() -> None:
    x = np.array([-1.0, -0.3, 0.2, 1.1, 2.0])
    y = np.exp(x)
    slope, _, _ = spline_coefficients(x, y)
    got = value(Spline(tuple(x), tuple(y)), np.array([-3.0, 5.0]))
    np.testing.assert_allclose(got, [y[0] - 2 * slope[0], y[-1] + 3 * slope[-1]], atol=EXACT)


def test_a_spline_of_two_points_is_a_line() -> None:
    got = value(Spline((0.0, 2.0), (1.0, 5.0)), np.array([-1.0, 1.0, 3.0]))
    np.testing.assert_allclose(got, [-1.0, 3.0, 7.0], atol=EXACT)
