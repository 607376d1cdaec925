"""The interview as a person runs it: typed lines through a pipe, saved, resumed, reported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from kinchain.app.interview import asked_file, load_interview

WORDS = "My right heel hurts with the first steps in the morning, for six weeks.\n\n"
ARGUMENTS = (sys.executable, "-m", "kinchain.cli", "ask")


def ask(text, *arguments, folder, **environment):
    return subprocess.run(
        [*ARGUMENTS, *map(str, arguments)],
        input=text, capture_output=True, text=True, encoding="utf-8", check=False, timeout=90,
        cwd=folder, env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


def test_answers_become_a_report_and_are_kept(tmp_path):
    done = ask(WORDS + "no\n45\n" + "none\n" * 7 + "3\n" + "\n" * 20, "-o", "out", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Why I ask" in done.stdout and "What may be going on" in done.stdout
    assert "\x1b" not in done.stdout and "Traceback" not in done.stderr
    kept = load_interview(tmp_path / "kinchain-case.yaml")
    assert kept.case.findings["age"] == 45.0 and kept.case.findings["numb_foot@right"] is False
    assert (tmp_path / "out" / "assessment.json").is_file()


def test_a_wrong_answer_gets_a_hint_and_the_question_again(tmp_path):
    done = ask(WORDS + "no\nold\n45\ndone\n", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("How old are you") == 2
    assert "Expected: a number from 0 to 115 years" in done.stdout


def test_an_emergency_shows_what_to_do_at_once(tmp_path):
    done = ask("My calf is swollen and I cannot breathe properly, since today.\n\n",
               folder=tmp_path)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Emergency: get help now" in done.stdout
    assert "Question 2" not in done.stdout and "What may be going on" not in done.stdout


def test_stopped_and_gone_on_with(tmp_path):
    first = ask(WORDS + "no\n45\n1, 2?\nstop\n", "--file", "me.yaml", folder=tmp_path)
    assert first.returncode == 130
    assert "kinchain ask --file me.yaml --resume" in first.stderr
    blocked = ask("", "--file", "me.yaml", folder=tmp_path)
    assert blocked.returncode == 2 and "--resume" in blocked.stderr
    more = ask("back\ndone\n", "--file", "me.yaml", "--resume", folder=tmp_path)
    assert more.returncode == 0, more.stderr
    assert "Question 5" in more.stdout and "How old" not in more.stdout
    assert set(load_interview(tmp_path / "me.yaml").case.findings) == {"age"}
    assert "hurts" not in asked_file(tmp_path / "me.yaml").read_text("utf-8")


def test_nothing_to_go_on_with_is_said(tmp_path):
    done = ask("", "--resume", folder=tmp_path)
    assert done.returncode == 2 and "no such file" in done.stderr


def hear_ctrl_c() -> None:
    """Let the child hear Ctrl-C, even where the tests run behind a shell that ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
def test_ctrl_c_keeps_the_answers(tmp_path):
    process = subprocess.Popen(
        ARGUMENTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, cwd=tmp_path, preexec_fn=hear_ctrl_c,  # noqa: PLW1509 - one thread
    )  # fmt: skip
    assert process.stdin is not None and process.stderr is not None
    process.stdin.write(WORDS + "no\n45\n")
    process.stdin.flush()
    file = tmp_path / "kinchain-case.yaml"
    for _ in range(300):
        if file.exists() and "age" in file.read_text("utf-8"):
            break
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "kinchain ask --resume" in told and "Traceback" not in told
    assert load_interview(file).case.findings["age"] == 45.0


def test_a_terminal_that_knows_ascii_alone_is_served(tmp_path):
    done = ask("done\n", folder=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
