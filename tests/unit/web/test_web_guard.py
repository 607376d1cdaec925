"""What must not get in and must not get out: forms, hosts, sizes, headers, texts, files."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator

import pytest

from kinchain.core.errors import KinchainError
from kinchain.store.keeping import open_store
from kinchain.web import result
from kinchain.web.settings import (
    MAX_BODY_BYTES,
    MAX_STORY_CHARACTERS,
    database_url,
    default_database,
    hosts_for,
)
from tests.unit.web.web_client import HEEL, HIDDEN, Person, person_at

FORMS = ("/tell", "/heard", "/question", "/question/back", "/delete", "/library")


@pytest.fixture
def person(tmp_path) -> Iterator[Person]:
    """Return somebody at a fresh browser."""
    with person_at(tmp_path) as somebody:
        yield somebody


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_token_is_refused(person: Person, path: str) -> None:
    page = person.tell(HEEL)
    fields = dict(HIDDEN.findall(page.text))
    for token in ("", "0" * 64, fields["token"][:-1] + "é"):
        answer = person.client.post(path, data={**fields, "token": token, "words": "x"})
        assert answer.status_code == 403
        assert "form was not made for this browser" in answer.text
    assert person.get("/report").status_code == 200


@pytest.mark.parametrize("header", [{"origin": "https://elsewhere.example"}, {"origin": "null"},
                                    {"sec-fetch-site": "cross-site"}])  # fmt: skip
def test_a_form_from_another_site_is_refused(person: Person, header: dict[str, str]) -> None:
    fields = dict(HIDDEN.findall(person.tell(HEEL).text))
    answer = person.client.post("/delete", data=fields, headers=header)
    assert answer.status_code == 403
    assert person.get("/report").status_code == 200


def test_the_secret_changes_when_something_is_told_and_stays_out_of_reach(person: Person) -> None:
    person.get("/tell")
    before = person.client.cookies["kinchain"]
    page = person.client.get("/tell")
    fields = dict(HIDDEN.findall(page.text))
    answer = person.client.post(
        "/tell", data={**fields, "words": HEEL, "do": "next"}, follow_redirects=False
    )
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
    assert person.client.cookies["kinchain"] != before
    stored = sqlite3.connect(person.file).execute("select id from sessions").fetchall()
    assert person.client.cookies["kinchain"] not in {row[0] for row in stored}


def test_over_https_the_cookie_is_for_this_host_and_secure_alone(person: Person) -> None:
    person.client.base_url = "https://testserver"
    cookie = person.client.get("/tell").headers["set-cookie"]
    assert cookie.startswith("__Host-kinchain=")
    assert "Secure" in cookie


def test_another_browser_sees_nothing(person: Person) -> None:
    person.tell(HEEL)
    person.client.cookies.clear()
    for path in ("/report", "/heard", "/question", "/report.json", "/report.pdf"):
        page = person.get(path)
        assert page.status_code == 404
        assert "stab" not in page.text


@pytest.mark.parametrize("host", ["elsewhere.example", "", "testserver.elsewhere.example"])
def test_a_wrong_host_is_refused(person: Person, host: str) -> None:
    answer = person.client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_hosts_are_those_of_this_machine_and_those_named() -> None:
    assert hosts_for("127.0.0.1") == ("localhost", "127.0.0.1", "[::1]")
    assert hosts_for("0.0.0.0", ("Clinic.Example",))[-1] == "clinic.example"


@pytest.mark.parametrize("path", ["/", "/tell", "/library", "/nowhere", "/static/style.css"])
def test_every_answer_carries_its_headers(person: Person, path: str) -> None:
    headers = person.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    if not path.startswith("/static"):
        assert headers["cache-control"] == "no-store"


def test_pages_need_no_inline_script_or_style_and_no_other_host(person: Person) -> None:
    heard = person.tell(HEEL)
    question = person.send("/heard", heard, do="next")
    pages = [heard, question, *map(person.get, ("/", "/tell", "/report", "/library", "/delete"))]
    for page in pages:
        assert not re.search(r"<style|<script(?! src)|\sstyle=|\son\w+=", page.text)
        assert not re.search(r'(?:src|action)="(?:https?:)?//', page.text)
        assert not re.search(r'<link[^>]+href="(?:https?:)?//', page.text)


def test_a_huge_story_is_refused_beside_its_field(person: Person) -> None:
    page = person.tell("x" * (MAX_STORY_CHARACTERS + 1))
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert person.get("/report").status_code == 404


def test_a_huge_request_is_refused_before_it_is_read(person: Person) -> None:
    page = person.tell("x" * (MAX_BODY_BYTES + 1))
    assert page.status_code == 413
    assert "Expected" in page.text


def test_a_huge_request_without_a_length_is_refused_while_it_is_read(person: Person) -> None:
    person.get("/tell")
    parts = (b"words=" + b"x" * 60_000 for _ in range(8))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert person.client.post("/tell", content=parts, headers=kind).status_code == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"{}", "application/json"), (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
     (b"\xff\xfe=%zz&&&=", "application/x-www-form-urlencoded"),
     (b"&".join(b"a=1" for _ in range(3000)), "application/x-www-form-urlencoded")],
)  # fmt: skip
def test_what_is_no_form_is_refused(person: Person, body: bytes, kind: str) -> None:
    person.get("/tell")
    answer = person.client.post("/tell", content=body, headers={"content-type": kind})
    assert answer.status_code in (403, 422)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [("age", "old"), ("age", "-3"), ("age", "1e9"), ("height", "1.66"), ("height", "nan"),
     ("mass", "9999"), ("sex", "x"), ("age", "５２歳")],
)  # fmt: skip
def test_a_value_that_cannot_be_is_said_beside_its_field(
    person: Person, field: str, value: str
) -> None:
    page = person.tell(HEEL, **{field: value})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert "stab under my left heel" in page.text  # what was written is not lost
    assert "Expected" in page.text and "What to do" in page.text


def test_words_are_shown_as_words_and_never_run(person: Person) -> None:
    words = 'My left knee hurts <script>alert(1)</script> "><img src=x onerror=alert(1)> {{7*7}}'
    heard = person.tell(words)
    question = person.send("/heard", heard, do="next")
    for page in (heard, question, person.get("/report"), person.get("/tell")):
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "49" not in re.findall(r"onerror=alert\(1\)&gt; (\S+)", page.text)


@pytest.mark.parametrize(
    "path",
    ["/static/../application.py", "/static/%2e%2e/application.py", "/static/..%2fapplication.py",
     "/library/condition/..%2f..%2fetc", "/library/condition/%00", "/library/../../etc/passwd",
     "/library/none/none", "/library/condition/" + "a" * 500, "/openapi.json", "/docs",
     "/library/condition/PLANTAR_FASCIITIS", "/.env"],
)  # fmt: skip
def test_no_path_leads_out(person: Person, path: str) -> None:
    page = person.get(path)
    assert page.status_code == 404
    assert "There is nothing here" in page.text


@pytest.mark.parametrize("path", ["/", "/report", "/heard/x", "/deleted"])
def test_a_wrong_way_in_is_a_page(person: Person, path: str) -> None:
    assert person.client.put(path).status_code in (404, 405)


def test_a_failure_tells_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person.tell(HEEL)

    def fail(*_: object) -> None:
        raise RuntimeError(HEEL)

    monkeypatch.setattr(result, "assessed", fail)
    with caplog.at_level(logging.DEBUG):
        page = person.get("/report")
    assert page.status_code == 500
    assert "stab" not in page.text and "Traceback" not in page.text
    assert "stab" not in caplog.text
    assert "RuntimeError in test_web_guard.py, fail" in caplog.text


def test_nothing_told_is_logged(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        page = person.send("/heard", person.tell(HEEL), do="next")
        person.answer(page, do="none")
        person.get("/report")
        person.send("/library", person.get("/library"), question="stab under my heel")
    assert "stab" not in caplog.text
    assert person.client.cookies["kinchain"] not in caplog.text


def test_a_database_that_cannot_be_written_is_said_and_loses_nothing(person: Person) -> None:
    page = person.send("/heard", person.tell(HEEL), do="next")
    lock = sqlite3.connect(person.file, isolation_level=None)
    try:
        lock.execute("CREATE TRIGGER full BEFORE UPDATE ON cases BEGIN "
                     "SELECT RAISE(ABORT, 'disk full'); END")  # fmt: skip
        answer = person.answer(page, do="unsure")
        assert answer.status_code == 503
        assert "what was told before is kept" in answer.text
        lock.execute("DROP TRIGGER full")
    finally:
        lock.close()
    assert "Question 2 of" in person.answer(page, do="unsure").text


@pytest.mark.parametrize("text", ["", "nosuch://x", "postgresql+nosuch://x/y", "::://"])
def test_an_address_that_is_none_is_a_fault_in_four_parts(text: str, tmp_path) -> None:
    with pytest.raises(KinchainError) as caught:
        open_store(database_url(text), tmp_path / "keys")
    assert all(one.mend and one.expected for one in caught.value.faults)


def test_the_database_lies_in_the_users_own_folder() -> None:
    assert default_database().startswith("sqlite:///")
    assert "kinchain" in default_database()
