"""Which of knee and foot hurt first."""

from __future__ import annotations

from collections.abc import Mapping

from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._dated import SYMPTOMS
from kinchain.intake._mentions import Mention
from kinchain.intake._read import Passage
from kinchain.intake._time import Time
from kinchain.intake._told import Told
from kinchain.intake._undated import BEGAN, blocked

ENDS = ("knee", "foot")
LONGER = 1.3
"""How much longer one complaint must have lasted to count as the first."""


class Order:
    """Which of knee and foot hurt first; ``first`` is None where not told.

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
        self._passage = passage
        self._times = times
        suffering = {
            (t.mention.part.region, t.mention.side)
            for t in told
            if t.mention is not None and t.finding.value is True and t.concept.kind in SYMPTOMS
        }
        ends = [m for m in parts.mentions if m.part.region in ENDS and not m.fine]
        self._ends = [m for m in ends if (m.part.region, m.side) in suffering]
        self._both_suffer = len({m.part.region for m in self._ends}) == len(ENDS)
        if not self._both_suffer:
            self._ends = ends
        self.first: str | None = self._which_first()

    def _which_first(self) -> str | None:
        regions = {m.part.region for m in self._ends}
        if len(regions) < 2:
            return None
        passage = self._passage
        for cue in passage.cues.get("same_time", ()):
            first, last = passage.bounds(cue.first, passage.sentence)
            inside = {m.part.region for m in self._ends if first <= m.first < last}
            if len(inside) == 2 or (not inside and "both" in passage.words(first, last)):
                return "same_time"
        return self._by_word() or self._by_then() or self._by_duration({})

    def _by_word(self) -> str | None:
        passage = self._passage
        for mention in self._ends:
            if passage.tokens[mention.first].question:
                continue
            after = passage.words(mention.last, mention.last + 3)
            before = passage.words(mention.first - 5, mention.first)
            if "first" in after and any(w in BEGAN for w in after):
                return mention.part.region
            if before and before[0:1] and "first" in before[-3:] and "came" not in before:
                return mention.part.region
            text = " ".join(before)
            if any(
                p in text
                for p in (
                    "started with",
                    "began with",
                    "started in",
                    "began in",
                    "started as",
                    "initially",
                )
            ):
                return mention.part.region
        return None

    def _by_then(self) -> str | None:
        passage = self._passage
        seen: Mention | None = None
        for mention in self._ends:
            if seen is None:
                seen = mention
                continue
            if mention.part.region == seen.part.region:
                continue
            first, _ = passage.bounds(mention.first, passage.sentence)
            first = max(first, seen.last)
            stretch = passage.words(first, mention.last + 6)
            lead = passage.words(first, mention.first)
            started = any(
                w
                in (
                    "started",
                    "began",
                    "joined",
                    "start",
                    "begun",
                    "came",
                    "followed",
                    "developed",
                    "crept",
                    "kicked",
                    "flared",
                )
                for w in stretch
            )
            then = self._both_suffer and passage.has_cue("then", first, mention.first + 1)
            if "before" in lead and started:
                return seen.part.region
            if self._dates_from(seen, mention):
                return mention.part.region
            if then and (started or any(w in lead for w in ("then", "now", "later", "since"))):
                return seen.part.region
            if (
                started
                and self._both_suffer
                and "after" in passage.words(mention.last, mention.last + 3)
            ):
                return seen.part.region
        return None

    def _dates_from(self, seen: Mention, mention: Mention) -> bool:
        """Say whether the first named began after the second ("began weeks after my knee")."""
        lead = self._passage.words(seen.last, mention.first)
        for word in ("after", "since"):
            if word in lead:
                at = len(lead) - 1 - lead[::-1].index(word)
                began = not BEGAN.isdisjoint(lead[:at]) or word == "since"
                fresh = not BEGAN.isdisjoint(lead[at:]) or "then" in lead[at:]
                one = (
                    self._passage.sentence[seen.last - 1 + at + 1]
                    == (self._passage.sentence[mention.first])
                )
                reach = 4 if word == "since" else 8
                return began and not fresh and one and len(lead) - at <= reach
        return False

    def decide_by(self, durations: Mapping[int, float]) -> None:
        """Decide the order by durations, once these are known.

        Parameters
        ----------
        durations
            Days by the id of the mention they are told of.
        """
        if self.first is None and len({m.part.region for m in self._ends}) == 2:
            self.first = self._by_duration(durations)

    def _by_duration(self, durations: Mapping[int, float]) -> str | None:
        longest: dict[str, float] = {}
        for mention in self._ends:
            days = durations.get(id(mention))
            if days is not None:
                region = mention.part.region
                longest[region] = max(days, longest.get(region, 0.0))
        if len(longest) < 2 and self._both_suffer:
            longest = self._told_beside()
        if len(longest) < 2:
            return None
        knee, foot = longest["knee"], longest["foot"]
        if max(knee, foot) < LONGER * min(knee, foot):
            return None
        return "knee" if knee > foot else "foot"

    def _told_beside(self) -> dict[str, float]:
        """Return the longest time told right after a mention of each end."""
        longest: dict[str, float] = {}
        for time in self._times:
            before = [m for m in self._ends if m.last <= time.first]
            if time.how == "later" or not before or blocked(self._passage, time):
                continue
            own = self._passage.sentence
            if own[before[-1].first] == own[time.first] and time.first - before[-1].last <= 12:
                region = before[-1].part.region
                longest[region] = max(time.days, longest.get(region, 0.0))
        return longest
