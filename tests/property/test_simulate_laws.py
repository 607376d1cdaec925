"""Laws of settings, shares and intervals, whatever is set."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinchain.app.simulate.shapley import shapley
from kinchain.app.simulate.spread import interval, verdict
from kinchain.core.errors import KinchainError
from kinchain.core.formats.simulation import SETTING_RANGES
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.settings import Settings, parse_settings, settings_from

SOMEBODY = Person(100.0, 1.75)
FREE = tuple(name for name in SETTING_RANGES if name != "body_mass_change_kg")


@st.composite
def one_setting(draw):
    name = draw(st.sampled_from(FREE))
    low, high = SETTING_RANGES[name]
    side = draw(st.sampled_from(("", "@left", "@right")))
    return f"{name}{side}", round(draw(st.floats(low, high)), 3)


@st.composite
def some_settings(draw) -> Settings:
    given_ones = draw(
        st.lists(one_setting(), max_size=3, unique_by=lambda one: one[0].split("@")[0])
    )
    try:
        return settings_from(dict(given_ones), SOMEBODY)
    except KinchainError:  # a knee without any range
        return Settings()


@given(some_settings())
def test_settings_are_told_and_read_again_without_loss(settings):
    again = settings_from(settings.as_dict(), SOMEBODY)
    for name in SETTING_RANGES:
        for leg in ("left", "right"):
            assert again.value(name, leg) == settings.value(name, leg)


@given(some_settings())
def test_mirroring_changes_the_legs_over_and_nothing_else(settings):
    mirrored = settings.mirrored()
    for name in SETTING_RANGES:
        assert mirrored.value(name, "left") == settings.value(name, "right")
    assert mirrored.mirrored() == settings
    assert set(mirrored.not_modelled()) == set(settings.not_modelled())


@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_text_is_read_or_refused_in_four_parts(texts):
    try:
        parse_settings(texts)
    except KinchainError as error:
        for fault in error.faults:
            assert fault.what and fault.where and fault.expected and fault.mend


VALUE = st.floats(-1e4, 1e4)


@given(VALUE, VALUE, st.lists(VALUE, max_size=8), st.floats(0.0, 1e3))
def test_an_interval_holds_its_change_and_no_sign_is_sure_within_the_noise(
    change, baseline, drawn, noise
):
    found = interval(change, baseline, drawn, noise)
    assert found.low <= change <= found.high
    if verdict(found.low, found.high) != "cant_tell":
        assert math.copysign(1.0, found.low) == math.copysign(1.0, found.high)


@given(VALUE, VALUE)
def test_a_mirrored_change_has_the_mirrored_interval(change, baseline):
    one, other = interval(change, baseline, ()), interval(-change, -baseline, ())
    assert one.low == pytest.approx(-other.high) and one.high == pytest.approx(-other.low)


@given(st.integers(1, 4), st.randoms(use_true_random=False))
def test_shares_sum_to_the_whole(n, random):
    players = "abcd"[:n]
    known: dict[frozenset[str], float] = {frozenset(): 0.0}

    def worth(group: frozenset[str]) -> float:
        return known.setdefault(group, random.uniform(-100.0, 100.0))

    shares = shapley(players, worth)
    assert sum(shares.values()) == pytest.approx(known[frozenset(players)], abs=1e-9)
