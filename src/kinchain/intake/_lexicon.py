"""The words of the lexicon, compiled once per process, and matching them on tokens.

A pattern is a row of elements: ``word``, ``stem*``, ``$set``, ``a|b``; ``x?`` may be
missing; ``~3`` is a gap of up to three words inside the clause part, ``~,3`` may cross a
comma; ``@`` stands for any small words that bind a body part (of, on, my, the, left ...).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kinchain.core.errors import Fault, KnowledgeError
from kinchain.core.parsed_yaml import parse_package_yaml
from kinchain.intake._text import CLAUSE, COMMA, Token

GLUE = frozenset(
    "of on at in to my the his her their this that me your an a both left right other same "
    "opposite affected bad good sore one each either for its it poor own whole entire old "
    "dodgy operated injured hurt lower".split()
)
"""Small words that may stand between a place word and its body part."""


_DENYING = frozenset("not no never cant none without nothing nobody persists nohelp nor 0".split())


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern."""

    symbols: frozenset[str]
    optional: bool = False
    gap: int = 0
    over_comma: bool = False
    glue: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern and what it stands for."""

    name: str
    value: bool
    elements: tuple[Element, ...]
    denying: bool


@dataclass(frozen=True, slots=True)
class Concept:
    """What a mention of a concept means.

    Parameters
    ----------
    name
        Its name; also its finding where ``by_part`` is empty.
    kind
        How it is read (pain, symptom, trigger, injury, whole, illness, medicine ...).
    sided
        Whether its findings belong to a leg.
    by_part
        Finding by body part, area or region; ``*`` for no known part.
    areas
        Areas it may belong to; empty is any.
    """

    name: str
    kind: str
    sided: bool
    by_part: Mapping[str, str]
    areas: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A body part: its pain finding, its area, its region."""

    name: str
    area: str
    region: str
    refine: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: tokens ``[first, last)``."""

    name: str
    value: bool
    first: int
    last: int
    denying: bool = False


class Matcher:
    """Patterns by the first word they need."""

    def __init__(self, macros: Mapping[str, frozenset[str]]) -> None:
        self._macros = macros
        self._elements: dict[str, Element] = {}
        self._by_symbol: dict[str, list[Pattern]] = {}
        self._stems: dict[int, set[str]] = {}
        self.vocabulary: set[str] = set()
        self._symbols_of: dict[str, tuple[str, ...]] = {}

    def add(self, name: str, lines: str, value: bool = True) -> None:
        """Compile patterns, one a line or parted by ``;``."""
        for line in lines.replace("\n", ";").split(";"):
            parts = line.split()
            if parts:
                elements = tuple(self._element(part) for part in parts)
                denying = any(not _DENYING.isdisjoint(e.symbols) for e in elements)
                pattern = Pattern(name, value, elements, denying)
                for symbol in elements[0].symbols:
                    self._by_symbol.setdefault(symbol, []).append(pattern)

    def _element(self, text: str) -> Element:
        known = self._elements.get(text)
        if known is None:
            known = self._elements[text] = self._compile(text)
        return known

    def _compile(self, text: str) -> Element:
        if text == "@":
            return Element(GLUE, optional=True, gap=6, glue=True)
        if text[0] == "~":
            over = text[1] == ","
            return Element(frozenset(), True, int(text[2:] if over else text[1:]), over)
        optional = text.endswith("?")
        symbols = expand(text.rstrip("?"), self._macros)
        for symbol in symbols:
            if symbol[-1] == "*":
                self._stems.setdefault(len(symbol) - 1, set()).add(symbol[:-1])
            self.vocabulary.add(symbol.rstrip("*"))
        return Element(symbols, optional)

    def symbols(self, word: str) -> tuple[str, ...]:
        """Return the word and every stem it begins with."""
        known = self._symbols_of.get(word)
        if known is None:
            stems = [word[:n] + "*" for n, stems in self._stems.items() if word[:n] in stems]
            known = (word, *stems)
            if len(self._symbols_of) < 20_000:
                self._symbols_of[word] = known
        return known

    def knows(self, word: str) -> bool:
        """Say whether the word occurs in any pattern."""
        return word in self.vocabulary or len(self.symbols(word)) > 1

    def hits(self, tokens: Sequence[Token]) -> Iterator[Hit]:
        """Yield every pattern found, in order of its first token."""
        symbols = [self.symbols(token.word) for token in tokens]
        for first, own in enumerate(symbols):
            for symbol in own:
                for pattern in self._by_symbol.get(symbol, ()):
                    last = _match(pattern.elements, 1, tokens, symbols, first + 1)
                    if last > 0:
                        yield Hit(pattern.name, pattern.value, first, last, pattern.denying)


def _match(
    elements: tuple[Element, ...],
    at: int,
    tokens: Sequence[Token],
    symbols: Sequence[tuple[str, ...]],
    index: int,
) -> int:
    if at == len(elements):
        return index
    element = elements[at]
    if element.gap:
        return _match_gap(elements, at, tokens, symbols, index)
    if index < len(tokens):
        fits = not element.symbols.isdisjoint(symbols[index])
        if fits and tokens[index].boundary == 0:
            last = _match(elements, at + 1, tokens, symbols, index + 1)
            if last > 0:
                return last
    return _match(elements, at + 1, tokens, symbols, index) if element.optional else -1


def _match_gap(
    elements: tuple[Element, ...],
    at: int,
    tokens: Sequence[Token],
    symbols: Sequence[tuple[str, ...]],
    index: int,
) -> int:
    element = elements[at]
    if at + 1 == len(elements):
        return index
    following = elements[at + 1]
    limit = CLAUSE if element.over_comma else COMMA
    for skipped in range(element.gap + 1):
        place = index + skipped
        if place >= len(tokens) or tokens[place].boundary >= limit:
            break
        if not following.symbols.isdisjoint(symbols[place]):
            last = _match(elements, at + 2, tokens, symbols, place + 1)
            if last > 0:
                return last
        if element.glue and tokens[place].word not in GLUE:
            break
    return _match(elements, at + 2, tokens, symbols, index) if following.optional else -1


def expand(text: str, macros: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Spell out ``a|b*|$set`` into its symbols."""
    symbols: set[str] = set()
    for part in text.split("|"):
        if part[0] != "$":
            symbols.add(part)
        elif part[1:] in macros:
            symbols |= macros[part[1:]]
        else:
            raise KnowledgeError(
                Fault(
                    f"unknown word set '{part}'",
                    "knowledge/words",
                    "a set named in macros.yaml",
                    "name the set there or correct its spelling",
                )
            )
    return frozenset(symbols)


@dataclass(frozen=True)
class Lexicon:
    """Everything the reader knows about words."""

    spelling: Mapping[str, str]
    keep: frozenset[str]
    macros: Mapping[str, frozenset[str]]
    folds: Matcher
    parts: Mapping[str, Part]
    part_words: Matcher
    places: Matcher
    concepts: Mapping[str, Concept]
    concept_words: Matcher
    elsewise: Matcher
    cues: Matcher


def in_words(word: str, symbols: Iterable[str]) -> bool:
    """Say whether a word is one of these; ``run*`` stands for all that begin so.

    Parameters
    ----------
    word
        The word.
    symbols
        Words and beginnings of words.
    """
    return any(word == s or (s[-1] == "*" and word.startswith(s[:-1])) for s in symbols)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Load and compile the lexicon, once per process."""
    files = ("macros", "spelling", "parts", "context", "ordinary", "story", "elsewise")
    read = {name: load_words(name) for name in files}
    macros: dict[str, frozenset[str]] = {}
    for name, words in read["macros"].items():
        macros[name] = expand("|".join(str(words).split()), macros)
    spelling = {
        wrong: right
        for right, wrongs in read["spelling"]["words"].items()
        for wrong in wrongs.split()
    }
    folds, part_words, places, cues = (Matcher(macros) for _ in range(4))
    for name, lines in read["context"]["folds"].items():
        folds.add(name, lines)
    for name, lines in (*read["context"]["cues"].items(), *read["story"]["cues"].items()):
        cues.add(name, lines)
    parts: dict[str, Part] = {}
    for name, entry in read["parts"]["parts"].items():
        area, region = entry["is"].split()
        parts[name] = Part(name, area, region, entry.get("refine", {}))
        if "words" in entry:
            part_words.add(name, entry["words"])
    for name, lines in read["parts"]["places"].items():
        places.add(name, lines)
    concepts, concept_words = _concepts(macros)
    elsewise = Matcher(macros)
    for name, lines in read["elsewise"]["elsewise"].items():
        elsewise.add(name, lines)
        for concept in concepts.values():
            if concept.name != name and concept.by_part == {"*": name}:
                elsewise.add(concept.name, lines)
    keep = frozenset(read["spelling"]["keep"].split())
    keep |= frozenset(read["ordinary"]["words"].split())
    return Lexicon(
        spelling,
        keep,
        macros,
        folds,
        parts,
        part_words,
        places,
        concepts,
        concept_words,
        elsewise,
        cues,
    )


def _concepts(macros: Mapping[str, frozenset[str]]) -> tuple[dict[str, Concept], Matcher]:
    concepts: dict[str, Concept] = {}
    words = Matcher(macros)
    for file in _CONCEPT_FILES:
        for kind, entries in load_words(file).items():
            if kind in _NOT_CONCEPTS:
                continue
            sided = kind in _SIDED_KINDS
            for name, told in entries.items():
                entry: dict[str, Any] = {"says": told} if isinstance(told, str) else told
                concepts[name] = Concept(
                    name,
                    kind,
                    entry.get("sided", sided),
                    entry.get("by_part", {}),
                    frozenset(str(entry.get("areas", "")).split()),
                )
                words.add(name, entry.get("says", ""))
                words.add(name, entry.get("denies", ""), value=False)
    return concepts, words


_NOT_CONCEPTS = frozenset(["ends", "sets", "cues", "links"])

_CONCEPT_FILES = (
    "leg",
    "behaviour",
    "tests",
    "body",
    "history",
    "circumstances",
    "work_and_sport",
    "leg_history",
    "medicines",
    "story",
)
_SIDED_KINDS = frozenset(
    [
        "pain",
        "fine",
        "symptom",
        "sign",
        "trigger",
        "behaviour",
        "injury",
        "relief",
        "tried",
        "leg_history",
    ]
)


def load_words(name: str) -> dict[str, Any]:
    """Read one file of words.

    Parameters
    ----------
    name
        Its name without ending.
    """
    place = resources.files("kinchain") / "evidence" / "knowledge" / "words" / f"{name}.yaml"
    return dict(parse_package_yaml(place))
