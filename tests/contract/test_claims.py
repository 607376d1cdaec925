"""Every founding claim is there, keeps its verdict and is carried by something that exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import pytest

from kinchain.evidence import Knowledge, load_claims
from kinchain.evidence.model import Claim
from kinchain.evidence.rules import read_rules

N_CLAIMS = 83
VERDICTS = {"supported": 24, "partly": 40, "weak": 17, "contradicted": 2}
ROOMS = {"intake", "gait", "body", "simulate", "care", "report", "store", "fhir", "web", "app"}


@pytest.fixture(scope="module")
def carriers(knowledge: Knowledge) -> Mapping[str, Collection[str]]:
    sided = {name: entry.sided for name, entry in knowledge.findings.items()}
    rules = read_rules(sided, set(knowledge.sources)).rules
    return {
        "condition": knowledge.conditions,
        "finding": knowledge.findings,
        "mechanism": knowledge.mechanisms,
        "rule": {rule.id for rule in rules},
    }


def all_claims() -> list[Claim]:
    return list(load_claims().values())


def test_all_claims_are_there_once() -> None:
    claims = all_claims()
    assert len(claims) == N_CLAIMS
    assert len({claim.claim for claim in claims}) == N_CLAIMS
    expected = [f"S1-{n:02d}" for n in range(1, 62)] + [f"S2-{n:02d}" for n in range(1, 23)]
    assert [claim.id for claim in claims] == expected


def test_the_verdicts_are_kept() -> None:
    assert Counter(claim.verdict for claim in all_claims()) == VERDICTS


@pytest.mark.parametrize("claim", all_claims(), ids=lambda claim: claim.id)
def test_what_carries_a_claim_exists(claim: Claim, carriers: Mapping[str, Collection[str]]) -> None:
    kind, _, target = claim.carried_by.partition(":")
    if kind == "planned":
        room, _, topic = target.partition(" ")
        assert room in ROOMS and topic, claim.carried_by
    else:
        assert target in carriers[kind], claim.carried_by


@pytest.mark.parametrize("claim", all_claims(), ids=lambda claim: claim.id)
def test_sources_resolve_and_a_checked_claim_has_one(claim: Claim, knowledge: Knowledge) -> None:
    assert set(claim.sources) <= set(knowledge.sources)
    assert claim.sources or not claim.verified
    assert claim.why and claim.claim


def test_contradicted_claims_say_so() -> None:
    said = {claim.id: claim.why for claim in all_claims() if claim.verdict == "contradicted"}
    assert set(said) == {"S1-20", "S2-01"}
    assert all(why.startswith("Contradicted") for why in said.values())


def test_the_split_verdict_on_surgery_is_told_in_parts() -> None:
    why = load_claims()["S1-42"].why
    assert all(word in why for word in ("contradicted", "supported", "weak"))


def test_a_contradicted_link_is_nowhere_an_edge(knowledge: Knowledge) -> None:
    """Knee tendon trouble does not hurt down into the foot: no edge, no finding says so."""
    for name in ("patellar_tendinopathy", "iliotibial_band_syndrome"):
        entry = knowledge.conditions[name]
        shown = {show.finding for show in entry.shows}
        foot = {"pain_foot", "pain_heel", "pain_arch", "pain_forefoot", "pain_midfoot"}
        assert not shown & foot
        effects = {edge.effect for edge in knowledge.edges.values() if edge.cause == name}
        assert not effects & (foot | {"foot_complaint"})


def test_every_mechanism_carries_or_is_known_from_a_claim(knowledge: Knowledge) -> None:
    """A mechanism whose verdict is better than every claim on it would be dressed up."""
    order = ("contradicted", "weak", "partly", "supported")
    for name, mechanism in knowledge.mechanisms.items():
        on_it = [c for c in all_claims() if c.carried_by == f"mechanism:{name}"]
        if on_it and mechanism.verdict != "supported":
            best = max(order.index(claim.verdict) for claim in on_it)
            assert order.index(mechanism.verdict) <= best, name
