"""The default body follows the markers; what jumped or was hidden is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.motion import ModelMotion, fit_markers
from kinchain.core.trial import Note, Trial, marker_array

if TYPE_CHECKING:
    from kinchain.body.model import Model

FloatArray = NDArray[np.float64]

JUMP_M, JUMP_TIMES = 0.05, 5.0
"""A marker that is so far off in a frame, and so many times farther than usually, jumped there
[expert]."""

MOST_JUMPED = 0.25
"""A frame in which a greater share of the markers jumped shows no pose [expert]."""

LOST_M, LOST_TIMES = 0.03, 4.0
"""A frame that fits worse than this, and so many times worse than usual, shows none either
[expert]."""

FASTEST_RADPS = 25.0
"""Joints of walkers turn more slowly: the knee swings by up to 10 rad/s, a runner's by 20
[expert]."""

SPARED = ("lumbar", "mtp", "subtalar")
"""Coordinates that may stay hidden for a while: they hardly change what the leg carries."""


def followed(
    model: Model,
    trial: Trial,
    weights: Mapping[str, float],
    locked: Mapping[str, float],
) -> ModelMotion:
    """Fit the default body to the markers.

    Parameters
    ----------
    model
        The body with the person's markers.
    trial
        The mended recording.
    weights
        Of the markers.
    locked
        Coordinates that are kept, rad.

    Returns
    -------
    motion
        NaN in frames that show no pose: markers hidden or jumped, exchanged for a while.
    """
    assert trial.markers is not None
    first = fit_markers(model, trial, weights=weights, locked=locked)
    names = [str(name) for name in trial.markers["marker"].values]
    position = np.asarray(trial.markers.values, np.float64)
    error = errors(model, first.coordinates, names, position)
    jumps = is_jump(error)
    motion, notes = first, list(first.notes)
    if jumps.any():
        position = np.where(jumps[..., None], np.nan, position)
        mended = replace(trial, markers=marker_array(trial.time_s, names, position))
        motion = fit_markers(model, mended, weights=weights, locked=locked)
        which = [name for name, own in zip(names, jumps.T, strict=True) if own.any()]
        notes = [
            Note("warning", f"{int(jumps.sum())} times a marker jumped away from its segment",
                 ", ".join(which[:8]), "left out there"),
            *motion.notes,
        ]  # fmt: skip
        error = errors(model, motion.coordinates, names, position)
    lost = _lost(error, jumps)
    lost |= _hidden(model, names, position, list(locked))
    lost |= _too_fast(model, motion)
    lost &= np.isfinite(motion.coordinates).all(axis=1)
    if lost.any():
        notes.append(
            Note("warning", f"{int(lost.sum())} of {len(lost)} frames show no pose that is sure: "
                 "markers hidden, jumping or exchanged", "markers", "no loads there")
        )  # fmt: skip
    coordinates = np.where(lost[:, None], np.nan, motion.coordinates)
    return replace(motion, coordinates=coordinates, notes=tuple(dict.fromkeys(notes)))


def errors(
    model: Model, coordinates: FloatArray, names: Sequence[str], position_m: FloatArray
) -> FloatArray:
    """Return how far each recorded marker is from the model's, shape (n_frames, n_markers), m.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.
    names
        Recorded markers.
    position_m
        Shape (n_frames, n_markers, 3), m.

    Returns
    -------
    error_m
        NaN for markers that are not the model's, and where not seen.
    """
    from kinchain.body.forward_kinematics import forward_kinematics

    found = np.full(position_m.shape[:2], np.nan)
    seen = np.isfinite(coordinates).all(axis=1)
    if not seen.any():
        return found
    reached = forward_kinematics(model, coordinates[seen]).marker_m
    for column, name in enumerate(names):
        if name in model.markers:
            apart = reached[:, model.markers.index(name)] - position_m[seen, column]
            found[seen, column] = np.linalg.norm(apart, axis=1)
    return found


def is_jump(error_m: FloatArray) -> NDArray[np.bool_]:
    """Say where a marker lies far from where it usually lies.

    Parameters
    ----------
    error_m
        Shape (n_frames, n_markers), m; NaN where not known.
    """
    seen = np.isfinite(error_m)
    usual = np.array([
        np.median(column[known]) if known.any() else np.inf
        for column, known in zip(error_m.T, seen.T, strict=True)
    ])  # fmt: skip
    with np.errstate(invalid="ignore"):
        return np.asarray(seen & (error_m > np.maximum(JUMP_M, JUMP_TIMES * usual)))


def _lost(error_m: FloatArray, jumps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which frames fit far worse than usual, or lost too many of their markers to jumps."""
    known = np.isfinite(error_m)
    count = np.maximum(known.sum(axis=1), 1)
    rms = np.sqrt((np.where(known, error_m, 0.0) ** 2).sum(axis=1) / count)
    seen = known.any(axis=1)
    usual = float(np.median(rms[seen])) if seen.any() else np.inf
    worse = seen & (rms > max(LOST_M, LOST_TIMES * usual))
    share = jumps.sum(axis=1) / np.maximum((known | jumps).sum(axis=1), 1)
    return np.asarray(worse | (share > MOST_JUMPED))


def _hidden(
    model: Model, names: Sequence[str], position_m: FloatArray, locked: Sequence[str]
) -> NDArray[np.bool_]:
    from kinchain.body.default.fit import is_hidden

    hidden = is_hidden(model, names, position_m, locked, SPARED)
    # What is never shown is no passing loss.
    return hidden if not hidden.all() else np.zeros_like(hidden)


def _too_fast(model: Model, motion: ModelMotion) -> NDArray[np.bool_]:
    """Say in which frames a joint turns faster than any walker's, with the frames beside them."""
    turns = [
        c for c, name in enumerate(model.coordinates)
        if name.startswith(("hip", "knee_angle", "ankle")) and not name.endswith("_beta")
    ]  # fmt: skip
    step = np.diff(motion.time_s)
    with np.errstate(invalid="ignore"):
        speed = np.abs(np.diff(motion.coordinates[:, turns], axis=0)) / step[:, None]
        fast = (speed > FASTEST_RADPS).any(axis=1)
    return np.asarray(np.concatenate([fast, [False]]) | np.concatenate([[False], fast]))
