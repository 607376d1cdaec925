"""What came first, since when, how it began: the order of a story."""

from __future__ import annotations

from collections.abc import Iterator

from kinchain.core.findings import Finding
from kinchain.intake._bodyparts import BodyParts, Mention
from kinchain.intake._read import Passage
from kinchain.intake._resolve import LEG_REGION, LONG_AGO, PAST_DAYS, Told
from kinchain.intake._times import MEALS, Time

ENDS = ("knee", "foot")
_BEGAN = frozenset("came started began begun start starts went appeared first".split())
_SYMPTOMS = frozenset(
    ["injury", "leg_history", "pain", "symptom", "sign", "trigger", "behaviour", "fine"]
)
_LASTING_KINDS = frozenset(["leg_history", "medicine", "life", "tried", "illness"])
_ELSEWISE = frozenset([*_LASTING_KINDS, "whole", "danger"])
_GAIT = frozenset(
    "limp leans_on_other_leg walks_on_outer_edge walks_on_toes short_step knee_kept_bent".split()
)
_CAUSES = frozenset("because from caused causing blame blaming due hence through by".split())
_LATER = frozenset(
    "started began begun came joined developed followed flared crept kicked now then later since "
    "after hence why weeks months days new".split()
)
_EXERTIONS = frozenset(["load_increase", "new_shoes", "standing_work", "runner"])
"""What a complaint may have begun with."""
SKIN_WITHIN_DAYS = 1.5
"""Up to this, a date told of a colour says how it changes, not how long it has hurt."""
SUDDEN_WITHIN_DAYS = 1.0
"""A complaint that began within this time began suddenly enough to count as such."""
NEW_WITHIN_DAYS = 14.0
"""Numbness at most this old counts as new."""
LONGER = 1.3
"""How much longer one complaint must have lasted to count as the first."""


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
        self._passage = passage
        self._times = times
        self._told = told
        suffering = {
            (t.mention.part.region, t.mention.side)
            for t in told
            if t.mention is not None and t.finding.value is True and t.concept.kind in _SYMPTOMS
        }
        ends = [m for m in parts.mentions if m.part.region in ENDS and not m.fine]
        self._ends = [m for m in ends if (m.part.region, m.side) in suffering]
        self._both_suffer = len({m.part.region for m in self._ends}) == len(ENDS)
        if not self._both_suffer:
            self._ends = ends
        self.duration_of: dict[int, float] = {}
        self.first: str | None = self._which_first()

    # -- durations -----------------------------------------------------------------------

    def durations(self) -> Iterator[Finding]:
        """Yield ``injury_days``, ``pain_duration_days`` and what sudden onset follows."""
        for time in self._times:
            if time.how == "later":
                continue
            yield from self._duration(time)

    def _near(self, time: Time) -> list[Told]:
        passage = self._passage
        for by in (passage.unit, passage.sentence):
            first, last = passage.bounds(time.first, by)
            found = [t for t in self._told if first <= t.hit.first < last]
            if any(
                t.concept.kind in _SYMPTOMS or t.finding.id.startswith("injury_") for t in found
            ):
                return found
            if time.how == "ago" and time.days >= PAST_DAYS:
                return found
        return []

    def _tells_another(self, time: Time) -> bool:
        """Say whether a time dates something else than a complaint (a birth, a plaster)."""
        begin, end = self._passage.bounds(time.first, self._passage.unit)
        found = [t for t in self._told if begin <= t.hit.first < end]
        size = end - begin
        words = self._passage.words(time.first - 2, time.first)
        after = self._passage.words(time.last, time.last + 1)
        if "turned" in words or after in (["along"], ["pregnant"], ["gone"]):
            return True
        first, last = self._passage.bounds(time.first, self._passage.sentence)
        if any(
            first <= t.hit.first < last and t.finding.id.startswith("injury_") and t.finding.value
            for t in self._told
        ):
            return False
        rest = self._passage.words(first, last)
        if not found:
            dated = time.how in ("ago", "since") and size - (time.last - time.first) > 3
            ever = "since" in self._passage.words(time.last, last)
            return dated and not ever and _BEGAN.isdisjoint(rest)
        nearest = min(found, key=lambda t: abs(t.hit.first - time.first))
        if nearest.finding.id in _EXERTIONS or "since" in self._passage.words(time.last, last):
            return False
        return nearest.concept.kind in _ELSEWISE

    def _new_numbness(self, time: Time, span: tuple[int, int]) -> Iterator[Finding]:
        own = self._passage.sentence[time.first]
        for told in self._told:
            near = self._passage.sentence[told.hit.first] == own
            numb = told.finding.id.startswith(("numb_", "tingling_")) and told.finding.value is True
            if near and numb:
                yield Finding("numb_new", True, told.finding.side, "narrative", span)

    def newly_numb(self) -> Iterator[Finding]:
        """Yield numbness told as having come now, suddenly or within two weeks."""
        for told in self._told:
            if not told.finding.id.startswith(("numb_", "tingling_")) or not told.finding.value:
                continue
            words = self._passage.words(told.hit.first - 6, told.hit.last + 4)
            new = not {"now", "suddenly", "sudden", "today", "just", "gone"}.isdisjoint(words)
            old = not {"years", "always", "still", "months", "usual", "diabetes"}.isdisjoint(words)
            if (new or self._lately(told)) and not old:
                yield Finding("numb_new", True, told.finding.side, "narrative", told.finding.span)

    def _lately(self, told: Told) -> bool:
        """Say whether a date of the last two weeks is told with a complaint or just before."""
        own = self._passage.sentence[told.hit.first]
        near = [t for t in self._times if 0 <= own - self._passage.sentence[t.first] <= 1]
        dated = [t for t in near if t.how in ("ago", "since") and t.days > 0.02]
        return bool(dated) and max(t.days for t in dated) <= NEW_WITHIN_DAYS

    def _stands_alone(self, time: Time) -> bool:
        """Say whether a sentence tells nothing but how long."""
        first, last = self._passage.bounds(time.first, self._passage.sentence)
        if time.how == "ago" and time.days >= PAST_DAYS:
            return False
        return not any(
            first <= h.first < last and h.name not in ("pain", "sudden_onset", "gradual_onset")
            for h in self._passage.concepts
        )

    def _of_part_beside(self, time: Time) -> list[Told]:
        """Return the pain told of a part that is named with a time ("left knee, since May")."""
        first, last = self._passage.bounds(time.first, self._passage.sentence)
        if last - first > 10:
            return []
        return [
            t
            for t in self._told
            if t.mention is not None
            and first <= t.mention.first < last
            and t.finding.id.startswith("pain_")
        ]

    def _previous(self, time: Time) -> list[Told]:
        """Return what the sentence before told, for "3 weeks now." on its own."""
        own = self._passage.sentence[time.first]
        return [t for t in self._told if self._passage.sentence[t.hit.first] == own - 1]

    def _old_injury(self, time: Time) -> bool:
        """Say whether a time dates an injury of long ago ("a bad break in 1998")."""
        return time.days >= LONG_AGO and any(
            0 <= time.first - h.last <= 3 and h.name in ("injury", "rolled_ankle", "twist_injury")
            for h in self._passage.concepts
        )

    def _duration(self, time: Time) -> Iterator[Finding]:
        if self._old_injury(time) or self._tells_another(time):
            return
        near = self._near(time)
        injuries = [t for t in near if t.finding.id.startswith("injury_") and t.finding.value]
        if injuries and time.how in ("ago", "since", "bare"):
            yield from self._injury_days(time, injuries)
            return
        if time.how == "ago" and time.days < LONG_AGO:
            told_near = self._injuries_next_to(time, near)
            if told_near:
                yield from self._injury_days(time, told_near)
                return
        if not near:
            near = self._of_part_beside(time)
        if not near and self._stands_alone(time):
            near = self._previous(time)
        true = [t for t in near if t.finding.value is True]
        history = any(t.concept.kind in _LASTING_KINDS for t in true)
        if history and not any(t.concept.kind in _SYMPTOMS for t in true):
            return
        skin = () if time.days > SKIN_WITHIN_DAYS else ("redness", "bruising", "warmth")
        sided = [t for t in true if _lasts(t) and not t.finding.id.startswith(skin)]
        if sided and not self._blocked(time):
            yield from self._pain_days(time, sided)

    def _injuries_next_to(self, time: Time, near: list[Told]) -> list[Told]:
        """Return the injuries told in the sentence before or after a date of its own."""
        if any(t.finding.value is True and t.concept.kind in ("pain", "symptom") for t in near):
            return []
        passage = self._passage
        own = passage.sentence[time.first]
        return [
            t
            for t in self._told
            if t.finding.id.startswith("injury_")
            and t.finding.value is True
            and abs(passage.sentence[t.hit.first] - own) <= 1
        ]

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
        for side in sides:
            yield Finding("pain_duration_days", _round(time.days), side, "narrative", span)
        if time.days <= NEW_WITHIN_DAYS:
            yield from self._new_numbness(time, span)
        if nearest.mention is None:
            return
        self.duration_of[id(nearest.mention)] = time.days
        if time.days <= SUDDEN_WITHIN_DAYS and self._began(time):
            region = LEG_REGION.get(nearest.mention.part.region, nearest.mention.part.region)
            for side in sides:
                if region != "back":
                    yield Finding(f"sudden_onset_{region}", True, side, "narrative", span)

    def _blocked(self, time: Time) -> bool:
        """Say whether a time tells how long something else takes."""
        if (time.how == "bare" and time.days < 1) or (time.how == "for" and time.days < 0.1):
            return True
        words = self._passage.words(time.first - 2, time.first)
        after = self._passage.words(time.last, time.last + 2)
        if time.how == "bare" and any(
            w in words
            for w in ("after", "within", "takes", "lasts", "every", "only", "until", "in")
        ):
            return True
        return any(
            w in words
            for w in (
                "than",
                "stand",
                "standing",
                "walk",
                "walking",
                "sit",
                "sitting",
                "run",
                "lasted",
                "lasts",
                "helped",
                "worked",
                "slept",
            )
        ) or (bool(after) and after[0] in ("a", "per", "each", "every"))

    def _began(self, time: Time) -> bool:
        first, last = self._passage.bounds(time.first, self._passage.sentence)
        words = self._passage.words(first, last)
        return time.how == "since" or any(
            w in words
            for w in ("started", "began", "came", "gone", "went", "filled", "woke", "ago")
        )

    # -- order ---------------------------------------------------------------------------

    def started_first(self) -> Finding | None:
        """Return which end hurt first, where told."""
        if self.first is None:
            return None
        return Finding("started_first", self.first, "none", "narrative", None)

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
        return self._by_word() or self._by_then() or self._by_duration()

    def _by_word(self) -> str | None:
        passage = self._passage
        for mention in self._ends:
            if passage.tokens[mention.first].question:
                continue
            after = passage.words(mention.last, mention.last + 3)
            before = passage.words(mention.first - 5, mention.first)
            if "first" in after and any(w in _BEGAN for w in after):
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
                began = not _BEGAN.isdisjoint(lead[:at]) or word == "since"
                fresh = not _BEGAN.isdisjoint(lead[at:]) or "then" in lead[at:]
                one = (
                    self._passage.sentence[seen.last - 1 + at + 1]
                    == (self._passage.sentence[mention.first])
                )
                reach = 4 if word == "since" else 8
                return began and not fresh and one and len(lead) - at <= reach
        return False

    def _by_duration(self) -> str | None:
        longest: dict[str, float] = {}
        for mention in self._ends:
            days = self.duration_of.get(id(mention))
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
            if time.how == "later" or not before or self._blocked(time):
                continue
            own = self._passage.sentence
            if own[before[-1].first] == own[time.first] and time.first - before[-1].last <= 12:
                region = before[-1].part.region
                longest[region] = max(time.days, longest.get(region, 0.0))
        return longest

    def order_from_durations(self) -> None:
        """Decide the order by durations, once these are known."""
        if self.first is None and len({m.part.region for m in self._ends}) == 2:
            self.first = self._by_duration()

    def gait_before_second(self) -> Finding | None:
        """Return that changed walking came before the second pain, where told."""
        passage = self._passage
        events = [(cue.first, cue.last) for cue in passage.cues.get("gait", ())]
        events += [(t.hit.first, t.hit.last) for t in self._told if _alters_gait(t)]
        for first, last in sorted(events):
            if self._blamed_for(first) or self._came_after(first, last):
                return Finding(
                    "gait_changed_before_second_pain",
                    True,
                    "none",
                    "narrative",
                    passage.span(first, last),
                )
        return None

    def _blamed_for(self, first: int) -> bool:
        """Say whether a complaint is put down to changed walking ("because I limp")."""
        lead = self._passage.words(first - 6, first)
        if _CAUSES.isdisjoint(lead):
            return False
        own = self._passage.sentence[first]
        near = {
            place for at, place in self._places() if -2 <= self._passage.sentence[at] - own <= 1
        }
        return len(near) > 1

    def _came_after(self, first: int, last: int) -> bool:
        """Say whether a new place is told to have begun after changed walking."""
        passage = self._passage
        if "now" in passage.words(first - 2, first):
            return False
        before = {place for at, place in self._places() if at < first}
        if not before:
            before = {place for at, place in self._places() if first <= at <= last + 6}
        if not before:
            return False
        own = passage.sentence[first]
        return any(
            at >= last
            and passage.sentence[at] - own <= 2
            and place not in before
            and not _LATER.isdisjoint(passage.words(last, at + 6))
            for at, place in self._places()
        )

    def _places(self) -> list[tuple[int, tuple[str, str]]]:
        """Return where in the text which region and side is told to hurt."""
        return [
            (t.mention.first, (t.mention.part.region, t.mention.side))
            for t in self._told
            if t.mention is not None
            and t.finding.value is True
            and t.concept.kind in ("pain", "symptom", "trigger", "behaviour", "sign")
            and t.finding.id not in _GAIT
        ]


def _alters_gait(told: Told) -> bool:
    return told.finding.value is True and told.finding.id in _GAIT


def _lasts(told: Told) -> bool:
    """Say whether a duration told beside it is a duration of the complaint."""
    if told.finding.side == "none":
        return False
    return told.concept.kind in ("pain", "trigger", "behaviour", "symptom") or (
        told.concept.kind == "sign"
        and told.finding.id.startswith(("swelling_", "numb_", "weak_", "foot_", "limp", "cold_"))
    )


def _round(days: float) -> float:
    return round(days, 2) if days < 1 else float(round(days))
