"""Denials that point back ("Dad had gout, I haven't"; "a clot? never had one"; "it has gone")."""

from __future__ import annotations

from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Hit

_FILLERS = frozenset(
    "so far yet either myself though thank thanks god goodness thankfully personally ever at all "
    "luckily touch wood and but well as know i've to my knowledge now actually at least".split()
)
_POINTERS = frozenset("one ones any it that them those these me mine neither anything".split())
_BARE = _POINTERS | frozenset(
    "i they have had has do did does am was like of the sort kind started start taken take took on "
    "taking using needed need done got been done suffered none not never no nope nosaid we".split()
)
_WIDE = frozenset(["illness", "medicine", "life", "whole", "leg_history", "danger", "tried"])
_NARROW = frozenset(["symptom", "sign", "behaviour"])


def answered_no(heard: Hearing, others: list[bool]) -> list[Hit]:
    """Return what is denied by a short clause that names nothing itself.

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    others
        For each word, whether it is told of somebody else.
    """
    denied: list[Hit] = []
    tokens = heard.passage.tokens
    first = 0
    while first < len(tokens):
        last = first + 1
        while last < len(tokens) and tokens[last].boundary == 0:
            last += 1
        if _only_denies(heard, first, last):
            denied += _pointed_at(heard, others, first, last)
        first = last
    return denied


def _only_denies(heard: Hearing, first: int, last: int) -> bool:
    """Say whether a stretch is a bare denial ("I haven't", "not me", "none of those")."""
    words = [w for w in heard.passage.words(first, last) if w not in _FILLERS]
    if not words or not set(words) <= _BARE:
        return False
    if {"not", "never", "no", "nope", "none", "neither"}.isdisjoint(words):
        return False
    if words in (["it", "not"], ["it", "never"], ["they", "not"]):
        return True
    if words in (["sure", "it", "not"], ["i", "sure", "it", "not"]):
        return True
    if words[0] in ("it", "that", "they") or words in (["not"], ["never"], ["none"]):
        return False
    own = words[0] == "i" or words[:2] in (["not", "me"], ["not", "mine"])
    return own or words in (["no"], ["nope"]) or not _POINTERS.isdisjoint(words)


def _pointed_at(heard: Hearing, others: list[bool], first: int, last: int) -> list[Hit]:
    """Return what such a denial points back at: of somebody else, supposed or asked."""
    passage = heard.passage
    said = passage.words(first, last)
    begin, _ = passage.bounds(first, passage.sentence)
    found = _unsaid(heard, others, begin, first, said)
    if not found and begin and not any(begin <= h.first < first for h in passage.concepts):
        before, _ = passage.bounds(begin - 1, passage.sentence)
        found = _unsaid(heard, others, before, begin, said)
    return found


def _unsaid(
    heard: Hearing, others: list[bool], first: int, last: int, said: list[str]
) -> list[Hit]:
    found = []
    taken = not {"on", "take", "taking", "took"}.isdisjoint(said)
    for hit in heard.passage.concepts:
        if not first <= hit.first < last or not hit.value or hit in heard.covered:
            continue
        kind = heard.words.concepts[hit.name].kind
        if taken and kind != "medicine":
            continue
        open_one = (
            (others[hit.first] and said[0] not in ("it", "they"))
            or heard.scopes.supposed[hit.first]
            or heard.passage.tokens[hit.first].question
        )
        supposed = heard.scopes.supposed[hit.first] or heard.passage.tokens[hit.first].question
        if (open_one or taken) and (kind in _WIDE or (supposed and kind in _NARROW)):
            found.append(hit)
    return found
