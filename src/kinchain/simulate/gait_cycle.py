"""One predicted stride and what became of the search for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from numbers import Real
from typing import Literal

import numpy as np
import numpy.typing as npt

from kinchain.core.errors import Fault, InputError

__all__ = [
    "LEGS",
    "FloatArray",
    "GaitCycle",
    "Leg",
    "Outcome",
    "Person",
    "Sex",
    "Status",
]

FloatArray = npt.NDArray[np.float64]

Sex = Literal["female", "male"]

Leg = Literal["left", "right"]

LEGS: tuple[Leg, Leg] = ("left", "right")

MASS_KG = (30.0, 200.0)
HEIGHT_M = (1.2, 2.2)
"""Grown people whom the scaled body can be; outside it would be an extrapolation."""

Status = Literal["converged", "other_minimum", "infeasible", "not_modelled", "stopped"]
"""What became of a search: found; found, but another start found a better or other way of
walking; no walk exists under these conditions; something set is not in the model; out of time."""


@dataclass(frozen=True)
class Person:
    """Whom the body is scaled to.

    Parameters
    ----------
    mass_kg
        Body mass before any change set, 30 to 200 kg.
    height_m
        Height, 1.2 to 2.2 m.
    sex
        Sex, where known; for the body's proportions.

    Raises
    ------
    InputError
        If mass or height lies outside.
    """

    mass_kg: float
    height_m: float
    sex: Sex | None = None

    def __post_init__(self) -> None:
        told = (("mass_kg", self.mass_kg, MASS_KG, "kilograms"),
                ("height_m", self.height_m, HEIGHT_M, "metres"))  # fmt: skip
        faults = [
            Fault("the value cannot be used", f"person, {name}", f"{low:g} to {high:g} {unit}",
                  "correct the value or its unit")
            for name, value, (low, high), unit in told
            if not _is_within(value, low, high)
        ]  # fmt: skip
        if self.sex not in {None, "female", "male"}:
            faults.append(
                Fault("the value cannot be used", "person, sex", "female, male or nothing",
                      "leave it out: the body is then between both")
            )  # fmt: skip
        if faults:
            raise InputError(faults)


def _is_within(value: object, low: float, high: float) -> bool:
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    return is_number and low <= float(value) <= high  # type: ignore[arg-type]


@dataclass(frozen=True)
class GaitCycle:
    """One full stride from the right foot's initial contact.

    Ground frame: x forward, y up. ``n`` points lie evenly in time; the last is the first, one
    stride further on. Names ending in ``_r`` and ``_l`` are OpenSim's.

    Parameters
    ----------
    time_s
        Shape (n,), from 0 to the stride time.
    speed_mps
        Mean forward speed.
    coordinates
        Coordinate -> (n,), in rad or m: ``pelvis_tilt``, ``pelvis_tx``, ``pelvis_ty``,
        ``lumbar_extension``; of each leg ``hip_flexion``, ``knee_angle`` (flexion positive),
        ``ankle_angle``, ``midfoot_angle``, ``mtp_angle`` (dorsiflexion positive).
    joints
        Point -> (n, 2) in m, for drawing: ``pelvis``, ``trunk_top``; of each leg ``hip``,
        ``knee``, ``ankle``, ``heel``, ``midfoot``, ``mtp``, ``toe``.
    moments
        Coordinate -> (n,), net joint moment in N m, positive in the coordinate's sense.
    ground
        Leg -> (n, 2), ground force on the foot in N.
    regions
        ``heel_r``, ``midfoot_r``, ``ball_r``, ``toe_r`` and the left ones -> (n,), vertical in N.
    fascia
        Leg -> (n,), pull of the plantar fascia in N.
    fascia_strain
        Leg -> (n,), its strain as a fraction.
    achilles
        Leg -> (n,), in N.
    knee_contact
        Leg -> (n,), compression between thigh and shin bone in N.
    patellofemoral
        Leg -> (n,), compression of the kneecap in N.
    muscles
        Muscle -> (n,), force in N.
    activations
        Muscle -> (n,), 0 to 1.
    """

    time_s: FloatArray
    speed_mps: float
    coordinates: Mapping[str, FloatArray]
    joints: Mapping[str, FloatArray]
    moments: Mapping[str, FloatArray]
    ground: Mapping[str, FloatArray]
    regions: Mapping[str, FloatArray]
    fascia: Mapping[str, FloatArray]
    fascia_strain: Mapping[str, FloatArray]
    achilles: Mapping[str, FloatArray]
    knee_contact: Mapping[str, FloatArray]
    patellofemoral: Mapping[str, FloatArray]
    muscles: Mapping[str, FloatArray] = field(default_factory=dict)
    activations: Mapping[str, FloatArray] = field(default_factory=dict)

    @property
    def stride_s(self) -> float:
        """Stride time in s."""
        return float(self.time_s[-1] - self.time_s[0])


@dataclass(frozen=True)
class Outcome:
    """What a search for a walk ended in; always a value, never a hang.

    Parameters
    ----------
    status
        Whether, and how, a walk was found.
    advice
        What it means and what to do about it, in plain words.
    gait
        The walk; None where there is none.
    objective
        Cost of the walk; None where there is none. Comparable only at equal settings.
    solve_s
        Time taken, in s.
    starts
        From how many starts it was sought.
    iterations
        Steps of the solver over all starts.
    notes
        What else is to be known, e.g. of starts that ended elsewhere.
    """

    status: Status
    advice: str
    gait: GaitCycle | None
    objective: float | None
    solve_s: float
    starts: int
    iterations: int
    notes: tuple[str, ...] = ()
