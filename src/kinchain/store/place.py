"""Where the database lies: a path or an address in place of a path."""

from __future__ import annotations

from pathlib import Path

from kinchain.core.errors import Fault, InputError

DATABASE_NAME = "kinchain.sqlite"
POSTGRESQL = ("postgresql://", "postgres://")
DRIVER = "postgresql+psycopg://"


def default_database() -> str:
    """Return the address of the database in the user's own data folder."""
    from platformdirs import user_data_path

    return database_url(str(user_data_path("kinchain") / DATABASE_NAME))


def database_url(text: str) -> str:
    """Return the address of a database from a path or an address.

    Parameters
    ----------
    text
        A file's path, or an address such as ``postgresql://...``.

    Raises
    ------
    InputError
        If it is empty, or a folder.
    """
    for beginning in POSTGRESQL:
        if text.startswith(beginning):
            return DRIVER + text.removeprefix(beginning)
    if "://" in text:
        return text
    path = Path(text).expanduser()
    if not text.strip() or path.is_dir():
        raise InputError(
            Fault(
                "this is a folder, or nothing at all",
                "kinchain serve, option '--database'",
                "a file for the answers, or the address of a database",
                "name a file, such as answers.sqlite; it is made where it is not there",
            )
        )
    return f"sqlite:///{path.absolute()}"


def file_of(url: str) -> Path | None:
    """Return the file of a SQLite database; None for any other.

    Parameters
    ----------
    url
        Address of the database.
    """
    from sqlalchemy.engine import make_url

    place = make_url(url)
    if place.get_backend_name() != "sqlite" or place.database in (None, "", ":memory:"):
        return None
    return Path(str(place.database))
