"""Muscles of the default body, stretched with its bones and grown with mass and height."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

from kinchain.body.default._foot import MIDTARSAL, TOE_JOINT
from kinchain.body.default._joints import SHANK_M, THIGH_M, LegShape, place, turned
from kinchain.body.default._muscle_table import (
    HEIGHT_M,
    HIP_MM,
    MASS_KG,
    MUSCLES,
    PELVIS_DEPTH_M,
    PELVIS_WIDTH_M,
    VOLUME_CM3,
    WRAPS,
    MuscleRow,
)
from kinchain.body.default.anthropometry import SegmentLengths
from kinchain.body.osim.model import (
    OsimFrame,
    OsimMuscle,
    OsimPathPoint,
    OsimPathWrap,
    OsimWrap,
    Vector,
)

FloatArray = NDArray[np.float64]

KIND = "Millard2012EquilibriumMuscle"
CURVES = (
    ("ActiveForceLengthCurve", (
        ("min_norm_active_fiber_length", 0.25), ("transition_norm_fiber_length", 0.77),
        ("max_norm_active_fiber_length", 1.9), ("shallow_ascending_slope", 0.75),
        ("minimum_value", 0.0),
    )),
)  # fmt: skip
"""Curves of Millard 2013; the wide active one of Rajagopal 2016."""

DAMPING, FASTEST, LEAST_CONTROL = 0.01, 10.0, 0.01
"""Fibre damping, greatest speed in optimal lengths per second (both Millard 2013), and least
activation (Rajagopal 2016)."""

WRAP_LENGTH_M = 0.3
"""Cylinders are long enough that no path slips off."""

DEEPER = 1.1
"""A pelvis is deeper or shallower than its width tells by this factor at most; beyond it is fat
that the depth over the skin tells of [expert]."""

SHAFT_M = {"femur": (0.10, 0.33), "tibia": (0.10, 0.33)}
"""From where to where the shaft goes that is stretched, below the bone's upper joint, m."""

FOOT_ORIGIN = {"calcn": np.zeros(3), "forefoot": np.array(MIDTARSAL), "toes": np.array(TOE_JOINT)}


class Bones:
    """Where points of the reference bones lie on a leg of this person."""

    def __init__(self, lengths: SegmentLengths, leg: LegShape) -> None:
        wide = lengths.pelvis_width / PELVIS_WIDTH_M
        deep = lengths.pelvis_depth / PELVIS_DEPTH_M
        deep = float(np.clip(deep, wide / DEEPER, wide * DEEPER))
        self.leg = leg
        self.hip = np.array([-lengths.hip_back, -lengths.hip_down, lengths.hip_out])
        self.pelvis = np.array([deep, 0.5 * (wide + deep), wide])
        w = leg.width
        # What a bone's length differs from its breadth is taken up by its shaft: its ends, with
        # all that paths go around, keep their shape.
        self.longer = {"femur": leg.thigh_m - w * THIGH_M, "tibia": leg.shank_m - w * SHANK_M}

    def frame(self, body: str) -> OsimFrame:
        """Return the frame of a body on this side."""
        return OsimFrame(body if body == "pelvis" else f"{body}_{self.leg.side}")

    def at(self, body: str, where_mm: Sequence[float]) -> Vector:
        """Return a point of the reference bones on this person, m, mirrored on the left."""
        point = 1e-3 * np.asarray(where_mm, np.float64)
        if body == "pelvis":
            # Offsets from the hip are stretched: lever arms follow the size of the pelvis.
            point = self.hip + self.pelvis * (point - 1e-3 * np.array(HIP_MM))
        elif body in FOOT_ORIGIN:
            point = self.leg.foot.factors * (point - FOOT_ORIGIN[body])
        else:
            shaft = SHAFT_M.get(body)
            along = 0.0 if shaft is None else float(np.interp(-point[1], shaft, (0.0, 1.0)))
            point = self.leg.width * point
            point[1] -= along * self.longer.get(body, 0.0)
        if body == "tibia":
            point = self._twisted(point)
        return place(point, self.leg.side)

    def _twisted(self, point: FloatArray) -> FloatArray:
        """Turn a point of the right tibia outwards, the more the nearer to the ankle."""
        angle = self.leg.torsion_rad * float(np.clip(-point[1] / self.leg.shank_m, 0.0, 1.0))
        c, s = cos(angle), sin(angle)
        return np.array([c * point[0] - s * point[2], point[1], s * point[0] + c * point[2]])

    def breadth(self, body: str) -> float:
        """Return how thick a bone is against the reference."""
        return float(self.pelvis.mean()) if body == "pelvis" else self.leg.width


def leg_wraps(bones: Bones) -> tuple[OsimWrap, ...]:
    """Return the surfaces that the paths of a leg go around.

    Parameters
    ----------
    bones
        Its bones.
    """
    side = bones.leg.side
    return tuple(
        OsimWrap(
            f"{one.name}_{side}",
            "WrapCylinder",
            bones.frame(one.body),
            turned([radians(angle) for angle in one.turn_deg], side),
            bones.at(one.body, one.centre_mm),
            (1e-3 * one.radius_mm * bones.breadth(one.body), WRAP_LENGTH_M),
            one.quadrant,
            True,
        )
        for one in WRAPS
    )


def leg_muscles(bones: Bones) -> tuple[OsimMuscle, ...]:
    """Return the muscles of a leg with the reference person's forces and lengths.

    Parameters
    ----------
    bones
        Its bones.
    """
    return tuple(_muscle(row, bones) for row in MUSCLES)


def _muscle(row: MuscleRow, bones: Bones) -> OsimMuscle:
    side = bones.leg.side
    name = f"{row.name}_{side}"
    points = tuple(
        OsimPathPoint(f"{name}_{i}", bones.frame(body), bones.at(body, where))
        for i, (body, *where) in enumerate(row.path, start=1)
    )
    wraps = tuple(
        OsimPathWrap(f"{wrap}_{side}", "hybrid", first, last) for wrap, first, last in row.wraps
    )
    numbers = (
        ("max_isometric_force", row.force_n),
        ("optimal_fiber_length", 1e-3 * row.optimal_mm),
        ("tendon_slack_length", 1e-3 * row.slack_mm),
        ("pennation_angle_at_optimal", radians(row.pennation_deg)),
        ("fiber_damping", DAMPING),
        ("max_contraction_velocity", FASTEST),
        ("min_control", LEAST_CONTROL),
        ("max_control", 1.0),
    )
    return OsimMuscle(name, KIND, True, numbers, CURVES, points, wraps)


def muscle_volume_cm3(mass_kg: float, height_m: float) -> float:
    """Return the muscle volume of a leg, cm3.

    Parameters
    ----------
    mass_kg
        Mass, kg.
    height_m
        Height, m.
    """
    slope, constant = VOLUME_CM3
    return slope * mass_kg * height_m + constant


def grown(
    muscles: Sequence[OsimMuscle],
    stretch: Mapping[str, float],
    mass_kg: float,
    height_m: float,
) -> tuple[OsimMuscle, ...]:
    """Return muscles with fibres and tendons as long, and forces as great as the person's.

    Parameters
    ----------
    muscles
        Those of the reference person on this person's bones.
    stretch
        Length of each muscle's path in the default pose over that of the reference person.
    mass_kg
        Mass, kg.
    height_m
        Height, m.

    Returns
    -------
    muscles
        Fibre and tendon keep their ratio to the path; force is volume over fibre length.
    """
    volume = muscle_volume_cm3(mass_kg, height_m) / muscle_volume_cm3(MASS_KG, HEIGHT_M)
    found = []
    for one in muscles:
        longer = stretch[one.name]
        factors = {
            "optimal_fiber_length": longer,
            "tendon_slack_length": longer,
            "max_isometric_force": volume / longer,
        }
        numbers = tuple((name, value * factors.get(name, 1.0)) for name, value in one.parameters)
        found.append(replace(one, parameters=numbers))
    return tuple(found)
