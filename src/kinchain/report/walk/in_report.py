"""Draw measured walks into the report of a person: terminal, page, PDF."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from kinchain.report.page_parts import section as page_section
from kinchain.report.terminal_parts import Marks
from kinchain.report.terminal_parts import section as terminal_section
from kinchain.report.walk.told import N_WARNINGS, TITLE, WalksPart, few_rows, stands_out

HEADS = ("mean ± SD", "left", "right", "evenness")

DIFFER = "Told and measured differ."


def terminal_walks(part: WalksPart, marks: Marks) -> RenderableType:
    """Return the walks for the terminal.

    Parameters
    ----------
    part
        The walks.
    marks
        Signs to draw with.
    """
    return terminal_section(TITLE, list(_terminal(part)), marks)


def _terminal(part: WalksPart) -> Iterator[RenderableType]:
    for number, walk in enumerate(part.walks):
        if number:
            yield ""
        yield Text(walk.headline, style="bold")
        yield Text(f"{walk.title}: {walk.recorded}", style="dim")
        rows = few_rows(walk)
        if rows:
            table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
            for head in HEADS:
                table.add_column(head, no_wrap=True)
            for row in rows:
                table.add_row(*row)
            yield table
        yield from (Text(text) for text in stands_out(walk))
        yield from (Text(f"Take care: {one}", style="yellow") for one in walk.warnings[:N_WARNINGS])
    for sign in part.signs:
        text = Text(f"\n{DIFFER} " if sign.agrees is False else "\n", style="bold")
        text.append(sign.text, style="not bold")
        text.append(f" {sign.because}." if sign.because else "", style="not bold dim")
        yield text


def page_walks(part: WalksPart) -> str:
    """Return the walks for the page.

    Parameters
    ----------
    part
        The walks.
    """
    blocks = []
    for walk in part.walks:
        body = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(left) or "-"}</td>'
            f"<td>{escape(right) or '-'}</td><td>{escape(even)}</td></tr>"
            for name, left, right, even in few_rows(walk)
        )
        heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
        table = (
            '<div class="wide" role="group" aria-label="Both sides" tabindex="0"><table>'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
            if body
            else ""
        )
        lines = "".join(f"<li>{escape(text)}</li>" for text in stands_out(walk))
        doubts = "".join(
            f'<p class="note">Take care: {escape(one)}</p>' for one in walk.warnings[:N_WARNINGS]
        )
        blocks.append(
            f"<p><strong>{escape(walk.headline)}</strong><br><small>{escape(walk.title)}: "
            f"{escape(walk.recorded)}</small></p>{table}"
            f"{f'<ul>{lines}</ul>' if lines else ''}{doubts}"
        )
    return page_section("walks", TITLE, "".join(blocks) + _page_signs(part))


def _page_signs(part: WalksPart) -> str:
    if not part.signs:
        return ""
    rows = "".join(
        "<li>"
        + (f"<strong>{DIFFER}</strong> " if one.agrees is False else "")
        + escape(one.text)
        + (f" <small>{escape(one.because)}</small>" if one.because else "")
        + "</li>"
        for one in part.signs
    )
    return f"<h3>Measured beside told</h3><ul>{rows}</ul>"


def pdf_walks(part: WalksPart) -> Iterator[dict[str, Any]]:
    """Yield the walks as blocks of the PDF.

    Parameters
    ----------
    part
        The walks.

    Yields
    ------
    block
        A block of the PDF.
    """
    yield {"kind": "h2", "text": TITLE}
    for walk in part.walks:
        yield {
            "kind": "p",
            "text": [
                {"t": f"{walk.headline} ", "b": True},
                {"t": f"{walk.title}: {walk.recorded}", "small": True},
            ],
        }
        lines = [
            [{"t": f"{name}: ", "small": True}, {"t": _both(left, right, even)}]
            for name, left, right, even in few_rows(walk)
        ]
        lines += [[{"t": text}] for text in stands_out(walk)]
        if lines:
            yield {"kind": "list", "items": lines}
        for one in walk.warnings[:N_WARNINGS]:
            yield {"kind": "note", "text": f"Take care: {one}"}
    if part.signs:
        yield {"kind": "h3", "text": "Measured beside told"}
        yield {
            "kind": "list",
            "items": [
                [
                    {"t": f"{DIFFER} " if one.agrees is False else "", "b": True},
                    {"t": one.text},
                    {"t": f" {one.because}" if one.because else "", "small": True},
                ]
                for one in part.signs
            ],
        }


def _both(left: str, right: str, even: str) -> str:
    sides = [f"left {left}" * bool(left), f"right {right}" * bool(right), even]
    return "; ".join(one for one in sides if one)
