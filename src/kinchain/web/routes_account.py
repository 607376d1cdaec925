"""Sign up, sign in, sign out; the account's page with its cases."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kinchain.core.errors import Fault
from kinchain.store.accounts import Account, NameTaken
from kinchain.store.sessions import IDLE
from kinchain.store.tries import Limit
from kinchain.web.current import (
    AnyVisitor,
    OwnAccount,
    Visitor,
    agent_of,
    find_visitor,
    go,
    keeper_of,
    secret_of,
    store_of,
)
from kinchain.web.forms import OwnForm
from kinchain.web.names import is_proposed, new_name, proof_of
from kinchain.web.passphrases import (
    SIGN_IN,
    SIGN_IN_FROM,
    SIGN_UP_FROM,
    fault_of,
    hash_of,
    is_old,
    is_right,
)
from kinchain.web.render import catalogue, give, page, secret_for, take_back
from kinchain.web.second_step import is_passed
from kinchain.web.visit import Visit

router = APIRouter()

N_NAMES = 20
MAX_NAME = 80
MAX_CODE = 60
SHORT_STORY = 90


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list.

    Parameters
    ----------
    id
        Its id.
    begun, changed
        Days, as they are shown.
    words
        How the story begins.
    is_open
        Whether it is open in this browser.
    """

    id: str
    begun: str
    changed: str
    words: str
    is_open: bool


@router.get("/sign-up")
def ask_sign_up(request: Request, visitor: AnyVisitor) -> Response:
    """Show the form for a new account, with a sign-in name made by chance.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    """
    if visitor.account is not None:
        return go("/account")
    return _sign_up_page(request, _free_name(request))


@router.post("/sign-up")
def sign_up(request: Request, visitor: AnyVisitor, form: OwnForm) -> Response:
    """Make an account and sign in; what was told in this browser goes into it.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    form
        The fields that were sent.
    """
    if visitor.account is not None:
        return go("/account")
    name = form.one("name")
    if not is_proposed(name, form.one("proof"), secret_of(request)):
        return _sign_up_page(request, _free_name(request))
    fault = fault_of(form.exact("passphrase"), form.exact("again"), name)
    if fault is not None:
        return _sign_up_page(request, name, fault)
    wait = store_of(request).tries.take(SIGN_UP_FROM, address_of(request))
    if wait:
        return _sign_up_page(request, name, too_many(wait), 429)
    try:
        account = store_of(request).accounts.make(name, hash_of(form.exact("passphrase")))
    except NameTaken:  # by another browser, since it was proposed
        return _sign_up_page(request, _free_name(request))
    return _begin(request, visitor, account, "/account?new=1", keeps=True)


@router.get("/sign-in")
def ask_sign_in(request: Request, visitor: AnyVisitor) -> Response:
    """Show the form to sign in.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    """
    return go("/account") if visitor.account is not None else page(request, "sign_in", faults=())


@router.post("/sign-in")
def sign_in(request: Request, visitor: AnyVisitor, form: OwnForm) -> Response:
    """Sign in; a fault tells neither what was wrong nor whether the name exists.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    form
        The fields that were sent.
    """
    name = form.one("name")[:MAX_NAME]
    wait = hold_back(request, SIGN_IN, name) or hold_back(
        request, SIGN_IN_FROM, address_of(request)
    )
    if wait:
        return page(request, "sign_in", 429, faults=(too_many(wait),))
    account = store_of(request).accounts.by_name(name)
    if not _is_them(request, account, form.exact("passphrase"), form.one("code")[:MAX_CODE]):
        return page(request, "sign_in", 422, faults=(_nobody(),))
    if account is None:  # pragma: no cover - then nothing was right
        raise HTTPException(404)
    store_of(request).tries.forget(SIGN_IN, name)
    if is_old(account.passphrase):
        store_of(request).accounts.rehash(account.id, hash_of(form.exact("passphrase")))
    return _begin(request, visitor, account, "/account", keeps=form.one("keep") == "yes")


@router.post("/sign-out")
def sign_out(request: Request, form: OwnForm) -> RedirectResponse:
    """Sign this browser out.

    Parameters
    ----------
    request
        What the browser asks.
    form
        The fields that were sent.
    """
    store_of(request).sessions.end(secret_of(request))
    answer = go("/")
    take_back(answer, request)
    return answer


@router.get("/account")
def show(request: Request, account: OwnAccount) -> Response:
    """Show the account.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    """
    asked = request.query_params
    notes = [one for one in ("new", "saved", "deleted", "changed", "off") if asked.get(one)]
    return page(
        request, "account", account=account, cases=_cases(request, account),
        said=notes[0] if notes else "", n_codes=store_of(request).accounts.n_codes(account.id),
    )  # fmt: skip


@router.post("/account/case")
def open_case(request: Request, account: OwnAccount, form: OwnForm) -> Response:
    """Open one of the account's cases in this browser, or none, to begin a new one.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    form
        The fields that were sent.
    """
    session = find_visitor(request).session
    if session is None:  # pragma: no cover - somebody is signed in
        raise HTTPException(404)
    if form.one("do") == "new":
        store_of(request).sessions.open(session, None)
        return go("/tell")
    case = store_of(request).cases.read(form.one("case"), account.id)
    if case is None:
        raise HTTPException(404)
    store_of(request).sessions.open(session, case.id)
    return go("/report")


def address_of(request: Request) -> str:
    """Return the address that a request comes from.

    Parameters
    ----------
    request
        The request.
    """
    return request.client.host if request.client else "unknown"


def hold_back(request: Request, limit: Limit, who: str) -> timedelta:
    """Count a try, and return how long to wait before it; nothing if it may go on.

    Parameters
    ----------
    request
        The request.
    limit
        What is tried.
    who
        A sign-in name or an address.
    """
    return store_of(request).tries.take(limit, who.casefold())


def too_many(wait: timedelta) -> Fault:
    """Return what to say to somebody who has to wait.

    Parameters
    ----------
    wait
        How long.
    """
    words = catalogue().sign_in
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    return Fault(words.too_many, words.where, words.patience, words.wait.format(n=minutes))


def _nobody() -> Fault:
    words = catalogue().sign_in
    return Fault(words.wrong, words.where, words.right, words.mend)


def _is_them(request: Request, account: Account | None, passphrase: str, code: str) -> bool:
    if not is_right(passphrase, None if account is None else account.passphrase):
        return False
    store = store_of(request)
    return account is not None and is_passed(
        store.accounts, account, code, store.clock().timestamp()
    )


def _begin(
    request: Request, visitor: Visitor, account: Account, place: str, *, keeps: bool
) -> Response:
    """Sign in with a new secret; one that was known before opens nothing."""
    store, visit = store_of(request), visitor.visit
    case_id = None
    if visit is not None and visit.account_id is None:
        if keeps and store.cases.give(visit.id, account.id):
            case_id = visit.id
        else:
            keeper_of(request).forget(visit)
    if case_id is None:
        cases = store.cases.of(account.id)
        case_id = cases[0].id if cases else None
    if visitor.session is not None:
        store.sessions.end(secret_of(request))
    answer = go(place)
    give(answer, request, store.sessions.begin(account.id, case_id, agent_of(request)), IDLE)
    return answer


def _free_name(request: Request) -> str:
    """Return a name that nobody has; names are proposed, so nobody can ask who exists."""
    accounts = store_of(request).accounts
    for _ in range(N_NAMES):
        name = new_name()
        if accounts.is_free(name):
            return name
    raise HTTPException(503)  # pragma: no cover - eighty million accounts


def _sign_up_page(
    request: Request, name: str, fault: Fault | None = None, status: int = 422
) -> Response:
    return page(
        request, "sign_up", status if fault else 200, name=name,
        proof=proof_of(name, secret_for(request)), faults=() if fault is None else (fault,),
    )  # fmt: skip


def _cases(request: Request, account: Account) -> list[CaseLine]:
    visit = find_visitor(request).visit
    lines = []
    for one in store_of(request).cases.of(account.id):
        kept = Visit(one.id, one.version, one.state, account.id)
        story = " ".join(kept.interview.case.narrative.split())
        if len(story) > SHORT_STORY:
            story = f"{story[:SHORT_STORY].rsplit(' ', 1)[0]} …"
        lines.append(
            CaseLine(
                one.id, f"{one.created:%d %B %Y}", f"{one.changed:%d %B %Y}",
                story or catalogue().account.no_words, visit is not None and visit.id == one.id,
            )
        )  # fmt: skip
    return lines
