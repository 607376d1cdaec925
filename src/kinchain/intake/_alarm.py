"""Which doubtful words count as danger: the more, the more the whole text sounds like one.

A word in another sense is met in every text; in one that otherwise tells of a morning heel it
is asked about, in one that tells of a cold foot it counts. What is told plainly always counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kinchain.core.findings import Finding
from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.evidence.rules import ids_of
from kinchain.intake._rehear import tells_of_danger
from kinchain.intake._stated import Statements, log_odds

LEARNED = -1.0
"""From this sum of the alarm and the sureness (log odds) what is like a danger counts."""

LIKELY = 0.5
"""From this sureness a sign of a tumour or stress fracture counts, whatever the alarm."""

HEARD = -1.75
"""From this alarm (log odds) cues of danger, and what a pattern heard in other words, count.

An empty text has more, so what is not understood counts. Both bounds were chosen on texts that
neither the alarm nor the reader had seen, so that nobody urgent among them was lost.
"""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What the words may mean, weighed.

    Parameters
    ----------
    possible
        Possible dangers that count.
    doubted
        What patterns heard in words that hardly state it, where it counts.
    asked
        Ids of what does not count and is asked of before other dangers.
    """

    possible: tuple[Finding, ...]
    doubted: tuple[Finding, ...]
    asked: tuple[str, ...]


def weigh(
    statements: Statements,
    sensed: Sequence[Finding],
    learned: Sequence[Finding],
    doubted: Sequence[Finding],
) -> Doubts:
    """Weigh what the words may mean by how much the text sounds like an urgent one.

    Parameters
    ----------
    statements
        How surely the text states what.
    sensed
        Dangers by cues.
    learned
        Dangers by likeness to known statements.
    doubted
        What patterns heard in words that hardly state it.
    """
    alarm = statements.alarm

    def counts(one: Finding) -> bool:
        return alarm >= HEARD or one.id in _quiet()

    def is_like(one: Finding) -> bool:
        sureness = statements.sureness_of(one.id, one.span) if one.span else None
        if sureness is None or alarm + log_odds(sureness) >= LEARNED:
            return True
        return sureness >= LIKELY and one.id in _quiet()

    possible = [*filter(counts, sensed), *filter(is_like, learned)]
    held = [one for one in doubted if one.value is not True or counts(one)]
    feared = [one for one in doubted if tells_of_danger(one)]
    out = [one.id for one in (*sensed, *learned, *feared) if one not in (*possible, *held)]
    return Doubts(tuple(possible), tuple(held), tuple(dict.fromkeys(out)))


@lru_cache(maxsize=1)
def _quiet() -> frozenset[str]:
    """Return what only belongs to dangers that sound like no emergency and are no less strict.

    A tumour or a stress fracture is told of in calm words.
    """
    knowledge = load_knowledge()
    calm: set[str] = set()
    loud: set[str] = set()
    for rule in rules_for(knowledge).rules:
        for tier in rule.tiers:
            if tier.urgency == "emergency":
                loud |= ids_of(tier.when)
            elif rule.strict and tier.urgency == "within_days":
                calm |= ids_of(tier.when)
    return frozenset(calm - loud)
