"""The compiled core of filtering: a low-pass run both ways, and the slopes of a spline.

Imported only through ``kinchain.body.compile``: importing it compiles.
"""

# ruff: noqa: ANN001, ANN202, C901, PLR0912
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, njit

from kinchain.body._numba import kernel


@njit
def _run(sections, x):
    """Filter x in place by second-order sections, as if its first value had always been there."""
    for s in range(sections.shape[0]):
        b0, b1, b2 = sections[s, 0], sections[s, 1], sections[s, 2]
        a1, a2 = sections[s, 3], sections[s, 4]
        later = (b2 - a2) * x[0]
        next_one = (b1 - a1) * x[0] + later
        for i in range(x.size):
            y = b0 * x[i] + next_one
            next_one = b1 * x[i] - a1 * y + later
            later = b2 * x[i] - a2 * y
            x[i] = y


@njit
def _ends(h, row):
    """Write third and fourth derivative of a quintic on a piece of length h, at both its ends.

    Each row holds what multiplies (rise, slope, bend at the start, slope, bend at the end).
    """
    row[0, 0], row[0, 1], row[0, 2], row[0, 3], row[0, 4] = 60.0, -36.0, -9.0, -24.0, 3.0
    row[1, 0], row[1, 1], row[1, 2], row[1, 3], row[1, 4] = -360.0, 192.0, 36.0, 168.0, -24.0
    row[2, 0], row[2, 1], row[2, 2], row[2, 3], row[2, 4] = 60.0, -24.0, -3.0, -36.0, 9.0
    row[3, 0], row[3, 1], row[3, 2], row[3, 3], row[3, 4] = 360.0, -168.0, -24.0, -192.0, 36.0
    for k in range(4):
        power = h * h * h if k % 2 == 0 else h * h * h * h
        row[k, 0] /= power
        row[k, 1] *= h / power
        row[k, 3] *= h / power
        row[k, 2] *= h * h / power
        row[k, 4] *= h * h / power


@kernel(
    float64[:, ::1], float64[:, ::1], float64[::1],
    float64[:, ::1], float64[:, ::1], float64[:, ::1],
)  # fmt: skip
def smooth(values, sections, step, out, first, second):
    """Filter each column where there are sections; derive it where there is room.

    ``step`` holds the times between samples over their mean; the derivatives are by that unit.
    The spline's slopes and bends at the samples solve a band of two-by-two blocks, which is
    eliminated once for all columns.
    """
    n, m = values.shape
    x = np.zeros(n)
    for c in range(m):
        for i in range(n):
            x[i] = values[i, c]
        if sections.shape[0] > 0:
            _run(sections, x)
            _run(sections, x[::-1])
        for i in range(n):
            out[i, c] = x[i]
    if first.shape[0] == 0:
        return
    piece = np.zeros((n, 4, 5))
    for i in range(n - 1):
        _ends(step[i], piece[i])
    passed = np.zeros((n, 2, 2))  # what is left of the block above the diagonal
    below = np.zeros((n, 2, 2))
    inverse = np.zeros((n, 2, 2))
    block = np.zeros((2, 2))
    for i in range(n):
        block[:] = 0.0
        for r in range(2):
            for k in range(2):
                if i < n - 1:
                    block[r, k] -= piece[i, r, 1 + k]
                if i > 0:
                    block[r, k] += piece[i - 1, 2 + r, 3 + k]
                    below[i, r, k] = piece[i - 1, 2 + r, 1 + k]
        if i > 0:
            for r in range(2):
                for k in range(2):
                    for j in range(2):
                        block[r, k] -= below[i, r, j] * passed[i - 1, j, k]
        volume = block[0, 0] * block[1, 1] - block[0, 1] * block[1, 0]
        inverse[i, 0, 0], inverse[i, 1, 1] = block[1, 1] / volume, block[0, 0] / volume
        inverse[i, 0, 1], inverse[i, 1, 0] = -block[0, 1] / volume, -block[1, 0] / volume
        if i < n - 1:
            for r in range(2):
                for k in range(2):
                    for j in range(2):
                        passed[i, r, k] -= inverse[i, r, j] * piece[i, j, 3 + k]
    right = np.zeros(2)
    for c in range(m):
        for i in range(n):
            for r in range(2):
                right[r] = 0.0
                if i < n - 1:
                    right[r] += piece[i, r, 0] * (out[i + 1, c] - out[i, c])
                if i > 0:
                    right[r] -= piece[i - 1, 2 + r, 0] * (out[i, c] - out[i - 1, c])
                    right[r] -= below[i, r, 0] * first[i - 1, c]
                    right[r] -= below[i, r, 1] * second[i - 1, c]
            first[i, c] = inverse[i, 0, 0] * right[0] + inverse[i, 0, 1] * right[1]
            second[i, c] = inverse[i, 1, 0] * right[0] + inverse[i, 1, 1] * right[1]
        for i in range(n - 2, -1, -1):
            v, w = first[i + 1, c], second[i + 1, c]
            first[i, c] -= passed[i, 0, 0] * v + passed[i, 0, 1] * w
            second[i, c] -= passed[i, 1, 0] * v + passed[i, 1, 1] * w
