"""Draw patients from the network with its figures redrawn inside their intervals.

An independent sampler: it knows the knowledge's figures, not the engine. Each condition of
each leg is there or not by its prior and the odds of what raises it; each finding is true by
noisy-OR; then answers go missing at random and the engine infers with the nominal figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.judge import assess
from evaluation.metrics import calibration
from kinchain.core.formats.case import Case, Person
from kinchain.core.urgency import URGENCIES
from kinchain.evidence import load_knowledge

N_PER_WORLD = 50
"""Patients that share one redrawn network; so that a world that is off can be seen."""

Z_90 = 1.6448536269514722
"""Normal quantile of a two-sided 90 % interval."""

ANSWERED = (0.1, 0.5)
"""Range of the share of findings that one patient answers, drawn uniformly."""

LEAST_LEAK = 1e-4
"""Chance of a finding that nothing explains and for which the knowledge names no leak."""

EVIDENT = 0.2
"""A danger that the engine itself holds this likely is evident from what was told."""

LEGS = ("left", "right")

Truth = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Drawn:
    """One patient: what was told, and which conditions are there on which side."""

    world: int
    case: Case
    truth: Truth


@dataclass(frozen=True)
class Met:
    """What the engine said of one drawn patient."""

    world: int
    told: tuple[tuple[str, str, float], ...]
    truth: Truth
    urgency: str
    provisional: bool


def redraw(p: float, low: float, high: float, chance: np.random.Generator, odds: bool) -> float:
    """Draw a figure around its value, normal in log odds (or log), each side by its bound.

    Parameters
    ----------
    p
        The nominal probability, or odds factor.
    low, high
        Its 90 % interval.
    chance
        Source of randomness.
    odds
        True for a factor on odds (log scale), False for a probability (log odds).
    """
    scale = np.log if odds else lambda x: np.log(x / (1 - x))
    z = float(chance.standard_normal())
    bound = low if z < 0 else high
    moved = scale(p) + abs(z) / Z_90 * (scale(bound) - scale(p))
    return float(np.exp(moved)) if odds else float(1 / (1 + np.exp(-moved)))


@dataclass(frozen=True)
class World:
    """One redrawn network: probabilities by condition and finding."""

    priors: Mapping[str, float]
    odds: Mapping[str, tuple[tuple[Any, float], ...]]
    shows: Mapping[str, tuple[tuple[str, float], ...]]
    leaks: Mapping[str, float]


def draw_world(chance: np.random.Generator) -> World:
    """Redraw every prior, odds factor, likelihood and leak once.

    Parameters
    ----------
    chance
        Source of randomness.
    """
    known = load_knowledge()

    def near(figure: Any, odds: bool = False) -> float:
        return redraw(figure.figure, figure.low, figure.high, chance, odds)

    told = [f for f in known.findings.values() if f.kind != "load"]  # nobody is asked for those
    bools = [f for f in told if f.type == "bool" and f.derive is None]
    return World(
        priors={c.id: near(c.prior) for c in known.conditions.values()},
        odds={
            c.id: tuple((r, near(r, odds=True)) for r in c.raised_by)
            for c in known.conditions.values()
        },
        shows={
            c.id: tuple((s.finding, near(s)) for s in c.shows) for c in known.conditions.values()
        },
        leaks={f.id: near(f.leak) if f.leak else LEAST_LEAK for f in bools},
    )


def draw_patient(world: World, number: int, chance: np.random.Generator) -> Drawn | None:
    """Draw one patient, or None where nothing that was told hurts.

    Leaving those out does not bend the truth: it looks only at what the engine sees too.

    Parameters
    ----------
    world
        The redrawn network.
    number
        The world's number.
    chance
        Source of randomness.
    """
    known = load_knowledge()
    person = Person(
        age=float(chance.integers(18, 85)),
        sex="female" if chance.random() < 0.5 else "male",
        height_m=round(float(np.clip(chance.normal(1.70, 0.09), 1.45, 2.0)), 2),
        mass_kg=round(float(np.clip(chance.normal(78, 15), 42, 150)), 1),
    )
    values: dict[tuple[str, str], bool] = {}
    context = {f for c in known.conditions.values() for f in (r.finding for r in c.raised_by)}
    shown = {s.finding for c in known.conditions.values() for s in c.shows}
    for name, leak in world.leaks.items():
        for side in LEGS if known.findings[name].sided else ("none",):
            values[name, side] = bool(chance.random() < leak)
    truth = _draw_truth(world, values, person, chance)
    for name, side in truth:
        for finding, p in world.shows[name]:
            sided = known.findings[finding].sided
            places = ("none",) if not sided else LEGS if side == "none" else (side,)
            for place in places:
                if chance.random() < p:
                    values[finding, place] = True
    _close_upward(values)
    asked = float(chance.uniform(*ANSWERED))
    told = {
        (n, s): v
        for (n, s), v in values.items()
        if (n in shown or n in context) and chance.random() < asked
    }
    if not any(v and known.findings[n].kind == "site" for (n, _s), v in told.items()):
        return None
    findings = {n if s == "none" else f"{n}@{s}": v for (n, s), v in told.items()}
    return Drawn(number, Case(person=person, findings=findings), frozenset(truth))


def _draw_truth(
    world: World,
    values: Mapping[tuple[str, str], bool],
    person: Person,
    chance: np.random.Generator,
) -> list[tuple[str, str]]:
    found = []
    for condition in load_knowledge().conditions.values():
        for side in LEGS if condition.sided else ("none",):
            p = world.priors[condition.id]
            odds = p / (1 - p)
            for raises, factor in world.odds[condition.id]:
                if _applies(raises, side, values, person):
                    odds *= factor
            if chance.random() < odds / (1 + odds):
                found.append((condition.id, side))
    return found


def _applies(
    raises: Any, side: str, values: Mapping[tuple[str, str], bool], person: Person
) -> bool:
    assert person.age is not None and person.mass_kg is not None
    assert person.height_m is not None
    numbers = {
        "age": person.age,
        "height_m": person.height_m,
        "mass_kg": person.mass_kg,
        "bmi": person.mass_kg / person.height_m**2,
    }
    if raises.finding == "sex":
        return bool(raises.is_ == person.sex)
    if raises.finding in numbers:
        value = numbers[raises.finding]
        above = raises.from_ is None or value >= raises.from_
        return above and (raises.to is None or value < raises.to)
    return any(values.get((raises.finding, s), False) for s in _places(raises.finding, side))


def _places(finding: str, side: str) -> tuple[str, ...]:
    if not load_knowledge().findings[finding].sided:
        return ("none",)
    return LEGS if side == "none" else (side,)


def _close_upward(values: dict[tuple[str, str], bool]) -> None:
    """Make a coarser finding true wherever a finer one is."""
    known = load_knowledge().findings
    waiting = [key for key, value in values.items() if value]
    while waiting:
        name, side = waiting.pop()
        for above in known[name].implies:
            place = side if known[above].sided else "none"
            if (above, place) in values and not values[above, place]:
                values[above, place] = True
                waiting.append((above, place))


def meet_world(task: tuple[int, int, int]) -> list[Met]:
    """Draw one world's patients and assess them.

    Parameters
    ----------
    task
        Number of the world, patients wanted, seed.
    """
    number, n, seed = task
    chance = np.random.default_rng([seed, number])
    world = draw_world(chance)
    met: list[Met] = []
    while len(met) < n:
        drawn = draw_patient(world, number, chance)
        if drawn is not None:
            met.append(meet(drawn))
    return met


def meet(drawn: Drawn) -> Met:
    """Assess one drawn patient.

    Parameters
    ----------
    drawn
        The patient.
    """
    said = assess(drawn.case)
    return Met(
        world=drawn.world,
        told=tuple((c.id, c.side, c.probability) for c in said.conditions),
        truth=drawn.truth,
        urgency=said.triage.urgency,
        provisional=said.triage.provisional,
    )


def summarise(met: list[Met]) -> dict[str, Any]:
    """Return calibration and how often a danger was rated too low.

    Hazardous: an emergency or same-day condition is there, the rating is below its level, and
    either the result is not provisional or the engine itself holds the condition evident.

    Parameters
    ----------
    met
        Assessed patients.
    """
    pooled = _calibration(met)
    worlds = sorted({m.world for m in met})
    by_world = [_calibration([m for m in met if m.world == w])["ece"] for w in worlds]
    levels = {c.id: c.urgency for c in load_knowledge().conditions.values()}
    urgent = [m for m in met if any(levels[n] in ("emergency", "same_day") for n, _ in m.truth)]
    low = [m for m in urgent if URGENCIES.index(m.urgency) > _due(m, levels)]
    return {
        "n": len(met),
        "calibration": pooled,
        "ece_by_world": {"n_worlds": len(worlds), "mean": float(np.mean(by_world)),
                         "worst": float(np.max(by_world)), "patients_each": N_PER_WORLD},
        "conditions_there_per_patient": round(float(np.mean([len(m.truth) for m in met])), 3),
        "there_and_told_at_0.01_or_more": _named(met),
        "with_an_urgent_condition": len(urgent),
        "rated_below_its_level": len(low),
        "of_these_provisional": sum(m.provisional for m in low),
        "hazardous_closed": sum(not m.provisional for m in low),
        "hazardous_evident": sum(bool(_evident(m, levels)) for m in low),
        "these": dict(Counter(name for m in low for name in _evident(m, levels))),
        "rated_self_care": sum(m.urgency == "self_care" for m in urgent),
    }  # fmt: skip


def _calibration(met: list[Met]) -> dict[str, Any]:
    pairs = [(p, (n, s) in m.truth) for m in met for n, s, p in m.told]
    return calibration([p for p, _ in pairs], [t for _, t in pairs])


def _due(m: Met, levels: Mapping[str, str]) -> int:
    return min(URGENCIES.index(levels[n]) for n, _ in m.truth)


def _evident(m: Met, levels: Mapping[str, str]) -> list[str]:
    """Name the urgent conditions that are there, held likely, and rated below their level."""
    rated = URGENCIES.index(m.urgency)
    return [
        f"{n} ({levels[n]}, rated {m.urgency})"
        for n, s, p in m.told
        if (n, s) in m.truth and p >= EVIDENT and levels[n] in ("emergency", "same_day")
        if URGENCIES.index(levels[n]) < rated
    ]


def _named(met: list[Met]) -> float:
    pairs = [(t in {(n, s) for n, s, _ in m.told}) for m in met for t in m.truth]
    return round(float(np.mean(pairs)), 3) if pairs else float("nan")
