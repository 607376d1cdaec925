"""A walk in plain words: what every report of it says, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinchain.core.formats.walk import AngleCurve, Compensation, Quality, Statistic, Walk
from kinchain.report.walk.names import (
    FORCES,
    JOINTS,
    KINDS,
    MEASURES,
    SCORES,
    SIGNS,
    UNITS,
    WHOLE,
)

SHOWN_FROM = 0.5
"""Ways of walking that are less likely there than not get one line together."""

PROFILES = ("map_deg",)
"""Scores that are a table."""

UNEVEN = ("foot_progression", "toe_clearance", "cop_", "external_")
"""Measures whose difference in per cent means nothing: they pass through zero."""

LEAST_N = 2
"""Strides of each side from which on the sides are compared."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure: left, right, both, and how even it is."""

    id: str
    name: str
    unit: str
    left: str
    right: str
    both: str
    even: str


@dataclass(frozen=True, slots=True)
class RangeRow:
    """The range of one joint over the stride, degrees, by side."""

    name: str
    signs: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class SignRow:
    """A way of walking that stands out, with its evidence."""

    name: str
    side: str
    probability: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WalkPart:
    """Everything a report says of one walk, in order."""

    title: str
    recorded: str
    headline: str
    n_left: int
    n_right: int
    measures: tuple[MeasureRow, ...]
    forces: tuple[MeasureRow, ...]
    ranges: tuple[RangeRow, ...]
    signs: tuple[SignRow, ...]
    less_likely: str
    scores: tuple[tuple[str, str], ...]
    profile: tuple[RangeRow, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    how: str


def walk_part(walk: Walk) -> WalkPart:
    """Put a walk into plain words.

    Parameters
    ----------
    walk
        The walk; its curves may be missing.
    """
    counts = strides_of(walk)
    signs = sorted(map(_sign, walk.compensations), key=lambda one: -one.probability)
    return WalkPart(
        title=walk.recording.path.replace("\\", "/").rstrip("/").rpartition("/")[2],
        recorded=_recorded(walk),
        headline=_headline(walk),
        n_left=counts.get("left", 0),
        n_right=counts.get("right", 0),
        measures=tuple(_measures(walk, [name for name in walk.summary if name not in FORCES])),
        forces=tuple(_measures(walk, [name for name in walk.summary if name in FORCES])),
        ranges=tuple(_ranges(walk.angles)),
        signs=tuple(one for one in signs if one.probability >= SHOWN_FROM),
        less_likely="; ".join(
            f"{one.name.partition(' (')[0]}{f', {one.side}' if one.side else ''} "
            f"{100 * one.probability:.0f} %"
            for one in signs
            if one.probability < SHOWN_FROM
        ),
        scores=tuple(_scores(walk)),
        profile=tuple(_profile(walk)),
        warnings=tuple(_said(one) for one in walk.quality if one.level == "warning"),
        notes=tuple(_said(one) for one in walk.quality if one.level != "warning"),
        how=f"Landings and foot offs: {walk.event_method}.",
    )


def _recorded(walk: Walk) -> str:
    made = walk.recording
    parts = [
        KINDS.get(made.kind, made.kind),
        f"{made.duration_s:.1f} s at {made.rate_hz:g} Hz",
    ]
    parts += [f"{made.markers} markers"] * bool(made.markers)
    parts += [f"{made.plates} force plate{'s' * (made.plates != 1)}"] * bool(made.plates)
    for name, form in (("mass_kg", "{:.1f} kg"), ("height_m", "{:.2f} m tall")):
        value = walk.subject.get(name)
        parts += [form.format(value)] if isinstance(value, float | int) else []
    return ", ".join(parts)


def strides_of(walk: Walk) -> dict[str, int]:
    """Return how many whole strides of each side were measured.

    Parameters
    ----------
    walk
        The walk.
    """
    times = walk.summary.get("stride_time_s", {})
    return {side: times[side].n for side in ("left", "right") if side in times}


def _headline(walk: Walk) -> str:
    counts = strides_of(walk)
    if not counts:
        steps = sum(len(one.initial_contact_s) for one in walk.events.values())
        return (
            "No whole stride of straight walking was found"
            f"{f' ({steps} landings alone)' if steps else ''}, so there are no times, lengths "
            "or curves."
        )
    told = []
    speed = _of(walk, "walking_speed_mps")
    if speed is not None:
        told.append(f"{speed.mean:.2f} m/s ({speed.mean * 3.6:.1f} km/h)")
    cadence = _of(walk, "cadence_spm")
    if cadence is not None:
        told.append(f"{cadence.mean:.0f} steps a minute")
    n = sum(counts.values())
    sides = " and ".join(f"{count} {side}" for side, count in counts.items())
    return f"Walked at {', '.join(told)}. Measured over {n} stride{'s' * (n != 1)} ({sides})."


def _of(walk: Walk, name: str) -> Statistic | None:
    return walk.summary.get(name, {}).get("all")


def _measures(walk: Walk, wanted: Sequence[str]) -> list[MeasureRow]:
    known = [*MEASURES, *FORCES]
    names = [name for name in known if name in wanted]
    names += [name for name in wanted if name not in known]
    rows = []
    counts = strides_of(walk)
    counts["all"] = sum(counts.values())
    for name in names:
        label, unit, factor, decimals = MEASURES.get(name) or FORCES.get(name) or _unknown(name)
        sides = walk.summary[name]
        shown = {
            side: shown_statistic(sides[side], factor, decimals, counts.get(side))
            for side in ("left", "right", "all")
            if side in sides
        }
        whole = name in WHOLE
        rows.append(
            MeasureRow(
                name,
                label,
                unit,
                "" if whole else shown.get("left", ""),
                "" if whole else shown.get("right", ""),
                shown.get("all", ""),
                "" if whole else _even(walk, name),
            )
        )
    return rows


def _unknown(name: str) -> tuple[str, str, float, int]:
    """Return how a measure is shown that this file does not know: by its name and unit."""
    words = name.split("_")
    unit = UNITS.get(words[-1], "")
    plain = " ".join(words[:-1] if unit else words)
    return plain[:1].upper() + plain[1:], unit, 1.0, 2


def shown_statistic(
    one: Statistic, factor: float = 1.0, decimals: int = 1, usual_n: int | None = None
) -> str:
    """Return mean, SD and number as text, e.g. ``62.1 ± 1.4 (5)``.

    Parameters
    ----------
    one
        The statistic.
    factor
        From its unit to the one shown.
    decimals
        How many.
    usual_n
        The number that stands in the table's head; only another one is told.
    """
    spread = "" if one.sd is None else f" ± {one.sd * factor:.{decimals}f}"
    number = "" if one.n == usual_n else f" ({one.n})"
    return f"{one.mean * factor:.{decimals}f}{spread}{number}"


def _even(walk: Walk, name: str) -> str:
    """Say in per cent which side has more; nothing where that means nothing or rests on one."""
    found = walk.symmetry.get(name)
    if found is None or name.startswith(UNEVEN):
        return ""
    sides = walk.summary[name]
    if any(sides[side].n < LEAST_N for side in ("left", "right") if side in sides):
        return ""
    index = round(found.index_pct)
    if index == 0:
        return "even"
    return f"{'left' if index > 0 else 'right'} {abs(index)} % more"


def _ranges(angles: Mapping[str, AngleCurve]) -> list[RangeRow]:
    rows = []
    for name, label, signs in JOINTS:
        sides = [_range(angles.get(f"{name}_{side}")) for side in ("l", "r")]
        if any(sides):
            rows.append(RangeRow(label, signs, sides[0], sides[1]))
    return rows


def _range(one: AngleCurve | None) -> str:
    if one is None or one.mean_deg is None:
        return ""
    return f"{round(min(one.mean_deg))} to {round(max(one.mean_deg))}"


def plain_name(name: str) -> str:
    """Return an id as words.

    Parameters
    ----------
    name
        The id.
    """
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _sign(one: Compensation) -> SignRow:
    side = "" if one.side == "none" else one.side
    return SignRow(SIGNS.get(one.id) or plain_name(one.id), side, one.probability, one.because)


def _scores(walk: Walk) -> list[tuple[str, str]]:
    rows = []
    for name, value in walk.scores.items():
        if name in PROFILES or value is None:  # why it is null stands in the notes
            continue
        lacking = isinstance(value, str) and name != "reference"
        said = f"not available: {value}" if lacking else _score(value)
        rows.append((SCORES.get(name) or plain_name(name), said))
    return rows


def _profile(walk: Walk) -> list[RangeRow]:
    """Return the movement analysis profile: distance from healthy walking by curve and side."""
    rows = []
    for name in PROFILES:
        value = walk.scores.get(name)
        for curve, sides in value.items() if isinstance(value, Mapping) else ():
            if isinstance(sides, Mapping):
                left, right = (_score(sides[s]) if s in sides else "" for s in ("left", "right"))
                rows.append(RangeRow(plain_name(curve), "", left, right))
    return rows


def _score(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {_score(part)}" for key, part in value.items())
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value:.1f}"
    return "not available" if value is None else str(value)


def _said(one: Quality) -> str:
    text = f"{one.what} ({one.where})" if one.where else one.what
    return f"{text}: {one.effect}" if one.effect else text
