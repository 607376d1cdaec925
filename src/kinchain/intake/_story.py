"""The order of a story: what came first, since when, how it began."""

from __future__ import annotations

from collections.abc import Iterator

from kinchain.core.findings import Finding
from kinchain.intake._attach import SHAPES
from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._durations import Durations
from kinchain.intake._gait_order import gait_before_second
from kinchain.intake._links import Links
from kinchain.intake._numbness import newly_numb
from kinchain.intake._order import began_together
from kinchain.intake._read import Passage
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
        mutual = links.mutual or any(
            t.finding.id == MUTUAL and t.finding.value is True for t in told
        )
        self.first: str | None = None
        if began_together(passage, parts, told):
            self.first = "same_time"
        elif not mutual:
            self.first = links.stated or (links.guessed() if _both_complain(told) else None)
        self._gait = gait_before_second(passage, told) or _linked(links, self.first)
        self._mutual = links.mutual
        self.duration_of: dict[int, float] = durations.by_mention

    def timed(self) -> list[Finding]:
        """Return ``injury_days``, ``pain_duration_days``, sudden onset and new numbness."""
        return self._timed

    def ordered(self) -> Iterator[Finding]:
        """Yield which end hurt first and that changed walking came between, where told."""
        if self.first is not None:
            yield Finding("started_first", self.first, "none", "narrative", None)
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


def _linked(links: Links, first: str | None) -> Finding | None:
    """Return whether changed walking is told to have come between, as far as told."""
    between = links.sparing() if first in ENDS else None
    if between is None and not links.unlinked:
        return None
    return Finding(
        "gait_changed_before_second_pain", between is not None, "none", "narrative", between
    )
