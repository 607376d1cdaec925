"""How people ask: words brought to one form, what they want to know, danger words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from kinchain.evidence.load import KNOWLEDGE

MAX_LETTERS = 600
"""No question is longer; what follows is not read."""

JOINED = (("pins and needles", "tingling"), ("pins n needles", "tingling"), ("x ray", "xray"),
          ("can not", "cant"), ("cannot", "cant"), ("could not", "cant"), ("couldnt", "cant"),
          ("unable to", "cant"), ("stress injury", "stress fracture"),
          ("stress reaction", "stress fracture"), (" to the touch", ""),
          ("just under the kneecap", "below the kneecap"),
          ("just under my kneecap", "below my kneecap"))  # fmt: skip
"""What is written in more than one way, and how it is read."""

_UNMEANT_LOSS = re.compile(
    r"\b(los(t|e|es|ing)|dropp(ed|ing)|shed(ding)?) (\w+ ){0,3}?"
    r"(weight|stones?|kilos?|pounds|lbs|kg)( \w+){0,2}? (without|not|no)"
    r" (even )?(trying|tried|meaning|dieting|reason|wanting)\b"
    r"|\b(unexplained|unintended) weight loss\b"
)
"""Weight lost without meaning to: a sign, not something to do."""

_APOSTROPHES = re.compile(r"['’`´]")
_SIGNS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Danger:
    """Words that, all in one question, put a danger rule's advice first."""

    rule: str
    rows: tuple[frozenset[str], ...]
    pressing: bool = False


@dataclass(frozen=True)
class AskingWords:
    """The general words of questions, as ``questions.yaml`` holds them."""

    stop: frozenset[str]
    folds: Mapping[str, str]
    intents: Mapping[str, tuple[re.Pattern[str], ...]]
    ends: Mapping[str, frozenset[str]]
    elsewhere: frozenset[str]
    common: frozenset[str]
    plain: frozenset[str]
    dangers: tuple[Danger, ...]
    topics: Mapping[str, str]
    names: Mapping[str, tuple[str, ...]]

    @property
    def pressing(self) -> frozenset[str]:
        """Return the danger rules that put the page of urgent advice first."""
        return frozenset(one.rule for one in self.dangers if one.pressing)

    def fold(self, word: str) -> str:
        """Bring a word to its root.

        Parameters
        ----------
        word
            In small letters, without signs.
        """
        return _fold(word, self.folds)

    def all_words(self, text: str) -> tuple[str, ...]:
        """Return every word of a text at its root, in order.

        Parameters
        ----------
        text
            Any text.
        """
        return tuple(self.fold(word) for word in flat(text).split())

    def content(self, text: str) -> tuple[str, ...]:
        """Return the words of a text that carry meaning, at their roots, in order.

        Parameters
        ----------
        text
            Any text.
        """
        words = flat(text).split()
        return tuple(self.fold(word) for word in words if word not in self.stop)

    def wanted(self, text: str) -> frozenset[str]:
        """Return what a question wants to know.

        Parameters
        ----------
        text
            The question.
        """
        plain = flat(text)
        return frozenset(
            name
            for name, patterns in self.intents.items()
            if any(pattern.search(plain) for pattern in patterns)
        )

    def rules_named(self, text: str) -> tuple[str, ...]:
        """Return the danger rules whose words stand in a question, as the file orders them.

        Parameters
        ----------
        text
            The question.
        """
        words = set(self.all_words(text)) | set(flat(text).split())
        return tuple(one.rule for one in self.dangers if any(row <= words for row in one.rows))


def flat(text: str) -> str:
    """Return a text in small letters, without accents, apostrophes and other signs.

    Parameters
    ----------
    text
        Any text.
    """
    plain = unicodedata.normalize("NFKD", text[:MAX_LETTERS]).lower()
    plain = _APOSTROPHES.sub("", "".join(c for c in plain if not unicodedata.combining(c)))
    plain = _SIGNS.sub(" ", plain).strip()
    plain = _UNMEANT_LOSS.sub("weightloss", plain)
    for apart, joined in JOINED:
        plain = plain.replace(apart, joined)
    return plain


def _fold(word: str, folds: Mapping[str, str]) -> str:
    """Return the root that the list names, or else the word without its usual ends."""
    if word in folds:
        return folds[word]
    root = _without_s(word)
    if root in folds:
        return folds[root]
    for end, least in (("ing", 6), ("ed", 6)):
        if root.endswith(end) and len(root) >= least:
            root = root[: -len(end)]
            root = root[:-1] if root[-1] == root[-2] and root[-1] not in "lsze" else root
    if len(root) > 4 and root.endswith("e"):
        root = root[:-1]
    return folds.get(root, root)


def _without_s(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=1)
def asking_words() -> AskingWords:
    """Return the packaged words of questions, read once per process."""
    text = (KNOWLEDGE / "questions.yaml").read_text("utf-8")
    raw: dict[str, Any] = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - makes text only
    folds = {word: root for root, words in raw["folds"].items() for word in (root, *words)}
    names = {name: tuple(given) for name, given in raw["names"].items()}
    names |= {f"topic:{name}": tuple(one["names"]) for name, one in raw["topics"].items()}
    return AskingWords(
        stop=frozenset(raw["stop"]),
        folds=folds,
        intents={
            name: tuple(re.compile(line) for line in lines)
            for name, lines in raw["intents"].items()
        },
        ends={
            end: frozenset(_fold(word, folds) for word in words)
            for end, words in raw["ends"].items()
        },
        elsewhere=frozenset(_fold(word, folds) for word in raw["elsewhere"]),
        common=frozenset(_fold(word, folds) for word in raw["common"]),
        plain=frozenset(raw["plain"]),
        dangers=tuple(
            Danger(
                one["rule"],
                tuple(frozenset(_fold(w, folds) for w in row) for row in one["any"]),
                one.get("pressing") == "true",
            )
            for one in raw["danger"]
        ),
        topics={name: one["title"] for name, one in raw["topics"].items()},
        names=names,
    )
