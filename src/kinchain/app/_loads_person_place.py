"""The person's markers on the default body: by the segments they lie on, else where they rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app._loads_person_marks import (
    JOINT_OF,
    RESTS_M,
    TRUST_BY_BODY,
    candidates,
    frame_of,
    segment_of,
    split_landmark,
    trust,
)
from kinchain.core.trial import Note, marker_array

if TYPE_CHECKING:
    from kinchain.app._loads_person_locks import Locks
    from kinchain.app._loads_person_seen import Seen
    from kinchain.body.default.fit import Segment
    from kinchain.body.model import Model
    from kinchain.core.trial import Trial

FloatArray = NDArray[np.float64]
Place = tuple[str, FloatArray]

N_TRIED = 60
"""So many frames, spread over the walk, show on what body a marker of unknown place rests."""


@dataclass(frozen=True)
class Placed:
    """Markers on the body.

    Parameters
    ----------
    places
        For each marker its body and its place there, shape (3,), m.
    weights
        Of each marker.
    landmarks
        For each marker the landmark that it stands for; empty for none.
    """

    places: Mapping[str, Place]
    weights: Mapping[str, float]
    landmarks: Mapping[str, str]

    def only(self, names: set[str]) -> Placed:
        """Return those among these names.

        Parameters
        ----------
        names
            Markers of the recording.
        """
        kept = {name: place for name, place in self.places.items() if name in names}
        weights = {name: self.weights[name] for name in kept}
        return Placed(kept, weights, {name: self.landmarks[name] for name in kept})

    def on(self, *bodies: str) -> list[str]:
        """Return the markers on these bodies.

        Parameters
        ----------
        *bodies
            Bodies of the model.
        """
        return [name for name, (body, _) in self.places.items() if body in bodies]


def placed(body: Model, seen: Seen) -> Placed:
    """Put the landmarks' markers on the body: where they sit in their segment, on the median.

    Parameters
    ----------
    body
        The default body in the person's size.
    seen
        What the recording shows of the person's segments.
    """
    from kinchain.app._loads_person import balls_of
    from kinchain.body.default.fit import joint_centres, mean_place, on_body, segments_of

    segments = segments_of(body, balls_of(seen))
    origins = dict(seen.origins)
    torso = _torso_origin(seen, segments)
    if torso is not None:
        origins["torso"] = torso
    joints = joint_centres(body)
    places: dict[str, Place] = {}
    landmarks: dict[str, str] = {}
    for landmark, path in seen.points.paths.items():
        marker = _marker(seen, landmark)
        if marker is None or marker in places:
            continue
        bare, side = split_landmark(landmark)
        at: Place | None = None
        segment = segment_of(landmark)
        if bare in JOINT_OF and side:
            at = _on_joint(body, JOINT_OF[bare], side, joints)
        elif segment is not None:
            frame = frame_of(segment)
            if frame in seen.frames and frame in origins and segment in segments:
                local = mean_place(seen.frames[frame], origins[frame], path)
                if local is not None:
                    at = segments[segment].body, on_body(segments[segment], local)
        if at is not None:
            places[marker], landmarks[marker] = at, landmark
    return Placed(places, {m: trust(mark) for m, mark in landmarks.items()}, landmarks)


def _marker(seen: Seen, landmark: str) -> str | None:
    """Return the marker of a landmark; an inner marker may bear its outer twin's name."""
    own = seen.points.landmarks.marker_of
    if landmark in own:
        return own[landmark]
    if "_medial_" in landmark and landmark.replace("medial", "lateral") in own:
        return f"{own[landmark.replace('medial', 'lateral')]}_2"
    return None


def _torso_origin(seen: Seen, segments: Mapping[str, Segment]) -> FloatArray | None:
    """Return where the torso's joint is in each frame: it goes with the pelvis."""
    from kinchain.body.default.fit import between

    if "pelvis" not in seen.frames or "pelvis" not in seen.origins:
        return None
    local = between(segments["pelvis"], segments["back"])
    return np.asarray(seen.origins["pelvis"] + seen.frames["pelvis"] @ local)


def _on_joint(
    body: Model, joint: tuple[str, str], side: str, joints: Mapping[str, FloatArray]
) -> Place:
    """Return the joint's centre as a point of the body that bears it."""
    from kinchain.body.default.fit import straight_pose
    from kinchain.body.forward_kinematics import forward_kinematics

    segment, name = joint
    bone = segment if segment == "pelvis" else f"{segment}_{side}"
    poses = forward_kinematics(body, straight_pose(body))
    b = body.bodies.index(bone)
    away = joints[f"{name}_{side}"] - poses.origin_m[0, b]
    return bone, np.asarray(poses.ground_from_body[0, b].T @ away)


def adopted(
    body: Model, first: Placed, trial: Trial, held: Locks
) -> tuple[Placed, tuple[Note, ...]]:
    """Put markers of unknown place where they rest while the body follows the known ones.

    Parameters
    ----------
    body
        The default body in the person's size.
    first
        Markers of known place.
    trial
        The mended recording.
    held
        Coordinates that are locked.

    Returns
    -------
    placed
        All markers that are used.
    notes
        What is not used.
    """
    from kinchain.body.default.fit import resting_places, with_markers
    from kinchain.body.inverse_kinematics import inverse_kinematics

    assert trial.markers is not None
    names = [str(name) for name in trial.markers["marker"].values]
    new = {n: candidates(n, body.bodies) for n in names if n not in first.places}
    wanted = [name for name, bodies in new.items() if bodies]
    every = np.asarray(trial.markers.values, np.float64)
    part = np.unique(np.linspace(0, len(every) - 1, N_TRIED).astype(int))
    few = np.ascontiguousarray(every[part])
    fit = inverse_kinematics(
        with_markers(body, first.places), few, names, weights=first.weights,
        locked={**held.all, **held.first},
    )  # fmt: skip
    known = np.isfinite(fit.coordinates).all(axis=1)
    if not known.any():
        return first, ()
    old = list(first.places)
    asked = [*old, *wanted]
    columns = [names.index(name) for name in asked]
    rests = resting_places(
        body, fit.coordinates[known], few[known][:, columns],
        [*([first.places[name][0]] for name in old), *(new[name] for name in wanted)],
    )  # fmt: skip
    places, weights = dict(first.places), dict(first.weights)
    landmarks = dict(first.landmarks)
    for name, rest in zip(asked, rests, strict=True):
        if rest is None:
            continue
        if name in first.places:
            places[name] = rest.body, rest.place_m
        elif rest.spread_m <= RESTS_M:
            places[name] = rest.body, rest.place_m
            weights[name] = TRUST_BY_BODY[rest.body.split("_")[0]]
            landmarks[name] = ""
    unused = [name for name in names if name not in places]
    notes = []
    added = [name for name in places if name not in first.places]
    if added:
        notes.append(
            Note("note", f"{len(added)} markers stand for no landmark and go with the segment on "
                 "which they rest", ", ".join(added[:8]), "used with less weight")
        )  # fmt: skip
    if unused:
        notes.append(
            Note("note", f"{len(unused)} markers sit on no segment of the body",
                 ", ".join(unused[:8]), "not used")
        )  # fmt: skip
    return Placed(places, weights, landmarks), tuple(notes)


DEPTH_M = 0.085
"""A leg of a side view is taken to be so far from the middle, until the body is known."""


def sideways(trial: Trial, model: Model | None = None) -> Trial:
    """Return a side view with its points put aside as those of a straight body.

    Parameters
    ----------
    trial
        A recording whose z is unknown.
    model
        The body with these markers, where it is known.
    """
    from kinchain.body.default.fit import straight_pose
    from kinchain.body.forward_kinematics import forward_kinematics
    from kinchain.gait.landmarks import split_side

    if trial.markers is None:
        return trial
    names = [str(name) for name in trial.markers["marker"].values]
    z = np.array([{"r": DEPTH_M, "l": -DEPTH_M}.get(split_side(n)[0], 0.0) for n in names])
    if model is not None:
        marks = forward_kinematics(model, straight_pose(model)).marker_m[0]
        known = dict(zip(model.markers, marks[:, 2], strict=True))
        z = np.array([known.get(name, old) for name, old in zip(names, z, strict=True)])
    values = np.array(trial.markers.values, np.float64)
    values[:, :, 2] = np.where(np.isfinite(values[:, :, 0]), z, np.nan)
    return replace(trial, markers=marker_array(trial.time_s, names, values))
