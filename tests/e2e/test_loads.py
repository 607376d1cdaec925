"""Loads as a person starts them, on public recordings; OpenSim's own results as the yardstick."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from kinchain.body.model import load_model
from kinchain.body.read_motion import read_motion
from kinchain.cli.running import run
from kinchain.core.formats import json_schema, model_of

SETS = {
    "subject01": (
        "opensim_gait10dof18musc_subject01/subject01.osim",
        ("opensim_gait10dof18musc_subject01/subject01_walk.trc",
         "opensim_gait10dof18musc_subject01/subject01_walk_grf.mot"),
    ),
    "walk3d": (
        "opensim_moco_walk3d/subject_walk_scaled.osim",
        ("opensim_moco_walk3d/markers_walk.trc", "opensim_moco_walk3d/grf_walk.mot"),
    ),
    "walk3d_xml": (
        "opensim_moco_walk3d/subject_walk_scaled.osim",
        ("opensim_moco_walk3d/markers_walk.trc", "opensim_moco_walk3d/grf_walk.xml"),
    ),
    "subject4": (
        "opencap_val_subject4/Models/manually_scaled.osim",
        ("opencap_val_subject4/MarkerData/walking1.trc",
         "opencap_val_subject4/ID/walking1_grf.mot"),
    ),
}  # fmt: skip

USUAL = {
    "grf_vertical_bw": (0.95, 1.35),
    "external_knee_adduction_moment_pct_bwht": (0.5, 5.5),
    "internal_ankle_plantarflexion_moment_nm_per_kg": (1.1, 2.1),
    "knee_contact_force_bw": (2.0, 6.0),
    "achilles_force_bw": (2.0, 5.5),
}
"""Peaks of healthy adults' walking lie well within, whoever measured them."""


def files(name: str, recordings: Path) -> list[str]:
    model, parts = SETS[name]
    paths = [recordings / one for one in (*parts, model)]
    for path in paths:
        if not path.is_file():
            pytest.skip(f"no {path.name}")
    return [*map(str, paths[:-1]), "--model", str(paths[-1])]


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_a_public_walk_has_usual_loads(
    name: str, recordings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["loads", *files(name, recordings), "--json", "--muscles", "-o", str(tmp_path)]) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, json_schema("loads"))
    loads = model_of("loads").model_validate(data)
    sides = [side for side in (loads.left, loads.right) if side is not None]
    assert sides and loads.source_of_ground_reaction == "plates"
    for side in sides:
        for load, (low, high) in USUAL.items():
            assert low < getattr(side, load).peak < high, load
        assert side.muscles
        assert side.knee_medial_force_bw.peak > 0.5
    assert loads.residual_force_pct < 8.0
    assert (tmp_path / "loads.svg").read_text().startswith("<svg")
    page = (tmp_path / "loads.html").read_text("utf-8")
    assert 'id="scene-data"' in page and 'id="soles"' in page and len(page) < 600_000
    model = load_model(files(name, recordings)[-1])
    _, q, notes = read_motion(tmp_path / "joint_angles.mot", model)
    assert np.isfinite(q).all() and not notes


def test_plates_by_xml_and_by_contact_are_the_same(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for name in ("walk3d", "walk3d_xml"):
        assert run(["loads", *files(name, recordings), "--json"]) == 0
        found.append(json.loads(capsys.readouterr().out))
    for side in ("left", "right"):
        a, b = (one[side]["knee_contact_force_bw"]["mean"] for one in found)
        np.testing.assert_allclose(a, b, atol=0.01)


def test_a_motion_file_gives_nearly_what_its_markers_give(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_markers = files("subject01", recordings)
    motion = str(Path(by_markers[0]).with_name("subject01_walk_IK.mot"))
    peaks = []
    for given in (by_markers, [motion, *by_markers[1:]]):
        assert run(["loads", *given, "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
        peaks.append([data[s]["knee_contact_force_bw"]["peak"] for s in ("left", "right")])
    np.testing.assert_allclose(peaks[0], peaks[1], rtol=0.05)


def test_told_in_plain_words(recordings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["loads", *files("subject01", recordings), "--height-m", "1.8"]) == 0
    said = capsys.readouterr().out
    for part in ("Loads over stance", "Band under arch", "What was left out", "not given"):
        assert part in said
    assert max(len(line) for line in said.splitlines()) <= 80


OWN_BODY = {
    "plug-in gait": (("bmclab_course/Gait.c3d",), ""),
    "with a standing trial": (
        ("opensim_gait10dof18musc_subject01/subject01_walk.trc",
         "opensim_gait10dof18musc_subject01/subject01_walk_grf.mot"),
        "opensim_gait10dof18musc_subject01/subject01_static.trc",
    ),
    "opencap": (
        ("opencap_val_subject4/MarkerData/walking1.trc",
         "opencap_val_subject4/ID/walking1_grf.mot"), "",
    ),
    "points of a video": (
        ("opencap_mono_walk/derived_jointcentres_mono.trc", "opencap_mono_walk/GRF.mot"), "",
    ),
    "joint angles": (
        ("opencap_val_subject4/IK/walking1_ik.mot", "opencap_val_subject4/ID/walking1_grf.mot"),
        "",
    ),
    "one leg": (("bmclab_course/BiomecII2018_gait_n.txt",), ""),
    "no plates": (("bmclab_course/walk1.trc",), ""),
    "plates of both feet": (("parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d",), ""),
}  # fmt: skip
"""Public recordings of all kinds, for the default body."""

OWN_USUAL = {
    "grf_vertical_bw": (0.9, 1.5),
    "external_knee_adduction_moment_pct_bwht": (0.2, 6.0),
    "internal_ankle_plantarflexion_moment_nm_per_kg": (0.9, 2.2),
    "knee_contact_force_bw": (1.8, 7.0),
    "achilles_force_bw": (1.8, 5.5),
}
"""As above, wider: points of a video, one leg alone, a slow walk."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", OWN_BODY)
def test_without_a_model_loads_come_out_of_every_kind_of_recording(
    kind: str, recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts, static = OWN_BODY[kind]
    given = [str(recordings / one) for one in parts]
    if static:
        given += ["--static", str(recordings / static)]
    if not all(Path(one).exists() for one in given if not one.startswith("--")):
        pytest.skip("no such recording")
    assert run(["loads", *given, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, json_schema("loads"))
    assert data["model"] == "default body"
    if data["marker_rms_mm"] is not None:
        assert data["marker_rms_mm"] < 15.0
    sides = [data[side] for side in ("left", "right") if data[side]]
    assert sides
    for side in sides:
        for name, (low, high) in OWN_USUAL.items():
            assert low < side[name]["peak"] < high, name
    assert any(one["level"] == "warning" and "not told" in one["what"] for one in data["quality"])


def test_a_standing_trial_alone_gives_no_loads_and_says_so(
    recordings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["loads", str(recordings / "openofm_foot/static.c3d"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["left"] is None and data["right"] is None
    assert any("no loads" in one["effect"] for one in data["quality"])


def test_a_file_of_no_walk_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "walk.trc").write_text("x")
    assert run(["loads", str(tmp_path / "walk.trc"), "--json"]) == 2
    told = capsys.readouterr()
    assert "Mend" in told.err
    assert json.loads(told.out)["errors"][0]["where"] == "walk.trc"


@pytest.mark.slow
def test_many_at_once_give_the_same_and_one_that_fails_stops_no_other(
    recordings: Path, tmp_path: Path
) -> None:
    from kinchain.app.loads.compute import LoadsOrder
    from kinchain.app.loads.many import compute_many
    from kinchain.core.errors import InputError

    *paths, _, model = files("subject01", recordings)
    order = LoadsOrder(tuple(map(Path, paths)), Path(model))
    broken = LoadsOrder((tmp_path / "none.trc",), Path(model))
    found = list(compute_many([order, broken, order], processes=2))
    alone = list(compute_many([order], processes=1))
    assert isinstance(found[1], InputError)
    assert found[0] == found[2] == alone[0]
