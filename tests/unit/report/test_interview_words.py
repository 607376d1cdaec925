"""The words of the interview are easy to read: grade 6 or lower."""

from __future__ import annotations

from kinchain.app._interview_groups import groups
from kinchain.app._interview_home import GATES
from kinchain.evidence import Knowledge
from tests.unit.report.reading_level import grade

MOST = 6.0


def test_questions_about_several_things(knowledge: Knowledge):
    assert grade(text for one in groups() for text in (one.text, one.why)) <= MOST
    items = [knowledge.findings[name].label for one in groups() for name in one.items]
    assert grade(items) <= MOST


def test_home_tests(knowledge: Knowledge):
    for name in GATES:
        entry = knowledge.findings[name]
        assert grade((entry.ask, entry.test, entry.caution, entry.why)) <= MOST, name
