"""Read text tables with bounds on what they may hold."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note
from kinchain.gait.readers._raw import (
    MAX_VALUES,
    FloatArray,
    note,
    refuse,
    warning,
)

MAX_TEXT_BYTES = 96 * 2**20
MAX_LINES = 1_000_000
MAX_COLUMNS = 5000
MAX_RATE_HZ = 20_000.0
MAX_FAULTS = 10
MAX_WORD_ROWS = 200
"""If every one of so many first rows holds words, the file is looked at no further."""
_TIMING = 0.6
"""A time column that stays within this share of a frame of an even grid is put on the grid."""


def read_lines(path: Path) -> list[str]:
    """Return a text file's lines, whatever its encoding and line ends.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is too large.
    """
    data = b"" if path.stat().st_size > MAX_TEXT_BYTES else path.read_bytes()
    if not data or data.count(b"\n") + data.count(b"\r") > 2 * MAX_LINES:
        raise refuse(
            "the file is too large",
            path.name,
            f"at most {MAX_TEXT_BYTES // 2**20} MB and {MAX_LINES} lines",
            "cut the trial or lower the rate",
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace").splitlines()
    return data.decode("utf-8-sig", errors="replace").splitlines()


def number(text: str) -> float:
    """Return a number, NaN for what is blank or no number; a decimal comma is understood.

    Parameters
    ----------
    text
        One cell.
    """
    text = text.strip()
    if not text:
        return float("nan")
    try:
        return float(text)
    except ValueError:
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return float("nan")


def cells(line: str) -> list[str]:
    """Split a line at its tabs, else at commas or semicolons, else at blanks.

    Parameters
    ----------
    line
        One line.
    """
    line = line.rstrip("\r\n")
    if "\t" in line:
        return line.split("\t")
    if ";" in line:
        return line.split(";")
    if line.count(",") > 2:
        return line.split(",")
    return line.split()


def table(
    lines: list[str], first: int, n_columns: int, where: str
) -> tuple[FloatArray, tuple[Note, ...]]:
    """Read rows of numbers.

    Parameters
    ----------
    lines
        The file's lines.
    first
        Index of the first row.
    n_columns
        Columns by the header; missing cells at a row's end become NaN.
    where
        File name.

    Raises
    ------
    InputError
        If there are no rows, or too many numbers.
    """
    rows = [line for line in lines[first:] if line.strip()]
    if not rows or n_columns < 2 or n_columns > MAX_COLUMNS:
        raise refuse(
            "no rows of numbers",
            where,
            "a header followed by one row per frame",
            "export the trial again",
        )
    if len(rows) * n_columns > MAX_VALUES:
        raise refuse(
            "too many numbers",
            where,
            f"at most {MAX_VALUES / 1e6:.0f} million",
            "cut the trial or lower the rate",
        )
    value = np.full((len(rows), n_columns), np.nan)
    short = words = 0
    for i, row in enumerate(rows):
        parts = cells(row)[:n_columns]
        try:
            value[i, : len(parts)] = [float(part) if part else np.nan for part in parts]
        except ValueError:
            given = [number(part) for part in parts]
            value[i, : len(parts)] = given
            words += any(
                np.isnan(x) and part.strip().lower() not in ("", "nan")
                for part, x in zip(parts, given, strict=True)
            )
        short += len(parts) < n_columns - 2
        if words == MAX_WORD_ROWS == i + 1 and np.isnan(value[: i + 1]).mean() > 0.5:
            raise refuse(
                "its rows hold no numbers", where, "one row of numbers per frame", "export it again"
            )
    notes: list[Note] = []
    if words:
        notes.append(
            warning(
                f"{words} rows hold cells that are no numbers",
                where,
                "those cells are treated as unseen",
            )
        )
    if short:
        notes.append(
            warning(
                f"{short} rows are shorter than the header",
                where,
                "what is missing is treated as unseen",
            )
        )
    value[~np.isfinite(value)] = np.nan
    return value, tuple(notes)


def even_time(
    time_s: FloatArray, rate_hz: float | None, where: str, first_line: int
) -> tuple[FloatArray, FloatArray | None, tuple[Note, ...]]:
    """Return an even clock, and where to put the rows on it if frames are missing.

    Parameters
    ----------
    time_s
        The file's time column, s.
    rate_hz
        The header's rate, if any.
    where
        File name.
    first_line
        Line number of the first row, for faults.

    Returns
    -------
    clock_s, rows, notes
        ``rows`` is None where every row is one tick, else each row's tick.

    Raises
    ------
    InputError
        If time is missing or runs back.
    """
    n = len(time_s)
    if n < 2:
        raise refuse("fewer than two frames", where, "a recorded walk", "export the trial again")
    finite = np.isfinite(time_s)
    ideal_rate = rate_hz if rate_hz and 1.0 <= rate_hz <= MAX_RATE_HZ else None
    if not finite.all():
        if ideal_rate is None or finite.sum() < 0.5 * n:
            raise refuse(
                "the time column has holes",
                f"{where}, time",
                "a time for every row",
                "export the trial again",
            )
        time_s = np.interp(np.arange(n), np.flatnonzero(finite), time_s[finite])
    if time_s[-1] <= time_s[0]:
        if ideal_rate is not None and np.ptp(time_s) == 0:
            return (
                time_s[0] + np.arange(n) / ideal_rate,
                None,
                (warning("the time column stands still", where, "time is counted from the rate"),),
            )
        raise _runs_back(time_s, where, first_line, ideal_rate)
    return _grid(time_s, ideal_rate, where, first_line)


def _grid(
    time_s: FloatArray, said_hz: float | None, where: str, first_line: int
) -> tuple[FloatArray, FloatArray | None, tuple[Note, ...]]:
    """Find the rate whose ticks the times are, the header's first, then mean, then median."""
    n = len(time_s)
    mean_hz = (n - 1) / (time_s[-1] - time_s[0])
    usual_s = float(np.median(np.diff(time_s)))
    if not 1.0 <= mean_hz <= MAX_RATE_HZ and not 1.0 / MAX_RATE_HZ <= usual_s <= 1.0:
        raise refuse(
            f"{mean_hz:.3g} frames per second",
            f"{where}, time",
            f"1 to {MAX_RATE_HZ:.0f} per second, times in seconds",
            "check the unit of the time column",
        )
    for rate in (said_hz, mean_hz):
        if rate is None:
            continue
        grid = time_s[0] + np.arange(n) / rate
        if np.abs(time_s - grid).max() <= _TIMING / rate:
            notes: tuple[Note, ...] = ()
            if (np.diff(time_s) <= 0).any():
                notes = (note("times repeat or are rounded", where, "counted from the rate"),)
            if said_hz is not None and rate != said_hz:
                notes = (
                    *notes,
                    warning(
                        f"the header says {said_hz:g} Hz, the time column {rate:.4g} Hz",
                        where,
                        "the time column is used",
                    ),
                )
            return grid, None, notes
    if (np.diff(time_s) <= 0).any():
        raise _runs_back(time_s, where, first_line, said_hz or mean_hz)
    step = float(np.median(np.diff(time_s)))
    ticks = np.rint((time_s - time_s[0]) / step).astype(int)
    uneven = np.abs((time_s - time_s[0]) / step - ticks).max() > 0.35
    if uneven or ticks[-1] + 1 > 4 * n + 1000 or (np.diff(ticks) == 0).any():
        raise refuse(
            "frames come at uneven times",
            f"{where}, time",
            f"times that rise by {step:.4g} s",
            "export at a fixed rate",
        )
    missing = int(ticks[-1]) + 1 - n
    return (
        time_s[0] + np.arange(ticks[-1] + 1) * step,
        ticks.astype(float),
        (warning(f"{missing} frames are missing", where, "treated as unseen"),),
    )


def _runs_back(time_s: FloatArray, where: str, first_line: int, rate: float | None) -> InputError:
    rise = f"times that rise by {1 / rate:.4g} s" if rate else "times that rise"
    back = np.flatnonzero(np.diff(time_s) <= 0)[:MAX_FAULTS]
    return InputError(
        [
            Fault(
                f"times step back or repeat: {time_s[i + 1]:g} s after {time_s[i]:g} s",
                f"{where}:{first_line + i + 1}, time",
                rise,
                "export the trial again, or cut it there",
            )
            for i in back
        ]
    )


def on_grid(value: FloatArray, n_ticks: int, rows: FloatArray | None) -> FloatArray:
    """Put rows on the even clock, NaN where no row belongs.

    Parameters
    ----------
    value
        First axis is rows.
    n_ticks
        Length of the clock.
    rows
        From ``even_time``.
    """
    if rows is None:
        return value
    result = np.full((n_ticks, *value.shape[1:]), np.nan)
    result[rows.astype(int)] = value
    return result
