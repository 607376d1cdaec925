"""How far a denial, a worry, the past and somebody else reach."""

from __future__ import annotations

from kinchain.intake._calendar import FEASTS, MONTHS
from kinchain.intake._denied import Denied
from kinchain.intake._lexicon import Hit, Lexicon
from kinchain.intake._others import Others
from kinchain.intake._read import Passage
from kinchain.intake._supposed import supposed_words


class Scopes:
    """For each token: denied, supposed, past, another's.

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    """

    def __init__(self, passage: Passage, words: Lexicon) -> None:
        self._passage = passage
        self._words = words
        n_tokens = len(passage.tokens)
        self.past = [False] * n_tokens
        self.supposed = supposed_words(passage, passage.part_tokens)
        denied = Denied(passage, words, passage.part_tokens)
        self.denied_by: list[Hit | None] = denied.by
        self.undone: set[int] = denied.undone
        for hit in passage.cues.get("past", ()):
            self._mark_past(hit)
        others = Others(passage, words, passage.part_tokens)
        self.other = others.other
        self.other_than_proxied = others.stranger
        self.proxy: bool = others.proxy
        self.own_voice: bool = others.own_voice
        self.of_another: bool = others.third_voice and not others.own_leg

    def _dated(self, index: int) -> bool:
        """Say whether a date begins here ("back in May", but not "popped back in")."""
        tokens = self._passage.tokens
        if index >= len(tokens) or tokens[index].boundary:
            return False
        word = tokens[index].word
        return word.isdecimal() or word in MONTHS or word in FEASTS or word in ("the", "my")

    def _only_partly(self, cue: Hit) -> bool:
        """Say whether something is only less than it was ("has gone down a bit")."""
        after = self._passage.words(cue.last, cue.last + 2)
        little = after in (["a", "bit"], ["a", "little"]) or after[:1] in (["slightly"], ["some"])
        return little or after[:1] == ["partly"]

    def _mark_past(self, cue: Hit) -> None:
        passage = self._passage
        first, last = passage.bounds(cue.first, passage.unit)
        if "still" in passage.words(first, last) or self._only_partly(cue):
            return
        words = passage.words(cue.first, cue.last)
        if words == ["back", "in"] and not self._dated(cue.last):
            return
        if words[0] in ("used", "use", "no"):
            first = cue.first
        elif words[-1] == "now" and not any(first <= h.first < cue.first for h in passage.concepts):
            first = passage.bounds(cue.first, passage.sentence)[0]
        if words == ["previous"]:
            first, last = cue.first, passage.bounds(cue.first, passage.segment)[1]
        for index in range(cue.first, first, -1):
            if passage.tokens[index].word in ("since", "after", "because"):
                first = index
                break
        for index in range(first, last):
            self.past[index] = True
