"""The diary as a person keeps it: options, questions through a pipe, faults, trend, JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import jsonschema
import pytest

from kinchain.app.follow import read_track
from kinchain.cli.tracking_show import PLAIN_BARS, sparkline
from kinchain.core.formats import example, json_schema


def track(folder, *arguments, text="", **environment):
    return subprocess.run(
        [sys.executable, "-m", "kinchain.cli", "track", "t.yaml", *map(str, arguments)],
        input=text, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        cwd=folder, env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


def test_entries_by_options_become_a_trend_with_changes_and_course(tmp_path):
    done = track(
        tmp_path, "add", "--date", "2026-03-01", "--pain", "heel@left=6", "--pain", "knee@right=2",
        "--next-morning", "heel@left=5", "--stiffness-min", 20, "--swelling", "--steps", 4000,
        "--no-exercise", "--note", "hush", "--test", "knee_to_wall_cm@left=7", "--score", "lefs=40",
        "--condition", "plantar_fasciitis@left", "--started", "2026-03-01",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    more = ("--pain", "heel@left=3", "--test", "knee_to_wall_cm@left=10", "--score", "lefs=55")
    assert track(tmp_path, "add", "--date", "2026-04-20", *more).returncode == 0
    shown = track(tmp_path, "show", "--today", "2026-04-20")
    assert shown.returncode == 0, shown.stderr
    for words in ("left heel", "40 to 55", "counts from 9", "7 to 10", "Plantar fasciitis",
                  "Back to full activity", "Look again now", "not a diagnosis"):  # fmt: skip
        assert words in shown.stdout, words
    assert "hush" not in shown.stdout and "\x1b" not in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_json_is_as_its_schema_says(tmp_path):
    track(tmp_path, "add", "--date", "2026-03-01", "--pain", "heel@left=6", "--note", "hush")
    data = json.loads(track(tmp_path, "show", "--json", "--today", "2026-03-02").stdout)
    jsonschema.validate(data, json_schema("progress"))
    assert data["pain"][0]["place"] == "heel@left" and "hush" not in json.dumps(data)


def test_asked_line_by_line(tmp_path):
    lines = ["heel@left", "twelve", "5", "10", "no", "", "yes", "a note", "yes",
             "stairs", "standing", "", "4", "6", "2"]  # fmt: skip
    done = track(tmp_path, "add", "--date", "2026-03-01", text="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    kept = read_track(tmp_path / "t.yaml")
    (only,) = kept.days
    assert only.pain == {"heel@left": 5.0} and only.stiffness_min == 10.0
    assert (only.swelling, only.steps, only.exercise_done) == (False, None, True)
    scores = {one.measure: one for one in kept.scores}
    assert scores["psfs"].value == 5.0 and scores["psfs"].items == {"stairs": 4, "standing": 6}
    assert scores["groc"].value == 2.0


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--pain", "heal@left=3"),
        ("add", "--pain", "heel@left=11"),
        ("add", "--pain", "heel@left"),
        ("add", "--score", "nrps=3"),
        ("add", "--date", "soon", "--pain", "heel@left=3"),
        ("add", "--date", "2999-01-01", "--pain", "heel@left=3"),
        ("add", "--condition", "heel_thing"),
        ("show", "--pain", "heel@left=3"),
        ("look",),
        ("show",),
    ],
)
def test_faults_leave_in_four_parts_and_nothing_is_written(tmp_path, arguments):
    done = track(tmp_path, *arguments)
    assert done.returncode == 2
    assert "Expected:" in done.stderr and "Mend:" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_entry_leaves_the_file_as_it_was(tmp_path):
    track(tmp_path, "add", "--date", "2026-03-01", "--pain", "heel@left=6")
    before = (tmp_path / "t.yaml").read_bytes()
    arguments = ("--date", "2026-03-02", "--pain", "heel@left=4", "--score", "lefs=900")
    assert track(tmp_path, "add", *arguments).returncode == 2
    assert (tmp_path / "t.yaml").read_bytes() == before


def test_the_packaged_example_can_be_shown_where_only_ascii_is_known(tmp_path):
    (tmp_path / "t.yaml").write_text(json.dumps(example("track")), "utf-8")
    done = track(tmp_path, "show", "--today", "2026-03-05", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Danger sign" in done.stdout and "?" not in done.stdout


def test_a_long_diary_is_drawn_by_the_week():
    from datetime import date, timedelta

    start = date(2026, 1, 1)
    days = [(start + timedelta(n), 10.0 if n < 50 else 0.0) for n in range(100)]
    line = sparkline(days, days[-1][0], PLAIN_BARS)
    assert len(line) == 15 and line[0] == PLAIN_BARS[-1] and line[-1] == PLAIN_BARS[0]
    assert len(sparkline(days[:10], days[9][0], PLAIN_BARS)) == 10
    assert sparkline((), start) == ""
