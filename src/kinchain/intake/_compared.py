"""Both legs measured: how much thicker one calf, how much warmer one foot is."""

# ruff: noqa: E501 - a pattern reads best on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from kinchain.core.findings import Side
from kinchain.intake._measure import NUMBER, Measure, number_of, sentence_of, side_of

CALF_CM = (20.0, 60.0)
FOOT_C = (18.0, 42.0)
"""What a calf measures around, and how warm the skin of a foot is."""
_ROWS = (
    (
        "calf_girth_difference_cm",
        re.compile(r"\b(?:calf|calves|girths?|circumferences?)\b", re.I),
        CALF_CM,
        r"(?:\s*cm)?",
    ),
    (
        "foot_temperature_difference_c",
        re.compile(r"\b(?:temp\w*|thermometer|infra-?red)\b", re.I),
        FOOT_C,
        r"(?:\s*(?:\u00b0\s*c?|deg\w*|c\b))?",
    ),
)
_SIDE = r"(?P<{0}>left|right|lt|rt|l|r)\b"
_N = r"(?P<{0}>\d{{2}}(?:\.\d)?)"
_MORE = r"bigger|larger|fatter|wider|thicker|more|rounder|swollen"
_DIFFERENCES = (
    (
        "calf_girth_difference_cm",
        re.compile(
            r"\b(?:(?P<side>left|right|l|r)\s+)?(?:calf |leg )?(?:girth|circumference)(?: diff\w*)?[^.!?;\n\d+]{0,20}(?:\+\s*|up |diff\w* (?:of )?)(?P<n>"
            + NUMBER
            + r")\s*cm(?P<after>)",
            re.I,
        ),
        15.0,
    ),
    (
        "calf_girth_difference_cm",
        re.compile(
            r"\b(?:(?P<side>left|right|l|r)\s+)?calf\b[^.!?;\n\d+]{0,20}\+\s*(?P<n>"
            + NUMBER
            + r")\s*cm(?P<after>)",
            re.I,
        ),
        15.0,
    ),
    (
        "foot_temperature_difference_c",
        re.compile(
            r"\btemp\w*\s+(?:diff\w*|gradient)[^.!?;\n\d]{0,25}(?P<n>"
            + NUMBER
            + r")\s*(?:\u00b0|deg\w*|c\b)(?:\s*c\b)?(?P<after>[^.!?;\n]{0,25})(?P<side>(?!))?",
            re.I,
        ),
        10.0,
    ),
)
_HOTTER = re.compile(
    r"\b(?P<side>left|right|l|r)\b[^.;,]{0,12}(?:hot|warm)|(?:hot|warm)\w*[^.;,]{0,12}\b(?P<side2>left|right|l|r)\b|\b(?P<side3>left|right|l|r)\s?>",
    re.I,
)


def _pair_pattern(unit: str) -> re.Pattern[str]:
    side_first = (
        _SIDE.format("a")
        + r"[^.;\d]{0,15}"
        + _N.format("x")
        + unit
        + r"[\s,;]*(?:and |v |vs\.? )?(?:the )?"
        + _SIDE.format("b")
        + r"[^.;\d]{0,15}"
        + _N.format("y")
    )
    return re.compile(r"\b" + side_first, re.I)


_PAIRS = {name: _pair_pattern(unit) for name, _, _, unit in _ROWS}


def compared(text: str) -> Iterator[Measure]:
    """Yield differences between the legs, of two numbers told or of the difference itself.

    Parameters
    ----------
    text
        The narrative.
    """
    for name, words, (low, high), _ in _ROWS:
        for match in _PAIRS[name].finditer(text):
            first, last = sentence_of(text, match.start())
            if not words.search(text, first, last):
                continue
            left_first = side_of(match.group("a")) == "left"
            one, two = float(match.group("x")), float(match.group("y"))
            if not (low <= one <= high and low <= two <= high) or one == two:
                continue
            side: Side = "left" if left_first == (one > two) else "right"
            yield Measure(name, round(abs(one - two), 2), match.span(), match.span("x"), True, side)
    for name, pattern, most in _DIFFERENCES:
        for match in pattern.finditer(text):
            value = number_of(match.group("n"))
            if value <= most:
                side = _more(match)
                yield Measure(name, value, match.span(), match.span("n"), True, side)


def _more(match: re.Match[str]) -> Side:
    if match.group("side"):
        return side_of(match.group("side"))
    told = _HOTTER.search(match.group("after") or "")
    if told is None:
        return "unknown"
    return side_of(told.group("side") or told.group("side2") or told.group("side3"))
