"""Building blocks of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape


def _nowhere(_page: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the parts of a page stand: alone in a file, or among other pages.

    Parameters
    ----------
    link
        Address of a page of the library by its id, or an empty text where there is none.
    correct
        What stands below what was heard, as HTML.
    more_sources
        Says how many sources (``n``) are not named, and where they are.
    folds_noes
        Whether a long row of noes is folded.
    has_sheet
        Whether the plan sheet is one of the parts.
    """

    link: Callable[[str], str] = _nowhere
    correct: str = "Is something wrong here? Put it right and run this again."
    more_sources: str = "{n} more are named in assessment.json."
    folds_noes: bool = False
    has_sheet: bool = True

    def named(self, text: str, *pages: str) -> str:
        """Return a name, linked to the first page that there is; escaped here.

        Parameters
        ----------
        text
            The name.
        *pages
            Ids of pages of the library.
        """
        found = next((place for page in pages if (place := self.link(page))), "")
        return f'<a href="{escape(found)}">{escape(text)}</a>' if found else escape(text)

    def more(self, *pages: tuple[str, str]) -> str:
        """Return links to what the library says of a whole part, or nothing.

        Parameters
        ----------
        *pages
            Id of a page and the words of its link; what there is no page of is left out.
        """
        links = (self.named(text, page) for page, text in pages if self.link(page))
        shown = ", ".join(links)
        return f'<p class="more"><small>In the library: {shown}.</small></p>' if shown else ""


ALONE = Setting()
"""A page in a file of its own, which links to nothing but itself and its sources."""


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
