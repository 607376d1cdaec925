"""Where answers lie: sealed on the disk, on PostgreSQL too; a disk that is full or read-only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from kinchain.store.database import DATABASE_ERRORS
from kinchain.store.place import database_url
from tests.unit.store.store_server import postgresql_at
from tests.unit.web.account_client import PASSPHRASE, hash_fast, sign_in, sign_out, sign_up
from tests.unit.web.web_client import HEEL, Person, person_at


def questions(person: Person, n: int) -> Any:
    page = person.send("/heard", person.tell(HEEL), do="next")
    for _ in range(n):
        page = person.answer(page, do="unsure")
    return page


def test_nothing_told_lies_in_the_open_while_it_is_kept(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        questions(person, 3)
        person.client.app.state.store.wipe()
        for file in tmp_path.iterdir():
            held = file.read_bytes()
            for told in (b"stab under", b"narrative", b"swelling_knee", b"first_step_pain"):
                assert told not in held, file.name
        assert b"CREATE TABLE cases" in (tmp_path / "answers.sqlite").read_bytes()


@contextmanager
def harmed(person: Person, harm: str) -> Iterator[None]:
    """Let the disk be full, or the database be read-only."""
    engine = person.client.app.state.store.engine
    lines = {
        "full": "PRAGMA max_page_count = 1",  # SQLite takes the present number in place of it
        "read-only": "PRAGMA query_only = ON",
    }

    def harm_one(connection: Any, _record: object) -> None:
        connection.execute(lines[harm])

    event.listen(engine, "connect", harm_one)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", harm_one)
        engine.dispose()


def fill(person: Person) -> None:
    """Write until nothing is taken any more."""
    store = person.client.app.state.store
    session = store.sessions.find(person.client.cookies["kinchain"])
    for size in (4000, 400, 40):
        with suppress(*DATABASE_ERRORS):
            for _ in range(100):
                store.notes.add(session.case_id, "exam", "x" * size)


@pytest.mark.parametrize("harm", ["full", "read-only"])
def test_a_disk_that_takes_nothing_loses_nothing_and_is_said_on_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    hash_fast(monkeypatch)
    with person_at(tmp_path) as person:
        questions(person, 2)
        before = person.report()["heard"]
        with harmed(person, harm):
            fill(person)
            page = person.get("/tell")
            answer = person.send("/tell", page, words=f"{HEEL} {'x' * 9000}", do="next")
            assert answer.status_code == 503
            assert "what was told before is kept" in answer.text
            person.clock.ahead = timedelta(minutes=10)  # to be seen again would be written down
            for path in ("/report", "/heard", "/question", "/library", "/report.pdf"):
                assert person.get(path).status_code == 200, path
            assert person.report()["heard"] == before
        assert person.report()["heard"] == before
        assert person.answer(person.get("/question"), do="unsure").status_code == 200


@pytest.mark.slow
def test_a_journey_on_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hash_fast(monkeypatch)
    with (
        postgresql_at(tmp_path) as address,
        person_at(tmp_path, database_url(address)) as person,
    ):
        page = questions(person, 2)
        assert "Question 3 of" in page.text
        assert person.answer(page, do="none" if 'value="none"' in page.text else "unsure")
        name = sign_up(person)
        assert "stab under my left heel" in person.get("/account").text
        person.clock.ahead = timedelta(days=2)
        person.client.app.state.store.expire()
        assert person.get("/report").status_code == 200
        sign_out(person)
        assert sign_in(person, name).url.path == "/account"
        assert person.get("/my-data.json").json()["account"]["name"] == name
        person.send("/account/delete", person.get("/account/delete"), passphrase=PASSPHRASE)
        assert sign_in(person, name).status_code == 422
    assert not (tmp_path / "answers.sqlite").exists()
