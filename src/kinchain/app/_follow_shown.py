"""How pain, home tests and scores of a track went, and where it stands on the course."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date as Date
from datetime import timedelta

from kinchain.app._follow_notices import entries_of
from kinchain.care import Score, against_course, change_since_start, progress_of
from kinchain.care.recovery import RULE_OF_THUMB
from kinchain.care.track import MIN_ENTRIES, START_DAYS, WINDOW_DAYS
from kinchain.core.formats import progress as shown
from kinchain.core.formats.track import Track
from kinchain.evidence import load_knowledge
from kinchain.evidence.care_load import load_care
from kinchain.evidence.care_model import Course

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


def places_of(track: Track) -> tuple[str, ...]:
    """Return every place with told pain, in order of first mention.

    Parameters
    ----------
    track
        The track.
    """
    return tuple(dict.fromkeys(place for day in track.days for place in day.pain))


def trend_of(track: Track, place: str, today: Date) -> shown.PainTrend:
    """Return how pain at one place went.

    Parameters
    ----------
    track
        The track.
    place
        The place, with its side.
    today
        The day of judging.
    """
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


def tests_of(track: Track, today: Date) -> Iterable[shown.Changed]:
    """Yield how each repeated home test changed.

    Parameters
    ----------
    track
        The track.
    today
        The day of judging.
    """
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


def scores_of(track: Track, today: Date) -> Iterable[shown.Changed]:
    """Yield how each outcome score changed.

    Parameters
    ----------
    track
        The track.
    today
        The day of judging.
    """
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


def course_shown(track: Track, course: Course, today: Date) -> shown.Course:
    """Return the expected course and where the person is on it.

    Parameters
    ----------
    track
        The track.
    course
        The course of the condition that is followed.
    today
        The day of judging.
    """
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
