"""The compiled muscle: forces of fibres on a rigid tendon.

Imported only through ``kinchain.body.compile``: importing it compiles.
"""

# ruff: noqa: ANN001, ANN202, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, njit

from kinchain.body._kernels import _F1, _F2, _F3, _I1, _I2
from kinchain.body._numba import kernel

STRENGTH, OPTIMAL, SLACK, FASTEST, HEIGHT, LEAST = range(6)
WIDTH_ACTIVE, WIDTH_PASSIVE, BEND_PASSIVE, HILL, MOST_LENGTHENING, STRAIGHT_FROM = range(6, 12)
MILLARD, THELEN = 1, 2


@njit
def _read(table, start, step, x):
    """Return the value at x of a curve on an even grid."""
    last = table.shape[0] - 1
    at = (x - start) / step
    if at <= 0.0:
        return table[0, 0] + table[0, 1] * at * step
    if at >= last:
        return table[last, 0] + table[last, 1] * (at - last) * step
    cell = int(at)
    t = at - cell
    y0, m0 = table[cell, 0], table[cell, 1] * step
    rise, m1 = table[cell + 1, 0] - y0, table[cell + 1, 1] * step
    return y0 + t * (m0 + t * (3.0 * rise - 2.0 * m0 - m1 + t * (m0 + m1 - 2.0 * rise)))


@njit
def _thelen_speed(speed, hill, most, straight_from):
    """Return the factor of the active force over speed, at full activation (Thelen 2003)."""
    if speed <= 0.0:
        return max((1.0 + speed) / (1.0 - speed / hill), 0.0)
    edge = straight_from * most
    steep = 2.0 + 2.0 / hill
    gap = steep * (most - edge) / (most - 1.0)
    fastest = (edge - 1.0) / gap
    if speed <= fastest:
        return (most - 1.0 + steep * most * speed) / (most - 1.0 + steep * speed)
    slope = 1.0 / gap + (edge - 1.0) / (gap * gap) * steep / (most - 1.0)
    return edge + (speed - fastest) / slope


@kernel(
    _I1, _F2, _I2, _F3, _F1, _F1, float64[:, ::1], float64[:, ::1], float64[:, ::1],
    float64[:, ::1], float64[:, :, ::1],
)  # fmt: skip
def fibres(kind, number, curve, table, start, step, length, speed, active, passive, fibre):
    """Write forces along the tendon, and length, speed and cosine of pennation of the fibres."""
    for m in range(kind.size):
        p = number[m]
        height = p[HEIGHT]
        for frame in range(length.shape[0]):
            along = length[frame, m] - p[SLACK]
            own = np.sqrt(height * height + along * along) if along > 0.0 else 0.0
            is_shortest = own <= p[LEAST]
            if is_shortest:
                own = p[LEAST]
                along = np.sqrt(max(own * own - height * height, 0.0))
            cosine = along / own
            x = own / p[OPTIMAL]
            v = 0.0 if is_shortest else speed[frame, m] * cosine / (p[FASTEST] * p[OPTIMAL])
            pull, rest = 1.0, 0.0
            if kind[m] == MILLARD:
                a, b, c = curve[m, 0], curve[m, 1], curve[m, 2]
                pull = _read(table[a], start[a], step[a], x)
                pull *= max(_read(table[b], start[b], step[b], v), 0.0)
                rest = max(_read(table[c], start[c], step[c], x), 0.0)
            elif kind[m] == THELEN:
                pull = np.exp(-(x - 1.0) * (x - 1.0) / p[WIDTH_ACTIVE])
                pull *= _thelen_speed(v, p[HILL], p[MOST_LENGTHENING], p[STRAIGHT_FROM])
                if x > 1.0:
                    bend = p[BEND_PASSIVE]
                    rest = (np.exp(bend * (x - 1.0) / p[WIDTH_PASSIVE]) - 1.0) / (
                        np.exp(bend) - 1.0
                    )
            else:
                cosine = 1.0
            active[frame, m] = 0.0 if is_shortest and kind[m] else p[STRENGTH] * pull * cosine
            passive[frame, m] = p[STRENGTH] * rest * cosine
            fibre[frame, m, 0] = x
            fibre[frame, m, 1] = v
            fibre[frame, m, 2] = cosine
