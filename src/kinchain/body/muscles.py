"""Muscles: what force each can give at its length and speed, on a rigid tendon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kinchain.body._muscle_curves import Curve, read_curve
from kinchain.body._muscle_curves_parameters import (
    BUILDERS,
    KINDS,
    MILLARD,
    PLAIN,
    THELEN,
    USUAL,
    curve_parameters,
    faults_of,
    numbers_of,
    unknown_kind,
)
from kinchain.body.compile import load_kernels
from kinchain.body.model import Model
from kinchain.body.tree import frozen, whole
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

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

    @cached_property
    def tables(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Nodes of all curves, where they begin and their step, as the kernel reads them."""
        curves = self.curves or (Curve(0.0, 1.0, np.zeros((2, 2))),)
        return (
            frozen(np.stack([one.table for one in curves])),
            frozen([one.start for one in curves]),
            frozen([one.step for one in curves]),
        )

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
        fault
        for one, v in zip(chosen, values, strict=True)
        for fault in faults_of(one, v, model.name)
    ]
    if faults:
        raise InputError(faults)
    distinct: dict[tuple[str, tuple[tuple[str, float], ...]], int] = {}
    curves: list[Curve] = []
    curve_of = np.zeros((len(chosen), 4), np.int64)
    for row, (one, v) in enumerate(zip(chosen, values, strict=True)):
        if KINDS.get(one.kind) != MILLARD:
            continue
        for column, (name, parameters) in enumerate(curve_parameters(one, v)):
            key = (name, tuple(sorted(parameters.items())))
            if key not in distinct:
                distinct[key] = len(curves)
                curves.append(BUILDERS[name](parameters))
            curve_of[row, column] = distinct[key]
    numbers = [numbers_of(one, v, curves, curve_of[i]) for i, (one, v) in
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
        tuple(unknown_kind(one) for one in chosen if one.kind not in KINDS),
    )


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
    load_kernels(module="_muscle_curves_kernels").fibres(
        muscles.kind, muscles.number, muscles.curve_of, *muscles.tables, length, speed, active,
        passive, fibre,
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
