"""What every shelf of the store has: the database, the keys, the clock."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, update

from kinchain.store.database import writing
from kinchain.store.seal import KeyRing
from kinchain.store.tables import CASES

SECRET_BYTES = 32
NO_ACCOUNT_LASTS_S = 24 * 3600
"""A case without an account is deleted so long after it was last added to."""


class ChangedElsewhere(Exception):  # noqa: N818 - it is an event, not a fault
    """What should be changed was changed or deleted since it was read."""


def new_secret() -> str:
    """Return a random secret: 256 bits, safe in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def new_id() -> str:
    """Return a random id: 128 bits."""
    return secrets.token_hex(16)


def hash_of(secret: str) -> str:
    """Return what a secret is kept as; the secret cannot be got back from it.

    Parameters
    ----------
    secret
        A random secret, never a passphrase.
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Shelf:
    """One kind of thing in the database.

    Parameters
    ----------
    engine
        The database, its tables up to date.
    keys
        What seals and opens what was told.
    clock
        What tells the time, in UTC.
    """

    engine: Engine
    keys: KeyRing
    clock: Callable[[], datetime]

    def now(self) -> datetime:
        """Return the time in UTC, without its zone, as the tables hold it."""
        return self.clock().astimezone(UTC).replace(tzinfo=None)

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection that reads."""
        return self.engine.connect()

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that writes."""
        return writing(self.engine)

    def no_account_until(self) -> datetime:
        """Return when a case without an account that is added to now expires."""
        return self.now() + timedelta(seconds=NO_ACCOUNT_LASTS_S)

    def added_to(self, connection: Connection, case_id: str) -> None:
        """Say that something was added to a case; without an account it lasts anew from here.

        Parameters
        ----------
        connection
            A transaction that writes.
        case_id
            The case.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        """
        this = update(CASES).where(CASES.c.id == case_id)
        if connection.execute(this.values(changed=self.now())).rowcount != 1:
            raise ChangedElsewhere
        lasts = CASES.c.expires.is_not(None)
        connection.execute(this.where(lasts).values(expires=self.no_account_until()))


def fields(row: Any) -> dict[str, Any]:
    """Return a row as a dictionary.

    Parameters
    ----------
    row
        A row.
    """
    return dict(row._mapping)
