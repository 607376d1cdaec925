"""Putting a body into a person: frames of the body, markers carried onto it, where they rest."""

from __future__ import annotations

import numpy as np
import pytest

from kinchain.body.default import default_body
from kinchain.body.default.fit import (
    between,
    joint_centres,
    mean_place,
    on_body,
    resting_places,
    segments_of,
    straight_pose,
    upright,
    with_markers,
)
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model, build_model

SIZE = {"thigh": (0.41, 0.42), "shank": (0.40, 0.40), "hip_out": 0.085}


@pytest.fixture(scope="module")
def body() -> Model:
    return default_body(70.0, 1.75, "male", segment_lengths=SIZE)


def test_joints_lie_as_far_apart_as_told(body: Model) -> None:
    place = joint_centres(body)
    assert np.linalg.norm(place["hip_r"] - place["knee_r"]) == pytest.approx(0.42, abs=0.005)
    assert np.linalg.norm(place["hip_l"] - place["knee_l"]) == pytest.approx(0.41, abs=0.005)
    assert np.linalg.norm(place["knee_l"] - place["ankle_l"]) == pytest.approx(0.40, abs=0.005)
    assert place["hip_r"][2] - place["hip_l"][2] == pytest.approx(0.17)


def test_frames_are_turns_and_mirror_each_other(body: Model) -> None:
    segments = segments_of(body, {"r": ("mt2_r",), "l": ("mt2_l",)})
    mirror = np.diag([1.0, 1.0, -1.0])
    for name, one in segments.items():
        np.testing.assert_allclose(one.body_from_segment.T @ one.body_from_segment, np.eye(3),
                                   atol=1e-12)  # fmt: skip
        assert np.linalg.det(one.body_from_segment) == pytest.approx(1.0)
        if name.endswith("_r") and name.startswith(("calcn", "forefoot", "toes")):
            other = segments[f"{name[:-1]}l"]
            np.testing.assert_allclose(
                mirror @ one.body_from_segment @ mirror, other.body_from_segment, atol=1e-9
            )
    assert segments["forefoot_r"].body == "forefoot_r"
    assert between(segments["pelvis"], segments["back"])[1] > 0.05


def test_a_marker_carried_onto_the_body_is_where_it_was(body: Model) -> None:
    segments = segments_of(body)
    poses = forward_kinematics(body, straight_pose(body))
    thigh = segments["femur_r"]
    b = body.bodies.index(thigh.body)
    frame = poses.ground_from_body[:, b] @ thigh.body_from_segment
    origin = poses.origin_m[:, b] + poses.ground_from_body[:, b] @ thigh.origin_m
    marker = np.array([[0.05, 0.6, 0.12]])
    local = mean_place(frame, origin, marker)
    assert local is not None
    worn = with_markers(body, {"M": (thigh.body, on_body(thigh, local))})
    np.testing.assert_allclose(
        forward_kinematics(worn, straight_pose(worn)).marker_m[0, 0], marker[0], atol=1e-12
    )
    assert mean_place(frame, origin, np.full((1, 3), np.nan)) is None


def test_new_markers_are_as_if_the_model_had_been_built_with_them(body: Model) -> None:
    places = {"A": ("tibia_r", np.array([0.01, -0.2, 0.03])), "B": ("pelvis", np.zeros(3))}
    quick = with_markers(body, places)
    whole = build_model(quick.source)
    q = np.random.default_rng(3).normal(0.0, 0.2, len(body.coordinates))
    one, other = forward_kinematics(quick, q), forward_kinematics(whole, q)
    np.testing.assert_allclose(one.marker_m, other.marker_m, atol=1e-14)
    assert quick.markers == whole.markers == ("A", "B")
    assert body.markers != quick.markers


def test_a_marker_rests_on_the_body_it_moves_with(body: Model) -> None:
    rng = np.random.default_rng(4)
    q = np.tile(straight_pose(body), (40, 1))
    turns = [body.coordinate(f"{n}_r") for n in ("hip_flexion", "knee_angle", "ankle_angle")]
    q[:, turns] += rng.uniform(0.0, 0.5, (40, 3))
    worn = with_markers(body, {"M": ("tibia_r", np.array([0.04, -0.15, 0.05]))})
    path = forward_kinematics(worn, q).marker_m + rng.normal(0.0, 0.002, (40, 1, 3))
    path[5] = np.nan
    both = np.concatenate([path, np.full_like(path, np.nan)], axis=1)
    found = resting_places(body, q, both, [("femur_r", "tibia_r", "calcn_r"), ("tibia_r",)])
    assert found[1] is None and found[0] is not None
    assert found[0].body == "tibia_r" and found[0].spread_m < 0.006
    np.testing.assert_allclose(found[0].place_m, [0.04, -0.15, 0.05], atol=0.003)


def test_upright_axes_point_up_and_right() -> None:
    axes = upright(np.array([0.1, 2.0, 0.0]), np.array([0.3, 0.0, 1.0]))
    assert axes[1, 1] > 0.99 and axes[2, 2] > 0.9
    np.testing.assert_allclose(axes.T @ axes, np.eye(3), atol=1e-12)
