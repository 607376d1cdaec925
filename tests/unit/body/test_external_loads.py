"""External loads: read from OpenSim's files, brought to frames, doubted where they look wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.external_loads import (
    ExternalLoads,
    external_loads,
    loads_at,
    loads_in_ground,
    read_external_loads,
)
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.inverse_dynamics import inverse_dynamics
from kinchain.body.load_checks import check_loads
from kinchain.body.model import Model
from kinchain.core.errors import InputError

FloatArray = NDArray[np.float64]

ONE = """<ExternalForce name="{name}"><applied_to_body>{body}</applied_to_body>
<force_expressed_in_body>ground</force_expressed_in_body>
<point_expressed_in_body>ground</point_expressed_in_body>
<force_identifier>{name}_force_v</force_identifier>
<point_identifier>{name}_force_p</point_identifier>
<torque_identifier>{name}_torque_</torque_identifier></ExternalForce>"""

EXACT = 1e-12


def write(folder: Path, objects: str, n: int = 5, data: str = "forces.mot") -> Path:
    """Write a loads file and its table of two loads; return the path of the first."""
    names = [
        f"{side}_{kind}{axis}"
        for side in ("right", "left")
        for kind in ("force_v", "force_p", "torque_")
        for axis in "xyz"
    ]
    rows = ["\t".join(str(0.5 * i + k) for k in range(len(names) + 1)) for i in range(n)]
    head = ["forces", "version=1", f"nRows={n}", "inDegrees=no", "endheader"]
    (folder / "forces.mot").write_text(
        "\n".join([*head, "\t".join(("time", *names)), *rows]) + "\n", "utf-8"
    )
    path = folder / "loads.xml"
    path.write_text(
        f'<OpenSimDocument Version="40000"><ExternalLoads name="a"><objects>{objects}</objects>'
        f"<datafile>{data}</datafile></ExternalLoads></OpenSimDocument>",
        "utf-8",
    )
    return path


BOTH = ONE.format(name="right", body="calcn_r") + ONE.format(name="left", body="/bodyset/calcn_l")


def test_a_file_of_opensim_is_read(tmp_path: Path, made_up: Model) -> None:
    got = read_external_loads(write(tmp_path, BOTH), model=made_up)
    assert got.names == ("right", "left") and got.bodies == ("calcn_r", "calcn_l")
    np.testing.assert_allclose(got.time_s, 0.5 * np.arange(5))
    np.testing.assert_allclose(got.force_n[0], [[1, 2, 3], [10, 11, 12]])
    np.testing.assert_allclose(got.point_m[0], [[4, 5, 6], [13, 14, 15]])
    np.testing.assert_allclose(got.torque_nm[0], [[7, 8, 9], [16, 17, 18]])


def test_the_table_can_be_named_and_old_folders_do_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path, BOTH, data="C:\\old\\folder\\forces.mot")
    assert read_external_loads(path).force_n.shape == (5, 2, 3)
    moved = tmp_path / "other.mot"
    (tmp_path / "forces.mot").rename(moved)
    assert read_external_loads(path, moved).force_n.shape == (5, 2, 3)
    with pytest.raises(InputError, match="cannot be opened"):
        read_external_loads(path)


def test_what_is_switched_off_is_left_out(tmp_path: Path) -> None:
    off = BOTH.replace("</applied_to_body>", "</applied_to_body><isDisabled>true</isDisabled>", 1)
    got = read_external_loads(write(tmp_path, off))
    assert got.bodies == ("calcn_l",) and "switched off" in got.notes[0].what
    none = BOTH.replace(
        "</applied_to_body>", "</applied_to_body><appliesForce>false</appliesForce>"
    )
    assert read_external_loads(write(tmp_path, none)).force_n.shape == (5, 0, 3)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("right_force_v", "rigt_force_v", "rigt_force_v"),
        ("calcn_r", "calcn_x", "calcn_r"),
        (">calcn_r<", "><", "acts on no body"),
        ("right_torque_", "right_", "9 columns"),
        ("<datafile>forces.mot", "<datafile>", "names no table"),
        ("ExternalForce", "Other", "ExternalForce"),
        ("</objects>", "", "well-formed"),
    ],
)
def test_faults_of_the_file_are_named(
    tmp_path: Path, made_up: Model, was: str, becomes: str, said: str
) -> None:
    path = write(tmp_path, BOTH)
    path.write_text(path.read_text("utf-8").replace(was, becomes), "utf-8")
    with pytest.raises(InputError, match=said) as error:
        read_external_loads(path, model=made_up)
    for fault in error.value.faults:
        assert fault.what and fault.where and fault.expected and fault.mend
        assert ".osim" not in fault.expected


@pytest.mark.parametrize(
    ("was", "becomes", "where"),
    [
        ("endheader", "end", "forces.mot"),
        ("time\t", "clock\t", "forces.mot:6"),
        ("\n1.0\t", "\n0.1\t", "forces.mot:9"),
        ("\n1.0\t", "\nword\t", "forces.mot:9"),
        ("\n1.0\t", "\n1.0\t7\t", "forces.mot:9"),
    ],
)
def test_faults_of_the_table_are_named(tmp_path: Path, was: str, becomes: str, where: str) -> None:
    path = write(tmp_path, BOTH)
    table = tmp_path / "forces.mot"
    table.write_text(table.read_text("utf-8").replace(was, becomes), "utf-8")
    with pytest.raises(InputError) as error:
        read_external_loads(path)
    assert error.value.faults[0].where.endswith(where)


def ramp() -> ExternalLoads:
    """Return a load that comes on after a time without force, whose point means nothing then."""
    force = np.zeros((5, 1, 3))
    force[2:, 0, 1] = [100.0, 200.0, 300.0]
    point = np.full((5, 1, 3), 331.7)
    point[2:, 0] = [[0.1, 0.0, 0.2], [0.2, 0.0, 0.2], [0.3, 0.0, 0.2]]
    torque = np.zeros_like(force)
    torque[2:, 0, 1] = [1.0, 2.0, 4.0]
    return external_loads(np.arange(5) * 0.1, ["calcn_r"], force, point, torque)


def moment(loads: ExternalLoads) -> FloatArray:
    return np.asarray(loads.torque_nm + np.cross(np.nan_to_num(loads.point_m), loads.force_n))


def test_times_of_samples_give_the_samples() -> None:
    loads = ramp()
    got = loads_at(loads, loads.time_s)
    np.testing.assert_allclose(got.force_n, loads.force_n, atol=EXACT)
    np.testing.assert_allclose(got.point_m[2:], loads.point_m[2:], atol=EXACT)
    np.testing.assert_allclose(got.torque_nm[2:], loads.torque_nm[2:], atol=EXACT)
    assert np.isnan(got.point_m[:2]).all()


def test_between_samples_force_and_moment_are_linear() -> None:
    loads = ramp()
    got = loads_at(loads, np.array([0.15, 0.25, 0.35]))
    np.testing.assert_allclose(got.force_n[:, 0, 1], [50.0, 150.0, 250.0])
    np.testing.assert_allclose(got.point_m[0, 0], [0.1, 0.0, 0.2])  # not drawn to 331.7
    whole = moment(loads_at(loads, loads.time_s))
    np.testing.assert_allclose(moment(got)[1:], 0.5 * (whole[2:-1] + whole[3:]), atol=1e-9)


def test_outside_the_recording_nothing_is_known() -> None:
    got = loads_at(ramp(), np.array([-1.0, -0.04, 0.2, 0.44, 0.6]))
    assert np.isnan(got.force_n[[0, 4]]).all() and np.isfinite(got.force_n[1:4]).all()
    assert got.notes[-1].what.startswith("2 frames")
    single = external_loads(np.zeros(1), ["a"], np.ones((1, 1, 3)), np.ones((1, 1, 3)))
    np.testing.assert_allclose(loads_at(single, np.zeros(1)).force_n, 1.0)


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="shape") as error:
        external_loads(np.arange(3.0), ["a"], np.zeros((3, 1, 3)), np.zeros((2, 1, 3)))
    assert [one.where for one in error.value.faults] == ["point_m"]
    point = np.full((3, 1, 3), np.nan)
    with pytest.raises(InputError, match="no point") as error:
        external_loads(np.arange(3.0), ["a"], np.ones((3, 1, 3)), point)
    assert "sample 0" in error.value.faults[0].where
    assert external_loads(np.arange(3.0), ["a"], np.zeros((3, 1, 3)), point).names == ("a",)
    with pytest.raises(InputError, match="rise"):
        external_loads(np.zeros(3), ["a"], np.zeros((3, 1, 3)), np.zeros((3, 1, 3)))


def test_loads_must_fit_the_motion_and_the_model(made_up: Model) -> None:
    q = np.tile(made_up.default, (4, 1))
    loads = ramp()
    with pytest.raises(InputError, match="loads_at"):
        loads_in_ground(made_up, loads, q)
    wrong = replace(loads, bodies=("calcn_q",))
    with pytest.raises(InputError, match="calcn_r"):
        loads_in_ground(made_up, wrong, np.tile(made_up.default, (5, 1)))


def test_loads_given_on_a_body_are_those_given_in_ground(made_up: Model) -> None:
    rng = np.random.default_rng(3)
    drawn = made_up.default + rng.uniform(-0.4, 0.4, (6, made_up.default.size))
    q = forward_kinematics(made_up, drawn).coordinates
    poses = forward_kinematics(made_up, q)
    force, point, torque = rng.normal(size=(3, 6, 1, 3))
    own = external_loads(np.arange(6.0), ["calcn_r"], force, point, torque)
    own = replace(own, force_frames=("calcn_r",), point_frames=("tibia_r",))
    foot, shank = made_up.bodies.index("calcn_r"), made_up.bodies.index("tibia_r")
    turn, place = poses.ground_from_body, poses.origin_m
    body, f, p, t = loads_in_ground(made_up, own, q)
    assert list(body) == [foot]
    for i in range(6):
        np.testing.assert_allclose(f[i, 0], turn[i, foot] @ force[i, 0], atol=EXACT)
        np.testing.assert_allclose(t[i, 0], turn[i, foot] @ torque[i, 0], atol=EXACT)
        np.testing.assert_allclose(
            p[i, 0], place[i, shank] + turn[i, shank] @ point[i, 0], atol=EXACT
        )


def test_without_a_point_a_force_acts_at_the_bodys_origin(tmp_path: Path, made_up: Model) -> None:
    bare = BOTH.replace("<point_identifier>right_force_p</point_identifier>", "")
    got = read_external_loads(write(tmp_path, bare), model=made_up)
    q = np.tile(made_up.default, (5, 1))
    foot = made_up.bodies.index("calcn_r")
    _, _, point, _ = loads_in_ground(made_up, got, q)
    np.testing.assert_allclose(point[:, 0], forward_kinematics(made_up, q).origin_m[:, foot])


class TestDoubts:
    """A person who stands on two plates, told rightly and wrongly."""

    @pytest.fixture
    def standing(self, made_up: Model) -> ExternalLoads:
        n = 10
        q = np.tile(made_up.default, (n, 1))
        poses = forward_kinematics(made_up, q)
        feet = ["calcn_r", "calcn_l"]
        point = poses.origin_m[:, [made_up.bodies.index(name) for name in feet]]
        force = np.zeros((n, 2, 3))
        force[..., 1] = 0.5 * made_up.mass_kg.sum() * -made_up.gravity_mps2[1]
        return external_loads(np.arange(n) * 0.01, feet, force, point)

    def told(self, model: Model, loads: ExternalLoads) -> str:
        still = np.zeros((len(loads.time_s), len(model.coordinates)))
        result = inverse_dynamics(model, model.default + still, still, still, loads)
        return "; ".join(note.what for note in check_loads(model, result, loads))

    def test_right_loads_raise_no_doubt(self, made_up: Model, standing: ExternalLoads) -> None:
        assert self.told(made_up, standing) == ""

    @pytest.mark.parametrize(
        ("field", "change", "said"),
        [
            ("force_n", lambda x: -x, "point down"),
            ("force_n", lambda x: 1.3 * x, "weighs"),
            ("force_n", lambda x: 0.2 * x, "never carry"),
            ("point_m", lambda x: x + np.array([0.6, 0.0, 0.0]), "acts 0.60 m"),
            ("point_m", lambda x: 1000.0 * x + 500.0, "unit"),
            ("point_m", lambda x: x + np.array([0.0, 0.0, 3.0]), "acts 3.00 m"),
        ],
    )
    def test_wrong_loads_are_doubted(
        self, made_up: Model, standing: ExternalLoads, field: str, change: object, said: str
    ) -> None:
        assert callable(change)
        wrong = replace(standing, **{field: change(getattr(standing, field))})
        assert said in self.told(made_up, wrong)

    def test_swapped_feet_are_told(self, made_up: Model, standing: ExternalLoads) -> None:
        apart = np.zeros((len(standing.time_s), 2, 3))
        apart[:, 0, 0], apart[:, 1, 0] = 0.3, -0.3  # one foot ahead
        q = np.tile(made_up.default, (len(apart), 1))
        q[:, made_up.coordinate("hip_flexion_r")] = 0.5
        q[:, made_up.coordinate("hip_flexion_l")] = -0.5
        poses = forward_kinematics(made_up, q)
        feet = [made_up.bodies.index(name) for name in standing.bodies]
        swapped = replace(standing, point_m=poses.origin_m[:, feet[::-1]])
        still = np.zeros_like(q)
        result = inverse_dynamics(made_up, q, still, still, swapped)
        assert "swapped" in check_loads(made_up, result, swapped)[0].effect
