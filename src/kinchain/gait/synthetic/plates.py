"""Force plates under a made walk: where they lie and what each of them feels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kinchain.gait.synthetic._foot import smooth_step
from kinchain.gait.synthetic._forces import FootForce
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic._schedule import Footfalls

EDGE_M = 0.06
"""Width over which a foot's load passes from one plate to the next."""
LOADED_N = 5.0

PlateKind = Literal["none", "clean", "two_per_plate", "mis_hit", "belts", "cross_over"]


@dataclass(frozen=True)
class Plates:
    """The plates of a made laboratory.

    Parameters
    ----------
    kind
        ``clean``: each plate takes one whole foot; ``two_per_plate``: one long plate takes two
        steps; ``mis_hit``: the foot lands half beside each plate; ``belts``: a split-belt
        treadmill; ``cross_over``: the same with steps that land on both belts; ``none``.
    n
        How many plates lie on the floor (belts are always two).
    size_m
        Length along and across the walk.
    noise_n
        Standard deviation of the noise of each force channel, N (moments: a tenth, N m).
    offset_n
        Constant offset of the vertical force, N (others: a third of it).
    """

    kind: PlateKind = "clean"
    n: int = 3
    size_m: tuple[float, float] = (0.60, 0.40)
    noise_n: float = 0.0
    offset_n: float = 0.0


@dataclass(frozen=True)
class PlateLoads:
    """What each plate feels, ground frame.

    Parameters
    ----------
    corners_m
        Shape (n_plates, 4, 3): front right, back right, back left, front left.
    force_n, cop_m
        Shape (n, n_plates, 3); centre of pressure NaN while unloaded.
    free_moment_nm
        About the vertical at the centre of pressure, shape (n, n_plates).
    """

    corners_m: FloatArray
    force_n: FloatArray
    cop_m: FloatArray
    free_moment_nm: FloatArray


def _box(x: float, z: float, length: float, width: float) -> FloatArray:
    high_x, low_x, high_z, low_z = x + length / 2, x - length / 2, z + width / 2, z - width / 2
    return np.array(
        [[high_x, 0, high_z], [low_x, 0, high_z], [low_x, 0, low_z], [high_x, 0, low_z]],
        dtype=float,
    )


def place_plates(
    plates: Plates, falls: Mapping[str, Footfalls], duration_s: float, foot_m: float
) -> FloatArray:
    """Return the plates' corners, shape (n_plates, 4, 3), m.

    Parameters
    ----------
    plates
        Which plates.
    falls
        Contacts of both sides (the left one mirrored).
    duration_s
        Plates lie under steps in the middle of this time.
    foot_m
        Foot length.
    """
    length, width = plates.size_m
    if plates.kind == "none":
        return np.zeros((0, 4, 3))
    if plates.kind in ("belts", "cross_over"):
        aside = 0.045 if plates.kind == "cross_over" else 0.0
        return np.stack([_box(0.3, aside - 0.25, 2.4, 0.5), _box(0.3, aside + 0.25, 2.4, 0.5)])
    steps = sorted(
        (float(t), side, float(x), float(z))
        for side, fall in falls.items()
        for t, off, x, z in zip(
            fall.contact_s, fall.off_s, fall.heel_x_m, fall.heel_z_m, strict=True
        )
        if t > 0.05 * duration_s and off < 0.97 * duration_s
    )
    wanted = 2 if plates.kind == "two_per_plate" else plates.n
    start = max(0, (len(steps) - wanted) // 2)
    chosen = steps[start : start + wanted]
    middle = 0.5 * foot_m - 0.02
    if plates.kind == "two_per_plate" and len(chosen) == 2:
        x = 0.5 * (chosen[0][2] + chosen[1][2]) + middle
        long = abs(chosen[1][2] - chosen[0][2]) + foot_m + 0.25
        return np.stack([_box(x, 0.0, long, max(width, 0.6))])
    shift = -0.5 * length if plates.kind == "mis_hit" else 0.0
    boxes = []
    for _, side, x, z in chosen:
        sign = -1.0 if side == "left" else 1.0
        # two rows, one for each foot, so that neighbours never overlap
        across = sign * max(width / 2 + 0.002, z)
        boxes.append(_box(x + middle + shift, across, length, width))
    return np.stack(boxes) if boxes else np.zeros((0, 4, 3))


def plate_loads(feet: Mapping[str, FootForce], corners_m: FloatArray) -> PlateLoads:
    """Return what each plate feels.

    Parameters
    ----------
    feet
        Ground force under each foot.
    corners_m
        Shape (n_plates, 4, 3).
    """
    n_samples = len(feet["left"].free_moment_nm)
    n_plates = len(corners_m)
    force = np.zeros((n_samples, n_plates, 3))
    cop = np.full((n_samples, n_plates, 3), np.nan)
    free = np.zeros((n_samples, n_plates))
    for plate, corners in enumerate(corners_m):
        low, high = corners.min(axis=0), corners.max(axis=0)
        parts, places, twists = [], [], []
        for foot in feet.values():
            at = np.nan_to_num(foot.cop_m)
            share = np.where(np.isfinite(foot.cop_m[:, 0]), 1.0, 0.0)
            for axis in (0, 2):
                share = share * smooth_step((at[:, axis] - low[axis]) / EDGE_M + 0.5)
                share = share * smooth_step((high[axis] - at[:, axis]) / EDGE_M + 0.5)
            parts.append(share[:, None] * foot.force_n)
            places.append(np.clip(at, low, high))
            twists.append(share * foot.free_moment_nm)
        total = parts[0] + parts[1]
        loaded = total[:, 1] > LOADED_N
        weight = np.where(loaded, total[:, 1], 1.0)
        middle = sum(p[:, 1:2] * at for p, at in zip(parts, places, strict=True)) / weight[:, None]
        twist = sum(twists)
        for part, at in zip(parts, places, strict=True):
            arm = at - middle
            twist = twist + arm[:, 2] * part[:, 0] - arm[:, 0] * part[:, 2]
        force[:, plate] = np.where(loaded[:, None], total, 0.0)
        cop[loaded, plate] = middle[loaded]
        free[:, plate] = np.where(loaded, twist, 0.0)
    return PlateLoads(corners_m, force, cop, free)
