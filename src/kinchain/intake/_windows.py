"""The stretches of a text that are looked at as one statement, and the words they hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kinchain.intake._text import COMMA, SENTENCE, Token

MAX_WORDS = 40
"""Longer sentences are looked at in parts only."""

MIN_WORDS = 2

_JOINS = frozenset("and but so because then when while with after since though or".split())
"""Words that may open a new statement inside a sentence."""

NUMBER = "<number>"
_MIRRORED = {"right": "left", "rt": "lt", "r": "l", "rhs": "lhs"}
"""What is told of the right states the same as of the left."""


def windows(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the stretches ``[first, last)`` of tokens: parts, neighbouring parts, sentences.

    Parameters
    ----------
    tokens
        The words of a text.
    """
    found: list[tuple[int, int]] = []
    for first, last in _parted(tokens, 0, len(tokens), by=SENTENCE):
        parts = [
            piece
            for start, end in _parted(tokens, first, last, by=COMMA)
            for piece in _joined(tokens, start, end)
        ]
        found += parts
        found += [(a[0], b[1]) for a, b in pairwise(parts)]
        if len(parts) > 2:
            found.append((first, last))
    kept = dict.fromkeys(w for w in found if MIN_WORDS <= w[1] - w[0] <= MAX_WORDS)
    return list(kept)


def shown(token: Token) -> str:
    """Return a token's word as the learned reader knows it: numbers are alike, and the sides.

    Parameters
    ----------
    token
        The token.
    """
    return NUMBER if token.word[:1].isdigit() else _MIRRORED.get(token.word, token.word)


def _parted(tokens: Sequence[Token], first: int, last: int, by: int) -> list[tuple[int, int]]:
    starts = [first]
    starts += [at for at in range(first + 1, last) if tokens[at].boundary >= by]
    return list(zip(starts, [*starts[1:], last], strict=True)) if last > first else []


def _joined(tokens: Sequence[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Cut at joining words where at least two words stand on either side."""
    starts = [first]
    for at in range(first + MIN_WORDS, last - MIN_WORDS + 1):
        if tokens[at].word in _JOINS and at - starts[-1] >= MIN_WORDS:
            starts.append(at)
    return list(zip(starts, [*starts[1:], last], strict=True))
