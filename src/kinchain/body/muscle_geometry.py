"""Muscle geometry: length, lengthening speed, moment arms and pull of every muscle's path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.body._path_arrays import KINDS, Paths, build_paths
from kinchain.body._path_functions import add_function_path
from kinchain.body.compile import load_kernels
from kinchain.body.forward_kinematics import check_coordinates
from kinchain.body.model import Model
from kinchain.body.osim.model import OsimFunctionPath, OsimMuscle
from kinchain.body.tree import whole
from kinchain.core.errors import Fault, InputError, unknown_name

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

Wrapping = Literal["opensim", "shortest"]


@dataclass(frozen=True)
class MuscleGeometry:
    """The muscle paths of a model, ready to be evaluated.

    Parameters
    ----------
    model
        The model.
    muscles
        Names of the muscles, in the order of the results.
    paths
        The arrays that the kernels read.
    pull_first
        First row in ``pull_body`` of each muscle, and one past the last,
        shape (n_muscles + 1,).
    pull_body
        Body of each row of ``MusclePaths.pull``, shape (n_pulls,): all bodies that the
        muscle's points and wrap surfaces sit on.
    pull_muscle
        Muscle of each row, shape (n_pulls,).
    functions
        Number and path of each muscle whose path is given by functions: it pulls at coordinates
        and at no body, and has no rows here.
    """

    model: Model
    muscles: tuple[str, ...]
    paths: Paths = field(repr=False)
    pull_first: IntArray = field(repr=False)
    pull_body: IntArray = field(repr=False)
    pull_muscle: IntArray = field(repr=False)
    functions: tuple[tuple[int, OsimFunctionPath], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class MusclePaths:
    """What muscle paths do in each frame.

    Parameters
    ----------
    length_m
        Length of muscle and tendon, shape (n_frames, n_muscles), m.
    moment_arm_m
        Generalised force of a tension of 1 N, shape (n_frames, n_muscles, n_coords), m (N m/N)
        for a rotation, 1 (N/N) for a translation: positive where the muscle pulls the
        coordinate up, minus the change of length with the coordinate. Coupled coordinates
        follow their drivers: their share stands with the driver and they have zeros.
    speed_mps
        Lengthening speed, shape (n_frames, n_muscles), m/s, positive in lengthening; None where
        no speeds were given.
    pull
        Force and moment of a tension of 1 N on each body that the muscle touches, shape
        (n_frames, n_pulls, 6): force x y z (N/N), then moment x y z about the body's origin (m),
        both in ground axes. Rows as ``MuscleGeometry.pull_body``; over a muscle they balance.
        None where it was not asked for.
    """

    length_m: FloatArray
    moment_arm_m: FloatArray
    speed_mps: FloatArray | None
    pull: FloatArray | None


def build_muscle_geometry(
    model: Model, muscles: Sequence[str] | None = None, *, wrapping: Wrapping = "opensim"
) -> MuscleGeometry:
    """Build the muscle geometry of a model.

    Parameters
    ----------
    model
        The model.
    muscles
        Names of the muscles to take, in their order; all of the file by default.
    wrapping
        ``opensim`` for the answers of OpenSim 4.6; ``shortest`` for the shortest way around
        cylinders, whose moment arms are the exact change of length.

    Returns
    -------
    geometry
        Paths as arrays; they cannot be written to.

    Raises
    ------
    InputError
        If the model has no muscle of a name, a path is not made of points, or it goes around a
        torus.
    """
    known = {one.name: one for one in model.source.muscles}
    names = tuple(known) if muscles is None else tuple(muscles)
    for name in names:
        if name not in known:
            raise InputError(unknown_name(name, tuple(known), model.name, "muscle"))
    _check_supported(model, [known[name] for name in names])
    paths = build_paths(model, [known[name] for name in names], like_opensim=wrapping == "opensim")
    first = whole(paths.first[:, 2])
    rows = whole(np.repeat(np.arange(len(names)), np.diff(first)))
    functions = tuple(
        (m, own) for m, name in enumerate(names) if (own := known[name].functions) is not None
    )
    bodies = whole(paths.holder[:, 0])
    return MuscleGeometry(model, names, paths, first, bodies, rows, functions)


def _check_supported(model: Model, muscles: Sequence[OsimMuscle]) -> None:
    kinds = {one.name: one.kind for one in model.source.wraps if one.is_active}
    faults = []
    for muscle in muscles:
        where = f"{model.name}, muscle '{muscle.name}'"
        if len(muscle.points) < 2 and muscle.functions is None:
            faults.append(
                Fault(
                    "has a path that is made neither of points nor of polynomials",
                    where,
                    "a GeometryPath of two points or more, or a FunctionBasedPath of a "
                    "MultivariatePolynomialFunction",
                    "use the model from before its paths were replaced",
                )
            )
        for wrap in muscle.wraps:
            if wrap.wrap in kinds and kinds[wrap.wrap] not in KINDS:
                faults.append(
                    Fault(
                        f"goes around a {kinds[wrap.wrap]}, which is not supported",
                        where,
                        f"one of {', '.join(KINDS)}",
                        "replace the surface by one of these, or switch it off",
                    )
                )
    if faults:
        raise InputError(faults)


def muscle_paths(
    geometry: MuscleGeometry,
    coordinates: FloatArray,
    speeds: FloatArray | None = None,
    *,
    with_pull: bool = False,
) -> MusclePaths:
    """Evaluate all muscle paths in each frame.

    Parameters
    ----------
    geometry
        The paths of a model.
    coordinates
        Shape (n_frames, n_coords), rad or m, columns as ``model.coordinates``. What is given
        for a coupled coordinate is replaced by what its driver says.
    speeds
        Same shape, rad/s or m/s; those of coupled coordinates are not used.
    with_pull
        Whether to give force and moment on each body.

    Returns
    -------
    paths
        Lengths, moment arms and what else was asked for.

    Raises
    ------
    InputError
        If shapes differ or values are not finite.

    Notes
    -----
    The moment arm is the generalised force of a unit tension, with what is coupled following
    [1]_. Where a path slides on a surface its two points of contact are taken as fixed to the
    surface: their own sliding does not change the length to first order.

    References
    ----------
    .. [1] M. A. Sherman, A. Seth, S. L. Delp, What is a moment arm? Calculating muscle
       effectiveness in biomechanical models using generalized coordinates, ASME IDETC 2013.
       https://doi.org/10.1115/DETC2013-13633
    """
    model = geometry.model
    q = check_coordinates(model, coordinates, "coordinates")
    n, n_muscles = len(q), len(geometry.muscles)
    length = np.empty((n, n_muscles))
    arm = np.zeros((n, n_muscles, q.shape[1]))
    pull = np.zeros((n if with_pull else 0, len(geometry.pull_body), 6))
    kernels = load_kernels(module="_path_kernels")
    kernels.trace(model.tree, geometry.paths, q, length, arm, pull)
    for m, function in geometry.functions:
        add_function_path(model, function, q, length[:, m], arm[:, m])
    speed = None
    if speeds is not None:
        rates = check_coordinates(model, speeds, "speeds")
        if rates.shape != q.shape:
            raise InputError(
                Fault(
                    f"has shape {rates.shape}",
                    "speeds",
                    f"{q.shape}, as the coordinates",
                    "give one row of speeds for each frame",
                )
            )
        speed = -np.einsum("fmc,fc->fm", arm, rates)
    return MusclePaths(length, arm, speed, pull if with_pull else None)
