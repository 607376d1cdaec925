"""Ten dangers, told in many ways, are never rated lower than they are.

A reduced sample: each development phrasing bare and in one disturbed telling. All tellings
are judged by ``python -m evaluation.evaluate --part emergencies``.
"""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

import kinchain
from evaluation.cases import HERE
from evaluation.emergency_cases import N_WAYS, PHRASINGS, Telling, tellings
from kinchain.core.urgency import at_least

ALL = tellings()
N_PHRASINGS = len({told.phrasing for told in ALL})
SAMPLE = [told for told in ALL if int(told.id[-3:]) < 2 * N_PHRASINGS // 10]


@pytest.mark.parametrize("told", SAMPLE, ids=lambda told: told.id)
def test_a_told_danger_is_not_rated_lower(told: Telling) -> None:
    rated = kinchain.assess(told.case).triage.urgency
    assert at_least(rated, told.level), f"rated {rated}; disturbed by {told.disturbed}"


def test_ten_dangers_are_each_told_in_a_hundred_ways() -> None:
    counted = Counter(told.danger for told in ALL)
    assert len(counted) == 10
    assert set(counted.values()) == {N_WAYS}
    assert len({told.case.narrative for told in ALL}) > 0.95 * len(ALL)
    assert N_PHRASINGS >= 80


def test_telling_again_tells_the_same() -> None:
    assert tellings() == ALL


def test_the_held_back_phrasings_are_named_by_their_checksum_and_are_not_here() -> None:
    digest, name = (HERE / "locked" / "emergencies.sha256").read_text("utf-8").split()
    assert name == "emergencies.yaml"
    assert len(digest) == 64
    assert hashlib.sha256(PHRASINGS.read_bytes()).hexdigest() != digest
