"""The topic pages: both ways of the chain, recovery, when to be seen, scans, shoes, weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kinchain.app.library.care import treatment_page
from kinchain.app.library.catalogue import Shelf
from kinchain.app.library.chain import mechanism_page
from kinchain.app.library.parts import ROUTE_TEXTS, page_of, said_part, sentence
from kinchain.core.formats.page import Page, PagePart, PageVerdict
from kinchain.core.urgency import URGENCIES
from kinchain.evidence.model import Claim, Direction, Mechanism, Verdict
from kinchain.evidence.rule_book import rules_for
from kinchain.evidence.rules import Rule

ORDER: tuple[Verdict, ...] = ("supported", "partly", "weak", "contradicted")


def topic_page(name: str, shelf: Shelf) -> Page:
    """Make a topic page.

    Parameters
    ----------
    name
        Its id.
    shelf
        What the page is made from.
    """
    return TOPICS[name](shelf)


def _claims(shelf: Shelf, *names: str) -> tuple[Claim, ...]:
    return tuple(shelf.claims[name] for name in names)


def _routes(shelf: Shelf, direction: Direction) -> list[Mechanism]:
    found = [one for one in shelf.knowledge.mechanisms.values() if one.direction == direction]
    return sorted(found, key=lambda one: ORDER.index(one.verdict))


def _way(shelf: Shelf, direction: Direction, main: str, *others: str) -> Page:
    """Make the page of one way of the chain; its verdict is that of the main claim."""
    claim = shelf.claims[main]
    routes, shared = _routes(shelf, direction), _routes(shelf, "common_cause")
    good = sum(one.verdict == "supported" for one in routes)
    answer = (
        f"Sometimes, by one of {len(routes)} routes, {good} of them well shown. {claim.why} "
        "One cause behind both is common too."
    )
    verdict: PageVerdict = claim.verdict
    return page_of(
        f"topic:{direction}",
        shelf,
        answer=answer,
        verdict=verdict,
        verdict_text=f"As a general rule: {ROUTE_TEXTS[verdict]} It depends on the route.",
        parts=(
            _route_part("The routes", routes),
            _route_part("One cause behind both", shared),
            said_part(_claims(shelf, main, *others)),
        ),
        numbers=[n for one in routes for n in mechanism_page(one.id, shelf).numbers[:1]],
        for_you=(
            *(f"{sentence(one.name)[:-1]}? {sentence(one.settle)}" for one in routes[:3]),
            "Which hurt first is a hint, not proof.",
        ),
        see_also=(*(f"mechanism:{one.id}" for one in (*routes, *shared)),
                  "topic:knee_to_foot", "topic:foot_to_knee"),
        sources=claim.sources,
    )  # fmt: skip


def _route_part(heading: str, routes: list[Mechanism]) -> PagePart:
    return PagePart(
        heading=heading,
        lines=tuple(f"{one.name}: {one.plain} {ROUTE_TEXTS[one.verdict]}" for one in routes),
        sources=tuple(dict.fromkeys(name for one in routes for name in one.sources)),
    )


def _knee_to_foot(shelf: Shelf) -> Page:
    return _way(shelf, "knee_to_foot", "S1-02", "S2-07", "S1-10", "S1-20")


def _foot_to_knee(shelf: Shelf) -> Page:
    return _way(shelf, "foot_to_knee", "S2-20", "S2-21", "S1-21")


def _recovery(shelf: Shelf) -> Page:
    courses = shelf.care.courses.values()
    general = [one for one in courses if one.template]
    conditions = shelf.knowledge.conditions
    known = [one for one in courses if one.conditions and one.basis == "sourced"]
    lines = tuple(
        f"{sentence(conditions[one.conditions[0]].plain)[:-1]}: {one.text} "
        f"Who was studied: {one.population}."
        for one in known
    )
    claim = shelf.claims["S1-50"]
    again = tuple(f"{sentence(one.see_again)}" for one in general[:2])
    return page_of(
        "topic:recovery_time",
        shelf,
        answer=f"{general[0].text} {general[1].text}",
        verdict=claim.verdict,
        verdict_text=claim.why,
        parts=(
            PagePart(heading="In general", lines=tuple(one.text for one in general),
                     sources=tuple(name for one in general for name in one.sources)),
            PagePart(heading="By condition", lines=lines,
                     sources=tuple(dict.fromkeys(s for one in known for s in one.sources))),
            PagePart(heading="Have it looked at again", lines=again),
            said_part(_claims(shelf, "S1-50", "S1-51", "S1-52")),
        ),
        for_you=("How long depends on what it is: open the page of your condition.",
                 "A clinic's figures are of people who did not get better: yours may go better.",
                 "Write down pain and what you can do once a week, and compare."),
        see_also=(*(f"condition:{one.conditions[0]}" for one in known), "treatment:gradual_return"),
        sources=claim.sources,
    )  # fmt: skip


def _see(shelf: Shelf) -> Page:
    book = rules_for(shelf.knowledge)
    parts = []
    for level in URGENCIES[:3]:
        rules = [one for one in book.rules if one.tiers[0].urgency == level]
        head = book.levels[level].who
        parts.append(
            PagePart(
                heading=sentence(head)[:-1],
                lines=(book.levels[level].advice, *(_rule_line(one) for one in rules)),
                sources=tuple(dict.fromkeys(name for one in rules for name in one.sources)),
            )
        )
    urgent = book.levels["emergency"].advice
    return page_of(
        "topic:when_to_see_someone",
        shelf,
        answer=f"{book.levels['routine'].advice} For the signs of an emergency below: {urgent}",
        parts=(*parts, said_part(_claims(shelf, "S1-33", "S1-35", "S1-37", "S1-32"))),
        for_you=("If in doubt, be seen: nothing on a page can rule a danger out.",
                 "Under 16: " + book.child.advice),
        see_also=[f"condition:{one.id}" for one in shelf.knowledge.conditions.values()
                  if one.urgency == "emergency"],
    )  # fmt: skip


def _rule_line(rule: Rule) -> str:
    return f"{rule.name}: {rule.say}"


IMAGING_RULES = ("RF-01", "RF-02", "RF-03", "RF-04", "RF-28", "RF-59")
"""Danger rules that end in a picture."""


def _imaging(shelf: Shelf) -> Page:
    book = rules_for(shelf.knowledge)
    rules = [one for one in book.rules if one.id in IMAGING_RULES]
    spur, claim = shelf.knowledge.conditions["heel_spur"], shelf.claims["S1-36"]
    return page_of(
        "topic:imaging",
        shelf,
        answer="Most sore knees and heels need no picture at first. After an injury, or where a"
        " bone may be cracked, a clinician should decide. A picture can show things that do not"
        " hurt.",
        verdict=claim.verdict,
        verdict_text=claim.why,
        parts=(
            PagePart(heading="When a picture may be needed", lines=tuple(map(_rule_line, rules)),
                     sources=tuple(dict.fromkeys(s for one in rules for s in one.sources))),
            PagePart(heading="What a picture shows and does not", lines=(spur.about,),
                     sources=spur.sources),
            said_part((claim, shelf.claims["S1-05"])),
        ),
        for_you=("If you cannot take four steps after an injury, be seen today.",
                 "Ask: what will we do differently when we have the picture?"),
        see_also=("treatment:examination", "condition:heel_spur", "condition:ankle_foot_fracture",
                  "condition:knee_fracture", "condition:ankle_sprain", "topic:when_to_see_someone"),
        sources=claim.sources,
    )  # fmt: skip


def _after_treatment(
    topic: str, treatment: str, shelf: Shelf, claims: tuple[str, ...], near: Iterator[str]
) -> Page:
    """Make a topic page from a treatment's page and founding claims."""
    base = treatment_page(treatment, shelf)
    said = _claims(shelf, *claims)
    kept = tuple(part for part in base.parts if not part.heading.startswith("What is often"))
    return page_of(
        f"topic:{topic}",
        shelf,
        answer=f"{base.answer} {said[0].why}",
        verdict=said[0].verdict,
        verdict_text=base.verdict_text,
        parts=(*kept, said_part(said)),
        for_you=base.for_you,
        see_also=(f"treatment:{treatment}", *near, *(one.id for one in base.see_also)),
        sources=(*(one.id for one in base.sources), *(s for one in said for s in one.sources)),
    )


def _footwear(shelf: Shelf) -> Page:
    near = iter(("treatment:orthotics", "mechanism:treatment_shift"))
    return _after_treatment("footwear", "footwear", shelf, ("S1-58", "S2-17"), near)


def _weight(shelf: Shelf) -> Page:
    return _after_treatment(
        "weight", "weight", shelf, ("S1-49", "S2-06"), iter(("mechanism:shared_weight",))
    )


TOPICS: Mapping[str, Callable[[Shelf], Page]] = {
    "knee_to_foot": _knee_to_foot,
    "foot_to_knee": _foot_to_knee,
    "recovery_time": _recovery,
    "when_to_see_someone": _see,
    "imaging": _imaging,
    "footwear": _footwear,
    "weight": _weight,
}
"""How each topic page is made."""
