"""How likely a story is under each hypothesis of the chain: order, statements, sore places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kinchain.core.chain import HYPOTHESES
from kinchain.core.chain import ChainHypothesis as Hypothesis
from kinchain.core.findings import Findings

KNEE_SIGNS = (
    "pain_knee",
    "swelling_knee",
    "warmth_knee",
    "redness_knee",
    "knee_stiff",
    "cannot_straighten_knee",
    "cannot_bend_knee_90",
    "bruising_knee",
    "giving_way",
    "pain_fibula_upper",
    "bone_tender_fibular_head",
)
"""Findings that put the knee end among the complaints."""

FOOT_SIGNS = (
    "pain_foot",
    "pain_ankle",
    "pain_achilles",
    "swelling_ankle",
    "swelling_foot",
    "ankle_stiff",
    "warmth_foot",
    "redness_foot",
    "bruising_foot",
    "numb_foot",
    "numb_foot_top",
    "tingling_foot",
    "foot_drop",
    "cold_foot",
    "pale_blue_foot",
)
"""Findings that put the foot end among the complaints (finer sites imply these)."""

KNEE_STATES = (
    "injury_knee",
    "previous_knee_injury",
    "recent_leg_operation",
    "joint_replacement",
    "knock_knee",
    "bow_leg",
    "locking",
    "kneecap_slipped",
    "bony_enlargement_knee",
    "lump_behind_knee",
    "cannot_bend_knee_90",
    "knee_kept_bent",
    "quadriceps_weak",
)
"""What a knee may be, or have been through, that can start a chain without being sore now."""

FOOT_STATES = (
    "injury_foot",
    "rolled_ankle",
    "previous_ankle_sprain",
    "previous_achilles_problem",
    "plaster_or_boot",
    "flat_foot",
    "arch_fallen_new",
    "high_arch",
    "foot_rolls_in",
    "bunion",
    "big_toe_stiff",
    "ankle_stiff",
    "ankle_giving_way",
    "weak_push_off",
    "new_shoes",
    "tried_orthotics",
)
"""What a foot may be, wear or have been through, that can start a chain without being sore now."""

ORDER_GIVEN: Mapping[str, Mapping[Hypothesis, float]] = {
    "knee": {
        "knee_to_foot": 0.86,
        "foot_to_knee": 0.04,
        "both": 0.3,
        "common_cause": 0.35,
        "none": 0.46,
    },
    "foot": {
        "knee_to_foot": 0.04,
        "foot_to_knee": 0.86,
        "both": 0.3,
        "common_cause": 0.35,
        "none": 0.46,
    },
    "same_time": {
        "knee_to_foot": 0.1,
        "foot_to_knee": 0.1,
        "both": 0.15,
        "common_cause": 0.3,
        "none": 0.1,
    },
}
"""P(this order | hypothesis, an order is told), expert: memory of what came first is weak
evidence, so no entry is near 0 or 1. Two unrelated complaints seldom begin in the same weeks."""

ORDER_TOLD: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.8,
    "foot_to_knee": 0.8,
    "both": 0.5,
    "common_cause": 0.4,
    "none": 0.15,
}
"""P(the person tells an order at all | hypothesis), expert, the two of one cause weighed on the
open cases: who has two unrelated complaints seldom tells which was first. An order not told says
nothing."""

ORDER_GUESSED: Mapping[str, Mapping[Hypothesis, float]] = {
    "knee": {
        "knee_to_foot": 0.12,
        "foot_to_knee": 0.02,
        "both": 0.03,
        "common_cause": 0.08,
        "none": 0.1,
    },
    "foot": {
        "knee_to_foot": 0.02,
        "foot_to_knee": 0.12,
        "both": 0.03,
        "common_cause": 0.08,
        "none": 0.1,
    },
}
"""P(the reader guesses this order | hypothesis), counted on the open cases, rounded: a guess
hints at the way and hardly at whether there is one."""

GAIT_GUESSED: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.23,
    "foot_to_knee": 0.23,
    "both": 0.1,
    "common_cause": 0.15,
    "none": 0.2,
}
"""P(the reader guesses from words of walking that a changed walk came between | hypothesis),
counted and rounded alike."""

GAIT_STATED: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.45,
    "foot_to_knee": 0.45,
    "both": 0.25,
    "common_cause": 0.12,
    "none": 0.1,
}
"""P(the person says a changed walk came between the two | hypothesis), expert."""

GAIT_DENIED: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.2,
    "foot_to_knee": 0.2,
    "both": 0.15,
    "common_cause": 0.8,
    "none": 0.9,
}
"""P(the person says that nothing joins the two | hypothesis), expert."""

MUTUAL_STATED: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.02,
    "foot_to_knee": 0.02,
    "both": 0.6,
    "common_cause": 0.02,
    "none": 0.01,
}
"""P(the person says that each end sets off the other | hypothesis), expert."""

MUTUAL_DENIED: Mapping[Hypothesis, float] = {
    name: 1.0 - likely for name, likely in MUTUAL_STATED.items()
}

FOUR_PLACES: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.1,
    "foot_to_knee": 0.1,
    "both": 0.08,
    "common_cause": 0.25,
    "none": 0.08,
}
"""P(both knees and both feet are sore | hypothesis), expert: what strikes four places is
seldom a changed step."""

MANY_PLACES: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.09,
    "foot_to_knee": 0.09,
    "both": 0.08,
    "common_cause": 0.5,
    "none": 0.05,
}
"""P(other joints too are sore | hypothesis), expert."""

BOTH_INJURED: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.05,
    "foot_to_knee": 0.05,
    "both": 0.03,
    "common_cause": 0.4,
    "none": 0.06,
}
"""P(knee and foot are both told as freshly injured | hypothesis), expert: one accident strikes
both far more often than the one brings on an injury of the other."""

KNEE_INJURED = ("injury_knee", "swelling_knee_rapid", "kneecap_slipped")
FOOT_INJURED = ("injury_foot", "rolled_ankle")
EVENTS = ("direct_blow", "fall", "landing_jump", "twist_injury", "high_energy_injury")
"""What strikes a leg; with a sudden onset at an end it counts as an injury of that end."""

ELSEWHERE = ("several_joints_swollen", "small_joints_pain", "pain_migrating", "widespread_pain")
"""Findings that tell of other sore places than knee and foot."""

UNLISTED: Mapping[Hypothesis, float] = {
    "knee_to_foot": 0.2,
    "foot_to_knee": 0.2,
    "common_cause": 0.12,
}
"""P(the two are joined by a way that is not in the graph | both are told), expert: the whole
excess of one in people with the other, (OR - 1) / OR of OR 1.55, is about a third."""

STATEMENTS: Mapping[str, Mapping[Hypothesis, float]] = {
    "gait_changed_before_second_pain": GAIT_STATED,
    "each_end_sets_off_other": MUTUAL_STATED,
}
"""What a person may say of how the two ends hang together."""

DENIALS: Mapping[str, Mapping[Hypothesis, float]] = {
    "gait_changed_before_second_pain": GAIT_DENIED,
    "each_end_sets_off_other": MUTUAL_DENIED,
}
"""The same, denied."""


def any_told(findings: Findings, signs: tuple[str, ...]) -> bool:
    """Say whether any of several findings was told.

    Parameters
    ----------
    findings
        Completed findings.
    signs
        Finding ids.
    """
    return any(findings.is_true(sign) for sign in signs)


def tells_of_both(findings: Findings) -> bool:
    """Say whether the story speaks of both ends, by an order or by what joins them.

    Parameters
    ----------
    findings
        Completed findings.
    """
    return bool(findings.get("started_first")) or any(findings.is_true(name) for name in STATEMENTS)


def says_unrelated(findings: Findings) -> bool:
    """Say whether the person says that nothing joins the two.

    Parameters
    ----------
    findings
        Completed findings.
    """
    return any(findings.is_false(name) for name in STATEMENTS)


def tells_of_two_ends(findings: Findings) -> bool:
    """Say whether one end is sore and the other is sore too, or may have begun it.

    Parameters
    ----------
    findings
        Completed findings.
    """
    if findings.is_true("each_end_sets_off_other"):
        return True
    knee, foot = any_told(findings, KNEE_SIGNS), any_told(findings, FOOT_SIGNS)
    order = findings.value("started_first")
    if order in ("knee", "foot") and _names_both(findings, sore="knee" if knee else "foot"):
        return knee or foot
    if order == "knee":
        return foot and (knee or any_told(findings, KNEE_STATES))
    if order == "foot":
        return knee and (foot or any_told(findings, FOOT_STATES))
    return (knee and foot) or _sore_all_over(findings, knee or foot)


def _names_both(findings: Findings, sore: str) -> bool:
    """Say whether an order is told of two troubles, though one end alone may be told as sore.

    So it is with a changed walk told between, and where own words put the end first that is not
    sore now. Who only answers which was first may have but one.
    """
    order = findings.get("started_first")
    walked = findings.get("gait_changed_before_second_pain")
    if order is None or order.source == "guess":
        return False
    between = walked is not None and walked.value is True and walked.source != "guess"
    return between or (order.source == "narrative" and order.value != sore)


def _sore_all_over(findings: Findings, one_end: bool) -> bool:
    """Say whether so much is sore that knee and foot are both among it."""
    return findings.is_true("widespread_pain") or (one_end and any_told(findings, ELSEWHERE))


def with_story(prior: Mapping[Hypothesis, float], findings: Findings) -> dict[Hypothesis, float]:
    """Weigh the hypotheses by what came first, what was said to join the two, and where it hurts.

    An order, or a changed walk, joins two complaints; with one end told it weighs nothing.

    Parameters
    ----------
    prior
        Their probabilities by the routes alone.
    findings
        Completed findings.
    """
    weight = dict(prior)
    if not tells_of_two_ends(findings):
        return weight
    for likely in _tellings(findings):
        weight = {name: p * likely[name] for name, p in weight.items()}
    total = sum(weight.values())
    return {name: weight[name] / total for name in HYPOTHESES}


def _tellings(findings: Findings) -> Iterator[Mapping[Hypothesis, float]]:
    """Yield how likely each telling of the story is under each hypothesis."""
    order = findings.get("started_first")
    if order is not None and order.source == "guess":
        yield ORDER_GUESSED.get(str(order.value), {name: 1.0 for name in HYPOTHESES})
    elif order is not None and str(order.value) in ORDER_GIVEN:
        given = ORDER_GIVEN[str(order.value)]
        yield {name: ORDER_TOLD[name] * given[name] for name in HYPOTHESES}
    for name in STATEMENTS:
        stated = findings.get(name)
        if stated is not None and stated.source == "guess":
            yield GAIT_GUESSED
        elif stated is not None and isinstance(stated.value, bool):
            yield STATEMENTS[name] if stated.value else DENIALS[name]
    if _both_injured(findings):
        yield BOTH_INJURED
    places = _places(findings)
    if places is not None:
        yield places


def _both_injured(findings: Findings) -> bool:
    """Say whether both ends are told as freshly injured."""
    struck = any_told(findings, EVENTS)
    return all(
        any_told(findings, signs) or (struck and findings.is_true(f"sudden_onset_{end}"))
        for end, signs in (("knee", KNEE_INJURED), ("foot", FOOT_INJURED))
    )


def _places(findings: Findings) -> Mapping[Hypothesis, float] | None:
    """Return how likely so many sore places are under each hypothesis, where they are many."""
    if any_told(findings, ELSEWHERE):
        return MANY_PLACES
    four = all(
        any(findings.is_true(sign, side) for sign in signs)
        for signs in (KNEE_SIGNS, FOOT_SIGNS)
        for side in ("left", "right")
    )
    return FOUR_PLACES if four else None
