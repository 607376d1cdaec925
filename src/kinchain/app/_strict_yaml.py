"""Read a small YAML file: no aliases, no doubled keys, bounded in size and depth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from kinchain.core.errors import Fault, InputError
from kinchain.core.strict_yaml import StrictLoader

MAX_BYTES = 8_000_000
"""Largest file read; years of a diary fit."""


def read_table(path: Path) -> Any:
    """Read a YAML file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is not there, too large, no text, or broken.
    """

    def fail(what: str, expected: str, mend: str, where: str = str(path)) -> InputError:
        return InputError(Fault(what, where, expected, mend))

    try:
        if not path.is_file():
            raise fail("no such file", "a YAML file", "check the path")
        if path.stat().st_size > MAX_BYTES:
            raise fail("the file is too large", "at most 8 MB", "give the right file")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise fail("not a text file", "YAML in UTF-8", "save it as UTF-8 text") from None
    except OSError as error:
        raise fail(
            f"cannot be read ({error.strerror})", "a readable file", "check its permissions"
        ) from None
    try:
        return yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None)
        raise fail(
            f"broken YAML: {problem}" if mark and problem else "broken YAML",
            "a table of fields",
            "mend that line; a text with a colon needs quotes",
            f"{path}:{mark.line + 1}" if mark else str(path),
        ) from None
