"""Joints of the default body: where they sit and how they move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.body.default._foot import FootScale, origins
from kinchain.body.default.anthropometry import SegmentLengths
from kinchain.body.osim.functions import IDENTITY, ZERO, Function, Polynomial
from kinchain.body.osim.model import (
    OsimAxis,
    OsimCoordinate,
    OsimCoupler,
    OsimFrame,
    OsimJoint,
    Vector,
)

FloatArray = NDArray[np.float64]
Side = Literal["l", "r"]

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
DEGREE = radians(1.0)

SOURCES = {
    "bones": "rajagopal2016",
    "knee": "walker1988",
    "patella": "arnold2010",
    "ankle": "inman1976",
    "subtalar": "inman1976",
}
"""Source of each group of numbers here."""

THIGH_M, SHANK_M = 0.406, 0.400
"""Hip to knee and knee to ankle of the bones that all places here are of (Rajagopal 2016)."""

KNEE_IN_FEMUR, KNEE_IN_TIBIA = (-0.0045, -0.0035, -0.0017), (-0.0081, -0.0035, -0.0016)
"""Point of the knee's motion, from the end of the thigh's length and from the tibia's origin, m."""

KNEE_AXES = ((0.0, -0.0707, -0.9975), (0.9923, 0.1240, -0.0088), (-0.1243, 0.9898, -0.0702))
"""Axes of flexion, adduction and inward rotation, in the right femur."""

KNEE_TURNS = (
    (0.0, 1.0),
    (0.0, 0.0791, -0.0328, -0.0252, 0.0108),
    (0.0, 0.3695, -0.1695, 0.0252),
)
"""Turns about these axes over flexion, rad: powers of the angle (Walker et al. 1988)."""

KNEE_SHIFTS = (
    (0.0, 0.00003, 0.00182, -0.00102, 0.00016),
    (0.0, 0.00627, 0.00061, -0.00445, 0.00121),
    (0.0, 0.00394, -0.01144, 0.00508, -0.00058),
)
"""Shifts along these axes likewise, m."""

PATELLA_IN_FEMUR = (-0.0081, -0.0020, 0.0)
"""From the end of the thigh's length, m."""

PATELLA_TURN = (0.00281, 0.25945, -2.221, 1.92561, -0.79817, 0.12602)
PATELLA_FORWARD = (0.05256, -0.01708, -0.02921, 0.00966)
PATELLA_UP = (-0.01083, -0.04878, 0.00928, 0.01317, -0.0035)
"""Pose of the patella in the femur over knee flexion, rad and m: polynomials of least squares
through the path of Arnold 2010, off by at most 0.3 degrees and 0.3 mm from 0 to 120 degrees."""

ANKLE_BEHIND = 0.010
"""Ankle centre behind the long axis of the tibia, m (Rajagopal 2016)."""

ANKLE_AXIS = (-0.105, -0.174, 0.979)
SUBTALAR_AXIS = (0.787, 0.605, -0.121)
"""In the right tibia and heel (Inman 1976, as in Delp 1990)."""

RANGE_DEG = {
    "hip_flexion": (-40.0, 130.0), "hip_adduction": (-60.0, 40.0), "hip_rotation": (-60.0, 60.0),
    "knee_angle": (-10.0, 140.0), "ankle_angle": (-60.0, 40.0), "subtalar_angle": (-35.0, 35.0),
    "midtarsal_angle": (-30.0, 30.0), "mtp_angle": (-45.0, 80.0), "lumbar": (-90.0, 90.0),
}  # fmt: skip
"""What coordinates are kept in, degrees; wide: sore joints are limited elsewhere [expert]."""


@dataclass(frozen=True, slots=True)
class LegShape:
    """What a leg's joints need to know.

    Parameters
    ----------
    side
        ``l`` or ``r``.
    thigh_m, shank_m
        Lengths, m.
    width
        Breadth of the bones against the reference.
    foot
        How the foot is stretched.
    varus_rad, torsion_rad
        Knee varus, and tibial torsion outwards beyond the usual, rad.
    """

    side: Side
    thigh_m: float
    shank_m: float
    width: float
    foot: FootScale
    varus_rad: float
    torsion_rad: float


def place(values: Sequence[float] | FloatArray, side: Side) -> Vector:
    """Return a point of the right side on a side, m.

    Parameters
    ----------
    values
        Point on the right side.
    side
        ``l`` mirrors it.
    """
    x, y, z = (float(v) for v in values)
    return (x, y, z if side == "r" else -z)


def turned(values: Sequence[float], side: Side) -> Vector:
    """Return an axis or turn of the right side on a side.

    Parameters
    ----------
    values
        Axis of turning, or body-fixed angles.
    side
        ``l`` mirrors it: a mirrored turn about z stays, those about x and y change their sign.
    """
    x, y, z = (float(v) for v in values)
    return (x, y, z) if side == "r" else (-x, -y, z)


def trunk_joints(lengths: SegmentLengths, lumbar: tuple[float, float]) -> tuple[OsimJoint, ...]:
    """Return the joints of pelvis and trunk.

    Parameters
    ----------
    lengths
        Lengths of the segments.
    lumbar
        Lumbosacral joint from the middle of the front iliac spines, forward and up, over their
        distance.
    """
    stand = lengths.hip_down + max(
        sum(lengths.of(name, side) for name in ("thigh", "shank", "ankle_height"))
        for side in ("l", "r")
    )
    free = (
        _turn_coordinate("pelvis_tilt", (-180.0, 180.0)),
        _turn_coordinate("pelvis_list", (-180.0, 180.0)),
        _turn_coordinate("pelvis_rotation", (-180.0, 180.0)),
        OsimCoordinate("pelvis_tx", 0.0, -1000.0, 1000.0, False, False, False),
        OsimCoordinate("pelvis_ty", stand, -1000.0, 1000.0, False, False, False),
        OsimCoordinate("pelvis_tz", 0.0, -1000.0, 1000.0, False, False, False),
    )
    bend = tuple(
        _turn_coordinate(f"lumbar_{name}", RANGE_DEG["lumbar"])
        for name in ("extension", "bending", "rotation")
    )
    x, y = (lengths.pelvis_width * one for one in lumbar)
    return (
        OsimJoint("ground_pelvis", "CustomJoint", OsimFrame("ground"), OsimFrame("pelvis"), free,
                  _axes((Z, X, Y), free[:3], free[3:])),
        OsimJoint("back", "CustomJoint", _at("pelvis", (x, y, 0.0)), OsimFrame("torso"), bend,
                  _axes((Z, X, Y), bend)),
    )  # fmt: skip


def leg_joints(
    lengths: SegmentLengths, leg: LegShape, locked: Sequence[str]
) -> tuple[tuple[OsimJoint, ...], OsimCoupler]:
    """Return the joints of a leg and what couples its patella.

    Parameters
    ----------
    lengths
        Lengths of the segments.
    leg
        Shape of the leg.
    locked
        Coordinates kept at 0, without their side.
    """
    side = leg.side
    hip = tuple(
        _leg_coordinate(name, side, locked)
        for name in ("hip_flexion", "hip_adduction", "hip_rotation")
    )
    centre = place((-lengths.hip_back, -lengths.hip_down, lengths.hip_out), side)
    joints = (
        OsimJoint(f"hip_{side}", "CustomJoint", _at("pelvis", centre), OsimFrame(f"femur_{side}"),
                  hip, _axes((Z, turned(X, side), turned(Y, side)), hip)),
        _knee(leg, locked),
        _patella(leg),
        *_foot_joints(leg, locked),
    )  # fmt: skip
    coupler = OsimCoupler(
        f"patella_{side}", f"knee_angle_{side}", f"knee_angle_{side}_beta", IDENTITY
    )
    return joints, coupler


def _knee(leg: LegShape, locked: Sequence[str]) -> OsimJoint:
    side, w = leg.side, leg.width
    flexion = _leg_coordinate("knee_angle", side, locked)
    axes = []
    for axis, turn in zip(KNEE_AXES, KNEE_TURNS, strict=True):
        axes.append(OsimAxis(_unit(turned(axis, side)), flexion.name, _powers(turn)))
    for axis, shift in zip(KNEE_AXES, KNEE_SHIFTS, strict=True):
        axes.append(OsimAxis(_unit(place(axis, side)), flexion.name, _powers(shift, w)))
    x, y, z = KNEE_IN_FEMUR
    parent = _at(f"femur_{side}", place((x * w, y * w - leg.thigh_m, z * w), side))
    # Varus turns the shank inwards: about x on the right.
    child = OsimFrame(
        f"tibia_{side}",
        (turned((-leg.varus_rad, 0.0, 0.0), side),),
        (place([one * w for one in KNEE_IN_TIBIA], side),),
    )
    return OsimJoint(f"knee_{side}", "CustomJoint", parent, child, (flexion,), tuple(axes))


def _patella(leg: LegShape) -> OsimJoint:
    side, w = leg.side, leg.width
    low, high = RANGE_DEG["knee_angle"]
    name = f"knee_angle_{side}_beta"
    follower = OsimCoordinate(name, 0.0, low * DEGREE, high * DEGREE, False, False, True)
    x, y, z = PATELLA_IN_FEMUR
    axes = (
        OsimAxis(Z, name, _powers(PATELLA_TURN)),
        OsimAxis(Y, "", ZERO),
        OsimAxis(X, "", ZERO),
        OsimAxis(X, name, _powers(PATELLA_FORWARD, w)),
        OsimAxis(Y, name, _powers(PATELLA_UP, w)),
        OsimAxis(Z, "", ZERO),
    )
    parent = _at(f"femur_{side}", place((x * w, y * w - leg.thigh_m, z * w), side))
    child = OsimFrame(f"patella_{side}")
    return OsimJoint(f"patellofemoral_{side}", "CustomJoint", parent, child, (follower,), axes)


def _foot_joints(leg: LegShape, locked: Sequence[str]) -> tuple[OsimJoint, ...]:
    side = leg.side
    joints = []
    ankle = (-ANKLE_BEHIND * leg.shank_m / SHANK_M, -leg.shank_m, 0.0)
    # Torsion turns foot and ankle axis outwards: about -y on the right.
    twist = turned((0.0, -leg.torsion_rad, 0.0), side)
    places = origins(leg.foot)
    rows = (
        ("ankle", "ankle_angle", "tibia", "talus", ankle, ANKLE_AXIS),
        ("subtalar", "subtalar_angle", "talus", "calcn", places["calcn"], SUBTALAR_AXIS),
        ("midtarsal", "midtarsal_angle", "calcn", "forefoot",
         places["forefoot"] - places["calcn"], Z),
        ("mtp", "mtp_angle", "forefoot", "toes", places["toes"] - places["forefoot"], Z),
    )  # fmt: skip
    for name, motion, parent, child, at, axis in rows:
        coordinate = _leg_coordinate(motion, side, locked)
        turn = (twist,) if name == "ankle" else ((0.0, 0.0, 0.0),)
        joints.append(
            OsimJoint(
                f"{name}_{side}",
                "CustomJoint",
                OsimFrame(f"{parent}_{side}", turn, (place(at, side),)),
                OsimFrame(f"{child}_{side}"),
                (coordinate,),
                _axes((_unit(turned(axis, side)), Y, X), (coordinate,)),
            )
        )
    return tuple(joints)


def _at(body: str, where: Vector) -> OsimFrame:
    return OsimFrame(body, ((0.0, 0.0, 0.0),), (where,))


def _unit(axis: Vector) -> Vector:
    x, y, z = (float(v) for v in np.asarray(axis) / np.linalg.norm(axis))
    return (x, y, z)


def _powers(values: Sequence[float], factor: float = 1.0) -> Function:
    return Polynomial(tuple(factor * one for one in values))


def _axes(
    turns: Sequence[Vector],
    coordinates: Sequence[OsimCoordinate],
    shifts: Sequence[OsimCoordinate] = (),
) -> tuple[OsimAxis, ...]:
    """Return six axes: turns driven by coordinates one to one, then shifts along x, y and z."""
    axes = []
    for all_axes, drivers in ((turns, coordinates), ((X, Y, Z), shifts)):
        for i, axis in enumerate(all_axes):
            drives = i < len(drivers)
            name = drivers[i].name if drives else ""
            axes.append(OsimAxis(axis, name, IDENTITY if drives else ZERO))
    return tuple(axes)


def _turn_coordinate(
    name: str, range_deg: tuple[float, float], is_locked: bool = False
) -> OsimCoordinate:
    low, high = (one * DEGREE for one in range_deg)
    return OsimCoordinate(name, 0.0, low, high, is_locked, True, True)


def _leg_coordinate(name: str, side: Side, locked: Sequence[str]) -> OsimCoordinate:
    return _turn_coordinate(f"{name}_{side}", RANGE_DEG[name], name in locked)
