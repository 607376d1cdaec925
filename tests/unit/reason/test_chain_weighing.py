"""How orders, guesses and shared causes are weighed against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kinchain.core.findings import Findings
from kinchain.evidence import Knowledge, complete
from kinchain.reason import ChainBelief, believe_chain, infer

BOTH = "pain_knee@left pain_heel@left"
Told = Callable[[str], Findings]


def _chain(findings: Findings, knowledge: Knowledge) -> ChainBelief:
    completed = complete(findings, knowledge.findings)
    return believe_chain(completed, infer(completed, knowledge), knowledge)


def _guessed(findings: Findings) -> Findings:
    names = ("started_first", "gait_changed_before_second_pain")
    return Findings(tuple(replace(f, source="guess") if f.id in names else f for f in findings))


@pytest.mark.parametrize(("end", "way"), [("knee", "knee_to_foot"), ("foot", "foot_to_knee")])
def test_a_guess_weighs_less_than_a_telling(
    end: str, way: str, told: Told, knowledge: Knowledge
) -> None:
    findings = told(f"{BOTH} started_first={end} gait_changed_before_second_pain")
    sure = _chain(findings, knowledge).probabilities
    guess = _chain(_guessed(findings), knowledge).probabilities
    assert sure[way] > guess[way]  # type: ignore[index]
    assert guess["none"] > sure["none"]


def test_one_accident_at_both_ends_is_a_common_cause(told: Told, knowledge: Knowledge) -> None:
    words = f"{BOTH} injury_knee@left injury_foot@left fall swelling_knee@left"
    assert _chain(told(words), knowledge).direction == "common_cause"


@pytest.mark.parametrize(
    "words",
    [
        "fluoroquinolone steroid pain_achilles@left pain_achilles@right pain_below_kneecap@left",
        "oestrogen recent_travel swelling_calf@left pitting_oedema@left tender_deep_vein@left "
        "swelling_foot@left pain_knee_behind@left calf_girth_difference_cm@left=4",
    ],
)
def test_one_cause_outweighs_a_guessed_order(words: str, told: Told, knowledge: Knowledge) -> None:
    findings = _guessed(told(f"{words} started_first=knee"))
    assert _chain(findings, knowledge).direction == "common_cause"


@pytest.mark.parametrize("words", ["foot_drop@left numb_foot_top@left", "foot_drop@right"])
def test_a_lone_end_has_no_direction_by_a_likely_cause_alone(
    words: str, told: Told, knowledge: Knowledge
) -> None:
    assert _chain(told(words), knowledge).direction == "none"
