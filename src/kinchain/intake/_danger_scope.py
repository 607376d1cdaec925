"""Whether a cue of danger counts, being neither denied, another's, long past nor supposed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from kinchain.core.findings import Side
from kinchain.intake._calendar import MONTHS
from kinchain.intake._danger_match import Match
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes
from kinchain.intake._text import CLAUSE, SENTENCE, Token

LEAD = 5
"""So many words before a comma may say when what follows was."""

DENIAL_REACH = 6
"""Words that an explicit denial reaches over in its clause."""

_DENIES = frozenset("not no never without nor neither none nothing denies denied nil".split())
_UNDENIES = frozenset(
    "only just sure like until matter wonder known felt had seen idea doubt so such stop too "
    "better longer".split()
)
"""After a "not" or "never" these mean that nothing is denied ("never felt such pain")."""

_SAYS_NO = frozenset("the my it i he she his her we idea doubt wonder matter".split())
"""After a "no" these mean that it denies nothing ("no the foot is cold")."""

_DOINGS = frozenset(
    "stand walk bear move bend let stop sleep work want go help touch wait lift put".split()
)
"""What "not" before these denies is the doing, and nothing after it."""

_NEW_SUBJECT = frozenset(
    "i it he she my his her their they we but and now then still the there a so today".split()
)
_SEASONS = frozenset("year summer winter spring autumn fall season".split())
_AGO = frozenset("ago childhood teenager kid child school twenties teens decades".split())
_LONG = frozenset("years year decade decades".split())
_HABIT = frozenset("always forever".split())
_NOW = frozenset(
    "now today tonight yesterday suddenly sudden overnight hour hours since week days day "
    "monday tuesday wednesday thursday friday saturday sunday morning afternoon evening new "
    "started again noon lunch".split()
)
_MAY_COME = frozenset(
    "ever gets goes turns becomes starts were went comes develops should would happens became "
    "could might".split()
)
_SEES = frozenset("saw sees seen noticed notices spotted found finds reckons".split())
_ANOTHERS = frozenset("his her their hers theirs".split())
_HEARSAY = frozenset("read heard googled reading told".split())


class Around:
    """Whether a match counts, and of which leg.

    Parameters
    ----------
    tokens
        The words, as they were written.
    passage, scopes
        As the exact reader sees the text.
    of_another
        Whether the patient is somebody else than the teller.
    """

    def __init__(
        self, tokens: Sequence[Token], passage: Passage, scopes: Scopes, of_another: bool
    ) -> None:
        self._tokens = tokens
        self._starts = [token.start for token in passage.tokens]
        self._passage = passage
        self._scopes = scopes
        self._others = [] if of_another else scopes.other

    def counts(self, match: Match) -> bool:
        """Say whether nothing clearly speaks against a match."""
        at = match.sign[0]
        if self._others and self._others[self._of_passage(at)] and not self._seen_by_another(at):
            return False
        if not match.cue.denying and self._denied(*match.sign):
            return False
        if match.cue.history:
            return not self._supposed(at)
        return not (self._past(at) or self._supposed(at))

    def _seen_by_another(self, at: int) -> bool:
        """Say whether another only saw it on the teller ("my wife saw that one toe is dark")."""
        first, last = self._clause(at)
        words = [token.word for token in self._tokens[first:last]]
        seen = [place for place, word in enumerate(words[: at - first]) if word in _SEES]
        return bool(seen) and _ANOTHERS.isdisjoint(words[seen[0] :])

    def side(self, match: Match) -> Side:
        """Return the side told nearest, in the sentence or the one before."""
        tokens = self._tokens
        near: Side = "unknown"
        lowest = 15
        first, last = self._sentence(match.sign[0])
        for at in range(max(0, min(p[0] for p in match.places) - 12), len(tokens)):
            word = tokens[at].word
            if at > last + 12:
                break
            if word in ("left", "right", "both") and not self._is_time(at):
                gap = min(abs(at - p[0]) for p in match.places)
                gap += 0 if first <= at < last else 6
                if gap < lowest:
                    near, lowest = word, gap  # type: ignore[assignment]
        return "unknown" if near == "both" else near

    def _is_time(self, at: int) -> bool:
        after = self._tokens[at + 1].word if at + 1 < len(self._tokens) else ""
        return self._tokens[at].word == "right" and after in ("now", "away", "here", "before")

    def _of_passage(self, at: int) -> int:
        return max(0, bisect_right(self._starts, self._tokens[at].start) - 1)

    def _sentence(self, at: int) -> tuple[int, int]:
        tokens = self._tokens
        first, last = at, at + 1
        while first > 0 and tokens[first].boundary < SENTENCE:
            first -= 1
        while last < len(tokens) and tokens[last].boundary < SENTENCE:
            last += 1
        return first, last

    def _clause(self, at: int) -> tuple[int, int]:
        tokens = self._tokens
        first, last = at, at + 1
        while first > 0 and tokens[first].boundary < CLAUSE:
            first -= 1
        while last < len(tokens) and tokens[last].boundary < CLAUSE:
            last += 1
        return first, last

    def _part(self, at: int) -> tuple[int, int]:
        """Return the words between commas, and a few before them ("years ago, ...")."""
        tokens = self._tokens
        first, last = at, at + 1
        while first > 0 and not tokens[first].boundary:
            first -= 1
        while last < len(tokens) and not tokens[last].boundary:
            last += 1
        lead = first
        while lead > 0 and tokens[lead].boundary < CLAUSE and first - lead < LEAD:
            lead -= 1
        return (lead if tokens[lead].boundary else first), last

    def _denied(self, first: int, last: int) -> bool:
        tokens = self._tokens
        if tokens[first].word in ("not", "cant"):
            return False
        at, steps = first, 0
        while at > 0 and tokens[at].boundary < CLAUSE and steps < DENIAL_REACH:
            at, steps = at - 1, steps + 1
            word = tokens[at].word
            if word == "not" and not _DOINGS.isdisjoint(t.word for t in tokens[at + 1 : first]):
                return False
            if word in _DENIES:
                undone = _SAYS_NO if word == "no" else _UNDENIES
                return undone.isdisjoint(t.word for t in tokens[at + 1 : at + 2 + (word != "no")])
            if word in _NEW_SUBJECT and word not in ("and", "a", "the", "my"):
                return False
        after = tokens[last] if last < len(tokens) else None
        return (
            after is not None
            and 0 < after.boundary < SENTENCE
            and after.word in ("no", "none", "nil", "nope")
            and (last + 1 == len(tokens) or tokens[last + 1].boundary > 0)
        )

    def _past(self, at: int) -> bool:
        """Say whether this is clearly long past, or has always been so."""
        first, last = self._part(at)
        words = [token.word for token in self._tokens[first:last]]
        if not _NOW.isdisjoint(words) and not _AGO.intersection(words) - {"ago"}:
            return False
        told = [token.word for token in self._tokens[self._clause(at)[0] : last]]
        long_ago = any(a in _LONG and b == "ago" for a, b in pairwise(told))
        dated = any(len(w) == 4 and w.isdecimal() and w[:2] in ("19", "20") for w in words)
        when = f" {' '.join(words)} "
        month = any(
            (a in ("in", "last") and b in MONTHS) or (a == "last" and b in _SEASONS)
            for a, b in pairwise(words)
        )
        if month and not {"had", "was", "were", "last"}.isdisjoint(words):
            return True
        young = any(
            f" {p} " in when
            for p in ("when i was", "as a child", "as a kid", "since i was", "used to")
        )
        return long_ago or dated or young or not _HABIT.isdisjoint(words) or "for years" in when

    def _supposed(self, at: int) -> bool:
        first, last = self._clause(at)
        words = [token.word for token in self._tokens[first:last]]
        before = words[: at - first]
        if "if" in before:
            since = before[before.index("if") + 1 :]
            return not _MAY_COME.isdisjoint(since) and "as" not in before[-1:]
        hearsay = not _HEARSAY.isdisjoint(before) and not {"that", "about"}.isdisjoint(before)
        may = hearsay or not _MAY_COME.isdisjoint(words)
        return may and self._scopes.supposed[self._of_passage(at)]
