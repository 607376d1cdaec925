"""What is shown above everything else once a danger was told."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.app.interview import Interview
from kinchain.core.urgency import Urgency, at_least
from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.report.words import URGENCY_WORDS


@dataclass(frozen=True, slots=True)
class Alarm:
    """A level of urgency and what to do.

    Parameters
    ----------
    level
        How soon.
    headline, advice
        The same in words, and what to do.
    """

    level: Urgency
    headline: str
    advice: str


def alarm_at(level: Urgency) -> Alarm | None:
    """Return what to show at a level of urgency; None below ``same_day``.

    Parameters
    ----------
    level
        The level.
    """
    return words_at(level) if at_least(level, "same_day") else None


def words_at(level: Urgency) -> Alarm:
    """Return a level of urgency in words.

    Parameters
    ----------
    level
        The level.
    """
    advice = rules_for(load_knowledge()).levels[level].advice
    return Alarm(level, URGENCY_WORDS[level].headline, advice)


def alarm_of(interview: Interview) -> Alarm | None:
    """Return what to show above everything else, or None.

    Parameters
    ----------
    interview
        The interview so far.
    """
    return alarm_at(interview.urgency)
