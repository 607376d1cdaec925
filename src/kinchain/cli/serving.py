"""``kinchain serve``: the pages in a browser, on this machine."""

from __future__ import annotations

import typer

STOP = "Stop it with Ctrl+C."


def serve_pages(
    host: str, port: int, database: str | None, names: tuple[str, ...], work: str = "beside"
) -> None:
    """Serve until stopped.

    Parameters
    ----------
    host, port
        Where to listen.
    database
        Path or address of the database, or None for the one in the user's data folder.
    names
        Further names that requests may be addressed to.
    work
        Who works on recordings: a worker ``beside`` the pages, ``none``, or this process, which
        serves no pages then (``only``).

    Raises
    ------
    InputError
        If the address or the database cannot be used.
    """
    from kinchain.web.server import serve
    from kinchain.web.server import work as work_only
    from kinchain.web.settings import Settings, database_url, default_database, hosts_for

    url = default_database() if database is None else database_url(database)

    def _ready(address: str) -> None:
        typer.echo(f"Open {address} in a browser. Nothing leaves this machine. {STOP}", err=True)

    settings = Settings(url, hosts_for(host, names))
    if work == "only":
        work_only(settings, lambda: typer.echo(f"Working on what waits. {STOP}", err=True))
        return
    serve(settings, host, port, _ready, with_worker=work == "beside")
