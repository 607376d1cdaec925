"""The order of a story: what came first, since when, how it began."""

from __future__ import annotations

from collections.abc import Iterator

from kinchain.core.findings import Finding, Source
from kinchain.intake._attach import SHAPES
from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._durations import Durations
from kinchain.intake._gait_order import gait_before_second
from kinchain.intake._links import Links
from kinchain.intake._numbness import newly_numb
from kinchain.intake._order import began_together
from kinchain.intake._read import Passage
from kinchain.intake._reassured import only_well
from kinchain.intake._story_words import ENDS
from kinchain.intake._time import Time
from kinchain.intake._told import Told

MUTUAL = "each_end_sets_off_other"


class Story:
    """Order and times of complaints.

    Parameters
    ----------
    passage
        The text taken apart.
    parts
        Body parts mentioned.
    times
        Times told.
    told
        Findings heard so far.
    """

    def __init__(
        self, passage: Passage, parts: BodyParts, times: list[Time], told: list[Told]
    ) -> None:
        durations = Durations(passage, times, told)
        self._timed = [*durations.findings(), *newly_numb(passage, times, told)]
        links = Links(passage, times)
        sounding = [t for t in told if t.finding.id == MUTUAL and _only_sounds(passage, t)]
        self._refused = {id(t) for t in (*sounding, *only_well(passage, told))}
        mutual = links.mutual or any(
            t.finding.id == MUTUAL and t.finding.value is True and not self.refuses(t) for t in told
        )
        self.first: str | None = None
        self._guess: str | None = None
        if began_together(passage, parts, told):
            self.first = "same_time"
        elif not mutual:
            complain = _both_complain(told)
            dated = links.dated() if complain else None
            self.first = links.led or links.stated or dated
            if self.first is None and complain:
                self._guess = links.guessed()
        self._gait = (
            gait_before_second(passage, told)
            or _walked(links, self.first)
            or _linked(links, self.first or self._guess)
        )
        self._mutual = links.mutual
        self.duration_of: dict[int, float] = durations.by_mention

    def refuses(self, told: Told) -> bool:
        """Say whether something heard only sounds like a link of the ends, or is a good sign.

        Parameters
        ----------
        told
            What was heard.
        """
        return id(told) in self._refused

    def timed(self) -> list[Finding]:
        """Return ``injury_days``, ``pain_duration_days``, sudden onset and new numbness."""
        return self._timed

    def ordered(self) -> Iterator[Finding]:
        """Yield which end hurt first and that changed walking came between, where told."""
        if self.first is not None:
            yield Finding("started_first", self.first, "none", "narrative", None)
        elif self._guess is not None:
            yield Finding("started_first", self._guess, "none", "guess", None)
        if self._gait is not None:
            yield self._gait
        if self._mutual:
            yield Finding(MUTUAL, True, "none", "narrative", None)


def _both_complain(told: list[Told]) -> bool:
    """Say whether something is told to be wrong at the knee and at the foot."""
    at = {
        "knee" if t.mention.part.region == "knee" else "foot"
        for t in told
        if t.mention is not None
        and t.finding.value is True
        and t.concept.kind in ("pain", "symptom", "trigger", "behaviour", "sign", "injury")
        and t.finding.id not in SHAPES
        and t.mention.part.region in ("knee", "foot", "leg")
    }
    return len(at) == 2


def _only_sounds(passage: Passage, told: Told) -> bool:
    """Say whether words only sound like a circle: asked, or "within days of each other"."""
    hit = told.hit
    near = passage.words(hit.first, hit.last)
    apart = near[-2:] == ["each", "other"] and near[-3:-2] == ["of"]
    return apart or passage.tokens[hit.first].question


def _walked(links: Links, first: str | None) -> Finding | None:
    """Return that a changed walk led from the first end to the other, where told so."""
    between = links.walked() if first in ENDS else None
    if between is None or links.unlinked:
        return None
    return Finding("gait_changed_before_second_pain", True, "none", "narrative", between)


def _linked(links: Links, first: str | None) -> Finding | None:
    """Return whether changed walking may have come between, or was told not to have.

    Changed walking told somewhere beside an order is a guess at the link, no telling of it.
    """
    between = links.sparing() if first in ENDS else None
    if between is None and not links.unlinked:
        return None
    source: Source = "narrative" if between is None else "guess"
    return Finding("gait_changed_before_second_pain", between is not None, "none", source, between)
