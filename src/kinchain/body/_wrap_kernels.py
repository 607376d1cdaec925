"""How a straight piece of a path bends around a surface: cylinder, sphere, ellipsoid.

Each function takes the two ends of the piece in the frame of the surface, writes where the path
touches the surface and where it leaves it, and returns what happens and the length between.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0911, PLR0912, PLR0913, PLR0915, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import njit

FREE, INSIDE, AROUND, PIERCED = 0, 1, 2, 3
"""No contact; an end lies inside; goes around; goes around since the piece pierces the surface."""

TURN = 2.0 * np.pi
PLANE = True


@njit
def _tangent(x, y, radius, way, out):
    """Write where a tangent from (x, y) touches the circle, turning by way (+1, -1)."""
    square = x * x + y * y
    along = radius * radius / square
    across = way * radius * np.sqrt(square - radius * radius) / square
    out[0] = along * x - across * y
    out[1] = along * y + across * x


@njit
def _arc(a, b, way):
    """Return the angle from a to b about the axis, turning by way."""
    angle = way * np.arctan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])
    return angle if angle >= 0.0 else angle + TURN


@njit
def _cylinder_way(p, radius, axis, sign, r):
    """Write the tangent points of the way around that a quadrant asks for, else the shorter."""
    way = 0
    if axis >= 0:
        for end in range(2):
            if way == 0:
                turn = 1 - 2 * end
                _tangent(p[end, 0], p[end, 1], radius, turn, r[0])
                _tangent(p[end, 0], p[end, 1], radius, -turn, r[1])
                here, there = sign * r[0, axis] > 0.0, sign * r[1, axis] > 0.0
                if here != there:
                    way = 1 if here else -1
    shortest = np.inf
    if way == 0:
        for one in (1, -1):
            _tangent(p[0, 0], p[0, 1], radius, one, r[0])
            _tangent(p[1, 0], p[1, 1], radius, -one, r[1])
            angle = _arc(r[0], r[1], one)
            if angle < shortest:
                way, shortest = one, angle
    _tangent(p[0, 0], p[0, 1], radius, way, r[0])
    _tangent(p[1, 0], p[1, 1], radius, -way, r[1])
    return _arc(r[0], r[1], way)


@njit
def _around_cylinder(p, size, axis, sign, r):
    """Bend a piece around a cylinder about z: a straight line on its unrolled surface."""
    radius = size[0]
    square = radius * radius
    a, b = p[0, 0] ** 2 + p[0, 1] ** 2, p[1, 0] ** 2 + p[1, 1] ** 2
    if a < square or b < square:
        return INSIDE, 0.0
    x, y, z = p[1, 0] - p[0, 0], p[1, 1] - p[0, 1], p[1, 2] - p[0, 2]
    run = x * x + y * y
    t = -(p[0, 0] * x + p[0, 1] * y) / run if run > 0.0 else 0.0
    near_x, near_y = p[0, 0] + t * x, p[0, 1] + t * y
    is_pierced = 0.0 < t < 1.0 and near_x * near_x + near_y * near_y < square
    if not is_pierced:
        if axis < 0:
            return FREE, 0.0
        first, second = sign * p[0, axis] > 0.0, sign * p[1, axis] > 0.0
        near = near_x if axis == 0 else near_y if axis == 1 else p[0, 2] + t * z
        if (first or second) and (first == second or sign * near > 0.0):
            return FREE, 0.0
    angle = _cylinder_way(p, radius, axis if axis < 2 else -1, sign, r)
    before, after = np.sqrt(a - square), np.sqrt(b - square)
    around = radius * angle
    if PLANE:
        za = p[0, 2] + z * np.sqrt(a) / (np.sqrt(a) + np.sqrt(b))
        n0 = p[0, 1] * (p[1, 2] - za) - (p[0, 2] - za) * p[1, 1]
        n1 = (p[0, 2] - za) * p[1, 0] - p[0, 0] * (p[1, 2] - za)
        n2 = p[0, 0] * p[1, 1] - p[0, 1] * p[1, 0]
        lo, hi = min(p[0, 2], p[1, 2]), max(p[0, 2], p[1, 2])
        for e in range(2):
            r[e, 2] = min(max(za - (n0 * r[e, 0] + n1 * r[e, 1]) / n2, lo), hi)
    else:
        rise = z / (before + around + after)
        r[0, 2] = p[0, 2] + rise * before
        r[1, 2] = p[1, 2] - rise * after
    half = 0.5 * size[1]
    if abs(r[0, 2]) > half and abs(r[1, 2]) > half:
        return FREE, 0.0
    return PIERCED if is_pierced else AROUND, np.sqrt(around**2 + (r[1, 2] - r[0, 2]) ** 2)


@njit
def _around(p, kind, size, axis, sign, method, r):
    """Bend a piece around a surface."""
    if kind == 0:
        return _around_cylinder(p, size, axis, sign, r)
    return FREE, 0.0
