"""One side's wanted curves over time: published means, changes, and stride-to-stride variation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinchain.gait.synthetic._norms import FloatArray, Norms
from kinchain.gait.synthetic._schedule import Footfalls
from kinchain.gait.synthetic.changes import SideChange, hump, not_below

SHARED = ("pelvis_tilt", "pelvis_obliquity", "pelvis_rotation", "trunk_obliquity",
          "trunk_rotation", "trunk_tilt")  # fmt: skip
"""Curves of the middle of the body, to which both sides' phases contribute."""

STRIDE_SD_DEG: Mapping[str, float] = {
    "ankle_flexion": 1.0,
    "knee_flexion": 1.3,
    "hip_flexion": 0.9,
    "hip_adduction": 0.5,
    "knee_adduction": 0.3,
    "foot_progression": 1.2,
    "rearfoot_inversion": 0.5,
    "trunk_obliquity": 0.5,
}
"""Within-person SD of a curve from stride to stride; basis: expert, of the size of Kadaba MP et
al., J Orthop Res 1989;7:849. https://doi.org/10.1002/jor.1100070611"""

EXTENSION_BEND_RAD = np.radians(1.5)


@dataclass(frozen=True)
class LegCurves:
    """Wanted curves of one side.

    Parameters
    ----------
    norms
        Published means at this speed.
    falls
        The side's contacts.
    change
        What is altered.
    person_rad
        Curve to the person's own offset, rad.
    wobble
        Curve to one offset a stride, rad, shape (n_contacts,).
    hip_gain
        Times the hip's swing about its mean, so that the step has the wanted length.
    """

    norms: Norms
    falls: Footfalls
    change: SideChange
    person_rad: Mapping[str, float]
    wobble: Mapping[str, FloatArray]
    hip_gain: float = 1.0

    def plain(self, name: str, phase: FloatArray) -> FloatArray:
        """Return the mean curve with the person's own offset, without changes.

        Parameters
        ----------
        name
            Curve.
        phase
            Phase, any shape.
        """
        value = self.norms.curve(name, phase)
        if name == "hip_flexion":
            mean = float(np.real(self.norms.harmonics[name][0]))
            value = mean + self.hip_gain * (value - mean)
        return value + self.person_rad.get(name, 0.0)

    def added(self, name: str, phase: FloatArray) -> FloatArray:
        """Return what offsets, humps, scales and shifts add to a curve, rad.

        Parameters
        ----------
        name
            Curve.
        phase
            Phase, any shape.
        """
        total = np.zeros(np.shape(phase))
        for change in self.change.of(name):
            total += np.radians(change.offset_deg)
            if change.bump_deg:
                total += np.radians(change.bump_deg) * hump(phase, change.at, change.width)
            if name in self.norms.harmonics and (change.scale != 1.0 or change.later):
                mean = float(np.real(self.norms.harmonics[name][0]))
                moved = self.norms.curve(name, np.asarray(phase) - change.later)
                total += mean + change.scale * (moved - mean) - self.norms.curve(name, phase)
        return total

    def wanted(self, name: str, phase: FloatArray) -> FloatArray:
        """Return a curve as this side should have it, rad.

        Parameters
        ----------
        name
            Curve.
        phase
            Phase, any shape.
        """
        value = self.plain(name, phase) + self.added(name, phase) + self.varied(name, phase)
        for change in self.change.of(name):
            if change.least_deg is not None:
                value = not_below(value, np.radians(change.least_deg), EXTENSION_BEND_RAD)
        return value

    def varied(self, name: str, phase: FloatArray) -> FloatArray:
        """Return the stride-to-stride variation of a curve, rad.

        Parameters
        ----------
        name
            Curve.
        phase
            Phase, any shape.
        """
        offsets = self.wobble.get(name)
        if offsets is None:
            return np.zeros(np.shape(phase))
        part = np.asarray(phase, dtype=float)
        low = np.clip(np.floor(part).astype(int), 0, len(offsets) - 2)
        share = np.clip(part - low, 0.0, 1.0)
        share = share * share * (3 - 2 * share)
        return np.asarray((1 - share) * offsets[low] + share * offsets[low + 1])


def wobbles(
    n_contacts: int, variability: float, chance: np.random.Generator
) -> dict[str, FloatArray]:
    """Draw offsets of each curve for each stride.

    Parameters
    ----------
    n_contacts
        How many strides.
    variability
        Times healthy variability.
    chance
        Source of numbers.
    """
    return {
        name: np.radians(sd) * variability * np.clip(chance.standard_normal(n_contacts), -2.5, 2.5)
        for name, sd in STRIDE_SD_DEG.items()
    }
