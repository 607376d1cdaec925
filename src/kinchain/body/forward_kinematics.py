"""Forward kinematics: from coordinates to body poses, marker positions and their Jacobian."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.compile import load_kernels
from kinchain.body.model import Model
from kinchain.core.errors import Fault, InputError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Poses:
    """Where everything is, in the ground frame.

    Parameters
    ----------
    coordinates
        Coordinates with the coupled ones set, shape (n_frames, n_coords), rad or m.
    ground_from_body
        Rotations that map body into ground, shape (n_frames, n_bodies, 3, 3).
    origin_m
        Origins of the bodies, shape (n_frames, n_bodies, 3), m.
    marker_m
        Markers, shape (n_frames, n_markers, 3), m.
    jacobian
        Change of each marker with each independent coordinate, shape
        (n_frames, n_markers, 3, n_coords), m/rad or m/m; a coupled coordinate has zeros, its
        effect stands with its driver. None where it was not asked for.
    """

    coordinates: FloatArray
    ground_from_body: FloatArray
    origin_m: FloatArray
    marker_m: FloatArray
    jacobian: FloatArray | None


def check_coordinates(model: Model, coordinates: FloatArray, argument: str) -> FloatArray:
    """Return coordinates as a writable array of the right shape.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords) or (n_coords,), rad or m.
    argument
        What the caller calls them.

    Returns
    -------
    coordinates
        A copy, shape (n_frames, n_coords).

    Raises
    ------
    InputError
        If the shape is another or a value is not finite.
    """
    given = np.array(coordinates, dtype=np.float64, order="C", ndmin=2)
    n = len(model.coordinates)
    if given.ndim != 2 or given.shape[1] != n:
        raise InputError(
            Fault(
                f"has shape {np.shape(coordinates)}",
                argument,
                f"(frames, {n}): one column for each coordinate of {model.name}",
                "order the columns as model.coordinates",
            )
        )
    if not np.isfinite(given).all():
        raise InputError(
            Fault("holds values that are not finite", argument, "numbers", "leave out such frames")
        )
    return given


def forward_kinematics(
    model: Model, coordinates: FloatArray, *, with_jacobian: bool = False
) -> Poses:
    """Place the bodies and markers of a model.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords), rad or m, columns as ``model.coordinates``. What is given
        for a coupled coordinate is replaced by what its driver says. Ranges are not enforced.
    with_jacobian
        Whether to compute the Jacobian of the markers.

    Returns
    -------
    poses
        Poses in the ground frame.

    Raises
    ------
    InputError
        If the coordinates have another shape or are not finite.

    Notes
    -----
    A joint carries its child from the joint frame on the parent by three turns, each about an
    axis turned by those before, and a shift along axes of the joint frame [1]_.

    References
    ----------
    .. [1] A. Seth et al., Minimal formulation of joint motion for biomechanisms, Nonlinear
       Dynamics 62, 2010. https://doi.org/10.1007/s11071-010-9717-3
    """
    q = check_coordinates(model, coordinates, "coordinates")
    n, n_bodies, n_markers = len(q), len(model.bodies), len(model.markers)
    rotation = np.empty((n, n_bodies, 3, 3))
    origin = np.empty((n, n_bodies, 3))
    marker = np.empty((n, n_markers, 3))
    jacobian = np.zeros((n if with_jacobian else 0, n_markers, 3, q.shape[1]))
    load_kernels().forward(model.tree, q, rotation, origin, marker, jacobian)
    return Poses(q, rotation, origin, marker, jacobian if with_jacobian else None)
