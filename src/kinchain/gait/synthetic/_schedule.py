"""When and where each foot touches the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic.changes import SideChange

STRIDE_TIME_CV = 0.017
"""Coefficient of variation of stride time (basis: expert): young adults show 1.3 % over a long
walk, children of 11 to 14 years 2.1 % [1]."""
STEP_LENGTH_CV = 0.022
STEP_WIDTH_SD_M = 0.018
"""Healthy young adults: width SD up to 2 cm is usual, single studies have 2.4 [2]; step length CV
is basis: expert.

References
----------
.. [1] J. M. Hausdorff et al., Maturation of gait dynamics, 1999.
   https://physionet.org/content/gait-maturation-db/1.0.0/
.. [2] A. Skiadopoulos et al., J Neuroeng Rehabil 2020;17:41.
   https://doi.org/10.1186/s12984-020-00671-9
"""


@dataclass(frozen=True)
class Footfalls:
    """One side's contacts; the first and last lie outside the trial.

    Parameters
    ----------
    contact_s, off_s
        Initial contacts and foot offs, s, shape (n,).
    heel_x_m, heel_z_m
        Where the heel point stands, ground frame; for the left side z is mirrored.
    foot_off
        Share of the stride at which the phase says foot off.
    """

    contact_s: FloatArray
    off_s: FloatArray
    heel_x_m: FloatArray
    heel_z_m: FloatArray
    foot_off: float

    def phase(self, time_s: FloatArray) -> FloatArray:
        """Return the phase: whole at initial contacts, plus ``foot_off`` at foot offs.

        Parameters
        ----------
        time_s
            Times within the contacts, s.
        """
        count = np.arange(len(self.contact_s))
        knots = np.column_stack([self.contact_s, self.off_s]).ravel()
        value = np.column_stack([count, count + self.foot_off]).ravel()
        return np.asarray(PchipInterpolator(knots, value, extrapolate=True)(time_s), dtype=float)


@dataclass(frozen=True)
class StepPlan:
    """Means of the walk that is scheduled.

    Parameters
    ----------
    stride_s, stride_m, width_m
        Stride time, stride length, distance of the heel lines.
    foot_off
        Share of the stride in stance before changes.
    first_side
        Which side touches first.
    duration_s
        How long; contacts reach two strides beyond at both ends.
    variability
        Times the variability of healthy adults; 0 for none.
    """

    stride_s: float
    stride_m: float
    width_m: float
    foot_off: float
    first_side: str
    duration_s: float
    variability: float


def schedule(
    plan: StepPlan, left: SideChange, right: SideChange, chance: np.random.Generator
) -> dict[str, Footfalls]:
    """Place all contacts.

    Parameters
    ----------
    plan
        Means.
    left, right
        Changes of the sides.
    chance
        Source of the variability.
    """
    change = {"left": left, "right": right}
    order = (plan.first_side, "left" if plan.first_side == "right" else "right")
    n_strides = int(np.ceil(plan.duration_s / plan.stride_s)) + 5
    n_steps = 2 * n_strides + 2
    sides = [order[k % 2] for k in range(n_steps)]
    tilt = change[order[0]].step_time_change - change[order[1]].step_time_change
    time_share = {order[0]: 0.5 + tilt / 2, order[1]: 0.5 - tilt / 2}
    ratio = change[order[0]].step_length_ratio / change[order[1]].step_length_ratio
    length_share = {order[0]: ratio / (1 + ratio), order[1]: 1 / (1 + ratio)}
    wobble = chance.standard_normal((n_steps, 3)) * plan.variability
    for first in (0, 1):  # means stay exact
        wobble[first::2] -= wobble[first::2].mean(axis=0)
    step_s = np.array([time_share[side] for side in sides]) * plan.stride_s
    step_m = np.array([length_share[side] for side in sides]) * plan.stride_m
    step_s = step_s * (1 + np.clip(wobble[:, 0], -2.5, 2.5) * STRIDE_TIME_CV)
    step_m = step_m * (1 + np.clip(wobble[:, 1], -2.5, 2.5) * STEP_LENGTH_CV)
    when = np.cumsum(step_s) - step_s[0] - 2.0 * plan.stride_s + 0.12 * plan.stride_s
    where = np.cumsum(step_m) - step_m[0] - 2.0 * plan.stride_m
    aside = plan.width_m / 2 + np.clip(wobble[:, 2], -2.5, 2.5) * STEP_WIDTH_SD_M / np.sqrt(2)
    made = {}
    for first, side in enumerate(order):
        contact = when[first::2]
        stance = plan.foot_off + change[side].stance_change
        off = contact[:-1] + stance * np.diff(contact)
        n = len(off)
        made[side] = Footfalls(
            contact[:n], off, where[first::2][:n], aside[first::2][:n], plan.foot_off
        )
    return made
