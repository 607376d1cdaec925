"""Scaled models against the stored numbers of OpenSim 4.6.

They are made by ``tests/oracle/body/make_scaling_numbers.py`` in an environment of its own.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import load_model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.scaling import scale_model

pytestmark = pytest.mark.oracle

FOLDER = Path(__file__).parent / "body"
MODELS = {
    "gait10dof18musc": "opensim_gait10dof18musc_subject01/gait10dof18musc.osim",
    "walk3d": "opensim_moco_walk3d/subject_walk_scaled.osim",
    "made_up_4": "",
    "made_up_wraps": "",
}
SAME = 1e-9

NEAR_M = 1e-5
"""Paths around ellipsoids, as in ``test_opensim_muscles.py``."""


@pytest.mark.parametrize("name", MODELS)
def test_a_stretched_model_is_opensims(name: str, request: pytest.FixtureRequest) -> None:
    numbers = json.loads((FOLDER / "opensim_scaling.json").read_text())
    held = numbers["models"][name]
    path = FOLDER / f"{name}.osim"
    if MODELS[name]:
        path = request.getfixturevalue("recordings") / MODELS[name]
        if not path.is_file():
            pytest.skip(f"no {MODELS[name]}")
    scaled = scale_model(load_model(path), held["factors"], mass_kg=numbers["mass_kg"])
    poses = forward_kinematics(scaled, scaled.default)
    for body in scaled.source.bodies:
        place = poses.origin_m[0, scaled.bodies.index(body.name)]
        found = [body.mass_kg, *body.centre_m, *body.inertia_kg_m2, *place]
        np.testing.assert_allclose(found, held["bodies"][body.name], atol=SAME, err_msg=body.name)
    for i, marker in enumerate(scaled.markers):
        np.testing.assert_allclose(poses.marker_m[0, i], held["markers"][marker], atol=SAME)
    geometry = build_muscle_geometry(scaled)
    length = muscle_paths(geometry, scaled.default).length_m[0]
    for i, muscle in enumerate(scaled.source.muscles):
        own = dict(muscle.parameters)
        told = ("optimal_fiber_length", "tendon_slack_length")
        found = [length[i], *(own[one] for one in told if one in own)]
        right = held["muscles"][muscle.name][: len(found)]
        np.testing.assert_allclose(found, right, atol=NEAR_M, err_msg=muscle.name)
