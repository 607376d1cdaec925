"""Numbers of home tests told for one leg or both ("heel raises: left 6, right 25")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kinchain.core.findings import Side
from kinchain.intake._measure import Measure, number_of, side_of

_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty"
).split()
_COUNTED = [word for word in _NUMBERS if word != "one"]
"""Numbers in words; "one" is left out, being mostly "one leg", "a single one"."""
_OTHER_UNITS = (
    r"(?!\s*(?:weeks?|wks?|days?|months?|years?|yrs?|/\s*(?:10|7|52|12)|%|kg|kilos?|km|miles?|"
    r"out of|times a|st\b|nd\b|rd\b|th\b|pm|am|o'clock))"
)
_SIDED = re.compile(
    r"\b(?P<side>left|right|lt|rt|l|r)\b(?!-hand)|"
    r"\b(?P<other>(?:the |my )?(?:other|good|opposite|unaffected)"
    r"(?= (?:one|side|leg|foot|knee|ankle|calf)\b))|"
    r"(?<![\w.:/])(?<!\d-)(?<!\d\u2013)(?P<n>\d+(?:\.\d+)?|"
    + "|".join([*_COUNTED, "none"])
    + r")(?:\s?[-\u2013]\s?(?P<hi>\d+(?:\.\d+)?))?(?![\w:]*\d)(?!\w{3,})"
    + _OTHER_UNITS,
    re.I,
)
_UNIT = re.compile(
    r"\s*(cm|centimet\w+|mm|millimet\w+|deg\w*|\u00b0|touch\w*|toes?|chair|sit|min\w*|miles?|steps?|fingers?)(?!\w)",
    re.I,
)
_PARTED = re.compile(r"[,;:]|\bthan\b")
_VERSUS = re.compile(r"\b(?:vs|versus|v|compared (?:to|with)|against)\b", re.I)
_END = re.compile(r"[!?;](?=\s|$)|\.(?=\s|$)|\n\n")
_LEADING_SIDE = re.compile(r"(?<!\w)(?P<side>left|right|l|r)\s+$", re.I)
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
    unit: str = ""


def _test(
    finding: str,
    name: str,
    low: float,
    high: float,
    *,
    needs: str = "",
    leads: bool = False,
    unit: str = "",
) -> _Test:
    needed = re.compile(needs, re.I) if needs else None
    return _Test(finding, re.compile(name, re.I), low, high, needed, leads, unit)


_TESTS = (
    _test(
        "knee_to_wall_cm",
        r"\bknee[- ]to[- ](?:the[- ])?wall|\b[kt]tw\b|\bwblt?\b|weight[- ]bearing lunge|"
        r"\b(?:wall|lunge) (?:test|thing)|\btoe[- ]to[- ]wall",
        0,
        25,
        unit="cm",
    ),
    _test(
        "single_leg_heel_raises_n",
        r"\b(?:heel|calf)[- ](?:raises?|rises?|lifts?)\b|\bsl?h[r]\b|\bslcr\b",
        0,
        60,
        leads=True,
    ),
    _test(
        "single_leg_balance_s",
        r"\bbalanc\w*|\bwobbl\w*|\b(?:one|single)[- ]leg(?:ged)? (?:stand|stance)\w*|\bsl(?:s|b)\b|"
        r"\bst(?:an|oo)d(?:ing)? on (?:one|my|the|his|her|just)? ?(?:one )?(?:left |right )?leg",
        0,
        45,
        needs=r"\d\s*(?:s|sec|secs|seconds?)\b|\bseconds?\b",
    ),
    _test(
        "navicular_drop_mm",
        r"\bnavicular drop|\bndt?\b(?=[^.;\n]{0,18}\d ?mm)",
        1,
        30,
        unit="mm",
    ),
    _test(
        "hamstring_short_deg",
        r"\bakee?t?\b|\bhamstrings? (?:test|length)|active knee ext\w*(?: test)?|"
        r"\bpopliteal angles?",
        0,
        90,
        unit="deg",
    ),
    _test(
        "knee_extension_deficit_deg",
        r"\bffd\b|\bfixed flexion(?: deformity| contracture)?|\bflexion contracture|"
        r"\bext(?:ension)? (?:deficit|lag|loss)|\black(?:s|ing)?\b(?=[^.;\n]{0,25}\d ?"
        r"(?:deg|\u00b0))",
        0,
        60,
        unit="deg",
    ),
    _test(
        "knee_flexion_deg",
        r"(?<!fixed )(?<!plantar)(?<!plantar )(?<!dorsi)(?<!dorsi )(?<!hip )(?<!ankle )(?<!toe )"
        r"\bflex(?:ion|es)?\b(?! contract| deform)",
        30,
        160,
        unit="deg",
    ),
    _test("step_down_points", r"\bstep[- ]?down", 0, 6, needs=r"point|score|/\s*6|out of|test"),
)


def sided_numbers(text: str) -> Iterator[Measure]:
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
    if end and (_FURTHER.match(text, last) or _timed_next(text, start, last)):
        further = _END.search(text, last + 1)
        last = further.start() if further else len(text)
    return min(last, start + 120)


def _timed_next(text: str, start: int, last: int) -> bool:
    """Say whether seconds follow in the next sentence ("I timed my balance. 4 seconds left")."""
    further = _END.search(text, last + 1)
    until = further.start() if further else len(text)
    return not re.search(r"\d", text[start:last]) and bool(_SECONDS.search(text, last, until))


_SECONDS = re.compile(r"\d\s*(?:s|secs?|seconds?)\b", re.I)


def _of_test(text: str, test: _Test, name: re.Match[str], stop: int) -> Iterator[Measure]:
    if test.needs and not test.needs.search(text, name.start(), stop + 1):
        return
    found = list(_SIDED.finditer(text, name.end(), stop))
    lead = _LEADING_SIDE.search(text, max(name.start() - 8, 0), name.start())
    if lead:
        found = [lead, *found]
    if test.leads:
        before = _BEFORE.search(text, max(name.start() - 45, 0), name.start())
        found = [before, *found] if before else found
    found = [m for m in found if not _of_another_test(text, m, test)]
    for number, side in _paired(text, found):
        value = _value(number)
        if test.low <= value <= test.high:
            begin, end = min(name.start(), number.start("n")), max(name.end(), number.end("n"))
            yield Measure(test.finding, value, (begin, end), number.span("n"), True, side)


def _of_another_test(text: str, found: re.Match[str], test: _Test) -> bool:
    """Say whether a number has the unit of another test ("4 touches", "1.8 degrees")."""
    unit = _UNIT.match(text, found.end())
    if unit is None or not _told(found, "n"):
        return False
    word = unit.group(1).lower()
    short = {"d": "deg", "\u00b0": "deg", "c": "cm", "mi": "mm"}
    if not word.startswith(("chair", "min", "mile")):
        word = short.get(word[:2], short.get(word[:1], word))
    return word != test.unit


def _paired(text: str, found: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], Side]]:
    """Pair numbers with sides; what comes first tells on which hand the sides stand."""
    numbers = [m for m in found if _told(m, "n")]
    if not numbers:
        return
    sides = _sides(found)
    if len(numbers) == 2 and len(sides) == 1 and _against(text, numbers, sides[0][0]):
        yield numbers[0], "left" if sides[0][1] == "right" else "right"
        yield numbers[1], sides[0][1]
        return
    side_first = bool(sides) and sides[0][0] < numbers[0].start()
    if len(sides) == len(numbers) > 1:
        for number, (_, side) in zip(numbers, sides, strict=True):
            yield number, side
        return
    for at, number in enumerate(numbers):
        if at and not sides:
            return
        before = numbers[at - 1].end() if at else 0
        after = numbers[at + 1].start() if at + 1 < len(numbers) else number.end() + 40
        near = [
            side
            for start, side in sides
            if (before <= start < number.start() if side_first else start >= number.end())
            and start < after
            and (side_first or not _PARTED.search(text, number.end(), start))
        ]
        if near:
            yield number, near[-1 if side_first else 0]
        elif at == 0:
            yield number, "unknown"


def _against(text: str, numbers: list[re.Match[str]], side: int) -> bool:
    """Say whether a side opens the number compared with ("6 cm vs R 11 cm")."""
    between = numbers[0].end() <= side < numbers[1].start()
    return between and bool(_VERSUS.search(text, numbers[0].end(), side))


def _told(found: re.Match[str], name: str) -> str | None:
    """Return a group of a match, None where its pattern has no such group."""
    return found.groupdict().get(name)


def _sides(found: list[re.Match[str]]) -> list[tuple[int, Side]]:
    """Return the sides told with their places; "the other" is across from the one named."""
    named = [(m.start(), side_of(_told(m, "side"))) for m in found if _told(m, "side")]
    sides: list[tuple[int, Side]] = list(named)
    for match in found:
        if _told(match, "other") and len(named) == 1 and named[0][1] in ("left", "right"):
            across: Side = "right" if named[0][1] == "left" else "left"
            sides.append((match.start(), across))
    return sorted(sides)


def _value(number: re.Match[str]) -> float:
    """Return a number, or the middle of two ("2-3 cm")."""
    low, high = number_of(number.group("n")), _told(number, "hi")
    return (low + float(high)) / 2 if high else low
