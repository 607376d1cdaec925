"""Muscles: what force each can give at its length and speed, on a rigid tendon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kinchain.body._muscle_curves import (
    Curve,
    active_force_length,
    force_velocity,
    passive_force_length,
    read_curve,
    tendon_force_length,
)
from kinchain.body.compile import load_kernels
from kinchain.body.model import Model
from kinchain.body.osim.model import OsimMuscle
from kinchain.body.tree import frozen, whole
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PLAIN, MILLARD, THELEN = 0, 1, 2
KINDS = {"Millard2012EquilibriumMuscle": MILLARD, "Thelen2003Muscle": THELEN}

USUAL = {
    "min_control": 0.01, "max_control": 1.0, "max_isometric_force": 1000.0,
    "optimal_fiber_length": 0.1, "tendon_slack_length": 0.2, "pennation_angle_at_optimal": 0.0,
    "max_contraction_velocity": 10.0, "maximum_pennation_angle": float(np.arccos(0.1)),
    "fiber_damping": 0.1, "ignore_tendon_compliance": 0.0, "FmaxTendonStrain": 0.04,
    "FmaxMuscleStrain": 0.6, "KshapeActive": 0.45, "KshapePassive": 5.0, "Af": 0.25,
    "Flen": 1.4, "fv_linear_extrap_threshold": 0.95,
}  # fmt: skip
"""What OpenSim 4.6 takes where a file does not say."""

USUAL_CURVES = {
    "ActiveForceLengthCurve": {
        "min_norm_active_fiber_length": 0.4441, "transition_norm_fiber_length": 0.73,
        "max_norm_active_fiber_length": 1.8123, "shallow_ascending_slope": 0.8616,
        "minimum_value": 0.1,
    },
    "ForceVelocityCurve": {
        "concentric_slope_at_vmax": 0.0, "concentric_slope_near_vmax": 0.25,
        "isometric_slope": 5.0, "eccentric_slope_at_vmax": 0.0,
        "eccentric_slope_near_vmax": 0.15, "max_eccentric_velocity_force_multiplier": 1.4,
        "concentric_curviness": 0.6, "eccentric_curviness": 0.9,
    },
    "FiberForceLengthCurve": {"strain_at_zero_force": 0.0, "strain_at_one_norm_force": 0.7},
    "TendonForceLengthCurve": {"strain_at_one_norm_force": 0.049},
}  # fmt: skip
"""The same for the curves of Millard's muscle."""

BUILDERS = {
    "ActiveForceLengthCurve": active_force_length,
    "ForceVelocityCurve": force_velocity,
    "FiberForceLengthCurve": passive_force_length,
    "TendonForceLengthCurve": tendon_force_length,
}

LEAST_DAMPING = 0.001
"""Below it Millard's fibre counts as undamped, and its curves are kept off zero."""

KEPT_OFF_ZERO = 0.1

THELEN_TOE_FORCE, THELEN_TOE_SHAPE = 0.33, 3.0


@dataclass(frozen=True)
class Muscles:
    """The muscles of a model, ready to be evaluated.

    Parameters
    ----------
    names
        Names.
    kind
        ``MILLARD``, ``THELEN``, or ``PLAIN`` for one whose curves are not known, shape (n,).
    number
        Greatest isometric force (N), optimal fibre length (m), tendon slack length (m),
        greatest speed (optimal lengths/s), height of the pennated fibres (m), least fibre
        length (m), then Thelen's: width of the active curve, strain and shape of the passive
        one, Af, Flen, where the straight part begins; shape (n, 12).
    curve_of
        Row in ``curves`` of the active, speed, passive and tendon curve, shape (n, 4).
    curves
        Distinct curves of the Millard muscles.
    tendon_strain
        Thelen's tendon strain at the greatest isometric force, shape (n,).
    least_activation
        Least control, shape (n,).
    most_activation
        Greatest control, shape (n,).
    notes
        Muscles whose curves are not known.
    """

    names: tuple[str, ...]
    kind: IntArray = field(repr=False)
    number: FloatArray = field(repr=False)
    curve_of: IntArray = field(repr=False)
    curves: tuple[Curve, ...] = field(repr=False)
    tendon_strain: FloatArray = field(repr=False)
    least_activation: FloatArray = field(repr=False)
    most_activation: FloatArray = field(repr=False)
    notes: tuple[Note, ...] = ()

    @property
    def max_isometric_n(self) -> FloatArray:
        """Greatest isometric force of each, shape (n_muscles,), N."""
        return self.number[:, 0]


@dataclass(frozen=True)
class FibreForces:
    """What each muscle can give; its force is activation times active, plus passive.

    Parameters
    ----------
    active_n
        Active force along the tendon at full activation, shape (n_frames, n_muscles), N.
    passive_n
        Passive force along the tendon, same shape, N.
    fibre_length
        Fibre length over the optimal one, same shape.
    fibre_speed
        Lengthening speed over the greatest speed, same shape; shortening is negative.
    cos_pennation
        Cosine of the angle between fibre and tendon, same shape.
    """

    active_n: FloatArray
    passive_n: FloatArray
    fibre_length: FloatArray
    fibre_speed: FloatArray
    cos_pennation: FloatArray

    def force_n(self, activation: FloatArray) -> FloatArray:
        """Return the force along the tendon, same shape, N.

        Parameters
        ----------
        activation
            Same shape, 0 to 1.
        """
        return np.asarray(activation * self.active_n + self.passive_n)


def build_muscles(model: Model, names: Sequence[str] | None = None) -> Muscles:
    """Build the muscles of a model with their own parameters and curves.

    Parameters
    ----------
    model
        The model.
    names
        Muscles to take, in their order; all of the file by default.

    Returns
    -------
    muscles
        Their arrays cannot be written to.

    Raises
    ------
    InputError
        If there is no muscle of a name, or a parameter or curve is impossible.
    """
    known = {one.name: one for one in model.source.muscles}
    asked = tuple(known) if names is None else tuple(names)
    for name in asked:
        if name not in known:
            raise InputError(unknown_name(name, tuple(known), model.name, "muscle"))
    chosen = [known[name] for name in asked]
    values = [USUAL | dict(one.parameters) for one in chosen]
    faults = [
        fault for one, v in zip(chosen, values, strict=True) for fault in _faults(one, v, model)
    ]
    if faults:
        raise InputError(faults)
    distinct: dict[tuple[str, tuple[tuple[str, float], ...]], int] = {}
    curves: list[Curve] = []
    curve_of = np.zeros((len(chosen), 4), np.int64)
    for row, (one, v) in enumerate(zip(chosen, values, strict=True)):
        if KINDS.get(one.kind) != MILLARD:
            continue
        for column, (name, parameters) in enumerate(_curve_parameters(one, v)):
            key = (name, tuple(sorted(parameters.items())))
            if key not in distinct:
                distinct[key] = len(curves)
                curves.append(BUILDERS[name](parameters))
            curve_of[row, column] = distinct[key]
    numbers = [_numbers(one, v, curves, curve_of[i]) for i, (one, v) in
               enumerate(zip(chosen, values, strict=True))]  # fmt: skip
    return Muscles(
        asked,
        whole([KINDS.get(one.kind, PLAIN) for one in chosen]),
        frozen(np.reshape(numbers, (len(chosen), 12))),
        whole(curve_of),
        tuple(curves),
        frozen([v["FmaxTendonStrain"] for v in values]),
        frozen([v["min_control"] for v in values]),
        frozen([v["max_control"] for v in values]),
        tuple(_note(one) for one in chosen if one.kind not in KINDS),
    )


def _note(one: OsimMuscle) -> Note:
    return Note(
        "warning",
        f"the force curves of a {one.kind} are not supported",
        f"muscle {one.name}",
        "it gives its greatest isometric force at any length and speed, and no passive force",
    )


def _curve_parameters(one: OsimMuscle, v: dict[str, float]) -> list[tuple[str, dict[str, float]]]:
    """Return the parameters of the four curves, changed as OpenSim does for undamped fibres."""
    own = {name: dict(pairs) for name, pairs in one.curves}
    pairs = [(name, usual | own.get(name, {})) for name, usual in USUAL_CURVES.items()]
    active, speed = pairs[0][1], pairs[1][1]
    if not v["ignore_tendon_compliance"] and v["fiber_damping"] < LEAST_DAMPING:
        active["minimum_value"] = max(active["minimum_value"], KEPT_OFF_ZERO)
        ways = ("concentric", "eccentric")
        if min(speed[f"{way}_slope_at_vmax"] for way in ways) < KEPT_OFF_ZERO:
            for way in ways:
                speed[f"{way}_slope_at_vmax"] = 0.5 * speed[f"{way}_slope_near_vmax"]
    else:
        active["minimum_value"] = 0.0
        speed["concentric_slope_at_vmax"] = speed["eccentric_slope_at_vmax"] = 0.0
    return pairs


def _numbers(
    one: OsimMuscle, v: dict[str, float], curves: list[Curve], rows: IntArray
) -> list[float]:
    optimal, angle = v["optimal_fiber_length"], v["pennation_angle_at_optimal"]
    height = optimal * np.sin(angle)
    tiny = np.finfo(float).eps
    least = height / np.sin(v["maximum_pennation_angle"]) if angle > tiny else 0.01 * optimal
    if KINDS.get(one.kind) == MILLARD:
        least = max(least, curves[rows[0]].start * optimal)
    return [
        v["max_isometric_force"], optimal, v["tendon_slack_length"],
        v["max_contraction_velocity"], height, least, v["KshapeActive"], v["FmaxMuscleStrain"],
        v["KshapePassive"], v["Af"], v["Flen"], v["fv_linear_extrap_threshold"],
    ]  # fmt: skip


def _faults(one: OsimMuscle, v: dict[str, float], model: Model) -> list[Fault]:
    limits = {
        "max_isometric_force": (0.0, np.inf), "optimal_fiber_length": (1e-6, np.inf),
        "tendon_slack_length": (0.0, np.inf), "max_contraction_velocity": (1e-6, np.inf),
        "pennation_angle_at_optimal": (0.0, 0.5 * np.pi - 1e-6), "KshapeActive": (1e-6, np.inf),
        "FmaxMuscleStrain": (1e-6, np.inf), "KshapePassive": (1e-6, np.inf),
        "FmaxTendonStrain": (1e-6, np.inf), "Af": (1e-6, np.inf), "Flen": (1.0 + 1e-6, np.inf),
        "fv_linear_extrap_threshold": (1.0 / v["Flen"] + 1e-9, 1.0 - 1e-9),
        "max_control": (v["min_control"], np.inf),
    }  # fmt: skip
    return [
        Fault(
            f"has {name} {v[name]:g}",
            f"{model.name}, muscle {one.name}",
            f"between {low:g} and {high:g}",
            f"correct <{name}>",
        )
        for name, (low, high) in limits.items()
        if not low <= v[name] <= high
    ]


def fibre_forces(muscles: Muscles, length_m: FloatArray, speed_mps: FloatArray) -> FibreForces:
    """Compute what force each muscle can give, its tendon rigid.

    Parameters
    ----------
    muscles
        The muscles.
    length_m
        Length of muscle and tendon, shape (n_frames, n_muscles), m.
    speed_mps
        Lengthening speed of the same, same shape, m/s.

    Returns
    -------
    forces
        Active force at full activation, passive force, and how the fibres stand.

    Raises
    ------
    InputError
        If the shapes differ or are another number of muscles.

    Notes
    -----
    Active force is greatest isometric force times active force-length [1]_ [2]_ times
    force-velocity times the cosine of pennation, the fibres keeping their width (a
    parallelogram of constant height). Fibres at their least length give none; for what OpenSim's
    static optimisation takes see ``optimal_forces``. Where OpenSim's curve of an
    undamped fibre falls below zero at speeds beyond the greatest, zero is taken: a muscle does
    not push. Passive force here hangs on the fibre alone; OpenSim's static optimisation leaves
    it out.

    References
    ----------
    .. [1] M. Millard et al., Journal of Biomechanical Engineering 135, 2013.
       https://doi.org/10.1115/1.4023390
    .. [2] D. G. Thelen, Journal of Biomechanical Engineering 125, 2003.
       https://doi.org/10.1115/1.1531112
    """
    length = np.array(length_m, dtype=np.float64, order="C", ndmin=2)
    speed = np.array(speed_mps, dtype=np.float64, order="C", ndmin=2)
    n = len(muscles.names)
    if length.shape != speed.shape or length.ndim != 2 or length.shape[1] != n:
        raise InputError(
            Fault(
                f"lengths have shape {np.shape(length_m)}, speeds {np.shape(speed_mps)}",
                "length_m, speed_mps",
                f"(frames, {n}) both: one column for each muscle",
                "order the columns as the names of the muscles",
            )
        )
    active, passive = np.empty(length.shape), np.empty(length.shape)
    fibre = np.empty((*length.shape, 3))
    curves = muscles.curves or (Curve(0.0, 1.0, np.zeros((2, 2))),)
    load_kernels(module="_muscle_curves_kernels").fibres(
        muscles.kind, muscles.number, muscles.curve_of,
        frozen(np.stack([one.table for one in curves])), frozen([one.start for one in curves]),
        frozen([one.step for one in curves]), length, speed, active, passive, fibre,
    )  # fmt: skip
    return FibreForces(active, passive, fibre[..., 0], fibre[..., 1], fibre[..., 2])


def optimal_forces(muscles: Muscles, forces: FibreForces) -> FloatArray:
    """Return the force at activation 1 that OpenSim's static optimisation reckons with.

    Parameters
    ----------
    muscles
        The muscles.
    forces
        What they can give.

    Returns
    -------
    force_n
        Shape (n_frames, n_muscles), N.

    Notes
    -----
    It is the active force along the tendon, but for Millard's muscle OpenSim 4.6 takes the
    cosine of an angle that is worked out from the fibre length in optimal lengths where metres
    belong, so nearly 1: the force in the fibre, a tenth more at 26 degrees. To reckon with the
    force along the tendon, use ``FibreForces.active_n``.
    """
    in_fibre = muscles.kind == MILLARD
    mistaken = np.minimum(muscles.number[:, 4] / forces.fibre_length, 1.0)
    factor = np.where(in_fibre, np.sqrt(1.0 - mistaken**2) / forces.cos_pennation, 1.0)
    return np.asarray(forces.active_n * factor)


def tendon_force(muscles: Muscles, tendon_length_m: FloatArray) -> FloatArray:
    """Compute the force of elastic tendons.

    Parameters
    ----------
    muscles
        The muscles.
    tendon_length_m
        Shape (n_frames, n_muscles), m.

    Returns
    -------
    force_n
        Same shape, N; NaN for muscles whose curves are not known.
    """
    x = np.asarray(tendon_length_m, dtype=np.float64) / muscles.number[:, 2]
    force = np.full(x.shape, np.nan)
    for m, kind in enumerate(muscles.kind):
        if kind == MILLARD:
            force[..., m] = read_curve(muscles.curves[muscles.curve_of[m, 3]], x[..., m])
        elif kind == THELEN:
            force[..., m] = _thelen_tendon(x[..., m] - 1.0, float(muscles.tendon_strain[m]))
    return np.asarray(force * muscles.max_isometric_n)


def _thelen_tendon(strain: FloatArray, at_one: float) -> FloatArray:
    """Return the normalised force of Thelen's tendon: a bent toe, then straight."""
    grown = np.exp(THELEN_TOE_SHAPE)
    toe = 0.99 * at_one * grown / (1.66 * grown - 0.67)
    straight = 0.67 / (at_one - toe) * (strain - toe) + THELEN_TOE_FORCE
    inside = np.clip(strain, 0.0, toe)
    bent = THELEN_TOE_FORCE * np.expm1(THELEN_TOE_SHAPE * inside / toe) / (grown - 1.0)
    return np.asarray(np.where(strain > toe, straight, bent))
