"""Ground forces from motion: laws that hold whatever the walk, and a standing body."""

from __future__ import annotations

import numpy as np
import pytest

from kinchain.body.default import default_body
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.ground_course import SIDES, sole_points, usual_shares
from kinchain.body.ground_estimate import estimate_ground
from kinchain.body.inverse_dynamics import inverse_dynamics
from kinchain.body.model import Model
from kinchain.body.root_path import is_unplaced, placed_by_feet
from kinchain.core.trial import LegSide

N = 40
TIME = np.linspace(0.0, 0.78, N)
Stances = tuple[tuple[LegSide, float, float], ...]
STANCES: Stances = (("left", 0.0, 0.5), ("right", 0.38, 0.9))


@pytest.fixture(scope="module")
def model() -> Model:
    return default_body(70.0, 1.75)


@pytest.fixture(scope="module")
def stride(model: Model) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a made-up motion: hips and knees swing, the pelvis goes ahead and up and down."""
    q = np.tile(model.default, (N, 1))
    u, a = np.zeros_like(q), np.zeros_like(q)
    swings = {"hip_flexion_l": (-0.3, 0.0), "hip_flexion_r": (0.3, 0.0), "pelvis_ty": (0.02, 0.5),
              "knee_angle_l": (-0.2, 1.0), "knee_angle_r": (-0.2, 2.0)}  # fmt: skip
    for name, (size, ahead) in swings.items():
        column, rate = model.coordinate(name), 7.0
        q[:, column] += size * np.sin(rate * TIME + ahead)
        u[:, column] = size * rate * np.cos(rate * TIME + ahead)
        a[:, column] = -size * rate**2 * np.sin(rate * TIME + ahead)
    q[:, model.coordinate("pelvis_tx")] = 1.2 * TIME
    u[:, model.coordinate("pelvis_tx")] = 1.2
    return q, u, a


def test_all_force_that_the_motion_takes_is_given_to_the_feet(model, stride):
    unloaded = inverse_dynamics(model, *stride)
    loads = estimate_ground(model, TIME, unloaded, STANCES)
    total = loads.force_n.sum(axis=1)
    wanted = unloaded.joint_force_n[:, 1]
    np.testing.assert_allclose(total[:, [0, 2]], wanted[:, [0, 2]], atol=1e-6)
    weight = model.mass_kg.sum() * 9.80665
    assert np.abs(total[:, 1] - wanted[:, 1]).max() < 0.06 * weight
    assert (loads.force_n[..., 1] >= 0.0).all()
    alone = TIME > 0.5
    assert (loads.force_n[alone, 0] == 0.0).all()


def test_weight_goes_over_from_foot_to_foot(model, stride):
    loads = estimate_ground(model, TIME, inverse_dynamics(model, *stride), STANCES)
    both = (TIME > 0.39) & (TIME < 0.49)
    share = loads.force_n[both, 0, 1] / loads.force_n[both, :, 1].sum(axis=1)
    assert (np.diff(share) < 0.0).all()
    assert share[0] > 0.8 and share[-1] < 0.6


def test_the_centre_of_pressure_stays_on_the_sole_and_rolls_ahead(model, stride):
    unloaded = inverse_dynamics(model, *stride)
    loads = estimate_ground(model, TIME, unloaded, STANCES)
    motion = unloaded.motion
    points = sole_points(model, motion.ground_from_body, motion.origin_m)
    for side in range(2):
        on = loads.force_n[:, side, 1] > 20.0
        place = loads.point_m[on, side]
        ends = points[on, side]
        for axis in (0, 2):
            assert (place[:, axis] >= ends[..., axis].min(axis=1) - 1e-9).all()
            assert (place[:, axis] <= ends[..., axis].max(axis=1) + 1e-9).all()
    ahead = usual_shares(np.linspace(0.0, 1.0, 21)) @ np.array([0.12, 0.55, 0.98, 0.8, 1.3])
    assert (np.diff(ahead) >= -1e-9).all()


def test_a_mirrored_walk_gives_the_mirrored_ground(model, stride):
    def mirrored(values: np.ndarray) -> np.ndarray:
        found = values.copy()
        for i, name in enumerate(model.coordinates):
            other = (
                name[:-1] + {"l": "r", "r": "l"}[name[-1]] if name[-2:] in ("_l", "_r") else name
            )
            found[:, model.coordinate(other)] = values[:, i]
        return found

    swapped: Stances = tuple(
        ("left" if side == "right" else "right", a, b) for side, a, b in STANCES
    )  # type: ignore[misc]
    one = estimate_ground(model, TIME, inverse_dynamics(model, *stride), STANCES)
    other = estimate_ground(
        model, TIME, inverse_dynamics(model, *(mirrored(part) for part in stride)), swapped
    )
    np.testing.assert_allclose(
        one.force_n[:, ::-1] * np.array([1.0, 1.0, -1.0]), other.force_n, atol=1e-5
    )


def test_a_standing_body_is_borne_by_both_feet(model):
    q = np.tile(model.default, (5, 1))
    still = np.zeros_like(q)
    time = np.linspace(0.2, 0.3, 5)
    stances: Stances = (("left", 0.0, 1.0), ("right", 0.0, 1.0))
    loads = estimate_ground(model, time, inverse_dynamics(model, q, still, still), stances)
    weight = model.mass_kg.sum() * 9.80665
    np.testing.assert_allclose(loads.force_n[..., 1].sum(axis=1), weight, rtol=0.02)
    np.testing.assert_allclose(loads.force_n[:, 0, 1], loads.force_n[:, 1, 1], rtol=1e-6)
    assert loads.bodies == tuple(f"calcn_{side[0]}" for side in SIDES)


def test_a_pelvis_that_nobody_saw_is_placed_by_the_foot_that_bears(model, stride):
    q = stride[0].copy()
    for axis in "xyz":
        q[:, model.coordinate(f"pelvis_t{axis}")] = 0.0
    assert is_unplaced(model, q)
    assert not is_unplaced(model, stride[0])
    placed = placed_by_feet(model, TIME, q, STANCES)
    poses = forward_kinematics(model, placed)
    points = sole_points(model, poses.ground_from_body, poses.origin_m)
    early = (TIME > 0.02) & (TIME < 0.06)  # the left heel bears alone
    heel = points[early, 0, 0]
    assert np.ptp(heel[:, 0]) < 0.01
    np.testing.assert_allclose(heel[:, 1], 0.0, atol=0.02)
