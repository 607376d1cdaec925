"""Force measures against what a made walk's feet felt, and by laws of mechanics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinchain.gait.forces import Contact, vertical_measures
from kinchain.gait.measure import as_walk, forces_of, work_out
from kinchain.gait.synthetic import Pattern, Plates, SyntheticWalk

PEAK_BW = 0.03
"""Smoothing at 50 Hz and a changed body weight by the plates' own mass."""


@pytest.fixture(scope="module")
def belts():
    made = SyntheticWalk(
        duration_s=10.0, surface="treadmill", plates=Plates("belts"), plate_rate_hz=500.0
    ).make()
    done = work_out(replace(made.trial, angles=None, events=()))
    return made, done, forces_of(done)


def test_peaks_and_time_are_those_of_the_feet(belts) -> None:
    made, _, forces = belts
    weight = made.settings.mass_kg * 9.80665
    for side, foot in made.feet.items():
        assert forces["vertical_peak_bw"][side].mean() == pytest.approx(
            foot.force_n[:, 1].max() / weight, abs=PEAK_BW
        )
        stance = made.truth.stance_share[side].mean() * made.truth.stride_time_s
        assert forces["contact_time_s"][side].mean() == pytest.approx(stance, abs=0.02)


def test_steady_walking_pushes_as_much_as_it_brakes(belts) -> None:
    _, _, forces = belts
    for side in ("left", "right"):
        brake, push = (forces[f"{n}_impulse_bw_s"][side].mean() for n in ("braking", "propulsive"))
        assert brake > 0.01
        assert push == pytest.approx(brake, rel=0.15)


def test_pressure_runs_from_heel_to_toes_and_its_times_sum_to_the_whole(belts) -> None:
    _, _, forces = belts
    for side in ("left", "right"):
        parts = sum(
            forces[f"cop_time_{part}_pct"][side] for part in ("heel", "midfoot", "forefoot", "toes")
        )
        assert parts == pytest.approx(100.0)
        assert (forces["cop_start_pct"][side] < 25.0).all()
        assert (forces["cop_end_pct"][side] > 70.0).all()


def test_one_hump_gives_no_valley() -> None:
    time = np.linspace(0.0, 0.8, 400)
    force = np.zeros((400, 3))
    force[:, 1] = np.sin(np.pi * time / 0.8)
    found = vertical_measures(Contact("left", time, force, np.zeros((400, 3)), True))
    assert "vertical_valley_bw" not in found
    assert found["vertical_peak_bw"] == pytest.approx(1.0, abs=1e-3)
    slope = 0.6 / (0.8 / np.pi * (np.arcsin(0.8) - np.arcsin(0.2)))
    assert found["loading_rate_bw_per_s"] == pytest.approx(slope, rel=0.02)


def test_less_push_off_is_less_propulsion_on_that_side() -> None:
    made = SyntheticWalk(
        duration_s=8.0,
        surface="treadmill",
        plates=Plates("belts"),
        plate_rate_hz=500.0,
        pattern=Pattern("weak_push_off", "right", 40.0),
    ).make()
    forces = forces_of(work_out(replace(made.trial, angles=None, events=())))["propulsive_peak_bw"]
    assert forces["right"].mean() < 0.85 * forces["left"].mean()


def test_they_are_in_the_walk_with_mean_spread_and_number(belts) -> None:
    _, done, forces = belts
    summary = as_walk(done).summary["vertical_peak_1_bw"]
    assert summary["left"].n == len(forces["vertical_peak_1_bw"]["left"])
    assert summary["all"].sd is not None
