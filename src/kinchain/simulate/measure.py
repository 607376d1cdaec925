"""Peaks, courses and steps of a predicted stride, and how two strides differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.simulate.gait_cycle import LEGS, FloatArray, GaitCycle, Leg, Person

__all__ = [
    "GRAVITY_MPS2",
    "LOADS",
    "REGIONS",
    "Change",
    "Stance",
    "change_of",
    "impulse_ns",
    "load_course",
    "over_stance",
    "over_stride",
    "peak",
    "region_impulse_pct",
    "stance_of",
    "steps_of",
    "trunk_lean_rad",
]

GRAVITY_MPS2 = 9.80665

STANCE_N = 20.0
"""A foot bears load above this vertical force; the usual threshold of force plates."""

N_PERCENT = 101
"""Points of a course over 0 to 100 %."""

REGIONS = ("heel", "midfoot", "metatarsal_heads", "toes")
_REGION_KEYS = {"heel": "heel", "midfoot": "midfoot", "metatarsal_heads": "ball", "toes": "toe"}

_Course = Callable[[GaitCycle, Leg], FloatArray]


def _suffix(leg: Leg) -> str:
    return leg[0]


def _region(name: str) -> _Course:
    return lambda gait, leg: gait.regions[f"{_REGION_KEYS[name]}_{_suffix(leg)}"]


_COURSES: Mapping[str, tuple[_Course, str]] = MappingProxyType(
    {
        "grf_vertical_bw": (lambda gait, leg: gait.ground[leg][:, 1], "weight"),
        "external_knee_flexion_moment_pct_bwht": (
            lambda gait, leg: -gait.moments[f"knee_angle_{_suffix(leg)}"],
            "weight_height",
        ),
        "internal_ankle_plantarflexion_moment_nm_per_kg": (
            lambda gait, leg: -gait.moments[f"ankle_angle_{_suffix(leg)}"],
            "mass",
        ),
        "knee_contact_force_bw": (lambda gait, leg: gait.knee_contact[leg], "weight"),
        "patellofemoral_force_bw": (lambda gait, leg: gait.patellofemoral[leg], "weight"),
        "achilles_force_bw": (lambda gait, leg: gait.achilles[leg], "weight"),
        "plantar_fascia_force_bw": (lambda gait, leg: gait.fascia[leg], "weight"),
        "plantar_fascia_strain_pct": (lambda gait, leg: gait.fascia_strain[leg], "percent"),
        **{f"{name}_force_bw": (_region(name), "weight") for name in REGIONS},
    }
)

LOADS: tuple[str, ...] = tuple(_COURSES)
"""Loads of ``kinchain-loads/1`` that a sagittal stride tells."""


@dataclass(frozen=True)
class Stance:
    """When a foot is on the ground, as fractions of the stride.

    Parameters
    ----------
    start
        Initial contact, from 0 up to 1.
    length
        Share of the stride that the foot is down, over 0 and up to 1.
    """

    start: float
    length: float


@dataclass(frozen=True)
class Change:
    """How one load changed; ``unit`` and sign are the load's own.

    Parameters
    ----------
    absolute
        Changed less baseline.
    percent
        Of the baseline; 0 where the baseline is 0.
    """

    absolute: float
    percent: float


def _unit(person: Person, kind: str) -> float:
    """Return by what a course is divided; the person's mass is that before any change set."""
    weight = person.mass_kg * GRAVITY_MPS2
    return {
        "weight": weight,
        "weight_height": weight * person.height_m / 100.0,
        "mass": person.mass_kg,
        "percent": 0.01,
    }[kind]


def load_course(gait: GaitCycle, person: Person, name: str, leg: Leg) -> FloatArray:
    """Return one load over the stride in its own unit.

    Parameters
    ----------
    gait
        The stride.
    person
        Whose; weights are of the mass before any change set, so that changes compare.
    name
        One of ``LOADS``; the unit ends it.
    leg
        Which leg.

    Returns
    -------
    course
        Shape (n,), at the stride's own points.
    """
    course, kind = _COURSES[name]
    return np.asarray(course(gait, leg), dtype=float) / _unit(person, kind)


def stance_of(gait: GaitCycle, leg: Leg) -> Stance:
    """Find when a foot is on the ground: its longest spell above 20 N.

    Parameters
    ----------
    gait
        The stride.
    leg
        Which foot.

    Raises
    ------
    InputError
        If the foot never bears load.
    """
    force = np.asarray(gait.ground[leg][:-1, 1], dtype=float)
    down = force > STANCE_N
    if not down.any():
        raise InputError(
            Fault("never bears load", f"predicted stride, {leg} foot", "a walk on two feet",
                  "raise the strength or lower the pain that was set")
        )  # fmt: skip
    if down.all():
        return Stance(0.0, 1.0)
    n = len(force)
    rises = np.flatnonzero(down & ~np.roll(down, 1))
    falls = np.flatnonzero(~down & np.roll(down, 1))
    spells = [(rise, min((fall - rise) % n for fall in falls)) for rise in rises]
    rise, length = max(spells, key=lambda spell: spell[1])
    end = rise + length
    # Between two samples the force is taken as a straight line.
    first = rise - _above(force[rise - 1], force[rise])
    last = end - 1 + _above(force[end % n], force[(end - 1) % n])
    return Stance(float(first % n) / n, float(last - first) / n)


def _above(low: float, high: float) -> float:
    """Return which share of an interval lies above the threshold; ``low`` below it."""
    return float((high - STANCE_N) / (high - low)) if high > low else 0.0


def _at(values: FloatArray, fractions: FloatArray) -> FloatArray:
    """Read a stride's course at fractions of the stride, as often round as need be."""
    grid = np.linspace(0.0, 1.0, len(values))
    return np.asarray(np.interp(np.mod(fractions, 1.0), grid, values))


def over_stance(gait: GaitCycle, leg: Leg, course: FloatArray) -> FloatArray:
    """Return a course over a foot's own stance.

    Parameters
    ----------
    gait
        The stride.
    leg
        Whose stance.
    course
        Shape (n,), over the stride.

    Returns
    -------
    course
        Shape (101,), 0 to 100 % of stance.
    """
    stance = stance_of(gait, leg)
    return _at(course, stance.start + stance.length * np.linspace(0.0, 1.0, N_PERCENT))


def over_stride(gait: GaitCycle, leg: Leg, course: FloatArray) -> FloatArray:
    """Return a course over a foot's own stride, from its initial contact to the next.

    Parameters
    ----------
    gait
        The stride.
    leg
        Whose stride.
    course
        Shape (n,), over the stride from the right foot's contact.

    Returns
    -------
    course
        Shape (101,), 0 to 100 % of the stride.
    """
    return _at(course, stance_of(gait, leg).start + np.linspace(0.0, 1.0, N_PERCENT))


def peak(gait: GaitCycle, person: Person, name: str, leg: Leg) -> float:
    """Return the greatest value of a load in stance, in its own unit.

    Parameters
    ----------
    gait
        The stride.
    person
        Whose.
    name
        One of ``LOADS``.
    leg
        Which leg.
    """
    return float(np.max(over_stance(gait, leg, load_course(gait, person, name, leg))))


def impulse_ns(gait: GaitCycle, force_n: FloatArray) -> float:
    """Return a force added up over one stride, in N s.

    Parameters
    ----------
    gait
        The stride.
    force_n
        Shape (n,), in N.
    """
    return float(np.trapezoid(force_n, gait.time_s))


def region_impulse_pct(gait: GaitCycle, leg: Leg) -> dict[str, float]:
    """Return the share of the vertical impulse that each region of the sole carries, in %.

    Parameters
    ----------
    gait
        The stride.
    leg
        Which foot.
    """
    each = {name: max(impulse_ns(gait, _region(name)(gait, leg)), 0.0) for name in REGIONS}
    total = sum(each.values())
    return {name: 100.0 * value / total if total else 0.0 for name, value in each.items()}


def trunk_lean_rad(gait: GaitCycle) -> FloatArray:
    """Return the trunk's lean from upright, forward positive, shape (n,), in rad.

    Parameters
    ----------
    gait
        The stride.
    """
    line = gait.joints["trunk_top"] - gait.joints["pelvis"]
    return np.asarray(np.arctan2(line[:, 0], line[:, 1]))


def steps_of(gait: GaitCycle) -> dict[str, dict[str, float]]:
    """Return speed, time and length of the steps.

    Parameters
    ----------
    gait
        The stride.

    Returns
    -------
    steps
        Measure (its unit ends it) -> ``left``, ``right`` or ``all`` -> value; a step bears the
        name of the foot that lands.
    """
    stance = {leg: stance_of(gait, leg) for leg in LEGS}
    stride_m = gait.speed_mps * gait.stride_s
    lands = {leg: _landing_m(gait, leg, stance[leg].start, stride_m) for leg in LEGS}
    step: dict[str, float] = {}
    double: dict[str, float] = {}
    for leg, other in (("right", "left"), ("left", "right")):
        ahead = lands[leg] - lands[other]  # type: ignore[index]
        step[leg] = _ahead_m(ahead, stride_m)
        behind = stance[other]  # type: ignore[index]
        left = (behind.start + behind.length - stance[leg].start) % 1.0  # type: ignore[index]
        double[leg] = 100.0 * (left if left < behind.length else 0.0)
    return {
        "walking_speed_mps": {"all": gait.speed_mps},
        "cadence_spm": {"all": 120.0 / gait.stride_s},
        "stride_time_s": {"all": gait.stride_s},
        "stride_length_m": {"all": stride_m},
        "step_length_m": {**step, "all": stride_m / 2.0},
        "stance_pct": _with_mean({leg: 100.0 * stance[leg].length for leg in LEGS}),
        "double_support_pct": {"all": sum(double.values())},
    }


def _with_mean(sides: Mapping[str, float]) -> dict[str, float]:
    return {**sides, "all": sum(sides.values()) / len(sides)}


def _landing_m(gait: GaitCycle, leg: Leg, start: float, stride_m: float) -> float:
    """Return where a heel lands, less what the walk moves on in whole strides."""
    heel = gait.joints[f"heel_{_suffix(leg)}"][:, 0]
    return float(_at(heel, np.array([start]))[0]) % stride_m if stride_m > 0 else 0.0


def _ahead_m(ahead: float, stride_m: float) -> float:
    """Return a step's length from where two feet landed, known but for whole strides."""
    return ahead % stride_m if stride_m > 0 else 0.0


def change_of(changed: float, baseline: float) -> Change:
    """Return the signed change of one value.

    Parameters
    ----------
    changed, baseline
        In the same unit.
    """
    absolute = changed - baseline
    return Change(absolute, 100.0 * absolute / abs(baseline) if baseline else 0.0)
