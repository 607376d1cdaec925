"""Gather everything a case tells into findings, each with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kinchain.core.findings import Finding, Findings, Side, Source
from kinchain.core.formats.case import FOOT_SITES, KNEE_SITES, Case, Complaint
from kinchain.evidence import Knowledge
from kinchain.intake import HeardPerson, Reading, read_narrative
from kinchain.intake.case_file import answers, examined
from kinchain.triage import ComplaintSite

NOTHING_TOLD = (
    "Nothing was told yet. Say in your own words what hurts, where, which side and since when."
)
"""Note for a case without words, answers or complaints."""


@dataclass(frozen=True)
class HeardCase:
    """All findings of a case and what could not be taken in."""

    told: Findings
    complaints: tuple[ComplaintSite, ...]
    notes: tuple[str, ...]
    possible: tuple[Finding, ...] = ()
    ask_first: tuple[str, ...] = ()
    doubted: tuple[Finding, ...] = ()


def hear(
    case: Case, told_on: date, knowledge: Knowledge, walked: Sequence[Finding] = ()
) -> HeardCase:
    """Turn a case into findings: examined, answered, complaints, person, narrative, walks.

    Parameters
    ----------
    case
        The case.
    told_on
        Day of telling.
    knowledge
        The knowledge base.
    walked
        What the case's recordings show; whatever was told goes before it.
    """
    items = [
        *examined(case, knowledge.findings),
        *answers(case, knowledge.findings),
        *_person(case),
    ]
    for complaint in case.complaints:
        items.extend(_complaint(complaint))
    items.extend(_order(case))
    items.extend(_scores(case))
    complaints = [ComplaintSite(one.site, one.side, one.duration_days) for one in case.complaints]
    notes: list[str] = []
    possible: tuple[Finding, ...] = ()
    ask_first: tuple[str, ...] = ()
    doubted: tuple[Finding, ...] = ()
    if case.narrative.strip() or not (items or complaints):
        reading = _read(case.narrative, told_on, case.person.sex)
        items.extend(item for item in reading.findings if item.id in knowledge.findings)
        items.extend(_heard_person(reading.person))
        possible, ask_first, doubted = reading.possible, reading.ask_first, reading.doubted
        complaints.extend(
            ComplaintSite(one.site, one.side, one.duration_days) for one in reading.complaints
        )
        notes.extend(note for note in (reading.not_understood, reading.language_note) if note)
    items.extend(walked)
    if not items and not notes:
        notes.append(NOTHING_TOLD)
    told = Findings(tuple(items))
    return HeardCase(told, tuple(complaints), tuple(notes), possible, ask_first, doubted)


@lru_cache(maxsize=4)
def _read(narrative: str, told_on: date, sex: str | None) -> Reading:
    """Read a narrative; the same words are read once while an interview goes on."""
    return read_narrative(narrative, told_on=told_on, person_sex=sex)


def _person(case: Case) -> Iterator[Finding]:
    for name in ("age", "sex", "height_m", "mass_kg"):
        value = getattr(case.person, name)
        if value is not None:
            yield Finding(name, value)


def _heard_person(person: HeardPerson) -> Iterator[Finding]:
    spans = dict(person.spans)
    for name in ("age", "sex", "height_m", "mass_kg"):
        value = getattr(person, name)
        if value is not None:
            yield Finding(name, value, "none", "narrative", spans.get(name))


def region_of(site: str) -> str:
    """Return the region in whose onset findings a site counts: knee, foot or leg.

    Parameters
    ----------
    site
        A site of the case format.
    """
    if site in KNEE_SITES:
        return "knee"
    return "foot" if site in FOOT_SITES else "leg"


def _complaint(complaint: Complaint, source: Source = "answer") -> Iterator[Finding]:
    sides: tuple[Side, ...] = ("left", "right") if complaint.side == "both" else (complaint.side,)
    if complaint.site == "low_back":
        yield Finding("pain_low_back", True, "none", source)
        return
    region = region_of(complaint.site)
    for side in sides:
        yield Finding(f"pain_{complaint.site}", True, side, source)
        if complaint.onset != "unknown":
            sudden = complaint.onset == "sudden"
            yield Finding(f"sudden_onset_{region}", sudden, side, source)
            yield Finding(f"gradual_onset_{region}", not sudden, side, source)
        if complaint.duration_days is not None:
            yield Finding("pain_duration_days", complaint.duration_days, side, source)


def _order(case: Case) -> Iterator[Finding]:
    """Yield which end of the chain hurt first, from the complaints' own order."""
    first = {region_of(one.site) for one in case.complaints if one.started == "first"} - {"leg"}
    both = {region_of(one.site) for one in case.complaints if one.started == "same_time"}
    if len(first) == 1:
        yield Finding("started_first", first.pop())
    elif {"knee", "foot"} <= both:
        yield Finding("started_first", "same_time")


def _scores(case: Case) -> Iterator[Finding]:
    """Yield the latest pain score of each leg named in the outcomes."""
    for outcome in sorted(case.outcomes, key=lambda one: one.date, reverse=True):
        side = (outcome.about or "").partition("@")[2]
        if outcome.measure.lower() == "nprs" and 0 <= outcome.value <= 10:
            known: Side = side if side in ("left", "right") else "unknown"  # type: ignore[assignment]
            yield Finding("pain_now_nrs", outcome.value, known, "outcome")
