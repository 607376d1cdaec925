"""``kinchain simulate`` as a person starts it."""

from __future__ import annotations

import importlib.util
import json

import jsonschema
import pytest

import kinchain as kc
from kinchain.app.simulate import runs
from kinchain.cli.running import run
from kinchain.core.errors import InputError
from kinchain.core.formats import json_schema
from tests.unit.simulate.made_gait import MadeWalker

SOLVER = importlib.util.find_spec("kinchain.simulate.solver") is not None


@pytest.fixture
def made(monkeypatch):
    """Put a made-up rule in the solver's place."""
    walker = MadeWalker()
    for place in ("kinchain.app.simulate.predict", "kinchain.app.simulate.told"):
        module = importlib.import_module(place)
        monkeypatch.setattr(module, "walker_for", lambda *_: walker)
    return walker


def test_json_fits_the_schema(made, capsys):
    assert run(["simulate", "--set", "knee_pain@right=5", "--compare", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, json_schema("simulation"))
    assert data["settings"] == {"knee_pain@right": 5.0} and data["difference"]
    assert data["person"]["assumed"]


def test_text_says_what_was_set_and_what_changes(made, capsys):
    options = ["--mass-kg", "80", "--height-m", "1.8", "--speed-mps", "1.2", "--compare"]
    assert run(["simulate", "--set", "knee_extension_deficit_deg@left=20", *options]) == 0
    told = capsys.readouterr().out
    assert "80 kg" in told and "left knee stays 20° short" in told and "not a diagnosis" in told
    assert made.asked[0][1] == 1.2


def test_page_and_folder_are_written(made, tmp_path, capsys):
    page = tmp_path / "page.html"
    assert run(["simulate", "--compare", "--html", str(page), "-o", str(tmp_path / "all")]) == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    names = sorted(file.name for file in (tmp_path / "all").iterdir())
    assert names == [
        "predicted.trc", "predicted_angles.mot", "predicted_forces.mot", "predicted_muscles.sto",
        "simulation.html", "simulation.json", "simulation.txt",
    ]  # fmt: skip
    assert "Written" in capsys.readouterr().err


def test_files_of_an_earlier_walk_do_not_lie_beside_an_answer_without_one(made, tmp_path, capsys):
    assert run(["simulate", "-o", str(tmp_path)]) == 0
    assert (tmp_path / "predicted.trc").exists()
    assert run(["simulate", "--set", "knee_varus_deg=3", "-o", str(tmp_path)]) == 0
    assert not (tmp_path / "predicted.trc").exists()


def test_a_predicted_walk_is_read_and_measured_as_any_recording(made, tmp_path, capsys):
    settings = ["--set", "knee_pain@right=4", "--speed-mps", "1.2"]
    assert run(["simulate", *settings, "-o", str(tmp_path), "--mass-kg", "71.4"]) == 0
    capsys.readouterr()
    files = [str(tmp_path / name) for name in ("predicted.trc", "predicted_forces.mot")]
    assert run(["walk", *files, "--mass-kg", "71.4", "--height-m", "1.7", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["summary"]["walking_speed_mps"]["all"]["mean"] == pytest.approx(1.2, abs=0.02)
    assert told["summary"]["stance_pct"]["left"]["mean"] == pytest.approx(60.0, abs=1.5)
    assert told["angles"]["knee_angle_r"]["peak_deg"] == pytest.approx(60.1, abs=3.0)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--set", "knee_pian=3"],
        ["--set", "knee_pain=30"],
        ["--set", "knee_pain=1", "--set", "knee_pain@left=2"],
        ["--mass-kg", "7"],
        ["--speed-mps", "9"],
        ["--starts", "0"],
        ["--draws", "-1"],
        ["--sex", "unsaid"],
        ["--html", "/no/such/folder/page.html"],
    ],
)
def test_what_cannot_be_used_leaves_in_four_parts(arguments, capsys):
    assert run(["simulate", *arguments, "--json"]) == 2
    shown = capsys.readouterr()
    errors = json.loads(shown.out)["errors"]
    assert all(set(one) == {"what", "where", "expected", "mend"} for one in errors)
    assert "Traceback" not in shown.err


def test_what_acts_sideways_is_answered_without_a_solver(capsys):
    assert run(["simulate", "--set", "knee_varus_deg@left=6"]) == 0
    assert "Not modelled yet" in capsys.readouterr().out


def test_a_missing_library_is_named_with_its_install_line(monkeypatch, capsys):
    def missing(*_):
        raise runs._missing("casadi")

    monkeypatch.setattr("kinchain.app.simulate.predict.walker_for", missing)
    assert run(["simulate", "--json"]) == 1
    shown = capsys.readouterr()
    assert "pip install casadi" in shown.err
    assert json.loads(shown.out)["format"] == "kinchain-error/1"


def test_python_has_the_same(made):
    done = kc.simulate({"mass_kg": 70, "height_m": 1.7}, {"knee_pain@right": 4})
    assert done.converged and done.difference
    with pytest.raises(InputError):
        kc.simulate({"mass_kg": 70, "height_m": 1.7}, {"knee_pain": 40})


def test_the_room_of_the_same_name_does_not_hide_the_call(made):
    import kinchain.simulate.settings as room

    assert room.Settings() == room.Settings()
    assert kc.simulate({"mass_kg": 70, "height_m": 1.7}).converged


def test_assess_simulates_only_when_asked(made, tmp_path, capsys):
    case = tmp_path / "case.yaml"
    case.write_text(
        "format: kinchain-case/1\ndate: 2026-03-01\n"
        "person: {age: 52, sex: female, height_m: 1.66, mass_kg: 78}\n"
        "findings: {pain_knee@right: true, knee_extension_deficit_deg@right: 12,"
        " first_step_pain@left: true}\n",
        "utf-8",
    )
    assert run(["assess", str(case), "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert plain["chain"]["load_effects"] == [] and made.asked == []
    assert run(["assess", str(case), "--simulate", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json_schema("assessment"))
    assert told["chain"]["load_effects"] and told["chain"]["would_change"]
    assert run(["assess", str(case), "--simulate"]) == 0
    assert "by simulated walks" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.skipif(not SOLVER, reason="the solver is not in this tree")
def test_a_bent_knee_walks_and_is_compared(capsys):
    arguments = ["--set", "knee_extension_deficit_deg@right=15", "--compare", "--json"]
    assert run(["simulate", "--mass-kg", "70", "--height-m", "1.75", *arguments]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["status"] in {"converged", "other_minimum", "infeasible", "stopped"}
    assert data["advice"]
