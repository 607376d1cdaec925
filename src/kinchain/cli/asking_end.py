"""How ``kinchain ask`` ends: the report, its files, or how to go on another time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from kinchain.cli.asking import Talk
    from kinchain.core.urgency import Urgency


def how_to_resume(talk: Talk) -> str:
    """Say how to go on where the person stopped.

    Parameters
    ----------
    talk
        The interview.
    """
    from kinchain.cli.asking import CASE_FILE

    if not talk.interview.asked:
        return "\nStopped. Nothing was told yet."
    option = "" if talk.file == CASE_FILE else f" --file {talk.file}"
    return f"\nStopped. Your answers are kept. Go on with: kinchain ask{option} --resume"


def finish(talk: Talk, out: Path | None) -> None:
    """Show the result: at an emergency what to do and nothing else.

    Parameters
    ----------
    talk
        The interview.
    out
        Folder for the report's files, or None.
    """
    from kinchain.app.assess import assess
    from kinchain.app.interview import save_interview
    from kinchain.app.walk_case import locate_walks
    from kinchain.cli.assessing import show, write_files
    from kinchain.evidence import load_knowledge
    from kinchain.report import build_report, print_soon

    if talk.interview.asked:
        save_interview(talk.interview, talk.file)
    knowledge, case = load_knowledge(), talk.interview.case
    assessment = assess(locate_walks(case, talk.file.parent) if case.walks else case, knowledge)
    report = build_report(assessment, knowledge, case.narrative)
    talk.say("")
    if assessment.triage.urgency == "emergency":
        print_soon(report, talk.console)
        talk.say("")
        talk.say(f"Get help first. The rest can wait: kinchain assess {talk.file}", "dim")
    else:
        show(report)
        _note_floor(talk, assessment.triage.urgency)
        if talk.interview.asked:
            talk.say(f"Your answers: {talk.file}. To see this again: kinchain assess {talk.file}")
    if out is not None:
        for written in write_files(assessment, report, out, case):
            typer.echo(f"Written: {written}", err=True)


def _note_floor(talk: Talk, level: Urgency) -> None:
    """Say so where a danger told in between called for more than the end result."""
    from kinchain.core.urgency import URGENCIES
    from kinchain.report.words import URGENCY_WORDS

    held = talk.interview.urgency
    if URGENCIES.index(held) < URGENCIES.index(level):
        talk.say(
            "A danger sign you told calls for more than this: "
            f"{URGENCY_WORDS[held].headline.lower()}. Go by the more urgent one.",
            "bold",
        )
