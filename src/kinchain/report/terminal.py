"""A report in the terminal: 80 columns, and whole without colour."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kinchain.report.model import Report, SimulatedPart
from kinchain.report.terminal_care import care_parts
from kinchain.report.terminal_chain import chain_picture
from kinchain.report.terminal_conditions import conditions_part
from kinchain.report.terminal_parts import (
    INDENT,
    Marks,
    bullet_list,
    marks_for,
    named_rows,
    ref_mark,
    section,
)
from kinchain.report.terminal_soon import soon_part
from kinchain.report.walk.in_report import terminal_walks
from kinchain.report.walk.loads_in_report import terminal_loads
from kinchain.report.words import percent

WIDTH = 80
"""Columns of a report that is not shown in a terminal."""

MAX_WIDTH = 96
"""Widest a report gets; longer lines are hard to read."""


def render_text(report: Report, width: int = WIDTH, encoding: str = "utf-8") -> str:
    """Return a report as plain text.

    Parameters
    ----------
    report
        The report.
    width
        Columns.
    encoding
        What the text will be written in; decides which signs are drawn with.
    """
    sink = io.StringIO()
    console = Console(file=sink, width=width, no_color=True, force_terminal=False, emoji=False)
    print_report(report, console, marks_for(encoding))
    return "\n".join(line.rstrip() for line in sink.getvalue().splitlines()) + "\n"


def print_report(report: Report, console: Console, marks: Marks | None = None) -> None:
    """Print a report.

    Parameters
    ----------
    report
        The report.
    console
        Where to; its width, colours and encoding are respected.
    marks
        Signs to draw with; chosen by the console's encoding where None.
    """
    marks = marks or marks_for(console.encoding)
    for part in (
        soon_part(report, marks),
        _heard(report, marks),
        *([terminal_walks(report.walks, marks)] if report.walks else []),
        *([terminal_loads(report.loads, marks)] if report.loads else []),
        conditions_part(report, marks),
        _chain(report, marks, min(console.width, MAX_WIDTH)),
        *care_parts(report, marks),
        _questions(report, marks),
        _sources(report, marks),
    ):
        console.print(part, width=min(console.width, MAX_WIDTH), highlight=False)


def print_soon(report: Report, console: Console) -> None:
    """Print how soon and what to do alone.

    Parameters
    ----------
    report
        The report.
    console
        Where to.
    """
    part = soon_part(report, marks_for(console.encoding))
    console.print(part, width=min(console.width, MAX_WIDTH), highlight=False)


def _heard(report: Report, marks: Marks) -> Group:
    rows: list[tuple[str, RenderableType]] = []
    for line in report.heard:
        text = Text()
        for index, (what, quote) in enumerate(line.items):
            text.append("; " if index else "")
            text.append(what)
            if quote:
                text.append(f" “{quote}”", style="dim italic")
        rows.append((line.place, text))
    parts: list[RenderableType] = [named_rows(rows, 13)]
    if report.not_understood:
        parts.extend(("", Text(report.not_understood, style="yellow")))
    parts.extend(
        ("", Text("Is something wrong here? Put it right and run this again.", style="dim"))
    )
    return section("What was heard", parts, marks)


def _shares(shares: Sequence[tuple[str, float]]) -> Table:
    """Return the five readings of the chain side by side, the likeliest first."""
    table = Table.grid(padding=(0, 3, 0, 0))
    for _ in shares:
        table.add_column(no_wrap=True)
    table.add_row(*(Text(name, style="dim") for name, _ in shares))
    table.add_row(*(Text(percent(share), style="bold") for _, share in shares))
    return table


def _chain(report: Report, marks: Marks, width: int) -> Group:
    chain = report.chain
    parts: list[RenderableType] = [Text(chain.headline, style="bold"), Text(chain.why), ""]
    if chain.shares:
        parts.extend((_shares(chain.shares), ""))
    if chain.routes:
        parts.extend((chain_picture(chain, marks.lines, width - INDENT - 1), ""))
    for route in chain.routes:
        head = Text(route.name, style="bold")
        head.append(f"  {percent(route.probability)}, {route.verdict_words}", style="not bold")
        head.append(ref_mark(route.refs), style="not bold dim")
        rows = [("how", Text(route.plain))] if route.plain else []
        if route.because:
            rows.append(("heard", Text(route.because)))
        rows.append(("to settle", Text(route.settle)))
        parts.extend((head, Padding(named_rows(rows, 9), (0, 0, 0, 3)), ""))
    if chain.at_risk:
        parts.append(Text("What may follow at the other end", style="bold"))
        for risk in chain.at_risk:
            text = Text(risk.why)
            text.append(f" ({risk.verdict_words}){ref_mark(risk.refs)}", style="dim")
            text.append(f"\n{risk.what}")
            parts.append(Padding(text, (0, 0, 0, 3)))
    parts.extend(_simulated(chain.simulated, marks))
    if parts[-1] == "":
        parts.pop()
    return section("The chain between knee and foot", parts, marks)


def _simulated(part: SimulatedPart | None, marks: Marks) -> Iterator[RenderableType]:
    """Yield what simulated walks say, where they were asked for."""
    if part is None:
        return
    yield Text("What it changes in the loads, by simulated walks", style="bold")
    yield Padding(Text(part.note), (0, 0, 0, 3))
    if part.lines:
        yield Padding(bullet_list(part.lines, marks.dot), (0, 0, 0, 3))
    if part.left_out:
        names = ", ".join(name.lower() for name in part.left_out)
        left = f"Not in the simulated walk, and to be thought of: {names}."
        yield Padding(Text(left), (0, 0, 0, 3))
    if part.changes:
        yield Padding(Text("What would change it, by the same model; beside it what trials saw:"),
                      (0, 0, 0, 3))  # fmt: skip
    for text, trial, refs in part.changes:
        said = Text(text)
        said.append(f" {trial}{ref_mark(refs)}", style="dim")
        yield Padding(said, (0, 0, 0, 5))


def _questions(report: Report, marks: Marks) -> RenderableType:
    if not report.questions:
        return Text()
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(ratio=1)
    for question in report.questions:
        text = Text(question.text)
        text.append(f" {question.why}", style="dim")
        table.add_row("?", text)
    return section("Answers that would help most next", [table], marks)


def _sources(report: Report, marks: Marks) -> Group:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(justify="right", no_wrap=True, style="dim")
    table.add_column(ratio=1, overflow="fold")
    for source in report.sources:
        text = Text(source.citation)
        if source.url.startswith("http"):
            text.append(f" {source.url}", style="dim")
        table.add_row(f"{source.number}", text)
    parts: list[RenderableType] = [table]
    if report.n_more_sources:
        parts.append(Text(f"{report.n_more_sources} more are named by --json.", style="dim"))
    end = Text(report.disclaimer, style="italic")
    end.append(f"\n{report.engine}, {report.date}", style="dim not italic")
    return section("Sources", [*parts, "", end], marks)
