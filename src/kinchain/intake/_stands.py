"""Stands from a chair in half a minute, and touches at the toes not felt."""

# ruff: noqa: E501 - a pattern reads best on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from kinchain.core.findings import Side
from kinchain.intake._measure import NUMBER, SMALL, Measure, number_of, sentence_of

MOST_STANDS, MOST_TOUCHES = 50, 10
"""More is no count of this test."""

_NAME = re.compile(
    r"\b(?:chair[- ](?:stands?|rises?)|sit[- ]?to[- ]?stands?|sts|cst|up and down (?:out of|from) (?:a |the |my )?chair|stood up(?= (?:from|out))|(?:got|stood|get|getting) (?:up )?(?:from|out of) (?:a |the |my )?chair)\b",
    re.I,
)
_FIVE_TIMES = re.compile(r"\b(?:5\s?x|5\s?times|five[- ]times|5tsts?)\s*$", re.I)
_COUNT = re.compile(
    r"(?<![\d.:/-])(?P<n>"
    + NUMBER
    + r"|thirty)(?![\d.:/])(?P<unit>[ -]?(?:s\b|secs?\b|seconds?\b)|(?:st|nd|rd|th|x)\b|[ -]?(?:min\w*|weeks?|days?|months?|years?|cm|mm|deg\w*|kg|/|%|yo\b|m\b))?",
    re.I,
)
_WITHIN = re.compile(r"\b(?:in|within|over|per)\s+(?:the )?$", re.I)
_TOUCHES = (
    re.compile(
        r"(?P<n>\d)\s*(?:/|of|out of)\s*(?:the )?(?P<all>\d{1,2})\b[^.!?;\n\d]{0,35}?\b(?P<how>missed|not felt|unfelt|absent|insensate|felt|detected|sensed|intact|present)\b",
        re.I,
    ),
    re.compile(
        r"\b(?P<how>missed|missing|did ?n[o']?t feel|failed|felt|detected|sensed)\s+(?P<n>\d)\s*(?:/|of|out of)\s*(?:the )?(?P<all>\d{1,2})\b",
        re.I,
    ),
    re.compile(
        r"\b(?P<how>missed|missing|did ?n[o']?t feel)\s+(?P<n>"
        + "|".join(SMALL[1:9])
        + r"|[1-8])(?P<all>(?!))?(?! (?:weeks?|days?|months?|years?|periods?|appointments?|doses?|goes|times|sessions?|runs?|games?|of my))(?![\w/])",
        re.I,
    ),
    re.compile(r"(?<![\d/])(?P<n>\d)\s*(?:/|of|out of)\s*(?P<all>8|10|6|3|4)\b(?P<how>)", re.I),
)
_TOUCH_WORD = re.compile(
    r"\bmonofil\w*|\btouch(?:es|ed|test)?\b(?! (?:it|up|down))|\bmf\b|\bsites?\b|\bipswich\b|\b10 ?g\b",
    re.I,
)


def chair_stands(text: str) -> Iterator[Measure]:
    """Yield ``chair_stands_30s_n``: the number beside the name that is no time.

    Parameters
    ----------
    text
        The narrative.
    """
    for name in _NAME.finditer(text):
        if _FIVE_TIMES.search(text, max(name.start() - 14, 0), name.start()):
            continue
        first, last = sentence_of(text, name.start(), 60)
        ahead = [m for m in _COUNT.finditer(text, first, name.start()) if _counts(text, m)]
        behind = [m for m in _COUNT.finditer(text, name.end(), last) if _counts(text, m)]
        near = [m for m in ahead[-1:] if not re.search(r"[,;:]", text[m.end() : name.start()])]
        told = next(iter([*near, *behind]), None)
        if told is not None and number_of(told.group("n")) <= MOST_STANDS:
            span = min(told.start(), name.start()), max(told.end(), name.end())
            value = number_of(told.group("n"))
            yield Measure("chair_stands_30s_n", value, span, told.span("n"), False)
            return


def _counts(text: str, number: re.Match[str]) -> bool:
    """Say whether a number is a count, not the half minute it was counted in."""
    if number.group("unit") or number.group("n").lower() == "one":
        return False
    return not _WITHIN.search(text, max(number.start() - 12, 0), number.start())


def touches_missed(text: str) -> Iterator[Measure]:
    """Yield ``touch_test_missed_n`` told as a share ("3 of 8 missed", "felt 5/8").

    Parameters
    ----------
    text
        The narrative.
    """
    taken: set[int] = set()
    for pattern in _TOUCHES:
        for match in pattern.finditer(text):
            first, last = sentence_of(text, match.start(), 60)
            if match.start("n") in taken or not _TOUCH_WORD.search(text, first, last):
                continue
            how = match.group("how").lower() or text[first : match.start()].lower()
            value = _missed(match, how)
            if value is not None:
                taken.add(match.start("n"))
                yield Measure("touch_test_missed_n", value, match.span(), match.span("n"))
                if match.group("all") is not None:
                    yield from _other_side(text, match, last, how)


def _other_side(text: str, share: re.Match[str], last: int, how: str) -> Iterator[Measure]:
    """Yield the other leg's bare count after a share ("R 5 of 8 missed, L 1")."""
    other = _BARE.search(text, share.end(), last)
    if other is None:
        return
    of, told = int(share.group("all")), number_of(other.group("n"))
    missed = bool(_MISSED.search(other.group("how") or how))
    value = told if missed else of - told
    if 0 <= value <= min(of, MOST_TOUCHES):
        side: Side = "left" if other.group("side").lower().startswith("l") else "right"
        yield Measure("touch_test_missed_n", value, other.span(), other.span("n"), side=side)


_BARE = re.compile(
    r"\b(?P<side>left|right|l|r)\b(?: foot| side)?\s*[:,]?\s*(?P<n>\d)(?!\s*(?:of|/|out|\d))"
    r"\s*(?P<how>missed|not felt|felt)?(?=[\s.,;)]|$)",
    re.I,
)


def _missed(match: re.Match[str], how: str) -> float | None:
    """Return how many touches were missed, from a count or from a share of all."""
    told = number_of(match.group("n"))
    missed = bool(_MISSED.search(how))
    if match.group("all") is None:
        return told if missed else None
    of = int(match.group("all"))
    value = told if missed else of - told
    return value if told <= of <= MOST_TOUCHES and 0 <= value <= 8 else None


_MISSED = re.compile(
    r"\b(?:miss\w*|not felt|unfelt|absent|insensate|did ?n[o']?t feel|failed)", re.I
)
