"""How far apart, or how closely joined, what is named in a text is."""

from __future__ import annotations

from kinchain.intake._lexicon import Hit
from kinchain.intake._mentions import Mention
from kinchain.intake._read import Passage
from kinchain.intake._text import CLAUSE, COMMA

_NEW_SUBJECTS = (["the"], ["my"], ["a"], ["now"], ["then"], ["his"], ["her"], ["also"])


def distance(passage: Passage, hit: Hit, mention: Mention) -> float:
    """Return how far a part is from a hit, in words weighed by what lies between.

    Parameters
    ----------
    passage
        The text taken apart.
    hit
        What was heard.
    mention
        A body part.
    """
    if hit.first <= mention.first < hit.last:
        return 0.0
    if mention.first >= hit.last:
        between = passage.tokens[hit.last : mention.first + 1]
        commas = sum(t.boundary >= COMMA for t in between)
        breaks = sum(t.boundary >= CLAUSE for t in between)
        gap = mention.first - hit.last
        words = [t.word for t in between[:-1]]
        joined = words[words.index("and") + 1 :] if "and" in words else words
        if (
            not commas
            and not ("and" in words and joined[:1] in _NEW_SUBJECTS)
            and any(
                w
                in (
                    "in",
                    "of",
                    "to",
                    "on",
                    "at",
                    "with",
                    "behind",
                    "my",
                    "along",
                    "over",
                    "around",
                    "round",
                    "from",
                    "under",
                    "the",
                    "down",
                    "across",
                    "a",
                    "both",
                )
                for w in words
            )
            and gap <= 4
        ):
            return 0.5 + gap * 0.1
        if gap == 0 and not commas:
            return 0.6
        same = passage.sentence[mention.first] == passage.sentence[hit.first]
        if not same:
            return 90.0 + gap
        fresh = 10 if "and" in words and joined[:1] in _NEW_SUBJECTS else 0
        return 3 + fresh + gap + 8 * commas + 15 * breaks
    between = passage.tokens[mention.last : hit.first + 1]
    gap = hit.first - mention.last
    commas = sum(t.boundary >= COMMA for t in between)
    breaks = passage.sentence[hit.first] - passage.sentence[mention.first]
    if gap == 0 and not commas:
        return 0.4
    fine = 12 if mention.fine and passage.unit[hit.first] != passage.unit[mention.first] else 0
    return 1 + fine + gap * 0.3 + commas * 1.0 + breaks * 8


_LISTING = frozenset("and or my the left right both also his her on in other a sometimes".split())
"""Words that may stand between two parts of one list."""
_OTHER_JOINTS = frozenset(
    "wrist wrists hand hands finger fingers knuckle knuckles elbow elbows shoulder shoulders neck "
    "jaw small joint joints".split()
)
"""What is listed with knees and feet and is no part of a leg."""
_AFTER_A_LIST = frozenset("and or plus for since all too".split())


def linked(passage: Passage, left: Mention, right: Mention) -> bool:
    """Say whether two parts are named together ("knee and heel").

    Parameters
    ----------
    passage
        The text taken apart.
    left
        The part named first.
    right
        The part named next.
    """
    tokens = passage.tokens
    between = tokens[left.last : right.first]
    if any(t.boundary >= CLAUSE for t in tokens[left.last : right.first + 1]):
        return False
    words = [t.word for t in between if t.word not in _OTHER_JOINTS]
    if len(words) > 5 or ("or" in words and "and" in words):
        return False
    if any(w not in _LISTING for w in words):
        return False
    comma = right.first < len(tokens) and any(
        t.boundary == COMMA for t in tokens[left.last : right.first + 1]
    )
    if "and" in words or "or" in words:
        return True
    return comma and (not words or _goes_on(passage, right))


def _goes_on(passage: Passage, mention: Mention) -> bool:
    """Say whether a list of parts goes on or ends after one, and tells nothing of it alone."""
    if mention.last >= len(passage.tokens) or passage.tokens[mention.last].boundary:
        return True
    return passage.tokens[mention.last].word in _AFTER_A_LIST
