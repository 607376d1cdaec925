"""Denials that point back ("Dad had gout, I haven't"; "a clot? never had one"; "it has gone")."""

from __future__ import annotations

from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Hit
from kinchain.intake._text import CLAUSE, SENTENCE

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
_GONE = frozenset("faded gone disappeared settled cleared resolved vanished subsided".split())
_STILL = frozenset("to up red blue cold hard numb bit slightly some partly mostly almost".split())
_LAPSED = frozenset("since now anymore years months more longer".split())


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


def over_now(heard: Hearing) -> set[Hit]:
    """Return complaints told to be over ("the swelling has gone", "used to lock but hasn't").

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    """
    return {
        hit
        for hit in heard.passage.concepts
        if hit.value
        and heard.words.concepts[hit.name].kind in _NARROW
        and (_has_gone(heard, hit) or _used_to(heard, hit) or _now_not(heard, hit))
    }


def _has_gone(heard: Hearing, hit: Hit) -> bool:
    passage = heard.passage
    tokens = passage.tokens
    stop = min(hit.last + 9, len(tokens))
    for index in range(hit.last, stop):
        if tokens[index].boundary >= CLAUSE:
            return False
        if tokens[index].word not in _GONE:
            continue
        between = passage.words(hit.last, index)
        after = passage.words(index + 1, index + 4)
        joined = index + 1 < len(tokens) and tokens[index + 1].boundary == 0
        partly = joined and not _STILL.isdisjoint(after)
        plain = not joined or after[0] in (
            "away",
            "down",
            "now",
            "completely",
            "and",
            "since",
            "from",
        )
        led = index == hit.last or not {"has", "have", "is", "all", "now"}.isdisjoint(between[-2:])
        inner = any(hit.last <= h.first < index for h in passage.concepts)
        back = not {"not", "never", "nor", "but"}.isdisjoint(between)
        return plain and not partly and led and not inner and not back
    return False


def _now_not(heard: Hearing, hit: Hit) -> bool:
    """Read "my feet were numb, now they aren't"."""
    passage = heard.passage
    if not {"was", "were"} & set(passage.words(hit.first - 3, hit.last)):
        return False
    _, last = passage.bounds(hit.first, passage.sentence)
    index = hit.last
    while index < last:
        _, end = passage.bounds(index, passage.segment)
        words = [w for w in passage.words(index, end) if w not in ("but", "and", "any", "more")]
        if words in (["now", "they", "not"], ["now", "it", "not"], ["they", "not", "now"]):
            return True
        index = end
    return False


def _used_to(heard: Hearing, hit: Hit) -> bool:
    """Read "my knee used to lock but hasn't since"."""
    passage = heard.passage
    if passage.words(hit.first - 2, hit.first) != ["used", "to"]:
        return False
    tokens = passage.tokens
    for index in range(hit.last, min(hit.last + 10, len(tokens))):
        if tokens[index].boundary >= SENTENCE:
            return False
        if tokens[index].word in ("not", "never", "no"):
            return not _LAPSED.isdisjoint(passage.words(index + 1, index + 6))
    return False
