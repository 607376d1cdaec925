"""The library: a page for every entry of the knowledge, made from it when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kinchain.app.library.care import exercise_page, test_page, treatment_page
from kinchain.app.library.catalogue import Entry, Shelf, load_shelf
from kinchain.app.library.chain import claim_page, mechanism_page
from kinchain.app.library.conditions import condition_page
from kinchain.app.library.topics import topic_page
from kinchain.app.library.words import asking_words
from kinchain.core.errors import UnknownNameError, unknown_name
from kinchain.core.formats.page import Page, PageKind, PagePart

MAKERS: Mapping[PageKind, Callable[[str, Shelf], Page]] = {
    "condition": condition_page,
    "mechanism": mechanism_page,
    "treatment": treatment_page,
    "exercise": exercise_page,
    "test": test_page,
    "claim": claim_page,
    "topic": topic_page,
}
"""How a page of each kind is made."""

PLAIN_WORDS = "In plain words"
PLAIN_KINDS = frozenset(("condition", "treatment", "exercise", "test", "mechanism"))
"""Pages of which the everyday words are shown; claims and topics are plain sentences already."""

LEAST_NEW = 0.3
"""They are shown where at least this share of their words is new beside what the page says
first, so that nothing is said twice."""


def all_pages(shelf: Shelf | None = None) -> tuple[Entry, ...]:
    """Return the list of all pages, without making them.

    Parameters
    ----------
    shelf
        What pages are made from; the packaged knowledge where None.
    """
    return tuple((shelf or load_shelf()).entries.values())


def page(name: str, shelf: Shelf | None = None) -> Page:
    """Make one page.

    Parameters
    ----------
    name
        Id of a page, such as ``condition:plantar_fasciitis``; without its kind too.
    shelf
        What pages are made from; the packaged knowledge where None.

    Raises
    ------
    UnknownNameError
        If there is no such page.
    """
    shelf = shelf or load_shelf()
    found = page_named(name, shelf)
    if found is None:
        raise UnknownNameError(unknown_name(name, tuple(shelf.entries), "page id", "page"))
    _, _, own = found.partition(":")
    entry = shelf.entries[found]
    return _with_plain_words(MAKERS[entry.kind](own, shelf), entry)


def _with_plain_words(made: Page, entry: Entry) -> Page:
    """Put the everyday words first where they add something."""
    if entry.kind not in PLAIN_KINDS or not entry.plain:
        return made
    words = asking_words()
    said = (made.title, made.answer, *(line for part in made.parts[:1] for line in part.lines))
    known = {word for line in said for word in words.content(line)}
    told = set(words.content(entry.plain))
    if len(told - known) < LEAST_NEW * len(told):
        return made
    part = PagePart(heading=PLAIN_WORDS, lines=(entry.plain,))
    return made.model_copy(update={"parts": (part, *made.parts)})


def page_named(name: str, shelf: Shelf) -> str | None:
    """Return the id of the page that a name stands for, or None.

    Parameters
    ----------
    name
        An id with or without its kind; capitals and spaces at the ends do not matter.
    shelf
        All pages.
    """
    name = name.strip()
    kinds = ("", *(f"{kind}:" for kind in MAKERS))
    for own in dict.fromkeys((name, name.lower(), name.upper())):
        for kind in kinds:
            if f"{kind}{own}" in shelf.entries:
                return f"{kind}{own}"
    return None
