"""Levels, open questions, children, self-care and what is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kinchain.core.findings import Findings
from kinchain.core.urgency import Urgency
from kinchain.evidence.rules import RuleBook
from kinchain.triage import ComplaintSite, Triage, assess_urgency
from kinchain.triage._levels import FLOOR_PROBABILITY

Assess = Callable[..., Triage]
Tell = Callable[[str], Findings]

CALM_HEEL = (
    "age=40 -fever pain_heel@left pain_heel_under@left first_step_pain@left -diabetes "
    "-cannot_bear_weight@left -warmth_foot@left -injury_foot@left -numb_foot@left "
    "-cold_foot@left -foot_ulcer@left pain_worst_nrs@left=4 "
    "pain_duration_days@left=20 gradual_onset_foot@left"
)


def test_knee_and_heel_alone_end_in_questions(book: RuleBook, tell: Tell) -> None:
    """ "My knee and heel hurt" alone is provisional and never self-care."""
    sites = (ComplaintSite("knee"), ComplaintSite("heel"))
    triage = assess_urgency(tell(""), rules=book, complaint_sites=sites)
    assert triage.urgency == "routine"
    assert triage.provisional
    assert {"fever", "age", "swelling_knee@unknown", "cold_foot@unknown"} <= set(triage.not_asked)
    assert "questions" in triage.advice


def test_nothing_told_is_provisional(assess: Assess) -> None:
    triage = assess("")
    assert triage.urgency == "routine"
    assert triage.provisional


def test_calm_and_fully_answered_is_self_care(assess: Assess) -> None:
    triage = assess(CALM_HEEL)
    assert triage.not_asked == ()
    assert triage.urgency == "self_care"
    assert not triage.provisional
    assert triage.exercise_allowed


@pytest.mark.parametrize("gone", [w for w in CALM_HEEL.split() if w.startswith("-")])
def test_one_missing_answer_blocks_self_care(gone: str, assess: Assess) -> None:
    triage = assess(" ".join(w for w in CALM_HEEL.split() if w != gone))
    assert triage.urgency == "routine"
    assert triage.provisional


@pytest.mark.parametrize(
    "more", ["pain_worst_nrs@left=7", "pain_duration_days@left=50", "age=15", "limp@left"]
)
def test_not_mild_short_adult_or_plain_is_routine_or_more(more: str, assess: Assess) -> None:
    name = more.partition("=")[0]
    words = [w for w in CALM_HEEL.split() if w.partition("=")[0] != name]
    assert assess(" ".join([*words, more])).urgency != "self_care"


def test_recent_injury_never_leads_to_self_care(assess: Assess) -> None:
    words = CALM_HEEL.replace("-injury_foot@left", "injury_foot@left injury_days@left=2")
    words += " -deformity@left -bruising_sole@left -bone_tender_malleolus@left"
    triage = assess(words)
    assert triage.not_asked == ()
    assert triage.urgency == "routine"


def test_child_that_limps_is_same_day_and_child_is_referred(assess: Assess) -> None:
    assert assess("age=12 pain_heel@left limp@left").urgency == "same_day"
    calm = assess("age=12 pain_heel@left pain_running@left")
    assert calm.urgency == "routine"
    assert "children" in calm.see.who
    assert "under 16" in calm.advice


def test_emergency_ends_the_interview_and_protects(assess: Assess) -> None:
    triage = assess("pain_leg@left sudden_onset_leg@left cold_foot@left numb_foot@left")
    assert triage.urgency == "emergency"
    assert triage.not_asked == ()
    assert not triage.provisional
    assert not triage.exercise_allowed
    assert "emergency number" in triage.advice
    assert any("massage" in line for line in triage.protect)
    assert any("exercises" in line for line in triage.protect)


def test_same_day_allows_no_exercise_and_keeps_questions(assess: Assess) -> None:
    triage = assess("pain_calf@left swelling_calf@left")
    assert triage.urgency == "same_day"
    assert not triage.exercise_allowed
    assert "breathlessness_new" in triage.not_asked
    assert triage.see.who and triage.see.bring and triage.see.say


def test_wells_minus_two_is_never_applied(assess: Assess) -> None:
    """A known cyst behind the knee does not lower new calf swelling."""
    words = "pain_calf@left swelling_calf@left"
    assert assess(words).urgency == "same_day"
    assert assess(f"{words} lump_behind_knee@left osteoarthritis_known").urgency == "same_day"


def test_two_sore_knees_are_no_emergency(assess: Assess) -> None:
    assert assess("pain_knee@both pain_low_back pain_stairs@both").urgency == "routine"


def test_numb_burning_feet_for_years_are_routine(assess: Assess) -> None:
    words = (
        "numb_foot@both pain_burning@both pain_duration_days@left=900 pain_duration_days@right=900"
    )
    assert assess(words).urgency == "routine"


def test_new_numbness_is_within_days_and_asks_for_colour(assess: Assess) -> None:
    triage = assess("numb_foot@left numb_new@left")
    assert triage.urgency == "within_days"
    assert {"cold_foot@left", "pale_blue_foot@left"} <= set(triage.not_asked)


def test_four_steps_suffice(assess: Assess) -> None:
    assert assess("pain_ankle@left cannot_bear_weight@left").urgency == "same_day"


def test_hot_left_knee_and_fever_fire_but_not_across_legs(assess: Assess) -> None:
    assert assess("swelling_knee@left warmth_knee@left fever").urgency == "emergency"
    rules = {f.rule for f in assess("swelling_knee@left warmth_knee@right").red_flags}
    assert "RF-S2" not in rules


def test_side_not_told_counts_for_either_leg(assess: Assess) -> None:
    assert assess("swelling_knee@left warmth_knee@unknown").urgency == "same_day"
    assert assess("swelling_knee@unknown warmth_knee@unknown").urgency == "same_day"


def test_warm_worn_knee_for_months_stays_same_day(assess: Assess) -> None:
    words = "osteoarthritis_known pain_knee@left swelling_knee@left warmth_knee@left"
    assert assess(f"{words} pain_duration_days@left=300").urgency == "same_day"


def test_duration_of_one_place_does_not_age_another(assess: Assess) -> None:
    """A knee sore for years must not make a new foot drop on that leg old."""
    words = "pain_knee@left pain_shin@left foot_drop@left pain_duration_days@left=1500"
    assert assess(words).urgency == "same_day"


def test_duration_of_each_complaint_counts_where_all_are_tell(book: RuleBook, tell: Tell) -> None:
    sites = (ComplaintSite("knee", "left", 1500), ComplaintSite("shin", "left", 900))
    triage = assess_urgency(tell("foot_drop@left"), rules=book, complaint_sites=sites)
    assert triage.urgency == "within_days"
    fresh = (ComplaintSite("knee", "left", 1500), ComplaintSite("shin", "left", 3))
    triage = assess_urgency(tell("foot_drop@left"), rules=book, complaint_sites=fresh)
    assert triage.urgency == "same_day"


@pytest.mark.parametrize("level", sorted(FLOOR_PROBABILITY))
def test_likely_danger_raises_from_its_threshold(level: str, book: RuleBook, tell: Tell) -> None:
    edge = FLOOR_PROBABILITY[level]  # type: ignore[index]
    words = tell("pain_calf@left")
    low = assess_urgency(words, rules=book, posterior_floor=[("x", edge - 0.01, level)])  # type: ignore[list-item]
    high = assess_urgency(words, rules=book, posterior_floor=[("x", edge, level)])  # type: ignore[list-item]
    assert low.urgency == "routine"
    assert high.urgency == level
    assert [danger.condition for danger in high.raised_by] == ["x"]


def test_unlikely_danger_blocks_self_care(book: RuleBook, tell: Tell) -> None:
    floor = [("deep_vein_thrombosis", 0.06, "same_day")]
    triage = assess_urgency(tell(CALM_HEEL), rules=book, posterior_floor=floor)  # type: ignore[arg-type]
    assert triage.urgency == "routine"


def test_harmless_likely_condition_never_lowers(book: RuleBook, tell: Tell) -> None:
    words = tell("pain_calf@left swelling_calf@left")
    triage = assess_urgency(words, rules=book, posterior_floor=[("baker_cyst", 0.99, "routine")])
    assert triage.urgency == "same_day"


def test_injury_of_unknown_day_counts_as_new_however_long_the_pain(
    level: Callable[..., Urgency],
) -> None:
    told = "age=18 pain_midfoot@left injury_foot@left cannot_bear_weight@left "
    old_pain = "pain_duration_days@left=180"
    assert level(told + old_pain) == level(told + "injury_days@left=1 " + old_pain) == "same_day"


@pytest.mark.parametrize(
    "broke", ["pop_felt@left cannot_lift_straight_leg@left", "fall cannot_bear_weight@left"]
)
def test_hip_that_gave_way_and_cannot_be_stood_on_is_an_emergency(
    broke: str, level: Callable[..., Urgency]
) -> None:
    assert level(f"age=27 runner pain_hip@left {broke}") == "emergency"
    assert level("age=27 runner pain_hip@left limp@left") == "same_day"


@pytest.mark.parametrize(
    ("fresh", "old"),
    [
        # Loss of blood flow is acute within two weeks; an old sprain made it "sudden".
        (
            "pain_foot@left pale_blue_foot@left rolled_ankle@left injury_days@left=2",
            "pain_foot@left pale_blue_foot@left rolled_ankle@left injury_days@left=120",
        ),
        # Pressure in the leg rises within hours, not over two months.
        (
            "pain_calf@left sudden_onset_leg@left foot_drop@left pain_duration_days@left=1",
            "pain_calf@left sudden_onset_leg@left foot_drop@left pain_duration_days@left=60",
        ),
        # A break is out of shape now; one that set crooked years ago is not.
        (
            "injury_foot@left deformity@left injury_days@left=1",
            "injury_foot@left deformity@left injury_days@left=9000",
        ),
    ],
)
def test_what_was_told_to_be_old_is_no_emergency(
    fresh: str, old: str, level: Callable[..., Urgency]
) -> None:
    assert level(fresh) == "emergency"
    assert level(old) != "emergency"
    undated = " ".join(w for w in fresh.split() if "days" not in w)
    assert level(undated) == "emergency"


def test_a_shape_told_without_anything_new_is_seen_today(level: Callable[..., Urgency]) -> None:
    assert level("pain_knee@left deformity@left") == "same_day"
    assert level("pain_knee@left deformity@left fall") == "emergency"


def test_a_child_with_a_swollen_foot_is_seen_within_days(level: Callable[..., Urgency]) -> None:
    """Unexplained swelling in a child asks for a picture within 48 hours; unwell is today."""
    told = "age=14 pain_forefoot@left swelling_foot@left"
    assert level(told) == "within_days"
    assert level(f"{told} unwell") == "same_day"
    assert level(f"{told} night_pain@left") == "same_day"


def test_a_hot_knee_and_a_limp_in_a_child(level: Callable[..., Urgency]) -> None:
    told = "age=13 swelling_knee@left warmth_knee@left limp@left"
    assert level(told) == "same_day"
    assert level(f"{told} cannot_bear_weight@left") == "emergency"
    assert level(f"{told} fever") == "emergency"


def test_an_operation_elsewhere_does_not_make_a_growing_ache_urgent(
    level: Callable[..., Urgency],
) -> None:
    told = "recent_surgery pain_foot_top@left pain_worsening@left"
    assert level(told) == "routine"
    assert level(f"{told} fever") == "same_day"
    assert level(f"{told} swelling_calf@left") == "same_day"
    operated = "recent_leg_operation@left pain_foot_top@left pain_worsening@left"
    assert level(operated) == "same_day"


def test_a_warm_numb_foot_needs_a_change_to_be_seen_today(level: Callable[..., Urgency]) -> None:
    assert level("numb_foot@left warmth_foot@left") == "within_days"
    assert level("numb_foot@left warmth_foot@left swelling_foot@left") == "same_day"
    assert level("diabetes numb_foot@left warmth_foot@left") == "same_day"


def test_severe_pain_under_dark_blisters_is_an_emergency(level: Callable[..., Urgency]) -> None:
    assert level("pain_thigh@left pain_severe@left skin_dusky_blisters@left") == "emergency"


def test_a_limb_out_of_shape_with_a_wound_is_an_emergency(level: Callable[..., Urgency]) -> None:
    assert level("deformity@left skin_break@left") == "emergency"


def test_a_cold_foot_with_pus_in_diabetes_is_an_emergency(level: Callable[..., Urgency]) -> None:
    assert level("diabetes pus_discharge@left cold_foot@left") == "emergency"


def test_a_teenager_whose_foot_turns_out(level: Callable[..., Urgency]) -> None:
    """Turning out with a limp may be a slipped hip; alone it is seen today."""
    assert level("age=16 pain_knee@left toe_out@left") == "same_day"
    assert level("age=16 pain_knee@left toe_out@left limp@left") == "emergency"
