"""Laws of loads: a turned laboratory changes nothing, mass and force scale together."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kinchain.app.loads.compute import compute_loads
from kinchain.body.model import Model, load_model
from kinchain.body.scaling import scale_model
from kinchain.core.formats.loads import LoadCurve, Loads, SideLoads
from kinchain.core.trial import Trial, marker_array, plate_set

ROOT = Path(__file__).parents[1]

SAME = 2e-3
"""Of the largest value of a curve: markers are fitted to a tolerance, then derived twice."""


EDGE = 0.03
"""% BW x height: a plate counts as loaded from a fixed number of newtons on, so a heavier person's
stance begins a little sooner."""


def made(model: Model) -> Trial:
    spec = importlib.util.spec_from_file_location("made", ROOT / "unit" / "app" / "test_loads.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    trial: Trial = module.made_trial(model)
    return trial


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(ROOT / "oracle" / "body" / "made_up_4.osim")


def curves(loads: Loads) -> dict[str, np.ndarray]:
    found = {}
    for side in ("left", "right"):
        own: SideLoads = getattr(loads, side)
        for name, curve in own:
            if isinstance(curve, LoadCurve):
                found[f"{side} {name}"] = np.asarray(curve.mean)
    assert len(found) > 6
    return found


def assert_same(one: Loads, other: Loads) -> None:
    a, b = curves(one), curves(other)
    assert a.keys() == b.keys()
    for name, values in a.items():
        gap = float(np.abs(values - b[name]).max())
        assert gap < SAME * max(float(np.abs(values).max()), 0.1), name


@pytest.mark.parametrize("yaw", [0.7, np.pi, -2.0])
def test_a_turned_laboratory_changes_nothing(model: Model, yaw: float) -> None:
    trial = made(model)
    assert trial.markers is not None and trial.plates is not None
    c, s = np.cos(yaw), np.sin(yaw)
    turn = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]]).T
    shift = np.array([1.0, 0.0, -2.0])
    plates = trial.plates
    place = trial.markers.values @ turn + shift
    turned = replace(
        trial,
        markers=marker_array(trial.time_s, list(model.markers), place),
        plates=plate_set(
            plates["time"].values, ["p1", "p2"], plates["force_n"].values @ turn,
            plates["cop_m"].values @ turn + shift, plates["moment_nm"].values @ turn,
        ),
    )  # fmt: skip
    assert_same(compute_loads(trial, model), compute_loads(turned, model))


def test_mass_and_force_scale_together(model: Model) -> None:
    trial = made(model)
    heavy = scale_model(model, {}, mass_kg=2.0 * 97.0)
    assert trial.plates is not None
    double = trial.plates.copy()
    double["force_n"] = 2.0 * double["force_n"]
    one = compute_loads(trial, model)
    two = compute_loads(replace(trial, plates=double), heavy)
    for side in ("left", "right"):
        for name in ("grf_vertical_bw", "external_knee_adduction_moment_pct_bwht",
                     "internal_ankle_plantarflexion_moment_nm_per_kg"):  # fmt: skip
            a, b = (getattr(getattr(x, side), name) for x in (one, two))
            np.testing.assert_allclose(a.mean, b.mean, atol=EDGE)
