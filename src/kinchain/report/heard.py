"""What was heard, by leg, each with the words it came from."""

from __future__ import annotations

from collections.abc import Sequence

from kinchain.core.findings import Side
from kinchain.core.formats.assessment import Heard
from kinchain.evidence import Knowledge
from kinchain.report import words
from kinchain.report.figures.body_shapes import PLACES as PICTURED
from kinchain.report.model import HeardLine, Sore

PERSON_IDS = ("age", "sex", "height_m", "mass_kg", "bmi")
"""Findings that say who it is."""

GUESSED = "a guess, not told"
"""Said beside what the words only hint at."""

PLACES: tuple[tuple[Side, str], ...] = (
    ("none", "You"),
    ("left", "Left leg"),
    ("right", "Right leg"),
    ("unknown", "Side not told"),
)
"""Where a finding is, as the report heads it."""


def heard_lines(
    heard: Sequence[Heard], knowledge: Knowledge, narrative: str
) -> tuple[HeardLine, ...]:
    """Return what was heard; what holds for both legs is told once.

    Parameters
    ----------
    heard
        The findings.
    knowledge
        The knowledge base, for plain labels.
    narrative
        The person's text.
    """
    found: dict[Side, list[tuple[str, str]]] = {}
    for one in sorted(heard, key=_person_first):
        if _worth(one, heard, knowledge):
            found.setdefault(one.side, []).append(_item(one, knowledge, narrative))
    both = [one for one in found.get("left", []) if one in found.get("right", [])]
    lines = [
        HeardLine(place, tuple(one for one in found.get(side, []) if one not in both))
        for side, place in PLACES
    ]
    lines.insert(1, HeardLine("Both legs", (*both, *found.get("both", []))))
    return tuple(line for line in lines if line.items)


def sores_of(heard: Sequence[Heard], knowledge: Knowledge) -> tuple[Sore, ...]:
    """Return what is felt where, each once; a coarse place gives way to a finer one.

    Parameters
    ----------
    heard
        The findings.
    knowledge
        The knowledge base, for plain labels and for what a finding implies.
    """
    told = [
        one for one in heard
        if one.value is True and one.finding in PICTURED and one.finding in knowledge.findings
    ]  # fmt: skip
    coarse = {(name, one.side) for one in told for name in knowledge.findings[one.finding].implies}
    sides: dict[str, list[Side]] = {}
    for one in told:
        if (one.finding, one.side) not in coarse:
            held = sides.setdefault(one.finding, [])
            held += [one.side] if one.side not in held else []
    found = []
    for name, held in sides.items():
        merged: list[Side] = ["both"] if {"left", "right"} <= set(held) else held
        found += [Sore(name, knowledge.findings[name].label, side) for side in merged]
    return tuple(found)


def _worth(one: Heard, heard: Sequence[Heard], knowledge: Knowledge) -> bool:
    """Leave out what only mirrors another answer: "sudden: no" beside "slowly"."""
    for first, second in (("sudden_onset_", "gradual_onset_"), ("gradual_", "sudden_")):
        if one.value is False and one.finding.startswith(first):
            other = one.finding.replace(first, second)
            return not any(
                item.finding == other and item.side == one.side and item.value is True
                for item in heard
            )
    return one.finding in knowledge.findings


def _item(one: Heard, knowledge: Knowledge, narrative: str) -> tuple[str, str]:
    text = words.phrase(knowledge.findings[one.finding], one.value)
    if one.source in ("walk", "loads"):
        text = f"{text} (measured)"
    if one.source == "guess":
        text = f"{text} ({GUESSED})"
    if one.span is None or one.span[1] > len(narrative):
        return text, ""
    return text, " ".join(narrative[one.span[0] : one.span[1]].split())


def _person_first(one: Heard) -> int:
    """Order age, sex and size before all else; the rest stays as it was told."""
    return PERSON_IDS.index(one.finding) if one.finding in PERSON_IDS else len(PERSON_IDS)
