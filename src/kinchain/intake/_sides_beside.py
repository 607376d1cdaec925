"""Which side is told right beside a body part ("my left knee", "the heel on the right")."""

from __future__ import annotations

from kinchain.intake._lexicon import GLUE
from kinchain.intake._mentions import Mention, give_side
from kinchain.intake._read import Passage
from kinchain.intake._text import CLAUSE, COMMA

_COMPARED = frozenset("worse more mostly mainly especially than is being slightly badly".split())
"""Words after a side by which it is only the worse of two."""


class SidesBeside:
    """Sides told beside the parts; ``used`` holds the words that told them.

    Parameters
    ----------
    passage
        The text taken apart.
    mentions
        Parts named, in order.
    """

    def __init__(self, passage: Passage, mentions: list[Mention]) -> None:
        self._passage = passage
        self._mentions = mentions
        self.used: set[int] = set()

    def read(self, mention: Mention) -> None:
        """Give a part the side told inside, before or after it, and mark that word as used.

        Parameters
        ----------
        mention
            The part.
        """
        tokens = self._passage.tokens
        inside = [t.side for t in tokens[mention.first : mention.last] if t.side]
        found = inside[-1] if inside else ""
        for index in range(mention.first, mention.last):
            if tokens[index].word in ("left", "right", "both", "other", "same", "opposite"):
                found = tokens[index].word
                self.used.add(index)
        if not found:
            found = self._side_before(mention) or self._each_side(mention)
        if not found:
            found = self._side_after(mention)
        if found:
            give_side(mention, found)

    def _each_side(self, mention: Mention) -> str:
        """Read "neither ankle", "either foot", "toes of both feet", "my foot on that side"."""
        passage = self._passage
        before = passage.words(mention.first - 1, mention.first)
        joined = passage.tokens[mention.first].boundary == 0 and not mention.plural
        if joined and before in (["either"], ["neither"], ["each"]):
            return "both"
        after = passage.words(mention.last, mention.last + 3)
        if after[:2] in (["of", "both"], ["on", "both"], ["in", "both"]):
            return "both" if any(m.first == mention.last + 2 for m in self._mentions) else ""
        if after in (["on", "that", "side"], ["on", "this", "side"]):
            return "same"
        return ""

    def _side_before(self, mention: Mention) -> str:
        tokens = self._passage.tokens
        index = mention.first - 1
        if tokens[mention.first].boundary:
            return ""
        while index >= 0 and mention.first - index <= 5:
            word = tokens[index].word
            if word == "both" and self._joins_two(mention, index):
                self.used.add(index)
                return ""
            if word in ("left", "right", "both", "other", "same", "opposite"):
                self.used.add(index)
                return word
            if word not in GLUE and word not in ("hand", "inner", "outer", "very", "big", "upper"):
                return ""
            if word in ("of", "on", "in", "at", "to") and index + 1 != mention.first:
                return ""
            if tokens[index].boundary:
                return ""
            index -= 1
        return ""

    def _joins_two(self, mention: Mention, index: int) -> bool:
        """Say whether "both" only joins two parts of one leg ("both the knee and the ankle")."""
        words = self._passage.words(mention.last, mention.last + 4)
        joined = "and" in words[:1] and any(
            m.first - mention.last in (1, 2, 3) and m.part.area != mention.part.area
            for m in self._mentions
        )
        return joined and not mention.plural and mention.first - index <= 2

    def _side_after(self, mention: Mention) -> str:
        tokens = self._passage.tokens
        index = mention.last
        while index < len(tokens) and index - mention.last <= 3:
            token = tokens[index]
            if token.boundary >= CLAUSE:
                return ""
            if token.word in ("left", "right"):
                after = tokens[index + 1].word if index + 1 < len(tokens) else ""
                starts_part = any(m.first == index + 1 for m in self._mentions)
                joined = index + 1 < len(tokens) and tokens[index + 1].boundary == 0
                compared = mention.plural and after in _COMPARED
                if compared or (starts_part and joined and after not in ("leg", "foot", "side")):
                    return ""
                if token.boundary == COMMA and joined and after not in ("side", "leg", "foot"):
                    return ""
                self.used.add(index)
                return token.word
            if token.word == "both" and index - mention.last <= 2:
                after = tokens[index + 1].word if index + 1 < len(tokens) else ""
                if after in ("side", "sides", "legs", "of"):
                    self.used.add(index)
                    return "both"
                return ""
            if token.word not in (
                "on",
                "of",
                "the",
                "my",
                "in",
                "only",
                "his",
                "her",
                "one",
                "side",
            ):
                return ""
            index += 1
        return ""
