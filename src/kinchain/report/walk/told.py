"""Measured walks in the report of a person: what they show beside what was told."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.core.formats.assessment import Assessment
from kinchain.report.walk.words import SignRow, WalkPart, walk_part

TITLE = "How you walk, measured"

N_WARNINGS = 4
"""So many doubts of a walk are told; the rest are in assessment.json."""


@dataclass(frozen=True, slots=True)
class SignPart:
    """What a walk shows of a finding beside what was told."""

    text: str
    agrees: bool | None
    because: str


@dataclass(frozen=True, slots=True)
class WalksPart:
    """All measured walks of a person."""

    walks: tuple[WalkPart, ...]
    signs: tuple[SignPart, ...]


def walks_part(assessment: Assessment) -> WalksPart | None:
    """Put a person's walks into plain words; None where there are none.

    Parameters
    ----------
    assessment
        The assessment.
    """
    if not assessment.walks:
        return None
    several = len(assessment.walks) > 1
    signs = tuple(
        SignPart(
            f"{one.recording}: {one.text}" if several else one.text,
            one.agrees,
            "; ".join(one.because),
        )
        for one in sorted(assessment.walk_signs, key=lambda one: one.agrees is not False)
    )
    return WalksPart(tuple(walk_part(walk) for walk in assessment.walks), signs)


def walk_sentences(part: WalksPart | None) -> tuple[str, ...]:
    """Return all that a reader must understand.

    Parameters
    ----------
    part
        The walks, or None.
    """
    return () if part is None else tuple(one.text for one in part.signs)


def few_rows(walk: WalkPart) -> list[tuple[str, str, str, str]]:
    """Return the few measures that say most of both sides: name, left, right, evenness.

    Parameters
    ----------
    walk
        The walk in words.
    """
    wanted = ("step_length_m", "stance_pct", "single_support_pct", "foot_progression_deg")
    return [
        (f"{row.name}, {row.unit}" if row.unit else row.name, row.left, row.right, row.even)
        for row in walk.measures
        if row.id in wanted
    ]


def stands_out(walk: WalkPart) -> list[str]:
    """Return the ways of walking that are more likely there than not, with their evidence.

    Parameters
    ----------
    walk
        The walk in words.
    """
    return [
        f"{_named(one)} {100 * one.probability:.0f} %: {'; '.join(one.because)}"
        for one in walk.signs
    ]


def _named(one: SignRow) -> str:
    return f"{one.name}, {one.side}," if one.side else f"{one.name},"
