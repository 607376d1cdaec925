"""Read a form that a browser sent: its token first, then its fields."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from kinchain.core.errors import Fault, InputError
from kinchain.web.settings import MAX_BODY_BYTES, MAX_FIELDS

TOKEN = "token"
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
SAME_SITE = frozenset(("same-origin", "none", ""))


class RefusedForm(Exception):  # noqa: N818 - it is an event, not a fault
    """The form does not come from one of our own pages in this browser."""


@dataclass(frozen=True, slots=True)
class Form:
    """The text fields of a form.

    Parameters
    ----------
    pairs
        Name and value of each field, in order.
    """

    pairs: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """Return the first value of a field, without blanks around it; empty where none.

        Parameters
        ----------
        name
            The field's name.
        """
        return next((value.strip() for key, value in self.pairs if key == name), "")

    def exact(self, name: str) -> str:
        """Return the first value of a field exactly as it was sent; empty where none.

        Parameters
        ----------
        name
            The field's name.
        """
        return next((value for key, value in self.pairs if key == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return all values of a field.

        Parameters
        ----------
        name
            The field's name.
        """
        return tuple(value for key, value in self.pairs if key == name)


def token_of(secret: str) -> str:
    """Return the token that proves that a form was drawn for this browser.

    Parameters
    ----------
    secret
        What the browser holds, out of reach for other sites.
    """
    return hmac.new(secret.encode(), b"kinchain form", hashlib.sha256).hexdigest()


def cookie_name(request: Request) -> str:
    """Return the cookie's name; over https one that no other host can set.

    Parameters
    ----------
    request
        The request.
    """
    return "__Host-kinchain" if request.url.scheme == "https" else "kinchain"


async def read_form(request: Request) -> Form:
    """Return the form of a request.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    RefusedForm
        If it was not drawn for this browser, or comes from another site.
    InputError
        If it is no form, or has too many fields.
    """
    check_site(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORM_TYPES:
        raise InputError(_broken("this is not a form"))
    try:
        data = await request.form(max_files=0, max_fields=MAX_FIELDS, max_part_size=MAX_BODY_BYTES)
    except (MultiPartException, HTTPException):
        raise InputError(_broken("the form cannot be read")) from None
    pairs = tuple((key, value) for key, value in data.multi_items() if isinstance(value, str))
    if len(pairs) > MAX_FIELDS:
        raise InputError(_broken("the form has too many fields"))
    form = Form(tuple((key, _clean(value)) for key, value in pairs))
    check_token(request, form.one(TOKEN))
    return form


def check_token(request: Request, token: str) -> None:
    """Refuse a form whose token was not made for this browser.

    Parameters
    ----------
    request
        The request.
    token
        What the form sent as its token.

    Raises
    ------
    RefusedForm
        If it is another one, or the browser has no secret.
    """
    secret = request.cookies.get(cookie_name(request), "")
    if not secret or not hmac.compare_digest(
        token_of(secret).encode(), token.encode("utf-8", "replace")
    ):
        raise RefusedForm


def check_site(request: Request) -> None:
    """Refuse a form that a browser says comes from elsewhere.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    RefusedForm
        If it comes from another site.
    """
    if request.headers.get("sec-fetch-site", "").lower() not in SAME_SITE:
        raise RefusedForm
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise RefusedForm


def _clean(value: str) -> str:
    """Return a text without what is no character, its line ends as one sign."""
    text = value.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _broken(what: str) -> Fault:
    return Fault(
        what,
        "the form that was sent",
        "a form of one of these pages",
        "open the page anew and fill it in again",
    )


OwnForm = Annotated[Form, Depends(read_form)]
"""The form of a request, its token checked."""
