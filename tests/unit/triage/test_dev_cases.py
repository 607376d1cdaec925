"""Published cases of the development set, their findings coded by hand from the words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

URGENT = {
    "d001": (
        "emergency",
        (
            "age=70 pain_leg@right sudden_onset_leg@right pain_severe@right "
            "pale_blue_foot@right cold_foot@right numb_foot@right numb_leg@right"
        ),
    ),
    "d002": (
        "same_day",
        (
            "age=42 pain_ankle@left pain_achilles@left sudden_onset_foot@left "
            "kicked_feeling_heel@left weak_push_off@left pain_walking@left"
        ),
    ),
    "d003": (
        "same_day",
        (
            "age=50 pain_midfoot@left redness_foot@left swelling_foot@left diabetes "
            "pain_duration_days@left=14 -injury_foot@left"
        ),
    ),
    "d004": (
        "same_day",
        "age=62 pain_calf@right sudden_onset_leg@right redness_leg@right swelling_calf@right",
    ),
    "d005": (
        "emergency",
        (
            "age=33 pain_low_back radiating_both_legs_new saddle_numbness "
            "bladder_change neuro_worsening pain_severe@both"
        ),
    ),
    "d006": ("emergency", "age=23 pain_shin@unknown sudden_onset_leg@unknown foot_drop@unknown"),
    "d006 heard as weakness": (
        "emergency",
        "age=23 pain_shin@unknown sudden_onset_leg@unknown weak_leg@unknown",
    ),
    "d007": ("same_day", "age=41 pain_ankle@left injury_foot@left xray_normal@left"),
    "d015": (
        "same_day",
        (
            "age=41 landing_jump@unknown pain_knee@unknown pop_felt@unknown "
            "sudden_onset_knee@unknown cannot_straighten_knee@unknown"
        ),
    ),
    "d016": (
        "same_day",
        (
            "age=74 pain_leg@left pain_calf@left pain_severe@left swelling_calf@left "
            "sudden_onset_leg@left pain_duration_days@left=7 osteoarthritis_known weak_leg@left "
            "stroke"
        ),
    ),
    "d016 without the swelling": (
        "same_day",
        "age=74 pain_shin@left pain_severe@left sudden_onset_leg@left",
    ),
    "d017": (
        "emergency",
        (
            "age=59 sudden_onset_leg@left pain_severe@left pain_constant@left "
            "pain_calf@left swelling_calf@left previous_dvt anticoagulant heart_disease "
            "-injury_leg@left -recent_travel -fever"
        ),
    ),
    "d018": (
        "same_day",
        (
            "age=30 injury_foot@left direct_blow@left pop_felt@left pain_severe@left "
            "pain_achilles@left pain_ankle@left numb_foot@left swelling_ankle@left better_ice@left"
        ),
    ),
    "d019": (
        "same_day",
        (
            "age=59 rolled_ankle@right injury_foot@right pain_ankle@right "
            "pain_foot@right pain_severe@right alcohol_heavy"
        ),
    ),
    "d019 without severity": (
        "same_day",
        "age=59 rolled_ankle@right pain_ankle@right alcohol_heavy",
    ),
    "d020": (
        "emergency",
        (
            "age=55 pain_knee@both swelling_knee@both fever skin_break@both "
            "pain_duration_days@left=21 pain_duration_days@right=21 -immunosuppressed"
        ),
    ),
    "d022": (
        "within_days",
        (
            "age=32 pain_heel@both pain_arch@both pain_foot_top@both runner "
            "load_increase barefoot_or_minimal_shoes pain_running@both"
        ),
    ),
}

ORDINARY = {
    "d008": "age=27 pain_heel_under@both pain_heel@both first_step_pain@both pain_after_rest@both "
    "pain_duration_days@left=240 pain_duration_days@right=240 pain_stabbing@both",
    "d009": "age=41 pain_heel@left pain_arch@left rolled_ankle@left injury_foot@left "
    "injury_days@left=180 limp@left walks_on_outer_edge@left first_step_pain@left "
    "pain_burning@left pain_severe@left pain_duration_days@left=150",
    "d010": "age=42 pain_between_toes@left pain_burning@left pain_pebble@left high_heels "
    "gradual_onset_foot@left pain_duration_days@left=60 -injury_foot@left",
    "d011": "age=27 pain_knee@unknown pain_running@unknown pain_stairs@unknown runner "
    "pain_sitting_knee_bent@unknown -injury_knee@unknown",
    "d012": "age=47 pain_achilles@left pain_duration_days@left=400 pain_warms_up@left "
    "morning_stiffness@left better_ice@left standing_work",
    "d013": "age=25 pain_knee@left pain_big_toe_joint@right pain_toes@right",
    "d021": "age=38 pain_heel@both first_step_pain@both diabetes runner "
    "pain_duration_days@left=120 pain_duration_days@right=120",
    "d023": "age=31 pain_knee@right pain_knee_front@right pain_stairs@right pain_running@right "
    "runner better_rest@right better_ice@right gradual_onset_knee@right",
    "d024": "age=44 pain_achilles@left morning_stiffness@left runner pain_duration_days@left=42",
    "d025": "age=48 pain_heel_under@both pain_heel@both pain_severe@both first_step_pain@both "
    "pain_end_of_day@both standing_work -swelling_foot@both -numb_foot@both "
    "-weak_leg@both -fall no_help_self_care@both",
    "d026": "age=49 pain_shin@right pain_severe@right limp@right pain_duration_days@right=60 "
    "barefoot_or_minimal_shoes",
    "d027": "age=67 numb_foot@both pain_burning@both touch_hurts_skin@both diabetes alcohol_heavy "
    "pain_duration_days@left=300 pain_duration_days@right=300 -pain_low_back "
    "-bladder_change -bowel_change -injury_foot@both",
    "d028": "age=63 pain_heel@left pain_hip@left runner first_step_pain@left leg_length_difference "
    "pain_duration_days@left=730 gradual_onset_foot@left better_rest@left",
    "d029": "age=67 pain_knee@both knock_knee@both pain_standing_long@both pain_walking@both "
    "morning_stiffness@both morning_stiffness_min@left=30 pain_stairs@both hypertension "
    "diabetes pain_duration_days@left=1825 giving_way@both",
    "d030": "age=35 pain_heel@both pain_knee@both pain_knee_inner@both pain_hip@both pain_low_back "
    "first_step_pain@both pain_after_rest@both pain_stairs@both pain_standing_long@both",
}


@pytest.mark.parametrize("case", URGENT)
def test_urgent_case_reaches_its_level(case: str, level: Callable[..., str]) -> None:
    expected, words = URGENT[case]
    assert level(words) == expected


@pytest.mark.parametrize("case", ORDINARY)
def test_ordinary_case_is_not_raised(case: str, level: Callable[..., str]) -> None:
    assert level(ORDINARY[case]) == "routine"


def test_thigh_pain_after_more_running_is_seen_within_days(level: Callable[..., str]) -> None:
    """Case d014: outer knee and thigh; a bone stress injury of the thigh is not excluded."""
    words = (
        "age=21 runner load_increase pain_knee_outer@left pain_knee@left pain_thigh@left "
        "pain_running@left"
    )
    assert level(words) == "within_days"
