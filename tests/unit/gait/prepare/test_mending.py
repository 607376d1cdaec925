"""Gaps, spikes, swaps, filter, passes, plate contacts and mass."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kinchain.core.trial import Origin, Trial, marker_array, plate_set
from kinchain.gait.landmarks import find_landmarks
from kinchain.gait.prepare import cut_pass, prepare
from kinchain.gait.prepare.filters import low_pass
from kinchain.gait.prepare.gaps import fill_gaps, fill_rigid, remove_spikes
from kinchain.gait.prepare.swaps import mend_swaps

POSE = {"LKNE": "LKnee", "RKNE": "RKnee", "LANK": "LAnkle", "RANK": "RAnkle", "LHEE": "LHeel",
        "RHEE": "RHeel", "LTOE": "LBigToe", "RTOE": "RBigToe", "LASI": "LHip", "RASI": "RHip",
        "LPSI": "LShoulder", "RPSI": "RShoulder"}  # fmt: skip


def trial_of(one, **more) -> Trial:
    return Trial(Origin("x", "c3d"), marker_array(one.time_s, one.names, one.position_m), **more)


def test_short_gaps_are_filled_and_long_ones_left(walker) -> None:
    one = walker()
    position = one.position_m.copy()
    position[50:65, 3] = np.nan
    position[100:150, 4] = np.nan
    position[:20, 5] = np.nan
    filled, notes = fill_gaps(position, one.names, 100.0)
    assert np.abs(filled[50:65, 3] - one.position_m[50:65, 3]).max() < 0.005
    assert np.isnan(filled[100:150, 4]).all() and np.isnan(filled[:20, 5]).all()
    assert {n.level for n in notes} == {"note", "warning"}


def test_a_lost_marker_of_a_rigid_segment(rng) -> None:
    shape = rng.normal(size=(4, 3)) * 0.1
    angle = np.linspace(0, 1, 100)
    turn = np.array([[[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]
                     for a in angle])  # fmt: skip
    whole = np.einsum("tij,mj->tmi", turn, shape) + np.linspace(0, 1, 100)[:, None, None]
    cut = whole.copy()
    cut[30:80, 3] = np.nan
    np.testing.assert_allclose(fill_rigid(cut, [0, 1, 2], 3), whole, atol=1e-9)


def test_spikes_go_and_steps_stay(walker) -> None:
    one = walker()
    position = one.position_m.copy()
    position[77, 8, 1] += 0.4
    clean, notes = remove_spikes(position, one.names, 100.0)
    assert np.isnan(clean[77, 8]).all()
    assert np.isfinite(np.delete(clean, 77, axis=0)).all()
    assert len(notes) == 1
    same, none = remove_spikes(one.position_m, one.names, 100.0)
    np.testing.assert_array_equal(same, one.position_m)
    assert none == ()


def test_the_filter_halves_power_at_its_cut_off_and_keeps_gaps() -> None:
    time = np.arange(1000) / 100.0
    passed = low_pass(np.sin(2 * np.pi * 6 * time)[:, None], 100.0, 6.0)
    # Winter: each pass has its half power at 6 / 0.802 Hz, both together at 6 Hz.
    assert np.ptp(passed[200:800]) / 2 == pytest.approx(1 / np.sqrt(2), rel=0.03)
    slow = np.sin(2 * np.pi * 0.8 * time)[:, None] + 3 * time[:, None]
    assert np.abs(low_pass(slow, 100.0) - slow).max() < 0.01
    slow[300:340] = np.nan
    kept = low_pass(slow, 100.0)
    np.testing.assert_array_equal(np.isnan(kept), np.isnan(slow))


def test_the_filter_equals_a_butterworth_both_ways(rng) -> None:
    signal = pytest.importorskip("scipy.signal")
    value = np.cumsum(rng.normal(size=(800, 3)), axis=0)
    design = np.arctan(np.tan(np.pi * 6 / 100) / 0.802) / np.pi * 2
    expected = signal.sosfiltfilt(signal.butter(2, design, output="sos"), value, axis=0)
    np.testing.assert_allclose(low_pass(value, 100.0)[100:-100], expected[100:-100], atol=1e-6)


@pytest.mark.parametrize("noise_m", [0.0, 0.005])
@pytest.mark.parametrize("spans", [[(100, 130)], [(60, 62), (200, 260)], [(0, 25)]])
def test_exchanged_legs_are_found_and_mended(walker, rng, noise_m, spans) -> None:
    one = walker(rate_hz=60.0, duration_s=6.0)
    names = [POSE[n] for n in one.names]
    position = one.position_m + rng.normal(size=one.position_m.shape) * noise_m
    swapped = position.copy()
    for a, b in spans:
        for left in ("LKnee", "LAnkle", "LHeel", "LBigToe"):
            i, j = names.index(left), names.index("R" + left[1:])
            swapped[a:b, [i, j]] = position[a:b, [j, i]]
    mended, notes = mend_swaps(swapped, names, find_landmarks(names), 60.0)
    wrong = np.abs(mended - position).max(axis=(1, 2)) > 1e-9
    assert wrong.sum() <= 2 * len(spans)
    assert len(notes) == 1 and notes[0].level == "warning"


@pytest.mark.parametrize("noise_m", [0.0, 0.01])
def test_legs_that_pass_each_other_are_left_alone(walker, rng, noise_m) -> None:
    one = walker(rate_hz=60.0, duration_s=8.0)
    names = [POSE[n] for n in one.names]
    position = one.position_m + rng.normal(size=one.position_m.shape) * noise_m
    position[:, :, 2] = 0.0  # one camera from the side
    _, notes = mend_swaps(position, names, find_landmarks(names), 60.0)
    assert notes == ()


def there_and_back(walker):
    """Return a walk forth, a turn of a second in place, and back."""
    one = walker(duration_s=4.0)
    n_turn = 100
    last = one.position_m[-1]
    centre = last[:4].mean(axis=0)
    angle = np.linspace(0, np.pi, n_turn)
    turned = []
    for a in angle:
        c, s = np.cos(a), np.sin(a)
        turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        turned.append((last - centre * [1, 0, 1]) @ turn.T + centre * [1, 0, 1])
    half = np.diag([-1.0, 1.0, -1.0])
    begin = one.position_m[0, :4].mean(axis=0) * [1, 0, 1]
    back = (one.position_m - begin) @ half.T + centre * [1, 0, 1]
    position = np.concatenate([one.position_m, turned, back])
    return replace(one, time_s=np.arange(len(position)) / 100.0, position_m=position)


def test_walks_forth_and_back_are_cut_out(walker) -> None:
    trial = trial_of(there_and_back(walker))
    ready = prepare(trial)
    assert len(ready.passes) == 2
    forth, back = ready.passes
    assert forth.heading_rad == pytest.approx(0.0, abs=0.05)
    assert abs(back.heading_rad) == pytest.approx(np.pi, abs=0.05)
    assert forth.end_s <= 4.5 and back.start_s >= 4.5
    assert forth.speed_mps == pytest.approx(1.2, rel=0.05)
    alone = cut_pass(ready.trial, back)
    assert alone.markers is not None
    x = alone.marker("LASI")[:, 0]
    assert x[-1] > x[0] + 2.0, "x points forward along this walk"
    assert alone.marker("RASI")[:, 2].mean() > alone.marker("LASI")[:, 2].mean()


def test_standing_is_no_walk(walker) -> None:
    one = walker(speed_mps=0.0)
    ready = prepare(trial_of(one, is_treadmill=False))
    assert ready.passes == ()


def plates_under(one, mass_kg: float = 60.0, shift_m: float = 0.0, share: float = 1.0):
    """Return two plates under the first whole steps of both feet, body weight by turns."""
    time = np.arange(len(one.time_s) * 10) / 1000.0
    weight = mass_kg * 9.81
    force = np.zeros((len(time), 2, 3))
    cop = np.full((len(time), 2, 3), np.nan)
    corners = np.zeros((2, 4, 3))
    for i, side in enumerate("RL"):
        start = next(t for t in one.contact_s[side] if t > 0.3)
        end = next(t for t in one.off_s[side] if t > start)
        s = (time - start) / (end - start)
        on = (s >= 0) & (s <= 1)
        heel = one.position_m[:, one.names.index(side + "HEE")]
        x0 = float(np.interp(start + 0.2, one.time_s, heel[:, 0]))
        z0 = float(heel[0, 2])
        force[on, i, 1] = share * 1.1 * weight * np.sin(np.pi * s[on]) ** 0.5
        cop[on, i] = np.column_stack([x0 + 0.04 + 0.2 * s[on], 0 * s[on], np.full(on.sum(), z0)])
        x = x0 + 0.1 + shift_m
        corners[i] = [[x + 0.25, 0, z0 + 0.09], [x - 0.25, 0, z0 + 0.09],
                      [x - 0.25, 0, z0 - 0.09], [x + 0.25, 0, z0 - 0.09]]  # fmt: skip
    cop[force[:, :, 1] < 20] = np.nan
    return plate_set(time, ["a", "b"], force, cop, np.zeros_like(force), corners)


def test_clean_contacts_and_their_feet(walker) -> None:
    one = walker()
    ready = prepare(trial_of(one, plates=plates_under(one)))
    assert [c.side for c in ready.contacts] == ["right", "left"]
    assert all(c.is_clean and c.is_whole for c in ready.contacts)
    assert ready.trial.subject.mass_kg is not None
    assert any("no body mass given" in n.what for n in ready.notes)


def test_a_foot_off_its_plate_is_not_clean(walker) -> None:
    one = walker()
    ready = prepare(trial_of(one, plates=plates_under(one, shift_m=0.25)))
    assert not any(c.is_clean for c in ready.contacts)
    assert "heel marker stood" in ready.contacts[0].why


def test_a_contact_that_carries_too_little_is_not_clean(walker) -> None:
    one = walker()
    trial = trial_of(one, plates=plates_under(one, share=0.6))
    ready = prepare(trial, mass_kg=60.0)
    assert not any(c.is_clean for c in ready.contacts) or any(
        "plates say" in n.what for n in ready.notes
    )


def test_a_wrong_mass_is_noticed(walker) -> None:
    one = walker()
    ready = prepare(trial_of(one, plates=plates_under(one, mass_kg=60.0)), mass_kg=95.0)
    assert any("the plates say" in n.what and n.level == "warning" for n in ready.notes)
    assert ready.trial.subject.mass_kg == 95.0, "the user's figure is kept"
