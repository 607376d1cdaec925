"""Tell each danger in many ways: slang, misspelling, a denied neighbour, others' illness."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evaluation.cases import HERE, Labelled
from kinchain.core.formats.case import Case, Person
from kinchain.core.urgency import URGENCIES

PHRASINGS = HERE / "emergencies" / "phrasings.yaml"
"""The development phrasings."""

SURROUNDINGS = HERE / "emergencies" / "surroundings.yaml"
"""Openings, closings, denials, others' illness, chatter, slang and misspellings."""

N_WAYS = 100
"""Ways in which each danger is told."""

SEED = 20260301
"""Seed of the generator."""

P_DENIAL, P_OTHER, P_CHATTER, P_SLANG, P_MISSPELT = 0.6, 0.4, 0.4, 0.5, 0.6
"""Chances of each disturbance in one telling; about a third carry three or more."""

MOST_MISSPELT = 3
"""Misspelt words in one telling at most; more would no longer be read by people either."""

SHORTEST_MISSPELT = 5
"""Letters of the shortest word that is mistyped; short words turn into other words."""

NEVER_MISTYPED = frozenset(
    "right left foot leg without never haven't isn't can't cannot don't couldn't won't".split()
)
"""Words that a slip would turn into another meaning."""

NEIGHBOURS = {
    "q": "wa", "w": "qe", "e": "wr", "r": "et", "t": "ry", "y": "tu", "u": "yi", "i": "uo",
    "o": "ip", "p": "o", "a": "sq", "s": "ad", "d": "sf", "f": "dg", "g": "fh", "h": "gj",
    "j": "hk", "k": "jl", "l": "k", "z": "xa", "x": "zc", "c": "xv", "v": "cb", "b": "vn",
    "n": "bm", "m": "n",
}  # fmt: skip
"""Letters beside each letter on a keyboard."""


@dataclass(frozen=True)
class Telling:
    """One generated telling of a danger.

    ``disturbed`` names what was put around or into the phrasing.
    """

    id: str
    danger: str
    phrasing: str
    level: str
    case: Case
    disturbed: tuple[str, ...]

    def labelled(self) -> Labelled:
        """Return the telling as a labelled case; only the urgency is labelled."""
        level = URGENCIES[URGENCIES.index(self.level)]
        return Labelled(
            id=self.id, group=self.danger, detail="short", case=self.case, primary=self.danger,
            acceptable=(), urgency=level, also=(), strict=True, direction="undetermined",
        )  # fmt: skip


def tellings(path: Path = PHRASINGS, n_ways: int = N_WAYS, seed: int = SEED) -> tuple[Telling, ...]:
    """Generate the tellings of every danger of a file.

    Every phrasing is told once bare and in equal numbers otherwise.

    Parameters
    ----------
    path
        A file of phrasings.
    n_ways
        Tellings of each danger.
    seed
        Seed of the generator.
    """
    around = _yaml(SURROUNDINGS)
    return tuple(
        told
        for danger in _yaml(path)["emergencies"]
        for told in _of_danger(danger, around, n_ways, seed)
    )


def _of_danger(
    danger: Mapping[str, Any], around: Mapping[str, Any], n_ways: int, seed: int
) -> Iterator[Telling]:
    phrasings = danger["phrasings"]
    for number in range(n_ways):
        phrasing = phrasings[number % len(phrasings)]
        chance = random.Random(f"{seed}:{phrasing['id']}:{number}")
        bare = number < len(phrasings)
        text, disturbed = _tell(phrasing["text"], danger, around, chance, bare)
        yield Telling(
            id=f"{phrasing['id']}-{number:03d}",
            danger=danger["id"],
            phrasing=phrasing["id"],
            level=phrasing.get("level", danger["level"]),
            case=Case(person=_person({**danger, **phrasing}, chance), narrative=text),
            disturbed=disturbed,
        )


def _person(danger: Mapping[str, Any], chance: random.Random) -> Person:
    if chance.random() < 0.3:
        return Person()
    low, high = danger["ages"]
    sex = danger.get("sex") or chance.choice(["female", "male"])
    return Person(age=chance.randint(low, high), sex=sex)


def _tell(
    core: str,
    danger: Mapping[str, Any],
    around: Mapping[str, Any],
    chance: random.Random,
    bare: bool,
) -> tuple[str, tuple[str, ...]]:
    side, other = chance.choice([("left", "right"), ("right", "left")])
    text = core.format(s=side, o=other, S=side.capitalize())
    if bare:
        return text, ()
    disturbed: list[str] = []
    if chance.random() < P_SLANG:
        text = _swap(text, around["slang"], chance, 3)
        disturbed.append("slang")
    if chance.random() < P_MISSPELT:
        text = misspell(text, around["phonetic"], chance)
        disturbed.append("misspelt")
    before: list[str] = []
    after: list[str] = []
    if chance.random() < P_DENIAL:
        theme = chance.choice(danger["deny"])
        after.append(chance.choice(around["denials"][theme]))
        disturbed.append(f"denied {theme}")
    if chance.random() < P_OTHER:
        chance.choice([before, after]).append(chance.choice(around["others"]))
        disturbed.append("someone else")
    if chance.random() < P_CHATTER:
        chance.choice([before, after]).append(chance.choice(around["chatter"]))
        disturbed.append("chatter")
    chance.shuffle(after)
    opening, closing = chance.choice(around["openings"]), chance.choice(around["closings"])
    parts = [opening, *before, text, *after, closing]
    return _style(_join(parts), chance, disturbed), tuple(disturbed)


def _join(parts: Sequence[str]) -> str:
    """Put sentences in a row, each ended as people end them."""
    told = [part.strip() for part in parts if part.strip()]
    ended = [part if part[-1] in ".?!" else f"{part}," for part in told[:-1]]
    return " ".join([*ended, told[-1]])


def _style(text: str, chance: random.Random, disturbed: list[str]) -> str:
    style = chance.random()
    if style < 0.2:
        disturbed.append("lower case")
        return text.lower()
    if style < 0.25:
        disturbed.append("capitals")
        return text.upper()
    if style < 0.35:
        disturbed.append("no stops")
        return text.replace(",", "").replace("'", "").rstrip(".")
    return text


def _swap(text: str, table: Mapping[str, Sequence[str]], chance: random.Random, most: int) -> str:
    held = [word for word in table if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I)]
    chance.shuffle(held)
    for word in held[:most]:
        put = chance.choice(table[word])
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", put, text, count=1, flags=re.I)
    return text


def misspell(text: str, phonetic: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """Misspell one to three words by ear or by a slip of the finger.

    Parameters
    ----------
    text
        What is told.
    phonetic
        Word -> spellings by ear.
    chance
        Source of randomness.
    """
    n_wrong = chance.randint(1, MOST_MISSPELT)
    n_by_ear = chance.randint(0, n_wrong)
    text = _swap(text, phonetic, chance, n_by_ear)
    places = [
        found
        for found in re.finditer(r"[A-Za-z']+", text)
        if len(found[0]) >= SHORTEST_MISSPELT and found[0].lower() not in NEVER_MISTYPED
    ]
    for found in sorted(
        chance.sample(places, min(n_wrong - n_by_ear, len(places))), key=lambda f: -f.start()
    ):
        text = text[: found.start()] + slip(found[0], chance) + text[found.end() :]
    return text


def slip(word: str, chance: random.Random) -> str:
    """Mistype one inner letter: a neighbour on the keyboard, doubled, dropped or swapped.

    Parameters
    ----------
    word
        A word of five letters or more.
    chance
        Source of randomness.
    """
    place = chance.randrange(1, len(word) - 1)
    kind = chance.choice(["neighbour", "double", "drop", "swap"])
    letter = word[place]
    if kind == "neighbour" and letter.lower() in NEIGHBOURS:
        return word[:place] + chance.choice(NEIGHBOURS[letter.lower()]) + word[place + 1 :]
    if kind == "double":
        return word[:place] + letter + word[place:]
    if kind == "swap" and place < len(word) - 2:
        return word[:place] + word[place + 1] + letter + word[place + 2 :]
    return word[:place] + word[place + 1 :]


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
