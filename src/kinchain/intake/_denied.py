"""How far a denial reaches: over a list, up to a new statement."""

from __future__ import annotations

from collections.abc import Collection

from kinchain.intake._lexicon import Hit, Lexicon
from kinchain.intake._read import SUBJECTS, Passage, is_small
from kinchain.intake._text import CLAUSE, COMMA, SENTENCE

MAX_REACH = 14
"""Most words a denial reaches over."""

_VERBS = frozenset("is am are was were has have had feel feels felt get gets got hurts can".split())
_NEW_TOPIC = SUBJECTS - {"my", "the", "his", "her", "this", "that", "all", "one", "both"}
_LISTED = frozenset("any recent history nothing other sign signs ever kind sort of real".split())
"""Words that may stand in a list of things denied."""
_IDLE = frozenset("words word wonder matter idea doubt surprise way luck".split())
_LEADS_ON = frozenset("and but with a the on or".split())
_OF_A_LEG = frozenset("on the left right both sides side".split())
"""Words that may stand between "negative" and the end of its part of the sentence."""
_SAID = frozenset(["say", "deny", "claim", "pretend"])


class Denied:
    """Which words are denied, by which cue; ``undone`` are cues that deny nothing.

    Parameters
    ----------
    passage
        The text taken apart.
    words
        The lexicon.
    parts
        Places of the words that name body parts.
    """

    def __init__(self, passage: Passage, words: Lexicon, parts: Collection[int]) -> None:
        self._passage = passage
        self._parts = parts
        self._concepts = {i for h in passage.concepts for i in range(h.first, h.last)}
        self._stops = {hit.first for hit in passage.cues.get("stop", ())}
        self._wellnot = {i for i, t in enumerate(passage.tokens) if t.word == "wellnot"}
        self.by: list[Hit | None] = [None] * len(passage.tokens)
        self.undone: set[int] = set()
        for hit in passage.cues.get("neg", ()):
            self._deny(hit)
        for hit in passage.cues.get("negafter", ()):
            self._deny_before(hit)
        for index, token in enumerate(passage.tokens):
            if token.word == "cant" and passage.words(index + 1, index + 2) == ["say"]:
                self._deny(Hit("neg", True, index, index + 2))

    def _denies_nothing(self, cue: Hit) -> bool:
        """Say whether a denial is undone ("wouldn't say it's not") or of a doing."""
        words = self._passage.words
        own, after = words(cue.first, cue.first + 1), words(cue.last, cue.last + 1)
        if own == ["no"] and not _IDLE.isdisjoint(after):
            return True
        if own == ["negative"] and self._ends_a_test(cue):
            return True
        if words(cue.first - 1, cue.first) in (["doing"], ["do"]) and own in (
            ["nothing"],
            ["nowt"],
        ):
            return True
        _, last = self._passage.bounds(cue.first, self._passage.unit)
        undoing = own in (["nosaid"], ["not"]) and (
            not _SAID.isdisjoint(after) or words(cue.first, cue.last) == ["nosaid"]
        )
        inner = [h for h in self._passage.cues.get("neg", ()) if cue.last < h.first < last]
        if undoing and inner:
            self.undone.update(h.first for h in inner)
            return True
        return cue.first in self.undone

    def _ends_a_test(self, cue: Hit) -> bool:
        """Say whether "negative" is told of the test before it ("Thompson negative")."""
        before = self._passage.words(cue.first - 1, cue.first)
        joined = self._passage.tokens[cue.first].boundary == 0
        led = joined and bool(before) and before[0] not in _LEADS_ON
        return led and self._passage.words(cue.last, cue.last + 1) != ["for"]

    def _deny(self, cue: Hit) -> None:
        if self._denies_nothing(cue):
            return
        tokens = self._passage.tokens
        had_part = False
        index = cue.last
        reach = n_items = 0
        while index < len(tokens) and reach < MAX_REACH + 4 * n_items:
            token = tokens[index]
            if token.boundary >= CLAUSE or self._stops_at(index, reach, n_items):
                return
            if token.word in ("my", "the", "on") and tokens[cue.first].word == "without" and reach:
                return
            if token.boundary == COMMA:
                if not self._list_goes_on(index, had_part, cue, n_items):
                    return
                n_items += 1
            had_part = had_part or index in self._parts
            if self.by[index] is None:
                self.by[index] = cue
            index += 1
            reach += 1

    def _stops_at(self, index: int, reach: int, n_items: int) -> bool:
        tokens = self._passage.tokens
        word = tokens[index].word
        if index in self._stops and reach > 0:
            return True
        if word in ("wellnot", "with", "nohelp", "persists", "from") and reach > 0:
            return True
        if word in ("and", "so", "then", "just") and index + 1 < len(tokens):
            after = tokens[index + 1].word
            if word == "just":
                return reach > 0
            return (
                after in SUBJECTS or after in _VERBS or after in ("left", "right", "still", "also")
            )
        return False

    def _segment(self, index: int) -> range:
        """Return the words from here to the next comma or clause."""
        tokens = self._passage.tokens
        last = index + 1
        while last < len(tokens) and tokens[last].boundary == 0:
            last += 1
        return range(index, last)

    def _ends_in_or(self, index: int) -> bool:
        """Say whether a row of things listed from here on is closed by "or" or "nor"."""
        tokens = self._passage.tokens
        while index < len(tokens) and tokens[index].boundary < CLAUSE:
            words = [tokens[i].word for i in self._segment(index)]
            if not _NEW_TOPIC.isdisjoint(words[:2]):
                return False
            if "or" in words or "nor" in words:
                return True
            index += len(words)
        return False

    def _list_goes_on(self, index: int, had_part: bool, cue: Hit, n_items: int) -> bool:
        """Say whether a denial reaches over a comma: a bare list of further things."""
        segment = self._segment(index)
        words = [self._passage.tokens[i].word for i in segment]
        listing = self._lists(cue)
        if words[0] == "and" and not (listing and n_items):
            return False
        joined = self._ends_in_or(index)
        if not joined and not had_part and any(i in self._parts for i in segment):
            return False
        n_concepts = sum(i in self._concepts for i in segment)
        strange = [
            w
            for i, w in zip(segment, words, strict=True)
            if i not in self._concepts
            and i not in self._parts
            and not is_small(w)
            and w not in _LISTED
        ]
        if strange and not (joined and self._may_be_listed(words)):
            return joined and words[0] in ("or", "nor")
        pain = any(h.name == "pain" and h.first in segment for h in self._passage.concepts)
        return n_concepts > 0 and (joined or (listing and not pain))

    def _may_be_listed(self, words: list[str]) -> bool:
        return _NEW_TOPIC.isdisjoint(words) and _VERBS.isdisjoint(words) and len(words) <= 8

    def _lists(self, cue: Hit) -> bool:
        """Say whether a denial opens a list of things ("no ...", "haven't had any ...")."""
        if self._passage.tokens[cue.first].word not in ("not", "never", "nosaid"):
            return True
        return "any" in self._passage.words(cue.last, cue.last + 3)

    def _deny_before(self, cue: Hit) -> None:
        """Read "fever: none", "locking - no": the denial closes its part of the sentence."""
        tokens = self._passage.tokens
        after = cue.last
        if tokens[cue.first].word == "negative":
            while after < len(tokens) and (tokens[after].word in _OF_A_LEG or after in self._parts):
                after += 1
        if after < len(tokens) and tokens[after].boundary == 0:
            return
        if tokens[cue.first].boundary >= SENTENCE:
            return
        index = cue.first - 1
        while index >= 0 and cue.first - index <= 4:
            if index in self._wellnot:
                return
            if self.by[index] is None:
                self.by[index] = cue
            if tokens[index].boundary >= COMMA:
                return
            index -= 1
