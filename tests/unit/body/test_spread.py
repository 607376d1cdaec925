"""Draws by statics against the whole calculation run anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinchain.body.default import default_body
from kinchain.body.external_loads import ExternalLoads, external_loads
from kinchain.body.inverse_dynamics import InverseDynamics, inverse_dynamics
from kinchain.body.model import Model, build_model
from kinchain.body.osim.model import OsimFrame
from kinchain.body.spread import LimbDraws, drawn_dynamics, limb_of

N = 12
LEG = ("hip_flexion_r", "hip_adduction_r", "hip_rotation_r", "knee_angle_r", "ankle_angle_r")


@pytest.fixture(scope="module")
def model() -> Model:
    return default_body(70.0, 1.75)


@pytest.fixture(scope="module")
def motion(model: Model) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    time = np.linspace(0.0, 0.3, N)
    rng = np.random.default_rng(1)
    q = np.tile(model.default, (N, 1))
    u, a = np.zeros_like(q), np.zeros_like(q)
    for name in LEG:
        column, size, rate = model.coordinate(name), rng.uniform(0.1, 0.4), rng.uniform(3, 8)
        q[:, column] += size * np.sin(rate * time)
        u[:, column] = size * rate * np.cos(rate * time)
        a[:, column] = -size * rate**2 * np.sin(rate * time)
    return q, u, a


def plate(model: Model, force: np.ndarray, point: np.ndarray) -> ExternalLoads:
    return external_loads(np.linspace(0.0, 0.3, N), ["calcn_r"], force[:, None], point[:, None])


@pytest.fixture(scope="module")
def ground() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(2)
    force = np.column_stack([rng.normal(0, 60, N), rng.uniform(300, 800, N), rng.normal(0, 30, N)])
    return force, rng.normal(0, 0.1, (N, 3))


def drawn(
    model: Model,
    motion: tuple[np.ndarray, np.ndarray, np.ndarray],
    ground: tuple[np.ndarray, np.ndarray],
    **other: np.ndarray,
) -> tuple[InverseDynamics, InverseDynamics]:
    """Return the dynamics as worked out and in one draw."""
    force, point = ground
    dynamics = inverse_dynamics(model, *motion, plate(model, force, point))
    unloaded = inverse_dynamics(model, *motion)
    given = {
        "drawn_force_n": force[None], "drawn_point_m": point[None], "mass_factor": np.ones(1),
        "centre_shift_m": {},
    }  # fmt: skip
    draws = LimbDraws(force, point, **{**given, **other})  # type: ignore[arg-type]
    limb = limb_of(model, motion[0], "calcn_r")
    return dynamics, drawn_dynamics(model, dynamics, unloaded, limb, draws)


def with_offset(frame: OsimFrame, shift: np.ndarray) -> OsimFrame:
    """Return a frame moved by ``shift`` (m), in the axes of its body."""
    *first, last = frame.translation_m or ((0.0, 0.0, 0.0),)
    x, y, z = np.add(last, shift)
    turns = frame.rotation_rad or ((0.0, 0.0, 0.0),)
    return replace(frame, translation_m=(*first, (x, y, z)), rotation_rad=turns)


def same(model: Model, one: InverseDynamics, other: InverseDynamics) -> None:
    columns = [model.coordinate(name) for name in LEG]
    np.testing.assert_allclose(
        one.independent_force[:, columns], other.independent_force[:, columns], atol=1e-8
    )
    for body in ("femur_r", "tibia_r", "talus_r", "calcn_r"):
        b = model.bodies.index(body)
        np.testing.assert_allclose(one.joint_force_n[:, b], other.joint_force_n[:, b], atol=1e-8)
        np.testing.assert_allclose(
            one.joint_moment_nm[:, b], other.joint_moment_nm[:, b], atol=1e-8
        )


def test_nothing_drawn_is_what_was_worked_out(model, motion, ground):
    dynamics, again = drawn(model, motion, ground)
    same(model, dynamics, again)


def test_another_force_at_another_place_is_as_worked_out_with_it(model, motion, ground):
    force = 1.1 * ground[0] + np.array([5.0, 0.0, -8.0])
    point = ground[1] + np.array([0.02, 0.0, -0.01])
    _, one = drawn(model, motion, ground, drawn_force_n=force[None], drawn_point_m=point[None])
    same(model, one, inverse_dynamics(model, *motion, plate(model, force, point)))


def test_a_heavier_leg_is_as_worked_out_with_it(model, motion, ground):
    _, one = drawn(model, motion, ground, mass_factor=np.array([1.2]))
    bodies = tuple(
        replace(b, mass_kg=1.2 * b.mass_kg, inertia_kg_m2=tuple(1.2 * x for x in b.inertia_kg_m2))
        if b.name.endswith("_r") else b
        for b in model.source.bodies
    )  # fmt: skip
    heavier = build_model(replace(model.source, bodies=bodies))
    same(model, one, inverse_dynamics(heavier, *motion, plate(model, *ground)))


def test_a_moved_hip_centre_moves_the_moment_as_a_model_with_that_centre(model, motion, ground):
    shift = np.array([0.0, 0.0, 0.01])
    hip = model.bodies.index("femur_r")
    still = (np.tile(model.default, (N, 1)), np.zeros_like(motion[1]), np.zeros_like(motion[2]))
    dynamics, one = drawn(model, still, ground, centre_shift_m={hip: shift[None]})
    joints = tuple(
        replace(j, parent=with_offset(j.parent, shift), child=with_offset(j.child, shift))
        if j.child.body == "femur_r" else j
        for j in model.source.joints
    )  # fmt: skip
    moved = build_model(replace(model.source, joints=joints))
    wanted = inverse_dynamics(moved, *still, plate(model, *ground))
    columns = [model.coordinate(name) for name in LEG[:3]]
    change = wanted.independent_force[:, columns] - dynamics.independent_force[:, columns]
    assert np.abs(change).max() > 1.0
    got = one.independent_force[:, columns] - dynamics.independent_force[:, columns]
    np.testing.assert_allclose(got, change, atol=1e-6)
