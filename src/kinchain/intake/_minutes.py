"""How long a joint is stiff in the morning, told in minutes, hours or parts of an hour."""

# ruff: noqa: E501 - a pattern reads best on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from kinchain.intake._measure import NUMBER, Measure, number_of

OVER_MIN = 30.0
"""Minutes from which "more than" tells of stiffness over half an hour."""

_LED = r"(?P<over>(?:more than|over|longer than|at least|upwards of|>)\s*)?(?:(?:about|around|roughly|nearly|almost|some|approx\.?|~|up to|good|solid|full|the best part of|best part of|a good|the first|under|less than|<)\s*)*"
_SPAN = (
    _LED
    + r"(?:(?P<quarters>three[- ]quarters of an hour)|(?P<hourhalf>(?:an|one) hour and a half|(?:one|1) and a half hours?)"
    r"|(?P<halfhour>half an? (?:a )?hour|half[- ]hour|1/2 (?:an )?hour)|(?P<quarter>(?:a )?quarter of an hour)"
    r"|(?P<anhour>an(?: good| whole| entire)? hour(?! and a half)|a (?:good|full|solid|whole) hour(?! and a half)|hour(?= or))|(?P<couple>a couple of hours)|(?P<few>a few (?:minutes|mins))"
    r"|(?P<n>"
    + NUMBER
    + r")(?:\s?(?:-|\u2013|to|or)\s?(?P<hi>"
    + NUMBER
    + r"))?(?P<half> and a half)?[\s-]*(?P<unit>hours?|hrs?|h|minutes?|mins?|m|['\u2032])(?![a-z]))"
)
_MORNING = r"(?:mornings?|a\.?m\.?|waking|wake up|woke|first thing|(?:get(?:ting)?|got) (?:up|out of bed)|after bed|breakfast|rising)"
_STIFF = r"(?:stiff\w*|seized(?: up)?|rigid|locked solid)"
_FREED = r"(?:get (?:going|moving|mobile|started)|(?:loosen|free|ease|limber|warm|unlock|thaw|settle)\w*|(?:come|comes) right|(?:can|could|will|to) (?:bend|move|walk|function))"
_FORMS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bems\b[^.!?;\n\d]{0,12}?" + _SPAN,
        r"\b(?:morning|a\.?m\.?) " + _STIFF + r"[^.!?;\n\d]{0,30}?" + _SPAN,
        _STIFF + r"\s+" + _MORNING + r"[^.!?;\n\d]{0,14}?" + _SPAN,
        _SPAN
        + r"(?: or (?:so|more))?,?\s+(?:of |with )?(?:early )?(?:morning |a\.?m\.? )"
        + _STIFF,
        _SPAN
        + r"(?: or (?:so|more))? of (?:being )?"
        + _STIFF
        + r"[^.!?;\n\d]{0,25}?\b"
        + _MORNING,
        _STIFF + r"[^.!?;\n\d]{0,25}?" + _SPAN + r"[^.!?;\n\d]{0,25}?\b" + _MORNING,
        r"\b" + _MORNING + r"[^.!?;\n\d]{0,40}?" + _STIFF + r"[^.!?;\n\d]{0,20}?" + _SPAN,
        r"\b"
        + _MORNING
        + r"[^.!?;\n\d]{0,40}?"
        + _SPAN
        + r"[^.!?;\n\d]{0,12}?(?:before|till|until|to)\b[^.!?;\n\d]{0,30}?\b"
        + _FREED,
        _SPAN
        + r"[^.!?;\n\d]{0,12}?\b"
        + _MORNING
        + r"[^.!?;\n\d]{0,12}?\b(?:before|till|until|to)\b[^.!?;\n\d]{0,30}?\b"
        + _FREED,
        _SPAN
        + r"[^.!?;\n\d]{0,12}?\b(?:before|till|until|to)\b[^.!?;\n\d]{0,30}?\b"
        + _FREED
        + r"[^.!?;\n\d]{0,25}?\b"
        + _MORNING,
    )
)
_DENIED = re.compile(r"\b(?:no|nil|without|not|isn'?t|never|hardly any)\b[^.!?;,\n]{0,16}$", re.I)
_NOT_STIFF = re.compile(
    r"\b(?:fingers?|hands?|knuckles|back|spine|neck|shoulders?|wrists?)\b", re.I
)


def morning_minutes(text: str) -> Iterator[Measure]:
    """Yield the minutes of morning stiffness told, and that it is told at all.

    Parameters
    ----------
    text
        The narrative.

    Yields
    ------
    measure
        ``morning_stiffness_min`` in minutes, then ``morning_stiffness``; where more than
        half an hour is told, ``morning_stiffness_over_30min`` as well.
    """
    taken: list[tuple[int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            place = _place(match)
            if any(place[0] < end and begin < place[1] for begin, end in taken):
                continue
            if denied_before(text, match.start()):
                continue
            if _NOT_STIFF.search(match.group()):
                continue
            taken.append(place)
            minutes = _minutes(match)
            yield Measure("morning_stiffness_min", minutes, match.span(), place)
            yield Measure("morning_stiffness", True, match.span(), place)
            if match.group("over") and minutes >= OVER_MIN:
                yield Measure("morning_stiffness_over_30min", True, match.span(), place)


def denied_before(text: str, start: int) -> bool:
    """Say whether stiffness is denied right before a place ("no morning stiffness").

    Parameters
    ----------
    text
        The narrative.
    start
        The place.
    """
    return bool(_DENIED.search(text, max(start - 30, 0), start))


def _place(match: re.Match[str]) -> tuple[int, int]:
    names = "quarters hourhalf halfhour quarter anhour couple few".split()
    name = next((n for n in names if match.group(n)), None)
    if name:
        return match.span(name)
    return match.start("n"), match.end("unit")


def _minutes(match: re.Match[str]) -> float:
    fixed = {"quarters": 45.0, "hourhalf": 90.0, "halfhour": 30.0, "quarter": 15.0}
    fixed.update({"anhour": 60.0, "couple": 120.0, "few": 3.0})
    for name, minutes in fixed.items():
        if match.group(name):
            return minutes
    value = number_of(match.group("n"))
    if match.group("hi"):
        value = (value + number_of(match.group("hi"))) / 2
    if match.group("half"):
        value += 0.5
    return value * 60 if match.group("unit").lower().startswith("h") else value
