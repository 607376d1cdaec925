"""What is shown: the plan with its ticks, the sheet for the clinician, examinations, links."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from kinchain.evidence import load_knowledge
from kinchain.web.examination import GROUPS
from tests.unit.web.web_client import CALF, HEEL, Person, person_at

TICK = re.compile(r'name="done" value="([^"]+)"( checked)?( disabled)?')
LINK = re.compile(r"<code>http://testserver(/s/[^<]+)</code>")
EXAM = {"by": "podiatrist", "windlass_pain@left": "yes", "knee_to_wall_cm@left": "6,5"}


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    """Return somebody who told a story."""
    with person_at(tmp_path) as somebody:
        somebody.tell(HEEL, age="52", sex="female")
        yield somebody


def share_of(person: Person, name: str) -> float:
    found = [one["probability"] for one in person.report()["conditions"] if one["id"] == name]
    return float(max(found))


def test_ticks_are_kept_by_week_and_can_be_taken_back(person: Person) -> None:
    page = person.get("/plan")
    open_ = [value for value, _, ahead in TICK.findall(page.text) if not ahead]
    assert open_ and open_[0][:10] <= date.today().isoformat()
    after = person.send("/plan", page, done=[open_[0], "2001-01-01:pf_stretch", "x"])
    assert after.url.path == "/plan" and "Saved." in after.text
    assert [value for value, on, _ in TICK.findall(after.text) if on] == [open_[0]]
    earlier = person.get("/plan?week=1")
    first = TICK.findall(earlier.text)[0][0]
    person.send("/plan", earlier, done=[first])
    assert [value for value, on, _ in TICK.findall(person.get("/plan").text) if on] == [open_[0]]
    assert [value for value, on, _ in TICK.findall(person.get("/plan?week=1").text) if on]
    person.send("/plan", person.get("/plan"))
    assert not [value for value, on, _ in TICK.findall(person.get("/plan").text) if on]


def test_days_to_come_cannot_be_ticked(person: Person) -> None:
    page = person.get("/plan")
    item = TICK.findall(page.text)[0][0].partition(":")[2]
    ahead = date.today() + timedelta(7)
    after = person.send("/plan", page, done=[f"{ahead.isoformat()}:{item}"])
    assert not [value for value, on, _ in TICK.findall(after.text) if on]


@pytest.mark.parametrize("week", ["-5", "99999", "0", "", "soon", "1e3", "\u0665"])
def test_a_strange_week_is_held_in_bounds(person: Person, week: str) -> None:
    assert person.get(f"/plan?week={week}").status_code == 200


def test_no_plan_where_one_must_be_seen_first(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(CALF)
        page = person.get("/plan")
        assert "Be seen today" in page.text and not TICK.findall(page.text)


def test_every_statement_of_the_result_leads_to_the_library(person: Person) -> None:
    text = person.get("/report").text
    pages = set(re.findall(r'href="(/library/[^"]+)"', text))
    kinds = {one.split("/")[2] for one in pages}
    assert {"condition", "mechanism", "exercise", "topic"} <= kinds
    assert all(person.get(one).status_code == 200 for one in pages)
    assert 'id="sheet"' not in text and "assessment.json" not in text


def test_everything_that_can_be_examined_is_a_finding() -> None:
    known = load_knowledge().findings
    ids = [name for group in GROUPS.values() for name in group]
    assert len(set(ids)) == len(ids)
    assert all(known[name].type in ("bool", "number") for name in ids)


def test_an_examination_moves_what_is_likely_and_can_be_taken_back(person: Person) -> None:
    before = share_of(person, "plantar_fasciitis")
    page = person.get("/clinician/exam")
    no = {"by": "podiatrist", "windlass_pain@left": "no", "knee_flexion_deg@left": "135,5"}
    after = person.send("/clinician/exam", page, **no)
    assert after.url.path == "/clinician"
    assert "podiatrist" in after.text and "Before the examination" in after.text
    assert share_of(person, "plantar_fasciitis") < before
    again = person.get("/clinician/exam")
    assert 'value="135.5"' in again.text
    person.send("/clinician/exam", again, by="")
    assert share_of(person, "plantar_fasciitis") == pytest.approx(before)


def test_a_role_is_text_and_nothing_else(person: Person) -> None:
    fields = {**EXAM, "by": "<script>alert(1)</script>"}
    page = person.send("/clinician/exam", person.get("/clinician/exam"), **fields)
    assert "&lt;script&gt;alert" in page.text and "<script>alert" not in page.text
    assert "<script>alert" not in person.get("/clinician/exam").text


def test_an_examination_may_call_for_help_at_once(person: Person) -> None:
    fields = {"by": "podiatrist", "swelling_calf@left": "yes", "tender_deep_vein@left": "yes"}
    page = person.send("/clinician/exam", person.get("/clinician/exam"), **fields)
    assert 'class="alarm slim' in page.text


def test_an_examination_outlasts_new_words(person: Person) -> None:
    person.send("/clinician/exam", person.get("/clinician/exam"), **EXAM)
    person.tell("My left heel hurts.")
    assert "Heel hurts when the big toe is lifted" in person.get("/clinician").text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"windlass_pain@left": "yes"}, "not said who examined"),
        ({**EXAM, "knee_flexion_deg@left": "nan"}, "0 to 160"),
        ({**EXAM, "windlass_pain@left": "maybe"}, "resent or absent"),
        ({**EXAM, "date": "2999-01-01"}, "not come yet"),
        ({**EXAM, "date": "soon"}, "this is no day"),
    ],
)
def test_what_cannot_be_examined_is_said(person: Person, fields: dict[str, str], says: str) -> None:
    page = person.send("/clinician/exam", person.get("/clinician/exam"), **fields)
    assert page.status_code == 422 and says in page.text
    assert 'value="6,5"' in page.text or "knee_to_wall_cm@left" not in fields


def test_a_link_shows_one_sheet_to_anybody_until_it_is_taken_back(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "kinchain")
    made = person.send("/share", person.get("/share"), days="7")
    link = LINK.findall(made.text)[0]
    assert link not in person.get("/share").text
    own = dict(person.client.cookies)
    person.client.cookies.clear()
    page = person.get(link)
    assert page.status_code == 200 and "For the clinician" in page.text
    assert HEEL[:30] not in page.text and 'href="/heard"' not in page.text
    assert person.get("/clinician").status_code == 404
    tried = person.send(link, page, **EXAM)
    assert "Worked out with what was examined" in tried.text and "podiatrist" in tried.text
    wrong = person.send(link, page, **{"windlass_pain@left": "yes"})
    assert wrong.status_code == 422
    assert "podiatrist" not in person.get(link).text
    person.client.cookies.clear()
    person.client.cookies.update(own)
    assert "Last opened" in person.get("/share").text
    page = person.get("/share")
    handle = re.findall(r'name="link" value="([^"]+)"', page.text)[0]
    person.send("/share/take-back", page, link=handle)
    assert person.get(link).status_code == 404
    assert not [one for one in caplog.records if one.name.startswith("kinchain")]


def test_a_link_is_over_in_time_and_a_wrong_one_shows_nothing(person: Person) -> None:
    page = person.get("/share")
    assert person.send("/share", page, days="9999").status_code == 422
    link = LINK.findall(person.send("/share", page, days="1").text)[0]
    assert person.get(f"{link}x").status_code == 404
    assert person.get("/s/" + "x" * 300).status_code == 404
    person.clock.ahead = timedelta(hours=23)
    person.get("/heard")
    person.clock.ahead = timedelta(days=1, minutes=1)
    assert person.get(link).status_code == 404


def test_the_next_step_is_one(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(HEEL)
        assert person.get("/report").text.count('id="next-step"') == 1
        person.tell(CALF)
        page = person.get("/report").text
        assert "Page for the appointment" in page


def test_an_emergency_calls_for_help_once(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell("Since this morning my left foot is cold, pale and numb, I cannot move it.")
        page = person.get("/report").text
        assert page.count("Call your local emergency number") == 1
        assert "/plan" not in page and "/clinician" not in page


def test_scores_that_are_followed_stand_on_the_sheet(person: Person) -> None:
    store = person.client.app.state.store  # type: ignore[attr-defined]
    case = store.sessions.find(person.client.cookies["kinchain"]).case_id
    day = date.today() - timedelta(1)
    store.scores.add(case, "nprs", day, {"date": day.isoformat(), "measure": "nprs", "value": 6})
    page = person.get("/clinician").text
    assert "Numeric pain scale" in page or "nprs" in page.lower()
