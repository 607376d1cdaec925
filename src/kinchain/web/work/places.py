"""Folders for the time of one job: private, and gone even if the worker was killed."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinchain.store.place import file_of

NAME = "kinchain-work"


def work_place(database: str) -> Path:
    """Return the folder under which jobs are done: beside the file, or in the user's cache.

    Parameters
    ----------
    database
        Address of the database.
    """
    file = file_of(database)
    if file is not None:
        return Path(f"{file}.work")
    from platformdirs import user_cache_path

    return user_cache_path("kinchain") / NAME


def worker_name() -> str:
    """Return a name for this process that tells whether it lives."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{secrets.token_hex(4)}"


def is_gone(worker: str) -> bool:
    """Say whether a worker ran on this machine and runs no more.

    Parameters
    ----------
    worker
        Its name.
    """
    host, _, rest = worker.rpartition(":")[0].rpartition(":")
    return host == socket.gethostname()[:24] and rest.isdigit() and not is_alive(int(rest))


def is_alive(pid: int) -> bool:
    """Say whether a process of this machine runs; where that cannot be told it does.

    Parameters
    ----------
    pid
        Its number.
    """
    if os.name == "nt":  # pragma: no cover - there it cannot be asked without ending it
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2]
    except OSError:
        return True
    return not state.strip().startswith("Z")


def clear(place: Path) -> None:
    """Delete what killed workers left behind.

    Parameters
    ----------
    place
        The folder under which jobs are done.
    """
    for folder in place.glob("*-*") if place.is_dir() else ():
        pid = folder.name.partition("-")[0]
        if pid.isdigit() and not is_alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_folder(place: Path) -> Iterator[Path]:
    """Make a folder that only this user reads, gone when the block ends.

    Parameters
    ----------
    place
        The folder under which jobs are done.
    """
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = place / f"{os.getpid()}-{secrets.token_hex(6)}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
