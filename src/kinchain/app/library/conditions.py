"""The page of a condition: what it is, the chain, its course, what helps, when to be seen."""

from __future__ import annotations

from collections.abc import Iterator

from kinchain.app.library.catalogue import Shelf
from kinchain.app.library.parts import (
    DOSE_TEXTS,
    ROUTE_TEXTS,
    claims_about,
    odds_line,
    page_of,
    page_of_item,
    said_part,
    sentence,
    share_line,
)
from kinchain.app.present import node_label
from kinchain.core.formats.page import Page, PageNumber, PagePart
from kinchain.core.urgency import at_least
from kinchain.evidence.care_model import CareItem, Course
from kinchain.evidence.model import Condition, Edge, Raises
from kinchain.evidence.rule_book import rules_for

MOST_SIGNS = 5
MOST_FACTORS = 5
MOST_HELPS = 5

NOT_FOR_THE_FIRST_WEEKS = (
    "Clinics see people who did not get better. If yours began in the last half year, these"
    " figures are not yours."
)

URGENCY_ANSWER = {
    "emergency": "If this may be what you have, it is an emergency: get help now.",
    "same_day": "If this may be what you have, be seen today.",
    "within_days": "If this may be what you have, be seen within two to three days.",
    "routine": "A planned visit is soon enough, unless it gets worse fast.",
    "self_care": "You can most often start to care for it yourself.",
}


def condition_page(name: str, shelf: Shelf) -> Page:
    """Make the page of a condition.

    Parameters
    ----------
    name
        Its id.
    shelf
        What the page is made from.
    """
    one = shelf.knowledge.conditions[name]
    page = f"condition:{name}"
    level = rules_for(shelf.knowledge).levels[one.urgency]
    edges = _edges(name, shelf)
    course = course_of(name, shelf)
    items = helping(name, shelf) if not at_least(one.urgency, "same_day") else ()
    parts = (
        PagePart(heading="What it is", lines=(one.about,), sources=one.sources),
        _chain_part(one, edges, shelf),
        _course_part(course),
        _care_part(one, items, shelf),
        PagePart(heading="When to see someone", lines=(level.advice, *level.protect)),
        said_part(claims_about(page, shelf)),
    )
    related = [f"mechanism:{edge.mechanism}" for edge in edges if edge.mechanism]
    return page_of(
        page,
        shelf,
        answer=f"{sentence(one.plain)} {URGENCY_ANSWER[one.urgency]}",
        parts=parts,
        numbers=_numbers(one, shelf),
        for_you=_for_you(one, items, course),
        see_also=(*related, *(page_of_item(item, shelf) for item in items), _topic(one)),
        sources=one.sources,
    )


def course_of(name: str, shelf: Shelf) -> Course | None:
    """Return the course that names a condition, or None.

    Parameters
    ----------
    name
        Its id.
    shelf
        Where courses are found.
    """
    found = (one for one in shelf.care.courses.values() if name in one.conditions)
    return next(found, None)


def helping(name: str, shelf: Shelf) -> tuple[CareItem, ...]:
    """Return what helps a condition most, best first; medicines and clinics too.

    Parameters
    ----------
    name
        Its id.
    shelf
        Where treatments and exercises are found.
    """
    ranked: list[tuple[float, CareItem]] = []
    for item in shelf.care.items:
        weights = [one.benefit for one in item.helps if name in shelf.care.spread(one.conditions)]
        if weights:
            ranked.append((max(weights), item))
    ranked.sort(key=lambda pair: -pair[0])
    return tuple(item for _, item in ranked[:MOST_HELPS])


def _topic(one: Condition) -> str:
    return "topic:when_to_see_someone" if one.feared else "topic:recovery_time"


def _edges(name: str, shelf: Shelf) -> tuple[Edge, ...]:
    return tuple(
        edge for edge in shelf.knowledge.edges.values() if name in (edge.cause, edge.effect)
    )


def _chain_part(one: Condition, edges: tuple[Edge, ...], shelf: Shelf) -> PagePart | None:
    lines = [one.link] if one.link else []
    lines.extend(
        f"{sentence(node_label(edge.cause, shelf.knowledge))[:-1]} to "
        f"{node_label(edge.effect, shelf.knowledge)}: {ROUTE_TEXTS[edge.verdict]}"
        for edge in edges[:4]
    )
    sources = tuple(dict.fromkeys(source for edge in edges[:4] for source in edge.sources))
    return PagePart(heading="Knee and foot", lines=tuple(lines), sources=sources) if lines else None


def _course_part(course: Course | None) -> PagePart:
    if course is None:
        text = "How this usually goes was not found in a good source. Ask whoever treats you."
        return PagePart(heading="How long it takes", lines=(text,))
    lines = [course.text]
    if course.late_text:
        lines.append(course.late_text)
    lines.append(
        f"Who was studied: {course.population}."
        if course.basis == "sourced"
        else "This is common use, not a measured figure."
    )
    if course.curve is not None:
        steps = "; ".join(
            f"after {week:.0f} weeks {100 * share:.0f} of 100 ({100 * low:.0f} to {100 * high:.0f})"
            for week, share, low, high in course.curve.rows
        )
        lines.append(f"Better, of {course.curve.population}: {steps}.")
        if course.curve.setting == "referral":
            lines.append(NOT_FOR_THE_FIRST_WEEKS)
    lines.append(f"Have it looked at again: {course.see_again}.")
    sources = (*course.sources, *(course.curve.sources if course.curve else ()))
    return PagePart(heading="How long it takes", lines=tuple(lines), sources=sources)


def _care_part(one: Condition, items: tuple[CareItem, ...], shelf: Shelf) -> PagePart | None:
    if not items:
        return None
    lines: list[str] = []
    sources: list[str] = []
    for item in items:
        best = max(
            (help_ for help_ in item.helps if one.id in shelf.care.spread(help_.conditions)),
            key=lambda help_: help_.benefit,
        )
        lines.append(f"{item.plain} {best.why} ({DOSE_TEXTS[best.basis]})")
        sources.extend(best.sources)
    return PagePart(heading="What helps", lines=tuple(lines), sources=tuple(dict.fromkeys(sources)))


def _numbers(one: Condition, shelf: Shelf) -> Iterator[PageNumber]:
    yield share_line(f"Of all legs with knee or foot trouble, {{}} have {one.plain}", one.prior)
    known = [factor for factor in one.raised_by if factor.basis != "expert"]
    rest = [factor for factor in one.raised_by if factor.basis == "expert" and factor.odds > 1.4]
    for factor in (*known, *rest)[:MOST_FACTORS]:
        yield odds_line(_band(factor, shelf), factor)
    labels = shelf.knowledge.findings
    signs = [show for show in one.shows if labels[show.finding].kind != "site"]
    signs.sort(key=lambda show: (show.basis == "expert", -show.p))
    for show in signs[:MOST_SIGNS]:
        yield share_line(f"{labels[show.finding].label}: in {{}} who have it", show)


def _band(factor: Raises, shelf: Shelf) -> str:
    entry = shelf.knowledge.findings[factor.finding]
    if factor.is_ is not None:
        return f"{entry.label} {factor.is_.replace('_', ' ')}"
    if factor.from_ is None and factor.to is None:
        return entry.label
    low = "" if factor.from_ is None else f" from {factor.from_:g}"
    high = "" if factor.to is None else f" under {factor.to:g}"
    return f"{entry.label}{low}{high}"


def _for_you(one: Condition, items: tuple[CareItem, ...], course: Course | None) -> Iterator[str]:
    yield URGENCY_ANSWER[one.urgency]
    if items and one.urgency in ("routine", "self_care"):
        yield f"A first step that fits most people: {items[0].plain}"
    if course is not None and course.return_when:
        yield f"You are ready for more when: {'; '.join(course.return_when)}."
    if not one.feared:
        yield "A name on a page is not a diagnosis: other things can feel the same."
    else:
        yield "Reading cannot rule this out. Only someone who looks at you can."
