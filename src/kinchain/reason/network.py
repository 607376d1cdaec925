"""From knowledge and told findings to the noisy-OR network of this person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kinchain.core.findings import Finding, Findings, Side
from kinchain.evidence import Knowledge
from kinchain.evidence.model import Condition, Raises
from kinchain.evidence.vocabulary import ancestors
from kinchain.reason.exact import NoisyOr

MAX_PRIOR = 0.5
"""No set of risk factors alone makes a condition likelier than not."""

DEMOGRAPHIC = frozenset(("age", "sex"))
"""Findings that are not risks among others but say who the person is."""

FURTHER_RISK = 0.75
"""Power to which a further risk factor's odds count (expert judgement)."""

DEFAULT_LEAK = 0.03
"""P(yes) without any condition, for a finding that states no leak of its own."""


@dataclass(frozen=True)
class ConditionNode:
    """One condition on one leg (side ``none`` for the whole person)."""

    condition: Condition
    side: Side
    prior: float
    context: tuple[tuple[Finding, float], ...]
    """Findings that changed the prior odds, each with its factor."""


@dataclass(frozen=True)
class Problem:
    """The reduced network with the names of its rows and columns."""

    nodes: tuple[ConditionNode, ...]
    positives: tuple[Finding, ...]
    negatives: tuple[Finding, ...]
    net: NoisyOr


def place_legs(findings: Findings) -> Findings:
    """Put findings whose side was not told on the one leg that was, where there is one.

    Parameters
    ----------
    findings
        Completed findings. With no leg told, or with both, the side stays unknown. What a
        recorded walk's loads show tells no leg: the other one may be spared.
    """
    told = {
        f.side
        for f in findings
        if f.side in ("left", "right") and f.value is not False and f.source != "loads"
    }
    if len(told) != 1:
        return findings
    side = told.pop()

    def _place(item: Finding) -> Finding:
        """Move one finding to the told leg, unless it would contradict what was told there."""
        held = findings.get(item.id, side)
        if item.side != "unknown" or (held is not None and held.value != item.value):
            return item
        return Finding(item.id, item.value, side, item.source, item.span)

    return Findings(tuple(_place(item) for item in findings))


def build(findings: Findings, knowledge: Knowledge) -> Problem:
    """Reduce the knowledge to the network that bears on these findings.

    Parameters
    ----------
    findings
        Completed findings (:func:`kinchain.evidence.vocabulary.complete`).
    knowledge
        The knowledge base.
    """
    placed = place_legs(findings)
    effects = {name for links in knowledge.links.values() for name in links}
    positives = _sharpest([f for f in placed if f.value is True and f.id in effects], knowledge)
    negatives = _bluntest([f for f in placed if f.value is False and f.id in effects], knowledge)
    legs: tuple[Side, ...] = tuple(
        sorted({f.side for f in positives if f.side != "none"}) or ("unknown",)
    )
    nodes = tuple(
        _node(condition, side, placed, knowledge)
        for condition in knowledge.conditions.values()
        for side in (legs if condition.sided else ("none",))
    )
    return Problem(nodes, positives, negatives, _reduce(nodes, positives, negatives, knowledge))


def _sharpest(told: list[Finding], knowledge: Knowledge) -> tuple[Finding, ...]:
    """Drop every yes that a finer yes on the same side already implies."""
    implied = {(above, f.side) for f in told for above in ancestors(f.id, knowledge.findings)}
    return tuple(f for f in told if (f.id, f.side) not in implied)


def _bluntest(told: list[Finding], knowledge: Knowledge) -> tuple[Finding, ...]:
    """Drop every no that a coarser no on the same side already implies."""
    denied = {(f.id, f.side) for f in told}
    return tuple(
        f
        for f in told
        if not any((above, f.side) in denied for above in ancestors(f.id, knowledge.findings))
    )


def _node(
    condition: Condition, side: Side, findings: Findings, knowledge: Knowledge
) -> ConditionNode:
    context = tuple(_overlapping(_context(condition.raised_by, side, findings, knowledge)))
    odds = condition.prior.p / (1.0 - condition.prior.p)
    for _, factor in context:
        odds *= factor
    return ConditionNode(condition, side, min(odds / (1.0 + odds), MAX_PRIOR), context)


def _overlapping(context: Iterable[tuple[Finding, float]]) -> Iterable[tuple[Finding, float]]:
    """Let the strongest risk count fully and each further one by :data:`FURTHER_RISK`.

    Published odds are for one risk at a time and risks go together, so their plain
    product would count the same cause over and over. Age and sex, and what lowers the
    odds, always count fully.
    """
    factors = list(context)
    risks = [f for item, f in factors if f > 1.0 and item.id not in DEMOGRAPHIC]
    strongest = max(risks, default=1.0)
    for item, factor in factors:
        if factor <= 1.0 or item.id in DEMOGRAPHIC:
            yield item, factor
        elif factor == strongest:
            strongest = float("nan")  # the next equal one is a further one
            yield item, factor
        else:
            yield item, factor**FURTHER_RISK


def _context(
    factors: Iterable[Raises], side: Side, findings: Findings, knowledge: Knowledge
) -> Iterable[tuple[Finding, float]]:
    for factor in factors:
        sided = knowledge.findings[factor.finding].sided
        sides: tuple[Side, ...] = ("none",)
        if sided:
            sides = (side,) if side != "none" else ("left", "right", "unknown")
        told = [f for one in sides if (f := findings.get(factor.finding, one))]
        held = next((f for f in told if _holds(factor, f)), None)
        if held is not None:
            yield held, factor.odds
        elif told and told[0].value is False:
            yield told[0], odds_without(factor.odds, leak_of(factor.finding, knowledge))


def _holds(factor: Raises, told: Finding) -> bool:
    if factor.is_ is not None:
        return told.value == factor.is_
    if isinstance(told.value, bool):
        return told.value
    if isinstance(told.value, str):
        return False
    if factor.from_ is None and factor.to is None:
        return True
    above = factor.from_ is None or told.value >= factor.from_
    return above and (factor.to is None or told.value < factor.to)


def odds_without(odds: float, prevalence: float) -> float:
    """Return the factor on the odds when a risk factor was denied.

    The prior is the average over people with and without it.

    Parameters
    ----------
    odds
        The factor when the risk factor is there.
    prevalence
        How common the risk factor is among users.
    """
    return 1.0 / (1.0 + prevalence * (odds - 1.0))


def leak_of(finding_id: str, knowledge: Knowledge) -> float:
    """Return P(yes) where no condition explains the finding.

    Parameters
    ----------
    finding_id
        Vocabulary id.
    knowledge
        The knowledge base.
    """
    leak = knowledge.findings[finding_id].leak
    return DEFAULT_LEAK if leak is None else leak.p


def leak_in(item: Finding, knowledge: Knowledge) -> float:
    """Return the leak of a finding as it was found: told, or by a clinician's examination.

    Parameters
    ----------
    item
        The finding.
    knowledge
        The knowledge base.
    """
    exam = knowledge.findings[item.id].exam_leak
    return exam.p if item.source == "examined" and exam else leak_of(item.id, knowledge)


def _reduce(
    nodes: tuple[ConditionNode, ...],
    positives: tuple[Finding, ...],
    negatives: tuple[Finding, ...],
    knowledge: Knowledge,
) -> NoisyOr:
    def table(told: tuple[Finding, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        links = np.zeros((len(nodes), len(told)))
        for row, node in enumerate(nodes):
            shown = knowledge.links[node.condition.id]
            for column, item in enumerate(told):
                if item.side in (node.side, "none") or node.side == "none":
                    links[row, column] = shown.get(item.id, 0.0)
        return links

    def leaks(told: tuple[Finding, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([leak_in(item, knowledge) for item in told])

    return NoisyOr(
        prior=np.array([node.prior for node in nodes]),
        link_true=table(positives),
        leak_true=leaks(positives),
        link_false=table(negatives),
        leak_false=leaks(negatives),
    )
