"""Static optimisation: the least activations that bring about the moments of a motion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinchain.body.compile import load_kernels
from kinchain.body.model import Model
from kinchain.body.muscles import Muscles
from kinchain.body.tree import frozen, whole
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

Outcome = Literal["solved", "too_weak", "not_converged", "not_seen"]
ActuatorKind = Literal["model", "reserve", "residual"]

EXPONENTS = (2, 3)

MISSING = 1e-2
"""Missing moment (N m) or force (N) above which muscles and actuators are too weak in a frame."""

USUAL_RESERVE, USUAL_RESIDUAL = 1.0, 10.0
"""Moment or force of a reserve, and of a residual on the first joint, at activation 1."""

RESERVE_SHARE = 0.05
"""Share of the greatest moment that a reserve may have, after Hicks et al. 2015,
https://doi.org/10.1115/1.4029304"""

RESERVE_LEAST = 0.5
"""A reserve below (N m or N) changes no load that anyone reads, however small the moment."""


@dataclass(frozen=True)
class Actuator:
    """A motor on one coordinate, beside the muscles.

    Parameters
    ----------
    name
        Its name.
    coordinate
        Name of the coordinate that it drives.
    strength
        Moment (N m) or force (N) at activation 1.
    low
        Least activation.
    high
        Greatest activation.
    kind
        ``model`` (of the model file), ``reserve`` (makes up for what muscles lack) or
        ``residual`` (makes up for what the ground forces lack).
    """

    name: str
    coordinate: str
    strength: float
    low: float = -np.inf
    high: float = np.inf
    kind: ActuatorKind = "reserve"


@dataclass(frozen=True)
class StaticOptimisation:
    """Activations and forces of a motion.

    Parameters
    ----------
    muscles
        Names of the muscles.
    actuators
        The actuators beside them.
    coordinates
        Coordinates whose moment was asked for, by name.
    activation
        Of the muscles, shape (n_frames, n_muscles), 0 to 1; NaN in frames not seen.
    muscle_force_n
        Force along the tendon, same shape, N.
    actuator_force
        Of the actuators, shape (n_frames, n_actuators), N m or N.
    missing
        Moment asked for less the one given, shape (n_frames, len(coordinates)), N m or N.
    outcome
        For each frame ``solved``; ``too_weak`` (some moment is out of reach: the answer comes
        nearest to all); ``not_converged``; ``not_seen`` (its input is not finite).
    steps
        Newton steps in each frame, shape (n_frames,).
    notes
        Frames and coordinates out of reach; reserves that carry too much.
    """

    muscles: tuple[str, ...]
    actuators: tuple[Actuator, ...]
    coordinates: tuple[str, ...]
    activation: FloatArray
    muscle_force_n: FloatArray
    actuator_force: FloatArray
    missing: FloatArray
    outcome: tuple[Outcome, ...]
    steps: IntArray
    notes: tuple[Note, ...]


def free_coordinates(model: Model) -> IntArray:
    """Return the coordinates that are neither locked nor coupled.

    Parameters
    ----------
    model
        The model.
    """
    return np.asarray(np.flatnonzero(~model.is_locked & (model.tree.driver < 0)))


def reserves(
    model: Model, *, reserve: float = USUAL_RESERVE, residual: float = USUAL_RESIDUAL
) -> tuple[Actuator, ...]:
    """Build an actuator for each free coordinate.

    Parameters
    ----------
    model
        The model.
    reserve
        Moment (N m) or force (N) at activation 1: small, so that reserves are dear.
    residual
        The same for the coordinates of the joint that hangs the model on the ground.

    Returns
    -------
    actuators
        Without bounds, in the order of the coordinates.
    """
    root = {int(c) for c in model.tree.axis_coordinate[1] if c >= 0}
    made = []
    for c in free_coordinates(model):
        name = model.coordinates[c]
        if int(c) in root:
            made.append(Actuator(f"{name}_residual", name, residual, kind="residual"))
        else:
            made.append(Actuator(f"{name}_reserve", name, reserve))
    return tuple(made)


def model_actuators(model: Model) -> tuple[Actuator, ...]:
    """Return the coordinate actuators of the model file that are switched on.

    Parameters
    ----------
    model
        The model.
    """
    return tuple(
        Actuator(one.name, one.coordinate, one.strength, one.low, one.high, "model")
        for one in model.source.actuators
        if one.is_applied
    )


def static_optimisation(
    model: Model,
    muscles: Muscles,
    moment: FloatArray,
    moment_arm_m: FloatArray,
    strength_n: FloatArray,
    *,
    passive_n: FloatArray | None = None,
    actuators: Sequence[Actuator] = (),
    exponent: int = 2,
) -> StaticOptimisation:
    """Find the muscle activations of least sum of powers that give the moments.

    Parameters
    ----------
    model
        The model.
    muscles
        Its muscles.
    moment
        Generalised forces to bring about, shape (n_frames, n_coords), N m or N, with those of
        coupled coordinates passed on to their drivers (``InverseDynamics.independent_force``).
    moment_arm_m
        Shape (n_frames, n_muscles, n_coords), m, likewise (``MusclePaths.moment_arm_m``).
    strength_n
        Force of each muscle at activation 1, shape (n_frames, n_muscles), N.
    passive_n
        Force that each muscle gives unasked, same shape, N; none by default, as OpenSim does.
    actuators
        Motors on coordinates beside the muscles.
    exponent
        2 or 3.

    Returns
    -------
    result
        Activations, forces, and what is missing.

    Raises
    ------
    InputError
        If shapes do not fit, the exponent is another, or an actuator is impossible.

    Notes
    -----
    Minimises the sum of the activations, of actuators too, to the power [1]_ under equality of
    moments at all free coordinates and bounds on each activation. Newton's method on the dual
    [2]_. Frames do not depend on each other: the answer is unique, whatever it starts from.

    References
    ----------
    .. [1] R. D. Crowninshield, R. A. Brand, Journal of Biomechanics 14, 1981.
       https://doi.org/10.1016/0021-9290(81)90035-X
    .. [2] L. Qi, J. Sun, Mathematical Programming 58, 1993. https://doi.org/10.1007/BF01581275
    """
    n_muscles, n_coords = len(muscles.names), len(model.coordinates)
    wanted = np.array(moment, dtype=np.float64, order="C", ndmin=2)
    n = len(wanted)
    arm = np.ascontiguousarray(moment_arm_m, dtype=np.float64)
    strength = np.ascontiguousarray(strength_n, dtype=np.float64)
    passive = np.zeros(strength.shape) if passive_n is None else np.asarray(passive_n)
    _check_shapes(
        [
            ("moment", wanted, (n, n_coords)),
            ("moment_arm_m", arm, (n, n_muscles, n_coords)),
            ("strength_n", strength, (n, n_muscles)),
            ("passive_n", passive, (n, n_muscles)),
        ]
    )
    chosen = free_coordinates(model)
    _check_choices(model, actuators, exponent, {model.coordinates[c] for c in chosen})
    if passive_n is not None:
        wanted -= np.einsum("fm,fmc->fc", passive, arm)
    seen = np.asarray(np.isfinite(wanted[:, chosen]).all(axis=1))
    seen &= np.isfinite(strength).all(axis=1) & np.isfinite(arm).all(axis=(1, 2))
    seen &= np.isfinite(passive).all(axis=1)
    parts = [x if seen.all() else np.ascontiguousarray(x[seen]) for x in (arm, strength, wanted)]
    motors = _motors(model, muscles, actuators, chosen)
    activation, missing, steps, state = _run(parts, motors, exponent, seen)
    words: list[Outcome] = ["not_seen"] * n
    short = np.abs(missing) > MISSING
    for frame in np.flatnonzero(seen):
        if state[frame] != 0:
            words[frame] = "not_converged"
        else:
            words[frame] = "too_weak" if short[frame].any() else "solved"
    names = tuple(model.coordinates[c] for c in chosen)
    own = activation[:, :n_muscles]
    driven = activation[:, n_muscles:] * np.array([one.strength for one in actuators])
    notes = [*_weak_notes(names, missing, short), *_reserve_notes(model, actuators, driven, wanted)]
    return StaticOptimisation(
        muscles.names, tuple(actuators), names, own, own * strength + passive, driven,
        missing, tuple(words), steps, tuple(notes),
    )  # fmt: skip


class _Motors(NamedTuple):
    """What stays the same from frame to frame, as the kernel takes it."""

    chosen: IntArray
    row: IntArray
    strength: FloatArray
    low: FloatArray
    high: FloatArray


def _motors(
    model: Model, muscles: Muscles, actuators: Sequence[Actuator], chosen: IntArray
) -> _Motors:
    rows = {model.coordinates[c]: r for r, c in enumerate(chosen)}
    return _Motors(
        whole(chosen),
        whole([rows[one.coordinate] for one in actuators]),
        frozen([one.strength for one in actuators]),
        frozen([*muscles.least_activation, *(one.low for one in actuators)]),
        frozen([*muscles.most_activation, *(one.high for one in actuators)]),
    )


def _run(
    parts: list[FloatArray], motors: _Motors, exponent: int, seen: NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray, IntArray, IntArray]:
    """Run the kernel over the frames that were seen."""
    n, n_seen = len(seen), len(parts[0])
    n_all, n_rows = motors.low.size, motors.chosen.size
    outs = (
        np.empty((n_seen, n_all)), np.empty((n_seen, n_rows)), np.empty(n_seen, np.int64),
        np.empty(n_seen, np.int64),
    )  # fmt: skip
    load_kernels(module="_optimise_kernels").optimise(
        motors.chosen, *parts, *motors[1:], exponent, *outs
    )
    if n_seen == n:
        return outs
    activation, missing = np.full((n, n_all), np.nan), np.full((n, n_rows), np.nan)
    steps, state = np.zeros((2, n), np.int64)
    activation[seen], missing[seen], steps[seen], state[seen] = outs
    return activation, missing, steps, state


def _check_shapes(given: list[tuple[str, FloatArray, tuple[int, ...]]]) -> None:
    faults = [
        Fault(
            f"has shape {array.shape}",
            name,
            f"{shape}: frames, then muscles, then coordinates as they apply",
            "order muscles as muscles.names and coordinates as model.coordinates",
        )
        for name, array, shape in given
        if array.shape != shape
    ]
    if faults:
        raise InputError(faults)


def _check_choices(
    model: Model, actuators: Sequence[Actuator], exponent: int, free: set[str]
) -> None:
    faults = []
    if exponent not in EXPONENTS:
        faults.append(Fault(f"is {exponent}", "exponent", "2 or 3", "use 2, as OpenSim does"))
    for one in actuators:
        where = f"actuators, '{one.name}'"
        if one.coordinate not in model.coordinates:
            faults.append(unknown_name(one.coordinate, model.coordinates, where, "coordinate"))
        elif one.coordinate not in free:
            faults.append(
                Fault(
                    f"drives '{one.coordinate}', which is locked or coupled", where,
                    "a coordinate that is free", "leave this actuator out",
                )
            )  # fmt: skip
        if not (one.strength > 0.0 and one.low < one.high):
            faults.append(
                Fault(
                    f"has strength {one.strength:g} and bounds {one.low:g} to {one.high:g}", where,
                    "a strength over 0 and rising bounds", "correct them",
                )
            )  # fmt: skip
    if faults:
        raise InputError(faults)


def _weak_notes(
    names: tuple[str, ...], missing: FloatArray, short: NDArray[np.bool_]
) -> list[Note]:
    """Name the coordinates whose moment is out of reach, and where it is worst."""
    notes = []
    for c in np.flatnonzero(short.any(axis=0)):
        frames = np.flatnonzero(short[:, c])
        worst = int(np.nanargmax(np.abs(missing[:, c])))
        notes.append(
            Note(
                "warning",
                f"muscles and actuators are too weak for '{names[c]}' in {frames.size} frames; "
                f"{abs(missing[worst, c]):.3g} N m (or N) missing in frame {worst}",
                f"frames {frames[0]} to {frames[-1]}",
                "activations there come nearest to all moments but do not give them",
            )
        )
    return notes


def _reserve_notes(
    model: Model, actuators: Sequence[Actuator], driven: FloatArray, wanted: FloatArray
) -> list[Note]:
    """Name what the muscles lack of each moment, where it is more than a small share."""
    lacks = []
    for i, one in enumerate(actuators):
        if one.kind != "reserve" or not np.isfinite(driven[:, i]).any():
            continue
        most = float(np.nanmax(np.abs(driven[:, i])))
        whole_moment = float(np.nanmax(np.abs(wanted[:, model.coordinate(one.coordinate)])))
        # About a joint that bears hardly any moment a reserve balances muscles of its neighbour.
        if whole_moment > RESERVE_LEAST and most > max(RESERVE_SHARE * whole_moment, RESERVE_LEAST):
            lacks.append(f"{one.coordinate} {most:.3g} of {whole_moment:.3g}")
    if not lacks:
        return []
    return [
        Note("warning", f"the muscles lack some of what the motion asks for, N m (or N): "
             f"{', '.join(lacks)}", "muscles",
             "those that cross these joints are too weak or too few, or the motion is none: their "
             "forces and the joints' come out too small")
    ]  # fmt: skip
