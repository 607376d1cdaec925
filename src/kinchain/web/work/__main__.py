"""The worker as a process under the server: lives as long as its standard input is open."""

from __future__ import annotations

import json
import sys
import threading
from contextlib import suppress
from pathlib import Path

from kinchain.store.database import DATABASE_ERRORS
from kinchain.store.keeping import open_store
from kinchain.web.work.places import work_place
from kinchain.web.work.worker import Worker

PATIENCE_S = 5.0


def main() -> int:
    """Work until standard input ends; its first line says with which database."""
    told = json.loads(sys.stdin.readline() or "{}")
    if not told:
        return 0
    store = open_store(told["database"], Path(told["key_file"]))
    worker = Worker(store, work_place(told["database"]))
    ends = threading.Event()
    thread = threading.Thread(target=worker.run, args=(ends,), daemon=True)
    thread.start()
    sys.stdin.read()
    ends.set()
    thread.join(0.1)
    if thread.is_alive():
        with suppress(*DATABASE_ERRORS):
            worker.let_go()
    return 0


if __name__ == "__main__":
    sys.exit(main())
