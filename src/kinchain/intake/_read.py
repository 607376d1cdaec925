"""From text to tokens with sentences and units, hits of concepts, and where cues reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kinchain.intake._adverbs import read_adverbs
from kinchain.intake._lexicon import GLUE, Hit, Lexicon, Matcher
from kinchain.intake._spelling import mend
from kinchain.intake._text import CLAUSE, COMMA, SENTENCE, Token, tokens_of

SUBJECTS = frozenset(
    "i it he she they we there my the his her this that now then you both mine all one".split()
)
"""Words that open a new statement after "and" or a comma."""

_DATING = frozenset(["today", "even", "just", "since", "lately", "recently"])
_SIDE_WORDS = frozenset(["left", "right", "both", "other", "same", "opposite"])
_PLURALS = frozenset(
    "knees ankles heels feet legs calves shins thighs hips kneecaps arches soles bigtoes "
    "hamstrings quads balls kneepits patellae forefeet lowerlegs".split()
)


@dataclass(slots=True)
class Passage:
    """A text taken apart: tokens, the sentence, unit and stretch of each, hits, cues."""

    tokens: list[Token]
    sentence: list[int]
    unit: list[int]
    segment: list[int]
    concepts: list[Hit] = field(default_factory=list)
    cues: dict[str, list[Hit]] = field(default_factory=dict)
    part_tokens: frozenset[int] = frozenset()
    plain: list[Token] = field(default_factory=list)
    """The words as written, before several are merged into one."""

    def words(self, first: int, last: int) -> list[str]:
        """Return the words of tokens ``[first, last)``."""
        return [token.word for token in self.tokens[max(first, 0) : last]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of tokens ``[first, last)``."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def has_cue(self, name: str, first: int, last: int) -> bool:
        """Say whether a cue begins inside tokens ``[first, last)``."""
        return any(first <= hit.first < last for hit in self.cues.get(name, ()))

    def bounds(self, index: int, by: Sequence[int]) -> tuple[int, int]:
        """Return the tokens of the same sentence or unit as a token."""
        own = by[index]
        first, last = index, index + 1
        while first > 0 and by[first - 1] == own:
            first -= 1
        while last < len(by) and by[last] == own:
            last += 1
        return first, last


def take_apart(text: str, words: Lexicon) -> Passage:
    """Cut, mend, fold and match a narrative.

    Parameters
    ----------
    text
        The narrative.
    words
        The lexicon.
    """
    tokens = tokens_of(text, words.spelling)
    mend(tokens, words)
    plain = tokens
    tokens = fold(tokens, words.folds)
    read_adverbs(tokens)
    _me_for_my(tokens, words)
    sentence, unit = _divide(tokens, words)
    passage = Passage(tokens, sentence, unit, _segments(tokens, unit))
    passage.plain = plain
    parts = words.part_words.hits(tokens)
    passage.part_tokens = frozenset(i for hit in parts for i in range(hit.first, hit.last))
    passage.concepts = _longest(_meant(tokens, words))
    for hit in words.cues.hits(tokens):
        passage.cues.setdefault(hit.name, []).append(hit)
    return passage


def fold(tokens: list[Token], folds: Matcher) -> list[Token]:
    """Merge several words that mean one thing into one token, longest first.

    Parameters
    ----------
    tokens
        The words.
    folds
        What is merged, and into which word.
    """
    best: dict[int, Hit] = {}
    for hit in folds.hits(tokens):
        held = best.get(hit.first)
        if held is None or hit.last > held.last:
            best[hit.first] = hit
    merged: list[Token] = []
    index = 0
    while index < len(tokens):
        found = best.get(index)
        if found is None:
            token = tokens[index]
            token.plural = token.word in _PLURALS
            merged.append(token)
            index += 1
            continue
        inside = tokens[index : found.last]
        sides = [t.word for t in inside if t.word in _SIDE_WORDS]
        merged.append(
            Token(
                found.name,
                inside[0].start,
                inside[-1].end,
                inside[0].boundary,
                inside[0].question,
                sides[-1] if sides else "",
                any(t.word in _PLURALS for t in inside),
            )
        )
        index = found.last
    return merged


def _me_for_my(tokens: list[Token], words: Lexicon) -> None:
    if all(token.word != "me" for token in tokens):
        return
    parts = {hit.first for hit in words.part_words.hits(tokens)}
    for index, token in enumerate(tokens[:-1]):
        after = tokens[index + 1].word
        if token.word == "me" and (after in _SIDE_WORDS or index + 1 in parts):
            token.word = "my"


def _divide(tokens: list[Token], words: Lexicon) -> tuple[list[int], list[int]]:
    sentence, unit = [], []
    n_sentence = n_unit = -1
    for index, token in enumerate(tokens):
        if token.boundary >= SENTENCE:
            n_sentence += 1
        if token.boundary >= CLAUSE or _opens(tokens, index, words):
            n_unit += 1
        sentence.append(n_sentence)
        unit.append(n_unit)
    return sentence, unit


def _segments(tokens: list[Token], unit: list[int]) -> list[int]:
    """Return the stretch between commas, inside a unit, of each token."""
    found: list[int] = []
    for index, token in enumerate(tokens):
        new = index == 0 or token.boundary >= COMMA or unit[index] != unit[index - 1]
        found.append((found[-1] if found else -1) + new)
    return found


def _opens(tokens: list[Token], index: int, words: Lexicon) -> bool:
    """Say whether a new statement opens here, after "and", "so" or a comma."""
    token = tokens[index]
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if token.word in ("and", "so", "while", "whilst", "because", "which", "then"):
        return after in SUBJECTS or after in _SIDE_WORDS or after in _DATING
    if token.boundary == COMMA:
        return token.word in SUBJECTS or token.word in ("just", "only", "today", "left", "right")
    return False


def _meant(tokens: list[Token], words: Lexicon) -> Iterator[Hit]:
    """Yield the hits of concepts, less those whose words are told of something else."""
    other: dict[str, list[Hit]] = {}
    for hit in words.elsewise.hits(tokens):
        other.setdefault(hit.name, []).append(hit)
    for hit in words.concept_words.hits(tokens):
        if all(o.last <= hit.first or hit.last <= o.first for o in other.get(hit.name, ())):
            yield hit


def _longest(hits: object) -> list[Hit]:
    """Keep, for each concept and value, the longest of hits that overlap."""
    kept: dict[str, list[Hit]] = {}
    for hit in hits:  # type: ignore[attr-defined]
        row = kept.setdefault(hit.name, [])
        if row and hit.first < row[-1].last:
            if _prefer(hit, row[-1]):
                row[-1] = hit
            continue
        row.append(hit)
    return sorted((hit for row in kept.values() for hit in row), key=lambda h: (h.first, h.last))


def _prefer(new: Hit, old: Hit) -> bool:
    """Prefer the longer hit; at a tie, and where it reaches past, the denial."""
    longer = (new.last - new.first) - (old.last - old.first)
    if longer == 0 and new.value != old.value:
        return not new.value
    return longer > 0


def is_small(word: str) -> bool:
    """Say whether a word only binds others (of, the, my, and, or ...)."""
    return word in GLUE or word in ("and", "or", "nor", "n", "then")
