"""Which end is asked about as the cause and which as the effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kinchain.app.library_words import AskingWords, flat

Direction = Literal["knee_to_foot", "foot_to_knee", "common_cause"]
End = Literal["knee", "foot"]

SURE_CAUSE_FIRST = re.compile(
    r"\b(causes?|causing|leads? to|leading to|led to|affects?|affecting|contributes? to|triggers?"
    r"|results? in|(spreads?|travels?|radiates?|moves?|goes)( down| up| over)? (in)?to"
    r"|harms?|harming|damages?|damaging|wreck(s|ing|ed)?|ruin(s|ing|ed)?|overload(s|ing|ed)?"
    r"|destroy(s|ing)?|kill(s|ing)?|mess(es|ing)? up|throw(s|ing)? off|aggravat(es?|ing))\b"
)
CAUSE_FIRST = re.compile(
    SURE_CAUSE_FIRST.pattern + r"|\b(makes?|making|made|gives?|giving|hurts?|injures?|strains?"
    r"|changes?|bad for|hard on|good for|help|and now|but now|now|so|then)\b"
)
"""What stands before is the cause, what stands behind the effect; the first surely."""

SURE_EFFECT_FIRST = re.compile(
    r"\b(caused by|because of|because|due to|come from|comes from|coming from|the result of"
    r"|thanks to|(is|be|are|all) down to|blame|behind)\b"
)
EFFECT_FIRST = re.compile(
    SURE_EFFECT_FIRST.pattern + r"|\b(from|since|ever since|after|now that|when|if)\b"
)
"""What stands before is the effect, what stands behind the cause; the first surely."""


BOTH = re.compile(r"^(and|or|plus|as well as|and also)( \w+){0,2}$|^$")
"""What may stand between knee and foot where they are named together."""


@dataclass(frozen=True)
class Asked:
    """The direction asked about, or None; and the order in which both ends are named."""

    direction: Direction | None
    order: Direction | None = None


def read_direction(text: str, words: AskingWords) -> Asked:
    """Read which end is asked about as the cause.

    Parameters
    ----------
    text
        The question.
    words
        The general words of questions.
    """
    plain = flat(text).split()
    ends = [_end(word, words) for word in plain]
    if "knee" not in ends:  # what is above the knee then stands for it
        ends = ["knee" if words.fold(word) in words.ends["other"] else end
                for word, end in zip(plain, ends, strict=True)]  # fmt: skip
    if not {"knee", "foot"} <= set(ends):
        return Asked(None)
    order = _way(next(end for end in ends if end))
    if "cause" not in words.wanted(text):
        return Asked(None, order)
    if _one_cause(plain, ends):
        return Asked("common_cause", order)
    sentence = " ".join(plain)
    tried = (
        (SURE_EFFECT_FIRST, True),
        (SURE_CAUSE_FIRST, False),
        (EFFECT_FIRST, True),
        (CAUSE_FIRST, False),
    )
    found = (_by_connector(sentence, ends, one, effect_first=effect) for one, effect in tried)
    cause = next((end for end in found if end), None)
    return Asked(_way(cause) if cause else order, order)


def _way(cause: End) -> Direction:
    return "knee_to_foot" if cause == "knee" else "foot_to_knee"


def _one_cause(plain: list[str], ends: list[End | None]) -> bool:
    """Say whether one thing acts on both ends, which are named together behind it."""
    named = [place for place, end in enumerate(ends) if end]
    for first, second in pairwise(named):
        if ends[first] == ends[second]:
            continue
        before, between = " ".join(plain[:first]), " ".join(plain[first + 1 : second])
        if CAUSE_FIRST.search(before) and BOTH.match(between.removeprefix("pain ").strip()):
            return True
    return False


def _by_connector(
    sentence: str, ends: list[End | None], connector: re.Pattern[str], *, effect_first: bool
) -> End | None:
    """Return the end that is the cause by a connector between the two ends, if one stands so."""
    for match in connector.finditer(sentence):
        n_before = len(sentence[: match.start()].split())
        n_behind = n_before + len(match.group().split())
        before = next((end for end in reversed(ends[:n_before]) if end), None)
        behind = next((end for end in ends[n_behind:] if end), None)
        if before and behind and before != behind:
            return behind if effect_first else before
    return None


def _end(word: str, words: AskingWords) -> End | None:
    root = words.fold(word)
    if root in words.ends["knee"]:
        return "knee"
    return "foot" if root in words.ends["foot"] else None
