"""The split of a knee's load between its compartments."""

from __future__ import annotations

import numpy as np
import pytest

from kinchain.body.joint_reactions import Reaction
from kinchain.body.knee_split import KneeSplit, Side, split_knee
from kinchain.core.errors import InputError

SIDES: tuple[Side, Side] = ("left", "right")


def pressed(side: Side, medial: float, lateral: float, apart: float = 0.045) -> Reaction:
    """Return the load of two forces down the tibia, on either side of the joint's centre."""
    out = 1.0 if side == "right" else -1.0
    at_lateral, at_medial = np.array([0, 0, out * apart / 2]), np.array([0, 0, -out * apart / 2])
    moment = np.cross(at_lateral, [0, -lateral, 0]) + np.cross(at_medial, [0, -medial, 0])
    force = np.array([[30.0, -medial - lateral, 12.0]])
    return Reaction(force, moment[None] + [[0.0, 3.0, -9.0]], np.zeros((1, 3)))


@pytest.mark.parametrize("side", SIDES)
def test_two_forces_are_found_again(side: Side) -> None:
    got = split_knee(pressed(side, 900.0, 400.0), side)
    assert got.total_n[0] == pytest.approx(1300.0)
    assert got.medial_n[0] == pytest.approx(900.0) and got.lateral_n[0] == pytest.approx(400.0)
    assert not got.is_lifted[0] and got.left_over_nm[0] == 0.0


def test_sides_mirror_each_other() -> None:
    def flat(split: KneeSplit) -> list[float]:
        return [split.medial_n[0], split.lateral_n[0], *split.medial_interval_n[0]]

    left, right = (split_knee(pressed(side, 700.0, 500.0), side) for side in SIDES)
    np.testing.assert_allclose(flat(left), flat(right))


@pytest.mark.parametrize("side", SIDES)
def test_a_lifted_compartment_bears_nothing_and_the_rest_is_told(side: Side) -> None:
    got = split_knee(pressed(side, 1000.0, -200.0), side)
    assert got.is_lifted[0] and got.lateral_n[0] == 0.0 and got.medial_n[0] == 800.0
    assert abs(got.left_over_nm[0]) == pytest.approx(200.0 * 0.045)
    pulled = split_knee(pressed(side, -50.0, -80.0), side)
    assert pulled.medial_n[0] == pulled.lateral_n[0] == 0.0 and pulled.is_lifted[0]


def test_intervals_hold_the_value_and_widen_with_doubt() -> None:
    load = pressed("right", 900.0, 400.0)
    got = split_knee(load, "right")
    low, high = got.medial_interval_n[0]
    assert low < 900.0 < high
    assert got.lateral_interval_n[0, 0] < 400.0 < got.lateral_interval_n[0, 1]
    sure = split_knee(load, "right", apart_interval_m=(0.045, 0.045), away_m=0.0)
    np.testing.assert_allclose(sure.medial_interval_n[0], 900.0)
    np.testing.assert_allclose(got.medial_n + got.lateral_n, got.total_n)


def test_millimetres_are_refused() -> None:
    with pytest.raises(InputError, match=r"give metres, such as 0\.045"):
        split_knee(pressed("right", 1.0, 1.0), "right", apart_m=45.0)
