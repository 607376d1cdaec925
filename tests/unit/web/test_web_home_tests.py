"""Home tests: drawings, and clocks that say what the test itself says."""

from __future__ import annotations

import re
from pathlib import Path

from kinchain.evidence import load_knowledge
from kinchain.report.figures.home_tests import DRAWN, home_test_drawing
from kinchain.web.home_tests import TIMERS
from tests.unit.web.web_client import person_at

RADIO = re.compile(r'type="radio" name="answer" value="([^"]+)"')


def test_only_home_tests_are_drawn_and_timed() -> None:
    known = load_knowledge().findings
    assert {known[name].kind for name in (*DRAWN, *TIMERS)} == {"test"}
    assert all(known[name].type == "number" for name in TIMERS)
    assert home_test_drawing("fever", "Fever", "x") == ""


def test_a_clock_runs_as_long_as_the_test_says() -> None:
    known = load_knowledge().findings
    for name, timer in TIMERS.items():
        assert not timer.seconds or f"{timer.seconds} seconds" in known[name].test


def test_a_test_of_the_library_has_its_drawing_and_its_clock(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        page = person.get("/library/test/chair_stands_30s_n").text
        assert 'data-timer="count"' in page and "<svg" in page and "timer.js" in page
        page = person.get("/library/exercise/pf_stretch").text
        assert 'id="drawn-pf_stretch"' in page and "timer.js" not in page
        page = person.get("/library/condition/plantar_fasciitis").text
        assert 'class="drawn"' not in page


def test_a_question_for_a_home_test_is_drawn(tmp_path: Path) -> None:
    with person_at(tmp_path) as person:
        person.tell(
            "My left knee and my left heel ache a bit when I walk. Pain 2 of 10. No injury, no "
            "swelling, no fever, no numbness.", age="45",
        )  # fmt: skip
        page = person.get("/question")
        for _ in range(25):
            if "Home test" in page.text or page.url.path != "/question":
                break
            if 'type="radio"' in page.text:
                values = RADIO.findall(page.text)
                page = person.answer(page, answer="no" if "no" in values else values[0])
            elif 'value="none"' in page.text:
                page = person.answer(page, do="none")
            elif 'inputmode="decimal"' in page.text:
                page = person.answer(page, answer="2", unit="weeks")
            else:
                page = person.answer(page, do="unsure")
        assert "Home test" in page.text and 'class="drawn"' in page.text
