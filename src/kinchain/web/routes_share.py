"""Links to the clinician's sheet: made by the person, read-only, for a time, taken back at will."""

from __future__ import annotations

from datetime import datetime, timedelta

import segno
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kinchain.core.errors import Fault, InputError
from kinchain.store.shares import Share
from kinchain.store.tries import Limit
from kinchain.web.current import AnyVisitor, OwnVisit, Visitor, go, store_of
from kinchain.web.examination import rows_of
from kinchain.web.forms import Form, OwnForm
from kinchain.web.render import fault_page, page
from kinchain.web.routes_account import address_of
from kinchain.web.routes_clinician import sheet_of, with_exam
from kinchain.web.track_kept import today_of
from kinchain.web.visit import Visit, text_of

router = APIRouter()

WHAT = "clinician"
LASTS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}
"""How long a link may last, by the days in the form."""

MOST_LINKS = 20
MAX_SECRET = 100

WRONG_LINKS = Limit("share", 30, timedelta(hours=1), timedelta(minutes=1), timedelta(hours=1))
"""Links that do not open, from one address."""


@router.get("/share")
def show(request: Request, visitor: AnyVisitor, visit: OwnVisit) -> Response:
    """Show the links there are, and the form for a new one.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    visit
        What this visitor told so far.
    """
    return _page(request, visitor, visit)


@router.post("/share")
def make(request: Request, visitor: AnyVisitor, visit: OwnVisit, form: OwnForm) -> Response:
    """Make a link and show it, this once.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    lasts = LASTS.get(form.one("days"))
    shares = store_of(request).shares
    if lasts is None:
        return _page(request, visitor, visit, faults=(HOW_LONG,))
    if len(shares.of(visit.id)) >= MOST_LINKS:
        return _page(request, visitor, visit, faults=(TOO_MANY,))
    secret = shares.make(visit.id, WHAT, lasts)
    return _page(request, visitor, visit, made=f"{request.base_url}s/{secret}")


@router.post("/share/take-back")
def take_back(request: Request, visit: OwnVisit, form: OwnForm) -> Response:
    """Take a link back.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    form
        The fields that were sent.
    """
    if not store_of(request).shares.take_back(visit.id, form.one("link")):
        raise HTTPException(404)
    return go("/share?gone=1")


@router.get("/s/{secret}")
def shared(request: Request, secret: str) -> Response:
    """Show what a link shows.

    Parameters
    ----------
    request
        What the browser asks.
    secret
        What stands in the link.
    """
    found = _opened(request, secret)
    return fault_page(404, OVER) if found is None else _shared(request, *found)


@router.post("/s/{secret}")
def try_exam(request: Request, secret: str, form: OwnForm) -> Response:
    """Show what an examination would change; nothing of it is kept.

    Parameters
    ----------
    request
        What the browser asks.
    secret
        What stands in the link.
    form
        The fields that were sent.
    """
    found = _opened(request, secret)
    return fault_page(404, OVER) if found is None else _shared(request, *found, form)


def _opened(request: Request, secret: str) -> tuple[Share, Visit] | None:
    store = store_of(request)
    share = store.shares.open(secret) if len(secret) <= MAX_SECRET else None
    kept = None if share is None or share.what != WHAT else store.cases.of_share(share)
    if share is None or kept is None:
        if store.tries.take(WRONG_LINKS, address_of(request)):
            raise HTTPException(404)
        return None
    return share, Visit(kept.id, kept.version, kept.state, kept.account_id)


def _shared(request: Request, share: Share, visit: Visit, form: Form | None = None) -> Response:
    shown = visit
    faults: tuple[Fault, ...] = ()
    if form is not None:
        try:
            tried = with_exam(visit.interview, form, today_of(store_of(request)))
            shown = Visit(visit.id, visit.version, text_of(tried), visit.account_id)
        except InputError as error:
            faults = error.faults
    today = today_of(store_of(request)).isoformat()
    is_tried = form is not None and not faults
    return page(
        request, "shared", 422 if faults else 200, sheet=sheet_of(shown, store_of(request)),
        expires=_day(share.expires), groups=rows_of(visit.interview.case, form), faults=faults,
        is_tried=is_tried, by="" if form is None else form.one("by"),
        day=today if form is None else form.one("date"), today=today,
    )  # fmt: skip


def _page(
    request: Request,
    visitor: Visitor,
    visit: Visit,
    made: str = "",
    faults: tuple[Fault, ...] = (),
) -> Response:
    links = [
        (one.handle, _day(one.created), _day(one.expires), _day(one.opened) if one.opened else "")
        for one in store_of(request).shares.of(visit.id)
    ]
    picture = ""
    if made:
        code = segno.make(made, error="m", micro=False)
        picture = code.svg_data_uri(scale=4, border=3, dark="#000", light="#fff")
    return page(
        request, "share", 422 if faults else 200, links=links, made=made, picture=picture,
        faults=faults, lasts=tuple(LASTS), is_gone=bool(request.query_params.get("gone")),
        has_account=visitor.account is not None,
    )  # fmt: skip


def _day(when: datetime) -> str:
    return when.strftime("%Y-%m-%d, %H:%M UTC")


OVER = Fault(
    "this link shows nothing",
    "the address in the browser",
    "a link that was made here, whose time is not over and that was not taken back",
    "ask whoever gave it to you for a new one",
)
HOW_LONG = Fault(
    "it is not said how long the link should open",
    "How long",
    "one of the lengths shown",
    "choose one",
)
TOO_MANY = Fault(
    "there are too many links to this case",
    "Links",
    f"at most {MOST_LINKS} at a time",
    "take one back first",
)
