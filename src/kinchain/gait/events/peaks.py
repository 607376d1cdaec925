"""Local maxima of a curve, without loading a signal library for one function."""

from __future__ import annotations

from typing import Any

import numpy as np

from kinchain.gait.kinematics.frames import FloatArray

IndexArray = np.ndarray[Any, np.dtype[np.int64]]


def find_peaks(
    signal: FloatArray, *, distance: int = 1, least_prominence: float = 0.0
) -> IndexArray:
    """Return the places of the local maxima of a curve, rising.

    Parameters
    ----------
    signal
        Shape (n,), finite. The middle of a flat top counts; the ends never do.
    distance
        Least number of samples between two; of nearer ones the higher stays.
    least_prominence
        What a top must at least stand above the higher of the two lowest places between it and
        the next higher ground on either side.

    Notes
    -----
    Same results as ``scipy.signal.find_peaks`` with these two conditions.
    """
    tops = _tops(np.asarray(signal, dtype=float))
    tops = _apart(tops, signal, distance)
    if least_prominence > 0:
        tops = np.array(
            [top for top in tops if _prominence(signal, int(top)) >= least_prominence],
            dtype=np.int64,
        )
    return tops


def _tops(signal: FloatArray) -> IndexArray:
    """Return the middles of all stretches of equal values with lower ground on both sides."""
    if len(signal) < 3:
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate([[True], np.diff(signal) != 0]))
    ends = np.concatenate([starts[1:], [len(signal)]]) - 1
    value = signal[starts]
    higher = np.zeros(len(starts), dtype=bool)
    higher[1:-1] = (value[1:-1] > value[:-2]) & (value[1:-1] > value[2:])
    return np.asarray((starts[higher] + ends[higher]) // 2, dtype=np.int64)


def _apart(tops: IndexArray, signal: FloatArray, distance: int) -> IndexArray:
    keep = np.ones(len(tops), dtype=bool)
    for place in np.argsort(signal[tops], kind="stable")[::-1] if distance > 1 else ():
        if keep[place]:
            near = np.abs(tops - tops[place]) < distance
            near[place] = False
            keep[near] = False
    return tops[keep]


def _prominence(signal: FloatArray, top: int) -> float:
    height = signal[top]
    lowest = []
    for side in (signal[top::-1], signal[top:]):
        above = np.flatnonzero(side > height)
        lowest.append(float(np.min(side[: above[0]] if len(above) else side)))
    return float(height - max(lowest))
