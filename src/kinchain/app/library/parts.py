"""What every page is put together from: verdicts, figures, claims, sources, links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kinchain.app.library.catalogue import Shelf
from kinchain.app.library.words import asking_words
from kinchain.core.formats.assessment import CitedSource
from kinchain.core.formats.page import (
    Page,
    PageKind,
    PageLink,
    PageNumber,
    PagePart,
    PageVerdict,
)
from kinchain.evidence.care_model import CareItem
from kinchain.evidence.model import Cited, Claim

DISCLAIMER = (
    "General facts, not a diagnosis and not a certified medical device. "
    "This page knows nothing about you. If you get worse or are worried, see a clinician."
)

VERDICT_TEXTS: Mapping[str, str] = {
    "supported": "Well shown: good studies back this.",
    "partly": "Partly true. Many pages say it as if it were sure; it is not.",
    "weak": "Weak proof. Many pages say it as if it were known; good studies are lacking.",
    "contradicted": "Not so. Many pages say this, and they are wrong.",
}
"""What the evidence says of a claim, in plain words."""

ROUTE_TEXTS: Mapping[str, str] = {
    "supported": "Well shown: this happens.",
    "partly": "Partly shown: some studies back it, some do not.",
    "weak": "Weak proof: it makes sense, but good studies are lacking.",
    "contradicted": "Studies speak against it.",
}
"""The same for a route of the chain."""

BASIS_TEXTS: Mapping[str, str] = {
    "sourced": "read in a source",
    "derived": "worked out from a source",
    "expert": "our own estimate",
}
"""Where a figure comes from."""

DOSE_TEXTS: Mapping[str, str] = {
    "guideline": "from a guideline",
    "trial": "from a trial",
    "usual_practice": "usual practice, not tested as such",
}
"""Where a dose or an advice comes from."""

MOST_CLAIMS = 4


def sentence(text: str) -> str:
    """Return a text with a capital at its start and a stop at its end.

    Parameters
    ----------
    text
        Some words.
    """
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def share_line(what: str, figure: Cited) -> PageNumber:
    """Return a share in words: of 100, with its range and basis.

    Parameters
    ----------
    what
        What happens, with ``{}`` where the number goes.
    figure
        A probability with its interval.
    """
    low, best, high = (_of_100(value) for value in (figure.low, figure.figure, figure.high))
    text = f"{what.format(f'{best} of 100')} ({low} to {high}); {BASIS_TEXTS[figure.basis]}."
    return PageNumber(text=text, value=figure.figure, low=figure.low, high=figure.high,
                      unit="share", basis=figure.basis, sources=figure.sources)  # fmt: skip


def odds_line(what: str, figure: Cited) -> PageNumber:
    """Return a factor on odds in words, with its range and basis.

    Parameters
    ----------
    what
        What raises or lowers the odds.
    figure
        The factor with its interval.
    """
    text = (
        f"{sentence(what)[:-1]}: odds {figure.figure:.2g} times "
        f"({figure.low:.2g} to {figure.high:.2g}); {BASIS_TEXTS[figure.basis]}."
    )
    return PageNumber(text=text, value=figure.figure, low=figure.low, high=figure.high,
                      unit="odds", basis=figure.basis, sources=figure.sources)  # fmt: skip


def _of_100(share: float) -> str:
    value = 100.0 * share
    return f"{value:.0f}" if value >= 1.0 else f"{value:.1g}"


def link(page: str, shelf: Shelf) -> PageLink:
    """Return a link to a page.

    Parameters
    ----------
    page
        Its id.
    shelf
        All pages.
    """
    return PageLink(id=page, title=shelf.entries[page].title)


def links(pages: Iterable[str], shelf: Shelf, own: str = "") -> tuple[PageLink, ...]:
    """Return links, each once, without the page itself and without pages that do not exist.

    Parameters
    ----------
    pages
        Ids.
    shelf
        All pages.
    own
        The page on which they stand.
    """
    there = dict.fromkeys(page for page in pages if page in shelf.entries and page != own)
    return tuple(link(page, shelf) for page in there)


def page_of_item(item: CareItem, shelf: Shelf) -> str:
    """Return the id of the page of a treatment or an exercise.

    Parameters
    ----------
    item
        The treatment or exercise.
    shelf
        Where it is found.
    """
    kind = "treatment" if item.id in shelf.care.treatments else "exercise"
    return f"{kind}:{item.id}"


def claims_about(page: str, shelf: Shelf) -> tuple[Claim, ...]:
    """Return the founding claims that a page carries or that name what it is about.

    Parameters
    ----------
    page
        Its id.
    shelf
        All pages.
    """
    kind, _, name = page.partition(":")
    phrases = [
        _words_of(one)
        for one in shelf.entries[page].names
        if len(_words_of(one)) > 1 or (" " not in one and kind in ("treatment", "condition"))
    ]
    carrier = f"{'finding' if kind == 'test' else kind}:{name}"
    carried: list[Claim] = []
    found: list[Claim] = []
    for claim in shelf.claims.values():
        if claim.carried_by == carrier:
            carried.append(claim)
        elif any(phrase and phrase <= _words_of(claim.claim) for phrase in phrases):
            found.append(claim)
    carried.sort(key=lambda claim: claim.verdict != "contradicted")
    return (*carried, *found)


def why_of(claim: Claim) -> str:
    """Return why a claim has its verdict, without the verdict's own word.

    Parameters
    ----------
    claim
        A founding claim.
    """
    return claim.why.removeprefix("Contradicted. ")


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(asking_words().content(text))


def said_part(claims: Iterable[Claim]) -> PagePart | None:
    """Return the part that sets what is often said beside what is known.

    Parameters
    ----------
    claims
        Founding claims.
    """
    kept = tuple(claims)[:MOST_CLAIMS]
    if not kept:
        return None
    lines = tuple(
        f'Often said: "{claim.claim}" {VERDICT_TEXTS[claim.verdict]} {why_of(claim)}'
        + ("" if claim.verified else " We have not read a source for this.")
        for claim in kept
    )
    sources = tuple(dict.fromkeys(name for claim in kept for name in claim.sources))
    return PagePart(heading="What is often said, and what holds", lines=lines, sources=sources)


def page_of(  # noqa: PLR0913 - one parameter per part of a page
    page: str,
    shelf: Shelf,
    *,
    answer: str,
    verdict: PageVerdict | None = None,
    verdict_text: str | None = None,
    parts: Iterable[PagePart | None] = (),
    numbers: Iterable[PageNumber] = (),
    for_you: Iterable[str] = (),
    see_also: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> Page:
    """Put a page together, with every source that its parts cite.

    Parameters
    ----------
    page
        Its id.
    shelf
        All pages.
    answer, verdict, verdict_text, parts, numbers, for_you, see_also, sources
        What stands on it.
    """
    kept = tuple(part for part in parts if part is not None and part.lines)
    figures = tuple(numbers)
    cited = dict.fromkeys(sources)
    cited |= dict.fromkeys(name for part in kept for name in part.sources)
    cited |= dict.fromkeys(name for figure in figures for name in figure.sources)
    entry = shelf.entries[page]
    kind: PageKind = entry.kind
    return Page(
        id=page,
        kind=kind,
        title=entry.title,
        answer=answer,
        verdict=verdict,
        verdict_text=verdict_text,
        parts=kept,
        numbers=figures,
        for_you=tuple(for_you),
        see_also=links(see_also, shelf, page),
        sources=cited_sources(cited, shelf),
        disclaimer=DISCLAIMER,
    )


def cited_sources(names: Iterable[str], shelf: Shelf) -> tuple[CitedSource, ...]:
    """Return sources in full.

    Parameters
    ----------
    names
        Source ids.
    shelf
        Where they are found.
    """
    known = shelf.knowledge.sources
    return tuple(
        CitedSource(id=name, citation=known[name].cite, url=known[name].url)
        for name in names
        if name in known
    )
