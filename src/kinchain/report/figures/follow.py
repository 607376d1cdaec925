"""How pain and scores went, drawn over time with what is to be expected and what counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from html import escape

WIDTH, HEIGHT = 480, 236
"""Size of the drawing in its own units."""

LEFT, RIGHT, TOP, BOTTOM = 30, 468, 26, 202
"""Edges of the field in which the lines stand."""

FEWEST_DAYS = 42
"""A shorter time is drawn as long as this, so that the first days do not fill the field."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
N_TIMES = 4
N_KINDS = 6
"""So many kinds of lines there are; then they come again."""

Point = tuple[Date, float]


@dataclass(frozen=True, slots=True)
class Course:
    """One line.

    Parameters
    ----------
    name
        What it is.
    points
        Day and value, by day.
    """

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """What the lines are drawn on.

    Parameters
    ----------
    id
        Of the drawing, unlike any other of the page.
    title
        What is drawn, for readers who do not see it.
    low, high
        Ends of the scale.
    started
        The day on which care began.
    today
        The day of drawing.
    first_change_weeks
        Weeks after the start in which a first change is usual, or None.
    same
        Values between which no change counts, or None.
    """

    id: str
    title: str
    low: float
    high: float
    started: Date
    today: Date
    first_change_weeks: tuple[float, float] | None = None
    same: tuple[float, float] | None = None


def course_lines(field: Field, courses: Sequence[Course]) -> str:
    """Return lines over time on a field.

    Parameters
    ----------
    field
        What they are drawn on.
    courses
        The lines.
    """
    first = min([field.started, *(day for one in courses for day, _ in one.points)])
    last = max([field.today, first + timedelta(FEWEST_DAYS)])
    made = _Drawing(field, first, last)
    lines = "".join(made.line(number, one) for number, one in enumerate(courses))
    return (
        f'<svg class="fig follow" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{escape(field.id)}">'
        f'<title id="{escape(field.id)}">{escape(field.title)}</title>'
        f"{made.usual()}{made.same()}{made.grid()}{made.times()}{lines}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    field: Field
    first: Date
    last: Date

    def x(self, day: Date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, share))

    def y(self, value: float) -> float:
        share = (value - self.field.low) / (self.field.high - self.field.low)
        return BOTTOM - (BOTTOM - TOP) * min(1.0, max(0.0, share))

    def grid(self) -> str:
        parts = []
        low, high = self.field.low, self.field.high
        for value in (low, (low + high) / 2, high):
            y = self.y(value)
            parts.append(
                f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
                f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
            )
        return "".join(parts)

    def times(self) -> str:
        n_days = (self.last - self.first).days
        days = [self.first + timedelta(round(n_days * i / (N_TIMES - 1))) for i in range(N_TIMES)]
        anchors = ["start", *["middle"] * (N_TIMES - 2), "end"]
        return "".join(
            f'<text x="{self.x(day):.1f}" y="{BOTTOM + 22}" text-anchor="{anchor}">'
            f"{day.day} {MONTHS[day.month - 1]}</text>"
            for day, anchor in zip(days, anchors, strict=True)
        )

    def usual(self) -> str:
        """Draw the weeks in which a first change is usual."""
        weeks = self.field.first_change_weeks
        if weeks is None:
            return ""
        begins, ends = (self.field.started + timedelta(round(7 * one)) for one in weeks)
        if begins >= self.last:
            return ""
        x1, x2 = self.x(begins), self.x(ends)
        text = "" if x2 - x1 < 40 else (
            f'<text class="soft" x="{min(x1, RIGHT - 142):.1f}" y="{TOP - 8}">'
            "first change is usual</text>"
        )  # fmt: skip
        return (
            f'<rect class="usual" x="{x1:.1f}" y="{TOP}" width="{x2 - x1:.1f}"'
            f' height="{BOTTOM - TOP}"/>{text}'
        )

    def same(self) -> str:
        """Draw the values between which no change counts."""
        if self.field.same is None:
            return ""
        low, high = self.field.same
        top, bottom = self.y(high), self.y(low)
        return (
            f'<rect class="same" x="{LEFT}" y="{top:.1f}" width="{RIGHT - LEFT}"'
            f' height="{bottom - top:.1f}"/>'
        )

    def line(self, number: int, course: Course) -> str:
        at = [(self.x(day), self.y(value)) for day, value in course.points]
        kind = f"k{number % N_KINDS}"
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        marks = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>' for x, y in at)
        drawn = f'<polyline points="{path}"/>' if len(at) > 1 else ""
        return f'<g class="{kind}">{drawn}{marks}</g>'


def key_mark(number: int) -> str:
    """Return the mark of a line, for a key beside the drawing.

    Parameters
    ----------
    number
        Which line, from 0.
    """
    return (
        '<svg class="fig follow key" viewBox="0 0 34 10" aria-hidden="true">'
        f'<g class="k{number % N_KINDS}"><polyline points="2,5 32,5"/>'
        '<circle cx="17" cy="5" r="3.2"/></g></svg>'
    )
