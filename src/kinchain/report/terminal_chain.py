"""The routes between knee and foot, drawn in characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from kinchain.report.model import ChainPart, RoutePart
from kinchain.report.words import percent


@dataclass(frozen=True, slots=True)
class Lines:
    """Line of each verdict, and the ends of a line."""

    by_verdict: Mapping[str, str]
    left: str
    right: str
    end: str
    shared: str


LINES: Lines = Lines(
    {"supported": "━", "partly": "─", "weak": "╌", "contradicted": "·"}, "◀", "▶", "●", "◆"
)
ASCII_LINES: Lines = Lines(
    {"supported": "=", "partly": "-", "weak": ".", "contradicted": "~"}, "<", ">", "o", "+"
)
VERDICT_COLOURS = {"supported": "green", "partly": "cyan", "weak": "yellow", "contradicted": "red"}

MARGIN = 9
"""Columns kept free beside the lines for the percent."""


def chain_picture(chain: ChainPart, lines: Lines, width: int) -> Table:
    """Draw the routes: knee at the left, foot at the right, a line of its own each.

    Parameters
    ----------
    chain
        The chain.
    lines
        The characters to draw with.
    width
        Columns there are.
    """
    span = width - MARGIN
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=span, no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    gap = span - cell_len(chain.knee) - cell_len(chain.foot)
    table.add_row(Text(f"{chain.knee}{' ' * max(2, gap)}{chain.foot}", style="bold"), "")
    for route in chain.routes:
        table.add_row(_line(route, lines, span), percent(route.probability))
    return table


def _line(route: RoutePart, lines: Lines, span: int) -> Text:
    """Draw one route; its arrows say where it leads, its line how well that is shown."""
    stroke = lines.by_verdict[route.verdict]
    style = VERDICT_COLOURS[route.verdict]
    leads_left = route.direction in ("foot_to_knee", "common_cause")
    leads_right = route.direction in ("knee_to_foot", "common_cause")
    shared = f"{lines.shared} " if route.direction == "common_cause" else ""
    name = f" {shared}{route.name} "
    verdict = f" {route.verdict_words} "
    head = f"{lines.end}{lines.left if leads_left else stroke}{stroke}"
    tail = f"{stroke}{lines.right if leads_right else stroke}{lines.end}"
    free = span - sum(cell_len(part) for part in (head, name, verdict, tail))
    if free < 1:
        name = f"{name[: free - 3]}… "
        free = 1
    text = Text(head, style=style)
    text.append(name, style="default")
    text.append(stroke * free, style=style)
    text.append(verdict, style=style)
    text.append(tail, style=style)
    return text
