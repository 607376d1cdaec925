"""How the likely complaints usually go, and what to watch for."""

from __future__ import annotations

from collections.abc import Sequence

from kinchain.care.picture import Likely, Picture, picture_of
from kinchain.core.findings import Findings
from kinchain.core.formats.assessment import ExpectedCourse, Recovery
from kinchain.evidence import Knowledge
from kinchain.evidence.care_load import CareKnowledge, load_care
from kinchain.evidence.care_model import REFERRAL_FROM_DAYS, Course
from kinchain.reason import ChainBelief, Inference
from kinchain.triage import ComplaintSite, Triage

EXPECTED_FROM = 0.25
"""A condition this likely gets its expected course."""

N_EXPECTED = 3
N_WATCH = 8

ACUTE_DAYS = 42.0
"""Up to six weeks the general course of fresh complaints holds, then the long one."""

COMPENSATION = (
    "A new pain at the other end of the leg or on the other side, from walking differently."
)
BOTH_ENDS = "With a sore knee and a sore foot together it often goes slower: both need care."
BOTH_ENDS_SOURCES = ("paterson2015",)
RULE_OF_THUMB = "A rule of thumb, not from a study: "


def expect_recovery(
    findings: Findings,
    inference: Inference,
    triage: Triage,
    chain: ChainBelief,
    knowledge: Knowledge,
    complaints: Sequence[ComplaintSite] = (),
) -> Recovery:
    """Say how the likely conditions usually go.

    Parameters
    ----------
    findings
        Completed findings.
    inference
        The conditions' posterior.
    triage
        How soon.
    chain
        The chain.
    knowledge
        The knowledge base.
    complaints
        What hurts and since when: no curve is shown before its population's time.
    """
    picture = picture_of(findings, inference, triage, chain, knowledge, complaints)
    return recovery_for(picture, load_care())


def recovery_for(picture: Picture, care: CareKnowledge) -> Recovery:
    """Say how the likely conditions of a picture usually go.

    Parameters
    ----------
    picture
        The person.
    care
        Knowledge of care.

    Returns
    -------
    recovery
        At most three courses. A curve stands only where it was read in a source, and only
        for a person who has had the complaint as long as the people it was read of. At
        ``emergency`` and ``same_day`` there is only what to watch for.
    """
    likely = _likely(picture)
    courses = [(one, course_of(one.condition, picture, care)) for one in likely]
    if picture.is_urgent:
        return Recovery(watch_for=_watch([c for _, c in courses], picture))
    expected = tuple(_expected(one, course, picture) for one, course in courses)
    return Recovery(expected=expected, watch_for=_watch([c for _, c in courses], picture))


def _likely(picture: Picture) -> list[Likely]:
    best: dict[str, Likely] = {}
    for one in picture.likely:
        held = best.get(one.condition)
        if one.probability >= EXPECTED_FROM and (
            held is None or one.probability > held.probability
        ):
            best[one.condition] = one
    ranked = sorted(best.values(), key=lambda one: (-one.probability, one.condition))
    return ranked[:N_EXPECTED]


def course_of(condition: str, picture: Picture, care: CareKnowledge) -> Course:
    """Return a condition's course, or the general one for its duration.

    Parameters
    ----------
    condition
        Condition id.
    picture
        The person, for how long it has lasted.
    care
        Knowledge of care.
    """
    for course in care.courses.values():
        if condition in course.conditions:
            return course
    days = picture.duration_days(condition)
    kind = "acute" if days is not None and days <= ACUTE_DAYS else "chronic"
    return next(one for one in care.courses.values() if one.template == kind)


def _expected(one: Likely, course: Course, picture: Picture) -> ExpectedCourse:
    curve = course.curve
    days = picture.duration_days(one.condition)
    fits = curve is not None and days is not None and days >= curve.from_days
    sources = [*course.sources]
    parts = [course.text if course.basis == "sourced" else RULE_OF_THUMB + course.text]
    late = days is not None and days >= REFERRAL_FROM_DAYS
    if course.late_text and late:
        parts.append(course.late_text)
    if course.population and (late or not course.late_text):
        parts.append(f"(Seen in: {course.population}.)")
    if course.first_change_weeks:
        low, high = course.first_change_weeks
        weeks = f"{low:g} to {high:g}" if low < high else f"{high:g}"
        parts.append(f"First change, as a rule of thumb: after {weeks} weeks.")
    if course.return_when:
        parts.append(f"Back to normal when: {'; '.join(course.return_when)}.")
    if curve is not None and fits:
        parts.append(f"The curve: {curve.population}. {curve.note}")
        sources.extend(curve.sources)
    if all(picture.ends):
        parts.append(BOTH_ENDS)
        sources.extend(BOTH_ENDS_SOURCES)
    return ExpectedCourse(
        condition=one.condition,
        text=" ".join(parts),
        weeks=curve.rows if curve is not None and fits else None,
        sources=tuple(dict.fromkeys(sources)),
    )


def _watch(courses: Sequence[Course], picture: Picture) -> tuple[str, ...]:
    """Return when to be seen again, complications, and the pain that limping brings."""
    lines = [f"Be seen again: {course.see_again}." for course in courses]
    lines.extend(f"{c[:1].upper()}{c[1:]}." for course in courses for c in course.complications)
    kept = list(dict.fromkeys(lines))[: N_WATCH - 1]
    return (*kept, COMPENSATION) if any(picture.ends) else tuple(kept)
