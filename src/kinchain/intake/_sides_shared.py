"""Which side a part takes over from the parts named before, with or after it."""

from __future__ import annotations

from itertools import pairwise

from kinchain.core.findings import Side
from kinchain.intake._lexicon import GLUE
from kinchain.intake._mentions import OTHER, UNSIDED_AREAS, Mention
from kinchain.intake._read import Passage
from kinchain.intake._text import CLAUSE, COMMA

_SHORT_PIECE = 4
"""Most words of a piece that only gives the sides."""
_BINDS = GLUE | {"and", "or", "with"}


def share_within_groups(passage: Passage, mentions: list[Mention]) -> None:
    """Give parts that are named together ("knee and heel") the side told with the later one.

    Parameters
    ----------
    passage
        The text taken apart.
    mentions
        Parts named, in order; changed in place.
    """
    tokens = passage.tokens
    for left, right in pairwise(mentions):
        between = tokens[left.last : right.first + 1]
        if any(t.boundary >= CLAUSE for t in between):
            continue
        words = [t.word for t in between[:-1]]
        linked = "and" in words or "or" in words or (between and between[-1].boundary == COMMA)
        together = linked and len(words) <= 5 and all(w in _BINDS for w in words)
        told_later = not left.explicit and right.explicit and right.side in OTHER
        if together and told_later:
            left.side = right.side


def inherit_sides(passage: Passage, mentions: list[Mention]) -> None:
    """Give parts without a side the one told before, else the one told later.

    Parameters
    ----------
    passage
        The text taken apart.
    mentions
        Parts named, in order; changed in place.
    """
    last: Mention | None = None
    for mention in mentions:
        if mention.part.area in UNSIDED_AREAS:
            continue
        excluded = _excluded_after(passage, mentions, mention) if mention.group == -3 else None
        if excluded is not None:
            mention.side = OTHER[excluded.side]  # type: ignore[assignment]
        elif mention.group in (-2, -3) and last is not None and last.side in OTHER:
            side = last.side if mention.group == -2 else OTHER[last.side]
            mention.side = side  # type: ignore[assignment]
        elif mention.side == "unknown" and mention.plural:
            one_leg = last is not None and last.side in OTHER and _of_one_leg(passage, mention)
            mention.side = last.side if one_leg and last is not None else "both"
        elif mention.side == "unknown" and not mention.explicit:
            mention.side = _from_before(passage, mentions, mention, last)
        if mention.side != "unknown" and not mention.aside:
            last = mention
    _from_after(passage, mentions)


def _of_one_leg(passage: Passage, mention: Mention) -> bool:
    """Say whether a plural names the muscles of one leg ("quads", "hamstrings")."""
    return passage.words(mention.first, mention.last)[-1] in ("quads", "hamstrings")


def _excluded_after(passage: Passage, mentions: list[Mention], mention: Mention) -> Mention | None:
    """Return the side excluded right after "the other one" ("the other, not the right")."""
    for one in mentions:
        near = one.first > mention.first and one.first - mention.last <= 4
        lead = passage.words(one.first - 2, one.first)
        if near and one.side in OTHER and "not" in lead:
            return one
    return None


def _from_before(
    passage: Passage, mentions: list[Mention], mention: Mention, last: Mention | None
) -> Side:
    same = [
        m
        for m in mentions
        if m.first < mention.first
        and m.part.region == mention.part.region
        and m.side != "unknown"
        and not m.aside
    ]
    if same:
        return same[-1].side
    if last is None:
        return "unknown"
    gap = passage.sentence[mention.first] - passage.sentence[last.first]
    word = passage.tokens[mention.first - 1].word if mention.first else ""
    ends = {mention.part.region, last.part.region}
    if last.side == "both" and ends == {"knee", "foot"}:
        return "unknown"
    if ends == {"knee", "foot"} and (word in ("my", "a", "some") or gap > 1):
        return "unknown"
    return last.side


def _from_after(passage: Passage, mentions: list[Mention]) -> None:
    """Give a part without side the side told later for the same part."""
    for index, mention in enumerate(mentions):
        if mention.side != "unknown" or mention.part.area in UNSIDED_AREAS:
            continue
        later = [
            m
            for m in mentions[index + 1 :]
            if m.side in OTHER and m.part.region == mention.part.region
        ]
        sides = {m.side for m in mentions if m.side != "unknown"}
        beside = [m for m in later if passage.segment[m.first] == passage.segment[mention.first]]
        both = [
            m
            for m in mentions[index + 1 :]
            if m.side == "both"
            and m.part.region == mention.part.region
            and passage.segment[m.first] == passage.segment[mention.first]
        ]
        if not mention.explicit and (
            both or (sides == {"both"} and _then_both(passage, mentions, mention))
        ):
            mention.side = "both"
        elif beside and not mention.explicit:
            mention.side = beside[0].side
        elif later and len(sides) == 1:
            mention.side = later[0].side
        elif len(sides) == 1 and not mention.explicit and _may_share(passage, mentions, mention):
            only = next(iter(sides))
            if only in OTHER:
                mention.side = only


def _then_both(passage: Passage, mentions: list[Mention], mention: Mention) -> bool:
    """Say whether a short piece told later gives both sides ("the foot burns, both feet")."""
    _, end = passage.bounds(mention.first, passage.sentence)
    for index in range(mention.last, end):
        if passage.tokens[index].boundary and passage.words(index, index + 2) == ["both", "sides"]:
            return True
    for one in mentions:
        first, last = passage.bounds(one.first, passage.segment)
        near = passage.sentence[one.first] - passage.sentence[mention.first] <= 2
        if (
            one.first > mention.first
            and near
            and one.explicit
            and one.side == "both"
            and one.part.region == mention.part.region
            and last - first <= _SHORT_PIECE
        ):
            return True
    return False


def _may_share(passage: Passage, mentions: list[Mention], mention: Mention) -> bool:
    """Say whether a part may take the only side told in the whole text."""
    words = passage.words(mention.first - 1, mention.first)
    if words not in (["my"], ["a"]):
        return True
    regions = {m.part.region for m in mentions if m.side != "unknown"}
    return not (regions | {mention.part.region}) >= {"knee", "foot"}
