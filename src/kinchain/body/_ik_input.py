"""What inverse kinematics is given: checked, matched to the model and in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kinchain.body.model import Model
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

FEWEST_MARKERS = 3
"""With fewer markers in a frame no pose is computed."""

FAR_M = 100.0
"""A person is nowhere farther than this from the laboratory's origin: units are wrong."""

SMALLEST_SPREAD_M = 0.05
"""Markers of a whole frame within less than this are no person: units are wrong."""


def check_markers(marker_m: FloatArray, names: Sequence[str]) -> FloatArray:
    recorded = np.asarray(marker_m, dtype=np.float64)
    if recorded.ndim != 3 or recorded.shape[1:] != (len(names), 3):
        raise InputError(
            Fault(
                f"has shape {recorded.shape}",
                "marker_m",
                f"(frames, {len(names)}, 3): one column for each of the {len(names)} names",
                "give markers as frames by names by x, y, z",
            )
        )
    if np.isinf(recorded).any():
        raise InputError(
            Fault("holds infinite values", "marker_m", "metres, NaN where unseen", "mask them")
        )
    return recorded


def match(model: Model, names: Sequence[str]) -> tuple[list[tuple[int, int]], list[Note]]:
    """Return (column of the model, column of the recording), and notes on those without."""
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if list(names).count(name) > 1})
        raise InputError(
            Fault(
                f"names a marker twice: {', '.join(twice[:5])}",
                "names",
                "one name for each marker",
                "leave one of them out",
            )
        )
    known = {name: i for i, name in enumerate(model.markers)}
    pairs = [(known[name], i) for i, name in enumerate(names) if name in known]
    if len(pairs) < FEWEST_MARKERS:
        raise InputError(
            Fault(
                f"only {len(pairs)} of the {len(names)} recorded markers are the model's",
                f"{model.name}, <MarkerSet>",
                f"at least {FEWEST_MARKERS} names in common",
                "rename the markers, or take a model with this marker set",
            )
        )
    notes = []
    stray = [name for name in names if name not in known]
    if stray:
        notes.append(
            Note("note", f"{len(stray)} recorded markers are not the model's",
                 ", ".join(stray[:8]), "they are not used")
        )  # fmt: skip
    absent = [name for name in model.markers if name not in set(names)]
    if absent:
        notes.append(
            Note("note", f"{len(absent)} markers of the model were not recorded",
                 ", ".join(absent[:8]), "they are not used")
        )  # fmt: skip
    return pairs, notes


def check_weights(model: Model, weights: Mapping[str, float] | None) -> FloatArray:
    given = np.ones(len(model.markers))
    for name, value in (weights or {}).items():
        if name not in model.markers:
            raise InputError(unknown_name(name, model.markers, "weights", "marker"))
        if not 0.0 <= value < np.inf:
            raise InputError(
                Fault(f"weight of '{name}' is {value}", "weights", "0 or more", "correct it")
            )
        given[model.markers.index(name)] = value
    return given


def targets(
    model: Model, recorded: FloatArray, columns: list[tuple[int, int]], weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    shape = (len(recorded), len(model.markers))
    target, weight = np.zeros((*shape, 3)), np.zeros(shape)
    for m, i in columns:
        there = np.isfinite(recorded[:, i]).all(axis=1)
        target[there, m] = recorded[there, i]
        weight[there, m] = weights[m]
    return target, weight


def check_units(target: FloatArray, weight: FloatArray) -> None:
    there = weight > 0.0
    if not there.any():
        return
    masked = np.where(there[..., None], target, np.nan)
    counted = masked[there.sum(axis=1) >= FEWEST_MARKERS]
    spread = (np.nanmax(counted, axis=1) - np.nanmin(counted, axis=1)).max(axis=1)
    far = float(np.median(np.abs(target[there]).max(axis=-1)))
    if far > FAR_M or (spread.size > 0 and np.median(spread) < SMALLEST_SPREAD_M):
        raise InputError(
            Fault(
                "markers lie as no person's could: their unit is not metres",
                "marker_m",
                "positions in m",
                "divide millimetres by 1000 before the fit",
            )
        )


def bounds(model: Model, locked: Mapping[str, float] | None) -> tuple[FloatArray, FloatArray]:
    lower = np.where(model.is_clamped, model.lower, -np.inf)
    upper = np.where(model.is_clamped, model.upper, np.inf)
    for name in locked or {}:
        lower[model.coordinate(name)], upper[model.coordinate(name)] = -np.inf, np.inf
    lower.setflags(write=False)
    upper.setflags(write=False)
    return lower, upper


def held(model: Model, locked: Mapping[str, float] | None) -> tuple[IntArray, FloatArray]:
    """Return the columns that are free, and the default pose with locked values in it."""
    default = model.default.copy()
    is_free = ~model.is_locked & (model.tree.driver < 0)
    for name, value in (locked or {}).items():
        column = model.coordinate(name)
        if model.tree.driver[column] >= 0 or not np.isfinite(value):
            raise InputError(
                Fault(
                    f"coordinate '{name}' cannot be held at what is given",
                    "locked",
                    "a number for a coordinate that follows no other",
                    "hold its driver, or give a number",
                )
            )
        default[column], is_free[column] = value, False
    return read_only(np.flatnonzero(is_free)), default


def read_only(array: IntArray) -> IntArray:
    copy = np.ascontiguousarray(array, dtype=np.int64).copy()
    copy.setflags(write=False)
    return copy
