"""Loads of recorded walks in the report of a person: both legs, and beside what was told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kinchain.core.formats.assessment import Assessment, LoadSign
from kinchain.core.formats.loads import LoadCurve, Loads, SideLoads

TITLE = "What your legs carry when you walk"

ABOUT = (
    "An estimate of the greatest load in a step, in body weights. In brackets: where the true "
    "value lies in about 9 of 10 people."
)

WITHOUT_PLATES = "Worked out from the motion alone, so less sure than with force plates."

ROWS = (
    ("grf_vertical_bw", "On the ground"),
    ("knee_contact_force_bw", "In the knee"),
    ("knee_medial_force_bw", "Inner side of the knee"),
    ("patellofemoral_force_bw", "Behind the kneecap"),
    ("achilles_force_bw", "Pull on the heel tendon"),
    ("plantar_fascia_force_bw", "Pull on the band under the foot"),
    ("heel_force_bw", "Under the heel"),
    ("metatarsal_heads_force_bw", "Under the ball of the foot"),
)
"""Loads that a person is told, all in body weights."""

COMPARED = {
    "grf_vertical_bw": ("force on the ground", "x body weight"),
    "knee_contact_force_bw": ("force in the knee", "x body weight"),
    "internal_ankle_plantarflexion_moment_nm_per_kg": ("push of the ankle", "Nm/kg"),
}
"""Loads that are set leg against leg: words and unit."""

NONE = "not known"

N_WARNINGS = 2
"""So many doubts of a recording's loads are told; the rest are in assessment.json."""

N_LINES = 8
"""So many comparisons with what was told are shown; the rest are in assessment.json."""

ORDER = ("otherwise", "unsaid", "agrees", "not_shown", "unsure")


@dataclass(frozen=True, slots=True)
class LoadsTable:
    """One recording's loads: name of the load, left, right."""

    title: str
    doubts: tuple[str, ...]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LoadLine:
    """What the loads show of a finding, beside what was told; ``figures`` say by what."""

    text: str
    figures: str
    differs: bool
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadsPart:
    """All loads of a person's walks."""

    tables: tuple[LoadsTable, ...]
    lines: tuple[LoadLine, ...]


def loads_part(
    assessment: Assessment, refs: Callable[[Iterable[str]], tuple[int, ...]]
) -> LoadsPart | None:
    """Put the loads of a person's walks into plain words; None where there are none.

    Parameters
    ----------
    assessment
        The assessment.
    refs
        Ids of sources to their numbers in the report.
    """
    tables = tuple(_table(one) for one in assessment.loads if one.left or one.right)
    if not tables:
        return None
    several = len(tables) > 1
    signs = sorted(assessment.load_signs, key=lambda one: ORDER.index(one.verdict))
    lines = tuple(_line(one, refs(one.sources), several=several) for one in signs[:N_LINES])
    return LoadsPart(tables, lines)


def load_sentences(part: LoadsPart | None) -> tuple[str, ...]:
    """Return all that a reader must understand.

    Parameters
    ----------
    part
        The loads, or None.
    """
    if part is None:
        return ()
    return (ABOUT, *(one.text for one in part.lines))


def peak_text(own: SideLoads | None, load: str) -> str:
    """Return a load's peak with its interval; empty where it is not known.

    Parameters
    ----------
    own
        Loads of a leg.
    load
        Name of the load.
    """
    curve: LoadCurve | None = None if own is None else getattr(own, load)
    if curve is None:
        return ""
    low, high = curve.interval_90
    return f"{curve.peak:.1f} ({low:.1f} to {high:.1f})"


def _table(loads: Loads) -> LoadsTable:
    rows = []
    for load, name in ROWS:
        left, right = peak_text(loads.left, load), peak_text(loads.right, load)
        if left or right:
            rows.append((name, left or NONE, right or NONE))
    doubts = [WITHOUT_PLATES] if loads.source_of_ground_reaction == "estimated" else []
    warned = [f"{one.where}: {one.what}." for one in loads.quality if one.level == "warning"]
    return LoadsTable(loads.recording or "", (*doubts, *warned[:N_WARNINGS]), tuple(rows))


def figures_of(one: LoadSign) -> str:
    """Return the figures behind a sign: value, interval, what is usual.

    Parameters
    ----------
    one
        The sign.
    """
    low, high = one.interval_90
    if one.both is not None:
        left, right = one.both
        more, off = ("left", 1.0) if one.value >= 0.0 else ("right", -1.0)
        ends = sorted((off * low, off * high))
        apart = f"{more} more by {abs(one.value):.0f} % ({ends[0]:.0f} to {ends[1]:.0f})"
        name, unit = COMPARED.get(one.load, (one.load, ""))
        sides = f"{name}: left {left:.2f}, right {right:.2f} {unit}".rstrip()
        return f"{sides}; {apart}; usual up to {one.usual[1]:.0f} %"
    value = f"{one.value:.1f} ({low:.1f} to {high:.1f}) {one.unit}"
    floor = max(one.usual[0], 0.0)
    return f"{value}; usual {floor:.1f} to {one.usual[1]:.1f}"


def _line(one: LoadSign, refs: tuple[int, ...], *, several: bool) -> LoadLine:
    text = f"{one.recording}: {one.text}" if several else one.text
    return LoadLine(text, figures_of(one), one.verdict == "otherwise", refs)
