"""What would change it: one setting at a time, by simulated relief, beside the trials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinchain.app.simulate.spread import interval, search_noise, verdict
from kinchain.app.simulate.told_effects import World
from kinchain.app.simulate.told_settings import Reading, as_settings
from kinchain.core.formats.assessment import WouldChange
from kinchain.report.simulation.words import part_of
from kinchain.simulate.gait_cycle import GaitCycle, Leg
from kinchain.simulate.measure import GRAVITY_MPS2, peak
from kinchain.simulate.settings import HEALTHY, Settings, with_value

if TYPE_CHECKING:
    from kinchain.evidence.care_load import CareKnowledge

__all__ = ["would_change"]

MOST = 7
"""So many changes are tried; each is a walk to be found."""

NO_TRIAL = "No trial is in the knowledge base that tried just this."

OVERWEIGHT = 25.0
"""Body mass index from which losing weight is tried."""

CANE_PCT, LIFT_MM, SUPPORT_PCT, LOST_SHARE = 15.0, 8.0, 60.0, 0.05


@dataclass(frozen=True)
class _Change:
    setting: str
    leg: Leg | None
    to: float
    text: str
    treatment: str | None


_OF_READINGS: dict[str, tuple[float, str, str | None]] = {
    "knee_extension_deficit_deg": (0.0, "the {leg} knee straightened fully", None),
    "knee_effusion_grade": (0.0, "the fluid in the {leg} knee were gone", "compression_elevation"),
    "knee_pain": (0.5, "the {leg} knee hurt half as much", "strengthening"),
    "quadriceps_strength_pct": (0.0, "the front of the {leg} thigh had its usual strength",
                                "strengthening"),
    "knee_flexion_limit_deg": (0.0, "the {leg} knee bent freely", None),
    "calf_tightness_pct": (0.0, "the {leg} calf were as supple as usual", "stretching"),
    "hamstrings_tightness_pct": (0.0, "the back of the {leg} thigh were as supple as usual",
                                 "stretching"),
    "calf_strength_pct": (0.0, "the {leg} calf had its usual strength", "strengthening"),
}  # fmt: skip
"""Setting -> what share of the way from healthy is left, in words, treatment."""


def would_change(
    world: World,
    target: tuple[str, Leg],
    care: CareKnowledge,
    bmi: float | None,
    speed_mps: float | None = None,
) -> tuple[WouldChange, ...]:
    """Return what single changes would do to one load, the greatest relief first.

    Parameters
    ----------
    world
        The person.
    target
        Load and leg to be relieved.
    care
        Treatments, for their trials.
    bmi
        Body mass index; None where not known.
    speed_mps
        Speed to keep, or None for the body's own, m/s.
    """
    now = world.gait(world.readings, speed_mps, "The walk with what was told")
    if now is None:
        return ()
    settings = as_settings(world.readings)
    found = []
    for one in list(_changes(world.readings, target[1], world.person.mass_kg, bmi))[:MOST]:
        if world.runs.is_spent():
            break
        tried = with_value(settings, one.setting, one.leg, one.to)
        gait = world.runs.gait(_cleaned(tried), speed_mps, f"If {one.text}")
        if gait is not None:
            found.append(_result(world, target, one, (gait, now), care))
    return tuple(sorted(found, key=lambda one: (one.verdict != "less", one.change_n)))


def _cleaned(settings: Settings) -> Settings:
    return Settings(settings.changed())


def _changes(
    readings: Sequence[Reading], leg: Leg, mass_kg: float, bmi: float | None
) -> Iterator[_Change]:
    for one in readings:
        known = _OF_READINGS.get(one.setting)
        if known is not None:
            left, text, treatment = known
            healthy = HEALTHY[one.setting]
            to = healthy + left * (one.mean - healthy)
            yield _Change(one.setting, one.leg, round(to, 2), text.format(leg=one.leg), treatment)
    if bmi is not None and bmi >= OVERWEIGHT:
        lost = -round(LOST_SHARE * mass_kg, 1)
        yield _Change("body_mass_change_kg", None, lost, f"you weighed {-lost:g} kg less", "weight")
    for sore in dict.fromkeys(one.leg for one in readings if one.setting == "knee_pain"):
        other = "left" if sore == "right" else "right"
        text = f"you used a cane in the {other} hand"
        yield _Change("cane", sore, CANE_PCT, text, "brace_cane")
    yield _Change(
        "arch_support_pct", leg, SUPPORT_PCT, f"an insole held up the {leg} arch", "orthotics"
    )
    yield _Change(
        "heel_lift_mm", leg, LIFT_MM, f"the {leg} heel stood {LIFT_MM:g} mm higher", "footwear"
    )


def _result(
    world: World, target: tuple[str, Leg], one: _Change, both: tuple[GaitCycle, GaitCycle],
    care: CareKnowledge,
) -> WouldChange:  # fmt: skip
    name, leg = target
    weight = world.person.mass_kg * GRAVITY_MPS2
    then, now = (weight * peak(gait, world.person, name, leg) for gait in both)
    noise = weight * search_noise(name, 0.0, 0.0)
    sure = interval(then - now, now, (), noise)
    percent = 100.0 * sure.value / abs(now) if now else 0.0
    said = verdict(sure.low, sure.high)
    text = f"If {one.text}, the {part_of(name, leg)} would carry about {abs(percent):.0f} % {said}."
    if said == "cant_tell":
        text = (
            f"If {one.text}: whether the {part_of(name, leg)} would carry more or less can't be "
            f"told (about {percent:+.0f} %)."
        )
    trial, sources = _trial(one.treatment, care)
    return WouldChange(
        setting=one.setting if one.leg is None else f"{one.setting}@{one.leg}",
        to=one.to,
        text=text,
        on=name,
        side=leg,
        change_n=round(sure.value, 1),
        change_pct=round(percent, 1),
        interval_90=(round(sure.low, 1), round(sure.high, 1)),
        verdict=said,
        treatment=one.treatment,
        trial=trial,
        sources=sources,
    )


def _trial(treatment: str | None, care: CareKnowledge) -> tuple[str, tuple[str, ...]]:
    """Return what trials saw of a treatment: of complaints, not of loads."""
    item = care.treatments.get(treatment or "")
    if item is None:
        return NO_TRIAL, ()
    effect = item.effect
    if effect is not None and effect.basis == "sourced":
        return f"{item.name}: {effect.text} ({effect.population})", effect.sources
    for help_ in item.helps:
        if help_.sources:
            return f"{item.name}: {help_.why}", help_.sources
    return f"{item.name}: usual practice; {NO_TRIAL[0].lower()}{NO_TRIAL[1:]}", ()
