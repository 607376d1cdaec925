"""The visit of a request: found by the browser's secret, changed by one tab at a time."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse

from kinchain.app.interview import Interview, next_question
from kinchain.web.forms import Form, cookie_name
from kinchain.web.keep import ChangedElsewhere, Keeper
from kinchain.web.visit import Visit

SEE_OTHER = 303


class NoVisit(Exception):  # noqa: N818 - it is an event, not a fault
    """Nothing was told in this browser, or its time is over."""


def keeper_of(request: Request) -> Keeper:
    """Return what keeps the visits.

    Parameters
    ----------
    request
        The request.
    """
    keeper: Keeper = request.app.state.keeper
    return keeper


def secret_of(request: Request) -> str:
    """Return the browser's secret, or nothing.

    Parameters
    ----------
    request
        The request.
    """
    return request.cookies.get(cookie_name(request), "")


def find_visit(request: Request) -> Visit | None:
    """Return the visit of a request, or None.

    Parameters
    ----------
    request
        The request.
    """
    secret = secret_of(request)
    visit = keeper_of(request).read(secret) if secret else None
    request.state.visit = visit
    return visit


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
