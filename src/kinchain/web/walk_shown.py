"""What the page of a recorded walk says: the chief of it, and what it adds to the result."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.app.assess import assess
from kinchain.app.walk_case import ReadWalk, shown_of
from kinchain.report.loads.words import foot_line, headline
from kinchain.report.walk.told import few_rows, stands_out, walks_part
from kinchain.web.visit import Visit

N_WARNINGS = 3
DIFFERS = ("not_shown", "otherwise")
"""Verdicts on a load that say another thing than was told."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that the walk shows beside what was told.

    Parameters
    ----------
    text
        What.
    because
        By which measures.
    differs
        Whether words and walk differ.
    """

    text: str
    because: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ShownWalk:
    """A recorded walk in words.

    Parameters
    ----------
    name
        Its name.
    headline, recorded
        The first thing to know, and how it was recorded.
    rows
        Measures: name, left, right, evenness.
    stands_out
        Ways of walking that are likelier there than not.
    warnings
        What is doubtful.
    loads
        What knees and feet carry, in sentences; empty where it was not worked out.
    doubts
        What is doubtful of the loads.
    notes
        What went wrong.
    signs
        What it adds to the result.
    """

    name: str
    headline: str
    recorded: str
    rows: tuple[tuple[str, str, str, str], ...]
    stands_out: tuple[str, ...]
    warnings: tuple[str, ...]
    loads: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]
    signs: tuple[Sign, ...]


def shown_walk(visit: Visit, read: ReadWalk) -> ShownWalk:
    """Put a recorded walk into words.

    Parameters
    ----------
    visit
        What was told.
    read
        What was worked out.
    """
    assessment = assess(visit.interview.case, walked=shown_of([read]))
    part = walks_part(assessment)
    if part is None:  # pragma: no cover - a walk that is done is there
        raise AssertionError
    walk = part.walks[0]
    lines, doubts = _loads_words(read)
    signs = [Sign(one.text, one.because, one.agrees is False) for one in part.signs]
    signs += [Sign(one.text, "", one.verdict in DIFFERS) for one in assessment.load_signs]
    return ShownWalk(
        read.name, walk.headline, walk.recorded, tuple(few_rows(walk)), tuple(stands_out(walk)),
        walk.warnings[:N_WARNINGS], lines, doubts, read.notes, tuple(signs),
    )  # fmt: skip


def _loads_words(read: ReadWalk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what knees and feet carry, and what is doubtful of it."""
    loads = read.loads
    if loads is None:
        return (), ()
    doubts = [f"{one.what} ({one.where})" for one in loads.quality if one.level == "warning"]
    lines = tuple(one for one in (headline(loads), foot_line(loads)) if one)
    return lines, tuple(doubts[:N_WARNINGS])
