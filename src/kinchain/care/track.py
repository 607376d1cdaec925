"""Is it working: diary and scores against the start, the expected course and danger.

Pure functions on frozen records; files and commands are the business of the rooms above.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from math import sqrt
from statistics import fmean, median, stdev
from typing import Literal

from kinchain.core.errors import Fault, InputError
from kinchain.evidence.care_model import Course, Measure

FLARE_POINTS = 2.0
"""A rise of pain by this much is a flare: the change that is "much better" in long-standing
pain (source ``salaffi2004``), turned round."""

FLARE_EACH = 1.0
"""Every one of its days lies at least this much above the usual (expert)."""

FLARE_SWINGS = 1.9
"""The rise also exceeds this many standard deviations of the person's own days before, so
that a restless diary does not cry wolf (tuned on simulated courses)."""

USUAL_ENTRIES = 14
"""Usual pain is the median of this many entries before (tuned on simulated courses)."""

FLARE_DAYS = 2
"""A flare lasts longer than 48 hours, so it shows on three days running (expert)."""

GOOD_SHARE = 0.30
"""A fall by 30 to 33 of 100 is "much better" (source ``salaffi2004``)."""

SOME_SHARE = 0.22
"""From this fall on there is some gain, if not yet a good one: no plateau (tuned)."""

PLATEAU_DAYS = 42
"""No such change after six weeks: change the plan (expert)."""

REFER_AGAIN_DAYS = 84
"""No such change after twelve weeks: be seen again (expert)."""

WINDOW_DAYS = 14
"""Now is judged on the entries of two weeks, as single days swing (expert)."""

START_DAYS = 7
"""The start is judged on the first week: in two weeks some have gained already (expert)."""

CHECK_DAYS = 7
"""Behind the expected course counts on two checks this far apart (expert)."""

MIN_ENTRIES = 4
"""Fewer entries in a window say nothing."""

PROGRESS_PAIN, ACCEPTABLE_PAIN = 3.0, 5.0
"""Pain-monitoring rule: up to 3 safe, up to 5 acceptable (source ``painmonitor_bim``)."""

NEXT_MORNING_SLACK = 0.5
"""A morning counts as back to normal within half a point (expert)."""

Z_90 = 1.645
"""Two-sided 90 % point of the normal distribution."""

DANGER_SIGNS = frozenset(
    """
    swelling_calf swelling_whole_leg breathlessness_new chest_pain coughing_blood fever chills
    warmth_knee redness_knee redness_spreading foot_ulcer black_toe numb_new foot_drop
    cannot_bear_weight locking saddle_numbness bladder_change pain_severe night_pain
    colour_temperature_changes cold_foot skin_dusky_blisters weight_loss
    """.split()
)
"""Findings that, once new in a diary, ask for the danger questions again."""


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One day.

    Parameters
    ----------
    date
        The day.
    pain
        Worst pain, 0 to 10.
    morning
        Pain the next morning before load, 0 to 10, or None.
    swelling
        Whether it was newly swollen; None where not told.
    signs
        Findings new on that day, vocabulary ids.
    trained
        Whether exercises were done; None where not told.
    """

    date: Date
    pain: float
    morning: float | None = None
    swelling: bool | None = None
    signs: tuple[str, ...] = ()
    trained: bool | None = None

    def __post_init__(self) -> None:
        for name, value in (("pain", self.pain), ("morning", self.morning)):
            if value is not None and not 0.0 <= value <= 10.0:
                raise InputError(
                    Fault(
                        what="a pain score outside its range",
                        where=f"diary of {self.date}, field '{name}'",
                        expected="a number from 0 to 10",
                        mend="correct the entry",
                    )
                )


@dataclass(frozen=True, slots=True)
class Score:
    """One outcome score: number, date, version; ``about`` a complaint, e.g. ``heel@left``."""

    measure: str
    date: Date
    value: float
    version: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A score's change since the first, positive when better, in the measure's own points.

    ``counts`` says whether it reaches the smallest change that matters; None where that
    is not known. It tells groups apart: for one person read it as "probably real".
    """

    measure: str
    first: float
    last: float
    better_by: float
    smallest: float | None
    counts: bool | None
    verdict: Literal["better", "worse", "no clear change", "not known"]


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to act on; ``because`` names dates or findings, never a person's words."""

    kind: Literal["danger", "flare", "plateau", "refer_again", "worse_than_expected"]
    since: Date
    say: str
    because: tuple[str, ...] = ()


Progress = Literal["too_early", "better", "some_gain", "plateau", "worse"]


def change_since_start(scores: Sequence[Score], measure: Measure) -> Change | None:
    """Compare the last score of a measure with the first.

    Parameters
    ----------
    scores
        Scores of one measure and one complaint, in any order; others are passed over.
    measure
        The measure: direction, range and smallest change.

    Returns
    -------
    change
        None where there are fewer than two scores.

    Raises
    ------
    InputError
        If a score lies outside the measure's range.
    """
    own = sorted((one for one in scores if one.measure == measure.id), key=lambda s: s.date)
    faults = [
        Fault(
            what="a score outside its measure's range",
            where=f"score '{measure.id}' of {one.date}",
            expected=f"a number from {measure.low:g} to {measure.high:g}",
            mend="correct the number, or name the right measure",
        )
        for one in own
        if not measure.low <= one.value <= measure.high
    ]
    if faults:
        raise InputError(faults)
    if len(own) < 2:
        return None
    first, last = own[0].value, own[-1].value
    better_by = (last - first) if measure.better == "higher" else (first - last)
    smallest = measure.smallest_change
    counts = None if smallest is None else abs(better_by) >= smallest
    verdict: Literal["better", "worse", "no clear change", "not known"] = "not known"
    if counts is not None:
        verdict = "no clear change" if not counts else "better" if better_by > 0 else "worse"
    return Change(measure.id, first, last, better_by, smallest, counts, verdict)


def next_load(entry: DiaryEntry, usual_morning: float, *, careful: bool) -> str:
    """Say what to do with the load after one session, by the pain-monitoring rule.

    Parameters
    ----------
    entry
        The session's day with the next morning.
    usual_morning
        Usual morning pain before the session, 0 to 10.
    careful
        True where the acceptable-pain rule must not be given; then any pain above 2, or
        an unanswered morning, holds or lowers the load.

    Returns
    -------
    step
        ``raise``, ``hold``, ``reduce`` or ``stop and ask``.
    """
    if DANGER_SIGNS & set(entry.signs):
        return "stop and ask"
    if entry.morning is None:
        return "hold" if entry.pain <= ACCEPTABLE_PAIN and not careful else "reduce"
    settled = entry.morning <= usual_morning + NEXT_MORNING_SLACK
    if careful:
        return "hold" if settled and entry.pain <= 2.0 else "stop and ask"
    if not settled or entry.pain > ACCEPTABLE_PAIN:
        return "reduce"
    return "raise" if entry.pain <= PROGRESS_PAIN else "hold"


def progress_of(entries: Iterable[DiaryEntry], today: Date) -> Progress:
    """Judge the last two weeks against the first week, with the swing of single days.

    Parameters
    ----------
    entries
        The diary, in any order.
    today
        The day of judging.

    Returns
    -------
    progress
        ``better`` where mean pain fell by 30 % or 2 points; ``worse`` where it rose by
        more than the 90 % interval of the difference and at least 1 point; ``some_gain``
        between; ``plateau`` without that from week six on; ``too_early`` before, or with
        too few entries.
    """
    told = sorted((one for one in entries if one.date <= today), key=lambda one: one.date)
    if not told:
        return "too_early"
    start = told[0].date
    first = [one.pain for one in told if (one.date - start).days < START_DAYS]
    now = [one.pain for one in told if (today - one.date).days < WINDOW_DAYS]
    days = (today - start).days
    if days < 2 * WINDOW_DAYS or min(len(first), len(now)) < MIN_ENTRIES:
        return "too_early"
    fell = fmean(first) - fmean(now)
    if -fell >= max(1.0, _swing(first, now)):
        return "worse"
    if fell >= min(FLARE_POINTS, GOOD_SHARE * fmean(first)) and fell > 0.0:
        return "better"
    if fell >= SOME_SHARE * fmean(first) and fell > 0.0:
        return "some_gain"
    return "plateau" if days >= PLATEAU_DAYS else "too_early"


def _swing(first: Sequence[float], now: Sequence[float]) -> float:
    """Return the half width of the 90 % interval of the difference of two means."""
    return Z_90 * sqrt(stdev(first) ** 2 / len(first) + stdev(now) ** 2 / len(now))


def against_course(
    entries: Iterable[DiaryEntry], course: Course, today: Date
) -> Literal["too_early", "on_course", "behind"]:
    """Compare a diary with its condition's usual first change.

    Parameters
    ----------
    entries
        The diary, in any order, from the start of care on.
    course
        The expected course.
    today
        The day of judging.

    Returns
    -------
    place
        ``behind`` where the usual time of the first change is past and there is no gain,
        now and a week ago: one bad week is not a course.
    """
    told = sorted((one for one in entries if one.date <= today), key=lambda one: one.date)
    if not told or course.first_change_weeks is None:
        return "too_early"
    usual_days = max(7.0 * course.first_change_weeks[1], 2.0 * WINDOW_DAYS)
    if (today - told[0].date).days < usual_days + CHECK_DAYS:
        return "too_early"
    checks = (progress_of(told, today), progress_of(told, today - timedelta(CHECK_DAYS)))
    gained = [gain_of(told, day) for day in (today, today - timedelta(CHECK_DAYS))]
    if "worse" in checks or all(gain is not None and gain < SOME_SHARE for gain in gained):
        return "behind"
    return "on_course"


def gain_of(entries: Sequence[DiaryEntry], today: Date) -> float | None:
    """Return by which share mean pain fell since the first week; None with too few entries.

    Parameters
    ----------
    entries
        The diary, by date.
    today
        The day of judging.
    """
    start = entries[0].date
    first = [one.pain for one in entries if (one.date - start).days < START_DAYS]
    now = [one.pain for one in entries if 0 <= (today - one.date).days < WINDOW_DAYS]
    if min(len(first), len(now)) < MIN_ENTRIES or fmean(first) == 0.0:
        return None
    return 1.0 - fmean(now) / fmean(first)


def alerts(
    entries: Iterable[DiaryEntry], today: Date, course: Course | None = None
) -> tuple[Alert, ...]:
    """Return what in a diary needs acting on, the gravest first.

    Parameters
    ----------
    entries
        The diary, in any order.
    today
        The day of judging.
    course
        The expected course, where one is to be compared with.
    """
    told = sorted((one for one in entries if one.date <= today), key=lambda one: one.date)
    found = [alert for alert in (_danger(told, today), _flare(told, today)) if alert]
    progress = progress_of(told, today)
    if not told:
        return ()
    days = (today - told[0].date).days
    if progress == "worse":
        found.append(
            Alert(
                "worse_than_expected",
                told[0].date,
                "Pain is clearly higher than at the start: have it looked at again.",
            )
        )
    elif progress == "plateau" and not any(one.kind == "flare" for one in found):
        late = days >= REFER_AGAIN_DAYS
        found.append(
            Alert(
                "refer_again" if late else "plateau",
                told[0].date,
                "No clear gain after twelve weeks: be seen again."
                if late
                else "No clear gain after six weeks: change the plan.",
            )
        )
    elif course is not None and against_course(told, course, today) == "behind":
        found.append(
            Alert(
                "worse_than_expected",
                told[0].date,
                "Slower than usual for this: look at the plan again with a clinician.",
            )
        )
    return tuple(found)


def _danger(told: Sequence[DiaryEntry], today: Date) -> Alert | None:
    """Return an alert for danger signs of the last two weeks."""
    recent = [one for one in told if (today - one.date).days < WINDOW_DAYS]
    signs = dict.fromkeys(s for one in recent for s in one.signs if s in DANGER_SIGNS)
    if not signs:
        return None
    since = next(one.date for one in recent if DANGER_SIGNS & set(one.signs))
    return Alert(
        "danger",
        since,
        "A new danger sign: answer the danger questions again today.",
        tuple(signs),
    )


def _flare(told: Sequence[DiaryEntry], today: Date) -> Alert | None:
    """Return an alert for a rise of 2 points over three entries running, or new swelling."""
    say = "A flare: cut the load by a third, and answer the danger questions again."
    recent = [one for one in told if (today - one.date).days < WINDOW_DAYS]
    swollen = next((one for one in recent if one.swelling), None)
    before = [one for one in told if one not in recent[-(FLARE_DAYS + 1) :]]
    last = recent[-(FLARE_DAYS + 1) :]
    if len(before) >= MIN_ENTRIES and len(last) > FLARE_DAYS:
        usual = median(one.pain for one in before[-USUAL_ENTRIES:])
        needed = max(FLARE_POINTS, FLARE_SWINGS * stdev(one.pain for one in before[-WINDOW_DAYS:]))
        lasted = (last[-1].date - last[0].date).days >= FLARE_DAYS
        rise = fmean(one.pain for one in last) - usual
        each = all(one.pain >= usual + FLARE_EACH for one in last)
        if lasted and each and rise >= needed:
            return Alert("flare", last[0].date, say, (f"usual pain {usual:g}",))
    return Alert("flare", swollen.date, say, ("swelling",)) if swollen else None
