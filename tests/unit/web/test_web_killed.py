"""kill -9 at any moment under load: nothing that was acknowledged is lost, nothing is half."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from kinchain.store.keeping import Store, open_store
from kinchain.store.place import database_url
from tests.unit.web.web_client import HIDDEN

N_KILLS = int(os.environ.get("KINCHAIN_KILLS", "20"))
N_PEOPLE = 2
SEED = 20260301
EARLIEST_S, LATEST_S = 0.0, 0.6
PATIENCE_S = 30.0
WORDS = "My left heel hurts."
PROGRAM = Path(__file__).with_name("killable.py")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which is not here")


@dataclass
class Asked:
    """One person who answers as fast as the server takes it, and notes what was acknowledged."""

    n_answered: int = 0
    secret: str = ""
    past: list[tuple[str, int]] = field(default_factory=list)
    seen: threading.Event = field(default_factory=threading.Event)
    taken: threading.Event = field(default_factory=threading.Event)

    @property
    def n_all(self) -> int:
        """All answers that were acknowledged."""
        return self.n_answered + sum(n for _, n in self.past)

    def go_on(self, port: int) -> None:
        """Answer until the server is gone."""
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, trust_env=False
            ) as client:
                while True:
                    self._step(client)
        except httpx.HTTPError:
            return

    def _step(self, client: httpx.Client) -> None:
        if not self.secret:
            fields = dict(HIDDEN.findall(client.get("/tell").text))
            self.seen.set()
            told = client.post("/tell", data={**fields, "words": WORDS, "do": "next"})
            assert told.status_code == 303, told.status_code
            self.secret = client.cookies["kinchain"]
            self.n_answered = 0
            self.taken.set()
            return
        client.cookies.clear()
        client.cookies.set("kinchain", self.secret, domain="127.0.0.1")
        page = client.get("/question")
        self.seen.set()
        if page.status_code == 303:
            self.past.append((self.secret, self.n_answered))
            self.secret = ""
            client.cookies.clear()
            return
        assert page.status_code == 200, page.status_code
        taken = client.post("/question", data={**dict(HIDDEN.findall(page.text)), "do": "unsure"})
        assert taken.status_code == 303, taken.status_code
        self.n_answered += 1
        self.taken.set()


@contextmanager
def forker(file: Path, keys: Path) -> Iterator[subprocess.Popen[str]]:
    running = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(file), str(keys)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield running
    finally:
        running.communicate(timeout=PATIENCE_S)


def start(running: subprocess.Popen[str]) -> tuple[int, int]:
    assert running.stdin is not None and running.stdout is not None
    running.stdin.write("start\n")
    running.stdin.flush()
    child, port = running.stdout.readline().split()
    return int(child), int(port)


def n_kept(store: Store, secret: str) -> int:
    session = store.sessions.find(secret)
    assert session is not None and session.case_id is not None
    case = store.cases.read(session.case_id, None)
    assert case is not None
    n_asked = len(json.loads(case.state)["asked"])
    assert case.version == n_asked + 1, "half a state"
    return n_asked


@pytest.mark.slow
def test_no_acknowledged_answer_is_lost_at_any_moment(tmp_path: Path) -> None:
    file, keys = tmp_path / "a.sqlite", tmp_path / "keys"
    chance, people = random.Random(SEED), [Asked() for _ in range(N_PEOPLE)]
    with forker(file, keys) as running:
        for n in range(N_KILLS):
            child, port = start(running)
            threads = [threading.Thread(target=one.go_on, args=(port,)) for one in people]
            for one in people:
                one.seen.clear()
                one.taken.clear()
            for one in threads:
                one.start()
            first = people[n % N_PEOPLE]
            assert (first.seen if n % 4 == 3 else first.taken).wait(PATIENCE_S)
            time.sleep(chance.uniform(EARLIEST_S, LATEST_S))
            os.kill(child, signal.SIGKILL)
            for one in threads:
                one.join(PATIENCE_S)
            check(file, keys, people, n)
    assert sum(one.n_all for one in people) >= N_KILLS


def check(file: Path, keys: Path, people: list[Asked], n: int) -> None:
    """Look for each person's answers; one that was under way may be there or not."""
    if not file.exists() or not file.stat().st_size:
        assert not any(one.secret for one in people)
        return
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",), n
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == [], n
    raw.close()
    store = open_store(database_url(str(file)), keys)
    try:
        for one in people:
            for secret, n_answered in one.past:
                assert n_kept(store, secret) == n_answered
            if one.secret:
                kept = n_kept(store, one.secret)
                assert one.n_answered <= kept <= one.n_answered + 1, n
                one.n_answered = kept
    finally:
        store.close()


WRITER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from kinchain.store.keeping import open_store
from kinchain.store.place import database_url
store = open_store(database_url(sys.argv[1]), Path(sys.argv[2]))
case = store.cases.make("told", None).id
print("case", case, flush=True)
n = 0
while True:
    n += 1
    print("diary", store.diary.put(case, date(2000, 1, 1) + timedelta(n), {"n": n}), flush=True)
    print("files", store.files.keep(case, "recording", "walk", b"x" * 3_000_000), flush=True)
    print("jobs", store.jobs.put(case, "walk", {"n": n}), flush=True)
    job = store.jobs.claim("w", ["walk"])
    print("scores", store.scores.add(case, "psfs", date(2000, 1, 1), {"n": n}), flush=True)
    if job is not None and n % 3:
        result = store.files.keep(job.case_id, "walk", "result", b"y" * 1_500_000)
        store.jobs.finish(job.id, "w", result)
        print("done", job.case_id + job.id, flush=True)
"""


@pytest.mark.slow
def test_no_diary_entry_upload_or_job_is_lost_at_any_moment(tmp_path: Path) -> None:
    file, keys, chance = tmp_path / "a.sqlite", tmp_path / "keys", random.Random(SEED)
    open_store(database_url(str(file)), keys).close()
    for n in range(N_KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file), str(keys)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        said = [writer.stdout.readline()]
        time.sleep(chance.uniform(EARLIEST_S, LATEST_S))
        writer.kill()
        said += writer.communicate(timeout=PATIENCE_S)[0].splitlines(keepends=True)
        whole = [one.split() for one in said if one.endswith("\n")]
        _check_kept(file, keys, whole, n)


def _check_kept(file: Path, keys: Path, said: list[list[str]], n: int) -> None:
    store = open_store(database_url(str(file)), keys)
    try:
        case = said[0][1]
        for what, one in said[1:]:
            if what == "done":
                job = store.jobs.get(one[:32], one[32:])  # perhaps one that a killed writer left
                assert job is not None and job.state == "done" and job.result_id, n
                assert len(store.files.content(job.case_id, job.result_id)) == 1_500_000
            elif what == "files":
                assert len(store.files.content(case, one)) == 3_000_000, n
            else:
                assert getattr(store, what).get(case, one) is not None, (what, n)
        for kept in store.files.of(case):  # what is shown is whole
            assert len(store.files.content(case, kept.id)) == kept.n_bytes
        for job in store.jobs.of(case):
            assert job.state in ("queued", "running", "done")
    finally:
        store.close()
