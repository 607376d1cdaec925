"""Where it hurts, tapped on pictures: what it adds, what it takes back, what it never silences."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

from kinchain import web
from kinchain.app.interview import begin
from kinchain.core.formats.case import Case, Person
from kinchain.evidence import load_knowledge
from kinchain.report.figures.touch_map import PANELS, SIZE, middle_of, spot_style, spots_of
from kinchain.web.pointed import KEYS, kept_of, point, pointed_at
from kinchain.web.visit import text_of, told_anew
from tests.unit.web.web_client import HEEL, person_at

TODAY = date(2026, 11, 20)
TICKED = re.compile(r'name="spot" value="([^"]+)" data-words="[^"]*" checked')


def told(interview: object) -> dict[str, object]:
    return {one.key: one.value for one in interview.look.heard.told}  # type: ignore[attr-defined]


def test_every_spot_is_a_finding_and_none_covers_another() -> None:
    known = load_knowledge().findings
    for panel in PANELS:
        found = []
        for spot in spots_of(panel):
            assert known[spot.finding].sided == ("none" not in spot.sides)
            for side in spot.sides:
                x, y = middle_of(spot, side)
                assert 0 < x < SIZE[panel][0] and 0 < y < SIZE[panel][1]
                found.append((x, y, spot.wide, spot.high))
        for (ax, ay, aw, ah), (bx, by, bw, bh) in itertools.combinations(found, 2):
            assert abs(ax - bx) >= aw + bw - 0.01 or abs(ay - by) >= ah + bh - 0.01


def test_the_style_sheet_lays_the_spots_where_they_are() -> None:
    sheet = Path(web.__file__).parent / "pages_where_spots.css"
    assert sheet.read_text("utf-8") == spot_style(), "write spot_style() into the sheet"


def test_a_tap_becomes_a_complaint_with_its_side() -> None:
    after = point(begin(Case(), TODAY), ["pain_knee@right", "pain_heel_under@left", "nonsense"])
    assert {(one.site, one.side) for one in after.start.complaints} == {
        ("knee", "right"), ("heel", "left"),
    }  # fmt: skip
    assert told(after)["pain_heel_under@left"] is True
    assert pointed_at(after) == {"pain_knee@right", "pain_heel_under@left"}


def test_the_tendon_above_the_heel_is_no_calf_pain() -> None:
    after = point(begin(Case(), TODAY), ["pain_achilles@left"])
    assert after.start.complaints == ()
    assert "pain_calf@left" not in told(after)


def test_a_tap_taken_back_is_forgotten_and_not_a_no() -> None:
    empty = begin(Case(), TODAY)
    after = point(point(empty, ["pain_knee@right", "pain_arch@left"]), ["pain_arch@left"])
    assert "pain_knee@right" not in told(after)
    assert text_of(point(after, [])) == text_of(empty)


def test_what_the_words_say_and_is_taken_back_is_a_no() -> None:
    heard = begin(Case(narrative=HEEL), TODAY)
    assert "pain_heel_under@left" in pointed_at(heard)
    kept = pointed_at(heard) - {"pain_heel_under@left"}
    after = point(heard, kept | {"pain_arch@left"})
    assert told(after)["pain_heel_under@left"] is False
    assert told(point(after, pointed_at(heard)))["pain_heel_under@left"] is True


def test_a_finer_spot_keeps_the_whole_told() -> None:
    heard = begin(Case(narrative="My right knee hurts."), TODAY)
    after = point(heard, ["pain_knee_inner@right"])
    assert told(after)["pain_knee_inner@right"] is True
    assert told(after).get("pain_knee@right") is not False


def test_new_words_keep_the_taps_and_drop_what_was_put_right() -> None:
    before = point(begin(Case(narrative=HEEL), TODAY), ["pain_knee@right", "pain_achilles@left"])
    after = told_anew(before, "My left shin hurts.", Person(age=40), kept_of(before.start))
    assert {"pain_knee@right", "pain_achilles@left"} <= pointed_at(after)
    assert "pain_heel_under@left" not in after.start.findings


def test_no_tap_is_lost_between_its_two_pictures() -> None:
    assert KEYS["pain_thigh@left"]  # in front and behind
    with_both = point(begin(Case(), TODAY), ["pain_thigh@left", "pain_thigh@left"])
    assert len(with_both.start.complaints) == 1


def test_the_first_thing_told_may_be_a_tap(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.get("/where")
        wrong = person.send("/where", page)
        assert wrong.status_code == 422 and "nothing was chosen" in wrong.text
        after = person.send("/where", page, spot=["pain_knee@left", "pain_arch@left", "x@y"])
        assert after.url.path == "/question"
        assert set(TICKED.findall(person.get("/where").text)) == {
            "pain_knee@left", "pain_arch@left",
        }  # fmt: skip
        places = {one["finding"] for one in person.report()["heard"]}
        assert {"pain_knee", "pain_arch"} <= places


def test_words_are_kept_on_the_way_to_the_pictures(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.send("/tell", person.get("/tell"), words=HEEL, do="map")
        assert page.url.path == "/where"
        assert "pain_heel_under@left" in TICKED.findall(page.text)
        after = person.send("/where", page, spot=TICKED.findall(page.text))
        assert after.url.path == "/heard" and "first steps" in after.text.lower()
        again = person.send("/heard", after, do="map")
        assert again.url.path == "/where"


def test_the_question_for_places_has_the_pictures(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.send("/tell", person.get("/tell"), words="", do="ask")
        assert 'value="knee@right"' in page.text and 'value="knee@unknown"' in page.text
        page = person.answer(page, place=["knee@right", "heel@left", "heel@left"])
        assert {one["finding"] for one in person.report()["heard"]} >= {"pain_knee", "pain_heel"}


def test_an_older_page_changes_nothing(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        old = person.get("/where")
        person.send("/where", old, spot=["pain_knee@right"])
        assert person.send("/where", old, spot=[]).status_code == 409


def test_what_was_heard_leads_to_its_words(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.tell(HEEL).text
        leads = set(re.findall(r'href="#(said-\d+-\d+)"', page))
        marks = re.findall(r'id="(said-\d+-\d+)"', page)
        assert leads and leads <= set(marks) and len(marks) == len(set(marks))
