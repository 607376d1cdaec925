"""Complaints told to be over, or only feared, by words that follow them."""

from __future__ import annotations

from collections.abc import Iterable

from kinchain.intake._hearing import Hearing
from kinchain.intake._lexicon import Hit
from kinchain.intake._text import CLAUSE, SENTENCE

_NARROW = frozenset(["symptom", "sign", "behaviour"])
_GONE = frozenset("faded gone disappeared settled cleared resolved vanished subsided".split())
_STILL = frozenset("to up red blue cold hard numb bit slightly some partly mostly almost".split())
_LAPSED = frozenset("since now anymore years months more longer".split())
_ASKED = frozenset([*_NARROW, "injury"])
_NO = frozenset("no nope nah never not nae".split())
_SHORT_QUESTION = 6
"""Most words of a question that its own "no" answers."""
_REACH = 16
"""Words after "used to lock" in which it may be told that it no longer does."""
_WAS = frozenset("was were had used got became been".split())
_THAT = frozenset("that it this they which those".split())
_YET = frozenset("it that they has have did does do so far yet ever once happened".split())


def over_now(heard: Hearing, hits: Iterable[Hit] | None = None) -> set[Hit]:
    """Return complaints told to be over ("the swelling has gone", "used to lock but hasn't").

    Parameters
    ----------
    heard
        The text with all that is known of its words.
    hits
        What was heard, where it is not what the patterns heard.
    """
    return {
        hit
        for hit in (heard.passage.concepts if hits is None else hits)
        if hit.value
        and (
            _asked_and_denied(heard, hit)
            or (heard.words.concepts[hit.name].kind in _NARROW and _is_over(heard, hit))
        )
    }


def _is_over(heard: Hearing, hit: Hit) -> bool:
    ways = (_has_gone, _used_to, _now_not, _that_went, _feared)
    return any(way(heard, hit) for way in ways)


def _that_went(heard: Hearing, hit: Hit) -> bool:
    """Read "my knee was swollen in December but that's gone"."""
    passage = heard.passage
    _, last = passage.bounds(hit.first, passage.sentence)
    begin, _ = passage.bounds(hit.first, passage.unit)
    if _WAS.isdisjoint(passage.words(begin, hit.last)):
        return False
    for index in range(hit.last + 1, last):
        if passage.tokens[index].word not in _GONE:
            continue
        start, end = passage.bounds(index, passage.segment)
        lead = [w for w in passage.words(start, index) if w not in ("has", "have", "is", "all")]
        after = [w for w in passage.words(index + 1, end) if w not in ("now", "since", "away")]
        other = any(hit.last <= h.first < start for h in passage.concepts)
        told = start > hit.first and bool(lead) and lead[-1] in _THAT
        return told and not after and not other
    return False


def _asked_and_denied(heard: Hearing, hit: Hit) -> bool:
    """Read "Went pop? No, I'm sure it didn't."."""
    passage = heard.passage
    if not hit.value or heard.words.concepts[hit.name].kind not in _ASKED:
        return False
    first, last = passage.bounds(hit.first, passage.sentence)
    asked = passage.tokens[hit.first].question and last - first <= _SHORT_QUESTION
    return asked and not _NO.isdisjoint(passage.words(last, last + 1))


def _feared(heard: Hearing, hit: Hit) -> bool:
    """Read "if my knee gives out I'll fall. It hasn't yet."."""
    passage = heard.passage
    first, last = passage.bounds(hit.first, passage.sentence)
    if "if" not in passage.words(first, hit.first) or last >= len(passage.tokens):
        return False
    words = passage.words(*passage.bounds(last, passage.segment))
    denies = {"not", "never"} & set(words)
    return bool(denies) and ("yet" in words or set(words) <= _YET | denies)


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
    for index in range(hit.last, min(hit.last + _REACH, len(tokens))):
        if tokens[index].boundary >= SENTENCE:
            return False
        if tokens[index].word in ("not", "never", "no"):
            return not _LAPSED.isdisjoint(passage.words(index + 1, index + 6))
    return False
