"""Cases of the project's own development set, their findings coded by hand from the words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kinchain.core.urgency import Urgency, at_least

URGENT: dict[str, tuple[Urgency, str]] = {
    "fk022": ("same_day", "pain_calf@unknown swelling_calf@unknown warmth_leg@unknown"),
    "fk023": ("same_day", "swelling_foot@left redness_foot@left warmth_foot@left diabetes"),
    "fk033": ("emergency", "fever chills redness_foot@right warmth_foot@right pus_discharge@right"),
    "fk037": ("same_day", "injury_foot@right pain_ankle_front@right xray_normal@right "
              "pain_ankle@right"),
    "fk038": ("same_day", "landing_jump@unknown pain_severe@unknown bruising_sole@unknown"),
    "fk053": ("same_day", "age=14 pop_felt@right kneecap_slipped@right pain_knee@right "
              "cannot_straighten_knee@right twist_injury@right"),
    "fk058": ("same_day", "swelling_front_kneecap@left redness_knee@left warmth_knee@left chills"),
    "fk060": ("same_day", "pain_above_kneecap@right cannot_lift_straight_leg@right"),
    "fk061": ("same_day", "pain_knee@unknown twist_injury@unknown cannot_bend_knee_90@unknown "
              "injury_days@unknown=1"),
    "fk074": ("within_days", "jumping_sport pain_foot_top@left pain_bone_point@left "
              "pain_duration_days@left=60 pain_running@left"),
    "fk079": ("same_day", "rolled_ankle@left swelling_ankle@left cannot_bear_weight@left"),
    "fk086": ("same_day", "twist_injury@right pain_ankle@right pain_fibula_upper@right "
              "cannot_bear_weight@right injury_days@right=5"),
    "fk094": ("same_day", "fall direct_blow@unknown pain_knee@unknown pain_severe@unknown"),
    "fk105": ("emergency", "fall_from_height deformity@right cold_foot@right numb_foot@right"),
    "fk115": ("within_days", "age=39 runner pain_under_big_toe@right night_pain@right "
              "pain_running@right"),
    "fk118": ("same_day", "pop_felt@left pain_arch@left pain_heel@left cannot_bear_weight@left"),
    "fk130": ("emergency", "age=18 fall injury_knee@right deformity@right cold_foot@right"),
    "fk132": ("same_day", "kicked_feeling_heel@unknown pop_felt@unknown weak_push_off@unknown"),
    "fk134": ("same_day", "landing_jump@both cannot_lift_straight_leg@both swelling_knee@both"),
    "ls001": ("same_day", "pain_calf@right swelling_calf@right recent_surgery "
              "pain_duration_days@right=21"),
    "ls004": ("same_day", "pain_calf@right swelling_foot@right recent_travel"),
    "ls007": ("emergency", "recent_surgery swelling_calf@left breathlessness_new chest_pain"),
    "ls010": ("emergency", "pain_shin@right tense_calf_or_shin@right foot_drop@right "
              "pain_out_of_proportion@right pain_toe_stretch@right"),
    "ls013": ("emergency", "direct_blow@unknown tense_calf_or_shin@unknown pain_shin@unknown "
              "pain_out_of_proportion@unknown tingling_foot@unknown"),
    "ls017": ("emergency", "numb_leg@left pale_blue_foot@left cold_foot@left foot_drop@left "
              "pain_thigh@left -pain_low_back"),
    "ls018": ("emergency", "sudden_onset_foot@right cold_foot@right pale_blue_foot@right "
              "pain_foot@right pulsating_lump_behind_knee@right"),
    "ls023": ("within_days", "pain_toes@left pain_forefoot@left night_pain@left "
              "pain_eased_hanging_foot@left pain_walking_distance@left smoking"),
    "ls024": ("same_day", "black_toe@left pain_toes@left diabetes pain_duration_days@left=240"),
    "ls034": ("emergency", "pain_calf@right swelling_calf@right pain_worst_nrs@right=10 "
              "cancer_active anticoagulant"),
    "ls037": ("same_day", "foot_drop@right numb_foot_top@right pain_duration_days@right=4"),
    "ls044": ("same_day", "foot_drop@left numb_foot_top@left sudden_onset_foot@left"),
    "ls048": ("same_day", "pain_low_back pain_radiating_leg@right numb_foot@right "
              "weak_push_off@right"),
    "ls052": ("emergency", "radiating_both_legs_new bladder_change sexual_function_change"),
    "ls057": ("same_day", "age=11 pain_knee@right pain_hip@right limp@right"),
    "ls062": ("same_day", "runner pain_hip@left pain_walking@left limp@left pain_stairs@left"),
    "ls065": ("emergency", "pain_knee@left swelling_knee@left redness_knee@left warmth_knee@left "
              "cannot_bend_knee_90@left pain_duration_days@left=5 -fever -chills"),
    "ls068": ("emergency", "pain_knee@left swelling_knee@left redness_knee@left "
              "sudden_onset_knee@left pain_duration_days@left=2"),
    "ls077": ("same_day", "fever pain_migrating skin_pustules_rash swelling_ankle@right"),
    "ls079": ("same_day", "age=13 swelling_knee@right limp@right -fever"),
    "ls082": ("emergency", "recent_joint_injection@right swelling_knee@right fever chills"),
    "ls084": ("emergency", "swelling_ankle@left redness_foot@left warmth_foot@left chills "
              "injects_drugs cannot_bear_weight@left"),
    "ls085": ("emergency", "age=9 fever pain_heel@left swelling_ankle@left redness_foot@left "
              "cannot_bear_weight@left redness_spreading@left"),
    "ls089": ("emergency", "joint_replacement@right pain_knee@right swelling_knee@right "
              "warmth_knee@right fever chills"),
    "ls091": ("same_day", "redness_leg@right warmth_leg@right swelling_calf@right"),
    "ls093": ("same_day", "skin_break@unknown redness_spreading@unknown chills"),
    "ls094": ("emergency", "fever pain_out_of_proportion@right skin_dusky_blisters@right"),
    "ls095": ("emergency", "rapid_skin_spread@left skin_dusky_blisters@left confusion"),
    "ls100": ("within_days", "swelling_foot@right pain_worsening@right pain_constant@right "
              "pain_duration_days@right=42 xray_normal@right"),
    "ls102": ("within_days", "pain_heel_under@left night_pain@left pain_duration_days@left=180 "
              "weight_loss"),
    "ls103": ("same_day", "pain_knee@right weight_loss coughing_blood limp@right"),
    "ls105": ("same_day", "fluoroquinolone sudden_onset_foot@left pain_heel_back@left "
              "weak_push_off@left"),
    "ls106": ("same_day", "fluoroquinolone pain_achilles@left redness_foot@left"),
    "ls108": ("within_days", "touch_hurts_skin@left colour_temperature_changes@left "
              "swelling_ankle@left ankle_stiff@left sweat_hair_nail_change@left"),
    "ls111": ("emergency", "recent_travel pain_calf@left swelling_calf@left coughing_blood"),
    "ls113": ("same_day", "pregnant swelling_whole_leg@left pain_calf@left pain_thigh@left"),
    "ls115": ("within_days", "pain_foot_outer@left pain_bone_point@left"),
    "ls119": ("same_day", "swelling_calf@left redness_leg@left warmth_leg@left"),
    "ls121": ("same_day", "twist_injury@left pain_ankle_outer@left pain_fibula_upper@left "
              "cannot_bear_weight@left"),
    "ls127": ("emergency", "gout_known fever pain_calf@both swelling_knee@both pain_severe@both"),
}  # fmt: skip

ORDINARY = {
    "fk014": "age=12 pain_below_kneecap@both pain_knee@both pain_jumping@both grows_child",
    "fk017": "age=29 bunion@both pain_big_toe_joint@both redness_foot@both pain_tight_shoes@both",
    "fk021": "age=56 pain_knee@both pain_arch@both pain_forefoot@both pain_stairs@both diabetes "
             "pain_burning@both -foot_ulcer@both -fever -cold_foot@both weight_gain",
    "fk032": "age=62 osteoarthritis_known pain_knee@right pain_heel_under@left "
             "first_step_pain@left leans_on_other_leg@right gait_changed_before_second_pain",
    "fk042": "age=21 pain_calf@both pain_running@both pain_duration_days@left=1460 "
             "pain_duration_days@right=1460 -pain_at_rest@both",
    "fk082": "age=49 pain_achilles@right morning_stiffness@right load_increase runner "
             "pain_warms_up@right -pop_felt@right",
    "fk137": "age=52 pain_heel_under@left first_step_pain@left limp@left statin new_shoes "
             "pain_duration_days@left=120",
    "ls020": "age=75 pain_calf@left pain_walking_distance@left pain_duration_days@left=90",
    "ls033": "age=46 pain_calf@left injury_leg@left sudden_onset_leg@left injury_days@left=6 "
             "-swelling_calf@left -pop_felt@left -cannot_single_heel_raise@left",
    "ls109": "age=42 widespread_pain poor_sleep_fatigue pain_knee@both pain_shin@both "
             "pain_foot@both pain_hip@both morning_stiffness@both ssri",
    "ls135": "age=43 pain_achilles@left pain_knee_front@left runner "
             "pain_duration_days@left=540",
    "ls142": "age=17 flat_foot@both pain_arch@both pain_knee_front@both -night_pain@both "
             "-limp@both -swelling_knee@both",
}  # fmt: skip


@pytest.mark.parametrize("case", URGENT)
def test_urgent_case_is_never_rated_lower(case: str, level: Callable[..., Urgency]) -> None:
    floor, words = URGENT[case]
    assert at_least(level(words), floor)


@pytest.mark.parametrize("case", ORDINARY)
def test_ordinary_case_stays_routine(case: str, level: Callable[..., Urgency]) -> None:
    assert level(ORDINARY[case]) == "routine"
