"""Inverse kinematics: poses are found again, and what is missing, held or wrong is said."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.inverse_kinematics import inverse_kinematics
from kinchain.body.model import Model
from kinchain.core.errors import InputError

FOUND = 1e-6
"""rad or m; markers without noise, squared error driven below 1e-18 m²."""

FloatArray = NDArray[np.float64]


def motion(model: Model, n: int = 12) -> FloatArray:
    """Return a smooth made-up motion inside the ranges, with nothing locked or clamped broken."""
    phase = np.linspace(0.0, 1.5, n)[:, None] + np.arange(len(model.coordinates))
    q = np.asarray(model.default + 0.3 * np.sin(phase))
    for side in "rl":
        q[:, model.coordinate(f"knee_angle_{side}")] -= 0.8
    q[:, model.is_locked] = model.default[model.is_locked]
    return forward_kinematics(model, q).coordinates


def test_a_motion_is_found_again(made_up: Model) -> None:
    q = motion(made_up)
    marker = forward_kinematics(made_up, q).marker_m
    got = inverse_kinematics(made_up, marker, made_up.markers)
    np.testing.assert_allclose(got.coordinates, q, atol=FOUND)
    assert set(got.outcome) == {"fitted"}
    assert got.rms_m.max() < FOUND and got.notes == ()
    assert got.markers == made_up.markers


@pytest.mark.parametrize("yaw", [np.pi, np.pi / 2, -2.5])
def test_a_person_who_faces_elsewhere_is_found(made_up: Model, yaw: float) -> None:
    q = motion(made_up, 3)
    q[:, made_up.coordinate("pelvis_rotation")] += yaw
    marker = forward_kinematics(made_up, q).marker_m + np.array([3.0, 0.0, -2.0])
    got = inverse_kinematics(made_up, marker, made_up.markers)
    assert got.rms_m.max() < FOUND


def test_coupled_and_locked_coordinates_hold(made_up: Model) -> None:
    q = motion(made_up)
    free = q.copy()
    free[:, made_up.coordinate("rise_x")] = 0.1  # the file locks it at 0
    marker = forward_kinematics(made_up, free).marker_m
    got = inverse_kinematics(made_up, marker, made_up.markers)
    assert (got.coordinates[:, made_up.coordinate("rise_x")] == 0.0).all()
    assert got.rms_m.min() > FOUND
    again = forward_kinematics(made_up, got.coordinates).coordinates
    np.testing.assert_allclose(got.coordinates, again, atol=1e-14)


def test_a_coordinate_can_be_locked_at_a_value(made_up: Model) -> None:
    q = motion(made_up)
    q[:, made_up.coordinate("back_x")] = 0.25
    marker = forward_kinematics(made_up, q).marker_m
    got = inverse_kinematics(made_up, marker, made_up.markers, locked={"back_x": 0.25})
    assert (got.coordinates[:, made_up.coordinate("back_x")] == 0.25).all()
    assert got.rms_m.max() < FOUND


def test_a_clamped_coordinate_stays_in_its_range(made_up: Model) -> None:
    knee = made_up.coordinate("knee_angle_r")
    q = motion(made_up)
    q[:, knee] = np.linspace(-0.2, 0.6, len(q))
    marker = forward_kinematics(made_up, q).marker_m
    got = inverse_kinematics(made_up, marker, made_up.markers)
    assert got.coordinates[:, knee].max() == made_up.upper[knee]
    assert set(got.outcome) == {"fitted"}
    inside = q[:, knee] < made_up.upper[knee]
    assert got.rms_m[inside].max() < FOUND


def test_missing_markers_cost_nothing_while_enough_are_seen(made_up: Model) -> None:
    q = motion(made_up)
    marker = forward_kinematics(made_up, q).marker_m
    spare = [i for i, name in enumerate(made_up.markers) if "kite" not in name]  # it needs all
    for frame in range(len(q)):
        marker[frame, spare[3 * frame % len(spare)]] = np.nan
    got = inverse_kinematics(made_up, marker, made_up.markers)
    np.testing.assert_allclose(got.coordinates, q, atol=FOUND)
    assert np.isnan(got.marker_error_m).sum() == len(q)


def test_unseen_segments_and_frames_are_told(made_up: Model) -> None:
    q = motion(made_up)
    marker = forward_kinematics(made_up, q).marker_m
    names = list(made_up.markers)
    foot = [i for i, name in enumerate(names) if name.startswith(("talus", "calcn"))]
    marker[4, [i for i in foot if names[i].endswith("r")]] = np.nan
    marker[7] = np.nan
    got = inverse_kinematics(made_up, marker, names)
    assert got.outcome[4] == "partly_seen" and got.outcome[7] == "not_seen"
    assert np.isnan(got.coordinates[7]).all() and np.isnan(got.rms_m[7])
    assert set(got.outcome) - {"fitted"} == {"partly_seen", "not_seen"}
    others = np.setdiff1d(np.arange(len(q)), [4, 7])
    np.testing.assert_allclose(got.coordinates[others], q[others], atol=FOUND)


def test_a_heavier_marker_is_met_better(made_up: Model) -> None:
    marker = forward_kinematics(made_up, motion(made_up)).marker_m
    marker[:, 20] += 0.02
    name = made_up.markers[20]
    plain = inverse_kinematics(made_up, marker, made_up.markers)
    heavy = inverse_kinematics(made_up, marker, made_up.markers, weights={name: 50.0})
    none = inverse_kinematics(made_up, marker, made_up.markers, weights={name: 0.0})
    assert (heavy.marker_error_m[:, 20] < 0.5 * plain.marker_error_m[:, 20]).all()
    assert name not in none.markers and none.rms_m.max() < FOUND


def test_markers_that_only_one_of_both_has_are_told(made_up: Model) -> None:
    marker = forward_kinematics(made_up, motion(made_up)).marker_m
    names = ["stray", *made_up.markers[1:]]
    got = inverse_kinematics(made_up, marker, names)
    assert [note.where for note in got.notes] == ["stray", made_up.markers[0]]


def test_a_swapped_pair_of_markers_is_noticed(made_up: Model) -> None:
    marker = forward_kinematics(made_up, motion(made_up)).marker_m
    a, b = made_up.markers.index("tibia0r"), made_up.markers.index("tibia0l")
    marker[5, [a, b]] = marker[5, [b, a]]
    marker += 0.001 * np.sin(np.arange(marker.size)).reshape(marker.shape)
    (note,) = inverse_kinematics(made_up, marker, made_up.markers).notes
    assert note.level == "warning" and "frame 5" in note.where


def test_the_start_may_be_given(made_up: Model) -> None:
    q = motion(made_up)
    marker = forward_kinematics(made_up, q).marker_m
    got = inverse_kinematics(made_up, marker, made_up.markers, start=q[0])
    np.testing.assert_allclose(got.coordinates, q, atol=FOUND)


def test_bad_input_is_told_in_four_parts(made_up: Model) -> None:
    marker = forward_kinematics(made_up, motion(made_up, 3)).marker_m
    names = made_up.markers
    calls = [
        (lambda: inverse_kinematics(made_up, marker[:, :5], names), "has shape"),
        (lambda: inverse_kinematics(made_up, marker * np.inf, names), "infinite"),
        (lambda: inverse_kinematics(made_up, marker, ["x"] * len(names)), "twice"),
        (lambda: inverse_kinematics(made_up, marker[:, :2], names[:2]), "only 2 of"),
        (lambda: inverse_kinematics(made_up, marker * 1000.0, names), "not metres"),
        (lambda: inverse_kinematics(made_up, marker / 1000.0, names), "not metres"),
        (lambda: inverse_kinematics(made_up, marker, names, weights={"tib": 1.0}), "unknown"),
        (lambda: inverse_kinematics(made_up, marker, names, weights={names[0]: -1.0}), "weight"),
        (lambda: inverse_kinematics(made_up, marker, names, locked={"knee": 0.0}), "unknown"),
        (lambda: inverse_kinematics(made_up, marker, names, locked={"knee_beta_r": 0}), "held"),
        (lambda: inverse_kinematics(made_up, marker, names, start=np.zeros(3)), "shape"),
        (lambda: forward_kinematics(made_up, np.zeros((2, 3))), "has shape"),
        (lambda: forward_kinematics(made_up, made_up.default * np.nan), "not finite"),
    ]
    for call, what in calls:
        with pytest.raises(InputError, match=what) as caught:
            call()
        assert all(part for fault in caught.value.faults for part in fault.as_dict().values())


def test_no_frames_give_no_frames(made_up: Model) -> None:
    got = inverse_kinematics(made_up, np.zeros((0, len(made_up.markers), 3)), made_up.markers)
    assert got.outcome == () and got.coordinates.shape == (0, len(made_up.coordinates))
