"""Levels that no rule sets: likely dangerous conditions, children, and self-care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kinchain.core.urgency import Urgency, at_least
from kinchain.triage._facts import Facts, Told
from kinchain.triage.model import LikelyDanger

FLOOR_PROBABILITY: Mapping[Urgency, float] = {
    "emergency": 0.15,
    "same_day": 0.20,
    "within_days": 0.45,
}
"""Posterior from which a likely condition raises the level to its own urgency.

Expert judgement: the more a day's delay costs, the less certainty is asked for. One in
seven is taken as enough to call for help where limb or life is lost within hours, one in
five where it is within a day or two; for conditions that need a clinician within days it
must be about as likely as not.
"""

SELF_CARE_DANGER_PROBABILITY = 0.05
"""Posterior of a condition needing care within days from which self-care is not offered."""

ADULT_FROM_YEARS = 16.0
"""Below this age the tool gives triage and a referral, never self-care (adult tool)."""

MILD_NRS = 5.0
"""Worst pain, of 10, up to which symptoms count as mild (expert judgement)."""

SHORT_DAYS = 42.0
"""Below six weeks pain counts as short; from there RF-S1 asks for a visit."""

PLAIN_SITES = frozenset(
    """
    pain_knee pain_knee_front pain_knee_inner pain_knee_outer pain_below_kneecap
    pain_above_kneecap pain_heel pain_heel_under pain_heel_back pain_achilles pain_arch
    pain_midfoot pain_forefoot pain_foot pain_ankle pain_ankle_outer pain_toes
    """.split()
)
"""Places where short, mild pain suits self-care."""

PLAIN_PICTURE = PLAIN_SITES | frozenset(
    """
    gradual_onset_knee gradual_onset_leg gradual_onset_foot first_step_pain pain_after_rest
    pain_warms_up pain_end_of_day pain_standing_long pain_walking pain_running pain_jumping
    pain_stairs pain_squatting pain_kneeling pain_sitting_knee_bent pain_push_off
    pain_barefoot_hard_floor pain_tight_shoes pain_stabbing clicking grinding
    morning_stiffness bunion flat_foot high_arch foot_rolls_in knock_knee bow_leg calf_tight
    hamstring_tight hip_flexor_tight quadriceps_weak hip_weak standing_work kneeling_work
    runner jumping_sport twisting_sport load_increase new_shoes high_heels
    barefoot_or_minimal_shoes weight_gain previous_ankle_sprain better_rest better_nsaid
    better_ice windlass_pain nsaid hypertension statin
    """.split()
)
"""All that may be told as true where self-care is offered; anything else asks for a visit."""


def raising(likely: Sequence[LikelyDanger]) -> tuple[LikelyDanger, ...]:
    """Return the likely conditions that call for their own level of urgency.

    Parameters
    ----------
    likely
        Conditions with posterior and urgency.
    """
    return tuple(
        danger
        for danger in likely
        if danger.probability >= FLOOR_PROBABILITY.get(danger.urgency, 2.0)
    )


def suits_self_care(told: Told, likely: Sequence[LikelyDanger]) -> bool:
    """Say whether a picture without a fired rule or open question suits self-care.

    It must be told to be short and mild, at a plain place, in an adult, with nothing told
    as true beyond `PLAIN_PICTURE`. What is not told does not count as mild.

    Parameters
    ----------
    told
        What was told.
    likely
        Conditions with posterior and urgency.
    """
    everything = told.person()
    true = {item.id for item in told.items if item.value is True}
    adult = any(age >= ADULT_FROM_YEARS for _, age in everything.numbers("age"))
    plain = bool(true & PLAIN_SITES) and true <= PLAIN_PICTURE
    danger = any(
        at_least(each.urgency, "within_days") and each.probability >= SELF_CARE_DANGER_PROBABILITY
        for each in likely
    )
    return adult and plain and not danger and _is_mild_and_short(everything)


def _is_mild_and_short(facts: Facts) -> bool:
    scores = [nrs for name in ("pain_worst_nrs", "pain_now_nrs") for _, nrs in facts.numbers(name)]
    denied_severe = facts.is_answered("pain_severe") and not facts.true_keys("pain_severe")
    mild = all(nrs <= MILD_NRS for nrs in scores) and (bool(scores) or denied_severe)
    days = [value for _, value in facts.numbers("pain_duration_days")]
    days += [c.duration_days for c in facts.complaints if c.duration_days is not None]
    return mild and bool(days) and all(value < SHORT_DAYS for value in days)
