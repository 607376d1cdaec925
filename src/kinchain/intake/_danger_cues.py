"""The cues of danger, compiled once per process from ``words/danger.yaml``.

A line is groups joined by ``+``; the last is the sign itself. A group is one atom, or atoms
joined by ``>`` that follow one another closely. An atom is words, ``stem*``, ``$set`` and
``phrases_of_words`` joined by ``|``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, NoReturn

from kinchain.core.errors import Fault, KnowledgeError
from kinchain.core.parsed_yaml import parse_package_yaml
from kinchain.intake._lexicon import lexicon
from kinchain.intake._text import tokens_of

PLACE = "knowledge/words/danger.yaml"
_DENIALS = frozenset(["not", "no", "cant"])


@dataclass(frozen=True, slots=True)
class Atom:
    """Words that count as one cue: whole words, beginnings of words, and phrases."""

    words: frozenset[str]
    stems: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Atoms that follow one another closely, by number; ``near``: also a sentence off."""

    atoms: tuple[int, ...]
    near: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """One line: what it is a cue of, its groups, and what it must not stand beside.

    Parameters
    ----------
    finding
        Vocabulary id.
    groups
        Must all be there; the last is the sign.
    unless
        Atom that must not stand close by, or None.
    never
        Atom that must not stand anywhere in the text, or None.
    denying
        Whether the line holds a denial itself ("cannot feel").
    history
        Whether it tells of a history, which the past does not end.
    """

    finding: str
    groups: tuple[Group, ...]
    unless: int | None
    never: int | None
    denying: bool
    history: bool


@dataclass(frozen=True, slots=True)
class Net:
    """A field of danger: words that lead to it, and what to ask."""

    name: str
    words: frozenset[str]
    ask: tuple[str, ...]


@dataclass(frozen=True)
class DangerCues:
    """All cues of danger."""

    atoms: tuple[Atom, ...]
    cues: tuple[Cue, ...]
    nets: tuple[Net, ...]
    own: frozenset[str] = frozenset()


class _Compiler:
    """Collects atoms while lines are read."""

    def __init__(self, sets: Mapping[str, str]) -> None:
        self._sets: dict[str, frozenset[str]] = {}
        for name, words in sets.items():
            self._sets[name] = self._expand(str(words).split())
        self.atoms: list[Atom] = []
        self._number: dict[frozenset[str], int] = {}

    def _expand(self, parts: Iterable[str]) -> frozenset[str]:
        symbols: set[str] = set()
        for part in parts:
            if part[0] != "$":
                symbols.add(part)
            elif part[1:] in self._sets:
                symbols |= self._sets[part[1:]]
            else:
                _wrong(f"unknown word set '{part}'", "a set named above it under `sets`")
        return frozenset(symbols)

    def atom(self, text: str) -> int:
        """Return the number of an atom, compiled once."""
        symbols = self._expand(text.split("|"))
        if symbols not in self._number:
            self._number[symbols] = len(self.atoms)
            self.atoms.append(_atom(symbols))
        return self._number[symbols]

    def cue(self, finding: str, line: str, history: bool) -> Cue:
        """Compile one line."""
        rest, _, never = line.partition(" !! ")
        rest, _, unless = rest.partition(" ! ")
        groups = tuple(self._group(part.strip()) for part in rest.split(" + "))
        denying = any(
            not _DENIALS.isdisjoint(self.atoms[atom].words)
            for group in groups
            for atom in group.atoms
        )
        return Cue(
            finding,
            groups,
            self.atom(unless.strip()) if unless else None,
            self.atom(never.strip()) if never else None,
            denying,
            history,
        )

    def _group(self, text: str) -> Group:
        parts = [part.strip() for part in text.removeprefix("~").split(">")]
        if not all(parts) or any(" " in part for part in parts):
            _wrong(f"cannot read the cue '{text}'", "words joined by | and > and +")
        return Group(tuple(self.atom(part) for part in parts), text.startswith("~"))


def _atom(symbols: Iterable[str]) -> Atom:
    spelling = lexicon().spelling
    words: set[str] = set()
    stems: set[str] = set()
    phrases: set[tuple[str, ...]] = set()
    for symbol in symbols:
        if symbol.endswith("*"):
            stems.add(symbol[:-1])
            continue
        said = tuple(token.word for token in tokens_of(symbol.replace("_", " "), spelling))
        if len(said) == 1:
            words.add(said[0])
        else:
            phrases.add(said)
    return Atom(frozenset(words), frozenset(stems), tuple(sorted(phrases)))


def _wrong(what: str, expected: str) -> NoReturn:
    raise KnowledgeError(Fault(what, PLACE, expected, "correct that line"))


@lru_cache(maxsize=1)
def danger_cues() -> DangerCues:
    """Load and compile the cues, once per process.

    Raises
    ------
    KnowledgeError
        For a line or set that cannot be read.
    """
    place = resources.files("kinchain") / "evidence" / "knowledge" / "words" / "danger.yaml"
    return compile_cues(parse_package_yaml(place))


def compile_cues(read: Mapping[str, Any]) -> DangerCues:
    """Compile what a file of danger words holds.

    Parameters
    ----------
    read
        ``own``, ``sets``, ``signs``, ``histories`` and ``net``.

    Raises
    ------
    KnowledgeError
        For a line or set that cannot be read.
    """
    unknown = set(read) - {"format", "own", "sets", "signs", "histories", "net"}
    if unknown:
        _wrong(f"unknown part '{min(unknown)}'", "sets, signs, histories, net")
    compiler = _Compiler(read.get("sets", {}))
    cues = [
        compiler.cue(finding, line, part == "histories")
        for part in ("signs", "histories")
        for finding, lines in read.get(part, {}).items()
        for line in lines
    ]
    nets = tuple(
        Net(name, frozenset(entry["cues"].split()), tuple(entry["ask"]))
        for name, entry in read.get("net", {}).items()
    )
    own = frozenset(str(read.get("own", "")).split())
    return DangerCues(tuple(compiler.atoms), tuple(cues), nets, own)
