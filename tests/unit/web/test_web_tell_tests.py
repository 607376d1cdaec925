"""Home tests on one page: only what suits, what comes out is told, what is left open is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kinchain.app.home_tests import home_tests, told_by_tests
from kinchain.app.interview import begin
from kinchain.core.formats.case import Case, Person
from tests.unit.web.web_client import CALF, person_at
from tests.unit.web.web_client import Person as Somebody

CALM = (
    "My left knee and my left heel ache a bit when I walk. Pain 2 of 10. No injury, no swelling, "
    "no fever, no numbness. I can walk and put weight on it. The knee is not warm."
)
FIELD = re.compile(r'id="field-\d+" name="([^"]+)"')
RADIO = re.compile(r'type="radio" name="([^"]+)" value="yes"')


def calm_case() -> Case:
    names = ("injury_knee", "injury_foot", "warmth_knee", "numb_foot", "foot_ulcer",
             "cannot_bear_weight")  # fmt: skip
    denied = {f"{name}@left": False for name in names}
    return Case(narrative=CALM, person=Person(age=45), findings=denied)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Somebody]:
    """Return somebody whose dangers are answered."""
    with person_at(tmp_path) as somebody:
        page = somebody.tell(CALM, age="45")
        for _ in range(20):
            if "Home test" in page.text or page.url.path not in ("/question", "/heard"):
                break
            page = (
                somebody.get("/question") if page.url.path == "/heard" else answered(somebody, page)
            )
        yield somebody


def answered(person: Somebody, page: object) -> object:
    text = page.text  # type: ignore[attr-defined]
    if 'value="none"' in text:
        return person.answer(page, do="none")
    if 'type="radio"' in text and 'value="no"' in text:
        return person.answer(page, answer="no")
    return person.answer(page, do="unsure")


def test_tests_suit_and_are_open() -> None:
    interview = begin(calm_case(), date(2026, 11, 20))
    found = home_tests(interview)
    assert found and all(one.is_test or one.steps for one in found)
    number = next(one for one in found if one.kind == "number")
    told = told_by_tests(interview, {number.key: number.low, "fever": True})
    assert told == {number.key: number.low}


def test_nothing_is_offered_where_one_must_be_seen_first(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(CALF)
        page = person.get("/tests").text
        assert not FIELD.findall(page) and "No home test suits now" in page


def test_what_comes_out_is_told_and_outlasts_new_words(person: Somebody) -> None:
    page = person.get("/tests")
    fields, choices = FIELD.findall(page.text), RADIO.findall(page.text)
    assert fields or choices
    wrong = person.send("/tests", page)
    assert wrong.status_code == 422 and "nothing was filled in" in wrong.text
    sent = {fields[0]: "5"} if fields else {choices[0]: "yes"}
    after = person.send("/tests", page, **sent)
    assert "It counts in the result now" in after.text
    name = next(iter(sent))
    heard = {(one["finding"], one["side"]) for one in person.report()["heard"]}
    assert (name.partition("@")[0], name.partition("@")[2] or "none") in heard
    assert name not in FIELD.findall(person.get("/tests").text)
    person.tell("My left knee hurts since two weeks.")
    heard = {one["finding"] for one in person.report()["heard"]}
    assert name.partition("@")[0] in heard


def test_a_result_that_cannot_be_is_said_beside_its_name(person: Somebody) -> None:
    page = person.get("/tests")
    fields = FIELD.findall(page.text)
    if not fields:
        pytest.skip("only tests with yes and no suit this story")
    again = person.send("/tests", page, **{fields[0]: "9999"})
    assert again.status_code == 422 and 'value="9999"' in again.text
