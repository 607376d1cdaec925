"""The plantar fascia as a nonlinear cord: force, stiffness and stored energy over its length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinchain.body.foot.shape import FloatArray, Value

THINNING = 0.8
"""Exponent with which the section shrinks as the fascia lengthens (evidence:natali2010, as in
published code)."""

STRETCH_MAX = 1.35
"""The law is continued in a straight line beyond: no fascia comes so far."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


@dataclass(frozen=True)
class Fascia:
    """Law of a fascia; each value a number or an array with draws before frames.

    Parameters
    ----------
    rest_m
        Length from which on it pulls, m.
    area_m2
        Section at rest, m².
    matrix_pa, fibre_pa
        Stiffness of matrix and fibres, Pa.
    exponent
        How fast fibres stiffen.
    """

    rest_m: Value
    area_m2: Value
    matrix_pa: Value
    fibre_pa: Value
    exponent: Value


def fascia_force(law: Fascia, length_m: FloatArray) -> FloatArray:
    """Return the tension.

    Parameters
    ----------
    law
        The fascia.
    length_m
        Its length, any shape that fits the law's, m.

    Returns
    -------
    force_n
        Tension, N; 0 where it is slack.

    Notes
    -----
    Stress of a fibre-reinforced solid, mu (L² - 1/L) + k / (2 a) (exp(a (L² - 1)) - 1) L² with the
    stretch L [1]_, times the section, that shrinks as L^-0.8.

    References
    ----------
    .. [1] A. N. Natali et al., Connective Tissue Research 51, 2010.
       https://doi.org/10.3109/03008200903389127
    """
    stretch = np.asarray(length_m, np.float64) / law.rest_m
    return _force(law, stretch)


def _force(law: Fascia, stretch: FloatArray) -> FloatArray:
    inside = np.clip(stretch, 1.0, STRETCH_MAX)
    force = np.asarray(law.area_m2) * _stress(law, inside) * inside**-THINNING
    beyond = stretch - STRETCH_MAX
    if np.any(beyond > 0.0):
        force = force + np.where(beyond > 0.0, _slope(law, inside) * beyond, 0.0)
    return np.asarray(force)


def _stress(law: Fascia, stretch: FloatArray) -> FloatArray:
    square, a = stretch**2, np.asarray(law.exponent)
    fibre = np.asarray(law.fibre_pa) / (2.0 * a) * np.expm1(a * (square - 1.0)) * square
    return np.asarray(np.asarray(law.matrix_pa) * (square - 1.0 / stretch) + fibre)


def _slope(law: Fascia, stretch: FloatArray) -> FloatArray:
    """Return the change of force with stretch, N."""
    square, a = stretch**2, np.asarray(law.exponent)
    grown = np.exp(a * (square - 1.0))
    stress = np.asarray(law.matrix_pa) * (2.0 * stretch + 1.0 / square)
    stress = stress + np.asarray(law.fibre_pa) * stretch * ((grown - 1.0) / a + square * grown)
    thin = stretch**-THINNING
    own = _stress(law, stretch) * THINNING / stretch
    return np.asarray(np.asarray(law.area_m2) * thin * (stress - own))


def fascia_stiffness(law: Fascia, length_m: FloatArray) -> FloatArray:
    """Return how fast the tension grows with length.

    Parameters
    ----------
    law
        The fascia.
    length_m
        Its length, m.

    Returns
    -------
    stiffness_n_per_m
        N/m; 0 where it is slack.
    """
    stretch = np.asarray(length_m, np.float64) / law.rest_m
    inside = np.clip(stretch, 1.0, STRETCH_MAX)
    return np.where(stretch > 1.0, _slope(law, inside) / law.rest_m, 0.0)


def fascia_energy(law: Fascia, length_m: FloatArray) -> FloatArray:
    """Return the energy stored.

    Parameters
    ----------
    law
        The fascia.
    length_m
        Its length, m.

    Returns
    -------
    energy_j
        Integral of the tension over the lengthening from rest, J.
    """
    rest = np.asarray(law.rest_m, np.float64)
    stretch = np.maximum(np.asarray(length_m, np.float64) / rest, 1.0)
    half = 0.5 * (stretch - 1.0)
    total = np.zeros(np.broadcast_shapes(half.shape, np.shape(law.area_m2)))
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        total = total + weight * _force(law, 1.0 + half * (1.0 + node))
    return np.asarray(total * half * rest)
