"""What loads are asked for: the order, its checks, and the recording that it names."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from kinchain.app._recording_told import (
    HEIGHT_M,
    MASS_KG,
    RATE_HZ,
    path_faults,
    value_faults,
    with_person,
)
from kinchain.core.errors import Fault, InputError

if TYPE_CHECKING:
    from kinchain.body.model import Model
    from kinchain.core.trial import Trial


SEX: Mapping[str, Literal["female", "male"]] = {
    "female": "female", "male": "male", "f": "female", "m": "male",
}  # fmt: skip


@dataclass(frozen=True)
class LoadsOrder:
    """What is to be worked out, and what the user told of it.

    Parameters
    ----------
    paths
        Files of one trial: markers, ground forces (or an ``ExternalLoads`` file), motion.
    model
        The ``.osim`` model; None for the default body, fitted to the person.
    static
        A standing trial: the model is scaled to it and its markers placed by it.
    marker_map
        As for ``kinchain walk``.
    trial
        Which trial of a session folder.
    mass_kg, height_m
        Of the person; they win over the recording's and the model's.
    sex
        ``female`` or ``male``, for the default body; not used with a model.
    muscles
        Whether each muscle is given.
    rate_hz
        Frames per second, where the files do not tell it.
    """

    paths: tuple[Path, ...]
    model: Path | None = None
    static: Path | None = None
    marker_map: Path | None = None
    trial: str | None = None
    mass_kg: float | None = None
    height_m: float | None = None
    sex: str | None = None
    muscles: bool = False
    rate_hz: float | None = None


@dataclass(frozen=True)
class Told:
    """What was told beside recording and model.

    Parameters
    ----------
    name
        Name of the model's file.
    paths
        Files of the recording, for a motion file among them.
    bodies
        Body of a plate by its name, where a file of loads says so.
    mass_kg
        Mass that the user told.
    muscles
        Whether to give each muscle.
    """

    name: str = ""
    paths: tuple[Path, ...] = ()
    bodies: Mapping[str, str] = field(default_factory=dict)
    mass_kg: float | None = None
    muscles: bool = False


def opened_trial(order: LoadsOrder, model: Model | None = None) -> tuple[Trial, Told]:
    """Return the recording with what the user told of the person.

    Parameters
    ----------
    order
        What is to be worked out.
    model
        The model; None for the default body.

    Raises
    ------
    InputError
        If a file cannot be used.
    """
    trial, bodies = _opened(order, model)
    sex = None if order.sex is None else SEX.get(order.sex.lower())
    trial = with_person(trial, order.mass_kg, order.height_m, sex)
    name = "" if order.model is None else order.model.name
    told = Told(name, order.paths, bodies, order.mass_kg, order.muscles)
    return trial, told


def _opened(order: LoadsOrder, model: Model | None) -> tuple[Trial, dict[str, str]]:
    """Return the recording; a file of external loads stands for its plates."""
    from kinchain.gait.readers import read_recording

    kinds = {path: _is_loads_file(path) for path in order.paths}
    files = [path for path, is_loads in kinds.items() if not is_loads]
    said = [path for path, is_loads in kinds.items() if is_loads]
    if not said:
        return read_recording(files, marker_map=order.marker_map, trial=order.trial,
                              height_m=order.height_m, rate_hz=order.rate_hz), {}  # fmt: skip
    from kinchain.body.external_loads import read_external_loads
    from kinchain.body.motion_files import write_ground_forces

    loads = read_external_loads(said[0], model=model)
    if {*loads.force_frames, *loads.point_frames} - {"", "ground"}:
        raise InputError(
            Fault("gives forces in the axes of a body that moves", said[0].name,
                  "forces and points in ground", "export them in the ground frame")
        )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / f"{said[0].stem}.mot"
        write_ground_forces(table, replace(loads, torque_nm=np.nan_to_num(loads.torque_nm)))
        trial = read_recording([*files, table], marker_map=order.marker_map, trial=order.trial,
                               height_m=order.height_m, rate_hz=order.rate_hz)  # fmt: skip
    names = [] if trial.plates is None else [str(n) for n in trial.plates["plate"].values]
    return trial.with_notes(*loads.notes), dict(zip(names, loads.bodies, strict=False))


def _is_loads_file(path: Path) -> bool:
    if path.suffix.lower() != ".xml" or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"ExternalLoads" in file.read(4096)


def check_order(order: LoadsOrder) -> None:
    """Refuse values and paths that cannot be, all at once, before any work is done.

    Parameters
    ----------
    order
        What is to be worked out.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = value_faults((
        ("--mass-kg", order.mass_kg, MASS_KG, "kilograms"),
        ("--height-m", order.height_m, HEIGHT_M, "metres"),
        ("--rate-hz", order.rate_hz, RATE_HZ, "frames per second"),
    ))  # fmt: skip
    if order.sex is not None and order.sex.lower() not in SEX:
        faults.append(Fault("the word is unknown", "option '--sex'", "female or male",
                            "give one of them, or leave it out"))  # fmt: skip
    faults += path_faults((
        *(("RECORDING", path) for path in order.paths), ("--model", order.model),
        ("--static", order.static), ("--map", order.marker_map),
    ))  # fmt: skip
    if faults:
        raise InputError(faults)
