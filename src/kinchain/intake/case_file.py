"""Read and write ``kinchain-case/1`` files; every fault of a file is gathered at once."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import yaml
from pydantic import ValidationError

from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.findings import Finding, Findings, Side, Value
from kinchain.core.formats.case import Case
from kinchain.core.strict_yaml import StrictLoader
from kinchain.evidence.model import FindingDef
from kinchain.evidence.vocabulary import ancestors

MAX_CASE_BYTES = 4_000_000
"""Largest case file read; a case is a page or two."""

NAME = re.compile(r"[\w@.-]{1,80}")
"""What may be repeated in an error text: a name, perhaps misspelt, but nobody's sentence."""

SIDES: tuple[Side, ...] = ("left", "right", "both", "unknown")


UNICODE_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line breaks that YAML folds into a blank unless they are escaped."""


class _CaseDumper(yaml.SafeDumper):
    """YAML that keeps every character of a text."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        style = '"' if UNICODE_BREAKS.search(data) else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_CaseDumper.add_representer(str, _CaseDumper.represent_str)


def read_case(path: str | Path, vocabulary: Mapping[str, FindingDef]) -> Case:
    """Read a case file, or ``case.yaml`` in a folder.

    Parameters
    ----------
    path
        File or folder.
    vocabulary
        The findings that exist.

    Raises
    ------
    InputError
        If it cannot be read, is not a case, or has unknown, impossible or contradictory
        entries; carries every fault found.
    """
    file = Path(path)
    if file.is_dir():
        file = file / "case.yaml"
    return parse_case(_text_of(file), str(file), vocabulary)


def _text_of(file: Path) -> str:
    def fail(what: str, expected: str, mend: str) -> InputError:
        return InputError(Fault(what, str(file), expected, mend))

    try:
        if not file.is_file():
            raise fail("no such file", "a case file or a folder with case.yaml", "check the path")
        if file.stat().st_size > MAX_CASE_BYTES:
            raise fail(
                "the file is too large for a case",
                f"at most {MAX_CASE_BYTES // 1_000_000} MB",
                "give the right file; recordings go under 'walks'",
            )
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise fail(
            "not a text file (not UTF-8)", "a YAML text file", "save it as UTF-8 text"
        ) from error
    except OSError as error:
        raise fail(
            f"cannot be read ({error.strerror})", "a readable file", "check its permissions"
        ) from error


def parse_case(text: str, where: str, vocabulary: Mapping[str, FindingDef]) -> Case:
    """Parse the text of a case file.

    Parameters
    ----------
    text
        YAML text.
    where
        What to call it in error texts.
    vocabulary
        The findings that exist.

    Raises
    ------
    InputError
        With every fault found.
    """
    try:
        data = yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(_yaml_fault(error, where)) from None
    if not isinstance(data, dict):
        raise InputError(
            Fault(
                "no case in the file" if data is None else "not a table of fields",
                where,
                "a YAML table that begins with 'format: kinchain-case/1'",
                "see the example: kinchain schema case --example",
            )
        )
    if "format" not in data:
        raise InputError(
            Fault(
                "no 'format' field",
                where,
                "format: kinchain-case/1",
                "add that line; see kinchain schema case --example",
            )
        )
    try:
        case = Case.model_validate(data)
    except ValidationError as error:
        raise InputError(
            [*_model_faults(error, where), *_told_faults(data.get("findings"), where, vocabulary)]
        ) from None
    faults = list(case_faults(case, where, vocabulary))
    if faults:
        raise InputError(faults)
    return case


def _yaml_fault(error: Exception, where: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not readable as YAML"
    place = f"{where}:{mark.line + 1}" if mark else where
    return Fault(
        what=f"broken YAML: {problem}" if mark else "broken YAML",
        where=place,
        expected="a YAML table that begins with 'format: kinchain-case/1'",
        mend="mend that line; a text with a colon needs quotes or a '>-' block",
    )


def _model_faults(error: ValidationError, where: str) -> Iterator[Fault]:
    for entry in error.errors(include_url=False, include_input=False, include_context=False):
        steps = [str(step) for step in entry["loc"] if NAME.fullmatch(str(step))]
        place = ".".join(steps) or "a key of the case"
        unknown = entry["type"] == "extra_forbidden"
        message = "this field does not exist" if unknown else entry["msg"]
        if entry["type"] == "value_error":
            message = "the value is not allowed"
        yield Fault(
            what=message[:200],
            where=f"{where}, field '{place[:120]}'",
            expected="the fields of kinchain-case/1 (kinchain schema case)",
            mend="correct or remove the field",
        )


def case_faults(case: Case, where: str, vocabulary: Mapping[str, FindingDef]) -> Iterator[Fault]:
    """Yield unknown, impossible and contradictory findings of a case.

    Parameters
    ----------
    case
        The case.
    where
        What to call it in error texts.
    vocabulary
        The findings that exist.
    """
    for key, value in case.findings.items():
        yield from _finding_faults(key, value, where, vocabulary)
    told = Findings(tuple(answers(case, vocabulary)))
    yield from _contradictions(case, told, where, vocabulary)
    if case.narrative and not case.narrative.isprintable() and "\x00" in case.narrative:
        yield Fault(
            "the narrative holds bytes that are no text",
            f"{where}, field 'narrative'",
            "plain text",
            "paste the words again",
        )


def _told_faults(told: object, where: str, vocabulary: Mapping[str, FindingDef]) -> Iterator[Fault]:
    """Yield the findings' own faults where other fields already keep the case from being read."""
    for key, value in told.items() if isinstance(told, dict) else ():
        if isinstance(key, str) and isinstance(value, bool | int | float | str):
            yield from _finding_faults(key, value, where, vocabulary)


def _finding_faults(
    key: str, value: Value, where: str, vocabulary: Mapping[str, FindingDef]
) -> Iterator[Fault]:
    name, _, side = key.partition("@")
    is_name = NAME.fullmatch(key) is not None
    place = f"{where}, field 'findings{'.' + key if is_name else ''}'"
    entry = vocabulary.get(name)
    if entry is None:
        fault = unknown_name(name, tuple(vocabulary), place, "finding")
        yield fault if is_name else replace(fault, what="a key that is no finding name")
        return
    if side and side not in SIDES:
        yield Fault(
            f"unknown side '{side[:20]}'", place, "left, right, both or unknown", "correct the side"
        )
    if side and not entry.sided:
        yield Fault(
            "a side on a finding of the whole person", place, f"'{name}' alone", "remove the side"
        )
    if value == "unknown":
        return
    yield from _value_faults(entry, value, place)


def _value_faults(entry: FindingDef, value: Value, place: str) -> Iterator[Fault]:
    if entry.type == "bool" and not isinstance(value, bool):
        yield Fault("not a yes or no", place, "true, false or unknown", "correct the value")
    if entry.type == "choice" and value not in entry.choices:
        yield Fault(
            "not one of the choices", place, ", ".join(entry.choices), "take one of the choices"
        )
    if entry.type == "number":
        low, high = entry.range or (-math.inf, math.inf)
        if isinstance(value, bool | str) or not low <= value <= high:
            yield Fault(
                "not a possible value",
                place,
                f"a number from {low:g} to {high:g} {entry.unit}".strip(),
                "correct the value or its unit",
            )


def _contradictions(
    case: Case, told: Findings, where: str, vocabulary: Mapping[str, FindingDef]
) -> Iterator[Fault]:
    seen: dict[tuple[str, Side], Value] = {}
    for item in answers(case, vocabulary):
        held = seen.setdefault((item.id, item.side), item.value)
        if held is not item.value and held != item.value:  # not-a-number differs from itself
            yield _contradiction(f"'{item.key}' is told twice with different values", where)
    for item in told:
        if item.value is not True:
            continue
        for above in ancestors(item.id, vocabulary):
            if told.is_false(above, item.side):
                yield _contradiction(
                    f"'{item.key}' is true while '{above}', which it implies, is false", where
                )
    for side in ("left", "right", "unknown"):
        bend = told.number("knee_flexion_deg", side)
        short = told.number("knee_extension_deficit_deg", side)
        if bend is not None and short is not None and bend < short:
            yield _contradiction(f"the {side} knee bends less than it lacks to straight", where)
    yield from _person_contradictions(case, told, where)


def _person_contradictions(case: Case, told: Findings, where: str) -> Iterator[Fault]:
    for name in ("age", "sex", "height_m", "mass_kg"):
        stated, answer = getattr(case.person, name), told.value(name)
        if stated is not None and answer is not None and stated != answer:
            yield _contradiction(f"'person.{name}' and the finding '{name}' differ", where)


def _contradiction(what: str, where: str) -> Fault:
    return Fault(what, f"{where}, field 'findings'", "answers that agree", "correct one of them")


def answers(case: Case, vocabulary: Mapping[str, FindingDef]) -> Iterator[Finding]:
    """Yield the answered findings of a case; ``both`` becomes two, ``unknown`` none.

    Parameters
    ----------
    case
        The case.
    vocabulary
        The findings that exist; others are passed over.
    """
    for key, told in case.findings.items():
        name, _, side = key.partition("@")
        entry = vocabulary.get(name)
        if entry is None or told == "unknown" or (side and side not in SIDES):
            continue
        number = entry.type == "number" and not isinstance(told, bool | str)
        value: Value = float(told) if number else told
        if not entry.sided:
            yield Finding(name, value)
        elif side == "both":
            yield Finding(name, value, "left")
            yield Finding(name, value, "right")
        else:
            yield Finding(name, value, side or "unknown")


def write_case(case: Case, path: str | Path) -> None:
    """Write a case file beside its place, then rename, so that it is never half-written.

    Parameters
    ----------
    case
        The case.
    path
        Where to write.
    """
    file = Path(path)
    data = case.model_dump(mode="json", exclude_defaults=True)
    text = yaml.dump(
        {"format": case.format, **data},
        Dumper=_CaseDumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    aside = file.with_name(f".{file.name}.part")
    aside.write_text(text, "utf-8")
    aside.replace(file)
