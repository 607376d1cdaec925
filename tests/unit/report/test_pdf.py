"""The PDF: whole, tagged, the same every time, light, quick, and safe with odd words."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

import kinchain as kc
from evaluation.cases import load_cases
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.report import build_report, figure_files, render_page, render_pdf, sentences
from kinchain.report.figures.exercise_set import DRAWN
from kinchain.report.pdf_parts import Pictures, blocks_of
from kinchain.report.plan_sheet import MOST_ITEMS, sheet_of
from tests.unit.report.reading_level import grade
from tests.unit.report.test_report import MAX_GRADE, WORDS_OF_A_SENTENCE

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


MOST_PAGE_BYTES = 1_500_000

ODD = Case.model_validate(
    {
        "narrative": "My left knee hurts \U0001f600 膝 #let x = 1 *b* $a$ `c` \\u @x "
        "<script>alert(1)</script> since spring. My left heel is sore ½ ≤ ﬁ."
    }
)


def report_of(case):
    return build_report(kc.assess(case), load_knowledge(), case.narrative)


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def report(request):
    return report_of(kc.read_case(request.param))


def test_a_pdf_is_tagged_titled_and_in_a_language(report):
    made = render_pdf(report)
    assert made.startswith(b"%PDF-1.")
    raw = made + b"".join(_streams(made))
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"/Lang", b"/Outlines", b"pdfuaid"):
        assert mark in raw
    assert re.search(rb"/BaseFont ?/[A-Z]{6}\+NotoSans", raw)
    assert b"/FontFile" in raw


def _streams(made: bytes) -> list[bytes]:
    found = []
    for match in re.finditer(rb"stream\r?\n", made):
        try:
            found.append(zlib.decompressobj().decompress(made[match.end() :]))
        except zlib.error:
            continue
    return found


def test_the_same_report_makes_the_same_pdf(report):
    assert render_pdf(report) == render_pdf(report)


def test_a_report_is_light(report):
    page = render_page(report)
    assert len(page.encode()) < MOST_PAGE_BYTES


def _texts(value):
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in ("kind", "file", "alt"):
                yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def test_all_that_is_to_be_understood_is_in_the_pdf(report):
    shown = " ".join(_texts(blocks_of(report, Pictures())))
    shown += report.soon.headline + report.disclaimer
    shown = " ".join(shown.split())
    if report.soon.level == "emergency":
        wanted = (report.soon.advice, *report.soon.protect, *report.soon.say)
    else:
        wanted = sentences(report)
    for text in wanted:
        assert " ".join(text.split()) in shown


def test_pictures_are_files_of_their_own(report):
    files = figure_files(report)
    steps = {one.id for one in report.care.plan.steps}
    assert {f"move-{one}.svg" for one in steps & DRAWN} <= set(files)
    for svg in files.values():
        assert svg.startswith("<svg")
        assert 'xmlns="http://www.w3.org/2000/svg"' in svg
        assert "prefers-color-scheme: dark" in svg
        assert "var(--" not in svg


def test_an_emergency_shows_the_action_and_no_exercise():
    report = report_of(kc.read_case(ROOT / "examples" / "cold_leg.yaml"))
    page = render_page(report)
    assert sheet_of(report) is None
    assert 'class="move"' not in page
    assert not any(name.startswith(("move", "course", "chain")) for name in figure_files(report))
    for heading in ("What may be going on", "The chain between", "Danger questions still open"):
        assert heading not in page
    order = ["What to do", "Until then", "Why", "What was heard"]
    places = [page.index(text) for text in order]
    assert places == sorted(places)


def test_to_be_seen_today_the_action_comes_before_what_it_may_be():
    told = {
        "person": {"age": 50},
        "narrative": "Two days ago my left calf swelled up and it is sore. I flew home last week.",
    }
    report = report_of(Case.model_validate(told))
    assert report.soon.level == "same_day"
    page = render_page(report)
    assert page.index('<h2 id="first">') < page.index('<h2 id="heard">')
    assert 'class="move"' not in page
    heads = [one["text"] for one in blocks_of(report, Pictures()) if one["kind"] == "h2"]
    assert heads[:2] == ["What to do first", "What was heard"]


def test_the_plan_sheet_has_at_most_five_items_with_dose_and_basis(report):
    sheet = sheet_of(report)
    if sheet is None:
        return
    assert 1 <= len(sheet.items) <= MOST_ITEMS
    assert sheet.first
    assert "above" not in sheet.first[0].split()
    page = render_page(report)
    within = page[page.index('id="sheet"') :]
    for one in sheet.items:
        assert one.basis in ("from a guideline", "from a trial", "usual practice")
        assert one.name in within


def test_odd_words_neither_break_nor_enter_page_and_pdf():
    report = report_of(ODD)
    assert render_pdf(report).startswith(b"%PDF")
    assert "<script>" not in render_page(report)


DEV_CASES = sorted((ROOT / "evaluation" / "cases").glob("dev_*.yaml"))
EVERY = 12
"""Of the development cases one in twelve is read here."""


@pytest.mark.slow
def test_development_cases_read_at_grade_six_or_lower():
    cases = [one for path in DEV_CASES for one in load_cases(path)][::EVERY]
    assert len(cases) >= 20
    for one in cases:
        running = [
            text
            for text in sentences(report_of(one.case))
            if len(text.split()) >= WORDS_OF_A_SENTENCE
        ]
        assert grade(running) <= MAX_GRADE, one.id
