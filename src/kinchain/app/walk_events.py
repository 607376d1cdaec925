"""Read a user's own gait events: a CSV table with side, event and time_s."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import pairwise
from math import isfinite
from pathlib import Path

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import EventKind, GivenEvent, LegSide

MAX_BYTES = 1_000_000
MAX_FAULTS = 20
"""So many faults are told; a wrong file has them in every line."""

COLUMNS = ("side", "event", "time_s")
FORM = "a table with the header side,event,time_s and lines like left,initial_contact,1.23"

SIDES: dict[str, LegSide] = {"left": "left", "l": "left", "right": "right", "r": "right"}
KINDS: dict[str, EventKind] = {
    **dict.fromkeys(
        ("initial_contact", "initial contact", "ic", "heel_strike", "heel strike", "hs",
         "foot_strike", "foot strike", "fs"),
        "initial_contact",
    ),
    **dict.fromkeys(
        ("foot_off", "foot off", "fo", "toe_off", "toe off", "to"), "foot_off"
    ),
}  # fmt: skip
"""Words that are taken for each event."""

LEAST_STRIDE_S = 0.3
"""Two landings of one foot are never nearer than this; quick running has about 0.6 s."""


def read_events(path: Path, time_s: Sequence[float]) -> tuple[GivenEvent, ...]:
    """Return the events of a user's table, in order of time.

    Parameters
    ----------
    path
        CSV file; commas, semicolons or tabs.
    time_s
        The recording's clock, s, rising.

    Raises
    ------
    InputError
        With the faults of the table: unknown words, times outside the recording, events that
        are given twice or too near each other.
    """
    rows = _rows(path)
    faults: list[Fault] = []
    found: list[tuple[int, GivenEvent]] = []
    for line, row in rows:
        event = _event(row, f"{path.name}:{line}", time_s, faults)
        if event is not None:
            found.append((line, event))
    found.sort(key=lambda one: one[1].time_s)
    faults += _too_near(found, path.name)
    if not found and not faults:
        faults.append(Fault("no events", path.name, FORM, "give at least one"))
    if faults:
        raise InputError(faults[:MAX_FAULTS])
    return tuple(event for _, event in found)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return line number and cells of every line that holds something."""
    where = path.name
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise InputError(
            Fault("no such table of events, or too large a one", str(path), FORM, "check the path")
        )
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(
            Fault("it is not UTF-8 text", where, FORM, "save it as CSV in UTF-8")
        ) from None
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    apart = max(",;\t", key=first.count)
    header = [cell.strip().lower() for cell in first.split(apart)]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise InputError(
            Fault(
                f"the header lacks {', '.join(missing)}",
                f"{where}, first line",
                FORM,
                "name the columns so; times are seconds on the recording's own clock, not frames",
            )
        )
    start = lines.index(first) + 1
    table = csv.reader(lines[start:], delimiter=apart)
    return [
        (start + number, dict(zip(header, (cell.strip() for cell in row), strict=False)))
        for number, row in enumerate(table, 1)
        if any(cell.strip() for cell in row)
    ]


def _event(
    row: dict[str, str], where: str, time_s: Sequence[float], faults: list[Fault]
) -> GivenEvent | None:
    side = SIDES.get(row.get("side", "").lower())
    kind = KINDS.get(row.get("event", "").lower())
    time = _number(row.get("time_s", ""))
    if side is None:
        faults.append(_wrong("the side cannot be used", where, "left or right"))
    if kind is None:
        faults.append(_wrong("the event cannot be used", where, "initial_contact or foot_off"))
    if time is None:
        faults.append(_wrong("the time is no number", where, "seconds, such as 1.23"))
    elif not time_s[0] <= time <= time_s[-1]:
        faults.append(
            Fault(
                "the time lies outside the recording",
                where,
                f"{time_s[0]:.2f} to {time_s[-1]:.2f} s",
                "give seconds on the recording's own clock, not frame numbers",
            )
        )
        return None
    if side is None or kind is None or time is None:
        return None
    return GivenEvent(side, kind, time, "user")


def _wrong(what: str, where: str, expected: str) -> Fault:
    return Fault(what, where, expected, "correct the line")


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) else None


def _too_near(found: Sequence[tuple[int, GivenEvent]], where: str) -> list[Fault]:
    faults = []
    groups: dict[tuple[str, str], list[tuple[int, GivenEvent]]] = {}
    for line, event in found:
        groups.setdefault((event.side, event.kind), []).append((line, event))
    for (side, kind), events in groups.items():
        for (_, first), (line, second) in pairwise(events):
            gap = second.time_s - first.time_s
            if gap < LEAST_STRIDE_S:
                faults.append(
                    Fault(
                        f"{gap:.2f} s after another {kind.replace('_', ' ')} of the {side} foot",
                        f"{where}:{line}",
                        f"at least {LEAST_STRIDE_S} s between them",
                        "leave one of the two out",
                    )
                )
    return faults
