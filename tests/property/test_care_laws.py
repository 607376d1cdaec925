"""Laws of care: unknown counts as present, dangers never make a plan more active."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.care import Likely, Link, Picture, plan_for, recovery_for
from kinchain.care._gates import PAIN_RULE_NEVER, pain_may_mislead, possible, refusals
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.assessment import Plan
from kinchain.core.urgency import URGENCIES, at_least
from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care
from kinchain.evidence.care_model import LOADS, Exercise

KNOWLEDGE = load_knowledge()
CARE = load_care()
CONDITIONS = tuple(KNOWLEDGE.conditions)
CALM = ("within_days", "routine", "self_care")

CONTRAINDICATIONS = tuple(
    dict.fromkeys(
        bar.finding
        for item in CARE.items
        for bar in (*item.barred_by, *item.barred_if_told)
        if bar.under is None and bar.from_ is None
    )
)
"""Every yes/no finding that speaks against something."""

ANSWERABLE = tuple(
    dict.fromkeys((*CONTRAINDICATIONS, *(n for item in CARE.items for n in item.must_be_answered)))
)

SIGNS = tuple(dict.fromkeys(sign for group in CARE.groups.values() for sign in group.signs))
"""Told signs of dangers."""


def _finding(name: str, value: bool, side: str = "left") -> Finding:
    sided = KNOWLEDGE.findings[name].sided
    return Finding(name, value, side if sided else "none")  # type: ignore[arg-type]


@st.composite
def pictures(draw: st.DrawFn, urgencies: tuple[str, ...] = CALM) -> Picture:
    """Draw a person: likely conditions, answers, chain."""
    names = draw(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=4, unique=True))
    likely = tuple(
        Likely(name, draw(st.sampled_from(("left", "right"))), draw(st.floats(0.01, 0.99)))
        for name in names
    )
    names = draw(st.lists(st.sampled_from(ANSWERABLE), max_size=len(ANSWERABLE), unique=True))
    told = [_finding(n, draw(st.integers(0, 9)) == 0) for n in names if n != "age"]
    if draw(st.booleans()):
        told = [_finding(n, False, s) for n in ANSWERABLE if n != "age" for s in ("left", "right")]
    told.append(Finding("age", float(draw(st.integers(10, 90)))))
    told.extend(_finding(n, True) for n in draw(st.lists(st.sampled_from(SIGNS), max_size=1)))
    mechanisms = [
        Link(m.id, m.code, m.plain, m.verdict, draw(st.floats(0.0, 1.0)))
        for m in draw(st.lists(st.sampled_from(tuple(KNOWLEDGE.mechanisms.values())), max_size=3))
    ]
    return Picture(
        likely=likely,
        findings=Findings(tuple(told)),
        urgency=draw(st.sampled_from(urgencies)),  # type: ignore[arg-type]
        provisional=draw(st.booleans()),
        advice="See someone.",
        protect=("Keep off it.",),
        ends=(draw(st.booleans()), draw(st.booleans())),
        chain={"knee_to_foot": draw(st.floats(0.0, 1.0))},
        links=tuple(mechanisms),
        at_risk=tuple(mechanisms),
    )


def _ids(plan: Plan) -> set[str]:
    return {item.treatment for item in plan.items}


def _medicines(plan: Plan) -> set[str]:
    return {name for name in _ids(plan) if CARE.item(name).kind == "medicine"}


def _load(plan: Plan) -> int:
    exercises = [CARE.exercises[name] for name in _ids(plan) if name in CARE.exercises]
    return sum(LOADS.index(one.load) + 1 for one in exercises)


def _without(picture: Picture, name: str) -> Picture:
    left = tuple(item for item in picture.findings if item.id != name)
    return dataclasses.replace(picture, findings=Findings(left))


def _with(picture: Picture, *more: Finding) -> Picture:
    ids = {item.id for item in more}
    kept = tuple(item for item in picture.findings if item.id not in ids)
    return dataclasses.replace(picture, findings=Findings((*kept, *more)))


@given(pictures(), st.sampled_from((*ANSWERABLE, *SIGNS)))
def test_removing_an_answer_never_adds_a_medicine(picture: Picture, name: str) -> None:
    before, after = plan_for(picture, CARE), plan_for(_without(picture, name), CARE)
    assert _medicines(after) <= _medicines(before)


@given(pictures(), st.sampled_from(CONTRAINDICATIONS))
def test_adding_a_contraindication_never_adds_an_item(picture: Picture, name: str) -> None:
    harmed = _with(picture, _finding(name, True))
    assert _ids(plan_for(harmed, CARE)) <= _ids(plan_for(picture, CARE))


@given(pictures())
def test_no_item_is_contraindicated_or_unanswered(picture: Picture) -> None:
    for name in _ids(plan_for(picture, CARE)):
        item = CARE.item(name)
        assert not refusals(picture, item, CARE)
        for bar in item.barred_by:
            told = [f for f in picture.findings if f.id == bar.finding]
            if bar.finding == "pregnant":
                continue
            assert told, f"{name}: {bar.finding} was not answered"
            assert not any(f.value is True for f in told)


@given(pictures())
def test_at_most_five_items_and_one_of_a_family(picture: Picture) -> None:
    plan = plan_for(picture, CARE)
    families = [CARE.item(item.treatment).family for item in plan.items]
    assert len(plan.items) <= 5
    assert len(set(families)) == len(families)
    assert plan.first_step


@given(pictures(urgencies=("emergency", "same_day")))
def test_no_exercise_where_it_is_urgent(picture: Picture) -> None:
    plan = plan_for(picture, CARE)
    assert not plan.items and not plan.prevention
    assert picture.advice in plan.first_step and picture.protect[0] in plan.first_step


@given(pictures(), st.sampled_from(URGENCIES))
def test_more_urgent_is_never_more_active(picture: Picture, urgency: str) -> None:
    raised = dataclasses.replace(picture, urgency=urgency)  # type: ignore[arg-type]
    if at_least(raised.urgency, picture.urgency):
        assert _load(plan_for(raised, CARE)) <= _load(plan_for(picture, CARE))


@given(pictures(), st.sampled_from(PAIN_RULE_NEVER))
def test_what_may_be_harmed_by_load_gets_no_load_and_no_pain_rule(
    picture: Picture, group: str
) -> None:
    condition = CARE.groups[group].conditions[0]
    danger = dataclasses.replace(picture, likely=(*picture.likely, Likely(condition, "left", 0.3)))
    assert possible(danger, group, CARE) and pain_may_mislead(danger, CARE)
    plan = plan_for(danger, CARE)
    for item in plan.items:
        exercise = CARE.exercises.get(item.treatment)
        assert "acceptable" not in item.dose
        assert exercise is None or exercise.load in ("none", "low")


@given(pictures(), st.sampled_from(tuple(CARE.groups.values())))
def test_a_told_danger_sign_never_makes_a_plan_more_active(picture: Picture, group) -> None:  # type: ignore[no-untyped-def]
    before = _load(plan_for(picture, CARE))
    for sign in group.signs:
        assert _load(plan_for(_with(picture, _finding(sign, True)), CARE)) <= before


@given(pictures())
def test_every_item_cites_sources_that_exist(picture: Picture) -> None:
    plan, recovery = plan_for(picture, CARE), recovery_for(picture, CARE)
    for item in plan.items:
        assert set(item.sources) <= set(KNOWLEDGE.sources)
        assert item.sources or item.basis == "usual_practice"
    for course in recovery.expected:
        assert set(course.sources) <= set(KNOWLEDGE.sources)
    for line in (*plan.prevention, *plan.not_advised):
        if line.endswith("]"):
            assert set(line[line.rindex("[") + 1 : -1].split(", ")) <= set(KNOWLEDGE.sources)
        else:
            assert "usual practice" in line


@given(pictures())
def test_the_same_picture_gets_the_same_plan(picture: Picture) -> None:
    shuffled = dataclasses.replace(
        picture, findings=Findings(tuple(reversed(tuple(picture.findings))))
    )
    assert plan_for(picture, CARE) == plan_for(picture, CARE) == plan_for(shuffled, CARE)


@given(pictures())
@settings(max_examples=40)
def test_under_sixteen_gets_no_exercise_and_no_medicine(picture: Picture) -> None:
    child = _with(picture, Finding("age", 12.0))
    plan = plan_for(child, CARE)
    kinds = {CARE.item(name).kind for name in _ids(plan)}
    assert not kinds & {"exercise", "medicine"}
    assert "adults" in plan.first_step


@pytest.mark.parametrize("name", CONDITIONS)
@pytest.mark.parametrize("answered", [True, False])
def test_each_condition_alone_gets_a_sensible_plan(name: str, answered: bool) -> None:
    condition = KNOWLEDGE.conditions[name]
    told = [
        _finding(one, False, side)
        for one in ANSWERABLE
        if answered and one != "age"
        for side in ("left", "right")
    ]
    told.append(Finding("age", 45.0))
    picture = Picture(
        likely=(Likely(name, "left" if condition.sided else "none", 0.9),),
        findings=Findings(tuple(told)),
        urgency=condition.urgency,
        advice="Be seen.",
        protect=("Keep off it.",),
        ends=(condition.end == "knee", condition.end == "foot"),
    )
    plan = plan_for(picture, CARE)
    assert plan.first_step
    if picture.is_urgent:
        assert not plan.items
        return
    assert plan.items, name
    for item in plan.items:
        entry = CARE.item(item.treatment)
        assert not refusals(picture, entry, CARE)
        if isinstance(entry, Exercise) and entry.load in ("moderate", "high"):
            for group in PAIN_RULE_NEVER:
                assert name not in CARE.groups[group].conditions
    assert plan.review_after_days and 1 <= plan.review_after_days <= 42
    if condition.urgency == "within_days":
        assert any(CARE.item(one.treatment).kind == "clinic" for one in plan.items), name
