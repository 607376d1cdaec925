"""Who a text is about, and which of its words tell of somebody else."""

from __future__ import annotations

from collections.abc import Collection

from kinchain.intake._lexicon import Hit, Lexicon
from kinchain.intake._read import Passage
from kinchain.intake._text import CLAUSE, COMMA, SENTENCE

_WATCHES = frozenset(
    "think thought noticed notice know found saw see feel need want worry worried believe reckon "
    "am just called rang can could should is do gave took put looked hope wonder asked said told "
    "mentioned tried press pressed touch touched squeeze squeezed lift lifted carried".split()
)
"""Verbs of somebody who tells of another person ("I noticed my husband's leg ...")."""
_ASKS = frozenset("should shall can could do must may would will".split())
"""Before "I": somebody asks what to do, perhaps for another ("Should I push for a scan?")."""
_HANDLES = frozenset(
    "cant not nopulse feel feels find finds found see sees saw says said noticed notices thinks "
    "squeezed squeezes pressed presses tugs pulls pulled touched touches dropped kicked stamped "
    "hit".split()
)
"""What others do to or tell of the teller's own leg."""
_TELLS = frozenset("says said thinks thought reckons noticed tells told nags wants keeps".split())
_NAMED = frozenset(
    "mum mom mam mummy mother dad daddy father nan nana gran grandma granny grandmother grandad "
    "granddad grandpa grandfather auntie aunt uncle wife husband hubby missus sister brother "
    "parents sis bro".split()
)
"""Relatives named without "my" ("Dad had gout")."""
_LEADS = frozenset("and but so because as since when plus only also with while".split())
_THIRD = frozenset(["he", "she", "his", "her", "him"])
_FIRST = frozenset(["i", "me", "mine"])
_FAMILY = frozenset(["fh", "fhx", "famhx"])
_FELT = frozenset(["pain", "symptom", "sign", "injury", "trigger", "behaviour"])


class Others:
    """Whose complaint it is: ``other`` and ``stranger`` tell it of each word.

    ``stranger`` holds for words told of somebody who is not the person the text was written
    for; ``own_voice`` says whether the teller speaks of their own leg, ``proxy`` whether the
    text is told for somebody else.

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
        self._relatives = words.macros["relative"]
        self._words = words
        self._parts = parts
        self._mine = {hit.first for hit in passage.cues.get("self", ())}
        n_tokens = len(passage.tokens)
        self.other = [False] * n_tokens
        self.stranger = [False] * n_tokens
        self.own_leg = any(
            self._own_part(i) or token.word == "mine" for i, token in enumerate(passage.tokens)
        )
        self.own_voice = self.own_leg or any(self._own_word(i) for i in range(n_tokens))
        self.third_voice = self._third_voice()
        self.proxy = bool(passage.cues.get("proxy")) or (not self.own_voice and self.third_voice)
        self._mark()

    def _own_part(self, index: int) -> bool:
        tokens = self._passage.tokens
        if tokens[index].word != "my":
            return False
        for place in range(index + 1, min(index + 4, len(tokens))):
            if tokens[place].word in self._relatives:
                return False
            if place in self._parts:
                return True
        return False

    def _own_word(self, index: int) -> bool:
        """Say whether "I" or "me" speaks here of the teller, not as one who watches."""
        passage = self._passage
        if passage.tokens[index].word not in _FIRST:
            return False
        watches = not _WATCHES.isdisjoint(passage.words(index + 1, index + 2))
        asks = index > 0 and passage.tokens[index - 1].word in _ASKS
        if (watches or asks) and passage.tokens[index].word != "mine":
            return False
        return _THIRD.isdisjoint(passage.words(*passage.bounds(index, passage.unit)))

    def _third_voice(self) -> bool:
        """Say whether a complaint is told of "him" or "her"."""
        passage = self._passage
        for index, token in enumerate(passage.tokens):
            if token.word in ("his", "her"):
                near = range(index + 1, min(index + 5, len(passage.tokens)))
                if any(i in self._parts for i in near):
                    return True
            if token.word in ("he", "she"):
                _, last = passage.bounds(index, passage.unit)
                if any(
                    index < h.first < last and self._words.concepts[h.name].kind in _FELT
                    for h in passage.concepts
                ):
                    return True
        return False

    def _named(self) -> list[Hit]:
        """Return relatives named without "my", and where a family history begins."""
        tokens = self._passage.tokens
        found = []
        for index, token in enumerate(tokens):
            before = tokens[index - 1].word if index else ""
            opens = token.boundary > 0 or before in _LEADS or before in _FAMILY
            if token.word in _FAMILY or (token.word in _NAMED and opens):
                found.append(Hit("relative", True, index, index + 1))
        return found

    def _mark(self) -> None:
        passage = self._passage
        hits = list(passage.cues.get("relative", ()))
        taken = {i for hit in hits for i in range(hit.first, hit.last)}
        hits += [hit for hit in self._named() if hit.first not in taken]
        hits.sort(key=lambda hit: hit.first)
        names = [self._relative_of(hit) for hit in hits]
        proxied = names[0] if names else ""
        for hit, name in zip(hits, names, strict=True):
            if self._only_watches(hit):
                continue
            self._mark_from(hit, name != proxied)
        if self.own_voice and hits:
            self._mark_pronouns(hits[0].last)

    def _mark_from(self, hit: Hit, stranger: bool) -> None:
        passage = self._passage
        tokens = passage.tokens
        family = tokens[hit.first].word in _FAMILY
        if tokens[hit.first].word in ("run", "runs"):
            for index in range(passage.bounds(hit.first, passage.unit)[0], hit.first):
                self.other[index] = True
        for index in range(hit.first, len(tokens)):
            if index >= hit.last and self._ends(index, family):
                break
            self.other[index] = True
            self.stranger[index] = stranger or family

    def _ends(self, index: int, family: bool) -> bool:
        """Say whether the telling of somebody else ends before this word."""
        token = self._passage.tokens[index]
        if token.word == "patient":
            return True
        if family:
            return token.boundary >= SENTENCE
        if token.boundary >= SENTENCE and token.word not in ("he", "she", "his", "her", "they"):
            return True
        if index in self._mine or self._own_part(index):
            return True
        return token.boundary >= COMMA and token.word in (
            "there",
            "it",
            "now",
            "left",
            "right",
            "but",
        )

    def _mark_pronouns(self, start: int) -> None:
        """Mark clauses about "him" or "her" in the teller's own story."""
        passage = self._passage
        tokens = passage.tokens
        for index in range(start, len(tokens)):
            token = tokens[index]
            before = tokens[index - 1].word
            if token.word not in ("he", "she", "his", "her"):
                continue
            if not token.boundary and before not in _LEADS:
                continue
            if self._handled(index, index):
                continue
            for place in range(index, len(tokens)):
                ended = place > index and tokens[place].boundary >= CLAUSE
                if ended or place in self._mine or self._own_part(place):
                    break
                self.other[place] = True

    def _only_watches(self, hit: Hit) -> bool:
        """Say whether a relative only tells of, looks at or touches the teller's own leg."""
        after = self._passage.words(hit.last, hit.last + 4)
        if after[:1] and after[0] in _TELLS and _THIRD.isdisjoint(after) and self.own_voice:
            return True
        return self._handled(hit.first, hit.last)

    def _handled(self, first: int, start: int) -> bool:
        passage = self._passage
        _, last = passage.bounds(first, passage.unit)
        own = [i for i in range(start, min(last, start + 10)) if self._own_part(i)]
        return bool(own) and not _HANDLES.isdisjoint(passage.words(start, own[0]))

    def _relative_of(self, hit: Hit) -> str:
        """Return which relative or friend a cue names."""
        words = self._passage.words(hit.first, hit.last)
        named = [w for w in words if w in self._relatives]
        return named[-1] if named else ""
