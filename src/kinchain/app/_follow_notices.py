"""What in a track needs acting on, and what to do then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Date

from kinchain.care import Alert, DiaryEntry, alerts
from kinchain.care.track import DANGER_SIGNS, WINDOW_DAYS
from kinchain.core.findings import Finding, Findings, Side
from kinchain.core.formats.progress import Notice
from kinchain.core.formats.track import DiaryDay, Track
from kinchain.evidence import complete, load_knowledge
from kinchain.evidence.care_model import Course
from kinchain.evidence.rule_book import rules_for
from kinchain.triage import assess_urgency

DO: Mapping[str, str] = {
    "flare": "Build up again in small steps once it settles. Be seen if it has not settled in "
    "two weeks. The danger questions: kinchain ask.",
    "plateau": "Look at the plan again: is it done as meant, is it enough, is it the right one? "
    "A clinician can help. The danger questions are worth answering again.",
    "refer_again": "Book a visit and bring this diary.",
    "worse_than_expected": "Have it looked at again, and answer the danger questions: kinchain "
    "ask. Do not add load until then.",
}
"""What to do at each alert (usual practice)."""

ORDER = ("danger", "worse_than_expected", "refer_again", "flare", "plateau")
"""The gravest first."""


def entries_of(track: Track, place: str) -> list[DiaryEntry]:
    """Return the diary of one place.

    Parameters
    ----------
    track
        The track.
    place
        The place, e.g. ``heel@left``.
    """
    return [
        DiaryEntry(
            date=day.date,
            pain=day.pain[place],
            morning=day.next_morning.get(place),
            trained=day.exercise_done,
        )
        for day in track.days
        if place in day.pain
    ]


def notices(
    track: Track, today: Date, course: Course | None, told: Findings | None = None
) -> tuple[Notice, ...]:
    """Return what needs acting on, the gravest first.

    Parameters
    ----------
    track
        The track.
    today
        The day of judging.
    course
        The expected course, where a condition is named.
    told
        What was told of the trouble before; it can only raise how soon a new sign is seen.
    """
    found = [_notice(one, "") for one in alerts(map(_whole, track.days), today)
             if one.kind == "danger" or one.because == ("swelling",)]  # fmt: skip
    found = [
        one if one.kind != "danger" else _with_triage(one, track, today, told) for one in found
    ]
    for place in dict.fromkeys(place for day in track.days for place in day.pain):
        found.extend(_notice(one, place) for one in alerts(entries_of(track, place), today, course))
    return tuple(sorted(found, key=lambda one: ORDER.index(one.kind)))


def _whole(day: DiaryDay) -> DiaryEntry:
    """Return a day without its place: for what concerns the whole person."""
    return DiaryEntry(
        date=day.date,
        pain=max(day.pain.values(), default=0.0),
        swelling=day.swelling,
        signs=tuple(sign.partition("@")[0] for sign in day.new_signs),
    )


def _notice(alert: Alert, place: str) -> Notice:
    return Notice(
        kind=alert.kind,
        place=place,
        since=alert.since,
        say=alert.say,
        do=DO.get(alert.kind, ""),
        because=alert.because,
    )


def _with_triage(notice: Notice, track: Track, today: Date, before: Findings | None) -> Notice:
    """Say what to do about new danger signs by the danger rules themselves."""
    recent = [one for one in track.days if 0 <= (today - one.date).days < WINDOW_DAYS]
    knowledge = load_knowledge()
    new = _findings(recent)
    keys = {(one.id, one.side) for one in new}
    held = [one for one in before or () if one.value is not False
            and (one.id, one.side) not in keys]  # fmt: skip
    told = complete(Findings((*new, *held)), knowledge.findings)
    triage = assess_urgency(told, rules=rules_for(knowledge))
    labels = (
        knowledge.findings[name].label.lower() for name in notice.because if name in DANGER_SIGNS
    )
    return notice.model_copy(
        update={
            "say": f"New danger sign: {', '.join(labels)}.",
            "do": f"{triage.advice} Answer the danger questions today: kinchain ask.",
            "urgency": triage.urgency,
        }
    )


def _findings(days: Sequence[DiaryDay]) -> list[Finding]:
    """Return the new signs and sore places of some days as findings."""
    sided = load_knowledge().findings
    items: list[Finding] = []
    for day in days:
        keys = [*day.new_signs, *(f"pain_{place}" for place, nrs in day.pain.items() if nrs > 0)]
        for key in keys:
            name, _, side = key.partition("@")
            at: Side = side or ("unknown" if sided[name].sided else "none")  # type: ignore[assignment]
            items.append(Finding(name, True, at))
    return items
