"""How a story joins knee and foot: told causes, what was first, and walking changed between."""

from __future__ import annotations

from kinchain.intake._clauses import Clause, clauses_of
from kinchain.intake._lexicon import Hit
from kinchain.intake._read import Passage
from kinchain.intake._story_words import ENDS, OTHER_END, story_words
from kinchain.intake._time import Time
from kinchain.intake._ways import Ways

LONGER = 1.2
"""How much longer ago one end must have begun to count as the first."""

_NOT = frozenset("not no never nor nobody without".split())
_REACH = 4
"""How many words before a telling a denial of it may stand."""


class Links:
    """Order and links of the two ends as told.

    Parameters
    ----------
    passage
        The text taken apart.
    times
        Times told.

    Attributes
    ----------
    both_named
        Whether both ends are named.
    stated
        The end told as the cause or as the first, ``same_time``, or None.
    led
        The end from which the build of sentences leads to the other, or None; it goes before
        an order told of in passing, and after a cause told in so many words.
    mutual
        Whether each is told to bring on the other.
    unlinked
        Whether the person says that the two have nothing to do with one another.
    """

    def __init__(self, passage: Passage, times: list[Time]) -> None:
        self._tokens = passage.plain
        self._words = story_words()
        self._hits: dict[str, list[Hit]] = {}
        for hit in self._words.links.hits(self._tokens):
            self._hits.setdefault(hit.name, []).append(hit)
        idle = {i for hit in self._hits.get("idiom", ()) for i in range(hit.first, hit.last)}
        self._clauses = clauses_of(self._tokens, self._words, idle)
        self._date(passage, times)
        ways = Ways(self._tokens, self._clauses, self._hits, self._words, idle).found()
        self._walked = next((way for way in ways if way.walked), None)
        told = {region for clause in self._clauses for _, region in clause.ends}
        self.both_named = len(told) == 2
        self.unlinked = self.both_named and self._said("unlinked") is not None
        kinds = ("caused", "blamed", "firstly", "spread")
        stated = [self._ends(kind) for kind in kinds]
        led = sorted({way.start for way in ways})
        self.mutual = self.both_named and len({*stated[0], *led}) == 2
        self.stated: str | None = None
        self.led: str | None = None
        unsure = self._said("unsure", denied=True) is not None
        self._open = unsure or len(stated[1]) == 2
        if self.both_named and not self.unlinked and not self.mutual:
            sure = stated[: 2 if unsure else None]
            told_so = next((found for found in sure if found), [])
            if len(led) == 1 and not stated[0]:
                self.led = led[0]
            self.stated = told_so[0] if len(told_so) == 1 else None
        if self.both_named and self.stated is None and self._said("together"):
            self.stated = "same_time"

    def _said(self, name: str, *, denied: bool = False) -> Hit | None:
        """Return the first telling of a kind that is not asked, nor denied unless it may be."""
        for hit in self._hits.get(name, ()):
            lead = {token.word for token in self._tokens[max(hit.first - _REACH, 0) : hit.first]}
            asked = self._tokens[hit.first].question
            if denied or (not asked and _NOT.isdisjoint(lead)):
                return hit
        return None

    def _ends(self, kind: str) -> list[str]:
        """Return the ends of which a kind of link is told."""
        return [end for end in ENDS if self._said(f"{kind}:{end}")]

    def dated(self) -> str | None:
        """Return which end was first by the dates told of each."""
        return self._by_date() if self._may_guess else None

    def guessed(self) -> str | None:
        """Return which end may have been first, by the order of telling."""
        return self._by_sparing() or self._by_telling() if self._may_guess else None

    @property
    def _may_guess(self) -> bool:
        return self.both_named and not (self.unlinked or self.mutual or self._open)

    def _by_date(self) -> str | None:
        """Compare how long ago each end is told to have begun."""
        days = {
            end: max(
                (c.days for c in self._clauses if c.days and any(r == end for _, r in c.ends)),
                default=0.0,
            )
            for end in ENDS
        }
        older = max(ENDS, key=lambda end: days[end])
        if min(days.values()) > 0 and days[older] >= LONGER * days[OTHER_END[older]]:
            return older
        return None

    def _by_sparing(self) -> str | None:
        """Take the end told first as the first one, where changed walking is told."""
        if self._said("sparing") is None:
            return None
        named = [(region, c) for c in self._clauses if not c.of_other for _, region in c.ends]
        if not named:
            return None
        first, opening = named[0]
        later = [c for region, c in named if region != first]
        if not any(c.troubled for c in later):
            return None
        if "newly" in opening.marks and all("oldly" in c.marks for c in later):
            return OTHER_END[first]
        return first

    def _by_telling(self) -> str | None:
        """Take the order of telling where the later end is told as newly begun."""
        troubled: list[tuple[str, Clause]] = []
        for clause in self._clauses:
            if clause.of_other:
                continue
            for _, region in clause.ends:
                if troubled and troubled[-1][1] is clause:
                    break
                if troubled and all(r != region for r, _ in troubled):
                    if _begins(clause):
                        earlier = troubled[0][1]
                        fresher = "newly" in earlier.marks and clause.marks & {
                            "oldly",
                            "newly",
                        } == {"oldly"}
                        return region if fresher else troubled[0][0]
                    if "oldly" in clause.marks and any(_begins(c) for _, c in troubled):
                        return region
                if clause.troubled:
                    troubled.append((region, clause))
        return None

    def sparing(self) -> tuple[int, int] | None:
        """Return the characters that tell of changed walking, where told."""
        said = self._said("sparing")
        if said is None or not self.both_named:
            return None
        return self._tokens[said.first].start, self._tokens[said.last - 1].end

    def walked(self) -> tuple[int, int] | None:
        """Return the characters that tell of a changed walk from one end to the other."""
        way = self._walked
        if way is None or not self.both_named:
            return None
        return self._tokens[way.first].start, self._tokens[way.last - 1].end

    def _date(self, passage: Passage, times: list[Time]) -> None:
        """Give each clause the time told in it, else the time told beside it."""
        for time in times:
            start = passage.tokens[time.first].start
            index = next((i for i, t in enumerate(self._tokens) if t.start >= start), None)
            if index is None or time.how == "later":
                continue
            own = next(c for c in self._clauses if c.first <= index < c.last)
            near = [c for c in self._clauses if c.sentence == own.sentence and c.ends]
            if not own.ends and near:
                own = min(near, key=lambda c: abs(c.first - index))
            own.days = max(time.days, own.days or 0.0)
            if time.how in ("since", "ago"):
                own.marks.add("newly")


def _begins(clause: Clause) -> bool:
    return "onset" in clause.marks or {"newly", "trouble"} <= clause.marks
