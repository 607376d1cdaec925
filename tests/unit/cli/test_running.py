"""Whatever goes wrong leaves in four parts, with its exit code, and without a person's words."""

from __future__ import annotations

import json
import os

import pytest

from kinchain.cli.running import run

SECRET = "zebra-crossing-words"


def four_parts(text):
    """Return the faults of an error text; each has where: what, Expected, Mend."""
    faults = text.strip().split("\n\n")
    for fault in faults:
        first, expected, mend = fault.split("\n")
        assert ": " in first
        assert expected.startswith("Expected: ")
        assert expected != "Expected: "
        assert mend.startswith("Mend: ")
        assert mend != "Mend: "
    return faults


WRONG = {
    "unknown command": ["asses"],
    "unknown setting of a walk": ["simulate", "--set", "knee_pian=3"],
    "unknown option": ["assess", "--agee", "3"],
    "unknown option of the program": ["--frob"],
    "no number": ["assess", "--text", SECRET, "--age", "old"],
    "impossible age": ["assess", "--text", SECRET, "--age", "300"],
    "unknown sex": ["assess", "--text", SECRET, "--sex", "x"],
    "nothing to assess": ["assess"],
    "case and text": ["assess", "case.yaml", "--text", SECRET],
    "case and age": ["assess", "case.yaml", "--age", "50"],
    "no such case": ["assess", "not-there.yaml"],
    "too many arguments": ["schema", "case", "extra"],
    "missing argument": ["schema"],
    "unknown format": ["schema", "cas"],
    "unknown evidence": ["evidence", "plantar_fasciits"],
    "two things asked": ["evidence", "gout", "--gaps"],
    "no such recording": ["assess", "--text", SECRET, "--walk", "not-there.c3d"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_input_is_told_in_four_parts(arguments, capsys):
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert four_parts(told.err)
    assert SECRET not in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_with_json_the_same_is_told_for_programs(arguments, capsys):
    assert run([*arguments, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["format"] == "kinchain-error/1"
    for fault in told["errors"]:
        assert set(fault) == {"what", "where", "expected", "mend"}
        assert all(fault.values())


def test_unknown_command_names_the_nearest(capsys):
    run(["asess"])
    assert "did you mean assess?" in capsys.readouterr().err


def test_unknown_option_names_the_nearest(capsys):
    run(["assess", "--high-m", "1.7"])
    assert "--height-m" in capsys.readouterr().err


def test_misspelt_evidence_names_the_nearest(capsys):
    run(["evidence", "plantar_fasciits"])
    assert "plantar_fasciitis" in capsys.readouterr().err


def test_no_arguments_show_the_help(capsys):
    assert run([]) == 0
    assert "Usage: kinchain" in capsys.readouterr().out


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("kinchain ")


def test_a_failure_of_the_work_is_no_traceback_and_tells_no_words(capsys, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr("kinchain.cli.assessing.assess_and_show", fail)
    assert run(["assess", "--text", SECRET]) == 1
    told = capsys.readouterr()
    assert four_parts(told.err)
    assert SECRET not in told.err + told.out
    assert "RuntimeError" in told.err


def test_interrupt_ends_quietly(capsys, monkeypatch):
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kinchain.cli.assessing.assess_and_show", stop)
    assert run(["assess", "--text", "knee"]) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a folder cannot be made read-only there")
def test_a_place_that_cannot_be_written_is_a_failure_of_the_work(tmp_path, capsys):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    assert run(["assess", "--text", "My knee hurts.", "-o", str(tmp_path / "out")]) == 1
    assert four_parts(capsys.readouterr().err)


def test_a_file_in_the_place_of_the_folder_is_refused_before_the_work(tmp_path, capsys):
    place = tmp_path / "out"
    place.write_text("mine")
    assert run(["assess", "--text", "My knee hurts.", "-o", str(place)]) == 2
    assert place.read_text() == "mine"
    assert four_parts(capsys.readouterr().err)
