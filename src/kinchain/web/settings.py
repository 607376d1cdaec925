"""What the server is told when it starts, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kinchain.core.errors import Fault, InputError

EXPIRES_AFTER = timedelta(hours=24)
"""What was told is deleted so long after the last answer."""

MAX_BODY_BYTES = 200_000
"""Largest request taken; the longest story and all answers of a question fit in."""

MAX_STORY_CHARACTERS = 20_000
"""Longest story taken in the browser: some eight pages, far above what anyone writes."""

MAX_FIELDS = 400
"""Most fields of one form; a question of ten items for two legs has about thirty."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names under which a browser on the same machine reaches the server."""

DATABASE_NAME = "kinchain.sqlite"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is set up.

    Parameters
    ----------
    database
        Address of the database, as SQLAlchemy reads it.
    hosts
        Names that a request may be addressed to, in small letters and without a port.
    """

    database: str
    hosts: tuple[str, ...] = LOCAL_HOSTS


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


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


def hosts_for(host: str, further: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the names that requests may be addressed to.

    Parameters
    ----------
    host
        The address that the server listens on.
    further
        Other names under which it is reached.
    """
    own = f"[{host}]" if ":" in host and not host.startswith("[") else host
    named = (*LOCAL_HOSTS, own, *further)
    return tuple(dict.fromkeys(one.lower() for one in named if one not in ("0.0.0.0", "[::]")))
