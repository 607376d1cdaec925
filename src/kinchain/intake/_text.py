"""Words of a narrative with their places, boundaries between clauses and sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

COMMA, CLAUSE, SENTENCE = 1, 2, 3
"""Strength of the boundary before a token; 0 is none."""

_TOKEN = re.compile(
    r"[+\u2212-]\s?ve\b|\([+\u2212-]{1,3}\)|\d+/\d+|\d+(?:st|nd|rd|th)\b|\d+(?:[.,]\d+)?|[^\W\d_]+(?:['\u2019\u02bc`\u00b4][^\W\d_]+)*|\S",
    re.UNICODE,
)
_CONTRAST = frozenset(
    ["but", "though", "tho", "although", "however", "except", "whereas", "otherwise", "altho"]
)
_MARKS = {",": COMMA, "(": COMMA, ")": COMMA, ":": COMMA, ";": CLAUSE}
_MARKS.update({"-": 0, "\u2013": CLAUSE, "\u2014": CLAUSE, ".": SENTENCE, "!": SENTENCE})
_MARKS.update({"?": SENTENCE, "\u2026": CLAUSE, "&": 0})
_NOT = frozenset(
    "dont doesnt didnt isnt arent wasnt werent hasnt havent hadnt wont wouldnt aint shouldnt "
    "doesn don didn isn hasn haven dosent dosnt doesent dont't havnt hasnot".split()
)
_CANT = frozenset("cant cannot couldnt cudnt cant't carnt canny cannae canot couldn".split())
_SUFFIXES = ("'s", "'ve", "'m", "'re", "'d", "'ll")
_STRIPPED = {"ive": "i", "im": "i", "id": "i", "its": "it", "theres": "there", "thats": "that"}
_STRIPPED.update({"shes": "she", "hes": "he", "youre": "you", "ill": "ill", "whats": "what"})
_STRIPPED.update({"n": "and", "w": "with", "wi": "with", "abt": "about", "cos": "because"})
_STRIPPED.update({"coz": "because", "cuz": "because", "bcos": "because", "tho": "though"})
_STRIPPED.update({"r": "right", "l": "left", "rt": "right", "lt": "left", "nite": "night"})
_STRIPPED.update({"bilat": "both", "bilateral": "both", "neg": "negative", "pos": "positive"})
_STRIPPED.update({"lft": "left", "rite": "right", "rght": "right", "rhs": "right", "lhs": "left"})


@dataclass(slots=True)
class Token:
    """One word: its normal form, its place, and the boundary before it."""

    word: str
    start: int
    end: int
    boundary: int
    question: bool = False
    side: str = ""
    plural: bool = False


def tokens_of(text: str, spelling: Mapping[str, str]) -> list[Token]:
    """Cut a text into normalised words.

    Parameters
    ----------
    text
        The narrative.
    spelling
        Usual misspellings and short forms, each with its proper word.
    """
    found: list[Token] = []
    boundary = SENTENCE
    question_from = 0
    last_end = 0
    for match in _TOKEN.finditer(text):
        raw = match.group()
        if text.count("\n", last_end, match.start()) > 1:
            boundary = SENTENCE
        elif "\n" in text[last_end : match.start()]:
            boundary = max(boundary, COMMA)
        last_end = match.end()
        if not raw[0].isalnum() and not _sign(raw):
            if raw == "?":
                for token in found[question_from:]:
                    token.question = True
            mark = _dash(text, match) if raw == "-" else _MARKS.get(raw, 0)
            boundary = max(boundary, mark)
            if boundary == SENTENCE:
                question_from = len(found)
            if raw in "&>":
                word = "and" if raw == "&" else "than"
                found.append(Token(word, match.start(), match.end(), boundary))
                boundary = 0
            continue
        word = _sign(raw) or _word(raw, found[-1].word if found and boundary == 0 else "", spelling)
        if word in _CONTRAST:
            boundary = max(boundary, CLAUSE)
        found.append(Token(word, match.start(), match.end(), boundary))
        boundary = 0
    return found


def _sign(raw: str) -> str:
    """Return the word for a sign of a test ("+ve", "(-)"), or ""."""
    if len(raw) < 3 or not (raw[0] == "(" or raw.endswith("ve")) or raw[0].isalnum():
        return ""
    return "positive" if "+" in raw else "negative"


def _word(raw: str, before: str, spelling: Mapping[str, str]) -> str:
    """Return the normal form of a word; "Pt" is the patient, "r" may be "are"."""
    if raw == "Pt":
        return "patient"
    if raw == "r" and _is_many(before):
        return "are"
    if raw.lower() in ("heal", "heals") and before in _HEALING:
        return "heals"
    return _normal(raw.lower(), spelling)


_HEALING = frozenset(
    "not cant will would to never slowly it wound sore cut ulcer blister that they which may "
    "should dont wont doesnt didnt".split()
)
"""Words before "heal" where no heel is misspelt."""


def _is_many(word: str) -> bool:
    """Say whether "r" after a word means "are" ("my toes r numb")."""
    return word in ("feet", "they", "you", "we", "these", "there") or (
        word.endswith("s") and len(word) > 3
    )


def word_at(tokens: list[Token], index: int) -> str:
    """Return the word at an index, or "" beyond the ends.

    Parameters
    ----------
    tokens
        The words.
    index
        Which of them.
    """
    return tokens[index].word if 0 <= index < len(tokens) else ""


def _dash(text: str, match: re.Match[str]) -> int:
    around = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
    return CLAUSE if around.strip() != around or around == "--" else 0


def _normal(word: str, spelling: Mapping[str, str]) -> str:
    word = re.sub("[\u2019\u02bc`\u00b4]", "'", word) if not word.isascii() or "`" in word else word
    plain = word.replace("'", "")
    if plain in _CANT:
        return "cant"
    if plain in _NOT or plain.endswith("n't") or word.endswith("n't"):
        return "not"
    for suffix in _SUFFIXES:
        if word.endswith(suffix):
            word = word[: -len(suffix)]
            break
    word = word.replace("'", "")
    word = _STRIPPED.get(word, word)
    return spelling.get(word, word)
