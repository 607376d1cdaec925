"""Find the pages that answer a question: named things, what is wanted, cause and effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kinchain.app.library.catalogue import Entry
from kinchain.app.library.direction import Asked, read_direction
from kinchain.app.library.everyday import with_everyday
from kinchain.app.library.index import Index, load_index
from kinchain.app.library.shape import Shape, read_shape
from kinchain.app.library.spelling import mended_text
from kinchain.app.library.sure import GENERIC, Hit, answers
from kinchain.app.library.told import LEAST_SIGNS, Told, told_in
from kinchain.app.library.wanted import SPECIFIC_SCORE, Wish, with_wanted
from kinchain.app.library.ways import chain_score
from kinchain.app.library.words import AskingWords, asking_words

SCATTERED = 0.6
"""Weight of a name whose words stand apart in the question."""

TEXT_WEIGHT = 0.12
"""Weight of a word met in a page's text against one met in a name."""

MENDED = 0.85
"""Weight of a word that had to be mended."""

UNKNOWN_IDF = 5.0
"""Weight of a word that no page knows; it speaks for a question about something else."""

COMMON_WEIGHT = 0.8
"""Weight of a common word that no page's name holds."""

SMALL_WEIGHT = 0.5
"""Weight of a small word ("up", "all") that belongs to a name."""

NEARLY = 0.65
NEARLY_WEIGHT = 0.4
"""A longer name counts a little where at least this share of its weight is there."""

AFTER_CARE = re.compile(
    r"\b(after|since|following|post|had)( (my|a|an|the|having))?( \w+){0,2}"
    r" (surgery|operation|op|replacement|injection|arthroscopy|replaced|jab)\b"
)
CARE_BEFORE = ("treatment:surgery", "treatment:steroid_injection", "claim:S1-42")
HURT = frozenset(("break", "sprain", "injury", "tear", "rupture", "dislocate", "dislocation"))
"""Words of an injury; it may lie long behind."""

PASSED = 0.5
"""Care that lies behind somebody is not what is asked about: its pages count this much."""

NOT_TOLD = frozenset(("what_is", "how_to", "how_long", "exercise"))
ASKED_OF_ALL = frozenset(("treat", "cause", "test"))
"""What is wanted where signs are named rather than told of a person; the second unless the
question speaks of somebody."""

TO_DO = frozenset(("test", "how_to", "exercise", "treat", "what_is"))
"""What is wanted where a page of something to do may be meant."""

ASKED_NOT_TOLD = 0.35
"""What signs count there, and where cause and effect are asked about."""

SPECIFIC_KINDS = ("condition", "treatment", "exercise")
"""Kinds of pages that say themselves how long something takes."""


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
    mended, told = mended_text(text), told_in(text)
    text = mended.text
    weights = _weights(words.content(text), mended.roots, index, words)
    places = {word: place for place, word in enumerate(words.all_words(text))}
    asked, shape = read_direction(text, words), read_shape(text)
    if shape.hurt_before:
        weights |= {word: PASSED * weights[word] for word in HURT & weights.keys()}
    if AFTER_CARE.search(text):
        weights = {
            word: w * (PASSED if word in CARE_BEFORE else 1.0) for word, w in weights.items()
        }
    small = frozenset(places) - weights.keys()
    named = {
        page: _name_score(phrases, weights, places, small, index)
        for page, phrases in index.names.items()
    }
    if AFTER_CARE.search(text):
        named |= {page: PASSED * named[page] for page in CARE_BEFORE}
    wish = _wish(text, named, told, words, shape)
    if asked.device and wish.danger:  # a danger told goes before any shift of load
        asked = Asked(None, asked.order, joined=asked.joined)
    fits = 1.0 if _tells(wish.wanted) and not asked.direction else ASKED_NOT_TOLD
    hits = []
    for page, entry in index.entries.items():
        score = named[page] + TEXT_WEIGHT * _text_score(entry, weights, index)
        chance = told.chances.get(page.removeprefix("condition:"), 0.0) * fits
        score = with_wanted(score, named[page], entry, wish, chance)
        score += chain_score(named[page], entry, asked)
        if score > 0.0:
            hits.append(Hit(page, round(score, 4)))
    hits.sort(key=_rank)
    sure = answers(text, hits, weights, words, index, told.n_signs >= LEAST_SIGNS)
    scores = {hit.id: hit.score for hit in hits}
    added = with_everyday(scores, words.content(text), index.everyday)
    ranked = sorted((Hit(page, round(score, 4)) for page, score in added.items()), key=_rank)
    return Found(tuple(ranked[:12]), sure)


def _rank(hit: Hit) -> tuple[float, int, str]:
    return -hit.score, _order(hit.id), hit.id


def _wish(
    text: str, named: Mapping[str, float], told: Told, words: AskingWords, shape: Shape
) -> Wish:
    """Read what is wanted, and how pressing it sounds."""
    kinds = {page.partition(":")[0] for page, score in named.items() if score >= SPECIFIC_SCORE}
    specific = bool(kinds.intersection(SPECIFIC_KINDS))
    rules, wanted = words.rules_named(text), words.wanted(text)
    wanted -= {"how_long"} if shape.timed else frozenset()
    told_of = bool(told.n_signs) or ("self" in wanted and "treat" not in wanted)
    of_a_person = told_of and bool(words.pressing.intersection(rules))
    return Wish(
        wanted,
        specific,
        bool(rules or told.rules),
        of_a_person or bool(told.rules and _tells(wanted)),
        "emergency" if of_a_person or told.level == "emergency" else "same_day",
        (told.n_signs >= LEAST_SIGNS or (told.n_signs > 0 and "self" in wanted))
        and not wanted & TO_DO,
        shape.grave and "condition" in kinds and not told.rules,
        shape.pictured,
        shape.cannot,
    )


def _tells(wanted: frozenset[str]) -> bool:
    """Say whether signs are told of a person rather than named in a general question."""
    return not wanted & NOT_TOLD and ("self" in wanted or not wanted & ASKED_OF_ALL)


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


_ORDER = ("exercise", "test", "treatment", "condition", "mechanism", "topic", "claim")


def _order(page: str) -> int:
    """Return the rank of a page's kind where scores tie: the more specific first."""
    return _ORDER.index(page.partition(":")[0])
