"""Mass, centre and inertia of the bodies of the default body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.body.default._foot import foot_parts, foot_scale
from kinchain.body.default.anthropometry import (
    SHOULDER_OUT,
    SHOULDER_UP,
    SegmentLengths,
    SegmentRow,
    SexTable,
)
from kinchain.body.osim.model import OsimBody

FloatArray = NDArray[np.float64]
Side = Literal["l", "r"]
SIDES: tuple[Side, ...] = ("r", "l")

Lump = tuple[float, FloatArray, FloatArray]
"""Mass (kg), centre (m) and inertia about it (kg m2)."""

MIDDLE = ("head", "trunk", "pelvis")
"""Segments that a person has once."""

THIGH_REFERENCE_M = 0.406
"""Thigh that the patella's numbers are of, m (Rajagopal 2016)."""

PATELLA_SHARE = 0.001
"""Mass of a patella over that of the body, taken off the thigh (Rajagopal 2016: 0.086 of 75 kg)."""

PATELLA_CENTRE, PATELLA_GYRATION = (0.0018, 0.0264, 0.0), (0.006, 0.011, 0.011)
"""From its origin, m (Rajagopal 2016), and radii of gyration as of a disc 4 cm across, m."""


def build_bodies(
    mass_kg: float, height_m: float, table: SexTable, lengths: SegmentLengths
) -> tuple[OsimBody, ...]:
    """Return the bodies; their masses add up to that of the person.

    Parameters
    ----------
    mass_kg
        Mass of the person, kg.
    height_m
        Height, m.
    table
        Table of segments.
    lengths
        Lengths of the segments.
    """
    rows = table.rows
    total = sum(one.share * (1 if name in MIDDLE else 2) for name, one in rows.items())
    kg = {name: one.share / total * mass_kg for name, one in rows.items()}
    pelvis = _segment(rows["pelvis"], kg["pelvis"], lengths.pelvis_width)
    bodies = [_body("pelvis", pelvis), _body("torso", _torso(kg, table, height_m, lengths))]
    for side in SIDES:
        bodies += _leg(side, rows, kg, PATELLA_SHARE * mass_kg, lengths)
    return tuple(bodies)


def _segment(row: SegmentRow, mass_kg: float, length_m: float) -> Lump:
    radii = np.asarray(row.gyration) * length_m
    return mass_kg, np.asarray(row.centre) * length_m, np.diag(mass_kg * radii**2)


def _torso(kg: dict[str, float], table: SexTable, height_m: float, lengths: SegmentLengths) -> Lump:
    """Return trunk, head and hanging arms as one, from the lumbosacral joint upwards."""
    size = height_m / table.height_m
    neck = np.array([0.0, lengths.trunk, 0.0])
    rows = table.rows
    lumps = [
        _moved(_segment(rows["trunk"], kg["trunk"], lengths.trunk), neck),
        _moved(_segment(rows["head"], kg["head"], table.length_m["head"] * size), neck),
    ]
    for sideways in (1.0, -1.0):
        place = np.array([0.0, SHOULDER_UP * lengths.trunk, sideways * SHOULDER_OUT * height_m])
        for name in ("upper_arm", "forearm", "hand"):
            length = table.length_m[name] * size
            mass, centre, inertia = _segment(rows[name], kg[name], length)
            lumps.append((mass, place + centre * np.array([1.0, 1.0, sideways]), inertia))
            place = place - np.array([0.0, length, 0.0])
    return _together(lumps)


def _moved(lump: Lump, by: FloatArray) -> Lump:
    return lump[0], lump[1] + by, lump[2]


def _together(lumps: Sequence[Lump]) -> Lump:
    """Return several lumps as one (parallel axes)."""
    mass = sum(one[0] for one in lumps)
    centre = sum((one[0] * one[1] for one in lumps), np.zeros(3)) / mass
    inertia = np.zeros((3, 3))
    for own, place, about in lumps:
        away = place - centre
        inertia += about + own * (away @ away * np.eye(3) - np.outer(away, away))
    return mass, centre, inertia


def _leg(
    side: Side,
    rows: Mapping[str, SegmentRow],
    kg: dict[str, float],
    patella_kg: float,
    lengths: SegmentLengths,
) -> list[OsimBody]:
    thigh = _segment(rows["thigh"], kg["thigh"] - patella_kg, lengths.of("thigh", side))
    shank = _segment(rows["shank"], kg["shank"], lengths.of("shank", side))
    size = lengths.of("thigh", side) / THIGH_REFERENCE_M
    patella = (
        patella_kg,
        np.array(PATELLA_CENTRE) * size,
        np.diag(patella_kg * (np.array(PATELLA_GYRATION) * size) ** 2),
    )
    length = lengths.of("foot", side)
    foot = foot_parts(
        kg["foot"],
        np.asarray(rows["foot"].centre) * length,
        foot_scale(length, lengths.of("ankle_height", side)),
    )
    lumps = {"femur": thigh, "tibia": shank, "patella": patella, **foot}
    return [_body(f"{name}_{side}", _mirrored(one, side)) for name, one in lumps.items()]


def _mirrored(lump: Lump, side: Side) -> Lump:
    if side == "r":
        return lump
    turn = np.diag([1.0, 1.0, -1.0])
    return lump[0], turn @ lump[1], turn @ lump[2] @ turn


def _body(name: str, lump: Lump) -> OsimBody:
    mass, centre, inertia = lump
    x, y, z = (float(v) for v in centre)
    products = (inertia[0, 1], inertia[0, 2], inertia[1, 2])
    values = (*np.diag(inertia), *products)
    return OsimBody(name, float(mass), (x, y, z), tuple(float(v) for v in values))
