"""Passphrase, second step, and the browsers that are signed in."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kinchain.core.errors import Fault
from kinchain.store.accounts import Account
from kinchain.store.sessions import IDLE
from kinchain.web.current import OwnAccount, agent_of, find_visitor, go, store_of
from kinchain.web.forms import Form, OwnForm
from kinchain.web.passphrases import SIGN_IN, fault_of, hash_of, is_right
from kinchain.web.render import catalogue, give, page
from kinchain.web.routes_account import hold_back, too_many
from kinchain.web.second_step import new_codes, new_totp, picture, plain, step_of

router = APIRouter(prefix="/account")


@router.get("/passphrase")
def ask_passphrase(request: Request, account: OwnAccount) -> Response:
    """Show the form for another passphrase.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    """
    return page(request, "passphrase", account=account, faults=())


@router.post("/passphrase")
def change_passphrase(request: Request, account: OwnAccount, form: OwnForm) -> Response:
    """Change the passphrase; every other browser is signed out, this one gets a new secret.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    form
        The fields that were sent.
    """
    fault = wrong_passphrase(request, account, form) or fault_of(
        form.exact("new"), form.exact("again"), account.name
    )
    if fault is not None:
        return page(request, "passphrase", 422, account=account, faults=(fault,))
    store = store_of(request)
    store.accounts.set_passphrase(account.id, hash_of(form.exact("new")))
    answer = go("/account?changed=1")
    _only_this(request, account, answer)
    return answer


@router.get("/second-step")
def ask_second_step(request: Request, account: OwnAccount) -> Response:
    """Show the second step: on, off, or being set up.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    """
    return _second_step(request, account)


@router.post("/second-step")
def set_second_step(request: Request, account: OwnAccount, form: OwnForm) -> Response:
    """Begin with the second step, confirm it by a code, make new codes, or switch it off.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    form
        The fields that were sent.
    """
    wanted = form.one("do")
    if wanted == "begin" and not account.has_totp:
        store_of(request).accounts.offer_totp(account.id, new_totp())
        return go("/account/second-step")
    fault = wrong_passphrase(request, account, form)
    if fault is not None:
        return _second_step(request, account, fault)
    if wanted == "confirm" and not account.has_totp:
        return _confirm(request, account, form)
    if wanted == "codes" and account.has_totp:
        return _codes(request, account)
    if wanted == "off":
        store_of(request).accounts.set_totp(account.id, on=False)
        return go("/account?off=1")
    return go("/account/second-step")


@router.get("/browsers")
def browsers(request: Request, account: OwnAccount) -> Response:
    """Show in which browsers the account is signed in.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    """
    own = find_visitor(request).session
    lines = [
        (one.handle, one.agent, _when(one.created), _when(one.seen), own == one or _same(own, one))
        for one in store_of(request).sessions.of(account.id)
    ]
    return page(request, "browsers", lines=lines)


@router.post("/browsers")
def end_browsers(request: Request, account: OwnAccount, form: OwnForm) -> Response:
    """Sign one other browser out, or all others.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    form
        The fields that were sent.
    """
    sessions = store_of(request).sessions
    if form.one("do") == "all":
        own = find_visitor(request).session
        sessions.end_others(account.id, None if own is None else own.id)
    elif not sessions.end_one(account.id, form.one("browser")):
        raise HTTPException(404)
    return go("/account/browsers")


def wrong_passphrase(request: Request, account: Account, form: Form) -> Fault | None:
    """Return why a step that needs the passphrase again cannot be taken; None where it can.

    Parameters
    ----------
    request
        The request.
    account
        Who is signed in.
    form
        The form, with the passphrase in ``passphrase``.
    """
    wait = hold_back(request, SIGN_IN, account.name)
    if wait:
        return too_many(wait)
    if not is_right(form.exact("passphrase"), account.passphrase):
        words = catalogue().passphrase
        return Fault(words.wrong, words.present, words.right, words.mend_present)
    store_of(request).tries.forget(SIGN_IN, account.name)
    return None


def _confirm(request: Request, account: Account, form: Form) -> Response:
    store = store_of(request)
    step = None
    if account.totp is not None:
        step = step_of(account.totp, form.one("code"), store.clock().timestamp())
    if step is None or not store.accounts.use_step(account.id, step):
        words = catalogue().second_step
        fault = Fault(words.wrong, words.code, words.right, words.mend)
        return _second_step(request, account, fault)
    return _codes(request, account)


def _codes(request: Request, account: Account) -> Response:
    """Switch the second step on and show its recovery codes, this once."""
    codes = new_codes()
    store_of(request).accounts.set_totp(account.id, on=True, codes=tuple(map(plain, codes)))
    answer = page(request, "recovery_codes", codes=codes)
    _only_this(request, account, answer)
    return answer


def _only_this(request: Request, account: Account, answer: Response) -> None:
    """Sign every browser out but this one, which gets a new secret."""
    sessions, own = store_of(request).sessions, find_visitor(request).session
    secret = sessions.begin(account.id, None if own is None else own.case_id, agent_of(request))
    made = sessions.find(secret)
    sessions.end_others(account.id, None if made is None else made.id)
    del_cookie = [one for one in answer.raw_headers if one[0] != b"set-cookie"]
    answer.raw_headers[:] = del_cookie
    give(answer, request, secret, IDLE)


def _second_step(request: Request, account: Account, fault: Fault | None = None) -> Response:
    secret = account.totp
    shown = None if secret is None or account.has_totp else secret
    return page(
        request, "second_step", 422 if fault else 200, account=account,
        faults=() if fault is None else (fault,), secret=shown,
        grouped="" if shown is None else " ".join(shown[at : at + 4] for at in range(0, 32, 4)),
        qr="" if shown is None else picture(account, shown),
        n_codes=store_of(request).accounts.n_codes(account.id),
    )  # fmt: skip


def _same(own: object, one: object) -> bool:
    return getattr(own, "id", None) == getattr(one, "id", "")


def _when(time: datetime) -> str:
    return f"{time:%d %B %Y, %H:%M}"
