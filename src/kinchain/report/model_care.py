"""What a report shows of the plan and of the course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CareLine:
    """One line with the numbers of its sources."""

    text: str
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StepPart:
    """One thing to do."""

    id: str
    name: str
    helps: str
    """Name of the condition that it is for, or an empty text."""
    what: str
    why: str
    dose: str
    basis: str
    effect: str
    care: str
    stop_if: str
    refs: tuple[int, ...]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each row that has something to say; the dose with its basis."""
        rows = (
            ("Why", self.why),
            ("How much", f"{self.dose} ({self.basis})" if self.dose else ""),
            ("Expect", self.effect),
            ("Take care", self.care),
            ("Stop if", self.stop_if),
        )
        return tuple((name, text) for name, text in rows if text)


@dataclass(frozen=True, slots=True)
class PlanPart:
    """What to do first and next, and what is not advised."""

    first: tuple[str, ...]
    """Sentences of the first step that the advice on how soon does not say already."""
    steps: tuple[StepPart, ...]
    for_all: tuple[str, ...]
    """What the doses of several exercises share, told once."""
    prevention: tuple[CareLine, ...]
    not_advised: tuple[CareLine, ...]
    review: str


@dataclass(frozen=True, slots=True)
class WeekPart:
    """Share better after a time, with its lower and upper end; shares from 0 to 1."""

    weeks: float
    after: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CoursePart:
    """How one condition usually goes."""

    id: str
    name: str
    text: str
    first_change: str
    normal_when: str
    weeks: tuple[WeekPart, ...]
    curve_note: str
    refs: tuple[int, ...]

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Name and text of each row that has something to say."""
        rows = (("First change", self.first_change), ("Normal when", self.normal_when))
        return tuple((name, text) for name, text in rows if text)


@dataclass(frozen=True, slots=True)
class CarePart:
    """The plan, the course, and what to watch for."""

    plan: PlanPart | None
    courses: tuple[CoursePart, ...]
    for_all: tuple[str, ...]
    """What holds for every course, told once."""
    see_again: tuple[str, ...]
    watch_for: tuple[str, ...]


def care_sentences(care: CarePart) -> Iterator[str]:
    """Return all that a reader must understand of the plan and the course.

    Parameters
    ----------
    care
        The parts; names of conditions are left out.
    """
    if care.plan is not None:
        yield from (*care.plan.first, *care.plan.for_all)
        for step in care.plan.steps:
            yield step.what
            yield from (text for _, text in step.rows)
        yield from (line.text for line in (*care.plan.prevention, *care.plan.not_advised))
        yield care.plan.review
    for course in care.courses:
        yield course.text
        yield from (text for _, text in course.rows)
        yield course.curve_note
    yield from (*care.for_all, *care.see_again, *care.watch_for)
