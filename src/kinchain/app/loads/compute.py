"""Loads of one recorded walk: from markers and ground forces to joints and muscles."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kinchain.app._recording_told import HEIGHT_M, MASS_KG, value_faults, with_person
from kinchain.app.loads.fitted import Fitted, model_at, own_body, own_model
from kinchain.app.loads.format import in_format, quality
from kinchain.app.loads.order import LoadsOrder, Told, check_order, opened_trial
from kinchain.app.walk import silent
from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note, Trial

if TYPE_CHECKING:
    from kinchain.app.loads.chain import Mechanics
    from kinchain.app.loads.ground import GroundLoads
    from kinchain.app.loads.motion import ModelMotion
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


FEWEST_FRAMES = 4
"""Fewer frames are no motion."""


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
        If a value is no person's, or model and recording do not fit each other.
    """
    from kinchain.body.model import Model

    if not isinstance(trial, Trial):
        raise InputError(
            Fault(f"is a {type(trial).__name__}", "trial", "a recording as read_recording gives it",
                  "compute_loads(read_recording(path))")
        )  # fmt: skip
    faults = value_faults((("mass_kg", mass_kg, MASS_KG, "kilograms"),
                           ("height_m", height_m, HEIGHT_M, "metres")))  # fmt: skip
    if faults:
        raise InputError(faults)
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

    if len(trial.time_s) < FEWEST_FRAMES:
        raise InputError(
            Fault(f"has {len(trial.time_s)} frames", trial.origin.path,
                  f"a walk: {FEWEST_FRAMES} frames or more", "export the whole trial")
        )  # fmt: skip
    say("Mending and cutting the recording")
    with warnings.catch_warnings():
        # What was never seen is told by the recording's notes.
        for text in ("All-NaN", "Mean of empty slice", "Degrees of freedom"):
            warnings.filterwarnings("ignore", text, RuntimeWarning)
        return loads_of(prepare(_with_plates(trial)), model, static, told, say)


def _with_plates(trial: Trial) -> Trial:
    """Return a recording without its plates where they recorded nothing."""
    if trial.plates is None or (trial.plates.sizes["time"] > 1 and trial.plates.sizes["plate"]):
        return trial
    note = Note("warning", "they recorded nothing", "force plates", "not used for loads")
    return replace(trial, plates=None).with_notes(note)


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
    told = told or Told()
    fitted = (
        own_body(prepared, static, told, say)
        if model is None
        else own_model(prepared, model, static, told, say)
    )
    fitted = replace(fitted, notes=(*fitted.notes, *_slow(prepared)))
    say("Joint moments, muscle forces, joint loads")
    return _by_plates_or_motion(prepared, fitted, told)


FEWEST_HZ = 30.0
"""Video of walking has at least about so many frames a second [expert]."""


def _slow(prepared: Prepared) -> tuple[Note, ...]:
    """Return a note where too few frames a second were recorded."""
    rate = prepared.trial.rate_hz
    if rate >= FEWEST_HZ - 0.5:
        return ()
    return (
        Note("warning", f"{rate:.0f} frames a second", "recording",
             "what is short, as landing, is missed: peaks come out too low"),
    )  # fmt: skip


def _by_plates_or_motion(prepared: Prepared, fitted: Fitted, told: Told) -> ComputedLoads:
    """Work out the loads with the plates' forces; where they give none, with the motion's."""
    from kinchain.app.loads.ground import ground_loads, unused_plates

    model, motion = fitted.model, fitted.motion
    args = (model, prepared, motion.time_s, motion.coordinates)
    ground = ground_loads(*args, told.bodies) if _stands_on_plates(prepared) else None
    measured = None
    notes = fitted.notes
    if ground is not None:
        measured = _with(ground, fitted, told, notes)
        if measured.loads.left or measured.loads.right:
            return measured
        notes = (*notes, *ground.notes)
    nobody_walks = prepared.trial.markers is not None and not prepared.passes
    estimated = None
    if not nobody_walks:
        from kinchain.app.loads.ground_estimated import estimated_ground

        estimated = estimated_ground(*args)
    if estimated is not None:
        notes = (*notes, *unused_plates(prepared))
        found = _with(estimated, fitted, told, notes)
        if measured is None or found.loads.left or found.loads.right:
            return found
    return measured or _with(None, fitted, told, notes)


def _stands_on_plates(prepared: Prepared) -> bool:
    """Say whether the motion tells where in the laboratory the feet stand."""
    angles = prepared.trial.angles
    if prepared.trial.markers is not None or angles is None:
        return True
    return "pelvis_ty" in list(map(str, angles["coordinate"].values))


def _with(
    ground: GroundLoads | None, fitted: Fitted, told: Told, known: tuple[Note, ...]
) -> ComputedLoads:
    """Work out the loads with these forces of the ground."""
    from kinchain.app.loads.chain import work_out

    model, motion, notes, work = fitted.model, fitted.motion, list(known), None
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
    loads = in_format(fitted, ground, work, told, notes)
    return ComputedLoads(loads, model, motion, ground, work)
