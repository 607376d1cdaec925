"""Plan, course and what to watch for: all there, said once, and plain in every form."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from rich.cells import cell_len

import kinchain as kc
from kinchain.core.formats.assessment import ExpectedCourse, Plan, PlanItem, Recovery
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.report import build_report, render_page, render_text
from kinchain.report.model_care import care_sentences
from tests.unit.report.reading_level import grade
from tests.unit.report.test_report import EXAMPLES, MAX_GRADE, ROOT, WORDS_OF_A_SENTENCE, Tags

LONG_TOLD = Case.model_validate(
    {
        "person": {"age": 46, "sex": "male"},
        "narrative": (
            "My right heel has hurt for 9 months. The first steps in the morning are the worst, "
            "it eases after a few minutes. Around my right kneecap it has hurt for 4 months, "
            "mainly on the stairs, when squatting and after long sitting. No fever, no numbness, "
            "no swelling, no fall."
        ),
    }
)
"""Long enough for curves: they are shown only to people who have had it that long."""

LOCKED = Case.model_validate(
    {
        "person": {"age": 30, "sex": "male"},
        "narrative": "Three days ago I twisted my left knee. It gets stuck. No swelling.",
    }
)

WITH_SIDES = re.compile(r"\b(left|right)\b")
OTHER = {"left": "right", "right": "left"}


def told_and_shown(case):
    assessment = kc.assess(case)
    return assessment, build_report(assessment, load_knowledge(), case.narrative)


@pytest.fixture(scope="module", params=[*EXAMPLES, LONG_TOLD], ids=lambda one: getattr(
    one, "stem", "long_told"))  # fmt: skip
def pair(request):
    given = request.param
    return told_and_shown(kc.read_case(given) if isinstance(given, Path) else given)


@pytest.fixture(scope="module")
def long_told():
    return told_and_shown(LONG_TOLD)


@pytest.fixture(scope="module")
def urgent():
    return told_and_shown(kc.read_case(ROOT / "examples" / "cold_leg.yaml"))


def flat(text: str) -> str:
    return " ".join(text.split())


def plain(page: str) -> str:
    """Return a page's words, without its tags and without its drawings' titles."""
    body = re.sub(r"<(style|title).*?</\1>", " ", page, flags=re.DOTALL)
    return flat(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\xa0", " "))


def forms(report):
    return flat(render_text(report)), plain(render_page(report))


def test_every_item_of_the_plan_is_in_every_form(pair):
    assessment, report = pair
    steps = report.care.plan.steps
    assert [one.id for one in steps] == [one.treatment for one in assessment.plan.items]
    for shown in forms(report):
        for step in steps:
            assert step.name in shown
            assert step.helps in shown
            assert step.what in shown
            for name, text in step.rows:
                assert f"{name} {text}" in shown


def test_nothing_of_an_item_is_lost(pair):
    assessment, report = pair
    for item, step in zip(assessment.plan.items, report.care.plan.steps, strict=True):
        assert item.expected_effect == step.effect
        assert item.caution == step.care
        assert item.stop_if.lower() == step.stop_if.lower()
        told = flat(" ".join((*report.care.plan.first, step.what, step.dose,
                              *report.care.plan.for_all, step.name))).lower()  # fmt: skip
        for word in re.findall(r"\w+", item.dose.lower()):
            assert word in told


def test_prevention_what_is_not_advised_and_review_are_in_every_form(pair):
    assessment, report = pair
    plan = report.care.plan
    for shown in forms(report):
        for line in (*plan.prevention, *plan.not_advised):
            assert line.text in shown
        assert plan.review in shown
        assert all(one in shown for one in plan.first)
    assert len(plan.prevention) == len(assessment.plan.prevention)
    assert not re.search(r"\[[a-z]\w+\]|\(usual practice\)\.?$", render_text(report))


def test_courses_and_what_to_watch_for_are_in_every_form(pair):
    _, report = pair
    care = report.care
    for shown in forms(report):
        for course in care.courses:
            assert course.text in shown
            assert course.curve_note in shown
            assert all(f"{name} {text}" in shown for name, text in course.rows)
        assert all(one in shown for one in (*care.for_all, *care.see_again, *care.watch_for))


def test_nothing_that_the_urgency_box_says_is_said_again_as_the_first_step(pair):
    assessment, report = pair
    above = set(re.split(r"(?<=[.!?])\s+", " ".join((assessment.triage.advice,
                                                     *report.soon.protect))))  # fmt: skip
    assert not above & set(report.care.plan.first)
    assert report.care.plan.first


def test_plan_and_course_read_at_grade_six_or_lower(pair):
    _, report = pair
    told = [
        text for text in care_sentences(report.care) if len(text.split()) >= WORDS_OF_A_SENTENCE
    ]
    assert grade(told) <= MAX_GRADE


def test_plan_and_course_stay_within_eighty_columns(pair):
    _, report = pair
    for encoding in ("utf-8", "ascii"):
        lines = render_text(report, encoding=encoding).splitlines()
        assert max(cell_len(line) for line in lines) <= 80


def test_urgent_reports_say_the_action_alone(urgent):
    assessment, report = urgent
    care = report.care
    assert assessment.plan.items == ()
    assert care.plan.steps == care.plan.prevention == care.plan.not_advised == care.courses == ()
    assert "Do what stands above under How soon." in care.plan.first
    assert all(flat(one.removesuffix("(usual practice).")).strip() in " ".join(care.plan.first)
               for one in assessment.plan.not_advised)  # fmt: skip
    for shown in forms(report):
        assert "How it usually goes" not in shown
        assert "Watch for" not in shown


def test_within_days_the_visit_comes_first_and_is_not_told_twice():
    assessment, report = told_and_shown(LOCKED)
    assert assessment.triage.urgency == "within_days"
    assert report.care.plan.first[0] == "Do what stands above under How soon."
    assert render_text(report).count(assessment.plan.first_step.split(".")[0]) <= 1


def test_curves_are_drawn_on_the_page_and_tabled_in_the_text(long_told):
    assessment, report = long_told
    curves = {one.condition: one.weeks for one in assessment.recovery.expected if one.weeks}
    assert curves
    text, page = flat(render_text(report)), render_page(report)
    assert page.count('<svg class="fig course"') == len(curves)
    for course in report.care.courses:
        assert len(course.weeks) == len(curves.get(course.id, ()))
        for one in course.weeks:
            row = f"{one.after} {100 * one.share:.0f} {100 * one.low:.0f} to {100 * one.high:.0f}"
            assert row in text
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert len(set(tags.ids)) == len(tags.ids)


def test_no_curve_is_shown_where_none_was_given(pair):
    assessment, report = pair
    if not any(one.weeks for one in assessment.recovery.expected):
        assert "better, of 100" not in render_text(report)
        assert '<svg class="fig course"' not in render_page(report)
    assert all(bool(one.weeks) == bool(one.curve_note) for one in report.care.courses)


def test_a_mirrored_person_gets_the_mirrored_report():
    def turned(text: str) -> str:
        return WITH_SIDES.sub(lambda found: OTHER[found.group(1)], text)

    case = kc.read_case(ROOT / "examples" / "case.yaml")
    mirrored = Case.model_validate_json(turned(case.model_dump_json()))
    _, here = told_and_shown(case)
    _, there = told_and_shown(mirrored)
    assert there.care == here.care
    assert [turned(one.sides) for one in there.conditions] == [one.sides for one in here.conditions]
    assert turned(there.chain.knee) == here.chain.knee


def test_made_up_parts_of_another_version_are_shown_as_they_are():
    assessment, _ = told_and_shown(LONG_TOLD)
    item = PlanItem(treatment="a_new_thing", why="A reason.", dose="Some.", basis="trial",
                    expected_effect="Ease.", caution="Mind it.", stop_if="it hurts",
                    sources=("not_cited",))  # fmt: skip
    course = ExpectedCourse(condition="not_known", text="It passes.", sources=())
    odd = assessment.model_copy(
        update={
            "plan": Plan(first_step="Begin.", items=(item,)),
            "recovery": Recovery(expected=(course,), watch_for=("A change.",)),
        }
    )
    shown = flat(render_text(build_report(odd, load_knowledge())))
    for text in ("Begin.", "A new thing", "Some. (from a trial)", "It hurts", "It passes."):
        assert text in shown


def test_a_report_without_plan_and_course_is_whole():
    assessment, _ = told_and_shown(LONG_TOLD)
    bare = assessment.model_copy(update={"plan": None, "recovery": None})
    report = build_report(bare, load_knowledge())
    assert report.care.plan is None
    for shown in forms(report):
        assert "What to do first" not in shown
        assert "Sources" in shown


def test_the_pain_rule_of_several_exercises_is_told_once():
    assessment, _ = told_and_shown(LONG_TOLD)
    dose = "Sit. Ten times. Stop where it hurts."
    items = tuple(
        PlanItem(treatment=name, why="A reason.", dose=dose, basis="trial", expected_effect="",
                 caution="", stop_if="", sources=())
        for name in ("pf_stretch", "sit_stand")
    )  # fmt: skip
    odd = assessment.model_copy(update={"plan": Plan(first_step="Begin.", items=items)})
    shown = build_report(odd, load_knowledge())
    assert render_text(shown).count("Stop where it hurts.") == 1
    assert "With each exercise" in render_text(shown)
