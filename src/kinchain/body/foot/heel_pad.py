"""The heel pad: how far it gives under the heel's load, and what energy it stores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinchain.body.foot.shape import FootShape

FloatArray = NDArray[np.float64]


def heel_pad_deformation(shape: FootShape, force_n: FloatArray) -> FloatArray:
    """Return how far the pad is pressed.

    Parameters
    ----------
    shape
        The foot.
    force_n
        Force of the ground on the heel, N; negative counts as none.

    Returns
    -------
    deformation_m
        Towards the bone, m.

    Notes
    -----
    Its stiffness grows e-fold over each ``heel_pad_stiffening_m``: F = k d (exp(x/d) - 1).
    """
    depth = np.asarray(shape.heel_pad_stiffening_m, np.float64)
    unit = np.asarray(shape.heel_pad_stiffness_n_per_m) * depth
    return np.asarray(depth * np.log1p(np.maximum(force_n, 0.0) / unit))


def heel_pad_force(shape: FootShape, deformation_m: FloatArray) -> FloatArray:
    """Return the force that presses the pad so far.

    Parameters
    ----------
    shape
        The foot.
    deformation_m
        Towards the bone, m; negative is off the floor.
    """
    depth = np.asarray(shape.heel_pad_stiffening_m, np.float64)
    unit = np.asarray(shape.heel_pad_stiffness_n_per_m) * depth
    return np.asarray(unit * np.expm1(np.maximum(deformation_m, 0.0) / depth))


def heel_pad_energy(shape: FootShape, deformation_m: FloatArray) -> FloatArray:
    """Return the energy stored, as if nothing was lost to viscosity.

    Parameters
    ----------
    shape
        The foot.
    deformation_m
        Towards the bone, m.

    Returns
    -------
    energy_j
        Integral of the force, J. Of it 20 to 50 % and more is lost when the pad springs back.
    """
    depth = np.asarray(shape.heel_pad_stiffening_m, np.float64)
    unit = np.asarray(shape.heel_pad_stiffness_n_per_m) * depth
    pressed = np.maximum(deformation_m, 0.0)
    return np.asarray(unit * (depth * np.expm1(pressed / depth) - pressed))
