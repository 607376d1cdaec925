"""Keep visits in the database: made, read, changed by one tab at a time, expired, deleted."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select, update

from kinchain.app.interview import Interview
from kinchain.web.migrate import empty_journal
from kinchain.web.settings import EXPIRES_AFTER, now
from kinchain.web.tables import VISITS
from kinchain.web.visit import Visit, forget, hold, text_of

SECRET_BYTES = 32


class ChangedElsewhere(Exception):  # noqa: N818 - it is an event, not a fault
    """The visit was changed since it was read: by another tab, or a second click."""


def new_secret() -> str:
    """Return a random secret for a browser."""
    return secrets.token_urlsafe(SECRET_BYTES)


def key_of(secret: str) -> str:
    """Return the key under which a visit is kept; the secret cannot be got back from it.

    Parameters
    ----------
    secret
        What the browser holds.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


class Keeper:
    """Visits in a database.

    Parameters
    ----------
    engine
        The database, its tables up to date.
    clock
        What tells the time, in UTC.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime] = now) -> None:
        self.engine = engine
        self.clock = clock

    def read(self, secret: str) -> Visit | None:
        """Return a visit, or None where there is none or its time is over.

        Parameters
        ----------
        secret
            What the browser holds.
        """
        key = key_of(secret)
        query = select(VISITS.c.version, VISITS.c.state).where(
            VISITS.c.id == key, VISITS.c.expires > self._now()
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Visit(key, row.version, row.state)

    def make(self, interview: Interview) -> str:
        """Keep a new visit and return its secret.

        Parameters
        ----------
        interview
            What was told.
        """
        secret, state = new_secret(), text_of(interview)
        with self.engine.begin() as connection:
            connection.execute(delete(VISITS).where(VISITS.c.expires <= self._now()))
            connection.execute(
                insert(VISITS).values(
                    id=key_of(secret), version=1, state=state, expires=self._end()
                )
            )
        hold(state, interview)
        return secret

    def change(self, visit: Visit, interview: Interview) -> None:
        """Keep what was told since a visit was read; it then lasts its full time again.

        Parameters
        ----------
        visit
            The visit as it was read.
        interview
            What is told now.

        Raises
        ------
        ChangedElsewhere
            If it was changed or deleted since; nothing is written then.
        """
        state = text_of(interview)
        query = (
            update(VISITS)
            .where(VISITS.c.id == visit.key, VISITS.c.version == visit.version)
            .values(version=visit.version + 1, state=state, expires=self._end())
        )
        with self.engine.begin() as connection:
            if connection.execute(query).rowcount != 1:
                raise ChangedElsewhere
        hold(state, interview)

    def forget(self, secret: str) -> None:
        """Delete a visit, from the file's journal and from memory too.

        Parameters
        ----------
        secret
            What the browser holds.
        """
        self._delete(VISITS.c.id == key_of(secret))

    def expire(self) -> None:
        """Delete every visit whose time is over."""
        self._delete(VISITS.c.expires <= self._now())

    def _delete(self, which: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(delete(VISITS).where(which))  # type: ignore[arg-type]
        empty_journal(self.engine)
        forget()

    def _now(self) -> datetime:
        return self.clock().astimezone(UTC).replace(tzinfo=None)

    def _end(self) -> datetime:
        return self._now() + EXPIRES_AFTER
