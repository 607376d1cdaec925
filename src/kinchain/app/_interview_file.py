"""Keep an interview in a case file and, beside it, which questions were asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kinchain.app._interview_model import Interview
from kinchain.app._interview_replay import extended
from kinchain.app._strict_yaml import read_table
from kinchain.core.errors import Fault, InputError
from kinchain.core.findings import Value
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.intake.case_file import read_case, write_case

FORMAT = "kinchain-asked/1"
"""Format of the file beside the case: keys of questions and findings, never an answer."""


def asked_file(path: Path) -> Path:
    """Return where the asked questions of a case file are kept.

    Parameters
    ----------
    path
        The case file.
    """
    return path.with_name(f"{path.stem}.asked.yaml")


def save_interview(interview: Interview, path: Path) -> None:
    """Write the case, then which questions were asked; neither is ever half-written.

    Parameters
    ----------
    interview
        The interview.
    path
        The case file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    write_case(interview.case, path)
    asked = [
        {"question": one.key, "findings": [key for key, _ in one.told]} for one in interview.asked
    ]
    place = asked_file(path)
    aside = place.with_name(f".{place.name}.part")
    aside.write_text(yaml.safe_dump({"format": FORMAT, "asked": asked}, sort_keys=False), "utf-8")
    aside.replace(place)


def load_interview(path: Path) -> Interview:
    """Read an interview back; a case file alone is one in which nothing was asked yet.

    Parameters
    ----------
    path
        The case file.

    Raises
    ------
    InputError
        If one of the two files cannot be used.
    """
    case = read_case(path, load_knowledge().findings)
    place = asked_file(path)
    steps = _steps(read_table(place), place) if place.exists() else []
    told = {key for _, keys in steps for key in keys}
    had_words = any(key == "narrative" for key, _ in steps)
    start = case.model_copy(
        update={
            "findings": {
                key: value
                for key, value in case.findings.items()
                if key not in told and value != "unknown"
            },
            "narrative": "" if had_words else case.narrative,
            "date": case.date or date.today(),
        }
    )
    interview = Interview(start)
    for key, keys in steps:
        interview = _again(interview, key, keys, case)
    return interview


def _again(interview: Interview, key: str, keys: tuple[str, ...], case: Case) -> Interview:
    """Ask one question again; one whose answer was taken out of the case stays open."""
    found: tuple[tuple[str, Value], ...] = tuple(
        (name, _typed(case.findings[name])) for name in keys if name in case.findings
    )
    if keys and not found:
        return interview
    return extended(interview, key, found, case.narrative if key == "narrative" else "")


def _typed(value: bool | float | str) -> Value:
    return value if isinstance(value, bool | str) else float(value)


def _steps(data: Any, place: Path) -> list[tuple[str, tuple[str, ...]]]:
    fault = InputError(
        Fault(
            "not a list of asked questions",
            str(place),
            f"a file written by kinchain ask ({FORMAT})",
            "delete this file: the answers are in the case, only the order is lost",
        )
    )
    asked = data.get("asked") if isinstance(data, dict) else None
    if not isinstance(asked, list) or data.get("format") != FORMAT:
        raise fault
    found: list[tuple[str, tuple[str, ...]]] = []
    for one in asked:
        key = one.get("question") if isinstance(one, dict) else None
        keys = one.get("findings") if isinstance(one, dict) else None
        if not isinstance(key, str) or not isinstance(keys, list):
            raise fault
        if not all(isinstance(name, str) for name in keys):
            raise fault
        found.append((key, tuple(keys)))
    return found
