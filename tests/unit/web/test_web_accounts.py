"""Accounts: sign up, sign in, second step, browsers, own data, deletion."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta

import pyotp
import pytest

from kinchain.web.passphrases import fault_of, hash_of, is_right
from tests.unit.web.account_client import PASSPHRASE, hash_fast, name_on, sign_in, sign_out, sign_up
from tests.unit.web.web_client import HEEL, HIDDEN, Person, person_at

OTHER = "nine blue kettles sing"


@pytest.fixture
def person(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Return somebody at a fresh browser."""
    hash_fast(monkeypatch)
    with person_at(tmp_path) as somebody:
        yield somebody


def new_browser(person: Person) -> dict[str, str]:
    """Turn to another browser; return what the first one held."""
    held = dict(person.client.cookies)
    person.client.cookies.clear()
    return held


def back_to(person: Person, held: dict[str, str]) -> None:
    person.client.cookies.clear()
    for name, value in held.items():
        person.client.cookies.set(name, value)


def test_what_was_told_goes_into_the_account_and_stays(person: Person) -> None:
    person.tell(HEEL)
    name = sign_up(person)
    page = person.get("/account")
    assert name in page.text and "stab under my left heel" in page.text
    person.clock.ahead = timedelta(days=3)
    person.client.app.state.store.expire()
    assert person.get("/report").status_code == 200
    assert "until you delete it" in person.get("/heard").text
    new_browser(person)
    assert person.get("/report").status_code == 404
    assert sign_in(person, name).url.path == "/account"
    assert person.get("/report").status_code == 200


def test_signing_in_keeps_or_deletes_what_this_browser_told(person: Person) -> None:
    name = sign_up(person)
    sign_out(person)
    person.tell(HEEL)
    sign_in(person, name, keep="yes")
    assert "stab under my left heel" in person.get("/account").text
    sign_out(person)
    person.tell("My right knee clicks.")
    assert "Put what I told" in person.get("/sign-in").text
    sign_in(person, name)
    assert "clicks" not in person.get("/account").text
    for file in person.file.parent.iterdir():
        assert b"clicks" not in file.read_bytes()


def test_a_new_trouble_is_a_case_of_its_own(person: Person) -> None:
    sign_up(person)
    person.tell(HEEL)
    page = person.send("/account/case", person.get("/account"), do="new")
    assert page.url.path == "/tell" and "stab" not in page.text
    person.tell("My right knee clicks.")
    page = person.get("/account")
    assert "clicks" in page.text and "stab" in page.text
    ids = re.findall(r'name="case" value="(\w+)"', page.text)
    assert len(ids) == 2
    person.send("/account/case", page, case=ids[1])
    assert "stab" in person.get("/heard").text
    person.send("/delete", person.get("/delete"))
    page = person.get("/account")
    assert "stab" not in page.text and "clicks" in page.text


def test_the_name_is_made_by_the_server_and_no_other_is_taken(person: Person) -> None:
    page = person.get("/sign-up")
    fields = {"passphrase": PASSPHRASE, "again": PASSPHRASE}
    page = person.send("/sign-up", page, **{**fields, "name": "anna-anna-0001"})
    assert page.url.path == "/sign-up" and "anna" not in page.text
    other = person.get("/sign-up")
    assert name_on(other) != name_on(page)
    hidden = dict(HIDDEN.findall(page.text))
    assert person.get("/account").url.path == "/sign-in"
    stolen = person.client.post("/sign-up", data={**hidden, **fields, "name": name_on(other)})
    assert stolen.url.path == "/sign-up"


@pytest.mark.parametrize(
    ("passphrase", "again"),
    [("xq7zt", "xq7zt"), ("a" * 12, "a" * 12), ("passwordpassword", "passwordpassword"),
     ("qwertyuiop1234", "qwertyuiop1234"), ("abcdefghijkl", "abcdefghijkl"),
     ("1qaz2wsx3edc", "1qaz2wsx3edc"), ("1q2w3e4r5t6y", "1q2w3e4r5t6y"),
     ("123456789012345", "123456789012345"), (PASSPHRASE, OTHER), ("x" * 300, "x" * 300), ("", "")],
)  # fmt: skip
def test_a_passphrase_that_is_too_easy_is_refused(
    person: Person, passphrase: str, again: str
) -> None:
    page = person.get("/sign-up")
    done = person.send("/sign-up", page, name=name_on(page), passphrase=passphrase, again=again)
    assert done.status_code == 422
    assert "Expected" in done.text
    assert passphrase not in done.text.replace(name_on(page), "") or not passphrase


def test_a_passphrase_is_taken_as_it_is() -> None:
    for one in (" Fünf große Bären 🐻 tanzen ", "five great bears dance", "x9#kQ2$vLp0!"):
        assert fault_of(one, one, "quiet-heron-4821") is None
        kept = hash_of(one)
        assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert is_right(one, kept)
        assert not is_right(one.strip() + "x", kept)
    assert fault_of("quiet-heron-4821x", "quiet-heron-4821x", "quiet-heron-4821")
    assert not is_right("anything", None)


def test_a_wrong_sign_in_does_not_tell_what_was_wrong(person: Person) -> None:
    name = sign_up(person)
    sign_out(person)
    wrong = sign_in(person, name, OTHER)
    nobody = sign_in(person, "quiet-nobody-0000", OTHER)
    assert wrong.status_code == nobody.status_code == 422
    token = re.compile(r'value="[0-9a-f]{64}"')
    assert token.sub("", wrong.text) == token.sub("", nobody.text)
    assert name not in wrong.text


def test_after_a_few_wrong_tries_there_is_a_wait_whether_or_not_somebody_exists(
    person: Person,
) -> None:
    name = sign_up(person)
    sign_out(person)
    seen = {}
    for one in (name, "quiet-nobody-0000"):
        seen[one] = [sign_in(person, one, OTHER).status_code for _ in range(7)]
    assert seen[name] == seen["quiet-nobody-0000"] == [422] * 5 + [429] * 2
    assert sign_in(person, name).status_code == 429  # the right one waits too
    assert "Wait 1 min" in sign_in(person, name.upper()).text
    person.clock.ahead = timedelta(minutes=2)
    assert sign_in(person, name).url.path == "/account"


def test_many_names_from_one_address_wait_too(person: Person) -> None:
    codes = [sign_in(person, f"quiet-heron-{n:04d}", "x").status_code for n in range(42)]
    assert codes[:40] == [422] * 40 and codes[-1] == 429


def test_signing_in_gives_a_new_secret_and_ends_the_old_one(person: Person) -> None:
    name = sign_up(person)
    sign_out(person)
    person.tell(HEEL)
    planted = dict(person.client.cookies)
    sign_in(person, name, keep="yes")
    assert dict(person.client.cookies) != planted
    back_to(person, planted)
    assert person.get("/report").status_code == 404
    assert person.get("/account").url.path == "/sign-in"


def test_signing_out_ends_the_session_on_the_server(person: Person) -> None:
    sign_up(person)
    held = dict(person.client.cookies)
    answer = person.client.post(
        "/sign-out", data=dict(HIDDEN.findall(person.get("/account").text)), follow_redirects=False
    )
    assert '"cache"' in answer.headers["clear-site-data"]
    back_to(person, held)
    assert person.get("/account").url.path == "/sign-in"


def test_a_session_ends_after_a_week_without_a_page_and_after_a_month_in_any_case(
    person: Person,
) -> None:
    sign_up(person)
    for days in (6, 12, 18, 24, 29):
        person.clock.ahead = timedelta(days=days)
        assert person.get("/account").url.path == "/account", days
    person.clock.ahead = timedelta(days=31)
    assert person.get("/account").url.path == "/sign-in"


def test_a_session_that_was_idle_for_a_week_is_over(person: Person) -> None:
    sign_up(person)
    person.clock.ahead = timedelta(days=8)
    assert person.get("/account").url.path == "/sign-in"


def test_browsers_are_listed_and_signed_out(person: Person) -> None:
    person.client.headers["user-agent"] = "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/140.0"
    name = sign_up(person)
    first = new_browser(person)
    person.client.headers["user-agent"] = "Mozilla/5.0 (iPhone) Version/18 Safari/604.1 <b>"
    sign_in(person, name)
    page = person.get("/account/browsers")
    assert "Firefox, Linux" in page.text and "Safari, iPhone" in page.text
    handle = re.search(r'name="browser" value="(\w+)"', page.text)
    assert handle
    person.send("/account/browsers", page, browser=handle[1])
    second = new_browser(person)
    back_to(person, first)
    assert person.get("/account").url.path == "/sign-in"
    back_to(person, second)
    assert person.get("/account").url.path == "/account"
    assert person.send("/account/browsers", page, browser="0" * 32).status_code == 404


def test_another_passphrase_signs_the_others_out(person: Person) -> None:
    name = sign_up(person)
    first = new_browser(person)
    sign_in(person, name)
    page = person.get("/account/passphrase")
    wrong = person.send("/account/passphrase", page, passphrase=OTHER, new=OTHER, again=OTHER)
    assert wrong.status_code == 422
    before = dict(person.client.cookies)
    done = person.send("/account/passphrase", page, passphrase=PASSPHRASE, new=OTHER, again=OTHER)
    assert done.url.path == "/account"
    assert dict(person.client.cookies) != before
    for held in (first, before):
        back_to(person, held)
        assert person.get("/account").url.path == "/sign-in"
    assert sign_in(person, name).status_code == 422
    assert sign_in(person, name, OTHER).url.path == "/account"


def set_up_second_step(person: Person) -> tuple[str, list[str]]:
    page = person.send("/account/second-step", person.get("/account/second-step"), do="begin")
    found = re.search(r'own-name">([A-Z2-7 ]{39})<', page.text)
    assert found and "data:image/svg" in page.text
    secret = found[1].replace(" ", "")
    now = person.clock()
    wrong = person.send("/account/second-step", page, do="confirm", passphrase=PASSPHRASE,
                        code="000000")  # fmt: skip
    assert wrong.status_code == 422
    done = person.send("/account/second-step", page, do="confirm", passphrase=PASSPHRASE,
                       code=pyotp.TOTP(secret).at(now))  # fmt: skip
    codes = re.findall(r"<code>([a-z2-7-]+)</code>", done.text)
    assert len(codes) == 8
    return secret, codes


def test_the_second_step_asks_for_a_code_and_takes_each_once(person: Person) -> None:
    name = sign_up(person)
    secret, codes = set_up_second_step(person)
    assert "8 recovery codes" in person.get("/account").text
    sign_out(person)
    assert sign_in(person, name).status_code == 422
    code = pyotp.TOTP(secret).at(person.clock())
    assert sign_in(person, name, code=code).status_code == 422  # it confirmed the set-up
    person.clock.ahead = timedelta(seconds=60)
    code = pyotp.TOTP(secret).at(person.clock())
    assert sign_in(person, name, OTHER, code=code).status_code == 422
    assert sign_in(person, name, code=code).url.path == "/account"
    sign_out(person)
    assert sign_in(person, name, code=code).status_code == 422
    assert sign_in(person, name, code=codes[0].upper()).url.path == "/account"
    sign_out(person)
    assert sign_in(person, name, code=codes[0]).status_code == 422
    assert sign_in(person, name, code=codes[1].replace("-", " ")).url.path == "/account"
    page = person.get("/account/second-step")
    person.send("/account/second-step", page, do="off", passphrase=PASSPHRASE)
    sign_out(person)
    assert sign_in(person, name).url.path == "/account"


def test_the_second_step_is_not_on_before_a_code_was_typed(person: Person) -> None:
    name = sign_up(person)
    person.send("/account/second-step", person.get("/account/second-step"), do="begin")
    sign_out(person)
    assert sign_in(person, name).url.path == "/account"


def test_all_own_data_comes_out(person: Person) -> None:
    sign_up(person)
    person.tell(HEEL, age="52")
    store = person.client.app.state.store
    case = store.cases.of(store.sessions.find(person.client.cookies["kinchain"]).account_id)[0]
    store.diary.put(case.id, date(2026, 3, 1), {"date": "2026-03-01", "note": "=cmd()"})
    store.scores.add(case.id, "psfs", date(2026, 3, 1), {"measure": "psfs", "value": 4.0})
    store.files.keep(case.id, "recording", "../../etc/passwd.c3d", b"x" * 3_000_000)
    data = person.get("/my-data.json").json()
    assert data["cases"][0]["told"]["start"]["narrative"] == HEEL
    assert data["cases"][0]["diary"][0]["note"] == "=cmd()"
    answer = person.get("/my-data.zip")
    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert found.testzip() is None
        names = found.namelist()
        assert json.loads(found.read("kinchain-data.json"))["account"]["name"]
        assert found.read("case-1/result.pdf").startswith(b"%PDF")
        assert b"'=cmd()" in found.read("case-1/diary.csv")
        assert b"age,none,52" in found.read("case-1/answers.csv")
        recording = next(one for one in names if one.startswith("case-1/files/"))
        assert not any(".." in one or one.startswith("/") for one in names)
        assert len(found.read(recording)) == 3_000_000


def test_own_data_without_an_account(person: Person) -> None:
    assert person.get("/my-data.json").status_code == 404
    person.tell(HEEL)
    assert person.get("/my-data.json").json()["account"] is None


def test_deleting_the_account_leaves_nothing_behind(person: Person) -> None:
    name = sign_up(person)
    person.tell(HEEL)
    page = person.get("/account/delete")
    assert person.send("/account/delete", page, passphrase=OTHER).status_code == 422
    assert person.send("/account/delete", page, passphrase=PASSPHRASE).url.path == "/deleted"
    assert sign_in(person, name).status_code == 422
    with sqlite3.connect(person.file) as raw:
        for table in ("accounts", "cases", "sessions"):
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    raw.close()


def test_nothing_of_an_account_is_logged(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        name = sign_up(person)
        person.tell(HEEL)
        secret, codes = set_up_second_step(person)
        held = list(person.client.cookies.values())
        sign_out(person)
        sign_in(person, name, OTHER)
        sign_in(person, name, code=codes[0])
        person.get("/my-data.zip")
        person.send("/account/delete", person.get("/account/delete"), passphrase=PASSPHRASE)
    for told in (name, PASSPHRASE, OTHER, secret, codes[0], "stab under", *held):
        assert told not in caplog.text


@pytest.mark.parametrize(
    "path", ["/account", "/account/passphrase", "/account/second-step", "/account/browsers",
             "/account/delete"]
)  # fmt: skip
def test_pages_of_an_account_lead_a_stranger_to_sign_in(person: Person, path: str) -> None:
    assert person.get(path).url.path == "/sign-in"
