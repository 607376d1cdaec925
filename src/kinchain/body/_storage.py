"""Tables of OpenSim (.mot, .sto) as names and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinchain.core.errors import Fault, InputError

FloatArray = NDArray[np.float64]

MOST_BYTES = 256 * 2**20
"""A larger table is no recording."""


@dataclass(frozen=True)
class Table:
    """A table over time.

    Parameters
    ----------
    path
        As given.
    time_s
        First column, shape (n_rows,), s; rising.
    names
        Names of the other columns.
    values
        Shape (n_rows, n_columns), as in the file.
    is_in_degrees
        What its header says of angles; None where it says nothing.
    """

    path: str
    time_s: FloatArray
    names: tuple[str, ...]
    values: FloatArray
    is_in_degrees: bool | None


def read_table(path: Path | str) -> Table:
    """Read a .mot or .sto file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it cannot be opened or is no such table.
    """
    place = Path(path)
    try:
        too_large = place.stat().st_size > MOST_BYTES
        lines = [] if too_large else place.read_text("utf-8", errors="replace").splitlines()
    except OSError as error:
        raise InputError(
            Fault(
                f"cannot be opened ({error.strerror})",
                str(path),
                "a table of OpenSim (.mot, .sto)",
                "check the path and its rights",
            )
        ) from error
    end = next((i for i, line in enumerate(lines) if line.strip().lower() == "endheader"), None)
    rows = [] if end is None else [i for i in range(end + 1, len(lines)) if lines[i].strip()]
    if end is None or len(rows) < 2:
        raise InputError(
            Fault(
                "has no 'endheader' with a line of names and rows of numbers after it",
                str(path),
                f"a table of OpenSim (.mot, .sto) of at most {MOST_BYTES >> 20} MB",
                "export the file again",
            )
        )
    names = [one.strip() for one in lines[rows[0]].split() if one.strip()]
    values = _numbers(lines, rows[1:], len(names), str(path))
    time = values[:, 0]
    back = np.flatnonzero(~(np.diff(time) > 0.0))
    if names[0].lower() != "time" or back.size:
        line = rows[1 + int(back[0]) + 1] + 1 if back.size else rows[0] + 1
        raise InputError(
            Fault(
                "first column is not time, or does not rise",
                f"{path}:{line}",
                "a first column 'time', in s, that rises from row to row",
                "remove rows that stand twice, or export the file again",
            )
        )
    degrees = None
    for row in lines[:end]:
        key, _, word = row.strip().lower().partition("=")
        if key == "indegrees" and word in {"yes", "no"}:
            degrees = word == "yes"
    return Table(str(path), time, tuple(names[1:]), values[:, 1:], degrees)


def _numbers(lines: list[str], rows: list[int], n: int, path: str) -> FloatArray:
    try:
        values = np.array([lines[i].split() for i in rows], dtype=np.float64)
        if values.shape[1] == n:
            return values
    except ValueError:
        pass
    for i in rows:
        words = lines[i].split()
        if len(words) != n or not all(_is_number(word) for word in words):
            raise InputError(
                Fault(
                    f"holds {len(words)} values, or something that is no number",
                    f"{path}:{i + 1}",
                    f"{n} numbers, as many as there are names",
                    "correct this row, or cut the file before it",
                )
            )
    raise AssertionError  # never reached: some row was at fault


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
