"""Scaling: stretch a model's bodies to a person, and find by how much from markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinchain.body._scaled_source import stretched
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.inverse_kinematics import inverse_kinematics
from kinchain.body.model import Model, build_model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.osim.model import OsimMuscle
from kinchain.body.registration import standing_pose
from kinchain.core.errors import Fault, InputError, unknown_name

FloatArray = NDArray[np.float64]

FACTORS = (0.3, 3.0)
"""Factors beyond are no person's: units or markers are wrong."""

TOGETHER = {
    "patella": "femur", "talus": "foot", "calcn": "foot", "toes": "foot", "ulna": "forearm",
    "radius": "forearm", "hand": "forearm",
}  # fmt: skip
"""Bodies that are stretched with another: no markers measure them by themselves."""

PLACED_M, APART = 0.01, 0.1
"""How well a marker is placed, and by how much segments' factors differ within a person (as the
logarithm): what one marker says against what the others say [expert]."""

MOST_ROUNDS, SETTLED = 20, 1e-5


@dataclass(frozen=True)
class Measurement:
    """A distance between markers that tells how long bodies are.

    Parameters
    ----------
    name
        Its name.
    pairs
        Pairs of markers; their ratios are averaged.
    bodies
        Bodies that it scales.
    axes
        Axes of these bodies that it scales: any of ``xyz``.
    """

    name: str
    pairs: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    axes: str = "xyz"


def scale_model(
    model: Model,
    factors: Mapping[str, Sequence[float] | FloatArray],
    *,
    mass_kg: float | None = None,
) -> Model:
    """Stretch the bodies of a model.

    Parameters
    ----------
    model
        The model.
    factors
        For each body its factors along its own x, y and z; bodies not named stay as they are.
    mass_kg
        Mass of the whole; segments keep their shares. The model's own by default.

    Returns
    -------
    scaled
        A new model.

    Raises
    ------
    InputError
        If there is no body of a name, a factor is no person's, the mass is not over 0, or muscle
        paths are functions.

    Notes
    -----
    As OpenSim's scale tool with the mass distribution preserved [1]_: joints, markers, muscle
    points and wraps move with their bodies; shifts of a joint by a function are stretched with
    its parent; optimal fibre and tendon slack lengths keep their ratio to the path's length in
    the default pose; strengths stay.

    References
    ----------
    .. [1] S. L. Delp et al., IEEE Transactions on Biomedical Engineering 54, 2007.
       https://doi.org/10.1109/TBME.2007.901024
    """
    checked = _checked(model, factors)
    own = float(model.mass_kg.sum())
    if mass_kg is not None and not (0.0 < mass_kg < np.inf and own > 0.0):
        raise InputError(
            Fault("is not over 0, or the model has none", "mass_kg", "kilograms", "correct it")
        )
    share = 1.0 if mass_kg is None else mass_kg / own
    source = stretched(model.source, checked, share)
    scaled = build_model(source)
    if all((one == 1.0).all() for one in checked.values()):
        return scaled
    given = [one.name for one in model.source.muscles if one.functions is not None]
    if given:
        raise InputError(
            Fault(
                f"{len(given)} muscle paths are functions of coordinates, not points",
                f"{model.name}, muscle '{given[0]}'",
                "paths of points, which grow with their bones",
                "scale the model from before its paths were fitted by functions",
            )
        )
    return build_model(replace(source, muscles=_muscles(model, scaled)))


def _checked(
    model: Model, factors: Mapping[str, Sequence[float] | FloatArray]
) -> dict[str, FloatArray]:
    faults = []
    checked = {}
    for body, given in factors.items():
        if body not in model.bodies[1:]:
            faults.append(unknown_name(body, model.bodies[1:], "factors", "body"))
            continue
        one = np.broadcast_to(np.asarray(given, np.float64), (3,))
        if not ((one >= FACTORS[0]) & (one <= FACTORS[1])).all():
            faults.append(
                Fault(
                    f"would be stretched by {', '.join(f'{v:.3g}' for v in one)}",
                    f"factors, body '{body}'",
                    f"factors from {FACTORS[0]:g} to {FACTORS[1]:g}",
                    "check units and names of the markers that it was measured by",
                )
            )
        checked[body] = one
    if faults:
        raise InputError(faults)
    return checked


def _muscles(before: Model, after: Model) -> tuple[OsimMuscle, ...]:
    """Return the stretched muscles with fibres and tendons grown as their paths did."""
    drawn = [one.name for one in before.source.muscles if len(one.points) > 1]
    lengths = [
        muscle_paths(build_muscle_geometry(one, drawn), one.default).length_m[0]
        for one in (before, after)
    ]
    ratio = dict(zip(drawn, lengths[1] / lengths[0], strict=True))
    grown = ("optimal_fiber_length", "tendon_slack_length")
    return tuple(
        replace(
            one,
            parameters=tuple(
                (name, value * float(ratio.get(one.name, 1.0)) if name in grown else value)
                for name, value in one.parameters
            ),
        )
        for one in after.source.muscles
    )


def measured_factors(
    model: Model,
    names: Sequence[str],
    position_m: FloatArray,
    measurements: Sequence[Measurement],
) -> dict[str, FloatArray]:
    """Return the factors of bodies by distances between markers, as OpenSim's scale tool.

    Parameters
    ----------
    model
        The model; its distances are those in its default pose.
    names
        Names of the recorded markers.
    position_m
        Standing trial, shape (n_frames, n_markers, 3), m; NaN where unseen.
    measurements
        What to measure; of two that scale the same axis of a body the later one counts.

    Returns
    -------
    factors
        For ``scale_model``.

    Raises
    ------
    InputError
        If a marker is neither the model's nor recorded, or was never seen with its partner.
    """
    own = forward_kinematics(model, model.default).marker_m[0]
    found: dict[str, FloatArray] = {}
    faults: list[Fault] = []
    for one in measurements:
        ratios = []
        for a, b in one.pairs:
            where = f"measurement '{one.name}'"
            lacking = [m for m in (a, b) if m not in model.markers or m not in names]
            faults += [
                unknown_name(m, model.markers if m not in model.markers else tuple(names),
                             where, "marker") for m in lacking
            ]  # fmt: skip
            if lacking:
                continue
            apart = position_m[:, names.index(a)] - position_m[:, names.index(b)]
            length = np.linalg.norm(apart, axis=1)
            model_length = float(
                np.linalg.norm(own[model.markers.index(a)] - own[model.markers.index(b)])
            )
            if not np.isfinite(length).any() or model_length == 0.0:
                faults.append(
                    Fault(f"'{a}' and '{b}' were never seen together, or are one point", where,
                          "two markers in one frame", "take another pair")
                )  # fmt: skip
                continue
            ratios.append(float(np.nanmean(length)) / model_length)
        for body in one.bodies if ratios else ():
            held = found.setdefault(body, np.ones(3))
            for axis in one.axes:
                held["xyz".index(axis)] = float(np.mean(ratios))
    if faults:
        raise InputError(faults)
    return found


def fitted_factors(
    model: Model, names: Sequence[str], position_m: FloatArray
) -> dict[str, FloatArray]:
    """Return the factors with which the model's markers lie nearest to a standing trial's.

    Parameters
    ----------
    model
        The model.
    names
        Names of the recorded markers.
    position_m
        Standing trial, shape (n_frames, n_markers, 3), m; NaN where unseen.

    Returns
    -------
    factors
        One factor for all three axes of each segment, the same for both sides.

    Raises
    ------
    InputError
        If too few markers are the model's.

    Notes
    -----
    Gauss-Newton steps over the factors, the pose fitted anew at each. Needs no list of marker
    pairs. What the markers do not tell of a segment follows the whole person (``APART``).
    """
    standing = standing_pose(position_m)
    groups = _groups(model)
    size = np.zeros(1 + len(groups))  # logarithms: of the person, of each segment beside it
    bare = replace(model.source, muscles=(), wraps=())
    part = build_model(bare)

    def _factors(x: FloatArray) -> dict[str, FloatArray]:
        """Return the factors of every body from their logarithms."""
        return {
            body: np.full(3, float(np.exp(x[0] + x[1 + i])))
            for i, bodies in enumerate(groups.values())
            for body in bodies
        }

    def _distances(x: FloatArray, start: FloatArray | None) -> tuple[FloatArray, FloatArray]:
        """Return how far markers and factors are off, and the pose fitted."""
        made = build_model(stretched(part.source, _factors(x), 1.0))
        fit = inverse_kinematics(made, standing, names, start=start)
        reached = forward_kinematics(made, fit.coordinates).marker_m[0]
        known = [(made.markers.index(n), i) for i, n in enumerate(names) if n in made.markers]
        apart = np.array([reached[m] - standing[0, i] for m, i in known]) / PLACED_M
        apart = apart[np.isfinite(apart).all(axis=1)]
        return np.concatenate([apart.ravel(), x[1:] / APART]), fit.coordinates[0]

    pose = None
    for _ in range(MOST_ROUNDS):
        here, pose = _distances(size, pose)
        slope = np.empty((len(here), len(size)))
        for i in range(len(size)):
            moved = size.copy()
            moved[i] += 1e-4
            slope[:, i] = (_distances(moved, pose)[0] - here) / 1e-4
        step = np.clip(-np.linalg.lstsq(slope, here, rcond=None)[0], -0.2, 0.2)
        size = size + step
        if np.abs(step).max() < SETTLED:
            break
    return _factors(size)


def _groups(model: Model) -> dict[str, list[str]]:
    """Return the bodies of each segment, both sides together."""
    found: dict[str, list[str]] = {}
    for body in model.bodies[1:]:
        bare = body[:-2] if body.endswith(("_r", "_l")) else body
        found.setdefault(TOGETHER.get(bare, bare), []).append(body)
    return found
