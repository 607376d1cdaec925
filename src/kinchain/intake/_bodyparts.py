"""Which body parts are named in a text, and which side of each is meant."""

from __future__ import annotations

from kinchain.core.findings import Side
from kinchain.intake._finer import longest_hits, refine
from kinchain.intake._lexicon import Lexicon
from kinchain.intake._mentions import Mention
from kinchain.intake._read import Passage
from kinchain.intake._sides_alone import SidesAlone
from kinchain.intake._sides_beside import SidesBeside
from kinchain.intake._sides_shared import inherit_sides, share_within_groups


class BodyParts:
    """All mentions of body parts, in order of the text.

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    """

    def __init__(self, passage: Passage, words: Lexicon) -> None:
        self.mentions: list[Mention] = []
        blocked = {
            i for h in passage.concepts if h.name == "high_heels" for i in range(h.first, h.last)
        }
        for hit in longest_hits(words.part_words, passage):
            if hit.first not in blocked:
                self.mentions.append(
                    Mention(
                        words.parts[hit.name],
                        hit.first,
                        hit.last,
                        plural=any(t.plural for t in passage.tokens[hit.first : hit.last]),
                    )
                )
        for mention in self.mentions:
            mention.aside = (
                _stood_on(passage, mention)
                or self._is_bound(passage, mention)
                or self._holds_another(passage, mention)
                or passage.words(mention.last, mention.last + 1) in _EXERCISES
            )
        refine(passage, words, self.mentions)
        beside = SidesBeside(passage, self.mentions)
        for mention in self.mentions:
            beside.read(mention)
        alone = SidesAlone(passage, words, self.mentions)
        alone.read(beside.used)
        self.lone_side: Side = alone.lone_side
        self.mentions.sort(key=lambda m: m.first)
        share_within_groups(passage, self.mentions)
        inherit_sides(passage, self.mentions)

    def _holds_another(self, passage: Passage, mention: Mention) -> bool:
        """Say whether a leg only tells which one ("the arch of the foot on that leg aches")."""
        own = passage.words(mention.first, mention.last)
        if own not in (["leg"], ["limb"], ["foot"]):
            return False
        index = mention.first - 1
        while index >= 0 and passage.tokens[index].word in _WHICH:
            index -= 1
        bound = index > 0 and passage.tokens[index].word in ("on", "of", "in")
        if not bound or any(t.boundary for t in passage.tokens[index : mention.first + 1]):
            return False
        inside = ("foot",) if own == ["foot"] else ("foot", "knee", "leg", "hip")
        return any(
            m.last == index and m.part.name != mention.part.name and m.part.region in inside
            for m in self.mentions
        )

    def _is_bound(self, passage: Passage, mention: Mention) -> bool:
        """Say whether a part only tells how far ("my leg is swollen from the knee down")."""
        lead = passage.words(mention.first - 2, mention.first)
        after = passage.words(mention.last, mention.last + 1)
        own = passage.sentence[mention.first]
        before = any(
            m.first < mention.first and passage.sentence[m.first] == own for m in self.mentions
        )
        reach = passage.words(mention.first - 3, mention.first)
        if before and reach[:2] in (["up", "to"], ["down", "to"], ["far", "as"], ["high", "as"]):
            return reach[2] in ("the", "my", "his", "her")
        return before and lead[:1] == ["from"] and after in (["down"], ["up"], ["downwards"])


_WHICH = frozenset("my that this the same his her left right other opposite bad good".split())
_EXERCISES = (["stretch"], ["stretches"], ["stretching"], ["exercises"], ["stretchers"])
_CROSSED = (["cross"], ["crossed"], ["crossing"], ["crosses"])
_UPRIGHT = frozenset(
    "am is are was been be being longer long time hours day up stand standing "
    "dead back much".split()
)


def _stood_on(passage: Passage, mention: Mention) -> bool:
    """Say whether feet are only what one is on ("the longer I'm on my feet")."""
    own = passage.words(mention.first, mention.last)
    if own == ["legs"] and passage.words(mention.first - 2, mention.first - 1) in _CROSSED:
        return True
    if own != ["feet"]:
        return False
    lead = passage.words(mention.first - 3, mention.first)
    return lead[1:] in (["on", "my"], ["on", "his"], ["on", "her"]) and lead[0] in _UPRIGHT
