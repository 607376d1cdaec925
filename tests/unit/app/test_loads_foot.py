"""What reaches a foot and what is told of it: mirrored, on two plates, with and without toes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kinchain.app.loads.foot import (
    ALL_FOOT_LOADS,
    FOOT_LOADS,
    foot_work,
    impulse_pct,
    with_tendon,
)
from kinchain.app.loads.foot_reach import ModelFoot, head_of
from kinchain.app.loads.ground import SIDES, GroundLoads
from kinchain.body.default import default_body
from kinchain.body.external_loads import external_loads
from kinchain.body.foot import foot_shape
from kinchain.body.inverse_dynamics import BodyMotion, body_motion
from kinchain.body.model import Model, load_model
from kinchain.core.trial import LegSide

N = 40
ORACLE = Path(__file__).parents[2] / "oracle" / "body"


@pytest.fixture(scope="module")
def body() -> Model:
    return default_body(mass_kg=70, height_m=1.75)


def stepping(body: Model, side: LegSide, *, mirror: bool = False) -> BodyMotion:
    """Return a body that rolls over one foot; mirrored it is the other one."""
    sign = -1.0 if mirror else 1.0
    other = {"left": "right", "right": "left"}[side] if mirror else side
    q = np.tile(body.default, (N, 1))
    way = np.linspace(0.0, 1.0, N)

    def turn(name: str, values: np.ndarray | float) -> None:
        if name in body.coordinates:
            q[:, body.coordinate(name)] = values

    end = other[0]
    turn(f"hip_flexion_{end}", 0.4 - 0.7 * way)
    turn(f"hip_adduction_{end}", 0.05)
    turn(f"hip_rotation_{end}", -0.1)
    turn(f"ankle_angle_{end}", np.where(way < 0.7, 0.1 * way, 0.07 - 1.2 * (way - 0.7)))
    turn("pelvis_tilt", -0.1)
    turn("pelvis_list", sign * 0.03)
    turn("pelvis_rotation", sign * 0.08)
    turn("pelvis_tx", way)
    turn("pelvis_ty", 0.95)
    turn("pelvis_tz", sign * 0.1)
    return body_motion(body, q, np.zeros_like(q), np.zeros_like(q))


def ground_under(
    body: Model, motion: BodyMotion, side: LegSide, *, parts: int = 1, slant: float = 40.0
) -> GroundLoads:
    """Return a force that rolls from heel to toe under a foot, shared by plates."""
    at = motion.origin_m[:, body.bodies.index(f"calcn_{side[0]}")]
    way = np.linspace(0.0, 1.0, N)
    outward = 1.0 if side == "right" else -1.0
    force = np.stack(
        [80 * (way - 0.5), 700 * np.sin(np.pi * way) + 1, outward * slant + 0 * way], 1
    )
    point = at * (1, 0, 1)
    point[:, 0] += 0.02 + 0.2 * way
    point[:, 2] += 0.01 * outward
    share = np.linspace(1.0, 2.0, parts) / np.linspace(1.0, 2.0, parts).sum()
    # Points of the plates differ, and their weighted mean is the one point.
    away = np.linspace(-0.05, 0.05, parts)
    away -= (share * away).sum()
    forces = np.stack([one * force for one in share], axis=1)
    points = np.stack([point + np.array([one, 0.0, 0.0]) for one in away], axis=1)
    bodies = [f"calcn_{side[0]}"] * parts
    time = np.arange(N) / 100.0
    loads = external_loads(time, bodies, forces, points, names=[f"p{i}" for i in range(parts)])
    span = ((side, float(time[0]), float(time[-1])),)
    return GroundLoads(loads, (side,) * parts, span, span, ())


def worked(body: Model, motion: BodyMotion, ground: GroundLoads):  # type: ignore[no-untyped-def]
    return foot_work(body, ground.loads.time_s, motion, ground.loads, ground)


def test_a_mirrored_walk_loads_the_other_foot_the_same(body: Model) -> None:
    right = stepping(body, "right")
    left = stepping(body, "right", mirror=True)
    one = worked(body, right, ground_under(body, right, "right"))[0]["right"].curves(700.0)
    other = worked(body, left, ground_under(body, left, "left"))[0]["left"].curves(700.0)
    assert one.keys() == set(FOOT_LOADS)
    for name, values in one.items():
        assert np.ptp(values) > 0.0
        assert other[name] == pytest.approx(values, rel=1e-6, abs=1e-7), name


def test_one_foot_on_two_plates_is_one_foot(body: Model) -> None:
    motion = stepping(body, "left")
    whole, parted = (
        worked(body, motion, ground_under(body, motion, "left", parts=parts))[0]["left"]
        for parts in (1, 2)
    )
    assert parted.motion.vertical_n == pytest.approx(whole.motion.vertical_n)
    assert parted.motion.cop_forward_m == pytest.approx(whole.motion.cop_forward_m, abs=1e-9)
    assert parted.loads.region_n == pytest.approx(whole.loads.region_n, abs=1e-6)


def test_regions_add_up_to_the_force(body: Model) -> None:
    motion = stepping(body, "left")
    foot = worked(body, motion, ground_under(body, motion, "left"))[0]["left"]
    curves = foot.curves(700.0)
    total = sum(curves[name] for name in FOOT_LOADS[:4])
    assert total == pytest.approx(foot.motion.vertical_n / 700.0, rel=1e-9)
    impulse = impulse_pct(curves)
    assert impulse is not None and sum(impulse) == pytest.approx(100.0)
    assert impulse_pct({name: np.zeros(5) for name in FOOT_LOADS}) is None


def test_the_heel_rises_over_toes_that_lie_flat(body: Model) -> None:
    motion = stepping(body, "left")
    feet, missing, notes = worked(body, motion, ground_under(body, motion, "left"))
    foot = feet["left"].motion
    on = foot.vertical_n > 0.0
    assert foot.mtp_rad[on] == pytest.approx(np.maximum(foot.pitch_rad[on], 0.0))
    assert foot.pitch_rad[-1] > 0.3 > foot.pitch_rad[N // 3]
    assert not missing["left"]
    assert any("toes bend as far as the heel rises" in one.what for one in notes)


def test_heads_are_where_their_markers_are() -> None:
    body = default_body(mass_kg=70, height_m=1.75)
    feet = [ModelFoot(body, side, f"forefoot_{side[0]}", 0.26).heads() for side in SIDES]
    assert [set(one.markers) for one in feet] == [{"mt1_l", "mt5_l"}, {"mt1_r", "mt5_r"}]
    assert all(abs(one.ahead_m) < 0.02 for one in feet)
    assert feet[0].axis_rad == pytest.approx(-feet[1].axis_rad)
    for marker, end, known in (
        ("LTOE", "l", True), ("L.MT5", "l", True), ("r_5meta_study", "r", True),
        ("RVMH", "r", True),
        ("R.Toe.Lat", "r", True), ("LHEE", "l", False), ("sternum", "l", False),
        ("L.Toe.Tip", "l", False),
    ):  # fmt: skip
        assert (head_of(marker, end) is not None) == known, marker


def test_a_model_without_toes_says_so() -> None:
    model = load_model(ORACLE / "made_up_4.osim")
    zero = np.tile(model.default, (N, 1))
    motion = body_motion(model, zero, 0 * zero, 0 * zero)
    time = np.arange(N) / 100.0
    loads = external_loads(time, ["calcn_r"], np.zeros((N, 1, 3)), np.zeros((N, 1, 3)))
    feet, missing, _ = worked(model, motion, GroundLoads(loads, ("right",), (), (), ()))
    assert not feet
    assert set(missing["right"]) == set(ALL_FOOT_LOADS)


def test_the_tendon_follows_from_the_ankle_without_muscles() -> None:
    shape = foot_shape(1.75, "male")
    curves = {"internal_ankle_plantarflexion_moment_nm_per_kg": np.array([-0.2, 0.5, 1.5])}
    missing = {"achilles_force_bw": "it has no muscles"}
    notes = with_tendon(curves, missing, shape, 70.0, 70.0 * 9.81)
    force = curves["achilles_force_bw"]
    assert force[0] == 0.0 and not missing and len(notes) == 1
    assert force[2] == pytest.approx(1.5 * 70 / (70 * 9.81) / float(shape.achilles_arm_m))
    assert not with_tendon(curves, missing, shape, 70.0, 700.0)
