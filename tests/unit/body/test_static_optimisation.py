"""Static optimisation: the same optimum as other solvers, and honest where there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, minimize

from kinchain.body.model import Model, build_model
from kinchain.body.muscles import Muscles, build_muscles
from kinchain.body.osim.model import OsimMuscle
from kinchain.body.osim.read import read_osim
from kinchain.body.static_optimisation import (
    Actuator,
    free_coordinates,
    model_actuators,
    reserves,
    static_optimisation,
)
from kinchain.core.errors import InputError

FloatArray = NDArray[np.float64]

N_MUSCLES = 24
SAME = {2: 1e-6, 3: 2e-5}
"""Activations; the other solver stops at about these."""


@pytest.fixture
def model(made_up: Model) -> Model:
    """Return the made-up model with many muscles whose paths do not matter."""
    first = made_up.source.muscles[0]
    many = tuple(
        OsimMuscle(f"m{i}", first.kind, True, first.parameters, (), first.points, ())
        for i in range(N_MUSCLES)
    )
    return replace(made_up, source=replace(made_up.source, muscles=many))


@pytest.fixture
def muscles(model: Model) -> Muscles:
    return build_muscles(model)


def problem(
    model: Model, rng: np.random.Generator, n: int = 3, level: float = 0.4
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return moments that some activations give, arms and strengths."""
    n_coords = len(model.coordinates)
    arm = rng.normal(0.0, 0.04, (n, N_MUSCLES, n_coords))
    arm *= rng.random((N_MUSCLES, n_coords)) < 0.3
    arm[:, :, [c for c in range(n_coords) if c not in free_coordinates(model)]] = 0.0
    strength = rng.uniform(200.0, 2000.0, (n, N_MUSCLES))
    some = rng.uniform(0.01, level, (n, N_MUSCLES))
    return np.einsum("fmc,fm->fc", arm, strength * some), arm, strength


def reference(
    moment: FloatArray, columns: FloatArray, low: FloatArray, high: FloatArray, power: int,
    method: str = "SLSQP",
) -> FloatArray:  # fmt: skip
    """Return the optimum of one frame as scipy finds it."""
    scale = 1.0 / np.maximum(np.abs(columns).sum(axis=1), 1.0)
    rows, wanted = columns * scale[:, None], moment * scale
    used = np.abs(rows).any(axis=1)
    fine = {"gtol": 1e-10, "xtol": 1e-13, "barrier_tol": 1e-11, "maxiter": 5000}
    options = {"maxiter": 2000, "ftol": 1e-15} if method == "SLSQP" else fine
    got = minimize(
        lambda a: np.sum(np.abs(a) ** power),
        np.clip(np.full(low.size, 0.2), low, high),
        jac=lambda a: power * np.abs(a) ** (power - 1) * np.sign(a),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(rows[used], wanted[used], wanted[used]),
        method=method,
        options=options,
    )
    return np.asarray(got.x)


@pytest.mark.parametrize("power", [2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_same_optimum_as_scipy(model: Model, muscles: Muscles, power: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    moment, arm, strength = problem(model, rng, level=0.2 + 0.2 * seed)
    extra = reserves(model, reserve=20.0, residual=50.0)
    got = static_optimisation(
        model, muscles, moment, arm, strength, actuators=extra, exponent=power
    )
    assert set(got.outcome) == {"solved"} and np.abs(got.missing).max() < 1e-3
    chosen = free_coordinates(model)
    motors = np.diag([one.strength for one in extra])
    low = np.array([0.01] * N_MUSCLES + [-np.inf] * len(extra))
    high = np.array([1.0] * N_MUSCLES + [np.inf] * len(extra))
    for frame in range(len(moment)):
        columns = np.hstack([(arm[frame] * strength[frame][:, None]).T[chosen], motors])
        best = reference(moment[frame][chosen], columns, low, high, power)
        np.testing.assert_allclose(got.activation[frame], best[:N_MUSCLES], atol=SAME[power])


def test_same_optimum_as_an_interior_method(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(11), n=1)
    extra = reserves(model, reserve=20.0, residual=50.0)
    got = static_optimisation(model, muscles, moment, arm, strength, actuators=extra)
    chosen = free_coordinates(model)
    columns = np.hstack(
        [(arm[0] * strength[0][:, None]).T[chosen], np.diag([one.strength for one in extra])]
    )
    low = np.array([0.01] * N_MUSCLES + [-np.inf] * len(extra))
    high = np.array([1.0] * N_MUSCLES + [np.inf] * len(extra))
    best = reference(moment[0][chosen], columns, low, high, 2, "trust-constr")
    np.testing.assert_allclose(got.activation[0], best[:N_MUSCLES], atol=1e-4)


def test_frames_do_not_depend_on_each_other(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(3), n=8)
    extra = reserves(model)
    for power in (2, 3):
        forth = static_optimisation(
            model, muscles, moment, arm, strength, actuators=extra, exponent=power
        )
        back = static_optimisation(
            model, muscles, moment[::-1], arm[::-1], strength[::-1], actuators=extra,
            exponent=power,
        )  # fmt: skip
        np.testing.assert_allclose(forth.activation, back.activation[::-1], atol=1e-7)


def test_too_weak_muscles_are_named_and_come_nearest(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(5), n=4)
    knee = model.coordinate("knee_angle_r")
    moment[2, knee] += 1e6
    got = static_optimisation(model, muscles, moment, arm, strength)
    assert got.outcome[2] == "too_weak"
    assert got.outcome[:2] == ("solved", "solved")
    assert any("'knee_angle_r'" in one.what and "frame 2" in one.what for one in got.notes)
    assert np.abs(got.missing[2]).max() > 1e5
    assert (got.activation >= 0.01 - 1e-12).all() and (got.activation <= 1.0 + 1e-12).all()


def test_a_coordinate_without_any_actuator_is_named(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(6), n=2)
    hip = model.coordinate("hip_flexion_l")
    arm[:, :, hip] = 0.0
    moment[:, hip] = 7.0
    got = static_optimisation(model, muscles, moment, arm, strength)
    assert got.outcome == ("too_weak", "too_weak")
    assert "'hip_flexion_l' in 2 frames; 7 N m" in got.notes[0].what


def test_frames_that_are_not_finite_are_left_out(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(7), n=4)
    moment[1] = np.nan
    strength[3, 2] = np.nan
    got = static_optimisation(model, muscles, moment, arm, strength, actuators=reserves(model))
    assert got.outcome == ("solved", "not_seen", "solved", "not_seen")
    assert np.isnan(got.activation[1]).all() and np.isfinite(got.activation[2]).all()


def test_no_moment_leaves_muscles_at_their_least(model: Model, muscles: Muscles) -> None:
    arm = np.zeros((1, N_MUSCLES, len(model.coordinates)))
    got = static_optimisation(
        model, muscles, np.zeros((1, len(model.coordinates))), arm, np.ones((1, N_MUSCLES))
    )
    assert (got.activation == 0.01).all() and got.outcome == ("solved",) and got.notes == ()


def test_passive_forces_are_taken_off_first(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(8), n=2)
    passive = np.full(strength.shape, 30.0)
    extra = reserves(model)
    plain = static_optimisation(model, muscles, moment, arm, strength, actuators=extra)
    both = static_optimisation(
        model, muscles, moment + np.einsum("fmc,fm->fc", arm, passive), arm, strength,
        passive_n=passive, actuators=extra,
    )  # fmt: skip
    np.testing.assert_allclose(both.activation, plain.activation, atol=1e-7)
    np.testing.assert_allclose(both.muscle_force_n, plain.muscle_force_n + 30.0, atol=1e-3)


def test_moments_and_strengths_in_one_scale_change_nothing(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(9), n=2)
    extra = reserves(model, reserve=5.0, residual=5.0)
    strong = tuple(replace(one, strength=3.0 * one.strength) for one in extra)
    once = static_optimisation(model, muscles, moment, arm, strength, actuators=extra)
    thrice = static_optimisation(
        model, muscles, 3.0 * moment, arm, 3.0 * strength, actuators=strong
    )
    np.testing.assert_allclose(thrice.activation, once.activation, atol=1e-7)
    np.testing.assert_allclose(thrice.actuator_force, 3.0 * once.actuator_force, atol=1e-3)


def test_a_reserve_that_carries_much_is_named(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(10), n=2)
    ankle = model.coordinate("ankle_angle_r")
    arm[:, :, ankle] = 0.0
    moment[:, ankle] = 40.0
    got = static_optimisation(model, muscles, moment, arm, strength, actuators=reserves(model))
    assert any("ankle_angle_r 40 of" in one.what for one in got.notes)
    place = [one.coordinate for one in got.actuators].index("ankle_angle_r")
    np.testing.assert_allclose(got.actuator_force[:, place], 40.0, rtol=1e-6)


def test_reserves_stand_on_free_coordinates_only(model: Model) -> None:
    made = {one.coordinate: one for one in reserves(model)}
    assert "rise_x" not in made and "knee_beta_r" not in made
    assert made["pelvis_tx"].kind == "residual" and made["knee_angle_r"].kind == "reserve"


def test_bounds_of_actuators_hold(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(12), n=2, level=0.9)
    narrow = [replace(one, low=-0.05, high=0.05) for one in reserves(model, reserve=10.0)]
    got = static_optimisation(model, muscles, moment, arm, strength, actuators=narrow)
    strengths = np.array([one.strength for one in narrow])
    assert np.abs(got.actuator_force / strengths).max() <= 0.05 + 1e-12


@pytest.mark.parametrize(
    ("actuator", "what"),
    [
        (Actuator("a", "knee_angle", 1.0), "unknown coordinate"),
        (Actuator("a", "knee_beta_r", 1.0), "locked or coupled"),
        (Actuator("a", "knee_angle_r", 0.0), "has strength 0"),
    ],
)
def test_impossible_actuators_are_refused(
    model: Model, muscles: Muscles, actuator: Actuator, what: str
) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(0), n=1)
    with pytest.raises(InputError, match=what):
        static_optimisation(model, muscles, moment, arm, strength, actuators=[actuator])


def test_other_exponents_and_shapes_are_refused(model: Model, muscles: Muscles) -> None:
    moment, arm, strength = problem(model, np.random.default_rng(0), n=2)
    with pytest.raises(InputError, match="2 or 3"):
        static_optimisation(model, muscles, moment, arm, strength, exponent=4)
    with pytest.raises(InputError, match="strength_n"):
        static_optimisation(model, muscles, moment, arm, strength[:1])


def test_actuators_of_a_file_are_read(made_up_text: str, tmp_path: Path) -> None:
    motors = """<ForceSet><objects><CoordinateActuator name="a">
    <coordinate>knee_angle_r</coordinate><optimal_force>50</optimal_force><min_control>-1</min_control><max_control>Inf</max_control>
    </CoordinateActuator><CoordinateActuator name="off"><appliesForce>false</appliesForce>
    <coordinate>knee_angle_l</coordinate></CoordinateActuator>"""
    path = tmp_path / "m.osim"
    path.write_text(made_up_text.replace("<ForceSet><objects>", motors), "utf-8")
    read = build_model(read_osim(path))
    assert model_actuators(read) == (Actuator("a", "knee_angle_r", 50.0, -1.0, np.inf, "model"),)
    assert not any("CoordinateActuator" in note.what for note in read.notes)
    wrong = motors.replace("knee_angle_r", "knee")
    path.write_text(made_up_text.replace("<ForceSet><objects>", wrong), "utf-8")
    with pytest.raises(InputError, match="drives 'knee', which is no coordinate"):
        read_osim(path)
