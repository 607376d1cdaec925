"""Accounts: a sign-in name that says nothing about anybody, a passphrase, a second step."""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kinchain.store.shelf import Shelf, fields, hash_of, new_id
from kinchain.store.tables import ACCOUNTS, RECOVERY_CODES

NAME = "sign-in name"


class NameTaken(Exception):  # noqa: N818 - it is an event, not a fault
    """There is an account of this name."""


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """One account.

    Parameters
    ----------
    id
        Its id.
    name
        What its owner signs in with.
    passphrase
        Argon2 hash of the passphrase.
    totp
        Secret of the second step, or None; it may not be switched on yet.
    has_totp
        Whether the second step is on.
    totp_last
        The last time step that it was used at; none before that counts any more.
    created, passphrase_changed
        When, in UTC.
    """

    id: str
    name: str
    passphrase: str
    totp: str | None
    has_totp: bool
    totp_last: int
    created: datetime
    passphrase_changed: datetime


class Accounts(Shelf):
    """All accounts."""

    def make(self, name: str, passphrase: str) -> Account:
        """Keep a new account.

        Parameters
        ----------
        name
            What its owner signs in with.
        passphrase
            Argon2 hash of the passphrase.

        Raises
        ------
        NameTaken
            If there is one of this name.
        """
        account_id, now = new_id(), self.now()
        values = {
            "id": account_id, "name_hash": self.keys.hash(plain(name), NAME),
            "name": self.keys.seal(name, f"accounts.name:{account_id}"),
            "passphrase": passphrase, "totp": None, "totp_on": 0, "totp_last": 0, "created": now,
            "passphrase_changed": now,
        }  # fmt: skip
        try:
            with self.writing() as connection:
                connection.execute(insert(ACCOUNTS).values(values))
        except IntegrityError:
            raise NameTaken from None
        return self._account(values)

    def is_free(self, name: str) -> bool:
        """Say whether no account has a name.

        Parameters
        ----------
        name
            The name.
        """
        return self.by_name(name) is None

    def by_name(self, name: str) -> Account | None:
        """Return the account of a name, or None.

        Parameters
        ----------
        name
            What somebody typed.
        """
        hashes = self.keys.hashes(plain(name), NAME)
        return self._one(ACCOUNTS.c.name_hash.in_(hashes))

    def by_id(self, account_id: str) -> Account | None:
        """Return an account, or None.

        Parameters
        ----------
        account_id
            Its id.
        """
        return self._one(ACCOUNTS.c.id == account_id)

    def _one(self, which: Any) -> Account | None:
        with self.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(which)).first()
        return None if row is None else self._account(fields(row))

    def _account(self, row: dict[str, Any]) -> Account:
        kept = row["id"]
        totp = row["totp"]
        return Account(
            kept, self.keys.text(row["name"], f"accounts.name:{kept}"), row["passphrase"],
            None if totp is None else self.keys.text(totp, f"accounts.totp:{kept}"),
            bool(row["totp_on"]), row["totp_last"], row["created"], row["passphrase_changed"],
        )  # fmt: skip

    def set_passphrase(self, account_id: str, passphrase: str) -> None:
        """Keep another passphrase.

        Parameters
        ----------
        account_id
            The account.
        passphrase
            Argon2 hash of it.
        """
        self._set(account_id, passphrase=passphrase, passphrase_changed=self.now())

    def rehash(self, account_id: str, passphrase: str) -> None:
        """Keep a stronger hash of the same passphrase.

        Parameters
        ----------
        account_id
            The account.
        passphrase
            Argon2 hash of it.
        """
        self._set(account_id, passphrase=passphrase)

    def offer_totp(self, account_id: str, secret: str) -> None:
        """Keep a secret for the second step, which is not on yet.

        Parameters
        ----------
        account_id
            The account.
        secret
            The secret, in base 32.
        """
        sealed = self.keys.seal(secret, f"accounts.totp:{account_id}")
        self._set(account_id, totp=sealed, totp_on=0, totp_last=0)

    def set_totp(self, account_id: str, *, on: bool, codes: tuple[str, ...] = ()) -> None:
        """Switch the second step on with its recovery codes, or off.

        Parameters
        ----------
        account_id
            The account.
        on
            Whether it is on.
        codes
            The recovery codes.
        """
        with self.writing() as connection:
            this = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id)
            connection.execute(this.values(totp_on=1) if on else this.values(totp_on=0, totp=None))
            connection.execute(
                delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account_id == account_id)
            )
            for code in codes:
                connection.execute(
                    insert(RECOVERY_CODES).values(
                        id=new_id(), account_id=account_id, code_hash=hash_of(code)
                    )
                )

    def use_step(self, account_id: str, step: int) -> bool:
        """Use a time step of the second step; False where it or a later one was used before.

        Parameters
        ----------
        account_id
            The account.
        step
            The time step.
        """
        query = update(ACCOUNTS).where(ACCOUNTS.c.id == account_id, ACCOUNTS.c.totp_last < step)
        with self.writing() as connection:
            return connection.execute(query.values(totp_last=step)).rowcount == 1

    def use_code(self, account_id: str, code: str) -> bool:
        """Use a recovery code; False where there is none such.

        Parameters
        ----------
        account_id
            The account.
        code
            The code.
        """
        wanted = hash_of(code)
        query = select(RECOVERY_CODES).where(RECOVERY_CODES.c.account_id == account_id)
        with self.writing() as connection:
            for row in connection.execute(query).all():
                if hmac.compare_digest(row.code_hash, wanted):
                    this = RECOVERY_CODES.c.id == row.id
                    return connection.execute(delete(RECOVERY_CODES).where(this)).rowcount == 1
        return False

    def n_codes(self, account_id: str) -> int:
        """Return how many recovery codes are left.

        Parameters
        ----------
        account_id
            The account.
        """
        query = select(RECOVERY_CODES.c.id).where(RECOVERY_CODES.c.account_id == account_id)
        with self.reading() as connection:
            return len(connection.execute(query).all())

    def delete(self, account_id: str) -> None:
        """Delete an account with every case and browser of it.

        Parameters
        ----------
        account_id
            The account.
        """
        with self.writing() as connection:
            connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.id == account_id))

    def _set(self, account_id: str, **values: Any) -> None:
        with self.writing() as connection:
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(**values))


def plain(name: str) -> str:
    """Return a name as it is looked up: without regard to letter case, width and blanks.

    Parameters
    ----------
    name
        What somebody typed.
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
