"""Where the cues of danger stand in a text, however spelt, and which of them stand together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kinchain.intake._danger_cues import Cue, DangerCues, Group, danger_cues
from kinchain.intake._lexicon import lexicon
from kinchain.intake._text import CLAUSE, SENTENCE, Token

REACH = 11
"""Words between the sign and another cue of the same sentence, at most."""

REACH_NEAR = 26
"""Words between the sign and a cue that may stand in the neighbouring sentence, at most."""

FOLLOWS = 4
"""Within so many words the next atom of a sequence follows."""

BESIDE = 5
"""So many words before and after the cues are looked at for what undoes them."""

MIN_LETTERS = 3
"""Shorter words must be spelt right, as one slip turns them into another word."""

MIN_LETTERS_TARGET = 4
"""A word is mended only towards cue words of so many letters or more."""

MIN_LETTERS_STEM = 5
MIN_LETTERS_TWO_SLIPS = 9

MAX_WORDS_KEPT = 50_000
"""Words whose cues are remembered, so that a server does not grow without end."""

Place = tuple[int, int]  # tokens [first, last)


@dataclass(frozen=True, slots=True)
class Match:
    """A cue found: the sign's tokens, and every token that made it."""

    cue: Cue
    sign: Place
    places: tuple[Place, ...]


class CuesInText:
    """The cues' atoms by their places in one text.

    Parameters
    ----------
    tokens
        The words of the text.
    """

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._sentence: list[int] = []
        n_sentences = -1
        for token in tokens:
            n_sentences += token.boundary >= SENTENCE
            self._sentence.append(n_sentences)
        self._places: dict[int, list[Place]] = {}
        self._groups: dict[tuple[int, ...], list[Place]] = {}
        index = _index()
        self._spelt = [index.spelt(token.word) for token in tokens]
        for at, token in enumerate(tokens):
            for atom in index.atoms_of(token.word):
                self._places.setdefault(atom, []).append((at, at + 1))
            for rest, atom in index.phrases.get(self._spelt[at], ()):
                if self._follows(at, rest):
                    self._places.setdefault(atom, []).append((at, at + 1 + len(rest)))

    def _follows(self, at: int, rest: tuple[str, ...]) -> bool:
        tokens = self._tokens[at + 1 : at + 1 + len(rest)]
        return self._spelt[at + 1 : at + 1 + len(rest)] == list(rest) and all(
            token.boundary < CLAUSE for token in tokens
        )

    def matches(self) -> Iterator[Match]:
        """Yield every cue whose groups stand together."""
        for cue in danger_cues().cues:
            if cue.never is not None and self._places.get(cue.never):
                continue
            places = [self._of(group) for group in cue.groups]
            if all(places):
                yield from self._together(cue, places)

    def _of(self, group: Group) -> list[Place]:
        known = self._groups.get(group.atoms)
        if known is None:
            known = self._places.get(group.atoms[0], [])
            for atom in group.atoms[1:]:
                known = self._chained(known, self._places.get(atom, []))
            self._groups[group.atoms] = known
        return known

    def _chained(self, before: list[Place], after: list[Place]) -> list[Place]:
        found = []
        for first, last in before:
            at = bisect_left(after, (last, 0))
            close = at < len(after) and after[at][0] - last < FOLLOWS
            if close and not any(t.boundary for t in self._tokens[last : after[at][0] + 1]):
                found.append((first, after[at][1]))
        return found

    def _together(self, cue: Cue, places: Sequence[list[Place]]) -> Iterator[Match]:
        for sign in places[-1]:
            chosen: list[Place] = []
            for group, held in zip(cue.groups[:-1], places[:-1], strict=True):
                nearest = self._nearest(sign, held, group.near)
                if nearest is None:
                    break
                chosen.append(nearest)
            else:
                match = Match(cue, sign, (*chosen, sign))
                if not self._undone(match):
                    yield match

    def _nearest(self, sign: Place, held: list[Place], near: bool) -> Place | None:
        reach = REACH_NEAR if near else REACH
        best: Place | None = None
        for place in held:
            gap = max(place[0] - sign[1] + 1, sign[0] - place[1] + 1)
            if gap <= 0:
                continue
            apart = abs(self._sentence[place[0]] - self._sentence[sign[0]])
            if apart <= int(near) and gap <= reach:
                reach, best = gap, place
        return best

    def _undone(self, match: Match) -> bool:
        unless = match.cue.unless
        if unless is None:
            return False
        sentence = self._sentence[match.sign[0]]
        here = [p for p in match.places if self._sentence[p[0]] == sentence]
        first = min(p[0] for p in here) - BESIDE
        last = max(p[1] for p in here) + BESIDE
        inside = {at for place in match.places for at in range(*place)}
        return any(
            first <= place[0] < last
            and self._sentence[place[0]] == sentence
            and not inside.issuperset(range(*place))
            for place in self._places.get(unless, ())
        )


class _Index:
    """Atoms by word, by beginning of word and by first word of a phrase."""

    def __init__(self, cues: DangerCues) -> None:
        self._words: dict[str, list[int]] = {}
        self._stems: dict[str, list[int]] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for number, atom in enumerate(cues.atoms):
            for word in atom.words:
                self._words.setdefault(word, []).append(number)
            for stem in atom.stems:
                self._stems.setdefault(stem, []).append(number)
            for phrase in atom.phrases:
                self.phrases.setdefault(phrase[0], []).append((phrase[1:], number))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._known: dict[str, tuple[int, ...]] = {}
        self._spelt: dict[str, str] = {}
        self._targets: dict[str, list[str]] = {}
        parts = {part for atom in cues.atoms for phrase in atom.phrases for part in phrase}
        self._cue_words = parts | self._words.keys()
        for word in sorted(self._cue_words):
            if len(word) >= MIN_LETTERS_TARGET and word.isalpha():
                self._targets.setdefault(word[0], []).append(word)
        self._long_stems = sorted(s for s in self._stems if len(s) >= MIN_LETTERS_STEM)

    def spelt(self, word: str) -> str:
        """Return the word, or the cue word that it is a misspelling of."""
        known = self._spelt.get(word)
        if known is None:
            near = () if word in self._cue_words else self._near(word)
            known = near[0] if near else word
            if len(self._spelt) < MAX_WORDS_KEPT:
                self._spelt[word] = known
        return known

    def atoms_of(self, word: str) -> tuple[int, ...]:
        """Return the atoms a word stands for."""
        known = self._known.get(word)
        if known is None:
            exact = self._exact(word)
            own = word in self._words or (exact and _is_own_word(word))
            known = tuple(dict.fromkeys(exact if own else [*exact, *self._misspelt(word)]))
            if len(self._known) < MAX_WORDS_KEPT:
                self._known[word] = known
        return known

    def _exact(self, word: str) -> list[int]:
        found = list(self._words.get(word, ()))
        for length in self._lengths:
            found.extend(self._stems.get(word[:length], ()) if len(word) >= length else ())
        return found

    def _misspelt(self, word: str) -> list[int]:
        if _is_own_word(word):
            return []
        from rapidfuzz.distance import OSA

        found = [atom for target in self._near(word) for atom in self._words.get(target, ())]
        for stem in self._long_stems:
            if stem[0] != word[0]:
                continue
            begins = (word[: len(stem) + more] for more in (-1, 0, 1))
            if any(OSA.distance(begin, stem, score_cutoff=1) <= 1 for begin in begins):
                found.extend(self._stems[stem])
        return found

    def _near(self, word: str) -> tuple[str, ...]:
        """Return the cue words that a misspelt word may stand for, nearest first."""
        if _is_own_word(word):
            return ()
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= MIN_LETTERS_TWO_SLIPS else 1
        near = []
        for target in self._targets.get(word[0], ()):
            apart = OSA.distance(word, target, score_cutoff=slips)
            if apart <= slips:
                near.append((apart, target))
        return tuple(target for _, target in sorted(near))


def _is_own_word(word: str) -> bool:
    """Say whether this is a word of its own and no misspelling."""
    if len(word) < MIN_LETTERS or not word.isalpha():
        return True
    words = lexicon()
    return (
        word in words.keep
        or word in danger_cues().own
        or any(
            word in matcher.vocabulary
            for matcher in (words.concept_words, words.part_words, words.folds, words.cues)
        )
    )


@lru_cache(maxsize=1)
def _index() -> _Index:
    return _Index(danger_cues())
