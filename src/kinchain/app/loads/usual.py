"""Loads of a recorded walk against what healthy people carry at that speed.

Each leg stands for itself, never against the other: that may be spared, or pay for the sore one.
That the legs differ is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, hypot, sqrt
from typing import TYPE_CHECKING

from kinchain.core.findings import Side
from kinchain.core.formats.loads import LoadCurve, Loads, SideLoads

if TYPE_CHECKING:
    from kinchain.evidence.load_norms import LoadNorm, LoadNorms, Uneven

HALF_WIDTH_SD = 1.645
"""Half of a 90 % interval in standard deviations."""

TRUSTED_RESIDUAL_PCT = 15.0
"""Above it, of body weight, forces and motion do not fit each other and nothing is told of them
(basis: expert; three times what is asked of a good recording)."""

TRUSTED_MARKERS_MM = 40.0
"""Above it the body does not lie in its markers and nothing is told (basis: expert)."""

EARLY = range(5, 51)
LATE = range(50, 101)
"""Parts of stance, per cent; the first frames are the landing itself."""

FOREFOOT = "forefoot_impulse_pct"

OF_THE_SOLE = ("heel_force_bw", "plantar_fascia_force_bw", FOREFOOT)
"""Loads that hang on where the force meets the sole."""

SIDES: tuple[Side, ...] = ("left", "right")


@dataclass(frozen=True)
class LoadLook:
    """One load looked at for one finding in one walk.

    Parameters
    ----------
    finding, side, recording, load
        What was looked for, where, by which load; side ``none`` for a difference of the legs.
    value, interval
        The load with its 90 % interval; of a difference left minus right, per cent of the mean.
    usual
        Usual range at this speed, same unit.
    probability
        P(the load lies beyond the usual range).
    is_beyond
        Whether the whole interval does.
    both
        Of a difference: the left and the right value.
    sources
        Of what is usual.
    """

    finding: str
    side: Side
    recording: str
    load: str
    value: float
    interval: tuple[float, float]
    usual: tuple[float, float]
    probability: float
    is_beyond: bool
    both: tuple[float, float] | None = None
    sources: tuple[str, ...] = ()


def doubts_of(loads: Loads) -> tuple[str, ...]:
    """Return why a recording's loads tell nothing; empty where they can be trusted.

    Parameters
    ----------
    loads
        Loads of one recording.
    """
    found = []
    if (loads.residual_force_pct or 0.0) > TRUSTED_RESIDUAL_PCT:
        found.append(f"{loads.residual_force_pct:.0f} % of body weight is carried by nothing")
    if (loads.marker_rms_mm or 0.0) > TRUSTED_MARKERS_MM:
        found.append(f"the body lies {loads.marker_rms_mm:.0f} mm off its markers")
    return tuple(found)


def looked_at(
    loads: Loads, speed_mps: float | None, recording: str, norms: LoadNorms
) -> tuple[LoadLook, ...]:
    """Set every load of a recording against what is usual.

    Parameters
    ----------
    loads
        Loads with their curves.
    speed_mps
        Walking speed, m/s; None where it is not known: then the widest range counts.
    recording
        Its name.
    norms
        What is usual.

    Returns
    -------
    looks
        One for each finding and leg that the recording can speak of; none of loads that cannot
        be trusted.
    """
    if doubts_of(loads):
        return ()
    only_angles = loads.marker_rms_mm is None and loads.source_of_ground_reaction == "estimated"
    found = [
        look
        for side in SIDES
        for norm in norms.norms
        if (norm.from_angles or not only_angles)
        and (look := _against_usual(loads, side, norm, speed_mps, recording)) is not None
    ]
    found += [look for one in norms.uneven if (look := _uneven(loads, one, recording)) is not None]
    return tuple(found)


def _against_usual(
    loads: Loads, side: Side, norm: LoadNorm, speed_mps: float | None, recording: str
) -> LoadLook | None:
    own: SideLoads | None = loads.left if side == "left" else loads.right
    usual = norm.usual(speed_mps)
    if own is None or usual is None or _is_doubted(loads, f"{side} leg"):
        return None
    if norm.load in OF_THE_SOLE and _is_doubted(loads, f"{side} foot"):
        return None
    measured = _forefoot(own, loads, norm) if norm.load == FOREFOOT else _part(own, norm)
    if measured is None:
        return None
    value, interval = measured
    if norm.beyond == "above":
        probability, is_beyond = _above(value, interval, usual[1]), interval[0] > usual[1]
    else:
        probability, is_beyond = 1.0 - _above(value, interval, usual[0]), interval[1] < usual[0]
    return LoadLook(
        norm.finding, side, recording, norm.load, value, interval, usual, probability, is_beyond,
        sources=norm.sources,
    )  # fmt: skip


def _is_doubted(loads: Loads, part: str) -> bool:
    """Say whether the recording itself doubts a leg, or where a foot stands over its forces."""
    wanted = (part, "both feet") if part.endswith("foot") else (part,)
    return any(one.level == "warning" and one.where in wanted for one in loads.quality)


def _forefoot(
    own: SideLoads, loads: Loads, norm: LoadNorm
) -> tuple[float, tuple[float, float]] | None:
    """Return what ball and toes bear of the impulse, per cent; an expert says how unsure it is."""
    share = own.region_impulse_pct
    if share is None:
        return None
    value = share.metatarsal_heads + share.toes
    off = HALF_WIDTH_SD * norm.own_sd[loads.source_of_ground_reaction]
    return value, (max(value - off, 0.0), min(value + off, 100.0))


def _part(own: SideLoads, norm: LoadNorm) -> tuple[float, tuple[float, float]] | None:
    """Return the greatest value of a part of stance with its interval.

    Elsewhere than at the peak the interval is at least as wide as the peak's.
    """
    curve: LoadCurve | None = getattr(own, norm.load)
    if curve is None:
        return None
    if norm.part == "peak":
        return curve.peak, curve.interval_90
    if curve.mean is None:
        return None
    within = EARLY if norm.part == "early" else LATE
    at = max(within, key=curve.mean.__getitem__)
    value = curve.mean[at]
    below, above = curve.peak - curve.interval_90[0], curve.interval_90[1] - curve.peak
    if curve.low_90 is not None and curve.high_90 is not None:
        below = max(below, value - curve.low_90[at])
        above = max(above, curve.high_90[at] - value)
    return value, (value - below, value + above)


def _above(value: float, interval: tuple[float, float], limit: float) -> float:
    """Return P(load > limit) of a normal whose two sides are as wide as the interval's."""
    side = value - interval[0] if limit < value else interval[1] - value
    sd = max(side / HALF_WIDTH_SD, 1e-9)
    return 0.5 * (1.0 + erf((value - limit) / (sd * sqrt(2.0))))


def _uneven(loads: Loads, norm: Uneven, recording: str) -> LoadLook | None:
    """Return how far the legs differ; their errors are taken as each its own, which is wide."""
    if loads.left is None or loads.right is None:
        return None
    if any(_is_doubted(loads, f"{side} leg") for side in SIDES):
        return None
    left: LoadCurve | None = getattr(loads.left, norm.load)
    right: LoadCurve | None = getattr(loads.right, norm.load)
    if left is None or right is None or left.peak + right.peak <= 0.0:
        return None
    total = left.peak + right.peak
    apart = 200.0 * (left.peak - right.peak) / total
    error = [(one.interval_90[1] - one.interval_90[0]) / 2.0 for one in (left, right)]
    half = 400.0 * hypot(right.peak * error[0], left.peak * error[1]) / total**2
    interval = (apart - half, apart + half)
    limit = norm.limit_pct
    above = _above(apart, interval, limit)
    below = 1.0 - _above(apart, interval, -limit)
    return LoadLook(
        "load_uneven", "none", recording, norm.load, apart, interval, (-limit, limit),
        above + below, abs(apart) - half > limit, (left.peak, right.peak), norm.sources,
    )  # fmt: skip
