"""Who asks: the browser by its secret, the account if any, and the case that is open in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from kinchain.app.interview import Interview, next_question
from kinchain.store.accounts import Account
from kinchain.store.keeping import Store
from kinchain.store.sessions import KeptSession
from kinchain.web.forms import Form, cookie_name
from kinchain.web.keep import ChangedElsewhere, Keeper
from kinchain.web.render import give
from kinchain.web.visit import Visit

SEE_OTHER = 303
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


class NoVisit(Exception):  # noqa: N818 - it is an event, not a fault
    """Nothing was told in this browser, or its time is over."""


class NotSignedIn(Exception):  # noqa: N818 - it is an event, not a fault
    """The page belongs to an account, and nobody is signed in."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    Parameters
    ----------
    session
        The browser, where it is known.
    account
        Who is signed in, or None.
    visit
        The case that is open, theirs for sure, or None.
    """

    session: KeptSession | None = None
    account: Account | None = None
    visit: Visit | None = None

    @property
    def account_id(self) -> str | None:
        """Id of the account, or None."""
        return None if self.account is None else self.account.id


NOBODY = Visitor()


def store_of(request: Request) -> Store:
    """Return the store.

    Parameters
    ----------
    request
        The request.
    """
    store: Store = request.app.state.store
    return store


def keeper_of(request: Request) -> Keeper:
    """Return what keeps the visits.

    Parameters
    ----------
    request
        The request.
    """
    return Keeper(store_of(request))


def secret_of(request: Request) -> str:
    """Return the browser's secret, or nothing.

    Parameters
    ----------
    request
        The request.
    """
    return request.cookies.get(cookie_name(request), "")


def find_visitor(request: Request) -> Visitor:
    """Return who asks.

    Parameters
    ----------
    request
        The request.
    """
    held: Visitor | None = getattr(request.state, "visitor", None)
    if held is not None:
        return held
    found = _visitor(request)
    request.state.visitor = found
    return found


def _visitor(request: Request) -> Visitor:
    secret = secret_of(request)
    session = store_of(request).sessions.find(secret) if secret else None
    if session is None:
        return NOBODY
    account = None
    if session.account_id is not None:
        account = store_of(request).accounts.by_id(session.account_id)
        if account is None:  # pragma: no cover - its sessions went with it
            return NOBODY
    visit = None
    if session.case_id is not None:
        visit = keeper_of(request).read(session.case_id, session.account_id)
    return Visitor(session, account, visit)


def find_visit(request: Request) -> Visit | None:
    """Return the visit of a request, or None.

    Parameters
    ----------
    request
        The request.
    """
    return find_visitor(request).visit


def need_visit(request: Request) -> Visit:
    """Return the visit of a request.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    NoVisit
        If there is none.
    """
    visit = find_visit(request)
    if visit is None:
        raise NoVisit
    return visit


def need_account(request: Request) -> Account:
    """Return who is signed in.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    NotSignedIn
        If nobody is.
    """
    account = find_visitor(request).account
    if account is None:
        raise NotSignedIn
    return account


def keep_first(request: Request, answer: Response, interview: Interview) -> Visit:
    """Keep what is told first, and open it in this browser.

    Without an account the browser gets a new secret: one that was known before anything was
    told opens nothing.

    Parameters
    ----------
    request
        The request.
    answer
        The answer, which carries a new secret.
    interview
        What was told.
    """
    visitor = find_visitor(request)
    visit = keeper_of(request).make(interview, visitor.account_id)
    sessions = store_of(request).sessions
    if visitor.account is not None and visitor.session is not None:
        sessions.open(visitor.session, visit.id)
        return visit
    if visitor.session is not None:
        sessions.end(secret_of(request))
    give(answer, request, sessions.begin(None, visit.id, agent_of(request)))
    return visit


def agent_of(request: Request) -> str:
    """Return which browser asks, on which system; nothing finer.

    Parameters
    ----------
    request
        The request.
    """
    told = request.headers.get("user-agent", "")[:400]
    browser = next((name for sign, name in BROWSERS if re.search(rf"\b{sign}", told)), "Browser")
    system = next((name for sign, name in SYSTEMS if sign in told), "")
    return f"{browser}, {system}" if system else browser


AnyVisitor = Annotated[Visitor, Depends(find_visitor)]
"""Who asks; ``NOBODY`` for an unknown browser."""

OwnAccount = Annotated[Account, Depends(need_account)]
"""Who is signed in; others are led to the page to sign in."""

AnyVisit = Annotated[Visit | None, Depends(find_visit)]
"""The visit, or None."""

OwnVisit = Annotated[Visit, Depends(need_visit)]
"""The visit; a page says so where there is none."""


def check_version(visit: Visit, form: Form) -> None:
    """Refuse a form that was drawn before the visit was last changed.

    Parameters
    ----------
    visit
        The visit.
    form
        The form.

    Raises
    ------
    ChangedElsewhere
        If it was drawn of another version.
    """
    if form.one("version") != str(visit.version):
        raise ChangedElsewhere


def go(place: str) -> RedirectResponse:
    """Return the way to another page after a form was taken.

    Parameters
    ----------
    place
        Its path.
    """
    return RedirectResponse(place, SEE_OTHER)


def is_emergency(interview: Interview) -> bool:
    """Say whether help is needed now, and no question is left that could settle it.

    Parameters
    ----------
    interview
        The interview.
    """
    return interview.urgency == "emergency" and next_question(interview) is None
