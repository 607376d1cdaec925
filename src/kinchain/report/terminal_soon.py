"""How soon, and what to do: the head of the terminal report."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kinchain.core.urgency import Urgency
from kinchain.report.model import Report
from kinchain.report.terminal_parts import INDENT, Marks, bullet_list, ref_mark
from kinchain.report.words import URGENCY_WORDS


def _ladder(level: Urgency, marks: Marks) -> Text:
    """Return all five levels in a line, with this one marked."""
    text = Text()
    for name, one in URGENCY_WORDS.items():
        held = name == level
        text.append(
            f"{marks.here if held else marks.there} {one.rung}",
            style=f"bold {one.colour}" if held else "dim",
        )
        text.append("   ")
    return text


def soon_part(report: Report, marks: Marks) -> Group:
    """Return how soon, why, whom to see and what is still open.

    Parameters
    ----------
    report
        The report.
    marks
        Signs to draw with.
    """
    soon = report.soon
    colour = URGENCY_WORDS[soon.level].colour
    title = Text(soon.headline, style=f"bold {colour}")
    note = Text("First answer, still provisional", style="italic") if soon.provisional else None
    panel = Panel(
        Group(
            *(
                part
                for part in (title, note, Text(), _ladder(soon.level, marks))
                if part is not None
            )
        ),
        box=marks.box,
        border_style=colour,
        padding=(0, 2),
        title=Text("How soon", style="bold"),
        title_align="left",
    )
    rows: list[tuple[str, RenderableType]] = [("What to do", Text(soon.advice))]
    for flag in soon.flags:
        text = Text(flag.name, style="bold")
        text.append(f"  {flag.urgency}{flag.basis}{ref_mark(flag.refs)}", style="not bold dim")
        text.append(f"\n{flag.say}", style="not bold")
        if flag.because:
            text.append(f"\nHeard: {flag.because}", style="not bold dim")
        rows.append(("Why", text))
    rows.append(("See", Text(soon.who)))
    if soon.bring:
        rows.append(("Bring", bullet_list(soon.bring, marks.dot)))
    if soon.say:
        rows.append(("Say", Text(" ".join(soon.say))))
    if soon.protect:
        rows.append(("Until then", bullet_list(soon.protect, marks.dot)))
    parts: list[RenderableType] = [panel, ""]
    parts.append(Padding(_spaced(rows), (0, 0, 0, INDENT)))
    if soon.open_questions:
        parts.extend(("", Padding(_open(report, marks), (0, 0, 0, INDENT))))
    return Group(*parts)


def _spaced(rows: Sequence[tuple[str, RenderableType]]) -> Table:
    """Return named rows with a free line between them; a name is said once."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=10, style="bold", no_wrap=True)
    table.add_column(ratio=1)
    last = ""
    for name, what in rows:
        if last:
            table.add_row("", "")
        table.add_row("" if name == last else name, what)
        last = name
    return table


def _open(report: Report, marks: Marks) -> Group:
    soon = report.soon
    head = Text("Danger questions still open. ", style="bold")
    head.append("Please answer them: the answer can become more urgent.", style="not bold")
    parts: list[RenderableType] = [head, bullet_list(soon.open_questions, "?")]
    if soon.n_more_open:
        parts.append(Text(f"  and {soon.n_more_open} more", style="dim"))
    return Group(*parts)
