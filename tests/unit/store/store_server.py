"""A PostgreSQL server of one's own for the tests, or the reason why there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

FOLDERS = "/usr/lib/postgresql"
PATIENCE_S = 60.0
SOMEBODY = "nobody"
"""The server refuses to run for root; then it runs for this user."""


def _program(name: str) -> str | None:
    beside = sorted(Path(FOLDERS).glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or (str(beside[0]) if beside else None)


@contextmanager
def postgresql_at(folder: Path) -> Iterator[str]:
    """Run a server in a folder, and give the address of an empty database."""
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed; it comes with the development requirements")
    given = os.environ.get("KINCHAIN_TEST_POSTGRESQL", "")
    if given:
        yield given
        return
    initdb, server = _program("initdb"), _program("postgres")
    if initdb is None or server is None:
        pytest.skip("no PostgreSQL server here, and KINCHAIN_TEST_POSTGRESQL names none")
    user = SOMEBODY if os.geteuid() == 0 else None
    data = folder / "pg"
    data.mkdir(mode=0o700)
    if user:
        shutil.chown(data, user)
        for one in data.parents:
            if one.owner() == "root" and str(one).startswith("/tmp/"):
                one.chmod(one.stat().st_mode | 0o011)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run([initdb, "-D", str(data), "-U", "kinchain", "-A", "trust", "-E", "UTF8"],
                   user=user, check=True, capture_output=True, cwd="/")  # fmt: skip
    running = subprocess.Popen(
        [server, "-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1",
         "-c", f"unix_socket_directories={data}", "-c", "fsync=off"],
        user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip
    try:
        _wait(port)
        yield f"postgresql://kinchain@127.0.0.1:{port}/postgres"
    finally:
        running.terminate()
        running.wait(PATIENCE_S)


def _wait(port: int) -> None:
    import psycopg

    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            psycopg.connect(f"postgresql://kinchain@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError
