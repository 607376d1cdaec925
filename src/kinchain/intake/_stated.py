"""Statements that no word pattern knows: likely findings of a stretch, as hits for the resolver.

Only what the exact reader has not heard is looked for. Whose it is, of which leg, past or
supposed, the same rules decide as for every other hit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING

from kinchain.evidence import load_knowledge
from kinchain.evidence.rule_book import rules_for
from kinchain.intake._lexicon import Concept, Hit, Lexicon, lexicon
from kinchain.intake._phrases import PhraseNet, phrase_net
from kinchain.intake._read import Passage
from kinchain.intake._windows import MIN_WORDS, shown, windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SURE = 0.6
"""From this sureness a stretch counts as stating a finding."""

SURE_OF_DANGER = 0.8
"""The same for what danger rules read; what is less sure is weighed as a possible danger."""

SURE_OF_KIND = {"onset": 0.99, "history": 0.93, "site": 0.8}
"""The same for kinds that left-out texts show to be taken for stated too easily."""

SURE_OF_FINDING = {"each_end_sets_off_other": 0.6}
"""The same for what is seldom said in like words, and calms nothing."""

ENOUGH_WORDS = 25
"""From so many words a text may sound ordinary."""

UNKNOWN = -1.0
"""Alarm of a text that tells too little, about that of an empty one."""

LEAST = 1e-4
"""No stretch is surer than this to state something, nor surer not to."""

KEPT = 0.9
"""Share of the sureness that must stay while words are taken off the ends."""

UNDONE = 0.5
"""Where less of the sureness stays without the "not", it belongs to what is stated."""

NEGATORS = frozenset("not no never cant none without nothing neither nor denies nil".split())
"""Words that deny, or that tell of an inability."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A finding a stretch of words states: the words, how surely, and whether denied."""

    finding: str
    first: int
    last: int
    sureness: float
    negated: bool


class Statements:
    """How surely each stretch of a text states each finding.

    Parameters
    ----------
    passage
        The text taken apart.
    """

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._net = phrase_net()
        self._said = [shown(token) for token in passage.plain]
        self._windows = windows(passage.plain)
        words = [self._said[first:last] for first, last in self._windows]
        self._sureness = self._net.stated(words)
        self._at = {name: at for at, name in enumerate(self._net.findings)}

    @property
    def alarm(self) -> float:
        """How much the whole text sounds like one that cannot wait, in log odds.

        A short text tells too little to sound ordinary.
        """
        alarm = self._net.alarm_of(self._sureness)
        return max(alarm, UNKNOWN) if len(self._said) < ENOUGH_WORDS else alarm

    @property
    def each(self) -> NDArray[np.float32]:
        """How surely each stretch states each finding, (n_stretches, n_findings)."""
        return self._sureness

    def sureness_of(self, finding: str, span: tuple[int, int]) -> float | None:
        """Return how surely the words around a span state a finding, or None if it can't tell.

        Parameters
        ----------
        finding
            Vocabulary id, without side.
        span
            Characters of the text.
        """
        at = self._at.get(finding)
        plain = self._passage.plain
        around = [
            row
            for row, (first, last) in enumerate(self._windows)
            if plain[first].start <= span[0] and span[1] <= plain[last - 1].end
        ]
        if at is None or not around or not self._net.knows(self._words_of(span)):
            return None
        return float(self._sureness[around, at].max())

    def _words_of(self, span: tuple[int, int]) -> list[str]:
        pairs = zip(self._passage.plain, self._said, strict=True)
        return [word for token, word in pairs if token.end > span[0] and token.start < span[1]]

    def hits(
        self, heard: Iterable[str], sure: float | None = None, of: frozenset[str] | None = None
    ) -> list[Hit]:
        """Return hits of what is likely stated and was not heard.

        Parameters
        ----------
        heard
            Findings heard by patterns, and all they imply.
        sure
            Sureness from which a stretch counts as stating a finding, 0 to 1; None for that of
            the finding's kind.
        of
            Look only for these findings.

        Returns
        -------
        hits
            In tokens of the passage; their names are concepts of the learned lexicon.
        """
        known = frozenset(heard)
        found = []
        for at, name in enumerate(self._net.findings):
            if name in known or not self._windows or (of is not None and name not in of):
                continue
            best = int(self._sureness[:, at].argmax())
            if self._sureness[best, at] >= (sure_of(name) if sure is None else sure):
                sureness = float(self._sureness[best, at])
                one = _narrowed(self._said, self._windows[best], at, sureness, self._net)
                place = _of_passage(self._passage, one)
                if place is not None:
                    found.append(Hit(f"stated {name}", True, *place, denying=not one.negated))
        return found


def log_odds(sureness: float) -> float:
    """Return the log odds of a sureness, within what words can tell.

    Parameters
    ----------
    sureness
        0 to 1.
    """
    within = min(max(sureness, LEAST), 1.0 - LEAST)
    return log(within / (1.0 - within))


@lru_cache(maxsize=1024)
def sure_of(finding: str) -> float:
    """Return the sureness from which a stretch counts as stating a finding.

    Parameters
    ----------
    finding
        Vocabulary id, without side.
    """
    knowledge = load_knowledge()
    kind = knowledge.findings[finding].kind
    danger = kind != "site" and finding in rules_for(knowledge).danger_ids
    of_kind = SURE_OF_KIND.get(kind, SURE_OF_DANGER if danger else SURE)
    return SURE_OF_FINDING.get(finding, of_kind)


def _narrowed(
    said: list[str], place: tuple[int, int], at: int, sureness: float, net: PhraseNet
) -> Stated:
    """Take words off both ends while the statement stays, and look what a "not" does to it."""
    first, last = place
    for step in ("front", "back"):
        while last - first > MIN_WORDS:
            shorter = (first + 1, last) if step == "front" else (first, last - 1)
            if _sureness(said[slice(*shorter)], at, net) < KEPT * sureness:
                break
            first, last = shorter
    negators = [i for i in range(first, last) if said[i] in NEGATORS]
    lead = [i for i in range(max(place[0], first - 3), first) if said[i] in NEGATORS]
    negated = bool(lead) and not negators
    if negators:
        without = [said[i] for i in range(first, last) if i not in negators]
        negated = bool(without) and _sureness(without, at, net) >= UNDONE * sureness
    return Stated(net.findings[at], first, last, sureness, negated)


def _sureness(words: list[str], at: int, net: PhraseNet) -> float:
    return float(net.stated([words])[0, at])


def _of_passage(passage: Passage, one: Stated) -> tuple[int, int] | None:
    """Return the passage's tokens of a stretch of plain words."""
    start, end = passage.plain[one.first].start, passage.plain[one.last - 1].end
    inside = [i for i, t in enumerate(passage.tokens) if t.end > start and t.start < end]
    return (inside[0], inside[-1] + 1) if inside else None


@lru_cache(maxsize=1)
def learned_lexicon() -> Lexicon:
    """Return the lexicon with a concept for each finding that can be stated."""
    words = lexicon()
    places: dict[str, set[str]] = {f"pain_{name}": {name} for name in words.parts}
    for concept in words.concepts.values():
        for key, name in concept.by_part.items():
            if key != "*" and name:
                places.setdefault(name, set()).add(key)
    vocabulary = load_knowledge().findings
    stated: dict[str, Concept] = {}
    for name in phrase_net().findings:
        own = words.concepts.get(name)
        plain = own is not None and not own.by_part and own.kind != "pain"
        stated[f"stated {name}"] = Concept(
            name,
            own.kind if own is not None and plain else "symptom",
            vocabulary[name].sided,
            {},
            own.areas if own is not None and plain else frozenset(places.get(name, ())),
        )
    return replace(words, concepts={**words.concepts, **stated})
