"""Which end is asked about as the cause and which as the effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kinchain.app.library.shape import Shape, read_shape
from kinchain.app.library.words import AskingWords, flat

Direction = Literal["knee_to_foot", "foot_to_knee", "common_cause"]
End = Literal["knee", "foot"]

SURE_CAUSE_FIRST = re.compile(
    r"\b(causes?|causing|leads? to|leading to|led to|affects?|affecting|contributes? to|triggers?"
    r"|results? in|(spreads?|travels?|radiates?|moves?|goes)( down| up| over)? (in)?to"
    r"|harms?|harming|damages?|damaging|wreck(s|ing|ed)?|ruin(s|ing|ed)?|overload(s|ing|ed)?"
    r"|destroy(s|ing)?|kill(s|ing)?|mess(es|ing)? up|throw(s|ing)? off"
    r"|(be|is|are|lies) behind|aggravat(es?|ing))\b"
)
CAUSE_FIRST = re.compile(
    SURE_CAUSE_FIRST.pattern + r"|\b(makes?|making|made|gives?|giving|hurts?|injures?|strains?"
    r"|changes?|bad for|hard on|good for|help|and now|but now|now|so|then)\b"
)
"""What stands before is the cause, what stands behind the effect; the first surely."""

SURE_EFFECT_FIRST = re.compile(
    r"\b(caused by|because of|because|due to|come from|comes from|coming from|the result of"
    r"|thanks to|(is|be|are|all) down to|blame"
    r"|by (walking|limping|running|standing|favouring|favoring|avoiding|leaning|hobbling))\b"
)
EFFECT_FIRST = re.compile(
    SURE_EFFECT_FIRST.pattern + r"|\b(from|since|ever since|after|now that|when|whenever|if"
    r"|(every|each|any) time|as soon as)\b"
)
"""What stands before is the effect, what stands behind the cause; the first surely."""


AND_NOW = re.compile(r"\b(and|but|so) now\b")
"""What stands behind came later, whatever else tells of time."""

BOTH_AT_ONCE = re.compile(r"\b(both|together|at (once|the same time)|same (illness|disease))\b")
"""Said of two ends named in one breath: one thing may lie behind both."""

ACTS_ON = re.compile(
    r"\b(twists?|hurts?|hurting|strains?|injures?|warps?|deforms?|flattens?|wears? out|changes?)"
    r" (the|my|your|our|a|his|her|people)?\b"
)
"""Verbs of harm that name the cause first even where no cause is asked for."""

BOTH = re.compile(r"^(and|or|plus|as well as|and also)( \w+){0,2}$|^$")
"""What may stand between knee and foot where they are named together."""


DEVICES: tuple[tuple[End, re.Pattern[str]], ...] = (
    ("foot", re.compile(
        r"\b((walking|moon|air|surgical|big) ?boot|in a boot|boot|air ?cast|plaster|cast|insole"
        r"|insoles|orthotics?|orthoses|inserts|heel (lift|wedge|cup)s?)\b")),
    ("knee", re.compile(
        r"\b(knee (brace|replacement|op|operation|surgery|sleeve)|new knee"
        r"|knee (was |got )?replaced"
        r"|(valgus|varus|unloader|off ?loader|off ?loading|hinged) (knee )?brace|lateral wedges?"
        r"|(brace|replacement|operation|surgery|op) (for|on|of) (the|my) knee)\b")),
)  # fmt: skip
"""What is worn or was done at an end, and may shift load to the other."""

WORN = re.compile(
    r"\b(since|after|following|from|wearing|now|new|got|been in|makes|making|made|blame|because"
    r"|with|in an?)\b"
)


@dataclass(frozen=True)
class Asked:
    """The direction asked about, or None; and the order in which both ends are named.

    ``device`` says that something worn or done at the first end is asked about, ``mending``
    that mending the one end is to help the other, ``joined`` that both ends are named in
    one breath.
    """

    direction: Direction | None
    order: Direction | None = None
    device: bool = False
    mending: bool = False
    joined: bool = False


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
    shape, sentence = read_shape(text), " ".join(plain)
    by_shape = _by_shape(shape, order, ends, plain)
    if by_shape is not None:
        return by_shape
    device = _device(sentence)
    if device is not None and WORN.search(sentence):
        return Asked(_way(device), order, device=True)
    joined = _joined(plain, ends)
    if joined and BOTH_AT_ONCE.search(sentence) and not _said_outright(sentence, ends):
        return Asked("common_cause", order, joined=True)
    if joined and plain[0] == "why":
        return Asked(order, order, joined=True)
    if "cause" not in words.wanted(text):
        said = _said_outright(sentence, ends)
        return Asked(_way(said) if said else None, order, joined=joined)
    if _one_cause(plain, ends):
        return Asked("common_cause", order, joined=joined)
    tried = (
        (SURE_EFFECT_FIRST, True),
        (SURE_CAUSE_FIRST, False),
        (AND_NOW, False),
        (EFFECT_FIRST, True),
        (CAUSE_FIRST, False),
    )
    found = (_by_connector(sentence, ends, one, effect_first=effect) for one, effect in tried)
    cause = next((end for end in found if end), None)
    return Asked(_way(cause) if cause else order, order, joined=joined)


def _said_outright(sentence: str, ends: list[End | None]) -> End | None:
    """Return the cause where a verb of harm stands between the two ends."""
    tried = ((SURE_EFFECT_FIRST, True), (SURE_CAUSE_FIRST, False), (ACTS_ON, False))
    found = (_by_connector(sentence, ends, one, effect_first=effect) for one, effect in tried)
    return next((end for end in found if end), None)


def _by_shape(
    shape: Shape, order: Direction, ends: list[End | None], plain: list[str]
) -> Asked | None:
    """Return the direction that the form of the question says outright, if it does."""
    if shape.which_first:
        said: Direction = order
        if shape.upward != shape.downward:
            said = "foot_to_knee" if shape.upward else "knee_to_foot"
        return Asked(said, order)
    if not shape.mending:
        return None
    mended = shape.mending.split()
    start = next(i for i in range(len(plain)) if plain[i : i + len(mended)] == mended)
    inside = next((end for end in ends[start : start + len(mended)] if end), None)
    behind = next((end for end in ends[start + len(mended) :] if end), None)
    if inside and behind and inside != behind:
        return Asked(_way(inside), order, mending=True)
    return None


def _device(sentence: str) -> End | None:
    """Return the end at which something is worn or was done, where it is one end alone."""
    found = [end for end, pattern in DEVICES if pattern.search(sentence)]
    return found[0] if len(found) == 1 else None


def _joined(plain: list[str], ends: list[End | None]) -> bool:
    """Say whether knee and foot are named in one breath and never apart."""
    named = [place for place, end in enumerate(ends) if end]
    pairs = [(one, two) for one, two in pairwise(named) if ends[one] != ends[two]]
    return bool(pairs) and all(
        BOTH.match(" ".join(plain[one + 1 : two]).removeprefix("pain ").strip())
        for one, two in pairs
    )


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
