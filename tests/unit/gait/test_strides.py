"""Strides between landings, their curves, and times and distances of made walks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinchain.core.trial import LegSide
from kinchain.gait.events import FootEvents, WalkEvents
from kinchain.gait.measure import measure_walk, work_out
from kinchain.gait.prepare import Pass
from kinchain.gait.spatiotemporal import symmetry_index_pct
from kinchain.gait.strides import (
    N_POINTS,
    Stride,
    by_side,
    cut_strides,
    stance_curves,
    stride_curves,
)
from kinchain.gait.synthetic import LABORATORY, Plates, SideChange, SyntheticWalk, pose_trial

SPEED_SHARE = 0.02
"""The goal for speed and step length."""


def events(left: list[float], right: list[float], stance_s: float = 0.62) -> WalkEvents:
    def foot(landed: list[float]) -> FootEvents:
        times = np.asarray(landed)
        unsure = np.full(len(times), 0.01)
        return FootEvents(times, times + stance_s, unsure, unsure)

    return WalkEvents({"left": foot(left), "right": foot(right)}, "made")


def test_strides_run_from_landing_to_landing_with_the_other_foot_between() -> None:
    found = cut_strides(events([0.0, 1.0, 2.0], [0.5, 1.5, 2.5]), ())
    assert [(s.side, s.start_s, s.end_s) for s in found] == [
        ("left", 0.0, 1.0), ("right", 0.5, 1.5), ("left", 1.0, 2.0), ("right", 1.5, 2.5),
    ]  # fmt: skip
    first = found[1]
    assert first.foot_off_s == pytest.approx(1.12)
    assert first.other_contact_s == pytest.approx(1.0)
    assert first.other_off_s == pytest.approx(0.62)


def test_a_missed_landing_makes_no_double_stride() -> None:
    found = cut_strides(events([0.0, 1.0, 3.0, 4.0], [0.5, 1.5, 2.5, 3.5]), ())
    assert (1.0, 3.0) not in [(s.start_s, s.end_s) for s in found]
    assert len(by_side(found)["left"]) == 2


def test_strides_outside_straight_walks_are_left_out() -> None:
    walks = (Pass(0.0, 1.6, 0.0, 1.2), Pass(3.0, 4.6, np.pi, 1.2))
    landed = [0.0, 1.0, 2.0, 3.0, 4.0]
    found = cut_strides(events(landed, [t + 0.5 for t in landed]), walks)
    spans = [(s.start_s, s.end_s) for s in found]
    assert (0.0, 1.0) in spans
    assert (0.5, 1.5) in spans
    assert (3.0, 4.0) in spans
    assert (1.0, 2.0) not in spans
    assert (2.5, 3.5) not in spans


def test_a_foot_off_at_an_odd_share_belongs_to_another_stride() -> None:
    found = cut_strides(events([0.0, 1.0, 2.0], [], stance_s=0.95), ())
    assert [s.foot_off_s for s in found] == [None, None]


def test_one_foot_alone_gives_its_own_strides() -> None:
    found = cut_strides(events([0.0, 1.0, 2.0], []), ())
    assert len(found) == 2
    assert found[0].other_contact_s is None


def test_curves_are_the_signal_over_the_stride() -> None:
    time = np.arange(0.0, 4.0, 0.01)
    signal = np.sin(2 * np.pi * time)
    strides = [Stride("left", s, s + 1.0, s + 0.6, None, None) for s in (0.5, 1.5)]
    curves = stride_curves(time, signal, strides)
    assert curves.shape == (2, N_POINTS)
    want = np.sin(2 * np.pi * np.linspace(0.5, 1.5, N_POINTS))
    np.testing.assert_allclose(curves[0], want, atol=1e-3)
    stance = stance_curves(time, signal, strides)
    np.testing.assert_allclose(
        stance[0], np.sin(2 * np.pi * np.linspace(0.5, 1.1, N_POINTS)), atol=1e-3
    )


def test_a_stride_largely_unseen_gives_no_curve() -> None:
    time = np.arange(0.0, 4.0, 0.01)
    signal = np.sin(2 * np.pi * time)
    signal[60:90] = np.nan
    signal[180:184] = np.nan
    strides = [Stride("left", s, s + 1.0, None, None, None) for s in (0.5, 1.5, 3.5)]
    assert len(stride_curves(time, signal, strides)) == 1
    assert np.isfinite(stride_curves(time, signal, strides)).all()


@pytest.mark.parametrize(
    ("surface", "speed"), [("overground", 0.7), ("overground", 1.4), ("treadmill", 1.0)]
)
def test_times_and_distances_are_those_of_the_walk(surface: str, speed: float) -> None:
    walk = SyntheticWalk(
        duration_s=8.0,
        speed_mps=speed,
        surface=surface,
        seed=2,
        flaws=LABORATORY,  # type: ignore[arg-type]
    ).make()
    summary = measure_walk(replace(walk.trial, angles=None, events=())).summary
    truth = walk.truth
    for name, true in (
        ("walking_speed_mps", truth.speed_mps),
        ("stride_length_m", truth.stride_length_m),
        ("stride_time_s", truth.stride_time_s),
        ("cadence_spm", truth.cadence_spm),
    ):
        assert summary[name]["all"].mean == pytest.approx(true, rel=SPEED_SHARE), name
    for side in ("left", "right"):
        step = float(np.nanmean(truth.step_length_m[side]))
        assert summary["step_length_m"][side].mean == pytest.approx(step, rel=SPEED_SHARE)
        time = float(np.nanmean(truth.step_time_s[side]))
        assert summary["step_time_s"][side].mean == pytest.approx(time, abs=0.015)
        stance = 100.0 * float(np.nanmean(truth.stance_share[side]))
        assert summary["stance_pct"][side].mean == pytest.approx(stance, abs=2.5)
    assert summary["stance_pct"]["all"].mean + summary["swing_pct"]["all"].mean == pytest.approx(
        100.0, abs=1e-3
    )
    assert summary["step_width_m"]["all"].mean == pytest.approx(truth.step_width_m, abs=0.03)


def test_two_steps_make_a_stride() -> None:
    walk = SyntheticWalk(duration_s=8.0, seed=3, variability=0.0).make()
    values = work_out(replace(walk.trial, angles=None, events=())).values
    both = sum(values["step_length_m"][side].mean() for side in ("left", "right"))
    stride = np.concatenate(list(values["stride_length_m"].values())).mean()
    assert both == pytest.approx(stride, rel=0.005)


def test_a_longer_step_of_one_side_is_seen() -> None:
    walk = SyntheticWalk(
        duration_s=10.0, seed=4, left=SideChange(step_length_ratio=1.2), plates=Plates("none")
    ).make()
    walked = measure_walk(replace(walk.trial, angles=None, events=()))
    true = {s: float(np.nanmean(walk.truth.step_length_m[s])) for s in ("left", "right")}
    index = walked.symmetry["step_length_m"].index_pct
    assert index == pytest.approx(symmetry_index_pct(true["left"], true["right"]), abs=3.0)
    assert index > 5.0


def test_key_points_give_speed_too() -> None:
    walk = SyntheticWalk(duration_s=8.0, seed=2, plates=Plates("none")).make()
    summary = measure_walk(pose_trial(walk)).summary
    assert summary["walking_speed_mps"]["all"].mean == pytest.approx(
        walk.truth.speed_mps, rel=SPEED_SHARE
    )


def test_symmetry_is_the_difference_over_the_mean() -> None:
    assert symmetry_index_pct(1.1, 0.9) == pytest.approx(20.0)
    assert symmetry_index_pct(0.9, 1.1) == pytest.approx(-20.0)
    assert np.isnan(symmetry_index_pct(0.0, 0.0))


def test_strides_are_told_apart_by_side() -> None:
    strides = [Stride("left", 0, 1, None, None, None), Stride("right", 0.5, 1.5, None, None, None)]
    sides: tuple[LegSide, ...] = ("left", "right")
    for side in sides:
        assert [s.side for s in by_side(strides)[side]] == [side]
