"""Signs and building blocks of the terminal report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.box import ASCII, ROUNDED, Box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kinchain.report.terminal_chain import ASCII_LINES, LINES, Lines

INDENT = 2
"""Columns by which a part stands in from its heading."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The signs of a report; a plain set stands in where the terminal lacks them."""

    full: str
    empty: str
    bit: str
    little: str
    dot: str
    here: str
    there: str
    lines: Lines
    box: Box


MARKS = Marks("━", "─", "▮", "▯", "•", "●", "○", LINES, ROUNDED)
PLAIN_MARKS = Marks("=", "-", "#", "+", "*", "(x)", "( )", ASCII_LINES, ASCII)


def marks_for(encoding: str) -> Marks:
    """Return the signs that an encoding can carry.

    Parameters
    ----------
    encoding
        Name of the output's encoding.
    """
    try:
        "━─▮▯•●○╌▶◀◆╭".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return PLAIN_MARKS
    return MARKS


def section(title: str, parts: Iterable[RenderableType], marks: Marks) -> Group:
    """Return a part of the report under its heading.

    Parameters
    ----------
    title
        The heading.
    parts
        What stands below it.
    marks
        Signs to draw with.
    """
    return Group(
        "",
        Rule(Text(title, style="bold"), align="left", style="dim", characters=marks.empty),
        "",
        *(Padding(part, (0, 1, 0, INDENT)) for part in parts),
    )


def named_rows(rows: Iterable[tuple[str, RenderableType]], first: int = 10) -> Table:
    """Return rows with a short name before each.

    Parameters
    ----------
    rows
        Name and content of each.
    first
        Columns of the names.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=first, style="dim", no_wrap=True)
    table.add_column(ratio=1)
    for name, what in rows:
        table.add_row(name, what)
    return table


def bullet_list(items: Sequence[str], mark: str) -> Table:
    """Return a list with a mark before each item.

    Parameters
    ----------
    items
        The items.
    mark
        The mark.
    """
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1)
    for item in items:
        table.add_row(mark, Text(item))
    return table


def ref_mark(refs: Sequence[int]) -> str:
    """Return the numbers of sources in brackets, or nothing.

    Parameters
    ----------
    refs
        The numbers.
    """
    return f" [{', '.join(str(one) for one in refs)}]" if refs else ""
