"""Changes of one side's walk: what a pattern or a user alters in the published curves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kinchain.gait.synthetic._norms import FloatArray

CurveName = Literal[
    "ankle_flexion",
    "knee_flexion",
    "hip_flexion",
    "hip_adduction",
    "hip_rotation",
    "knee_adduction",
    "pelvis_tilt",
    "pelvis_obliquity",
    "pelvis_rotation",
    "foot_progression",
    "trunk_obliquity",
    "trunk_rotation",
    "trunk_tilt",
    "rearfoot_inversion",
    "foot_pitch",
]


@dataclass(frozen=True)
class CurveChange:
    """One change of one curve over the own side's stride.

    Parameters
    ----------
    curve
        Curve; ``foot_pitch`` is the sole against the floor, toes up positive, added to what hip,
        knee and ankle give.
    offset_deg
        Added everywhere.
    scale
        Times the swing about the curve's mean.
    bump_deg
        Height of a smooth hump.
    at
        Where the hump is highest, share of the stride.
    width
        Half its width, share of the stride.
    later
        Shift of the whole curve, share of the stride, later positive.
    least_deg
        The curve goes no lower than about this (a deficit of extension).
    """

    curve: CurveName
    offset_deg: float = 0.0
    scale: float = 1.0
    bump_deg: float = 0.0
    at: float = 0.5
    width: float = 0.15
    later: float = 0.0
    least_deg: float | None = None


@dataclass(frozen=True)
class SideChange:
    """Everything altered on one side.

    Parameters
    ----------
    curves
        Changes of joint curves.
    stance_change
        Added to the share of the stride in stance.
    step_time_change
        Added to the share of the stride that this side's step takes (0.5 without).
    step_length_ratio
        This side's step length over the other's (both sides' ratios multiply).
    heel_off_change
        Added to heel off, share of stance; negative is earlier.
    circle_m
        Outward bow of the swinging foot.
    push_off
        Times the propulsive force and the second vertical peak above body weight.
    heel_up_deg
        The foot lands on its ball and the heel stays up by this slope of the sole; 0 for none.
    edge_deg
        The sole is tilted by this onto the outer edge.
    load
        Times this side's force on the ground; the other side's must make up for it.
    """

    curves: tuple[CurveChange, ...] = ()
    stance_change: float = 0.0
    step_time_change: float = 0.0
    step_length_ratio: float = 1.0
    heel_off_change: float = 0.0
    circle_m: float = 0.0
    push_off: float = 1.0
    heel_up_deg: float = 0.0
    edge_deg: float = 0.0
    load: float = 1.0

    def plus(self, other: SideChange) -> SideChange:
        """Return both changes together.

        Parameters
        ----------
        other
            The other change of the same side.
        """
        return replace(
            self,
            curves=(*self.curves, *other.curves),
            stance_change=self.stance_change + other.stance_change,
            step_time_change=self.step_time_change + other.step_time_change,
            step_length_ratio=self.step_length_ratio * other.step_length_ratio,
            heel_off_change=self.heel_off_change + other.heel_off_change,
            circle_m=self.circle_m + other.circle_m,
            push_off=self.push_off * other.push_off,
            heel_up_deg=self.heel_up_deg + other.heel_up_deg,
            edge_deg=self.edge_deg + other.edge_deg,
            load=self.load * other.load,
        )

    def of(self, curve: str) -> tuple[CurveChange, ...]:
        """Return the changes of one curve.

        Parameters
        ----------
        curve
            Its name.
        """
        return tuple(change for change in self.curves if change.curve == curve)


AS_PUBLISHED = SideChange()
"""No change."""


def hump(phase: FloatArray, at: float, width: float) -> FloatArray:
    """Return a smooth hump of height 1 on the circle of the stride.

    Parameters
    ----------
    phase
        Phase of the stride, any shape.
    at
        Place of the top.
    width
        Half width.
    """
    away = np.abs((np.asarray(phase) - at + 0.5) % 1.0 - 0.5)
    return np.where(away < width, 0.5 + 0.5 * np.cos(np.pi * away / width), 0.0)


def not_below(value: FloatArray, least: float, softness: float) -> FloatArray:
    """Return values bent smoothly so that they stay over a bound.

    Parameters
    ----------
    value
        Any shape.
    least
        Bound.
    softness
        Size of the bend, same unit.
    """
    return least + softness * np.logaddexp(0.0, (value - least) / softness)
