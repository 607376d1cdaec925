"""What stands before every page: host, size, headers, and a last net that tells nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kinchain.core.errors import Fault
from kinchain.web.settings import BODY_LIMITS, MAX_BODY_BYTES

LOG = logging.getLogger("kinchain.web")

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing but our own style, pictures and scripts; no inline script, nothing from elsewhere."""

CLOSED_OFF = "sandbox"
"""A page whose own policy begins so is kept apart from this site by the browser, whatever is in
it; it may stand in a frame of ours."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer. Without a referrer a browser would not say where a form comes from either."""

KEPT_NOWHERE = "no-store"
YEAR_S = 31_536_000
PORT = re.compile(r":\d{1,5}$")

OPENS_AGAIN = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>kinchain</title>\n'
    '<meta http-equiv="refresh" content="0">\n</head>\n'
    '<body><p><a href="">Open this page</a></p></body>\n</html>\n'
)
"""A page that opens itself again, now from this site, so that the browser sends its key."""

FaultPage = Callable[[int, Fault], Response]
"""Draws a fault as a page."""


class TooLarge(Exception):  # noqa: N818 - it is an event, not a fault
    """A request's body went over the limit while it was read."""


class Guard:
    """Refuses wrong hosts and large bodies, adds headers, and catches what nobody caught.

    Parameters
    ----------
    app
        What it stands before.
    hosts
        Names that requests may be addressed to.
    page
        Draws a fault.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], page: FaultPage) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request.

        Parameters
        ----------
        scope, receive, send
            As ASGI says.
        """
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        began = False

        async def tell(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                _add_headers(message, secure=scope["scheme"] == "https")
            await send(message)

        if _is_from_elsewhere(scope):
            await HTMLResponse(OPENS_AGAIN)(scope, receive, tell)
            return
        most = BODY_LIMITS.get(scope["path"], MAX_BODY_BYTES)
        refused = self._refused(Headers(scope=scope), most)
        if refused is not None:
            await refused(scope, receive, tell)
            return
        try:
            await self.app(scope, _counted(receive, most), tell)
        except TooLarge:
            await self._last(began, 413, TOO_LARGE, (scope, receive, tell))
        except Exception as error:  # noqa: BLE001 - never a traceback, never a person's words
            LOG.error("a page failed: %s in %s", type(error).__name__, _place(error))
            await self._last(began, 500, FAILED, (scope, receive, tell))

    def _refused(self, headers: Headers, most: int) -> Response | None:
        name = PORT.sub("", headers.get("host", "").lower())
        if name not in self.hosts:
            return self.page(400, WRONG_HOST)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:12]) > most:
            return self.page(413, TOO_LARGE)
        return None

    async def _last(
        self, began: bool, status: int, fault: Fault, asgi: tuple[Scope, Receive, Send]
    ) -> None:
        if began:
            return
        try:
            answer = self.page(status, fault)
        except Exception:  # noqa: BLE001 - the page of the fault failed too
            answer = PlainTextResponse(str(fault), status)
        await answer(*asgi)


def _is_from_elsewhere(scope: Scope) -> bool:
    """Say whether a link of another site was followed, so that the browser held its key back.

    Answered as to a stranger, the browser would be given a new key in place of the one that
    opens what was told.
    """
    headers = Headers(scope=scope)
    return (
        scope["method"] == "GET"
        and headers.get("sec-fetch-site") == "cross-site"
        and headers.get("sec-fetch-mode") == "navigate"
        and "cookie" not in headers
    )


def _counted(receive: Receive, most: int) -> Callable[[], Awaitable[Message]]:
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > most:
            raise TooLarge
        return message

    return counted


def _add_headers(message: Message, *, secure: bool) -> None:
    headers = MutableHeaders(raw=message["headers"])
    message["headers"] = headers.raw
    own = headers.get("Content-Security-Policy", "")
    for name, value in HEADERS.items():
        headers[name] = value
    if own.startswith(CLOSED_OFF):
        headers["Content-Security-Policy"] = own
        headers["X-Frame-Options"] = "SAMEORIGIN"
    headers.setdefault("Cache-Control", KEPT_NOWHERE)
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_S}"


def _place(error: Exception) -> str:
    """Return file and function of a failure, and nothing of what was worked on."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return "an unknown place"
    code = frame.tb_frame.f_code
    return f"{code.co_filename.rpartition('/')[2]}, {code.co_name}, line {frame.tb_lineno}"


WRONG_HOST = Fault(
    "the request is addressed to a name that this server does not go by",
    "the address in the browser",
    "the address that kinchain serve printed when it started",
    "use that address; for a further name start it with --allow-host NAME",
)
TOO_LARGE = Fault(
    "this is more text than can be taken",
    "the form that was sent",
    f"at most {MAX_BODY_BYTES // 1000} kB in one go",
    "go back and shorten it; what you told before is kept",
)
FAILED = Fault(
    "the page could not be made",
    "kinchain itself",
    "a page",
    "go back and try again; what you told is kept. If it happens again, please report it without "
    "anybody's words",
)
