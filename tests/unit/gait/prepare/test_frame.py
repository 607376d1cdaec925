"""Whatever the laboratory's axes, the same walk comes out."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest

from kinchain.gait.prepare.frame import turn_to_ground
from kinchain.gait.readers._raw import RawTrial

TURNS = [
    turn
    for order in permutations(range(3))
    for signs in product((1.0, -1.0), repeat=3)
    if np.linalg.det(turn := np.eye(3)[list(order)] * np.array(signs)[:, None]) > 0
]


def about_up(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def raw_of(one, turn: np.ndarray) -> RawTrial:
    return RawTrial("x", "c3d", time_s=one.time_s, names=tuple(one.names),
                    position_m=one.position_m @ turn.T)  # fmt: skip


@pytest.mark.parametrize("turn", TURNS)
def test_any_axes(walker, turn) -> None:
    one = walker()
    trial = turn_to_ground(raw_of(one, turn))
    assert trial.markers is not None
    np.testing.assert_allclose(trial.markers.values, one.position_m, atol=1e-9)
    assert trial.is_treadmill is False


@pytest.mark.parametrize("degrees", [7.0, 37.0, 90.0, 143.0, 260.0])
@pytest.mark.parametrize("belt", [False, True])
def test_oblique_directions(walker, degrees, belt) -> None:
    one = walker(belt=belt)
    trial = turn_to_ground(raw_of(one, TURNS[5] @ about_up(degrees)))
    assert trial.markers is not None
    off = trial.markers.values - one.position_m
    assert np.abs(off).max() < (0.01 if not belt else 0.05)
    assert trial.is_treadmill is belt
    if degrees % 90:
        assert "off" in trial.origin.turned or belt


def test_a_mirrored_laboratory_is_mirrored_back(walker) -> None:
    one = walker()
    trial = turn_to_ground(raw_of(one, np.diag([1.0, 1.0, -1.0])))
    assert trial.markers is not None
    np.testing.assert_allclose(trial.markers.values, one.position_m, atol=1e-9)
    assert any("left of left" in n.what for n in trial.notes)


def test_walking_backwards_is_told_not_mirrored(walker) -> None:
    one = walker()
    back = one.position_m[::-1]
    trial = turn_to_ground(RawTrial("x", "c3d", time_s=one.time_s, names=tuple(one.names),
                                    position_m=back))  # fmt: skip
    assert any("against the walking direction" in n.what for n in trial.notes)
    assert not any("left of left" in n.what for n in trial.notes)


def test_a_floor_off_zero(walker) -> None:
    one = walker()
    trial = turn_to_ground(raw_of(one, np.eye(3)))
    lifted = RawTrial("x", "trc", time_s=one.time_s, names=tuple(one.names),
                      position_m=one.position_m + np.array([0.0, 1.3, 0.0]))  # fmt: skip
    other = turn_to_ground(lifted)
    assert trial.markers is not None and other.markers is not None
    assert float(other.markers.sel(axis="y").min()) == pytest.approx(0.0, abs=0.02)
    assert abs(float(other.marker("LHEE")[:, 1].min())) < 0.02
