"""Inverse dynamics: simple cases by hand, coupled and locked coordinates, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.external_loads import external_loads
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.inverse_dynamics import body_motion, inverse_dynamics, mechanical_energy
from kinchain.body.model import Model
from kinchain.body.tree import whole
from kinchain.core.errors import InputError

FloatArray = NDArray[np.float64]

CLOSE = 1e-9
"""N and N m, beside hundreds."""


def draw(model: Model, n: int = 5) -> tuple[FloatArray, FloatArray, FloatArray]:
    rng = np.random.default_rng(11)
    q = model.default + rng.uniform(-0.5, 0.5, (n, len(model.coordinates)))
    u, a = rng.normal(size=(2, n, len(model.coordinates)))
    return q, u, 5.0 * a


def test_a_person_at_rest_is_held_against_gravity(made_up: Model) -> None:
    still = np.zeros((1, len(made_up.coordinates)))
    got = inverse_dynamics(made_up, made_up.default + still, still, still)
    weight = made_up.mass_kg.sum() * 9.80665
    assert got.force[0, made_up.coordinate("pelvis_ty")] == pytest.approx(weight)
    np.testing.assert_allclose(got.joint_force_n[0, 0], [0.0, weight, 0.0], atol=CLOSE)


def test_a_plate_that_carries_the_person_leaves_nothing_at_the_root(made_up: Model) -> None:
    still = np.zeros((1, len(made_up.coordinates)))
    q = made_up.default + still
    foot = made_up.bodies.index("calcn_r")
    poses = forward_kinematics(made_up, q)
    centre = poses.origin_m[0] + np.einsum(
        "bij,bj->bi", poses.ground_from_body[0], made_up.centre_m
    )
    whole = made_up.mass_kg @ centre / made_up.mass_kg.sum()
    force = np.array([[[0.0, made_up.mass_kg.sum() * 9.80665, 0.0]]])
    loads = external_loads(np.zeros(1), ["calcn_r"], force, whole[None, None])
    got = inverse_dynamics(made_up, q, still, still, loads)
    root = [made_up.coordinate(f"pelvis_{one}") for one in ("tx", "ty", "tz", "tilt", "list")]
    np.testing.assert_allclose(got.force[0, root], 0.0, atol=CLOSE)
    np.testing.assert_allclose(got.joint_force_n[0, 0], 0.0, atol=CLOSE)
    np.testing.assert_allclose(got.joint_moment_nm[0, 0], 0.0, atol=CLOSE)
    own = made_up.mass_kg[foot] * 9.80665
    assert got.joint_force_n[0, foot, 1] == pytest.approx(own - force[0, 0, 1])


def test_a_torque_and_a_pair_of_forces_are_the_same(made_up: Model) -> None:
    q, u, a = draw(made_up)
    rng = np.random.default_rng(2)
    pull, arm, point = rng.normal(size=(3, 5, 3))
    pair = external_loads(
        np.arange(5.0), ["tibia_l", "tibia_l"], np.stack([pull, -pull], axis=1),
        np.stack([point + arm, point], axis=1),
    )  # fmt: skip
    twist = external_loads(
        np.arange(5.0), ["tibia_l"], np.zeros((5, 1, 3)), np.full((5, 1, 3), np.nan),
        np.cross(arm, pull)[:, None],
    )  # fmt: skip
    one, other = (inverse_dynamics(made_up, q, u, a, loads).force for loads in (pair, twist))
    np.testing.assert_allclose(one, other, atol=CLOSE)
    assert np.abs(one - inverse_dynamics(made_up, q, u, a).force).max() > 0.1


def test_joint_loads_give_the_generalised_forces(made_up: Model) -> None:
    """Project what crosses an ankle on the axis of its pin."""
    q, u, a = draw(made_up)
    got = inverse_dynamics(made_up, q, u, a)
    b, c = made_up.bodies.index("talus_r"), made_up.coordinate("ankle_angle_r")
    turn = got.motion.ground_from_body[:, b] @ made_up.tree.child_rotation[b].T
    axis, centre = (
        turn[:, :, 2],
        got.motion.origin_m[:, b] - turn @ made_up.tree.child_translation[b],
    )
    arm = got.motion.origin_m[:, b] - centre
    moment = got.joint_moment_nm[:, b] + np.cross(arm, got.joint_force_n[:, b])
    np.testing.assert_allclose((moment * axis).sum(axis=1), got.force[:, c], atol=CLOSE)


def test_coupled_coordinates_follow_exactly_with_their_rates(made_up: Model) -> None:
    q, u, a = draw(made_up)
    moved = body_motion(made_up, q, u, a)
    knee, beta = (made_up.coordinate(f"knee_{one}_r") for one in ("angle", "beta"))
    x, v, w = q[:, knee], u[:, knee], a[:, knee]
    slope, bend = 1.2 * (0.2 * x + 0.9), 1.2 * 0.2
    np.testing.assert_allclose(moved.coordinates[:, beta], 1.2 * (0.1 * x**2 + 0.9 * x + 0.02))
    np.testing.assert_allclose(moved.speed[:, beta], slope * v)
    np.testing.assert_allclose(moved.acceleration[:, beta], slope * w + bend * v**2)
    given = np.where(made_up.tree.driver >= 0, 99.0, q)
    np.testing.assert_array_equal(body_motion(made_up, given, u, a).coordinates, moved.coordinates)


def test_a_drivers_own_force_leaves_out_what_follows_it(made_up: Model) -> None:
    q, u, a = draw(made_up)
    got = inverse_dynamics(made_up, q, u, a)
    knee, beta = (made_up.coordinate(f"knee_{one}_r") for one in ("angle", "beta"))
    slope = 1.2 * (0.2 * q[:, knee] + 0.9)
    passed = got.force[:, knee] + slope * got.force[:, beta]
    np.testing.assert_allclose(got.independent_force[:, knee], passed, atol=CLOSE)
    assert not got.independent_force[:, beta].any() and got.force[:, beta].any()
    others = [i for i, d in enumerate(made_up.tree.driver) if d < 0 and i not in (knee,)]
    others = [i for i in others if i != made_up.coordinate("knee_angle_l")]
    np.testing.assert_array_equal(got.independent_force[:, others], got.force[:, others])
    loose = made_up.tree._replace(driver=whole(np.full_like(made_up.tree.driver, -1)))
    moved = got.motion
    free = inverse_dynamics(
        replace(made_up, tree=loose), moved.coordinates, moved.speed, moved.acceleration
    )
    np.testing.assert_allclose(free.force, got.force, atol=CLOSE)


def test_a_locked_coordinate_bears_its_force(made_up: Model) -> None:
    still = np.zeros((1, len(made_up.coordinates)))
    got = inverse_dynamics(made_up, made_up.default + still, still, still)
    lock = made_up.coordinate("rise_x")
    free = replace(made_up, is_locked=np.zeros_like(made_up.is_locked))
    same = inverse_dynamics(free, made_up.default + still, still, still)
    assert made_up.is_locked[lock]
    np.testing.assert_array_equal(got.force, same.force)


def test_a_frame_that_is_not_known_leaves_the_others_alone(made_up: Model) -> None:
    q, u, a = draw(made_up)
    whole = inverse_dynamics(made_up, q, u, a)
    q[2, 3] = np.nan
    holed = inverse_dynamics(made_up, q, u, a)
    assert np.isnan(holed.force[2]).any()
    rest = [0, 1, 3, 4]
    np.testing.assert_array_equal(holed.force[rest], whole.force[rest])


def test_what_is_given_is_not_changed(made_up: Model) -> None:
    q, u, a = draw(made_up)
    before = q.copy(), u.copy(), a.copy()
    inverse_dynamics(made_up, q, u, a)
    for was, now in zip(before, (q, u, a), strict=True):
        np.testing.assert_array_equal(was, now)


def test_one_frame_may_come_without_its_axis(made_up: Model) -> None:
    q, u, a = (one[0] for one in draw(made_up))
    assert inverse_dynamics(made_up, q, u, a).force.shape == (1, len(made_up.coordinates))


def test_shapes_that_do_not_fit_are_all_named(made_up: Model) -> None:
    q, u, a = draw(made_up)
    with pytest.raises(InputError) as error:
        inverse_dynamics(made_up, q, u[:3], a[:, :4])
    assert [one.where for one in error.value.faults] == ["speed", "acceleration"]


def test_energy_of_a_falling_body(made_up: Model) -> None:
    still = np.zeros((1, len(made_up.coordinates)))
    u = still.copy()
    u[0, made_up.coordinate("pelvis_ty")] = -2.0
    mass = made_up.mass_kg.sum()
    kinetic, low = mechanical_energy(made_up, body_motion(made_up, made_up.default + still, u, u))
    assert kinetic[0] == pytest.approx(0.5 * mass * 4.0)
    q = made_up.default + still
    q[0, made_up.coordinate("pelvis_ty")] += 1.5
    _, high = mechanical_energy(made_up, body_motion(made_up, q, still, still))
    assert high[0] - low[0] == pytest.approx(mass * 9.80665 * 1.5)
