"""Which conditions are likely, by how much each finding speaks for or against, what to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinchain.core.findings import Finding, Findings
from kinchain.evidence import Knowledge
from kinchain.reason.blocks import solve
from kinchain.reason.both_legs import couple
from kinchain.reason.exact import NoisyOr
from kinchain.reason.network import ConditionNode, Problem, build

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Weighed:
    """A finding and the bits by which it speaks for (positive) or against a condition."""

    finding: Finding
    bits: float


@dataclass(frozen=True)
class RankedCondition:
    """One condition on one side with its posterior and what moved it.

    ``rank_score`` is the expected harm prevented by treating it: the findings that
    would go away if this condition alone were cured [1]_, weighted by what the
    condition does when left alone.

    References
    ----------
    .. [1] J. G. Richens, C. M. Lee, S. Johri, 2020. Nat Commun 11:3923.
       https://doi.org/10.1038/s41467-020-17419-7
    """

    node: ConditionNode
    probability: float
    rank_score: float
    weighed: tuple[Weighed, ...]


@dataclass(frozen=True)
class Inference:
    """All conditions, best rank first, with how the posterior was computed."""

    ranked: tuple[RankedCondition, ...]
    problem: Problem
    method: str
    log_evidence: float


def infer(findings: Findings, knowledge: Knowledge) -> Inference:
    """Infer the conditions behind a person's findings.

    Parameters
    ----------
    findings
        Completed findings; anything missing is unknown.
    knowledge
        The knowledge base.
    """
    problem = build(findings, knowledge)
    coupled = couple(problem)
    joint, log_evidence, method = solve(coupled.net)
    posterior = coupled.per_leg(joint)
    bits_true, bits_false = finding_bits(problem.net, posterior)
    score = disablement_score(problem, posterior)
    ranked = [
        RankedCondition(
            node,
            float(posterior[row]),
            float(score[row]),
            _weigh(problem, row, bits_true, bits_false),
        )
        for row, node in enumerate(problem.nodes)
    ]
    ranked.sort(key=lambda one: (-one.rank_score, -one.probability, one.node.condition.id))
    return Inference(tuple(ranked), problem, method, log_evidence)


def _others_miss(link: FloatArray, leak: FloatArray, posterior: FloatArray) -> FloatArray:
    """Return P(no other condition, nor the leak, makes the finding true), per node."""
    log_miss = np.log1p(-link * posterior[:, None])
    everyone: FloatArray = np.log1p(-leak) + log_miss.sum(axis=0)
    result: FloatArray = np.exp(everyone - log_miss)
    return result


def finding_bits(net: NoisyOr, posterior: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Compute how many bits each finding speaks for each condition.

    Parameters
    ----------
    net
        The reduced network.
    posterior
        Posterior of every condition, shape (n_nodes,).

    Returns
    -------
    bits_true, bits_false
        Shape (n_nodes, n_true) and (n_nodes, n_false): log2 of P(finding | there) over
        P(finding | not there), the other conditions at their posterior. A finding that
        another condition explains already speaks less.
    """
    miss = _others_miss(net.link_true, net.leak_true, posterior)
    bits_true = np.log2(1.0 - miss * (1.0 - net.link_true)) - np.log2(1.0 - miss)
    return bits_true, np.log2(1.0 - net.link_false)


def disablement_score(problem: Problem, posterior: FloatArray) -> FloatArray:
    """Compute the expected harm prevented by curing each condition alone.

    Parameters
    ----------
    problem
        The network and its names.
    posterior
        Posterior of every condition, shape (n_nodes,).

    Returns
    -------
    score
        Shape (n_nodes,): expected share of the positive findings that this condition
        alone sustains, times (1 + disablement) / 2.
    """
    net = problem.net
    harm = np.array([node.condition.disablement for node in problem.nodes])
    n_true = net.leak_true.size
    if n_true == 0:
        return posterior * (1.0 + harm) / 2.0
    miss = _others_miss(net.link_true, net.leak_true, posterior)
    alone = net.link_true * miss / (1.0 - miss * (1.0 - net.link_true))
    score: FloatArray = posterior * alone.sum(axis=1) / n_true * (1.0 + harm) / 2.0
    return score


def _weigh(
    problem: Problem, row: int, bits_true: FloatArray, bits_false: FloatArray
) -> tuple[Weighed, ...]:
    weighed = [
        Weighed(item, float(bits))
        for told, table in ((problem.positives, bits_true), (problem.negatives, bits_false))
        for item, bits in zip(told, table[row], strict=True)
    ]
    weighed.extend(
        Weighed(item, float(np.log2(factor))) for item, factor in problem.nodes[row].context
    )
    weighed.sort(key=lambda one: -abs(one.bits))
    return tuple(weighed)
