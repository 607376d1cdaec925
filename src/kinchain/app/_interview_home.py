"""Home tests: which may be offered to this person, and never where a caution applies.

Which findings stand for a caution, and which tests suit which end, is expert judgement made
from each test's own caution in the vocabulary. What is not known counts as if the caution
applied: ``denied`` findings must have been denied, ``told`` ones must not have been told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kinchain.app._interview_ends import both_ends
from kinchain.app._interview_model import Look
from kinchain.app._interview_worth import in_chain
from kinchain.core.findings import Side
from kinchain.core.urgency import at_least

SEVERE_NRS = 6.0
"""Pain above 5 of 10 on the leg keeps loaded tests from being offered (pain-monitoring rule,
source ``painmonitor_bim``)."""

ADULT_FROM_YEARS = 16.0
"""The tests are for adults."""


@dataclass(frozen=True, slots=True)
class Gate:
    """When a home test is offered.

    Parameters
    ----------
    for_sites
        Pain findings of which one is told on the leg.
    denied
        Findings that must have been denied on the leg (or for the person).
    told
        Findings that must not have been told.
    loads
        Whether it loads the leg: then not with severe pain.
    needs
        Findings of which one must have been told, where it informs only then.
    """

    for_sites: tuple[str, ...]
    denied: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    loads: bool = False
    needs: tuple[str, ...] = ()


KNEE = ("pain_knee",)
FOOT = ("pain_foot", "pain_heel", "pain_ankle", "pain_arch", "pain_midfoot", "pain_achilles")
HEEL = ("pain_heel", "pain_arch")
FOREFOOT = ("pain_forefoot", "pain_toes")
NUMB = ("numb_foot", "foot_ulcer")
UNSTEADY = ("giving_way", "fall", "fainting", "cannot_bear_weight", "foot_drop", "saddle_numbness")
TORN = ("kicked_feeling_heel", "weak_push_off", "pop_felt", "locking")
CLOT = ("swelling_calf", "swelling_whole_leg", "tender_deep_vein", "previous_dvt")

GATES: Mapping[str, Gate] = {
    "knee_extension_deficit_deg": Gate(KNEE, ("injury_knee",), ("locking", "joint_replacement")),
    "knee_to_wall_cm": Gate(FOOT, ("injury_foot", "cannot_bear_weight"), (*TORN, *UNSTEADY), True),
    "single_leg_heel_raises_n": Gate(
        FOOT, ("injury_foot", "cannot_bear_weight"), (*TORN, *UNSTEADY, *NUMB, *CLOT), True
    ),
    "windlass_pain": Gate(HEEL, (*NUMB, "cannot_bear_weight"), (*UNSTEADY, "injury_foot"), True),
    "heel_squeeze_pain": Gate(HEEL, NUMB, ("skin_break",)),
    "forefoot_squeeze_pain": Gate(FOREFOOT, NUMB, ("skin_break",)),
    "web_space_squeeze_pain": Gate(FOREFOOT, NUMB, ("skin_break",)),
    "tinel_inner_ankle": Gate(("pain_ankle", "pain_heel", "pain_arch"), NUMB, ("skin_break",)),
    "big_toe_extension_painful": Gate((*HEEL, "pain_toes"), ("injury_foot",), NUMB),
    "tender_joint_line": Gate(KNEE, ("injury_knee",), ("redness_knee", "warmth_knee")),
    "effusion_sweep_grade": Gate(KNEE, ("warmth_knee", "injury_knee"), ("redness_knee",)),
    "chair_stands_30s_n": Gate(
        KNEE, ("cannot_bear_weight", "injury_knee"), (*UNSTEADY, "chest_pain", "heart_failure"),
        True,
    ),
    "step_down_points": Gate(
        KNEE, ("injury_knee", "cannot_bear_weight"), (*TORN, *UNSTEADY, *CLOT), True
    ),
    "navicular_drop_mm": Gate(FOOT, ("cannot_bear_weight",), UNSTEADY),
    "single_leg_balance_s": Gate(
        (*KNEE, *FOOT), ("cannot_bear_weight", "injury_knee", "injury_foot"),
        (*TORN, *UNSTEADY, *NUMB, *CLOT), True,
    ),
    "touch_test_missed_n": Gate(
        (*FOOT, *FOREFOOT), told=("foot_ulcer", "black_toe"),
        needs=("numb_foot", "tingling_foot", "diabetes", "neuropathy_known"),
    ),
    "knee_flexion_deg": Gate(
        KNEE, ("injury_knee",), ("locking", "joint_replacement", "redness_knee", "warmth_knee")
    ),
    "hamstring_short_deg": Gate(
        (*KNEE, *HEEL), ("pain_radiating_leg",), ("injury_leg", "numb_leg", *CLOT)
    ),
    "calf_girth_difference_cm": Gate(
        ("pain_calf", "pain_shin", "pain_leg"), told=("injury_leg", "bruising_leg")
    ),
    "foot_temperature_difference_c": Gate(
        (*FOOT, *FOREFOOT), needs=("diabetes", "neuropathy_known", "numb_foot")
    ),
    "pain_hip_rotation": Gate(
        (*KNEE, "pain_hip", "pain_thigh"), ("cannot_bear_weight", "fall"),
        ("joint_replacement", "recent_leg_operation", "high_energy_injury"),
    ),
}  # fmt: skip
"""Tests that may be offered; others never are."""


SETTLES: Mapping[str, str] = {
    "knee_extension_deficit_deg": "cannot_straighten_knee",
    "knee_to_wall_cm": "calf_tight",
    "single_leg_heel_raises_n": "cannot_single_heel_raise",
    "effusion_sweep_grade": "swelling_knee",
    "chair_stands_30s_n": "quadriceps_weak",
    "step_down_points": "hip_weak",
    "navicular_drop_mm": "foot_rolls_in",
    "single_leg_balance_s": "ankle_giving_way",
    "touch_test_missed_n": "numb_foot",
    "knee_flexion_deg": "cannot_bend_knee_90",
    "hamstring_short_deg": "hamstring_tight",
    "calf_girth_difference_cm": "swelling_calf",
    "foot_temperature_difference_c": "warmth_foot",
}
"""The yes/no finding that a measured number bears on."""

MIN_TEST_BITS = 0.08
"""A test that promises less, and tells nothing of the chain, is not offered: it would settle
nothing (expert judgement)."""


def settles(name: str, look: Look, leg: Side) -> float:
    """Return how much a home test would tell, in bits; 0 where it would settle nothing.

    Parameters
    ----------
    name
        Vocabulary id of the test.
    look
        What is known so far.
    leg
        The leg.
    """
    finding = SETTLES.get(name, name)
    if look.is_known(finding, leg):
        return 0.0
    value = look.values.get((finding, leg))
    bits = 0.0 if value is None else value.bits
    if both_ends(look) and in_chain(finding):
        bits += CHAIN_TEST_BITS
    return bits if bits >= MIN_TEST_BITS else 0.0


CHAIN_TEST_BITS = 0.15
"""Worth of a test that would settle a route of the chain, where both ends hurt."""


def offered(look: Look, legs: tuple[Side, ...]) -> Iterator[tuple[str, Side]]:
    """Yield the home tests that may be offered and would settle something, best first.

    Parameters
    ----------
    look
        What is known so far.
    legs
        The legs that hurt.
    """
    age = look.findings.number("age")
    if at_least(look.triage.urgency, "same_day") or age is None or age < ADULT_FROM_YEARS:
        return
    found = [
        (name, leg, bits)
        for name, gate in GATES.items()
        for leg in legs
        if _suits(gate, look, leg) and (bits := settles(name, look, leg)) > 0.0
    ]
    yield from ((name, leg) for name, leg, _ in sorted(found, key=lambda one: -one[2]))


def _suits(gate: Gate, look: Look, leg: Side) -> bool:
    """Say whether a test suits a leg; an open question counts as if its caution applied."""
    if not any(_true(look, name, leg) for name in gate.for_sites):
        return False
    if any(_true(look, name, leg) for name in (*gate.told, *gate.denied)):
        return False
    if gate.needs and not any(_true(look, name, leg) for name in gate.needs):
        return False
    if not all(_denied(look, name, leg) for name in gate.denied):
        return False
    return not gate.loads or _is_bearable(look)


def _sides(leg: Side) -> tuple[Side, ...]:
    return (leg, "unknown", "none")


def _true(look: Look, name: str, leg: Side) -> bool:
    return any(look.findings.is_true(name, side) for side in _sides(leg))


def _denied(look: Look, name: str, leg: Side) -> bool:
    return any(look.findings.is_false(name, side) for side in _sides(leg))


def _is_bearable(look: Look) -> bool:
    """Say whether pain was told to be bearable; untold pain counts as severe."""
    scores = [
        float(item.value)
        for item in look.findings
        if item.id in ("pain_now_nrs", "pain_worst_nrs") and not isinstance(item.value, bool | str)
    ]
    if look.findings.is_true("pain_severe") or any(nrs >= SEVERE_NRS for nrs in scores):
        return False
    return bool(scores) or look.findings.is_false("pain_severe")
