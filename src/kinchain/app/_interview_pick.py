"""Which question comes next: own words, danger, the frame, then what would tell most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kinchain.app._interview_ask import (
    ELSEWHERE,
    PLACES,
    SIDE,
    SITES,
    WORDS,
    question_of,
)
from kinchain.app._interview_ends import both_ends, legs_of, linked
from kinchain.app._interview_home import offered
from kinchain.app._interview_model import Interview, Look, Question
from kinchain.app._interview_worth import MIN_WORTH, Worth, worths
from kinchain.core.findings import Finding, Side
from kinchain.core.urgency import URGENCIES, at_least
from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for

__all__ = ["MAX_QUESTIONS", "PLACES", "SIDE", "SITES", "WORDS", "hurting", "pick"]

N_FEARED = 3
"""So many things that the words may mean are asked one by one before all else (expert)."""

N_TESTS = 3
"""So many home tests are offered at most: few people do more (expert judgement)."""

N_KEPT_FOR_TESTS = 2
"""So many of the questions are kept for home tests, where any may be offered."""

MAX_QUESTIONS = 20
"""No more questions than this, own words and home tests among them."""


def pick(interview: Interview) -> Question | None:
    """Return the next question worth asking, or None.

    Parameters
    ----------
    interview
        The interview so far, not at its limit, and at an emergency only where that hangs on
        what the words may mean.
    """
    return next(_candidates(interview), None)


def _candidates(interview: Interview) -> Iterator[Question]:
    look, keys = interview.look, interview.keys
    if not interview.start.narrative.strip() and WORDS.key not in keys:
        yield WORDS
    for doubted in interview.doubts:
        name, _, side = doubted.partition("@")
        yield question_of(name, side or "none", is_danger=True)  # type: ignore[arg-type]
    if look.triage.urgency == "emergency":
        return
    yield from _where(look, keys)
    yield from _age(look, keys)
    yield from _feared(look, keys)
    ranked = worths(look, keys)
    yield from _danger(look, keys, ranked)
    yield from _thin_blood(look, keys, ranked)
    yield from _frame(look, keys, ranked)
    tests = list(_tests(interview))
    if not tests or len(interview.asked) < MAX_QUESTIONS - N_KEPT_FOR_TESTS:
        yield from (one.question for one in ranked if one.bits >= MIN_WORTH or one.is_pressing)
        yield from _how_bad(look, keys)
    yield from tests


def hurting(look: Look, side: Side) -> tuple[str, ...]:
    """Return the body-map places told to hurt on exactly this side.

    Parameters
    ----------
    look
        What is known.
    side
        ``left``, ``right``, ``unknown`` or ``none``.
    """
    return tuple(site for site in SITES if look.findings.is_true(f"pain_{site}", side))


def _where(look: Look, keys: frozenset[str]) -> Iterator[Question]:
    sides: tuple[Side, ...] = ("left", "right", "unknown", "none")
    if not any(hurting(look, side) for side in sides) and PLACES.key not in keys:
        yield PLACES
    elif (
        hurting(look, "unknown")
        and not hurting(look, "left")
        and not hurting(look, "right")
        and SIDE.key not in keys
    ):
        yield SIDE
    if not both_ends(look) and not {PLACES.key, ELSEWHERE.key} & keys:
        yield ELSEWHERE


def _age(look: Look, keys: frozenset[str]) -> Iterator[Question]:
    if "age" in look.triage.not_asked and "age" not in keys:
        yield question_of("age", "none")


def _feared(look: Look, keys: frozenset[str]) -> Iterator[Question]:
    """Yield what the words may mean, where open danger questions could make it an emergency.

    What makes a rule fire by itself is asked about before anything else; here the rule still
    wants a yes to a danger question, and something that was told supports it.
    """
    feared = {item.key for item in (*look.heard.possible, *look.heard.doubted)}
    if len(feared & keys) >= N_FEARED:
        return
    legs = legs_of(look)
    opened = tuple(
        Finding(name, True, one)  # type: ignore[arg-type]
        for name, _, side in (key.partition("@") for key in look.triage.not_asked)
        for one in (legs if side == "both" else (side or "none",))
    )
    for item in look.unsure:
        if {item.key, f"{item.id}@both"} & keys:
            continue
        raised = look.reach.by_yes((replace(item, value=True), *opened)).get(item.key)
        if raised and raised.is_supported and raised.level == "emergency":
            yield question_of(item.id, item.side, is_danger=True)


def _danger(look: Look, keys: frozenset[str], ranked: tuple[Worth, ...]) -> Iterator[Question]:
    """Yield questions with open core danger questions, those of the gravest rules first.

    Once the person is to be seen today anyway, only what could still make it an emergency
    is asked, and nothing that is answered by pressing or moving the leg.
    """
    urgent = at_least(look.triage.urgency, "same_day")
    held = [one for one in ranked if one.is_core]
    if urgent:
        held = [one for one in held if one.level == "emergency"]
    grave = _gravity()

    def _first(one: Worth) -> tuple[int, float]:
        names = {key.partition("@")[0] for key in one.question.keys}
        return min(grave.get(name, 9) for name in names), -one.bits

    yield from (one.question for one in sorted(held, key=_first))
    if urgent:
        return
    grouped = {key for one in ranked for key in one.question.keys}
    for key in look.triage.not_asked:
        name, _, side = key.partition("@")
        if key not in grouped and not {key, f"{name}@both"} & keys:
            yield question_of(name, side or "none", is_danger=True)  # type: ignore[arg-type]


BLEEDS = ("injury_knee", "injury_leg", "injury_foot", "direct_blow", "fall")
"""What may bleed into a joint or a muscle where the blood is thinned."""


def _thin_blood(look: Look, keys: frozenset[str], ranked: tuple[Worth, ...]) -> Iterator[Question]:
    """Yield the question for blood thinners after an injury, however small the odds of one."""
    asked = {key.partition("@")[0] for key in keys}
    hurt = any(item.id in BLEEDS and item.value is True for item in look.findings)
    if hurt and "anticoagulant" not in asked and not look.is_known("anticoagulant", "none"):
        yield from _holding("anticoagulant", ranked)
        yield question_of("anticoagulant", "none", is_danger=True)


@lru_cache(maxsize=1)
def _gravity() -> dict[str, int]:
    """Return for each danger question the most urgent level of the rules that ask it."""
    found: dict[str, int] = {}
    for rule in rules_for(load_knowledge()).rules:
        level = min(URGENCIES.index(tier.urgency) for tier in rule.tiers)
        for name in rule.asks:
            found[name] = min(level, found.get(name, level))
    return found


def _frame(look: Look, keys: frozenset[str], ranked: tuple[Worth, ...]) -> Iterator[Question]:
    """Yield how long, how bad, and which end first: what triage and chain hang on.

    How bad is asked among the kinds of pain, which tell more than a number alone; the walk is
    asked about next to what came first.
    """
    timed = any(one.duration_days is not None for one in look.heard.complaints)
    told = {item.id for item in look.findings}
    if not timed and not told & {"pain_duration_days", "injury_days"}:
        yield from _number("pain_duration_days", look, keys)
    held = tuple(_holding("pain_severe", ranked))
    asked_how_bad = any(key.partition("@")[0] == "pain_severe" for key in keys)
    yield from held or (() if asked_how_bad else _how_bad(look, keys))
    if linked(look):
        if "started_first" not in keys and not look.is_known("started_first", "none"):
            yield question_of("started_first", "none")
        yield from _holding("gait_changed_before_second_pain", ranked)


def _how_bad(look: Look, keys: frozenset[str]) -> Iterator[Question]:
    """Yield how bad the pain is as a number, where nothing of the sort was told."""
    if not {item.id for item in look.findings} & {"pain_worst_nrs", "pain_now_nrs", "pain_severe"}:
        yield from _number("pain_worst_nrs", look, keys)


def _number(name: str, look: Look, keys: frozenset[str]) -> Iterator[Question]:
    legs = legs_of(look)
    side: Side = "both" if len(legs) > 1 else legs[0]
    if not {f"{name}@{side}", f"{name}@left", f"{name}@right"} & keys:
        yield question_of(name, side)


def _holding(name: str, ranked: tuple[Worth, ...]) -> Iterator[Question]:
    """Yield the question about several findings that asks for this one, if it is open."""
    for one in ranked:
        if any(key.partition("@")[0] == name for key in one.question.keys):
            yield one.question


def _tests(interview: Interview) -> Iterator[Question]:
    """Yield home tests that no caution speaks against; offered, never forced."""
    vocabulary = load_knowledge().findings
    done = {one.key.partition("@")[0] for one in interview.asked}
    if sum(vocabulary[name].kind == "test" for name in done if name in vocabulary) >= N_TESTS:
        return
    look = interview.look
    for name, leg in offered(look, legs_of(look)):
        side: Side = leg if vocabulary[name].sided else "none"
        if name not in done and not look.is_known(name, side):
            yield question_of(name, side)
