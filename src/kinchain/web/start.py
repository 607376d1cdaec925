"""The first page, deleting everything, and the few files that pages load."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kinchain.web.current import AnyVisit, AnyVisitor, go, keeper_of, secret_of, store_of
from kinchain.web.forms import OwnForm
from kinchain.web.render import page, style, take_back

router = APIRouter()

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="#0b6e8a"/><path d="M17 4v9l-4 11h12" fill="none" stroke="#fff" '
    'stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/><circle cx="17" cy="13" '
    'r="3.5" fill="#0b6e8a" stroke="#fff" stroke-width="2.5"/><circle cx="13" cy="24" r="3.5" '
    'fill="#0b6e8a" stroke="#fff" stroke-width="2.5"/></svg>'
)

HOUR_S = 3600


FOLDER = Path(__file__).parent


@cache
def _script(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


FILES: Mapping[str, tuple[Callable[[], str], str]] = {
    "style.css": (style, "text/css; charset=utf-8"),
    "icon.svg": (lambda: ICON, "image/svg+xml"),
    **{
        one.name: (partial(_script, one.name), "text/javascript; charset=utf-8")
        for one in sorted(FOLDER.glob("*.js"))
    },
}
"""All files that can be had, by name; no path ever reaches the disk."""


@router.get("/")
def start(request: Request, visit: AnyVisit) -> Response:
    """Show what this is.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return page(request, "start")


@router.get("/static/{name}")
def static(name: str) -> Response:
    """Return one of the files that pages load.

    Parameters
    ----------
    name
        Name in the address.
    """
    if name not in FILES:
        raise HTTPException(404)
    make, kind = FILES[name]
    return Response(make(), media_type=kind, headers={"Cache-Control": f"max-age={HOUR_S}"})


@router.get("/delete")
def ask_delete(request: Request, visit: AnyVisit) -> Response:
    """Ask whether everything should be deleted.

    Parameters
    ----------
    request
        What the browser asks.
    visit
        What this visitor told so far.
    """
    return page(request, "delete") if visit is not None else go("/deleted")


@router.post("/delete")
def delete(request: Request, visitor: AnyVisitor, form: OwnForm) -> RedirectResponse:
    """Delete what was told; without an account the browser's secret goes with it.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    form
        The fields that were sent.
    """
    if visitor.visit is not None:
        keeper_of(request).forget(visitor.visit)
    if visitor.account is not None:
        return go("/account?deleted=1")
    store_of(request).sessions.end(secret_of(request))
    answer = go("/deleted")
    take_back(answer, request)
    return answer


@router.get("/deleted")
def deleted(request: Request) -> Response:
    """Say that everything is deleted.

    Parameters
    ----------
    request
        What the browser asks.
    """
    return page(request, "deleted")
