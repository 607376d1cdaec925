"""Body parts that are pointed out, or ruled out, by "it is" and "it is not"."""

from __future__ import annotations

from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._lexicon import GLUE
from kinchain.intake._mentions import Mention
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes

_WELL = frozenset("ok okay fine good normal alright grand perfect unaffected quiet".split())
_ASIDES = frozenset("but really actually no and so well rather instead just now".split())
_POINTS = (
    GLUE
    | _ASIDES
    | frozenset(
        "it is was that i guess say mean think reckon mostly mainly more lower higher down up deep "
        "along about somewhere around right only definitely probably all tendon bone bit part side "
        "area spot patch muscle joint skin edge".split()
    )
)
"""Words that may stand between "it" and the part it is."""


def is_meant(passage: Passage, parts: BodyParts, scopes: Scopes, mention: Mention) -> bool:
    """Say whether a part is pointed out as the one that hurts ("it's the heel").

    Parameters
    ----------
    passage
        The text taken apart.
    parts
        Body parts mentioned.
    scopes
        How far cues reach.
    mention
        A body part.
    """
    named = _is_pointed_out(passage, mention) or _is_the_rest(passage, parts, scopes, mention)
    return named and not (mention.pseudo and _answers_side(passage, parts, mention))


def is_ruled_out(passage: Passage, scopes: Scopes, mention: Mention) -> bool:
    """Say whether a part is only said not to be the place ("not the heel").

    Parameters
    ----------
    passage
        The text taken apart.
    scopes
        How far cues reach.
    mention
        A body part.
    """
    if mention.pseudo and _does_not(passage, mention):
        return True
    if _thought_wrongly(passage, scopes, mention):
        return True
    if scopes.supposed[mention.first] or scopes.past[mention.first]:
        return False
    return scopes.denied_by[mention.first] is not None and _is_excluded(passage, mention)


def is_well(passage: Passage, mention: Mention) -> bool:
    """Read "Toes ok.", "calf normal": a part called well without a verb.

    Parameters
    ----------
    passage
        The text taken apart.
    mention
        A body part.
    """
    after = passage.words(mention.last, mention.last + 2)
    joined = mention.last < len(passage.tokens) and not passage.tokens[mention.last].boundary
    ends = mention.last + 1 >= len(passage.tokens) or passage.tokens[mention.last + 1].boundary
    return joined and bool(ends) and after[0] in _WELL


def _does_not(passage: Passage, mention: Mention) -> bool:
    """Read "the left hurts, the right doesn't"."""
    first, last = passage.bounds(mention.first, passage.segment)
    after = passage.words(mention.last, last)
    begin, _ = passage.bounds(mention.first, passage.sentence)
    told = any(h.name == "pain" and begin <= h.first < first for h in passage.concepts)
    return told and after in (["not"], ["one", "not"], ["never"])


def _thought_wrongly(passage: Passage, scopes: Scopes, mention: Mention) -> bool:
    """Read "thought it was my hip. It isn't."."""
    if mention.side == "unknown" or not scopes.supposed[mention.first]:
        return False
    _, last = passage.bounds(mention.first, passage.unit)
    _, end = passage.bounds(min(last, len(passage.tokens) - 1), passage.unit)
    return passage.words(last, end) in (["it", "not"], ["but", "it", "not"], ["it", "was", "not"])


def _is_pointed_out(passage: Passage, mention: Mention) -> bool:
    """Say whether a part is what "it" is ("it's the outside of the right knee")."""
    first, _ = passage.bounds(mention.first, passage.unit)
    lead = passage.words(first, mention.first)
    if not lead or len(lead) > 8 or not _POINTS.issuperset(lead):
        return False
    opened = next((w for w in lead if w not in _ASIDES), "")
    return opened in ("it", "that", "this") or lead[:2] in (["i", "guess"], ["i", "say"])


def _is_the_rest(passage: Passage, parts: BodyParts, scopes: Scopes, mention: Mention) -> bool:
    """Say whether a part stands against one just excluded ("not the heel: the arch")."""
    first, last = passage.bounds(mention.first, passage.segment)
    if any(first <= h.first < last for h in passage.concepts) or last - first > 8:
        return False
    before = [m for m in parts.mentions if m.first < first]
    if not before or passage.sentence[before[-1].first] != passage.sentence[mention.first]:
        return False
    told_of = passage.segment[before[-1].first] == passage.segment[first] - 1
    return (
        told_of
        and scopes.denied_by[before[-1].first] is not None
        and _is_excluded(passage, before[-1])
    )


def _answers_side(passage: Passage, parts: BodyParts, mention: Mention) -> bool:
    """Say whether "it's the right" only tells the side of the part named before."""
    before = [m for m in parts.mentions if m.first < mention.first]
    return bool(before) and before[-1].side in (mention.side, "unknown")


def _is_excluded(passage: Passage, mention: Mention) -> bool:
    """Say whether a part is only said not to be the place ("not the heel")."""
    before = passage.words(mention.first - 3, mention.first)
    return before[-2:] in (
        ["not", "the"],
        ["not", "my"],
        ["never", "the"],
        ["never", "my"],
    ) or before[-1:] == ["not"]
