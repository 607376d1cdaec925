"""Forces of plates as moments about the ground's origin: filtered, then put back on the floor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinchain.body.filtering import low_pass

FloatArray = NDArray[np.float64]

LEAST_N = 10.0
"""Below this vertical force a plate counts as unloaded: no centre of pressure is worked out."""


def smooth_plates(
    force_n: FloatArray,
    point_m: FloatArray,
    torque_nm: FloatArray,
    rate_hz: float,
    cutoff_hz: float,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Filter what plates measured without moving the line on which a force acts.

    Parameters
    ----------
    force_n
        Force on the person, ground frame (y up), shape (n_samples, n_plates, 3), N.
    point_m
        Centre of pressure, same shape, m; NaN while unloaded.
    torque_nm
        Free moment there, same shape, N m.
    rate_hz
        Samples per second.
    cutoff_hz
        Of the low-pass; at half of the rate or above nothing is filtered.

    Returns
    -------
    force_n
        Filtered, 0 below ``LEAST_N`` upwards.
    point_m
        Where it acts in the plate's plane, NaN without force.
    torque_nm
        Free moment there, about the vertical.

    Notes
    -----
    Force and moment about the origin are filtered, not the centre of pressure: that is their
    quotient and means nothing at small forces.
    """
    force = np.nan_to_num(np.asarray(force_n, np.float64))
    point = np.nan_to_num(np.asarray(point_m, np.float64))
    moment = np.cross(point, force) + np.nan_to_num(np.asarray(torque_nm, np.float64))
    if cutoff_hz < 0.5 * rate_hz:
        force, moment = low_pass(force, rate_hz, cutoff_hz), low_pass(moment, rate_hz, cutoff_hz)
    is_on = force[..., 1] > LEAST_N
    given = np.isfinite(point_m[..., 1]) & is_on
    height = np.array([
        float(np.median(point[given[:, i], i, 1])) if given[:, i].any() else 0.0
        for i in range(force.shape[1])
    ])  # fmt: skip
    lift = np.where(is_on, force[..., 1], 1.0)
    x = (moment[..., 2] + height * force[..., 0]) / lift
    z = (height * force[..., 2] - moment[..., 0]) / lift
    twist = moment[..., 1] - (z * force[..., 0] - x * force[..., 2])
    place = np.stack([x, np.broadcast_to(height, x.shape), z], axis=-1)
    turning = np.zeros_like(force)
    turning[..., 1] = np.where(is_on, twist, 0.0)
    return (
        np.where(is_on[..., None], force, 0.0),
        np.where(is_on[..., None], place, np.nan),
        turning,
    )
