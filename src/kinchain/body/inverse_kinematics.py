"""Inverse kinematics: the pose of a model whose markers lie nearest to those recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.body._ik_input import (
    FEWEST_MARKERS,
    bounds,
    check_markers,
    check_units,
    check_weights,
    held,
    match,
    read_only,
    targets,
)
from kinchain.body.compile import load_kernels
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import Model
from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

Outcome = Literal["fitted", "partly_seen", "not_converged", "not_seen"]

MOST_STEPS = 200
TOLERANCE = 1e-10
"""Relative fall of the squared error that the next step promises, below which it is done."""

QUARTER_TURNS = (0.0, np.pi / 2.0, np.pi, -np.pi / 2.0)


@dataclass(frozen=True)
class InverseKinematics:
    """A fitted motion.

    Parameters
    ----------
    coordinates
        Shape (n_frames, n_coords), rad or m, columns as ``Model.coordinates``; NaN in frames
        that were not seen.
    markers
        Names of the markers used, in the order of ``marker_error_m``.
    marker_error_m
        Distance of each marker of the model from the recorded one, shape (n_frames, n_markers),
        m; NaN where it was not seen.
    weighted_squared_error_m2
        Sum over the markers of weight times squared distance, shape (n_frames,), m².
    rms_m
        Root mean square of the distances, unweighted, shape (n_frames,), m.
    outcome
        For each frame: ``fitted``; ``partly_seen`` (some coordinate moves no marker that was
        seen: it keeps its last value); ``not_converged``; ``not_seen`` (too few markers).
    steps
        Steps of the fit in each frame, shape (n_frames,).
    notes
        What was left out or looks wrong.
    """

    coordinates: FloatArray
    markers: tuple[str, ...]
    marker_error_m: FloatArray
    weighted_squared_error_m2: FloatArray
    rms_m: FloatArray
    outcome: tuple[Outcome, ...]
    steps: IntArray
    notes: tuple[Note, ...]


def inverse_kinematics(
    model: Model,
    marker_m: FloatArray,
    names: Sequence[str],
    *,
    weights: Mapping[str, float] | None = None,
    locked: Mapping[str, float] | None = None,
    start: FloatArray | None = None,
) -> InverseKinematics:
    """Fit a model to recorded markers, frame by frame.

    Parameters
    ----------
    model
        The model.
    marker_m
        Recorded markers, shape (n_frames, n_recorded, 3), m, ground frame; NaN where unseen.
    names
        Their names, one for each column; those the model does not have are left out.
    weights
        Weight of a marker by name, 0 or more; 1 where not named.
    locked
        Coordinates to hold, by name, at a value in rad or m; beside those locked in the model.
    start
        Pose to begin the first frame from, shape (n_coords,), rad or m; by default the model's
        default pose, turned by quarters about each axis of its first joint until one fits best.

    Returns
    -------
    motion
        The fitted coordinates and how well each frame fits.

    Raises
    ------
    InputError
        If shapes or names do not fit, no marker is the model's, or units look wrong.

    Notes
    -----
    Minimises the weighted sum of squared marker distances [1]_ by Levenberg-Marquardt steps
    [2]_ with the analytic Jacobian. Clamped coordinates stay in their range; coupled ones
    follow their driver exactly. Each frame starts where the last two that were seen point to.

    References
    ----------
    .. [1] T.-W. Lu, J. J. O'Connor, Journal of Biomechanics 32, 1999.
       https://doi.org/10.1016/S0021-9290(98)00158-4
    .. [2] D. W. Marquardt, 1963. https://doi.org/10.1137/0111030
    """
    recorded = check_markers(marker_m, names)
    columns, notes = match(model, names)
    target, weight = targets(model, recorded, columns, check_weights(model, weights))
    check_units(target, weight)
    seen = (weight > 0.0).sum(axis=1) >= FEWEST_MARKERS
    kernels = load_kernels()
    fit = _Fit(kernels, model, *bounds(model, locked), *held(model, locked))
    n = len(target)
    q = np.full((n, len(model.coordinates)), np.nan)
    cost, steps, state = np.full(n, np.nan), np.zeros(n, np.int64), np.full(n, 2)
    if seen.any():
        first = fit.default if start is None else _check_start(model, start, fit)
        part = np.ascontiguousarray(target[seen]), np.ascontiguousarray(weight[seen])
        if start is None:
            first = _best_start(fit, first, part[0][:1], part[1][:1])
        q[seen], cost[seen], steps[seen], state[seen] = fit.run(first, *part)
        notes += _again_where_lost(fit, part, seen, q, cost)
    error = _errors(model, q, target, weight, seen)
    words = _outcomes(model, weight, state, seen)
    cost = np.where(seen, np.nansum(weight * error**2, axis=1), np.nan)
    used = np.flatnonzero((weight > 0.0).any(axis=0))
    count = np.maximum((~np.isnan(error)).sum(axis=1), 1)
    rms = np.where(seen, np.sqrt(np.nansum(error**2, axis=1) / count), np.nan)
    held_names = tuple(model.markers[i] for i in used)
    return InverseKinematics(q, held_names, error[:, used], cost, rms, words, steps, tuple(notes))


class _Fit:
    """The kernel with all that stays the same from frame to frame."""

    def __init__(
        self,
        kernels: ModuleType,
        model: Model,
        lower: FloatArray,
        upper: FloatArray,
        free: IntArray,
        default: FloatArray,
    ) -> None:
        self.kernels, self.model, self.free = kernels, model, free
        self.lower, self.upper = lower, upper
        self.default = np.clip(default, lower, upper)

    def run(
        self,
        start: FloatArray,
        target: FloatArray,
        weight: FloatArray,
        free: IntArray | None = None,
    ) -> tuple[FloatArray, FloatArray, IntArray, IntArray]:
        """Fit frames one after the other."""
        n = len(target)
        q, cost = np.empty((n, start.size)), np.empty(n)
        steps, state = np.empty(n, np.int64), np.empty(n, np.int64)
        self.kernels.fit(
            self.model.tree, self.free if free is None else read_only(free), self.lower,
            self.upper, start.copy(), target, weight, MOST_STEPS, TOLERANCE, q, cost, steps, state,
        )  # fmt: skip
        return q, cost, steps, state


def _best_start(
    fit: _Fit, default: FloatArray, target: FloatArray, weight: FloatArray
) -> FloatArray:
    """Return a start for the first frame: place the first joint, then all, from several turns.

    From one start alone the fit can end in a wrong minimum, with the trunk the wrong way round
    or an arm turned in.
    """
    tree = fit.model.tree
    root = [int(c) for c in tree.axis_coordinate[1] if c >= 0]
    root = [c for c in dict.fromkeys(root) if c in fit.free]
    turns = [c for c in root if fit.model.is_rotation[c]]
    starts = [default]
    for c in turns:
        for angle in QUARTER_TURNS[1:]:
            turned = default.copy()
            turned[c] = np.clip(turned[c] + angle, fit.lower[c], fit.upper[c])
            starts.append(turned)
    tried = []
    for one in starts:
        q, cost, _, _ = fit.run(one, target, weight, np.array(root, np.int64))
        tried.append((float(cost[0]), q[0]))
    tried.sort(key=lambda pair: pair[0])
    whole = [fit.run(pose, target, weight)[:2] for _, pose in tried[:3]]
    least = min(float(cost[0]) for _, cost in whole)
    equal = [q[0] for q, cost in whole if cost[0] <= least * (1.0 + 1e-6) + 1e-15]
    return min(equal, key=lambda pose: float(np.abs(pose - default).sum()))


LOST_FACTOR = 4.0
"""A frame whose squared error is this many times the median is fitted again from new starts."""

LEAST_LOST_M2 = 1e-6
"""Mean squared error below which a frame is never lost: 1 mm."""


def _again_where_lost(
    fit: _Fit,
    part: tuple[FloatArray, FloatArray],
    seen: NDArray[np.bool_],
    q: FloatArray,
    cost: FloatArray,
) -> list[Note]:
    """Fit frames with a much larger error again from new starts; keep what is better."""
    frames = np.flatnonzero(seen)
    spread = cost[frames] / np.maximum(part[1].sum(axis=1), 1e-12)
    lost = np.flatnonzero(spread > max(LOST_FACTOR * np.median(spread), LEAST_LOST_M2))
    mended = 0
    for k in lost[:20]:
        one = part[0][k : k + 1], part[1][k : k + 1]
        better, new_cost, _, _ = fit.run(_best_start(fit, fit.default, *one), *one)
        if new_cost[0] < cost[frames[k]] * (1.0 - 1e-6):
            q[frames[k]], cost[frames[k]] = better[0], new_cost[0]
            mended += 1
    if not lost.size:
        return []
    return [
        Note(
            "warning",
            f"in {lost.size} frames the markers fit much worse than in the others"
            + (f"; a new start mended {mended}" if mended else ""),
            f"from frame {frames[lost[0]]} on",
            "a marker may be exchanged or misplaced there",
        )
    ]


def _errors(
    model: Model,
    q: FloatArray,
    target: FloatArray,
    weight: FloatArray,
    seen: NDArray[np.bool_],
) -> FloatArray:
    error = np.full(weight.shape, np.nan)
    if seen.any():
        reached = forward_kinematics(model, q[seen]).marker_m
        apart = np.linalg.norm(reached - target[seen], axis=2)
        error[seen] = np.where(weight[seen] > 0.0, apart, np.nan)
    return error


def _outcomes(
    model: Model, weight: FloatArray, state: IntArray, seen: NDArray[np.bool_]
) -> tuple[Outcome, ...]:
    unseen = _moves_nothing(model, weight)
    words: list[Outcome] = []
    for frame in range(len(weight)):
        if not seen[frame]:
            words.append("not_seen")
        elif state[frame] != 0:
            words.append("not_converged")
        else:
            words.append("partly_seen" if unseen[frame] else "fitted")
    return tuple(words)


def _moves_nothing(model: Model, weight: FloatArray) -> NDArray[np.bool_]:
    """Return the frames in which some free coordinate moves no marker that was seen."""
    tree = model.tree
    moved = np.zeros((len(model.markers), len(model.coordinates)), bool)
    for m, b in enumerate(tree.marker_body):
        moved[m, tree.moved_by[tree.moved_first[b] : tree.moved_first[b + 1]]] = True
    counted = (weight > 0.0).astype(int) @ moved.astype(int) > 0
    is_free = ~model.is_locked & (tree.driver < 0) & moved.any(axis=0)
    return np.asarray((~counted & is_free).any(axis=1))


def _check_start(model: Model, start: FloatArray, fit: _Fit) -> FloatArray:
    given = np.array(start, dtype=np.float64)
    if given.shape != fit.default.shape or not np.isfinite(given).all():
        raise InputError(
            Fault(
                f"has shape {given.shape} or values that are not finite",
                "start",
                f"({len(model.coordinates)},) numbers",
                "order them as model.coordinates",
            )
        )
    pose = fit.default.copy()
    pose[fit.free] = np.clip(given, fit.lower, fit.upper)[fit.free]
    return pose
