"""The JSON interface for programs, version 1: one account's cases, with a key as bearer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date as Date
from datetime import datetime
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from kinchain.app.assess import assess
from kinchain.app.follow import follow
from kinchain.app.interview import begin
from kinchain.core.errors import Fault, InputError, KinchainError
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case
from kinchain.core.formats.error import ErrorReport, FaultModel
from kinchain.core.formats.progress import Progress
from kinchain.core.formats.track import DiaryDay, Track, TrackedScore
from kinchain.evidence import load_knowledge
from kinchain.intake.case_file import case_faults
from kinchain.store.accounts import Account
from kinchain.store.cases import KeptCase
from kinchain.store.database import DATABASE_ERRORS
from kinchain.store.keeping import Store
from kinchain.store.shelf import ChangedElsewhere
from kinchain.web.current import store_of
from kinchain.web.settings import MAX_STORY_CHARACTERS
from kinchain.web.track_kept import keep_day, keep_score, today_of, track_of
from kinchain.web.visit import Visit, text_of

PREFIX = "/api/v1"
KEY = HTTPBearer(auto_error=False, scheme_name="key", description="Account, Programs.")
MOST_CASES = 1000


class NoKey(Exception):  # noqa: N818 - it is an event, not a fault
    """The request bears no key, or one that is over."""


class CaseInList(BaseModel):
    """One case of the list."""

    id: str
    created: datetime
    changed: datetime


class CaseMade(BaseModel):
    """The case that was made."""

    id: str


def need_key(
    request: Request, borne: Annotated[HTTPAuthorizationCredentials | None, Depends(KEY)]
) -> Account:
    """Return whose key a request bears.

    Parameters
    ----------
    request
        The request.
    borne
        What the header says.

    Raises
    ------
    NoKey
        If it bears none that opens anything.
    """
    token = None if borne is None else store_of(request).tokens.open(borne.credentials)
    account = None if token is None else store_of(request).accounts.by_id(token.account_id)
    if account is None:
        raise NoKey
    return account


KeyOwner = Annotated[Account, Depends(need_key)]
"""Whose key the request bears."""

CaseId = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="Id of one of your cases.")]


def make_programs(store: Store) -> FastAPI:
    """Return the interface as an application of its own.

    Parameters
    ----------
    store
        The store.
    """
    api = FastAPI(
        title="kinchain", version="1", docs_url=None, redoc_url=None,
        summary="Decision support and education, not a diagnosis.",
        responses={
            401: {"model": ErrorReport}, 404: {"model": ErrorReport}, 422: {"model": ErrorReport},
        },
    )  # fmt: skip
    api.state.store = store
    for method, path, run, kind, status in ROUTES:
        api.add_api_route(path, run, methods=[method], response_model=kind, status_code=status)
    for error, handler in HANDLERS.items():
        api.add_exception_handler(error, handler)
    return api


def assess_told(account: KeyOwner, case: Annotated[Case, Body()]) -> Assessment:
    """Assess a case without keeping it.

    Parameters
    ----------
    account
        Whose key it is.
    case
        What was told.
    """
    return assess(_checked(case))


def list_cases(request: Request, account: KeyOwner) -> list[CaseInList]:
    """List your cases, the last changed first.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    """
    kept = store_of(request).cases.of(account.id)
    return [CaseInList(id=one.id, created=one.created, changed=one.changed) for one in kept]


def make_case(request: Request, account: KeyOwner, case: Annotated[Case, Body()]) -> CaseMade:
    """Keep a new case.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case
        What was told.
    """
    cases = store_of(request).cases
    if len(cases.of(account.id)) >= MOST_CASES:
        raise InputError(_fault("there are too many cases", "your account", "delete some first"))
    made = cases.make(text_of(begin(_checked(case))), account.id)
    return CaseMade(id=made.id)


def read_case(request: Request, account: KeyOwner, case_id: CaseId) -> Case:
    """Return what was told in a case.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case_id
        The case.
    """
    return _told(_own(request, account, case_id))


def delete_case(request: Request, account: KeyOwner, case_id: CaseId) -> None:
    """Delete a case with everything that belongs to it.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case_id
        The case.
    """
    _own(request, account, case_id)
    store_of(request).cases.delete(case_id, account.id)
    store_of(request).wipe()


def read_assessment(request: Request, account: KeyOwner, case_id: CaseId) -> Assessment:
    """Return the assessment of a case.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case_id
        The case.
    """
    return assess(_told(_own(request, account, case_id)))


def read_track(request: Request, account: KeyOwner, case_id: CaseId) -> Track:
    """Return the diary, scores and home tests of a case.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case_id
        The case.
    """
    return track_of(store_of(request), _own(request, account, case_id).id)


def read_progress(request: Request, account: KeyOwner, case_id: CaseId) -> Progress:
    """Return whether it gets better, and what to do.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case_id
        The case.
    """
    store = store_of(request)
    return follow(track_of(store, _own(request, account, case_id).id), today_of(store))


def put_day(
    request: Request,
    account: KeyOwner,
    case_id: CaseId,
    date: Date,
    day: Annotated[DiaryDay, Body()],
) -> None:
    """Keep a day of the diary in place of what was kept of it.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case_id
        The case.
    date
        The day.
    day
        What was told of it.
    """
    if day.date != date:
        raise InputError(_fault("two days differ", "path and body", "name the same day in both"))
    _own(request, account, case_id)
    keep_day(store_of(request), case_id, day.model_dump(mode="json", exclude_defaults=True))


def add_score(
    request: Request, account: KeyOwner, case_id: CaseId, score: Annotated[TrackedScore, Body()]
) -> None:
    """Keep an outcome score in place of one of the same day.

    Parameters
    ----------
    request
        The request.
    account
        Whose key it is.
    case_id
        The case.
    score
        The score.
    """
    _own(request, account, case_id)
    keep_score(store_of(request), case_id, score.model_dump(mode="json"))


ROUTES: tuple[tuple[str, str, Callable[..., Any], Any, int], ...] = (
    ("POST", "/assessments", assess_told, Assessment, 200),
    ("GET", "/cases", list_cases, list[CaseInList], 200),
    ("POST", "/cases", make_case, CaseMade, 201),
    ("GET", "/cases/{case_id}", read_case, Case, 200),
    ("DELETE", "/cases/{case_id}", delete_case, None, 204),
    ("GET", "/cases/{case_id}/assessment", read_assessment, Assessment, 200),
    ("GET", "/cases/{case_id}/track", read_track, Track, 200),
    ("GET", "/cases/{case_id}/progress", read_progress, Progress, 200),
    ("PUT", "/cases/{case_id}/diary/{date}", put_day, None, 204),
    ("POST", "/cases/{case_id}/scores", add_score, None, 204),
)
"""Method, path, what runs, what it returns, and the status of success."""


def _checked(case: Case) -> Case:
    """Refuse what a page would refuse, and files of this machine."""
    if case.walks:
        raise InputError(
            _fault("a case cannot name files here", "field 'walks'", "send recordings by the pages")
        )
    if len(case.narrative) > MAX_STORY_CHARACTERS:
        raise InputError(_fault("the story is too long", "field 'narrative'", "shorten it"))
    faults = tuple(case_faults(case, "the case", load_knowledge().findings))
    if faults:
        raise InputError(faults)
    return case


def _own(request: Request, account: Account, case_id: str) -> KeptCase:
    case = store_of(request).cases.read(case_id, account.id)
    if case is None:
        raise HTTPException(404)
    return case


def _told(kept: KeptCase) -> Case:
    return Visit(kept.id, kept.version, kept.state, kept.account_id).interview.case


def _fault(what: str, where: str, mend: str) -> Fault:
    return Fault(what, where, "what /api/v1/openapi.json says", mend)


def _said(status: int, *faults: Fault) -> JSONResponse:
    report = ErrorReport(errors=tuple(FaultModel(**one.as_dict()) for one in faults))
    answer = JSONResponse(report.model_dump(mode="json"), status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _on_no_key(_request: Request, _error: Exception) -> Response:
    mend = "make a key under Account, Programs, and send 'Bearer KEY'"
    return _said(401, _fault("no key, or one that is over", "header 'Authorization'", mend))


def _on_http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _said(status, _fault("there is nothing here, or it is not done so", "the address",
                                "check address and method"))  # fmt: skip


def _on_body(_request: Request, error: Exception) -> Response:
    """Say which field is wrong and how, and nothing of what stood there."""
    found: Iterable[Any] = error.errors() if isinstance(error, RequestValidationError) else ()
    faults = [
        _fault(str(one.get("type", "wrong")).replace("_", " "),
               "field '" + ".".join(str(part)[:60] for part in one.get("loc", ()))[:200] + "'",
               "correct the field")
        for one in list(found)[:20]
    ]  # fmt: skip
    return _said(422, *(faults or [_fault("the body cannot be read", "the body", "send JSON")]))


def _on_fault(_request: Request, error: Exception) -> Response:
    return _said(422, *(error.faults if isinstance(error, KinchainError) else ()))


def _on_changed(_request: Request, _error: Exception) -> Response:
    return _said(409, _fault("it was changed or deleted meanwhile", "the case", "read it anew"))


def _on_database(_request: Request, _error: Exception) -> Response:
    return _said(503, _fault("the database does not take it now", "the server", "send it again"))


HANDLERS: dict[Any, Callable[[Request, Exception], Response]] = {
    NoKey: _on_no_key,
    HTTPException: _on_http,
    RequestValidationError: _on_body,
    KinchainError: _on_fault,
    ChangedElsewhere: _on_changed,
    **dict.fromkeys(DATABASE_ERRORS, _on_database),
}
