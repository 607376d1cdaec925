"""Variables of the problem: their order in an interval, their sizes and their bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinchain.simulate._names import COORDINATES, N_F, N_M, N_Q
from kinchain.simulate._parameters import FloatArray

IntArray = npt.NDArray[np.int64]

N_STAGES = 2
N_LOADS = 2
STAGE = 3 * N_Q + 2 * N_F + 2 * N_LOADS
"""Coordinates, speeds, accelerations, tendon forces and their rates at one stage; then load on
each foot and compression of each knee, which stand as variables to keep the problem sparse."""

INTERVAL = N_STAGES * STAGE + N_M + 1
"""Two stages, then activations and the trunk's moment at the interval's end."""

N_GLOBAL = 2
"""Stride time and speed."""

LEAST_ACTIVATION = 0.01
"""Of the default body (rajagopal2016)."""

RANGE = {
    "pelvis_tilt": (-0.8, 0.8), "pelvis_tx": (-0.4, 0.4), "pelvis_ty": (0.4, 1.5),
    "lumbar_extension": (-0.6, 0.9), "hip_flexion": (-0.8, 1.6), "knee_angle": (-0.2, 2.3),
    "ankle_angle": (-0.8, 0.6), "midfoot_angle": (-0.4, 0.45), "mtp_angle": (-0.6, 1.3),
}  # fmt: skip
"""Bounds of the coordinates, rad or m: wider than any walk [expert]."""

SPEED, ACCELERATION, TENDON_RATE, LUMBAR_NM = 20.0, 1000.0, 60.0, 150.0
"""Bounds of rates: no walk comes near [expert]."""

STRIDE_S = (0.5, 2.5)
SPEED_MPS = (0.2, 2.5)
"""Bounds of stride time and of a self-chosen speed [expert]."""

OWN_SIZE = {"speed": 3.0, "acceleration": 40.0, "tendon_rate": 5.0, "lumbar": 30.0}
"""Usual size of the variables: those that the solver sees are of order one."""


@dataclass(frozen=True)
class Columns:
    """Places of the variables of one interval.

    Parameters
    ----------
    q, qd, qdd, tendon, tendon_rate, load, knee
        Of each stage, shape (2, n).
    activation, lumbar
        At the interval's end.
    """

    q: IntArray
    qd: IntArray
    qdd: IntArray
    tendon: IntArray
    tendon_rate: IntArray
    load: IntArray
    knee: IntArray
    activation: IntArray
    lumbar: IntArray

    @property
    def end(self) -> IntArray:
        """Return the places of the state at the interval's end."""
        parts = (self.q[1], self.qd[1], self.tendon[1], self.activation, self.lumbar)
        return np.concatenate(parts)


def columns() -> Columns:
    """Return the places of the variables of one interval."""
    at = np.arange(N_STAGES)[:, None] * STAGE
    sizes = (N_Q, N_Q, N_Q, N_F, N_F, N_LOADS, N_LOADS)
    first = np.concatenate([[0], np.cumsum(sizes)])
    staged = (at + np.arange(first[i], first[i + 1])[None, :] for i in range(len(sizes)))
    rest = N_STAGES * STAGE
    activation = rest + np.arange(N_M)
    q, qd, qdd, tendon, rate, load, knee = staged
    lumbar = np.array([rest + N_M])
    return Columns(q, qd, qdd, tendon, rate, load, knee, activation, lumbar)


N_END = 2 * N_Q + N_F + N_M + 1


def interval_scale() -> FloatArray:
    """Return the size of each variable of an interval."""
    at, size = columns(), np.ones(INTERVAL)
    size[at.qd] = OWN_SIZE["speed"]
    size[at.qdd] = OWN_SIZE["acceleration"]
    size[at.tendon_rate] = OWN_SIZE["tendon_rate"]
    size[at.lumbar] = OWN_SIZE["lumbar"]
    return size


def interval_bounds() -> tuple[FloatArray, FloatArray]:
    """Return lower and upper bounds of an interval's variables, unscaled."""
    at = columns()
    low, high = np.full(INTERVAL, -np.inf), np.full(INTERVAL, np.inf)
    for i, name in enumerate(COORDINATES):
        key = name if name in RANGE else name[:-2]
        low[at.q[:, i]], high[at.q[:, i]] = RANGE[key]
    for places, most in ((at.qd, SPEED), (at.qdd, ACCELERATION), (at.tendon_rate, TENDON_RATE),
                         (at.lumbar, LUMBAR_NM)):  # fmt: skip
        low[places], high[places] = -most, most
    low[at.load], high[at.load] = -0.1, 6.0
    low[at.knee], high[at.knee] = -3.0, 20.0
    low[at.tendon], high[at.tendon] = 0.0, 2.0
    low[at.activation], high[at.activation] = LEAST_ACTIVATION, 1.0
    return low, high
