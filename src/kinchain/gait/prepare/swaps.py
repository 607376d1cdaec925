"""Find and mend frames in which a pose program took the left leg for the right.

Both ways of naming the legs are followed through all frames; the cheapest sequence wins
(Viterbi), where it costs to jerk a leg's points and, a little, to depart from the file's names.

References
----------
.. [1] Viterbi A. Error bounds for convolutional codes and an asymptotically optimum decoding
   algorithm. IEEE Trans Inf Theory 1967;13:260-269. https://doi.org/10.1109/TIT.1967.1054010
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import Note
from kinchain.gait.landmarks import Landmarks
from kinchain.gait.prepare.gaps import runs

FloatArray = NDArray[np.float64]

CHAIN = (
    "knee_centre",
    "ankle_centre",
    "heel",
    "toe",
    "toe_tip",
    "mt5",
    "mtp_centre",
    "knee_lateral",
    "ankle_lateral",
)
"""Landmarks that go astray together."""

COST_PER_FRAME = 0.15
"""What it costs to exchange the file's sides for one frame, in usual jerks of one point."""

CAP = 8.0
"""No single point's jerk counts for more."""


def mend_swaps(
    position: FloatArray, names: Sequence[str], marks: Landmarks, rate_hz: float
) -> tuple[FloatArray, tuple[Note, ...]]:
    """Exchange left and right back where they were exchanged.

    Parameters
    ----------
    position
        Shape (n_frames, n_markers, 3), m.
    names
        Marker names.
    marks
        Their landmarks.
    rate_hz
        Frames per second.
    """
    order = {name: i for i, name in enumerate(names)}
    pairs = [
        (order[marks.marker_of[f"{mark}_l"]], order[marks.marker_of[f"{mark}_r"]])
        for mark in CHAIN
        if marks.has(f"{mark}_l", f"{mark}_r")
    ]
    if not pairs or len(position) < 5:
        return position, ()
    left, right = (list(side) for side in zip(*pairs, strict=True))
    swapped = _best(position[:, left], position[:, right])
    if swapped.mean() > 0.5:
        swapped = ~swapped
    stretches = runs(swapped)
    if not stretches:
        return position, ()
    result = position.copy()
    result[np.ix_(swapped, left)] = position[np.ix_(swapped, right)]
    result[np.ix_(swapped, right)] = position[np.ix_(swapped, left)]
    shown = ", ".join(f"{a / rate_hz:.2f}-{b / rate_hz:.2f} s" for a, b in stretches[:6])
    return result, (
        Note(
            "warning",
            f"left and right leg exchanged in {int(swapped.sum())} frames",
            shown,
            "exchanged back; steps beside these times are less sure",
        ),
    )


def _best(left: FloatArray, right: FloatArray) -> NDArray[np.bool_]:
    """Return for each frame whether the sides are exchanged in the cheapest sequence."""
    n = len(left)
    legs = np.stack([left, right])

    def side(state: int, leg: int) -> FloatArray:
        return np.asarray(legs[leg ^ state])

    scale = _usual_jerk(legs)
    cost = np.empty((2, 2, 2, n - 2))
    for a in (0, 1):
        for b in (0, 1):
            for c in (0, 1):
                jerk = sum(
                    _capped(side(c, leg)[2:] - 2 * side(b, leg)[1:-1] + side(a, leg)[:-2], scale)
                    for leg in (0, 1)
                )
                cost[a, b, c] = jerk + COST_PER_FRAME * c
    return _viterbi(cost)


def _usual_jerk(legs: FloatArray) -> float:
    second = np.linalg.norm(legs[:, 2:] - 2 * legs[:, 1:-1] + legs[:, :-2], axis=-1)
    seen = second[np.isfinite(second)]
    return max(float(np.median(seen)), 1e-3) if seen.size else 1.0


def _capped(second: FloatArray, scale: float) -> FloatArray:
    size = np.linalg.norm(second, axis=-1) / scale
    return np.asarray(np.minimum(np.where(np.isfinite(size), size, 1.0), CAP).sum(axis=-1))


def _viterbi(cost: FloatArray) -> NDArray[np.bool_]:
    """Return the cheapest state sequence under costs of three successive states."""
    n = cost.shape[3] + 2
    total = np.array([[0.0, COST_PER_FRAME], [COST_PER_FRAME, 2 * COST_PER_FRAME]])
    back = np.zeros((n, 2, 2), dtype=np.int8)
    for t in range(2, n):
        options = total[:, :, None] + cost[:, :, :, t - 2]
        back[t] = options.argmin(axis=0)
        total = options.min(axis=0)
    b, c = np.unravel_index(int(total.argmin()), (2, 2))
    states = np.zeros(n, dtype=bool)
    states[-1], states[-2] = bool(c), bool(b)
    for t in range(n - 1, 1, -1):
        a = back[t, int(b), int(c)]
        states[t - 2] = bool(a)
        b, c = a, b
    return states
