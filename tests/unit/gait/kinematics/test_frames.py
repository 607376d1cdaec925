"""Frames, angles between them, joint centres and carried points."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from kinchain.gait.kinematics.frames import (
    cardan_zxy,
    carried_points,
    frame_from_right_and_forward,
    frame_from_up_and_right,
    turn_about_up,
)
from kinchain.gait.kinematics.hip_centre import davis, harrington
from kinchain.gait.kinematics.skeleton import chord

RNG = np.random.default_rng(7)


def test_angles_come_back_from_the_turn_they_made() -> None:
    told = RNG.uniform(-1.2, 1.2, (50, 3))
    child = Rotation.from_euler("ZXY", told).as_matrix()
    parent = np.broadcast_to(np.eye(3), child.shape)
    about_z, about_x, about_y = cardan_zxy(parent, child)
    np.testing.assert_allclose(np.stack([about_z, about_x, about_y], axis=1), told, atol=1e-9)


def test_turning_the_laboratory_changes_no_angle() -> None:
    parent, child = Rotation.random(20, rng=1).as_matrix(), Rotation.random(20, rng=2).as_matrix()
    room = Rotation.random(rng=3).as_matrix()
    before, after = cardan_zxy(parent, child), cardan_zxy(room @ parent, room @ child)
    np.testing.assert_allclose(before, after, atol=1e-9)


def test_frames_are_right_handed_and_of_length_one() -> None:
    one, two = RNG.normal(size=(30, 3)), RNG.normal(size=(30, 3))
    for made in (frame_from_up_and_right(one, two), frame_from_right_and_forward(one, two)):
        np.testing.assert_allclose(np.linalg.det(made), 1.0, atol=1e-9)
        np.testing.assert_allclose(
            np.einsum("nji,njk->nik", made, made), np.broadcast_to(np.eye(3), made.shape), atol=1e-9
        )


def test_walking_the_other_way_turns_x_round() -> None:
    turned = turn_about_up(np.array([np.pi]))[0]
    np.testing.assert_allclose(turned[:, 0], [-1.0, 0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(turned[:, 2], [0.0, 0.0, -1.0], atol=1e-12)


def test_joint_centre_lies_at_a_right_angle_and_at_its_distance() -> None:
    above, lateral = np.array([[0.0, 1.0, 0.0]]), np.array([[0.0, 0.5, 0.06]])
    centre = chord(above, lateral, np.array([[0.02, 0.7, 0.1]]), 0.06)
    assert np.linalg.norm(centre - lateral) == pytest.approx(0.06)
    assert float(((above - centre) * (lateral - centre)).sum()) == pytest.approx(0.0, abs=1e-12)
    assert centre[0, 2] < lateral[0, 2]


def test_cluster_carries_points_through_any_motion_and_a_hidden_marker() -> None:
    home, points = RNG.normal(size=(4, 3)), RNG.normal(size=(2, 3))
    turns = Rotation.random(10, rng=5).as_matrix()
    shift = RNG.normal(size=(10, 1, 3))
    moving = np.einsum("nij,mj->nmi", turns, home) + shift
    moving[3, 1] = np.nan
    moving[4, :2] = np.nan
    paths, misfit = carried_points(points, home, moving)
    want = np.einsum("nij,pj->npi", turns, points) + shift
    seen = np.arange(10) != 4
    np.testing.assert_allclose(paths[seen], want[seen], atol=1e-9)
    assert np.isnan(paths[4]).all()
    assert np.nanmax(misfit) < 1e-9


def test_hip_lies_behind_below_and_outward_of_the_middle_of_the_spines() -> None:
    for offset in (harrington(0.24, 0.14), davis(0.24, 0.85)):
        assert offset[0] < 0
        assert offset[1] < 0
        assert 0.05 < offset[2] < 0.12
