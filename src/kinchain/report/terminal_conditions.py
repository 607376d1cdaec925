"""The conditions of the terminal report."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kinchain.report.model import ConditionPart, Report, Weight
from kinchain.report.terminal_parts import Marks, named_rows, ref_mark, section

BAR_CELLS = 20
"""Length of a likelihood's bar."""


def _weights(items: Sequence[Weight], marks: Marks, none: str, style: str) -> RenderableType:
    if not items:
        return Text(none, style="dim")
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=5, no_wrap=True, style=style)
    table.add_column(ratio=1)
    for item in items:
        table.add_row(marks.bit * item.bars or marks.little, Text(item.text))
    return table


def _likelihood_bar(probability: float, marks: Marks) -> Text:
    n_full = max(1, round(probability * BAR_CELLS))
    bar = Text(marks.full * n_full, style="cyan")
    bar.append(marks.empty * (BAR_CELLS - n_full), style="dim")
    return bar


def _condition(number: int, one: ConditionPart, marks: Marks) -> Group:
    head = Text(f"{number}  ", style="dim")
    head.append(one.name, style="bold not dim")
    if one.sides:
        head.append(f", {one.sides}", style="not dim")
    bar = _likelihood_bar(one.probability, marks)
    bar.append(f"  {one.likelihood}", style="bold")
    plain = f"{one.plain}{ref_mark(one.refs)}" if one.plain else ref_mark(one.refs).strip()
    rows = named_rows(
        (
            ("for", _weights(one.because, marks, "nothing told speaks for it", "green")),
            ("against", _weights(one.against, marks, "nothing told speaks against it", "red")),
        ),
        8,
    )
    body: list[RenderableType] = [bar, Text(plain, style="dim"), rows] if plain else [bar, rows]
    return Group(head, *(Padding(part, (0, 0, 0, 3)) for part in body), "")


def conditions_part(report: Report, marks: Marks) -> Group:
    """Return the conditions, and the feared ones that are not excluded.

    Parameters
    ----------
    report
        The report.
    marks
        Signs to draw with.
    """
    parts: list[RenderableType] = [
        Text(
            f"First comes what explains most. More than one can be true. {marks.bit} makes it "
            f"about twice as likely (for) or half as likely (against). {marks.little} is a small "
            "push.",
            style="dim",
        ),
        "",
    ]
    if report.cannot_tell_yet:
        parts.extend((Text(report.cannot_tell_yet, style="italic"), ""))
    parts.extend(_condition(i, one, marks) for i, one in enumerate(report.conditions, 1))
    if report.feared:
        parts.append(
            Text("Less likely, but not excluded: telling alone never rules these out", "bold")
        )
        for feared in report.feared:
            text = Text("; ".join(feared.names))
            text.append(f". {feared.why}.", style="dim")
            parts.append(text)
    return section("What may be going on", parts, marks)
