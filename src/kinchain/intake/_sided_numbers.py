"""Numbers of home tests told for one leg or both ("heel raises: left 6, right 25")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kinchain.core.findings import Side

_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty"
).split()
_COUNTED = [word for word in _NUMBERS if word != "one"]
"""Numbers in words; "one" is left out, being mostly "one leg", "a single one"."""
_VALUES = {word: value for value, word in enumerate(_NUMBERS[:21])}
_VALUES.update({"thirty": 30, "forty": 40, "none": 0})
_OTHER_UNITS = (
    r"(?!\s*(?:weeks?|wks?|days?|months?|years?|yrs?|/\s*(?:10|7|52|12)|%|kg|kilos?|km|miles?|"
    r"out of|times a|st\b|nd\b|rd\b|th\b|pm|am|o'clock))"
)
_SIDED = re.compile(
    r"\b(?P<side>left|right|lt|rt|l|r)\b(?!-hand)|(?<![\w.:/-])(?P<n>\d+(?:\.\d+)?|"
    + "|".join([*_COUNTED, "none"])
    + r")(?![\w:]*\d)(?!\w{3,})"
    + _OTHER_UNITS,
    re.I,
)
_UNIT = re.compile(
    r"\s*(cm|mm|deg\w*|\u00b0|touch\w*|toes?|chair|sit|min\w*|miles?|steps?)\b", re.I
)
_PARTED = re.compile(r"[,;:]|\bthan\b")
_END = re.compile(r"[!?;](?=\s|$)|\.(?=\s|$)|\n\n")
_SIDE: dict[str, Side] = {"l": "left", "lt": "left", "left": "left"}
_SIDE.update({"r": "right", "rt": "right", "right": "right"})
_FURTHER = re.compile(
    r"[.;]?\s+(?:but |and )?(?:on )?(?:the |my )?(?:left|right)\b[^.!?;\d]{0,25}\d"
)
_BEFORE = re.compile(
    r"(?P<n>\d+|"
    + "|".join(_COUNTED)
    + r")\s+(?:(?:single|good|full|proper|clean|(?:one|single)[- ]leg(?:ged)?)[ -]?\s*){0,3}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Test:
    """A test: its name in words, what its number may be, and whether it needs seconds."""

    finding: str
    name: re.Pattern[str]
    low: float
    high: float
    needs: re.Pattern[str] | None = None
    leads: bool = False


def _test(
    finding: str, name: str, low: float, high: float, needs: str = "", leads: bool = False
) -> _Test:
    needed = re.compile(needs, re.I) if needs else None
    return _Test(finding, re.compile(name, re.I), low, high, needed, leads)


_TESTS = (
    _test(
        "knee_to_wall_cm",
        r"\bknee[- ]to[- ](?:the[- ])?wall|\bktw\b|weight[- ]bearing lunge|\b(?:wall|lunge) test",
        0,
        25,
    ),
    _test(
        "single_leg_heel_raises_n",
        r"\b(?:heel|calf)[- ](?:raises?|rises?|lifts?)\b|\bslhr\b",
        0,
        60,
        leads=True,
    ),
    _test(
        "single_leg_balance_s",
        r"\bbalanc\w*|\b(?:one|single)[- ]leg(?:ged)? stand\w*|\bsls\b|\bst(?:an|oo)d(?:ing)? on "
        r"(?:one|my|the) (?:left |right )?leg",
        0,
        45,
        r"\d\s*(?:s|sec|secs|seconds?)\b|\bseconds?\b",
    ),
    _test("navicular_drop_mm", r"\bnavicular drop", 1, 30),
    _test("step_down_points", r"\bstep[- ]?down", 0, 6, r"point|score|/\s*6|out of|test"),
)


@dataclass(frozen=True, slots=True)
class SidedNumber:
    """A number heard: its finding, side (``unknown`` where not told) and places."""

    finding: str
    value: float
    side: Side
    span: tuple[int, int]
    number: tuple[int, int]


def sided_numbers(text: str) -> Iterator[SidedNumber]:
    """Yield the numbers of home tests told in a text, each with its side.

    Parameters
    ----------
    text
        The narrative.
    """
    names = sorted(
        ((test, match) for test in _TESTS for match in test.name.finditer(text)),
        key=lambda found: found[1].start(),
    )
    for at, (test, match) in enumerate(names):
        stop = names[at + 1][1].start() if at + 1 < len(names) else len(text)
        yield from _of_test(text, test, match, min(stop, _sentence_end(text, match.end())))


def _sentence_end(text: str, start: int) -> int:
    """Return where a test's numbers end; "On the left I did 25." still belongs to it."""
    end = _END.search(text, start)
    last = end.start() if end else len(text)
    if end and _FURTHER.match(text, last):
        further = _END.search(text, last + 1)
        last = further.start() if further else len(text)
    return min(last, start + 120)


def _of_test(text: str, test: _Test, name: re.Match[str], stop: int) -> Iterator[SidedNumber]:
    if test.needs and not test.needs.search(text, name.start(), stop + 1):
        return
    found = list(_SIDED.finditer(text, name.end(), stop))
    if test.leads:
        before = _BEFORE.search(text, max(name.start() - 45, 0), name.start())
        found = [before, *found] if before else found
    found = [m for m in found if not _of_another_test(text, m, test)]
    for number, side in _paired(text, found):
        value = _value(number.group("n"))
        if test.low <= value <= test.high:
            begin, end = min(name.start(), number.start("n")), max(name.end(), number.end("n"))
            yield SidedNumber(test.finding, value, side, (begin, end), number.span("n"))


def _of_another_test(text: str, found: re.Match[str], test: _Test) -> bool:
    """Say whether a number has the unit of another test ("4 touches", "1.8 degrees")."""
    unit = _UNIT.match(text, found.end())
    if unit is None or not found.group("n"):
        return False
    word = unit.group(1).lower()
    own = {"knee_to_wall_cm": "cm", "navicular_drop_mm": "mm"}.get(test.finding, "")
    return word != own


def _paired(text: str, found: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], Side]]:
    """Pair numbers with sides; what comes first tells on which hand the sides stand."""
    numbers = [m for m in found if m.group("n")]
    if not numbers:
        return
    sides = [m for m in found if "side" in m.groupdict() and m.group("side")]
    side_first = bool(sides) and sides[0].start() < numbers[0].start()
    if len(sides) == len(numbers) > 1:
        for number, side in zip(numbers, sides, strict=True):
            yield number, _SIDE[side.group("side").lower()]
        return
    for at, number in enumerate(numbers):
        if at and not sides:
            return
        before = numbers[at - 1].end() if at else 0
        after = numbers[at + 1].start() if at + 1 < len(numbers) else number.end() + 40
        near = [
            m
            for m in sides
            if (before <= m.start() < number.start() if side_first else m.start() >= number.end())
            and m.start() < after
            and (side_first or not _PARTED.search(text, number.end(), m.start()))
        ]
        if near:
            yield number, _SIDE[near[-1 if side_first else 0].group("side").lower()]
        elif at == 0:
            yield number, "unknown"


def _value(word: str) -> float:
    lower = word.lower()
    return float(_VALUES[lower]) if lower in _VALUES else float(word)
