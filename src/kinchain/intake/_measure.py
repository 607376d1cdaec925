"""One number heard of a test or a scale, and the grammar that numbers share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kinchain.core.findings import Side

SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
"""Numbers written as words in front of a unit."""
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
VALUES: dict[str, float] = {word: value for value, word in enumerate([*SMALL, *_TEENS])}
VALUES.update({"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "none": 0})
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
NUMBER = (
    r"\d+(?:\.\d+)?|(?:"
    + "|".join(_TENS)
    + r")(?:[- ](?:"
    + "|".join(SMALL[1:10])
    + r"))?|"
    + "|".join(f"{word}(?!ty)" for word in reversed([*SMALL, *_TEENS]))
)
"""Pattern of a number in figures or words."""
SIDE_WORD = r"left|right|both|bilat(?:eral)?(?:ly)?|lt|rt|l|r"
"""Pattern of a side, written out or short."""
SENTENCE_END = re.compile(r"[!?;](?=\s|$)|\.(?=\s|$)|\n\n")


@dataclass(frozen=True, slots=True)
class Measure:
    """A number heard, its finding and place.

    Parameters
    ----------
    finding
        The finding, without side.
    value
        In the unit of the finding; True for a yes/no finding that a number stands for.
    span
        Characters of the whole.
    number
        Characters of the number.
    sided
        Whether the finding belongs to a leg.
    side
        Side told with the number; ``unknown`` where none is.
    """

    finding: str
    value: float | bool
    span: tuple[int, int]
    number: tuple[int, int]
    sided: bool = True
    side: Side = "unknown"


def number_of(word: str) -> float:
    """Return a number written in figures or as a word.

    Parameters
    ----------
    word
        The number as told.
    """
    lower = word.lower()
    if lower[0].isdigit():
        return float(lower)
    return float(sum(VALUES[part] for part in re.split("[- ]", lower)))


def side_of(word: str | None) -> Side:
    """Return the side a word names; ``unknown`` for None.

    Parameters
    ----------
    word
        "left", "R", "bilateral" ...
    """
    if not word:
        return "unknown"
    first = word.lower()[0]
    return "left" if first == "l" else "right" if first == "r" else "both"


def sentence_of(text: str, start: int, reach: int = 120) -> tuple[int, int]:
    """Return the characters of the sentence around a place, at most ``reach`` either way.

    Parameters
    ----------
    text
        The narrative.
    start
        The place.
    reach
        Most characters before and after.
    """
    begin = max(start - reach, 0)
    for end in SENTENCE_END.finditer(text, begin, start):
        begin = end.end()
    after = SENTENCE_END.search(text, start)
    last = after.start() if after else len(text)
    return begin, min(last, start + reach)
