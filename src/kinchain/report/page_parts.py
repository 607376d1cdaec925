"""Building blocks of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def listed(items: Iterable[str], kind: str = "") -> str:
    """Return a list; its items are escaped here.

    Parameters
    ----------
    items
        The items.
    kind
        Class of the list, or an empty text.
    """
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f'<ul class="{kind}">{rows}</ul>' if kind else f"<ul>{rows}</ul>"


def section(name: str, title: str, inside: str) -> str:
    """Return a part of the page under its heading.

    Parameters
    ----------
    name
        Its id.
    title
        The heading; escaped here.
    inside
        HTML of what stands below it.
    """
    return (
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escape(title)}</h2>\n'
        f"{inside}\n</section>"
    )


def ref_links(refs: Sequence[int]) -> str:
    """Return the numbers of sources as links, or nothing.

    Parameters
    ----------
    refs
        The numbers.
    """
    if not refs:
        return ""
    links = ", ".join(f'<a href="#source-{one}">{one}</a>' for one in refs)
    return f'&nbsp;<span class="refs">[{links}]</span>'


def rows_of(rows: Iterable[tuple[str, str]]) -> str:
    """Return names with a text beside each; both are escaped here.

    Parameters
    ----------
    rows
        Name and text.
    """
    table = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in rows
    )
    return f'<dl class="rows">{table}</dl>' if table else ""
