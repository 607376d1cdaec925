"""Where "right" only says "exactly" or opens a tale ("right under it"; "right so I fell")."""

from __future__ import annotations

from kinchain.intake._text import CLAUSE, COMMA, Token

_WRITTEN_OUT = 5
"""Characters of "right" in full; the "R" of a note is always a side."""
_PLACING = frozenset(
    "under underneath beneath above below behind where through across along into between around "
    "over beside before after when until as".split()
)
"""Words before which "right" means "exactly"."""
_IN_THE = frozenset("in on at to by near".split())
_LEADS_SIDE = frozenset("the my his her on your left and or not only mostly side of is one".split())
"""Words before a "right" that names a leg all the same."""
_OPENS = frozenset("so then well okay ok basically".split())


def read_adverbs(tokens: list[Token]) -> None:
    """Take "right" for no side where it only stresses a place or opens a tale.

    Parameters
    ----------
    tokens
        The words; changed in place.
    """
    for index, token in enumerate(tokens):
        if token.word != "right" or token.end - token.start < _WRITTEN_OUT:
            continue
        if _stresses(tokens, index):
            token.word = "just"
        elif _opens_tale(tokens, index):
            token.word = "exactly"


def _stresses(tokens: list[Token], index: int) -> bool:
    after = tokens[index + 1 : index + 3]
    if not after or after[0].boundary:
        return False
    before = tokens[index - 1].word if index and not tokens[index].boundary else ""
    if before in _LEADS_SIDE:
        return False
    if after[0].word in _PLACING:
        return True
    middle = after[-1].word in ("the", "my", "middle") and not after[-1].boundary
    return after[0].word in _IN_THE and middle


def _opens_tale(tokens: list[Token], index: int) -> bool:
    opening = index == 0 or tokens[index].boundary >= CLAUSE
    after = tokens[index + 1 : index + 3]
    if not opening or len(after) < 2 or after[0].boundary > COMMA:
        return False
    return after[0].word in _OPENS and after[1].word in ("i", "my", "the", "this", "it", "about")
