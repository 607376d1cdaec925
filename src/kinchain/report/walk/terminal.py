"""A measured walk in the terminal: 80 columns, and whole without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kinchain.report.terminal_parts import Marks, bullet_list, marks_for, section
from kinchain.report.walk.words import MeasureRow, WalkPart

WIDTH, MAX_WIDTH = 80, 96

N_NOTES = 8
"""So many notes are told; the rest are in the JSON."""


def walk_text(part: WalkPart, width: int = WIDTH, encoding: str = "utf-8") -> str:
    """Return a walk as plain text.

    Parameters
    ----------
    part
        The walk in words.
    width
        Columns.
    encoding
        What the text will be written in; decides which signs are drawn with.
    """
    sink = io.StringIO()
    console = Console(file=sink, width=width, no_color=True, force_terminal=False, emoji=False)
    print_walk(part, console, marks_for(encoding))
    text = "\n".join(line.rstrip() for line in sink.getvalue().splitlines()) + "\n"
    return text if _carries(encoding) else text.replace("±", "+-").replace("°", "deg")


def _carries(encoding: str) -> bool:
    try:
        "±°".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def print_walk(part: WalkPart, console: Console, marks: Marks | None = None) -> None:
    """Print a walk.

    Parameters
    ----------
    part
        The walk in words.
    console
        Where to.
    marks
        Signs to draw with; chosen by the console's encoding where None.
    """
    marks = marks or marks_for(console.encoding)
    for block in _blocks(part, marks):
        console.print(block, width=min(console.width, MAX_WIDTH), highlight=False)


def _blocks(part: WalkPart, marks: Marks) -> Iterator[RenderableType]:
    yield Text(part.title, style="bold")
    yield Text(part.recorded, style="dim")
    yield ""
    yield Text(part.headline, style="bold")
    if part.measures:
        yield section("Times and distances", [_measures(part, part.measures)], marks)
    if part.ranges:
        yield section("Joints over the stride, in degrees", [_ranges(part)], marks)
    if part.forces:
        yield section("Forces of clean steps on a plate", [_measures(part, part.forces)], marks)
    if part.measures:
        yield section("What stands out", list(_signs(part)), marks)
    if part.scores:
        yield section("Scores against healthy walking", list(_scores(part)), marks)
    yield section("What was left out or is doubtful", list(_quality(part, marks)), marks)


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    for number, head in enumerate(heads):
        left = number == 0 or head == "evenness"
        table.add_column(head, justify="left" if left else "right", no_wrap=True)
    return table


def _measures(part: WalkPart, rows: Sequence[MeasureRow]) -> Table:
    table = _table("mean ± SD", f"left, n={part.n_left}", f"right, n={part.n_right}", "evenness")
    for row in rows:
        name = f"{row.name}, {row.unit}" if row.unit else row.name
        whole = not (row.left or row.right)
        table.add_row(name, row.left, row.both if whole else row.right, row.even or "both" * whole)
    return table


def _ranges(part: WalkPart) -> Table:
    table = _table("", "left", "right")
    for row in part.ranges:
        table.add_row(f"{row.name} ({row.signs})", row.left, row.right)
    return table


def _signs(part: WalkPart) -> Iterator[RenderableType]:
    if not part.signs:
        yield Text("Nothing that is more likely there than not.")
    for row in part.signs:
        name = f"{row.name}, {row.side}" if row.side else row.name
        text = Text(f"{name}: {100 * row.probability:.0f} %", style="bold")
        text.append(f"\n{'; '.join(row.because)}", style="not bold")
        yield text
    if part.less_likely:
        yield Text(f"Less likely: {part.less_likely}.", style="dim")


def _scores(part: WalkPart) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for name, value in part.scores:
        table.add_row(name, Text(value))
    yield table
    if part.profile:
        yield ""
        rows = _table("Movement analysis profile, degrees away", "left", "right")
        for row in part.profile:
            rows.add_row(row.name, row.left, row.right)
        yield rows


def _quality(part: WalkPart, marks: Marks) -> Iterator[RenderableType]:
    if part.warnings:
        yield bullet_list([f"Take care: {text}" for text in part.warnings], "!")
    if part.notes:
        yield bullet_list(part.notes[:N_NOTES], marks.dot)
        if len(part.notes) > N_NOTES:
            yield Text(f"{len(part.notes) - N_NOTES} more are in walk.json (--json).", style="dim")
    if not part.warnings and not part.notes:
        yield Text("Nothing.")
    yield Padding(Text(part.how, style="dim"), (1, 0, 0, 0))
