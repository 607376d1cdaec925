"""A narrative with all that is known of its words before findings are named."""

from __future__ import annotations

from kinchain.intake._bodyparts import BodyParts
from kinchain.intake._covers import covered_hits
from kinchain.intake._lexicon import Hit, Lexicon
from kinchain.intake._read import Passage
from kinchain.intake._scopes import Scopes
from kinchain.intake._time import Time

FORMER_DAYS = 130.0
"""An injury dated within this many days belongs to this episode (expert)."""


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
        fresh = {h for h in passage.concepts if self._is_of_now(h)}
        rest = [h for h in passage.concepts if h not in fresh]
        self.covered = covered_hits(rest, words.concepts) | fresh

    def _is_of_now(self, hit: Hit) -> bool:
        """Say whether what is put as a former injury is dated within this episode."""
        if not hit.name.startswith("previous_") or not hit.value:
            return False
        return any(
            hit.first <= time.first <= hit.last + 1
            and time.how in ("ago", "since")
            and time.days < FORMER_DAYS
            for time in self.times
        )
