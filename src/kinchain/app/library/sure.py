"""Whether the best page answers a question, or none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinchain.app.library.index import Index
from kinchain.app.library.wanted import TOPICS_WANTED
from kinchain.app.library.words import AskingWords

SURE_SCORE = 5.0
SURE_IN_SPITE = 8.0
"""From here on a page answers; the second where a word of another place was said."""

LEAST_SCORE = 2.2
LEAST_BESIDE_PLACE = 0.6
LEAST_COVER = 0.38
"""Below these no page answers: too little of the question is about any page. Where a
place of the leg was named, little is enough."""

GENERIC = frozenset(
    "knee foot heel ankl leg pain toe calf hip swell arch sole arthritis shin kneecap flar".split()
)
"""Words that nearly every question holds; alone they name no page."""


PLACES = frozenset(
    "knee foot heel ankl leg toe calf shin kneecap sole achilles forefoot thigh hamstr groin limb"
    " instep meniscus tiptoe patella".split()
)
"""Places that a question about something else hardly names."""


@dataclass(frozen=True)
class Hit:
    """A page with its score; higher fits better."""

    id: str
    score: float


def answers(
    text: str,
    hits: Sequence[Hit],
    weights: Mapping[str, float],
    words: AskingWords,
    index: Index,
    signs_told: bool,
) -> bool:
    """Say whether the best page answers.

    Parameters
    ----------
    text
        The question, mended.
    hits
        Pages with their scores, best first.
    weights
        The question's words, each with its weight.
    words
        The general words of questions.
    index
        The index of all pages.
    signs_told
        Whether signs of a condition were told.
    """
    place = any(word in PLACES for word in weights)
    if not hits or hits[0].score < (LEAST_BESIDE_PLACE if place else LEAST_SCORE):
        return False
    page, score = hits[0].id, hits[0].score
    named = frozenset[str]().union(*index.names[page])
    strange = any(word in words.elsewhere and word not in named for word in weights)
    if strange and score < SURE_IN_SPITE:
        return False
    if score >= SURE_SCORE or place or signs_told or words.rules_named(text):
        return True
    if page in TOPICS_WANTED:
        return any(word in GENERIC or word in index.in_names for word in weights)
    near = (index.texts[hit.id].union(*index.names[hit.id]) for hit in hits[:3])
    about = GENERIC.union(*near)
    told = {word: weight for word, weight in weights.items() if word not in words.common}
    covered = sum(weight for word, weight in told.items() if word in about)
    return covered >= LEAST_COVER * sum(told.values())
