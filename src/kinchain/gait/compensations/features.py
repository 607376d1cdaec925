"""Numbers read off one stance or swing, the same from a walk and from the healthy curves.

Every feature works on a curve of 101 points over the stance (or swing, or stance and the first of
swing). Its healthy value comes from the published curves at the walker's speed where they have the
curve, else from the table below. How far healthy people and laboratories differ (``sd``), the two
sides of one person (``side_sd``) and what a plane view or a pose program adds (``pose_sd``) are of
the size of the published bands; basis: expert.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kinchain.gait.compensations.steps import (
    N_POINTS,
    Walked,
    crosstalk,
    curves_over,
)
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.norms import Reference

Span = Literal["stance", "push", "swing"]

PUSH_BEYOND = 0.12
"""``push`` is stance and this share of its time after, where the ankle is lowest."""

LOADED = (14.0, 28.0)
"""Per cent of stance in which the leg takes the load and the healthy knee is bent most."""

Reducer = Callable[[Mapping[str, FloatArray]], float]
"""Curves by name, shape (101,), to the number."""


@dataclass(frozen=True)
class Feature:
    """One number of a stance or swing.

    Parameters
    ----------
    words
        What it is, for the reader.
    unit
        Of the number.
    span
        Part of the stride.
    curves
        Signals it needs.
    read
        Curves to the number.
    sd, side_sd
        Between healthy people (and laboratories), and between the sides of one.
    pose_sd
        Added where the recording is a pose program's; None where such cannot show it.
    healthy
        Relative speed to the healthy number where the published curves have none.
    """

    words: str
    unit: str
    span: Span
    curves: tuple[str, ...]
    read: Reducer
    sd: float
    side_sd: float
    pose_sd: float | None
    healthy: Callable[[float], float] | None = None


def part(curve: FloatArray, low: float, high: float) -> FloatArray:
    """Return the points of a curve between two per cents.

    Parameters
    ----------
    curve
        Shape (101,).
    low, high
        Per cent.
    """
    return curve[round(low) : round(high) + 1]


def _landing(curve: FloatArray) -> float:
    return float(np.mean(part(curve, 0, 3)))


def _loading_rise(c: Mapping[str, FloatArray]) -> float:
    knee = c["knee_flexion"]
    return float(np.mean(part(knee, *LOADED))) - _landing(knee)


def _loading_peak(c: Mapping[str, FloatArray]) -> float:
    return float(np.mean(part(c["knee_flexion"], *LOADED)))


def _least_knee(c: Mapping[str, FloatArray]) -> float:
    return float(np.min(part(c["knee_flexion"], 35, 90)))


def _swing_peak(c: Mapping[str, FloatArray]) -> float:
    return float(np.max(c["knee_flexion"]))


def _swing_range(c: Mapping[str, FloatArray]) -> float:
    return float(np.max(c["knee_flexion"]) - c["knee_flexion"][-1])


def _thrust(c: Mapping[str, FloatArray], sign: float) -> float:
    """Return how far the knee goes aside while it takes the load."""
    aside = c["knee_aside"]
    away = sign * (part(aside, 5, 40) - _landing(aside))
    return float(np.max(away))


def _foot_angle(c: Mapping[str, FloatArray]) -> float:
    return float(np.median(part(c["foot_progression"], 20, 60)))


def _lean(c: Mapping[str, FloatArray]) -> float:
    return float(-np.min(part(c["trunk_obliquity"], 15, 85)))


def _heel_lift(c: Mapping[str, FloatArray]) -> float:
    heel = c["heel_height"]
    flat = float(np.min(part(heel, 12, 60)))
    return 100.0 * (float(np.mean(part(heel, 38, 48))) - flat)


HEEL_UP_M = 0.015
"""The heel is told to be off when its marker is this far above its lowest (basis: expert). Healthy
heels leave at about half of stance (Perry and Burnfield 2010: 31 % of the stride), markers on them
show it later, and those of made walks at two thirds; the table takes the middle."""


def _heel_off(c: Mapping[str, FloatArray]) -> float:
    heel = c["heel_height"]
    flat = float(np.min(part(heel, 12, 60)))
    low = 12 + int(np.argmin(part(heel, 12, 60)))
    up = np.flatnonzero(heel[low:] > flat + HEEL_UP_M)
    return float(low + up[0]) if len(up) else 100.0


def _bow(c: Mapping[str, FloatArray]) -> float:
    aside = c["heel_aside"]
    straight = np.linspace(float(aside[0]), float(aside[-1]), N_POINTS)
    return 100.0 * float(np.max((aside - straight)[10:-10]))


def _push(c: Mapping[str, FloatArray]) -> float:
    ankle = c["ankle_flexion"]
    top = 45 + int(np.argmax(part(ankle, 45, 88)))
    return float(ankle[top] - np.min(ankle[top:]))


def _eversion(c: Mapping[str, FloatArray]) -> float:
    roll = c["ankle_roll"]
    return _landing(roll) - float(np.min(part(roll, 12, 60)))


MIDDLE = (20.0, 45.0)
"""Per cent of stance in which a healthy foot lies flat."""


def _pitch_at_landing(c: Mapping[str, FloatArray]) -> float:
    pitch = c["foot_pitch"]
    return _landing(pitch) - float(np.median(part(pitch, *MIDDLE)))


def _heel_high(c: Mapping[str, FloatArray]) -> float:
    return -float(np.median(part(c["foot_pitch"], *MIDDLE)))


def _edge(c: Mapping[str, FloatArray]) -> float:
    return float(np.median(part(c["foot_edge"], 20, 60)))


FEATURES: Mapping[str, Feature] = {
    "loading_rise": Feature(
        "knee bends after landing by", "deg", "stance", ("knee_flexion",), _loading_rise,
        4.2, 2.6, 4.0,
    ),
    "loading_peak": Feature(
        "knee flexion while taking the load", "deg", "stance", ("knee_flexion",), _loading_peak,
        5.5, 3.4, 5.0,
    ),
    "least_knee": Feature(
        "straightest knee in late stance", "deg", "stance", ("knee_flexion",), _least_knee,
        5.0, 3.2, 5.0,
    ),
    "swing_peak": Feature(
        "largest knee flexion in swing", "deg", "swing", ("knee_flexion",), _swing_peak,
        6.0, 3.5, 6.0,
    ),
    "swing_range": Feature(
        "knee unbends in swing by", "deg", "swing", ("knee_flexion",), _swing_range, 6.5, 4.0, 6.0,
    ),
    "varus_thrust": Feature(
        "knee moves outward after landing by", "deg", "stance", ("knee_aside",),
        lambda c: _thrust(c, 1.0), 1.6, 1.6, None,
    ),
    "valgus_thrust": Feature(
        "knee moves inward after landing by", "deg", "stance", ("knee_aside",),
        lambda c: _thrust(c, -1.0), 1.6, 1.6, None,
    ),
    "foot_angle": Feature(
        "foot on the ground turned in by (out is negative)", "deg", "stance",
        ("foot_progression",), _foot_angle, 5.5, 4.5, 5.0,
    ),
    "lean": Feature(
        "trunk leans over the standing leg by", "deg", "stance", ("trunk_obliquity",), _lean,
        2.8, 2.2, None,
    ),
    "heel_lift": Feature(
        "heel above the ground in mid stance by", "cm", "stance", ("heel_height",), _heel_lift,
        0.7, 0.5, 1.5, lambda pace: 0.3,
    ),
    "heel_off": Feature(
        "heel leaves the ground after", "% of stance", "stance", ("heel_height",), _heel_off,
        8.0, 4.5, 8.0, lambda pace: 66.0 - 15.0 * pace,
    ),
    "bow": Feature(
        "foot swings outward by", "cm", "swing", ("heel_aside",), _bow, 1.3, 1.2, None,
        lambda pace: 1.0,
    ),
    "push": Feature(
        "ankle bends down at push-off by", "deg", "push", ("ankle_flexion",), _push, 6.5, 4.0, 7.0,
    ),
    "eversion": Feature(
        "ankle rolls in over the foot after landing by", "deg", "stance", ("ankle_roll",),
        _eversion,
        3.0, 2.6, None, lambda pace: 6.0,
    ),
    "pitch_at_landing": Feature(
        "foot points up at landing, against mid stance, by", "deg", "stance", ("foot_pitch",),
        _pitch_at_landing, 5.5, 4.0, 5.0,
    ),
    "heel_high": Feature(
        "heel above the ball in mid stance by", "deg", "stance", ("foot_pitch",), _heel_high,
        5.0, 3.5, 7.0, lambda pace: 0.0,
    ),
    "edge": Feature(
        "sole tilted onto its outer edge by", "deg", "stance", ("foot_edge",), _edge,
        5.0, 4.0, None, lambda pace: 0.0,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Read:
    """One side's feature.

    Parameters
    ----------
    mean
        Over its stances or swings.
    sd
        Over the same.
    n
        Their number.
    """

    mean: float
    sd: float
    n: int


def read_feature(seen: Walked, side: str, feature: Feature) -> Read | None:
    """Return a side's number, or None where the recording cannot show it.

    Parameters
    ----------
    seen
        What is looked at.
    side
        ``left`` or ``right``.
    feature
        Which number.
    """
    spans = seen.spans.get(side)  # type: ignore[call-overload]
    signals = seen.signals.get(side, {})  # type: ignore[call-overload]
    if spans is None or any(name not in signals for name in feature.curves):
        return None
    if seen.is_planar and feature.pose_sd is None:
        return None
    where = spans.swing if feature.span == "swing" else spans.stance
    beyond = PUSH_BEYOND if feature.span == "push" else 0.0
    curves = {name: curves_over(signals[name], where, beyond=beyond) for name in feature.curves}
    n = min(len(rows) for rows in curves.values())
    if n == 0 or len({len(rows) for rows in curves.values()}) > 1:
        return None
    numbers = [feature.read({name: rows[k] for name, rows in curves.items()}) for k in range(n)]
    return Read(float(np.median(numbers)), float(np.std(numbers, ddof=1)) if n > 1 else 0.0, n)


def healthy_number(feature: Feature, reference: Reference) -> float:
    """Return a feature's healthy number at the reference's speed.

    Parameters
    ----------
    feature
        Which number.
    reference
        Healthy walking at the walker's speed.
    """
    if feature.healthy is not None:
        return feature.healthy(reference.relative_speed)
    off = reference.foot_off_pct
    low, high = {
        "stance": (0.0, off),
        "push": (0.0, off * (1 + PUSH_BEYOND)),
        "swing": (off, 100.0),
    }[feature.span]
    at, grid = np.linspace(low, high, N_POINTS), np.arange(N_POINTS, dtype=float)
    known = {
        **reference.mean_deg, "knee_aside": _aside(reference), "foot_pitch": _pitch(reference),
    }  # fmt: skip
    curves = {name: np.interp(at, grid, known[name]) for name in feature.curves}
    return feature.read(curves)


def _pitch(reference: Reference) -> FloatArray:
    """Return the healthy sole's pitch against the floor, toes up, from the joints above it."""
    hip, tilt, knee, ankle = (
        reference.mean_deg[name]
        for name in ("hip_flexion", "pelvis_tilt", "knee_flexion", "ankle_flexion")
    )
    return np.asarray(hip - tilt - knee + ankle, dtype=float)


def _aside(reference: Reference) -> FloatArray:
    """Return the healthy knee's adduction less its crosstalk, as it is taken from a walk."""
    flexion, aside = (reference.mean_deg[name] for name in ("knee_flexion", "knee_adduction"))
    swing = round(reference.foot_off_pct)
    return np.asarray(aside - crosstalk(flexion[swing:], aside[swing:]) * flexion, dtype=float)
