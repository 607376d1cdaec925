"""Tell where it hurts by tapping on pictures: the body, the knees and the soles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from kinchain.app.interview import Interview, begin
from kinchain.core.errors import Fault, InputError
from kinchain.core.findings import Side
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.report.figures.touch_map import PANELS, Spot, spots_of, touch_picture
from kinchain.web.alarm import alarm_of
from kinchain.web.current import (
    AnyVisit,
    check_version,
    go,
    is_emergency,
    keep_first,
    keeper_of,
)
from kinchain.web.forms import OwnForm
from kinchain.web.pointed import KEYS, point, pointed_at
from kinchain.web.render import catalogue, page
from kinchain.web.visit import Visit

router = APIRouter()

FIELD = "spot"


@dataclass(frozen=True, slots=True)
class Control:
    """One spot of a picture with its side, as a control of a form.

    Parameters
    ----------
    value
        What it sends.
    words
        Its name with its side.
    mark
        Class that lays it on the picture.
    is_again
        Whether another picture has a control that sends the same.
    """

    value: str
    words: str
    mark: str
    is_again: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the spots on it, from the viewer's left to the right."""

    name: str
    svg: Markup
    controls: tuple[Control, ...]


@router.get("/where")
def show(request: Request, visit: AnyVisit) -> Response:
    """Show the pictures, with what was told ticked.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _page(request, visit, frozenset() if visit is None else pointed_at(visit.interview))


@router.post("/where")
def take(request: Request, visit: AnyVisit, form: OwnForm) -> Response:
    """Take the places that were tapped.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    ticked = frozenset(form.many(FIELD)) & KEYS.keys()
    if visit is None:
        return _first(request, ticked)
    check_version(visit, form)
    try:
        after = point(visit.interview, ticked)
    except InputError as error:
        return _page(request, visit, ticked, error.faults)
    if after is not visit.interview:
        keeper_of(request).change(visit, after)
    return go(_next(after))


def _first(request: Request, ticked: frozenset[str]) -> Response:
    if not ticked:
        return _page(request, None, ticked, (NOTHING,))
    interview = point(begin(Case()), ticked)
    answer = go(_next(interview))
    keep_first(request, answer, interview)
    return answer


def _next(interview: Interview) -> str:
    if is_emergency(interview):
        return "/report"
    return "/heard" if interview.case.narrative.strip() else "/question"


def _page(
    request: Request, visit: Visit | None, ticked: frozenset[str], faults: tuple[Fault, ...] = ()
) -> Response:
    return page(
        request, "where", 422 if faults else 200, pictures=pictures(), ticked=ticked,
        version=None if visit is None else visit.version, faults=faults, field=FIELD,
        alarm=None if visit is None else alarm_of(visit.interview),
    )  # fmt: skip


def pictures() -> tuple[Picture, ...]:
    """Return all pictures with spots that tell findings."""
    known = load_knowledge().findings
    return _drawn(lambda one, side: (one.key(side), known[one.finding].label))


def site_pictures() -> tuple[Picture, ...]:
    """Return the pictures with spots that tell a site only, as a question asks for it."""
    names = catalogue().where.sites
    found = _drawn(lambda one, side: (one.place(side), names[one.site]))
    return tuple(one for one in found if one.name != "knees")


def _drawn(told: Callable[[Spot, Side], tuple[str, str]]) -> tuple[Picture, ...]:
    seen: set[str] = set()
    found = []
    for panel in PANELS:
        controls = []
        spots = sorted(spots_of(panel), key=lambda one: (one.down, one.across))
        for side in _columns(spots):
            for one in spots:
                if side not in one.sides:
                    continue
                value, label = told(one, side)
                controls.append(Control(value, _named(label, side), one.mark(side), value in seen))
                seen.add(value)
        found.append(Picture(panel, Markup(touch_picture(panel)), tuple(controls)))
    return tuple(found)


def _columns(spots: Iterable[Spot]) -> tuple[Side, ...]:
    return tuple(dict.fromkeys(side for one in spots for side in one.sides))


def _named(label: str, side: Side) -> str:
    return label if side == "none" else f"{label}, {catalogue().where.legs[side]}"


NOTHING = Fault(
    "nothing was chosen",
    "The pictures",
    "at least one place that hurts",
    "tap it, or tell it in your own words",
)
