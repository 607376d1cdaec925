"""Which words are only supposed, feared, asked about or once thought."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kinchain.intake._lexicon import Hit
from kinchain.intake._read import SUBJECTS, Passage
from kinchain.intake._text import CLAUSE, COMMA

_UNREAL = frozenset("had ever went needed lost swelled turned became developed".split())
"""Verbs that after "if" tell of what has not happened."""
_MODALS = frozenset(["might", "may", "could", "would", "should"])
_HAPPENS = frozenset("get have be develop need catch become end lead mean".split())
_THINKERS = frozenset("thought assumed figured guessed sure convinced presumed".split())
_OTHERS_THINK = frozenset("people everyone everybody they".split())
_SAYS = frozenset("think thinks thought say says said reckon reckons".split())
_COPULA = (["it", "was"], ["that", "was"], ["this", "was"], ["it", "were"])


def supposed_words(passage: Passage, parts: Collection[int]) -> list[bool]:
    """Say for each word whether it is only supposed.

    Parameters
    ----------
    passage
        The text taken apart.
    parts
        Places of the words that name body parts.
    """
    marks = [False] * len(passage.tokens)
    for cue in (*passage.cues.get("hypo", ()), *_further(passage)):
        _mark(passage, parts, cue, marks)
    for first, last in _once_thought(passage, parts):
        marks[first:last] = [True] * (last - first)
    return marks


def _further(passage: Passage) -> Iterator[Hit]:
    """Yield "asked whether", "if I had ...", "might get ..."."""
    for index, token in enumerate(passage.tokens):
        follows = passage.words(index + 1, index + 5)
        before = passage.words(index - 2, index)
        if token.word == "asked" and not {"if", "whether", "about"}.isdisjoint(follows[:2]):
            yield Hit("hypo", True, index, index + 1)
        led = not before or before[-1] not in ("as", "sure", "know", "tell", "only")
        if token.word == "if" and led and not _UNREAL.isdisjoint(follows[:3]):
            yield Hit("hypo", True, index, index + 1)
        told = not {"said", "says", "told", "warned", "reckons", "thinks"}.isdisjoint(
            passage.words(index - 5, index)
        )
        if token.word in _MODALS and told and not _HAPPENS.isdisjoint(follows[:2]):
            yield Hit("hypo", True, index, index + 1)


def _mark(passage: Passage, parts: Collection[int], cue: Hit, marks: list[bool]) -> None:
    tokens = passage.tokens
    for index in range(cue.first, len(tokens)):
        if index > cue.last and tokens[index].boundary >= CLAUSE:
            return
        if index > cue.last and tokens[index].boundary == COMMA:
            word = tokens[index].word
            if word in SUBJECTS or index in parts or word in ("left", "right"):
                return
        if index > cue.last and tokens[index].word == "because":
            return
        marks[index] = True


def _once_thought(passage: Passage, parts: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield "thought it was my hip", "people think it's the ankle": places not meant."""
    tokens = passage.tokens
    for index, token in enumerate(tokens):
        after = passage.words(index + 1, index + 3)
        once = token.word in _THINKERS and after in _COPULA
        before = passage.words(index - 1, index)
        told_me = token.word in ("tells", "told", "tell") and after == ["me", "it"]
        said = told_me or (token.word in _SAYS and after[:1] in (["it"], ["i"], ["that"]))
        if not once and not (said and not _OTHERS_THINK.isdisjoint(before)):
            continue
        last = index + 2
        while last < len(tokens) and tokens[last].boundary == 0 and tokens[last].word != "and":
            last += 1
        next_words = passage.words(last, last + 2)
        wrong = said and (next_words[:1] == ["but"] or next_words == ["it", "not"])
        if wrong or any(i in parts for i in range(index, last)):
            yield index, last
    yield from _was_wrong(passage)


def _was_wrong(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield "I thought the ankle was out of joint, but ..."."""
    for index, token in enumerate(passage.tokens):
        if token.word != "thought" or {"was", "were"}.isdisjoint(passage.words(index, index + 6)):
            continue
        _, last = passage.bounds(index, passage.unit)
        if passage.words(last, last + 1) == ["but"]:
            yield index, last


def only_asks(passage: Passage, hit: Hit) -> bool:
    """Say whether a sentence asks what would be ("would blood thinners be dangerous?").

    Parameters
    ----------
    passage
        The text taken apart.
    hit
        What was heard.
    """
    if not passage.tokens[hit.first].question:
        return False
    first, _ = passage.bounds(hit.first, passage.sentence)
    opens = [w for w in passage.words(first, first + 2) if w not in ("so", "and", "also", "or")]
    return opens[:1] in (["would"], ["might"], ["could"], ["should"], ["does"], ["do"])
