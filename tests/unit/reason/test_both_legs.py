"""What often sits in both legs does not pay its prior twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from kinchain.core.findings import Findings
from kinchain.evidence import Knowledge, complete
from kinchain.reason import infer
from kinchain.reason.both_legs import couple
from kinchain.reason.network import build

HEELS = "pain_heel@left pain_heel@right"
FASCIA = "plantar_fasciitis"
MATTERS = 0.001
"""Whole-person diseases below this probability play no part here."""


@pytest.fixture
def probability(
    told: Callable[[str], Findings], knowledge: Knowledge
) -> Callable[..., dict[str, float]]:
    def run(words: str, base: Knowledge = knowledge) -> dict[str, float]:
        ranked = infer(complete(told(words), base.findings), base).ranked
        return {f"{r.node.condition.id}@{r.node.side}": r.probability for r in ranked}

    return run


def without_pairs(knowledge: Knowledge) -> Knowledge:
    conditions: dict[str, Any] = {
        name: one.model_copy(update={"both_sides": None})
        for name, one in knowledge.conditions.items()
    }
    return replace(knowledge, conditions=conditions)


def test_two_sore_heels_are_likelier_one_condition_than_a_whole_body_disease(
    probability: Callable[..., dict[str, float]], knowledge: Knowledge
) -> None:
    coupled, apart = probability(HEELS), probability(HEELS, without_pairs(knowledge))
    assert coupled[f"{FASCIA}@left"] > apart[f"{FASCIA}@left"]
    whole = [name for name in apart if name.endswith("@none") and apart[name] > MATTERS]
    assert whole
    assert sum(coupled[name] for name in whole) < sum(apart[name] for name in whole)


def test_one_leg_told_is_unchanged(
    probability: Callable[..., dict[str, float]], knowledge: Knowledge
) -> None:
    words = "pain_heel_under@left first_step_pain@left"
    assert probability(words) == pytest.approx(probability(words, without_pairs(knowledge)))


def test_sides_mirror(probability: Callable[..., dict[str, float]]) -> None:
    found = probability(HEELS)
    assert found[f"{FASCIA}@left"] == pytest.approx(found[f"{FASCIA}@right"])


def test_the_share_for_both_legs_is_taken_from_the_single_ones(
    told: Callable[[str], Findings], knowledge: Knowledge
) -> None:
    problem = build(complete(told(HEELS), knowledge.findings), knowledge)
    coupled = couple(problem)
    assert coupled.pairs
    for added, pair in enumerate(coupled.pairs):
        rows = list(pair)
        share = problem.nodes[pair[0]].condition.both_sides
        assert share is not None
        joint = coupled.net.prior[coupled.n_nodes + added]
        geometric = np.sqrt(np.prod(problem.net.prior[rows]))
        assert joint == pytest.approx(share.p * geometric)
        assert coupled.net.prior[rows] == pytest.approx(problem.net.prior[rows] * (1.0 - share.p))
