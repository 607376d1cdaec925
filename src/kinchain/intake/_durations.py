"""How long ago an injury was and how long a pain has lasted."""

from __future__ import annotations

from collections.abc import Iterator

from kinchain.core.findings import Finding
from kinchain.intake._calendar import MEALS
from kinchain.intake._dated import (
    SYMPTOMS,
    injuries_next_to,
    of_part_again,
    of_part_beside,
    stands_alone,
    told_before,
    told_near,
)
from kinchain.intake._dated_part import of_dated_part
from kinchain.intake._numbness import NEW_WITHIN_DAYS, numb_since
from kinchain.intake._past import LONG_AGO
from kinchain.intake._read import Passage
from kinchain.intake._time import Time
from kinchain.intake._told import LEG_REGION, Told
from kinchain.intake._undated import LASTING_KINDS, blocked, old_injury, tells_another

SKIN_WITHIN_DAYS = 1.5
"""Up to this, a date told of a colour says how it changes, not how long it has hurt."""
SUDDEN_WITHIN_DAYS = 1.0
"""A complaint that began within this time began suddenly enough to count as such."""


class Durations:
    """Durations told; ``by_mention`` holds the days of each part by the id of its mention.

    Parameters
    ----------
    passage
        The text taken apart.
    times
        Times told.
    told
        Findings heard so far.
    """

    def __init__(self, passage: Passage, times: list[Time], told: list[Told]) -> None:
        self._passage = passage
        self._times = times
        self._told = told
        self.by_mention: dict[int, float] = {}

    def findings(self) -> Iterator[Finding]:
        """Yield ``injury_days``, ``pain_duration_days`` and what sudden onset follows."""
        for time in self._times:
            if time.how == "later":
                continue
            yield from self._duration(time)

    def _duration(self, time: Time) -> Iterator[Finding]:
        if old_injury(self._passage, time) or tells_another(self._passage, self._told, time):
            return
        near = told_near(self._passage, self._told, time)
        injuries = [t for t in near if _is_injury(t)]
        if injuries and time.how in ("ago", "since", "bare"):
            yield from self._injury_days(time, injuries)
            return
        if time.how == "ago" and time.days < LONG_AGO:
            beside = injuries_next_to(self._passage, self._told, time, near)
            if beside:
                yield from self._injury_days(time, beside)
                return
        near = self._near_or_before(time, near)
        true = [t for t in near if t.finding.value is True]
        history = any(t.concept.kind in LASTING_KINDS for t in true)
        if history and not any(t.concept.kind in SYMPTOMS for t in true):
            return
        skin = () if time.days > SKIN_WITHIN_DAYS else ("redness", "bruising", "warmth")
        sided = [t for t in true if _lasts(t) and not t.finding.id.startswith(skin)]
        if sided and not blocked(self._passage, time):
            yield from self._pain_days(time, sided)

    def _near_or_before(self, time: Time, near: list[Told]) -> list[Told]:
        """Return what a time dates: a part beside it, named again, or told before."""
        passage, told = self._passage, self._told
        if not any(_lasts(t) for t in near if t.finding.value is True):
            near = of_dated_part(passage, told, time) or near
        near = near or of_part_again(passage, told, time) or of_part_beside(passage, told, time)
        if not near and stands_alone(passage, time):
            return told_before(passage, told, time)
        return near

    def _injury_days(self, time: Time, injuries: list[Told]) -> Iterator[Finding]:
        span = self._passage.span(time.first, time.last)
        first = min(injuries, key=lambda t: abs(t.hit.first - time.first))
        for told in injuries:
            if told.hit is first.hit:
                yield Finding(
                    "injury_days", _round(time.days), told.finding.side, "narrative", span
                )

    def _pain_days(self, time: Time, sided: list[Told]) -> Iterator[Finding]:
        if time.how == "ago" and self._passage.tokens[time.first].word in MEALS:
            return
        span = self._passage.span(time.first, time.last)
        nearest = min(sided, key=lambda t: abs(t.hit.first - time.first))
        sides = sorted({t.finding.side for t in sided if t.hit is nearest.hit})
        for side in sides if _tells_of_pain(sided, time) else ():
            yield Finding("pain_duration_days", _round(time.days), side, "narrative", span)
        if time.days <= NEW_WITHIN_DAYS:
            yield from numb_since(self._passage, self._told, time, span)
        if nearest.mention is None:
            return
        self.by_mention[id(nearest.mention)] = time.days
        if time.days <= SUDDEN_WITHIN_DAYS and self._began(time):
            region = LEG_REGION.get(nearest.mention.part.region, nearest.mention.part.region)
            for side in sides:
                if region != "back":
                    yield Finding(f"sudden_onset_{region}", True, side, "narrative", span)

    def _began(self, time: Time) -> bool:
        first, last = self._passage.bounds(time.first, self._passage.sentence)
        words = self._passage.words(first, last)
        return time.how == "since" or any(
            w in words
            for w in ("started", "began", "came", "gone", "went", "filled", "woke", "ago")
        )


def _lasts(told: Told) -> bool:
    """Say whether a duration told beside it is a duration of the complaint."""
    if told.finding.side == "none":
        return False
    return told.concept.kind in ("pain", "trigger", "behaviour", "symptom") or (
        told.concept.kind == "sign"
        and told.finding.id.startswith(
            ("swelling_", "giving_way", "locking", "numb_", "weak_", "foot_", "limp", "cold_")
        )
    )


def _is_injury(told: Told) -> bool:
    """Say whether a finding tells of an injury, of which the day may be told."""
    named = told.finding.id.startswith("injury_") or told.finding.id == "kneecap_slipped"
    return named and told.finding.value is True


def _tells_of_pain(sided: list[Told], time: Time) -> bool:
    """Say whether a day told dates a pain: a swelling or a locking of a day dates itself.

    Weakness and numbness keep their day, as danger rules ask how new they are.
    """
    kept = ("pain", "trigger", "behaviour")
    return time.how != "ago" or any(
        t.concept.kind in kept or t.finding.id.startswith(("pain_", "weak_", "numb_", "foot_drop"))
        for t in sided
    )


def _round(days: float) -> float:
    return round(days, 2) if days < 1 else float(round(days))
