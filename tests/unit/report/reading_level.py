"""How hard a text is to read: Flesch-Kincaid grade, with a plain syllable count."""

from __future__ import annotations

import re
from collections.abc import Iterable


def syllables(word: str) -> int:
    """Count the groups of vowels, without a silent end."""
    word = word.lower()
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^td]ed|[^aeiouyl]e)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(texts: Iterable[str]) -> float:
    """Return the grade over all texts; each text ends a sentence."""
    n_sentences = n_words = n_syllables = 0
    for text in texts:
        for sentence in re.split(r"[.!?;:](?:\s|$)", text):
            found = re.findall(r"[A-Za-z']+", sentence)
            if found:
                n_sentences += 1
                n_words += len(found)
                n_syllables += sum(syllables(word) for word in found)
    return 0.39 * n_words / n_sentences + 11.8 * n_syllables / n_words - 15.59
