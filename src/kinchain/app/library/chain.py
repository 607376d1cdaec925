"""The pages of the routes between knee and foot, and of the founding claims."""

from __future__ import annotations

from kinchain.app.library.catalogue import Shelf
from kinchain.app.library.parts import (
    ROUTE_TEXTS,
    VERDICT_TEXTS,
    claims_about,
    page_of,
    said_part,
    sentence,
    share_line,
    why_of,
)
from kinchain.app.present import node_label
from kinchain.core.formats.page import Page, PagePart

DIRECTION_TEXTS = {
    "knee_to_foot": "It runs from the knee to the foot.",
    "foot_to_knee": "It runs from the foot to the knee.",
    "common_cause": "One cause acts on both knee and foot.",
}

TOPIC_OF_DIRECTION = {
    "knee_to_foot": ("topic:knee_to_foot",),
    "foot_to_knee": ("topic:foot_to_knee",),
    "common_cause": ("topic:knee_to_foot", "topic:foot_to_knee"),
}

MOST_EDGES = 6


def mechanism_page(name: str, shelf: Shelf) -> Page:
    """Make the page of a route.

    Parameters
    ----------
    name
        Its id.
    shelf
        What the page is made from.
    """
    route = shelf.knowledge.mechanisms[name]
    page = f"mechanism:{name}"
    edges = [edge for edge in shelf.knowledge.edges.values() if edge.mechanism == name]
    label = {edge.id: (node_label(edge.cause, shelf.knowledge),
                       node_label(edge.effect, shelf.knowledge)) for edge in edges}  # fmt: skip
    steps = [
        share_line(f"Where there is {label[edge.id][0]} and {label[edge.id][1]}, the first brings"
                   " on the second in {}", edge.strength)
        for edge in edges[:MOST_EDGES]
    ]  # fmt: skip
    family = [
        f"mechanism:{other.id}"
        for other in shelf.knowledge.mechanisms.values()
        if other.direction == route.direction
    ]
    ends = [f"condition:{node}" for edge in edges for node in (edge.cause, edge.effect)]
    return page_of(
        page,
        shelf,
        answer=f"{route.plain} {ROUTE_TEXTS[route.verdict]}",
        verdict=route.verdict,
        verdict_text=ROUTE_TEXTS[route.verdict],
        parts=(
            PagePart(heading="Which way", lines=(DIRECTION_TEXTS[route.direction],)),
            PagePart(heading="Why we say so", lines=(route.why,), sources=route.sources),
            PagePart(
                heading="Its steps",
                lines=tuple(
                    f"{sentence(label[edge.id][0])[:-1]} to {label[edge.id][1]}: {edge.why}"
                    for edge in edges[:MOST_EDGES]
                ),
                sources=tuple(dict.fromkeys(s for edge in edges for s in edge.sources)),
            ),
            said_part(claims_about(page, shelf)),
        ),
        numbers=steps,
        for_you=(
            f"What would settle it: {sentence(route.settle)}",
            "What holds for most people need not hold for you.",
        ),
        see_also=(*TOPIC_OF_DIRECTION[route.direction], *ends, *family),
        sources=route.sources,
    )


def claim_page(name: str, shelf: Shelf) -> Page:
    """Make the page of a founding claim.

    Parameters
    ----------
    name
        Its id.
    shelf
        What the page is made from.
    """
    claim = shelf.claims[name]
    read = "" if claim.verified else " We have not read a source for this."
    kind, _, target = claim.carried_by.partition(":")
    carried = {"condition": f"condition:{target}", "mechanism": f"mechanism:{target}",
               "finding": f"test:{target}", "rule": "topic:when_to_see_someone"}  # fmt: skip
    near = [page for page in _named_in(name, shelf) if not page.startswith("claim:")]
    part = [one for one in shelf.claims.values() if one.section == claim.section]
    place = part.index(claim)
    return page_of(
        f"claim:{name}",
        shelf,
        answer=f"{VERDICT_TEXTS[claim.verdict]} {why_of(claim)}",
        verdict=claim.verdict,
        verdict_text=VERDICT_TEXTS[claim.verdict],
        parts=(
            PagePart(heading="What is said", lines=(claim.claim,)),
            PagePart(heading="What is known", lines=(why_of(claim) + read,), sources=claim.sources),
        ),
        for_you=(FOR_YOU[claim.verdict],),
        see_also=(carried.get(kind, ""), *near,
                  *(f"claim:{one.id}" for one in part[max(0, place - 1) : place + 2])),
        sources=claim.sources,
    )  # fmt: skip


FOR_YOU = {
    "supported": "You can count on this in general; whether it fits you is another matter.",
    "partly": "Take it as a maybe. Watch what happens in your own case.",
    "weak": "Do not build a plan on this alone.",
    "contradicted": "If someone tells you this is why you hurt, ask for another look.",
}


def _named_in(name: str, shelf: Shelf) -> list[str]:
    """Return the treatments and conditions that a claim is listed under."""
    pages = (page for page in shelf.entries if page.startswith(("treatment:", "condition:")))
    return [page for page in pages if any(one.id == name for one in claims_about(page, shelf))]
