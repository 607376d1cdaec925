"""Forces from outside: what the ground (or anything else) does to the bodies of a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.model import Model
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class ExternalLoads:
    """Forces on bodies over time: any number of plates, feet, hands.

    Parameters
    ----------
    time_s
        Shape (n_samples,), s, rising.
    names
        Name of each load.
    bodies
        Body that each acts on; a body may bear several.
    force_n
        Force on the body, ground frame, shape (n_samples, n_loads, 3), N.
    point_m
        Where it acts, ground frame, same shape, m; NaN only where there is no force.
    torque_nm
        Free torque on the body beside it, ground frame, same shape, N m.
    notes
        What was found or left out.
    """

    time_s: FloatArray
    names: tuple[str, ...]
    bodies: tuple[str, ...]
    force_n: FloatArray
    point_m: FloatArray
    torque_nm: FloatArray
    notes: tuple[Note, ...] = ()


def loads_in_ground(
    model: Model, loads: ExternalLoads | None, coordinates: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Return body, force, point and torque of each load as the kernel reads them.

    Parameters
    ----------
    model
        The model.
    loads
        What acts from outside; None for nothing.
    coordinates
        Shape (n_frames, n_coords): one frame for each sample.

    Raises
    ------
    InputError
        If the loads have another number of samples or act on an unknown body.
    """
    n = len(coordinates)
    if loads is None:
        empty = np.zeros((n, 0, 3))
        return np.zeros(0, np.int64), empty, empty, empty
    if len(loads.force_n) != n:
        raise InputError(
            Fault(
                f"have {len(loads.force_n)} samples",
                "loads",
                f"{n}: one for each frame of the motion",
                "bring them to the frames with loads_at(loads, time_s)",
            )
        )
    unknown = [name for name in loads.bodies if name not in model.bodies]
    if unknown:
        raise InputError([unknown_name(name, model.bodies, "loads", "body") for name in unknown])
    body = np.array([model.bodies.index(name) for name in loads.bodies], np.int64)
    is_off = (loads.force_n == 0.0).all(axis=-1, keepdims=True)
    point = np.where(is_off, 0.0, loads.point_m)
    return (
        body,
        np.ascontiguousarray(loads.force_n, np.float64),
        np.ascontiguousarray(point, np.float64),
        np.ascontiguousarray(loads.torque_nm, np.float64),
    )
