"""How a story leads from one end to the other by the build of its sentences.

Four laws, the same for knee and foot, so that each counts mirrored:

* one end in trouble, then a changed walk, then the other end in trouble;
* "when", "since", "because" ... one end, and in the same sentence the other end in trouble;
* one end does something to the other ("the knee is spoiling the ankle");
* one end "then" the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kinchain.intake._clauses import Clause
from kinchain.intake._lexicon import Hit
from kinchain.intake._story_words import ENDS, StoryWords
from kinchain.intake._text import CLAUSE, Token

_CONDITIONS = frozenset(
    "when whenever if once because since as after until while with each every everytime".split()
)
_DETERMINERS = frozenset(
    "the my his her their your our this that left right other same both bad me poor good a "
    "an".split()
)
_HELPERS = frozenset(
    "is was are has had have been just really always now then only often also up down off "
    "out".split()
)
_NO_VERBS = _DETERMINERS | frozenset(
    "of on in to at from under underneath below above near behind beside inside outside round "
    "around by for with without like than then and or but nor so were be being am having do does "
    "did not no never which who what whose when whenever if because since as after before until "
    "while its these those sore it i he she they we you him them all too well plus side leg".split()
)
_DOES = frozenset("brought set made make threw broke hurt gave kept ruin".split())
_THEN = frozenset("then next later".split())
_AGAIN = frozenset("again back returned returns".split())
_MAKES = frozenset("makes make made making forces forced has had keeps kept got gets".split())
"""Words by which an end, troubled or not, changes a walk ("the foot makes me roll out")."""
_NOT = frozenset("not no never nor nobody without".split())
_BACK = 2
"""How many sentences before a changed walk its cause may stand."""
_REACH = 22
"""How many words from one end to the other a condition may reach."""
_LEAD = 4
_APART = 5
"""Most words between an end, what it does, and the other."""


@dataclass(frozen=True, slots=True)
class Way:
    """One telling that leads from an end to the other.

    Parameters
    ----------
    start
        The end it leads from.
    walked
        Whether a changed walk lies between.
    first, last
        The words it was read from, ``[first, last)``.
    """

    start: str
    walked: bool
    first: int
    last: int


class Ways:
    """Reads ways from clauses.

    Parameters
    ----------
    tokens
        The words as written.
    clauses
        Their clauses with what each tells.
    hits
        What was found of links, by kind.
    words
        The words of a story.
    idle
        Words that name no end though they look so.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        clauses: Sequence[Clause],
        hits: Mapping[str, Sequence[Hit]],
        words: StoryWords,
        idle: set[int],
    ) -> None:
        self._tokens = tokens
        self._words = words
        self._clause = {i: c for c in clauses for i in range(c.first, c.last)}
        self._walks = _merged(h for h in hits.get("sparing", ()) if not self._denied(h.first, 2))
        walking = {i for first, last in self._walks for i in range(first, last)}
        self._ends = [
            (index, end)
            for index, token in enumerate(tokens)
            for end in ENDS
            if index not in idle
            and index not in walking
            and not self._clause[index].of_other
            and not token.question
            and words.is_in(token.word, end)
        ]

    def found(self) -> list[Way]:
        """Return every way told."""
        return [*self._by_walk(), *self._by_condition(), *self._by_doing()]

    def _denied(self, index: int, reach: int) -> bool:
        return not _NOT.isdisjoint(t.word for t in self._tokens[max(index - reach, 0) : index])

    def _sentence(self, index: int) -> int:
        return self._clause[index].sentence

    def _troubled(self, index: int, *more: str) -> bool:
        return not self._clause[index].marks.isdisjoint(("trouble", "onset", *more))

    def _by_walk(self) -> Iterator[Way]:
        for first, last in self._walks:
            if self._tokens[first].question:
                continue
            before = [
                (index, end)
                for index, end in self._ends
                if index < first
                and self._sentence(first) - self._sentence(index) <= _BACK
                and (self._troubled(index, "oldly") or self._makes(index, first))
            ]
            if before:
                at, start = before[-1]
                reached = self._after_walk(first, last, start)
                if reached is not None:
                    yield Way(start, True, at, reached + 1)

    def _after_walk(self, first: int, last: int, start: str) -> int | None:
        """Return where the other end is told in trouble after a changed walk."""
        own = self._sentence(last - 1)
        conditional = any(
            t.word in _CONDITIONS for t in self._tokens[self._clause[first].first : first]
        )
        for index, end in self._ends:
            if index < last or self._sentence(index) - own > 1:
                continue
            if end == start:
                if self._sentence(index) != own:
                    return None
            elif self._worsens(index) or (conditional and self._sentence(index) == own):
                return index
        return None

    def _makes(self, index: int, first: int) -> bool:
        """Say whether an end is told to make somebody walk so."""
        between = [t.word for t in self._tokens[index + 1 : first + 1]]
        return len(between) <= _APART and not _MAKES.isdisjoint(between)

    def _worsens(self, index: int) -> bool:
        """Say whether an end is told in trouble, or as back again."""
        clause = self._clause[index]
        said = (t.word for t in self._tokens[index + 1 : clause.last])
        return self._troubled(index) or not _AGAIN.isdisjoint(said)

    def _by_condition(self) -> Iterator[Way]:
        for at, (index, start) in enumerate(self._ends):
            if not self._led(index):
                continue
            for other, end in self._ends[at + 1 :]:
                if self._sentence(other) != self._sentence(index) or other - index > _REACH:
                    break
                if end == start:
                    continue
                if self._troubled(other) and self._answers(index, other):
                    yield Way(start, False, index, other + 1)
                break

    def _led(self, index: int) -> bool:
        """Say whether a word of condition stands shortly before, in the same clause."""
        first = max(self._clause[index].first, index - _LEAD)
        return not _CONDITIONS.isdisjoint(t.word for t in self._tokens[first:index])

    def _answers(self, index: int, other: int) -> bool:
        """Say whether the later end is told of under the condition, not beside its end."""
        if self._clause[index] is not self._clause[other]:
            return not self._led(other)
        between = {t.word for t in self._tokens[index + 1 : other]}
        return other - index >= _APART or between.isdisjoint(("and", "or"))

    def _by_doing(self) -> Iterator[Way]:
        for (index, start), (other, end) in pairwise(self._ends):
            between = self._tokens[index + 1 : other]
            if start == end or len(between) > _APART or self._denied(index, _LEAD):
                continue
            said = [t.word for t in between]
            parted = any(t.boundary for t in self._tokens[index + 1 : other + 1])
            sequel = all(t.boundary < CLAUSE for t in self._tokens[index + 1 : other + 1])
            if (not parted and self._acts(said)) or (sequel and not _THEN.isdisjoint(said)):
                yield Way(start, False, index, other + 1)

    def _acts(self, said: list[str]) -> bool:
        """Say whether the words between two ends are one verb, with its object to follow."""
        core = [w for w in said if w not in _DETERMINERS and w not in _HELPERS]
        if len(core) != 1 or core[0] in _NO_VERBS or said[0] in ("and", "or"):
            return False
        verb = core[0]
        if verb.endswith("ing"):
            return not self._words.is_in(verb, "trouble")
        return (verb in _DOES or verb.endswith(("ed", "s"))) and said[-1] != verb


def _merged(hits: Iterator[Hit]) -> list[tuple[int, int]]:
    """Return stretches of changed walking, those that touch made one."""
    found: list[tuple[int, int]] = []
    for hit in sorted(hits, key=lambda one: one.first):
        if found and hit.first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], hit.last))
        else:
            found.append((hit.first, hit.last))
    return found
