"""How soon, from what was heard: one weighing for an assessment and for an interview."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.app._possible import possible_dangers
from kinchain.app.hear import HeardCase
from kinchain.core.findings import Finding, Findings
from kinchain.core.urgency import Urgency
from kinchain.evidence import Knowledge, complete
from kinchain.evidence.rule_book import rules_for
from kinchain.reason import Inference, RankedCondition, infer
from kinchain.triage import Triage, assess_urgency

FLOOR_FROM = 0.05
"""Posterior from which a condition's own urgency is weighed."""

POINTS_FROM_BITS = 1.0
"""Bits that signs, symptoms and tests must speak for a condition, so that it is weighed.

At one bit they make it twice as likely. Where a place, an injury, age, sex or a known disease
alone make a rare danger likely, nothing told points to it: whoever was hit on the leg would
have a compartment syndrome, and whoever ever had gout an attack (expert judgement).
"""

POINTING = frozenset(["symptom", "sign", "test"])
"""Kinds of findings that can point to a condition."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """What was not clearly told, with what would follow, where no answer settles it.

    Parameters
    ----------
    possible
        What the words may mean.
    doubted
        What was heard in words that hardly state it.
    """

    possible: tuple[Finding, ...] = ()
    doubted: tuple[Finding, ...] = ()

    @property
    def all(self) -> tuple[Finding, ...]:
        """Both together."""
        return (*self.possible, *self.doubted)


def unsure(heard: HeardCase, completed: Findings, knowledge: Knowledge) -> Unsure:
    """Return what is possible and what is doubted and not settled by what was told.

    Parameters
    ----------
    heard
        What was heard.
    completed
        What was told, with what follows.
    knowledge
        The knowledge base.
    """
    return Unsure(
        possible_dangers(heard.possible, completed, knowledge),
        possible_dangers(heard.doubted, completed, knowledge),
    )


def urgency_of(
    heard: HeardCase,
    completed: Findings,
    inference: Inference,
    doubts: Unsure,
    knowledge: Knowledge,
) -> Triage:
    """Say how soon, by the danger rules and by what is likely.

    Parameters
    ----------
    heard
        What was heard.
    completed
        What was told, with what follows.
    inference
        What is likely, from what was told.
    doubts
        What was not clearly told.
    knowledge
        The knowledge base.
    """
    return assess_urgency(
        completed,
        rules=rules_for(knowledge),
        age=heard.told.number("age"),
        complaint_sites=heard.complaints,
        posterior_floor=_floor(inference, knowledge) + _floor_of_doubted(heard, knowledge),
        possible=doubts.possible,
        doubted=doubts.doubted,
        ask_first=heard.ask_first,
    )


def _floor(inference: Inference, knowledge: Knowledge) -> list[tuple[str, float, Urgency]]:
    """Return what inference finds likely and something points to, with its urgency."""
    return [
        (one.node.condition.id, one.probability, one.node.condition.urgency)
        for one in inference.ranked
        if one.probability >= FLOOR_FROM and _pointing_bits(one, knowledge) >= POINTS_FROM_BITS
    ]


def _pointing_bits(one: RankedCondition, knowledge: Knowledge) -> float:
    """Return the bits by which what was told as true, beyond where and when, speaks for this."""
    return sum(
        weighed.bits
        for weighed in one.weighed
        if weighed.finding.value is True
        and weighed.bits > 0.0
        and knowledge.findings[weighed.finding.id].kind in POINTING
    )


def _floor_of_doubted(heard: HeardCase, knowledge: Knowledge) -> list[tuple[str, float, Urgency]]:
    """Return what would be likely if what was doubted were told: doubt does not calm."""
    if not heard.doubted:
        return []
    widened = complete(Findings((*heard.doubted, *heard.told)), knowledge.findings)
    return _floor(infer(widened, knowledge), knowledge)
