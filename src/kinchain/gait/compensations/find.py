"""Find compensations: how far each feature lies from healthy walking and from the other side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kinchain.core.trial import LegSide, Note
from kinchain.gait.compensations.features import (
    FEATURES,
    Read,
    healthy_number,
    read_feature,
)
from kinchain.gait.compensations.patterns import (
    ANTALGIC_MIDDLE,
    ASYMMETRY_MIDDLE,
    LESS_WEIGHT_MIDDLE,
    RULES,
    PlateSign,
)
from kinchain.gait.compensations.steps import OTHER, SIDES, Walked, walked
from kinchain.gait.compensations.symmetry import antalgic, asymmetry, less_weight
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.norms import Reference, reference_at
from kinchain.gait.own_side import USUAL_PACE

if TYPE_CHECKING:
    from kinchain.gait.measure import Measured

STEEPNESS = 1.7
"""Probability is 1 / (1 + exp(-STEEPNESS (score - middle))); the score is in standard deviations,
the middle is each pattern's own. Fitted by likelihood to made walks with realistic noise, patterns
from 0.6 to 2 times the mild size, one side in twenty having one."""

SHOWN = 0.1
"""Patterns less probable than this are not listed."""

ALARM = 0.5
"""From this on a pattern is told as seen."""

HELP_OF_OTHER_SIDE = 2.0
"""The comparison with the other side adds at most this to the distance from healthy walking, so
that a side is not blamed for the other's opposite fault."""

UNKNOWN_PACE = 1.3
ESTIMATED_WIDTH = 1.15
"""Standard deviations are multiplied by these where the speed is not known, and where the joint's
breadth was guessed (basis: expert)."""

UNSEEN_AXIS = 1.5
"""The same for sideways movement of the knee where no inner marker gives its axis."""

STRIDE_SHARE = 0.35
"""Where there is but one stride its scatter is taken as this share of that between people."""


@dataclass(frozen=True)
class Found:
    """A pattern found.

    Parameters
    ----------
    id, side
        Which and where.
    probability
        Between 0 and 1.
    because
        What of the curves shows it, in words with numbers.
    score
        Distance in standard deviations.
    """

    id: str
    side: Literal["left", "right", "none"]
    probability: float
    because: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Compensations:
    """All patterns worth a word, most probable first, and what could not be looked for."""

    found: tuple[Found, ...]
    notes: tuple[Note, ...]


def probability(score: float, middle: float) -> float:
    """Return the probability of a pattern.

    Parameters
    ----------
    score
        Distance from healthy, standard deviations.
    middle
        Score at which it is as likely as not.
    """
    away = float(np.clip(STEEPNESS * (score - middle), -50.0, 50.0))
    return round(float(1.0 / (1.0 + np.exp(-away))), 4)


def find_compensations(
    done: Measured, values: Mapping[str, Mapping[LegSide, FloatArray]], *, shown: float = SHOWN
) -> Compensations:
    """Return the compensations of a walk.

    Parameters
    ----------
    done
        A worked-out walk.
    values
        Its measures with those of the plates.
    shown
        Least probability that is listed.

    Returns
    -------
    compensations
        With the probability of each: logistic in its distance from healthy walking at the same
        relative speed and from the person's other side. It is calibrated on made walks, not on
        patients.
    """
    seen = walked(done, values)
    reference = reference_at(seen.pace if seen.pace else USUAL_PACE, adult=seen.is_adult)
    wider = _wider(done, seen)
    found: list[Found] = []
    blind: dict[str, list[str]] = {}
    reads = {
        (name, side): read_feature(seen, side, feature)
        for name, feature in FEATURES.items()
        for side in SIDES
    }
    for name, rule in RULES.items():
        sides = _sides(seen, reads, reference, name, wider)
        found += sides
        if not sides:
            blind.setdefault(rule.needs, []).append(name)
    strides, plates = "whole strides of both sides", "clean steps of both feet on plates"
    for name, measured, middle, needs in (
        ("antalgic", antalgic(seen), ANTALGIC_MIDDLE, strides),
        ("asymmetry", asymmetry(seen), ASYMMETRY_MIDDLE, strides),
        ("less_weight", less_weight(seen), LESS_WEIGHT_MIDDLE, plates),
    ):
        if not measured:
            blind.setdefault(needs, []).append(name)
        found += [
            Found(name, one.side, probability(one.score, middle), one.because, one.score)
            for one in measured
        ]
    kept = sorted((one for one in found if one.probability >= shown), key=lambda f: -f.probability)
    return Compensations(tuple(kept), _notes(seen, blind))


def _wider(done: Measured, seen: Walked) -> float:
    """Return by what all spreads are multiplied for what is not known of the recording."""
    guessed = any("estimated" in note.what for note in done.joints.notes)
    return (ESTIMATED_WIDTH if guessed else 1.0) * (UNKNOWN_PACE if seen.pace is None else 1.0)


def _notes(seen: Walked, blind: Mapping[str, Sequence[str]]) -> tuple[Note, ...]:
    notes = [
        Note("note", f"needs {needs}", "compensations", f"not looked for: {', '.join(names)}")
        for needs, names in blind.items()
    ]
    if seen.pace is None:
        what = "walking speed or leg length is not known"
        notes.append(Note("note", what, "compensations", "compared with free speed, less surely"))
    return tuple(notes)


def _sides(
    seen: Walked,
    reads: Mapping[tuple[str, LegSide], Read | None],
    reference: Reference,
    name: str,
    wider: float,
) -> list[Found]:
    found, rule = [], RULES[name]
    for side in SIDES:
        scores, because = [], []
        for sign in rule.signs:
            feature = FEATURES[sign.feature]
            own = reads[sign.feature, side]
            if own is None:
                break
            other = reads[sign.feature, OTHER[side]]
            healthy = healthy_number(feature, reference)
            pose = feature.pose_sd if seen.is_planar and feature.pose_sd else 0.0
            doubt = wider
            if "knee_aside" in feature.curves and not seen.sees_knee_axis:
                doubt *= UNSEEN_AXIS
            spreads = Spreads(doubt * feature.sd, doubt * feature.side_sd, pose)
            scores.append(_distance(spreads, sign.direction, (own, other), healthy))
            told = (feature.words, feature.unit, 1 if feature.unit == "cm" else 0)
            because.append(_words(told, side, own, other, healthy))
        if len(scores) < len(rule.signs):
            continue
        plate = None if rule.plate is None else _by_plate(seen, reference, side, rule.plate)
        if plate is not None:
            scores.append(plate[0])
            because.append(plate[1])
        score = float(np.mean(scores))
        found.append(Found(name, side, probability(score, rule.middle), tuple(because), score))
    return found


def _by_plate(
    seen: Walked, reference: Reference, side: LegSide, sign: PlateSign
) -> tuple[float, str] | None:
    """Return what the plates say of a side, as distance and in words."""
    reads: dict[LegSide, Read] = {}
    for one in SIDES:
        own = np.asarray(seen.values.get(sign.measure, {}).get(one, ()), dtype=float)
        if len(own):
            spread = float(np.std(own, ddof=1)) if len(own) > 1 else 0.0
            reads[one] = Read(float(np.median(own)), spread, len(own))
    if side not in reads:
        return None
    healthy = sign.healthy(reference.relative_speed)
    spreads = Spreads(sign.sd, sign.side_sd, 0.0)
    other = reads.get(OTHER[side])
    score = _distance(spreads, sign.direction, (reads[side], other), healthy)
    return score, _words((sign.words, sign.unit, 2), side, reads[side], other, healthy)


@dataclass(frozen=True)
class Spreads:
    """Standard deviations between people, between one's sides, and of a plane view."""

    people: float
    sides: float
    plane: float


def _distance(
    spreads: Spreads, direction: float, sides: tuple[Read, Read | None], healthy: float
) -> float:
    """Return how far a side lies from healthy, given the other side, in standard deviations.

    Where both sides of a person vary together (correlation r) the other side tells what is usual
    for this person: the distance is that of own - r * other over its own spread.
    """
    own, other = sides
    own_error = _stride_error(own, spreads.people)
    spread = float(np.sqrt(spreads.people**2 + spreads.plane**2 + own_error**2))
    off = direction * (own.mean - healthy)
    from_healthy = off / spread
    if other is None:
        return from_healthy
    other_error = _stride_error(other, spreads.people)
    between = spreads.sides**2 + 0.5 * spreads.plane**2 + own_error**2 + other_error**2
    r = float(np.clip(1.0 - between / (2 * spread**2), 0.0, 0.95))
    beside = (off - r * direction * (other.mean - healthy)) / (spread * float(np.sqrt(1 - r**2)))
    return max(from_healthy, min(beside, from_healthy + HELP_OF_OTHER_SIDE))


def _stride_error(read: Read, people_sd: float) -> float:
    """Return the standard error of a side's mean over its strides."""
    return float(max(STRIDE_SHARE * people_sd, read.sd) / np.sqrt(read.n))


def _words(
    told: tuple[str, str, int], side: LegSide, own: Read, other: Read | None, healthy: float
) -> str:
    words, unit, digits = told
    mine = f"{side} {words} {own.mean:.{digits}f} {unit}"
    usual = f"healthy at this speed {healthy:.{digits}f}"
    if other is None:
        return f"{mine} ({usual})"
    return f"{mine} against {other.mean:.{digits}f} {OTHER[side]} ({usual})"
