"""Write motions, forces and activations as the tables (.mot, .sto) that OpenSim's tools read."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinchain.body.external_loads import ExternalLoads
from kinchain.body.joint_reactions import JointReactions, reaction_of
from kinchain.body.model import Model
from kinchain.body.static_optimisation import StaticOptimisation
from kinchain.core.errors import Fault, InputError

FloatArray = NDArray[np.float64]

DIGITS = "%.15g"
"""As many as a number of 64 bits keeps for certain."""

CLOCK = "%.9g"


def write_table(
    path: Path | str,
    time_s: FloatArray,
    names: Sequence[str],
    values: FloatArray,
    *,
    title: str,
    in_degrees: bool = False,
) -> None:
    """Write a table over time; a file of that name is replaced only once the new one is whole.

    Parameters
    ----------
    path
        The file, ``.mot`` or ``.sto``.
    time_s
        Shape (n_rows,), s, rising.
    names
        One for each column, without spaces.
    values
        Shape (n_rows, n_columns), in the units that the table is to hold.
    title
        First line.
    in_degrees
        Whether angles in it are in degrees.

    Raises
    ------
    InputError
        If shapes or names do not fit, times do not rise, or the file cannot be written.
    """
    time, rows = np.asarray(time_s, np.float64), np.asarray(values, np.float64)
    _check_table(str(path), time, names, rows)
    head = [
        title.splitlines()[0] if title.strip() else "Table",
        "version=1",
        f"nRows={len(time)}",
        f"nColumns={len(names) + 1}",
        f"inDegrees={'yes' if in_degrees else 'no'}",
        "endheader",
        "\t".join(["time", *names]),
    ]
    line = "\t".join([CLOCK] + [DIGITS] * len(names))
    body = [line % (t, *row) for t, row in zip(time.tolist(), rows.tolist(), strict=True)]
    _write_aside(Path(path), "\n".join(head + body) + "\n")


def write_coordinates(
    path: Path | str, model: Model, time_s: FloatArray, coordinates: FloatArray
) -> None:
    """Write a motion as OpenSim's inverse kinematics does: angles in degrees.

    Parameters
    ----------
    path
        The file, ``.mot``.
    model
        The model.
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m. Frames that hold NaN are left out: OpenSim's tools
        do not take them.

    Raises
    ------
    InputError
        As ``write_table``.
    """
    q = np.asarray(coordinates, np.float64)
    _check_columns(str(path), q, len(model.coordinates))
    whole = np.isfinite(q).all(axis=1)
    values = np.where(model.is_rotation, np.degrees(q), q)[whole]
    write_table(
        path, np.asarray(time_s)[whole], model.coordinates, values, title="Coordinates",
        in_degrees=True,
    )  # fmt: skip


def write_states(
    path: Path | str, model: Model, time_s: FloatArray, coordinates: FloatArray, speed: FloatArray
) -> None:
    """Write coordinates and speeds as states, in radians, for OpenSim's analyses.

    Parameters
    ----------
    path
        The file, ``.sto``.
    model
        The model.
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m.
    speed
        Same shape, rad/s or m/s.

    Raises
    ------
    InputError
        As ``write_table``.
    """
    q, u = np.asarray(coordinates, np.float64), np.asarray(speed, np.float64)
    _check_columns(str(path), q, len(model.coordinates))
    _check_columns(str(path), u, len(model.coordinates))
    joints = {
        one.name: f"/jointset/{joint.name}/{one.name}"
        for joint in model.source.joints
        for one in joint.coordinates
    }
    names = [f"{joints[name]}/{what}" for name in model.coordinates for what in ("value", "speed")]
    values = np.stack([q, u], axis=2).reshape(len(q), -1)
    write_table(path, time_s, names, values, title="ModelStates")


def write_generalised_forces(
    path: Path | str, model: Model, time_s: FloatArray, force: FloatArray
) -> None:
    """Write generalised forces as OpenSim's inverse dynamics does.

    Parameters
    ----------
    path
        The file, ``.sto``.
    model
        The model.
    time_s
        Shape (n_frames,), s.
    force
        Shape (n_frames, n_coords), N m for a coordinate in rad, N for one in m.

    Raises
    ------
    InputError
        As ``write_table``.
    """
    values = np.asarray(force, np.float64)
    _check_columns(str(path), values, len(model.coordinates))
    names = [
        f"{name}_{'moment' if turns else 'force'}"
        for name, turns in zip(model.coordinates, model.is_rotation, strict=True)
    ]
    write_table(path, time_s, names, values, title="Inverse Dynamics Generalized Forces")


def write_activations(path: Path | str, time_s: FloatArray, result: StaticOptimisation) -> None:
    """Write the activations of muscles, and the moments of actuators over their strength.

    Parameters
    ----------
    path
        The file, ``.sto``.
    time_s
        Shape (n_frames,), s.
    result
        A static optimisation.

    Raises
    ------
    InputError
        As ``write_table``.
    """
    strength = np.array([one.strength for one in result.actuators])
    values = np.hstack([result.activation, result.actuator_force / strength])
    write_table(path, time_s, _actuator_names(result), values, title="Static Optimization")


def write_actuator_forces(path: Path | str, time_s: FloatArray, result: StaticOptimisation) -> None:
    """Write the forces of muscles and actuators, as OpenSim's joint reactions take them.

    Parameters
    ----------
    path
        The file, ``.sto``.
    time_s
        Shape (n_frames,), s.
    result
        A static optimisation.

    Raises
    ------
    InputError
        As ``write_table``.
    """
    values = np.hstack([result.muscle_force_n, result.actuator_force])
    write_table(path, time_s, _actuator_names(result), values, title="Static Optimization")


def write_reactions(path: Path | str, time_s: FloatArray, reactions: JointReactions) -> None:
    """Write the loads of all joints, on the child and in the ground frame, as OpenSim does.

    Parameters
    ----------
    path
        The file, ``.sto``.
    time_s
        Shape (n_frames,), s.
    reactions
        Of all joints.

    Raises
    ------
    InputError
        As ``write_table``.
    """
    names: list[str] = []
    columns = []
    for joint in reactions.model.source.joints:
        one = reaction_of(reactions, joint.name, frame="ground")
        columns += [one.force_n, one.moment_nm, one.point_m]
        root = f"{joint.name}_on_{joint.child.body}_in_ground"
        names += [f"{root}_{kind}{axis}" for kind in "fmp" for axis in "xyz"]
    write_table(path, time_s, names, np.hstack(columns), title="Joint Reaction Loads")


def write_ground_forces(path: Path | str, loads: ExternalLoads) -> None:
    """Write loads from outside as OpenSim names them: the n-th begins with ``n_``, from 1.

    Parameters
    ----------
    path
        The file, ``.mot``.
    loads
        The loads; points where there is no force are written as 0.

    Raises
    ------
    InputError
        As ``write_table``.
    """
    names = [
        f"{i}_{word}{axis}"
        for i in range(1, len(loads.bodies) + 1)
        for word in ("ground_force_v", "ground_force_p", "ground_torque_")
        for axis in "xyz"
    ]
    parts = np.stack([loads.force_n, np.nan_to_num(loads.point_m), loads.torque_nm], axis=2)
    write_table(path, loads.time_s, names, parts.reshape(len(parts), -1), title="Ground forces")


def _actuator_names(result: StaticOptimisation) -> list[str]:
    return [*result.muscles, *(one.name for one in result.actuators)]


def _check_columns(path: str, values: FloatArray, n: int) -> None:
    if values.ndim != 2 or values.shape[1] != n:
        raise InputError(
            Fault(
                f"would hold an array of shape {values.shape}",
                path,
                f"(frames, {n}): one column for each coordinate",
                "order the columns as model.coordinates",
            )
        )


def _check_table(path: str, time: FloatArray, names: Sequence[str], values: FloatArray) -> None:
    faults = []
    if time.ndim != 1 or values.shape != (len(time), len(names)):
        faults.append(
            Fault(
                f"would hold {time.shape} times, {len(names)} names and values {values.shape}",
                path,
                "one row of values for each time, one column for each name",
                "cut them to the same frames and columns",
            )
        )
    elif len(time) == 0 or not np.isfinite(time).all() or (np.diff(time) <= 0.0).any():
        faults.append(
            Fault("would hold no times, or times that do not rise", path, "times that rise, in s",
                  "leave out frames that were not seen")
        )  # fmt: skip
    odd = [name for name in names if not name or name != "".join(name.split())]
    if odd or len(set(names)) < len(names):
        faults.append(
            Fault(
                "would hold a name with spaces, an empty one or one that stands twice",
                path,
                "one name without spaces for each column",
                "rename the columns",
            )
        )
    if faults:
        raise InputError(faults)


def _write_aside(path: Path, text: str) -> None:
    """Write the whole text beside the file, then put it in its place."""
    aside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        aside.write_text(text, "utf-8", newline="\n")
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise InputError(
            Fault(
                f"cannot be written ({error.strerror})",
                str(path),
                "a folder that exists and may be written to",
                "check the folder, its rights and the space left",
            )
        ) from error
