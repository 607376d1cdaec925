"""The compiled joint reactions: what passes through each joint when muscles pull.

Imported only through ``kinchain.body.compile``: importing it compiles.
"""

# ruff: noqa: ANN001, ANN202, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

from __future__ import annotations

import numpy as np
from numba import float64, njit

from kinchain.body._kernels import _F2, _I1
from kinchain.body._numba import kernel


@njit
def _add_moment(ax, ay, az, force, moment):
    """Add to a moment that of a force at an arm."""
    moment[0] += ay * force[2] - az * force[1]
    moment[1] += az * force[0] - ax * force[2]
    moment[2] += ax * force[1] - ay * force[0]


@kernel(
    _I1, _F2, _I1, _I1, float64[:, :, ::1], float64[:, ::1], float64[:, :, :, ::1],
    float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1], float64[:, :, ::1],
    float64[:, :, ::1], float64[:, :, ::1],
)  # fmt: skip
def reactions(
    parent, centre_on_child, pull_body, pull_muscle, pull, tension, rotation, origin, net_force,
    net_moment, force, moment, point,
):  # fmt: skip
    """Write force and moment on each body at the centre of the joint that leads to it."""
    n_bodies = parent.size
    pulled = np.zeros((n_bodies, 6))
    for frame in range(origin.shape[0]):
        pulled[:] = 0.0
        for k in range(pull_body.size):
            t = tension[frame, pull_muscle[k]]
            for i in range(6):
                pulled[pull_body[k], i] += t * pull[frame, k, i]
        o = origin[frame]
        for b in range(n_bodies - 1, 0, -1):
            p = parent[b]
            for i in range(6):
                pulled[p, i] += pulled[b, i]
            x, y, z = o[b, 0] - o[p, 0], o[b, 1] - o[p, 1], o[b, 2] - o[p, 2]
            _add_moment(x, y, z, pulled[b, :3], pulled[p, 3:])
            for i in range(3):
                force[frame, b, i] = net_force[frame, b, i] - pulled[b, i]
                moment[frame, b, i] = net_moment[frame, b, i] - pulled[b, i + 3]
                point[frame, b, i] = o[b, i]
                for j in range(3):
                    point[frame, b, i] += rotation[frame, b, i, j] * centre_on_child[b, j]
            x = o[b, 0] - point[frame, b, 0]
            y = o[b, 1] - point[frame, b, 1]
            z = o[b, 2] - point[frame, b, 2]
            _add_moment(x, y, z, force[frame, b], moment[frame, b])
        for i in range(3):
            force[frame, 0, i] = net_force[frame, 0, i] - pulled[0, i]
            moment[frame, 0, i] = net_moment[frame, 0, i] - pulled[0, i + 3]
            point[frame, 0, i] = 0.0
