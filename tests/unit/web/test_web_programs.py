"""The interface for programs: keys, everything there is, and whatever nobody should send."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from kinchain.web.programs import PREFIX, ROUTES
from tests.unit.web.account_client import PASSPHRASE, hash_fast, sign_up
from tests.unit.web.web_client import COLD, HEEL, Person, person_at

DAY = date(2026, 3, 1)
CASE = {"narrative": HEEL, "person": {"age": 52}}
BODIES: tuple[Any, ...] = (
    None, [], {}, "x", 1, True, 1e308, {"narrative": None}, {"narrative": 7},
    {"narrative": "x" * 100_000}, {"narrative": "\x00\ud83d"}, {"findings": {"x@left": True}},
    {"findings": {"fever": "<script>"}}, {"findings": {"fever": [1]}}, {"person": {"age": -1}},
    {"person": {"age": 1e400}}, {"walks": [{"path": "/etc/passwd"}]}, {"format": "kinchain-case/9"},
    {"date": "2026-13-45"}, {"date": "9999-12-31"},
    {"date": "2026-03-01", "pain": {"knee@left": 99}},
    {"date": "2026-03-01", "pain": {"nowhere": 1}}, {"date": "2026-03-01", "note": "x" * 9000},
    {"date": "2026-03-01", "measure": "x" * 99, "value": 1}, {"unknown": {"deep": [[[[]]]]}},
    {"date": "2026-03-01", "measure": "psfs", "value": "NaN"},
)  # fmt: skip
RAW = (b"", b"{", b"[" * 5000, b'{"narrative": NaN}', b"\xff\xfe", b'{"a":' * 3000, b"null")
IDS = ("0" * 32, "x", "%00", "../cases", "' OR 1=1", "é", "0" * 400)


@pytest.fixture
def person(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Return somebody at a fresh browser."""
    hash_fast(monkeypatch)
    with person_at(tmp_path) as somebody:
        yield somebody


def new_key(person: Person) -> dict[str, str]:
    """Make a key, and return the header that bears it; then leave the browser."""
    page = person.get("/account/programs")
    made = person.send("/account/programs", page, about="my <b>diary</b>", passphrase=PASSPHRASE)
    found = re.search(r'own-name">([\w-]{40,})<', made.text)
    assert found and "&lt;b&gt;" in made.text
    assert found[1] not in person.get("/account/programs").text
    return {"authorization": f"Bearer {found[1]}"}


def ask(person: Person, method: str, path: str, **told: Any) -> Any:
    return person.client.request(method, f"{PREFIX}{path}", **told)


def test_a_case_from_words_to_progress(person: Person) -> None:
    sign_up(person)
    key = new_key(person)
    person.client.cookies.clear()
    made = ask(person, "POST", "/cases", json=CASE, headers=key)
    assert made.status_code == 201
    path = f"/cases/{made.json()['id']}"
    listed = ask(person, "GET", "/cases", headers=key).json()
    assert [one["id"] for one in listed] == [made.json()["id"]]
    assert ask(person, "GET", path, headers=key).json()["narrative"] == HEEL
    found = ask(person, "GET", f"{path}/assessment", headers=key).json()
    assert found["format"] == "kinchain-assessment/1"
    day = {"date": f"{DAY}", "pain": {"heel@left": 4}, "note": "stiff"}
    assert ask(person, "PUT", f"{path}/diary/{DAY}", json=day, headers=key).status_code == 204
    score = {"date": f"{DAY}", "measure": "lefs", "value": 50}
    done = ask(person, "POST", f"{path}/scores", json=score, headers=key)
    assert done.status_code in (204, 422), done.text
    track = ask(person, "GET", f"{path}/track", headers=key).json()
    assert track["days"][0]["note"] == "stiff"
    assert ask(person, "GET", f"{path}/progress", headers=key).status_code == 200
    assert ask(person, "DELETE", path, headers=key).status_code == 204
    assert ask(person, "GET", path, headers=key).status_code == 404


def test_an_emergency_is_an_emergency_here_too(person: Person) -> None:
    sign_up(person)
    key = new_key(person)
    found = ask(person, "POST", "/assessments", json={"narrative": COLD}, headers=key).json()
    assert found["triage"]["urgency"] == "emergency"
    assert ask(person, "GET", "/cases", headers=key).json() == []


def test_without_its_key_nothing_opens(person: Person) -> None:
    sign_up(person)
    key = new_key(person)
    for method, path, *_ in ROUTES:
        address = path.replace("{case_id}", "0" * 32).replace("{date}", f"{DAY}")
        for headers in ({}, {"authorization": "Bearer x"}, {"authorization": "Basic eDp4"}):
            answer = ask(person, method, address, json={}, headers=headers)  # though signed in
            assert answer.status_code == 401, path
            assert answer.json()["format"] == "kinchain-error/1"
    person.clock.ahead = timedelta(days=6)
    assert ask(person, "GET", "/cases", headers=key).status_code == 200
    page = person.get("/account/programs")
    handle = re.search(r'name="key" value="(\w+)"', page.text)
    assert handle
    person.send("/account/programs/end", page, key=handle[1])
    assert ask(person, "GET", "/cases", headers=key).status_code == 401


def test_a_key_is_over_after_half_a_year(person: Person) -> None:
    sign_up(person)
    key = new_key(person)
    person.clock.ahead = timedelta(days=181)
    assert ask(person, "GET", "/cases", headers=key).status_code == 401


def test_a_case_of_somebody_else_is_not_there(person: Person) -> None:
    sign_up(person)
    key = new_key(person)
    theirs = ask(person, "POST", "/cases", json=CASE, headers=key).json()["id"]
    person.client.cookies.clear()
    sign_up(person)
    other = new_key(person)
    for method, path, *_ in ROUTES:
        address = path.replace("{case_id}", theirs).replace("{date}", f"{DAY}")
        told = {"date": f"{DAY}", "measure": "lefs", "value": 1} if "scores" in path else {
            "date": f"{DAY}"}  # fmt: skip
        if "{case_id}" in path:
            answer = ask(person, method, address, json=told, headers=other)
            assert answer.status_code == 404, path
    assert ask(person, "GET", f"/cases/{theirs}", headers=key).json()["narrative"] == HEEL


def test_whatever_is_sent_ends_in_four_parts(person: Person) -> None:
    sign_up(person)
    key = new_key(person)
    own = ask(person, "POST", "/cases", json=CASE, headers=key).json()["id"]
    for method, path, *_ in ROUTES:
        if method in ("GET", "DELETE"):
            continue
        address = path.replace("{case_id}", own).replace("{date}", f"{DAY}")
        for body in BODIES:
            text = json.dumps(body).replace("\\ud83d", "\\ud83d")
            check(ask(person, method, address, content=text.encode(),
                      headers={**key, "content-type": "application/json"}), path)  # fmt: skip
        for raw in RAW:
            check(ask(person, method, address, content=raw,
                      headers={**key, "content-type": "application/json"}), path)  # fmt: skip
    for method, path, *_ in ROUTES:
        for one in IDS:
            address = path.replace("{case_id}", one).replace("{date}", one)
            if address != path:
                check(ask(person, method, address, json={}, headers=key), path)


def check(answer: Any, path: str) -> None:
    assert answer.status_code < 500, (path, answer.request.content[:80])
    if answer.status_code >= 400 and answer.headers["content-type"].startswith("application/json"):
        told = answer.json()
        assert told["format"] == "kinchain-error/1" and told["errors"]
        assert "<script>" not in answer.text


def test_the_interface_describes_itself(person: Person) -> None:
    told = ask(person, "GET", "/openapi.json").json()
    assert {path for _, path, *_ in ROUTES} == set(told["paths"])
    assert told["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert all("security" in one for path in told["paths"].values() for one in path.values())
