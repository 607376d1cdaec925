"""The application: pages, what stands before them, and how faults are shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import cache

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kinchain.app.interview import begin, next_question
from kinchain.app.library.catalogue import load_shelf
from kinchain.core.errors import Fault, KinchainError
from kinchain.core.formats.case import Case
from kinchain.store.database import DATABASE_ERRORS
from kinchain.store.keeping import Store, open_store
from kinchain.store.seal import default_key_file
from kinchain.web import (
    heard,
    questions,
    result,
    routes_account,
    routes_app,
    routes_clinician,
    routes_diary,
    routes_follow,
    routes_listen,
    routes_own_data,
    routes_plan,
    routes_programs,
    routes_safety,
    routes_share,
    routes_tests,
    routes_walks,
    routes_what_if,
    routes_where,
    shelves,
    start,
    tell,
)
from kinchain.web.current import NotSignedIn, NoVisit, go
from kinchain.web.forms import RefusedForm
from kinchain.web.guard import Guard
from kinchain.web.keep import ChangedElsewhere, Keeper
from kinchain.web.programs import PREFIX, make_programs
from kinchain.web.render import fault_page
from kinchain.web.settings import Settings, now

PAGES = (
    start,
    tell,
    heard,
    questions,
    result,
    shelves,
    routes_where,
    routes_listen,
    routes_tests,
    routes_plan,
    routes_clinician,
    routes_share,
    routes_account,
    routes_safety,
    routes_own_data,
    routes_programs,
    routes_walks,
    routes_follow,
    routes_diary,
    routes_app,
    routes_what_if,
)
"""One file for each group of pages, with its ``router``."""

EXPIRY_ROUND_S = 600.0
"""So often what has expired is deleted."""


def make_app(settings: Settings, clock: Callable[[], datetime] = now) -> FastAPI:
    """Return the application over a database whose tables are up to date.

    Parameters
    ----------
    settings
        How it is set up.
    clock
        What tells the time, in UTC.

    Raises
    ------
    InputError
        If the database cannot be used.
    """
    store = open_store(settings.database, settings.key_file or default_key_file(), clock)
    app = FastAPI(title="kinchain", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_life)
    app.state.store = store
    for pages in PAGES:
        app.include_router(pages.router)
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
    app.mount(PREFIX, make_programs(store))
    app.add_middleware(Guard, hosts=settings.hosts, page=fault_page)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    """Read the knowledge before the first person comes; delete what expires while it runs."""
    store: Store = app.state.store
    await asyncio.to_thread(_read_all)
    await asyncio.to_thread(routes_listen.warm)
    task = asyncio.create_task(_expire(Keeper(store)))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    store.close()


@cache
def _read_all() -> None:
    """Read what the first story and the first question need, and the library."""
    load_shelf()
    next_question(begin(Case(narrative="My left knee hurts.")))


async def _expire(keeper: Keeper) -> None:
    while True:
        with suppress(*DATABASE_ERRORS):  # a full or locked disk must not end the round
            await asyncio.to_thread(keeper.expire)
        await asyncio.sleep(EXPIRY_ROUND_S)


def _on_http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    known = status if status in (404, 405) else 404
    return fault_page(known, WRONG_WAY if known == 405 else NOT_HERE)


def _on_refused(_request: Request, _error: Exception) -> Response:
    return fault_page(403, REFUSED)


def _on_stranger(_request: Request, _error: Exception) -> Response:
    return go("/sign-in")


def _on_no_visit(_request: Request, _error: Exception) -> Response:
    return fault_page(404, NO_VISIT)


def _on_changed(_request: Request, _error: Exception) -> Response:
    return fault_page(409, CHANGED)


def _on_fault(_request: Request, error: Exception) -> Response:
    faults = error.faults if isinstance(error, KinchainError) else (NOT_HERE,)
    return fault_page(422, *faults)


def _on_database(_request: Request, _error: Exception) -> Response:
    return fault_page(503, NOT_SAVED)


HANDLERS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    HTTPException: _on_http,
    RefusedForm: _on_refused,
    NotSignedIn: _on_stranger,
    NoVisit: _on_no_visit,
    ChangedElsewhere: _on_changed,
    KinchainError: _on_fault,
    **dict.fromkeys(DATABASE_ERRORS, _on_database),
}
"""How each kind of fault is shown; whatever else happens is caught by the guard."""

NOT_HERE = Fault(
    "no page goes by this address",
    "the address in the browser",
    "a page of kinchain",
    "check the address, or begin at the start page",
)
WRONG_WAY = Fault(
    "this address cannot be used in this way",
    "the address in the browser",
    "a page that is opened, or a form that is sent",
    "begin at the start page",
)
REFUSED = Fault(
    "the form was not made for this browser, or is too old",
    "the form that was sent",
    "a form of this site, sent from the browser that opened it, with cookies allowed",
    "open the page anew and fill it in again; what you told before is kept",
)
NO_VISIT = Fault(
    "nothing is kept for this browser",
    "what you told",
    "something told in this browser within the last 24 hours",
    "tell it again; it may have been deleted, or 24 hours have passed",
)
CHANGED = Fault(
    "this page was drawn before you last changed something, perhaps in another tab",
    "the page that you sent",
    "the newest page",
    "go on from here; what you told in the other tab is kept, only this last form was not taken",
)
NOT_SAVED = Fault(
    "the database does not take it now; what was told before is kept",
    "the computer that runs this page",
    "a disk with space left that can be written",
    "go back and send it again in a moment; whoever runs this computer should check its disk",
)
