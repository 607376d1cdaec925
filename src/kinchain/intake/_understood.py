"""Honest words where a text cannot be read: empty, binary, foreign, or without complaint."""

from __future__ import annotations

import re

_ENGLISH = frozenset(
    "the a an i my is it in of to and on for with not no have has been was at since when after "
    "pain hurts hurt sore knee foot heel leg ankle left right toe calf hip back but so im me "
    "this that are am cant dont what old years day days week weeks".split()
)
_FOREIGN = {
    "German": "ich und der die das nicht ist mein meine seit habe schmerzen knie fuss".split(),
    "French": "je le la les mon ma et est pas depuis mal genou pied douleur j'ai".split(),
    "Spanish": "el la los mi me duele y no desde rodilla pie dolor tengo que una".split(),
    "Italian": "il la mio mia e non da ho ginocchio piede dolore che mi fa".split(),
    "Portuguese": "o a meu minha e nao desde joelho dor tenho que uma pe doi".split(),
    "Dutch": "ik de het mijn en niet sinds heb pijn knie voet een van is".split(),
    "Polish": "mnie boli kolano stopa od nie jest mam w noga mam".split(),
}
_WORD = re.compile(r"[^\W\d_]+")
MIN_ENGLISH_SHARE = 0.12
"""Share of usual English small words below which a longer text is not taken as English."""
MIN_WORDS_FOR_LANGUAGE = 6


def language_of(text: str) -> str | None:
    """Return a note where the text does not look English, else None.

    Parameters
    ----------
    text
        The narrative.
    """
    words = [w.lower() for w in _WORD.findall(text[:3000])]
    if len(words) < MIN_WORDS_FOR_LANGUAGE:
        return None
    english = sum(w in _ENGLISH for w in words) / len(words)
    scores = {name: sum(w in ws for w in words) / len(words) for name, ws in _FOREIGN.items()}
    name, best = max(scores.items(), key=lambda item: item[1])
    if best > english and best >= 0.2:
        return f"The text looks {name}; only English is read."
    if english < MIN_ENGLISH_SHARE:
        return "The text does not look English; only English is read."
    return None


def why_not_understood(text: str, n_tokens: int, heard: bool) -> str | None:
    """Say why nothing could be made of a text, or None where something was heard.

    Parameters
    ----------
    text
        The narrative.
    n_tokens
        How many words it has.
    heard
        Whether anything was heard.
    """
    if heard:
        return None
    stripped = text.strip()
    if not stripped:
        return "The text is empty."
    odd = sum(not c.isprintable() and c not in "\n\r\t" for c in stripped[:5000])
    if odd > 0.05 * min(len(stripped), 5000):
        return "The text is not readable: it holds control or binary characters."
    if n_tokens == 0:
        return "The text has no words."
    if language_of(text) is not None:
        return "The text does not look English; only English is read."
    return "No complaint, illness or medicine was recognised in the text."
