"""How far a denial, a worry, the past and somebody else reach."""

from __future__ import annotations

from kinchain.intake._calendar import FEASTS, MONTHS
from kinchain.intake._lexicon import Hit, Lexicon
from kinchain.intake._read import SUBJECTS, Passage, is_small
from kinchain.intake._text import CLAUSE, COMMA, SENTENCE

MAX_REACH = 14
"""Most words a denial reaches over."""

_VERBS = frozenset("is am are was were has have had feel feels felt get gets got hurts can".split())


_WATCHES = frozenset(
    "think thought noticed notice know found saw see feel need want worry worried believe reckon "
    "am just called rang can could should is do gave took put looked".split()
)
"""Verbs of somebody who tells of another person ("I noticed my husband's leg ...")."""


_HANDLES = frozenset(
    "cant not feel feels find finds found see sees saw says said noticed notices thinks squeezed "
    "squeezes pressed presses tugs pulls pulled touched touches dropped kicked stamped hit".split()
)
"""What others do to or tell of the teller's own leg."""


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
        self.denied_by: list[Hit | None] = [None] * n_tokens
        self.supposed = [False] * n_tokens
        self.past = [False] * n_tokens
        self.other = [False] * n_tokens
        self.other_than_proxied = [False] * n_tokens
        self.proxy: bool = False
        self.own_voice: bool = False
        self._part_tokens = {
            index
            for hit in words.part_words.hits(passage.tokens)
            for index in range(hit.first, hit.last)
        }
        self._concept_tokens = {
            index for hit in passage.concepts for index in range(hit.first, hit.last)
        }
        self._stops = {hit.first for hit in passage.cues.get("stop", ())}
        self.undone: set[int] = set()
        self._wellnot = {i for i, t in enumerate(passage.tokens) if t.word == "wellnot"}
        for hit in passage.cues.get("neg", ()):
            self._deny(hit)
        for hit in passage.cues.get("negafter", ()):
            self._deny_before(hit)
        for hit in passage.cues.get("hypo", ()):
            self._suppose(hit)
        for index, token in enumerate(passage.tokens):
            follows = passage.words(index + 1, index + 3)
            if token.word == "cant" and follows[:1] == ["say"]:
                self._deny(Hit("neg", True, index, index + 2))
            if token.word == "asked" and not {"if", "whether", "about"}.isdisjoint(follows):
                self._suppose(Hit("hypo", True, index, index + 1))
        for hit in passage.cues.get("past", ()):
            self._mark_past(hit)
        self._mark_other()

    def _denies_nothing(self, cue: Hit) -> bool:
        """Say whether a denial is undone ("wouldn't say it's not") or of a doing."""
        words = self._passage.words
        idle = {"words", "word", "wonder", "matter", "idea", "doubt", "surprise", "way"}
        if words(cue.first, cue.first + 1) == ["no"] and not idle.isdisjoint(
            words(cue.last, cue.last + 1)
        ):
            return True
        if words(cue.first - 1, cue.first) in (["doing"], ["do"]) and words(
            cue.first, cue.first + 1
        ) in (["nothing"], ["nowt"]):
            return True
        _, last = self._passage.bounds(cue.first, self._passage.unit)
        said = {"say", "deny", "claim", "pretend"}
        undoing = words(cue.first, cue.first + 1) in (["nosaid"], ["not"]) and (
            not said.isdisjoint(words(cue.last, cue.last + 1))
            or words(cue.first, cue.last) == ["nosaid"]
        )
        inner = [h for h in self._passage.cues.get("neg", ()) if cue.last < h.first < last]
        if undoing and inner:
            self.undone.update(h.first for h in inner)
            return True
        return cue.first in self.undone

    def _deny(self, cue: Hit) -> None:
        if self._denies_nothing(cue):
            return
        tokens = self._passage.tokens
        had_part = False
        index = cue.last
        reach = 0
        while index < len(tokens) and reach < MAX_REACH:
            token = tokens[index]
            if token.boundary >= CLAUSE or self._stops_at(index, reach):
                return
            if token.word in ("my", "the", "on") and tokens[cue.first].word == "without" and reach:
                return
            if token.boundary == COMMA and not self._list_goes_on(index, had_part, cue):
                return
            had_part = had_part or index in self._part_tokens
            if self.denied_by[index] is None:
                self.denied_by[index] = cue
            index += 1
            reach += 1

    def _stops_at(self, index: int, reach: int) -> bool:
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

    def _list_goes_on(self, index: int, had_part: bool, cue: Hit) -> bool:
        """Say whether a denial reaches over a comma: a bare list of further things."""
        tokens = self._passage.tokens
        first = index
        n_concepts = 0
        joined = False
        while index < len(tokens):
            token = tokens[index]
            if index > first and token.boundary >= COMMA:
                break
            word = token.word
            joined = joined or word in ("or", "nor")
            if word in ("and",) and index == first:
                return False
            if index in self._part_tokens and not had_part and not joined:
                return False
            if index in self._concept_tokens:
                n_concepts += 1
            elif not is_small(word) and word not in (
                "any",
                "recent",
                "history",
                "nothing",
                "other",
            ):
                return joined and index - first > 2
            index += 1
        pain_hits = [
            h for h in self._passage.concepts if h.name == "pain" and first <= h.first < index
        ]
        listing = self._passage.tokens[cue.first].word not in ("not", "never", "nosaid")
        return n_concepts > 0 and (joined or (listing and not pain_hits))

    def _deny_before(self, cue: Hit) -> None:
        """Read "fever: none", "locking - no": the denial closes its part of the sentence."""
        tokens = self._passage.tokens
        after = cue.last
        if after < len(tokens) and tokens[after].boundary == 0:
            return
        if tokens[cue.first].boundary >= SENTENCE:
            return
        index = cue.first - 1
        while index >= 0 and cue.first - index <= 4:
            if index in self._wellnot:
                return
            if self.denied_by[index] is None:
                self.denied_by[index] = cue
            if tokens[index].boundary >= COMMA:
                return
            index -= 1

    def _suppose(self, cue: Hit) -> None:
        tokens = self._passage.tokens
        for index in range(cue.first, len(tokens)):
            if index > cue.last and tokens[index].boundary >= CLAUSE:
                return
            if index > cue.last and tokens[index].boundary == COMMA:
                word = tokens[index].word
                if word in SUBJECTS or index in self._part_tokens or word in ("left", "right"):
                    return
            if index > cue.last and tokens[index].word == "because":
                return
            self.supposed[index] = True

    def _dated(self, index: int) -> bool:
        """Say whether a date begins here ("back in May", but not "popped back in")."""
        tokens = self._passage.tokens
        if index >= len(tokens) or tokens[index].boundary:
            return False
        word = tokens[index].word
        return word.isdecimal() or word in MONTHS or word in FEASTS or word in ("the", "my")

    def _mark_past(self, cue: Hit) -> None:
        passage = self._passage
        first, last = passage.bounds(cue.first, passage.unit)
        if "still" in passage.words(first, last):
            return
        words = passage.words(cue.first, cue.last)
        if words == ["back", "in"] and not self._dated(cue.last):
            return
        if words[0] in ("used", "use", "no"):
            first = cue.first
        elif words[-1] == "now" and not any(first <= h.first < cue.first for h in passage.concepts):
            first = passage.bounds(cue.first, passage.sentence)[0]
        for index in range(cue.first, first, -1):
            if passage.tokens[index].word in ("since", "after", "because"):
                first = index
                break
        for index in range(first, last):
            self.past[index] = True

    def _mark_other(self) -> None:
        passage = self._passage
        mine = {hit.first for hit in passage.cues.get("self", ())}
        self.proxy = bool(passage.cues.get("proxy"))
        tokens = passage.tokens
        self.own_voice = any(self._own_part(i) for i in range(len(tokens))) or any(
            t.word in ("i", "me", "mine") and " ".join(passage.words(i + 1, i + 2)) not in _WATCHES
            for i, t in enumerate(tokens)
        )
        hits = passage.cues.get("relative", ())
        proxied = self._relative_of(hits[0]) if hits else ""
        for hit in hits:
            stranger = self._relative_of(hit) != proxied
            if self._only_watches(hit):
                continue
            if passage.tokens[hit.first].word in ("run", "runs"):
                for index in range(passage.bounds(hit.first, passage.unit)[0], hit.first):
                    self.other[index] = True
            for index in range(hit.first, len(tokens)):
                new = index >= hit.last and tokens[index].boundary >= SENTENCE
                if new and tokens[index].word not in ("he", "she", "his", "her", "they"):
                    break
                if index >= hit.last and (index in mine or self._own_part(index)):
                    break
                if (
                    index >= hit.last
                    and tokens[index].boundary >= COMMA
                    and tokens[index].word in ("there", "it", "now", "left", "right", "but")
                ):
                    break
                self.other[index] = True
                self.other_than_proxied[index] = stranger

    def _only_watches(self, hit: Hit) -> bool:
        """Say whether a relative only looks at or touches the teller's own leg."""
        passage = self._passage
        _, last = passage.bounds(hit.first, passage.unit)
        own = [i for i in range(hit.last, min(last, hit.last + 10)) if self._own_part(i)]
        return bool(own) and not _HANDLES.isdisjoint(passage.words(hit.last, own[0]))

    def _relative_of(self, hit: Hit) -> str:
        """Return which relative or friend a cue names."""
        words = self._passage.words(hit.first, hit.last)
        named = [w for w in words if w in self._words.macros["relative"]]
        return named[-1] if named else ""

    def _own_part(self, index: int) -> bool:
        tokens = self._passage.tokens
        if tokens[index].word != "my":
            return False
        for place in range(index + 1, min(index + 4, len(tokens))):
            if tokens[place].word in self._words.macros["relative"]:
                return False
            if place in self._part_tokens:
                return True
        return False
