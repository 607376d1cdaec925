"""Which question comes next: own words, danger, the frame, then what would tell most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from kinchain.app._interview_home import offered
from kinchain.app._interview_model import Interview, Look, Question, QuestionKind
from kinchain.app.assess import rules_for
from kinchain.core.findings import Side
from kinchain.core.formats.case import FOOT_SITES, KNEE_SITES
from kinchain.core.urgency import URGENCIES, at_least
from kinchain.evidence import load_knowledge
from kinchain.reason import next_questions

SMALL_BITS = 0.05
"""A question that promises less is not asked: it would turn one case in about a hundred
(expert judgement)."""

N_RANKED = 40
"""So many of the most telling questions are looked through for one not yet asked."""

N_TESTS = 3
"""So many home tests are offered at most: few people do more (expert judgement)."""

N_KEPT_FOR_TESTS = 2
"""So many of the questions are kept for home tests, where any may be offered."""

MAX_QUESTIONS = 20
"""No more questions than this, own words and home tests among them."""

SITES = tuple(
    "low_back hip thigh knee shin calf ankle heel arch midfoot forefoot toes foot leg".split()
)
"""Places that can be named, as on the body map."""

WORDS = Question(
    key="narrative",
    kind="words",
    text="What is the trouble? Say where it hurts, on which side, since when, and what makes "
    "it worse.",
    why="Your own words tell more than any list.",
)
PLACES = Question(
    key="places",
    kind="places",
    text="Where does it hurt? Name each place with its side, like: left knee, right heel.",
    why="All other questions hang on the place.",
    choices=SITES,
)
SIDE = Question(
    key="side",
    kind="side",
    text="Which side is it?",
    why="Each leg is looked at by itself.",
    choices=("left", "right", "both"),
)
DANGER_WHY = "It helps to tell how soon you need care."


def pick(interview: Interview) -> Question | None:
    """Return the next question worth asking, or None.

    Parameters
    ----------
    interview
        The interview so far, neither at its limit nor at an emergency.
    """
    return next(_candidates(interview), None)


def _candidates(interview: Interview) -> Iterator[Question]:
    look, keys = interview.look, interview.keys
    if not interview.start.narrative.strip() and WORDS.key not in keys:
        yield WORDS
    yield from _where(look, keys)
    yield from _danger(look, keys)
    yield from _frame(look, keys)
    tests = list(_tests(interview))
    if not tests or len(interview.asked) < MAX_QUESTIONS - N_KEPT_FOR_TESTS:
        yield from _telling(look, keys)
    yield from tests


def legs_of(look: Look) -> tuple[Side, ...]:
    """Return the legs that something is told of, else one of unknown side.

    Parameters
    ----------
    look
        What is known.
    """
    told = {f.side for f in look.findings if f.side in ("left", "right") and f.value is not False}
    return tuple(sorted(told)) or ("unknown",)


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


def _danger(look: Look, keys: frozenset[str]) -> Iterator[Question]:
    """Yield the open core danger questions, those of the gravest rules first.

    One that is answered by pressing or moving the leg is not asked once the person is to
    be seen today anyway.
    """
    vocabulary = load_knowledge().findings
    urgent = at_least(look.triage.urgency, "same_day")
    opened = [key for key in look.triage.not_asked if not _was_asked(key, keys)]
    grave = _gravity()
    for key in sorted(_both_legs(opened), key=lambda k: grave.get(k.partition("@")[0], 9)):
        name, _, side = key.partition("@")
        if urgent and vocabulary[name].kind == "test":
            continue
        yield question_of(name, side or "none", is_danger=True)  # type: ignore[arg-type]


def _was_asked(key: str, keys: frozenset[str]) -> bool:
    return key in keys or f"{key.partition('@')[0]}@both" in keys


def _both_legs(opened: Iterable[str]) -> list[str]:
    """Ask of either leg at once what is open for both."""
    held = dict.fromkeys(opened)
    found: dict[str, None] = {}
    for key in held:
        name, _, side = key.partition("@")
        both = side in ("left", "right") and {f"{name}@left", f"{name}@right"} <= held.keys()
        found[f"{name}@both" if both else key] = None
    return list(found)


@lru_cache(maxsize=1)
def _gravity() -> dict[str, int]:
    """Return for each danger question the most urgent level of the rules that ask it."""
    found: dict[str, int] = {}
    for rule in rules_for(load_knowledge()).rules:
        level = min(URGENCIES.index(tier.urgency) for tier in rule.tiers)
        for name in rule.asks:
            found[name] = min(level, found.get(name, level))
    return found


def _frame(look: Look, keys: frozenset[str]) -> Iterator[Question]:
    """Yield how long, how bad, and which end first: what triage and chain hang on."""
    legs = legs_of(look)
    side: Side = "both" if len(legs) > 1 else legs[0]
    told = {item.id for item in look.findings}
    timed = any(one.duration_days is not None for one in look.heard.complaints)
    wanted = []
    if not timed and not told & {"pain_duration_days", "injury_days"}:
        wanted.append("pain_duration_days")
    if not told & {"pain_worst_nrs", "pain_now_nrs", "pain_severe"}:
        wanted.append("pain_worst_nrs")
    for name in wanted:
        if not _was_asked(f"{name}@{side}", keys):
            yield question_of(name, side)
    sites = {site for one in (*legs, "unknown") for site in hurting(look, one)}
    both_ends = sites & set(KNEE_SITES) and sites & set(FOOT_SITES)
    if both_ends and "started_first" not in told and "started_first" not in keys:
        yield question_of("started_first", "none")


def _telling(look: Look, keys: frozenset[str]) -> Iterator[Question]:
    knowledge = load_knowledge()
    alike = _ends(look, "left") & _ends(look, "right")
    for one in next_questions(look.findings, look.inference, knowledge, N_RANKED):
        if one.bits < SMALL_BITS:
            return
        key = one.finding if one.side == "none" else f"{one.finding}@{one.side}"
        if knowledge.findings[one.finding].kind == "test" or _was_asked(key, keys):
            continue
        side = one.side
        if alike and side != "none" and not look.is_known(one.finding, _other(side)):
            side = "both"
        yield question_of(one.finding, side, bits=one.bits)


def _ends(look: Look, side: Side) -> set[str]:
    """Return which ends of the chain hurt on a leg."""
    sites = set(hurting(look, side))
    ends = {"knee": sites & set(KNEE_SITES), "foot": sites & set(FOOT_SITES)}
    return {name for name, there in ends.items() if there}


def _other(side: Side) -> Side:
    return "left" if side == "right" else "right"


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


def question_of(name: str, side: Side, *, is_danger: bool = False, bits: float = 0.0) -> Question:
    """Put a finding of the vocabulary as a question.

    Parameters
    ----------
    name
        Vocabulary id.
    side
        The leg it is about; ``both`` asks of either leg.
    is_danger
        Whether it is a core danger question.
    bits
        Expected information in bits.
    """
    entry = load_knowledge().findings[name]
    kind: QuestionKind = "yes_no" if entry.type == "bool" else entry.type
    choices = entry.choices
    if kind == "yes_no":
        choices = ("no", "left", "right", "both") if side == "both" else ("yes", "no")
    low, high = entry.range or (0.0, 0.0)
    steps = tuple(f"{one.strip()}." for one in entry.test.rstrip(". ").split(". ") if one.strip())
    return Question(
        key=name if side == "none" else f"{name}@{side}",
        kind=kind,
        text=entry.ask,
        why=entry.why or DANGER_WHY,
        side=side,
        is_danger=is_danger,
        choices=choices,
        unit=entry.unit,
        low=low,
        high=high,
        steps=steps,
        caution=entry.caution,
        bits=bits,
        is_test=entry.kind == "test",
    )
