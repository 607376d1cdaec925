"""The plan, the course and what to watch for in the terminal report."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kinchain.report.model import Report
from kinchain.report.model_care import (
    CareLine,
    CarePart,
    CoursePart,
    PlanPart,
    StepPart,
    WeekPart,
)
from kinchain.report.terminal_parts import Marks, bullet_list, named_rows, ref_mark, section
from kinchain.report.words import NO_NUMBER, of_hundred

NAME_WIDTH = 12
"""Columns of the names of rows."""


def care_parts(report: Report, marks: Marks) -> list[Group]:
    """Return the plan, how it usually goes and what to watch for, as far as there is any.

    Parameters
    ----------
    report
        The report.
    marks
        Signs to draw with.
    """
    care = report.care
    parts = []
    if care.plan is not None:
        parts.append(section("What to do first", _plan(care.plan, marks), marks))
    if care.courses:
        parts.append(section("How it usually goes", _courses(care), marks))
    if care.see_again or care.watch_for:
        parts.append(section("Watch for", _watch(care, marks), marks))
    return parts


def _plan(plan: PlanPart, marks: Marks) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(one, style="bold") for one in plan.first]
    for number, step in enumerate(plan.steps, 1):
        parts.extend(("", _step(number, step)))
    if plan.for_all:
        parts.extend(("", Text("With each exercise", style="bold")))
        parts.append(_inset(Text(" ".join(plan.for_all))))
    if plan.prevention:
        parts.extend(("", _head("To protect the end that does not hurt", plan.prevention)))
        parts.append(_inset(_cited(plan.prevention, marks)))
    if plan.not_advised:
        parts.extend(("", _head("Not advised, and why", plan.not_advised)))
        parts.append(_inset(_cited(plan.not_advised, marks)))
    if plan.review:
        parts.extend(("", Text(plan.review)))
    return parts


def _head(title: str, lines: Sequence[CareLine]) -> Text:
    head = Text(title, style="bold")
    if not all(line.refs for line in lines):
        head.append(f" ({NO_NUMBER})", style="not bold dim")
    return head


def _inset(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 3))


def _step(number: int, step: StepPart) -> Group:
    head = Text(f"{number}  ", style="dim")
    head.append(step.name, style="bold not dim")
    head.append(ref_mark(step.refs))
    body: list[RenderableType] = []
    if step.helps:
        body.append(Text(f"For: {step.helps}", style="dim"))
    if step.what:
        body.append(Text(step.what))
    rows = [(name, Text(text)) for name, text in step.rows]
    return Group(head, *(_inset(part) for part in (*body, named_rows(rows, NAME_WIDTH))))


def _cited(lines: Sequence[CareLine], marks: Marks) -> Table:
    return bullet_list([f"{line.text}{ref_mark(line.refs)}" for line in lines], marks.dot)


def _courses(care: CarePart) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for course in care.courses:
        parts.extend(("", _course(course)) if parts else (_course(course),))
    if care.for_all:
        parts.extend(("", Text(" ".join(care.for_all))))
    return parts


def _course(course: CoursePart) -> Group:
    head = Text(course.name, style="bold")
    head.append(ref_mark(course.refs), style="not bold dim")
    rows = [(name, Text(text)) for name, text in course.rows]
    parts: list[RenderableType] = [head, _inset(Text(course.text))]
    if course.weeks:
        parts.extend((_inset(_weeks(course.weeks)), _inset(Text(course.curve_note, style="dim"))))
    return Group(*parts, _inset(named_rows(rows, NAME_WIDTH)))


def _weeks(weeks: Sequence[WeekPart]) -> Table:
    """Return the curve as a table: after how long, how many of 100, and the range."""
    table = Table.grid(padding=(0, 3, 0, 0))
    for side in ("left", "right", "right"):
        table.add_column(justify="right" if side == "right" else "left", no_wrap=True)
    table.add_row(*(Text(name, style="dim") for name in ("after", "better, of 100", "range")))
    for one in weeks:
        band = f"{of_hundred(one.low)} to {of_hundred(one.high)}"
        table.add_row(one.after, Text(of_hundred(one.share), style="bold"), band)
    return table


def _watch(care: CarePart, marks: Marks) -> list[RenderableType]:
    rows: list[tuple[str, RenderableType]] = []
    if care.see_again:
        rows.append(("Be seen if", bullet_list(care.see_again, marks.dot)))
    if care.watch_for:
        rows.append(("Look out for", bullet_list(care.watch_for, marks.dot)))
    return [named_rows(rows, NAME_WIDTH)]
