"""Draw pages from templates; every word of ours comes from one catalogue."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from kinchain.core.errors import Fault, KnowledgeError
from kinchain.report.clinician_page import SHEET
from kinchain.report.page import page_style
from kinchain.store.sessions import IDLE
from kinchain.store.shelf import new_secret
from kinchain.web.forms import cookie_name, token_of
from kinchain.web.settings import EXPIRES_AFTER

FOLDER = Path(__file__).parent


class Words(SimpleNamespace):
    """Texts of the catalogue, by name; a missing one is an error, not a blank."""

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and hasattr(self, name)


@lru_cache(maxsize=1)
def catalogue() -> Words:
    """Return every text of the pages: ``strings.yaml``, and ``strings_*.yaml`` of further pages.

    Raises
    ------
    KnowledgeError
        If two files have texts under the same name.
    """
    found: dict[str, Any] = {}
    for file in sorted(FOLDER.glob("strings*.yaml")):
        for name, texts in yaml.safe_load(file.read_text("utf-8")).items():
            if name in found:
                raise KnowledgeError(
                    Fault(f"the name '{name}' stands in two files", file.name,
                          "one file for each group of texts", "give one of them another name")
                )  # fmt: skip
            found[name] = texts
    return _words(found)


def _words(data: dict[Any, Any]) -> Words:
    return Words(
        **{str(name): _words(one) if isinstance(one, dict) else one for name, one in data.items()}
    )


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates, which escape whatever they are given."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["t"] = catalogue()
    made.globals["style_mark"] = hashlib.sha256(style().encode()).hexdigest()[:10]
    return made


@lru_cache(maxsize=1)
def style() -> str:
    """Return the style sheet: that of the report, and on top ``pages.css`` and ``pages_*.css``."""
    sheets = sorted(FOLDER.glob("pages*.css"))
    return page_style() + SHEET + "".join(one.read_text("utf-8") for one in sheets)


def page(request: Request, template: str, status: int = 200, **fields: Any) -> HTMLResponse:
    """Return a page for this browser, its forms with a token that only it has.

    Parameters
    ----------
    request
        The request.
    template
        Name of the template, without its ending.
    status
        Status of the answer.
    **fields
        What the template shows.
    """
    secret = secret_for(request)
    visitor: Any = getattr(request.state, "visitor", None)
    is_known = visitor is not None and visitor.session is not None
    is_signed_in = is_known and visitor.account is not None
    text = (
        environment()
        .get_template(f"{template}.html")
        .render(
            token=token_of(secret), path=request.url.path,
            has_visit=is_known and visitor.visit is not None,
            is_signed_in=is_signed_in, **fields,
        )
    )  # fmt: skip
    answer = HTMLResponse(text, status)
    if is_signed_in:
        give(answer, request, secret, IDLE)
    elif (
        is_known or cookie_name(request) not in request.cookies
    ):  # what was told and its key last equally long
        give(answer, request, secret)
    return answer


def secret_for(request: Request) -> str:
    """Return the browser's secret; where it has none, the one that this answer will give it.

    Parameters
    ----------
    request
        The request.
    """
    held = request.cookies.get(cookie_name(request)) or getattr(request.state, "secret", "")
    secret: str = held or new_secret()
    request.state.secret = secret
    return secret


def give(answer: Response, request: Request, secret: str, lasts: timedelta = EXPIRES_AFTER) -> None:
    """Give a browser its secret: out of reach for scripts and for other sites.

    Parameters
    ----------
    answer
        The answer that carries it.
    request
        The request.
    secret
        The secret.
    lasts
        How long the browser keeps it.
    """
    answer.set_cookie(
        cookie_name(request), secret, max_age=int(lasts.total_seconds()), path="/",
        secure=request.url.scheme == "https", httponly=True, samesite="strict",
    )  # fmt: skip


def take_back(answer: Response, request: Request) -> None:
    """Take its secret back from a browser, with whatever it keeps of these pages.

    Parameters
    ----------
    answer
        The answer that says so.
    request
        The request.
    """
    answer.delete_cookie(
        cookie_name(request), path="/", secure=request.url.scheme == "https", httponly=True,
        samesite="strict",
    )  # fmt: skip
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'


def fault_page(status: int, *faults: Fault) -> HTMLResponse:
    """Return faults as a page that needs nothing but the catalogue.

    Parameters
    ----------
    status
        Status of the answer.
    *faults
        The faults.
    """
    text = (
        environment()
        .get_template("fault.html")
        .render(
            faults=faults,
            token="",
            has_visit=False,
            is_signed_in=False,
            path="",
            status=str(status),
        )
    )
    return HTMLResponse(text, status)
