"""Open a database and bring its tables up to date, or leave it untouched and say why not."""

from __future__ import annotations

import os
import shutil
from _thread import LockType
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from kinchain.core.errors import Fault, InputError
from kinchain.store.seal import KeyRing

DATABASE_ERRORS = (DBAPIError,)
"""What goes wrong in a database: a full disk, a lock, a server out of reach."""

FOLDER = Path(__file__).parent / "migrations"
WRITES = "kinchain_writes"
BUSY_MS = 10_000
"""So long a writer waits for one of another process."""

_TURNS: WeakKeyDictionary[Engine, LockType] = WeakKeyDictionary()
_TURNS_LOCK = Lock()

N_KEPT, N_MORE = 10, 40
"""Connections kept open, and opened beside them when many pages are asked for at once."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)
"""An answer that was acknowledged is on the disk; what is deleted is overwritten."""


def open_database(url: str) -> Engine:
    """Return a database as it is; ``migrate`` brings its tables up to date.

    Parameters
    ----------
    url
        Its address.

    Raises
    ------
    InputError
        If it is no address of a database, or its driver is not installed.
    """
    with as_faults():
        return _engine(url)


@contextmanager
def as_faults() -> Iterator[None]:
    """Turn what goes wrong while a database is opened into a fault.

    Raises
    ------
    InputError
        If anything went wrong.
    """
    try:
        yield
    except (ArgumentError, NoSuchModuleError):
        raise _fault("this is no address of a database", "check its spelling") from None
    except ModuleNotFoundError as error:
        raise _fault(
            f"the driver {error.name} for this database is not installed",
            f"install it, for example: pip install {error.name}",
        ) from None
    except (DBAPIError, OSError) as error:
        raise _fault(
            f"the database cannot be opened ({type(error).__name__})",
            "check the place, its permissions and the space left; name another by --database",
        ) from None


def _fault(what: str, mend: str) -> InputError:
    return InputError(
        Fault(
            what, "kinchain serve, option '--database'",
            "a file that can be written, or the address of a database within reach", mend,
        )
    )  # fmt: skip


def _engine(url: str) -> Engine:
    place = make_url(url)
    if not place.get_backend_name().startswith("sqlite"):
        return create_engine(place, hide_parameters=True, pool_pre_ping=True)
    if place.database and place.database != ":memory:":
        _make_private(Path(place.database))
    engine = create_engine(
        place, hide_parameters=True, pool_size=N_KEPT, max_overflow=N_MORE,
        connect_args={"timeout": BUSY_MS / 1000},
    )  # fmt: skip
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(file: Path) -> None:
    """Make the file, if it is new, so that only its owner reads it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def _set_up(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver would leave changes of tables outside
    for line in PRAGMAS:
        connection.execute(line)


def _begin(connection: Connection) -> None:
    """Begin; a writer waits here for its turn, not in the middle of its work."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; it is whole on the disk when it ends without an error.

    Writers of this process take turns: SQLite lets one write at a time, and those that wait
    inside it only look again now and then, so that some would wait for ever.

    Parameters
    ----------
    engine
        The database.
    """
    with _turn(engine), engine.connect() as connection:
        chosen = connection.execution_options(**{WRITES: True})
        with chosen.begin():
            yield chosen


def _turn(engine: Engine) -> AbstractContextManager[object]:
    if engine.dialect.name != "sqlite":
        return nullcontext()
    with _TURNS_LOCK:
        return _TURNS.setdefault(engine, Lock())


def empty_journal(engine: Engine) -> None:
    """Write SQLite's journal into its file, so that nothing deleted stays behind in it.

    Parameters
    ----------
    engine
        The database.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def revision_of(engine: Engine) -> str | None:
    """Return the revision of a database's tables, or None where there are none.

    Parameters
    ----------
    engine
        The database.
    """
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def revisions() -> frozenset[str]:
    """Return the revisions that this kinchain knows."""
    script = ScriptDirectory.from_config(_config())
    return frozenset(one.revision for one in script.walk_revisions())


def migrate(engine: Engine, keys: KeyRing, target: str = "head") -> None:
    """Bring the tables to a revision; a file that holds older tables is copied first.

    Parameters
    ----------
    engine
        The database.
    keys
        What seals and opens what was told.
    target
        A revision; ``head`` is the newest.

    Raises
    ------
    InputError
        If the database was written by a newer kinchain.
    """
    config = _config()
    script = ScriptDirectory.from_config(config)
    config.attributes["keys"] = keys
    held = revision_of(engine)
    if held is not None:
        _check_known(held, script)
    if target == "head" and held == script.get_current_head():
        return
    if held is not None and engine.dialect.name == "sqlite":
        _copy_aside(engine, held)
    before = {one.revision for one in script.iterate_revisions(held or "base", "base")}
    with writing(engine) as connection:
        _run(connection, config, target, down=target == "base" or target in before)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _check_known(held: str, script: ScriptDirectory) -> None:
    try:
        script.get_revision(held)
    except CommandError:
        raise _fault(
            "the database was written by a newer kinchain; nothing in it was changed",
            "update kinchain, or name another file by --database",
        ) from None


def _copy_aside(engine: Engine, held: str) -> None:
    name = engine.url.database
    if not name or name == ":memory:":
        return
    empty_journal(engine)
    copy = Path(f"{name}.before-{held}")
    shutil.copyfile(name, copy)
    copy.chmod(0o600)


def _run(connection: Connection, config: Config, target: str, *, down: bool) -> None:
    config.attributes["connection"] = connection
    if down:
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)
