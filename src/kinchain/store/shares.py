"""Links that show one case to whoever holds them, for a while; keys for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from kinchain.store.shelf import Shelf, fields, hash_of, new_id, new_secret
from kinchain.store.tables import SHARES, TOKENS


@dataclass(frozen=True, slots=True)
class Share:
    """One link.

    Parameters
    ----------
    handle
        Its name where links are listed and taken back; opens nothing.
    case_id
        The case that it shows.
    what
        What of it: ``clinician``, for example.
    created, expires, opened
        When, in UTC; ``opened`` None if never.
    """

    handle: str
    case_id: str
    what: str
    created: datetime
    expires: datetime
    opened: datetime | None


class Shares(Shelf):
    """All links."""

    def make(self, case_id: str, what: str, lasts: timedelta) -> str:
        """Make a link and return its secret, which is kept nowhere.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        what
            What of it is shown.
        lasts
            How long.

        Raises
        ------
        ChangedElsewhere
            If there is no such case any more.
        """
        secret, now = new_secret(), self.now()
        with self.writing() as connection:
            self.added_to(connection, case_id)
            connection.execute(
                insert(SHARES).values(
                    id=hash_of(secret), handle=new_id(), case_id=case_id, what=what, created=now,
                    expires=now + lasts, opened=None,
                )
            )  # fmt: skip
        return secret

    def open(self, secret: str) -> Share | None:
        """Return what a link shows, or None where there is none or it is over.

        Parameters
        ----------
        secret
            What stands in the link.
        """
        now = self.now()
        this = (SHARES.c.id == hash_of(secret), SHARES.c.expires > now)
        with self.writing() as connection:
            row = connection.execute(select(SHARES).where(*this)).one_or_none()
            if row is None:
                return None
            connection.execute(update(SHARES).where(*this).values(opened=now))
        return _share(fields(row))

    def of(self, case_id: str) -> list[Share]:
        """Return the links of a case that still open, the newest first.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        """
        query = select(SHARES).where(SHARES.c.case_id == case_id, SHARES.c.expires > self.now())
        with self.reading() as connection:
            rows = connection.execute(query.order_by(SHARES.c.created.desc())).all()
        return [_share(fields(row)) for row in rows]

    def take_back(self, case_id: str, handle: str) -> bool:
        """Take a link back, and say whether it was there.

        Parameters
        ----------
        case_id
            The case, which the caller made sure is theirs.
        handle
            The link's name in the list.
        """
        query = delete(SHARES).where(SHARES.c.case_id == case_id, SHARES.c.handle == handle)
        with self.writing() as connection:
            return bool(connection.execute(query).rowcount)

    def expire(self) -> int:
        """Delete every link whose time is over, and say how many they were."""
        with self.writing() as connection:
            gone = connection.execute(delete(SHARES).where(SHARES.c.expires <= self.now()))
        return gone.rowcount


def _share(row: dict[str, Any]) -> Share:
    return Share(**{name: row[name] for name in Share.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Token:
    """A program's key to an account.

    Parameters
    ----------
    handle
        Its name where keys are listed and taken back; opens nothing.
    account_id
        The account.
    name
        What its owner called it.
    created, expires, seen
        When, in UTC; ``seen`` None if never.
    """

    handle: str
    account_id: str
    name: str
    created: datetime
    expires: datetime
    seen: datetime | None


class Tokens(Shelf):
    """All keys of programs."""

    def make(self, account_id: str, name: str, lasts: timedelta) -> str:
        """Make a key and return its secret, which is kept nowhere.

        Parameters
        ----------
        account_id
            The account.
        name
            What its owner calls it.
        lasts
            How long.
        """
        secret, now, handle = new_secret(), self.now(), new_id()
        with self.writing() as connection:
            connection.execute(
                insert(TOKENS).values(
                    id=hash_of(secret), handle=handle, account_id=account_id, created=now,
                    name=self.keys.seal(name[:MAX_TOKEN_NAME], f"tokens.name:{handle}"),
                    expires=now + lasts, seen=None,
                )
            )  # fmt: skip
        return secret

    def open(self, secret: str) -> Token | None:
        """Return the key of a secret, or None where there is none or it is over.

        Parameters
        ----------
        secret
            What the program holds.
        """
        now = self.now()
        this = (TOKENS.c.id == hash_of(secret), TOKENS.c.expires > now)
        with self.writing() as connection:
            row = connection.execute(select(TOKENS).where(*this)).one_or_none()
            if row is None:
                return None
            connection.execute(update(TOKENS).where(*this).values(seen=now))
        return self._token(fields(row))

    def of(self, account_id: str) -> list[Token]:
        """Return the keys of an account that still open, the newest first.

        Parameters
        ----------
        account_id
            The account.
        """
        query = select(TOKENS).where(
            TOKENS.c.account_id == account_id, TOKENS.c.expires > self.now()
        )
        with self.reading() as connection:
            rows = connection.execute(query.order_by(TOKENS.c.created.desc())).all()
        return [self._token(fields(row)) for row in rows]

    def take_back(self, account_id: str, handle: str) -> bool:
        """Take a key back, and say whether it was there.

        Parameters
        ----------
        account_id
            The account.
        handle
            The key's name in the list.
        """
        query = delete(TOKENS).where(TOKENS.c.account_id == account_id, TOKENS.c.handle == handle)
        with self.writing() as connection:
            return bool(connection.execute(query).rowcount)

    def expire(self) -> int:
        """Delete every key whose time is over, and say how many they were."""
        with self.writing() as connection:
            gone = connection.execute(delete(TOKENS).where(TOKENS.c.expires <= self.now()))
        return gone.rowcount

    def _token(self, row: dict[str, Any]) -> Token:
        name = self.keys.text(row["name"], f"tokens.name:{row['handle']}")
        return Token(**{**{n: row[n] for n in Token.__dataclass_fields__}, "name": name})


MAX_TOKEN_NAME = 80
