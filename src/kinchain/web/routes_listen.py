"""What is heard while somebody still writes: shown beside the words, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from kinchain.app.interview import Interview, begin
from kinchain.core.findings import Finding, Side
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.report.words import phrase
from kinchain.web.alarm import alarm_of
from kinchain.web.forms import OwnForm
from kinchain.web.heard import PERSON
from kinchain.web.render import catalogue, page
from kinchain.web.settings import MAX_STORY_CHARACTERS

router = APIRouter()

FIRST_WORDS = "My left knee hurts."
"""Read once when the server starts, so that nobody waits for the reader to be loaded."""

SIDES: tuple[Side, ...] = ("none", "left", "right", "unknown")


@dataclass(frozen=True, slots=True)
class Place:
    """What was heard of one leg or the person."""

    name: str
    texts: tuple[str, ...]


def warm() -> None:
    """Load whatever reads words and weighs them, before the first person comes."""
    _ = begin(Case(narrative=FIRST_WORDS)).urgency


@router.post("/tell/heard")
def listen(request: Request, form: OwnForm) -> Response:
    """Show what is heard in words that are still being written.

    Parameters
    ----------
    request
        What the browser asks.
    form
        The fields that were sent.
    """
    words = form.one("words")[:MAX_STORY_CHARACTERS]
    interview = begin(Case(narrative=words))
    told = interview.look.heard.told if words else ()
    shown = [one for one in told if _is_shown(one)]
    return page(
        request, "heard_now", places=_places(shown), n=len(shown),
        alarm=alarm_of(interview) if words and _is_certain(interview) else None,
    )  # fmt: skip


def _is_certain(interview: Interview) -> bool:
    """Say whether the alarm stands on what was told, not on what the words may mean."""
    return interview.urgency != "emergency" or not interview.doubts


def _is_shown(one: Finding) -> bool:
    return one.id in load_knowledge().findings and one.id not in PERSON


def _places(shown: list[Finding]) -> tuple[Place, ...]:
    known, names = load_knowledge().findings, catalogue().heard.places
    found = (
        (side, tuple(dict.fromkeys(phrase(known[one.id], one.value) for one in shown
                                   if one.side == side)))
        for side in SIDES
    )  # fmt: skip
    return tuple(Place(names[side], texts) for side, texts in found if texts)
