"""Named walking patterns, each a documented change of curves with a size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from kinchain.core.errors import Fault, InputError, UnknownNameError, unknown_name
from kinchain.gait.synthetic.changes import CurveChange, SideChange

Sides = tuple[SideChange, SideChange]
"""Change of the side that the pattern names, and of the other side."""


@dataclass(frozen=True)
class Pattern:
    """A walking pattern of one side.

    Parameters
    ----------
    name
        One of ``PATTERNS``.
    side
        The leg that has it.
    size
        In the pattern's own unit; None takes the mild size.
    """

    name: str
    side: Literal["left", "right"] = "right"
    size: float | None = None


@dataclass(frozen=True)
class PatternKind:
    """What a pattern changes.

    Parameters
    ----------
    mild
        The mild size.
    unit
        Unit of the size.
    what
        What one unit changes.
    change
        Size to the changes of the named and of the other side.
    """

    mild: float
    unit: str
    what: str
    change: Callable[[float], Sides]


def _one(*curves: CurveChange) -> SideChange:
    return SideChange(curves=curves)


def _antalgic(size: float) -> Sides:
    share = size / 100.0
    own = SideChange(stance_change=-share, step_time_change=0.5 * share, push_off=0.9)
    other = SideChange(
        stance_change=0.3 * share, step_time_change=-0.5 * share, step_length_ratio=1 - 1.5 * share
    )
    return own, other


def _quadriceps_avoidance(size: float) -> Sides:
    return _one(CurveChange("knee_flexion", bump_deg=-size, at=0.13, width=0.15)), SideChange()


def _stiff_knee(size: float) -> Sides:
    own = SideChange(
        curves=(
            CurveChange("knee_flexion", bump_deg=-size, at=0.72, width=0.21),
            CurveChange("pelvis_obliquity", bump_deg=0.25 * size, at=0.72, width=0.2),
        ),
        circle_m=0.0008 * size,
    )
    return own, SideChange()


def _flexed_knee(size: float) -> Sides:
    return _one(CurveChange("knee_flexion", least_deg=size)), SideChange()


def _varus_thrust(size: float) -> Sides:
    return _one(CurveChange("knee_adduction", bump_deg=size, at=0.13, width=0.13)), SideChange()


def _valgus_thrust(size: float) -> Sides:
    return _one(CurveChange("knee_adduction", bump_deg=-size, at=0.13, width=0.13)), SideChange()


def _turned_foot(size: float) -> SideChange:
    """Turn the foot, two thirds of it from the hip."""
    return _one(
        CurveChange("foot_progression", offset_deg=size),
        CurveChange("hip_rotation", offset_deg=0.67 * size),
    )


def _toe_out(size: float) -> Sides:
    return _turned_foot(-size), SideChange()


def _toe_in(size: float) -> Sides:
    return _turned_foot(size), SideChange()


def _trunk_lean(size: float) -> Sides:
    return _one(CurveChange("trunk_obliquity", bump_deg=-size, at=0.28, width=0.3)), SideChange()


def _vaulting(size: float) -> Sides:
    own = SideChange(
        curves=(CurveChange("foot_pitch", bump_deg=-size, at=0.33, width=0.15),),
        heel_off_change=-0.15,
    )
    return own, SideChange()


def _circumduction(size: float) -> Sides:
    return SideChange(circle_m=size / 100.0), SideChange()


def _early_heel_rise(size: float) -> Sides:
    own = SideChange(
        curves=(CurveChange("ankle_flexion", bump_deg=-0.5 * size, at=0.38, width=0.2),),
        heel_off_change=-size / 100.0,
    )
    return own, SideChange()


def _weak_push_off(size: float) -> Sides:
    share = size / 100.0
    own = SideChange(
        curves=(CurveChange("ankle_flexion", bump_deg=20.0 * share, at=0.62, width=0.14),),
        push_off=1 - share,
    )
    return own, SideChange(step_length_ratio=1 - 0.2 * share)


def _overpronation(size: float) -> Sides:
    return _one(CurveChange("rearfoot_inversion", bump_deg=-size, at=0.3, width=0.3)), SideChange()


def _toe_walking(size: float) -> Sides:
    own = SideChange(
        curves=(CurveChange("knee_flexion", bump_deg=size, at=0.0, width=0.2),),
        step_length_ratio=1 - 0.01 * size,
        heel_up_deg=size,
    )
    return own, SideChange()


def _outer_edge(size: float) -> Sides:
    return SideChange(edge_deg=size), SideChange()


def _less_weight(size: float) -> Sides:
    share = size / 200.0
    return SideChange(load=1 - share), SideChange(load=1 + share)


def _asymmetry(size: float) -> Sides:
    share = size / 100.0
    own = SideChange(step_length_ratio=1 + share, step_time_change=0.25 * share)
    return own, SideChange(step_time_change=-0.25 * share)


PATTERNS: Mapping[str, PatternKind] = {
    "antalgic": PatternKind(
        6.0,
        "% of stride",
        "shorter stance of the sore side, quicker and shorter step of the other, less push",
        _antalgic,
    ),
    "quadriceps_avoidance": PatternKind(
        10.0, "deg", "knee kept straighter while it takes the load", _quadriceps_avoidance
    ),
    "stiff_knee": PatternKind(
        18.0, "deg", "less knee flexion in swing, pelvis hiked and foot bowed out", _stiff_knee
    ),
    "flexed_knee": PatternKind(
        15.0, "deg", "knee never straighter than the size (deficit of extension)", _flexed_knee
    ),
    "varus_thrust": PatternKind(
        5.0, "deg", "knee shoots into varus while it takes the load", _varus_thrust
    ),
    "valgus_thrust": PatternKind(
        5.0, "deg", "knee shoots into valgus while it takes the load", _valgus_thrust
    ),
    "toe_out": PatternKind(12.0, "deg", "foot turned out", _toe_out),
    "toe_in": PatternKind(12.0, "deg", "foot turned in", _toe_in),
    "trunk_lean": PatternKind(8.0, "deg", "trunk leans over the stance leg", _trunk_lean),
    "vaulting": PatternKind(
        10.0, "deg", "heel of the stance leg lifts in mid stance for the other's swing", _vaulting
    ),
    "circumduction": PatternKind(6.0, "cm", "swinging foot bows outward", _circumduction),
    "early_heel_rise": PatternKind(
        20.0, "% of stance", "heel leaves the floor earlier, ankle less bent up", _early_heel_rise
    ),
    "weak_push_off": PatternKind(
        40.0, "%", "less push and plantarflexion, shorter step of the other leg", _weak_push_off
    ),
    "overpronation": PatternKind(8.0, "deg", "heel bone everts further in stance", _overpronation),
    "toe_walking": PatternKind(
        18.0, "deg", "foot lands on its ball, the heel stays up by this slope", _toe_walking
    ),
    "outer_edge": PatternKind(
        20.0, "deg", "foot stands on its outer edge, the sole tilted by this", _outer_edge
    ),
    "less_weight": PatternKind(
        15.0, "%", "this leg's force on the ground less than the other's", _less_weight
    ),
    "asymmetry": PatternKind(20.0, "%", "this side's step longer than the other's", _asymmetry),
}
"""Every pattern; the mild sizes are a notch over what healthy people vary by (basis: expert)."""


def sides_of(pattern: Pattern) -> tuple[SideChange, SideChange]:
    """Return a pattern's changes of the left and of the right side.

    Parameters
    ----------
    pattern
        The pattern.

    Raises
    ------
    UnknownNameError
        If there is no such pattern.
    InputError
        If the size is not a number over 0.
    """
    kind = PATTERNS.get(pattern.name)
    if kind is None:
        raise UnknownNameError(
            unknown_name(pattern.name, list(PATTERNS), "pattern", "walking pattern")
        )
    size = kind.mild if pattern.size is None else pattern.size
    if not size > 0:
        raise InputError(
            Fault(
                "the size of a walking pattern is not over 0",
                f"pattern '{pattern.name}', size",
                f"a number over 0, in {kind.unit}",
                f"Leave the size out for the mild one of {kind.mild:g} {kind.unit}.",
            )
        )
    own, other = kind.change(size)
    return (own, other) if pattern.side == "left" else (other, own)
