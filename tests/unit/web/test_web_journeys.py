"""Journeys through the pages: tell, heard, questions, result, library; back, two tabs, the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from kinchain.app.interview import MAX_QUESTIONS
from tests.unit.web.web_client import CALF, COLD, HEEL, Person, person_at


@pytest.fixture
def person(tmp_path) -> Iterator[Person]:
    """Return somebody at a fresh browser."""
    with person_at(tmp_path) as somebody:
        yield somebody


def first_question(person: Person) -> Any:
    """Tell of a heel and a knee, and go on to the first question."""
    return person.send("/heard", person.tell(HEEL, age="52", sex="female"), do="next")


def test_first_page_says_what_it_is_and_what_to_do_in_an_emergency(person: Person) -> None:
    page = person.get("/")
    style = person.get("/static/style.css")
    assert page.status_code == 200
    for text in ("not a diagnosis", "112", "911", "For whom", "/tell", "/library"):
        assert text in page.text
    assert len(page.content) + len(style.content) < 150_000


def test_from_words_to_result(person: Person) -> None:
    page = person.tell(HEEL, age="52", sex="female", height="166", mass="78,5")
    assert page.url.path == "/heard"
    assert ">six weeks</mark>" in page.text
    assert "First steps in the morning hurt" in page.text
    page = person.send("/heard", page, do="next")
    n = 0
    while page.url.path == "/question":
        n += 1
        assert f"Question {n} of at most {MAX_QUESTIONS}" in page.text
        assert "Why I ask:" in page.text
        page = person.answer(page, do="unsure")
    assert 5 < n <= MAX_QUESTIONS
    assert page.url.path == "/report"
    for text in ("How soon", "What may be going on", "The chain between knee and foot", "Sources"):
        assert text in page.text
    assert "run this again" not in page.text
    told = {one["finding"]: one["value"] for one in person.report()["heard"]}
    assert told["age"] == 52
    assert told["height_m"] == pytest.approx(1.66)
    assert told["mass_kg"] == pytest.approx(78.5)
    assert person.get("/report.pdf").content.startswith(b"%PDF")


def test_an_emergency_interrupts_before_any_question(person: Person) -> None:
    page = person.tell(COLD)
    assert page.url.path == "/report"
    assert "Emergency" in page.text
    assert "Question" not in page.text
    assert "What may be going on" not in page.text
    assert person.get("/question").url.path == "/report"


def test_an_emergency_in_an_answer_interrupts_at_once(person: Person) -> None:
    page = person.tell("My left knee hurts.")
    page = person.send("/heard", page, do="next")
    for _ in range(MAX_QUESTIONS):
        keys = re.findall(r'name="item" value="([\w@]+)"', page.text)
        danger = [key for key in keys if key.startswith(("bone_visible", "saddle_numbness"))]
        page = person.answer(page, item=danger[0]) if danger else person.answer(page, do="unsure")
        if danger:
            break
    assert danger
    assert page.url.path == "/report"
    assert "Emergency" in page.text


def test_words_that_may_mean_an_emergency_are_settled_under_its_advice(person: Person) -> None:
    page = person.tell("I think I broke a bone in my leg, it sticks out")
    assert "may be an emergency" in page.text and "emergency number" in page.text
    page = person.send("/heard", page, do="next")
    assert page.url.path == "/question"
    assert "Question 1 of" in page.text
    assert page.text.index("may be an emergency") < page.text.index("Question 1 of")
    value = "left" if 'value="left"' in page.text else "yes"
    page = person.answer(page, answer=value)
    assert page.url.path == "/report"
    assert "Emergency" in page.text


def test_same_day_advice_stands_above_the_questions(person: Person) -> None:
    page = person.tell(CALF)
    assert "Be seen today" in page.text
    page = person.send("/heard", page, do="next")
    assert page.url.path == "/question"
    assert page.text.index("Be seen today") < page.text.index("Question 1 of")
    page = person.answer(page, do="unsure")
    assert "See what to do now" in page.text


def test_back_takes_one_answer_back(person: Person) -> None:
    first = first_question(person)
    asked = re.search(r'id="asked">([^<]+)', first.text)
    second = person.answer(first, do="unsure")
    assert asked and asked[1] not in second.text
    again = person.send("/question/back", second)
    assert asked[1] in again.text
    assert "Question 1 of" in again.text
    assert person.send("/question/back", again).url.path == "/heard"


def test_not_sure_is_never_taken_for_no(person: Person) -> None:
    page = first_question(person)
    keys = set(re.findall(r'name="item" value="(\w+)@', page.text))
    assert keys
    person.answer(page, do="unsure")
    assert keys.isdisjoint(one["finding"] for one in person.report()["heard"])


def test_nothing_chosen_is_never_taken_for_no(person: Person) -> None:
    page = first_question(person)
    again = person.answer(page)
    assert again.status_code == 422
    assert "nothing was chosen" in again.text
    assert "Question 1 of" in person.get("/question").text


def test_none_of_these_with_a_tick_is_asked_again(person: Person) -> None:
    page = first_question(person)
    key = re.search(r'name="item" value="([\w@]+)"', page.text)
    assert key
    again = person.answer(page, item=key[1], do="none")
    assert again.status_code == 422
    assert f'value="{key[1]}" checked' in again.text


def test_a_tick_with_not_sure_beside_it_leaves_the_other_leg_unknown(person: Person) -> None:
    page = first_question(person)
    key = re.search(r'name="item" value="(\w+)@left"', page.text)
    assert key
    person.answer(page, item=[f"{key[1]}@left", f"{key[1]}@both?"])
    told = [(one["side"], one["value"]) for one in person.report()["heard"]
            if one["finding"] == key[1]]  # fmt: skip
    assert told == [("left", True)]


def test_who_would_rather_be_asked_is_asked(person: Person) -> None:
    page = person.send("/tell", person.get("/tell"), words="", do="ask")
    assert page.url.path == "/question"
    assert "Where does it hurt?" in page.text
    assert person.answer(page).status_code == 422
    assert person.answer(page, place="rib@left").status_code == 422
    page = person.answer(page, place=["knee@left", "heel@right"])
    told = {(one["finding"], one["side"]) for one in person.report()["heard"]}
    assert {("pain_knee", "left"), ("pain_heel", "right")} <= told
    page = person.send("/question/back", page)
    assert 'name="place"' in page.text


def test_words_can_be_told_as_the_first_answer_too(person: Person) -> None:
    page = person.send("/tell", person.get("/tell"), words="", do="ask")
    page = person.send("/question/back", page)
    assert "<textarea" in page.text
    assert person.answer(page, answer="").status_code == 422
    assert person.answer(page, answer="x" * 30_000).status_code == 422
    page = person.answer(page, answer=COLD)
    assert page.url.path == "/report"
    assert "Emergency" in page.text


def test_an_age_told_later_goes_before_an_age_answered(person: Person) -> None:
    page = person.send("/heard", person.tell(HEEL), do="next")
    page = person.answer(page, answer="40")
    page = person.get("/tell")
    assert 'name="age" value="40"' in page.text
    person.send("/tell", page, words=HEEL, age="52", do="next")
    told = {one["finding"]: one["value"] for one in person.report()["heard"]}
    assert told["age"] == 52


def test_the_key_lasts_as_long_as_what_was_told(person: Person) -> None:
    page = first_question(person)
    assert "Max-Age=86400" in person.get("/question").headers["set-cookie"]
    assert page.status_code == 200


def test_a_long_row_of_noes_is_folded(person: Person) -> None:
    page = first_question(person)
    for _ in range(6):
        page = person.answer(page, do="none" if 'value="none"' in page.text else "unsure")
    page = person.get("/report")
    folded = re.search(r"<details><summary>Answered with no: (\d+)</summary>", page.text)
    assert folded and int(folded[1]) >= 4
    n_no = sum(one["value"] is False for one in person.report()["heard"])
    assert page.text.count(": no<") + page.text.count(": no <q>") >= n_no / 2  # legs told together


def test_numbers_are_asked_for_with_their_unit(person: Person) -> None:
    page = person.send("/heard", person.tell("My left knee hurts."), do="next")
    while 'name="unit"' not in page.text and page.url.path == "/question":
        page = person.answer(page, do="unsure")
    assert page.url.path == "/question"
    assert person.answer(page, answer="long", unit="weeks").status_code == 422
    assert person.answer(page, answer="-4", unit="weeks").status_code == 422
    person.answer(page, answer="6", unit="weeks")
    told = {one["finding"]: one["value"] for one in person.report()["heard"]}
    assert told["pain_duration_days"] == 42


def test_what_was_misheard_is_put_right(person: Person) -> None:
    page = person.tell(HEEL)
    page = person.send(
        "/heard", page, do="save", **{"swelling_knee@right": "no", "first_step_pain@left": "other",
                                      "fever": "yes", "pain_duration_days@left": "70"},
    )  # fmt: skip
    assert "Saved." in page.text
    told = {(one["finding"], one["side"]): one["value"] for one in person.report()["heard"]}
    assert told["swelling_knee", "right"] is False
    assert told["first_step_pain", "left"] is False
    assert told["first_step_pain", "right"] is True
    assert told["fever", "none"] is True
    assert told["pain_duration_days", "left"] == 70


@pytest.mark.parametrize(
    ("field", "value"),
    [("swelling_knee@right", "left"), ("pain_duration_days@left", "soon"),
     ("pain_duration_days@left", "-3"), ("started_first", "<script>")],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_refused(person: Person, field: str, value: str) -> None:
    page = person.send("/heard", person.tell(HEEL), do="next", **{field: value})
    assert page.status_code == 422
    assert "<script>" not in page.text
    before = person.report()["heard"]
    assert ("swelling_knee", True) in {(one["finding"], one["value"]) for one in before}


def test_only_what_was_heard_can_be_put_right(person: Person) -> None:
    person.send("/heard", person.tell(HEEL), do="next", cold_foot="no", **{"x@y": "no"})
    assert "cold_foot" not in {one["finding"] for one in person.report()["heard"]}


def test_a_no_to_old_words_does_not_silence_new_ones(person: Person) -> None:
    page = person.tell("My left knee is swollen and warm. I had a fever in my youth.")
    fever = {"fever": "no"} if 'name="fever"' in page.text else {}
    person.send("/heard", page, do="next", **fever, **{"swelling_knee@left": "no"})
    person.tell("My left knee is red, hot and very swollen, and I have a fever since this morning.")
    told = {(one["finding"], one["side"]): one["value"] for one in person.report()["heard"]}
    assert told["fever", "none"] is True
    assert told["swelling_knee", "left"] is True


def test_a_no_answered_gives_way_to_new_words(person: Person) -> None:
    page = person.send("/heard", person.tell("My left knee hurts."), do="next")
    while 'value="fever' not in page.text:
        page = person.answer(page, do="none" if 'value="none"' in page.text else "unsure")
    person.answer(page, do="none")
    told = {one["finding"]: one["value"] for one in person.report()["heard"]}
    assert told["fever"] is False
    person.tell("My left knee hurts and I have a fever since this morning.")
    told = {one["finding"]: one["value"] for one in person.report()["heard"]}
    assert told["fever"] is True


def test_two_tabs_do_not_lose_an_answer(person: Person) -> None:
    first = first_question(person)
    key = re.search(r'name="item" value="(\w+@left)"', first.text)
    assert key
    person.answer(first, item=key[1])
    late = person.answer(first, do="none")
    assert late.status_code == 409
    assert "another tab" in late.text
    told = {f"{one['finding']}@{one['side']}": one["value"] for one in person.report()["heard"]}
    assert told[key[1]] is True
    assert person.send("/question/back", first).status_code == 409
    assert "Question 2 of" in person.get("/question").text


def test_a_second_click_changes_nothing_and_is_no_fault(person: Person) -> None:
    first = first_question(person)
    person.answer(first, do="unsure")
    again = person.answer(first, do="unsure")
    assert again.status_code == 200
    assert "Question 2 of" in again.text


def test_what_was_told_expires_after_a_day(person: Person) -> None:
    person.tell(HEEL)
    person.clock.ahead = timedelta(hours=23)
    assert person.get("/report").status_code == 200
    person.clock.ahead = timedelta(hours=25)
    for path in ("/report", "/heard", "/question", "/report.pdf", "/report.json"):
        page = person.get(path)
        assert page.status_code == 404
        assert "24 hours" in page.text
    person.client.app.state.store.expire()
    assert b"stab under my" not in person.file.read_bytes()


def test_deleting_leaves_nothing_behind(person: Person) -> None:
    person.tell(HEEL)
    page = person.get("/delete")
    assert "Delete everything?" in page.text
    done = person.send("/delete", page)
    assert done.url.path == "/deleted"
    assert person.get("/report").status_code == 404
    for file in person.file.parent.iterdir():
        assert b"stab under my" not in file.read_bytes(), file.name


def test_the_library_answers_and_has_addresses(person: Person) -> None:
    page = person.get("/library")
    assert "/library/condition/plantar_fasciitis" in page.text
    page = person.send("/library", page, question="can flat feet cause knee pain?")
    assert page.status_code == 200
    assert "flat" not in str(page.url)
    address = re.search(r'class="button" href="(/library/\w+/[\w%-]+)"', page.text)
    assert address
    assert person.get(address[1]).status_code == 200
    assert person.send("/library", page, question=" ?").status_code == 422


def test_every_page_of_the_library_has_its_address(person: Person) -> None:
    listed = re.findall(r'href="(/library/[^"]+)"', person.get("/library").text)
    assert len(listed) > 200
    for address in listed[::12]:
        page = person.get(address)
        assert page.status_code == 200, address
        for link in re.findall(r'href="(/library/[^"]+)"', page.text):
            assert link in listed


def test_danger_words_in_a_question_put_advice_first(person: Person) -> None:
    page = person.send("/library", person.get("/library"), question="my foot is cold and pale")
    assert "See to this first" in page.text
