"""Follow a person: add to a track, and say whether it is working and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date
from datetime import timedelta

from kinchain.app._follow_file import checked, read_track, track_faults, write_track
from kinchain.app._follow_notices import notices
from kinchain.app._follow_shown import (
    TEST_CHANGE,
    course_shown,
    places_of,
    scores_of,
    tests_of,
    trend_of,
)
from kinchain.app.assess import DISCLAIMER
from kinchain.care.recovery import ACUTE_DAYS
from kinchain.care.track import PLATEAU_DAYS
from kinchain.core.errors import Fault, InputError
from kinchain.core.findings import Findings
from kinchain.core.formats import progress as shown
from kinchain.core.formats.track import DiaryDay, Followed, HomeTest, Track, TrackedScore
from kinchain.evidence.care_load import load_care
from kinchain.evidence.care_model import Course

__all__ = [
    "N_ACTIVITIES", "PROMPTS", "TEST_CHANGE", "add_day", "add_score", "add_test", "checked",
    "follow", "name_followed", "places_of", "read_track", "track_faults", "write_track",
]  # fmt: skip

PROMPTS: Mapping[str, tuple[str, ...]] = {
    "nprs": ("From 0, no pain, to 10, the worst you can think of: how bad was the pain in the "
             "last day?",),
    "groc": ("Next to when care began, how are you now? From -7, very much worse, through 0, the "
             "same, to 7, very much better.",),
    "psfs": ("Name something you find hard to do because of this.",
             "How well can you do it now? From 0, not at all, to 10, as well as before."),
}  # fmt: skip
"""Own wordings for the measures whose questions may be shown; of all others only the number."""

N_ACTIVITIES = (3, 5)
"""So many activities make a Patient-Specific Functional Scale (source ``psfs_form``)."""


def name_followed(track: Track, about: Followed) -> Track:
    """Say what is followed; what is not given stays as it was.

    Parameters
    ----------
    track
        The track.
    about
        Condition, side, start and review.
    """
    given = about.model_dump(exclude_unset=True, exclude_none=True)
    return _sound(track.model_copy(update={"about": track.about.model_copy(update=given)}))


def add_day(track: Track, day: DiaryDay, today: Date | None = None) -> Track:
    """Add a diary entry; to a day that is there already it adds what is new.

    Parameters
    ----------
    track
        The track.
    day
        The entry.
    today
        No day later than this is taken; the current one where None.

    Raises
    ------
    InputError
        If it does not fit, with every fault.
    """
    _not_later(day.date, today)
    held = next((one for one in track.days if one.date == day.date), None)
    days = [*(one for one in track.days if one is not held), _joined(held, day)]
    return _sound(track.model_copy(update={"days": tuple(sorted(days, key=lambda one: one.date))}))


def _joined(held: DiaryDay | None, new: DiaryDay) -> DiaryDay:
    if held is None:
        return new
    given = {name: getattr(new, name) for name in new.model_fields_set}
    note = "\n".join(dict.fromkeys(text for text in (held.note, new.note) if text))
    return DiaryDay.model_validate(
        {
            **held.model_dump(),
            **given,
            "pain": {**held.pain, **new.pain},
            "next_morning": {**held.next_morning, **new.next_morning},
            "new_signs": tuple(dict.fromkeys((*held.new_signs, *new.new_signs))),
            "note": note,
        }
    )


def add_test(track: Track, test: HomeTest, today: Date | None = None) -> Track:
    """Add a repeated home test; a second one of the day takes the first one's place.

    Parameters
    ----------
    track
        The track.
    test
        The test.
    today
        No day later than this is taken.

    Raises
    ------
    InputError
        If it does not fit, with every fault.
    """
    _not_later(test.date, today)
    others = (one for one in track.tests if (one.date, one.test) != (test.date, test.test))
    tests = sorted((*others, test), key=lambda one: (one.date, one.test))
    return _sound(track.model_copy(update={"tests": tuple(tests)}))


def add_score(track: Track, score: TrackedScore, today: Date | None = None) -> Track:
    """Add an outcome score; a second one of the day takes the first one's place.

    Parameters
    ----------
    track
        The track.
    score
        The score.
    today
        No day later than this is taken.

    Raises
    ------
    InputError
        If it does not fit, with every fault.
    """
    _not_later(score.date, today)
    key = (score.date, score.measure, score.about)
    others = (one for one in track.scores if (one.date, one.measure, one.about) != key)
    scores = sorted((*others, score), key=lambda one: (one.date, one.measure))
    return _sound(track.model_copy(update={"scores": tuple(scores)}))


def _not_later(date: Date, today: Date | None) -> None:
    if date > (today or Date.today()):
        raise InputError(
            Fault("a day that has not come yet", "the date", "today or earlier", "correct it")
        )


def _sound(track: Track) -> Track:
    faults = list(track_faults(track, "the track"))
    if faults:
        raise InputError(faults)
    return track


def follow(track: Track, today: Date | None = None, told: Findings | None = None) -> shown.Progress:
    """Say whether it is working, what to act on, and what to expect.

    Parameters
    ----------
    track
        The track.
    today
        The day of judging; the current one where None.
    told
        What was told of the trouble before, for how soon a new danger sign is to be seen.

    Returns
    -------
    progress
        ``kinchain-progress/1``; no note is part of it.
    """
    today = today or Date.today()
    started = track.about.started or min((one.date for one in track.days), default=None)
    review = track.about.review_on
    if review is None and started is not None:
        review = started + timedelta(PLATEAU_DAYS)
    course = course_for(track, today)
    return shown.Progress(
        today=today,
        started=started,
        review_on=review,
        is_review_due=review is not None and today >= review,
        notices=notices(track, today, course, told),
        pain=tuple(trend_of(track, place, today) for place in places_of(track)),
        tests=tuple(tests_of(track, today)),
        scores=tuple(scores_of(track, today)),
        course=None if course is None else course_shown(track, course, today),
        disclaimer=DISCLAIMER,
    )


def course_for(track: Track, today: Date) -> Course | None:
    """Return the course of the named condition, or the general one; None without a name.

    Parameters
    ----------
    track
        The track.
    today
        The day of judging.
    """
    condition, courses = track.about.condition, load_care().courses.values()
    if condition is None:
        return None
    for one in courses:
        if condition in one.conditions:
            return one
    started = track.about.started
    fresh = started is not None and (today - started).days <= ACUTE_DAYS
    kind = "acute" if fresh else "chronic"
    return next(one for one in courses if one.template == kind)
