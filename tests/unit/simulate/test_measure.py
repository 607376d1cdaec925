"""What is measured of a stride, on made-up strides whose answers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinchain.core.errors import InputError
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.measure import (
    GRAVITY_MPS2,
    LOADS,
    REGIONS,
    change_of,
    load_course,
    over_stance,
    over_stride,
    peak,
    region_impulse_pct,
    stance_of,
    steps_of,
    trunk_lean_rad,
)
from tests.unit.simulate.made_gait import STRIDE_S, made_gait

SOMEBODY = Person(70.0, 1.75)


def test_stance_is_found_where_it_was_made():
    gait = made_gait(stance=0.6)
    right, left = stance_of(gait, "right"), stance_of(gait, "left")
    assert right.start == pytest.approx(0.0, abs=0.01)
    assert left.start == pytest.approx(0.5, abs=0.01)
    assert right.length == pytest.approx(0.6, abs=0.01) == left.length


def test_a_stance_that_runs_over_the_end_of_the_stride_is_one():
    gait = made_gait(stance=0.62)
    assert stance_of(gait, "left").length == pytest.approx(0.62, abs=0.01)


def test_a_foot_that_never_lands_is_told():
    gait = made_gait()
    empty = {leg: np.zeros_like(force) for leg, force in gait.ground.items()}
    with pytest.raises(InputError, match="never bears load"):
        stance_of(replace(gait, ground=empty), "left")


def test_a_foot_always_down_stands_all_the_time():
    gait = made_gait()
    full = {leg: np.full_like(force, 300.0) for leg, force in gait.ground.items()}
    assert stance_of(replace(gait, ground=full), "left").length == 1.0


def test_steps_of_an_even_walk():
    steps = steps_of(made_gait(speed_mps=1.3))
    stride = 1.3 * STRIDE_S
    assert steps["stride_length_m"]["all"] == pytest.approx(stride)
    assert steps["step_length_m"]["left"] == pytest.approx(stride / 2, rel=0.01)
    assert sum(steps["step_length_m"][leg] for leg in ("left", "right")) == pytest.approx(stride)
    assert steps["cadence_spm"]["all"] == pytest.approx(120.0 / STRIDE_S)
    assert steps["double_support_pct"]["all"] == pytest.approx(20.0, abs=2.0)


@pytest.mark.parametrize("name", LOADS)
def test_both_legs_of_an_even_walk_carry_alike(name):
    gait = made_gait()
    left, right = (peak(gait, SOMEBODY, name, leg) for leg in ("left", "right"))
    assert left == pytest.approx(right, rel=0.02)


def test_forces_are_in_body_weights():
    gait = made_gait()
    expected = gait.fascia["left"].max() / (SOMEBODY.mass_kg * GRAVITY_MPS2)
    assert peak(gait, SOMEBODY, "plantar_fascia_force_bw", "left") == pytest.approx(
        expected, rel=0.01
    )


def test_internal_ankle_moment_is_positive_when_it_pushes():
    assert (
        peak(made_gait(), SOMEBODY, "internal_ankle_plantarflexion_moment_nm_per_kg", "right") > 1.0
    )


def test_shares_of_the_sole_sum_to_a_hundred():
    shares = region_impulse_pct(made_gait(), "right")
    assert tuple(shares) == REGIONS
    assert sum(shares.values()) == pytest.approx(100.0)


def test_courses_start_at_the_own_foots_contact():
    gait = made_gait()
    course = gait.ground["left"][:, 1]
    assert over_stance(gait, "left", course).shape == (101,)
    assert np.argmax(over_stride(gait, "left", course)) < 60
    assert over_stance(gait, "left", course)[0] == pytest.approx(20.0, abs=12.0)


def test_a_load_course_keeps_the_strides_points():
    gait = made_gait()
    assert load_course(gait, SOMEBODY, "heel_force_bw", "left").shape == gait.time_s.shape


def test_lean_forward_is_positive():
    assert np.all(trunk_lean_rad(made_gait()) > 0.0)


def test_changes_keep_their_sign_and_know_a_zero_baseline():
    assert change_of(8.0, 10.0).percent == pytest.approx(-20.0)
    assert change_of(-8.0, -10.0).percent == pytest.approx(20.0)
    assert change_of(1.0, 0.0).percent == 0.0
