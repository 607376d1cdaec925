"""Take all own data out; delete the account with everything in it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from kinchain.core.errors import Fault
from kinchain.store.cases import KeptCase
from kinchain.web.current import AnyVisitor, NoVisit, OwnAccount, Visitor, go, keeper_of, store_of
from kinchain.web.forms import OwnForm
from kinchain.web.own_data import archive, data_of
from kinchain.web.render import page, take_back
from kinchain.web.routes_safety import wrong_passphrase

router = APIRouter()

FILE_NAME = "my-kinchain-data"


@router.get("/my-data.zip")
def as_archive(request: Request, visitor: AnyVisitor) -> Response:
    """Return everything that is kept of somebody, recordings included.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    """
    pieces = archive(store_of(request), visitor.account, _cases(request, visitor))
    return StreamingResponse(pieces, media_type="application/zip", headers=_named("zip"))


@router.get("/my-data.json")
def as_json(request: Request, visitor: AnyVisitor) -> Response:
    """Return everything that is kept of somebody as JSON, without the content of files.

    Parameters
    ----------
    request
        What the browser asks.
    visitor
        Who asks.
    """
    import json

    data = data_of(store_of(request), visitor.account, _cases(request, visitor))
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return Response(text, media_type="application/json", headers=_named("json"))


@router.get("/account/delete")
def ask_delete(request: Request, account: OwnAccount) -> Response:
    """Ask whether the account should be deleted.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    """
    return page(request, "account_delete", account=account, faults=())


@router.post("/account/delete")
def delete(request: Request, account: OwnAccount, form: OwnForm) -> Response:
    """Delete the account, every case and every browser of it.

    Parameters
    ----------
    request
        What the browser asks.
    account
        Who is signed in.
    form
        The fields that were sent.
    """
    fault: Fault | None = wrong_passphrase(request, account, form)
    if fault is not None:
        return page(request, "account_delete", 422, account=account, faults=(fault,))
    store_of(request).accounts.delete(account.id)
    keeper_of(request).wipe()
    answer = go("/deleted")
    take_back(answer, request)
    return answer


def _cases(request: Request, visitor: Visitor) -> list[KeptCase]:
    cases = store_of(request).cases
    if visitor.account is not None:
        return cases.of(visitor.account.id)
    case = None if visitor.visit is None else cases.read(visitor.visit.id, None)
    if case is None:
        raise NoVisit
    return [case]


def _named(ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{FILE_NAME}.{ending}"'}
