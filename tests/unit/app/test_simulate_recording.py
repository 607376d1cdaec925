"""A stride written as a recording is measured back as what it was, on made-up strides."""

from __future__ import annotations

import numpy as np
import pytest

import kinchain as kc
from kinchain.app.simulate.files import FILES, write_predicted
from kinchain.app.simulate.recording import recording_of
from kinchain.simulate.gait_cycle import LEGS, Person
from kinchain.simulate.measure import over_stride, steps_of
from tests.unit.simulate.made_gait import made_gait

SOMEBODY = Person(71.4, 1.70)
WITHIN_DEG = 2.0
"""Markers mark knee and ankle, not the model's own axes: angles come back within this (RMS)."""


@pytest.fixture(scope="module")
def measured():
    gait = made_gait(speed_mps=1.15)
    return gait, kc.measure_walk(recording_of(gait, SOMEBODY))


def test_steps_come_back(measured):
    gait, walk = measured
    truth = steps_of(gait)
    both = walk.summary["double_support_pct"]["all"].mean  # a frame is nearly 1 % of the stride
    assert both == pytest.approx(truth["double_support_pct"]["all"], abs=1.5)
    for name in ("walking_speed_mps", "cadence_spm"):
        assert walk.summary[name]["all"].mean == pytest.approx(truth[name]["all"], rel=0.02)
    for leg in LEGS:
        for name in ("step_length_m", "stance_pct"):
            assert walk.summary[name][leg].mean == pytest.approx(truth[name][leg], rel=0.02)


@pytest.mark.parametrize("name", ["hip_flexion", "knee_angle", "ankle_angle"])
def test_joint_angles_come_back(measured, name):
    gait, walk = measured
    for leg in LEGS:
        key = f"{name}_{leg[0]}"
        truth = np.rad2deg(over_stride(gait, leg, gait.coordinates[key]))
        off = np.asarray(walk.angles[key].mean_deg) - truth
        assert np.sqrt(np.mean(off**2)) < WITHIN_DEG, key


def test_an_uneven_walk_keeps_its_sides():
    gait = made_gait(scale={"ground_left": 0.9})
    walk = kc.measure_walk(recording_of(gait, SOMEBODY))
    peaks = walk.summary["vertical_peak_bw"]
    assert peaks["left"].mean == pytest.approx(0.9 * peaks["right"].mean, rel=0.02)


def test_the_recording_says_that_nobody_walked():
    assert "predicted" in recording_of(made_gait(), SOMEBODY).notes[0].what


def test_files_are_written_and_taken_away(tmp_path):
    written = write_predicted(made_gait(), SOMEBODY, tmp_path)
    assert [file.name for file in written] == list(FILES)
    assert all(file.stat().st_size > 1000 for file in written)
    assert write_predicted(None, SOMEBODY, tmp_path) == []
    assert list(tmp_path.iterdir()) == []
