"""Loads of one recorded walk: from markers and ground forces to joints and muscles."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from kinchain.app.walk import HEIGHT_M, MASS_KG, silent
from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note, Trial

if TYPE_CHECKING:
    from kinchain.app._loads_chain import Mechanics
    from kinchain.app._loads_ground import GroundLoads
    from kinchain.app._loads_motion import ModelMotion
    from kinchain.body.model import Model
    from kinchain.core.formats.loads import Loads
    from kinchain.core.formats.walk import Quality
    from kinchain.gait.prepare import Prepared

LEG_SHARE = 0.491
"""Hip to ankle joint over height: 0.530 - 0.039 of height (D. A. Winter, Biomechanics and Motor
Control of Human Movement, 2009, figure 4.1; https://doi.org/10.1002/9780470549148)."""

MASS_DIFFERS = 0.02
"""A told mass that differs by more from the model's sets the model's."""

TOO_MUCH_RESIDUAL_PCT = 5.0
"""Share of the external force, after Hicks et al. 2015, https://doi.org/10.1115/1.4029304"""


@dataclass(frozen=True)
class LoadsOrder:
    """What is to be worked out, and what the user told of it.

    Parameters
    ----------
    paths
        Files of one trial: markers, ground forces (or an ``ExternalLoads`` file), motion.
    model
        The ``.osim`` model; None for the default body, which does not exist yet.
    static
        A standing trial: the model is scaled to it and its markers placed by it.
    marker_map, events
        As for ``kinchain walk``.
    trial
        Which trial of a session folder.
    mass_kg, height_m
        Of the person; they win over the recording's and the model's.
    sex
        Told for the default body; not used with a model.
    muscles
        Whether each muscle is given.
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


@dataclass(frozen=True)
class ComputedLoads:
    """Loads in the exchange format, and all that files and figures need.

    Parameters
    ----------
    loads
        As ``kinchain-loads/1``.
    model
        The model as used: scaled where there was a standing trial.
    motion
        Motion before filtering.
    ground
        Forces of the ground.
    work
        The mechanics; None where motion and forces are never known together.
    """

    loads: Loads
    model: Model
    motion: ModelMotion
    ground: GroundLoads | None
    work: Mechanics | None


def compute(order: LoadsOrder, say: Callable[[str], None] = silent) -> ComputedLoads:
    """Read a recording and a model and work out the loads.

    Parameters
    ----------
    order
        What, and what was told of it.
    say
        Told in words what is being done, for progress.

    Raises
    ------
    InputError
        If a file or a value cannot be used, or no model was given.
    """
    check_order(order)
    assert order.model is not None
    from kinchain.body.compile import load_all

    load_all(say)
    say("Reading the model")
    model = model_at(order.model)
    say("Reading the recording")
    trial, told = opened_trial(order, model)
    static = None
    if order.static is not None:
        from kinchain.gait.readers import read_recording

        say("Reading the standing trial")
        static = read_recording(order.static, marker_map=order.marker_map)
    return work_out_loads(trial, model, static, told, say)


def model_at(path: Path) -> Model:
    """Read a model; of many trials with one model only the first reads its file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it cannot be used.
    """
    try:
        state = path.stat()
    except OSError:
        return _model_at(str(path), 0, 0)
    return _model_at(str(path.resolve()), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _model_at(path: str, changed_ns: int, size: int) -> Model:
    """Return the model of a file; read again where the file was changed."""
    from kinchain.body.model import load_model

    return load_model(path)


def compute_loads(
    trial: Trial,
    model: Model | Path | str,
    *,
    static: Trial | None = None,
    mass_kg: float | None = None,
    height_m: float | None = None,
    muscles: bool = False,
) -> Loads:
    """Work out the loads of a recorded walk.

    Parameters
    ----------
    trial
        As ``read_recording`` gives it.
    model
        A model, or the path of its ``.osim`` file.
    static
        A standing trial of the same markers: scales the model and places its markers.
    mass_kg, height_m
        Of the person; they win over the recording's and the model's.
    muscles
        Whether to give each muscle.

    Returns
    -------
    loads
        As CONTRACT's ``kinchain-loads/1``.

    Raises
    ------
    InputError
        If model and recording do not fit each other.
    """
    from kinchain.body.model import Model, load_model

    name = "" if isinstance(model, Model) else Path(model).name
    body = model if isinstance(model, Model) else load_model(model)
    subject = replace(
        trial.subject,
        mass_kg=trial.subject.mass_kg if mass_kg is None else mass_kg,
        height_m=trial.subject.height_m if height_m is None else height_m,
    )
    beside = Told(name, (Path(trial.origin.path),), {}, mass_kg, muscles)
    return work_out_loads(replace(trial, subject=subject), body, static, beside).loads


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


def work_out_loads(
    trial: Trial,
    model: Model,
    static: Trial | None = None,
    told: Told | None = None,
    say: Callable[[str], None] = silent,
) -> ComputedLoads:
    """Run the whole chain on a recording and a model.

    Parameters
    ----------
    trial
        The recording, with what the user told of the person.
    model
        The model.
    static
        A standing trial.
    told
        What was told beside them.
    say
        Told what is being done.

    Raises
    ------
    InputError
        If model and recording do not fit each other.
    """
    from kinchain.gait.prepare import prepare

    say("Mending and cutting the recording")
    with warnings.catch_warnings():
        # What was never seen is told by the recording's notes.
        for text in ("All-NaN", "Mean of empty slice", "Degrees of freedom"):
            warnings.filterwarnings("ignore", text, RuntimeWarning)
        return loads_of(prepare(trial), model, static, told, say)


def loads_of(
    prepared: Prepared,
    model: Model,
    static: Trial | None = None,
    told: Told | None = None,
    say: Callable[[str], None] = silent,
) -> ComputedLoads:
    """Run the chain on a recording that was mended and cut.

    Parameters
    ----------
    prepared
        The recording.
    model
        The model.
    static
        A standing trial.
    told
        What was told beside them.
    say
        Told what is being done.

    Raises
    ------
    InputError
        If model and recording do not fit each other.
    """
    from kinchain.app._loads_chain import work_out
    from kinchain.app._loads_ground import ground_loads
    from kinchain.app._loads_motion import model_motion

    told = told or Told()
    notes: list[Note] = list(model.notes)
    heard = prepared.notes
    if static is not None:
        from kinchain.app._loads_static import fitted_to

        say("Scaling the model")
        model, scaled = fitted_to(model, static, _mass(prepared.trial, model, told.mass_kg))
        notes += scaled
    else:
        model, massed = _with_mass(model, told.mass_kg)
        heard = tuple(one for one in heard if not one.what.startswith("no body mass given"))
        notes += massed
    say("Fitting the markers")
    motion = model_motion(model, prepared.trial, told.paths)
    height, height_notes = _height(prepared.trial, model)
    if motion.marker_rms_m is None:
        # A motion file was read again with the model's own signs.
        heard = tuple(one for one in heard if "negative in flexion" not in one.what)
    notes += [*heard, *motion.notes, *height_notes]
    say("Joint moments, muscle forces, joint loads")
    ground = ground_loads(model, prepared, motion.time_s, motion.coordinates, told.bodies)
    work = None
    if ground is None:
        notes.append(
            Note("warning", "no ground forces of a foot", "force plates",
                 "no loads: they are worked out from measured ground forces only, so far")
        )  # fmt: skip
    else:
        notes += ground.notes
        work = work_out(model, motion.time_s, motion.coordinates, ground, height)
        if work is None:
            notes.append(
                Note("warning", "motion and ground forces are never known together",
                     "markers and plates", "no loads: check that the files belong together")
            )  # fmt: skip
    loads = _loads(model, motion, ground, work, told, notes)
    return ComputedLoads(loads, model, motion, ground, work)


def _loads(
    model: Model,
    motion: ModelMotion,
    ground: GroundLoads | None,
    work: Mechanics | None,
    told: Told,
    notes: list[Note],
) -> Loads:
    """Put the exchange format together."""
    from kinchain.app._loads_curves import NOT_IN_A_RIGID_FOOT, residual_pct, side_loads
    from kinchain.core.formats.loads import Loads

    mass = float(model.mass_kg.sum())
    residual = None
    sides = {}
    if work is not None and ground is not None:
        notes += work.notes
        residual = residual_pct(work, ground, mass * 9.80665)
        for side in ("left", "right"):
            sides[side], said = side_loads(side, work, ground, with_muscles=told.muscles)
            notes += said
        notes += _doubts(residual)
        notes.append(
            Note("note", f"{', '.join(NOT_IN_A_RIGID_FOOT)} are not given", "both legs",
                 "the foot of such a model has no arch: they need the foot model, to come")
        )  # fmt: skip
        notes.append(
            Note("note", "interval_90 holds how steps differ and an expert's share for the method",
                 "peaks", "true within it in about 9 of 10 people, if the expert is right")
        )  # fmt: skip
    return Loads(
        left=sides.get("left"),
        right=sides.get("right"),
        residual_force_pct=residual,
        marker_rms_mm=None if motion.marker_rms_m is None else round(1000 * motion.marker_rms_m, 2),
        source_of_ground_reaction="plates",
        model=told.name or model.name,
        mass_kg=round(mass, 3),
        quality=quality(notes),
    )


def _doubts(residual: float | None) -> list[Note]:
    if residual is None or residual <= TOO_MUCH_RESIDUAL_PCT:
        return []
    return [
        Note("warning", f"{residual:.0f} % of body weight is carried by nothing", "model's root",
             "mass, plates or markers do not fit each other; loads are off by about as much")
    ]  # fmt: skip


def quality(notes: list[Note]) -> tuple[Quality, ...]:
    """Return notes in the exchange format, warnings first, none twice.

    Parameters
    ----------
    notes
        What was found.
    """
    from kinchain.core.formats.walk import Quality

    ordered = sorted(dict.fromkeys(notes), key=lambda one: one.level != "warning")
    return tuple(Quality(level=n.level, what=n.what, where=n.where, effect=n.effect)
                 for n in ordered)  # fmt: skip


def _mass(trial: Trial, model: Model, told_kg: float | None) -> float:
    """Return the mass of the person: as told, as the recording says, else the model's."""
    for value in (told_kg, trial.subject.mass_kg):
        if value is not None:
            return value
    return float(model.mass_kg.sum())


def _with_mass(model: Model, told_kg: float | None) -> tuple[Model, list[Note]]:
    own = float(model.mass_kg.sum())
    if told_kg is None or own == 0.0 or abs(told_kg / own - 1.0) <= MASS_DIFFERS:
        return model, []
    from kinchain.body.scaling import scale_model

    said = f"the model weighed {own:.1f} kg, now {told_kg:.1f} kg"
    return scale_model(model, {}, mass_kg=told_kg), [
        Note("note", said, "model", "its segments keep their shares; its sizes are as they were")
    ]


def _height(trial: Trial, model: Model) -> tuple[float | None, list[Note]]:
    """Return the person's height: told, or by the length of the model's legs."""
    if trial.subject.height_m is not None:
        return trial.subject.height_m, []
    from kinchain.body.forward_kinematics import forward_kinematics

    needed = [f"{body}_{end}" for end in "lr" for body in ("femur", "tibia", "talus")]
    if any(one not in model.bodies for one in needed):
        return None, []
    straight = np.where(model.is_rotation, 0.0, model.default)
    place = dict(zip(model.bodies, forward_kinematics(model, straight).origin_m[0], strict=True))
    legs = [
        np.linalg.norm(place[f"femur_{end}"] - place[f"tibia_{end}"])
        + np.linalg.norm(place[f"tibia_{end}"] - place[f"talus_{end}"])
        for end in "lr"
    ]
    height = float(np.mean(legs)) / LEG_SHARE
    return height, [
        Note("warning", f"height not told; {height:.2f} m by the length of the model's legs",
             "subject", "moments in % of weight times height may be off by 5 % (--height-m)")
    ]  # fmt: skip


def opened_trial(order: LoadsOrder, model: Model) -> tuple[Trial, Told]:
    """Return the recording with what the user told of the person.

    Parameters
    ----------
    order
        What is to be worked out.
    model
        The model.

    Raises
    ------
    InputError
        If a file cannot be used.
    """
    trial, bodies = _opened(order, model)
    subject = replace(
        trial.subject,
        mass_kg=trial.subject.mass_kg if order.mass_kg is None else order.mass_kg,
        height_m=trial.subject.height_m if order.height_m is None else order.height_m,
    )
    name = "" if order.model is None else order.model.name
    told = Told(name, order.paths, bodies, order.mass_kg, order.muscles)
    return replace(trial, subject=subject), told


def _opened(order: LoadsOrder, model: Model) -> tuple[Trial, dict[str, str]]:
    """Return the recording; a file of external loads stands for its plates."""
    from kinchain.gait.readers import read_recording

    kinds = {path: _is_loads_file(path) for path in order.paths}
    files = [path for path, is_loads in kinds.items() if not is_loads]
    said = [path for path, is_loads in kinds.items() if is_loads]
    if not said:
        return read_recording(files, marker_map=order.marker_map, trial=order.trial,
                              height_m=order.height_m), {}  # fmt: skip
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
                               height_m=order.height_m)  # fmt: skip
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
    faults = []
    if order.model is None:
        faults.append(
            Fault("no model was given", "option '--model'",
                  "an OpenSim model (.osim) with the recording's markers; a default body that is "
                  "fitted to the person will come", "add --model MODEL.osim")
        )  # fmt: skip
    for option, value, (low, high), unit in (
        ("--mass-kg", order.mass_kg, MASS_KG, "kilograms"),
        ("--height-m", order.height_m, HEIGHT_M, "metres"),
    ):
        if value is not None and not low <= value <= high:
            faults.append(
                Fault("the value cannot be used", f"option '{option}'",
                      f"{low:g} to {high:g} {unit}", "correct the value or its unit")
            )  # fmt: skip
    kinds: tuple[tuple[Literal["RECORDING", "--model", "--static", "--map"], Path | None], ...] = (
        *(("RECORDING", path) for path in order.paths), ("--model", order.model),
        ("--static", order.static), ("--map", order.marker_map),
    )  # fmt: skip
    faults += [
        Fault("there is no such file", f"{option} {path}", "a file that exists", "check the path")
        for option, path in kinds
        if path is not None and not path.exists()
    ]
    if faults:
        raise InputError(faults)
