"""Forces from outside: what the ground (or anything else) does to the bodies of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinchain.body._storage import Table, read_table
from kinchain.body.filtering import check_time
from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.model import GROUND, Model
from kinchain.body.osim._xml import Faults, Node, parse_xml
from kinchain.core.errors import Fault, InputError, nearest, unknown_name
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
    try:
        root = parse_xml(Path(path))
    except InputError as error:
        was = error.faults[0]
        mend = "export the external loads again from OpenSim, or correct this line"
        fault = Fault(was.what, was.where, "an ExternalLoads file of OpenSim (.xml)", mend)
        raise InputError(fault) from error
    faults = Faults(str(path))
    top = root if root.tag == "ExternalLoads" else root.child("ExternalLoads")
    held = None if top is None else top.child("objects")
    forces = [] if held is None else [n for n in held.children if n.tag == "ExternalForce"]
    if top is None or not forces:
        faults.add(
            "holds no <ExternalForce>",
            root,
            "<ExternalLoads> with <objects> of <ExternalForce> inside",
            "give the external loads file, not a tool's setup file",
        )
        faults.stop()
        raise AssertionError  # never reached: stop() has raised
    table = read_table(data if data is not None else _data_file(Path(path), top, faults))
    used, notes = [], []
    for one in forces:
        if _is_applied(one, faults):
            used.append(_Columns(one, table, faults, model))
        else:
            where = f"external force {one.name}"
            notes.append(Note("note", "is switched off in the file", where, "it is left out"))
    faults.stop()
    empty = np.zeros((len(table.time_s), 0, 3))
    force, point, torque = (
        np.stack([one.part(table, kind) for one in used], axis=1) if used else empty
        for kind in range(3)
    )
    bodies, names = [one.body for one in used], [one.name for one in used]
    loads = external_loads(table.time_s, bodies, force, point, torque, names)
    return replace(
        loads,
        force_frames=tuple(one.frames[0] for one in used),
        point_frames=tuple(one.frames[1] for one in used),
        notes=tuple(notes),
    )


class _Columns:
    """Which columns of the table one external force reads, and how it is given."""

    def __init__(self, node: Node, table: Table, faults: Faults, model: Model | None) -> None:
        self.name, self.body = node.name, node.word("applied_to_body").split("/")[-1]
        words = [node.word(f"{one}_identifier") for one in ("force", "point", "torque")]
        self.columns = [self._find(node, word, table, faults) for word in words]
        frames = [
            node.word(f"{one}_expressed_in_body", default=GROUND) for one in ("force", "point")
        ]
        force_frame, point_frame = (one.split("/")[-1] for one in frames)
        self.frames = (force_frame, point_frame if words[1] else self.body)
        if not self.body or not (words[0] or words[2]):
            faults.add(
                "acts on no body, or names neither a force nor a torque",
                node,
                "<applied_to_body>, and <force_identifier> or <torque_identifier>",
                "fill them in",
            )
        for one in {self.body, *self.frames} if model is not None else ():
            if model is not None and one not in model.bodies:
                near = " or ".join(nearest(one, model.bodies))
                faults.add(
                    f"names the body '{one[:60]}', which the model does not have",
                    node,
                    f"one of the {len(model.bodies)} bodies of {model.name}",
                    f"did you mean {near}?" if near else "name a body of the model",
                )

    def _find(self, node: Node, word: str, table: Table, faults: Faults) -> list[int]:
        if not word:
            return []
        found = [table.names.index(word + a) for a in "xyz" if word + a in table.names]
        if len(found) != 3:
            found = [i for i, name in enumerate(table.names) if name.startswith(word)]
        if len(found) != 3:
            near = nearest(word + "x", table.names)
            faults.add(
                f"looks for '{word[:60]}', with which {len(found)} columns begin",
                node,
                f"three columns of {Path(table.path).name}: {word[:60]}x, ...y and ...z",
                f"did you mean {' or '.join(near)}?" if near else "correct the identifier",
            )
            return []
        return found

    def part(self, table: Table, kind: int) -> FloatArray:
        """Return force, point or torque (0, 1, 2), shape (n_samples, 3)."""
        columns = self.columns[kind]
        return table.values[:, columns] if columns else np.zeros((len(table.values), 3))


def _is_applied(node: Node, faults: Faults) -> bool:
    is_off = faults.flag(node, "isDisabled", default=False)
    return faults.flag(node, "appliesForce", default=not is_off)


def _data_file(path: Path, top: Node, faults: Faults) -> Path:
    name = top.word("datafile").replace("\\", "/")
    if not name:
        faults.add("names no table of forces", top, "<datafile>", "name the .mot file there")
        faults.stop()
    beside = path.parent / name
    return beside if beside.is_file() else path.parent / Path(name).name


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
