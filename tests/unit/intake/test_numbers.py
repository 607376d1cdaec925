"""Numbers of tests, scales and times, signs of tests, and persons told in shorthand."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.intake import read_narrative

TOLD_ON = date(2026, 3, 1)


def check(text, expected):
    found = {f.key: f.value for f in read_narrative(text, told_on=TOLD_ON).findings}
    wrong = {key: found.get(key) for key, value in expected.items() if found.get(key) != value}
    assert not wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30s CST 9.", {"chair_stands_30s_n": 9}),
        ("13 sit to stands in 30 seconds.", {"chair_stands_30s_n": 13}),
        ("Got up from the chair 14 times in the half minute.", {"chair_stands_30s_n": 14}),
        ("5x sit to stand 12 seconds.", {"chair_stands_30s_n": None}),
        (
            "R knee ROM 5-110.",
            {"knee_flexion_deg@right": 110, "knee_extension_deficit_deg@right": 5},
        ),
        (
            "R knee ROM 5-0-130.",
            {"knee_flexion_deg@right": 130, "knee_extension_deficit_deg@right": None},
        ),
        ("L knee AROM 0-125.", {"knee_flexion_deg@left": 125}),
        ("L ankle ROM 0-40.", {"knee_flexion_deg@left": None}),
        ("Right knee FFD 12 deg.", {"knee_extension_deficit_deg@right": 12}),
        ("R knee ext -5, flex 120.", {"knee_extension_deficit_deg@right": 5}),
        ("Left knee stays bent at about 15 degrees.", {"knee_extension_deficit_deg@left": 15}),
        ("AKE R 38, L 22.", {"hamstring_short_deg@right": 38, "hamstring_short_deg@left": 22}),
        ("ND 13 mm R, 6 mm L.", {"navicular_drop_mm@right": 13, "navicular_drop_mm@left": 6}),
        (
            "Single leg stance 6s on the right, 30s on the left.",
            {"single_leg_balance_s@right": 6, "single_leg_balance_s@left": 30},
        ),
        (
            "Knee-to-wall 4 and 9 cm left and right.",
            {"knee_to_wall_cm@left": 4, "knee_to_wall_cm@right": 9},
        ),
        (
            "Wall test: 4 cm on the right ankle and 11 on the good one.",
            {"knee_to_wall_cm@right": 4, "knee_to_wall_cm@left": 11},
        ),
        ("Calf circumference R 41 cm, L 37 cm.", {"calf_girth_difference_cm@right": 4}),
        ("L calf girth +2.5 cm.", {"calf_girth_difference_cm@left": 2.5}),
        (
            "Right foot 34.1, left foot 30.9 degrees on the thermometer.",
            {"foot_temperature_difference_c@right": 3.2},
        ),
        ("Left foot: 3 of 8 monofilament sites missed.", {"touch_test_missed_n@left": 3}),
        ("Monofilament 4/10 felt on the right foot.", {"touch_test_missed_n@right": 6}),
        ("Sweep test trace only L.", {"effusion_sweep_grade@left": 0}),
    ],
)
def test_a_number_with_its_measure_unit_and_side(text, expected):
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("EMS 45 min R knee.", 45),
        ("Right knee, morning stiffness of 1 hr.", 60),
        ("It takes me three quarters of an hour in the morning to get going, my right knee.", 45),
        ("An hour and a half before my right knee loosens up first thing.", 90),
        ("Right knee: 2 h of morning stiffness.", 120),
        ("Thirty-five minutes of stiffness every morning, right knee.", 35),
        ("Stiff for 10-15 min on waking, right knee.", 12.5),
        ("No morning stiffness over 30 min, right knee pain.", None),
    ],
)
def test_minutes_of_morning_stiffness(text, minutes):
    check(text, {"morning_stiffness_min@right": minutes})


def test_more_than_half_an_hour():
    check("Right knee stiff >30 min each morning.", {"morning_stiffness_over_30min@right": True})


@pytest.mark.parametrize(
    ("text", "now", "worst"),
    [
        ("Right heel pain, NRS 6.", 6, None),
        ("I'd give my right ankle six outta ten.", 6, None),
        ("Right kneecap pain, 8/10 at worst, 2/10 sat here.", 2, 8),
        ("Right heel: VAS 5/10, peaks 8/10.", 5, 8),
        ("Right heel pain, NRS 7 first step, 3 now.", 3, 7),
        ("Right heel pain now 4, at its worst 9.", 4, 9),
        ("Right heel pain, now 3 weeks.", None, None),
    ],
)
def test_pain_now_and_at_worst(text, now, worst):
    check(text, {"pain_now_nrs@right": now, "pain_worst_nrs@right": worst})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Windlass +ve L, heel squeeze -ve L.",
            {"windlass_pain@left": True, "heel_squeeze_pain@left": False},
        ),
        ("Tinel (-) left ankle.", {"tinel_inner_ankle@left": False}),
        (
            "Left leg: Thompson -ve, calf sore.",
            {"calf_squeeze_no_movement@left": False, "pain_calf@left": True},
        ),
    ],
)
def test_signs_of_tests(text, expected):
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("That's 17 days of left foot pain now.", 17),
        ("I have since three days a strong pain in the left calf.", 3),
        ("A fortnight I've had this arch pain, left side.", 14),
        ("Left heel pain for the best part of a year.", 365),
        ("Left heel pain since Easter.", 315),
        ("Left heel pain since Boxing Day.", 65),
        ("Left heel pain since the 20th.", 9),
        ("Left heel pain since the day before yesterday.", 2),
        ("Going on five months now with this left shin.", 150),
        ("Left heel, six weeks.", 42),
        ("Left heel pain x 3/52.", 21),
        ("I'm 34 weeks and both ankles are swollen.", None),
        ("Left heel pain, six weeks of rest.", None),
    ],
)
def test_how_long_it_has_hurt(text, days):
    check(text, {"pain_duration_days@left": days})


def test_an_injury_dated_by_since():
    check("It's been 3 wks since I rolled the left ankle.", {"injury_days@left": 21})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I shall be seventy-nine in April.", {"age": 78}),
        ("My gran is in her eighties and her right knee swells.", {"age": 85, "sex": "female"}),
        ("I had it pinned in my forties.", {"age": None}),
        ("54, female, 1.63 m and 88 kg.", {"age": 54, "sex": "female", "height_m": 1.63}),
        ("I can walk 20 m without pain in my knee.", {"age": None, "sex": None}),
        ("6'2 190, left knee pain.", {"height_m": 1.88, "mass_kg": 86.2}),
        ("5ft4 13st, bad knees.", {"height_m": 1.626, "mass_kg": 82.6}),
        ("five foot two, ten stone six", {"height_m": 1.575, "mass_kg": 66.2}),
        ("nineteen stone and six foot one", {"height_m": 1.854, "mass_kg": 120.7}),
        ("167 cm, 71 kg, 48 years. Right knee pain.", {"age": 48}),
        ("He shot me a look.", {"sex": None}),
    ],
)
def test_persons(text, expected):
    person = read_narrative(text, told_on=TOLD_ON).person
    assert {name: getattr(person, name) for name in expected} == expected
