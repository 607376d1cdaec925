"""Corrections, denials that point back, other people, and numbers of two legs."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.intake import read_narrative

TOLD_ON = date(2026, 3, 1)


def heard(text):
    return {f.key: f.value for f in read_narrative(text, told_on=TOLD_ON).findings}


def check(text, expected):
    found = heard(text)
    wrong = {key: found.get(key) for key, value in expected.items() if found.get(key) != value}
    assert not wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dad had gout, grandad had gout, I haven't so far.", {"gout_known": False}),
        ("My mother had a clot but I have never had one.", {"previous_dvt": False}),
        ("Wife's a smoker, I'm not.", {"smoking": False}),
        ("They offered me warfarin but I haven't started it.", {"anticoagulant": False}),
        ("I'm on warfarin. My knee hurts, I haven't had it before.", {"anticoagulant": True}),
        ("FHx: mother psoriasis. Pt: R heel pain.", {"psoriasis": None, "pain_heel@right": True}),
        (
            "My husband says come, he had a clot in 2020, but mine's just a sore left shin.",
            {"previous_dvt": None, "pain_shin@left": True},
        ),
        (
            "This is for my flatmate. He banged his right shin and the foot's tingling now.",
            {"tingling_foot@right": True},
        ),
    ],
)
def test_whose_it_is(text, expected):
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "My left foot hurts. I haven't had any numbness, tingling, or swelling.",
            {f"{name}_foot@left": False for name in ("numb", "tingling", "swelling")},
        ),
        ("My left foot isn't numb, it is swollen.", {"swelling_foot@left": True}),
        ("The swelling in my left ankle has gone.", {"swelling_ankle@left": False}),
        ("The swelling in my left ankle has gone down a bit.", {"swelling_ankle@left": True}),
        ("My feet were numb, now they aren't.", {"numb_foot@left": False}),
        (
            "My right knee aches at the front. It doesn't bother me walking on the flat.",
            {"pain_walking@right": False, "pain_knee_front@right": True},
        ),
        (
            "Cycling doesn't hurt, but running does: behind the left knee.",
            {"pain_running@left": True},
        ),
        ("My right calf normal, toes ok, left knee sore.", {"pain_calf@right": False}),
        ("My ankle is worse than ever, never been this bad.", {"pain_ankle@unknown": True}),
    ],
)
def test_what_is_denied(text, expected):
    check(text, {k: v for k, v in expected.items() if k != "pain_ankle@unknown"})
    if "pain_ankle@unknown" in expected:
        assert heard(text).get("pain_ankle@unknown") is not False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At first they thought it was my hip. It isn't. It's the outside of the right knee.",
            {"pain_hip@right": False, "pain_knee_outer@right": True},
        ),
        (
            "It isn't the calf itself, it's the tendon above the heel on the right.",
            {"pain_achilles@right": True, "pain_calf@right": False},
        ),
        ("The other heel, not the right one, is where it hurts.", {"pain_heel@left": True}),
        ("The left knee hurts, the right doesn't.", {"pain_knee@right": False}),
        ("Left foot sore. It's hotter than the right.", {"warmth_foot@right": None}),
        ("My left kneecap slipped out, sore both sides.", {"pain_knee@right": None}),
        ("I've been bow-legged all my life.", {"bow_leg@left": True, "bow_leg@right": True}),
        ("Left foot sore, no cushion left in the right heel.", {"pain_heel@left": None}),
    ],
)
def test_which_place_is_meant(text, expected):
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Heel raises: left 6, right 25. Knee to wall left 4.5 cm, right 11 cm.",
            {
                "single_leg_heel_raises_n@left": 6.0,
                "single_leg_heel_raises_n@right": 25.0,
                "knee_to_wall_cm@left": 4.5,
                "knee_to_wall_cm@right": 11.0,
            },
        ),
        (
            "8 single heel raises on the left, 22 on the right.",
            {"single_leg_heel_raises_n@left": 8.0, "single_leg_heel_raises_n@right": 22.0},
        ),
        ("R knee ROM 5-95.", {"knee_flexion_deg@right": 95.0}),
        ("Right heel pain since 20 January.", {"pain_duration_days@right": 40.0}),
        ("L heel pain x 6 weeks.", {"pain_duration_days@left": 42.0}),
        ("My right ankle hurts and it's been a fortnight.", {"pain_duration_days@right": 14.0}),
        (
            "My left foot aches. I am sixty-six years old.",
            {"pain_duration_days@left": None},
        ),
    ],
)
def test_numbers(text, expected):
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "unheard"),
    [
        ("If I had a fever I'd go to hospital, my left knee is sore.", "fever"),
        ("Would blood thinners be dangerous for me?", "anticoagulant"),
        ("I feel dreadful and my left knee is hot.", "pain_knee@left"),
        ("I cut my toenails and my right heel is sore.", "skin_break@right"),
        ("I had a little stab in the chest, and my left knee was operated.", "pain_knee@left"),
        ("My right calf aches. I nearly fell.", "fall"),
        ("My left knee is tight rather than sore.", "pain_knee@left"),
    ],
)
def test_what_is_not_told(text, unheard):
    assert heard(text).get(unheard) is not True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My right knee was swollen in December but that's gone.", {"swelling_knee@right": False}),
        (
            "My right knee was swollen in December but the pain's gone.",
            {"swelling_knee@right": True},
        ),
        (
            "My right knee used to give way a lot after the old tear, but since rehab it never "
            "does now.",
            {"giving_way@right": False},
        ),
        (
            "If my right knee gives out I'll fall for sure, so I hold the rail. It hasn't yet.",
            {"giving_way@right": False},
        ),
        ("If my right knee locks I wiggle it. It hasn't helped.", {"locking@right": True}),
        (
            "No chest pain, not short of breath, no previous clots.",
            {"chest_pain": False, "breathlessness_new": False, "previous_dvt": False},
        ),
        ("I get about four hours of sleep. My left knee hurts.", {"cannot_bear_weight@left": None}),
        ("I fell and hurt my left knee but I get about.", {"cannot_bear_weight@left": False}),
    ],
)
def test_over_feared_or_only_sounding_alike(text, expected):
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Been on naproxen for ten days and it does nothing for the left heel.",
            {"better_nsaid@left": False, "nsaid": True},
        ),
        ("Left heel pain, naproxen nil benefit.", {"better_nsaid@left": False}),
        ("My left heel hurts, I'm on naproxen.", {"better_nsaid@left": None, "nsaid": True}),
        ("My left heel eases with naproxen.", {"better_nsaid@left": True}),
        ("I didn't twist it. The right knee just went up.", {"twist_injury@right": False}),
        ("My right knee hurts when I twist it.", {"twist_injury@right": None}),
        ("Went pop? No, I'm sure it didn't. Left knee hurts.", {"pop_felt@left": False}),
        ("Did it pop? Yes. Left knee hurts.", {"pop_felt@left": True}),
        ("Swollen? No. Right knee sore.", {"swelling_knee@right": False}),
    ],
)
def test_help_denied_and_questions_answered(text, expected):
    check(text, expected)
