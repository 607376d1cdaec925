"""What a word for a side means: a leg, a comparison, or nothing of the kind."""

from __future__ import annotations

from itertools import pairwise

from kinchain.intake._mentions import OTHER, Mention
from kinchain.intake._read import Passage
from kinchain.intake._text import Token


def means_side(passage: Passage, mentions: list[Mention], index: int) -> bool:
    """Say whether a word for a side means a leg ("the left is worse"), not something else.

    Parameters
    ----------
    passage
        The text taken apart.
    mentions
        Parts named, in order.
    index
        Where the word is.
    """
    tokens = passage.tokens
    word = tokens[index].word
    before = tokens[index - 1].word if index and not tokens[index].boundary else ""
    joined = index + 1 < len(tokens) and tokens[index + 1].boundary == 0
    after = tokens[index + 1].word if joined else ""
    before_that = tokens[index - 2].word if index > 1 else ""
    compared = before == "than" or (before in ("the", "my") and before_that == "than")
    ahead = passage.words(index - 5, index)
    if _of_something_else(passage, index):
        return False
    if is_letter(tokens[index]) and not compared and after != "than":
        return True
    told = ahead[: ahead.index("than")][-1:] if "than" in ahead else []
    measured = not {"cm", "mm", "inch", "inches", "degrees", "centimetres"}.isdisjoint(ahead)
    at = ahead.index("more") if "more" in ahead else 0
    more = told == ["more"] and at and ahead[at - 1] in _MORE_OF
    if compared and (measured or not (more or told in (["worse"], ["sorer"]))):
        return False
    if word == "both" and after in ("side", "sides") and _of_one_part(passage, mentions, index):
        return False
    if word == "both":
        return after in ("sides", "side", "of", "the") or not joined or before in ("on", "in")
    if word == "other":
        return after in ("side", "one") or (before == "the" and not joined)
    if before in ("the", "my", "on", "his", "her", "than", "mostly", "only", "mainly", "and"):
        return after not in ("time", "thing", "way", "place", "word")
    return (
        after in ("side", "one", "ones", "wan", "yin", "is", "worse", "only", "more") or not joined
    )


def is_letter(token: Token) -> bool:
    """Say whether a side is the letter of a note ("heel pain L 4/12").

    Parameters
    ----------
    token
        The word.
    """
    return token.word in OTHER and token.end - token.start == 1


_MORE_OF = frozenset(
    "left right side one leg knee foot heel ankle hurts hurt aches ache sore pain both".split()
)
"""Words before "more than the right" where both legs are told of."""
_REST = frozenset("no any nothing much little none only what anything cushion".split())
"""Words before a "left" that means what remains."""


def _of_something_else(passage: Passage, index: int) -> bool:
    """Read "the left-hand bend", "unlike the other", "one side ... the other"."""
    word = passage.tokens[index].word
    after = passage.words(index + 1, index + 3)
    lead = passage.words(index - 3, index)
    if word == "left" and not _REST.isdisjoint(lead) and lead[-1] not in ("the", "my", "on"):
        return True
    if after[:1] == ["hand"] and after[1:] != ["side"]:
        return True
    if word == "other" and _one_and_other(passage, index):
        return True
    return (word == "other" or word in OTHER) and _compares(passage, index)


def _one_and_other(passage: Passage, index: int) -> bool:
    """Say whether "the other" answers "one side", "one way" and names no leg."""
    first, _ = passage.bounds(index, passage.sentence)
    words = passage.words(first, index)
    return any(
        pair in (("one", "side"), ("one", "way"), ("one", "end")) for pair in pairwise(words)
    )


def takes_weight(passage: Passage, index: int) -> bool:
    """Say whether a side is only the one that weight is put on.

    Parameters
    ----------
    passage
        The text taken apart.
    index
        Where the word is.
    """
    lead = passage.words(index - 8, index)
    return (
        lead[-1:] in (["the"], ["my"])
        and lead[-2:-1] in (["to"], ["onto"], ["on"], ["over"], ["towards"])
        and any(w == "weight" or w.startswith(("lean", "shift")) for w in lead)
    )


def _compares(passage: Passage, index: int) -> bool:
    """Say whether the other side is only what something is compared with."""
    lead = passage.words(index - 4, index)
    return bool(lead[-1:] == ["the"] or lead[-1:] == ["my"]) and (
        lead[-2:-1] in (["unlike"], ["like"], ["as"])
        or lead[-3:-1] in (["compared", "to"], ["compared", "with"], ["different", "from"])
        or lead[-3:-1] in (["different", "to"], ["same", "as"], ["next", "to"])
    )


def _of_one_part(passage: Passage, mentions: list[Mention], index: int) -> bool:
    """Say whether "both sides" are those of one ankle, knee or heel, not both legs."""
    tokens = passage.tokens
    if passage.words(index + 2, index + 3) == ["of"]:
        if passage.words(index + 3, index + 4) in (["it"], ["that"], ["this"]):
            return True
        noun = passage.words(index + 3, index + 5)
        if noun[:1] in (["the"], ["my"]) and not noun[-1].endswith("s") and noun[-1] != "feet":
            return True
        ahead = [m for m in mentions if index + 2 < m.first <= index + 6]
        return bool(ahead) and not ahead[0].plural
    own = passage.sentence[index]
    before = [m for m in mentions if m.first < index and not m.pseudo]
    near = [m for m in before if own - passage.sentence[m.first] <= 2]
    if not near:
        return False
    last = near[-1]
    ends = index + 2 >= len(tokens) or tokens[index + 2].boundary > 0
    ends = ends or tokens[index + 2].word in ("and", "so", "but", "when", "since", "after")
    one = any(m.explicit and m.side in OTHER for m in before)
    both = any(m.plural or m.side == "both" for m in mentions)
    return not last.plural and one and not both and ends


def is_compared(tokens: list[Token], index: int) -> bool:
    """Say whether a side is only said to be the worse of two.

    Parameters
    ----------
    tokens
        The words.
    index
        Where the word is.
    """
    after = [t.word for t in tokens[index + 1 : index + 3]]
    before = [t.word for t in tokens[max(index - 2, 0) : index]]
    if before[:1] == ["than"] or before[-1:] == ["than"]:
        return True
    return bool(after) and (
        after[0] in ("more", "worse", "most", "mostly", "especially", "worst")
        or after in (["a", "bit"], ["is", "worse"], ["being", "worse"], ["slightly", "more"])
    )
