"""Copy a database while it is in use, put a copy back, change the key."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update
from sqlalchemy.engine import make_url

from kinchain.core.errors import Fault, InputError
from kinchain.store.accounts import NAME, plain
from kinchain.store.database import as_faults, revisions, writing
from kinchain.store.keeping import Store, is_right, open_store
from kinchain.store.seal import KeyRing, new_key, read_keys, write_keys
from kinchain.store.tables import (
    ACCOUNTS,
    CASES,
    DIARY,
    FILE_PARTS,
    FILES,
    JOBS,
    NOTES,
    SCORES,
    SEALS,
    SESSIONS,
    SHARES,
    TOKENS,
)

About = Callable[[Mapping[str, Any]], str]
"""From a row to what its seal is bound to."""


def _by(name: str, key: str = "id") -> About:
    return lambda row: f"{name}:{row[key]}"


def _part(row: Mapping[str, Any]) -> str:
    return f"file_parts.content:{row['file_id']}:{row['number']}"


SEALED: tuple[tuple[Table, str, About], ...] = (
    (ACCOUNTS, "name", _by("accounts.name")),
    (ACCOUNTS, "totp", _by("accounts.totp")),
    (CASES, "state", _by("cases.state")),
    (DIARY, "entry", _by("diary.entry")),
    (SCORES, "entry", _by("scores.entry")),
    (NOTES, "entry", _by("notes.entry")),
    (FILES, "name", _by("files.name")),
    (FILE_PARTS, "content", _part),
    (JOBS, "payload", _by("jobs.payload")),
    (JOBS, "error", _by("jobs.error")),
    (TOKENS, "name", _by("tokens.name", "handle")),
)
"""Every sealed column, with what its seal is bound to."""


def back_up(url: str, target: Path) -> None:
    """Copy a SQLite database into a new file, whole as of one moment, also while it is in use.

    Parameters
    ----------
    url
        Address of the database.
    target
        The new file; its keys are not in it.

    Raises
    ------
    InputError
        If the database is none, or the file is there already or cannot be written.
    """
    source = _file_of(url)
    if not source.is_file():
        raise _fault(
            "there is no database in this place", str(source.name), "name it by --database"
        )
    if target.exists():
        raise _fault("this file is there already", target.name, "name a new file")
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    with _sqlite_faults(target):
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _copy(source, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)


def restore(url: str, key_file: Path, source: Path) -> Path | None:
    """Put a copy back in place of what a SQLite database holds now.

    Everybody has to sign in again, and links and programs' keys are void: what was ended since
    the copy was made must not come back to life.

    Parameters
    ----------
    url
        Address of the database.
    key_file
        The keys of the copy.
    source
        The copy.

    Returns
    -------
    aside
        Where what was there before lies now; None where there was nothing.

    Raises
    ------
    InputError
        If the copy is broken, of a newer kinchain, or sealed with another key.
    """
    target = _file_of(url)
    _check_copy(source, key_file)
    aside = None
    with _sqlite_faults(target):
        if target.exists():
            aside = target.with_name(f"{target.name}.before-restore-{secrets.token_hex(3)}")
            os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            _copy(target, aside)
        else:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
        _copy(source, target)
    store = open_store(url, key_file)
    try:
        _end_what_opens(store)
    finally:
        store.close()
    return aside


def change_key(url: str, key_file: Path, *, drops_old: bool = False) -> int:
    """Seal everything anew with a new key; the server must not run.

    Parameters
    ----------
    url
        Address of the database.
    key_file
        The keys; the new one is added to them.
    drops_old
        Whether the old ones are taken out of the file; copies made before need them.

    Returns
    -------
    n_sealed
        How many texts were sealed anew.

    Raises
    ------
    InputError
        If the database or the keys cannot be used.
    """
    open_store(url, key_file).close()
    held = read_keys(key_file)
    if held is None:  # pragma: no cover - it was just read
        raise AssertionError
    keys = (*held.all(), new_key())
    write_keys(key_file, keys, is_new=False)  # from here on both open what the other sealed
    store = open_store(url, key_file)
    try:
        with as_faults(), writing(store.engine) as connection:
            n_sealed = sum(_reseal(connection, store.keys, *one) for one in SEALED)
            _rename(connection, store.keys)
            connection.execute(delete(SEALS).where(SEALS.c.key_id != store.keys.newest.id))
        store.wipe()
    finally:
        store.close()
    if drops_old:
        write_keys(key_file, keys[-1:], is_new=False)
    return n_sealed


def _reseal(connection: Connection, keys: KeyRing, table: Table, name: str, about: About) -> int:
    key = tuple(table.primary_key.columns)
    column = table.c[name]
    rows = connection.execute(select(*key, *_handle(table)).where(column.is_not(None))).all()
    for row in rows:
        this = [one == row._mapping[one.name] for one in key]
        sealed = connection.execute(select(column).where(*this)).scalar_one()
        bound = about(dict(row._mapping))
        anew = keys.seal(keys.open(sealed, bound), bound)
        connection.execute(update(table).where(*this).values({name: anew}))
    return len(rows)


def _handle(table: Table) -> tuple[Any, ...]:
    return (table.c.handle,) if "handle" in table.c else ()


def _rename(connection: Connection, keys: KeyRing) -> None:
    """Let names be found under the new key."""
    for row in connection.execute(select(ACCOUNTS.c.id, ACCOUNTS.c.name)).all():
        name = keys.text(row.name, f"accounts.name:{row.id}")
        connection.execute(
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id == row.id)
            .values(name_hash=keys.hash(plain(name), NAME))
        )


def _end_what_opens(store: Store) -> None:
    with writing(store.engine) as connection:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account_id.is_not(None)))
        connection.execute(delete(SHARES))
        connection.execute(delete(TOKENS))
    store.wipe()


def _check_copy(source: Path, key_file: Path) -> None:
    """Refuse a copy that is broken, too new, or sealed with a key that is not there."""
    if not source.is_file():
        raise _fault("there is no such file", source.name, "name the copy")
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone()
            size = _pragma(copy, "page_count") * _pragma(copy, "page_size")
            held = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            proofs = _proofs(copy)
    except sqlite3.Error:
        raise _fault("this is no copy of a database of kinchain", source.name,
                     "name a file that `kinchain store backup` wrote") from None  # fmt: skip
    if whole != ("ok",) or held is None or source.stat().st_size != size:
        raise _fault("the copy is damaged", source.name, "name another copy")
    if held[0] not in revisions():
        raise _fault("the copy was made by a newer kinchain", source.name, "update kinchain")
    keys = read_keys(key_file)
    for key_id, proof in proofs:
        if keys is None or key_id not in keys or not is_right(keys, key_id, proof):
            raise _fault("the copy was sealed with a key that is not in the key file",
                         source.name, f"put the key file with key {key_id} back first")  # fmt: skip


def _pragma(copy: sqlite3.Connection, name: str) -> int:
    return int(copy.execute(f"PRAGMA {name}").fetchone()[0])


def _proofs(copy: sqlite3.Connection) -> list[tuple[str, bytes]]:
    there = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'seals'").fetchone()
    return copy.execute("SELECT key_id, proof FROM seals").fetchall() if there else []


def _copy(source: Path, target: Path) -> None:
    read = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(read, uri=True, timeout=30)) as origin,
        closing(sqlite3.connect(target, timeout=30)) as copy,
    ):
        origin.backup(copy)


def _file_of(url: str) -> Path:
    with as_faults():
        place = make_url(url)
    if not place.get_backend_name().startswith("sqlite") or not place.database:
        raise _fault("this works for SQLite files only", "the database",
                     "use the tools of the database server, such as pg_dump")  # fmt: skip
    return Path(place.database)


@contextmanager
def _sqlite_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise _fault(f"it cannot be written ({type(error).__name__})", target.name,
                     "check the folder, its permissions and the space left") from None  # fmt: skip


def _fault(what: str, where: str, mend: str) -> InputError:
    return InputError(Fault(what, where, "a database of kinchain, and a copy of it", mend))
