"""Run the application until it is stopped."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from kinchain.core.errors import Fault, InputError
from kinchain.web.application import make_app
from kinchain.web.settings import Settings

GRACE_S = 5
"""So long running requests may finish when the server is stopped."""

MOST_AT_ONCE = 400
"""Connections beyond this are told to come again."""


def serve(settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the pages until stopped.

    Parameters
    ----------
    settings
        How the application is set up.
    host
        Address to listen on.
    port
        Port to listen on; 0 for any that is free.
    ready
        Told the address once connections are taken.

    Raises
    ------
    InputError
        If the database or the address cannot be used.
    """
    app = make_app(settings)
    taken = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{taken.getsockname()[1]}/")
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, lifespan="on",
        timeout_graceful_shutdown=GRACE_S, limit_concurrency=MOST_AT_ONCE, ws="none",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[taken])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except (OSError, OverflowError):
        taken.close()
        raise InputError(
            Fault(
                "the address or port cannot be used; perhaps something runs there already",
                "kinchain serve, options '--host' and '--port'",
                "an address of this machine and a free port from 0 to 65535",
                "name another port, for example --port 8010",
            )
        ) from None
    taken.listen(128)
    return taken
