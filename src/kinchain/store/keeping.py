"""The store: one database, one key file, and a shelf for each kind of thing."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine, insert, inspect, select

from kinchain.core.errors import Fault, InputError
from kinchain.store.accounts import Accounts
from kinchain.store.cases import Cases
from kinchain.store.database import as_faults, empty_journal, migrate, open_database, writing
from kinchain.store.files import Files
from kinchain.store.follow import Diary, Notes, Scores
from kinchain.store.jobs import Jobs
from kinchain.store.seal import BrokenSealError, KeyRing, read_keys, ready_keys
from kinchain.store.sessions import Sessions
from kinchain.store.shares import Shares, Tokens
from kinchain.store.shelf import Shelf
from kinchain.store.tables import SEALS
from kinchain.store.tries import Tries

AnyShelf = TypeVar("AnyShelf", bound=Shelf)
PROOF = b"kinchain"
TRIES_LAST = timedelta(days=2)


def utc_now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Store:
    """Everything that is kept.

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
    clock: Callable[[], datetime] = utc_now

    @property
    def accounts(self) -> Accounts:
        """Accounts."""
        return self._shelf(Accounts)

    @property
    def sessions(self) -> Sessions:
        """Browsers."""
        return self._shelf(Sessions)

    @property
    def cases(self) -> Cases:
        """Cases."""
        return self._shelf(Cases)

    @property
    def diary(self) -> Diary:
        """Days of diaries."""
        return self._shelf(Diary)

    @property
    def scores(self) -> Scores:
        """Outcome scores and home tests."""
        return self._shelf(Scores)

    @property
    def notes(self) -> Notes:
        """Small things of cases."""
        return self._shelf(Notes)

    @property
    def files(self) -> Files:
        """Recordings and results."""
        return self._shelf(Files)

    @property
    def jobs(self) -> Jobs:
        """Work for the worker."""
        return self._shelf(Jobs)

    @property
    def shares(self) -> Shares:
        """Links that show a case."""
        return self._shelf(Shares)

    @property
    def tokens(self) -> Tokens:
        """Keys of programs."""
        return self._shelf(Tokens)

    @property
    def tries(self) -> Tries:
        """Counts of tries."""
        return self._shelf(Tries)

    def _shelf(self, kind: type[AnyShelf]) -> AnyShelf:
        return kind(self.engine, self.keys, self.clock)

    def expire(self) -> None:
        """Delete whatever is over, and let nothing of it stay in SQLite's journal."""
        n_gone = (
            self.cases.expire() + self.sessions.expire() + self.shares.expire()
            + self.tokens.expire() + self.files.expire() + self.tries.expire(TRIES_LAST)
        )  # fmt: skip
        if n_gone:
            self.wipe()

    def wipe(self) -> None:
        """Let nothing that was deleted stay in SQLite's journal."""
        empty_journal(self.engine)

    def close(self) -> None:
        """Close the database."""
        self.engine.dispose()


def open_store(url: str, key_file: Path, clock: Callable[[], datetime] = utc_now) -> Store:
    """Open what is kept, its tables brought up to date; made where it is not there.

    Parameters
    ----------
    url
        Address of the database.
    key_file
        Where the keys lie.
    clock
        What tells the time, in UTC.

    Raises
    ------
    InputError
        If the database or the keys cannot be used, or do not belong together.
    """
    engine = open_database(url)
    try:
        with as_faults():
            keys = _keys_for(engine, key_file)
            migrate(engine, keys)
            _prove(engine, keys)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, keys, clock)


def _keys_for(engine: Engine, key_file: Path) -> KeyRing:
    """Return the keys; a new one is made only for a database that needs no old one."""
    proofs = _proofs(engine)
    keys = read_keys(key_file) if proofs else ready_keys(key_file)
    for key_id, proof in proofs.items():
        if keys is None or key_id not in keys or not is_right(keys, key_id, proof):
            raise InputError(
                Fault(
                    "the database was sealed with a key that is not in the key file",
                    "kinchain serve, KINCHAIN_KEY_FILE",
                    f"the key file with key {key_id}, which was made together with the database",
                    "put that key file back, or name it by KINCHAIN_KEY_FILE; without it nobody "
                    "can read what is kept, so begin with another file by --database",
                )
            )
    if keys is None:  # pragma: no cover - without proofs there are keys
        raise AssertionError
    return keys


def _proofs(engine: Engine) -> dict[str, bytes]:
    if not inspect(engine).has_table(SEALS.name):
        return {}
    with engine.connect() as connection:
        return {row.key_id: row.proof for row in connection.execute(select(SEALS)).all()}


def is_right(keys: KeyRing, key_id: str, proof: bytes) -> bool:
    """Say whether a key is the one that a proof was sealed with.

    Parameters
    ----------
    keys
        The keys.
    key_id
        Which of them.
    proof
        As it lies in the database.
    """
    try:
        return hmac.compare_digest(keys.open(proof, f"seals.proof:{key_id}"), PROOF)
    except BrokenSealError:
        return False


def _prove(engine: Engine, keys: KeyRing) -> None:
    """Write down which keys this database is sealed with."""
    missing = [one for one in keys.ids if one not in _proofs(engine)]
    if not missing:
        return
    with writing(engine) as connection:
        there = {row.key_id for row in connection.execute(select(SEALS)).all()}
        for key_id in missing:
            if key_id not in there:
                proof = keys.seal(PROOF, f"seals.proof:{key_id}", key_id)
                connection.execute(insert(SEALS).values(key_id=key_id, proof=proof))
