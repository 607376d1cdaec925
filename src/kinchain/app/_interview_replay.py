"""One step of an interview, shared by answering and by resuming from a file."""

from __future__ import annotations

from kinchain.app._interview_model import Asked, Interview
from kinchain.app._interview_pick import MAX_QUESTIONS
from kinchain.core.findings import Value
from kinchain.core.urgency import Urgency, more_urgent


def ended(interview: Interview) -> bool:
    """Say whether nothing more may be asked: at an emergency, or at the limit.

    An emergency that hangs on what the words may mean is asked about first.

    Parameters
    ----------
    interview
        The interview.
    """
    if len(interview.asked) >= MAX_QUESTIONS:
        return True
    return interview.urgency == "emergency" and not interview.doubts


def extended(
    interview: Interview, key: str, told: tuple[tuple[str, Value], ...], words: str = ""
) -> Interview:
    """Return the interview with one more question asked.

    Parameters
    ----------
    interview
        The interview before.
    key
        The question's key.
    told
        Findings that its answer told.
    words
        Own words, for the first question.
    """
    before = interview.urgency
    dangers = {one.partition("@")[0] for one in interview.look.triage.not_asked}
    after = Interview(interview.start, (*interview.asked, Asked(key, told, words)))
    if not words and all(value == "unknown" for _, value in told):
        _share_look(interview, after)
    is_yes = any(one.partition("@")[0] in dangers and value is True for one, value in told)
    floor: Urgency = interview.asked[-1].floor if interview.asked else "self_care"
    if is_yes:
        floor = more_urgent(before, after.look.triage.urgency)
    last = Interview(interview.start, (*interview.asked, Asked(key, told, words, floor)))
    _share_look(after, last)
    return last


def _share_look(one: Interview, other: Interview) -> None:
    """Let an interview in which nothing more is known keep what was made of it already."""
    if "look" in vars(one):
        vars(other)["look"] = one.look
