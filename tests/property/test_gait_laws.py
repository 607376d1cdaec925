"""Laws of measuring a walk: a mirror, a turned laboratory, other units or a later clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.core.trial import LegSide, Trial, marker_array
from kinchain.gait.measure import Measured, measure_walk, work_out
from kinchain.gait.readers import read_recording
from kinchain.gait.synthetic import (
    Laboratory,
    MadeWalk,
    Plates,
    SideChange,
    SyntheticWalk,
    write_trc,
)

SIDES: tuple[LegSide, ...] = ("left", "right")
OTHER: Mapping[LegSide, LegSide] = {"left": "right", "right": "left"}

SAME_S = 1e-6
SAME_RAD = 1e-6
TEXT_S = 2e-4
"""A text file rounds places to a hundredth of a millimetre."""


def bare(trial: Trial) -> Trial:
    return replace(trial, angles=None, events=(), plates=None)


@pytest.fixture(scope="module")
def walk() -> MadeWalk:
    limp = SideChange(step_length_ratio=0.9, stance_change=-0.03)
    return SyntheticWalk(duration_s=5.0, seed=5, left=limp, plates=Plates("none")).make()


@pytest.fixture(scope="module")
def straight(walk: MadeWalk) -> Measured:
    return work_out(bare(walk.trial))


def changed(trial: Trial, position_m: np.ndarray, names: list[str] | None = None) -> Trial:
    assert trial.markers is not None
    labels = [str(n) for n in trial.markers["marker"].values] if names is None else names
    return replace(bare(trial), markers=marker_array(trial.time_s, labels, position_m))


def mirrored(trial: Trial) -> Trial:
    """Return the walk as a mirror shows it: z turned round, left and right markers changed over."""
    assert trial.markers is not None
    names = [str(n) for n in trial.markers["marker"].values]
    swap = {"L": "R", "R": "L"}
    renamed = [swap[n[0]] + n[1:] if swap.get(n[0], "") + n[1:] in names else n for n in names]
    return changed(trial, trial.markers.values * np.array([1.0, 1.0, -1.0]), renamed)


def same_events(one: Measured, other: Measured, atol: float, *, crossed: bool = False) -> None:
    for side in SIDES:
        mine, theirs = one.events.feet[side], other.events.feet[OTHER[side] if crossed else side]
        np.testing.assert_allclose(mine.initial_contact_s, theirs.initial_contact_s, atol=atol)
        np.testing.assert_allclose(mine.foot_off_s, theirs.foot_off_s, atol=atol)


def test_a_mirror_changes_the_sides_over_and_nothing_else(
    walk: MadeWalk, straight: Measured
) -> None:
    other = work_out(mirrored(walk.trial))
    same_events(straight, other, SAME_S, crossed=True)
    for name, sides in straight.values.items():
        for side in SIDES:
            np.testing.assert_allclose(
                sides[side], other.values[name][OTHER[side]], atol=1e-6, err_msg=name
            )
    for name, curves in straight.curves.items():
        if name[-2:] in ("_l", "_r"):
            twin = name[:-1] + ("r" if name.endswith("l") else "l")
            np.testing.assert_allclose(curves, other.curves[twin], atol=SAME_RAD, err_msg=name)


@settings(max_examples=8, deadline=None)
@given(
    angle=st.floats(-np.pi, np.pi),
    shift=st.tuples(st.floats(-5.0, 5.0), st.floats(-5.0, 5.0)),
)
def test_a_turned_laboratory_changes_nothing(
    walk: MadeWalk, straight: Measured, angle: float, shift: tuple[float, float]
) -> None:
    assert walk.trial.markers is not None
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    place = walk.trial.markers.values @ turn.T + np.array([shift[0], 0.0, shift[1]])
    other = work_out(changed(walk.trial, place))
    same_events(straight, other, 1e-4)
    for name, curves in straight.curves.items():
        np.testing.assert_allclose(curves, other.curves[name], atol=1e-4, err_msg=name)


def test_a_later_clock_moves_the_events_with_it(walk: MadeWalk, straight: Measured) -> None:
    assert walk.trial.markers is not None
    trial = bare(walk.trial)
    names = [str(n) for n in walk.trial.markers["marker"].values]
    late = replace(
        trial, markers=marker_array(trial.time_s + 12.5, names, walk.trial.markers.values)
    )
    other = work_out(late)
    for side in SIDES:
        np.testing.assert_allclose(
            other.events.feet[side].initial_contact_s - 12.5,
            straight.events.feet[side].initial_contact_s,
            atol=1e-6,
        )


@settings(max_examples=6, deadline=None)
@given(share=st.floats(0.5, 1.6))
def test_a_person_of_another_size_lands_at_the_same_times(
    walk: MadeWalk, straight: Measured, share: float
) -> None:
    assert walk.trial.markers is not None
    other = work_out(changed(walk.trial, walk.trial.markers.values * share))
    same_events(straight, other, 1e-6)
    for name in ("stride_length_m", "step_length_m", "walking_speed_mps"):
        for side in SIDES:
            np.testing.assert_allclose(
                other.values[name][side], share * straight.values[name][side], rtol=1e-6
            )


@pytest.mark.parametrize(
    "laboratory",
    [
        Laboratory(up="y", units="m"),
        Laboratory(up="y", units="mm"),
        Laboratory(up="z", units="mm"),
        Laboratory(up="z", units="m"),
    ],
)
def test_other_units_and_axes_of_the_file_change_nothing(
    walk: MadeWalk, straight: Measured, laboratory: Laboratory, tmp_path: Path
) -> None:
    path = write_trc(bare(walk.trial), tmp_path / "walk.trc", laboratory=laboratory)
    read = read_recording(path)
    other = work_out(read)
    shift = read.time_s[0] - walk.trial.time_s[0]
    for side in SIDES:
        np.testing.assert_allclose(
            other.events.feet[side].initial_contact_s - shift,
            straight.events.feet[side].initial_contact_s,
            atol=TEXT_S * 5,
        )
    for name in ("knee_angle_l", "hip_flexion_r"):
        np.testing.assert_allclose(other.curves[name], straight.curves[name], atol=2e-3)


def test_more_noise_never_removes_a_stride_of_a_clean_walk(walk: MadeWalk) -> None:
    assert walk.trial.markers is not None
    clean = measure_walk(bare(walk.trial))
    rng = np.random.default_rng(7)
    for noise_m in (0.0005, 0.001, 0.002):
        place = walk.trial.markers.values
        noisy = measure_walk(changed(walk.trial, place + rng.normal(0.0, noise_m, place.shape)))
        for side in SIDES:
            assert len(noisy.events[side].initial_contact_s) == len(
                clean.events[side].initial_contact_s
            )
