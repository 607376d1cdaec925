"""Laws of triage: danger only raises, unknown is never no, left and right are alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.core.findings import OTHER_SIDE, Finding, Findings, Side
from kinchain.core.urgency import URGENCIES, at_least
from kinchain.evidence.rules import RuleBook, read_rules
from kinchain.triage import ComplaintSite, assess_urgency
from kinchain.triage._levels import PLAIN_PICTURE

KNOWLEDGE = files("kinchain.evidence") / "knowledge"
SITES = ("knee", "calf", "heel", "hip", "foot", "toes", "low_back", "leg")
SIDES: tuple[Side, ...] = ("left", "right", "unknown")


@lru_cache(maxsize=1)
def vocabulary() -> list[dict[str, Any]]:
    raw = yaml.load((KNOWLEDGE / "findings.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return list(raw["findings"])


@lru_cache(maxsize=1)
def book() -> RuleBook:
    sources: set[str] = set()
    for file in KNOWLEDGE.iterdir():
        if file.name.startswith("sources"):
            raw = yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)
            sources |= set(raw["sources"])
    return read_rules({f["id"]: bool(f["sided"]) for f in vocabulary()}, sources)


YES_NO = sorted(f["id"] for f in vocabulary() if f["type"] == "bool")
SIDED = frozenset(f["id"] for f in vocabulary() if f["sided"])
DANGER = [name for name in YES_NO if name not in PLAIN_PICTURE]


@st.composite
def yes_no(draw: st.DrawFn, names: Sequence[str] = YES_NO) -> Finding:
    name = draw(st.sampled_from(names))
    side: Side = draw(st.sampled_from(SIDES)) if name in SIDED else "none"
    return Finding(name, draw(st.booleans()), side)


@st.composite
def number(draw: st.DrawFn) -> Finding:
    name, high = draw(
        st.sampled_from([("pain_duration_days", 900), ("pain_worst_nrs", 10), ("injury_days", 400)])
    )
    return Finding(name, float(draw(st.integers(0, high))), draw(st.sampled_from(SIDES)))


def tellings(**more: Any) -> st.SearchStrategy[Findings]:
    items = st.lists(st.one_of(yes_no(**more), yes_no(**more), number()), max_size=14)
    return items.map(lambda found: Findings(tuple(found)))


complaints = st.lists(
    st.builds(
        ComplaintSite,
        st.sampled_from(SITES),
        st.sampled_from(("left", "right", "both", "unknown")),
        st.one_of(st.none(), st.integers(0, 900).map(float)),
    ),
    max_size=3,
)
ages = st.one_of(st.none(), st.integers(3, 95).map(float))


def level(told: Findings, age: float | None, sites: Sequence[ComplaintSite]) -> str:
    return assess_urgency(told, rules=book(), age=age, complaint_sites=sites).urgency


def rank(name: str) -> int:
    return URGENCIES.index(name)  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None)
@given(tellings(), ages, complaints, yes_no(DANGER))
def test_adding_a_danger_sign_never_lowers(
    told: Findings, age: float | None, sites: list[ComplaintSite], more: Finding
) -> None:
    sign = Finding(more.id, True, more.side)
    assert rank(level(told.plus([sign]), age, sites)) <= rank(level(told, age, sites))


@settings(max_examples=300, deadline=None)
@given(tellings(), ages, complaints, yes_no(DANGER))
def test_from_no_to_yes_never_lowers(
    told: Findings, age: float | None, sites: list[ComplaintSite], more: Finding
) -> None:
    rest = [f for f in told if f.key != more.key]
    no = Findings((*rest, Finding(more.id, False, more.side)))
    yes = Findings((*rest, Finding(more.id, True, more.side)))
    assert rank(level(yes, age, sites)) <= rank(level(no, age, sites))


@settings(max_examples=300, deadline=None)
@given(tellings(), ages, complaints, st.randoms(use_true_random=False))
def test_unknown_is_never_taken_for_no(
    told: Findings, age: float | None, sites: list[ComplaintSite], chance: Any
) -> None:
    """Leaving out answered "no"s never lowers, and never turns into self-care."""
    kept = Findings(tuple(f for f in told if f.value is not False or chance.random() < 0.5))
    assert rank(level(kept, age, sites)) <= rank(level(told, age, sites))
    if len(kept) < len(told) and level(told, age, sites) != "self_care":
        assert level(kept, age, sites) != "self_care"


@settings(max_examples=300, deadline=None)
@given(tellings(), ages, complaints, st.integers(0, 100))
def test_removing_an_answer_never_ends_in_self_care(
    told: Findings, age: float | None, sites: list[ComplaintSite], which: int
) -> None:
    items = list(told)
    if items and level(told, age, sites) != "self_care":
        del items[which % len(items)]
        rest = assess_urgency(Findings(tuple(items)), rules=book(), age=age, complaint_sites=sites)
        assert rest.urgency != "self_care" or not rest.not_asked


@settings(max_examples=300, deadline=None)
@given(tellings(), ages, complaints)
def test_open_question_never_goes_with_self_care(
    told: Findings, age: float | None, sites: list[ComplaintSite]
) -> None:
    triage = assess_urgency(told, rules=book(), age=age, complaint_sites=sites)
    assert triage.provisional == bool(triage.not_asked)
    assert not (triage.not_asked and triage.urgency == "self_care")
    assert not (triage.exercise_allowed and at_least(triage.urgency, "same_day"))


@settings(max_examples=300, deadline=None)
@given(tellings(), ages, complaints)
def test_mirrored_sides_give_the_same_level(
    told: Findings, age: float | None, sites: list[ComplaintSite]
) -> None:
    mirrored = Findings(tuple(Finding(f.id, f.value, OTHER_SIDE[f.side]) for f in told))
    others = [ComplaintSite(c.site, OTHER_SIDE[c.side], c.duration_days) for c in sites]
    here = assess_urgency(told, rules=book(), age=age, complaint_sites=sites)
    there = assess_urgency(mirrored, rules=book(), age=age, complaint_sites=others)
    assert here.urgency == there.urgency
    assert {f.rule for f in here.red_flags} == {f.rule for f in there.red_flags}
    assert len(here.not_asked) == len(there.not_asked)


@settings(max_examples=200, deadline=None)
@given(tellings(), ages, complaints, st.floats(0, 1), st.sampled_from(URGENCIES))
def test_likely_conditions_only_raise(
    told: Findings, age: float | None, sites: list[ComplaintSite], p: float, urgency: Any
) -> None:
    with_floor = assess_urgency(
        told,
        rules=book(),
        age=age,
        complaint_sites=sites,
        posterior_floor=[("anything", p, urgency)],
    )
    assert rank(with_floor.urgency) <= rank(level(told, age, sites))


@settings(max_examples=200, deadline=None)
@given(tellings(), ages, complaints, yes_no())
def test_under_sixteen_never_gets_self_care_and_a_limp_is_same_day(
    told: Findings, age: float | None, sites: list[ComplaintSite], more: Finding
) -> None:
    limp = Finding("limp", True, "left")
    assert at_least(level(told.plus([more]), 11.0, sites), "routine")  # type: ignore[arg-type]
    rest = Findings((limp, *(f for f in told if f.id != "limp")))
    assert at_least(level(rest, 11.0, sites), "same_day")  # type: ignore[arg-type]


def test_any_danger_sign_takes_a_calm_picture_out_of_self_care() -> None:
    no = ("fever", "diabetes", "cannot_bear_weight", "warmth_foot", "injury_foot", "numb_foot")
    denied = [*no, "cold_foot", "foot_ulcer"]
    calm = [
        Finding("pain_heel", True, "left"),
        Finding("pain_worst_nrs", 3.0, "left"),
        Finding("pain_duration_days", 14.0, "left"),
    ]
    everything = [
        *calm,
        *(Finding(name, False, "left" if name in SIDED else "none") for name in denied),
    ]
    assert level(Findings(tuple(everything)), 40.0, []) == "self_care"
    for name in DANGER:
        sign = Finding(name, True, "left" if name in SIDED else "none")
        rest = [f for f in everything if f.id != name]
        assert level(Findings((*rest, sign)), 40.0, []) != "self_care", name
