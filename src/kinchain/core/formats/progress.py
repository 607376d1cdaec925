"""``kinchain-progress/1``: what a track says so far. No note is ever part of it."""

from __future__ import annotations

from datetime import date as Date
from typing import Literal

from kinchain.core.formats._base import Exchanged
from kinchain.core.urgency import Urgency


class PainTrend(Exchanged):
    """Pain of one place: every told day, and the last two weeks against the first."""

    place: str
    days: tuple[tuple[Date, float], ...]
    first_week: float | None
    last_two_weeks: float | None
    progress: Literal["too_early", "better", "some_gain", "plateau", "worse"]


class Changed(Exchanged):
    """A measure or home test: first and last, and whether the change counts.

    ``better_by`` is positive when better, in its own unit; ``smallest`` is the smallest
    change that counts, and ``sources`` say where that was read: none means common use.
    """

    name: str
    label: str
    unit: str
    first: float
    first_on: Date
    last: float
    last_on: Date
    better_by: float
    smallest: float | None
    verdict: Literal["better", "worse", "no clear change", "not known"]
    sources: tuple[str, ...] = ()


class Notice(Exchanged):
    """Something to act on, with what to do; ``urgency`` where the danger rules say how soon."""

    kind: Literal["danger", "flare", "plateau", "refer_again", "worse_than_expected"]
    place: str
    since: Date
    say: str
    do: str
    because: tuple[str, ...] = ()
    urgency: Urgency | None = None


class Course(Exchanged):
    """How the named condition usually goes, and when to be active again."""

    condition: str
    text: str
    place_on_it: Literal["too_early", "on_course", "behind", "not known"]
    return_when: tuple[str, ...]
    watch_for: tuple[str, ...]
    see_again: str
    sources: tuple[str, ...]


class Progress(Exchanged):
    """The answer to "is it working?"."""

    format: Literal["kinchain-progress/1"] = "kinchain-progress/1"
    today: Date
    started: Date | None
    review_on: Date | None
    is_review_due: bool
    notices: tuple[Notice, ...]
    pain: tuple[PainTrend, ...]
    tests: tuple[Changed, ...]
    scores: tuple[Changed, ...]
    course: Course | None
    disclaimer: str
