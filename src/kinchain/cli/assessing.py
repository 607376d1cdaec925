"""``kinchain assess``: from a case or a text to a report, JSON and files."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from kinchain.core.errors import Fault, InputError

if TYPE_CHECKING:
    from kinchain.core.formats.assessment import Assessment
    from kinchain.core.formats.case import Case
    from kinchain.report import Report


@dataclass(frozen=True)
class Told:
    """What was told by arguments rather than by a case file; lengths in m, mass in kg."""

    text: str | None = None
    age: float | None = None
    sex: str | None = None
    height_m: float | None = None
    mass_kg: float | None = None
    walks: tuple[Path, ...] = ()

    def person(self) -> dict[str, Any]:
        """Return the person's fields that were given."""
        fields = {name: getattr(self, name) for name in ("age", "sex", "height_m", "mass_kg")}
        return {name: value for name, value in fields.items() if value is not None}


def assess_and_show(
    path: Path | None, told: Told, *, as_json: bool, out: Path | None, simulate: bool = False
) -> None:
    """Assess and print, and write files where asked.

    Parameters
    ----------
    path
        Case file or folder, or None where ``told.text`` is given.
    told
        What the arguments told.
    as_json
        Print JSON alone.
    out
        Folder to write into, or None.
    simulate
        Whether to simulate walks for the load effects.

    Raises
    ------
    InputError
        If the case or the arguments cannot be used.
    """
    from kinchain.app.assess import assess
    from kinchain.app.walk import silent
    from kinchain.cli.walking import progress
    from kinchain.evidence import load_knowledge
    from kinchain.report import build_report

    check_folder(out)
    case = case_of(path, told)
    knowledge = load_knowledge()
    with progress() if simulate else nullcontext(silent) as say:
        assessment = assess(case, knowledge, simulate=simulate, say=say)
    report = build_report(assessment, knowledge, case.narrative)
    if as_json:
        typer.echo(assessment.model_dump_json(indent=2))
    else:
        show(report)
    if out is not None:
        for file in write_files(assessment, report, out, case):
            if file.parent == out:
                typer.echo(f"Written: {file}", err=True)
        typer.echo(f"Written: {out / FIGURES} (the drawings)", err=True)


def show(report: Report) -> None:
    """Print a report on standard output, in colour where that is a terminal.

    Parameters
    ----------
    report
        The report.
    """
    from rich.console import Console

    from kinchain.report import print_report, render_text

    console = Console(highlight=False, emoji=False)
    if console.is_terminal:
        print_report(report, console)
    else:
        # rich pads lines to full width; plain text has no use for that
        typer.echo(render_text(report, encoding=console.encoding), nl=False)


def case_of(path: Path | None, told: Told) -> Case:
    """Return the case to assess.

    Parameters
    ----------
    path
        Case file or folder, or None.
    told
        What the arguments told.

    Raises
    ------
    InputError
        If neither or both are given, or one cannot be used.
    """
    from kinchain import read_case
    from kinchain.core.formats.case import WalkInput

    if (path is None) == (told.text is None):
        raise InputError(
            Fault(
                "no case and no text" if path is None else "both a case and a text",
                "kinchain assess",
                'either a case file or --text "..."',
                "give one of the two; an example case: kinchain schema case --example",
            )
        )
    if path is None:
        case = _case_from_text(told)
    else:
        if told.person():
            raise InputError(
                Fault(
                    "age, sex and size given beside a case file",
                    "kinchain assess",
                    "these options together with --text",
                    "write them under 'person' in the case file",
                )
            )
        case = read_case(path)
    for walk in told.walks:
        if not walk.exists():
            raise InputError(
                Fault("no such recording", str(walk), "a file or folder", "check the path")
            )
    walks = tuple(WalkInput(path=str(walk)) for walk in told.walks)
    return case.model_copy(update={"walks": (*case.walks, *walks)})


def _case_from_text(told: Told) -> Case:
    from pydantic import ValidationError

    from kinchain.core.formats.case import MAX_NARRATIVE_CHARACTERS, Case

    text = told.text or ""
    if text == "-":
        text = sys.stdin.read(MAX_NARRATIVE_CHARACTERS + 1)
    try:
        return Case.model_validate({"person": told.person(), "narrative": text})
    except ValidationError as error:
        raise InputError(
            [_option_fault(str(entry["loc"][-1])) for entry in error.errors()]
        ) from None


EXPECTED = {
    "age": "0 to 115 years",
    "sex": "female, male or other",
    "height_m": "0.5 to 2.6 metres",
    "mass_kg": "3 to 400 kilograms",
    "narrative": "at most about a million characters of text",
}
"""What each option takes, for error texts."""


def _option_fault(name: str) -> Fault:
    option = "text" if name == "narrative" else name.replace("_", "-")
    return Fault(
        "the value cannot be used",
        f"kinchain assess, option '--{option}'",
        EXPECTED.get(name, "a value as kinchain assess --help says"),
        "correct the value or its unit",
    )


def check_folder(out: Path | None) -> None:
    """Refuse an output place that is no folder before any work is done.

    Parameters
    ----------
    out
        The folder, or None.

    Raises
    ------
    InputError
        If a file is in its place.
    """
    if out is not None and out.exists() and not out.is_dir():
        raise InputError(
            Fault("a file is in the way", str(out), "a folder, there or new", "name another folder")
        )


def write_files(assessment: Assessment, report: Report, out: Path, case: Case) -> list[Path]:
    """Write JSON, page, PDF, text, the clinician page and the drawings into a folder.

    Parameters
    ----------
    assessment
        The assessment.
    report
        The same in plain words.
    out
        The folder; made where it is not there.
    case
        The case, for who examined what.

    Returns
    -------
    files
        What was written; the drawings lie in its folder ``figures``.
    """
    from kinchain.app.clinician import clinician_page
    from kinchain.evidence import load_knowledge
    from kinchain.report import figure_files, render_page, render_pdf, render_text
    from kinchain.report.clinician_page import render_clinician

    # a page for the clinician, once report has one, is one more name here
    contents: dict[str, str | bytes] = {
        "assessment.json": assessment.model_dump_json(indent=2) + "\n",
        "report.html": render_page(report),
        "report.pdf": render_pdf(report),
        "report.txt": render_text(report),
        "clinician.html": render_clinician(clinician_page(case, assessment, load_knowledge())),
    }
    drawings = {f"{FIGURES}/{name}": svg for name, svg in figure_files(report).items()}
    (out / FIGURES).mkdir(parents=True, exist_ok=True)
    for old in (out / FIGURES).glob("*.svg"):
        if OWN_DRAWING.fullmatch(old.name) and f"{FIGURES}/{old.name}" not in drawings:
            old.unlink()  # of another person or an earlier plan: it must not lie beside this one
    for name, content in (contents | drawings).items():
        write_aside(out / name, content)
    return [out / name for name in (contents | drawings)]


FIGURES = "figures"
"""Folder of the drawings inside the folder written to."""

OWN_DRAWING = re.compile(r"(?:body|soles|conditions|chain|(?:move|course)-[a-z0-9_]+)\.svg")
"""Names under which drawings are written, and no others."""


def write_aside(file: Path, content: str | bytes) -> None:
    """Write beside the place and rename, so that no half file is ever seen.

    Parameters
    ----------
    file
        Where to.
    content
        What.
    """
    aside = file.with_name(f".{file.name}.part")
    if isinstance(content, str):
        aside.write_text(content, "utf-8")
    else:
        aside.write_bytes(content)
    aside.replace(file)
