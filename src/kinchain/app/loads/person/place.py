"""The person's markers on the default body: by the segments they lie on, else where they rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.person.marks import (
    JOINT_OF,
    RESTS_M,
    RESTS_WORN_M,
    TRUST_BY_BODY,
    candidates,
    frame_of,
    landmark_of,
    segment_of,
    split_landmark,
    trust,
)
from kinchain.app.loads.person.origins import (
    balls_of,
    nearest_bone,
    origins_of,
    torso_origin,
)
from kinchain.core.trial import Note
from kinchain.gait.landmarks import find_landmarks

if TYPE_CHECKING:
    from kinchain.app.loads.person.locks import Locks
    from kinchain.app.loads.person.seen import Seen
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
    from kinchain.body.default.fit import joint_centres, mean_place, on_body, segments_of

    segments = segments_of(body, balls_of(seen))
    origins = {**origins_of(body, seen, segments), **seen.origins}
    torso = torso_origin(seen, segments)
    if torso is not None:
        origins["torso"] = torso

    def _carry(segment: str, frame: str, path: FloatArray) -> Place | None:
        """Return a marker's place in its segment as a place on the body."""
        if frame not in seen.frames or frame not in origins or segment not in segments:
            return None
        local = mean_place(seen.frames[frame], origins[frame], path)
        if local is None:
            return None
        return segments[segment].body, on_body(segments[segment], local)

    places, landmarks = _landmarks(body, seen, joint_centres(body), _carry)
    weights = {marker: trust(landmark) for marker, landmark in landmarks.items()}
    nearest = {m: nearest_bone(body, seen, origins, m) for m in seen.others if m not in places}
    for marker, near in nearest.items():
        at = _carry(near, near, seen.others[marker]) if near else None
        if near and at is not None:
            places[marker], landmarks[marker] = at, ""
            weights[marker] = TRUST_BY_BODY[near.split("_")[0]]
    return Placed(places, weights, landmarks)


def _landmarks(
    body: Model,
    seen: Seen,
    joints: Mapping[str, FloatArray],
    carry: Callable[[str, str, FloatArray], Place | None],
) -> tuple[dict[str, Place], dict[str, str]]:
    """Return places and landmarks of the markers that stand for one."""
    places: dict[str, Place] = {}
    landmarks: dict[str, str] = {}
    for landmark, path in seen.points.paths.items():
        marker, segment = _marker(seen, landmark), segment_of(landmark)
        bare, side = split_landmark(landmark)
        at: Place | None = None
        if bare in JOINT_OF:
            at = _on_joint(body, JOINT_OF[bare], side, joints)
        elif segment is not None:
            at = carry(segment, frame_of(segment), path)
        if at is not None and marker is not None:
            places.setdefault(marker, at)
            landmarks.setdefault(marker, landmark)
    return places, landmarks


def _marker(seen: Seen, landmark: str) -> str | None:
    """Return the marker of a landmark; an inner marker may bear its outer twin's name."""
    own = seen.points.landmarks.marker_of
    if landmark in own:
        return own[landmark]
    if "_medial_" in landmark and landmark.replace("medial", "lateral") in own:
        return f"{own[landmark.replace('medial', 'lateral')]}_2"
    return None


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
    known_as = landmark_of(find_landmarks(names, dict(trial.landmark_map)))
    new = {
        # A landmark whose segment was not shown rests on no other.
        n: [] if segment_of(known_as.get(n, "")) else candidates(n, body.bodies)
        for n in names
        if n not in first.places
    }
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
        if first.landmarks.get(name) == "" and rest.spread_m > RESTS_WORN_M:
            del places[name], weights[name], landmarks[name]
        elif name in first.places:
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
