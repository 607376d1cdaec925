"""Where the pelvis went when joint angles alone were recorded: a bearing foot does not slide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.ground_course import phases, sole_points, usual_shares
from kinchain.body.model import Model
from kinchain.core.trial import LegSide

FloatArray = NDArray[np.float64]

STILL_M = 0.05
"""A walk moves the pelvis by more than this, ahead or up and down together."""


def is_unplaced(model: Model, coordinates: FloatArray) -> bool:
    """Say whether a motion does not tell where the pelvis was.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.
    """
    columns = _root_columns(model)
    path = coordinates[:, columns]
    seen = path[np.isfinite(path).all(axis=1)]
    return len(columns) > 0 and (len(seen) < 2 or bool((np.ptp(seen, axis=0) == 0.0).all()))


def placed_by_feet(
    model: Model,
    time_s: FloatArray,
    coordinates: FloatArray,
    stances: Sequence[tuple[LegSide, float, float]],
) -> FloatArray:
    """Return a motion with the pelvis placed so that the bearing soles stay where they are.

    Parameters
    ----------
    model
        The model, y up.
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m; the pelvis' translations are not read.
    stances
        Side, landing and leaving of each foot, s; together they cover all frames.

    Returns
    -------
    coordinates
        With new translations: the floor is at height 0, the walk begins at 0.
    """
    columns = _root_columns(model)
    placed = coordinates.copy()
    placed[:, columns] = 0.0
    seen = np.isfinite(placed).all(axis=1)
    poses = forward_kinematics(model, placed[seen])
    points = sole_points(model, poses.ground_from_body, poses.origin_m)
    phase, share = phases(time_s[seen], stances)
    bears = np.stack(
        [usual_shares(phase[:, s]) * share[:, s, None] for s in range(share.shape[1])], axis=1
    )
    total = bears.sum(axis=(1, 2), keepdims=True)
    weight = (bears / np.where(total > 0.0, total, 1.0))[..., None]
    step = np.diff(points, axis=0)
    middle = 0.5 * (weight[1:] + weight[:-1])
    ahead = -np.cumsum((middle * step).sum(axis=(1, 2)), axis=0)
    path = np.vstack([np.zeros((1, 3)), ahead])
    path[:, 1] = -(weight * points).sum(axis=(1, 2))[:, 1]
    rows = np.flatnonzero(seen)
    for axis, column in enumerate(columns):
        placed[rows, column] = path[:, axis]
    return placed


def _root_columns(model: Model) -> list[int]:
    names = [f"pelvis_t{axis}" for axis in "xyz"]
    if any(name not in model.coordinates for name in names[:2]):
        return []
    return [model.coordinates.index(name) for name in names if name in model.coordinates]
