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
