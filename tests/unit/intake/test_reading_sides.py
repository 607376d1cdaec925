"""Sides told by letters, in pieces told later, and words that only look like a side."""

from __future__ import annotations

from datetime import date

import pytest

from kinchain.intake import read_narrative

TOLD_ON = date(2026, 3, 1)


def heard(text):
    return {f.key: f.value for f in read_narrative(text, told_on=TOLD_ON).findings}


@pytest.mark.parametrize(
    ("text", "expected", "unheard"),
    [
        ("My left knee hurts right under the kneecap.", "pain_below_kneecap@left", "right"),
        ("My right knee hurts just under the kneecap.", "pain_below_kneecap@right", "left"),
        ("It burns right in the middle of my left sole.", "pain_burning@left", "right"),
        ("The pain is on the right under the kneecap.", "pain_below_kneecap@right", "left"),
        ("R under kneecap pain.", "pain_below_kneecap@right", "left"),
        ("Right so I fell and my left knee is swollen.", "swelling_knee@left", "right"),
    ],
)
def test_right_that_only_stresses_a_place_is_no_side(text, expected, unheard):
    found = heard(text)
    assert found.get(expected) is True
    assert not any(key.endswith(f"@{unheard}") for key in found)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Plantar heel pain L 4/12.", "left"),
        ("Plantar heel pain R 4/12.", "right"),
        ("Plantar heel pain 4/12.", "unknown"),
    ],
)
def test_the_letter_of_a_note_is_a_side(text, side):
    assert f"pain_heel_under@{side}" in heard(text)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The foot burns at night, both feet really.", {"left", "right"}),
        ("The foot burns at night, the left foot really.", {"left"}),
        ("The foot burns at night, every night really.", {"unknown"}),
        ("Foot swells after the bus, both foot.", {"left", "right"}),
    ],
)
def test_a_piece_told_later_gives_the_sides(text, sides):
    found = {k.rpartition("@")[2] for k in heard(text) if k.startswith(("pain_burn", "swelling_"))}
    assert found == sides


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("My right ankle and knee, also my lower back.", True),
        ("It goes from joint to joint, last week the right ankle, then the right knee.", True),
        ("Everything hurts, shoulders, ankles, knees.", True),
        ("I asked about my right ankle and knee at the shop.", None),
        ("Not my right ankle and knee.", None),
    ],
)
def test_parts_in_a_bare_list_are_complaints(text, value):
    found = heard(text)
    assert {found.get("pain_ankle@right"), found.get("pain_knee@right")} in ({value}, {False})


def test_help_for_something_else_denies_no_pain():
    found = heard("My right knee hurts. Sertraline helped my mood but not the pain.")
    assert found["pain_knee@right"] is True


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Took simvastatin for a year and my right thigh hurts.", None),
        ("My right thigh has hurt for a year and I took simvastatin.", 365),
        ("Tight shoes for two years and now my right big toe hurts.", None),
        ("Last week it was the right knee that hurt, now it's the right heel.", None),
    ],
)
def test_a_time_of_something_else_is_no_duration(text, days):
    assert heard(text).get("pain_duration_days@right") == days


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("Hi doctor, re Ella (8). Limping on the left.", 8),
        ("My little one (4) is limping.", 4),
        ("Resident, 91, found on floor. Left hip hurts.", 91),
        ("Volleyball player, 19, left knee hurts.", 19),
        ("Runner, 5 km a day, left knee hurts.", None),
        ("Left ankle (3) hurts.", None),
        ("Pain (7) in the left knee.", None),
    ],
)
def test_ages_set_apart(text, age):
    assert read_narrative(text, told_on=TOLD_ON).person.age == age


def test_the_letter_after_an_age_is_the_sex():
    text = "79F resident, found on floor, right leg short, confused as usual for her."
    assert read_narrative(text, told_on=TOLD_ON).person.sex == "female"


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("L ankle: knee-to-wall 6 cm vs R 11 cm.", 6, 11),
        ("R ankle: knee-to-wall 6 cm vs L 11 cm.", 11, 6),
        ("Knee-to-wall 6 cm R, 11 cm L.", 11, 6),
    ],
)
def test_a_number_compared_with_the_other_leg(text, left, right):
    found = heard(text)
    assert found["knee_to_wall_cm@left"] == left
    assert found["knee_to_wall_cm@right"] == right


def test_both_sides_at_the_end_is_of_all_the_parts():
    found = heard("Numbness is creeping up, toes last month, now halfway up the shin, both sides.")
    assert {"numb_foot@left", "numb_foot@right"} <= set(found)
