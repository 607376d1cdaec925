"""Mend misspelt words of a question before anything else is read from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kinchain.app.library.index import load_index
from kinchain.app.library.words import asking_words, flat

MIN_LETTERS_TO_MEND = 5
TWO_SLIPS_FROM_LETTERS = 8
"""Shorter words are not mended; from the second length on two slips are."""

MIN_LETTERS_BY_SOUND = 4
SLIPS_BY_SOUND = ((4, 1), (6, 3))
"""Slips allowed from a length on where a word sounds just like one that is known."""

_HEAL = re.compile(
    r"\b(my|the|her|his|sore|left|right|under|of|in|both|bad|painful) heal(s?)\b"
    r"|\bheal(s?) (?=(pain|spur|ache|hurt|sore|cup|pad|raise|drop|stretch|cushion)\w*\b)"
)
"""Where "heal" was meant to be a heel."""

_SPEAKER = re.compile(
    r"\b((my|the|a) )?(physio(therapist)?|doctor|docter|gp|podiatrist|osteopath|chiropractor|coach"
    r"|nurse|friend|mate|pharmacist|consultant|surgeon|specialist) "
    r"(said|says|say|told me|tells me|reckons|thinks|thought|claims|insists|mentioned)\b"
)
"""Who said a thing; the question is not about them."""

_DENIED = re.compile(r"\b((not|non|isnt) (a )?diabetic|(no|never had) diabetes)\b")
"""An illness that a person says is not there."""

_SOUNDS = (
    ("tion", "xn"), ("sch", "s"), ("sci", "s"), ("sce", "s"), ("tch", "x"), ("ph", "f"),
    ("gh", ""), ("ck", "k"), ("ch", "k"), ("sh", "s"), ("th", "t"), ("rh", "r"), ("qu", "kw"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("x", "ks"), ("z", "s"), ("c", "k"),
)  # fmt: skip
_SILENT_FIRST = (("kn", "n"), ("ps", "s"), ("wr", "r"), ("pn", "n"))


@dataclass(frozen=True)
class Mended:
    """A question with its words mended; ``roots`` are those that had to be."""

    text: str
    roots: frozenset[str]


@lru_cache(maxsize=64)
def mended_text(text: str) -> Mended:
    """Return a question in plain small letters with misspelt words mended.

    Parameters
    ----------
    text
        The question.
    """
    words, roots = asking_words(), set()
    out = []
    plain = _DENIED.sub("", _SPEAKER.sub("", flat(text)))
    for word in _HEAL.sub(_as_heel, plain).split():
        near = None if _known(word) else mended(word)
        if near is not None:
            roots.add(words.fold(near))
        out.append(near or word)
    return Mended(" ".join(out), frozenset(roots))


def _as_heel(found: re.Match[str]) -> str:
    return found.group().replace("heal", "heel")


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Return every word that means something to the pages or to the reading of questions."""
    words = asking_words()
    asked = (
        one for patterns in words.intents.values() for pattern in patterns
        for one in re.findall(r"[a-z]{5,}", pattern.pattern)
    )  # fmt: skip
    listed = (words.stop, words.common, words.elsewhere, words.folds, load_index().idf,
              *words.ends.values())  # fmt: skip
    danger = (one for rule in words.dangers for row in rule.rows for one in row)
    return frozenset(asked).union(*listed, danger)


def _known(word: str) -> bool:
    words = asking_words()
    return word in words.plain or word in _vocabulary() or words.fold(word) in _vocabulary()


@lru_cache(maxsize=1)
def _targets() -> tuple[str, ...]:
    """Return the words that a misspelt one may be mended to: none of something else."""
    kept = _vocabulary() - asking_words().elsewhere
    return tuple(sorted(one for one in kept if one.isalpha()))


@lru_cache(maxsize=4096)
def mended(word: str) -> str | None:
    """Return the known word nearest to a misspelt one, by letters or by sound, or None.

    Parameters
    ----------
    word
        A word that nothing knows, in small letters.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    if len(word) < MIN_LETTERS_BY_SOUND or not word.isalpha():
        return None
    if len(word) >= MIN_LETTERS_TO_MEND:
        slips = 1 if len(word) < TWO_SLIPS_FROM_LETTERS else 2
        like = [one for one in _targets() if len(one) >= MIN_LETTERS_TO_MEND and one[0] == word[0]]
        near = extractOne(word, like, scorer=OSA.distance, score_cutoff=slips)
        if near is not None:
            return str(near[0])
    sound = sound_of(word)
    slips = max(slips for least, slips in SLIPS_BY_SOUND if len(word) >= least)
    alike = [one for one in _by_sound().get(sound, ()) if len(one) >= MIN_LETTERS_BY_SOUND]
    near = extractOne(word, alike, scorer=OSA.distance, score_cutoff=slips)
    return None if near is None else str(near[0])


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _targets():
        found.setdefault(sound_of(one), []).append(one)
    return found


def sound_of(word: str) -> str:
    """Return a rough key of how an English word sounds: its consonants, alike ones as one.

    Parameters
    ----------
    word
        The word in small letters.
    """
    for written, said in _SILENT_FIRST:
        if word.startswith(written):
            word = said + word[len(written) :]
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    first = "a" if word[:1] in "aeiouy" else ""
    kept = re.sub(r"[aeiouyhw]", "", word)
    return first + re.sub(r"(.)\1+", r"\1", kept)
