"""Events of made walks: near their truth, by plates where there are any, by the user before all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from kinchain.core.trial import GivenEvent, LegSide, Trial
from kinchain.gait.events import WalkEvents, find_events
from kinchain.gait.events.combine import (
    CONTACT_LATER_S,
    LEAST_S,
    Timed,
    contact_signs,
    in_turn,
    initial_contacts,
    middle,
)
from kinchain.gait.events.rules import RULES, belt_speed, stride_time
from kinchain.gait.measure import Measured, work_out
from kinchain.gait.synthetic import (
    LABORATORY,
    MARKER_SETS,
    MadeWalk,
    Plates,
    SyntheticWalk,
    pose_trial,
)

SIDES: tuple[LegSide, ...] = ("left", "right")

CONTACT_S = 0.012
"""One frame at 100 Hz and a little for noise."""

OFF_S = 0.016
"""Median of foot offs: a frame and a half; see docs/benchmarks-walk.md."""

EDGE_S = 0.2


def bare(trial: Trial) -> Trial:
    """Return the trial without the truth it carries."""
    return replace(trial, angles=None, events=())


def made(**settings: object) -> MadeWalk:
    usual: dict[str, object] = {"duration_s": 6.0, "seed": 1, "plates": Plates("none")}
    return SyntheticWalk(**{**usual, **settings}).make()  # type: ignore[arg-type]


def inner(times: np.ndarray, trial: Trial) -> np.ndarray:
    return times[(times > trial.time_s[0] + EDGE_S) & (times < trial.time_s[-1] - EDGE_S)]


def worst(found: np.ndarray, true: np.ndarray) -> float:
    return float(np.abs(found[:, None] - true[None, :]).min(axis=0).max())


def check(events: WalkEvents, walk: MadeWalk, trial: Trial) -> None:
    for side in SIDES:
        foot = events.feet[side]
        landed = inner(walk.truth.initial_contact_s[side], trial)
        left = inner(walk.truth.foot_off_s[side], trial)
        off = np.abs(foot.initial_contact_s[:, None] - landed[None]).min(axis=0)
        assert np.median(off) < CONTACT_S, side
        assert worst(foot.initial_contact_s, landed) < 0.03
        late = np.abs(foot.foot_off_s[:, None] - left[None]).min(axis=0)
        assert np.median(late) < OFF_S, side
        assert worst(foot.foot_off_s, left) < 0.03
        assert len(inner(foot.initial_contact_s, trial)) == pytest.approx(len(landed), abs=1)
        assert len(foot.contact_uncertainty_s) == len(foot.initial_contact_s)
        assert (foot.contact_uncertainty_s >= LEAST_S).all()


@pytest.mark.parametrize("marker_set", [name for name in MARKER_SETS if name != "pose"])
def test_every_marker_set_gives_all_events_near_their_truth(marker_set: str) -> None:
    walk = made(marker_set=marker_set, flaws=LABORATORY)
    trial = bare(walk.trial)
    check(work_out(trial).events, walk, trial)


@pytest.mark.parametrize("speed", [0.6, 1.0, 1.8])
def test_slow_and_fast_walks_give_all_events(speed: float) -> None:
    walk = made(speed_mps=speed, duration_s=8.0)
    trial = bare(walk.trial)
    check(work_out(trial).events, walk, trial)


def test_a_landing_soon_after_the_start_is_found() -> None:
    walk = made(speed_mps=0.7, flaws=LABORATORY)
    first = walk.truth.initial_contact_s["right"][0]
    assert 0.1 < first < 0.2
    found = work_out(bare(walk.trial)).events.feet["right"].initial_contact_s
    assert np.abs(found - first).min() < CONTACT_S


def test_the_ends_of_a_recording_are_no_events() -> None:
    for start in range(0, 100, 9):
        walk = made(duration_s=4.0)
        trial = bare(walk.trial)
        assert trial.markers is not None
        cut = replace(trial, markers=trial.markers.isel(time=slice(start, None)), plates=None)
        for side, foot in work_out(cut).events.feet.items():
            landed, left = walk.truth.initial_contact_s[side], walk.truth.foot_off_s[side]
            for found, true in ((foot.initial_contact_s, landed), (foot.foot_off_s, left)):
                assert np.abs(found[:, None] - true[None]).min(axis=1).max() < 0.08


def test_a_belt_hides_nothing() -> None:
    walk = made(surface="treadmill", speed_mps=1.0)
    trial = replace(bare(walk.trial), plates=None)
    done = work_out(trial)
    check(done.events, walk, trial)
    for foot in done.feet.values():
        assert belt_speed(foot) == pytest.approx(-1.0, abs=0.03)


def test_key_points_and_joint_angles_alone_give_every_landing() -> None:
    walk = made()
    for trial in (pose_trial(walk), replace(walk.trial, markers=None, events=())):
        events = work_out(trial).events
        for side in SIDES:
            true = inner(walk.truth.initial_contact_s[side], walk.trial)
            assert worst(events.feet[side].initial_contact_s, true) < 0.06
    assert "joint angles" in events.method


def test_the_published_rules_find_the_same_strides() -> None:
    walk = made()
    done = work_out(bare(walk.trial))
    for side, foot in done.feet.items():
        true = inner(walk.truth.initial_contact_s[side], walk.trial)
        assert stride_time(foot) == pytest.approx(walk.truth.stride_time_s, rel=0.05)
        for name, rule in RULES.items():
            found = rule(foot).initial_contact_s
            assert (np.diff(found) > 0).all(), name
            assert worst(found, true) < 0.12, name


@pytest.fixture(scope="module")
def plated() -> tuple[MadeWalk, Measured]:
    walk = SyntheticWalk(duration_s=6.0, seed=1, plates=Plates("clean", n=4)).make()
    return walk, work_out(bare(walk.trial))


def test_where_a_plate_felt_the_foot_its_word_counts(plated: tuple[MadeWalk, Measured]) -> None:
    walk, done = plated
    clean = [c for c in done.prepared.contacts if c.is_clean and c.side is not None]
    assert clean
    assert "force plates" in done.events.method
    for one in clean:
        assert one.side is not None
        foot = done.events.feet[one.side]
        at = int(np.abs(foot.initial_contact_s - one.start_s).argmin())
        assert foot.initial_contact_s[at] == pytest.approx(one.start_s)
        assert foot.contact_uncertainty_s[at] == pytest.approx(0.005)
        true = walk.truth.initial_contact_s[one.side]
        assert np.abs(true - one.start_s).min() < 0.01


def test_without_the_contacts_the_plates_are_not_asked(plated: tuple[MadeWalk, Measured]) -> None:
    _, done = plated
    events = find_events(done.prepared.trial, done.feet)
    assert events.method == "markers: middle of three signs"


def test_the_users_own_events_win_over_all(plated: tuple[MadeWalk, Measured]) -> None:
    _, done = plated
    own = tuple(GivenEvent("left", "initial_contact", t, "user") for t in (3.0, 1.0, 2.0))
    file = (GivenEvent("right", "initial_contact", 0.123, "file"),)
    trial = replace(done.prepared.trial, events=(*own, *file))
    events = find_events(trial, done.feet, done.prepared.contacts)
    assert events.feet["left"].initial_contact_s.tolist() == [1.0, 2.0, 3.0]
    assert 0.123 not in events.feet["right"].initial_contact_s
    np.testing.assert_allclose(events.feet["left"].foot_off_s, done.events.feet["left"].foot_off_s)
    assert events.method.startswith("the user's own events")


def test_contacts_and_foot_offs_take_turns(plated: tuple[MadeWalk, Measured]) -> None:
    _, done = plated
    for foot in done.events.feet.values():
        times = np.concatenate([foot.initial_contact_s, foot.foot_off_s])
        kind = np.concatenate(
            [np.zeros(len(foot.initial_contact_s)), np.ones(len(foot.foot_off_s))]
        )
        turn = kind[np.argsort(times)]
        assert (np.diff(turn) != 0).all()


def test_doubles_of_one_landing_become_the_surer(plated: tuple[MadeWalk, Measured]) -> None:
    _, done = plated
    foot = done.feet["left"]
    twice = Timed(np.array([1.0, 1.1, 2.2]), np.array([0.03, 0.01, 0.01]))
    landed, _ = in_turn(foot, twice, Timed(np.zeros(0), np.zeros(0)))
    assert landed.time_s.tolist() == [1.1, 2.2]


def test_an_unseen_sign_leaves_the_others_and_no_sign_the_rough_time() -> None:
    nan = float("nan")
    found = middle(
        np.array([1.0, 2.0]), np.array([[1.04, nan, 1.06], [nan, nan, nan]]), (0.0, 0.0, 0.0)
    )
    assert found.time_s.tolist() == pytest.approx([1.05, 2.0])
    assert found.uncertainty_s[0] == pytest.approx(0.01)
    assert found.uncertainty_s[1] > found.uncertainty_s[0]


def test_the_middle_lies_among_its_signs(plated: tuple[MadeWalk, Measured]) -> None:
    _, done = plated
    foot = done.feet["right"]
    _, signs = contact_signs(foot)
    moved = np.sort(signs + np.asarray(CONTACT_LATER_S), axis=1)
    found = initial_contacts(foot).time_s
    assert (found >= moved[:, 0] - 1e-9).all()
    assert (found <= moved[:, -1] + 1e-9).all()


def test_a_foot_that_was_not_recorded_is_missing() -> None:
    walk = made()
    markers = walk.trial.markers
    assert markers is not None
    names = [
        str(n) for n in markers["marker"].values if not str(n).startswith(("RHEE", "RTOE", "RANK"))
    ]
    events = work_out(replace(bare(walk.trial), markers=markers.sel(marker=names))).events
    feet: Mapping[LegSide, object] = events.feet
    assert set(feet) == {"left"}
