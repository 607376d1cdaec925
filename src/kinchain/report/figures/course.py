"""How a condition usually goes, drawn as a curve with its range as a band."""

from __future__ import annotations

from html import escape

from kinchain.report.model_care import CoursePart, WeekPart
from kinchain.report.words import of_hundred

WIDTH, HEIGHT = 360, 186
"""Size of the drawing in its own units: a phone's width, so that text stays readable."""

LEFT, RIGHT, TOP, BOTTOM = 30, 328, 34, 162
"""Edges of the field in which the curve stands."""

CLOSE = 46
"""Below this distance two names of times would run into one another."""


def course_figure(course: CoursePart) -> str:
    """Return the share better over time: dots with a line, and the range as a band.

    Parameters
    ----------
    course
        The course; needs at least one row of weeks.
    """
    weeks = course.weeks
    told = "; ".join(
        f"after {one.after} {of_hundred(one.share)} of 100"
        f" ({of_hundred(one.low)} to {of_hundred(one.high)})"
        for one in weeks
    )
    last = max(one.weeks for one in weeks)
    at = [(LEFT + (RIGHT - LEFT) * one.weeks / last, one) for one in weeks]
    name = f"curve-{course.id}"
    return (
        f'<svg class="fig course" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' aria-labelledby="{name}">'
        f'<title id="{escape(name)}">Better, of 100 people: {escape(told)}</title>'
        f"{_grid()}{_band(at)}{_line(at)}{_times(at)}</svg>"
    )


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share


def _grid() -> str:
    parts = ['<text x="2" y="14">better, of 100 people</text>']
    for count in (0, 50, 100):
        y = _y(count / 100)
        parts.append(f'<line class="grid" x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{count}</text>')
    return "".join(parts)


def _band(at: list[tuple[float, WeekPart]]) -> str:
    ends = [(x, one.high) for x, one in at] + [(x, one.low) for x, one in reversed(at)]
    points = " ".join(f"{x:.1f},{_y(share):.1f}" for x, share in ends)
    return f'<polygon class="area" points="{points}"/>'


def _line(at: list[tuple[float, WeekPart]]) -> str:
    points = " ".join(f"{x:.1f},{_y(one.share):.1f}" for x, one in at)
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{_y(one.share):.1f}" r="3.5"/>'
        f'<text class="share" x="{x:.1f}" y="{_y(one.high) - 5:.1f}" text-anchor="middle">'
        f"{of_hundred(one.share)}</text>"
        for x, one in at
    )
    return f'<polyline class="curve" points="{points}"/>{dots}'


def _times(at: list[tuple[float, WeekPart]]) -> str:
    """Name the times below the field, leaving out a name that would touch the one before."""
    parts = []
    before = float("-inf")
    for x, one in at:
        if x - before >= CLOSE:
            parts.append(
                f'<text x="{x:.1f}" y="{BOTTOM + 18}" text-anchor="middle">{one.after}</text>'
            )
            before = x
    return "".join(parts)
