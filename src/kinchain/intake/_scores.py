"""Pain told as a number out of ten: which is the worst, which is of now."""

# ruff: noqa: E501 - a pattern reads best on one line

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kinchain.intake._measure import Measure, number_of, sentence_of

_SMALL = r"\d{1,2}(?:\.\d)?|zero|one|two|three|four|five|six|seven|eight|nine|ten"
_SCALE = r"(?:nrs|vas|nprs|vnrs|pain (?:score|level|scale|rating))"
_SCORE = re.compile(
    r"(?<![\d/.])(?P<n>" + _SMALL + r")(?:\s?(?:-|\u2013|to)\s?(?P<hi>" + _SMALL + r"))?"
    r"(?:\s*(?:/|out\s*of|outta|outa|oot o'?f?|of|in)\s*(?P<ten>10|ten)\b)?(?![\d/]|\.\d|st\b|nd\b|rd\b|th\b)",
    re.I,
)
_WORST = re.compile(
    r"\bworst|\bmax(?:imum)?\b|\bpeak\w*|\bup to\b|\bbad (?:days?|nights?)|\bgoes to\b|\bgoing to\b|\bworse days|\bhighest\b|\bat its height",
    re.I,
)
_NOW = re.compile(
    r"\bnow\b|\btoday\b|\bcurrent(?:ly)?\b|\bat (?:the|this) moment|\bat present|\bsat here|\bsitting here|\bas i (?:sit|write|type)|\bright now|\bat rest\b|\bresting\b",
    re.I,
)
_DOING = re.compile(
    r"\b(?:first steps?|on stairs|stairs|walking|running|after|when|if|by evening|by night|mornings?|wb|weight ?bearing|activity|mobilising)\b",
    re.I,
)
_PART = re.compile(r"[,;]|\.(?=\s)|\band\b|\bbut\b|\bthen\b|\bto\b(?= \d+\s*(?:/|out))", re.I)
_UNIT_AFTER = re.compile(
    r"\s*(?:weeks?|wks?|days?|months?|min\w*|years?|yrs?|hours?|hrs?|km|miles?|cm|mm|mg|kg|st\b|steps?|times|deg\w*|\u00b0|%|pm|am|/|o'?clock|x\b|s\b|sec\w*|:)",
    re.I,
)
_LED = re.compile(
    r"(?:"
    + _SCALE
    + r"|(?:worst|peak\w*|max(?:imum)?)|\b(?:pain )?(?:now|at rest|currently|today))"
    r"[\s:=]*(?:(?:is|it'?s|at|of|about|around|an?|to|score)\s+)*$",
    re.I,
)
_NAMED = re.compile(r"\b" + _SCALE + r"\b|\bscale of\b|\b(?:10|ten)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Score:
    value: float
    span: tuple[int, int]
    kind: str


def pain_scores(text: str) -> Iterator[Measure]:
    """Yield ``pain_now_nrs`` and ``pain_worst_nrs`` told as numbers out of ten.

    Parameters
    ----------
    text
        The narrative.
    """
    found = [s for m in _SCORE.finditer(text) if (s := _score(text, m)) is not None]
    with_now = any(s.kind == "now" for s in found)
    for score in found:
        worst = score.kind == "worst" or (score.kind == "doing" and with_now)
        name = "pain_worst_nrs" if worst else "pain_now_nrs"
        yield Measure(name, score.value, score.span, score.span)


def _score(text: str, match: re.Match[str]) -> _Score | None:
    value = number_of(match.group("hi") or match.group("n"))
    if value > 10:
        return None
    begin, end = _part(text, match)
    if match.group("ten"):
        between = match.group()[len(match.group("n")) :].lower()
        if re.match(r"\s*(?:of|in)\b", between) and not _NAMED.search(text, begin, match.start()):
            return None
    elif not _told_bare(text, match):
        return None
    if _DENIED.search(text, begin, match.start()):
        return None
    return _Score(value, match.span(), _kind(text, match, begin, end))


_DENIED = re.compile(r"\b(?:never|not even)\b[^,;.]{0,20}$", re.I)


def _told_bare(text: str, match: re.Match[str]) -> bool:
    """Say whether a number without "out of ten" is a score ("NRS 6", "worst 8, now 3")."""
    if _UNIT_AFTER.match(text, match.end()) or match.group("n").lower() == "one":
        return False
    first, last = sentence_of(text, match.start())
    lead = text[first : match.start()]
    led = _LED.search(lead)
    if led is None:
        return bool(_NAMED.search(lead)) and bool(_AFTER.match(text, match.end()))
    if re.match(_SCALE, led.group(), re.I):
        return True
    near = text[first:last]
    several = len(_BARE_PAIR.findall(near)) > 1
    return several or bool(_NAMED.search(near))


_AFTER = re.compile(r"\s+(?:now|at (?:its )?worst|worst|at rest|today|currently)\b", re.I)
_BARE_PAIR = re.compile(r"\b(?:worst|now|at rest|peak\w*|currently|today)\b[^,;.\d]{0,8}\d", re.I)


def _part(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return the part of the sentence, between commas, that a score stands in."""
    first, last = sentence_of(text, match.start())
    begin = first
    for mark in _PART.finditer(text, first, match.start()):
        begin = mark.end()
    for other in _SCORE.finditer(text, begin, match.start()):
        if other.group("ten"):
            begin = other.end()
    after = _PART.search(text, match.end(), last)
    return begin, after.start() if after else last


def _kind(text: str, match: re.Match[str], begin: int, end: int) -> str:
    for kind, words in (("worst", _WORST), ("now", _NOW), ("doing", _DOING)):
        if words.search(text, begin, end):
            return kind
    first, _ = sentence_of(text, match.start())
    lead = text[first:begin].rstrip(" ,")
    if not text[begin : match.start()].strip(" ,") and _WORST.search(lead[-22:]):
        return "worst"
    return "plain"
