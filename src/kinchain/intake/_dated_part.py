"""A time told right beside a part ("left heel, six weeks", "five months with this shin")."""

from __future__ import annotations

from kinchain.intake._amounts import amount_at
from kinchain.intake._mentions import Mention
from kinchain.intake._read import Passage
from kinchain.intake._text import SENTENCE
from kinchain.intake._time import Time
from kinchain.intake._told import Told

_BETWEEN = frozenset(
    "for about around roughly x now on and off since last past only nearly been there".split()
)
_BETWEEN_BACK = frozenset("now with this my the a bad his her that poor same".split())
_MOST_BETWEEN = 4
_LASTING = frozenset(["bare", "for", "since"])


def is_beside(passage: Passage, mention: Mention, time: Time) -> bool:
    """Say whether nothing stands between a part and a time but what joins them.

    Parameters
    ----------
    passage
        The text taken apart.
    mention
        A body part.
    time
        A time told.
    """
    if time.how not in _LASTING or time.days < 1:
        return False
    if mention.last <= time.first:
        first, last, joining = mention.last, time.first, _BETWEEN
    else:
        first, last, joining = time.last, mention.first, _BETWEEN_BACK
        if "with" not in passage.words(first, last):
            return False
    words = passage.words(first, last)
    sides = {"left", "right", "both"}
    return (
        len(words) <= _MOST_BETWEEN
        and all(w in joining or w in sides for w in words)
        and all(t.boundary < SENTENCE for t in passage.tokens[first + 1 : last + 1])
        and passage.sentence[mention.first] == passage.sentence[time.first]
    )


def is_dated(passage: Passage, mention: Mention) -> bool:
    """Say whether a time stands right beside a part, in a note or after "with".

    Parameters
    ----------
    passage
        The text taken apart.
    mention
        A body part.
    """
    if mention.side == "unknown":
        return False
    reach = _MOST_BETWEEN + 1
    for index in range(max(mention.first - reach - 6, 0), mention.last + reach):
        if mention.first <= index < mention.last or index >= len(passage.tokens):
            continue
        time = amount_at(passage.tokens, index)
        if time is not None and is_beside(passage, mention, time):
            return True
    return False


def of_dated_part(passage: Passage, told: list[Told], time: Time) -> list[Told]:
    """Return the pain told of the part that a time stands right beside.

    Parameters
    ----------
    passage
        The text taken apart.
    told
        Findings heard so far.
    time
        The time.
    """
    return [
        t
        for t in told
        if t.mention is not None
        and t.finding.value is True
        and t.finding.id.startswith("pain_")
        and is_beside(passage, t.mention, time)
    ]
