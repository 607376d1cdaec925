"""Mending of misspelt words, only towards words the lexicon knows."""

from __future__ import annotations

from functools import lru_cache

from kinchain.intake._lexicon import Lexicon, lexicon
from kinchain.intake._text import Token

MIN_LETTERS = 5
"""Shorter words are mended only by the explicit list and towards danger words."""

MIN_LETTERS_DANGER = 4
"""From this length a word that is no everyday word is mended towards a danger word."""

DANGER_WORDS = tuple("cold numb pale white pulse bone blood breath sharp racing genitals".split())
"""Short words by which emergencies are told: missing one is worse than a false mending."""

MIN_LETTERS_TWO_SLIPS = 9
"""From this length two slips are mended (drug names)."""

MAX_DISTINCT_WORDS = 1500
"""Words looked at in one text, so that a huge text stays quick."""


def mend(tokens: list[Token], words: Lexicon) -> None:
    """Replace misspelt words by the lexicon's, in place.

    Parameters
    ----------
    tokens
        The words of the text.
    words
        The lexicon.
    """
    seen: set[str] = set()
    for token in tokens:
        word = token.word
        if len(word) < MIN_LETTERS_DANGER or not word.isalpha() or len(word) > 24:
            continue
        if word not in seen and len(seen) >= MAX_DISTINCT_WORDS:
            continue
        seen.add(word)
        if not _known(word, words):
            token.word = _nearest(word)


def _known(word: str, words: Lexicon) -> bool:
    return word in words.keep or any(
        matcher.knows(word)
        for matcher in (words.concept_words, words.part_words, words.folds, words.cues)
    )


@lru_cache(maxsize=1)
def _targets() -> tuple[list[str], list[str]]:
    """Return all words worth mending towards, and the long ones among them."""
    words = lexicon()
    vocabulary: set[str] = set(words.spelling.values())
    for matcher in (words.concept_words, words.part_words):
        vocabulary |= matcher.vocabulary
    targets = sorted(w for w in vocabulary if len(w) >= MIN_LETTERS and w.isalpha())
    return targets, [word for word in targets if len(word) >= MIN_LETTERS_TWO_SLIPS]


@lru_cache(maxsize=20_000)
def _nearest(word: str) -> str:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    for target in DANGER_WORDS:
        if target[0] == word[0] and OSA.distance(word, target, score_cutoff=1) <= 1:
            return target
    if len(word) < MIN_LETTERS:
        return word
    targets, long_targets = _targets()
    if len(word) >= MIN_LETTERS_TWO_SLIPS:
        found = extract(word, long_targets, scorer=OSA.distance, score_cutoff=2, limit=1)
    else:
        found = extract(word, targets, scorer=OSA.distance, score_cutoff=1, limit=3)
    for target, _, _ in found:
        if target[0] == word[0] or len(word) >= MIN_LETTERS_TWO_SLIPS:
            return str(target)
    return word
