"""Paths that are given as polynomials of coordinates: their length and moment arms."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from kinchain.body.model import Model
from kinchain.body.osim.model import OsimFunctionPath, OsimPolynomial
from kinchain.body.tree import Tree

FloatArray = NDArray[np.float64]


def polynomial(function: OsimPolynomial, x: FloatArray, along: int | None = None) -> FloatArray:
    """Return a polynomial of several variables, or its slope.

    Parameters
    ----------
    function
        The polynomial.
    x
        Variables, shape (n_frames, n_variables).
    along
        Variable that the slope is asked for; None for the value.

    Returns
    -------
    value
        Shape (n_frames,).
    """
    terms = (
        one
        for one in product(range(function.order + 1), repeat=x.shape[1])
        if sum(one) <= function.order
    )
    total = np.zeros(len(x))
    for coefficient, exponents in zip(function.coefficients, terms, strict=True):
        powers = np.array(exponents)
        factor = coefficient
        if along is not None:
            if powers[along] == 0:
                continue
            factor *= powers[along]
            powers[along] -= 1
        total += factor * np.prod(x**powers, axis=1)
    return total


def gain(tree: Tree, column: int, q: FloatArray) -> FloatArray:
    """Return how fast a coordinate follows its driver; 1 for a free one.

    Parameters
    ----------
    tree
        The model's arrays.
    column
        The coordinate.
    q
        All coordinates, shape (n_frames, n_coords).

    Returns
    -------
    gain
        Shape (n_frames,).
    """
    if tree.driver[column] < 0:
        return np.ones(len(q))
    f = tree.driver_function[column]
    first, last = tree.function_first[f], tree.function_first[f + 1]
    x = q[:, tree.driver[column]]
    piece = first + np.searchsorted(tree.piece_start[first + 1 : last], x, side="right")
    t = x - tree.piece_origin[piece]
    powers = np.arange(1, tree.piece_coefficient.shape[1])
    slopes: FloatArray = (
        powers * tree.piece_coefficient[piece, 1:] * t[:, None] ** (powers - 1)
    ).sum(1)
    return slopes


def add_function_path(
    model: Model, path: OsimFunctionPath, q: FloatArray, length: FloatArray, arm: FloatArray
) -> None:
    """Write length and moment arms of one muscle.

    Parameters
    ----------
    model
        The model.
    path
        Its path.
    q
        Coordinates, coupled ones set, shape (n_frames, n_coords).
    length
        Where the length goes, shape (n_frames,), m.
    arm
        Where the moment arms go, zero before, shape (n_frames, n_coords).
    """
    columns = [model.coordinate(name) for name in path.coordinates]
    x = q[:, columns]
    length[:] = polynomial(path.length, x)
    for i, column in enumerate(columns):
        if path.moment_arms:
            own = polynomial(path.moment_arms[i], x)
        else:
            own = -polynomial(path.length, x, i)
        driver = int(model.tree.driver[column])
        arm[:, driver if driver >= 0 else column] += own * gain(model.tree, column, q)
