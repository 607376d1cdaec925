"""Home tests outside the questions: which suit a person now, and what their results tell."""

from __future__ import annotations

from collections.abc import Mapping

from kinchain.app._interview_ask import question_of
from kinchain.app._interview_ends import legs_of
from kinchain.app._interview_home import offered
from kinchain.app._interview_model import Answer, Interview, Question
from kinchain.app._interview_read import findings_of
from kinchain.core.findings import Finding, Side, Value
from kinchain.evidence import load_knowledge

MOST_TESTS = 6
"""So many are shown at once, those that would settle most first (expert judgement)."""


def home_tests(interview: Interview) -> tuple[Question, ...]:
    """Return the home tests that no caution speaks against and that would settle something.

    Parameters
    ----------
    interview
        The interview so far; what it leaves open counts as if a caution applied.
    """
    look, known = interview.look, load_knowledge().findings
    found: dict[str, Question] = {}
    for name, leg in offered(look, legs_of(look)):
        side: Side = leg if known[name].sided else "none"
        if not look.is_known(name, side):
            question = question_of(name, side)
            found.setdefault(question.key, question)
    return tuple(found.values())[:MOST_TESTS]


def tests_done(interview: Interview) -> tuple[Finding, ...]:
    """Return the home tests whose result is told, by whatever way.

    Parameters
    ----------
    interview
        The interview so far.
    """
    known = load_knowledge().findings
    return tuple(
        one for one in interview.look.heard.told
        if one.id in known and known[one.id].kind == "test" and one.value != "unknown"
    )  # fmt: skip


def told_by_tests(interview: Interview, answers: Mapping[str, Answer]) -> dict[str, Value]:
    """Return the findings that results of home tests tell.

    Parameters
    ----------
    interview
        The interview so far.
    answers
        Answer by the key of a test that `home_tests` offers; others are passed over.

    Raises
    ------
    InputError
        If an answer does not fit its test.
    """
    open_ = {one.key: one for one in home_tests(interview)}
    return {
        key: value
        for name, answer in answers.items()
        if name in open_
        for key, value in findings_of(open_[name], answer, interview.look)
    }
