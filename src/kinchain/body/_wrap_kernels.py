"""How a straight piece of a path bends around a surface: cylinder, sphere, ellipsoid.

Each function takes the two ends of the piece in the frame of the surface, writes where the path
touches the surface and where it leaves it, and returns what happens and the length between.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912, PLR0913, PLR0917, PLR1714
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import njit

FREE, INSIDE, AROUND, PIERCED = 0, 1, 2, 3
"""No contact; an end lies inside; goes around; goes around since the piece pierces the surface."""

CYLINDER, SPHERE, ELLIPSOID = 0, 1, 2
HYBRID, MIDPOINT, AXIAL = 0, 1, 2
"""Places in ``KINDS`` and ``METHODS``."""

TURN = 2.0 * np.pi

inner = njit(error_model="numpy")
"""For functions that become part of a kernel: a division by zero raises nothing."""

NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)
PANEL = 0.8
"""Length along an ellipse is summed by eight points (Gauss-Legendre) on panels of so many rad."""

TOUCHING = -1e-4
"""How far under the surface an end may lie (relative), as in OpenSim."""

LEAST_MU, MOST_MU = 0.7073, 0.9
"""Where along an axis of the ellipsoid a piece runs: its largest direction cosine, under which
the fan of nearest points alone gives the plane, and over which the axis alone."""

EDGE = 0.3
"""Share of the chord at its ends over which the axis' say fades out."""

N_FAN = 300


@inner
def _tangent(x, y, square, radius, way):
    """Return where a tangent from (x, y) touches the circle, turning by way (+1, -1)."""
    along = radius * radius / square
    across = way * radius * np.sqrt(max(square - radius * radius, 0.0)) / square
    return along * x - across * y, along * y + across * x


@inner
def _side_told(x, y, square, radius, axis, sign):
    """Return which turn from an end leads to the side that a quadrant tells, 0 if both or none."""
    u, v = _tangent(x, y, square, radius, 1)
    here = sign * (u if axis == 0 else v) > 0.0
    u, v = _tangent(x, y, square, radius, -1)
    there = sign * (u if axis == 0 else v) > 0.0
    return 0 if here == there else 1 if here else -1


@inner
def _height(x1, y1, z1, x2, y2, z2, a, b, u, v):
    """Return the height over (u, v) of the plane of both ends and a point of the axis."""
    z = z1 + (z2 - z1) * a / (a + b)
    height = z - ((y1 * (z2 - z) - (z1 - z) * y2) * u + ((z1 - z) * x2 - x1 * (z2 - z)) * v) / (
        x1 * y2 - y1 * x2
    )
    return min(max(height, min(z1, z2)), max(z1, z2))


@inner
def _around_cylinder(p, size, s, axis, sign, is_plane, r):
    """Bend a piece around a cylinder about z: a straight line on its unrolled surface.

    With is_plane it lies in one plane instead, as OpenSim has it where a path has one wrap.
    """
    radius = size[s, 0]
    x1, y1, z1, x2, y2, z2 = p[0, 0], p[0, 1], p[0, 2], p[1, 0], p[1, 1], p[1, 2]
    square = radius * radius
    a, b = x1 * x1 + y1 * y1, x2 * x2 + y2 * y2
    if a < square or b < square:
        return INSIDE, 0.0
    x, y = x2 - x1, y2 - y1
    run = x * x + y * y
    t = -(x1 * x + y1 * y) / run if run > 0.0 else 0.0
    near_x, near_y = x1 + t * x, y1 + t * y
    is_pierced = 0.0 < t < 1.0 and near_x * near_x + near_y * near_y < square
    way = 0
    if axis == 0 or axis == 1:
        first = sign * (x1 if axis == 0 else y1) > 0.0
        second = sign * (x2 if axis == 0 else y2) > 0.0
        near = sign * (near_x if axis == 0 else near_y) > 0.0
        if not is_pierced and (first or second) and (first == second or near):
            return FREE, 0.0
        way = _side_told(x1, y1, a, radius, axis, sign)
        if way == 0:
            way = -_side_told(x2, y2, b, radius, axis, sign)
    elif not is_pierced:
        return FREE, 0.0
    up = x1 * y2 - y1 * x2
    if way == 0:
        way = 1 if up >= 0.0 else -1
    u1, v1 = _tangent(x1, y1, a, radius, way)
    u2, v2 = _tangent(x2, y2, b, radius, -way)
    angle = way * np.arctan2(u1 * v2 - v1 * u2, u1 * u2 + v1 * v2)
    around = radius * (angle if angle >= 0.0 else angle + TURN)
    a, b = np.sqrt(a), np.sqrt(b)
    if is_plane and abs(up) > 1e-12 * a * b:
        w1 = _height(x1, y1, z1, x2, y2, z2, a, b, u1, v1)
        w2 = _height(x1, y1, z1, x2, y2, z2, a, b, u2, v2)
    else:
        before, after = np.sqrt(max(a * a - square, 0.0)), np.sqrt(max(b * b - square, 0.0))
        total = before + around + after
        rise = (z2 - z1) / total if total > 0.0 else 0.0
        w1, w2 = z1 + rise * before, z2 - rise * after
    half = 0.5 * size[s, 1]
    if abs(w1) > half and abs(w2) > half:
        return FREE, 0.0
    r[0, 0], r[0, 1], r[0, 2], r[1, 0], r[1, 1], r[1, 2] = u1, v1, w1, u2, v2, w2
    return PIERCED if is_pierced else AROUND, np.sqrt(around * around + (w2 - w1) * (w2 - w1))


@inner
def _unit(v):
    size = np.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2])
    if size > 0.0:
        for i in range(3):
            v[i] /= size
    return size


@inner
def _cross(a, b, out):
    out[0] = a[1] * b[2] - a[2] * b[1]
    out[1] = a[2] * b[0] - a[0] * b[2]
    out[2] = a[0] * b[1] - a[1] * b[0]


@inner
def _around_section(p, half, via, r, work):
    """Bend a piece around the ellipse that the plane through via cuts from an ellipsoid.

    All is done where the ellipsoid is a unit sphere and the section a circle; the path goes
    around the side of the piece that via lies on.
    """
    one, two, normal, e, f = work[0], work[1], work[2], work[3], work[4]
    for i in range(3):
        one[i] = (p[1, i] - p[0, i]) / half[i]
        two[i] = (via[i] - p[0, i]) / half[i]
    _cross(one, two, normal)
    if _unit(normal) < 1e-12 * _unit(one):
        least = 0
        for i in range(3):
            two[i] = 0.0
            if abs(one[i]) < abs(one[least]):
                least = i
        two[least] = 1.0
        _cross(one, two, normal)
        _unit(normal)
    for i in range(3):
        one[i], two[i] = p[0, i] / half[i], p[1, i] / half[i]
    height = normal[0] * one[0] + normal[1] * one[1] + normal[2] * one[2]
    for i in range(3):
        e[i] = one[i] - height * normal[i]
    reach = _unit(e)
    _cross(normal, e, f)
    radius = np.sqrt(max(1.0 - height * height, 0.0))
    x = two[0] * e[0] + two[1] * e[1] + two[2] * e[2]
    y = two[0] * f[0] + two[1] * f[1] + two[2] * f[2]
    begin = -np.arccos(min(radius / reach, 1.0))
    end = np.arctan2(y, x) + np.arccos(min(radius / np.sqrt(x * x + y * y), 1.0))
    angle = (begin - end) % TURN
    for k in range(2):
        at = begin if k == 0 else end
        for i in range(3):
            turned = np.cos(at) * e[i] + np.sin(at) * f[i]
            r[k, i] = half[i] * (height * normal[i] + radius * turned)
    n_panels = int(angle / PANEL) + 1
    step = angle / n_panels
    length = 0.0
    for panel in range(n_panels):
        for k in range(NODES.size):
            at = begin - step * (panel + 0.5 * (1.0 + NODES[k]))
            c, s = np.cos(at), np.sin(at)
            square = 0.0
            for i in range(3):
                square += (half[i] * (c * f[i] - s * e[i])) ** 2
            length += WEIGHTS[k] * np.sqrt(square)
    return 0.5 * step * radius * length


@inner
def _nearest(p, half, left_out, out):
    """Write the point of an ellipsoid nearest to p; a part that is left out is zero."""
    t = -np.inf
    for i in range(3):
        if i != left_out and p[i] != 0.0:
            t = max(t, half[i] * (abs(p[i]) - half[i]))
    for _ in range(60):  # Newton from the left on a convex function
        value, slope = -1.0, 0.0
        for i in range(3):
            if i != left_out and p[i] != 0.0:
                below = t + half[i] * half[i]
                part = (half[i] * p[i] / below) ** 2
                value += part
                slope -= 2.0 * part / below
        if slope == 0.0:
            break
        step = -value / slope
        t += step
        if not abs(step) > 1e-13 * half[0] * half[0]:
            break
    for i in range(3):
        out[i] = 0.0
        if i != left_out and p[i] != 0.0:
            out[i] = half[i] * half[i] * p[i] / (t + half[i] * half[i])


@inner
def _fan(enter, leave, half, axis, sign, out, work):
    """Write the point nearest to where the nearest points of a chord lie on the whole."""
    spot, near, total = work[0], work[1], work[2]
    for i in range(3):
        total[i] = 0.0
    for k in range(1, N_FAN - 1):
        for i in range(3):
            spot[i] = enter[i] + (leave[i] - enter[i]) * k / N_FAN
        _nearest(spot, half, -1, near)
        for i in range(3):
            near[i] -= spot[i]
        _unit(near)
        for i in range(3):
            total[i] += near[i]
    _unit(total)
    scale = (half[0] + half[1] + half[2]) / 3.0
    for i in range(3):
        spot[i] = 0.5 * (enter[i] + leave[i]) + scale * total[i]
    is_wrong = axis >= 0 and sign * spot[axis] < 0.0
    _nearest(spot, half, axis if is_wrong else -1, out)


@inner
def _plane_of_ellipsoid(enter, leave, half, axis, sign, method, via, work):
    """Write the point that the plane of a path around an ellipsoid goes through."""
    along, spot, other = work[0], work[3], work[4]
    main = 0
    for i in range(3):
        along[i] = leave[i] - enter[i]
        spot[i] = 0.5 * (enter[i] + leave[i])
        via[i] = 0.0
        if abs(along[i]) > abs(along[main]):
            main = i
    _unit(along)
    t = -enter[main] / (leave[main] - enter[main])
    share = 1.0
    if method == HYBRID:
        mu = (abs(along[main]) - LEAST_MU) / (MOST_MU - LEAST_MU)
        share = min(max(mu, 0.0), 1.0) * min(max(min(t, 1.0 - t) / EDGE, 0.0), 1.0)
    if share < 1.0:
        _fan(enter, leave, half, axis, sign, via, work)
    for turn in range(2):
        left_out = -1
        if turn == 0 and method != MIDPOINT:
            left_out = main
            for i in range(3):
                spot[i] = enter[i] + t * (leave[i] - enter[i])
        if turn == 0 and share == 0.0:
            break
        _nearest(spot, half, left_out, other)
        for i in range(3):
            via[i] = share * other[i] + (1.0 - share) * via[i] if turn == 0 else other[i]
        if share == 1.0:
            break
        for i in range(3):
            spot[i] = via[i]
    if method == AXIAL and not 0.0 < t < 1.0:
        for i in range(3):  # spot lies outside: its nearest point is on the wrong side of the piece
            via[i] = 2.0 * spot[i] - via[i]
    if axis >= 0 and sign * via[axis] < 0.0:
        via[axis] = -via[axis]


@inner
def _around_ellipsoid(p, kind, half, axis, sign, method, r, work):
    """Bend a piece around a sphere, or around an ellipsoid in one plane as OpenSim has it.

    On a sphere that is the shortest way; on an ellipsoid it is near it.
    """
    radius = work[8]
    a, b, c, d = 0.0, 0.0, -1.0, -1.0
    for i in range(3):
        radius[i] = half[0] if kind == SPHERE else half[i]
        x, y = p[0, i] / radius[i], p[1, i] / radius[i]
        a += (y - x) ** 2
        b += x * (y - x)
        c += x * x
        d += y * y
    slack = TOUCHING if kind == ELLIPSOID else 0.0
    if c < slack or d < slack:
        return INSIDE, 0.0
    root = b * b - a * c
    if root <= 0.0 or a == 0.0:
        return FREE, 0.0
    first, second = (-b - np.sqrt(root)) / a, (-b + np.sqrt(root)) / a
    if not (first > 0.0 and second < 1.0):
        return FREE, 0.0
    enter, leave, via = work[5], work[6], work[7]
    is_far = axis >= 0 and sign * (p[0, axis] + p[1, axis]) < 0.0
    for i in range(3):
        enter[i] = p[0, i] + first * (p[1, i] - p[0, i])
        leave[i] = p[0, i] + second * (p[1, i] - p[0, i])
        via[i] = 0.0 if is_far else enter[i] + leave[i]
    if kind == ELLIPSOID:
        _plane_of_ellipsoid(enter, leave, radius, axis, sign, method, via, work)
    return PIERCED, _around_section(p, radius, via, r, work)
