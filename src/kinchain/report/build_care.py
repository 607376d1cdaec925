"""The plan, the course and what to watch for, in a report's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kinchain.core.formats.assessment import ExpectedCourse, PlanItem
from kinchain.core.urgency import Urgency
from kinchain.report import words
from kinchain.report.context import Context
from kinchain.report.model import ChainPart, Soon
from kinchain.report.model_care import CareLine, CarePart, CoursePart, PlanPart, StepPart, WeekPart

N_STEP_SOURCES = 3
N_COURSE_SOURCES = 3

URGENT: tuple[Urgency, ...] = ("emergency", "same_day")
"""At these levels only the action and what protects is said."""

DO_THAT = "Do what stands above under How soon."
LATER = "Plan the rest with those who see you."
SEE_AGAIN = "Be seen again: "

FOR = re.compile(r"\s*\bFor: (.+?)\.(?=\s+It also|\s*$)")
FIRST_CHANGE = re.compile(r"\s*First change, as a rule of thumb: (.+?)\.(?=\s|$)")
NORMAL_WHEN = re.compile(r"\s*Back to normal when: (.+?)\.(?=\s|$)")
CURVE = re.compile(r"\s*The curve: (.+)$")
SEEN_IN = re.compile(r"\s*\(Seen in: (.+?)\.\)")
CITED = re.compile(r"\s*(?:\[([\w, ]+)\]|\(usual practice\))(?=\.?$)")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def care_of(context: Context, soon: Soon, chain: ChainPart) -> CarePart:
    """Return the plan and the course.

    Parameters
    ----------
    context
        The assessment.
    soon
        How soon; what it says is not said again.
    chain
        The chain; how its routes work is not explained again.
    """
    plan = _plan(context, soon, chain)
    recovery = context.told.recovery
    if recovery is None or soon.level in URGENT:
        return CarePart(plan, (), (), (), ())
    shared = _shared([one.text for one in recovery.expected])
    watch = recovery.watch_for
    return CarePart(
        plan=plan,
        courses=tuple(_course(context, one, shared) for one in recovery.expected),
        for_all=shared,
        see_again=tuple(
            capital(one.removeprefix(SEE_AGAIN)) for one in watch if one.startswith(SEE_AGAIN)
        ),
        watch_for=tuple(one for one in watch if not one.startswith(SEE_AGAIN)),
    )


def sentences_of(text: str) -> tuple[str, ...]:
    """Return a text's sentences.

    Parameters
    ----------
    text
        The text.
    """
    return tuple(one for one in SENTENCE_END.split(text.strip()) if one)


def capital(text: str) -> str:
    """Return a text with a capital at its start; the rest stays as it is.

    Parameters
    ----------
    text
        The text.
    """
    return text[:1].upper() + text[1:]


def _plan(context: Context, soon: Soon, chain: ChainPart) -> PlanPart | None:
    plan = context.told.plan
    if plan is None:
        return None
    steps = tuple(_step(context, one, chain, plan.first_step) for one in plan.items)
    above = (context.told.triage.advice, *soon.protect)
    said = {sentence for text in above for sentence in sentences_of(text)}
    every = sentences_of(plan.first_step)
    own = [one for one in every if one not in said]
    first = [one for one in own if not _dose_again(one, steps)]
    if len(own) < len(every):
        first = [DO_THAT, *first]
    barred = _lines(context, plan.not_advised)
    if soon.level in URGENT:
        action = (*(first or [DO_THAT]), *(one.text for one in barred), LATER)
        return PlanPart(action, (), (), (), (), "")
    shared = _shared_doses(one for one in steps if one.id in context.care.exercises)
    review = ""
    if plan.review_after_days is not None and (steps or plan.prevention):
        review = f"Look at this plan again in {words.duration(plan.review_after_days)}."
    return PlanPart(
        first=tuple(first) or (DO_THAT,),
        steps=tuple(_without(one, shared) for one in steps),
        for_all=shared,
        prevention=_lines(context, plan.prevention),
        not_advised=barred,
        review=review,
    )


def _dose_again(sentence: str, steps: Iterable[StepPart]) -> bool:
    """Say whether a sentence only tells how much, and a step tells the same."""
    if not sentence.startswith("How much: "):
        return False
    dose = capital(sentence.removeprefix("How much: ").rstrip("."))
    return any(dose in step.dose for step in steps)


def _step(context: Context, one: PlanItem, chain: ChainPart, first_step: str) -> StepPart:
    """Return one step; what the first step says to do is not said again."""
    items = {**context.care.treatments, **context.care.exercises}
    entry = items.get(one.treatment)
    name = entry.name if entry else capital(one.treatment.replace("_", " "))
    plain = entry.plain if entry else ""
    dose = one.dose.removeprefix(plain).strip().removeprefix(f"{name}: ")
    helps = FOR.search(one.why)
    why = FOR.sub("", one.why).strip()
    for route in chain.routes:
        why = why.replace(f": {route.plain}", ".") if route.plain else why
    return StepPart(
        id=one.treatment,
        name=name,
        helps=helps.group(1) if helps else "",
        what="" if plain in first_step else capital(plain.removeprefix(f"{name}: ")),
        why=capital(why),
        dose=capital(dose),
        basis=words.DOSE_WORDS[one.basis],
        effect=one.expected_effect,
        care=one.caution,
        stop_if=capital(one.stop_if),
        refs=context.refs(one.sources, N_STEP_SOURCES),
    )


def _shared_doses(steps: Iterable[StepPart]) -> tuple[str, ...]:
    """Return the sentences that the doses of two or more exercises share."""
    told = [sentence for one in steps for sentence in dict.fromkeys(sentences_of(one.dose))]
    return tuple(dict.fromkeys(sentence for sentence in told if told.count(sentence) > 1))


def _without(one: StepPart, shared: Sequence[str]) -> StepPart:
    kept = [sentence for sentence in sentences_of(one.dose) if sentence not in shared]
    return replace(one, dose=" ".join(kept))


def _lines(context: Context, texts: Iterable[str]) -> tuple[CareLine, ...]:
    """Return lines, with the sources numbered that stand in brackets behind a text."""
    lines = []
    for text in texts:
        found = CITED.search(text)
        named = found.group(1).split(", ") if found and found.group(1) else []
        lines.append(CareLine(CITED.sub("", text), context.refs(named)))
    return tuple(lines)


def _shared(texts: list[str]) -> tuple[str, ...]:
    """Return the sentences that close every one of several courses."""
    if len(texts) < 2:
        return ()
    rest = [list(sentences_of(text)) for text in texts]
    found: list[str] = []
    while all(rest) and len({one[-1] for one in rest}) == 1:
        if NORMAL_WHEN.match(rest[0][-1]) or FIRST_CHANGE.match(rest[0][-1]):
            break
        found.insert(0, rest[0][-1])
        rest = [one[:-1] for one in rest]
    return tuple(found)


def _course(context: Context, one: ExpectedCourse, shared: Iterable[str]) -> CoursePart:
    text = one.text
    for sentence in shared:
        text = text.replace(sentence, "").strip()
    taken: list[str] = []
    for pattern in (CURVE, FIRST_CHANGE, NORMAL_WHEN):
        found = pattern.search(text)
        taken.append(found.group(1) if found else "")
        text = pattern.sub("", text)
    curve, change, normal = taken
    seen = SEEN_IN.search(text)
    if seen and curve.startswith(seen.group(1)):
        text = SEEN_IN.sub("", text)
    return CoursePart(
        id=one.condition,
        name=context.label(one.condition),
        text=text.strip(),
        first_change=f"{capital(change)}, as a rule of thumb" if change else "",
        normal_when=capital(normal),
        weeks=tuple(
            WeekPart(week, words.after_weeks(week), share, low, high)
            for week, share, low, high in one.weeks or ()
        ),
        curve_note=curve,
        refs=context.refs(one.sources, N_COURSE_SOURCES),
    )
