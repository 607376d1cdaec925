"""A narrative with all that is known of its words before findings are named."""

from __future__ import annotations

from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._covers import covered_hits
from kinchain.intake._lexicon import Lexicon
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes
from kinchain.intake._time import Time


class Hearing:
    """The text, how far its cues reach, the parts and times it names.

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    scopes
        How far cues reach.
    parts
        Body parts mentioned.
    times
        Times told.
    """

    def __init__(
        self, passage: Passage, words: Lexicon, scopes: Scopes, parts: BodyParts, times: list[Time]
    ) -> None:
        self.passage = passage
        self.words = words
        self.scopes = scopes
        self.parts = parts
        self.times = times
        self.pain_hits = [h for h in passage.concepts if h.name == "pain"]
        self.covered = covered_hits(passage.concepts, words.concepts)
