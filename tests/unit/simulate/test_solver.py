"""The search for a walk: what it finds, and that it always ends with a value."""

from __future__ import annotations

import subprocess
import sys
from functools import lru_cache

import numpy as np
import pytest

from kinchain.core.errors import InputError
from kinchain.simulate.gait_cycle import LEGS, Outcome, Person
from kinchain.simulate.settings import Settings, parse_settings
from kinchain.simulate.solver import Walker

COARSE = 24
"""Intervals: enough to walk, few enough to be quick."""

WEIGHT_N = 75.0 * 9.80665


@lru_cache(maxsize=1)
def walker() -> Walker:
    return Walker(Person(75.0, 1.75), mesh=COARSE)


@lru_cache(maxsize=4)
def found(*told: str) -> Outcome:
    return walker().solve(parse_settings(told), speed_mps=1.25, time_limit_s=120.0)


def test_nothing_heavy_is_loaded_before_a_search() -> None:
    code = "import kinchain, kinchain.simulate, sys; print('casadi' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


@pytest.mark.slow
def test_a_healthy_person_walks() -> None:
    outcome = found()
    assert outcome.status == "converged"
    gait = outcome.gait
    assert gait is not None
    assert gait.speed_mps == pytest.approx(1.25)
    assert 0.9 < gait.stride_s < 1.2
    for leg in LEGS:
        assert 0.9 < gait.ground[leg][:, 1].max() / WEIGHT_N < 1.45
        assert 2.0 < gait.achilles[leg].max() / WEIGHT_N < 6.0
    ahead = gait.joints["pelvis"][:, 0]
    assert ahead[-1] - ahead[0] == pytest.approx(1.25 * gait.stride_s, rel=1e-6)
    assert all(np.isfinite(one).all() for one in gait.coordinates.values())


@pytest.mark.slow
def test_the_ground_bears_the_weight() -> None:
    gait = found().gait
    assert gait is not None
    force = sum(np.trapezoid(gait.ground[leg], gait.time_s, axis=0) for leg in LEGS)
    assert force[1] / gait.stride_s == pytest.approx(WEIGHT_N, rel=0.02)
    assert force[0] / gait.stride_s == pytest.approx(0.0, abs=0.01 * WEIGHT_N)


@pytest.mark.slow
def test_a_contracture_keeps_the_knee_bent() -> None:
    bent = found("knee_extension_deficit_deg@right=15").gait
    assert bent is not None
    assert np.degrees(bent.coordinates["knee_angle_r"].min()) > 8.0
    assert np.degrees(bent.coordinates["knee_angle_l"].min()) < 8.0


def test_what_is_not_modelled_is_said() -> None:
    outcome = walker().solve(parse_settings(["knee_varus_deg@left=5"]), speed_mps=1.25)
    assert outcome.status == "not_modelled"
    assert "knee_varus_deg" in outcome.advice
    assert outcome.gait is None


def test_out_of_time_is_a_value() -> None:
    outcome = walker().solve(
        parse_settings(["knee_pain=8"]), speed_mps=1.0, time_limit_s=1e-3, starts=3
    )
    assert outcome.status == "stopped"
    assert "time" in outcome.advice


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"speed_mps": 9.0}, "speed_mps"),
        ({"speed_mps": 1.0, "starts": 0}, "starts"),
        ({"speed_mps": 1.0, "time_limit_s": 0.0}, "time_limit_s"),
    ],
)
def test_unusable_numbers_are_refused(given: dict[str, float], where: str) -> None:
    with pytest.raises(InputError) as caught:
        walker().solve(Settings(), **given)  # type: ignore[arg-type]
    assert caught.value.faults[0].where == where


def test_an_unusable_mesh_is_refused() -> None:
    with pytest.raises(InputError, match="mesh"):
        Walker(Person(75.0, 1.75), mesh=3)
