"""Which end is asked about as the cause and which as the effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kinchain.app.library_words import AskingWords, flat

Direction = Literal["knee_to_foot", "foot_to_knee"]
End = Literal["knee", "foot"]

CAUSE_FIRST = re.compile(
    r"\b(causes?|causing|leads? to|leading to|led to|affects?|affecting|contributes? to|triggers?"
    r"|results? in|spreads? to|travels? to|radiates? to|makes?|making|made|gives?|giving|hurts?"
    r"|harms?|damages?|changes?|ruins?|mess(es)? up|throws? off|bad for|hard on|good for|help"
    r"|and now|but now|now|so|then)\b"
)
"""What stands before is the cause, what stands behind the effect."""

EFFECT_FIRST = re.compile(
    r"\b(caused by|because of|because|due to|come from|comes from|coming from|from|since|ever since"
    r"|after|now that|the result of|when|thanks to|down to|blame|if)\b"
)
"""What stands before is the effect, what stands behind the cause."""


@dataclass(frozen=True)
class Asked:
    """The direction asked about, or None; and whether both ends are named."""

    direction: Direction | None
    both_ends: bool


def read_direction(text: str, words: AskingWords) -> Asked:
    """Read which end is asked about as the cause.

    Parameters
    ----------
    text
        The question.
    words
        The general words of questions.
    """
    plain = flat(text)
    knee, foot = _first(plain, "knee", words), _first(plain, "foot", words)
    both = knee >= 0 and foot >= 0
    if not both or "cause" not in words.wanted(text):
        return Asked(None, both)
    cause = _by_connector(plain, EFFECT_FIRST, words, effect_first=True)
    cause = cause or _by_connector(plain, CAUSE_FIRST, words, effect_first=False)
    cause = cause or ("knee" if knee < foot else "foot")
    return Asked("knee_to_foot" if cause == "knee" else "foot_to_knee", both)


def _by_connector(
    plain: str, connector: re.Pattern[str], words: AskingWords, *, effect_first: bool
) -> End | None:
    """Return the end that is the cause by a connector between the two ends, if one stands so."""
    for match in connector.finditer(plain):
        before, behind = plain[: match.start()], plain[match.end() :]
        ends = _only(before, words, last=True), _only(behind, words, last=False)
        if ends[0] and ends[1] and ends[0] != ends[1]:
            return ends[1] if effect_first else ends[0]
    return None


def _only(part: str, words: AskingWords, *, last: bool) -> End | None:
    """Return the end that a part of the question names nearest to its connector."""
    named = [end for word in part.split() if (end := _end(word, words))]
    if not named:
        return None
    return named[-1] if last else named[0]


def _end(word: str, words: AskingWords) -> End | None:
    root = words.fold(word)
    if root in words.ends["knee"]:
        return "knee"
    return "foot" if root in words.ends["foot"] else None


def _first(plain: str, end: End, words: AskingWords) -> int:
    places = [place for place, word in enumerate(plain.split()) if _end(word, words) == end]
    return places[0] if places else -1
