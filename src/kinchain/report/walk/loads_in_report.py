"""Draw the loads of recorded walks into the report of a person: terminal, page, PDF."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kinchain.report.page_parts import ref_links
from kinchain.report.page_parts import section as page_section
from kinchain.report.terminal_parts import Marks, ref_mark
from kinchain.report.terminal_parts import section as terminal_section
from kinchain.report.walk.loads_told import ABOUT, TITLE, LoadLine, LoadsPart

HEADS = ("load", "left", "right")

BESIDE = "Measured beside told"

DIFFER = "Told and measured differ."


def terminal_loads(part: LoadsPart, marks: Marks) -> RenderableType:
    """Return the loads for the terminal.

    Parameters
    ----------
    part
        The loads.
    marks
        Signs to draw with.
    """
    return terminal_section(TITLE, list(_terminal(part)), marks)


def _terminal(part: LoadsPart) -> Iterator[RenderableType]:
    yield Text(ABOUT, style="dim")
    for one in part.tables:
        yield Text(f"\n{one.title}", style="dim")
        table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
        for head in HEADS:
            table.add_column(head, no_wrap=True)
        for row in one.rows:
            table.add_row(*row)
        yield table
        yield from (Text(f"Take care: {doubt}", style="yellow") for doubt in one.doubts)
    for line in part.lines:
        text = Text(f"\n{DIFFER} " if line.differs else "\n", style="bold")
        text.append(line.text, style="not bold")
        text.append(f" {line.figures}{ref_mark(line.refs)}.", style="not bold dim")
        yield text


def page_loads(part: LoadsPart) -> str:
    """Return the loads for the page.

    Parameters
    ----------
    part
        The loads.
    """
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    blocks = [f"<p>{escape(ABOUT)}</p>"]
    for one in part.tables:
        body = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(left)}</td>'
            f"<td>{escape(right)}</td></tr>"
            for name, left, right in one.rows
        )
        doubts = "".join(f'<p class="note">Take care: {escape(doubt)}</p>' for doubt in one.doubts)
        blocks.append(
            f"<p><small>{escape(one.title)}</small></p>"
            f'<div class="wide" role="group" aria-label="Loads of both legs, {escape(one.title)}"'
            f' tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
            f"</div>{doubts}"
        )
    if part.lines:
        rows = "".join(f"<li>{_page_line(line)}</li>" for line in part.lines)
        blocks.append(f"<h3>{BESIDE}</h3><ul>{rows}</ul>")
    return page_section("loads", TITLE, "".join(blocks))


def _page_line(line: LoadLine) -> str:
    differ = f"<strong>{DIFFER}</strong> " if line.differs else ""
    return (
        f"{differ}{escape(line.text)} <small>{escape(line.figures)}{ref_links(line.refs)}</small>"
    )


def pdf_loads(part: LoadsPart) -> Iterator[dict[str, Any]]:
    """Yield the loads as blocks of the PDF.

    Parameters
    ----------
    part
        The loads.

    Yields
    ------
    block
        A block of the PDF.
    """
    yield {"kind": "h2", "text": TITLE}
    yield {"kind": "p", "text": [{"t": ABOUT, "small": True}]}
    for one in part.tables:
        yield {"kind": "p", "text": [{"t": one.title, "small": True}]}
        yield {
            "kind": "list",
            "items": [
                [{"t": f"{name}: ", "small": True}, {"t": f"left {left}; right {right}"}]
                for name, left, right in one.rows
            ],
        }
        for doubt in one.doubts:
            yield {"kind": "note", "text": f"Take care: {doubt}"}
    if part.lines:
        yield {"kind": "h3", "text": BESIDE}
        yield {
            "kind": "list",
            "items": [
                [
                    {"t": f"{DIFFER} " if line.differs else "", "b": True},
                    {"t": line.text},
                    {"t": f" {line.figures}", "small": True},
                    *([{"t": "", "refs": list(line.refs)}] if line.refs else []),
                ]
                for line in part.lines
            ],
        }
