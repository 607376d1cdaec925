"""Follow a person: add to a track, and say whether it is working and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date as Date
from datetime import timedelta

from kinchain.app._follow_file import checked, read_track, track_faults, write_track
from kinchain.app._follow_notices import entries_of, notices
from kinchain.app.assess import DISCLAIMER
from kinchain.care import Score, against_course, change_since_start, progress_of
from kinchain.care.recovery import ACUTE_DAYS, RULE_OF_THUMB
from kinchain.care.track import MIN_ENTRIES, PLATEAU_DAYS, START_DAYS, WINDOW_DAYS
from kinchain.core.errors import Fault, InputError
from kinchain.core.formats import progress as shown
from kinchain.core.formats.track import DiaryDay, Followed, HomeTest, Track, TrackedScore
from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care
from kinchain.evidence.care_model import Course

__all__ = [
    "PROMPTS", "add_day", "add_score", "add_test", "checked", "follow", "name_followed",
    "read_track", "track_faults", "write_track",
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

ALREADY_A_CHANGE = frozenset(("groc",))
"""Measures that ask for the change since care began: each score is compared with 0."""

TEST_CHANGE: Mapping[str, tuple[bool, float | None, tuple[str, ...]]] = {
    "knee_to_wall_cm": (True, 1.9, ("powden2015",)),
    "single_leg_heel_raises_n": (True, 6.0, ("hebert2017",)),
    "chair_stands_30s_n": (True, None, ()),
    "knee_extension_deficit_deg": (False, None, ()),
    "knee_flexion_deg": (True, None, ()),
    "hamstring_short_deg": (False, None, ()),
    "effusion_sweep_grade": (False, None, ()),
    "navicular_drop_mm": (False, None, ()),
    "step_down_points": (False, None, ()),
    "single_leg_balance_s": (True, None, ()),
    "touch_test_missed_n": (False, None, ()),
    "calf_girth_difference_cm": (False, None, ()),
    "foot_temperature_difference_c": (False, None, ()),
}
"""For each home test: whether more is better, the least change beyond its own error (upper
end of what the source gives), and the source. None where no error was read."""


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


def follow(track: Track, today: Date | None = None) -> shown.Progress:
    """Say whether it is working, what to act on, and what to expect.

    Parameters
    ----------
    track
        The track.
    today
        The day of judging; the current one where None.

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
        notices=notices(track, today, course),
        pain=tuple(_trend(track, place, today) for place in places_of(track)),
        tests=tuple(_tests(track, today)),
        scores=tuple(_scores(track, today)),
        course=None if course is None else _course(track, course, today),
        disclaimer=DISCLAIMER,
    )


def places_of(track: Track) -> tuple[str, ...]:
    """Return every place with told pain, in order of first mention.

    Parameters
    ----------
    track
        The track.
    """
    return tuple(dict.fromkeys(place for day in track.days for place in day.pain))


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


def _trend(track: Track, place: str, today: Date) -> shown.PainTrend:
    entries = [one for one in entries_of(track, place) if one.date <= today]
    start = entries[0].date if entries else today
    first = [one.pain for one in entries if (one.date - start).days < START_DAYS]
    last = [one.pain for one in entries if (today - one.date).days < WINDOW_DAYS]
    return shown.PainTrend(
        place=place,
        days=tuple((one.date, one.pain) for one in entries),
        first_week=_mean(first),
        last_two_weeks=_mean(last),
        progress=progress_of(entries, today),
    )


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 1) if len(values) >= MIN_ENTRIES else None


def _tests(track: Track, today: Date) -> Iterable[shown.Changed]:
    findings = load_knowledge().findings
    for name in dict.fromkeys(one.test for one in track.tests):
        told = [one for one in track.tests if one.test == name and one.date <= today]
        entry = findings[name.partition("@")[0]]
        if len(told) < 2 or entry.id not in TEST_CHANGE:
            continue
        more, smallest, sources = TEST_CHANGE[entry.id]
        better_by = (told[-1].value - told[0].value) * (1.0 if more else -1.0)
        yield shown.Changed(
            name=name,
            label=entry.label,
            unit=entry.unit,
            first=told[0].value,
            first_on=told[0].date,
            last=told[-1].value,
            last_on=told[-1].date,
            better_by=round(better_by, 4),
            smallest=smallest,
            verdict=_verdict(better_by, smallest),
            sources=sources,
        )


def _verdict(better_by: float, smallest: float | None) -> str:
    if smallest is None:
        return "not known"
    if abs(better_by) < smallest:
        return "no clear change"
    return "better" if better_by > 0 else "worse"


def _scores(track: Track, today: Date) -> Iterable[shown.Changed]:
    measures = load_care().measures
    for name, about in dict.fromkeys((one.measure, one.about or "") for one in track.scores):
        told = [
            one
            for one in track.scores
            if (one.measure, one.about or "") == (name, about) and one.date <= today
        ]
        if name in ALREADY_A_CHANGE and told:
            start = track.about.started or told[0].date
            told = [told[0].model_copy(update={"value": 0.0, "date": start}), told[-1]]
        change = change_since_start(
            [Score(one.measure, Date.min + timedelta(n), one.value) for n, one in enumerate(told)],
            measures[name],
        )
        if change is None:
            continue
        sourced = measures[name].smallest_basis == "sourced"
        yield shown.Changed(
            name=f"{name} {about}".strip(),
            label=measures[name].name,
            unit="points",
            first=change.first,
            first_on=told[0].date,
            last=change.last,
            last_on=told[-1].date,
            better_by=round(change.better_by, 4),
            smallest=change.smallest,
            verdict=change.verdict,
            sources=measures[name].sources if sourced else (),
        )


def _course(track: Track, course: Course, today: Date) -> shown.Course:
    condition = track.about.condition or ""
    places = [against_course(entries_of(track, p), course, today) for p in places_of(track)]
    told = next((one for one in ("behind", "on_course", "too_early") if one in places), "not known")
    text = course.text if course.basis == "sourced" else RULE_OF_THUMB + course.text
    if course.population and not course.late_text:
        text += f" (Seen in: {course.population}.)"
    return shown.Course(
        condition=load_knowledge().conditions[condition].name,
        text=text,
        place_on_it=told if course.first_change_weeks else "not known",
        return_when=course.return_when,
        watch_for=course.complications,
        see_again=course.see_again,
        sources=course.sources,
    )
