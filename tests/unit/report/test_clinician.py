"""The clinician page: told, denied, not asked, dangers, conditions, chain, examined."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kinchain.app.assess import assess
from kinchain.app.clinician import clinician_page
from kinchain.core.formats.case import Case, Complaint, Examined, Outcome, WalkInput
from kinchain.evidence import Knowledge
from kinchain.report.clinician import N_DANGERS
from kinchain.report.clinician_page import SHEET, clinician_section, render_clinician
from kinchain.report.clinician_text import clinician_text

DAY = date(2026, 3, 1)
EXAM = (
    Examined(
        finding="effusion_sweep_grade@right", value=1, by="physiotherapist", date=date(2026, 3, 2)
    ),
    Examined(finding="windlass_pain@left", value=True, by="GP", date=date(2026, 3, 2)),
    Examined(finding="warmth_knee@right", value=False, by="GP", date=date(2026, 3, 2)),
)
CASE = Case(
    date=DAY,
    narrative="My right knee has been stiff and sore since last summer, and it does not straighten"
    " any more. I limp. For three weeks my left heel has hurt with the first steps in the morning."
    " I take a blood thinner. No fever.",
    complaints=(
        Complaint(site="knee", side="right", started="first", duration_days=240),
        Complaint(site="heel", side="left", started="later", duration_days=21),
    ),
    findings={"knee_extension_deficit_deg@right": 10, "warmth_knee@right": True},
    examined=EXAM,
    outcomes=(Outcome(measure="nprs", date=DAY, value=6, about="heel@left"),),
)


@pytest.fixture(scope="module")
def page(knowledge: Knowledge):
    return clinician_page(CASE, assess(CASE, knowledge), knowledge)


def rows(rows_of_page):
    return {row.name: row.texts for row in rows_of_page}


def test_told_and_denied_have_their_sides(page):
    told, denied = rows(page.told), rows(page.denied)
    assert "Knee pain" in told["Right leg"] and "Heel pain" in told["Left leg"]
    assert "How long it has hurt: 8 months" in told["Right leg"]
    assert "How long it has hurt: 3 weeks" in told["Left leg"]
    assert "Fever" in denied["Person"]
    assert not any("Fever" in texts for texts in told.values())


def test_what_was_not_asked_is_there(page):
    assert page.provisional and page.not_asked and page.would_tell
    assert any("Numb foot" in one for one in page.not_asked)
    assert all(re.search(r"\(\d\.\d bits\)$", one) for one in page.would_tell)


def test_conditions_bear_bits_and_codes_and_their_sides(page):
    first = page.conditions[0]
    assert re.fullmatch(r"[A-Z]\d\d.*", first.code) and "%" in first.share
    assert all(re.search(r" [+]\d+\.\d$", one) for one in first.speaks_for)
    names = [one.name for one in page.conditions]
    assert len(set(names)) == len(names)


def test_an_open_route_names_the_test_that_would_settle_it(page):
    assert page.routes and all(one.settle for one in page.routes if "over" not in one.share)
    assert page.direction.startswith("knee to foot")


def test_what_was_examined_says_who_when_and_what_it_replaced(page):
    found = {one.text: one for one in page.measured}
    fluid = found["Fluid in the knee (stroke test): 1 (right)"]
    assert fluid.by == "examined by physiotherapist, 2026-03-02" and fluid.replaced == ""
    warm = found["Warm knee: no (right)"]
    assert warm.by.startswith("examined by GP") and warm.replaced == "told: yes"
    assert found["Knee short of straight: 10 degrees (right)"].by == "told, or tested at home"
    assert "NPRS 6 (heel, left)" in found
    assert not any("Warm knee" in text for row in page.told for text in row.texts)


def test_a_recorded_walk_is_listed_as_measured(knowledge: Knowledge):
    recording = Path(__file__).resolve().parents[3] / "examples" / "walks" / "spares_left_leg.c3d"
    case = CASE.model_copy(update={"walks": (WalkInput(path=str(recording)),)})
    assessment = assess(case, knowledge)
    made = clinician_page(case, assessment, knowledge)
    walked = [one for one in made.measured if one.by.startswith("recorded walk spares_left_leg")]
    assert len(walked) == len(assessment.walk_signs) > 0
    assert all(re.search(r": (seen|not seen) \(", one.text) for one in walked)
    assert all("%" in one.by for one in walked)
    against = [one for one in assessment.walk_signs if one.agrees is False]
    assert len([one for one in walked if one.replaced]) == len(against)
    told = {text for row in made.told for text in row.texts}
    assert "Shorter step" not in told and any("Shorter step" in one.text for one in walked)


def test_medicines_stand_apart(page):
    assert page.medicines == ("Blood thinner",)
    assert not any("Blood thinner" in text for row in page.told for text in row.texts)


def test_before_the_examination_is_one_line_and_only_where_examined(page, knowledge):
    assert page.before_exam.startswith("Before the examination: ") and "%" in page.before_exam
    bare = CASE.model_copy(update={"examined": ()})
    assert clinician_page(bare, assess(bare, knowledge), knowledge).before_exam == ""


def test_the_examination_moves_the_posterior(knowledge: Knowledge):
    with_exam, without = assess(CASE), assess(CASE.model_copy(update={"examined": ()}))

    def share(assessment):
        return max(c.probability for c in assessment.conditions if c.id == "plantar_fasciitis")

    assert share(with_exam) > share(without)
    assert {h.finding for h in with_exam.heard if h.source == "examined"} == {
        one.finding.partition("@")[0] for one in EXAM
    }


def test_a_crowd_of_dangers_stays_on_the_page(knowledge: Knowledge):
    case = Case(
        date=DAY,
        narrative="I fell yesterday, my right knee is hot, red and swollen and I have a fever. "
        "The right calf is swollen since the flight. My right foot is numb and cold. I have "
        "diabetes and a sore on the right foot.",
    )
    made = clinician_page(case, assess(case, knowledge), knowledge)
    assert len(made.dangers) == N_DANGERS and "Also: RF-" in made.more_dangers
    assert made.urgency == "emergency"


class Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_html_is_whole_closed_and_headed(page):
    html = render_clinician(page)
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    tags = [tag for tag, _ in parser.seen]
    assert tags.count("h1") == 1 and "script" not in tags
    assert all(a.get("scope") for tag, a in parser.seen if tag == "th")
    assert "@page" in SHEET and "https:" not in re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    section = clinician_section(page)
    assert section.startswith('<section class="clinician"') and "<h2 id=" in section


def test_text_says_the_same_and_what_people_wrote_is_escaped(page, knowledge):
    text = clinician_text(page)
    for part in ("Told", "Denied", "Not asked: danger", "Danger rules", "Conditions", "Chain: "):
        assert part in text
    assert max(len(line) for line in text.splitlines()) <= 96
    bad = CASE.model_copy(
        update={"examined": (Examined(finding="cold_foot@left", value=True, by="<b>x</b>"),)}
    )
    html = render_clinician(clinician_page(bad, assess(bad, knowledge), knowledge))
    assert "<b>x" not in html and "&lt;b&gt;" in html


def test_nothing_told_is_a_page_too(knowledge: Knowledge):
    case = Case(date=DAY)
    made = clinician_page(case, assess(case, knowledge), knowledge)
    assert "nothing" in clinician_text(made) and render_clinician(made)
