"""What a question tells of a person: signs, the conditions that fit them, danger rules met."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kinchain.app.hear import HeardCase, hear
from kinchain.app.library.words import MAX_LETTERS
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.case import Case
from kinchain.core.urgency import Urgency, at_least
from kinchain.evidence import Knowledge, complete, load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.reason import infer
from kinchain.triage import assess_urgency

LEAST_SIGNS = 2
ONE_SIGN = 0.5
"""One sign alone counts this much: it tells little of the condition."""

LEAST_CHANCE = 0.05
"""Conditions less likely than this are not pointed to."""

SAME, PER_TENFOLD = 0.6, 0.3
"""What a chance counts that the signs left as it was, and more per tenfold raise."""

NO_SIGN_ENDS = ("_days", "_known", "_first", "_work")
NO_SIGN_STARTS = ("tried_", "gait_changed")
"""Parts of findings' ids that are of a person's story, not signs of a condition."""

READ_ON = date(2000, 1, 3)
"""A question is read as if asked on this day, so that its answer is the same every day."""


@dataclass(frozen=True)
class Told:
    """Chance of each condition that fits the signs told, 0 to 1; danger rules met, how soon."""

    chances: Mapping[str, float]
    rules: tuple[str, ...]
    n_signs: int
    level: Urgency = "routine"


@lru_cache(maxsize=64)
def told_in(text: str) -> Told:
    """Read a question as if it were a person's story.

    Parameters
    ----------
    text
        The question.
    """
    knowledge = load_knowledge()
    heard = hear(Case(narrative=text[:MAX_LETTERS]), READ_ON, knowledge)
    n_signs = len({item.id for item in heard.told if _is_sign(item)})
    if not n_signs:
        return Told({}, (), n_signs)
    completed = complete(heard.told, knowledge.findings)
    share = 1.0 if n_signs >= LEAST_SIGNS else ONE_SIGN
    chances = {name: share * p for name, p in _chances(completed, knowledge).items()}
    rules, level = _rules(heard, completed, knowledge)
    return Told(chances, rules, n_signs, level)


def _is_sign(item: Finding) -> bool:
    named = item.id.startswith(NO_SIGN_STARTS) or item.id.endswith(NO_SIGN_ENDS)
    return item.value is True and not named


def _chances(completed: Findings, knowledge: Knowledge) -> dict[str, float]:
    likely: dict[str, float] = {}
    for one in infer(completed, knowledge).ranked:
        if one.probability >= LEAST_CHANCE:
            name = one.node.condition.id
            fit = _fit(one.probability, one.node.condition.prior.p)
            likely[name] = max(fit, likely.get(name, 0.0))
    return likely


def _fit(chance: float, prior: float) -> float:
    """Return a chance that counts more the further the signs have raised it, at most 1.

    Who asks with rare signs asks about the rare thing, even where a common one is likelier.
    """
    raised = math.log10(max(chance / prior, 1.0))
    return min(1.0, chance * (SAME + PER_TENFOLD * raised))


def _rules(
    heard: HeardCase, completed: Findings, knowledge: Knowledge
) -> tuple[tuple[str, ...], Urgency]:
    """Return the danger rules met that ask to be seen today or at once, and how soon."""
    triage = assess_urgency(
        completed,
        rules=rules_for(knowledge),
        age=heard.told.number("age"),
        complaint_sites=heard.complaints,
    )
    flags = [flag for flag in triage.red_flags if at_least(flag.urgency, "same_day")]
    return tuple(flag.rule for flag in flags), triage.urgency
