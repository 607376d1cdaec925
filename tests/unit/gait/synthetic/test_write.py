"""What is written of a made walk reads back as what was made."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kinchain.core.errors import InputError
from kinchain.gait.landmarks import find_landmarks
from kinchain.gait.readers import read_recording
from kinchain.gait.synthetic import (
    MARKER_SETS,
    PATTERNS,
    Flaws,
    Laboratory,
    Pattern,
    Plates,
    SyntheticWalk,
    pose_trial,
    stand,
    write_c3d,
    write_grf,
    write_mot,
    write_opencap_session,
    write_openpose_json,
    write_sports2d_trc,
    write_static_c3d,
    write_trc,
)

MARKER_M = 1e-4
"""C3D holds 32-bit floats in mm; TRC three decimals of a mm."""
FORCE_N = 1.0
COP_M = 0.001
EVENT_S = 1e-5


@pytest.fixture(scope="module")
def walk():
    return SyntheticWalk(duration_s=3.0, plates=Plates("clean", 4)).make()


def _apart(read, made):
    """Return how far two marker sets lie apart once their origins are laid together, m."""
    gap = read.markers.values - made.markers.sel(marker=read.markers.marker.values).values
    return float(np.nanmax(np.abs(gap - np.nanmean(gap, axis=(0, 1)))))


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "laboratory",
    [
        Laboratory(),
        Laboratory("z", 180.0, (0.4, -1.0, 0.0)),
        Laboratory("y", 90.0, (0.1, 0.0, 2.0), "m"),
    ],
    ids=["z-up", "z-up back", "y-up m"],
)
def test_c3d_of_every_plate_type_and_axes_reads_back(tmp_path, walk, kind, laboratory):
    path = tmp_path / "walk.c3d"
    write_c3d(walk, path, laboratory=laboratory, plate_types=(kind,), plate_turns=kind - 1)
    read = read_recording(path)
    assert _apart(read, walk.trial) < MARKER_M
    loaded = walk.plates.force_n[:, :, 1] > 60.0
    force = read.plates.force_n.values
    np.testing.assert_allclose(force[loaded], walk.plates.force_n[loaded], atol=FORCE_N)
    gap = read.plates.cop_m.values[loaded] - walk.plates.cop_m[loaded]
    assert np.abs(gap - gap.mean(axis=0)).max() < COP_M
    np.testing.assert_allclose(
        read.plates.moment_nm.values[loaded][:, 1], walk.plates.free_moment_nm[loaded], atol=0.1
    )


@pytest.mark.parametrize("spelling", ["vicon", "short", "toe off", "words"])
def test_events_of_every_spelling_read_back(tmp_path, walk, spelling):
    path = tmp_path / "walk.c3d"
    write_c3d(walk, path, events=spelling, first_frame=101, maker="motion analysis")
    read = sorted(read_recording(path).events, key=lambda e: e.time_s)
    assert len(read) == len(walk.trial.events)
    for one, other in zip(read, walk.trial.events, strict=True):
        assert (one.side, one.kind) == (other.side, other.kind)
        assert one.time_s == pytest.approx(other.time_s, abs=EVENT_S)


def test_prefix_gaps_and_ghosts(tmp_path):
    flaws = Flaws(gap_share=0.05, n_ghosts=2)
    walk = SyntheticWalk(duration_s=2.0, flaws=flaws, marker_set="cgm2").make()
    path = tmp_path / "walk.c3d"
    write_c3d(walk, path, prefix="Made:")
    read = read_recording(path)
    assert set(MARKER_SETS["cgm2"]) <= set(map(str, read.markers.marker.values))
    made = walk.trial.markers.sel(marker=list(MARKER_SETS["cgm2"])).values
    assert 0.01 < np.isnan(made).mean() < 0.15


def test_trc_and_mot_read_back(tmp_path, walk):
    write_trc(walk.trial, tmp_path / "walk.trc", laboratory=Laboratory("z", 30.0))
    assert _apart(read_recording(tmp_path / "walk.trc"), walk.trial) < 0.02
    write_mot(walk, tmp_path / "walk.mot")
    angles = read_recording(tmp_path / "walk.mot").angles
    np.testing.assert_allclose(
        angles.sel(coordinate="knee_angle_r").values, walk.truth.angles["knee_angle_r"], atol=1e-5
    )


@pytest.mark.parametrize("style", ["ground_force_v", "number_first", "r_l"])
def test_forces_as_mot_read_back(tmp_path, walk, style):
    write_grf(walk, tmp_path / "grf.mot", style=style)
    read = read_recording(tmp_path / "grf.mot").plates.force_n.values
    total = sum(foot.force_n[:, 1] for foot in walk.feet.values())
    np.testing.assert_allclose(read[:, :, 1].sum(axis=1), total, atol=0.05)


def test_opencap_folder_and_pose_files(tmp_path):
    walk = SyntheticWalk(duration_s=1.0, rate_hz=50.0, marker_set="opencap").make()
    read = read_recording(write_opencap_session(walk, tmp_path / "session"))
    assert read.subject.mass_kg == pytest.approx(70.0)
    assert read_recording(write_sports2d_trc(walk, tmp_path / "side.trc")).two_dimensional
    folder = write_openpose_json(walk, tmp_path / "json")
    files = sorted(folder.glob("*.json"))
    assert len(files) == 50
    person = json.loads(files[0].read_text())["people"][0]["pose_keypoints_2d"]
    assert len(person) == 75
    assert pose_trial(walk).markers.sizes["marker"] == 21


@pytest.mark.parametrize("marker_set", list(MARKER_SETS))
def test_the_landmarks_of_every_set_are_found(marker_set):
    found = find_landmarks(MARKER_SETS[marker_set])
    assert found.has("heel_l", "heel_r")
    for name, mark in MARKER_SETS[marker_set].items():
        assert found.marker_of.get(mark, name) == name


@pytest.mark.parametrize("pattern", list(PATTERNS))
def test_a_pattern_changes_its_side_and_the_walk_stays_one(pattern):
    walk = SyntheticWalk(duration_s=2.0, pattern=Pattern(pattern, "left"), variability=0.0).make()
    plain = SyntheticWalk(duration_s=2.0, variability=0.0).make()
    changed = max(
        float(np.abs(walk.truth.angles[k] - plain.truth.angles[k]).max())
        for k in plain.truth.angles
    )
    force = {
        s: walk.feet[s].force_n[:, 1].sum() / plain.feet[s].force_n[:, 1].sum() for s in walk.feet
    }
    assert changed > np.radians(2.0) or force["left"] < 0.9 * force["right"]
    for name, values in walk.truth.angles.items():
        assert np.isfinite(values).all(), name
        if name.startswith("knee_angle"):
            assert np.abs(np.diff(np.degrees(values))).max() < 9.0


def test_standing_has_straight_knees_and_the_same_marker_places(tmp_path):
    settings = SyntheticWalk(flaws=Flaws(place_m=0.005), duration_s=1.0, variability=0.0)
    still, walk = stand(settings), settings.make()
    gap = []
    for trial in (still, walk.trial):
        knee, ankle = trial.marker("RTIB"), trial.marker("RANK")
        gap.append(np.linalg.norm(knee - ankle, axis=1).mean())
    assert gap[0] == pytest.approx(gap[1], abs=1e-6)
    write_static_c3d(still, tmp_path / "static.c3d")
    assert read_recording(tmp_path / "static.c3d").markers.sizes["marker"] == 22


def test_nothing_is_left_behind_when_writing_fails(tmp_path, walk):
    with pytest.raises(InputError, match="folder"):
        write_c3d(walk, tmp_path / "missing" / "walk.c3d")
    uneven = SyntheticWalk(duration_s=1.0, rate_hz=60.0, plate_rate_hz=1000.0).make()
    with pytest.raises(InputError, match="multiple"):
        write_c3d(uneven, tmp_path / "walk.c3d")
    assert list(tmp_path.iterdir()) == []
