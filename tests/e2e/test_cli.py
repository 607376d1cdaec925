"""The program as a person starts it: a process, its output, its files, its speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from kinchain.core.formats import FORMATS, json_schema, model_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
CASE = ROOT / "examples" / "case.yaml"


def kinchain(*arguments, text=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "kinchain.cli", *map(str, arguments)],
        input=text, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_becomes_a_report(case):
    done = kinchain("assess", case)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "What may be going on" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_alone_and_as_its_schema_says():
    done = kinchain("assess", CASE, "--json")
    data = json.loads(done.stdout)
    jsonschema.validate(data, json_schema("assessment"))
    model_of("assessment").model_validate_json(done.stdout)
    assert data["date"] == "2026-03-01"


def test_text_from_standard_input_and_by_argument_are_one():
    words = yaml.safe_load(CASE.read_text("utf-8"))["narrative"]
    options = ("--age", "52", "--sex", "female", "--height-m", "1.66", "--mass-kg", "78", "--json")
    piped, given = (
        json.loads(kinchain("assess", "--text", how, *options, text=words).stdout)
        for how in ("-", words)
    )
    piped.pop("created")
    given.pop("created")
    assert piped == given
    told = {one["finding"]: one["value"] for one in given["heard"]}
    assert (told["age"], told["height_m"]) == (52.0, 1.66)


def test_files_are_written_whole(tmp_path):
    out = tmp_path / "new" / "folder"
    done = kinchain("assess", CASE, "-o", out)
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in out.iterdir()) == [
        "assessment.json", "clinician.html", "figures", "report.html", "report.pdf", "report.txt",
    ]  # fmt: skip
    assert (out / "report.txt").read_text("utf-8") == done.stdout
    model_of("assessment").model_validate_json((out / "assessment.json").read_text("utf-8"))


def test_a_recording_that_cannot_be_read_is_said_and_does_not_stop_the_assessment(tmp_path):
    walk = tmp_path / "walk.c3d"
    walk.write_bytes(b"\x00")
    done = kinchain("assess", CASE, "--walk", walk)
    assert done.returncode == 0, done.stderr
    assert "The recording walk.c3d was not used" in " ".join(done.stdout.split())


def test_a_folder_with_case_yaml_is_a_case(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE.read_text("utf-8"), "utf-8")
    assert kinchain("assess", tmp_path).returncode == 0


def test_the_packaged_example_case_is_a_case_file(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(kinchain("schema", "case", "--example").stdout, "utf-8")
    done = kinchain("assess", file)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", FORMATS)
def test_schema_prints_schema_and_example(name):
    schema = json.loads(kinchain("schema", name).stdout)
    jsonschema.validate(json.loads(kinchain("schema", name, "--example").stdout), schema)


def test_faults_of_a_case_come_all_at_once(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text(
        "format: kinchain-case/1\nfindings: {first_step_pian@left: true, fever: maybe}\n", "utf-8"
    )
    done = kinchain("assess", file, "--json")
    assert done.returncode == 2
    faults = json.loads(done.stdout)["errors"]
    assert len(faults) == 2
    assert "first_step_pain" in faults[0]["mend"]


def test_a_terminal_that_knows_ascii_alone_is_served():
    done = kinchain("assess", CASE, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Plan a visit" in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_closed_pipe_is_no_traceback():
    reader = f'"{sys.executable}" -m kinchain.cli evidence --gaps | head -n 1'
    done = subprocess.run(reader, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_help_loads_no_heavy_room():
    code = (
        "import sys; from kinchain.cli.running import run; run(['--help']);"
        "print([n for n in ('numpy', 'yaml', 'rapidfuzz', 'kinchain.app') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
