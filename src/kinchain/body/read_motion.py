"""Read a motion file of OpenSim into the coordinates of a model."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinchain.body._storage import Table, read_table
from kinchain.body.model import Model
from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]

STATE = re.compile(r"^/?jointset/.+/([^/]+)/value$")
"""How a states file names the value of a coordinate."""

LARGEST_RAD = 7.0
"""A joint passes no full turn: larger values are degrees, whatever the header says."""


def read_motion(path: Path | str, model: Model) -> tuple[FloatArray, FloatArray, tuple[Note, ...]]:
    """Read the coordinates of a model from a motion (``.mot``) or states file (``.sto``).

    Parameters
    ----------
    path
        The file.
    model
        The model that the motion belongs to; coordinates keep its signs.

    Returns
    -------
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m; the model's default where the file has no column.
    notes
        What is not in the file, or in another unit than it says.

    Raises
    ------
    InputError
        If it is no table or holds none of the model's coordinates.
    """
    table = read_table(path)
    column = {_bare(name): i for i, name in enumerate(table.names)}
    held = [name for name in model.coordinates if name in column]
    if not held:
        raise InputError(
            Fault(
                f"none of its columns is a coordinate of {model.name}",
                Path(path).name,
                f"columns such as {', '.join(model.coordinates[:4])}",
                "give the motion of this model",
            )
        )
    q = np.tile(model.default, (len(table.time_s), 1))
    for c, name in enumerate(model.coordinates):
        if name in column:
            q[:, c] = table.values[:, column[name]]
    in_degrees, notes = _unit(table, model, held, q, Path(path).name)
    if in_degrees:
        given = model.is_rotation & np.isin(model.coordinates, held)
        q[:, given] = np.radians(q[:, given])
    free = [
        name
        for c, name in enumerate(model.coordinates)
        if name not in column and model.tree.driver[c] < 0 and not model.is_locked[c]
    ]
    if free:
        notes.append(
            Note("warning", f"{len(free)} coordinates of the model are not in the file",
                 f"{Path(path).name}: {', '.join(free[:8])}", "they stay at their default")
        )  # fmt: skip
    return table.time_s, q, tuple(notes)


def _bare(name: str) -> str:
    found = STATE.match(name)
    return found.group(1) if found else name


def _unit(
    table: Table, model: Model, held: list[str], q: FloatArray, where: str
) -> tuple[bool, list[Note]]:
    # What follows another coordinate is set by it, whatever the file holds.
    own = [n for n in held if model.tree.driver[model.coordinate(n)] < 0]
    turns = [model.coordinate(n) for n in own if model.is_rotation[model.coordinate(n)]]
    reach = float(np.nanmax(np.abs(q[:, turns]))) if turns else 0.0
    if table.is_in_degrees is None:
        said = reach > LARGEST_RAD
        word = "degrees" if said else "radians"
        return said, [Note("warning", "does not say whether angles are degrees or radians", where,
                           f"read as {word}: they reach {reach:.1f}")]  # fmt: skip
    if not table.is_in_degrees and reach > LARGEST_RAD:
        return True, [Note("warning", f"says radians, but angles reach {reach:.0f}", where,
                           "read as degrees")]  # fmt: skip
    return table.is_in_degrees, []
