"""What the server is told when it starts, and what it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kinchain.store.place import database_url, default_database
from kinchain.store.shelf import NO_ACCOUNT_LASTS_S

EXPIRES_AFTER = timedelta(seconds=NO_ACCOUNT_LASTS_S)
"""What was told without an account is deleted so long after the last answer."""

__all__ = [
    "BODY_LIMITS", "EXPIRES_AFTER", "LOCAL_HOSTS", "MAX_BODY_BYTES", "MAX_FIELDS",
    "MAX_RECORDING_BYTES",
    "MAX_STORY_CHARACTERS", "Settings", "database_url", "default_database", "hosts_for", "now",
]  # fmt: skip

MAX_BODY_BYTES = 200_000
"""Largest request taken; the longest story and all answers of a question fit in."""

MAX_RECORDING_BYTES = 200_000_000
"""Largest recording taken, all its files together; a minute in a laboratory has 1 to 20 MB."""

BODY_LIMITS: dict[str, int] = {"/walks/upload": MAX_RECORDING_BYTES + 100_000}
"""Paths that take more than that, each with its limit in bytes; a page that streams adds itself."""

MAX_STORY_CHARACTERS = 20_000
"""Longest story taken in the browser: some eight pages, far above what anyone writes."""

MAX_FIELDS = 400
"""Most fields of one form; a question of ten items for two legs has about thirty."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names under which a browser on the same machine reaches the server."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server is set up.

    Parameters
    ----------
    database
        Address of the database, as SQLAlchemy reads it.
    hosts
        Names that a request may be addressed to, in small letters and without a port.
    key_file
        Where the keys lie; None for the usual place.
    """

    database: str
    hosts: tuple[str, ...] = LOCAL_HOSTS
    key_file: Path | None = None


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


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
