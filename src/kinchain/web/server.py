"""Run the application until it is stopped."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable

import uvicorn

from kinchain.core.errors import Fault, InputError
from kinchain.store.keeping import open_store
from kinchain.store.seal import default_key_file
from kinchain.web.application import make_app
from kinchain.web.settings import Settings
from kinchain.web.work.places import work_place
from kinchain.web.work.watch import Watch
from kinchain.web.work.worker import Worker

GRACE_S = 5
"""So long running requests may finish when the server is stopped."""

KEEP_ALIVE_S = 60
"""So long a browser that reads or thinks keeps its connection."""

MOST_AT_ONCE = 400
"""Connections beyond this are told to come again."""


def serve(
    settings: Settings,
    host: str,
    port: int,
    ready: Callable[[str], None],
    *,
    with_worker: bool = True,
) -> None:
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
    with_worker
        Whether a worker runs beside it, for recordings and simulations.

    Raises
    ------
    InputError
        If the database or the address cannot be used.
    """
    app = make_app(settings)
    taken = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    watch = Watch(settings.database, settings.key_file) if with_worker else None
    if watch is not None:
        watch.start()
    ready(f"http://{shown}:{taken.getsockname()[1]}/")
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, lifespan="on",
        timeout_graceful_shutdown=GRACE_S, timeout_keep_alive=KEEP_ALIVE_S,
        limit_concurrency=MOST_AT_ONCE, ws="none",
    )  # fmt: skip
    try:
        uvicorn.Server(config).run(sockets=[taken])
    finally:
        if watch is not None:
            watch.stop()


def work(settings: Settings, ready: Callable[[], None]) -> None:
    """Do what waits in the queue until stopped, without serving pages.

    Parameters
    ----------
    settings
        How the application is set up.
    ready
        Called once work is taken.

    Raises
    ------
    InputError
        If the database cannot be used.
    """
    store = open_store(settings.database, settings.key_file or default_key_file())
    worker = Worker(store, work_place(settings.database))
    ends = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: ends.set())
    thread = threading.Thread(target=worker.run, args=(ends,), daemon=True)
    thread.start()
    ready()
    ends.wait()
    worker.let_go()
    store.close()


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
