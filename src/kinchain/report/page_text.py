"""A page of the library as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from kinchain.core.formats.page import Page

WIDTH = 88
"""Columns of the text."""


def page_text(page: Page, width: int = WIDTH) -> str:
    """Return a page as text: advice first where there is danger, then the short answer.

    Parameters
    ----------
    page
        The page.
    width
        Columns.
    """
    return "\n".join(_lines(page, width)).rstrip() + "\n"


def _lines(page: Page, width: int) -> Iterator[str]:
    if page.see_first:
        yield from _heading("First of all")
        for line in page.see_first:
            yield from _filled(line, width)
        yield ""
    yield from _heading(page.title)
    yield from _filled(page.answer, width)
    yield ""
    if page.verdict_text and page.verdict_text not in page.answer:
        yield from _part("What the studies say", (page.verdict_text,), width)
    if page.for_you:
        yield from _part("What it means for you", page.for_you, width)
    for part in page.parts:
        yield from _part(part.heading, part.lines, width)
    if page.numbers:
        yield from _part("Numbers", (number.text for number in page.numbers), width)
    if page.nearest:
        yield from _part("Other pages that may answer", (f"{one.title} [{one.id}]"
                         for one in page.nearest), width)  # fmt: skip
    if page.see_also:
        yield from _part("See also", (f"{one.title} [{one.id}]" for one in page.see_also), width)
    if page.sources:
        lines = (f"{one.citation}. {one.url}".rstrip() for one in page.sources)
        yield from _part("Sources", lines, width)
    yield from _filled(page.disclaimer, width)


def _heading(text: str) -> Iterator[str]:
    yield text
    yield "-" * len(text)


def _part(heading: str, lines: Iterable[str], width: int) -> Iterator[str]:
    yield heading
    for line in lines:
        yield from wrap(
            line, width, initial_indent="  - ", subsequent_indent="    ", break_long_words=False
        )
    yield ""


def _filled(text: str, width: int) -> list[str]:
    return wrap(text, width, break_long_words=False)
