"""Keys for programs: made, shown once, listed, taken back."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kinchain.web.current import OwnAccount, go, store_of
from kinchain.web.forms import OwnForm
from kinchain.web.programs import PREFIX
from kinchain.web.render import catalogue, page
from kinchain.web.routes_safety import wrong_passphrase

router = APIRouter(prefix="/account/programs")

LASTS = timedelta(days=180)
MOST_KEYS = 20
MAX_NAME = 80


@router.get("")
def show(request: Request, account: OwnAccount) -> Response:
    """Show the keys of programs.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    """
    return _page(request, account)


@router.post("")
def make(request: Request, account: OwnAccount, form: OwnForm) -> Response:
    """Make a key and show it, this once.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    form
        The fields that were sent.
    """
    fault = wrong_passphrase(request, account, form)
    tokens = store_of(request).tokens
    if fault is not None or len(tokens.of(account.id)) >= MOST_KEYS:
        return _page(request, account, () if fault is None else (fault,), status=422)
    name = form.one("about")[:MAX_NAME] or catalogue().programs.unnamed
    return _page(request, account, secret=tokens.make(account.id, name, LASTS))


@router.post("/end")
def end(request: Request, account: OwnAccount, form: OwnForm) -> Response:
    """Take a key back.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    form
        The fields that were sent.
    """
    if not store_of(request).tokens.take_back(account.id, form.one("key")):
        raise HTTPException(404)
    return go("/account/programs")


def _page(
    request: Request, account: OwnAccount, faults: tuple[object, ...] = (), secret: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    lines = [
        (one.handle, one.name, f"{one.created:%d %B %Y}", f"{one.expires:%d %B %Y}")
        for one in store_of(request).tokens.of(account.id)
    ]
    return page(
        request, "programs", status, lines=lines, faults=faults, secret=secret, prefix=PREFIX
    )
