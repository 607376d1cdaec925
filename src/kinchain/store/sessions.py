"""Browsers: each holds one secret, of which only the hash is kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from kinchain.store.database import DATABASE_ERRORS
from kinchain.store.shelf import Shelf, fields, hash_of, new_id, new_secret
from kinchain.store.tables import CASES, SESSIONS

NO_ACCOUNT_IDLE = timedelta(hours=24)
IDLE = timedelta(days=7)
"""A browser that is signed in is signed out after so long without a page."""

LONGEST = timedelta(days=30)
"""And in any case after so long."""

SEEN_EVERY = timedelta(minutes=5)
"""So often at most it is written down that a browser was seen."""

MAX_AGENT = 80


@dataclass(frozen=True, slots=True)
class KeptSession:
    """One browser.

    Parameters
    ----------
    id
        Hash of its secret.
    handle
        Its name where browsers are listed and ended; opens nothing.
    account_id
        Who is signed in; None for nobody.
    case_id
        The case that it has open.
    agent
        Which browser on which system, in two words.
    created, seen, expires
        When, in UTC.
    """

    id: str
    handle: str
    account_id: str | None
    case_id: str | None
    agent: str
    created: datetime
    seen: datetime
    expires: datetime


class Sessions(Shelf):
    """All browsers."""

    def begin(self, account_id: str | None, case_id: str | None, agent: str) -> str:
        """Begin with a browser and return its new secret.

        Parameters
        ----------
        account_id
            Who is signed in; None for nobody.
        case_id
            The case that it has open, or None.
        agent
            Which browser on which system, in two words.
        """
        secret, now = new_secret(), self.now()
        with self.writing() as connection:
            connection.execute(
                insert(SESSIONS).values(
                    id=hash_of(secret), handle=new_id(), account_id=account_id, case_id=case_id,
                    agent=agent[:MAX_AGENT], created=now, seen=now,
                    expires=now + (NO_ACCOUNT_IDLE if account_id is None else IDLE),
                )
            )  # fmt: skip
        return secret

    def find(self, secret: str) -> KeptSession | None:
        """Return the browser that holds a secret, or None where there is none or it is over.

        Parameters
        ----------
        secret
            What the browser holds.
        """
        now = self.now()
        query = select(SESSIONS).where(SESSIONS.c.id == hash_of(secret), SESSIONS.c.expires > now)
        with self.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        found = KeptSession(**fields(row))
        if now - found.seen >= SEEN_EVERY:
            self._see(found, now)
        return found

    def _see(self, found: KeptSession, now: datetime) -> None:
        last = found.created + LONGEST
        until = now + (NO_ACCOUNT_IDLE if found.account_id is None else IDLE)
        # a full disk must not keep anybody from reading what is kept
        with suppress(*DATABASE_ERRORS), self.writing() as connection:
            connection.execute(
                update(SESSIONS)
                .where(SESSIONS.c.id == found.id)
                .values(seen=now, expires=until if found.account_id is None else min(until, last))
            )

    def open(self, session: KeptSession, case_id: str | None) -> None:
        """Open another case in a browser, or none.

        Parameters
        ----------
        session
            The browser.
        case_id
            The case, which the caller made sure is theirs.
        """
        query = update(SESSIONS).where(SESSIONS.c.id == session.id).values(case_id=case_id)
        with self.writing() as connection:
            connection.execute(query)

    def of(self, account_id: str) -> list[KeptSession]:
        """Return all browsers in which somebody is signed in, the last seen first.

        Parameters
        ----------
        account_id
            The account.
        """
        query = select(SESSIONS).where(
            SESSIONS.c.account_id == account_id, SESSIONS.c.expires > self.now()
        )
        with self.reading() as connection:
            rows = connection.execute(query.order_by(SESSIONS.c.seen.desc())).all()
        return [KeptSession(**fields(row)) for row in rows]

    def end(self, secret: str) -> None:
        """End the session of a browser.

        Parameters
        ----------
        secret
            What it holds.
        """
        with self.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.id == hash_of(secret)))

    def end_one(self, account_id: str, handle: str) -> bool:
        """Sign one browser out, and say whether it was there.

        Parameters
        ----------
        account_id
            Whose it must be.
        handle
            Its name in the list.
        """
        query = delete(SESSIONS).where(
            SESSIONS.c.account_id == account_id, SESSIONS.c.handle == handle
        )
        with self.writing() as connection:
            return bool(connection.execute(query).rowcount)

    def end_others(self, account_id: str, but: str | None) -> int:
        """Sign out every browser but one, and say how many.

        Parameters
        ----------
        account_id
            Whose they are.
        but
            Id of the one that stays; None for no one.
        """
        query = delete(SESSIONS).where(SESSIONS.c.account_id == account_id)
        if but is not None:
            query = query.where(SESSIONS.c.id != but)
        with self.writing() as connection:
            return connection.execute(query).rowcount

    def expire(self) -> int:
        """Delete every session whose time is over, and those that opened a case that is gone."""
        empty = SESSIONS.c.account_id.is_(None) & SESSIONS.c.case_id.is_(None)
        with self.writing() as connection:
            gone = connection.execute(
                delete(SESSIONS).where((SESSIONS.c.expires <= self.now()) | empty)
            )
            return gone.rowcount

    def case_of(self, secret: str) -> str | None:
        """Return the id of the case without an account that a browser has open.

        Parameters
        ----------
        secret
            What the browser holds.
        """
        query = (
            select(CASES.c.id)
            .join(SESSIONS, SESSIONS.c.case_id == CASES.c.id)
            .where(SESSIONS.c.id == hash_of(secret), CASES.c.account_id.is_(None))
        )
        with self.reading() as connection:
            return connection.execute(query).scalar_one_or_none()
