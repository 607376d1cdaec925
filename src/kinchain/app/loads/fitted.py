"""A model in a recording: the user's own one, or the default body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kinchain.app.loads.person.told import LEG_SHARE
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.app.loads.motion import ModelMotion
    from kinchain.app.loads.order import Told
    from kinchain.body.model import Model
    from kinchain.core.trial import Trial
    from kinchain.gait.prepare import Prepared

MASS_DIFFERS = 0.02
"""A told mass that differs by more from the model's sets the model's."""


@dataclass(frozen=True)
class Fitted:
    """A model in the recording and its motion.

    Parameters
    ----------
    model
        The model as used.
    motion
        Its motion.
    height_m
        Height of the person; None where not known.
    notes
        What is to be known of both.
    mass_is_known
        False where nothing tells the mass.
    is_default
        Whether it is the default body rather than a model of the user's.
    unseen
        By side ``leg`` or ``foot``, what bears no marker; of the default body alone.
    is_flat
        Whether the recording is a side view.
    """

    model: Model
    motion: ModelMotion
    height_m: float | None
    notes: tuple[Note, ...]
    mass_is_known: bool = True
    is_default: bool = False
    unseen: Mapping[LegSide, str] = field(default_factory=dict)
    is_flat: bool = False


def own_body(
    prepared: Prepared, static: Trial | None, told: Told, say: Callable[[str], None]
) -> Fitted:
    """Put the default body into the recording.

    Parameters
    ----------
    prepared
        The recording.
    static
        A standing trial.
    told
        What was told beside them.
    say
        Told what is being done.

    Raises
    ------
    InputError
        If the recording shows no motion of a person.
    """
    from kinchain.app.loads.person.fitted import fitted_person

    say("Fitting the default body")
    done = fitted_person(prepared, static, told.mass_kg)
    # Where a mass comes from is told once.
    heard = tuple(one for one in prepared.notes if not one.what.startswith("no body mass given"))
    fit = tuple(n for n in done.motion.notes if "recorded markers are not the model" not in n.what)
    notes = (*done.notes, *heard, *done.model.notes, *fit)
    return Fitted(
        done.model, done.motion, done.height_m, notes, done.mass_is_known,
        is_default=True, unseen=done.unseen, is_flat=prepared.trial.two_dimensional,
    )  # fmt: skip


def own_model(
    prepared: Prepared,
    model: Model,
    static: Trial | None,
    told: Told,
    say: Callable[[str], None],
) -> Fitted:
    """Fit the user's own model to the recording.

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
    from kinchain.app.loads.motion import model_motion

    notes: list[Note] = list(model.notes)
    heard = prepared.notes
    if static is not None:
        from kinchain.app.loads.static import fitted_to

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
    return Fitted(model, motion, height, tuple(notes))


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
