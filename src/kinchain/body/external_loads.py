"""Forces from outside: what the ground (or anything else) does to the bodies of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinchain.body._loads_file import read_loads_file
from kinchain.body.filtering import check_time
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import GROUND, Model
from kinchain.core.errors import Fault, InputError, unknown_name
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

SLACK = 0.51
"""How many samples beyond the first and the last a time may lie: clocks are rounded."""


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
        Force on the body, shape (n_samples, n_loads, 3), N.
    point_m
        Where it acts, same shape, m; NaN only where there is no force.
    torque_nm
        Free torque on the body beside it, same shape, N m.
    force_frames
        Body whose axes force and torque of each load are given in; empty for ground, all.
    point_frames
        Body that the point of each load is given on; empty for ground, all.
    notes
        What was found or left out.
    """

    time_s: FloatArray
    names: tuple[str, ...]
    bodies: tuple[str, ...]
    force_n: FloatArray
    point_m: FloatArray
    torque_nm: FloatArray
    force_frames: tuple[str, ...] = ()
    point_frames: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def external_loads(
    time_s: FloatArray,
    bodies: Sequence[str],
    force_n: FloatArray,
    point_m: FloatArray,
    torque_nm: FloatArray | None = None,
    names: Sequence[str] | None = None,
) -> ExternalLoads:
    """Put measured forces together, as from force plates.

    Parameters
    ----------
    time_s
        Shape (n_samples,), s, rising.
    bodies
        Body that each load acts on.
    force_n
        Force of the ground on the body, ground frame, shape (n_samples, n_loads, 3), N.
    point_m
        Centre of pressure, ground frame, same shape, m; NaN where there is no force.
    torque_nm
        Free torque at that point, ground frame, same shape, N m; none by default.
    names
        Names of the loads; those of the bodies by default.

    Returns
    -------
    loads
        The loads; NaN forces and torques are taken as not measured and stay NaN.

    Raises
    ------
    InputError
        If shapes differ, times do not rise, or a force has no point.
    """
    force, point = np.asarray(force_n, np.float64), np.asarray(point_m, np.float64)
    torque = np.zeros_like(force) if torque_nm is None else np.asarray(torque_nm, np.float64)
    shape = (len(np.atleast_1d(time_s)), len(bodies), 3)
    faults = [
        Fault(
            f"has shape {one.shape}",
            name,
            f"{shape}: samples, loads and x, y, z",
            "give one force, point and torque for each sample and load",
        )
        for name, one in (("force_n", force), ("point_m", point), ("torque_nm", torque))
        if one.shape != shape
    ]
    if faults:
        raise InputError(faults)
    time = check_time(time_s, shape[0])
    loaded = np.abs(force).sum(axis=-1) > 0.0
    lost = loaded & ~np.isfinite(point).all(axis=-1)
    if lost.any():
        sample, load = (int(one[0]) for one in np.nonzero(lost))
        raise InputError(
            Fault(
                f"has no point where there is a force, {int(lost.sum())} times",
                f"point_m, sample {sample}, load {load} ({bodies[load]})",
                "a centre of pressure wherever there is force",
                "set the force to 0 below the plate's threshold, or fill the point",
            )
        )
    return ExternalLoads(time, tuple(names or bodies), tuple(bodies), force, point, torque)


def read_external_loads(
    path: Path | str, data: Path | str | None = None, model: Model | None = None
) -> ExternalLoads:
    """Read an ``ExternalLoads`` file of OpenSim with its table of forces.

    Parameters
    ----------
    path
        The ``.xml`` file.
    data
        Its ``.mot`` or ``.sto`` table, where it is not the one that the file names.
    model
        Where given, bodies that it does not have are refused at once.

    Returns
    -------
    loads
        In N, m and N m, as such files are; on the table's own clock.

    Raises
    ------
    InputError
        If one of the files cannot be used; names every fault.
    """
    held = read_loads_file(Path(path), data, None if model is None else model.bodies)
    loads = external_loads(held.time_s, held.bodies, *held.parts, held.names)
    return replace(
        loads, force_frames=held.force_frames, point_frames=held.point_frames, notes=held.notes
    )


def loads_at(loads: ExternalLoads, time_s: FloatArray) -> ExternalLoads:
    """Bring loads to other times, such as those of the frames of a motion.

    Parameters
    ----------
    loads
        The loads.
    time_s
        Shape (n_frames,), s, on the same clock.

    Returns
    -------
    loads
        One sample for each frame; NaN where a frame lies outside what was recorded.

    Notes
    -----
    Force and moment are interpolated linearly, and the point follows from them: so a sample
    without force, whose point means nothing, does not draw the point away. OpenSim draws a cubic
    spline through force, point and torque each by itself.
    """
    wanted = np.asarray(time_s, np.float64)
    time = loads.time_s
    step = float(np.median(np.diff(time))) if len(time) > 1 else 0.0
    after = np.clip(np.searchsorted(time, wanted), 1, max(len(time) - 1, 1))
    after = np.minimum(after, len(time) - 1)
    before = np.maximum(after - 1, 0)
    width = np.where(after > before, time[after] - time[before], 1.0)
    share = np.clip((wanted - time[before]) / width, 0.0, 1.0)[:, None, None]
    outside = (wanted < time[0] - SLACK * step) | (wanted > time[-1] + SLACK * step)
    force, torque = loads.force_n, loads.torque_nm
    size = np.linalg.norm(force, axis=-1, keepdims=True)
    point = np.where(size > 0.0, loads.point_m, 0.0)
    new_force = (1.0 - share) * force[before] + share * force[after]
    weight_before, weight_after = (1.0 - share) * size[before], share * size[after]
    total = weight_before + weight_after
    new_point = weight_before * point[before] + weight_after * point[after]
    new_point /= np.where(total > 0.0, total, 1.0)
    in_one_frame = [a == b for a, b in zip(loads.force_frames, loads.point_frames, strict=True)]
    is_moment = np.array(in_one_frame or [True] * len(loads.bodies))[:, None]
    moment = torque + np.where(is_moment, np.cross(point, force), 0.0)
    new_torque = (1.0 - share) * moment[before] + share * moment[after]
    new_torque -= np.where(is_moment, np.cross(new_point, new_force), 0.0)
    new_force[outside], new_torque[outside] = np.nan, np.nan
    new_point[total[..., 0] == 0.0] = np.nan
    notes = loads.notes
    if outside.any():
        notes += (
            Note("warning", f"{int(outside.sum())} frames lie outside what the plates recorded",
                 f"{time[0]:.3f} to {time[-1]:.3f} s", "their forces are unknown"),
        )  # fmt: skip
    return replace(
        loads, time_s=wanted, force_n=new_force, point_m=new_point, torque_nm=new_torque,
        notes=notes,
    )  # fmt: skip


def loads_in_ground(
    model: Model, loads: ExternalLoads | None, coordinates: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Return body, force, point and torque of each load in the ground frame.

    Parameters
    ----------
    model
        The model.
    loads
        What acts from outside; None for nothing.
    coordinates
        Shape (n_frames, n_coords): one frame for each sample.

    Returns
    -------
    body
        Index of the body, shape (n_loads,).
    force_n
        Shape (n_frames, n_loads, 3), N.
    point_m
        Same shape, m; 0 where there is no force.
    torque_nm
        Same shape, N m.

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
    frames = {*loads.bodies, *loads.force_frames, *loads.point_frames}
    unknown = sorted(frames - set(model.bodies))
    if unknown:
        raise InputError([unknown_name(name, model.bodies, "loads", "body") for name in unknown])
    is_off = (loads.force_n == 0.0).all(axis=-1, keepdims=True)
    force = np.array(loads.force_n, np.float64, order="C")
    torque = np.array(loads.torque_nm, np.float64, order="C")
    point = np.ascontiguousarray(np.where(is_off, 0.0, loads.point_m))
    if {*loads.force_frames, *loads.point_frames} - {GROUND}:
        poses = forward_kinematics(model, coordinates)
        for i, name in enumerate(loads.force_frames):
            turn = poses.ground_from_body[:, model.bodies.index(name)]
            force[:, i] = np.einsum("fij,fj->fi", turn, force[:, i])
            torque[:, i] = np.einsum("fij,fj->fi", turn, torque[:, i])
        for i, name in enumerate(loads.point_frames):
            b = model.bodies.index(name)
            turned = np.einsum("fij,fj->fi", poses.ground_from_body[:, b], point[:, i])
            point[:, i] = poses.origin_m[:, b] + turned
    body = np.array([model.bodies.index(name) for name in loads.bodies], np.int64)
    return body, force, point, torque
