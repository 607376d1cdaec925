"""``kinchain serve``: the pages in a browser, on this machine."""

from __future__ import annotations

import typer

STOP = "Stop it with Ctrl+C."


def serve_pages(host: str, port: int, database: str | None, names: tuple[str, ...]) -> None:
    """Serve until stopped.

    Parameters
    ----------
    host, port
        Where to listen.
    database
        Path or address of the database, or None for the one in the user's data folder.
    names
        Further names that requests may be addressed to.

    Raises
    ------
    InputError
        If the address or the database cannot be used.
    """
    from kinchain.web.server import serve
    from kinchain.web.settings import Settings, database_url, default_database, hosts_for

    url = default_database() if database is None else database_url(database)

    def _ready(address: str) -> None:
        typer.echo(f"Open {address} in a browser. Nothing leaves this machine. {STOP}", err=True)

    serve(Settings(url, hosts_for(host, names)), host, port, _ready)
