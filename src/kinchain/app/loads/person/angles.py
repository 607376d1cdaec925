"""The default body moved by joint angles alone: of OpenCap, Sports2D, OpenSim, a laboratory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.motion import ModelMotion
from kinchain.app.loads.person.seen import PELVIS_TILT_RAD
from kinchain.app.loads.person.told import USUAL_HEIGHT_M, Person, person_of
from kinchain.core.trial import Note

if TYPE_CHECKING:
    from kinchain.body.model import Model
    from kinchain.core.trial import Trial
    from kinchain.gait.prepare import Prepared

FloatArray = NDArray[np.float64]

PLACES = ("pelvis_tx", "pelvis_ty", "pelvis_tz")
OF_OTHER_BODIES = ("_beta", "arm_", "elbow", "pro_sup", "wrist", "neck_", "shoulder")
"""Coordinates of arms, head and of what follows another: the default body has them in its trunk."""

SIZES = (0.82, 1.15)
"""Sizes of adults and bigger children against the usual; what a pelvis' height says beyond is
taken for another floor [expert]."""


def by_angles(prepared: Prepared, told_kg: float | None) -> tuple[Model, ModelMotion, Person]:
    """Return the default body, its motion by the recorded joint angles, and the person.

    Parameters
    ----------
    prepared
        A recording with joint angles and no markers.
    told_kg
        Mass that the user told.
    """
    from kinchain.app.loads.person.size import body_of

    trial = prepared.trial
    size, said = _size(trial)
    lengths = {f"{part}_{side}": 0.2455 * size for part in ("thigh", "shank") for side in "rl"}
    known = trial.subject.height_m is not None
    person = person_of(prepared, told_kg, {} if known or not said else lengths)
    if said:
        person = replace(person, height_m=size, notes=(*person.notes[1:], *said))
    model = body_of(person.mass_kg, person.height_m, person.sex)
    time, q, notes = pose_of(model, trial)
    q, rooted = _rooted(model, prepared, time, q)
    person = replace(
        person,
        notes=(
            *person.notes,
            Note("note", "default body sized by height alone: joint angles tell no lengths",
                 "model", "lengths of thigh and shank may be off by 5 %"),
            *notes, *rooted,
        ),
    )  # fmt: skip
    return model, ModelMotion(time, q, None, 0, ()), person


def pose_of(model: Model, trial: Trial) -> tuple[FloatArray, FloatArray, tuple[Note, ...]]:
    """Return recorded angles as coordinates of the model; what was not recorded stays at 0.

    Parameters
    ----------
    model
        The default body.
    trial
        A recording with joint angles: radians, flexion positive.

    Returns
    -------
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m.
    notes
        What is missing or not used.
    """
    assert trial.angles is not None
    angles = trial.angles
    given = [str(name) for name in angles["coordinate"].values]
    values = np.asarray(angles.values, np.float64)
    time = np.asarray(angles["time"].values, np.float64)
    q = np.tile(np.where(model.is_rotation, 0.0, model.default), (len(time), 1))
    for column, name in enumerate(given):
        if name in model.coordinates and not _is_led(model, name):
            q[:, model.coordinate(name)] = values[:, column]
    notes = []
    if "pelvis_tilt" not in given:
        # Without a pelvis the hip's angle is that of the thigh against the trunk.
        q[:, model.coordinate("pelvis_tilt")] = -PELVIS_TILT_RAD
        for side in "rl":
            if f"hip_flexion_{side}" in given:
                q[:, model.coordinate(f"hip_flexion_{side}")] += PELVIS_TILT_RAD
    trunk = [name for name in model.coordinates if name.startswith("lumbar")]
    if not set(trunk) & set(given):
        from kinchain.app.loads.person.locks import stand_torso_up

        q = stand_torso_up(model, q)
    lost = [
        name
        for c, name in enumerate(model.coordinates)
        if name not in given and name not in (*PLACES, "pelvis_tilt") and not model.is_locked[c]
        and not _is_led(model, name)
    ]  # fmt: skip
    if lost:
        notes.append(
            Note("warning" if any("knee" in n or "hip_flex" in n for n in lost) else "note",
                 f"{len(lost)} angles were not recorded: {', '.join(lost[:12])}", "joint angles",
                 "kept at neutral, the trunk upright; moments about them are rough")
        )  # fmt: skip
    other = [n for n in given if n not in model.coordinates
             and not any(part in n for part in OF_OTHER_BODIES)]  # fmt: skip
    if other:
        notes.append(
            Note("note", f"{len(other)} recorded angles are not the body's", ", ".join(other[:8]),
                 "not used")
        )  # fmt: skip
    return time, q, tuple(notes)


def _is_led(model: Model, name: str) -> bool:
    return bool(model.tree.driver[model.coordinate(name)] >= 0)


def _size(trial: Trial) -> tuple[float, tuple[Note, ...]]:
    """Return the person's height by how high the pelvis is carried over the floor, where told."""
    from kinchain.app.loads.person.size import body_of

    if trial.subject.height_m is not None:
        return trial.subject.height_m, ()
    assert trial.angles is not None
    if "pelvis_ty" not in list(map(str, trial.angles["coordinate"].values)):
        return USUAL_HEIGHT_M, ()
    model = body_of(70.0, USUAL_HEIGHT_M, trial.subject.sex)
    _, q, _ = pose_of(model, trial)
    high = q[:, model.coordinate("pelvis_ty")]
    low = lowest_sole(model, q)
    share = float(np.nanmedian(high / (high - low)))
    if not SIZES[0] <= share <= SIZES[1]:
        return USUAL_HEIGHT_M, ()
    height = share * USUAL_HEIGHT_M
    return height, (
        Note("warning", f"height not told; {height:.2f} m by how high the pelvis is carried over "
             "the floor", "subject", "lengths and moments may be off by 5 % (--height-m)"),
    )  # fmt: skip


def lowest_sole(model: Model, coordinates: FloatArray) -> FloatArray:
    """Return the height of the lowest point of both soles, shape (n_frames,), m.

    Parameters
    ----------
    model
        The default body.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.
    """
    points = _soles(model, coordinates)
    return np.asarray(np.min(points[..., 1], axis=1))


def _soles(model: Model, coordinates: FloatArray) -> FloatArray:
    """Return heel, ball and toe of both soles, shape (n_frames, 6, 3), m, NaN where not seen."""
    from kinchain.body.default.fit import straight_pose
    from kinchain.body.forward_kinematics import forward_kinematics

    seen = np.isfinite(coordinates).all(axis=1)
    still = forward_kinematics(model, straight_pose(model))
    marks = dict(zip(model.markers, still.marker_m[0], strict=True))
    found = np.full((len(coordinates), 6, 3), np.nan)
    poses = forward_kinematics(model, coordinates[seen])
    base = float(model.default[model.coordinate("pelvis_ty")])
    floor = still.origin_m[0, 1, 1] - base
    for row, (mark, body) in enumerate(
        (mark, f"{body}_{side}") for side in "rl"
        for mark, body in ((f"heel_{side}", "calcn"), (f"mt2_{side}", "forefoot"),
                           (f"toe_{side}", "toes"))
    ):  # fmt: skip
        b = model.bodies.index(body)
        under = marks[mark] * (1.0, 0.0, 1.0) + (0.0, floor, 0.0)
        local = still.ground_from_body[0, b].T @ (under - still.origin_m[0, b])
        found[seen, row] = poses.origin_m[:, b] + poses.ground_from_body[:, b] @ local
    return found


def _rooted(
    model: Model, prepared: Prepared, time_s: FloatArray, coordinates: FloatArray
) -> tuple[FloatArray, tuple[Note, ...]]:
    """Put the soles on the floor; where the pelvis' place was not recorded the feet tell it."""
    angles = prepared.trial.angles
    assert angles is not None
    given = set(map(str, angles["coordinate"].values))
    q = coordinates.copy()
    up = model.coordinate("pelvis_ty")
    if "pelvis_ty" in given:
        low = float(np.nanmedian(lowest_sole(model, q)))
        q[:, up] -= low
        note = Note("note", f"moved by {-1000 * low:.0f} mm so that the feet stand on the floor",
                    "pelvis_ty", "the recording's own model has other lengths")  # fmt: skip
        return q, (note,) if abs(low) > 0.005 else ()
    from kinchain.app.loads.ground_estimated import events_of, stances_of, with_cut_ones
    from kinchain.body.root_path import placed_by_feet

    whole = stances_of(events_of(prepared))
    if not whole:
        return q, (
            Note("warning", "the pelvis' place was not recorded, and no whole step shows it",
                 "joint angles", "no loads"),
        )  # fmt: skip
    q = placed_by_feet(model, time_s, q, with_cut_ones(whole, float(time_s[0]), float(time_s[-1])))
    return q, (
        Note("warning", "the pelvis' place was not recorded: the foot that stands tells it",
             "joint angles", "how the body rises and travels is rough"),
    )  # fmt: skip
