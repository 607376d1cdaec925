"""Where the sole's parts are on the floor, and how high above it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.foot.shape import FootShape

FloatArray = NDArray[np.float64]

REGIONS = ("heel", "midfoot", "metatarsal_heads", "toes")
"""Regions of the sole, in the order of the last axis of region forces."""

# Region, x as a share of foot length, z as a share of foot breadth, share of the region's ease.
_PARTS = (
    (0, 0.03, -0.22, 0.10), (0, 0.03, 0.22, 0.10),
    (0, 0.14, -0.26, 0.30), (0, 0.14, 0.26, 0.30),
    (0, 0.23, -0.22, 0.10), (0, 0.23, 0.22, 0.10),
    (1, 0.36, 0.24, 0.50), (1, 0.50, 0.28, 0.50),
    (2, 0.74, -0.34, 0.25), (2, 0.74, -0.12, 0.20), (2, 0.70, 0.06, 0.20),
    (2, 0.66, 0.22, 0.175), (2, 0.62, 0.36, 0.175),
    (3, 0.91, -0.26, 0.50), (3, 0.87, 0.10, 0.35),
    (3, 0.98, -0.30, 0.05), (3, 0.94, 0.22, 0.05), (3, 0.98, 0.22, 0.05),
)  # fmt: skip
"""Parts of the sole [expert, after prints of ordinary feet]."""

REGION = np.array([part[0] for part in _PARTS])
PART_X, PART_Z, PART_SHARE = (np.array([part[i] for part in _PARTS]) for i in (1, 2, 3))
HEADS_X = 0.69
"""Line of the heads in the table: parts shift with the foot's own."""

LEAST_EASE = 1e-5
"""A part far above the floor still bears so much of its ease: where plates and motion disagree,
the plates' centre of pressure stands."""


@dataclass(frozen=True)
class Sole:
    """The sole's parts over frames.

    Parameters
    ----------
    forward_m
        Ahead of the line of the heads, along the foot on the floor, shape
        (..., n_frames, n_parts), m.
    outward_m
        To the side of the little toe from the foot's line, shape (..., n_parts), m.
    height_m
        Above the floor, as ``forward_m``, m.
    ease
        How readily each part bears, as ``forward_m``.
    is_forefoot
        Whether a part lies ahead of the midtarsal joint, shape (..., n_parts).
    """

    forward_m: FloatArray
    outward_m: FloatArray
    height_m: FloatArray
    ease: FloatArray
    is_forefoot: NDArray[np.bool_]


def _column(value: object) -> FloatArray:
    """Return a number or draws (n_draws, 1) ready for an axis of parts at the end."""
    given = np.asarray(value, np.float64)
    return given[..., None] if given.ndim else given


def sole_over(shape: FootShape, pitch_rad: FloatArray, mtp_rad: FloatArray) -> Sole:
    """Place the sole's parts on the floor.

    Parameters
    ----------
    shape
        The foot.
    pitch_rad
        Of the metatarsus against its posture in standing, positive with the heel up, rad, shape
        (n_frames,) or (n_draws, n_frames).
    mtp_rad
        Dorsiflexion of the toes, same shape, rad.

    Returns
    -------
    sole
        The parts.

    Notes
    -----
    With the heel up the foot turns about the line of the heads and the toes stay on the floor as
    far as they bend; with the toes up it turns about the heel.
    """
    length = _column(shape.length_m)
    shift = _column(shape.heads_m) - HEADS_X * length
    flat = PART_X * length + shift * (REGION >= 1)
    behind = flat - _column(shape.heads_m)
    pitch = np.asarray(pitch_rad, np.float64)[..., None]
    bend = np.asarray(mtp_rad, np.float64)[..., None]
    up, toes_up = np.maximum(pitch, 0.0), np.maximum(-pitch, 0.0)
    is_toe = REGION == 3
    forward = behind * np.where(is_toe, np.ones_like(up), np.cos(pitch))
    raised = np.where(is_toe, 0.0, np.maximum(-behind, 0.0) * np.sin(up))
    from_heel = np.maximum(flat - PART_X[2] * length, 0.0)
    bent = np.maximum(bend - up, 0.0) * is_toe
    height = raised + from_heel * np.sin(toes_up) + np.maximum(behind, 0.0) * np.sin(bent)
    ease = np.asarray(PART_SHARE * _ease(shape))
    return Sole(
        forward_m=forward,
        outward_m=np.asarray(PART_Z * _column(shape.breadth_m)),
        height_m=height,
        ease=ease * _bearing(shape, height),
        is_forefoot=np.asarray(flat > _column(shape.midtarsal_m)),
    )


def _ease(shape: FootShape) -> FloatArray:
    """Return the ease of each part's region; a high arch keeps the midfoot off the floor."""
    arch = np.asarray(shape.arch_height_pct, np.float64) / 100.0
    midfoot = np.asarray(shape.midfoot_ease) * np.exp(-2.5 * (arch - 1.0))
    parts = [np.ones(1), midfoot, shape.heads_ease, shape.toes_ease]
    columns = [np.atleast_1d(_column(one)) for one in parts]
    widest = np.broadcast_shapes(*[one.shape[:-1] for one in columns])
    each = np.concatenate([np.broadcast_to(one, (*widest, 1)) for one in columns], axis=-1)
    return np.asarray(each[..., REGION])


def _bearing(shape: FootShape, height: FloatArray) -> FloatArray:
    """Return how much of its ease a part has left so high above the floor."""
    lift = _column(shape.lift_m)
    # At the floor 0.98, at the lift one half, at twice the lift 0.02.
    kept = 1.0 / (1.0 + np.exp(np.minimum(4.0 * (height / lift - 1.0), 50.0)))
    return np.asarray(LEAST_EASE + (1.0 - LEAST_EASE) * kept)
