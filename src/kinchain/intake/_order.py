"""Whether knee and foot are told to have begun at the same time."""

from __future__ import annotations

from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._dated import SYMPTOMS
from kinchain.intake._read import Passage
from kinchain.intake._story_words import ENDS
from kinchain.intake._told import Told


def began_together(passage: Passage, parts: BodyParts, told: list[Told]) -> bool:
    """Say whether knee and foot are told to have begun at the same time.

    Parameters
    ----------
    passage
        The text taken apart.
    parts
        Body parts mentioned.
    told
        Findings heard so far.
    """
    suffering = {
        (t.mention.part.region, t.mention.side)
        for t in told
        if t.mention is not None and t.finding.value is True and t.concept.kind in SYMPTOMS
    }
    ends = [m for m in parts.mentions if m.part.region in ENDS and not m.fine]
    sore = [m for m in ends if (m.part.region, m.side) in suffering]
    if len({m.part.region for m in sore}) == len(ENDS):
        ends = sore
    if len({m.part.region for m in ends}) < len(ENDS):
        return False
    if _all_at_once(passage):
        return True
    for cue in passage.cues.get("same_time", ()):
        first, last = passage.bounds(cue.first, passage.sentence)
        inside = {m.part.region for m in ends if first <= m.first < last}
        if len(inside) == len(ENDS) or (not inside and "both" in passage.words(first, last)):
            return True
    return False


_ALL = frozenset("all both everything they them together each".split())
_SPANS = frozenset("time day days week weeks fortnight month weekend season".split())
_BEGAN = frozenset("came come started began begun crept appeared hit went kicked".split())
_REACH = 8
"""Most words between "all" and "the same week"."""


def _all_at_once(passage: Passage) -> bool:
    """Read "all of it came on in the same fortnight", "within days of each other"."""
    words = [token.word for token in passage.tokens]
    for at, word in enumerate(words):
        near = words[max(at - _REACH, 0) : at]
        spans = not _SPANS.isdisjoint(near)
        began = not (_ALL.isdisjoint(near) or _BEGAN.isdisjoint(near))
        at_once = word == "same" and began and not _SPANS.isdisjoint(words[at + 1 : at + 3])
        if at_once or (word == "other" and spans and words[at - 2 : at] == ["of", "each"]):
            return True
    return False
