"""Read, check and write ``kinchain-track/1`` files; every fault of a file is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from kinchain.app._strict_yaml import read_table
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.formats.track import Track
from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care

NAME = re.compile(r"[\w@.-]{1,80}")
"""What may be repeated in an error text: a name or a number of a line, never a note."""


def read_track(path: Path) -> Track:
    """Read a track.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        With every fault found.
    """
    return checked(read_table(path), str(path))


def checked(data: Any, where: str) -> Track:
    """Return plain data as a track.

    Parameters
    ----------
    data
        What the file held.
    where
        What to call it in error texts.

    Raises
    ------
    InputError
        With every fault found.
    """
    if not isinstance(data, dict) or data.get("format") != "kinchain-track/1":
        raise InputError(
            Fault(
                "not a track",
                where,
                "a YAML table that begins with 'format: kinchain-track/1'",
                "see the example: kinchain schema track --example",
            )
        )
    try:
        track = Track.model_validate(data)
    except ValidationError as error:
        raise InputError(list(_model_faults(error, where))) from None
    faults = list(track_faults(track, where))
    if faults:
        raise InputError(faults)
    return track


def _model_faults(error: ValidationError, where: str) -> Iterator[Fault]:
    for entry in error.errors(include_url=False, include_input=False, include_context=False):
        steps = [str(step) for step in entry["loc"] if NAME.fullmatch(str(step))]
        unknown = entry["type"] == "extra_forbidden"
        yield Fault(
            "this field does not exist" if unknown else entry["msg"][:200],
            f"{where}, field '{'.'.join(steps)[:120]}'",
            "the fields of kinchain-track/1 (kinchain schema track)",
            "correct or remove the field",
        )


def track_faults(track: Track, where: str) -> Iterator[Fault]:
    """Yield unknown names, impossible values and doubled days.

    Parameters
    ----------
    track
        The track.
    where
        What to call it in error texts.
    """
    knowledge = load_knowledge()
    condition = track.about.condition
    if condition is not None and condition not in knowledge.conditions:
        place = f"{where}, field 'about.condition'"
        yield unknown_name(condition, tuple(knowledge.conditions), place, "condition")
    dates = [day.date for day in track.days]
    for date in sorted({date for date in dates if dates.count(date) > 1} if dates else ()):
        yield Fault(
            f"two entries of {date}",
            f"{where}, field 'days'",
            "one entry a day",
            "put them together into one",
        )
    for day in track.days:
        for sign in day.new_signs:
            yield from _finding(sign, f"{where}, new_signs of {day.date}", "bool")
    yield from _value_faults(track, where)


def _value_faults(track: Track, where: str) -> Iterator[Fault]:
    measures = load_care().measures
    for test in track.tests:
        yield from _finding(test.test, f"{where}, test of {test.date}", "number", test.value)
    for score in track.scores:
        place = f"{where}, score of {score.date}"
        measure = measures.get(score.measure)
        if measure is None:
            yield unknown_name(score.measure, tuple(measures), place, "measure")
        elif not measure.low <= score.value <= measure.high:
            yield Fault(
                "a score outside its measure's range",
                place,
                f"a number from {measure.low:g} to {measure.high:g} for {measure.id}",
                "correct the number, or name the right measure",
            )


def _finding(key: str, place: str, kind: str, value: float = 0.0) -> Iterator[Fault]:
    """Yield the faults of one finding: its name, side and value."""
    findings = load_knowledge().findings
    name, _, side = key.partition("@")
    entry = findings.get(name)
    known = tuple(
        n
        for n, one in findings.items()
        if one.type == kind and (kind == "bool" or one.kind == "test")
    )
    if entry is None or (kind == "number" and (entry.kind != "test" or entry.type != "number")):
        yield unknown_name(name, known, place, "home test" if kind == "number" else "finding")
        return
    if entry.type != kind:
        yield Fault("not a sign that is there or not", place, "a yes/no finding", "name another")
    sides = ("left", "right") if kind == "number" else ("", "left", "right")
    if side not in (sides if entry.sided else ("",)):
        yield Fault(
            "the side does not fit",
            place,
            f"'{name}@left' or '{name}@right'" if entry.sided else f"'{name}' alone",
            "correct the side",
        )
    low, high = entry.range or (0.0, 0.0)
    if kind == "number" and not low <= value <= high:
        yield Fault(
            "not a possible value",
            place,
            f"a number from {low:g} to {high:g} {entry.unit}".strip(),
            "correct the value or its unit",
        )


def write_track(track: Track, path: Path) -> None:
    """Write a track beside its place, then rename, so that it is never half-written.

    Parameters
    ----------
    track
        The track.
    path
        Where to write.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"format": track.format, **track.model_dump(mode="json", exclude_defaults=True)}
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, "utf-8")
    aside.replace(path)
