"""How a story joins knee and foot: told causes, what was first, and walking changed between."""

from __future__ import annotations

from dataclasses import dataclass, field

from kinchain.intake._lexicon import Hit
from kinchain.intake._read import Passage
from kinchain.intake._story_words import ENDS, OTHER_END, StoryWords, story_words
from kinchain.intake._text import CLAUSE, SENTENCE, Token
from kinchain.intake._time import Time

LONGER = 1.3
"""How much longer ago one end must have begun to count as the first."""

_NOT = frozenset("not no never nor nobody without".split())
_AFTER = frozenset("after since following".split())
_DATED = frozenset("since by within about around over in during after from last this".split())
_FRESH = frozenset("new newly lately recently".split())


@dataclass
class Clause:
    """A stretch of words between two stops, and what it tells of the ends.

    Parameters
    ----------
    first, last
        Its words, ``[first, last)``.
    sentence
        Which sentence it is in.
    ends
        Ends named, in order.
    """

    first: int
    last: int
    sentence: int
    ends: list[tuple[int, str]] = field(default_factory=list)
    days: float | None = None
    trouble: bool = False
    onset: bool = False
    newly: bool = False
    oldly: bool = False


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
    first
        ``knee``, ``foot`` or None.
    sparing
        Words (of the merged text's characters) that tell of changed walking between, or None.
    unlinked
        Whether the person says that the two have nothing to do with one another.
    """

    def __init__(self, passage: Passage, times: list[Time]) -> None:
        self._tokens = passage.plain
        self._words = story_words()
        self._hits: dict[str, list[Hit]] = {}
        for hit in self._words.links.hits(self._tokens):
            self._hits.setdefault(hit.name, []).append(hit)
        self._clauses = _clauses(self._tokens, self._words)
        self._date(passage, times)
        told = {region for clause in self._clauses for _, region in clause.ends}
        self.first: str | None = None
        self.sparing: tuple[int, int] | None = None
        self.unlinked = len(told) == 2 and self._said("unlinked") is not None
        if len(told) == 2 and not self.unlinked:
            self.first = self._which_first()
            self.sparing = self._sparing()

    def _said(self, name: str) -> Hit | None:
        """Return the first telling of a kind that is neither asked nor denied."""
        for hit in self._hits.get(name, ()):
            lead = {token.word for token in self._tokens[max(hit.first - 2, 0) : hit.first]}
            if not self._tokens[hit.first].question and _NOT.isdisjoint(lead):
                return hit
        return None

    def _which_first(self) -> str | None:
        for kind in ("caused", "firstly"):
            said = [end for end in ENDS if self._said(f"{kind}:{end}")]
            if len(said) == 2:
                return None
            if said:
                return said[0]
        return self._by_date() or self._by_telling()

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

    def _by_telling(self) -> str | None:
        """Take the order of telling where the later end is told as newly begun."""
        troubled: list[tuple[str, Clause]] = []
        for clause in self._clauses:
            for _, region in clause.ends:
                if troubled and all(r != region for r, _ in troubled):
                    if _begins(clause):
                        earlier = troubled[0][1]
                        fresher = earlier.newly and not clause.newly and clause.oldly
                        return region if fresher else troubled[0][0]
                    if clause.oldly and any(_begins(c) for _, c in troubled):
                        return region
                if clause.trouble or clause.oldly or clause.onset:
                    troubled.append((region, clause))
        return None

    def _sparing(self) -> tuple[int, int] | None:
        """Return the words that tell of changed walking, where the order is told."""
        said = self._said("sparing")
        if said is None or self.first is None:
            return None
        return self._tokens[said.first].start, self._tokens[said.last - 1].end

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
            own.newly = own.newly or time.how in ("since", "ago")


def _begins(clause: Clause) -> bool:
    return clause.onset or (clause.newly and clause.trouble)


def _clauses(tokens: list[Token], words: StoryWords) -> list[Clause]:
    """Cut the words into stretches and mark what each tells."""
    found: list[Clause] = []
    sentence = -1
    for index, token in enumerate(tokens):
        if token.boundary >= SENTENCE:
            sentence += 1
        joined = token.word in ("and", "so", "then", "but", "while", "because")
        if (
            not found
            or token.boundary >= CLAUSE
            or token.boundary > 0
            or (joined and found[-1].ends)
        ):
            found.append(Clause(index, index, sentence))
        clause = found[-1]
        clause.last = index + 1
        for end in ENDS:
            if words.is_in(token.word, end) and not any(r == end for _, r in clause.ends):
                clause.ends.append((index, end))
        clause.trouble = clause.trouble or words.is_in(token.word, "trouble")
        clause.onset = clause.onset or words.is_in(token.word, "onset")
        clause.newly = clause.newly or words.is_in(token.word, "newly")
        clause.oldly = clause.oldly or words.is_in(token.word, "oldly")
    return found
