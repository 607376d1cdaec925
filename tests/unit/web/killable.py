"""A server that starts in no time: everything is read once, then each start is a fork.

Run as a program: for each line ``start`` on its input it forks a server on the database and keys
named as arguments, and prints the child's number and port.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path


def serve_forever(database: str, keys: str, taken: socket.socket) -> None:
    """Serve until killed."""
    import uvicorn

    from kinchain.web.application import make_app
    from kinchain.web.settings import Settings, database_url

    app = make_app(Settings(database_url(database), key_file=Path(keys)))
    config = uvicorn.Config(app, access_log=False, log_level="critical", lifespan="off")
    asyncio.run(uvicorn.Server(config).serve(sockets=[taken]))


def main(database: str, keys: str) -> None:
    """Read everything once, then fork a server for each line."""
    from kinchain.app.interview import begin, next_question
    from kinchain.core.formats.case import Case
    from kinchain.web import application
    from kinchain.web.render import environment
    from kinchain.web.settings import Settings, database_url

    next_question(begin(Case(narrative="My left heel hurts in the morning.")))
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder)
        settings = Settings(database_url(str(aside / "a.sqlite")), key_file=aside / "keys")
        application.make_app(settings).state.store.close()
    for one in ("tell", "question", "heard", "report"):
        environment().get_template(f"{one}.html")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))
        taken.listen(64)
        child = os.fork()
        if child == 0:
            serve_forever(database, keys, taken)
            os._exit(0)
        sys.stdout.write(f"{child} {taken.getsockname()[1]}\n")
        sys.stdout.flush()
        taken.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
