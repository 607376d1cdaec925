"""Rows to learn from: phrases of the phrase book, and windows of the labelled texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from kinchain.intake import read_narrative
from kinchain.intake._lexicon import lexicon
from kinchain.intake._spelling import mend
from kinchain.intake._stated import NEGATORS
from kinchain.intake._text import Token, tokens_of
from kinchain.intake._windows import shown, windows

ROOT = Path(__file__).resolve().parents[1]
MIN_DENYING = 0.2
"""From this share of phrases with a "not", the "not" belongs to the finding."""

TOLD_ON = date(2026, 3, 1)


@dataclass(frozen=True)
class Row:
    """Words with the findings they state, and those on which they are silent or unclear."""

    words: tuple[str, ...]
    stated: frozenset[str]
    unclear: frozenset[str]
    weight: float = 1.0


def words_of(text: str) -> list[Token]:
    """Return the words of a text as the reader cuts and mends them."""
    tokens = tokens_of(text, lexicon().spelling)
    mend(tokens, lexicon())
    return tokens


def implied() -> dict[str, frozenset[str]]:
    """Return for each finding all that it implies."""
    path = ROOT / "src/kinchain/evidence/knowledge/findings.yaml"
    direct = {
        one["id"]: tuple(one.get("implies", ()))
        for one in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["findings"]
    }

    def above(name: str) -> frozenset[str]:
        return frozenset(direct[name]).union(*(above(one) for one in direct[name]))

    return {name: above(name) for name in direct}


def yes_or_no() -> frozenset[str]:
    """Return the findings that are answered by yes or no."""
    path = ROOT / "src/kinchain/evidence/knowledge/findings.yaml"
    entries = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["findings"]
    return frozenset(one["id"] for one in entries if one["type"] == "bool")


def with_implied(names: Iterable[str], above: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return findings with all that they imply."""
    plain = {name.split("@")[0] for name in names}
    return frozenset(plain).union(*(above.get(name, frozenset()) for name in plain))


def phrase_rows(above: Mapping[str, frozenset[str]]) -> Iterator[Row]:
    """Yield the phrases of the book, and its near misses."""
    for path in sorted((ROOT / "training/phrases").glob("*.yaml")):
        for name, told in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
            for one in told.get("say") or ():
                entry = {"t": one} if isinstance(one, str) else one
                yield _row(entry, [name, *(entry.get("also") or ())], above)
            yield from _without_the_not(name, told.get("say") or (), frozenset(above))
            for entry in told.get("not") or ():
                yield _row(entry, entry.get("is") or (), above)


def _without_the_not(name: str, said: Iterable[Any], everything: frozenset[str]) -> Iterator[Row]:
    """Yield phrases of an inability without their "not", which then do not state it."""
    texts = [one if isinstance(one, str) else str(one["t"]) for one in said]
    rows = [tuple(shown(token) for token in words_of(text)) for text in texts]
    denying = [row for row in rows if not NEGATORS.isdisjoint(row)]
    if len(denying) < MIN_DENYING * len(rows):
        return
    for row in denying:
        words = tuple(word for word in row if word not in NEGATORS)
        yield Row(words, frozenset(), everything - {name}, 0.5)


def _row(
    entry: Mapping[str, Any], names: Iterable[str], above: Mapping[str, frozenset[str]]
) -> Row:
    words = tuple(shown(token) for token in words_of(str(entry["t"])))
    stated = with_implied(names, above)
    return Row(words, stated, with_implied(entry.get("maybe") or (), above) - stated)


def labelled_texts() -> list[Path]:
    """Return the open files of labelled texts; of a set labelled twice, what both gave."""
    found = sorted((ROOT / "evaluation/sentences").glob("*.yaml"))
    for folder in sorted((ROOT / "evaluation").glob("locked*")):
        agreed, single = folder / "sentences_agreed.yaml", folder / "sentences.yaml"
        found += [path for path in (agreed, single) if path.is_file()][:1]
    return found


def text_rows(path: Path, above: Mapping[str, frozenset[str]]) -> Iterator[Row]:
    """Yield the windows of labelled texts; where a label is told is taken from the reader."""
    for item in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
        present = _ids(item.get("present"))
        unclear = _ids(item.get("optional")) | _ids(item.get("absent"))
        heard = [f for f in read_narrative(item["text"], told_on=TOLD_ON).findings if f.span]
        places = {name: [f.span for f in heard if f.id == name] for name in present}
        tokens = words_of(item["text"])
        for first, last in windows(tokens):
            start, end = tokens[first].start, tokens[last - 1].end
            here = {
                name
                for name, spans in places.items()
                if any(start <= span[0] and span[1] <= end for span in spans if span)
            }
            stated = with_implied(here, above)
            silent = with_implied(present | unclear, above) - stated
            words = tuple(shown(token) for token in tokens[first:last])
            yield Row(words, stated, silent, 0.5)


def _ids(labels: Iterable[Any] | None) -> set[str]:
    found = set()
    for label in labels or ():
        for name in label if isinstance(label, Mapping) else [label]:
            found.add(str(name).split("@")[0])
    return found
