"""Motion files: read back as written, units and gaps told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kinchain.body.model import Model
from kinchain.body.motion_files import write_coordinates, write_states
from kinchain.body.read_motion import read_motion
from kinchain.core.errors import InputError

TIME_S = np.arange(5) / 100


def motion(model: Model) -> np.ndarray:
    return model.default + 0.1 * np.sin(np.arange(5)[:, None] + np.arange(len(model.default)))


def test_motions_and_states_are_read_back(made_up: Model, tmp_path: Path) -> None:
    q = motion(made_up)
    write_coordinates(tmp_path / "a.mot", made_up, TIME_S, q)
    write_states(tmp_path / "b.sto", made_up, TIME_S, q, np.zeros_like(q))
    for name in ("a.mot", "b.sto"):
        time, found, notes = read_motion(tmp_path / name, made_up)
        np.testing.assert_allclose(found, q, atol=1e-12)
        np.testing.assert_allclose(time, TIME_S)
        assert notes == ()


def table(path: Path, head: str, names: str, values: str) -> Path:
    rows = "".join(f"{t:.2f}\t{values}\n" for t in TIME_S)
    path.write_text(f"motion\n{head}\nendheader\ntime\t{names}\n{rows}")
    return path


def test_missing_coordinates_keep_their_default_and_are_told(
    made_up: Model, tmp_path: Path
) -> None:
    path = table(tmp_path / "a.mot", "inDegrees=yes", "knee_angle_r\tpelvis_tx", "-30\t0.5")
    _, q, notes = read_motion(path, made_up)
    assert q[0, made_up.coordinate("knee_angle_r")] == pytest.approx(np.radians(-30))
    assert q[0, made_up.coordinate("pelvis_tx")] == 0.5
    assert q[0, made_up.coordinate("back_x")] == made_up.default[made_up.coordinate("back_x")]
    assert "not in the file" in notes[-1].what


def test_degrees_that_say_radians_are_degrees(made_up: Model, tmp_path: Path) -> None:
    for head in ("inDegrees=no", "nothing=said"):
        path = table(tmp_path / "a.mot", head, "knee_angle_r\thip_flexion_r", "-60\t20")
        _, q, notes = read_motion(path, made_up)
        assert q[0, made_up.coordinate("knee_angle_r")] == pytest.approx(np.radians(-60))
        assert notes[0].level == "warning"


def test_another_models_motion_is_refused(made_up: Model, tmp_path: Path) -> None:
    path = table(tmp_path / "a.mot", "inDegrees=yes", "elbow\twrist", "1\t2")
    with pytest.raises(InputError, match="none of its columns"):
        read_motion(path, made_up)
