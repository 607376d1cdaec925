"""The server's side of the worker: starts it, and starts it anew when it is gone."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from kinchain.store.seal import default_key_file

REST_S = 0.2
LONGEST_REST_S = 60.0
LIVED_WELL_S = 60.0
PATIENCE_S = 5.0


class Watch:
    """One worker under the server.

    Parameters
    ----------
    database
        Address of the database.
    key_file
        Where the keys lie; None for the usual place.
    """

    def __init__(self, database: str, key_file: Path | None) -> None:
        told = {"database": database, "key_file": str(key_file or default_key_file())}
        self._told = json.dumps(told) + "\n"
        self._ends = threading.Event()
        self._worker: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Start the worker, and keep one running from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the worker; the job it had goes back into the queue."""
        self._ends.set()
        worker = self._worker
        if worker is not None:
            if worker.stdin is not None:
                worker.stdin.close()
            try:
                worker.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                worker.kill()
        self._thread.join(PATIENCE_S)

    @property
    def pid(self) -> int | None:
        """Number of the worker's process, or None."""
        return None if self._worker is None else self._worker.pid

    def _watch(self) -> None:
        rest = REST_S
        while not self._ends.is_set():
            began = time.monotonic()
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "kinchain.web.work"], stdin=subprocess.PIPE, text=True,
                encoding="utf-8", stdout=subprocess.DEVNULL,
            )  # fmt: skip
            if self._worker.stdin is not None:
                with suppress(OSError):
                    self._worker.stdin.write(self._told)
                    self._worker.stdin.flush()
            self._worker.wait()
            rest = (
                REST_S if time.monotonic() - began > LIVED_WELL_S else min(2 * rest, LONGEST_REST_S)
            )
            self._ends.wait(rest)
