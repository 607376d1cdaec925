"""Which unasked finding would tell most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinchain.core.findings import Findings, Side
from kinchain.evidence import Knowledge
from kinchain.reason.infer import Inference, RankedCondition
from kinchain.reason.network import leak_of, place_legs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

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


@dataclass(frozen=True)
class AnswerValue:
    """What a yes/no answer would be worth: information in bits, and how likely a yes is."""

    bits: float
    p_yes: float


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
    values = answer_values(findings, inference, knowledge)
    found = [
        NextQuestion(name, side, value.bits)
        for (name, side), value in values.items()
        if knowledge.findings[name].kind in ASKED_KINDS
    ]
    found.sort(key=lambda question: (-round(question.bits, 9), question.finding))
    return tuple(_one_each(found, n_most))


def answer_values(
    findings: Findings, inference: Inference, knowledge: Knowledge
) -> Mapping[tuple[str, Side], AnswerValue]:
    """Return what an answer to each open yes/no finding would be worth.

    Parameters
    ----------
    findings
        Completed findings.
    inference
        Posterior on the same findings.
    knowledge
        The knowledge base.

    Returns
    -------
    values
        By finding and leg; history and medicines among them, which speak by the odds they
        put on a condition. Empty where no condition is possible.
    """
    top = sorted(inference.ranked, key=lambda one: -one.probability)[:N_CONDITIONS]
    weight = np.array([one.probability for one in top])
    if weight.sum() <= 0.0:
        return {}
    placed = place_legs(findings)
    keys, tables = [], []
    for name, side in _open(placed, top, knowledge):
        keys.append((name, side))
        leak = leak_of(name, knowledge)
        tables.append([_yes(one, name, side, leak, knowledge) for one in top])
    if not keys:
        return {}
    yes = np.array(tables)
    bits, mean = _information(weight / weight.sum(), yes)
    return {
        key: AnswerValue(float(b), float(m)) for key, b, m in zip(keys, bits, mean, strict=True)
    }


def _open(
    placed: Findings, top: Sequence[RankedCondition], knowledge: Knowledge
) -> Iterator[tuple[str, Side]]:
    """Yield every yes/no finding that is not known, for each leg of the conditions."""
    legs = sorted({one.node.side for one in top} - {"none"})
    whole: list[Side] = ["none"]
    for name, entry in knowledge.findings.items():
        if entry.type != "bool" or not entry.ask:
            continue
        for side in legs if entry.sided else whole:
            if placed.get(name, side) is None:
                yield name, side


def _yes(one: RankedCondition, name: str, side: Side, leak: float, knowledge: Knowledge) -> float:
    """Return P(yes | this condition is the main one) for a question about one leg."""
    condition = one.node.condition
    if one.node.side not in (side, "none") and side != "none":
        return leak
    shown = knowledge.links[condition.id].get(name, 0.0)
    odds = next((r.odds for r in condition.raised_by if r.finding == name), 1.0)
    risk = leak * odds / (1.0 + leak * (odds - 1.0))
    return 1.0 - (1.0 - risk) * (1.0 - shown)


def _information(
    weight: np.ndarray[tuple[int], np.dtype[np.float64]],
    yes: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> tuple[
    np.ndarray[tuple[int], np.dtype[np.float64]], np.ndarray[tuple[int], np.dtype[np.float64]]
]:
    """Return for each question the mutual information of answer and condition, and P(yes)."""
    mean = yes @ weight
    return np.maximum(0.0, _entropy(mean) - _entropy(yes) @ weight), mean


def _entropy(p: FloatArray) -> FloatArray:
    inside = np.clip(p, 1e-12, 1.0 - 1e-12)
    result: FloatArray = -inside * np.log2(inside) - (1.0 - inside) * np.log2(1.0 - inside)
    return result


def _one_each(questions: list[NextQuestion], n_most: int) -> list[NextQuestion]:
    """Keep one side of each finding."""
    kept: dict[str, NextQuestion] = {}
    for question in questions:
        kept.setdefault(question.finding, question)
    return list(kept.values())[:n_most]
