"""TRC, MOT, STO, JSON, keypoints, folders, marker maps: what is mended and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kinchain.core.errors import InputError, KinchainError
from kinchain.gait.readers import read_recording
from kinchain.gait.readers.storage import force_columns


def angles(n: int = 120) -> dict[str, np.ndarray]:
    phase = np.linspace(0, 4 * np.pi, n)
    return {
        "pelvis_tx": 0.01 * np.arange(n),
        "hip_flexion_r": 0.4 * np.sin(phase),
        "knee_angle_r": 0.5 + 0.45 * np.sin(phase),
        "ankle_angle_r": 0.2 * np.cos(phase),
    }


TIME = np.arange(120) / 100.0


# TRC


@pytest.mark.parametrize(
    ("unit", "factor", "noted"),
    [("m", 1, False), ("mm", 1000, False), ("mm", 1, True), ("", 1000, True), ("m", 100, True)],
)
def test_units_are_checked_against_the_body(tmp_path, walker, write, unit, factor, noted) -> None:
    one = walker()
    path = write.trc(tmp_path / "a.trc", one.time_s, one.names, one.position_m * factor, unit=unit)
    trial = read_recording(path)
    assert trial.markers is not None
    np.testing.assert_allclose(trial.markers.values, one.position_m, atol=1e-3)
    assert any("unit" in n.what or "header says" in n.what for n in trial.notes) == noted


def test_pixels_are_refused_unless_a_height_is_told(tmp_path, walker, write) -> None:
    one = walker()
    position = one.position_m * 400
    names = [n.replace("LASI", "LShoulder").replace("RASI", "RShoulder") for n in one.names]
    names = [n.replace("LANK", "LAnkle").replace("RANK", "RAnkle") for n in names]
    position[:, :2, 1] += 0.4 * 400
    path = write.trc(tmp_path / "a.trc", one.time_s, names, position, unit="px")
    with pytest.raises(InputError, match="no body's size"):
        read_recording(path)
    trial = read_recording(path, height_m=1.7)
    assert trial.markers is not None
    assert 0.8 < np.nanmax(trial.markers.values[..., 1]) < 1.8


def test_rounded_times_are_counted_from_the_rate(tmp_path, walker, write) -> None:
    one = walker(rate_hz=150.0)
    path = write.trc(tmp_path / "a.trc", one.time_s, one.names, one.position_m, digits=2)
    trial = read_recording(path)
    np.testing.assert_allclose(np.diff(trial.time_s), 1 / 150.0, rtol=1e-6)


def test_times_that_run_back_are_told_by_line(tmp_path, walker, write) -> None:
    one = walker()
    time = one.time_s.copy()
    time[208:] -= 1.0
    path = write.trc(tmp_path / "walk.trc", time, one.names, one.position_m)
    with pytest.raises(InputError, match="step back") as error:
        read_recording(path)
    assert error.value.faults[0].where == "walk.trc:215, time"


def test_missing_frames_become_gaps(tmp_path, walker, write) -> None:
    one = walker()
    keep = np.r_[0:100, 110:400]
    path = write.trc(tmp_path / "a.trc", one.time_s[keep], one.names, one.position_m[keep])
    trial = read_recording(path)
    assert trial.markers is not None
    assert len(trial.time_s) == 400
    assert np.isnan(trial.markers.values[100:110]).all()
    assert any("10 frames are missing" in n.what for n in trial.notes)


def test_blank_cells_words_and_a_wrong_count(tmp_path, walker, write) -> None:
    one = walker()
    one.position_m[10:15, 3] = np.nan
    path = write.trc(tmp_path / "a.trc", one.time_s, one.names, one.position_m)
    text = path.read_text().replace("\t12\tm", "\t13\tm").replace("\t400\t12", "\t500\t12")
    lines = text.splitlines()
    lines[40] = lines[40].replace(lines[40].split("\t")[5], "oops")
    path.write_text("\n".join(lines))
    trial = read_recording(path)
    assert trial.markers is not None
    assert np.isnan(trial.markers.values[10:15, 3]).all()
    assert any("no numbers" in n.what for n in trial.notes)
    assert any("markers" in n.what and "names" in n.what for n in trial.notes)


def test_wrong_ending_and_bare_header(tmp_path, walker, write) -> None:
    one = walker()
    path = write.trc(tmp_path / "a.c3d", one.time_s, one.names, one.position_m)
    assert read_recording(path).origin.kind == "trc"
    path.write_text("\n".join(path.read_text().splitlines()[:6]))
    with pytest.raises(InputError, match="no rows"):
        read_recording(path)


# MOT, STO


@pytest.mark.parametrize("stated", ["no", "yes"])
def test_degrees_flag_is_respected(tmp_path, write, stated) -> None:
    columns = angles()
    given = {
        k: np.degrees(v) if stated == "yes" and not k.endswith("tx") else v
        for k, v in columns.items()
    }
    trial = read_recording(write.mot(tmp_path / "a.mot", TIME, given, stated))
    assert trial.angles is not None
    for name, value in columns.items():
        np.testing.assert_allclose(trial.angles.sel(coordinate=name).values, value, atol=1e-6)


def test_an_angle_file_that_states_no_unit_is_refused(tmp_path, write) -> None:
    with pytest.raises(InputError, match="degrees or radians"):
        read_recording(write.mot(tmp_path / "a.mot", TIME, angles(), None))


@pytest.mark.parametrize(("stated", "factor"), [("no", 180 / np.pi), ("yes", 1.0)])
def test_a_wrong_flag_is_found(tmp_path, write, stated, factor) -> None:
    columns = {k: v if k.endswith("tx") else v * factor for k, v in angles().items()}
    trial = read_recording(write.mot(tmp_path / "a.mot", TIME, columns, stated))
    assert trial.angles is not None
    assert 0.9 < float(trial.angles.sel(coordinate="knee_angle_r").max()) < 1.0
    assert any(n.level == "warning" and "inDegrees" in n.what for n in trial.notes)


def test_negative_knee_flexion_is_turned(tmp_path, write) -> None:
    columns = angles() | {"knee_angle_r": -angles()["knee_angle_r"]}
    trial = read_recording(write.mot(tmp_path / "a.mot", TIME, columns))
    assert trial.angles is not None
    np.testing.assert_allclose(
        trial.angles.sel(coordinate="knee_angle_r").values, angles()["knee_angle_r"], atol=1e-6
    )
    assert any("negative in flexion" in n.what for n in trial.notes)


def test_jointset_paths_and_speeds(tmp_path, write) -> None:
    columns = {f"/jointset/x/{k}/value": v for k, v in angles().items()}
    columns |= {f"/jointset/x/{k}/speed": v for k, v in angles().items()}
    trial = read_recording(write.mot(tmp_path / "a.sto", TIME, columns))
    assert trial.angles is not None
    assert set(trial.angles["coordinate"].values) == set(angles())


@pytest.mark.parametrize(
    ("names", "plates"),
    [
        (["ground_force_v", "ground_force_p", "ground_torque_"], ["plate_0"]),
        (["1_ground_force_v", "1_ground_force_p", "1_ground_torque_"], ["plate_1"]),
        (["ground_force_2_v", "ground_force_2_p", "ground_force_2_m"], ["plate_2"]),
        (["ground_force_r_v", "ground_force_r_p", "ground_torque_r_"], ["right"]),
        (["ground_force_left_v", "ground_force_left_p", "ground_torque_left_"], ["left"]),
        (["R_ground_force_v", "R_ground_force_p", "R_ground_torque_"], ["right"]),
        (["ground_force_1_v", "ground_force_1_p", "ground_moment_1_m"], ["plate_1"]),
    ],
)
def test_columns_of_ground_forces(names, plates) -> None:
    columns = [stem + axis for stem in names for axis in "xyz"]
    found = force_columns(columns)
    assert list(found) == plates
    assert found[plates[0]] == {"force": [0, 1, 2], "point": [3, 4, 5], "moment": [6, 7, 8]}


def forces(n: int = 120, sign: float = 1.0, unit: float = 1.0) -> dict[str, np.ndarray]:
    hump = np.clip(np.sin(np.linspace(-1, 4, n)), 0, None)
    swing = np.linspace(-1, 1, n)
    values = {"vx": 100 * hump * swing, "vy": 700 * hump, "vz": -20 * hump}
    columns = {f"ground_force_r_{k}": sign * v for k, v in values.items()}
    columns |= {f"ground_force_r_p{a}": np.full(n, 0.3 * unit) for a in "xz"}
    columns["ground_force_r_py"] = np.zeros(n)
    return columns | {f"ground_torque_r_{a}": sign * 3 * hump for a in "xyz"}


@pytest.mark.parametrize(("sign", "unit"), [(1, 1), (-1, 1), (1, 1000)])
def test_forces_upside_down_or_in_millimetres(tmp_path, write, sign, unit) -> None:
    columns = forces(sign=sign, unit=unit)
    trial = read_recording(write.mot(tmp_path / "a.mot", TIME, columns))
    assert trial.plates is not None
    assert float(trial.plates["force_n"].sel(axis="y").max()) == pytest.approx(700, rel=0.01)
    assert np.nanmax(trial.plates["cop_m"].values) == pytest.approx(0.3)
    assert np.isnan(trial.plates["cop_m"].values[0]).all(), "unloaded at first"
    warned = [n for n in trial.notes if n.level == "warning"]
    assert bool(warned) == (sign < 0 or unit > 1)


def test_markers_forces_and_angles_together(tmp_path, walker, write) -> None:
    one = walker()
    trc = write.trc(tmp_path / "walk.trc", one.time_s, one.names, one.position_m)
    grf = write.mot(tmp_path / "walk_grf.mot", TIME, forces())
    ik = write.mot(tmp_path / "walk_ik.mot", TIME, angles())
    for given in ([trc, grf, ik], [ik, grf, trc], tmp_path):
        trial = read_recording(given)
        assert trial.markers is not None and trial.plates is not None and trial.angles is not None
    with pytest.raises(InputError, match="two of the files hold markers"):
        read_recording([trc, trc])


def test_forces_in_other_axes_than_the_markers_are_refused(tmp_path, walker, write) -> None:
    one = walker()
    trc = write.trc(tmp_path / "walk.trc", one.time_s, one.names, one.position_m)
    columns = {k.replace("vy", "v?").replace("vz", "vy").replace("v?", "vz"): v
               for k, v in forces().items()}  # fmt: skip
    grf = write.mot(tmp_path / "walk_grf.mot", TIME, columns)
    with pytest.raises(InputError, match="forces point along Z, the markers stand along Y"):
        read_recording([trc, grf])


def test_planar_angles_and_markers_of_sports2d(tmp_path, walker, write) -> None:
    columns = {f"{side} {joint}": np.degrees(v) for side in ("right", "left")
               for joint, v in (("knee", angles()["knee_angle_r"]),
                                ("ankle", angles()["ankle_angle_r"]))}  # fmt: skip
    trial = read_recording(write.mot(tmp_path / "a_angles.mot", TIME, columns, "yes"))
    assert trial.angles is not None
    np.testing.assert_allclose(
        trial.angles.sel(coordinate="knee_angle_l").values, angles()["knee_angle_r"], atol=1e-6
    )
    one = walker()
    flat = one.position_m * np.array([1.0, 1.0, 0.0])
    path = write.trc(tmp_path / "a.trc", one.time_s, one.names, flat, name="Sports2D_m.trc")
    trial = read_recording(path)
    assert trial.two_dimensional
    assert trial.origin.kind == "sports2d"


# JSON, keypoints, folders


def test_landmark_frames(tmp_path, walker) -> None:
    one = walker()
    names = {"LASI": "left_hip", "RASI": "right_hip", "LKNE": "left_knee", "RKNE": "right_knee",
             "LANK": "left_ankle", "RANK": "right_ankle", "LHEE": "left_heel",
             "RHEE": "right_heel", "LTOE": "left_toe", "RTOE": "right_toe"}  # fmt: skip
    index = {new: one.names.index(old) for old, new in names.items()}
    frames = [
        {"landmark_positions": {n: (1000 * row[i]).tolist() for n, i in index.items()}}
        for row in one.position_m
    ]
    truth = {"hs_frames": {"left": [110], "right": [55]}, "to_frames": {"left": [68]}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"fps": 100, "angle_frames": frames, "ground_truth": truth}))
    trial = read_recording(path)
    assert trial.markers is not None
    np.testing.assert_allclose(trial.marker("left_heel"), one.position_m[:, index["left_heel"]])
    assert [(e.side, e.time_s) for e in trial.events] == [
        ("right", 0.55), ("left", 0.68), ("left", 1.1)]  # fmt: skip


def test_keypoints_of_one_camera(tmp_path, walker) -> None:
    one = walker()
    index = {"LHip": "LASI", "RHip": "RASI", "LKnee": "LKNE", "RKnee": "RKNE", "LAnkle": "LANK",
             "RAnkle": "RANK", "LHeel": "LHEE", "RHeel": "RHEE"}  # fmt: skip
    from kinchain.gait.readers.pose import BODY_25

    for frame, row in enumerate(one.position_m[:200]):
        points = np.zeros((25, 3))
        for name, old in index.items():
            x, y, _ = row[one.names.index(old)]
            points[BODY_25.index(name)] = [1000 - 200 * x, 900 - 200 * y, 0.9]
        for side in "LR":
            x, y, _ = row[one.names.index("LPSI")]
            points[BODY_25.index(f"{side}Shoulder")] = [1000 - 200 * x, 900 - 200 * (y + 0.4), 0.9]
        person = {"pose_keypoints_2d": points.ravel().tolist()}
        (tmp_path / f"v_{frame:012d}_keypoints.json").write_text(json.dumps({"people": [person]}))
    with pytest.raises(InputError, match="frame rate and height not told"):
        read_recording(tmp_path)
    trial = read_recording(tmp_path, rate_hz=100, height_m=1.75)
    assert trial.two_dimensional and trial.markers is not None
    assert trial.marker("LHip")[-1, 0] - trial.marker("LHip")[0, 0] > 1.5, "turned to walk forward"
    assert np.nanmean(trial.marker("LHip")[:, 1]) == pytest.approx(0.95, abs=0.12)


def test_an_opencap_session(tmp_path, walker, write) -> None:
    one = walker()
    for folder in ("MarkerData/PreAugmentation", "MarkerData/PostAugmentation",
                   "OpenSimData/Kinematics", "OpenSimData/Model"):  # fmt: skip
        (tmp_path / folder).mkdir(parents=True)
    for trial in ("walk", "static1"):
        for kind in ("Pre", "Post"):
            write.trc(tmp_path / f"MarkerData/{kind}Augmentation/{trial}.trc", one.time_s,
                      one.names, one.position_m)  # fmt: skip
        columns = {k: v if k.endswith("tx") else np.degrees(v) for k, v in angles().items()}
        write.mot(tmp_path / f"OpenSimData/Kinematics/{trial}.mot", TIME, columns, "yes")
    (tmp_path / "OpenSimData/Model/Lai_scaled.osim").write_text("<x/>")
    (tmp_path / "sessionMetadata.yaml").write_text("mass_kg: 83.2\nheight_m: 1.89\ngender_mf: m\n")
    trial = read_recording(tmp_path)
    assert trial.origin.kind == "opencap"
    assert trial.subject.mass_kg == 83.2 and trial.subject.sex == "male"
    assert trial.origin.model.endswith("Lai_scaled.osim")
    assert trial.markers is not None and trial.angles is not None
    assert any("PostAug" not in n.where and "second file" in n.what for n in trial.notes)
    with pytest.raises(InputError, match="no trial 'wlak'") as error:
        read_recording(tmp_path, trial="wlak")
    assert "walk" in error.value.faults[0].mend


def test_an_empty_folder(tmp_path) -> None:
    with pytest.raises(InputError, match="no recording in this folder"):
        read_recording(tmp_path)


# maps and junk


def test_a_marker_map(tmp_path, walker, write) -> None:
    one = walker()
    names = [f"p{i}" for i in range(len(one.names))]
    path = write.trc(tmp_path / "a.trc", one.time_s, names, one.position_m)
    (tmp_path / "map.toml").write_text('heel_l = "p8"\ntoe_l = "p10"\n')
    trial = read_recording(path, marker_map=tmp_path / "map.toml")
    assert dict(trial.landmark_map) == {"heel_l": "p8", "toe_l": "p10"}
    (tmp_path / "map.toml").write_text('heal_l = "p8"\ntoe_l = "p99"\nheel_r = 3\n')
    with pytest.raises(KinchainError) as error:
        read_recording(path, marker_map=tmp_path / "map.toml")
    assert len(error.value.faults) == 3
    assert "heel_l" in error.value.faults[0].mend
    (tmp_path / "map.toml").write_text("heel_l = ")
    with pytest.raises(InputError, match="no valid TOML"):
        read_recording(path, marker_map=tmp_path / "map.toml")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00" * 2000, b"\x02\x50" + b"\x00" * 3000, b"hello", b"{", b"[" * 100_000,
        b"PathFileType\t4\n", b"x\nendheader\n", b"x\nendheader\ntime\ta\n1\t2\n", b"time\tx\n1\t2",
        b'{"people": []}', b'{"bodies": {}, "time": [1, 2]}', b'{"angle_frames": [], "fps": 1}',
        b"Frame#\tTime\tA\nDataRate\n", bytes(range(256)) * 40,
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", [".c3d", ".trc", ".mot", ".json"])
def test_junk_is_refused_in_four_parts(tmp_path, content, ending) -> None:
    path = tmp_path / f"junk{ending}"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_recording(path)
    for fault in error.value.faults:
        assert fault.what and fault.where and fault.expected and fault.mend


def test_every_missing_file_is_told(tmp_path) -> None:
    with pytest.raises(InputError) as error:
        read_recording([tmp_path / "a.trc", tmp_path / "b.mot"])
    assert len(error.value.faults) == 2
