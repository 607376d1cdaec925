"""Servers and workers that start in no time: everything is read once, then each start is a fork.

Run as a program with database and keys. For each line on its input, ``server`` or ``worker``, it
forks one and prints the child's number and, of a server, its port.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care
from kinchain.store.keeping import open_store
from kinchain.web import application, upload
from kinchain.web.settings import Settings, database_url
from kinchain.web.work.child import IN, OUT
from kinchain.web.work.process import Beat, Ended
from kinchain.web.work.tasks import SUMMARY, Task
from kinchain.web.work.worker import Worker

N_STEPS, STEP_S = 4, 0.02
IDLE_S = 0.02


def quick(_task: Task, folder: Path, beat: Beat) -> Ended:
    """Do what a job does, but for the walking: read what came in, take a while, make files."""
    content = b"".join(one.read_bytes() for one in sorted((folder / IN).iterdir()))
    for n in range(N_STEPS):
        time.sleep(STEP_S)
        if not beat(n / N_STEPS, "Working"):
            return Ended(is_wanted=False)
    out = folder / OUT
    out.mkdir()
    (out / "walk.html").write_bytes(content[:2_000_000])
    (out / SUMMARY).write_text(f'{{"n": {len(content)}}}', "utf-8")
    return Ended()


def serve_forever(settings: Settings, taken: socket.socket) -> None:
    """Serve until killed."""
    import uvicorn

    app = application.make_app(settings)
    config = uvicorn.Config(app, access_log=False, log_level="critical", lifespan="off")
    asyncio.run(uvicorn.Server(config).serve(sockets=[taken]))


def work_forever(settings: Settings, place: Path) -> None:
    """Work until killed."""
    assert settings.key_file is not None
    store = open_store(settings.database, settings.key_file)
    worker = Worker(store, place, do=quick)
    threading.Thread(target=worker.run, args=(threading.Event(),), daemon=True).start()
    while True:
        time.sleep(60)


def main(database: str, keys: str) -> None:
    """Read everything once, then fork for each line."""
    from kinchain.web.render import environment

    load_knowledge()
    load_care()
    upload.MOST_WALKS = upload.MOST_OPEN = upload.MOST_WAITING = 10_000
    upload.MOST_BYTES = 10**12
    settings = Settings(database_url(database), key_file=Path(keys))
    open_store(settings.database, Path(keys)).close()
    for one in ("walks", "work", "follow_day", "follow"):
        environment().get_template(f"{one}.html")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))
        taken.listen(64)
        child = os.fork()
        if child == 0:
            if line.strip() == "server":
                serve_forever(settings, taken)
            else:
                work_forever(settings, Path(f"{database}.work"))
            os._exit(0)
        sys.stdout.write(f"{child} {taken.getsockname()[1]}\n")
        sys.stdout.flush()
        taken.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
