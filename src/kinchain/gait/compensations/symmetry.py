"""Patterns of time and length: the spared leg, and sides that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kinchain.core.trial import LegSide
from kinchain.gait.compensations.steps import OTHER, SIDES, Walked

STANCE_SD_PCT = 1.6
"""Difference of the sides' stance, per cent of the stride, between healthy people; basis: expert,
of the size of Herzog et al. 1989 (https://doi.org/10.1249/00005768-198902000-00020)."""

STEP_TIME_SD_PCT = 3.5
STEP_LENGTH_SD_PCT = 5.0
"""Difference of the sides' steps over their mean, per cent (basis: expert)."""

IMPULSE_SD_PCT = 3.0
"""The same of the vertical impulse on the plates; 95 % of healthy people lie within 4 % in the
most even measures of force (Herzog et al. 1989, mean of ten trials), widened because a recording
has few steps (basis: expert)."""

WEIGHT_OF_STANCE = 0.65

EVENT_SD_S = 0.012
"""Error of one event without a plate that does not average out between the sides, s."""

FEW = 3
"""Fewer strides a side than this widen every spread."""

SEVERAL = 0.5
"""Taken off the largest of several distances, for chance among them."""


@dataclass(frozen=True)
class Differs:
    """How far the sides differ: side, distance in standard deviations, words."""

    side: Literal["left", "right", "none"]
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True)
class _Pair:
    left: float
    right: float
    error: float

    def lead(self, side: LegSide) -> float:
        """Return this side's value less the other's."""
        return self.left - self.right if side == "left" else self.right - self.left

    def of(self, side: LegSide) -> float:
        """Return a side's value."""
        return self.left if side == "left" else self.right

    @property
    def mean(self) -> float:
        """Return the mean of both sides."""
        return 0.5 * (self.left + self.right)


def _pair(seen: Walked, name: str) -> _Pair | None:
    sides = seen.values.get(name, {})
    if any(side not in sides or not len(sides[side]) for side in SIDES):
        return None
    left, right = (np.asarray(sides[side], dtype=float) for side in SIDES)
    errors = [
        max(float(np.std(one, ddof=1)) if len(one) > 1 else 0.0, 0.02 * abs(float(np.mean(one))))
        / np.sqrt(len(one))
        for one in (left, right)
    ]
    return _Pair(float(np.median(left)), float(np.median(right)), float(np.hypot(*errors)))


def antalgic(seen: Walked) -> Sequence[Differs]:
    """Return for each side how far it is spared in time.

    Parameters
    ----------
    seen
        What is looked at.
    """
    stance, step, stride = (
        _pair(seen, name) for name in ("stance_pct", "step_time_s", "stride_time_s")
    )
    if stance is None or step is None or stride is None:
        return ()
    event = 100.0 * EVENT_SD_S / stride.mean
    found = []
    for side in SIDES:
        short = -stance.lead(side) / np.sqrt(STANCE_SD_PCT**2 + stance.error**2 + event**2)
        late = 100.0 * step.lead(side) / step.mean
        spread = np.sqrt(
            STEP_TIME_SD_PCT**2 + (100.0 * step.error / step.mean) ** 2 + (2 * event) ** 2
        )
        score = WEIGHT_OF_STANCE * short + (1 - WEIGHT_OF_STANCE) * late / spread
        other = OTHER[side]
        because = (
            f"{side} stance {stance.of(side):.0f} % of the stride against "
            f"{stance.of(other):.0f} % {other}",
            f"{other} step comes after {step.of(other):.2f} s, {side} after {step.of(side):.2f} s",
        )
        found.append(Differs(side, float(score), because))
    return tuple(found)


def less_weight(seen: Walked) -> Sequence[Differs]:
    """Return for each side how much less of the weight it carries than the other, by the plates.

    Parameters
    ----------
    seen
        What is looked at.
    """
    names = ("vertical_impulse_bw_s", "vertical_impulse_n_s")
    name = next((one for one in names if seen.values.get(one)), names[0])
    pair = _pair(seen, name)
    if pair is None or pair.mean <= 0:
        return ()
    spread = float(np.hypot(IMPULSE_SD_PCT, 100.0 * pair.error / pair.mean))
    unit = "body weights" if "_bw_" in name else "N"
    found = []
    for side in SIDES:
        lacks = -100.0 * pair.lead(side) / pair.mean
        own, other = pair.of(side), pair.of(OTHER[side])
        because = (
            f"{side} foot carries {own:.3g} {unit} times s a step against {other:.3g} "
            f"{OTHER[side]} ({abs(lacks):.0f} % {'less' if lacks > 0 else 'more'})",
        )
        found.append(Differs(side, lacks / spread, because))
    return tuple(found)


def asymmetry(seen: Walked) -> Sequence[Differs]:
    """Return how far the sides' steps differ, one entry without side, none where not measured.

    Parameters
    ----------
    seen
        What is looked at.
    """
    scored = []
    for name, words, unit, sd in (
        ("step_length_m", "step length", "m", STEP_LENGTH_SD_PCT),
        ("step_time_s", "step time", "s", STEP_TIME_SD_PCT),
    ):
        pair = _pair(seen, name)
        if pair is None or pair.mean <= 0:
            continue
        apart = 100.0 * abs(pair.left - pair.right) / pair.mean
        spread = np.hypot(sd, 100.0 * pair.error / pair.mean)
        text = (
            f"{words} {pair.left:.2f} {unit} left against {pair.right:.2f} right "
            f"({apart:.0f} % apart)"
        )
        scored.append((float(apart / spread), text))
    if not scored:
        return ()
    scored.sort(reverse=True)
    return (Differs("none", scored[0][0] - SEVERAL, tuple(text for _, text in scored)),)
