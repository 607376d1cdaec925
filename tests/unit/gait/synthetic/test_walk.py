"""A made walk obeys the laws that a real one obeys, and its truth is true."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kinchain.core.errors import InputError, UnknownNameError
from kinchain.gait.synthetic import Pattern, SyntheticWalk

GRAVITY_MPS2 = 9.80665
WEIGHT_TOLERANCE = 0.005
"""Mean vertical force over whole strides: within 0.5 % of the body weight."""
SLIDE_M = 0.005
"""A foot on the ground slides less than this."""
FOREFOOT_LEAVES = (0.66, 1.32)
"""Forefoot's speed over walking speed at foot off: from the lower of two published rules
(https://doi.org/10.1016/j.gaitpost.2013.08.023) to the fastest of ten recordings with plates."""
REST_M = 1e-6
"""A flat foot does not move at all."""


@pytest.fixture(scope="module")
def steady():
    return SyntheticWalk(duration_s=6.0, variability=0.0).make()


def test_mean_vertical_force_is_the_body_weight():
    for speed in (0.6, 1.2, 1.8):
        walk = SyntheticWalk(speed_mps=speed, duration_s=12.0, pattern=Pattern("antalgic")).make()
        total = sum(foot.force_n[:, 1] for foot in walk.feet.values())
        contacts = walk.truth.initial_contact_s["right"]
        inside = (walk.plate_time_s >= contacts[0]) & (walk.plate_time_s < contacts[-1])
        weight = walk.settings.mass_kg * GRAVITY_MPS2
        assert total[inside].mean() == pytest.approx(weight, rel=WEIGHT_TOLERANCE)


def test_a_flat_foot_stands_still():
    walk = SyntheticWalk(duration_s=6.0, seed=3).make()
    truth = walk.truth
    for side in ("left", "right"):
        share = truth.phase[side] % 1.0
        flat = (share > 0.10) & (share < 0.28)
        start = np.flatnonzero(np.diff(flat.astype(int)) == 1) + 1
        for name in ("toe", "mt1", "mt5", "mtp_centre"):
            path = truth.landmarks_m[f"{name}_{side[0]}"]
            for first in start[:-1]:
                here = path[first : first + 15]
                assert np.ptp(here, axis=0).max() < REST_M


def test_the_toes_do_not_slide_before_foot_off():
    truth = SyntheticWalk(duration_s=6.0, seed=3).make().truth
    for side in ("left", "right"):
        for contact, off in zip(
            truth.initial_contact_s[side][:3], truth.foot_off_s[side][-3:], strict=True
        ):
            assert off > 0 and contact >= 0
        phase = truth.phase[side] % 1.0
        tip = truth.landmarks_m[f"toe_tip_{side[0]}"]
        flat = (phase > 0.1) & (phase < 0.5)
        edges = np.flatnonzero(np.diff(flat.astype(int)))
        for first, last in pairwise(edges):
            if flat[first + 1]:
                assert np.ptp(tip[first + 1 : last], axis=0).max() < SLIDE_M


@pytest.mark.parametrize("speed", [0.7, 1.0, 1.3, 1.6])
def test_the_forefoot_leaves_the_ground_as_fast_as_published(speed):
    truth = SyntheticWalk(speed_mps=speed, duration_s=6.0, variability=0.0).make().truth
    velocity = np.gradient(truth.landmarks_m["toe_r"], truth.time_s, axis=0)
    share = np.interp(truth.foot_off_s["right"], truth.time_s, np.hypot(*velocity[:, :2].T)) / speed
    low, high = FOREFOOT_LEAVES
    assert low < np.median(share) < high


@pytest.mark.parametrize("speed", [0.6, 1.2, 1.8])
def test_toes_never_bend_under_the_foot(speed):
    truth = SyntheticWalk(speed_mps=speed, duration_s=5.0, variability=0.0).make().truth
    bent = np.degrees(truth.angles["mtp_angle_r"])
    assert bent.min() > -1.0
    assert 25.0 < bent.max() < 60.0


def test_toes_out_is_positive_on_both_sides():
    for name, sign in (("toe_out", 1.0), ("toe_in", -1.0)):
        for side in ("left", "right"):
            truth = SyntheticWalk(duration_s=4.0, pattern=Pattern(name, side, 20.0)).make().truth
            standing = (truth.phase[side] % 1.0 > 0.15) & (truth.phase[side] % 1.0 < 0.3)
            turned = np.degrees(truth.angles[f"foot_progression_{side[0]}"][standing])
            assert sign * np.median(turned) > 5.0


def test_no_point_of_the_foot_goes_through_the_floor(steady):
    for name, path in steady.truth.landmarks_m.items():
        assert path[:, 1].min() > 0.0, name


def test_the_mirrored_settings_give_the_mirrored_walk():
    settings = SyntheticWalk(duration_s=3.0, pattern=Pattern("stiff_knee", "left"), seed=5)
    one, other = settings.make().truth, settings.mirrored().make().truth
    swap = {"l": "r", "r": "l"}
    for name, path in one.landmarks_m.items():
        twin = name[:-1] + swap[name[-1]] if name[-2:] in ("_l", "_r") else name
        np.testing.assert_allclose(
            path, other.landmarks_m[twin] * np.array([1.0, 1.0, -1.0]), atol=1e-7
        )
    np.testing.assert_allclose(one.angles["knee_angle_l"], other.angles["knee_angle_r"], atol=1e-6)
    np.testing.assert_allclose(one.angles["pelvis_list"], -other.angles["pelvis_list"], atol=1e-9)


def test_speed_step_length_and_width_are_as_set():
    walk = SyntheticWalk(
        duration_s=4.0, speed_mps=1.1, step_length_m=0.6, step_width_m=0.12, variability=0.0
    ).make()
    truth = walk.truth
    assert truth.speed_mps == pytest.approx(1.1)
    assert truth.step_width_m == pytest.approx(0.12)
    for side in ("left", "right"):
        np.testing.assert_allclose(truth.step_length_m[side], 0.6)


def test_two_seeds_differ_and_one_seed_repeats():
    make = lambda seed: SyntheticWalk(duration_s=2.0, seed=seed).make().truth  # noqa: E731
    np.testing.assert_array_equal(make(1).angles["knee_angle_r"], make(1).angles["knee_angle_r"])
    assert not np.allclose(make(1).angles["knee_angle_r"], make(2).angles["knee_angle_r"])


def test_settings_out_of_range_and_unknown_names_are_refused():
    with pytest.raises(InputError, match="speed_mps"):
        SyntheticWalk(speed_mps=9.0).make()
    with pytest.raises(UnknownNameError, match="pattern"):
        SyntheticWalk(pattern=Pattern("moonwalk")).make()
    with pytest.raises(UnknownNameError, match="marker set"):
        SyntheticWalk(marker_set="plug-in gate").make()
