"""A body part named in a text, with what is known of its side."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.core.findings import Side
from kinchain.intake._lexicon import Part
from kinchain.intake._read import Passage

UNSIDED_AREAS = frozenset(["low_back"])
OTHER: dict[str, str] = {"left": "right", "right": "left"}


@dataclass(slots=True)
class Mention:
    """A body part named in the text, with its side as far as told."""

    part: Part
    first: int
    last: int
    side: Side = "unknown"
    explicit: bool = False
    pseudo: bool = False
    plural: bool = False
    group: int = -1
    placed: bool = False
    fine: bool = False
    finer: Part | None = None
    aside: bool = False


def named_near(mentions: list[Mention], passage: Passage, index: int) -> Mention | None:
    """Return the part named last before a word, else the first one after it in its sentence.

    Parameters
    ----------
    mentions
        Parts named, in order.
    passage
        The text taken apart.
    index
        Which word.
    """
    before = [m for m in mentions if m.first < index]
    if before:
        return before[-1]
    own = passage.sentence[index]
    after = [m for m in mentions if passage.sentence[m.first] == own]
    return after[0] if after else None


def give_side(mention: Mention, word: str) -> None:
    """Give a part the side that a word beside it tells.

    Parameters
    ----------
    mention
        The part.
    word
        ``left``, ``right``, ``both``, ``same``, or a word for the other one.
    """
    mention.explicit = True
    if word in ("left", "right", "both"):
        mention.side = word  # type: ignore[assignment]
    else:
        mention.side = "unknown"
        mention.group = -2 if word == "same" else -3
