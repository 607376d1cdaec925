"""C3D: units, names, outputs, events, people, plates of all types, damaged files."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest

from kinchain.core.errors import InputError
from kinchain.gait.prepare import prepare
from kinchain.gait.readers import read_recording
from kinchain.gait.readers.c3d_events import event_meaning

Z_UP = np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]])
"""Ground to a laboratory with Z up: rows are ground axes."""


def in_laboratory(position_m: np.ndarray) -> np.ndarray:
    return position_m @ Z_UP * 1000.0


def test_a_z_up_laboratory_in_millimetres(tmp_path, walker, write) -> None:
    one = walker()
    path = write.c3d(tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m))
    trial = read_recording(path)
    assert trial.markers is not None
    np.testing.assert_allclose(trial.markers.values, one.position_m, atol=1e-4)
    assert "+Z is up" in trial.origin.turned


def test_prefixes_duplicates_unlabelled_and_model_outputs(tmp_path, walker, write) -> None:
    one = walker()
    names = [f"Bob:{n}" for n in one.names] + ["*12", "Bob:LHEE", "Bob:LKneeAngles", "LKneePower"]
    extra = one.position_m[:, [0, 0, 0, 0]]
    position = in_laboratory(np.concatenate([one.position_m, extra], axis=1))
    position[:, -2] = [20.0, 5.0, 1.0]
    trial = read_recording(write.c3d(tmp_path / "a.c3d", 100.0, names, position))
    assert trial.markers is not None and trial.laboratory is not None
    found = list(trial.markers["marker"].values)
    assert found == [*one.names, "LHEE_2"]
    assert np.degrees(trial.laboratory.values[0, 0]) == pytest.approx([20.0, 5.0, 1.0], abs=1e-4)
    assert any("without a label" in n.what for n in trial.notes)
    assert any("stand twice" in n.what for n in trial.notes)


def test_a_prefix_with_an_underscore(tmp_path, walker, write) -> None:
    one = walker()
    names = [f"Subject01_{n}" for n in one.names]
    trial = read_recording(
        write.c3d(tmp_path / "a.c3d", 100.0, names, in_laboratory(one.position_m))
    )
    assert trial.markers is not None
    assert list(trial.markers["marker"].values) == one.names


@pytest.mark.parametrize(
    ("label", "context", "meaning"),
    [
        ("Foot Strike", "Left", ("left", "initial_contact")),
        ("Foot Off", "Right", ("right", "foot_off")),
        ("LHS", "", ("left", "initial_contact")),
        ("RTO", "", ("right", "foot_off")),
        ("", "RHS", ("right", "initial_contact")),
        ("", "LTO", ("left", "foot_off")),
        ("R_IC", "", ("right", "initial_contact")),
        ("Left Toe Off", "", ("left", "foot_off")),
        ("heel strike", "R", ("right", "initial_contact")),
        ("Toe-Off left", "General", ("left", "foot_off")),
        ("LON", "", ("left", "initial_contact")),
        ("LOFF", "", ("left", "foot_off")),
        ("Event", "Left", None),
        ("", "", None),
        ("Start", "General", None),
    ],
)
def test_spellings_of_events(label, context, meaning) -> None:
    assert event_meaning(label, context) == meaning


def test_person_events_and_time_from_the_first_frame(tmp_path, walker, write) -> None:
    one = walker()
    times = np.array([[0.0, 0.0], [0.5, 1.25]])
    path = write.c3d(
        tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m),
        parameters={
            "EVENT": {
                "USED": [2], "LABELS": ["Foot Strike", "Foot Off"], "CONTEXTS": ["Left", "Right"],
                "TIMES": times,
            },
            "PROCESSING": {"Bodymass": [61.5], "Height": [1712.0], "LLegLength": [880.0]},
        },
    )  # fmt: skip
    trial = read_recording(path)
    assert [(e.side, e.kind, round(e.time_s, 3)) for e in trial.events] == [
        ("left", "initial_contact", 0.5), ("right", "foot_off", 1.25),
    ]  # fmt: skip
    assert trial.subject.mass_kg == pytest.approx(61.5)
    assert trial.subject.height_m == pytest.approx(1.712)
    assert trial.subject.leg_length_m == pytest.approx(0.88)


CORNERS_M = np.array([[0.6, 0.2, 0.0], [0.6, -0.3, 0.0], [0.1, -0.3, 0.0], [0.1, 0.2, 0.0]])
"""A plate whose x axis points to laboratory +y, its y axis to +x, so z down, as AMTI's do."""


def plate_channels(kind: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, dict]:
    """Return channels, force on the person and its point (laboratory), and parameters."""
    share = np.linspace(0, 1, n)
    on = (share > 0.3) & (share < 0.7)
    hump = np.where(on, np.sin(np.pi * (share - 0.3) / 0.4), 0.0)
    force = np.column_stack([80 * hump, -30 * hump, 700 * hump])
    point = np.column_stack([0.25 + 0.2 * share, np.full(n, 0.05), np.zeros(n)])
    free = 6.0 * hump
    centre = CORNERS_M.mean(axis=0)
    turn = np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, -1]]).T  # plate to laboratory
    f = force @ turn
    r = (point - centre) @ turn
    m = np.cross(r, f) + np.column_stack([np.zeros(n), np.zeros(n), -free])
    to_centre = np.array([0.002, -0.001, -0.04])
    moment = m + np.cross(to_centre, f)
    origin = to_centre * 1000
    corners = (CORNERS_M * 1000).T[:, :, None]
    fields: dict = {
        "USED": [1], "TYPE": [kind], "CORNERS": corners, "ORIGIN": origin[:, None],
        "ZERO": [1, 0], "CHANNEL": np.arange(1, 7)[:, None],
    }  # fmt: skip
    if kind == 1:
        channels = np.column_stack([f, r[:, :2] * 1000, -free * 1000])
        channels[~on, 3:5] = 0
    elif kind in (2, 4):
        channels = np.column_stack([f, moment * 1000])
        if kind == 4:
            matrix = np.diag([2.0, 2.0, 4.0, 500.0, 500.0, 250.0])
            matrix[0, 1] = 0.1
            channels = channels @ np.linalg.inv(matrix).T
            fields["CAL_MATRIX"] = matrix[:, :, None]
    else:
        a, b = 0.12, 0.2
        m3 = m + np.cross(np.array([0, 0, -0.05]), f)
        total, mx, my = f[:, 2], m3[:, 0], m3[:, 1]
        z1 = total / 4 + mx / (4 * b) - my / (4 * a)
        z2 = total / 4 + mx / (4 * b) + my / (4 * a)
        z3 = total / 4 - mx / (4 * b) + my / (4 * a)
        z4 = total / 4 - mx / (4 * b) - my / (4 * a)
        spin = m3[:, 2] / (2 * b)
        fx12, fx34 = f[:, 0] / 2 - spin, f[:, 0] / 2 + spin
        channels = np.column_stack([fx12, fx34, f[:, 1] / 2, f[:, 1] / 2, z1, z2, z3, z4])
        fields["ORIGIN"] = np.array([120.0, 200.0, -50.0])[:, None]
        fields["CHANNEL"] = np.arange(1, 9)[:, None]
    return channels, force, point, fields


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("offset", [0.0, 25.0])
def test_plates_of_every_type(tmp_path, walker, write, kind, sign, offset) -> None:
    one = walker()
    n = len(one.time_s) * 10
    channels, force, point, fields = plate_channels(kind, n)
    given = sign * channels
    if kind == 1:
        given[:, 3:5] = channels[:, 3:5]  # a point has no sign of force
        offset = 0.0  # nor an offset in newtons
    given = given + offset
    path = write.c3d(
        tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m), given,
        {"FORCE_PLATFORM": fields, "ANALOG": {"UNITS": ["N"] * 3 + ["Nmm"] * 3 if kind != 3
                                              else ["N"] * 8}},
    )  # fmt: skip
    if kind == 1:
        one_units = {"ANALOG": {"UNITS": ["N", "N", "N", "mm", "mm", "Nmm"]}}
        path = write.c3d(
            tmp_path / "b.c3d", 100.0, one.names, in_laboratory(one.position_m), given,
            {"FORCE_PLATFORM": fields, **one_units},
        )  # fmt: skip
    trial = read_recording(path)
    assert trial.plates is not None
    on = force[:, 2] > 50
    np.testing.assert_allclose(trial.plates["force_n"].values[:, 0], force @ Z_UP.T, atol=1.0)
    np.testing.assert_allclose(trial.plates["cop_m"].values[on, 0], (point @ Z_UP.T)[on], atol=2e-3)
    free = trial.plates["moment_nm"].values[on, 0, 1]
    assert np.abs(free).max() == pytest.approx(6.0, abs=0.2)
    assert np.isnan(trial.plates["cop_m"].values[~(force[:, 2] > 0), 0]).all()


def test_an_upside_down_origin_is_mended(tmp_path, walker, write) -> None:
    one = walker()
    channels, force, point, fields = plate_channels(2, len(one.time_s) * 10)
    fields["ORIGIN"] = fields["ORIGIN"] * np.array([1, 1, -1])[:, None]
    path = write.c3d(
        tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m), channels,
        {"FORCE_PLATFORM": fields, "ANALOG": {"UNITS": ["N"] * 3 + ["Nmm"] * 3}},
    )  # fmt: skip
    trial = read_recording(path)
    assert trial.plates is not None
    on = force[:, 2] > 50
    np.testing.assert_allclose(trial.plates["cop_m"].values[on, 0], (point @ Z_UP.T)[on], atol=2e-3)


def test_a_plate_without_channels_is_left_out(tmp_path, walker, write) -> None:
    one = walker()
    channels, _, _, fields = plate_channels(2, len(one.time_s) * 10)
    fields["CHANNEL"] = np.zeros((6, 1), dtype=int)
    path = write.c3d(
        tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m), channels,
        {"FORCE_PLATFORM": fields},
    )  # fmt: skip
    trial = read_recording(path)
    assert trial.plates is None
    assert any("channels are not in the file" in n.what for n in trial.notes)


def test_a_file_cut_short_is_read_as_far_as_it_goes(tmp_path, walker, write) -> None:
    one = walker()
    path = write.c3d(tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    trial = read_recording(path)
    assert 150 < len(trial.time_s) < 300
    assert any("cut short" in n.what for n in trial.notes)


@pytest.mark.parametrize(
    ("at", "byte", "what"),
    [
        (515, 99, "processor type"),
        (515, 86, "SGI/MIPS"),
        (16, 250, "beyond the end|frames are there"),
        (3, 200, "different points"),
    ],
)
def test_damaged_headers_are_refused_in_four_parts(tmp_path, walker, write, at, byte, what) -> None:
    one = walker()
    path = write.c3d(tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m))
    data = bytearray(path.read_bytes())
    data[at] = byte
    path.write_bytes(data)
    with pytest.raises(InputError, match=what) as error:
        read_recording(path)
    fault = error.value.faults[0]
    assert fault.where and fault.expected and fault.mend


@pytest.mark.parametrize("n", [0, 1, 2, 100, 511, 513, 1023])
def test_stumps(tmp_path, walker, write, n) -> None:
    one = walker()
    path = write.c3d(tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m))
    path.write_bytes(path.read_bytes()[:n])
    with pytest.raises(InputError):
        read_recording(path)


def test_damaged_files_end_in_a_result_or_an_error(tmp_path, walker, write, rng) -> None:
    one = walker()
    channels, _, _, fields = plate_channels(4, len(one.time_s) * 10)
    whole = write.c3d(
        tmp_path / "a.c3d", 100.0, one.names, in_laboratory(one.position_m), channels,
        {"FORCE_PLATFORM": fields},
    ).read_bytes()  # fmt: skip
    broken = tmp_path / "b.c3d"
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(int(rng.integers(1, 20))):
            data[int(rng.integers(0, 6000))] = int(rng.integers(0, 256))
        broken.write_bytes(data)
        with suppress(InputError):
            prepare(read_recording(broken))
