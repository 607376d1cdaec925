"""Read an ``ExternalLoads`` file of OpenSim and the columns of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinchain.body._storage import Table, read_table
from kinchain.body.osim._xml import Faults, Node, parse_xml
from kinchain.core.errors import Fault, InputError, nearest
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]

GROUND = "ground"


@dataclass(frozen=True)
class LoadsFile:
    """What the file and its table hold.

    Parameters
    ----------
    time_s
        Shape (n_samples,), s.
    names, bodies
        Name of each force that is applied, and the body that it acts on.
    parts
        Force, point and torque, each of shape (n_samples, n_loads, 3), as in the table.
    force_frames, point_frames
        Bodies that they are given in.
    notes
        What was left out.
    """

    time_s: FloatArray
    names: tuple[str, ...]
    bodies: tuple[str, ...]
    parts: tuple[FloatArray, FloatArray, FloatArray]
    force_frames: tuple[str, ...]
    point_frames: tuple[str, ...]
    notes: tuple[Note, ...]


def read_loads_file(path: Path, data: Path | str | None, known: Sequence[str] | None) -> LoadsFile:
    """Read the file and its table.

    Parameters
    ----------
    path
        The ``.xml`` file.
    data
        Its table, where it is not the one that the file names.
    known
        Names of the bodies that there are; None where that is not known.

    Raises
    ------
    InputError
        If one of the files cannot be used; names every fault.
    """
    root = _root(path)
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
    table = read_table(data if data is not None else _data_file(path, top, faults))
    used, notes = [], []
    for one in forces:
        if _is_applied(one, faults):
            used.append(_Columns(one, table, faults, known))
        else:
            where = f"external force {one.name}"
            notes.append(Note("note", "is switched off in the file", where, "it is left out"))
    faults.stop()
    empty = np.zeros((len(table.time_s), 0, 3))
    force, point, torque = (
        np.stack([one.part(table, kind) for one in used], axis=1) if used else empty
        for kind in range(3)
    )
    return LoadsFile(
        table.time_s,
        tuple(one.name for one in used),
        tuple(one.body for one in used),
        (force, point, torque),
        tuple(one.frames[0] for one in used),
        tuple(one.frames[1] for one in used),
        tuple(notes),
    )


def _root(path: Path) -> Node:
    try:
        return parse_xml(path)
    except InputError as error:
        was = error.faults[0]
        mend = "export the external loads again from OpenSim, or correct this line"
        fault = Fault(was.what, was.where, "an ExternalLoads file of OpenSim (.xml)", mend)
        raise InputError(fault) from error


class _Columns:
    """Which columns of the table one external force reads, and how it is given."""

    def __init__(
        self, node: Node, table: Table, faults: Faults, known: Sequence[str] | None
    ) -> None:
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
        for one in sorted({self.body, *self.frames} - set(known)) if known else ():
            near = " or ".join(nearest(one, known or ()))
            faults.add(
                f"names the body '{one[:60]}', which the model does not have",
                node,
                f"one of the {len(known or ())} bodies of the model",
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
