"""Cases: what one person told of one trouble, changed by one tab at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update

from kinchain.store.shares import Share
from kinchain.store.shelf import ChangedElsewhere, Shelf, fields, new_id
from kinchain.store.tables import CASES


@dataclass(frozen=True, slots=True)
class KeptCase:
    """What is kept of one case.

    Parameters
    ----------
    id
        Its id.
    account_id
        Whose it is; None without an account.
    version
        How often it was changed; two tabs that hold different ones do not overwrite each other.
    state
        What was told, as text.
    created, changed
        When, in UTC.
    expires
        When it is deleted, in UTC; None in an account.
    """

    id: str
    account_id: str | None
    version: int
    state: str
    created: datetime
    changed: datetime
    expires: datetime | None


class Cases(Shelf):
    """All cases."""

    def read(self, case_id: str, account_id: str | None) -> KeptCase | None:
        """Return a case, or None where it is not there, over, or not theirs.

        Parameters
        ----------
        case_id
            The case.
        account_id
            Whose it must be; None for one without an account.
        """
        lasts = or_(CASES.c.expires.is_(None), CASES.c.expires > self.now())
        found = self._all(CASES.c.id == case_id, _owned(account_id), lasts)
        return found[0] if found else None

    def of(self, account_id: str) -> list[KeptCase]:
        """Return all cases of an account, the last changed first.

        Parameters
        ----------
        account_id
            The account.
        """
        return self._all(CASES.c.account_id == account_id)

    def of_share(self, share: Share) -> KeptCase | None:
        """Return the case that a link shows, or None where it is over.

        Parameters
        ----------
        share
            The link, as ``Shares.open`` returned it.
        """
        lasts = or_(CASES.c.expires.is_(None), CASES.c.expires > self.now())
        found = self._all(CASES.c.id == share.case_id, lasts)
        return found[0] if found else None

    def make(self, state: str, account_id: str | None) -> KeptCase:
        """Keep a new case.

        Parameters
        ----------
        state
            What was told, as text.
        account_id
            Whose it is; None without an account.
        """
        now = self.now()
        made = KeptCase(new_id(), account_id, 1, state, now, now, self._end(account_id))
        with self.writing() as connection:
            connection.execute(
                insert(CASES).values(
                    id=made.id, account_id=account_id, version=1, created=now, changed=now,
                    expires=made.expires, state=self.keys.seal(state, f"cases.state:{made.id}"),
                )
            )  # fmt: skip
        return made

    def change(self, case_id: str, version: int, state: str, account_id: str | None) -> None:
        """Keep what was told since a case was read.

        Parameters
        ----------
        case_id
            The case.
        version
            Its version when it was read.
        state
            What is told now.
        account_id
            Whose it is; None without an account.

        Raises
        ------
        ChangedElsewhere
            If it was changed or deleted since, or is not theirs; nothing is written then.
        """
        query = (
            update(CASES)
            .where(CASES.c.id == case_id, CASES.c.version == version, _owned(account_id))
            .values(
                version=version + 1, changed=self.now(), expires=self._end(account_id),
                state=self.keys.seal(state, f"cases.state:{case_id}"),
            )
        )  # fmt: skip
        with self.writing() as connection:
            if connection.execute(query).rowcount != 1:
                raise ChangedElsewhere

    def give(self, case_id: str, account_id: str) -> bool:
        """Put a case without an account into one; say whether it was there.

        Parameters
        ----------
        case_id
            The case.
        account_id
            The account.
        """
        query = update(CASES).where(CASES.c.id == case_id, CASES.c.account_id.is_(None))
        with self.writing() as connection:
            done = connection.execute(query.values(account_id=account_id, expires=None))
        return bool(done.rowcount)

    def delete(self, case_id: str, account_id: str | None) -> None:
        """Delete a case with everything that belongs to it.

        Parameters
        ----------
        case_id
            The case.
        account_id
            Whose it must be; None for one without an account.
        """
        with self.writing() as connection:
            connection.execute(delete(CASES).where(CASES.c.id == case_id, _owned(account_id)))

    def expire(self) -> int:
        """Delete every case whose time is over, and say how many they were."""
        with self.writing() as connection:
            return connection.execute(delete(CASES).where(CASES.c.expires <= self.now())).rowcount

    def _all(self, *which: ColumnElement[bool]) -> list[KeptCase]:
        query = select(CASES).where(*which).order_by(CASES.c.changed.desc(), CASES.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        return [self._case(fields(row)) for row in rows]

    def _case(self, row: dict[str, Any]) -> KeptCase:
        state = self.keys.text(row["state"], f"cases.state:{row['id']}")
        return KeptCase(**{**row, "state": state})

    def _end(self, account_id: str | None) -> datetime | None:
        return self.no_account_until() if account_id is None else None


def _owned(account_id: str | None) -> ColumnElement[bool]:
    """Return the condition that a case is theirs."""
    if account_id is None:
        return CASES.c.account_id.is_(None)
    return CASES.c.account_id == account_id
