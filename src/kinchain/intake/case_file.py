"""Read and write ``kinchain-case/1`` files; every fault of a file is gathered at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml
from pydantic import ValidationError

from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.case import Case
from kinchain.core.strict_yaml import StrictLoader
from kinchain.evidence.model import FindingDef
from kinchain.intake._case_faults import NAME, answers, case_faults, examined, told_faults

__all__ = [
    "MAX_CASE_BYTES",
    "answers",
    "case_faults",
    "examined",
    "parse_case",
    "read_case",
    "write_case",
]

MAX_CASE_BYTES = 4_000_000
"""Largest case file read; a case is a page or two."""

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
            [*_model_faults(error, where), *told_faults(data.get("findings"), where, vocabulary)]
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
