"""Tables that OpenSim reads: written whole, and read again as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kinchain.body._storage import read_table
from kinchain.body.external_loads import external_loads
from kinchain.body.inverse_dynamics import inverse_dynamics
from kinchain.body.joint_reactions import joint_reactions
from kinchain.body.model import Model
from kinchain.body.motion_files import (
    write_activations,
    write_actuator_forces,
    write_coordinates,
    write_generalised_forces,
    write_ground_forces,
    write_reactions,
    write_states,
    write_table,
)
from kinchain.body.static_optimisation import Actuator, StaticOptimisation
from kinchain.core.errors import InputError
from kinchain.gait.readers.storage import read_storage

N = 12
TIME = np.arange(N) / 100.0
KEPT = 1e-13


@pytest.fixture
def q(made_up: Model, rng: np.random.Generator) -> np.ndarray:
    return made_up.default + rng.uniform(-0.5, 0.5, (N, len(made_up.coordinates)))


def test_coordinates_are_read_again(made_up: Model, q: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "walk.mot"
    write_coordinates(path, made_up, TIME, q)
    table = read_table(path)
    assert table.names == made_up.coordinates and table.is_in_degrees
    back = np.where(made_up.is_rotation, np.radians(table.values), table.values)
    np.testing.assert_allclose(back, q, atol=KEPT)
    np.testing.assert_allclose(table.time_s, TIME, atol=KEPT)
    trial = read_storage(path)
    assert trial.angles is not None
    _, names, angles, _ = trial.angles
    hip = names.index("hip_flexion_r")
    np.testing.assert_allclose(angles[:, hip], q[:, made_up.coordinate("hip_flexion_r")], atol=1e-9)


def test_frames_that_were_not_seen_are_left_out(
    made_up: Model, q: np.ndarray, tmp_path: Path
) -> None:
    q[3] = np.nan
    write_coordinates(tmp_path / "walk.mot", made_up, TIME, q)
    assert len(read_table(tmp_path / "walk.mot").time_s) == N - 1


def test_ground_forces_are_read_again(tmp_path: Path, rng: np.random.Generator) -> None:
    force = rng.normal([0.0, 400.0, 0.0], 50.0, (N, 2, 3))
    point, torque = rng.normal(size=(N, 2, 3)), rng.normal(size=(N, 2, 3))
    loads = external_loads(TIME, ["calcn_r", "calcn_l"], force, point, torque)
    write_ground_forces(tmp_path / "grf.mot", loads)
    trial = read_storage(tmp_path / "grf.mot")
    assert trial.plates is not None
    np.testing.assert_allclose(trial.plates.force_n, force, atol=1e-9)
    np.testing.assert_allclose(trial.plates.cop_m, point, atol=1e-9)
    names = read_table(tmp_path / "grf.mot").names
    assert names[0] == "1_ground_force_vx" and names[-1] == "2_ground_torque_z"


def test_states_hold_values_and_speeds(made_up: Model, q: np.ndarray, tmp_path: Path) -> None:
    write_states(tmp_path / "s.sto", made_up, TIME, q, 2.0 * q)
    table = read_table(tmp_path / "s.sto")
    assert table.is_in_degrees is False
    at = table.names.index("/jointset/knee_r/knee_angle_r/speed")
    np.testing.assert_allclose(
        table.values[:, at], 2.0 * q[:, made_up.coordinate("knee_angle_r")], atol=KEPT
    )


def test_forces_carry_opensims_names(made_up: Model, q: np.ndarray, tmp_path: Path) -> None:
    write_generalised_forces(tmp_path / "id.sto", made_up, TIME, q)
    names = read_table(tmp_path / "id.sto").names
    assert "knee_angle_r_moment" in names and "pelvis_ty_force" in names
    dynamics = inverse_dynamics(made_up, q, 0.0 * q, 0.0 * q)
    reactions = joint_reactions(made_up, dynamics)
    write_reactions(tmp_path / "jr.sto", TIME, reactions)
    table = read_table(tmp_path / "jr.sto")
    at = table.names.index("knee_r_on_tibia_r_in_ground_fx")
    b = made_up.bodies.index("tibia_r")
    np.testing.assert_allclose(table.values[:, at : at + 3], reactions.force_n[:, b])
    np.testing.assert_allclose(table.values[:, at + 6 : at + 9], reactions.point_m[:, b])


def test_activations_and_forces_of_an_optimisation(tmp_path: Path) -> None:
    half = np.full((N, 1), 0.5)
    motor = Actuator("motor", "knee_angle_r", 20.0)
    result = StaticOptimisation(
        ("m",), (motor,), ("knee_angle_r",), half, 300.0 * half, 8.0 * half, 0.0 * half,
        ("solved",) * N, np.ones(N, np.int64), (),
    )  # fmt: skip
    write_activations(tmp_path / "a.sto", TIME, result)
    write_actuator_forces(tmp_path / "f.sto", TIME, result)
    a, f = read_table(tmp_path / "a.sto"), read_table(tmp_path / "f.sto")
    assert a.names == f.names == ("m", "motor")
    np.testing.assert_allclose(a.values[0], [0.5, 0.2])
    np.testing.assert_allclose(f.values[0], [150.0, 4.0])


def test_an_older_file_stays_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.sto"
    write_table(path, TIME, ["a"], TIME[:, None], title="one")

    def fail(self: Path, *_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", fail)
        with pytest.raises(InputError, match="No space left"):
            write_table(path, TIME, ["b"], TIME[:, None], title="two")
    assert read_table(path).names == ("a",)
    assert [one.name for one in tmp_path.iterdir()] == ["t.sto"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_table(tmp_path / "no" / "t.sto", TIME, ["a"], TIME[:, None], title="t")


@pytest.mark.parametrize(
    ("time", "names", "values"),
    [
        (TIME, ["a", "b"], np.zeros((N, 1))),
        (TIME[::-1], ["a"], np.zeros((N, 1))),
        (TIME, ["a b"], np.zeros((N, 1))),
        (TIME, ["a", "a"], np.zeros((N, 2))),
        (TIME[:0], ["a"], np.zeros((0, 1))),
    ],
)
def test_tables_that_no_tool_could_read_are_refused(
    tmp_path: Path, time: np.ndarray, names: list[str], values: np.ndarray
) -> None:
    with pytest.raises(InputError):
        write_table(tmp_path / "t.sto", time, names, values, title="t")
    assert not list(tmp_path.iterdir())
