"""Every public recording opens with the numbers its source states, or is refused rightly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kinchain.core.errors import InputError
from kinchain.core.trial import Trial
from kinchain.gait.landmarks import find_landmarks
from kinchain.gait.prepare import prepare
from kinchain.gait.prepare.filters import low_pass
from kinchain.gait.readers import read_recording

MOCO = "opensim_moco_walk3d"
GAIT10 = "opensim_gait10dof18musc_subject01"
VAL4 = "opencap_val_subject4"
MONO = "opencap_mono_walk"


def open_one(recordings: Path, *names: str) -> Trial:
    paths = [recordings / name for name in names]
    for path in paths:
        if not path.exists():
            pytest.skip(f"{path.name} is not there")
    return read_recording(paths if len(paths) > 1 else paths[0])


def peaks(trial: Trial) -> list[float]:
    """Return each plate's largest vertical force, smoothed at 20 Hz."""
    assert trial.plates is not None
    force = np.nan_to_num(trial.plates["force_n"].values[:, :, 1])
    rate = 1.0 / float(np.median(np.diff(trial.plates["time"].values)))
    return [float(x) for x in low_pass(force, rate, 20.0).max(axis=0)]


def knee(trial: Trial, name: str) -> tuple[float, float]:
    assert trial.angles is not None
    value = np.degrees(trial.angles.sel(coordinate=name).values)
    return float(value.min()), float(value.max())


@pytest.mark.parametrize(
    ("names", "expected_n"),
    [
        (("bmclab_course/Gait.c3d",), (798, 870)),
        (("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",), (477, 490)),
        (("ensink_overground_c3d/exampleOverground.c3d",), (450, 330)),
        (("fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d",), (650, 687)),
        (("opensim_core_treadmill_c3d/walking2.c3d",), (964, 763)),
        ((f"{MONO}/GRF.mot",), (698, 725)),
        ((f"{VAL4}/ID/walking1_grf.mot",), (735, 682)),
        ((f"{GAIT10}/subject01_walk_grf.mot",), (805, 811)),
        ((f"{MOCO}/grf_walk.mot",), (941, 930)),
    ],
)
def test_plates_carry_the_person(recordings, names, expected_n) -> None:
    found = peaks(open_one(recordings, *names))
    assert found == pytest.approx(expected_n, rel=0.04)


@pytest.mark.parametrize(
    ("name", "coordinate", "low", "high"),
    [
        (f"{VAL4}/IK/walking1_ik.mot", "knee_angle_l", 2, 68),
        ("opencap_walking_videoAndMocap/walking1_videoAndMocap.mot", "knee_angle_l", 0, 71),
        (f"{GAIT10}/subject01_walk_IK.mot", "knee_angle_r", -5, 69),
        (f"{MOCO}/coordinates.sto", "knee_angle_r", 1.5, 72),
    ],
)
def test_angles_are_radians_and_flexion_is_positive(
    recordings, name, coordinate, low, high
) -> None:
    assert knee(open_one(recordings, name), coordinate) == pytest.approx((low, high), abs=1.0)


@pytest.mark.parametrize(
    ("name", "markers", "rate_hz", "treadmill"),
    [
        ("bmclab_course/Gait.c3d", 33, 100, False),
        ("bmclab_course/walk1.trc", 28, 150, False),
        ("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d", 35, 100, False),
        ("ensink_overground_c3d/exampleOverground.c3d", 16, 100, False),
        ("fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d", 22, 150, True),
        ("fukuchi_wbds_c3d/example_healthy.json", 10, 150, False),
        ("openofm_foot/dynamic.c3d", 36, 100, False),
        ("opensim_core_treadmill_c3d/walking2.c3d", 44, 250, False),
        (f"{GAIT10}/subject01_walk.trc", 41, 60, True),
        (f"{MOCO}/markers_walk.trc", 41, 100, False),
        (f"{VAL4}/MarkerData/walkingTS1.trc", 51, 100, False),
        (f"{MONO}/derived_jointcentres_wham.trc", 14, 100, False),
        (f"{MONO}/sample_mono.json", 14, 100, False),
        ("parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d", 71, 150, False),
        ("parkinson_c3d/example_parkinson.json", 12, 150, False),
    ],
)
def test_markers_stand_upright_in_the_ground_frame(
    recordings, name, markers, rate_hz, treadmill
) -> None:
    trial = open_one(recordings, name)
    assert trial.markers is not None
    assert trial.markers.sizes["marker"] == markers
    assert trial.rate_hz == pytest.approx(rate_hz, rel=1e-3)
    assert trial.is_treadmill is treadmill
    marks = find_landmarks([str(n) for n in trial.markers["marker"].values]).marker_of

    def mean(landmark: str) -> np.ndarray:
        return np.nanmean(trial.marker(marks[landmark]), axis=0)

    top = "asis_l" if "asis_l" in marks else "hip_centre_l"
    assert 0.4 < mean(top)[1] - mean("heel_l")[1] < 1.2
    assert -0.02 < np.nanmin(trial.marker(marks["heel_l"])[:, 1]) < 0.15
    other = top.replace("_l", "_r")
    assert mean(other)[2] > mean(top)[2], "right is to the right"
    toe = next(t for t in ("toe_l", "mt5_l", "mtp_centre_l") if t in marks)
    ahead = trial.marker(marks[toe])[:, 0] - trial.marker(marks["heel_l"])[:, 0]
    assert np.nanmedian(ahead) > 0.03, "feet point forward"
    if not treadmill:
        path = trial.marker(marks[top])[:, 0]
        path = path[np.isfinite(path)]
        assert path[-1] - path[0] > 0.8


def test_intel_and_dec_bytes_give_the_same_trial(recordings) -> None:
    one = open_one(recordings, "c3d_byteorder_formats/Eb015pi.c3d")
    two = open_one(recordings, "c3d_byteorder_formats/Eb015vr.c3d")
    assert one.markers is not None and two.markers is not None
    assert one.plates is not None and two.plates is not None
    np.testing.assert_allclose(one.markers.values, two.markers.values, atol=1e-4)
    np.testing.assert_allclose(one.plates["force_n"].values, two.plates["force_n"].values, atol=0.5)
    assert one.subject.mass_kg == pytest.approx(82.7, abs=0.01)
    assert "baumgartner" not in repr(one).lower(), "a person's name is never read"


def test_sgi_bytes_are_refused_with_a_way_out(recordings) -> None:
    with pytest.raises(InputError) as error:
        open_one(recordings, "c3d_byteorder_formats/Eb015si.c3d")
    fault = error.value.faults[0]
    assert "SGI/MIPS" in fault.what
    assert "save it as Intel" in fault.mend


@pytest.mark.parametrize("name", ["electromyography.sto", "id_walk.sto"])
def test_files_without_angles_or_forces_are_refused(recordings, name) -> None:
    with pytest.raises(InputError, match="neither joint angles nor ground forces"):
        open_one(recordings, f"{MOCO}/{name}")


@pytest.mark.parametrize(
    ("name", "n", "first"),
    [
        ("fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d", 62, ("right", "initial_contact", 0.47)),
        ("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d", 12, ("right", "initial_contact", 0.06)),
        ("ensink_overground_c3d/exampleOverground.c3d", 5, ("right", "initial_contact", 1.18)),
        (
            "parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d",
            24,
            ("left", "foot_off", 0.08),
        ),
    ],
)
def test_stored_events_in_all_spellings(recordings, name, n, first) -> None:
    trial = open_one(recordings, name)
    assert len(trial.events) == n
    event = trial.events[0]
    assert (event.side, event.kind) == first[:2]
    assert event.time_s == pytest.approx(first[2], abs=0.01)


def test_stored_contacts_agree_with_the_plates(recordings) -> None:
    trial = open_one(recordings, "fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d")
    contacts = [c for c in prepare(trial).contacts if c.is_whole]
    for side in ("left", "right"):
        told = [e.time_s for e in trial.events if e.side == side and e.kind == "initial_contact"]
        seen = [c.start_s for c in contacts if c.side == side]
        late = [min(abs(t - s) for s in seen) for t in told if seen[0] - 0.1 < t < seen[-1] + 0.1]
        assert np.median(late) < 0.03


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",), ["right", "left"]),
        (("bmclab_course/Gait.c3d",), ["right", "left"]),
        ((f"{MOCO}/markers_walk.trc", f"{MOCO}/grf_walk.mot"), ["right", "left", "right"]),
        (
            (f"{GAIT10}/subject01_walk.trc", f"{GAIT10}/subject01_walk_grf.mot"),
            ["right", "left", "right", "left", "right"],
        ),
    ],
)
def test_clean_contacts_find_their_feet(recordings, names, sides) -> None:
    contacts = prepare(open_one(recordings, *names)).contacts
    assert [c.side for c in sorted(contacts, key=lambda c: c.start_s)] == sides
    assert all(c.is_clean for c in contacts)


def test_two_feet_on_one_plate_are_not_clean(recordings) -> None:
    trial = open_one(recordings, "ensink_overground_c3d/exampleOverground.c3d")
    ready = prepare(trial)
    by_plate = {c.plate: c for c in ready.contacts}
    # The child weighs 29.5 kg by the laboratory's own normalised force: 330 N is 1.14 of it, and
    # the other plate's 0.93 s holds the left foot and then the right foot's heel.
    assert by_plate["plate_2"].is_clean and by_plate["plate_2"].side == "right"
    assert not by_plate["plate_1"].is_clean
    assert "both feet" in by_plate["plate_1"].why
    assert ready.mass is not None
    assert ready.mass.kg == pytest.approx(29.5, abs=ready.mass.error_kg)


def test_laboratory_angles_are_kept_apart(recordings) -> None:
    trial = open_one(recordings, "btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d")
    assert trial.laboratory is not None and trial.markers is not None
    flexion = np.degrees(trial.laboratory.sel(angle="LKneeAngles", component=1).values)
    assert (np.nanmin(flexion), np.nanmax(flexion)) == pytest.approx((-3.4, 55.7), abs=0.5)
    names = set(trial.markers["marker"].values)
    assert not [n for n in names if str(n).endswith(("Angles", "Moment", "Power", "Force"))]
    assert trial.model_points is not None and "LFEO" in trial.model_points["marker"].values
    assert trial.subject.mass_kg == 47.5
    assert trial.subject.height_m == pytest.approx(1.505)


@pytest.mark.parametrize("folder", [GAIT10, MOCO])
def test_files_of_one_trial_in_a_folder(recordings, folder) -> None:
    trial = open_one(recordings, folder)
    assert trial.markers is not None and trial.plates is not None and trial.angles is not None


def test_a_folder_with_several_trials_asks_which(recordings) -> None:
    with pytest.raises(InputError) as error:
        open_one(recordings, VAL4)
    assert "walkingTI1" in error.value.faults[0].mend
    trial = read_recording(recordings / VAL4, trial="walkingTI1")
    assert trial.markers is not None and trial.plates is not None and trial.angles is not None
    assert trial.origin.model.endswith(".osim")


def test_points_of_application_in_millimetres_are_found(recordings) -> None:
    trial = open_one(recordings, f"{MOCO}/grf_walk.mot")
    assert trial.plates is not None
    assert np.nanmax(np.abs(trial.plates["cop_m"].values)) < 2.0


def test_one_leg_of_a_table(recordings) -> None:
    trial = open_one(recordings, "bmclab_course/BiomecII2018_gait_n.txt")
    assert dict(trial.landmark_map)["knee_lateral_r"] == "LE"
    assert peaks(trial) == pytest.approx([773], rel=0.03)


def test_a_floating_pose_is_set_on_the_floor(recordings) -> None:
    trial = open_one(recordings, f"{MONO}/derived_jointcentres_wham.trc")
    assert trial.markers is not None
    lowest = min(np.nanmin(trial.marker(name)[:, 1]) for name in ("LHeel", "RHeel"))
    assert -0.02 < lowest < 0.05
    assert "floor" in trial.origin.turned


def test_every_c3d_equals_the_reference_library(recordings) -> None:
    import ezc3d

    from kinchain.gait.readers.c3d_file import open_c3d

    files = [f for f in sorted(recordings.rglob("*.c3d")) if f.name != "Eb015si.c3d"]
    if not files:
        pytest.skip("no C3D files")
    for path in files:
        mine, theirs = open_c3d(path), ezc3d.c3d(str(path))
        points = np.transpose(theirs["data"]["points"][:3], (2, 1, 0))
        found = np.where(mine.points[:, :, 3:] < 0, np.nan, mine.points[:, :, :3])
        np.testing.assert_array_equal(found, points, err_msg=path.name)
        analog = theirs["data"]["analogs"][0].T
        if analog.size:
            np.testing.assert_array_equal(mine.analog(list(range(analog.shape[1]))), analog)
        assert mine.first_frame == theirs["header"]["points"]["first_frame"]
