"""What the everyday words of a page count beside its names: BM25 over all pages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from kinchain.app.library.catalogue import Shelf
from kinchain.app.library.words import AskingWords, flat

SOON_ENOUGH = 1.2
"""How soon a word that comes again counts no more (k of BM25, the usual value)."""

BY_LENGTH = 0.75
"""How far a long text counts less (b of BM25, the usual value)."""

WEIGHT = 0.22
WEIGHT_CHAIN = 0.08
"""What a page's everyday words count, and those of a page of the chain, a claim or a topic, for
which cause and effect tell more. Fitted on three sets of questions, each scored by the search as
it was before it was tuned on that set; word vectors brought nothing beside them and are not
used."""

CHAIN_KINDS = frozenset(("mechanism", "claim", "topic"))

WELL_NAMED = 5.0
"""At this score of the best page everyday words count half, and less beyond: something was named
outright."""


def everyday_index(
    shelf: Shelf, names: Mapping[str, Iterable[frozenset[str]]], words: AskingWords
) -> Mapping[str, Mapping[str, float]]:
    """Return by word, then by page, what the word counts in the page's everyday words.

    Parameters
    ----------
    shelf
        The pages.
    names
        Names of each page as roots of words.
    words
        The general words of questions.
    """
    spoken = _spoken(shelf, words)
    if not spoken:
        return {}
    met = Counter(w for page in spoken for w in spoken[page].keys() | set().union(*names[page]))
    mean = sum(counts.total() for counts in spoken.values()) / len(spoken)
    found: dict[str, dict[str, float]] = {}
    for page, counts in spoken.items():
        weight = WEIGHT_CHAIN if page.partition(":")[0] in CHAIN_KINDS else WEIGHT
        beyond = SOON_ENOUGH * (1.0 - BY_LENGTH + BY_LENGTH * counts.total() / mean)
        for word, n in counts.items():
            rare = math.log(1.0 + len(spoken) / met[word])
            often = n * (SOON_ENOUGH + 1.0) / (n + beyond)
            found.setdefault(word, {})[page] = weight * rare * often
    return found


def _spoken(shelf: Shelf, words: AskingWords) -> Mapping[str, Counter[str]]:
    """Count the roots of each page's everyday words; a word is brought to its root once."""
    roots: dict[str, str] = dict.fromkeys(words.stop, "")
    found: dict[str, Counter[str]] = {}
    for page, entry in shelf.entries.items():
        said = [w for text in (entry.plain, *entry.asked) for w in flat(text).split()]
        roots |= {word: words.fold(word) for word in set(said) - roots.keys()}
        if said:
            found[page] = Counter(root for word in said if (root := roots[word]))
    return found


def with_everyday(
    scores: Mapping[str, float],
    content: Iterable[str],
    everyday: Mapping[str, Mapping[str, float]],
) -> dict[str, float]:
    """Add what everyday words count, the less the surer a page is named already.

    Parameters
    ----------
    scores
        Scores of the pages.
    content
        The question's words that carry meaning, at their roots.
    everyday
        What each word counts for each page.
    """
    unsure = 1.0 / (1.0 + (max(scores.values(), default=0.0) / WELL_NAMED) ** 2)
    added = dict(scores)
    for word in dict.fromkeys(content):
        for page, weight in everyday.get(word, {}).items():
            added[page] = added.get(page, 0.0) + unsure * weight
    return added
