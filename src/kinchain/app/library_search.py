"""Find the pages that answer a question: named things, what is wanted, cause and effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kinchain.app.library_catalogue import Entry
from kinchain.app.library_direction import Asked, read_direction
from kinchain.app.library_index import Index, load_index
from kinchain.app.library_spelling import mended_text
from kinchain.app.library_wanted import SPECIFIC_SCORE, TOPICS_WANTED, Wish, with_wanted
from kinchain.app.library_words import AskingWords, asking_words

SCATTERED = 0.6
"""Weight of a name whose words stand apart in the question."""

TEXT_WEIGHT = 0.12
"""Weight of a word met in a page's text against one met in a name."""

MENDED = 0.85
"""Weight of a word that had to be mended."""

UNKNOWN_IDF = 5.0
"""Weight of a word that no page knows; it speaks for a question about something else."""

UNKNOWN_BESIDE_PLACE = 2.0
"""The same where knee, foot or leg were named too; it may then be a mere detail."""

COMMON_WEIGHT = 0.8
"""Weight of a common word that no page's name holds."""

SMALL_WEIGHT = 0.5
"""Weight of a small word ("up", "all") that belongs to a name."""

NEARLY = 0.65
NEARLY_WEIGHT = 0.4
"""A longer name counts a little where at least this share of its weight is there."""

SURE_SCORE = 5.0
SURE_IN_SPITE = 8.0
"""From here on a page answers; the second where a word of another place was said."""

LEAST_SCORE = 2.2
LEAST_COVER = 0.38
"""Below these no page answers: too little of the question is about any page."""

SPECIFIC_KINDS = ("condition", "treatment", "exercise")
"""Kinds of pages that say themselves how long something takes."""

GENERIC = frozenset(
    "knee foot heel ankl leg pain toe calf hip swell arch sole arthritis shin kneecap".split()
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


def search(text: str) -> Found:
    """Find the pages that answer a question.

    Parameters
    ----------
    text
        The question, in plain English.
    """
    index, words = load_index(), asking_words()
    mended = mended_text(text)
    text = mended.text
    weights = _weights(words.content(text), mended.roots, index, words)
    places = {word: place for place, word in enumerate(words.all_words(text))}
    asked = read_direction(text, words)
    small = frozenset(places) - weights.keys()
    named = {
        page: _name_score(phrases, weights, places, small, index)
        for page, phrases in index.names.items()
    }
    wish = _wish(text, named, words)
    hits = []
    for page, entry in index.entries.items():
        score = named[page] + TEXT_WEIGHT * _text_score(entry, weights, index)
        score = with_wanted(score, named[page], entry, wish)
        score += _chain_score(named[page], entry, asked)
        if score > 0.0:
            hits.append(Hit(page, round(score, 4)))
    hits.sort(key=lambda hit: (-hit.score, _order(hit.id), hit.id))
    return Found(tuple(hits[:12]), _answers(text, hits, weights, words, index))


def _wish(text: str, named: Mapping[str, float], words: AskingWords) -> Wish:
    """Read what is wanted, and how pressing it sounds."""
    specific = any(
        score >= SPECIFIC_SCORE and page.partition(":")[0] in SPECIFIC_KINDS
        for page, score in named.items()
    )
    rules = words.rules_named(text)
    return Wish(
        words.wanted(text),
        specific,
        bool(rules),
        "self" in words.wanted(text) and bool(words.pressing.intersection(rules)),
    )


def _weights(
    content: Iterable[str], mended: frozenset[str], index: Index, words: AskingWords
) -> dict[str, float]:
    """Return the question's words, each with its weight; less where it had to be mended."""
    weights: dict[str, float] = {}
    for word in content:
        if word in words.common and word not in index.in_names:
            weights[word] = COMMON_WEIGHT
        else:
            weight = index.idf.get(word, UNKNOWN_IDF)
            weights[word] = weight * (MENDED if word in mended else 1.0)
    return weights


def _name_score(
    phrases: Iterable[frozenset[str]],
    weights: Mapping[str, float],
    places: Mapping[str, int],
    small: frozenset[str],
    index: Index,
) -> float:
    """Return the weight of the best name that stands whole in the question."""
    best = 0.0
    for phrase in phrases:
        if not phrase <= weights.keys() | small:
            best = max(best, _nearly(phrase, weights, index))
            continue
        score = sum(weights.get(word, SMALL_WEIGHT) for word in phrase)
        if phrase <= GENERIC:
            score *= 0.8
        found = [places[word] for word in phrase if word in places]
        if phrase & small and max(found) - min(found) > len(phrase):
            continue
        if found and max(found) - min(found) > len(phrase) + 2:
            score *= SCATTERED
        best = max(best, score)
    return best


def _nearly(phrase: frozenset[str], weights: Mapping[str, float], index: Index) -> float:
    """Return what a name counts of which one word is missing."""
    there = phrase & weights.keys()
    if len(there) < 2 or len(phrase) - len(there) > 1 or there <= GENERIC:
        return 0.0
    total = sum(index.idf[word] for word in phrase)
    share = sum(index.idf[word] for word in there) / total
    return NEARLY_WEIGHT * sum(weights[word] for word in there) if share >= NEARLY else 0.0


def _text_score(entry: Entry, weights: Mapping[str, float], index: Index) -> float:
    inside = index.texts[entry.id]
    shared = [word for word in weights if word in inside]
    total = sum(weights[word] for word in shared)
    if entry.kind != "claim" or not inside:
        return total
    cover = sum(index.idf[word] for word in shared) / sum(index.idf[word] for word in inside)
    return total * (1.0 + 7.0 * cover * cover)


def _chain_score(named: float, entry: Entry, asked: Asked) -> float:
    """Return what cause and effect add to the pages of the chain, and take from the others."""
    if entry.kind == "mechanism":
        return _route_score(named, entry, asked)
    if asked.direction is None:
        return 2.5 if entry.id == f"topic:{asked.order}" else 0.0
    if entry.id == f"topic:{asked.direction}":
        return 9.0
    if asked.direction == "common_cause" and entry.id == "topic:knee_to_foot":
        return 3.0
    if entry.kind == "condition" and named:
        return 0.0 if asked.direction == "common_cause" else -0.35 * named
    return 0.0


def _route_score(named: float, entry: Entry, asked: Asked) -> float:
    if asked.direction is None:
        return -0.25 * named if asked.order is None else 0.0
    if not named:
        return 0.0
    if asked.direction == "common_cause":
        return 6.5 if entry.end == asked.direction else 3.0
    if entry.end == asked.direction:
        return 6.5
    return 3.0 if entry.end == "common_cause" else -named


_ORDER = ("exercise", "test", "treatment", "condition", "mechanism", "topic", "claim")


def _order(page: str) -> int:
    """Return the rank of a page's kind where scores tie: the more specific first."""
    return _ORDER.index(page.partition(":")[0])


def _answers(
    text: str, hits: list[Hit], weights: Mapping[str, float], words: AskingWords, index: Index
) -> bool:
    if not hits or hits[0].score < LEAST_SCORE:
        return False
    page, score = hits[0].id, hits[0].score
    named = frozenset[str]().union(*index.names[page])
    strange = any(word in words.elsewhere and word not in named for word in weights)
    if strange and score < SURE_IN_SPITE:
        return False
    if score >= SURE_SCORE or words.rules_named(text):
        return True
    if page in TOPICS_WANTED:
        return any(word in GENERIC or word in index.in_names for word in weights)
    near = (index.texts[hit.id].union(*index.names[hit.id]) for hit in hits[:3])
    about = GENERIC.union(*near)
    place = any(word in GENERIC for word in weights)
    told = {
        word: UNKNOWN_BESIDE_PLACE if place and word not in index.idf else weight
        for word, weight in weights.items()
        if word not in words.common
    }
    covered = sum(weight for word, weight in told.items() if word in about)
    return covered >= LEAST_COVER * sum(told.values())
