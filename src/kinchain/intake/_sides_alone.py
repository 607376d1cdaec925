"""Sides told without a part beside them ("mostly the left", "now the other one too")."""

from __future__ import annotations

from kinchain.core.findings import Side
from kinchain.intake._lexicon import Lexicon
from kinchain.intake._mentions import OTHER, UNSIDED_AREAS, Mention, give_side, named_near
from kinchain.intake._read import Passage
from kinchain.intake._side_words import is_compared, is_letter, means_side, takes_weight


class SidesAlone:
    """Sides told on their own: given to a part, added as one, or kept as ``lone_side``.

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    mentions
        Parts named, in order; sides told alone are added at the end.
    """

    def __init__(self, passage: Passage, words: Lexicon, mentions: list[Mention]) -> None:
        self._passage = passage
        self._words = words
        self._mentions = mentions
        self.lone_side: Side = "unknown"

    def read(self, used: set[int]) -> None:
        """Read every word of side that no part has used.

        Parameters
        ----------
        used
            Places of the words already read as the side of a part.
        """
        for index, token in enumerate(self._passage.tokens):
            if token.word not in ("left", "right", "both", "other") or index in used:
                continue
            if not means_side(self._passage, self._mentions, index) or self._sides_near(index):
                continue
            self._of_its_own(index)

    def _sides_near(self, index: int) -> bool:
        """Give a side told on its own to the part beside it, where there is one."""
        tokens = self._passage.tokens
        token = tokens[index]
        target = self._unsided_in_unit(index)
        if target is None or token.word == "other":
            return False
        before = tokens[index - 1].word if index and token.boundary == 0 else ""
        following = tokens[index + 1].word if index + 1 < len(tokens) else ""
        compared = following in ("more", "worse", "most", "mostly", "mainly")
        near = before in ("on", "the", "side", "my", "of") or token.boundary > 0
        near = near or is_letter(token)
        if (near and not compared) or token.word == "both":
            give_side(target, token.word)
            return True
        return target.side == "both" and is_compared(tokens, index)

    def _of_its_own(self, index: int) -> None:
        tokens = self._passage.tokens
        word = tokens[index].word
        about = named_near(self._mentions, self._passage, index) or next(
            (m for m in self._mentions if m.first > index), None
        )
        if about is None:
            if word in OTHER:
                self.lone_side = word  # type: ignore[assignment]
            return
        if about.plural and about.first < index and is_compared(tokens, index):
            return
        part = self._words.parts[
            about.part.area if about.part.area in self._words.parts else about.part.name
        ]
        lone = Mention(part, index, index + 1, pseudo=True)
        lone.aside = takes_weight(self._passage, index)
        give_side(lone, word)
        self._mentions.append(lone)
        open_side = about.side == "unknown" and not about.explicit and about.first < index
        apart = self._passage.sentence[about.first] != self._passage.sentence[index]
        if apart and any(
            m.explicit and m.side in OTHER and m.part.region == about.part.region
            for m in self._mentions
            if m.first < index
        ):
            open_side = False
        if open_side and word != "other" and not lone.aside:
            about.side = lone.side

    def _unsided_in_unit(self, index: int) -> Mention | None:
        passage = self._passage
        own = [
            m
            for m in self._mentions
            if passage.sentence[m.first] == passage.sentence[index]
            and not m.explicit
            and not m.plural
            and not m.placed
            and m.part.area not in UNSIDED_AREAS
        ]
        before = [
            m for m in own if m.first < index and passage.unit[m.first] == passage.unit[index]
        ]
        if before:
            return before[-1]
        return None
