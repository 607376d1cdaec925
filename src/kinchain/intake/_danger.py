"""A second, wide sense for danger: what the words may mean, where the exact reader is deaf.

What it senses is no finding. It is a *possible* danger: it may raise how soon care is needed,
and it is asked first. Only what is clearly denied, another's, long past or supposed is left
out; what is unclear counts as yes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kinchain.core.findings import Finding, Side
from kinchain.intake._calendar import MONTHS
from kinchain.intake._danger_cues import danger_cues
from kinchain.intake._danger_match import CuesInText, Match
from kinchain.intake._lexicon import Hit, lexicon
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes
from kinchain.intake._text import CLAUSE, SENTENCE, Token, tokens_of

DENIAL_REACH = 6
"""Words that an explicit denial reaches over in its clause."""

MIN_NOT_UNDERSTOOD = 0.4
"""Share of sentences in which nothing was heard, from which a field of danger is asked."""

_DENIES = frozenset("not no never without nor neither none nothing denies denied nil".split())
_UNDENIES = frozenset(
    "only just sure like until matter wonder known felt had seen idea doubt so such stop too "
    "better longer".split()
)
"""After a "not" or "never" these mean that nothing is denied ("never felt such pain")."""

_DOINGS = frozenset(
    "stand walk bear move bend let stop sleep work want go help touch wait lift put".split()
)
"""What "not" before these denies is the doing, and nothing after it."""

_NEW_SUBJECT = frozenset(
    "i it he she my his her their they we but and now then still the there a so today".split()
)
_USUALLY = frozenset("usually normally generally always otherwise".split())
_SEASONS = frozenset("year summer winter spring autumn fall season".split())
_AGO = frozenset("ago childhood teenager kid child school twenties teens decades".split())
_LONG = frozenset("years year decade decades".split())
_FINE = frozenset("fine ok okay normal good".split())
_NOT_OWN = frozenset("his her their he she they him flat touch touched".split())
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
_HEARSAY = frozenset("read heard googled reading told".split())


@dataclass(frozen=True, slots=True)
class Sensed:
    """What was sensed: possible dangers, and what to ask where little was understood."""

    possible: tuple[Finding, ...] = ()
    ask_first: tuple[str, ...] = ()


def sense_dangers(
    text: str,
    passage: Passage,
    scopes: Scopes,
    findings: Sequence[Finding],
    *,
    of_another: bool,
) -> Sensed:
    """Sense possible dangers that the exact reader neither heard nor found denied.

    Parameters
    ----------
    text
        The narrative.
    passage
        The text taken apart by the exact reader.
    scopes
        What is told of somebody else or only supposed.
    findings
        What the exact reader heard.
    of_another
        Whether the exact reader takes another person for the patient.
    """
    tokens = tokens_of(text, lexicon().spelling)
    if not tokens:
        return Sensed()
    around = _Around(tokens, passage, scopes, of_another or not _tells_of_own_leg(passage))
    heard = {(f.id, f.side): f for f in findings if not _as_a_rule(f, text)}
    found: dict[tuple[str, Side], Finding] = {}
    for match in CuesInText(tokens).matches():
        if not around.counts(match):
            continue
        side = around.side(match)
        span = tokens[min(p[0] for p in match.places)].start, tokens[_last(match)].end
        sign = tokens[match.sign[0]].start, tokens[match.sign[1] - 1].end
        if _is_heard(match.cue.finding, side, heard, sign):
            continue
        held = found.get((match.cue.finding, side))
        if held is None or _length(span) < _length(held.span or span):
            possible = Finding(match.cue.finding, True, side, "narrative", span)
            found[match.cue.finding, side] = possible
    return Sensed(tuple(found.values()), _asked_by_net(tokens, findings, tuple(found.values())))


def _last(match: Match) -> int:
    return max(place[1] for place in match.places) - 1


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]


def _is_heard(
    finding: str,
    side: Side,
    heard: Mapping[tuple[str, Side], Finding],
    sign: tuple[int, int],
) -> bool:
    """Say whether the exact reader heard this, or found it denied in other words than these.

    Where the two disagree on whether the very same words are a denial, it is unclear, and
    what is unclear counts.
    """
    sides: tuple[Side, ...] = ("none", "unknown", "left", "right")
    if side in ("left", "right"):
        sides = ("none", "unknown", side)
    told = [heard[finding, one] for one in sides if (finding, one) in heard]
    return any(
        one.value is not False or one.span is None or not _overlap(one.span, sign) for one in told
    )


def _as_a_rule(item: Finding, text: str) -> bool:
    """Say whether a denial tells how things usually are ("I'm normally well")."""
    if item.value is not False or item.span is None:
        return False
    before = text[max(0, item.span[0] - 25) : item.span[0]].lower().split()
    return not _USUALLY.isdisjoint(before)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _tells_of_own_leg(passage: Passage) -> bool:
    """Say whether the teller names an own part of the leg or back that is not said to be fine."""
    words = lexicon()
    parts = {at for hit in words.part_words.hits(passage.tokens) for at in range(*_ends(hit))}
    for at, token in enumerate(passage.tokens):
        reach = {"my": 4, "mine": 1, "i": 7, "me": 7}.get(token.word, 0)
        _, last = passage.bounds(at, passage.unit)
        near = passage.words(at, min(at + reach, last))
        own = reach == 1 or any(at + place in parts for place in range(len(near)))
        another = not (words.macros["relative"] | _NOT_OWN).isdisjoint(near)
        if own and reach and not another and _FINE.isdisjoint(passage.words(at, last)[:12]):
            return True
    return False


def _ends(hit: Hit) -> tuple[int, int]:
    return hit.first, hit.last


class _Around:
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
        if self._others and self._others[self._of_passage(at)]:
            return False
        if not match.cue.denying and self._denied(*match.sign):
            return False
        if match.cue.history:
            return not self._supposed(at)
        return not (self._past(at) or self._supposed(at))

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

    def _denied(self, first: int, last: int) -> bool:
        tokens = self._tokens
        at, steps = first, 0
        while at > 0 and tokens[at].boundary < CLAUSE and steps < DENIAL_REACH:
            at, steps = at - 1, steps + 1
            word = tokens[at].word
            if word == "not" and not _DOINGS.isdisjoint(t.word for t in tokens[at + 1 : first]):
                return False
            if word in _DENIES:
                return _UNDENIES.isdisjoint(t.word for t in tokens[at + 1 : at + 3])
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
        first, last = self._clause(at)
        words = [token.word for token in self._tokens[first:last]]
        if not _NOW.isdisjoint(words) and not _AGO.intersection(words) - {"ago"}:
            return False
        long_ago = "ago" in words and not _LONG.isdisjoint(words)
        dated = any(len(w) == 4 and w.isdecimal() and w[:2] in ("19", "20") for w in words)
        when = " ".join(words)
        month = any(
            (a in ("in", "last") and b in MONTHS) or (a == "last" and b in _SEASONS)
            for a, b in pairwise(words)
        )
        if month and not {"had", "was", "were", "last"}.isdisjoint(words):
            return True
        young = any(
            p in when for p in ("when i was", "as a child", "as a kid", "since i was", "used to")
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


def _asked_by_net(
    tokens: Sequence[Token], findings: Sequence[Finding], possible: Iterable[Finding]
) -> tuple[str, ...]:
    """Return what to ask where a field of danger is touched and little was understood."""
    spans = [f.span for f in (*findings, *possible) if f.span is not None]
    sentences: list[list[Token]] = []
    for token in tokens:
        if token.boundary >= SENTENCE or not sentences:
            sentences.append([])
        sentences[-1].append(token)
    deaf = [
        one for one in sentences if not any(one[0].start <= span[0] < one[-1].end for span in spans)
    ]
    if len(deaf) < MIN_NOT_UNDERSTOOD * len(sentences):
        return ()
    words = {token.word for token in tokens}
    asked = [
        name for net in danger_cues().nets if not net.words.isdisjoint(words) for name in net.ask
    ]
    return tuple(dict.fromkeys(asked))
