"""How far denials, sides, dates and other people reach in what is told."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.intake import read_narrative

TOLD_ON = date(2026, 3, 1)


def heard(text):
    return {f.key: f.value for f in read_narrative(text, told_on=TOLD_ON).findings}


@pytest.mark.parametrize("how", ["can hardly", "can barely", "can only just"])
def test_hardly_able_to_stand_is_never_able(how):
    found = heard(f"My left ankle hurts, I {how} stand on it.")
    assert found.get("cannot_bear_weight@left") is not False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I lost two stone without trying and last night I coughed up blood.",
            {"coughing_blood": True, "weight_loss": True},
        ),
        ("I wouldn't say the right knee is not swollen.", {"swelling_knee@right": True}),
        ("My left knee clicks. It doesn't hurt.", {"pain_knee@left": False}),
        ("Neither ankle swells.", {"swelling_ankle@left": False, "swelling_ankle@right": False}),
        ("My right knee hurts, the left one too.", {"pain_knee@left": True}),
        ("My toes hurt, left ones.", {"pain_toes@left": True}),
        (
            "My right knee aches. I put my weight over to the left. The knee is swollen.",
            {"swelling_knee@right": True, "swelling_knee@left": None},
        ),
        (
            "My left foot is sore. It is warm compared to the other one.",
            {"warmth_foot@left": True, "warmth_foot@right": None},
        ),
        (
            "I broke my right ankle on both sides. It is swollen.",
            {"swelling_ankle@right": True, "swelling_ankle@left": None},
        ),
        (
            "I had my baby five weeks ago and my leg is swollen.",
            {"pain_duration_days@unknown": None},
        ),
        ("I stubbed my left big toe. That was ten days ago.", {"injury_days@left": 10.0}),
        (
            "I've had a sore right ankle since a bad sprain at university.",
            {"previous_ankle_sprain@right": True, "injury_foot@right": None},
        ),
        ("Two weeks no running, my left shin is sore.", {"pain_running@left": None}),
        ("My wife noticed my left foot is cold.", {"cold_foot@left": True}),
    ],
)
def test_reach(text, expected):
    found = heard(text)
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("My left sole is numb. It began some weeks after the swelling behind my knee.", "knee"),
        ("My right knee hurts, and two weeks later my right heel started to hurt.", "knee"),
        ("Right knee and right heel ache. Knee or heel first? I couldn't tell you.", None),
    ],
)
def test_which_hurt_first(text, first):
    assert heard(text).get("started_first") == first


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "My right knee went bad in spring and I have been limping since. "
            "Three weeks ago my left heel started to hurt.",
            True,
        ),
        ("My left heel is sore and now my right hip hurts because I limp.", True),
        ("My left shin is sore just above the ankle and now I limp after.", None),
    ],
)
def test_changed_walking_before_the_second_pain(text, told):
    assert heard(text).get("gait_changed_before_second_pain") is told


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("Mum's 81 and her right calf is swollen.", 81, "female"),
        ("My boy is seven and he limps.", 7, "male"),
        ("He can't stand on it. Left hip, he's six.", 6, "male"),
        ("I'm a bloke of fifty-three, my knee aches.", 53, "male"),
        ("My knee aches and my wife says I moan.", None, None),
    ],
)
def test_whose_age_and_sex(text, age, sex):
    person = read_narrative(text, told_on=TOLD_ON).person
    assert (person.age, person.sex) == (age, sex)


@pytest.mark.parametrize("text", ["A strap helps the left knee.", "A strip along my shin."])
def test_everyday_words_are_no_misspelt_illness(text):
    assert "recent_infection" not in heard(text)
