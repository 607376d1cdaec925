"""Find the pages that answer a question: named things, what is wanted, cause and effect."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kinchain.app.library_catalogue import Entry, Shelf, load_shelf
from kinchain.app.library_direction import Asked, read_direction
from kinchain.app.library_words import AskingWords, asking_words

SCATTERED = 0.6
"""Weight of a name whose words stand apart in the question."""

TEXT_WEIGHT = 0.12
"""Weight of a word met in a page's text against one met in a name."""

MENDED = 0.85
"""Weight of a word that had to be mended."""

UNKNOWN_IDF = 6.0
"""Weight of a word that no page knows; it speaks for a question about something else."""

LEAST_SCORE = 2.2
LEAST_COVER = 0.42
"""Below these no page answers: too little of the question is about any page."""

MIN_LETTERS_TO_MEND = 5

GENERIC = frozenset(
    "knee foot heel ankle leg pain toe calf hip swell arch sole arthritis shin kneecap".split()
)
"""Words that nearly every question holds; alone they name no page."""


@dataclass(frozen=True)
class Hit:
    """A page with its score; higher fits better."""

    id: str
    score: float


@dataclass(frozen=True)
class Found:
    """The pages that fit, best first, and whether the best one answers."""

    hits: tuple[Hit, ...]
    answers: bool


@dataclass(frozen=True)
class Index:
    """Names and texts of all pages as roots of words, with the weight of each word."""

    names: Mapping[str, tuple[frozenset[str], ...]]
    texts: Mapping[str, frozenset[str]]
    idf: Mapping[str, float]
    entries: Mapping[str, Entry]


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
        phrases = (frozenset(words.content(name)) for name in entry.names)
        names[page] = tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
        texts[page] = frozenset(words.content(entry.text))
    counts = Counter(word for page in names for word in texts[page].union(*names[page]))
    n_pages = len(names)
    idf = {word: math.log(1.0 + n_pages / count) for word, count in counts.items()}
    return Index(names, texts, idf, shelf.entries)


def search(text: str) -> Found:
    """Find the pages that answer a question.

    Parameters
    ----------
    text
        The question, in plain English.
    """
    index, words = load_index(), asking_words()
    weights = _weights(words.content(text), index, words)
    places = {word: place for place, word in enumerate(words.all_words(text))}
    asked = read_direction(text, words)
    wanted = words.wanted(text)
    named = {page: _name_score(index.names[page], weights, places, index) for page in index.names}
    hits = []
    for page, entry in index.entries.items():
        score = named[page] + TEXT_WEIGHT * _text_score(entry, weights, index)
        score = _with_wanted(score, named[page], entry, wanted)
        score += _chain_score(named[page], entry, asked, wanted)
        if score > 0.0:
            hits.append(Hit(page, round(score, 4)))
    hits.sort(key=lambda hit: (-hit.score, _order(hit.id), hit.id))
    return Found(tuple(hits[:12]), _answers(hits, weights, words, index))


def _weights(content: Iterable[str], index: Index, words: AskingWords) -> dict[str, float]:
    """Return the question's words, mended where misspelt, each with its weight."""
    weights: dict[str, float] = {}
    for word in content:
        known = word if word in index.idf or word in words.elsewhere else _mend(word)
        if known is None:
            weights[word] = UNKNOWN_IDF
        else:
            weight = index.idf.get(known, UNKNOWN_IDF) * (1.0 if known == word else MENDED)
            weights[known] = max(weight, weights.get(known, 0.0))
    return weights


@lru_cache(maxsize=4096)
def _mend(word: str) -> str | None:
    """Return the nearest word of the pages, or None."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    if len(word) < MIN_LETTERS_TO_MEND or not word.isalpha():
        return None
    words = asking_words()
    slips = 1 if len(word) < 8 else 2
    targets = [
        one for one in (*load_index().idf, *words.folds)
        if len(one) >= MIN_LETTERS_TO_MEND and one[0] == word[0]
    ]  # fmt: skip
    near = extractOne(word, targets, scorer=OSA.distance, score_cutoff=slips)
    return None if near is None else words.fold(str(near[0]))


def _name_score(
    phrases: Iterable[frozenset[str]],
    weights: Mapping[str, float],
    places: Mapping[str, int],
    index: Index,
) -> float:
    """Return the weight of the best name that stands whole in the question."""
    best = 0.0
    for phrase in phrases:
        if not phrase <= weights.keys():
            continue
        score = sum(weights[word] for word in phrase)
        if phrase <= GENERIC:
            score *= 0.8
        found = [places[word] for word in phrase if word in places]
        if found and max(found) - min(found) > 2 * len(phrase):
            score *= SCATTERED
        best = max(best, score)
    return best


def _text_score(entry: Entry, weights: Mapping[str, float], index: Index) -> float:
    inside = index.texts[entry.id]
    shared = [word for word in weights if word in inside]
    total = sum(weights[word] for word in shared)
    if entry.kind != "claim" or not inside:
        return total
    cover = sum(index.idf[word] for word in shared) / sum(index.idf[word] for word in inside)
    return total * (1.0 + 7.0 * cover * cover)


KIND_BONUS: Mapping[str, Mapping[str, float]] = {
    "test": {"test": 1.5, "exercise": 0.85, "condition": 1.0, "treatment": 0.9},
    "how_to": {"exercise": 1.3, "test": 1.1},
    "exercise": {"exercise": 1.25, "treatment": 1.1},
    "treat": {"treatment": 1.35, "exercise": 1.0},
    "how_long": {"condition": 1.3},
    "what_is": {"condition": 1.1},
}
"""What is wanted makes a named page of a kind more, or less, fitting."""

TOPIC_OF: Mapping[str, tuple[str, float]] = {
    "how_long": ("topic:recovery_time", 5.5),
    "see": ("topic:when_to_see_someone", 8.0),
    "imaging": ("topic:imaging", 12.0),
}
"""Topics that what is wanted points to, and how strongly."""


def _with_wanted(score: float, named: float, entry: Entry, wanted: frozenset[str]) -> float:
    factor = 1.0
    for want in wanted:
        factor *= KIND_BONUS.get(want, {}).get(entry.kind, 1.0)
        topic, strength = TOPIC_OF.get(want, ("", 0.0))
        if topic == entry.id:
            score += strength
    if entry.id == "topic:footwear" and named:
        score += 1.0
    return score * factor if named else score


def _chain_score(named: float, entry: Entry, asked: Asked, wanted: frozenset[str]) -> float:
    """Return what cause and effect add to the pages of the chain, and take from the others."""
    if entry.kind == "mechanism":
        return _route_score(named, entry, asked)
    if asked.direction is None:
        return -1.0 if entry.id in ("topic:knee_to_foot", "topic:foot_to_knee") else 0.0
    if entry.id == f"topic:{asked.direction}":
        return 9.0
    if entry.kind == "condition" and named:
        return -0.35 * named
    return 0.0


def _route_score(named: float, entry: Entry, asked: Asked) -> float:
    if asked.direction is None:
        return -0.5 * named if not asked.both_ends else 0.5
    if not named:
        return 0.0
    if entry.end == asked.direction:
        return 6.5
    return 3.0 if entry.end == "common_cause" else -named


_ORDER = ("exercise", "test", "treatment", "condition", "mechanism", "topic", "claim")


def _order(page: str) -> int:
    """Return the rank of a page's kind where scores tie: the more specific first."""
    return _ORDER.index(page.partition(":")[0])


def _answers(
    hits: list[Hit], weights: Mapping[str, float], words: AskingWords, index: Index
) -> bool:
    if not hits or hits[0].score < LEAST_SCORE:
        return False
    page = hits[0].id
    known = index.texts[page].union(*index.names[page]) | GENERIC
    if any(word in words.elsewhere and word not in known for word in weights):
        return False
    total = sum(weights.values())
    covered = sum(weight for word, weight in weights.items() if word in index.idf)
    return covered >= LEAST_COVER * total
