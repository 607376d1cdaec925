"""Numbers of home tests and scales ("knee to wall 6 cm", "12 heel raises", "7 out of 10")."""

# ruff: noqa: E501 - a pattern reads best on one line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kinchain.core.findings import Side
from kinchain.intake._compared import compared
from kinchain.intake._joint_range import joint_ranges
from kinchain.intake._measure import NUMBER, Measure, number_of, side_of
from kinchain.intake._minutes import denied_before, morning_minutes
from kinchain.intake._scores import pain_scores
from kinchain.intake._sided_numbers import sided_numbers
from kinchain.intake._stands import chair_stands, touches_missed

N = r"(?P<n>" + NUMBER + r")"
_GAP = r"[^.!?\n;]{0,40}?"

RANGES = {
    "knee_flexion_deg": (0, 160),
    "knee_extension_deficit_deg": (0, 60),
    "hamstring_short_deg": (0, 90),
    "effusion_sweep_grade": (0, 3),
    "touch_test_missed_n": (0, 8),
    "calf_girth_difference_cm": (0, 15),
    "foot_temperature_difference_c": (0, 10),
    "pain_worst_nrs": (0, 10),
    "pain_now_nrs": (0, 10),
}
"""What a person may sensibly tell; the vocabulary's own ranges."""


def _all(*rows: tuple[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    return [(name, re.compile(pattern, re.I)) for name, pattern in rows]


_PATTERNS = _all(
    (
        "knee_flexion_deg",
        r"\b(?:flex(?:ion|es)?|bend(?:s|ing)?(?: it| (?:the|my|his|her|this)(?: left| right| bad| sore)?(?: knee| leg))?|can'?t flex|rom)(?: only| just| is| of| to| past| beyond| up to| about| limited to| as far as| range| it)*\s+"
        + N
        + r"(?!\s*(?:cm|mm|weeks|days|months|min|/10|out|times|year|-|\u2013|to \d)|\d)",
    ),
    ("hamstring_short_deg", r"hamstrings?" + _GAP + N + r"\s*(?:deg(?:rees?)?|\u00b0)?\s*short"),
    (
        "knee_extension_deficit_deg",
        N
        + r"\s*(?:deg(?:rees?)?|\u00b0)?\s*(?:short of|from|off) (?:full(?:y)? )?(?:straight|extension)",
    ),
    (
        "knee_extension_deficit_deg",
        r"(?:lacks?|lacking|(?:stays?|stuck|held|kept|rests?|remains?) bent(?: at| by)?|extension (?:deficit|lag|loss)(?: of)?|fixed flexion(?: deformity)?(?: of)?)\s*(?:the last |about |around |roughly )*"
        + N
        + r"\s*(?:deg|\u00b0)",
    ),
    (
        "effusion_sweep_grade",
        r"(?:sweep|stroke test|stroke sign|effusion)(?: test| sign| grade)*[^.!?\n;\d]{0,15}(?P<n>[0-3])(?!\d)\+?",
    ),
    (
        "effusion_sweep_grade",
        r"(?:sweep|stroke|bulge|wipe)(?: test| sign)?(?: (?:is|was|only|just)|[ :=])*(?P<n>trace|nil|none|negative|-ve|normal)(?!\w)|(?P<n2>trace)(?: of)? (?:effusion|fluid) on (?:the )?(?:sweep|stroke)",
    ),
    (
        "touch_test_missed_n",
        N
        + r"\s+(?:light )?(?:touches|of the touches|of \w+ touches|toe touches|touch points) (?:were |was )?missed|(?:missed|did not feel|didn'?t feel) (?P<n2>\d) (?:of|out of|touches|toes)",
    ),
    (
        "calf_girth_difference_cm",
        N + r"\s*(?:cm|centimet\w+)\s*(?:>|girth|bigger|larger|fatter|wider|thicker|more)",
    ),
    (
        "calf_girth_difference_cm",
        r"(?:calf|girth)[^.!?\n;\d]{0,30}"
        + N
        + r"\s*(?:cm|centimet\w+)\s*(?:>|bigger|larger|fatter|wider|more|difference)",
    ),
    (
        "foot_temperature_difference_c",
        N + r"\s*(?:degrees?|deg|\u00b0)\s*c?(?:elsius)?\s*(?:warmer|hotter)",
    ),
    (
        "morning_stiffness_min",
        r"(?:stiff\w*)[^.!?\n;]{0,40}?(?:for |about |lasts? |over |more than |under |of )+(?:about |a |the |first |good |an )*"
        + N
        + r"?\s*(?P<unit>half an hour|quarter of an hour|hours?|hrs?|minutes?|mins?)",
    ),
    (
        "morning_stiffness_min",
        r"(?:stiff\w*|seized)(?: up)?(?: as a \w+)?,? (?:for )?(?:a |an |the |about |first )*(?:good |first )?"
        r"(?P<n>(?!))?(?P<unit>three quarters of an hour|half an hour|quarter of an hour|hour and a half)",
    ),
    (
        "pain_worst_nrs",
        r"\b(?:hits?|reaches|reached) (?:a |an )?" + N + r"\b(?=[ ,.]*(?:last|at|on|when|by|$))",
    ),
    ("pain_now_nrs", r"pain (?:level|score)(?: of| is| at)? " + N + r"\b"),
    (
        "pain_now_nrs",
        r"\bit'?s (?:about |around |only )?an? (?P<n>three|four|five|six|seven|eight|nine|ten)(?=[,.]| now| today)",
    ),
    (
        "pain_worst_nrs",
        r"(?:worst|max(?:imum)?|peak|up to|peaks at|bad days?|goes to|worse days)[^.!?\n;\d]{0,22}"
        + N
        + r"(?!\s*(?:weeks?|days?|months?|min|years?|hours?|km|miles|cm|mg|pm|am|in the|o'?clock|\d))(?=\s*(?:/\s*10|out of|$|[.,;]|in|and|but))",
    ),
    (
        "pain_now_nrs",
        r"(?:worst|pain|scale|ten|10)\b[^.!?\n]{0,40}\b(?:now|today|currently)(?: it'?s| at| is| about| around| an?)*\s+"
        + N
        + r"\b(?!\s*(?:weeks?|days?|months?|years?|hours?|min|cm|km|miles))",
    ),
    (
        "pain_now_nrs",
        r"scale of (?:ten|10|1 to 10|1-10|one to ten|0 to 10|0-10)[^.!?\n;\d]{0,15}" + N,
    ),
)
_FEVER = re.compile(
    r"\b(?P<n>3[5-9](?:\.\d)?|4[01](?:\.\d)?)\s*(?:\u00b0\s*c|degrees c|c\b|celsius)|"
    r"\b(?:t|temp(?:erature)?|fever)\b[^.!?\n;\d]{0,18}(?P<m>3[4-9](?:\.\d)?|4[01](?:\.\d)?|9\d(?:\.\d)?|10[0-6](?:\.\d)?)\b",
    re.I,
)


def measures_of(text: str) -> Iterator[Measure]:
    """Yield the numbers of tests and scales told in a text.

    Parameters
    ----------
    text
        The narrative.
    """
    taken: list[tuple[int, int]] = []
    for source in _SOURCES:
        found = [m for m in source(text) if not _overlaps(m.number, taken)]
        taken.extend(m.number for m in found)
        for measure in found:
            known = measure.side != "unknown" or not measure.sided
            yield measure if known else replace(measure, side=_side_beside(text, measure))


_SIDE_AFTER = re.compile(
    r"\s*(?:/\s*10|out of (?:10|ten)|cm|mm|deg\w*|\u00b0|mins?\b|minutes|s\b|sec\w*|\+)?[ ,(]*(?:only |on (?:the |my )?|in (?:the |my )?)?"
    r"(?P<side>(?-i:[LR])\b|left\b|right\b|bilat\w*|both sides|both legs)(?!\s*[\d:=])(?! (?:now|away|before|after|at|then|up|down))",
    re.I,
)
_SIDE_BEFORE = re.compile(
    r"(?<!\w)(?P<side>(?-i:[LR])|left|right)(?: knee| leg| foot| heel| ankle| calf)?[ :=,]*$", re.I
)


def _side_beside(text: str, measure: Measure) -> Side:
    """Return the side told right after a number, or right before what is measured."""
    first, last = measure.span
    end = max(last, measure.number[1])
    after = _SIDE_AFTER.match(text, end) or _SIDE_AFTER.match(text, measure.number[1])
    before = _SIDE_BEFORE.search(text, max(first - 16, 0), first)
    told = before or after
    return side_of(told.group("side")) if told else "unknown"


def _overlaps(place: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(place[0] < end and begin < place[1] for begin, end in taken)


def _single(text: str) -> Iterator[Measure]:
    """Yield numbers that stand in one phrase with what they measure."""
    taken: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            number = match.group("n") if match.group("n") else match.groupdict().get("n2")
            if name == "morning_stiffness_min":
                if denied_before(text, match.start()):
                    continue
            elif not number:
                continue
            place = match.span("n") if match.group("n") else match.span()
            if _overlaps(place, taken):
                continue
            value = _value(name, number, match)
            if value is None:
                continue
            taken.append(place)
            yield Measure(name, value, match.span(), place)


_SOURCES = (
    sided_numbers,
    joint_ranges,
    compared,
    chair_stands,
    touches_missed,
    morning_minutes,
    pain_scores,
    _single,
)
"""What reads numbers, the most exact first; a number is read once."""


def _value(name: str, number: str | None, match: re.Match[str]) -> float | None:
    if name == "effusion_sweep_grade" and number is not None and not number.isdigit():
        return 0.0
    value = 1.0 if number is None else number_of(number)
    if name == "morning_stiffness_min":
        unit = match.group("unit").lower()
        if unit.startswith("three"):
            return 45.0
        if unit.endswith("and a half"):
            return 90.0
        if unit.startswith("half"):
            return 30.0
        if unit.startswith("quarter"):
            return 15.0
        return value * 60 if unit.startswith(("hour", "hr")) else value
    low, high = RANGES[name]
    return value if low <= value <= high else None


def fever_told(text: str) -> Iterator[tuple[bool, tuple[int, int]]]:
    """Yield whether a temperature told is a fever (38 degrees Celsius or more), and its place.

    Parameters
    ----------
    text
        The narrative.
    """
    for match in _FEVER.finditer(text):
        value = float(match.group("n") or match.group("m"))
        celsius = value if value < 45 else (value - 32) / 1.8
        if celsius >= 37.95:
            yield True, match.span()
        elif celsius <= 37.6:
            yield False, match.span()
