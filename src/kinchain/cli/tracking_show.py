"""Show in the terminal what a track says: alerts first, then trend, changes and course."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as Date
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kinchain.report.follow_words import (
    CHANGE_WORDS,
    COURSE_WORDS,
    KIND_WORDS,
    PROGRESS_WORDS,
    place_words,
)

if TYPE_CHECKING:
    from kinchain.core.formats.progress import Changed, Course, Notice, PainTrend, Progress

Put = Callable[[RenderableType], None]

WIDTH = 80
MAX_CELLS = 42
"""Longest trend line: six weeks by the day; longer diaries are drawn by the week."""

BARS, PLAIN_BARS = "▁▂▃▄▅▆▇█", "_.-~=+*#"
GAP = " "


def print_progress(progress: Progress, console: Console, encoding: str = "") -> None:
    """Print what a track says.

    Parameters
    ----------
    progress
        What it says.
    console
        Where to.
    encoding
        What the text will be written in, the console's own where empty; plain signs stand
        in where it lacks the bars.
    """
    width = min(console.width, WIDTH)

    def _put(part: RenderableType) -> None:
        console.print(Padding(part, (0, 0, 0, 2)), width=width)

    def _head(title: str) -> None:
        console.print(Text(f"\n{title}", style="bold"), width=width)

    _head(f"How it is going, {progress.today.isoformat()}")
    _act(progress, _put)
    _head("Pain, 0 to 10")
    bars = _bars(encoding or console.encoding)
    for trend in progress.pain:
        _put(_trend(trend, progress.today, bars))
    if not progress.pain:
        _put(Text("No entries yet."))
    for title, rows in (("Scores", progress.scores), ("Home tests", progress.tests)):
        if rows:
            _head(title)
            _put(_changes(rows))
    if progress.course is not None:
        _head(f"How this usually goes: {progress.course.condition}")
        _course(progress.course, _put)
    console.print(Text(f"\n{progress.disclaimer}", style="italic"), width=width)


def _act(progress: Progress, put: Put) -> None:
    for notice in progress.notices:
        put(_notice(notice))
    if not progress.notices:
        put(Text("Nothing that needs acting on."))
    if progress.review_on is not None:
        due = "Look again now: it was due" if progress.is_review_due else "Look again on"
        put(Text(f"{due} {progress.review_on.isoformat()}.", style="bold"))


def _bars(encoding: str) -> str:
    try:
        BARS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return PLAIN_BARS
    return BARS


def _notice(notice: Notice) -> Text:
    text = Text(f"! {KIND_WORDS[notice.kind]}", style="bold")
    where = f", {place_words(notice.place)}" if notice.place else ""
    text.append(f"{where}, since {notice.since.isoformat()}. ")
    text.append(f"{notice.say} {notice.do}\n", style="not bold")
    return text


def sparkline(days: Sequence[tuple[Date, float]], today: Date, bars: str = BARS) -> str:
    """Draw pain by the day, or by the week where the diary is long.

    Parameters
    ----------
    days
        Day and pain from 0 to 10, by date.
    today
        The last day drawn.
    bars
        Signs from the lowest to the highest.

    Returns
    -------
    line
        One sign a day or week; a blank where nothing was told.
    """
    if not days:
        return ""
    first = days[0][0]
    n_days = (today - first).days + 1
    step = 1 if n_days <= MAX_CELLS else 7
    cells: list[list[float]] = [[] for _ in range(-(-n_days // step))]
    for date, pain in days:
        cells[(date - first).days // step].append(pain)
    top = len(bars) - 1
    return "".join(
        bars[round(sum(cell) / len(cell) / 10.0 * top)] if cell else GAP for cell in cells
    )[-2 * MAX_CELLS :]


def _trend(trend: PainTrend, today: Date, bars: str) -> Text:
    text = Text(f"{place_words(trend.place):<14}", style="bold")
    text.append(f"{sparkline(trend.days, today, bars)}  ", style="not bold cyan")
    last = trend.days[-1] if trend.days else None
    text.append(f"now {last[1]:g}" if last else "", style="not bold")
    if trend.first_week is not None and trend.last_two_weeks is not None:
        by_week = bool(trend.days) and today - trend.days[0][0] >= timedelta(MAX_CELLS)
        text.append(
            f"\n{'':<14}first week {trend.first_week:g}, last two weeks {trend.last_two_weeks:g}"
            f"{', drawn by the week' if by_week else ''}",
            style="not bold",
        )
    text.append(f"\n{'':<14}{PROGRESS_WORDS[trend.progress]}", style="not bold")
    return text


def _changes(rows: Sequence[Changed]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(ratio=1)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for one in rows:
        side = one.name.partition("@")[2]
        counts = CHANGE_WORDS[one.verdict]
        if one.smallest is not None:
            basis = "" if one.sources else ", by common use"
            counts += f" (counts from {one.smallest:g}{basis})"
        table.add_row(
            Text(f"{one.label}{f', {side}' if side else ''}", style="bold"),
            f"{one.first:g} to {one.last:g}",
            Text(counts),
        )
    return table


def _course(course: Course, put: Put) -> None:
    put(Text(course.text))
    put(Text(COURSE_WORDS[course.place_on_it], style="bold"))
    for title, lines in (
        ("Back to full activity when", course.return_when),
        ("Watch for", course.watch_for),
    ):
        if lines:
            put(Text(f"{title}:"))
            for line in lines:
                put(Text(f"  * {line}"))
    put(Text(f"Be seen again: {course.see_again}."))
    if course.sources:
        put(Text(f"Sources: {', '.join(course.sources)} (kinchain evidence ID).", style="dim"))
