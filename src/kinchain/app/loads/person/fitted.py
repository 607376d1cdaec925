"""The default body in a recorded person: sized by their segments, their markers on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from kinchain.app.loads.person.locks import locks, stand_torso_up
from kinchain.app.loads.person.origins import sideways
from kinchain.app.loads.person.place import adopted, placed
from kinchain.app.loads.person.seen import Seen, seen_in
from kinchain.app.loads.person.size import sized_body
from kinchain.app.loads.person.told import person_of
from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.app.loads.motion import ModelMotion
    from kinchain.body.model import Model
    from kinchain.core.trial import Trial
    from kinchain.gait.prepare import Prepared


@dataclass(frozen=True)
class FittedPerson:
    """The default body, fitted, and its motion.

    Parameters
    ----------
    model
        The body, with the person's markers where there are any.
    motion
        Its motion.
    height_m
        Height of the person.
    notes
        What was told, worked out and left out.
    mass_is_known
        Whether the person was weighed rather than guessed.
    unseen
        By side ``leg`` or ``foot``, what bears no marker.
    """

    model: Model
    motion: ModelMotion
    height_m: float
    notes: tuple[Note, ...]
    mass_is_known: bool = True
    unseen: Mapping[LegSide, str] = field(default_factory=dict)


def fitted_person(prepared: Prepared, static: Trial | None, told_kg: float | None) -> FittedPerson:
    """Put the default body into a recording.

    Parameters
    ----------
    prepared
        The recording.
    static
        A standing trial of the same person and markers.
    told_kg
        Mass that the user told.

    Raises
    ------
    InputError
        If it holds neither markers of a person's pelvis or legs nor joint angles.
    """
    trial = prepared.trial
    if trial.markers is not None:
        return _by_markers(prepared, static, told_kg)
    if trial.angles is None:
        raise InputError(
            Fault("holds neither markers nor joint angles", trial.origin.path,
                  "markers (C3D, TRC), a pose program's points, or joint angles (MOT, STO)",
                  "give the motion with its forces: kinchain loads MARKERS FORCES")
        )  # fmt: skip
    from kinchain.app.loads.person.angles import by_angles

    model, motion, person = by_angles(prepared, told_kg)
    return FittedPerson(model, motion, person.height_m, person.notes, person.mass_is_known)


def _by_markers(prepared: Prepared, static: Trial | None, told_kg: float | None) -> FittedPerson:
    from kinchain.app.loads.person.follow import followed
    from kinchain.body.default.fit import with_markers

    trial = prepared.trial
    if trial.two_dimensional:
        trial = sideways(trial)
    seen, said = _shown(replace(prepared, trial=trial), static)
    person = person_of(prepared, told_kg, seen.lengths_m)
    body, sized = sized_body(person, seen)
    first = placed(body, seen)
    known = set(map(str, trial.markers["marker"].values)) if trial.markers is not None else set()
    first = first.only(known)
    if len(first.places) < 3:
        raise InputError(
            Fault("carries no landmark of a pelvis or a leg", trial.origin.path,
                  "markers such as RASI, RKNE, RANK, RHEE, RTOE, or joint centres",
                  "name yours in a file: --map MAP.toml with landmark = \"marker\"")
        )  # fmt: skip
    held = locks(body, seen, first, flat=trial.two_dimensional)
    whole, left_out = adopted(body, first, trial, held)
    model = with_markers(body, whole.places)
    if trial.two_dimensional:
        trial = sideways(trial, model)
    motion = followed(model, trial, whole.weights, held.all)
    coordinates = stand_torso_up(model, motion.coordinates) if held.torso else motion.coordinates
    notes = (*said, *person.notes, *sized, *held.notes, *left_out)
    motion = replace(motion, coordinates=coordinates)
    return FittedPerson(model, motion, person.height_m, notes, person.mass_is_known, held.unseen)


def _shown(prepared: Prepared, static: Trial | None) -> tuple[Seen, tuple[Note, ...]]:
    """Return what shows the person's segments: the standing trial where it shows as many."""
    from kinchain.gait.prepare import prepare

    trial = prepared.trial
    walk = replace(trial, markers=prepared.filtered) if not trial.two_dimensional else trial
    subject = trial.subject
    if static is None or static.markers is None:
        note = Note("note", "sized by the walk itself, no standing trial was given", "markers",
                    "a foot counts as flat where it lies flat in the walk (--static)")  # fmt: skip
        return seen_in(walk, subject, is_static=False), (note,)
    still = prepare(static).trial
    measures = subject if subject.measures else still.subject
    standing = seen_in(still, measures, is_static=True)
    moving = seen_in(walk, measures, is_static=False)
    wrong = _another(standing, moving)
    if wrong:
        return moving, (
            Note("warning", wrong, "standing trial", "not used: the body is sized by the walk"),
        )
    return standing, (Note("note", "the body is sized by the standing trial", "markers",
                           "its feet are taken as flat"),)  # fmt: skip


ANOTHER = 0.10
"""A leg that differs by more between standing trial and walk is another person's [expert]."""


def _another(standing: Seen, moving: Seen) -> str:
    """Return why a standing trial is not of this walk; empty where it is."""
    if len(standing.frames) < len(moving.frames):
        return "shows fewer segments than the walk"
    legs = [name for name in standing.lengths_m if name.startswith(("thigh_", "shank_"))]
    shares = [
        standing.lengths_m[name] / moving.lengths_m[name]
        for name in legs
        if moving.lengths_m.get(name, 0.0) > 0.0
    ]
    if len(shares) < 2:
        return ""
    share = float(np.median(shares)) - 1.0
    if abs(share) <= ANOTHER:
        return ""
    word = "longer" if share > 0.0 else "shorter"
    return f"its legs are {100 * abs(share):.0f} % {word} than the walk's: another person's"
