"""Loads of a recording: the chain on a made walk, and what is wrong is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kinchain.app.loads.chain import evenly
from kinchain.app.loads.compute import LoadsOrder, compute, compute_loads
from kinchain.app.loads.curves import load_curve, over_stance
from kinchain.app.loads.files import write_loads
from kinchain.app.loads.joints import is_calf
from kinchain.app.loads.motion import fit_markers, mirrored, own_spelling
from kinchain.app.loads.spread import Drawn
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model, load_model
from kinchain.core.errors import InputError
from kinchain.core.formats.loads import Loads
from kinchain.core.trial import Origin, Subject, Trial, marker_array, plate_set

ORACLE = Path(__file__).parents[2] / "oracle" / "body"
RATE_HZ = 100.0
N = 160
STANCES = ((0.2, 0.9, "calcn_r"), (0.7, 1.4, "calcn_l"))


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(ORACLE / "made_up_4.osim")


def made_trial(model: Model, share: float = 1.0) -> Trial:
    """Return a made recording of the model stepping from plate to plate."""
    time = np.arange(N) / RATE_HZ
    q = np.tile(model.default, (N, 1))
    phase = 2 * np.pi * time / 1.2
    for end, shift in (("r", 0.0), ("l", np.pi)):
        q[:, model.coordinate(f"hip_flexion_{end}")] = 0.3 * np.cos(phase + shift)
        q[:, model.coordinate(f"knee_angle_{end}")] = -0.4 - 0.3 * np.sin(phase + shift)
    q[:, model.coordinate("pelvis_tx")] = 0.2 * time
    poses = forward_kinematics(model, q)
    weight = float(model.mass_kg.sum()) * 9.81 * share
    force, point = np.zeros((N, 2, 3)), np.full((N, 2, 3), np.nan)
    for i, (a, b, body) in enumerate(STANCES):
        on = (time > a) & (time < b)
        force[on, i, 1] = 1.1 * weight * np.sin(np.pi * (time[on] - a) / (b - a)) ** 0.7
        place = poses.origin_m[on, model.bodies.index(body)]
        point[on, i] = place * (1, 0, 1)
    return Trial(
        Origin("made.trc", "trc"),
        marker_array(time, list(model.markers), poses.marker_m),
        plates=plate_set(time, ["p1", "p2"], force, point, np.zeros_like(force)),
        subject=Subject(height_m=1.7),
    )


@pytest.fixture(scope="module")
def loads(model: Model) -> Loads:
    return compute_loads(made_trial(model), model, muscles=True)


def test_both_sides_have_their_stance(loads: Loads) -> None:
    for side in (loads.left, loads.right):
        assert side is not None and side.grf_vertical_bw is not None
        assert side.grf_vertical_bw.peak == pytest.approx(1.1, rel=0.03)
        assert side.grf_vertical_bw.n == 1 and side.grf_vertical_bw.sd is None
        assert side.external_knee_adduction_moment_pct_bwht is not None
    assert loads.marker_rms_mm is not None and loads.marker_rms_mm < 0.1
    assert loads.mass_kg == pytest.approx(97.0)
    assert Loads.model_validate_json(loads.model_dump_json()) == loads


def test_curves_become_a_table(loads: Loads) -> None:
    table = loads.to_pandas()
    own = table[(table.side == "left") & (table.load == "grf_vertical_bw")]
    assert len(own) == 101
    assert own["mean"].max() == loads.left.grf_vertical_bw.peak  # type: ignore[union-attr]


def test_what_is_null_has_its_reason(loads: Loads) -> None:
    said = " ".join(one.what for one in loads.quality)
    assert loads.left is not None
    for name in ("achilles_force_bw", "plantar_fascia_force_bw", "heel_force_bw"):
        assert getattr(loads.left, name) is None
        assert name in said


def test_a_load_is_as_the_ground_pushes(model: Model) -> None:
    half = compute_loads(made_trial(model, 0.9), model)
    full = compute_loads(made_trial(model), model)
    assert half.right is not None and full.right is not None
    a, b = half.right.grf_vertical_bw, full.right.grf_vertical_bw
    assert a is not None and b is not None
    assert a.peak / b.peak == pytest.approx(0.9, abs=1e-3)


def test_left_and_right_exchanged_are_found_and_turned_back(model: Model) -> None:
    trial = made_trial(model)
    assert trial.markers is not None
    names = [str(n) for n in trial.markers["marker"].values]
    turned = [n[:-1] + {"r": "l", "l": "r"}.get(n[-1], n[-1]) for n in names]
    named = {"r": "_r", "l": "_l"}
    long = [n[:-1] + named[n[-1]] if n[-1] in named else n for n in turned]
    markers = tuple(
        replace(one, name=one.name[:-1] + named[one.name[-1]]) if one.name[-1] in named else one
        for one in model.source.markers
    )
    from kinchain.body.model import build_model

    renamed = build_model(replace(model.source, markers=markers))
    swapped = replace(trial, markers=marker_array(trial.time_s, long, trial.markers.values))
    motion = fit_markers(renamed, swapped)
    assert motion.marker_rms_m is not None and motion.marker_rms_m < 1e-3
    assert any("exchanged" in one.what for one in motion.notes)


def test_a_misplaced_marker_is_left_out_and_named(model: Model) -> None:
    trial = made_trial(model)
    assert trial.markers is not None
    values = trial.markers.values.copy()
    at = list(model.markers).index("tibia0r")
    values[:, at] += (0.0, 0.3, 0.2)
    motion = fit_markers(
        model, replace(trial, markers=marker_array(trial.time_s, list(model.markers), values))
    )
    assert any("tibia0r" in one.where for one in motion.notes if one.level == "warning")
    assert motion.marker_rms_m is not None and motion.marker_rms_m < 1e-3


def test_a_wrong_mass_is_told(model: Model) -> None:
    found = compute_loads(made_trial(model), model, mass_kg=60.0)
    assert found.mass_kg == pytest.approx(60.0)
    assert any("kg" in one.what for one in found.quality if one.level == "warning")


def test_without_plates_there_is_an_honest_nothing(model: Model, tmp_path: Path) -> None:
    found = compute_loads(replace(made_trial(model), plates=None), model)
    assert found.left is None and found.right is None
    assert any("ground forces" in one.what for one in found.quality)


def test_what_cannot_be_is_refused_at_once_with_four_parts(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        compute(LoadsOrder((tmp_path / "none.c3d",), mass_kg=4000.0, sex="maybe"))
    wheres = [fault.where for fault in error.value.faults]
    assert "option '--mass-kg'" in wheres and "option '--sex'" in wheres
    assert any("none.c3d" in one for one in wheres)
    for fault in error.value.faults:
        assert fault.what and fault.expected and fault.mend


def test_names_are_matched_in_the_models_spelling() -> None:
    assert own_spelling(["r.asis", "L_ASIS", "x"], ["R.ASIS", "L.ASIS"]) == [
        "R.ASIS", "L.ASIS", "x",
    ]  # fmt: skip
    assert mirrored(["RKNE", "LKNE", "C7", "knee_r", "knee_l"]) == [
        "LKNE", "RKNE", "C7", "knee_l", "knee_r",
    ]  # fmt: skip
    assert all(is_calf(n) for n in ("gasmed_r", "soleus_l", "med_gas_r", "gastroc_l"))
    assert not is_calf("glmax1_r")


def test_an_interval_grows_with_the_spread_of_steps_and_of_what_is_unsure() -> None:
    base = np.sin(np.linspace(0, np.pi, 101))
    size = 1.0 + 0.02 * np.random.default_rng(0).standard_normal((400, 1))
    sure, unsure = Drawn(base, size * base), Drawn(base, (1.0 + 5.0 * (size - 1.0)) * base)
    steps = np.stack([base, 1.01 * base, 0.99 * base])
    close = load_curve("grf_vertical_bw", steps, sure)
    far = load_curve("grf_vertical_bw", np.stack([base, 1.3 * base, 0.7 * base]), sure)
    wide = load_curve("grf_vertical_bw", steps, unsure)
    for one in (close, far, wide):
        assert one.interval_90[0] <= one.peak <= one.interval_90[1]
        assert one.low_90 is not None and one.high_90 is not None and one.mean is not None
        assert all(a <= m <= b for a, m, b in zip(one.low_90, one.mean, one.high_90, strict=True))
    assert np.ptp(far.interval_90) > np.ptp(close.interval_90)
    assert np.ptp(wide.interval_90) > 1.5 * np.ptp(close.interval_90)
    assert far.peak_at_pct == 50.0 and far.n == 3


def test_a_rounded_clock_is_even_and_dropped_frames_are_filled() -> None:
    exact = np.arange(200) / 60
    q = np.column_stack([np.sin(exact), exact])
    time, same = evenly(np.round(exact, 3), q)
    assert same is q
    np.testing.assert_allclose(np.diff(time), 1 / 60, rtol=1e-3)
    kept = np.delete(np.arange(200), [50, 51, *range(100, 110)])
    time, filled = evenly(exact[kept], q[kept])
    assert len(time) == 200
    assert np.isnan(filled[101:109]).all()
    seen = np.isfinite(filled[:, 0])
    np.testing.assert_allclose(filled[seen], np.column_stack([np.sin(time), time])[seen], atol=1e-3)


def test_a_stance_with_a_hole_gives_no_curve() -> None:
    time = np.arange(100) / 100
    assert over_stance(time, time, 0.2, 0.8) is not None
    whole = np.delete(time, slice(40, 50))
    assert over_stance(whole, whole, 0.2, 0.8) is None
    assert over_stance(time[:60], time[:60], 0.2, 0.8) is None


def test_everything_is_written_and_read(model: Model, tmp_path: Path) -> None:
    from kinchain.app.loads.compute import work_out_loads

    done = work_out_loads(made_trial(model), model)
    files = write_loads(done, tmp_path)
    names = {one.name for one in files}
    assert {"loads.json", "loads.csv", "joint_angles.mot", "joint_moments.sto",
            "joint_reactions.sto", "activations.sto", "ground_forces.mot"} <= names  # fmt: skip
    assert json.loads((tmp_path / "loads.json").read_text())["format"] == "kinchain-loads/1"
    rows = (tmp_path / "loads.csv").read_text().splitlines()
    assert rows[0] == "side,load,stance_pct,mean,sd,n" and len(rows) > 101
    from kinchain.body.read_motion import read_motion

    time, q, _ = read_motion(tmp_path / "joint_angles.mot", model)
    assert done.work is not None
    np.testing.assert_allclose(q, done.work.motion.coordinates, atol=1e-12)
    np.testing.assert_allclose(time, done.work.motion.time_s)
