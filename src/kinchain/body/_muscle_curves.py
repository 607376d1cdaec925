"""The smooth curves of the Millard muscle, as tables that are quick to read.

A curve is a chain of quintic Bezier corners [1]_; solving each for its parameter at run time would
cost more than all else of a muscle, so the values and slopes are laid on an even grid once.

References
----------
.. [1] M. Millard, T. Uchida, A. Seth, S. L. Delp, Flexing computational muscle, Journal of
   Biomechanical Engineering 135, 2013. https://doi.org/10.1115/1.4023390
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

N_CELLS = 1024
"""Cells of a table: then a curve is met to 1e-7 of the greatest isometric force."""

PLATEAU_HALF_WIDTH = 0.05
"""Half the gap over which a fibre keeps its greatest force, optimal lengths (OpenSim 4.6)."""

STEEPER = 1.25
"""Slope of the steep ascending limb over its mean slope (OpenSim 4.6)."""

NEAR_GREATEST_SPEED = 0.9
"""Where the slope "near" the greatest speed holds, of that speed."""

Line = tuple[float, float, float]
"""A point of a curve and its slope there: x, y, dy/dx."""


@dataclass(frozen=True)
class Curve:
    """A curve on an even grid, straight beyond its ends.

    Parameters
    ----------
    start
        Where the grid begins.
    step
        Width of a cell.
    table
        Value and slope at each node, shape (N_CELLS + 1, 2).
    """

    start: float
    step: float
    table: FloatArray


def _corner(first: Line, last: Line, curviness: float) -> tuple[FloatArray, FloatArray]:
    """Return the six control points of a bend that leaves one line and joins another."""
    (x0, y0, m0), (x1, y1, m1) = first, last
    if abs(m0 - m1) > np.sqrt(np.finfo(float).eps):
        x = (y1 - y0 - x1 * m1 + x0 * m0) / (m0 - m1)
    else:
        x = 0.5 * (x0 + x1)
    y = (x - x1) * m1 + y1
    near = x0 + curviness * (x - x0), y0 + curviness * (y - y0)
    far = x1 + curviness * (x - x1), y1 + curviness * (y - y1)
    points = np.array([(x0, y0), near, near, far, far, (x1, y1)])
    return points[:, 0], points[:, 1]


def _bezier(control: FloatArray, u: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return value and slope over u of a quintic Bezier curve."""
    level = [np.full(u.shape, one) for one in control]
    slope = u
    while len(level) > 1:
        if len(level) == 2:
            slope = 5.0 * (level[1] - level[0])
        level = [a + u * (b - a) for a, b in pairwise(level)]
    return level[0], slope


def _on_grid(lines: Sequence[Line], curviness: Sequence[float]) -> Curve:
    """Lay a chain of corners on an even grid."""
    start, end = lines[0][0], lines[-1][0]
    x = np.linspace(start, end, N_CELLS + 1)
    table = np.empty((x.size, 2))
    for i, bend in enumerate(curviness):
        first, last = lines[i], lines[i + 1]
        inside = (x >= first[0]) & (x <= last[0])
        if not inside.any():
            continue
        control_x, control_y = _corner(first, last, bend)
        u = _parameter(control_x, x[inside])
        _, x_slope = _bezier(control_x, u)
        y, y_slope = _bezier(control_y, u)
        table[inside, 0] = y
        table[inside, 1] = y_slope / x_slope
    table[0], table[-1] = lines[0][1:], lines[-1][1:]
    return Curve(start, (end - start) / N_CELLS, table)


def _parameter(control: FloatArray, x: FloatArray) -> FloatArray:
    """Return u where the Bezier curve reaches x: halving, then Newton's steps."""
    low, high = np.zeros(x.size), np.ones(x.size)
    for _ in range(12):
        u = 0.5 * (low + high)
        is_short = _bezier(control, u)[0] < x
        low, high = np.where(is_short, u, low), np.where(is_short, high, u)
    u = 0.5 * (low + high)
    for _ in range(6):
        value, slope = _bezier(control, u)
        u = np.clip(u - (value - x) / slope, low, high)
    return np.asarray(u)


def _bend(curviness: float) -> float:
    return 0.1 + 0.8 * curviness


def active_force_length(values: Mapping[str, float]) -> Curve:
    """Build the active force over fibre length, both normalised.

    Parameters
    ----------
    values
        ``min_norm_active_fiber_length``, ``transition_norm_fiber_length``,
        ``max_norm_active_fiber_length``, ``shallow_ascending_slope``, ``minimum_value``.
    """
    x0, x1 = values["min_norm_active_fiber_length"], values["transition_norm_fiber_length"]
    x3, shallow = values["max_norm_active_fiber_length"], values["shallow_ascending_slope"]
    least, wide = values["minimum_value"], PLATEAU_HALF_WIDTH
    shoulder = 1.0 - wide
    y1 = 1.0 - shallow * (shoulder - x1)
    lines = [
        (x0, least, 0.0),
        (0.5 * (x0 + x1), 0.5 * y1, STEEPER * y1 / (x1 - x0)),
        (0.5 * (x1 + shoulder), 0.5 * (1.0 + y1), shallow),
        (1.0, 1.0, 0.0),
        (0.5 * (1.0 + wide + x3), 0.5, -1.0 / (x3 - 1.0 - 2.0 * wide)),
        (x3, least, 0.0),
    ]
    return _on_grid(lines, [_bend(1.0)] * 5)


def force_velocity(values: Mapping[str, float]) -> Curve:
    """Build the factor of the active force over fibre speed; shortening is negative.

    Parameters
    ----------
    values
        ``concentric_slope_at_vmax``, ``concentric_slope_near_vmax``, ``isometric_slope``,
        ``eccentric_slope_at_vmax``, ``eccentric_slope_near_vmax``,
        ``max_eccentric_velocity_force_multiplier``, ``concentric_curviness``,
        ``eccentric_curviness``.
    """
    near = NEAR_GREATEST_SPEED
    at, at_near = values["concentric_slope_at_vmax"], values["concentric_slope_near_vmax"]
    out, out_near = values["eccentric_slope_at_vmax"], values["eccentric_slope_near_vmax"]
    most = values["max_eccentric_velocity_force_multiplier"]
    lines = [
        (-1.0, 0.0, at),
        (-near, 0.5 * (at + at_near) * (1.0 - near), at_near),
        (0.0, 1.0, values["isometric_slope"]),
        (near, most - 0.5 * (out + out_near) * (1.0 - near), out_near),
        (1.0, most, out),
    ]
    bends = _bend(values["concentric_curviness"]), _bend(values["eccentric_curviness"])
    return _on_grid(lines, [bends[0], bends[0], bends[1], bends[1]])


def passive_force_length(values: Mapping[str, float]) -> Curve:
    """Build the passive force over fibre length, both normalised.

    Parameters
    ----------
    values
        ``strain_at_zero_force``, ``strain_at_one_norm_force`` and, where the model says them,
        ``stiffness_at_low_force``, ``stiffness_at_one_norm_force``, ``curviness``.
    """
    zero, one = values["strain_at_zero_force"], values["strain_at_one_norm_force"]
    stiff = values.get("stiffness_at_one_norm_force", 2.0 / (one - zero))
    low = values.get("stiffness_at_low_force", 0.2)
    x0, x1 = 1.0 + zero, 1.0 + one
    apart = min(0.1 / stiff, 0.1 * (x1 - x0))
    lines = [(x0, 0.0, 0.0), (x0 + apart, low * 0.5 * apart, low), (x1, 1.0, stiff)]
    return _on_grid(lines, [_bend(values.get("curviness", 0.75))] * 2)


def tendon_force_length(values: Mapping[str, float]) -> Curve:
    """Build the tendon's force over its length, both normalised.

    Parameters
    ----------
    values
        ``strain_at_one_norm_force`` and, where the model says them,
        ``stiffness_at_one_norm_force``, ``norm_force_at_toe_end``, ``curviness``.
    """
    strain = values["strain_at_one_norm_force"]
    stiff = values.get("stiffness_at_one_norm_force", 1.375 / strain)
    toe = values.get("norm_force_at_toe_end", 2.0 / 3.0)
    x_one = 1.0 + strain
    x_toe = (toe - 1.0) / stiff + x_one
    foot = 1.0 + (x_toe - 1.0) / 10.0
    x_middle = (0.5 * toe - 1.0) / stiff + x_one
    rise = 0.5 * toe / (x_middle - foot)
    x_between = foot + 0.5 * (x_middle - foot)
    lines = [
        (1.0, 0.0, 0.0),
        (x_between, rise * (x_between - foot), rise),
        (x_toe, toe, stiff),
    ]
    return _on_grid(lines, [_bend(values.get("curviness", 0.5))] * 2)


def read_curve(curve: Curve, x: FloatArray) -> FloatArray:
    """Return values of a curve.

    Parameters
    ----------
    curve
        The curve.
    x
        Any shape.
    """
    inside = np.clip((np.asarray(x) - curve.start) / curve.step, 0.0, N_CELLS)
    cell = np.minimum(inside.astype(np.int64), N_CELLS - 1)
    t = inside - cell
    y0, m0 = curve.table[cell, 0], curve.table[cell, 1] * curve.step
    y1, m1 = curve.table[cell + 1, 0], curve.table[cell + 1, 1] * curve.step
    rise = y1 - y0
    value = y0 + t * (m0 + t * (3.0 * rise - 2.0 * m0 - m1 + t * (m0 + m1 - 2.0 * rise)))
    beyond = np.asarray(x) - (curve.start + inside * curve.step)
    slope = np.where(beyond < 0.0, curve.table[0, 1], curve.table[-1, 1])
    return np.asarray(value + np.where(np.abs(beyond) > 1e-12, slope * beyond, 0.0))
