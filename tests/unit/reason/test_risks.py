"""Risk factors that go together do not count as if each came alone."""

from __future__ import annotations

import pytest

from kinchain.core.findings import Finding, Findings
from kinchain.evidence import Knowledge
from kinchain.reason.network import FURTHER_RISK, build

CLOT = "deep_vein_thrombosis"


def prior_of(knowledge: Knowledge, *risks: str) -> float:
    told = Findings((Finding("pain_calf", True, "left"), *(Finding(r, True) for r in risks)))
    nodes = build(told, knowledge).nodes
    return next(n.prior for n in nodes if n.condition.id == CLOT)


def odds(p: float) -> float:
    return p / (1.0 - p)


def test_the_strongest_risk_counts_fully_and_the_next_less(knowledge: Knowledge) -> None:
    factors = {r.finding: r.odds for r in knowledge.conditions[CLOT].raised_by}
    first, second = "previous_dvt", "recent_travel"
    assert factors[first] > factors[second] > 1.0
    alone = odds(prior_of(knowledge, first)) / odds(prior_of(knowledge))
    both = odds(prior_of(knowledge, first, second)) / odds(prior_of(knowledge))
    assert alone == pytest.approx(factors[first])
    assert both == pytest.approx(factors[first] * factors[second] ** FURTHER_RISK)


def test_a_further_risk_never_lowers(knowledge: Knowledge) -> None:
    assert prior_of(knowledge, "previous_dvt", "recent_travel") > prior_of(
        knowledge, "previous_dvt"
    )
    assert prior_of(knowledge, "recent_travel", "previous_dvt") > prior_of(
        knowledge, "recent_travel"
    )
