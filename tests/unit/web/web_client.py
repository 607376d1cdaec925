"""A browser without scripts for the tests: it opens pages and sends their forms."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette would rather have a successor of httpx
    from starlette.testclient import TestClient

from kinchain.web.application import make_app
from kinchain.web.settings import Settings, database_url, now

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
HEEL = (
    "The first steps in the morning stab under my left heel, since about six weeks. "
    "My right knee got bad in spring and it is swollen. No fever."
)
COLD = "Since this morning my left foot is cold, pale and numb and I cannot move the toes."
CALF = "My left calf is swollen and hot since yesterday."


class Clock:
    """A clock that can be set on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return now() + self.ahead


class Person:
    """Somebody at a browser."""

    def __init__(self, client: TestClient, clock: Clock, file: Path) -> None:
        self.client = client
        self.clock = clock
        self.file = file

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def send(self, path: str, page: Any, **fields: Any) -> Any:
        """Send a form with the hidden fields of the page it stands on."""
        hidden = dict(HIDDEN.findall(page.text))
        return self.client.post(path, data={**hidden, **fields})

    def tell(self, words: str, **fields: Any) -> Any:
        return self.send("/tell", self.get("/tell"), words=words, do="next", **fields)

    def answer(self, page: Any, **fields: Any) -> Any:
        return self.send("/question", page, **{"do": "next", **fields})

    def report(self) -> Any:
        return self.get("/report.json").json()


@contextmanager
def person_at(folder: Path, url: str = "") -> Iterator[Person]:
    """Open a fresh database and a browser on it."""
    file, clock = folder / "answers.sqlite", Clock()
    keys = folder / "kinchain.keys"
    app = make_app(Settings(url or database_url(str(file)), ("testserver",), keys), clock)
    with TestClient(app) as client:
        yield Person(client, clock, file)
