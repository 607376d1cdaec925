"""Stretches of a story between two stops, and what each tells of knee and foot."""

from __future__ import annotations

from dataclasses import dataclass, field

from kinchain.intake._story_words import ENDS, StoryWords
from kinchain.intake._text import SENTENCE, Token

_NOT = frozenset("not no never nor nobody without".split())
_JOINING = frozenset("and so then but while because".split())
_MARKS = ("trouble", "onset", "newly", "oldly")
_REACH = 4
"""How many words before a telling a denial of it may stand."""

_HAVING = frozenset("has had have got suffers suffered".split())


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
    days
        How long ago, as told in it.
    marks
        Which sets of words occur in it.
    of_other
        Whether it tells of somebody else.
    """

    first: int
    last: int
    sentence: int
    ends: list[tuple[int, str]] = field(default_factory=list)
    days: float | None = None
    marks: set[str] = field(default_factory=set)
    of_other: bool = False

    @property
    def troubled(self) -> bool:
        """Whether something is wrong in it."""
        return not self.of_other and bool(self.marks & {"trouble", "oldly", "onset"})


def _tells_of_other(tokens: list[Token], words: StoryWords) -> bool:
    """Say whether a clause tells what somebody else has ("my brother had a new knee")."""
    said = [token.word for token in tokens]
    return any(
        words.is_in(word, "kin") and not _HAVING.isdisjoint(said[at + 1 : at + 3])
        for at, word in enumerate(said)
    )


def clauses_of(tokens: list[Token], words: StoryWords, idle: set[int]) -> list[Clause]:
    """Cut the words into stretches and mark what each tells.

    Parameters
    ----------
    tokens
        The words as written.
    words
        The words of a story.
    idle
        Words that name no end though they look so.
    """
    found: list[Clause] = []
    sentence = -1
    for index, token in enumerate(tokens):
        sentence += token.boundary >= SENTENCE
        parted = token.boundary > 0 or (token.word in _JOINING and bool(found[-1].ends))
        if not found or parted:
            found.append(Clause(index, index, sentence))
        clause = found[-1]
        clause.last = index + 1
        for end in ENDS:
            named = index not in idle and words.is_in(token.word, end)
            if named and not any(r == end for _, r in clause.ends):
                clause.ends.append((index, end))
        lead = {t.word for t in tokens[max(clause.first, index - _REACH) : index]}
        for mark in _MARKS:
            denied = mark in ("trouble", "onset") and not _NOT.isdisjoint(lead)
            if words.is_in(token.word, mark) and not denied:
                clause.marks.add(mark)
    for clause in found:
        said = tokens[clause.first : clause.last]
        clause.of_other = _tells_of_other(said, words)
    _share(found)
    return found


def _share(clauses: list[Clause]) -> None:
    """Give what a stretch without an end tells to the end named beside it."""
    for at, clause in enumerate(clauses):
        if clause.ends:
            continue
        before = next((c for c in reversed(clauses[:at]) if c.ends), None)
        after = next((c for c in clauses[at:] if c.ends), None)
        own = [c for c in (before, after) if c is not None and c.sentence == clause.sentence]
        if own:
            own[0].marks |= clause.marks
        elif before is not None and clause.sentence == before.sentence + 1:
            before.marks |= clause.marks
