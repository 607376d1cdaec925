"""The interview: pure steps from question to answer, shared by the terminal and the web.

First the person's own words, then the core danger questions still open, the gravest first,
then how long and how bad, then whatever would tell most. At most `MAX_QUESTIONS`; at an
emergency it stops at once, and else as soon as no open question presses or is worth `MIN_WORTH`
bits: nothing is then likely to change how soon, or the order of the conditions. "Not sure" is
always possible and leaves the finding unknown.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from kinchain.app._interview_ask import ELSEWHERE, PLACES, SIDE, SITES, WORDS
from kinchain.app._interview_file import asked_file, load_interview, save_interview
from kinchain.app._interview_model import (
    NOT_SURE,
    Answer,
    Asked,
    Interview,
    Look,
    Question,
    look_at,
)
from kinchain.app._interview_pick import MAX_QUESTIONS
from kinchain.app._interview_read import findings_of, no_answer, read_answer
from kinchain.app._interview_replay import ended, extended
from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.case import Case
from kinchain.evidence import load_knowledge
from kinchain.intake.case_file import case_faults

__all__ = [
    "ELSEWHERE", "MAX_QUESTIONS", "NOT_SURE", "PLACES", "SIDE", "SITES", "WORDS", "Answer",
    "Asked", "End", "Interview", "Look", "Question", "answer", "asked_file", "back", "begin",
    "end_of", "load_interview", "look_at", "next_question", "read_answer", "save_interview",
]  # fmt: skip

End = Literal["emergency", "limit", "enough"]
"""Why an interview ends: help is needed now, all questions are used, or no more is to be
learnt by asking."""


def begin(case: Case, told_on: date | None = None) -> Interview:
    """Begin an interview on what is known already.

    Parameters
    ----------
    case
        What was told before; may be empty.
    told_on
        Day of telling, where the case names none; today where None.
    """
    known = {key: value for key, value in case.findings.items() if value != "unknown"}
    return Interview(
        case.model_copy(update={"findings": known, "date": case.date or told_on or date.today()})
    )


def next_question(interview: Interview) -> Question | None:
    """Return the next question, or None where the interview has ended.

    Parameters
    ----------
    interview
        The interview so far.
    """
    return None if ended(interview) else interview.question


def end_of(interview: Interview) -> End | None:
    """Say why there is no further question, or None where there is one.

    Parameters
    ----------
    interview
        The interview so far.
    """
    if interview.urgency == "emergency" and not interview.doubts:
        return "emergency"
    if len(interview.asked) >= MAX_QUESTIONS:
        return "limit"
    return "enough" if interview.question is None else None


def answer(interview: Interview, value: Answer) -> Interview:
    """Answer the next question.

    Parameters
    ----------
    interview
        The interview so far.
    value
        The answer: yes/no, a number, a choice, words, places, or `NOT_SURE`.

    Returns
    -------
    interview
        The state after the answer; the old one is untouched.

    Raises
    ------
    InputError
        If the answer does not fit the question or contradicts an earlier one, with a hint;
        nothing is changed then, and the question stands.
    """
    question = next_question(interview)
    if question is None:
        raise InputError(
            Fault(
                "there is no question to answer",
                "the interview",
                "an interview that has not ended",
                "go back one question, or assess the case",
            )
        )
    told = findings_of(question, value, interview.look)
    words = ""
    if question.kind == "words" and value != NOT_SURE:
        words = str(value).strip()
        _check_words(question, words)
    after = extended(interview, question.key, told, words)
    faults = tuple(case_faults(after.case, "the answers", load_knowledge().findings))
    if faults:
        raise InputError(faults)
    return after


def _check_words(question: Question, words: str) -> None:
    from pydantic import ValidationError

    try:
        Case.model_validate({"narrative": words})
    except ValidationError:
        raise no_answer(question, "the text cannot be used") from None


def back(interview: Interview) -> Interview:
    """Take the last answer back; at the first question nothing changes.

    Parameters
    ----------
    interview
        The interview so far.
    """
    return Interview(interview.start, interview.asked[:-1])
