"""What was heard, beside the words, for the person to put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from kinchain.app.interview import Interview
from kinchain.core.errors import Fault, InputError
from kinchain.core.findings import Finding, Side
from kinchain.evidence import load_knowledge
from kinchain.report.heard import GUESSED
from kinchain.report.words import phrase
from kinchain.web.alarm import alarm_of
from kinchain.web.current import OwnVisit, check_version, go, is_emergency, keeper_of
from kinchain.web.forms import Form, OwnForm
from kinchain.web.render import catalogue, page
from kinchain.web.visit import Visit, put_right

router = APIRouter()

NEXT = {"save": "/heard?saved=1", "map": "/where"}
"""Where each button leads; any other to the next question."""

PERSON = ("age", "sex", "height_m", "mass_kg", "bmi")
SIDES: tuple[Side, ...] = ("none", "left", "right", "unknown")
OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding with what it may be changed to.

    Parameters
    ----------
    field
        Name of its field, the finding with its side.
    text, quote
        The finding in plain words, and the person's own.
    options
        What can be chosen, as (value, words); empty for a number.
    chosen
        What stands there now.
    mark
        Where its words begin in the story, as the name of their mark; empty where none.
    """

    field: str
    text: str
    quote: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the story: its text, and the names of what was understood in it."""

    text: str
    marks: tuple[str, ...] = ()


@router.get("/heard")
def show(request: Request, visit: OwnVisit) -> Response:
    """Show what was heard.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _page(request, visit)


@router.post("/heard")
def take(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Take what the person put right.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    check_version(visit, form)
    interview = visit.interview
    try:
        found = dict(_changes(interview, form))
        after = put_right(interview, found) if found else interview
    except InputError as error:
        return _page(request, visit, error.faults)
    if found:
        keeper_of(request).change(visit, after)
    if is_emergency(after):
        return go("/report")
    return go(NEXT.get(form.one("do"), "/question"))


def _page(request: Request, visit: Visit, faults: tuple[Fault, ...] = ()) -> Response:
    interview = visit.interview
    told = [one for one in interview.look.heard.told if one.id not in PERSON]
    answered = {key for asked in interview.asked for key, _ in asked.told}
    denied = [one for one in told if one.value is False and one.key in answered]
    words = catalogue().heard
    groups = [
        (getattr(words.places, side), lines)
        for side in SIDES
        if (lines := [_line(one, interview) for one in _at(told, side) if one not in denied])
    ]
    return page(
        request, "heard", 422 if faults else 200, version=visit.version, faults=faults,
        alarm=alarm_of(interview), groups=groups, pieces=_pieces(interview),
        denied=[_line(one, interview) for one in denied], person=_person_words(interview),
        not_understood=" ".join(interview.look.heard.notes),
        saved=bool(request.query_params.get("saved")) and not faults,
    )  # fmt: skip


def _at(told: Iterable[Finding], side: Side) -> list[Finding]:
    known = load_knowledge().findings
    return [one for one in told if one.side == side and one.id in known]


def _person_words(interview: Interview) -> str:
    known = load_knowledge().findings
    parts = [
        phrase(known[one.id], one.value)
        for one in interview.look.heard.told
        if one.id in PERSON and one.id in known
    ]
    return f"{', '.join(parts)}." if parts else ""


def _line(one: Finding, interview: Interview) -> Line:
    entry = load_knowledge().findings[one.id]
    story = interview.case.narrative
    quote, mark = "", ""
    if one.span is not None:
        quote = " ".join(story[one.span[0] : one.span[1]].split())
        mark = f"said-{one.span[0]}-{one.span[1]}"
    side = {"left": "left leg", "right": "right leg"}.get(one.side, "")
    guessed = f" ({GUESSED})" if one.source == "guess" else ""
    text = phrase(entry, one.value) + guessed
    if isinstance(one.value, bool):
        options = _yes_no(one)
        return Line(one.key, text, quote, options, options[0][0], mark)
    if isinstance(one.value, str):
        choices = tuple((name, name.replace("_", " ").capitalize()) for name in entry.choices)
        label = f"{entry.label} {side}".strip() + guessed
        return Line(one.key, label, quote, choices, one.value, mark)
    unit = "" if entry.unit in ("count", "grade") else f" ({entry.unit})"
    return Line(one.key, f"{entry.label}{unit}", quote, (), f"{one.value:g}", mark)


def _yes_no(one: Finding) -> tuple[tuple[str, str], ...]:
    t = catalogue().heard
    if one.value is False:
        return (("keep", t.no_is_right), ("yes", t.is_yes))
    options = [("keep", t.as_it_is)]
    if one.side == "unknown":
        options = [("keep", t.unknown_side), ("left", t.left), ("right", t.right),
                   ("both", t.both_sides)]  # fmt: skip
    elif one.side in OTHER:
        options.append(("other", t.other_leg))
    return (*options, ("no", t.is_no))


def _pieces(interview: Interview) -> list[Piece]:
    """Cut the story into pieces that were understood and pieces between them."""
    story = interview.case.narrative
    told = interview.look.heard.told
    spans = sorted({one.span for one in told if one.span is not None})
    found: list[Piece] = []
    at = 0
    for start, end in spans:
        name = f"said-{start}-{end}"
        if end <= at and found:  # within what is marked already
            last = found[-1]
            found[-1] = Piece(last.text, tuple(dict.fromkeys((*last.marks, name))))
            continue
        if start > at:
            found.append(Piece(story[at:start]))
        found.append(Piece(story[max(at, start) : end], (name,)))
        at = end
    if at < len(story):
        found.append(Piece(story[at:]))
    return found


def _changes(interview: Interview, form: Form) -> Iterator[tuple[str, bool | float | str]]:
    """Yield findings that the person changed; only such as were heard can be."""
    for one in interview.look.heard.told:
        chosen = form.one(one.key)
        if not chosen or one.id in PERSON or chosen == "keep":
            continue
        if isinstance(one.value, bool):
            yield from _changed(one, chosen)
        elif isinstance(one.value, str):
            if chosen != one.value:
                yield one.key, chosen
        elif chosen != f"{one.value:g}":
            yield one.key, _number(chosen)


def _changed(one: Finding, chosen: str) -> Iterator[tuple[str, bool]]:
    allowed = {value for value, _ in _yes_no(one)}
    if chosen not in allowed:
        raise InputError(
            Fault("this is not one of the choices", "What was heard", "one of those shown",
                  "choose again")
        )  # fmt: skip
    if chosen in ("yes", "no"):
        yield one.key, chosen == "yes"
    elif chosen == "other":
        yield one.key, False
        yield f"{one.id}@{OTHER[one.side]}", True
    else:
        for side in ("left", "right") if chosen == "both" else (chosen,):
            yield f"{one.id}@{side}", True


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise InputError(
            Fault("this is not a number", "What was heard", "a number, such as 14",
                  "correct the number")
        ) from None  # fmt: skip
