"""A second, wide sense for danger: what the words may mean, where the exact reader is deaf.

What it senses is no finding. It is a *possible* danger: it may raise how soon care is needed,
and it is asked first. Only what is clearly denied, another's, long past or supposed is left
out; what is unclear counts as yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kinchain.core.findings import Finding, Side
from kinchain.intake._danger_cues import danger_cues
from kinchain.intake._danger_match import CuesInText, Match
from kinchain.intake._danger_scope import Around
from kinchain.intake._lexicon import Hit, lexicon
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes
from kinchain.intake._text import SENTENCE, Token, tokens_of

MIN_NOT_UNDERSTOOD = 0.4
"""Share of sentences in which nothing was heard, from which a field of danger is asked."""

_USUALLY = frozenset("usually normally generally always otherwise".split())
_FINE = frozenset("fine ok okay normal good".split())
_NOT_OWN = frozenset("his her their he she they him flat touch touched".split())


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
    around = Around(tokens, passage, scopes, of_another or not _tells_of_own_leg(passage))
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
