"""What a person taps on the pictures of the body, and what it changes in the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kinchain.app.interview import Interview
from kinchain.core.findings import Side
from kinchain.core.formats.case import Case, Complaint
from kinchain.evidence import load_knowledge
from kinchain.evidence.vocabulary import ancestors
from kinchain.report.figures.touch_map import SPOTS, Spot
from kinchain.web.visit import put_right

KEYS: dict[str, tuple[Spot, Side]] = {one.key(side): (one, side) for one in SPOTS
                                      for side in one.sides}  # fmt: skip
"""Every finding with its side that can be tapped."""


def pointed_at(interview: Interview) -> frozenset[str]:
    """Return what of the pictures is told so far.

    Parameters
    ----------
    interview
        The interview.
    """
    told = (one.key for one in interview.look.heard.told if one.value is True)
    return frozenset(key for key in told if key in KEYS)


def point(interview: Interview, ticked: Iterable[str]) -> Interview:
    """Return the interview with exactly these places told.

    What was tapped before and is no longer is forgotten; what the words say and is not ticked
    becomes a no, as the person then sees and says.

    Parameters
    ----------
    interview
        The interview so far.
    ticked
        Findings with their side; others than those of the pictures are passed over.

    Raises
    ------
    InputError
        If it contradicts what was told.
    """
    wanted = frozenset(key for key in ticked if key in KEYS)
    before = pointed_at(interview)
    if wanted == before:
        return interview
    gone = before - wanted
    start = interview.start
    kept = {key: value for key, value in start.findings.items()
            if not (key in gone and value is True)}  # fmt: skip
    complaints = _complaints(start.complaints, wanted, gone)
    found = dict.fromkeys(sorted(wanted - before), True)
    loose = start.model_copy(update={"findings": kept, "complaints": complaints})
    after = put_right(replace(interview, start=loose), found)
    finer = {above for key in wanted for above in _above(key)}
    still = (pointed_at(after) & gone) - finer
    return put_right(after, {key: False for key in sorted(still)}) if still else after


def kept_of(start: Case) -> Case:
    """Return of a case what belongs to no words: taps, tests, an examination, scores, recordings.

    Parameters
    ----------
    start
        The case as it was before the words changed.
    """
    places = {place for one in start.complaints for place in _places(one)}
    known = load_knowledge().findings
    taps = {
        key: value for key, value in start.findings.items()
        if (key in KEYS and value is True and (_place(key) in places or _place(key) is None))
        or (value is not False and known[key.partition("@")[0]].kind == "test")
    }  # fmt: skip
    return Case(
        complaints=start.complaints, findings=taps, examined=start.examined,
        outcomes=start.outcomes, walks=start.walks,
    )  # fmt: skip


def _complaints(
    told: tuple[Complaint, ...], wanted: frozenset[str], gone: frozenset[str]
) -> tuple[Complaint, ...]:
    """Return the complaints: those no longer tapped left out, the new ones behind."""
    places = {place: None for key in sorted(wanted) if (place := _place(key)) is not None}
    lost = {_place(key) for key in gone} - set(places)
    kept = [one for one in told if not set(_places(one)) & lost]
    there = {place for one in kept for place in _places(one)}
    made = [
        Complaint.model_validate({"site": site, **({"side": side} if side else {})})
        for site, _, side in (place.partition("@") for place in places if place not in there)
    ]
    return (*kept, *made)


def _places(one: Complaint) -> Iterator[str]:
    if one.site == "low_back":
        yield one.site
    else:
        sides = ("left", "right") if one.side == "both" else (one.side,)
        yield from (f"{one.site}@{side}" for side in sides)


def _place(key: str) -> str | None:
    """Return the place of a tap; None where its site would say more than was tapped."""
    spot, side = KEYS[key]
    whole = f"pain_{spot.site}"
    if spot.finding != whole and whole not in ancestors(spot.finding, load_knowledge().findings):
        return None
    return spot.place(side)


def _above(key: str) -> Iterator[str]:
    name, _, side = key.partition("@")
    for one in ancestors(name, load_knowledge().findings):
        yield f"{one}@{side}" if side else one
