"""kill -9 of server and worker at random moments, while days are told and recordings are sent."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from kinchain.store.keeping import Store, open_store
from kinchain.store.place import database_url
from kinchain.web.track_kept import track_of
from kinchain.web.upload import drop_loose
from kinchain.web.work.places import is_alive
from kinchain.web.work.tasks import RESULT, SUMMARY, WALK
from kinchain.web.work.worker import Worker
from tests.unit.web.web_client import HEEL, HIDDEN

N_KILLS = int(os.environ.get("KINCHAIN_KILLS", "20"))
SEED = 8
LATEST_S = 0.8
PATIENCE_S = 30.0
FIRST_DAY = date(2010, 1, 1)
PROGRAM = Path(__file__).with_name("killable_walks.py")
ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "walks" / "healthy.c3d"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which is not here"),
]


@dataclass
class Forks:
    """Starts servers and workers, and kills them."""

    program: subprocess.Popen[str]
    pids: dict[str, int] = field(default_factory=dict)
    port: int = 0

    def start(self, kind: str) -> None:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(f"{kind}\n")
        self.program.stdin.flush()
        pid, port = self.program.stdout.readline().split()
        self.pids[kind] = int(pid)
        if kind == "server":
            self.port = int(port)

    def kill(self, kind: str) -> None:
        os.kill(self.pids[kind], signal.SIGKILL)
        until = time.monotonic() + PATIENCE_S
        while is_alive(self.pids[kind]) and time.monotonic() < until:
            time.sleep(0.005)


@dataclass
class Sender:
    """Tells days and sends recordings as fast as they are taken; notes what was acknowledged."""

    forks: Forks
    cookies: dict[str, str] = field(default_factory=dict)
    days: dict[date, int] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    ends: threading.Event = field(default_factory=threading.Event)
    wrong: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        address = f"http://127.0.0.1:{self.forks.port}{path}"
        with httpx.Client(cookies=self.cookies, timeout=PATIENCE_S, verify=False) as client:
            answer = client.request(method, address, **how)
            self.cookies = {one.name: one.value or "" for one in client.cookies.jar} or self.cookies
        return answer

    def token(self, path: str) -> str:
        return dict(HIDDEN.findall(self.ask("GET", path).text))["token"]

    def begin(self) -> None:
        token = self.token("/tell")
        answer = self.ask("POST", "/tell", data={"token": token, "words": HEEL, "do": "next"})
        assert answer.status_code == 303
        self.own = self.token("/walks")

    def go_on(self) -> None:
        number = 0
        while not self.ends.is_set():
            number += 1
            try:
                self.send_day(number) if number % 3 else self.send_walk(number)
            except httpx.TransportError:
                time.sleep(0.01)

    def send_day(self, number: int) -> None:
        day, pain = FIRST_DAY + timedelta(number), number % 11
        told = {"token": self.own, "date": day.isoformat(), "pain:heel@left": str(pain)}
        answer = self.ask("POST", "/follow/day", data=told)
        if answer.status_code == 303:
            self.days[day] = pain
        elif answer.status_code != 503:
            self.wrong.append(f"day: {answer.status_code}")

    def send_walk(self, number: int) -> None:
        content = f"walk {number} ".encode() * 200_000
        files = [("token", (None, self.own)), ("walk", (f"{number}.c3d", content))]
        answer = self.ask("POST", "/walks/upload", files=files)
        if answer.status_code == 303:
            job = answer.headers["location"].rpartition("/")[2]
            self.sent[job] = hashlib.sha256(content).hexdigest()
        elif answer.status_code != 503:
            self.wrong.append(f"walk: {answer.status_code}")


def test_nothing_acknowledged_is_lost_and_every_job_is_done(tmp_path: Path) -> None:
    database, keys = tmp_path / "a.sqlite", tmp_path / "keys"
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(database), str(keys)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    forks, dice = Forks(program), random.Random(SEED)
    forks.start("server")
    forks.start("worker")
    sender = Sender(forks)
    try:
        sender.begin()
        thread = threading.Thread(target=sender.go_on)
        thread.start()
        for _ in range(N_KILLS):
            time.sleep(dice.uniform(0.0, LATEST_S))
            which = dice.choice(["server", "worker"])
            forks.kill(which)
            forks.start(which)
        sender.ends.set()
        thread.join(PATIENCE_S)
        store = open_store(database_url(str(database)), keys)
        wait_for_all(store)
        forks.kill("worker")
        check(store, sender, Path(f"{database}.work"))
        store.close()
    finally:
        for one in forks.pids.values():
            if is_alive(one):
                os.kill(one, signal.SIGKILL)
        program.kill()
        program.wait()
        for pipe in (program.stdin, program.stdout):
            if pipe is not None:
                pipe.close()


def wait_for_all(store: Store) -> None:
    until = time.monotonic() + PATIENCE_S
    while store.jobs.waiting():
        assert time.monotonic() < until, "jobs are left"
        time.sleep(0.05)


def check(store: Store, sender: Sender, place: Path) -> None:
    assert sender.wrong == []
    assert len(sender.days) > N_KILLS / 4
    assert len(sender.sent) > 2
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        (case_id,) = connection.exec_driver_sql("SELECT id FROM cases").scalars()
    kept = {one.date: one.pain for one in track_of(store, case_id).days}
    assert {day: {"heel@left": pain} for day, pain in sender.days.items()}.items() <= kept.items()
    jobs = {one.id: one for one in store.jobs.of(case_id, WALK)}
    assert set(sender.sent) <= set(jobs)
    assert {one.state for one in jobs.values()} == {"done"}
    for job_id, digest in sender.sent.items():
        (file_id,) = jobs[job_id].payload["files"]
        whole = hashlib.sha256(store.files.content(case_id, file_id)).hexdigest()
        assert whole == digest
    results = [one.name.split(".", 2) for one in store.files.of(case_id, RESULT)]
    made = sorted((job, part) for job, _, part in results)
    assert made == sorted((job, part) for job in jobs for part in ("walk.html", SUMMARY))
    drop_loose(store, case_id)
    assert len(store.files.of(case_id, "recording")) == len(jobs)
    Worker(store, place).run(_set())
    assert list(place.iterdir()) == []


def _set() -> threading.Event:
    ends = threading.Event()
    ends.set()
    return ends


def test_the_work_never_outlives_its_worker_and_is_taken_up_again(tmp_path: Path) -> None:
    url, keys = database_url(str(tmp_path / "a.sqlite")), tmp_path / "keys"
    store = open_store(url, keys)
    case_id = store.cases.make("{}", None).id
    file_id = store.files.keep(case_id, "recording", "a.c3d", EXAMPLE.read_bytes())
    job_id = store.jobs.put(
        case_id, WALK,
        {"files": {file_id: "walk-1.c3d"}, "walk": ["walk-1.c3d"], "name": "a", "person": {}},
    )  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, "-m", "kinchain.web.work"], stdin=subprocess.PIPE, text=True
    )
    assert worker.stdin is not None
    worker.stdin.write(f'{{"database": "{url}", "key_file": "{keys}"}}\n')
    worker.stdin.flush()
    until = time.monotonic() + PATIENCE_S
    children: list[int] = []
    while not children and time.monotonic() < until:
        time.sleep(0.1)
        if (job := store.jobs.get(case_id, job_id)) is not None and job.step:
            children = children_of(worker.pid)
    assert children
    worker.kill()
    worker.wait()
    worker.stdin.close()
    while any(map(is_alive, children)):
        assert time.monotonic() < until, "the work outlived its worker"
        time.sleep(0.05)
    (folder,) = (tmp_path / "a.sqlite.work").iterdir()
    assert (folder / "in" / "walk-1.c3d").exists()
    taken = Worker(store, tmp_path / "a.sqlite.work", do=lambda *_: _fault())
    taken.run(_set())
    assert not folder.exists()
    assert taken.once()
    again = store.jobs.get(case_id, job_id)
    assert again is not None
    assert (again.state, again.attempts) == ("failed", 1)
    store.close()


def _fault() -> Any:
    from kinchain.web.work.process import BROKE, Ended

    return Ended(faults=(BROKE.as_dict(),))


def children_of(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(one) for one in found.stdout.split()]
