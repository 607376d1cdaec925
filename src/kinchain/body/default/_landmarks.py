"""Points of the skin that markers are put on, as markers of the default body."""

from __future__ import annotations

import numpy as np

from kinchain.body.default._foot import (
    HEEL_BEHIND,
    MIDTARSAL,
    REFERENCE_LENGTH_M,
    TOE_JOINT,
    foot_scale,
)
from kinchain.body.default._joints import ANKLE_BEHIND, SHANK_M, THIGH_M, place
from kinchain.body.default._segments import SIDES, Side
from kinchain.body.default.anthropometry import SHOULDER_OUT, SHOULDER_UP, SegmentLengths
from kinchain.body.osim.model import OsimFrame, OsimMarker, Vector

PSIS_OUT = 0.19
"""Back iliac spine from the middle, over the distance of the front ones (Delp 1990: 47 of 256)."""

KNEE_OUT, TROCHANTER = 0.050, (-0.005, -0.042, 0.093)
"""Knuckles of the femur from the middle of the knee and trochanter from the hip, m (Delp 1990)."""

ANKLE_LATERAL, ANKLE_MEDIAL = (-0.005, -0.008, 0.045), (0.008, 0.004, -0.038)
"""Tips of the malleoli from the ankle centre, m: on Inman's axis, as far as skin markers of two
models in print lie [expert]."""

FOOT_POINTS = {
    "heel": (-HEEL_BEHIND, 0.018, 0.0),
    "mt5": (0.150, 0.005, 0.055),
    "mt1": (0.185, 0.015, -0.035),
    "mt2": (0.175, 0.035, -0.010),
}
"""In ``calcn``, m; those of the heads of the metatarsals are fixed to ``forefoot`` [expert]."""

TOE_TIP = (REFERENCE_LENGTH_M - HEEL_BEHIND - TOE_JOINT[0], 0.010, -0.020)
"""In ``toes``, m [expert]."""


def landmarks(height_m: float, lengths: SegmentLengths) -> tuple[OsimMarker, ...]:
    """Return the landmarks of the body.

    Parameters
    ----------
    height_m
        Height, m.
    lengths
        Lengths of the segments.
    """
    trunk = lengths.trunk
    found = [
        _marker("c7", "torso", (-0.12 * trunk, 1.0 * trunk, 0.0)),
        _marker("sternum", "torso", (0.15 * trunk, 0.84 * trunk, 0.0)),
        _marker("sacrum", "pelvis", (-lengths.pelvis_depth, 0.0, 0.0)),
    ]
    for side in SIDES:
        found += _sided(side, height_m, lengths)
    return tuple(found)


def _sided(side: Side, height_m: float, lengths: SegmentLengths) -> list[OsimMarker]:
    width, depth = lengths.pelvis_width, lengths.pelvis_depth
    thigh, shank = lengths.of("thigh", side), lengths.of("shank", side)
    size = (thigh + shank) / (THIGH_M + SHANK_M)
    scale = foot_scale(lengths.of("foot", side), lengths.of("ankle_height", side)).factors
    ankle = np.array([-ANKLE_BEHIND * shank / SHANK_M, -shank, 0.0])
    rows: list[tuple[str, str, np.ndarray]] = [
        ("shoulder", "torso", np.array(
            [0.0, SHOULDER_UP * lengths.trunk + 0.02 * height_m, SHOULDER_OUT * height_m])),
        ("asis", "pelvis", np.array([0.0, 0.0, 0.5 * width])),
        ("psis", "pelvis", np.array([-depth, 0.0, PSIS_OUT * width])),
        ("trochanter", "femur", np.array(TROCHANTER) * size),
        ("knee_lateral", "femur", np.array([0.0, -thigh, KNEE_OUT * size])),
        ("knee_medial", "femur", np.array([0.0, -thigh, -KNEE_OUT * size])),
        ("ankle_lateral", "tibia", ankle + np.array(ANKLE_LATERAL) * size),
        ("ankle_medial", "tibia", ankle + np.array(ANKLE_MEDIAL) * size),
        ("toe", "toes", np.array(TOE_TIP) * scale),
    ]  # fmt: skip
    for name, point in FOOT_POINTS.items():
        at = np.array(point)
        if name == "heel":
            rows.append((name, "calcn", at * scale))
        else:
            rows.append((name, "forefoot", (at - np.array(MIDTARSAL)) * scale))
    return [
        _marker(f"{name}_{side}", body if body in ("torso", "pelvis") else f"{body}_{side}",
                place(at, side))
        for name, body, at in rows
    ]  # fmt: skip


def _marker(name: str, body: str, at: Vector) -> OsimMarker:
    return OsimMarker(name, OsimFrame(body), at)
