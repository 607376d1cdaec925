"""Fill short gaps and take out spikes in marker paths.

References
----------
.. [1] Fritsch FN, Carlson RE. Monotone piecewise cubic interpolation. SIAM J Numer Anal
   1980;17:238-246. https://doi.org/10.1137/0717021
.. [2] Söderkvist I, Wedin PA. Determining the movements of the skeleton using well-configured
   markers. J Biomech 1993;26:1473-1477. https://doi.org/10.1016/0021-9290(93)90098-Y
.. [3] Pearson RK et al. Generalized Hampel filters. EURASIP J Adv Signal Process 2016;87.
   https://doi.org/10.1186/s13634-016-0383-6
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]

MAX_GAP_S = 0.2
"""Longest gap that is filled: 20 frames at 100 Hz, the usual laboratory limit [expert]."""

SPIKE_M = 0.03
SPIKE_MADS = 12.0
SPIKE_FRAMES = 3
"""A point this far from its running median, by both measures, for so few frames is a spike."""


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return [start, end) of every stretch where the mask is true.

    Parameters
    ----------
    mask
        Shape (n,).
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def fill_gaps(
    position: FloatArray, names: Sequence[str], rate_hz: float, max_gap_s: float = MAX_GAP_S
) -> tuple[FloatArray, tuple[Note, ...]]:
    """Fill gaps between seen frames by a shape-keeping cubic [1]; longer ones stay NaN.

    Parameters
    ----------
    position
        Shape (n_frames, n_markers, 3), m, NaN where unseen.
    names
        Marker names.
    rate_hz
        Frames per second.
    max_gap_s
        Longest gap to fill, s.
    """
    result = position.copy()
    longest = round(max_gap_s * rate_hz)
    filled: dict[str, int] = {}
    left: dict[str, float] = {}
    frames = np.arange(len(position), dtype=float)
    for k, name in enumerate(names):
        seen = np.asarray(np.isfinite(position[:, k]).all(axis=1))
        if seen.all() or seen.sum() < 2:
            continue
        first, last = np.flatnonzero(seen)[[0, -1]]
        inner = [(a, b) for a, b in runs(~seen) if a > first and b <= last]
        short = [(a, b) for a, b in inner if b - a <= longest]
        long = max(((b - a) / rate_hz for a, b in inner if b - a > longest), default=0.0)
        if long:
            left[name] = long
        if not short:
            continue
        at, path = frames[seen], position[seen, k]
        slope = _slopes(at, path)
        for a, b in short:
            before = int(np.searchsorted(at, a)) - 1
            result[a:b, k] = _hermite(at, path, slope, before, frames[a:b])
        filled[name] = len(short)
    return result, _gap_notes(filled, left, max_gap_s)


def _slopes(x: FloatArray, y: FloatArray) -> FloatArray:
    """Return the slopes of the shape-keeping cubic [1] at its points; y has shape (n, 3)."""
    width = np.diff(x)[:, None]
    rise = np.diff(y, axis=0) / width
    if len(x) == 2:
        return np.repeat(rise, 2, axis=0)
    w1, w2 = 2 * width[1:] + width[:-1], width[1:] + 2 * width[:-1]
    same = rise[:-1] * rise[1:] > 0
    safe0, safe1 = np.where(same, rise[:-1], 1.0), np.where(same, rise[1:], 1.0)
    inner = np.where(same, (w1 + w2) / (w1 / safe0 + w2 / safe1), 0.0)
    return np.concatenate([rise[:1], inner, rise[-1:]])


def _hermite(
    x: FloatArray, y: FloatArray, slope: FloatArray, before: int, at: FloatArray
) -> FloatArray:
    """Return the cubic between the points ``before`` and ``before + 1``."""
    width = x[before + 1] - x[before]
    t = ((at - x[before]) / width)[:, None]
    h00, h10 = (1 + 2 * t) * (1 - t) ** 2, t * (1 - t) ** 2
    h01, h11 = t**2 * (3 - 2 * t), t**2 * (t - 1)
    return np.asarray(
        h00 * y[before]
        + h10 * width * slope[before]
        + h01 * y[before + 1]
        + h11 * width * slope[before + 1]
    )


def _gap_notes(
    filled: dict[str, int], left: dict[str, float], max_gap_s: float
) -> tuple[Note, ...]:
    notes: list[Note] = []
    if filled:
        notes.append(
            Note(
                "note",
                f"{sum(filled.values())} gaps up to {max_gap_s:g} s filled",
                ", ".join(list(filled)[:8]),
                "a smooth curve stands there",
            )
        )
    if left:
        worst = max(left, key=lambda name: left[name])
        notes.append(
            Note(
                "warning",
                f"{len(left)} markers have gaps longer than {max_gap_s:g} s",
                f"longest {left[worst]:.2f} s: {worst}",
                "those stretches are not used",
            )
        )
    return tuple(notes)


def fill_rigid(position: FloatArray, cluster: Sequence[int], target: int) -> FloatArray:
    """Fill one marker's unseen frames from three or more others on the same rigid segment [2].

    Parameters
    ----------
    position
        Shape (n_frames, n_markers, 3), m.
    cluster
        Indices of the other markers of the segment.
    target
        Index of the marker to fill.

    Returns
    -------
    position
        With the target filled wherever at least three of the others are seen.
    """
    result = position.copy()
    others = position[:, list(cluster)]
    whole = np.isfinite(others).all(axis=(1, 2)) & np.isfinite(position[:, target]).all(axis=1)
    if not whole.any():
        return result
    reference = int(np.flatnonzero(whole)[len(np.flatnonzero(whole)) // 2])
    shape, point = others[reference], position[reference, target]
    for frame in np.flatnonzero(~np.isfinite(position[:, target]).all(axis=1)):
        seen = np.isfinite(others[frame]).all(axis=1)
        if seen.sum() < 3:
            continue
        turn, old, new = _fit(shape[seen], others[frame][seen])
        result[frame, target] = (point - old) @ turn.T + new
    return result


def _fit(before: FloatArray, after: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the rotation and both centres that carry one point set onto the other."""
    old, new = before.mean(axis=0), after.mean(axis=0)
    u, _, vt = np.linalg.svd((before - old).T @ (after - new))
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(vt.T @ u.T))])
    return np.asarray(vt.T @ flip @ u.T), old, new


def remove_spikes(
    position: FloatArray, names: Sequence[str], rate_hz: float
) -> tuple[FloatArray, tuple[Note, ...]]:
    """Take out single points that leap from their path and come back [3].

    Parameters
    ----------
    position
        Shape (n_frames, n_markers, 3), m.
    names
        Marker names.
    rate_hz
        Frames per second.
    """
    if len(position) < 9:
        return position, ()
    result = position.copy()
    width = 2 * SPIKE_FRAMES + 1
    hit: dict[str, int] = {}
    # What a foot may move within half the window at 5 m/s is no spike.
    reach = max(SPIKE_M, 5.0 * SPIKE_FRAMES / rate_hz * 0.3)
    for k, name in enumerate(names):
        path = position[:, k]
        seen = np.isfinite(path).all(axis=1)
        if seen.sum() < 9:
            continue
        there = path[seen]
        if np.abs(there[2:] - 2 * there[1:-1] + there[:-2]).max() < 0.5 * reach:
            continue
        padded = np.pad(there, ((SPIKE_FRAMES, SPIKE_FRAMES), (0, 0)), mode="edge")
        smooth = np.median(np.lib.stride_tricks.sliding_window_view(padded, width, axis=0), axis=2)
        off = np.linalg.norm(path[seen] - smooth, axis=1)
        limit = max(reach, SPIKE_MADS * float(np.median(off)))
        bad = off > limit
        short = [(a, b) for a, b in runs(bad) if b - a <= SPIKE_FRAMES]
        if not short:
            continue
        index = np.flatnonzero(seen)
        for a, b in short:
            result[index[a:b], k] = np.nan
        hit[name] = len(short)
    if not hit:
        return result, ()
    return result, (
        Note(
            "note",
            f"{sum(hit.values())} spikes taken out",
            ", ".join(list(hit)[:8]),
            "treated as gaps",
        ),
    )
