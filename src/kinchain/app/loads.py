"""Loads of one recorded walk: from markers and ground forces to joints and muscles."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from kinchain.app._loads_format import in_format, quality
from kinchain.app._loads_order import LoadsOrder, Told, check_order, opened_trial
from kinchain.app._loads_person_told import LEG_SHARE
from kinchain.app._recording_told import with_person
from kinchain.app.walk import silent
from kinchain.core.trial import Note, Trial

if TYPE_CHECKING:
    from kinchain.app._loads_chain import Mechanics
    from kinchain.app._loads_ground import GroundLoads
    from kinchain.app._loads_motion import ModelMotion
    from kinchain.body.model import Model
    from kinchain.core.formats.loads import Loads
    from kinchain.gait.prepare import Prepared

__all__ = [
    "ComputedLoads",
    "LoadsOrder",
    "Told",
    "check_order",
    "compute",
    "compute_loads",
    "loads_of",
    "model_at",
    "opened_trial",
    "quality",
    "work_out_loads",
]

MASS_DIFFERS = 0.02
"""A told mass that differs by more from the model's sets the model's."""


@dataclass(frozen=True)
class ComputedLoads:
    """Loads in the exchange format, and all that files and figures need.

    Parameters
    ----------
    loads
        As ``kinchain-loads/1``.
    model
        The model as used: scaled where there was a standing trial, the default body as fitted.
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
    """Read a recording and work out the loads, with the model named or with the default body.

    Parameters
    ----------
    order
        What, and what was told of it.
    say
        Told in words what is being done, for progress.

    Raises
    ------
    InputError
        If a file or a value cannot be used, or the recording shows no motion.
    """
    check_order(order)
    from kinchain.body.compile import load_all

    load_all(say)
    model = None
    if order.model is not None:
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
    model: Model | Path | str | None = None,
    *,
    static: Trial | None = None,
    mass_kg: float | None = None,
    height_m: float | None = None,
    sex: Literal["female", "male"] | None = None,
    muscles: bool = False,
) -> Loads:
    """Work out the loads of a recorded walk.

    Parameters
    ----------
    trial
        As ``read_recording`` gives it.
    model
        A model, or the path of its ``.osim`` file; the default body by default, fitted to the
        person.
    static
        A standing trial of the same markers: scales the model and places its markers.
    mass_kg, height_m
        Of the person; they win over the recording's and the model's.
    sex
        For the default body.
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
    from kinchain.body.model import Model

    name = "" if model is None or isinstance(model, Model) else Path(model).name
    body = model if model is None or isinstance(model, Model) else model_at(Path(model))
    beside = Told(name, (Path(trial.origin.path),), {}, mass_kg, muscles)
    known = with_person(trial, mass_kg, height_m, sex)
    return work_out_loads(known, body, static, beside).loads


def work_out_loads(
    trial: Trial,
    model: Model | None = None,
    static: Trial | None = None,
    told: Told | None = None,
    say: Callable[[str], None] = silent,
) -> ComputedLoads:
    """Run the whole chain on a recording.

    Parameters
    ----------
    trial
        The recording, with what the user told of the person.
    model
        The model; None for the default body.
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
    model: Model | None = None,
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
        The model; None for the default body.
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

    told = told or Told()
    fitted = (
        _own_body(prepared, static, told, say)
        if model is None
        else _own_model(prepared, model, static, told, say)
    )
    model, motion, notes = fitted.model, fitted.motion, list(fitted.notes)
    say("Joint moments, muscle forces, joint loads")
    ground = _ground(model, prepared, motion, told)
    work = None
    if ground is None:
        notes.append(
            Note("warning", "no ground forces of a foot", "force plates",
                 "no loads: no plate bore a foot, and no whole stance shows in the motion")
        )  # fmt: skip
    else:
        notes += ground.notes
        work = work_out(model, motion.time_s, motion.coordinates, ground, fitted.height_m)
        if work is None:
            notes.append(
                Note("warning", "motion and ground forces are never known together",
                     "markers and plates", "no loads: check that the files belong together")
            )  # fmt: skip
    loads = in_format(model, motion, ground, work, told, notes, mass_is_known=fitted.mass_is_known)
    return ComputedLoads(loads, model, motion, ground, work)


def _ground(
    model: Model, prepared: Prepared, motion: ModelMotion, told: Told
) -> GroundLoads | None:
    """Return the forces of the ground: measured, else worked out from the motion."""
    from kinchain.app._loads_ground import ground_loads

    ground = ground_loads(model, prepared, motion.time_s, motion.coordinates, told.bodies)
    nobody_walks = prepared.trial.markers is not None and not prepared.passes
    if ground is not None or nobody_walks:
        return ground
    from kinchain.app._loads_ground_estimated import estimated_ground

    return estimated_ground(model, prepared, motion.time_s, motion.coordinates)


@dataclass(frozen=True)
class _Fitted:
    """A model in the recording, its motion, and what is to be known of both."""

    model: Model
    motion: ModelMotion
    height_m: float | None
    notes: tuple[Note, ...]
    mass_is_known: bool = True


def _own_body(
    prepared: Prepared, static: Trial | None, told: Told, say: Callable[[str], None]
) -> _Fitted:
    """Put the default body into the recording."""
    from kinchain.app._loads_person import fitted_person

    say("Fitting the default body")
    done = fitted_person(prepared, static, told.mass_kg)
    # Where a mass comes from is told once.
    heard = tuple(one for one in prepared.notes if not one.what.startswith("no body mass given"))
    fit = tuple(n for n in done.motion.notes if "recorded markers are not the model" not in n.what)
    notes = (*done.notes, *heard, *done.model.notes, *fit)
    return _Fitted(done.model, done.motion, done.height_m, notes, done.mass_is_known)


def _own_model(
    prepared: Prepared,
    model: Model,
    static: Trial | None,
    told: Told,
    say: Callable[[str], None],
) -> _Fitted:
    """Fit the user's own model to the recording."""
    from kinchain.app._loads_motion import model_motion

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
    return _Fitted(model, motion, height, tuple(notes))


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
