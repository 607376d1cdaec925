"""The diary in the browser: told, corrected, judged as the terminal judges it, deleted."""

from __future__ import annotations

import re
from datetime import date as Date
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kinchain.app.follow import follow
from kinchain.core.findings import Finding, Findings
from kinchain.core.formats.track import DiaryDay, Track
from kinchain.core.urgency import at_least
from kinchain.report.follow_words import COURSE_WORDS
from kinchain.web.track_kept import keep_day, keep_test, today_of, track_of
from tests.unit.web.web_client import HEEL, Person, person_at

SCRIPT = "<script>alert(1)</script>"
SECRET = "an unusual word zyxwv"


def follow_store(person: Person) -> tuple[Any, str]:
    store = person.client.app.state.store  # type: ignore[attr-defined]
    with store.engine.connect() as connection:
        return store, str(connection.exec_driver_sql("SELECT id FROM cases").scalar())


def day(person: Person, **fields: Any) -> Any:
    page = person.get("/follow/day")
    found = re.search(r'name="date" value="([\d-]+)"', page.text)
    assert found
    return person.send("/follow/day", page, **{"date": found[1], **fields})


def test_a_day_is_kept_shown_and_corrected(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = person.get("/follow/day")
        assert 'name="pain:heel@left"' in page.text
        kept = day(person, **{"pain:heel@left": "4", "exercise_done": "yes", "note": SCRIPT})
        assert kept.url.path == "/follow"
        assert "Your entry is kept" in kept.text
        assert "left heel 4, exercises done, a note" in kept.text
        assert SCRIPT not in kept.text
        again = person.get("/follow/day")
        assert 'value="4" checked' in again.text
        assert SCRIPT not in again.text
        day(person, **{"pain:heel@left": "0", "morning:heel@left": "2", "other_place": "knee",
                       "other_side": "right", "other_pain": "7"})  # fmt: skip
        store, case_id = follow_store(person)
        (only,) = track_of(store, case_id).days
        assert only.pain == {"heel@left": 0, "knee@right": 7}
        assert only.next_morning == {"heel@left": 2}
        assert only.exercise_done is None
        assert only.note == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "nothing was told"),
        ({"pain:heel@left": "11"}, "the pain"),
        ({"pain:heel@left": "many"}, "the pain"),
        ({"pain:moon@left": "1"}, "the pain"),
        ({"steps": "-1"}, "the steps"),
        ({"date": "soon", "steps": "5"}, "the day"),
        ({"date": "2999-01-01", "steps": "5"}, "a day that has not come yet"),
        ({"new_signs": "no_such_sign"}, "finding"),
        ({"steps": "1" * 400}, "the steps"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    tmp_path: Path, fields: dict[str, str], words: str
) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = day(person, **{"note": SECRET if fields else "", **fields})
        assert page.status_code == 422
        assert words in page.text.lower()
        if fields:
            assert SECRET in page.text
        store, case_id = follow_store(person)
        assert track_of(store, case_id).days == ()


def test_a_new_danger_sign_is_answered_at_once_by_the_danger_rules(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = day(person, new_signs="fever")
        assert re.search(r'class="alarm (same_day|emergency)"', page.text)
        page = day(person, new_signs="saddle_numbness")
        assert 'class="alarm emergency"' in page.text
        top = page.text.partition("What needs acting on")[0]
        assert 'class="alarm' in top
        assert "New danger sign" in top
        assert "kinchain ask" not in page.text
        assert 'href="/question"' in top


def test_what_was_told_raises_how_soon_a_new_sign_is_seen() -> None:
    today = Date(2026, 3, 1)
    track = Track(days=(DiaryDay(date=today, new_signs=("fever",)),))
    alone = follow(track, today).notices[0]
    knee = Findings((Finding("swelling_knee", True, "right"), Finding("warmth_knee", True, "right"),
                     Finding("fever", False, "none")))  # fmt: skip
    joined = follow(track, today, knee).notices[0]
    assert alone.urgency is not None
    assert joined.urgency is not None
    assert joined.urgency != alone.urgency
    assert at_least(joined.urgency, alone.urgency)


def test_the_page_says_what_the_terminal_says(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        store, case_id = follow_store(person)
        today = today_of(store)
        for n in range(60, -1, -1):
            keep_day(store, case_id, {"date": today - timedelta(n), "pain": {"heel@left": 6}})
        page = person.get("/follow/about")
        person.send(
            "/follow/about", page, condition="plantar_fasciitis", side="left",
            started=(today - timedelta(60)).isoformat(), review_on="",
        )  # fmt: skip
        shown = person.get("/follow")
        progress = follow(track_of(store, case_id), today)
        assert [one.kind for one in progress.notices] == ["plateau"]
        assert "No gain, left heel" in shown.text
        assert progress.notices[0].say in shown.text
        assert progress.course is not None
        assert COURSE_WORDS[progress.course.place_on_it] in shown.text
        assert "Look again now: it was due" in shown.text
        assert "first change is usual" in shown.text


def test_scores_are_kept_and_judged_by_the_smallest_change(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        today = today_of(follow_store(person)[0])
        for n, rating in ((30, 2), (0, 6)):
            page = person.get("/follow/score")
            sent = person.send(
                "/follow/score", page, date=(today - timedelta(n)).isoformat(),
                task0=f"stairs {SCRIPT}", rating0=str(rating), task1="squat", rating1="4",
                change="3", measure="lefs", value="40,5",
            )  # fmt: skip
            assert "Your score is kept" in sent.text
        assert "3 to 5: better, probably a real change" in sent.text
        assert "Lower Extremity Functional Scale: 40.5" in sent.text
        assert "A change counts from 2 points, by common use" in sent.text
        page = person.get("/follow/score")
        assert "&lt;script&gt;" in page.text
        assert SCRIPT not in page.text
        for fields in (
            {"measure": "lefs", "value": "900"}, {"measure": "x", "value": "1"}, {},
            {"change": "9"}, {"task0": "walk", "rating0": "12"},
        ):  # fmt: skip
            bad = person.send("/follow/score", page, date=today.isoformat(), **fields)
            assert bad.status_code == 422, fields


def test_home_tests_are_shown_against_their_error(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        store, case_id = follow_store(person)
        today = today_of(store)
        for n, value in ((20, 6.0), (0, 10.0)):
            keep_test(
                store, case_id,
                {"date": today - timedelta(n), "test": "knee_to_wall_cm@left", "value": value},
            )  # fmt: skip
        assert "6 to 10 cm: better" in person.get("/follow").text


def test_an_entry_is_deleted(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = day(person, **{"pain:heel@left": "4"})
        found = re.search(r"/follow/entry/day/[0-9a-f]{32}/delete", page.text)
        assert found
        gone = person.send(found[0], page)
        assert "No entries yet" in gone.text
        assert person.send(found[0], page).status_code == 404
        assert person.send("/follow/entry/jobs/x/delete", page).status_code == 404


def test_one_can_begin_with_the_diary(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.get("/follow")
        form = person.send("/follow/begin", page)
        assert form.url.path == "/follow/day"


def test_nothing_of_a_diary_lies_open_in_the_file(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        day(person, note=SECRET)
        for file in tmp_path.glob("answers.sqlite*"):
            assert SECRET.encode() not in file.read_bytes()


def test_the_service_worker_keeps_nothing_that_was_told(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        text = person.get("/sw.js").text
        kept = re.search(r"var KEPT = \[(.*?)\]", text)
        assert kept
        assert kept[1].count(",") == 2
        assert "cache.put" not in text
        assert "add(" not in text.replace("addAll(KEPT)", "")
        offline = person.get("/offline").text
        assert "heel" not in offline
        assert "token" not in offline
        manifest = person.get("/manifest.webmanifest").json()
        assert manifest["start_url"] == "/"
        assert person.get(manifest["icons"][0]["src"]).status_code == 200
        style = re.search(r"/static/style\.css\?v=\w+", text)
        assert style
        assert style[0] in offline


def test_a_day_of_long_ago_is_as_good(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        page = person.get(f"/follow/day?on={Date(2020, 2, 29).isoformat()}")
        assert "2020-02-29" in page.text
        assert person.get("/follow/day?on=x<y").status_code == 200
