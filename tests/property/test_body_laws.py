"""Laws of how a model moves: the Jacobian, mirrored people, turned laboratories, other units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.inverse_kinematics import inverse_kinematics
from kinchain.body.model import Model, load_model

FloatArray = NDArray[np.float64]

MODEL = load_model(Path(__file__).parents[1] / "oracle" / "body" / "made_up_4.osim")
STEP = 1e-6
SLOPE = 1e-7
"""Central differences at 1e-6 leave some 1e-10 of truncation and of rounding."""

EXACT = 1e-12
FITTED = 1e-6

FLIPS = ("list", "rotation", "adduction", "tz")
"""Coordinates of the middle, and of the hips, whose sign the mirror turns."""

seeds = st.integers(0, 2**31)


def draw(seed: int, n: int = 2) -> FloatArray:
    rng = np.random.default_rng(seed)
    q = MODEL.default + rng.uniform(-0.9, 0.9, (n, len(MODEL.coordinates)))
    return forward_kinematics(MODEL, q).coordinates


def mirrored(q: FloatArray) -> FloatArray:
    """Return the pose of the mirror image; the made-up model's legs mirror each other."""
    out = q.copy()
    for i, name in enumerate(MODEL.coordinates):
        stem, _, side = name.rpartition("_")
        if side in {"r", "l"}:
            other = {"r": "l", "l": "r"}[side]
            out[:, MODEL.coordinate(f"{stem}_{other}")] = q[:, i]
        for word in FLIPS:
            if word in name:
                target = name if side not in {"r", "l"} else f"{stem}_{other}"
                out[:, MODEL.coordinate(target)] *= -1.0
    return out


@given(seeds)
@settings(max_examples=25)
def test_jacobian_is_the_slope_of_the_markers(seed: int) -> None:
    q = draw(seed, 1)
    jacobian = forward_kinematics(MODEL, q, with_jacobian=True).jacobian
    assert jacobian is not None
    for c in range(q.shape[1]):
        if MODEL.tree.driver[c] >= 0:
            assert not jacobian[..., c].any()
            continue
        ends = np.repeat(q, 2, axis=0)
        ends[0, c] -= STEP
        ends[1, c] += STEP
        low, high = forward_kinematics(MODEL, ends).marker_m
        np.testing.assert_allclose(jacobian[0, :, :, c], (high - low) / (2 * STEP), atol=SLOPE)


@given(seeds)
@settings(max_examples=25)
def test_mirrored_pose_has_mirrored_markers(seed: int) -> None:
    q = draw(seed)
    names = list(MODEL.markers)
    legs = [i for i, name in enumerate(names) if name[-1] in "rl"]
    swap = [names.index(names[i][:-1] + {"r": "l", "l": "r"}[names[i][-1]]) for i in legs]
    here = forward_kinematics(MODEL, q).marker_m
    there = forward_kinematics(MODEL, mirrored(q)).marker_m
    np.testing.assert_allclose(there[:, swap], here[:, legs] * [1.0, 1.0, -1.0], atol=EXACT)


@given(seeds)
@settings(max_examples=25)
def test_bodies_are_turned_and_never_stretched(seed: int) -> None:
    got = forward_kinematics(MODEL, draw(seed))
    turned = got.ground_from_body @ np.swapaxes(got.ground_from_body, -1, -2)
    np.testing.assert_allclose(turned, np.broadcast_to(np.eye(3), turned.shape), atol=EXACT)
    np.testing.assert_allclose(np.linalg.det(got.ground_from_body), 1.0, atol=EXACT)


@given(seeds, st.floats(-3.1, 3.1), st.floats(-5.0, 5.0), st.floats(-5.0, 5.0))
@settings(max_examples=10)
def test_turned_laboratory_changes_the_root_alone(
    seed: int, angle: float, x_m: float, z_m: float
) -> None:
    model = MODEL
    q = np.clip(0.3 * draw(seed) + 0.7 * model.default, -0.5, 1.2)
    q[:, model.is_locked] = 0.0
    for side in "rl":
        q[:, model.coordinate(f"knee_angle_{side}")] = -0.5
    marker = forward_kinematics(model, q).marker_m
    noise = 0.003 * np.sin(np.arange(marker.size)).reshape(marker.shape)
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    here = inverse_kinematics(model, marker + noise, model.markers)
    there = inverse_kinematics(
        model, (marker + noise) @ turn.T + np.array([x_m, 0.0, z_m]), model.markers
    )
    joints = [i for i, name in enumerate(model.coordinates) if not name.startswith("pelvis")]
    np.testing.assert_allclose(
        there.weighted_squared_error_m2, here.weighted_squared_error_m2, rtol=1e-6
    )
    legs = [i for i in joints if not model.coordinates[i].startswith("kite")]
    np.testing.assert_allclose(there.coordinates[:, legs], here.coordinates[:, legs], atol=1e-5)


@given(seeds, st.floats(0.1, 20.0))
@settings(max_examples=10)
def test_weights_count_only_against_each_other(seed: int, factor: float) -> None:
    q = 0.3 * draw(seed) + 0.7 * MODEL.default
    marker = forward_kinematics(MODEL, q).marker_m
    marker += 0.003 * np.cos(np.arange(marker.size)).reshape(marker.shape)
    one = inverse_kinematics(MODEL, marker, MODEL.markers)
    names = dict.fromkeys(MODEL.markers, factor)
    other = inverse_kinematics(MODEL, marker, MODEL.markers, weights=names)
    np.testing.assert_allclose(
        other.weighted_squared_error_m2, factor * one.weighted_squared_error_m2, rtol=1e-8
    )


@given(seeds)
@settings(max_examples=10)
def test_order_of_the_recorded_markers_does_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    marker = forward_kinematics(MODEL, 0.3 * draw(seed) + 0.7 * MODEL.default).marker_m
    order = rng.permutation(len(MODEL.markers))
    one = inverse_kinematics(MODEL, marker, MODEL.markers)
    other = inverse_kinematics(MODEL, marker[:, order], [MODEL.markers[i] for i in order])
    np.testing.assert_array_equal(one.coordinates, other.coordinates)


@pytest.mark.parametrize("side", ["r", "l"])
def test_coupled_coordinate_follows_its_driver(side: str) -> None:
    q = np.tile(MODEL.default, (3, 1))
    knee = MODEL.coordinate(f"knee_angle_{side}")
    q[:, knee] = [-1.0, 0.0, 0.5]
    got = forward_kinematics(MODEL, q).coordinates[:, MODEL.coordinate(f"knee_beta_{side}")]
    x = q[:, knee]
    np.testing.assert_allclose(got, 1.2 * (0.1 * x**2 + 0.9 * x + 0.02), atol=EXACT)


def test_a_model_is_not_changed_by_its_use() -> None:
    before: list[FloatArray] = [np.array(one) for one in MODEL.tree]
    model: Model = MODEL
    forward_kinematics(model, model.default, with_jacobian=True)
    for one, other in zip(before, model.tree, strict=True):
        np.testing.assert_array_equal(one, other)
