"""Laws of muscle paths: moment arm and length, turned laboratories, mirrored surfaces, pulls."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model, build_model, load_model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.osim.model import OsimWrap

FloatArray = NDArray[np.float64]

FOLDER = Path(__file__).parents[1] / "oracle" / "body"
LEGS = load_model(FOLDER / "made_up_4.osim")
WRAPS = load_model(FOLDER / "made_up_wraps.osim")

EXACT_KINDS = ["cylinder", "cylinder_x", "cylinder_minus_y", "sphere", "two_cylinders"]
"""Muscles around cylinders and spheres: their paths are the shortest of their side."""

STEP = 1e-6
SLOPE = 2e-6
"""Central differences at 1e-6, and a path that may bend sharply close to its surface."""

EXACT = 1e-12

seeds = st.integers(0, 2**31)


def apart(seed: int) -> FloatArray:
    """Return a pose of the model of surfaces."""
    return np.random.default_rng(seed).uniform(-0.12, 0.12, 6)


def stepped(q: FloatArray, column: int) -> FloatArray:
    """Return four poses around one, from two steps below to two steps above."""
    out = np.repeat(q[None], 4, axis=0)
    out[:, column] += np.array([-2.0, -1.0, 1.0, 2.0]) * STEP
    return out


def holds_along(model: Model, q: FloatArray, muscles: list[str] | None) -> None:
    """Check moment arms against the change of length, where the path does not jump."""
    geometry = build_muscle_geometry(model, muscles, wrapping="shortest")
    arm = muscle_paths(geometry, q).moment_arm_m[0]
    for c in range(q.size):
        if model.tree.driver[c] >= 0:
            assert not arm[:, c].any()
            continue
        length = muscle_paths(geometry, stepped(q, c)).length_m
        near, far = (length[2] - length[1]) / (2 * STEP), (length[3] - length[0]) / (4 * STEP)
        smooth = np.abs(near - far) < SLOPE
        np.testing.assert_allclose(arm[smooth, c], -near[smooth], atol=SLOPE)


@given(seeds)
@settings(max_examples=60)
def test_moment_arm_is_minus_the_slope_of_the_length_around_surfaces(seed: int) -> None:
    holds_along(WRAPS, apart(seed), EXACT_KINDS)


@given(seeds)
@settings(max_examples=40)
def test_moment_arm_is_minus_the_slope_with_moving_points_and_couplers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    q = LEGS.default + rng.uniform(-0.9, 0.9, len(LEGS.coordinates))
    holds_along(LEGS, forward_kinematics(LEGS, q).coordinates[0], None)


@given(seeds)
@settings(max_examples=40)
def test_a_path_around_a_surface_is_no_shorter_than_straight(seed: int) -> None:
    q = apart(seed)
    got = muscle_paths(build_muscle_geometry(WRAPS, wrapping="shortest"), q).length_m[0]
    assert np.isfinite(got).all()
    assert (got >= np.linalg.norm(q[:3] - q[3:]) - EXACT).all()


def mirrored(wrap: OsimWrap) -> OsimWrap:
    """Return the mirror image of a surface in the plane of x and y."""
    a, b, c = wrap.rotation_rad
    x, y, z = wrap.translation_m
    return replace(wrap, rotation_rad=(-a, -b, c), translation_m=(x, y, -z))


@pytest.mark.parametrize("wrapping", ["opensim", "shortest"])
@given(seeds)
@settings(max_examples=40)
def test_mirrored_surfaces_have_mirrored_paths(wrapping: str, seed: int) -> None:
    source = WRAPS.source
    other = build_model(replace(source, wraps=tuple(mirrored(one) for one in source.wraps)))
    q, flip = apart(seed), np.array([1.0, 1.0, -1.0] * 2)
    here = muscle_paths(build_muscle_geometry(WRAPS, wrapping=wrapping), q)  # type: ignore[arg-type]
    there = muscle_paths(build_muscle_geometry(other, wrapping=wrapping), q * flip)  # type: ignore[arg-type]
    np.testing.assert_allclose(there.length_m, here.length_m, atol=1e-9)
    np.testing.assert_allclose(there.moment_arm_m, here.moment_arm_m * flip, atol=1e-7)


@given(seeds)
@settings(max_examples=25)
def test_a_moved_laboratory_changes_no_length(seed: int) -> None:
    geometry = build_muscle_geometry(LEGS)
    rng = np.random.default_rng(seed)
    q = LEGS.default + rng.uniform(-0.5, 0.5, (2, len(LEGS.coordinates)))
    free = [i for i, name in enumerate(LEGS.coordinates) if name.startswith("pelvis")]
    assert free
    q[1] = q[0]
    q[1, free] += rng.uniform(-1.0, 1.0, len(free))
    got = muscle_paths(geometry, q)
    assert got.length_m[0] == pytest.approx(got.length_m[1], abs=EXACT)
    np.testing.assert_allclose(got.moment_arm_m[0], got.moment_arm_m[1], atol=EXACT)
    assert not got.moment_arm_m[:, :, free].any()


@given(seeds)
@settings(max_examples=25)
def test_pulls_on_the_bodies_make_the_moment_arms(seed: int) -> None:
    q = apart(seed)
    geometry = build_muscle_geometry(WRAPS)
    got = muscle_paths(geometry, q, with_pull=True)
    assert got.pull is not None
    for m in range(len(geometry.muscles)):
        for body, columns in (("one", slice(0, 3)), ("two", slice(3, 6))):
            rows = (geometry.pull_muscle == m) & (geometry.pull_body == WRAPS.bodies.index(body))
            force = got.pull[0, rows, :3].sum(axis=0)
            np.testing.assert_allclose(got.moment_arm_m[0, m, columns], force, atol=EXACT)
