"""Laws of the interview: its limit, the unknown, danger, back, and resuming."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kinchain.app.interview import (
    MAX_QUESTIONS,
    NOT_SURE,
    Interview,
    Question,
    answer,
    back,
    begin,
    end_of,
    load_interview,
    next_question,
    save_interview,
)
from kinchain.core.formats.case import Case
from kinchain.core.urgency import at_least

TELLINGS = (
    "",
    "My left knee aches on the stairs.",
    "My right heel hurts with the first steps, for six weeks.",
    "Both knees and both feet hurt, for two months.",
    "I twisted my ankle yesterday and it is swollen.",
    "My calf is sore and swollen since the flight.",
    "My low back hurts and it goes down my left leg, the foot tingles.",
)
"""What people may begin with; some open many danger questions."""

N_EXAMPLES = 12
"""Each example is a whole interview, about a second."""

choices = st.lists(st.integers(0, 99), min_size=MAX_QUESTIONS, max_size=MAX_QUESTIONS)
tellings = st.sampled_from(TELLINGS)


def reply(question: Question, draw: int) -> Any:
    """Return an answer: about a third not sure, a quarter yes."""
    if draw >= 67:
        return NOT_SURE
    if question.kind == "words":
        return TELLINGS[1 + draw % (len(TELLINGS) - 1)]
    if question.kind == "several":
        keys = [key for key, _ in question.items]
        return tuple(key for n, key in enumerate(keys) if (draw + n) % 5 == 0)
    if question.kind == "places":
        return (("knee@left",), ("heel@right", "knee@both"), ("low_back",))[draw % 3]
    if question.kind == "number":
        return min(question.high, question.low + float(draw))
    if question.kind == "yes_no" and question.side != "both":
        return draw % 4 == 0
    if question.kind == "yes_no":
        return question.choices[draw % 4] if draw % 3 == 0 else "no"
    return question.choices[draw % len(question.choices)]


@given(telling=tellings, draws=choices)
@settings(max_examples=N_EXAMPLES)
def test_limit_unknown_danger_and_back(telling: str, draws: list[int]) -> None:
    interview = begin(Case(date=date(2026, 3, 1), narrative=telling))
    keys = []
    while (question := next_question(interview)) is not None:
        value = reply(question, draws[len(interview.asked)])
        after = answer(interview, value)
        assert back(after) == interview
        assert next_question(back(after)) == question
        keys.append(question.key)
        _check_unknown(interview, after, question, value)
        _check_danger(interview, after, question, value)
        _check_test(interview, question)
        interview = after
    assert len(keys) == len(set(keys)) <= MAX_QUESTIONS
    assert end_of(interview) is not None
    assert len(interview.answered) + len(interview.not_sure) == len(keys)


def _check_unknown(before: Interview, after: Interview, question: Question, value: Any) -> None:
    """What the person is not sure of is unknown: it changes nothing that is believed."""
    if value == NOT_SURE:
        new = {k: v for k, v in after.case.findings.items() if k not in before.case.findings}
        assert set(new.values()) <= {"unknown"}
        assert list(after.look.findings) == list(before.look.findings)
        assert after.look.triage == before.look.triage
        assert after.urgency == before.urgency


def _check_danger(before: Interview, after: Interview, question: Question, value: Any) -> None:
    """A yes to a danger question never lowers how soon."""
    named = question.kind == "several" and value != NOT_SURE and bool(value)
    if question.is_danger and (named or value is True or value in ("left", "right", "both")):
        assert at_least(after.urgency, before.urgency)


def _check_test(before: Interview, question: Question) -> None:
    if question.is_test:
        assert not at_least(before.urgency, "same_day")


@given(telling=tellings, draws=choices, stop=st.integers(0, 8))
@settings(max_examples=N_EXAMPLES)
def test_resumed_is_as_never_stopped(telling: str, draws: list[int], stop: int) -> None:
    interview = begin(Case(date=date(2026, 3, 1), narrative=telling))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.yaml"
        while (question := next_question(interview)) is not None:
            if len(interview.asked) == stop:
                save_interview(interview, file)
                again = load_interview(file)
                assert again == interview
                assert again.urgency == interview.urgency
                assert next_question(again) == question
                return
            interview = answer(interview, reply(question, draws[len(interview.asked)]))
