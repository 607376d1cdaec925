"""The index of all pages: their names and texts as roots of words, and how much each tells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kinchain.app.library.catalogue import Entry, Shelf, load_shelf
from kinchain.app.library.everyday import everyday_index
from kinchain.app.library.words import AskingWords, asking_words


@dataclass(frozen=True)
class Index:
    """Names and texts of all pages as roots of words, with the weight of each word."""

    names: Mapping[str, tuple[frozenset[str], ...]]
    texts: Mapping[str, frozenset[str]]
    idf: Mapping[str, float]
    in_names: frozenset[str]
    entries: Mapping[str, Entry]
    everyday: Mapping[str, Mapping[str, float]]
    """By word, then by page: what the word counts in the page's everyday words."""


@lru_cache(maxsize=1)
def load_index() -> Index:
    """Return the index of the packaged pages, made once per process."""
    return index_of(load_shelf(), asking_words())


def index_of(shelf: Shelf, words: AskingWords) -> Index:
    """Make the index of a shelf.

    Parameters
    ----------
    shelf
        The pages.
    words
        The general words of questions.
    """
    names: dict[str, tuple[frozenset[str], ...]] = {}
    texts: dict[str, frozenset[str]] = {}
    for page, entry in shelf.entries.items():
        phrases = (_phrase(name, words) for name in entry.names)
        names[page] = tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
        texts[page] = frozenset(words.content(entry.text))
    counts = Counter(word for page in names for word in texts[page].union(*names[page]))
    n_pages = len(names)
    idf = {word: math.log(1.0 + n_pages / count) for word, count in counts.items()}
    in_names = frozenset(word for page in names.values() for phrase in page for word in phrase)
    everyday = everyday_index(shelf, names, words)
    return Index(names, texts, idf, in_names, shelf.entries, everyday)


def _phrase(name: str, words: AskingWords) -> frozenset[str]:
    """Return the words of a name; its small words too where little else is left."""
    content = frozenset(words.content(name))
    return content if len(content) > 1 else frozenset(words.all_words(name))
