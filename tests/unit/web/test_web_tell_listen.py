"""What is heard while somebody writes: shown, and kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from kinchain.store.tables import METADATA
from tests.unit.web.web_client import CALF, COLD, HEEL, Person, person_at


def rows(person: Person) -> dict[str, Any]:
    store = person.client.app.state.store  # type: ignore[attr-defined]
    with store.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar()
            for name, table in METADATA.tables.items()
        }


def test_words_are_heard_and_not_kept(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.get("/tell")
        before = rows(person)
        heard = person.send("/tell/heard", page, words=HEEL)
        assert heard.status_code == 200 and "First steps in the morning hurt" in heard.text
        assert "Left leg" in heard.text and "data-alarm" not in heard.text
        assert rows(person) == before
        assert person.get("/heard").status_code == 404


def test_a_danger_interrupts_at_once(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.get("/tell")
        assert 'data-alarm="emergency"' in person.send("/tell/heard", page, words=COLD).text
        assert 'data-alarm="same_day"' in person.send("/tell/heard", page, words=CALF).text


def test_nothing_written_is_nothing_heard(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.get("/tell")
        assert "<li>" not in person.send("/tell/heard", page, words="").text
        assert "&lt;b&gt;" not in person.send("/tell/heard", page, words="<b>knee</b>").text


def test_only_our_own_page_may_ask(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.get("/tell")
        assert person.client.post("/tell/heard", data={"words": HEEL}).status_code == 403
