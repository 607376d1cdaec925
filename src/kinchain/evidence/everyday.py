"""Everyday words for every page of the library: what it is about, and how people ask for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import Field, field_validator

from kinchain.core.errors import Fault, KnowledgeError
from kinchain.evidence.load import KNOWLEDGE, _twice, _typed
from kinchain.evidence.model import Frozen

FILE = "everyday.yaml"


class Everyday(Frozen):
    """What one page is about in plain sentences, and ways in which people ask for it.

    The text is made from the page alone and holds no figure, so that it needs no source of
    its own: what backs the page backs it.
    """

    id: str
    plain: Annotated[str, Field(min_length=20, max_length=400)]
    asked: Annotated[tuple[str, ...], Field(min_length=1)]

    @field_validator("plain")
    @classmethod
    def _holds_no_figure(cls, text: str) -> str:
        if any(letter.isdigit() for letter in text.replace("B12", "")):
            raise ValueError("a figure needs a source: say it in words on the page itself")
        return text


def read_everyday() -> Mapping[str, Everyday]:
    """Read the everyday words afresh, by page id, in file order.

    Raises
    ------
    KnowledgeError
        With every fault of the file.
    """
    faults: list[Fault] = []
    found: dict[str, Everyday] = {}
    for entry in _typed(KNOWLEDGE / FILE, "pages", Everyday, faults):
        if entry.id in found:
            faults.append(_twice(entry.id, FILE, FILE))
        found[entry.id] = entry
    if faults:
        raise KnowledgeError(faults)
    return found


@lru_cache(maxsize=1)
def load_everyday() -> Mapping[str, Everyday]:
    """Return the packaged everyday words, read once per process.

    Raises
    ------
    KnowledgeError
        With every fault of the file.
    """
    return read_everyday()


def everyday_faults(everyday: Mapping[str, Everyday], pages: Collection[str]) -> list[Fault]:
    """Return a fault for each entry of a page that there is not.

    Parameters
    ----------
    everyday
        Everyday words by page id.
    pages
        Ids of all pages.
    """
    return [
        Fault(f"no page '{name}'", FILE, "the id of a page of the library", "correct the id")
        for name in everyday
        if name not in pages
    ]
