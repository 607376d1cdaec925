"""The walk as a person starts it: a recording, its summary, its files, its way into a case."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from kinchain.core.formats import json_schema, model_of
from kinchain.gait.synthetic import Pattern, Plates, SyntheticWalk, write_c3d

SPEED = 1.25


def kinchain(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "kinchain.cli", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a plain walk, a limping one, and a case that names the latter."""
    place = tmp_path_factory.mktemp("walks")
    limp = Pattern("antalgic", "right", 12.0)
    for name, pattern in (("plain", ()), ("limp", limp)):
        made = SyntheticWalk(duration_s=8.0, plates=Plates("clean", 4), pattern=pattern)
        write_c3d(made.make(), place / f"{name}.c3d")
    case = {
        "format": "kinchain-case/1",
        "date": "2026-03-01",
        "narrative": "My right knee hurts. My left heel hurts with the first steps.",
        "findings": {"limp@left": True},
        "walks": [{"path": "limp.c3d"}, {"path": "nowhere.c3d"}],
    }
    (place / "case.yaml").write_text(yaml.safe_dump(case), "utf-8")
    return place


def test_a_recording_is_told_in_plain_words(folder):
    done = kinchain("walk", folder / "plain.c3d")
    assert done.returncode == 0, done.stderr
    assert f"Walked at {SPEED:.2f} m/s" in done.stdout
    assert "What was left out" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


def test_json_alone_and_as_its_schema_says(folder):
    done = kinchain("walk", folder / "plain.c3d", "--json", "--mass-kg", "81")
    data = json.loads(done.stdout)
    jsonschema.validate(data, json_schema("walk"))
    assert data["subject"]["mass_kg"] == 81.0
    assert data["summary"]["walking_speed_mps"]["all"]["mean"] == pytest.approx(SPEED, rel=0.02)


def test_files_are_written_whole_and_those_of_another_walk_go(folder, tmp_path):
    out = tmp_path / "new" / "walk"
    (out / "figures").mkdir(parents=True)
    (out / "figures" / "walk-old.svg").write_text("<svg/>", "utf-8")
    (out / "figures" / "mine.svg").write_text("<svg/>", "utf-8")
    done = kinchain("walk", folder / "plain.c3d", "-o", out)
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in out.iterdir()) == ["figures", "walk.html", "walk.json"]
    drawn = {one.name for one in (out / "figures").iterdir()}
    assert {"walk-knee_flexion.svg", "walk-butterfly.svg", "mine.svg"} <= drawn
    assert "walk-old.svg" not in drawn
    model_of("walk").model_validate_json((out / "walk.json").read_text("utf-8"))


def test_own_events_go_before_those_that_are_found(folder, tmp_path):
    found = json.loads(kinchain("walk", folder / "plain.c3d", "--json").stdout)
    given = [time + 0.05 for time in found["events"]["left"]["initial_contact_s"]]
    table = tmp_path / "events.csv"
    lines = [f"left,initial_contact,{time:.3f}" for time in given]
    table.write_text("\n".join(["side,event,time_s", *lines]), "utf-8")
    done = kinchain("walk", folder / "plain.c3d", "--events", table, "--json")
    events = json.loads(done.stdout)["events"]
    assert events["left"]["initial_contact_s"] == pytest.approx(given, abs=1e-3)
    assert "user" in json.loads(done.stdout)["event_method"]


def test_every_wrong_argument_is_told_at_once_in_four_parts(folder):
    done = kinchain("walk", folder / "gone.c3d", "--mass-kg", "0.5", "--events", "no.csv", "--json")
    assert done.returncode == 2
    faults = json.loads(done.stdout)["errors"]
    assert len(faults) == 3
    assert all(fault[part] for fault in faults for part in ("what", "where", "expected", "mend"))


def test_what_is_no_recording_is_refused(tmp_path):
    file = tmp_path / "walk.c3d"
    file.write_text("not a walk", "utf-8")
    done = kinchain("walk", file)
    assert done.returncode == 2
    assert "Expected:" in done.stderr and "Traceback" not in done.stderr


def test_a_case_names_its_walks_and_the_report_sets_them_beside_the_words(folder, tmp_path):
    done = kinchain("assess", folder / "case.yaml", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    jsonschema.validate(data, json_schema("assessment"))
    limps = {(one["side"], one["source"]) for one in data["heard"] if one["finding"] == "limp"}
    assert limps == {("left", "answer"), ("right", "walk")}
    assert "nowhere.c3d was not used" in data["not_understood"]
    assert all(one["mean_deg"] is None for one in data["walks"][0]["angles"].values())
    agree = {one["side"]: one["agrees"] for one in data["walk_signs"] if one["finding"] == "limp"}
    assert agree == {"left": False, "right": None}
    out = tmp_path / "report"
    text = kinchain("assess", folder / "case.yaml", "-o", out).stdout
    assert "How you walk, measured" in text
    assert "Told and measured differ." in " ".join(text.split())
    assert "Told and measured differ." in (out / "report.html").read_text("utf-8")


def test_walks_come_by_option_too(folder):
    words = "My right knee hurts. My left heel hurts with the first steps."
    done = kinchain(
        "assess", "--text", words, "--walk", folder / "limp.c3d", "--walk", folder / "plain.c3d",
        "--json",
    )  # fmt: skip
    data = json.loads(done.stdout)
    assert [Path(one["recording"]["path"]).name for one in data["walks"]] == [
        "limp.c3d", "plain.c3d"
    ]  # fmt: skip
    assert not [one for one in data["heard"] if one["source"] == "walk"]  # the two disagree


def test_python_callers_read_and_measure_lightly(folder):
    code = (
        "import sys, kinchain as kc\n"
        "heavy = [n for n in ('numpy', 'scipy', 'xarray', 'matplotlib') if n in sys.modules]\n"
        f"walk = kc.measure_walk(kc.read_recording({str(folder / 'plain.c3d')!r}))\n"
        "print(heavy, walk.format, 'matplotlib' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] kinchain-walk/1 False"
