"""What the page of following shows: what to act on, how it went, and what is usual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date

from markupsafe import Markup

from kinchain.app.follow import course_for, follow
from kinchain.core.findings import Findings
from kinchain.core.formats.progress import Changed, Notice, PainTrend, Progress
from kinchain.core.formats.track import Track
from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care
from kinchain.report.figures.follow import Course, Field, course_lines, key_mark
from kinchain.report.follow_words import (
    CHANGE_WORDS,
    COURSE_WORDS,
    KIND_WORDS,
    PROGRESS_WORDS,
    place_words,
)

AT_TERMINAL = re.compile(r":? kinchain ask(?=\.)")
"""How the terminal says where the danger questions are."""


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """Something to act on.

    Parameters
    ----------
    kind
        Which kind.
    head, say, do
        In words, and what to do.
    level
        How soon a danger sign must be seen; nothing for what is none.
    """

    kind: str
    head: str
    say: str
    do: str
    level: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """How one thing went.

    Parameters
    ----------
    mark
        The mark of its line.
    name
        What it is.
    text
        How it went, in words.
    """

    mark: Markup
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """How a score or home test went.

    Parameters
    ----------
    picture
        Its drawing, or nothing.
    name, text
        What it is, and how it went.
    counts
        From which change on it counts, and by what.
    """

    picture: Markup
    name: str
    text: str
    counts: str


@dataclass(frozen=True, slots=True)
class ShownFollow:
    """All that the page shows.

    Parameters
    ----------
    progress
        What the track says.
    notices
        What to act on, the gravest first.
    picture
        Pain over time, or nothing.
    lines
        How pain at each place went.
    scores, tests
        How they went.
    where_on_course
        Where the person is on the usual course.
    has_usual
        Whether the drawing shows when a first change is usual.
    """

    progress: Progress
    notices: tuple[ShownNotice, ...]
    picture: Markup
    lines: tuple[ShownLine, ...]
    scores: tuple[ShownChange, ...]
    tests: tuple[ShownChange, ...]
    where_on_course: str
    has_usual: bool


def shown_follow(track: Track, today: Date, told: Findings) -> ShownFollow:
    """Put a track into words and drawings.

    Parameters
    ----------
    track
        The track.
    today
        The day of judging.
    told
        What was told of the trouble.
    """
    progress = follow(track, today, told)
    course = course_for(track, today)
    weeks = None if course is None else course.first_change_weeks or None
    courses = [Course(place_words(one.place), one.days) for one in progress.pain if one.days]
    picture = Markup()
    if courses:
        title = "; ".join(f"{one.name}: {_first_last(one)}" for one in courses)
        field = Field(
            "pain-course", f"Pain from 0 to 10 over time. {title}", 0.0, 10.0,
            progress.started or today, today, weeks,
        )  # fmt: skip
        picture = Markup(course_lines(field, courses))
    return ShownFollow(
        progress, tuple(_notice(one) for one in progress.notices), picture,
        tuple(_line(number, one) for number, one in enumerate(progress.pain)),
        tuple(_scores(track, progress, today, weeks)), tuple(map(_change, progress.tests)),
        "" if progress.course is None else COURSE_WORDS[progress.course.place_on_it],
        weeks is not None and bool(courses),
    )  # fmt: skip


def _first_last(course: Course) -> str:
    (_, first), (_, last) = course.points[0], course.points[-1]
    return f"first {first:g}, last {last:g}"


def _notice(one: Notice) -> ShownNotice:
    where = f", {place_words(one.place)}" if one.place else ""
    head = f"{KIND_WORDS[one.kind]}{where}, since {one.since.isoformat()}"
    level = ""
    if one.kind == "danger":
        level = "emergency" if one.urgency == "emergency" else "same_day"
    return ShownNotice(one.kind, head, one.say, AT_TERMINAL.sub("", one.do), level)


def _line(number: int, one: PainTrend) -> ShownLine:
    text = f"now {one.days[-1][1]:g}" if one.days else ""
    if one.first_week is not None and one.last_two_weeks is not None:
        text += f"; first week {one.first_week:g}, last two weeks {one.last_two_weeks:g}"
    words = PROGRESS_WORDS[one.progress]
    return ShownLine(Markup(key_mark(number)), place_words(one.place), f"{text}: {words}")


def _scores(
    track: Track, progress: Progress, today: Date, weeks: tuple[float, float] | None
) -> Iterable[ShownChange]:
    measures = load_care().measures
    for number, one in enumerate(progress.scores):
        name, _, about = one.name.partition(" ")
        points = tuple(
            (score.date, score.value) for score in track.scores
            if (score.measure, score.about or "") == (name, about) and score.date <= today
        )  # fmt: skip
        measure = measures[name]
        same = None
        if one.smallest is not None:
            same = (max(measure.low, one.first - one.smallest),
                    min(measure.high, one.first + one.smallest))  # fmt: skip
        field = Field(
            f"score-course-{number}",
            f"{measure.name} over time, {measure.low:g} to {measure.high:g}, {measure.better} is "
            f"better: {', '.join(f'{value:g}' for _, value in points)}",
            measure.low, measure.high, progress.started or points[0][0], today, weeks, same,
        )  # fmt: skip
        drawn = Markup(course_lines(field, [Course(measure.name, points)]))
        yield _change(one, drawn, about)


def _change(one: Changed, picture: str = "", about: str = "") -> ShownChange:
    side = one.name.partition("@")[2] if not about else ""
    name = one.label + (f", {place_words(about)}" if about else f", {side}" if side else "")
    counts = ""
    if one.smallest is not None:
        basis = "" if one.sources else ", by common use"
        counts = f"A change counts from {one.smallest:g} {one.unit}{basis}."
    unit = f" {one.unit}" if one.unit and one.unit != "points" else ""
    text = f"{one.first:g} to {one.last:g}{unit}: {CHANGE_WORDS[one.verdict]}."
    return ShownChange(Markup(picture), name, text, counts)


def sign_choices() -> Sequence[tuple[str, str]]:
    """Return the danger signs that a diary day may tell, each with its words."""
    from kinchain.care.track import DANGER_SIGNS

    findings = load_knowledge().findings
    found = [(name, findings[name].label) for name in DANGER_SIGNS if name in findings]
    return sorted(found, key=lambda one: one[1])
