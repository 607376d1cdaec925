"""The library: search by question, and a page for each entry under its own address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kinchain.app.explain import explain
from kinchain.app.library.pages import MAKERS, all_pages
from kinchain.app.library.pages import page as library_page
from kinchain.core.errors import Fault, InputError, UnknownNameError
from kinchain.core.formats.page import Page, PageLink
from kinchain.web.current import AnyVisit
from kinchain.web.forms import OwnForm
from kinchain.web.home_tests import picture_of, timer_of
from kinchain.web.render import page

router = APIRouter(prefix="/library")

MAX_QUESTION = 400
MAX_ID = 120


@dataclass(frozen=True, slots=True)
class Link:
    """A page's title and address."""

    href: str
    title: str


@router.get("")
def shelves(request: Request, visit: AnyVisit) -> Response:
    """Show all pages by kind, and where to ask.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return _shelves(request)


@router.post("")
def look_up(request: Request, visit: AnyVisit, form: OwnForm) -> Response:
    """Answer a question; it is sent in the body, so that no address or log ever holds it.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    asked = form.one("question")
    try:
        if len(asked) > MAX_QUESTION:
            raise InputError(
                Fault("the question is too long", "Your question",
                      f"at most {MAX_QUESTION} characters", "shorten it; a story goes under 'Tell'")
            )  # fmt: skip
        found = explain(asked)
    except InputError as error:
        return _shelves(request, error.faults)
    return _entry(request, found, asked)


@router.get("/{kind}/{name}")
def entry(request: Request, visit: AnyVisit, kind: str, name: str) -> Response:
    """Show one page.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    kind
        Kind of page in the address.
    name
        Name in the address.
    """
    if kind not in MAKERS or len(name) > MAX_ID:
        raise HTTPException(404)
    try:
        found = library_page(f"{kind}:{name}")
    except UnknownNameError:
        raise HTTPException(404) from None
    if found.id != f"{kind}:{name}":
        raise HTTPException(404)
    return _entry(request, found, "")


def _shelves(request: Request, faults: tuple[Fault, ...] = ()) -> Response:
    entries = all_pages()
    kinds = [
        (kind, [Link(address(one.id), one.title) for one in entries if one.kind == kind])
        for kind in ("topic", *(kind for kind in MAKERS if kind != "topic"))
    ]
    return page(
        request, "library", 422 if faults else 200, faults=faults, asked="",
        shelves=[(kind, sorted(links, key=lambda one: one.title)) for kind, links in kinds],
    )  # fmt: skip


def _entry(request: Request, found: Page, asked: str) -> Response:
    return page(
        request, "entry", p=found, asked=asked, href=address(found.id) if asked else "",
        numbers={one.id: index for index, one in enumerate(found.sources, 1)},
        drawn=picture_of(found.kind, found.id.partition(":")[2], found.title),
        timer=timer_of(found.id.partition(":")[2]) if found.kind == "test" else None,
        nearest=_links(found.nearest), see_also=_links(found.see_also),
    )  # fmt: skip


def _links(links: Iterable[PageLink]) -> list[tuple[str, str]]:
    return [(address(one.id), one.title) for one in links]


def address(page_id: str) -> str:
    """Return the address of a page; empty where it has none.

    Parameters
    ----------
    page_id
        Its id, such as ``condition:plantar_fasciitis``.
    """
    kind, _, name = page_id.partition(":")
    return f"/library/{kind}/{quote(name, safe='')}" if name else ""
