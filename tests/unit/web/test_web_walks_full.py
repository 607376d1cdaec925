"""A full disk, or a file that cannot be written, while recordings and days are sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from kinchain.web.work.worker import Worker
from tests.unit.web.test_web_follow import day, follow_store
from tests.unit.web.test_web_walks import send_files
from tests.unit.web.web_client import HEEL, Person, person_at

FULL = "PRAGMA max_page_count=1"
READ_ONLY = "PRAGMA query_only=ON"


@contextmanager
def set_to(store: Any, pragma: str) -> Iterator[None]:
    """Let the database refuse to grow, or to be written at all."""

    def refuse(connection: Any, _record: object) -> None:
        connection.execute(pragma)

    event.listen(store.engine, "connect", refuse)
    store.engine.dispose()
    try:
        yield
    finally:
        event.remove(store.engine, "connect", refuse)
        store.engine.dispose()


def count(person: Person) -> list[int]:
    store, _ = follow_store(person)
    with store.engine.connect() as connection:
        return [
            int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar())
            for name in ("files", "file_parts", "jobs", "diary")
        ]


@pytest.mark.parametrize("pragma", [FULL, READ_ONLY])
def test_nothing_half_is_left_and_the_page_says_why(tmp_path: Path, pragma: str) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        day(person, **{"pain:heel@left": "4"})
        before = count(person)
        store, case_id = follow_store(person)
        with set_to(store, pragma):
            answers = [send_files(person, ("walk", ("a.c3d", b"x" * 5_000_000)))]
            if pragma == READ_ONLY:  # on a full disk a small entry still finds a free page
                answers.append(day(person, date="2026-01-02", note="y"))
            for sent in answers:
                assert sent.status_code == 503, sent.text
                assert "does not take it now" in sent.text
                assert "check its disk" in sent.text
            assert person.get("/follow").status_code == 200
            assert person.get("/walks").status_code == 200
        assert count(person) == before
        assert store.diary.of(case_id)[0].entry["pain"] == {"heel@left": 4}
        assert send_files(person, ("walk", ("a.c3d", b"x"))).status_code == 200


def test_the_worker_waits_until_the_database_takes_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        send_files(person, ("walk", ("a.c3d", b"x")))
        store, case_id = follow_store(person)
        monkeypatch.setattr("kinchain.web.work.worker.REST_S", 0.05)
        monkeypatch.setattr("kinchain.web.work.worker.IDLE_S", 0.05)
        ends = threading.Event()
        with set_to(store, READ_ONLY):
            thread = threading.Thread(
                target=Worker(store, tmp_path / "work").run, args=(ends,), daemon=True
            )
            thread.start()
            ends.wait(0.5)
            assert thread.is_alive()
            assert store.jobs.of(case_id)[0].state == "queued"
        while store.jobs.waiting():
            ends.wait(0.05)
        ends.set()
        thread.join(20)
        assert store.jobs.of(case_id)[0].state == "failed"
