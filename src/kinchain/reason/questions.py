"""Which unasked finding would tell most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinchain.core.findings import Findings, Side
from kinchain.evidence import Knowledge
from kinchain.reason.infer import Inference
from kinchain.reason.network import leak_of, place_legs

N_CONDITIONS = 25
"""Likeliest conditions among which a question should separate."""

ASKED_KINDS = ("symptom", "sign", "onset", "site", "test")
"""Kinds of findings worth asking about next; history and medicines have their own page."""


@dataclass(frozen=True)
class NextQuestion:
    """A finding to ask for, and the expected information of the answer in bits."""

    finding: str
    side: Side
    bits: float


def next_questions(
    findings: Findings, inference: Inference, knowledge: Knowledge, n_most: int = 5
) -> tuple[NextQuestion, ...]:
    """Rank the unasked yes/no findings by expected information about the conditions.

    Parameters
    ----------
    findings
        Completed findings.
    inference
        Posterior on the same findings.
    knowledge
        The knowledge base.
    n_most
        How many to return at most.

    Returns
    -------
    questions
        Best first. The information is the mutual information between the answer and
        which of the likeliest conditions is the main one; that several may be true at
        once is left out here, which keeps it quick and changes order little.
    """
    top = sorted(inference.ranked, key=lambda one: -one.probability)[:N_CONDITIONS]
    weight = np.array([one.probability for one in top])
    if weight.sum() <= 0.0:
        return ()
    weight = weight / weight.sum()
    placed = place_legs(findings)
    legs: set[Side] = {one.node.side for one in top} - {"none"}
    found: list[NextQuestion] = []
    for name, entry in knowledge.findings.items():
        if entry.type != "bool" or entry.kind not in ASKED_KINDS or not entry.ask:
            continue
        asked: set[Side] = legs if entry.sided else {"none"}
        for side in sorted(asked):
            if placed.get(name, side) is not None:
                continue
            yes = np.array(
                [
                    _answer(one.node.side, side, knowledge.links[one.node.condition.id], name)
                    for one in top
                ]
            )
            leak = leak_of(name, knowledge)
            bits = _information(weight, 1.0 - (1.0 - leak) * (1.0 - yes))
            found.append(NextQuestion(name, side, bits))
    found.sort(key=lambda question: (-question.bits, question.finding))
    return tuple(_one_each(found, n_most))


def _answer(node_side: Side, side: Side, links: Mapping[str, float], name: str) -> float:
    """Return P(yes | this condition) for a question about one leg."""
    if node_side not in (side, "none") and side != "none":
        return 0.0
    return links.get(name, 0.0)


def _information(
    weight: np.ndarray[tuple[int], np.dtype[np.float64]],
    yes: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> float:
    """Return the mutual information of a yes/no answer and the condition, in bits."""
    mean = float(weight @ yes)
    return max(0.0, _entropy(mean) - float(weight @ np.vectorize(_entropy)(yes)))


def _entropy(p: float) -> float:
    if p <= 0.0 or p >= 1.0:
        return 0.0
    return float(-p * np.log2(p) - (1.0 - p) * np.log2(1.0 - p))


def _one_each(questions: list[NextQuestion], n_most: int) -> list[NextQuestion]:
    """Keep one side of each finding."""
    kept: dict[str, NextQuestion] = {}
    for question in questions:
        kept.setdefault(question.finding, question)
    return list(kept.values())[:n_most]
