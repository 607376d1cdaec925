"""Over every route there is: somebody else never reaches anything of a person's.

Ann has one of everything that can be kept. Ben, with an account, and a stranger, with none, try
every address and every form with each id that belongs to her. Nothing of hers may come out, and
nothing of hers may change. A new route is tried by itself; a new table fails until Ann has a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from starlette.routing import Mount

import kinchain.web
from kinchain.store.tables import METADATA
from tests.unit.web.account_client import hash_fast, sign_up
from tests.unit.web.web_client import HEEL, HIDDEN, Person, person_at

WORDS = f"{HEEL} Only Ann would say quokkastory."
MARKS = ("quokkastory", "quokkadiary", "quokkascore", "quokkanote", "quokkafile", "quokkabytes",
         "quokkajob", "quokkatoken")  # fmt: skip
TEMPLATES = Path(kinchain.web.__file__).parent / "templates"
FIELD = re.compile(r'name="(\w+)"')
FORM = re.compile(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
DYNAMIC = re.compile(r'value="\{\{')
DO = re.compile(r'name="do" value="(\w+)"')
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
OWN_FIELDS = ("token", "version", "passphrase", "new", "again", "do", "code")
LIVES_WITHOUT_OWNER = {"seals", "tries"}
FREE = ("/sign-out",)
"""What changes only the browser that asks; tried last, so that the rest is tried signed in."""


def routes_of(router: Any) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route, however deep it was included."""
    for one in router.routes:
        inner = getattr(one, "original_router", None)
        if inner is not None:
            yield from routes_of(inner)
        elif isinstance(one, Mount):
            yield from ((method, one.path + path) for method, path in routes_of(one.app))
        else:
            for method in set(getattr(one, "methods", None) or ()) - {"HEAD"}:
                yield method, one.path


def all_routes(person: Person) -> list[tuple[str, str]]:
    found = sorted(set(routes_of(person.client.app)))
    assert len(found) > 30
    return [one for one in found if one[1] not in FREE]


def tables_of_people() -> list[Any]:
    return [one for name, one in METADATA.tables.items() if name not in LIVES_WITHOUT_OWNER]


def everything(person: Person) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of the database, as they lie there."""
    with person.client.app.state.store.engine.connect() as connection:
        return {
            one.name: [tuple(row) for row in connection.execute(select(one)).all()]
            for one in tables_of_people()
        }


def make_ann(person: Person) -> tuple[dict[str, list[tuple[Any, ...]]], list[str]]:
    """Let Ann have one of everything; return all her rows, and every id in them."""
    store = person.client.app.state.store
    sign_up(person)
    person.tell(WORDS, age="52")
    account_id = store.sessions.find(person.client.cookies["kinchain"]).account_id
    case = store.cases.of(account_id)[0].id
    day = date(2026, 3, 1)
    store.diary.put(case, day, {"date": "2026-03-01", "note": "quokkadiary"})
    store.scores.add(case, "psfs", day, {"date": "2026-03-01", "measure": "psfs", "value": 4.0,
                                         "version": "quokkascore"})  # fmt: skip
    store.notes.add(case, "exam", {"quokkanote": "quokkanote"})
    file = store.files.keep(case, "recording", "quokkafile.c3d", b"quokkabytes" * 20)
    store.jobs.put(case, "walk", {"file": file, "note": "quokkajob"})
    store.jobs.finish(_claimed(store), "ann", file)
    store.shares.make(case, "clinician", timedelta(days=3))
    store.tokens.make(account_id, "quokkatoken", timedelta(days=3))
    store.accounts.set_totp(account_id, on=True, codes=("abc",))
    rows = everything(person)
    assert all(rows.values()), [name for name, held in rows.items() if not held]
    ids = {one for held in rows.values() for row in held for one in row
           if isinstance(one, str) and re.fullmatch(r"[0-9a-f]{32}", one)}  # fmt: skip
    return rows, sorted(ids)


def _claimed(store: Any) -> str:
    job = store.jobs.claim("ann", ["walk"])
    assert job is not None
    return str(job.id)


def fields_of_forms() -> tuple[set[str], dict[str, set[str]], set[str]]:
    """Return every field's name, what can be done at each address, and where ids are sent."""
    texts = [one.read_text("utf-8") for one in TEMPLATES.glob("*.html")]
    names = {name for text in texts for name in FIELD.findall(text)}
    done: dict[str, set[str]] = {}
    with_ids: set[str] = set()
    for text in texts:
        for action, inner in FORM.findall(text):
            begins = action.partition("{{")[0]
            done.setdefault(begins, set()).update(DO.findall(inner))
            if DYNAMIC.search(inner) or "{%" in action:
                with_ids.add(begins)
    return names, done, with_ids


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Return somebody at a fresh browser."""
    hash_fast(monkeypatch)
    with person_at(tmp_path) as somebody:
        yield somebody


def try_all(person: Person, ids: list[str], be: Any) -> Iterator[tuple[str, Any]]:
    """Yield the answer to everything that can be asked."""
    names, done, with_ids = fields_of_forms()
    for method, path in all_routes(person):
        takes = PARAMETER.findall(path) or (
            method != "GET" and (path in with_ids or path not in done)
        )
        for one in ids if takes else ids[:1]:
            address = PARAMETER.sub(one, path)
            if method == "GET":
                yield f"{method} {path}", person.client.get(address)
                continue
            for do in sorted(done.get(path.partition("{")[0], ())) or [""]:
                page = be()
                hidden = dict(HIDDEN.findall(page.text))
                own = {name: one for name in names if name not in OWN_FIELDS}
                sent = {**own, "token": hidden["token"], "version": hidden.get("version", "1"),
                        "do": do}  # fmt: skip
                answer = person.client.request(method, address, data=sent)
                yield f"{method} {path} {do}", answer


@pytest.mark.slow
@pytest.mark.parametrize("who", ["ben", "a stranger", "nobody"])
def test_nobody_reaches_anything_of_anybody_else(person: Person, who: str) -> None:
    before, ids = make_ann(person)
    own = person.get("/account").text + person.get("/my-data.json").text
    assert all(mark in own for mark in MARKS if mark not in ("quokkabytes", "quokkatoken"))
    person.client.cookies.clear()

    def be() -> Any:
        """Be somebody else, with something told."""
        page = person.get("/tell")
        if who == "nobody":
            return page
        if who == "ben" and 'href="/account"' not in page.text:
            person.client.cookies.clear()
            with person.client.app.state.store.engine.begin() as connection:
                connection.execute(delete(METADATA.tables["tries"]))
            sign_up(person)
            page = person.get("/tell")
        if 'name="version"' not in page.text:
            person.tell("My right knee clicks.")
            page = person.get("/tell")
        return page

    be()
    tried = ids if who == "ben" else ids[:3]  # without an account the open case alone decides
    for what, answer in try_all(person, tried, be):
        assert answer.status_code < 500, what
        for mark in MARKS:
            assert mark.encode() not in answer.content, what
    after = everything(person)
    for table, rows in before.items():
        assert set(rows) <= set(after[table]), f"something of hers in {table} was changed"


def test_every_route_that_takes_a_form_wants_its_token(person: Person) -> None:
    sign_up(person)
    person.tell(HEEL)
    before = everything(person)
    for kind, path in all_routes(person):
        if kind == "GET":
            continue
        answer = person.client.request(
            kind, PARAMETER.sub("0" * 32, path), data={"words": "x", "do": "next"}
        )
        assert answer.status_code in (401, 403, 404, 413, 415, 422), path
    assert everything(person)["cases"] == before["cases"]


def test_no_page_that_is_only_looked_at_changes_anything(person: Person) -> None:
    _, ids = make_ann(person)
    person.client.cookies.clear()
    sign_up(person)
    person.tell(HEEL)
    before = everything(person)
    for kind, path in all_routes(person):
        if kind == "GET":
            person.client.get(PARAMETER.sub(ids[0], path))
    assert everything(person) == before


def test_stored_words_are_never_run(person: Person) -> None:
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    store = person.client.app.state.store
    sign_up(person)
    person.tell(f"My left heel hurts {bad}")
    account_id = store.sessions.find(person.client.cookies["kinchain"]).account_id
    case = store.cases.of(account_id)[0].id
    store.diary.put(case, date(2026, 3, 1), {"date": "2026-03-01", "note": bad})
    store.scores.add(case, "psfs", date(2026, 3, 1), {"date": "2026-03-01", "measure": "psfs",
                                                      "value": 4.0, "version": bad})  # fmt: skip
    store.notes.add(case, "followed", {"condition": None})
    file = store.files.keep(case, "recording", bad, bad.encode())
    job = store.jobs.put(case, "walk", {"file": file})
    for kind, path in all_routes(person):
        if kind != "GET":
            continue
        for one in (file, job) if "{" in path else ("",):
            answer = person.client.get(PARAMETER.sub(one, path))
            if "html" in answer.headers.get("content-type", ""):
                assert "<script>alert" not in answer.text, path
                assert "<img src=x" not in answer.text, path


@pytest.mark.parametrize("bad", ["' OR '1'='1", "'; DROP TABLE cases; --", "%", "\\", "1 OR 1=1"])
def test_what_is_sent_is_never_taken_for_sql(person: Person, bad: str) -> None:
    rows, _ = make_ann(person)
    person.client.cookies.clear()
    person.tell("My right knee clicks.")
    names, _, _ = fields_of_forms()
    for kind, path in all_routes(person):
        page = person.get("/tell")
        if kind == "GET":
            answer = person.client.get(PARAMETER.sub(lambda _: bad, path))
        else:
            hidden = dict(HIDDEN.findall(page.text))
            sent = {name: bad for name in names if name not in ("token", "version")}
            answer = person.client.request(
                kind, PARAMETER.sub(lambda _: bad, path), data={**sent, **hidden}
            )
        assert answer.status_code < 500, path
    person.client.cookies.set("kinchain", bad.encode("ascii", "replace").decode())
    assert person.get("/report").status_code == 404
    assert set(rows["cases"]) <= set(everything(person)["cases"])
