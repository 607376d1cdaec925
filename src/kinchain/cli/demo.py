"""The demonstration: ``python -m kinchain.cli.demo [OUT]``."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import typer

from kinchain.cli.assessing import show, write_files
from kinchain.cli.demo_cases import COLD_LEG, KNEES_AND_HEELS
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case
from kinchain.report import Report

OUT = Path("demo-out")
"""Where the files go unless told otherwise."""

COLUMNS = 78


def run(out: Path = OUT) -> None:
    """Take two published cases, retold, from a person's own words to reports.

    Parameters
    ----------
    out
        Folder for the first one's JSON, page and text.
    """
    from rich.console import Console

    from kinchain.report import print_soon

    _say_words("A person with sore knees and sore heels, in her own words", KNEES_AND_HEELS)
    assessment, report = _assess(KNEES_AND_HEELS)
    show(report)
    files = write_files(assessment, report, out, KNEES_AND_HEELS)
    _say_words("And one who must not wait, in short", COLD_LEG)
    _, urgent = _assess(COLD_LEG)
    print_soon(urgent, Console(highlight=False, emoji=False))
    typer.echo("\nThe first report as files: " + ", ".join(str(file) for file in files))


def _assess(case: Case) -> tuple[Assessment, Report]:
    from kinchain.app.assess import assess
    from kinchain.evidence import load_knowledge
    from kinchain.report import build_report

    knowledge = load_knowledge()
    assessment = assess(case, knowledge)
    return assessment, build_report(assessment, knowledge, case.narrative)


def _say_words(title: str, case: Case) -> None:
    typer.echo(f"\n{title}:\n")
    person = f"({case.person.age:g} years, {case.person.sex})"
    words = textwrap.fill(f"“{case.narrative}” {person}", COLUMNS - 2)
    typer.echo(textwrap.indent(words, "  ") + "\n")


if __name__ == "__main__":
    run(*(Path(argument) for argument in sys.argv[1:2]))
