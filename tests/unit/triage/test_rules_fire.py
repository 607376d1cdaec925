"""Each rule has an example that fires it and a near miss that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kinchain.evidence.rules import RuleBook
from kinchain.triage import Triage

Assess = Callable[..., Triage]

EXAMPLES: dict[str, tuple[str, str]] = {
    "RF-01": (
        "age=30 injury_knee@left injury_days@left=1 cannot_bend_knee_90@left",
        "age=30 injury_knee@left injury_days@left=1 -cannot_bend_knee_90@left",
    ),
    "RF-02": (
        "age=63 pain_knee@left direct_blow@left injury_days@left=2",
        "age=33 pain_knee@left direct_blow@left injury_days@left=2",
    ),
    "RF-03": (
        "age=30 rolled_ankle@left pain_ankle@left cannot_bear_weight@left",
        "age=30 rolled_ankle@left pain_ankle@left cannot_bear_weight@right",
    ),
    "RF-04": (
        "age=30 injury_foot@left pain_foot_outer@left bone_tender_fifth_metatarsal@left",
        "age=30 pain_foot_outer@left bone_tender_fifth_metatarsal@left",
    ),
    "RF-05": (
        "age=30 rolled_ankle@left pain_ankle@left diabetes",
        "age=30 rolled_ankle@left pain_ankle@left injury_days@left=90 diabetes",
    ),
    "RF-06": (
        "pain_calf@left sudden_onset_leg@left recent_travel",
        "pain_calf@left calf_tight@left",
    ),
    "RF-07": ("pain_calf@left breathlessness_new", "pain_calf@left -breathlessness_new"),
    "RF-08": (
        "pain_knee@left swelling_knee@left warmth_knee@left fever",
        "pain_knee@left swelling_knee@left warmth_knee@right",
    ),
    "RF-09": (
        "pain_shin@left pain_severe@left direct_blow@left tense_calf_or_shin@left",
        "pain_shin@left direct_blow@left tense_calf_or_shin@right",
    ),
    "RF-10": (
        "pain_leg@left sudden_onset_leg@left cold_foot@left numb_foot@left",
        "cold_foot@left pain_walking_distance@left pain_calf@left",
    ),
    "RF-11": ("pain_toes@left black_toe@left", "pain_toes@left bunion@left"),
    "RF-12": (
        "pain_low_back radiating_both_legs_new",
        "pain_knee@left pain_knee@right pain_low_back",
    ),
    "RF-13": (
        "foot_drop@left pain_duration_days@left=5",
        "weak_leg@left pain_knee@left quadriceps_weak@left",
    ),
    "RF-14": ("diabetes foot_ulcer@left fever", "diabetes foot_ulcer@left -fever"),
    "RF-15": ("diabetes foot_ulcer@left", "diabetes pain_heel@left"),
    "RF-16": ("neuropathy_known warmth_foot@left", "neuropathy_known pain_foot@left"),
    "RF-17": (
        "pain_thigh@left night_pain@left pain_duration_days@left=60 weight_loss",
        "pain_knee@left night_pain@left pain_duration_days@left=60",
    ),
    "RF-18": ("age=17 pain_shin@left night_pain@left", "age=17 pain_shin@left pain_running@left"),
    "RF-19": ("age=11 pain_knee@left limp@left", "age=11 pain_knee@left pain_running@left"),
    "RF-20": (
        "pain_achilles@left kicked_feeling_heel@left",
        "pain_achilles@left sudden_onset_foot@right",
    ),
    "RF-21": (
        "pain_knee@left cannot_lift_straight_leg@left",
        "pain_knee@left quadriceps_weak@left",
    ),
    "RF-22": (
        "injury_knee@left knee_grossly_unstable@left",
        "injury_knee@left giving_way@left injury_days@left=400",
    ),
    "RF-23": (
        "pain_knee@left twist_injury@left cannot_straighten_knee@left",
        "pain_knee@left cannot_straighten_knee@left gradual_onset_knee@left",
    ),
    "RF-24": (
        (
            "pain_out_of_proportion@left touch_hurts_skin@left colour_temperature_changes@left "
            "sweat_hair_nail_change@left"
        ),
        "numb_foot@left touch_hurts_skin@left",
    ),
    "RF-25": ("redness_leg@left redness_spreading@left", "redness_leg@left"),
    "RF-26": (
        "pain_out_of_proportion@left skin_dusky_blisters@left",
        "pain_out_of_proportion@left",
    ),
    "RF-27": ("injury_leg@left deformity@left", "toe_deformity@left"),
    "RF-28": (
        "runner load_increase pain_foot_inner@left pain_bone_point@left",
        "runner load_increase pain_arch@left first_step_pain@left",
    ),
    "RF-29": (
        "several_joints_swollen morning_stiffness_over_30min@left",
        "pain_knee@left morning_stiffness_min@left=15",
    ),
    "RF-30": (
        "pain_big_toe_joint@left redness_foot@left sudden_onset_foot@left",
        "pain_big_toe_joint@left redness_foot@left bunion@left",
    ),
    "RF-31": (
        "age=62 pain_knee_inner@left sudden_onset_knee@left night_pain@left",
        "age=42 pain_knee_inner@left sudden_onset_knee@left night_pain@left",
    ),
    "RF-32": (
        "recent_joint_injection@left pain_knee@left pain_worsening@left",
        "tried_injection@left pain_knee@left pain_worsening@left",
    ),
    "RF-33": (
        "joint_replacement@left warmth_knee@left",
        "joint_replacement@left pain_knee@right warmth_knee@right",
    ),
    "RF-34": ("pain_hip@left load_increase pain_running@left", "pain_hip@left runner"),
    "RF-35": (
        "anticoagulant pain_calf@left pain_severe@left swelling_calf@left",
        "anticoagulant pain_calf@left calf_tight@left",
    ),
    "RF-36": ("pain_arch@left pop_felt@left", "pain_arch@left first_step_pain@left"),
    "RF-37": ("injury_foot@left bruising_sole@left", "rolled_ankle@left bruising_foot@left"),
    "RF-38": (
        "rolled_ankle@left pain_ankle@left xray_normal@left",
        "pain_ankle@left rolled_ankle@left injury_days@left=200 xray_normal@left",
    ),
    "RF-39": ("pulsating_lump_behind_knee@left", "lump_behind_knee@left"),
    "RF-40": (
        "pain_shin@left sudden_onset_leg@left foot_drop@left",
        "pain_shin@left pain_running@left numb_foot@left pain_duration_days@left=300",
    ),
    "RF-41": ("pain_foot@left pus_discharge@left", "pain_foot@left pain_constant@left"),
    "RF-42": ("urethral_discharge swelling_knee@left", "swelling_knee@left pain_migrating"),
    "RF-43": (
        "recent_gut_or_genital_infection swelling_knee@left",
        "recent_infection swelling_knee@left",
    ),
    "RF-44": ("ring_rash swelling_knee@left", "ring_rash"),
    "RF-45": ("pain_calf@left swelling_calf@left", "pain_calf@left swelling_ankle@right"),
    "RF-46": ("superficial_vein_cord@left redness_leg@left", "redness_leg@left"),
    "RF-47": ("pregnant pain_calf@left", "pregnant pain_heel@left"),
    "RF-48": ("fluoroquinolone pain_achilles@left", "fluoroquinolone pain_arch@left"),
    "RF-49": ("cancer_history pain_thigh@left night_pain@left", "cancer_history pain_knee@left"),
    "RF-50": (
        "anticoagulant pain_knee@left swelling_knee@left sudden_onset_knee@left",
        "anticoagulant pain_knee@left swelling_knee@left",
    ),
    "RF-51": (
        "injury_knee@left swelling_knee_rapid@left",
        "injury_knee@left swelling_knee@left injury_days@left=400",
    ),
    "RF-52": ("injury_leg@left pain_severe@left", "pain_heel@left pain_severe@left"),
    "RF-53": (
        "swelling_front_kneecap@left redness_knee@left",
        "swelling_front_kneecap@left kneeling_work",
    ),
    "RF-54": ("kneecap_slipped@left twist_injury@left", "kneecap_slipped@left"),
    "RF-55": (
        "fever swelling_knee@left swelling_knee@right",
        "fever pain_knee@left pain_knee@right",
    ),
    "RF-56": ("age=9 pain_knee@left night_pain@left", "age=9 pain_knee@left"),
    "RF-57": (
        "pain_calf@left sudden_onset_leg@left pain_severe@left",
        "pain_calf@left pain_severe@left",
    ),
    "RF-58": ("arch_fallen_new@left swelling_ankle@left", "arch_fallen_new@left"),
    "RF-59": (
        "pain_foot_top@left pain_bone_point@left",
        "pain_below_kneecap@left pain_bone_point@left",
    ),
    "RF-60": ("pain_bone_point@left night_pain@left", "pain_bone_point@left night_pain@right"),
    "RF-S1": (
        "pain_heel@left pain_duration_days@left=60",
        "pain_heel@left pain_duration_days@left=20",
    ),
    "RF-S2": ("swelling_knee@left warmth_knee@left", "swelling_knee@left warmth_foot@left"),
    "RF-S3": ("pain_knee@left locking@left", "pain_knee@left clicking@left"),
    "RF-S4": ("numb_foot@left numb_new@left", "pain_foot@left -numb_foot@left"),
    "RF-S5": ("rolled_ankle@left injury_days@left=2", "rolled_ankle@left injury_days@left=60"),
    "RF-S6": ("pain_knee@left fever", "pain_knee@left -fever"),
}


def test_every_rule_has_examples(book: RuleBook) -> None:
    assert sorted(EXAMPLES) == sorted(rule.id for rule in book.rules)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_rule_fires(rule: str, assess: Assess) -> None:
    fired = {flag.rule: flag for flag in assess(EXAMPLES[rule][0]).red_flags}
    assert rule in fired
    assert fired[rule].because, "a rule that fires names what made it true"


@pytest.mark.parametrize("rule", EXAMPLES)
def test_rule_stays_quiet_at_a_near_miss(rule: str, assess: Assess) -> None:
    assert rule not in {flag.rule for flag in assess(EXAMPLES[rule][1]).red_flags}


@pytest.mark.parametrize("rule", EXAMPLES)
def test_because_names_only_told_findings(rule: str, assess: Assess) -> None:
    words = EXAMPLES[rule][0]
    told = {word.partition("=")[0] for word in words.split()}
    for flag in assess(words).red_flags:
        assert set(flag.because) <= told


def test_validated_screens_say_that_they_are_screens(book: RuleBook, assess: Assess) -> None:
    assert all(rule.screen for rule in book.rules if rule.basis == "validated")
    flags = assess(EXAMPLES["RF-01"][0]).red_flags
    assert "screen" in next(flag.screen_note for flag in flags if flag.rule == "RF-01")
    assert next(flag.screen_note for flag in flags if flag.rule == "RF-S5") == ""


def test_strict_rules_are_marked(book: RuleBook) -> None:
    strict = {rule.id for rule in book.rules if rule.strict}
    assert {"RF-11", "RF-17", "RF-28"} <= strict


def test_no_accuracy_is_printed_beside_a_self_report(book: RuleBook) -> None:
    for rule in book.rules:
        spoken = " ".join((rule.say, rule.tell, *(tier.action for tier in rule.tiers)))
        assert "%" not in spoken
        assert "sensitiv" not in spoken
        assert "specific" not in spoken
