"""Muscle lengths and moment arms against the stored numbers of OpenSim 4.6.

They are made by ``tests/oracle/body/make_opensim_muscles.py`` in an environment of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kinchain.body.model import Model, load_model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths

pytestmark = pytest.mark.oracle

FloatArray = NDArray[np.float64]

FOLDER = Path(__file__).parent / "body"
MODELS = {
    "gait10dof18musc": "opensim_gait10dof18musc_subject01/gait10dof18musc.osim",
    "subject01": "opensim_gait10dof18musc_subject01/subject01.osim",
    "walk3d": "opensim_moco_walk3d/subject_walk_scaled.osim",
    "subject4": "opencap_val_subject4/Models/manually_scaled.osim",
    "lai_arnold": "opencap_walking_videoAndMocap/LaiArnoldModified2017_contacts.osim",
    "made_up_4": "",
    "made_up_wraps": "",
}
SAME = 1e-9
NEAR_M = 1e-5
"""Where OpenSim stops within 0.1 degree of a tangent, or sums an ellipse from chords of 1 mm."""

NEAR_ARM_M = 5e-4
GOOD_SHARE = 0.9
"""Of random poses around a surface with a quadrant; see ``docs/reference/muscle-paths.md``."""


def numbers(name: str) -> dict[str, Any]:
    with np.load(FOLDER / "opensim_muscles.npz") as held:
        return {
            key.partition("/")[2]: value
            for key, value in held.items()
            if key.startswith(f"{name}/")
        }


def model_of(name: str, request: pytest.FixtureRequest) -> Model:
    if name.startswith("made_up"):
        return load_model(FOLDER / f"{name}.osim")
    path = request.getfixturevalue("recordings") / MODELS[name]
    if not path.is_file():
        pytest.skip(f"no {MODELS[name]}")
    return load_model(path)


def misses(model: Model, held: dict[str, Any]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return how far lengths and moment arms are apart, and how many wraps each muscle has."""
    geometry = build_muscle_geometry(model)
    assert list(held["muscles"]) == list(geometry.muscles)
    assert list(held["coordinates"]) == list(model.coordinates)
    got = muscle_paths(geometry, held["q"])
    return (
        np.abs(got.length_m - held["length_m"]),
        np.abs(got.moment_arm_m - held["moment_arm_m"]).max(axis=2),
        np.array([len(one.wraps) for one in model.source.muscles], dtype=np.float64),
    )


@pytest.mark.parametrize("name", [name for name in MODELS if name != "made_up_wraps"])
def test_lengths_agree(name: str, request: pytest.FixtureRequest) -> None:
    model = model_of(name, request)
    length, _, wraps = misses(model, numbers(name))
    assert length[:, wraps < 2].max() < SAME
    assert length.max() < NEAR_M


@pytest.mark.parametrize("name", [name for name in MODELS if not name.startswith("made_up")])
def test_moment_arms_agree(name: str, request: pytest.FixtureRequest) -> None:
    model = model_of(name, request)
    held = numbers(name)
    _, arm, wraps = misses(model, held)
    assert arm[:, wraps < 2].max() < SAME
    rms = np.sqrt((arm**2).mean(axis=0))
    assert (rms < (NEAR_ARM_M if name == "walk3d" else 2 * NEAR_ARM_M)).all()


@pytest.mark.parametrize(
    "muscle",
    ["cylinder", "cylinder_short", "sphere", "ellipsoid_hybrid", "ellipsoid_midpoint",
     "ellipsoid_axial"],
)  # fmt: skip
def test_a_surface_without_quadrant_agrees_in_every_pose(muscle: str) -> None:
    model = load_model(FOLDER / "made_up_wraps.osim")
    held = numbers("made_up_wraps")
    length, arm, _ = misses(model, held)
    column = list(held["muscles"]).index(muscle)
    straight = np.linalg.norm(held["q"][:, :3] - held["q"][:, 3:], axis=1)
    assert (held["length_m"][:, column] > straight + NEAR_M).sum() > 10
    assert length[:, column].max() < NEAR_M
    assert np.quantile(arm[:, column], 0.98) < NEAR_ARM_M  # a hybrid's plane can jump


@pytest.mark.parametrize(
    "muscle", ["cylinder_x", "cylinder_minus_y", "sphere_minus_x", "ellipsoid_midpoint_x"]
)
def test_a_quadrant_agrees_in_most_poses(muscle: str) -> None:
    model = load_model(FOLDER / "made_up_wraps.osim")
    held = numbers("made_up_wraps")
    length, _, _ = misses(model, held)
    column = list(held["muscles"]).index(muscle)
    assert (length[:, column] < NEAR_M).mean() > GOOD_SHARE


def test_two_surfaces_in_one_path_have_its_lengths() -> None:
    model = load_model(FOLDER / "made_up_wraps.osim")
    held = numbers("made_up_wraps")
    length, _, _ = misses(model, held)
    assert length[:, list(held["muscles"]).index("two_cylinders")].max() < 2 * NEAR_M
