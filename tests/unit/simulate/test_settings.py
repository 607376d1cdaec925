"""Settings: what may be set, and what each fault is answered with."""

from __future__ import annotations

import math

import pytest

from kinchain.core.errors import InputError, UnknownNameError
from kinchain.core.formats.simulation import SETTING_RANGES
from kinchain.simulate.gait_cycle import LEGS, Person
from kinchain.simulate.settings import (
    HEALTHY,
    WHOLE_PERSON,
    Settings,
    parse_settings,
    settings_from,
    with_value,
)

SOMEBODY = Person(70.0, 1.75)


def test_every_setting_has_a_healthy_value_within_its_range():
    assert set(HEALTHY) == set(SETTING_RANGES)
    for name, (low, high) in SETTING_RANGES.items():
        assert low <= HEALTHY[name] <= high


def test_nothing_set_is_healthy():
    nothing = Settings()
    for name in HEALTHY:
        for leg in LEGS:
            assert nothing.value(name, leg) == HEALTHY[name]
    assert nothing.changed() == () and nothing.as_dict() == {}


def test_a_side_is_set_alone_and_no_side_sets_both():
    told = parse_settings(["knee_pain@right=5", "calf_tightness_pct=10"])
    assert (told.value("knee_pain", "right"), told.value("knee_pain", "left")) == (5.0, 0.0)
    assert told.value("calf_tightness_pct", "left") == told.value("calf_tightness_pct", "right")
    assert told.as_dict() == {"knee_pain@right": 5.0, "calf_tightness_pct": 10.0}


def test_body_mass_is_of_the_whole_person():
    told = parse_settings(["body_mass_change_kg=-5"], SOMEBODY)
    assert told.value("body_mass_change_kg", "left") == -5.0
    assert told.value("body_mass_change_kg") == -5.0
    with pytest.raises(InputError, match="takes no side"):
        parse_settings(["body_mass_change_kg@left=-5"])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("knee_pain", "no value"),
        ("knee_pain=much", "no number"),
        ("knee_pain=nan", "no number"),
        ("knee_pain=inf", "no number"),
        ("knee_pain=", "no number"),
        ("knee_pain=11", "out of range"),
        ("knee_pain=-0.1", "out of range"),
        ("knee_pain@middle=3", "unknown side"),
        ("knee_pain@=3", "unknown side"),
        ("", "no value"),
    ],
)
def test_each_fault_has_four_parts(text, part):
    with pytest.raises(InputError) as raised:
        parse_settings([text])
    fault = raised.value.faults[0]
    assert part in fault.what
    assert fault.where and fault.expected and fault.mend


@pytest.mark.parametrize("name", SETTING_RANGES)
def test_the_ends_of_every_range_can_be_set_and_nothing_beyond(name):
    low, high = SETTING_RANGES[name]
    for value in (low, high):
        settings_from({name: value}, SOMEBODY)
    for value in (low - 0.5, high + 0.5):
        with pytest.raises(InputError, match="out of range"):
            settings_from({name: value}, SOMEBODY)


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError) as raised:
        parse_settings(["knee_extention_deficit_deg@right=10"])
    assert "knee_extension_deficit_deg" in raised.value.faults[0].mend


def test_all_faults_are_told_at_once():
    with pytest.raises(InputError) as raised:
        parse_settings(["knee_pain=12", "kne_pain=1", "heel_pain"])
    assert len(raised.value.faults) == 3


def test_free_text_is_not_repeated():
    with pytest.raises(InputError) as raised:
        parse_settings(["my left knee hurts since the divorce"])
    assert "divorce" not in str(raised.value)


def test_one_leg_set_twice_otherwise_is_a_contradiction():
    with pytest.raises(InputError, match="twice"):
        parse_settings(["knee_pain=2", "knee_pain@left=3"])
    same = parse_settings(["knee_pain=2", "knee_pain@left=2"])
    assert same.value("knee_pain", "left") == 2.0


def test_a_knee_without_any_range_is_a_contradiction():
    with pytest.raises(InputError, match="lacks to be straight") as raised:
        parse_settings(["knee_extension_deficit_deg@left=30", "knee_flexion_limit_deg=25"])
    assert len(raised.value.faults) == 1
    assert "@left" in raised.value.faults[0].where


def test_a_change_of_mass_must_leave_a_person():
    with pytest.raises(InputError, match="no mass"):
        parse_settings(["body_mass_change_kg=-40"], Person(60.0, 1.6))


def test_what_acts_sideways_is_named_as_not_modelled():
    told = parse_settings(["knee_varus_deg=5", "hip_abductor_strength_pct=60", "knee_pain=1"])
    assert set(told.not_modelled()) == {"knee_varus_deg", "hip_abductor_strength_pct"}
    assert parse_settings(["knee_varus_deg=0"]).not_modelled() == ()


def test_mirroring_twice_is_the_same():
    told = parse_settings(["knee_pain@right=5", "heel_pain@left=2", "body_mass_change_kg=3"])
    assert told.mirrored().value("knee_pain", "left") == 5.0
    assert told.mirrored().mirrored() == told


def test_only_and_without_part_the_settings():
    told = parse_settings(["knee_pain@right=5", "heel_pain@left=2"])
    assert told.only(["knee_pain"]).as_dict() == {"knee_pain@right": 5.0}
    assert told.without(["knee_pain"]).as_dict() == {"heel_pain@left": 2.0}


def test_a_value_set_anew_stays_within_its_range():
    told = with_value(Settings(), "knee_pain", "left", 99.0)
    assert told.value("knee_pain", "left") == 10.0


@pytest.mark.parametrize("given", [True, "5 of 10", None, [1], math.nan])
def test_values_that_are_no_numbers_are_refused(given):
    with pytest.raises(InputError):
        settings_from({"knee_pain": given}, SOMEBODY)  # type: ignore[dict-item]


def test_settings_checked_before_are_checked_against_the_person_again():
    told = parse_settings(["body_mass_change_kg=40"])
    with pytest.raises(InputError):
        settings_from(told, Person(180.0, 1.8))


def test_a_value_of_an_unknown_setting_is_an_error():
    with pytest.raises(UnknownNameError):
        Settings().value("knee_pian", "left")


@pytest.mark.parametrize(("mass", "height"), [(20.0, 1.7), (70.0, 170.0), (math.nan, 1.7)])
def test_a_person_outside_the_grown_is_refused(mass, height):
    with pytest.raises(InputError):
        Person(mass, height)


def test_whole_person_settings_are_settings():
    assert set(WHOLE_PERSON) <= set(HEALTHY)
