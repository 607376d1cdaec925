"""The simulated part of an assessment: load effects, what would change them, or why neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinchain.app.present import merged
from kinchain.app.simulate.order import person_from
from kinchain.app.simulate.runs import Runs, SolverMissingError, Walks, is_walk, walker_for
from kinchain.app.simulate.told_changes import would_change
from kinchain.app.simulate.told_effects import (
    CAUSES,
    USUAL_MPS,
    World,
    effects_at,
    end_of,
    with_draws,
)
from kinchain.app.simulate.told_say import Cause
from kinchain.app.simulate.told_settings import HEEL_PAINS, as_settings, readings_of
from kinchain.app.walk import silent
from kinchain.core.errors import InputError
from kinchain.core.findings import Findings
from kinchain.core.formats.assessment import Assessment, Chain, CitedSource, LoadEffect
from kinchain.evidence.care_load import load_care
from kinchain.simulate.gait_cycle import LEGS, Leg

if TYPE_CHECKING:
    from kinchain.core.formats.case import Person as CasePerson
    from kinchain.evidence import Knowledge

__all__ = ["Effort", "with_load_effects"]

NOT_NOW = (
    "What the knee changes in what the feet carry was not worked out: first comes what is urgent."
)
NOTHING_SET = (
    "What the knee changes in what the feet carry can't be told: nothing told sets the model on a "
    "known side. What would help: how many degrees each knee is short of straight, the knee-to-"
    "wall distance, heel raises on one leg, chair stands, pain of 10, each with its side."
)
GROWING = "The model is of grown people: nothing was worked out for someone under 16."

ADULT_YEARS = 16.0


@dataclass(frozen=True)
class Effort:
    """How much may be spent.

    Parameters
    ----------
    draws
        How often what was told is read otherwise, for the intervals.
    budget_s
        For all walks together, s; when it is spent, fewer draws and changes are tried.
    seed
        Of draws and starts.
    search_s
        For one walk at most, s.
    """

    draws: int = 5
    budget_s: float = 240.0
    seed: int = 0
    search_s: float = 90.0


def with_load_effects(
    assessment: Assessment,
    told: Findings,
    person: CasePerson,
    knowledge: Knowledge,
    *,
    effort: Effort | None = None,
    say: Callable[[str], None] = silent,
    walker: Walks | None = None,
) -> Assessment:
    """Return an assessment with what this knee changes in what each foot carries, and back.

    Parameters
    ----------
    assessment
        Without it.
    told
        Completed findings.
    person
        The case's person.
    knowledge
        The knowledge base: a mechanism that has no edge there acts on nothing here.
    effort
        How much may be spent; the usual where None.
    say
        Told what is being done.
    walker
        What finds the walks; the person's own walker where None.
    """
    effort = effort or Effort()
    refused = _refused(assessment, told)
    readings = tuple(one for one in readings_of(told) if _in_graph(one.mechanism, knowledge))
    if refused or not readings:
        return _noted(assessment, refused or NOTHING_SET)
    try:
        body, assumed = person_from(person)
        runs = Runs(
            walker or walker_for(body, say),
            seed=effort.seed,
            time_limit_s=effort.search_s,
            budget_s=effort.budget_s,
            say=say,
        )
        return _worked_out(
            assessment, told, World(body, readings, runs), assumed, knowledge, effort
        )
    except (InputError, SolverMissingError) as error:
        fault = error.faults[0]
        return _noted(assessment, f"Nothing was simulated: {fault.where}: {fault.what}.")


def _worked_out(
    assessment: Assessment,
    told: Findings,
    world: World,
    assumed: tuple[str, ...],
    knowledge: Knowledge,
    effort: Effort,
) -> Assessment:
    chain = assessment.chain
    ends = [end_of(world, cause, _left_out(cause, chain, world)) for cause in CAUSES]
    speed: float | None = world.speed_mps
    if not any(effects_at(end, speed) for end in ends if end):
        speed = None  # such a knee may walk, but not at that speed
    drawn = [with_draws(end, effort.draws, effort.seed, speed) for end in ends if end]
    effects = [one for end in drawn for one in effects_at(end, speed)]
    if not effects:
        return _noted(assessment, _why_none(world))
    target = _target(told, effects)
    bmi = told.number("bmi")
    changes = would_change(world, target, load_care(), bmi, speed) if target else ()
    for end in drawn:
        if speed is not None and not world.runs.is_spent():
            effects += effects_at(end, None)
    effects = [_assumed(one, assumed) for one in effects]
    cited = dict.fromkeys(name for one in changes for name in one.sources)
    sources = tuple(
        CitedSource(id=name, citation=knowledge.sources[name].cite, url=knowledge.sources[name].url)
        for name in cited
    )
    own = {
        "load_effects": tuple(effects),
        "load_effects_note": _note(effects, world),
        "would_change": changes,
    }
    return assessment.model_copy(
        update={
            "sources": merged(assessment.sources, sources),
            "chain": chain.model_copy(update=own),
        }
    )


SPEEDS_MPS = (0.6, 1.7)


def _speed_mps(assessment: Assessment) -> float:
    """Return the speed of a measured walk, else a usual one."""
    for walk in assessment.walks:
        told = walk.summary.get("walking_speed_mps", {}).get("all")
        if told is not None:
            return round(min(max(told.mean, SPEEDS_MPS[0]), SPEEDS_MPS[1]), 2)
    return USUAL_MPS


def _refused(assessment: Assessment, told: Findings) -> str:
    """Return why nothing is worked out; empty where it may be."""
    if assessment.triage.urgency in {"emergency", "same_day"}:
        return NOT_NOW
    age = told.number("age")
    return GROWING if age is not None and age < ADULT_YEARS else ""


def _noted(assessment: Assessment, note: str) -> Assessment:
    chain = assessment.chain.model_copy(update={"load_effects_note": note})
    return assessment.model_copy(update={"chain": chain})


def _in_graph(mechanism: str, knowledge: Knowledge) -> bool:
    """Say whether the causal graph still has this mechanism, simulated and with an edge."""
    known = knowledge.mechanisms.get(mechanism)
    if known is None or not known.simulated:
        return False
    return any(edge.mechanism == mechanism for edge in knowledge.edges.values())


def _left_out(cause: Cause, chain: Chain, world: World) -> tuple[str, ...]:
    """Return mechanisms that are likely in this person and that the walk does not carry."""
    used = {one.mechanism for one in world.of(cause)}
    direction = "knee_to_foot" if cause == "knee" else "foot_to_knee"
    return tuple(
        one.id
        for one in chain.mechanisms
        if one.direction in {direction, "common_cause"} and one.id not in used
    )


def _assumed(effect: LoadEffect, assumed: tuple[str, ...]) -> LoadEffect:
    if not assumed:
        return effect
    more = f"not told, so taken: {', '.join(assumed)}; per cent hold better than newtons"
    return effect.model_copy(update={"assumptions": (*effect.assumptions, more)})


def _why_none(world: World) -> str:
    outcome = world.runs.outcome(as_settings(world.readings), world.speed_mps)
    if is_walk(outcome):
        return NOTHING_SET
    return f"No walk was found with what was told: {outcome.advice}"


def _target(told: Findings, effects: list[LoadEffect]) -> tuple[str, Leg] | None:
    """Return the load and leg to relieve: where the foot is sore, else what rises most."""
    for leg in LEGS:
        if any(told.is_true(name, leg) for name in (*HEEL_PAINS, "pain_arch")):
            return "plantar_fascia_force_bw", leg
    for leg in LEGS:
        if told.is_true("pain_forefoot", leg):
            return "metatarsal_heads_force_bw", leg
    steps = [one for one in effects if one.per == "step" and one.cause == "knee"]
    if not steps:
        sore = [leg for leg in LEGS if told.is_true("pain_knee", leg)]
        return ("knee_contact_force_bw", sore[0]) if sore else None
    worst = max(steps, key=lambda one: one.change_pct)
    return worst.on, worst.side


def _note(effects: list[LoadEffect], world: World) -> str:
    """Return the first thing to know of the effects."""
    sure = [
        one
        for one in effects
        if one.per == "step" and one.speed == effects[0].speed and one.verdict != "cant_tell"
    ]
    first = sorted(sure, key=lambda one: -abs(one.change_pct))[:2]
    said = " ".join(one.text or "" for one in first)
    if not said:
        said = "By this model no change of load is sure: each range goes from less to more."
    short = " Time ran out before all was tried." if world.runs.is_spent() else ""
    return f"{said} It is an effect on load, not a share of pain.{short}"
