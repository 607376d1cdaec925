"""What follows from what was told: implied, derived and computed findings, never more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinchain.core.findings import Finding, Findings
from kinchain.evidence import complete, load_knowledge
from kinchain.evidence.vocabulary import ancestors

VOCABULARY = load_knowledge().findings
BOOLS = sorted(name for name, entry in VOCABULARY.items() if entry.type == "bool")
SIDES = ("left", "right", "unknown")


def told(**values: bool | float | str) -> Findings:
    """Build findings; ``pain_knee__left`` stands for ``pain_knee@left``."""
    items = []
    for key, value in values.items():
        name, _, side = key.partition("__")
        items.append(Finding(name, value, side or "none"))  # type: ignore[arg-type]
    return Findings(tuple(items))


@st.composite
def told_findings(draw: st.DrawFn) -> Findings:
    """Any yes/no answers, each once, on sides that the vocabulary allows."""
    names = draw(st.lists(st.sampled_from(BOOLS), unique=True, max_size=12))
    items = []
    for name in names:
        side = draw(st.sampled_from(SIDES)) if VOCABULARY[name].sided else "none"
        items.append(Finding(name, draw(st.booleans()), side))
    return Findings(tuple(items))


def test_a_yes_implies_the_coarser_yes_on_the_same_leg() -> None:
    found = complete(told(pain_heel_under__left=True), VOCABULARY)
    assert found.value("pain_heel", "left") is True
    assert found.value("pain_foot", "left") is True
    assert found.value("pain_heel", "right") is None


def test_a_coarser_no_implies_the_finer_no_on_the_same_leg() -> None:
    found = complete(told(pain_foot__left=False), VOCABULARY)
    assert found.value("pain_heel_under", "left") is False
    assert found.value("pain_heel_under", "right") is None
    assert found.value("pain_knee", "left") is None


def test_a_finer_no_says_nothing_of_the_coarser() -> None:
    found = complete(told(pain_heel_under__left=False), VOCABULARY)
    assert found.value("pain_heel", "left") is None


def test_a_coarser_yes_says_nothing_of_the_finer() -> None:
    found = complete(told(pain_foot__left=True), VOCABULARY)
    assert found.value("pain_heel", "left") is None


@pytest.mark.parametrize(("minutes", "expected"), [(0, False), (29, False), (30, True), (90, True)])
def test_a_threshold_is_derived_from_its_number(minutes: float, expected: bool) -> None:
    found = complete(told(morning_stiffness_min__right=minutes), VOCABULARY)
    assert found.value("morning_stiffness_over_30min", "right") is expected
    assert found.value("morning_stiffness_over_30min", "left") is None


def test_what_is_derived_implies_in_turn() -> None:
    found = complete(told(morning_stiffness_min__left=45), VOCABULARY)
    assert found.value("morning_stiffness", "left") is True


@pytest.mark.parametrize(("raises", "expected"), [(0, True), (1, False), (25, False)])
def test_no_heel_raise_means_cannot(raises: float, expected: bool) -> None:
    found = complete(told(single_leg_heel_raises_n__left=raises), VOCABULARY)
    assert found.value("cannot_single_heel_raise", "left") is expected


def test_what_was_told_is_not_overridden_by_what_follows() -> None:
    found = complete(told(pain_heel__left=True, pain_foot__left=False, bmi=40), VOCABULARY)
    assert found.value("pain_foot", "left") is False
    assert found.value("pain_heel", "left") is True
    found = complete(
        told(morning_stiffness_min__left=45, morning_stiffness_over_30min__left=False), VOCABULARY
    )
    assert found.value("morning_stiffness_over_30min", "left") is False


def test_body_mass_index_is_computed_in_kg_per_square_metre() -> None:
    assert complete(told(height_m=1.66, mass_kg=78), VOCABULARY).value("bmi") == 28.3
    assert complete(told(height_m=1.66), VOCABULARY).value("bmi") is None
    assert complete(told(height_m=1.66, mass_kg=78, bmi=31), VOCABULARY).value("bmi") == 31


def test_what_follows_keeps_source_and_span() -> None:
    item = Finding("pain_heel_under", True, "left", "narrative", (3, 9))
    found = complete(Findings((item,)), VOCABULARY).get("pain_foot", "left")
    assert found is not None
    assert (found.source, found.span) == ("narrative", (3, 9))


def test_ancestors_come_nearest_first() -> None:
    assert ancestors("pain_foot_inner", VOCABULARY) == ("pain_midfoot", "pain_foot")


def test_an_id_outside_the_vocabulary_passes_through() -> None:
    found = complete(told(not_in_it=True), VOCABULARY)
    assert found.value("not_in_it") is True and len(found) == 1


@given(told_findings())
def test_completing_keeps_everything_told(findings: Findings) -> None:
    completed = complete(findings, VOCABULARY)
    for item in findings:
        assert completed.get(item.id, item.side) == item


@given(told_findings())
def test_completing_twice_adds_nothing(findings: Findings) -> None:
    once = complete(findings, VOCABULARY)
    assert set(complete(once, VOCABULARY)) == set(once)


@given(told_findings())
def test_a_yes_follows_only_from_a_yes(findings: Findings) -> None:
    completed = complete(findings, VOCABULARY)
    for item in completed:
        if item.value is True and findings.get(item.id, item.side) is None:
            below = [f for f in findings if f.value is True and f.side == item.side]
            assert any(item.id in ancestors(f.id, VOCABULARY) for f in below)


@given(told_findings())
def test_nothing_told_of_one_leg_says_anything_of_the_other(findings: Findings) -> None:
    sides = {item.side for item in findings}
    assert {item.side for item in complete(findings, VOCABULARY)} <= sides
