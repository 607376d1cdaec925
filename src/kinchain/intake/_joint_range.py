"""How far a knee bends and straightens, told as a range ("ROM 5-110", "0-10-120")."""

# ruff: noqa: E501 - a pattern reads best on one line

from __future__ import annotations

import re
from collections.abc import Iterator

from kinchain.intake._measure import SIDE_WORD, Measure, sentence_of, side_of

LEAST_BEND_DEG, MOST_BEND_DEG, MOST_DEFICIT_DEG = 30, 160, 60
"""What the far end of a range of the knee may be, and how much may be missing at the near end."""

_NAME = re.compile(
    r"\b(?:[ap]?rom|range(?: of (?:motion|movement))?|arc(?: of (?:motion|movement))?|knees?|flexion|flex|(?:ext|extension)\s?[/-]\s?(?:flex|flexion)|moves?|bends?)\b",
    re.I,
)
_NOT_KNEE = re.compile(r"\b(?:ankle|hip|mtpj?|toe|hallux|lumbar|dorsiflexion|df|shoulder)\b", re.I)
_RANGE = re.compile(
    r"(?:(?<!\w)(?P<before>"
    + SIDE_WORD
    + r")\b[ :=(]*(?:knee[ :=]*)?)?(?<![\d./-])(?P<minus>[-\u2212])?(?P<low>\d{1,2})\s*(?:deg\w*|\u00b0)?\s*(?:-|\u2013|/|\bto\b)\s*(?P<mid>\d{1,3})\s*(?:deg\w*|\u00b0)?"
    r"(?:\s*[-\u2013/]\s*(?P<high>\d{2,3}))?(?![\d.]*\d)(?!\s*(?:cm|mm|m\b|km|min\w*|weeks?|wks?|days?|months?|years?|reps?|steps|times|kg|st\b|out of|s\b|sec\w*|%|/))"
    r"(?:\s*(?:deg\w*|\u00b0))?(?:[ (]*(?:on the |in the )?(?P<after>"
    + SIDE_WORD
    + r")\b(?![ :=]*\d))?",
    re.I,
)
_BENT_SIGN = re.compile(
    r"(?<!plantar)(?<!dorsi)\b(?:ext(?:ension|n)?)\b(?! (?:deficit|lag|loss))[ :=]*(?:is |of |at )?(?:(?P<before>"
    + SIDE_WORD
    + r")\b[ :=]*)?[-\u2212]\s?(?P<n>\d{1,2})(?![\d/-])\s*(?:deg\w*|\u00b0)?(?: (?P<after>"
    + SIDE_WORD
    + r")\b)?",
    re.I,
)


def joint_ranges(text: str) -> Iterator[Measure]:
    """Yield ``knee_flexion_deg`` and ``knee_extension_deficit_deg`` told as a range.

    Parameters
    ----------
    text
        The narrative.
    """
    for match in _RANGE.finditer(text):
        first, _ = sentence_of(text, match.start(), 60)
        if _NAME.search(text, first, match.start("low")) and not _NOT_KNEE.search(
            text, first, match.start("low")
        ):
            yield from _of_range(match)
    for match in _BENT_SIGN.finditer(text):
        first, _ = sentence_of(text, match.start(), 40)
        value = float(match.group("n"))
        if value <= MOST_DEFICIT_DEG and not _NOT_KNEE.search(text, first, match.start()):
            side = side_of(match.group("before") or match.group("after"))
            yield Measure(
                "knee_extension_deficit_deg", value, match.span(), match.span("n"), True, side
            )


def _of_range(match: re.Match[str]) -> Iterator[Measure]:
    low, middle = float(match.group("low")), float(match.group("mid"))
    far, missing, place = middle, low, "mid"
    if match.group("high"):
        far, missing, place = float(match.group("high")), middle, "high"
        if low and middle:
            return
    elif match.group("minus"):
        missing = 0.0
    if not LEAST_BEND_DEG <= far <= MOST_BEND_DEG or missing > MOST_DEFICIT_DEG or missing >= far:
        return
    side = side_of(match.group("before") or match.group("after"))
    yield Measure("knee_flexion_deg", far, match.span(), match.span(place), True, side)
    if missing:
        at = match.span("low") if place == "mid" else match.span("mid")
        yield Measure("knee_extension_deficit_deg", missing, match.span(), at, True, side)
