"""What a report says, and that it can be read: plain, 80 columns, whole without colour."""

from __future__ import annotations

import html.parser
import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import kinchain as kc
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.report import build_report, print_report, render_page, render_text, sentences
from kinchain.report.build import once
from kinchain.report.terminal_parts import PLAIN_MARKS, marks_for
from tests.unit.report.reading_level import grade

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
MAX_GRADE = 6.0
"""Flesch-Kincaid grade of the project's plain language."""

WORDS_OF_A_SENTENCE = 6
"""Shorter texts are labels; they would make a report look easier than it is."""

BARE = Case.model_validate({"narrative": "My knee and heel hurt."})


def report_of(case):
    return build_report(kc.assess(case), load_knowledge(), case.narrative)


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def report(request):
    return report_of(kc.read_case(request.param))


@pytest.fixture(scope="module")
def bare():
    return report_of(BARE)


def test_whole_report_reads_at_grade_six_or_lower(report):
    assert grade(sentences(report)) <= MAX_GRADE


def test_running_text_reads_at_grade_six_or_lower(report):
    running = [text for text in sentences(report) if len(text.split()) >= WORDS_OF_A_SENTENCE]
    assert grade(running) <= MAX_GRADE


def test_text_stays_within_eighty_columns(report):
    for line in render_text(report).splitlines():
        assert cell_len(line) <= 80
        assert line == line.rstrip()


def test_text_has_no_control_codes(report):
    assert "\x1b" not in render_text(report)


def test_parts_come_in_order(report):
    text = render_text(report)
    titles = ["How soon", "What was heard", "What may be going on",
              "The chain between knee and foot", "What to do first"]  # fmt: skip
    titles += ["How it usually goes", "Watch for"] if report.care.courses else []
    titles += ["Answers that would help most next"] if report.questions else []
    titles += ["Sources"]
    places = [text.index(f"{title} ─") for title in titles]
    assert places == sorted(places)


def test_at_most_five_conditions_with_words_and_percent(report):
    assert 1 <= len(report.conditions) <= 5
    for one in report.conditions:
        assert re.fullmatch(r"[a-z ]+, (under |over )?\d+ %", one.likelihood)
    assert len({one.id for one in report.conditions}) == len(report.conditions)


def test_feared_conditions_are_said_not_to_be_excluded(report):
    text = render_text(report)
    assert not report.feared or "not excluded" in text
    plain = " ".join(text.split())  # lines are broken anywhere
    assert "ruled out" not in plain.replace("must be ruled out", "")


def test_every_reference_is_in_the_list_of_sources(report):
    numbers = {one.number for one in report.sources}
    plan = report.care.plan
    used = {
        ref
        for part in (*report.soon.flags, *report.conditions, *report.chain.routes,
                     *report.chain.at_risk, *plan.steps, *plan.prevention, *plan.not_advised,
                     *report.care.courses)
        for ref in part.refs
    }  # fmt: skip
    assert used == numbers


def test_routes_say_verdict_and_what_would_settle_them(report):
    text = " ".join(render_text(report).split())
    for route in report.chain.routes:
        assert route.verdict_words in text
        assert route.settle in text


def test_an_open_danger_question_makes_the_report_provisional(bare):
    text = render_text(bare)
    assert "First answer, still provisional" in text
    assert "Danger questions still open" in text
    assert bare.soon.level != "self_care"
    assert bare.chain.direction == "undetermined"


def test_an_emergency_is_headed_by_getting_help():
    case = kc.read_case(ROOT / "examples" / "cold_leg.yaml")
    text = render_text(report_of(case))
    assert text.index("Emergency: get help now") < text.index("What was heard")


def test_one_sore_end_tells_what_may_follow_at_the_other():
    told = report_of(kc.read_case(ROOT / "examples" / "runner_kneecap.yaml"))
    assert told.chain.foot == "foot, not sore"
    assert told.chain.at_risk
    assert "What may follow at the other end" in render_text(told)


def test_words_from_the_text_are_shown_where_they_were_heard(report):
    quotes = [quote for line in report.heard for _, quote in line.items if quote]
    assert quotes
    text = " ".join(render_text(report).split())
    assert all(quote in text for quote in quotes)


def test_a_terminal_without_the_signs_gets_plain_ones(report):
    assert marks_for("ascii") is PLAIN_MARKS
    text = render_text(report, encoding="ascii")
    drawn = text.split("What was heard")[0] + text.split("The chain between")[1]
    assert not re.search("[╭─━▮●○◀▶╌◆•]", drawn)


def test_colour_changes_no_word(report):
    def printed(**settings: object) -> str:
        sink = io.StringIO()
        print_report(report, Console(file=sink, width=80, emoji=False, **settings))
        return re.sub(r"\x1b\[[\d;]*m", "", sink.getvalue())

    plain = printed(no_color=True, force_terminal=False)
    assert printed(force_terminal=True, color_system="truecolor") == plain


class Tags(html.parser.HTMLParser):
    """Checks that tags nest, and gathers ids, links and addresses to load."""

    EMPTY = frozenset({"meta", "br", "rect", "circle", "line", "path", "polygon", "polyline"})

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.loads, self.levels = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in self.EMPTY:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if given.get("href", "").startswith("#"):
            self.links.append(given["href"][1:])
        self.loads += [given[name] for name in ("src", "srcset", "data") if name in given]
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        assert tag not in ("script", "link", "iframe", "img")

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_page_stands_alone_and_is_well_formed(report):
    tags = Tags()
    tags.feed(render_page(report))
    assert tags.open == []
    assert tags.loads == []
    assert len(set(tags.ids)) == len(tags.ids)
    assert set(tags.links) <= set(tags.ids)


def test_page_has_one_main_heading_and_skips_no_level(report):
    tags = Tags()
    tags.feed(render_page(report))
    assert tags.levels[0] == 1
    assert tags.levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(tags.levels, tags.levels[1:], strict=False))


def test_page_escapes_what_a_person_wrote():
    words = 'My left heel <script>alert("x")</script> hurts.'
    page = render_page(report_of(Case.model_validate({"narrative": words})))
    assert "<script" not in page


@pytest.mark.parametrize(
    ("text", "headline", "told"),
    [("Plan a visit. Plan a visit. Go sooner.", "Plan a visit", "Go sooner."),
     ("Be seen today for a test. Be seen today.", "Be seen today", "Be seen today for a test."),
     ("Plan a visit.", "Plan a visit", "Plan a visit.")],
)  # fmt: skip
def test_advice_repeats_neither_itself_nor_its_headline(text, headline, told):
    assert once(text, headline) == told
