"""Muscles, static optimisation and joint reactions against the stored numbers of OpenSim 4.6.

They are made by ``tests/oracle/body/make_force_numbers.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.external_loads import external_loads
from kinchain.body.inverse_dynamics import InverseDynamics, inverse_dynamics
from kinchain.body.joint_reactions import joint_reactions, reaction_of
from kinchain.body.model import Model, load_model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.muscles import Muscles, build_muscles, fibre_forces, optimal_forces
from kinchain.body.osim.model import OsimMuscle
from kinchain.body.static_optimisation import Actuator, static_optimisation
from tests.oracle.body.make_force_numbers import MUSCLES

pytestmark = pytest.mark.oracle

FloatArray = NDArray[np.float64]

FOLDER = Path(__file__).parent / "body"
MODELS = {
    "subject01": "opensim_gait10dof18musc_subject01/subject01.osim",
    "walk3d": "opensim_moco_walk3d/subject_walk_scaled.osim",
}

CURVE = 1e-7
"""Of the greatest isometric force: what laying curves on a grid costs."""

ACTIVATION = 0.01
"""RMS that was asked for; on its own moments OpenSim's optimiser ends some 1e-5 away."""

CLOSE = 5e-4
"""RMS that is reached on the same inputs."""

REACTION = 0.01
"""RMS over RMS of the knee's force that was asked for."""


def numbers(name: str) -> Mapping[str, Any]:
    with np.load(FOLDER / "opensim_forces.npz") as held:
        return {k.partition("/")[2]: v for k, v in held.items() if k.startswith(f"{name}/")}


def rms(values: FloatArray) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def made_muscles(model: Model) -> Muscles:
    points = model.source.muscles[0].points
    muscles = tuple(
        OsimMuscle(
            name, kind, True, tuple(parameters.items()),
            tuple((curve, tuple(values.items())) for curve, values in curves.items()), points, (),
        )
        for name, (kind, parameters, curves) in MUSCLES.items()
    )  # fmt: skip
    return build_muscles(replace(model, source=replace(model.source, muscles=muscles)))


@pytest.fixture(scope="module")
def made() -> Muscles:
    return made_muscles(load_model(FOLDER / "made_up_4.osim"))


@pytest.mark.parametrize("name", MUSCLES)
def test_force_at_activation_one(made: Muscles, name: str) -> None:
    held = numbers("grid")
    length, speed = np.meshgrid(held["length"], held["speed"], indexing="ij")
    n = len(made.names)
    columns = [np.repeat(one.reshape(-1, 1), n, axis=1) for one in (length, speed)]
    got = optimal_forces(made, fibre_forces(made, *columns))[:, made.names.index(name)]
    theirs = np.maximum(held[f"{name}/force"], 0.0)  # a muscle does not push
    np.testing.assert_allclose(got.reshape(length.shape), theirs, atol=1000.0 * CURVE)


@pytest.mark.parametrize("name", [name for name in MUSCLES if name != "millard_rigid"])
def test_active_and_passive_curves_and_pennation(made: Muscles, name: str) -> None:
    at = made.names.index(name)
    fibre, angle, active, passive = numbers("grid")[f"{name}/fibre"].T
    along = np.sqrt(np.maximum((0.1 * fibre) ** 2 - made.number[at, 4] ** 2, 0.0))
    inside = (along > 1e-3) & (
        fibre > made.number[at, 5] / 0.1 + 1e-9
    )  # no force at the least length
    length = np.repeat((0.2 + along)[inside][:, None], len(made.names), axis=1)
    got = fibre_forces(made, length, 0.0 * length)
    cosine = got.cos_pennation[:, at]
    np.testing.assert_allclose(got.fibre_length[:, at], fibre[inside], atol=1e-9)
    np.testing.assert_allclose(np.arccos(np.minimum(cosine, 1.0)), angle[inside], atol=1e-9)
    np.testing.assert_allclose(got.active_n[:, at] / cosine / 1e3, active[inside], atol=CURVE)
    np.testing.assert_allclose(got.passive_n[:, at] / cosine / 1e3, passive[inside], atol=CURVE)


def walk_of(name: str, recordings: Path) -> tuple[Model, Mapping[str, Any], InverseDynamics]:
    path = recordings / MODELS[name]
    if not path.is_file():
        pytest.skip(f"no {MODELS[name]}")
    model, held = load_model(path), numbers(name)
    loads = external_loads(
        np.arange(len(held["q"]), dtype=float), [str(one) for one in held["bodies"]],
        held["load_force"], held["load_point"], held["load_torque"],
    )  # fmt: skip
    return model, held, inverse_dynamics(model, held["q"], held["u"], held["a"], loads)


@pytest.mark.parametrize("name", MODELS)
def test_activations_of_a_walk(name: str, recordings: Path) -> None:
    model, held, dynamics = walk_of(name, recordings)
    muscles = build_muscles(model)
    strength = optimal_forces(muscles, fibre_forces(muscles, held["length"], held["speed"]))
    apart = np.abs(strength - held["strength"]) / muscles.max_isometric_n
    assert apart.max() < CURVE
    motors = [
        Actuator(str(a), str(b), float(d), float(e), float(f), c)
        for a, b, c, d, e, f in held["motors"]
    ]
    got = static_optimisation(
        model, muscles, dynamics.independent_force, held["arm"], strength, actuators=motors
    )
    assert set(got.outcome) == {"solved"}
    assert rms(got.activation - held["activation"]) < CLOSE < ACTIVATION


@pytest.mark.parametrize("name", MODELS)
def test_joint_reactions_on_the_same_muscle_forces(name: str, recordings: Path) -> None:
    model, held, dynamics = walk_of(name, recordings)
    geometry = build_muscle_geometry(model)
    paths = muscle_paths(geometry, held["q"], held["u"], with_pull=True)
    got = joint_reactions(model, dynamics, geometry, paths, held["force"])
    for i, joint in enumerate(held["joints"]):
        if "knee" not in str(joint):
            continue
        one = reaction_of(got, str(joint))
        force, point = held["reaction"][:, i, :3], held["reaction"][:, i, 6:]
        assert rms(one.force_n - force) < REACTION * rms(force)
        np.testing.assert_allclose(one.point_m, point, atol=1e-7)
