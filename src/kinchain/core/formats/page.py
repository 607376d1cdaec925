"""``kinchain-page/1``: one page of the library, or the answer that no page fits."""

from __future__ import annotations

from typing import Literal

from kinchain.core.formats._base import Exchanged
from kinchain.core.formats.assessment import CitedSource

PageKind = Literal[
    "condition", "mechanism", "treatment", "exercise", "test", "claim", "topic", "none"
]
"""What a page is about; ``none`` says that no page answers."""

PageVerdict = Literal["supported", "partly", "weak", "contradicted"]


class PageLink(Exchanged):
    """Another page."""

    id: str
    title: str


class PageNumber(Exchanged):
    """One figure in plain words, with its interval and where it comes from.

    ``value``, ``low`` and ``high`` are in ``unit``; ``share`` runs from 0 to 1 and
    ``odds`` is a factor on odds. ``basis`` says whether it was read in a source, computed
    from one, or is an estimate of our own.
    """

    text: str
    value: float
    low: float
    high: float
    unit: Literal["share", "odds"]
    basis: Literal["sourced", "derived", "expert"]
    sources: tuple[str, ...] = ()


class PagePart(Exchanged):
    """A heading with its lines; ``sources`` backs the lines."""

    heading: str
    lines: tuple[str, ...]
    sources: tuple[str, ...] = ()


class Page(Exchanged):
    """One page: the short answer first, then what backs it.

    ``see_first`` is advice that goes before everything else, where the question held
    danger words. ``nearest`` holds other pages that may answer, best first.
    """

    format: Literal["kinchain-page/1"] = "kinchain-page/1"
    id: str
    kind: PageKind
    title: str
    see_first: tuple[str, ...] = ()
    answer: str
    verdict: PageVerdict | None = None
    verdict_text: str | None = None
    parts: tuple[PagePart, ...] = ()
    numbers: tuple[PageNumber, ...] = ()
    for_you: tuple[str, ...] = ()
    see_also: tuple[PageLink, ...] = ()
    nearest: tuple[PageLink, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    disclaimer: str
