"""Settings as changes of the problem's parameters: one function for each setting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import exp, radians

import numpy as np

from kinchain.simulate._body import Body, foot_numbers
from kinchain.simulate._healthy import healthy
from kinchain.simulate._parameters import FloatArray, packed
from kinchain.simulate.gait_cycle import LEGS
from kinchain.simulate.settings import HEALTHY, Settings

__all__ = ["impaired", "parameters"]

Values = dict[str, float]
Change = Callable[[Values, str, float], None]

STRAIGHT_BLEND_DEG = 5.0
"""Up to this deficit a knee's stop moves over from that of a healthy one, which gives beyond
straight, to one at the deficit itself [expert]."""

CONTRACTURE_STEEP = 12.0
"""How fast a shortened capsule's moment grows, 1/rad: 6 N m at the deficit, 1.3 N m more for the
next degree, 17 N m at 5 degrees beyond [expert]."""

PAIN_WEIGHT = {"knee_contact": 1.5, "patellofemoral": 1.0, "heel": 8.0, "fascia": 8.0}
"""Cost of load that hurts, at pain 10 [expert]."""

PAIN_INHIBITION, PAIN_HALF = 0.35, 4.0
"""Share of its strength that a quadriceps loses at most by pain, and the pain of half of that.
Weakness by inhibition in painful knees is established; the size is a judgement [expert]."""

EFFUSION_INHIBITION = 0.40
"""Share lost at most by swelling; small effusions do most of it [expert]."""

EFFUSION_REST_RAD, EFFUSION_NM_PER_RAD = radians(30.0), 6.0
"""A swollen knee rests where its pressure is least, near 30 degrees, and is held there by so much
for each grade [expert]."""

MIDFOOT_DROP = 0.5
"""Share of a lower arch by which the outer edge of the midfoot sinks [expert]."""

SUPPORT_M, SUPPORT_STIFFER = 0.008, 0.5
"""A full arch support fills so much under the midfoot and stiffens the arch by so much
[expert]."""

MASS_SHARE = {"torso": 0.60, "pelvis": 0.20, "thigh": 0.10}
"""Where gained or lost mass sits; a thigh's share is of each leg [expert]."""


def _extension_deficit(v: Values, s: str, deg: float) -> None:
    """Move the stop against straightening to the deficit: a contracture."""
    usual = v[f"passive.knee_angle_{s}.low"]
    left = max(0.0, 1.0 - deg / STRAIGHT_BLEND_DEG)
    v[f"passive.knee_angle_{s}.low"] = left * usual + radians(deg)
    steep = f"passive.knee_angle_{s}.low_steep"
    v[steep] = left * v[steep] + (1.0 - left) * CONTRACTURE_STEEP


def _flexion_limit(v: Values, s: str, deg: float) -> None:
    """Move the stop against bending to the limit."""
    name = f"passive.knee_angle_{s}.high"
    v[name] = min(v[name], radians(deg))


def _knee_pain(v: Values, s: str, pain: float) -> None:
    """Make load on knee and kneecap cost, and inhibit the quadriceps."""
    for what in ("knee_contact", "patellofemoral"):
        v[f"pain.{what}_{s}"] += PAIN_WEIGHT[what] * (pain / 10.0) ** 2
    _weaken(v, s, ("recfem", "vasti"), 1.0 - PAIN_INHIBITION * pain / (pain + PAIN_HALF))


def _effusion(v: Values, s: str, grade: float) -> None:
    """Inhibit the quadriceps, less where pain already does, and let the knee rest bent."""
    by_pain = v[f"pain.knee_contact_{s}"] / PAIN_WEIGHT["knee_contact"]
    lost = EFFUSION_INHIBITION * (1.0 - exp(-grade)) * (1.0 - 0.5 * by_pain**0.5)
    _weaken(v, s, ("recfem", "vasti"), 1.0 - lost)
    v[f"passive.knee_angle_{s}.stiffness"] += EFFUSION_NM_PER_RAD * grade
    if grade > 0:
        v[f"passive.knee_angle_{s}.rest"] = EFFUSION_REST_RAD


def _strength(*muscles: str) -> Change:
    """Return the change of the muscles' strength, % of the person's own."""

    def change(v: Values, s: str, pct: float) -> None:
        _weaken(v, s, muscles, pct / 100.0)

    return change


def _tightness(*muscles: str) -> Change:
    """Return the change to short fibres: their passive part sees them so many % longer."""

    def change(v: Values, s: str, pct: float) -> None:
        for one in muscles:
            v[f"muscle.{one}_{s}.tight"] *= 1.0 + pct / 100.0

    return change


def _weaken(v: Values, s: str, muscles: tuple[str, ...], factor: float) -> None:
    for one in muscles:
        v[f"muscle.{one}_{s}.force"] *= factor


def _dorsiflexion_limit(v: Values, s: str, deg: float) -> None:
    """Move the ankle's stop against dorsiflexion to the limit."""
    name = f"passive.ankle_angle_{s}.high"
    moved = min(1.0, max(0.0, v[name] - radians(deg)) / radians(STRAIGHT_BLEND_DEG))
    v[name] = min(v[name], radians(deg))
    v[f"{name}_steep"] += moved * (CONTRACTURE_STEEP - v[f"{name}_steep"])


def _heel_pain(v: Values, s: str, pain: float) -> None:
    """Make load on heel and fascia cost."""
    for what in ("heel", "fascia"):
        v[f"pain.{what}_{s}"] += PAIN_WEIGHT[what] * (pain / 10.0) ** 2


def _heel_lift(v: Values, s: str, mm: float) -> None:
    """Put a wedge under the heel, half as high under the midfoot."""
    v[f"sphere.heel_{s}.y"] -= 1e-3 * mm
    v[f"sphere.midfoot_{s}.y"] -= 0.5e-3 * mm


def _arch_support(v: Values, s: str, pct: float) -> None:
    """Fill the arch by an insole, and stiffen it."""
    v[f"sphere.midfoot_{s}.y"] -= SUPPORT_M * pct / 100.0
    v[f"foot.ligament_{s}"] *= 1.0 + SUPPORT_STIFFER * pct / 100.0


def _cane(v: Values, s: str, pct: float) -> None:
    """Push the trunk upwards while the leg bears load."""
    v[f"cane.{s}"] = pct / 100.0


LEG_CHANGES: dict[str, Change] = {
    "knee_extension_deficit_deg": _extension_deficit,
    "knee_flexion_limit_deg": _flexion_limit,
    "knee_pain": _knee_pain,
    "knee_effusion_grade": _effusion,
    "quadriceps_strength_pct": _strength("recfem", "vasti"),
    "hamstrings_tightness_pct": _tightness("hams"),
    "calf_tightness_pct": _tightness("gastroc", "soleus"),
    "calf_strength_pct": _strength("gastroc", "soleus"),
    "hip_flexor_tightness_pct": _tightness("iliopsoas", "recfem"),
    "ankle_dorsiflexion_limit_deg": _dorsiflexion_limit,
    "heel_pain": _heel_pain,
    "heel_lift_mm": _heel_lift,
    "arch_support_pct": _arch_support,
    "cane": _cane,
}
"""Settings of one leg in the order in which they act; the foot's structure comes before them."""

STRUCTURE = ("arch_height_pct", "arch_stiffness_pct", "plantar_fascia_stiffness_pct")


def impaired(body: Body, settings: Settings) -> Values:
    """Return every parameter of a person with settings.

    Parameters
    ----------
    body
        The person in the plane, healthy.
    settings
        What is set.
    """
    v = healthy(_heavier(body, settings.value("body_mass_change_kg")))
    for leg in LEGS:
        s = leg[0]
        _structure(v, body, s, [settings.value(name, leg) for name in STRUCTURE])
        for name, change in LEG_CHANGES.items():
            value = settings.value(name, leg)
            if value != HEALTHY[name]:
                change(v, s, value)
    return v


def parameters(body: Body, settings: Settings) -> FloatArray:
    """Return the same as a vector in the problem's order.

    Parameters
    ----------
    body
        The person in the plane, healthy.
    settings
        What is set.
    """
    return packed(impaired(body, settings))


def _structure(v: Values, body: Body, s: str, pct: list[float]) -> None:
    shape = body.foot.with_settings(*pct)
    v |= {f"foot.{what}_{s}": value for what, value in foot_numbers(shape).items()}
    lever = float(np.asarray(body.foot.arch_lever_m))
    v[f"sphere.midfoot_{s}.y"] += MIDFOOT_DROP * lever * (pct[0] - 100.0) / 100.0


def _heavier(body: Body, more_kg: float) -> Body:
    """Return the body with more or less mass; its muscles stay as they are."""
    segments = dict(body.segments)
    for name, share in MASS_SHARE.items():
        one = segments[name]
        mass = max(one.mass_kg + share * more_kg, 0.4 * one.mass_kg)
        segments[name] = replace(one, mass_kg=mass, inertia_kg_m2=one.inertia_kg_m2 * mass
                                 / one.mass_kg)  # fmt: skip
    return replace(body, segments=segments)
