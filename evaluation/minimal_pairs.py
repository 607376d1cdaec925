"""Check that two texts differing in one point differ in that point only.

Words of ``expect`` (``a_``/``b_`` names the text): ``mirrored``, ``same_heard``,
``same_urgency``, ``same_conditions``, ``similar_conditions``; ``higher`` and ``not_lower``
(b against a); ``a_heard`` (told as true), ``a_unheard`` (not told as true; denied is fine),
``a_denied``, ``a_not_denied``, ``a_value``, ``a_level``, ``a_not_level``, ``a_provisional``,
``a_direction``, ``a_asks``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evaluation.cases import HERE
from evaluation.judge import assess
from kinchain.core.findings import OTHER_SIDE
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case, Person
from kinchain.core.urgency import URGENCIES

PAIRS = HERE / "pairs"
"""The folder of the pairs."""

SAME = 1e-6
"""Largest difference of two probabilities that are the same but for rounding."""

SIMILAR = 0.03
"""Largest difference of two probabilities told from nearly the same body size."""

PERSON = Person(age=45, sex="female")
"""Who all pairs are about, unless a pair names someone."""


@dataclass(frozen=True)
class Pair:
    """Two texts and what must hold between them."""

    id: str
    a: str
    b: str | None
    expect: tuple[str | Mapping[str, Any], ...]
    person: Person


def load_pairs(folder: Path = PAIRS) -> tuple[Pair, ...]:
    """Read all pairs of a folder.

    Parameters
    ----------
    folder
        Folder of YAML files.
    """
    return tuple(
        _pair(entry)
        for file in sorted(folder.glob("*.yaml"))
        for entry in yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)["pairs"]
    )


def _pair(entry: Mapping[str, Any]) -> Pair:
    a = entry["a"]
    b = swap_sides(a) if entry.get("swap_sides") else entry.get("b")
    who = Person.model_validate(entry["person"]) if "person" in entry else PERSON
    return Pair(entry["id"], a, b, tuple(entry["expect"]), who)


def swap_sides(text: str) -> str:
    """Write left for right and right for left, keeping capitals.

    Parameters
    ----------
    text
        A text in which both words mean sides only.
    """
    swap = {"left": "right", "right": "left"}
    swap |= {a.capitalize(): b.capitalize() for a, b in swap.items()}
    swap |= {a.upper(): b.upper() for a, b in swap.items() if a.islower()}
    return re.sub(r"\b(left|right)\b", lambda found: swap[found[0]], text, flags=re.I)


def check(pair: Pair) -> list[str]:
    """Return what does not hold, in words; empty where the pair is right.

    Parameters
    ----------
    pair
        The pair.
    """
    a = assess(Case(person=pair.person, narrative=pair.a))
    b = a if pair.b is None else assess(Case(person=pair.person, narrative=pair.b))
    broken: list[str] = []
    for wanted in pair.expect:
        if isinstance(wanted, str):
            if wanted[:2] in ("a_", "b_"):
                broken += _one(wanted, None, a if wanted[0] == "a" else b)
            else:
                broken += _BETWEEN[wanted](a, b)
            continue
        for name, value in wanted.items():
            broken += _one(name, value, a if name[0] == "a" else b)
    return broken


def _told(told: Assessment) -> set[tuple[str, str, Any]]:
    """Heard findings as (id, side, value); ``both`` spelled out."""
    return {
        (heard.finding, side, heard.value)
        for heard in told.heard
        for side in (("left", "right") if heard.side == "both" else (heard.side,))
    }


def _holds(told: Assessment, name: str, value: bool) -> bool:
    finding, _, side = name.partition("@")
    return any(
        entry[0] == finding and (not side or entry[1] == side) and entry[2] is value
        for entry in _told(told)
    )


def _one(name: str, value: Any, told: Assessment) -> list[str]:
    which, _, kind = name.partition("_")
    return [f"{which}: {fault}" for fault in _ABOUT[kind](told, value)]


def _heard(told: Assessment, names: list[str]) -> list[str]:
    return [f"{name} not heard" for name in names if not _holds(told, name, True)]


def _unheard(told: Assessment, names: list[str]) -> list[str]:
    return [f"{name} heard as true" for name in names if _holds(told, name, True)]


def _denied(told: Assessment, names: list[str]) -> list[str]:
    return [f"{name} not heard as denied" for name in names if not _holds(told, name, False)]


def _not_denied(told: Assessment, names: list[str]) -> list[str]:
    return [f"{name} taken for a no" for name in names if _holds(told, name, False)]


def _value(told: Assessment, wanted: Mapping[str, Any]) -> list[str]:
    held = {(name, value) for name, _side, value in _told(told)}
    return [f"{n} is not {v}" for n, v in wanted.items() if (n, v) not in held]


def _level(told: Assessment, levels: list[str]) -> list[str]:
    level = told.triage.urgency
    return [] if level in levels else [f"rated {level}, not {' or '.join(levels)}"]


def _not_level(told: Assessment, levels: list[str]) -> list[str]:
    return [f"rated {told.triage.urgency}"] if told.triage.urgency in levels else []


def _provisional(told: Assessment, wanted: bool) -> list[str]:
    return [] if told.triage.provisional is wanted else [f"provisional is not {wanted}"]


def _direction(told: Assessment, wanted: str) -> list[str]:
    said = told.chain.direction
    return [] if said == wanted else [f"direction {said}, not {wanted}"]


def _asks(told: Assessment, _: Any) -> list[str]:
    faults = [] if told.next_questions else ["no next question"]
    return faults if told.triage.not_asked else [*faults, "no danger question listed as open"]


_ABOUT: dict[str, Callable[[Assessment, Any], list[str]]] = {
    "heard": _heard,
    "unheard": _unheard,
    "denied": _denied,
    "not_denied": _not_denied,
    "value": _value,
    "level": _level,
    "not_level": _not_level,
    "provisional": _provisional,
    "direction": _direction,
    "asks": _asks,
}


def _mirror(told: set[tuple[str, str, Any]]) -> set[tuple[str, str, Any]]:
    return {(name, OTHER_SIDE[side], value) for name, side, value in told}  # type: ignore[index]


def _mirrored(a: Assessment, b: Assessment) -> list[str]:
    broken = _difference("heard", _mirror(_told(a)), _told(b))
    broken += _same_urgency(a, b)
    left = {(c.id, OTHER_SIDE[c.side]): c.probability for c in a.conditions}
    broken += _compare(left, {(c.id, c.side): c.probability for c in b.conditions}, SAME)
    if a.chain.direction != b.chain.direction:
        broken.append(f"direction {a.chain.direction} became {b.chain.direction}")
    return broken


def _difference(what: str, a: set[Any], b: set[Any]) -> list[str]:
    return [f"{what} only in a: {x}" for x in sorted(a - b, key=str)] + [
        f"{what} only in b: {x}" for x in sorted(b - a, key=str)
    ]


def _compare(a: Mapping[Any, float], b: Mapping[Any, float], most: float) -> list[str]:
    return [
        f"{name}: {a.get(name, 0):.4f} against {b.get(name, 0):.4f}"
        for name in sorted({*a, *b})
        if abs(a.get(name, 0.0) - b.get(name, 0.0)) > most
    ]


def _by_side(told: Assessment) -> dict[tuple[str, str], float]:
    return {(c.id, c.side): c.probability for c in told.conditions}


def _same_urgency(a: Assessment, b: Assessment) -> list[str]:
    if (a.triage.urgency, a.triage.provisional) == (b.triage.urgency, b.triage.provisional):
        return []
    return [f"urgency {a.triage.urgency} became {b.triage.urgency} (or provisional changed)"]


def _higher(a: Assessment, b: Assessment) -> list[str]:
    if URGENCIES.index(b.triage.urgency) < URGENCIES.index(a.triage.urgency):
        return []
    return [f"b ({b.triage.urgency}) is not rated above a ({a.triage.urgency})"]


def _not_lower(a: Assessment, b: Assessment) -> list[str]:
    if URGENCIES.index(b.triage.urgency) <= URGENCIES.index(a.triage.urgency):
        return []
    return [f"b ({b.triage.urgency}) is rated below a ({a.triage.urgency})"]


_BETWEEN: dict[str, Callable[[Assessment, Assessment], list[str]]] = {
    "mirrored": _mirrored,
    "same_heard": lambda a, b: _difference("heard", _told(a), _told(b)),
    "same_urgency": _same_urgency,
    "same_conditions": lambda a, b: _compare(_by_side(a), _by_side(b), SAME),
    "similar_conditions": lambda a, b: _compare(_by_side(a), _by_side(b), SIMILAR),
    "higher": _higher,
    "not_lower": _not_lower,
}
