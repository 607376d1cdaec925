"""Landmark paths of one trial, with those seen only in a standing trial carried over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinchain.core.trial import Trial
from kinchain.gait.kinematics.frames import FloatArray, carried_points
from kinchain.gait.landmarks import Landmarks, find_landmarks, split_side

_CLUSTERS: Mapping[str, str] = {
    "thigh": r"^(th|thigh|fem|t)\d|thigh|^thi$",
    "shank": r"^(sh|shank|tb|tib|sk|s)\d|shank|^tib$",
    "foot": r"^(ft|foot)\d|midfoot|heel|^hee$|toe|calc|mt\d|5meta",
}
"""Which markers move with which segment, by the plain rest of their names."""

_SEGMENT_OF: Mapping[str, str] = {
    "knee_lateral": "thigh",
    "knee_medial": "thigh",
    "trochanter": "thigh",
    "ankle_lateral": "shank",
    "ankle_medial": "shank",
    "fibula_head": "shank",
    "tibial_tuberosity": "shank",
    "heel": "foot",
    "toe": "foot",
    "mt1": "foot",
    "mt5": "foot",
    "toe_tip": "foot",
}

MAX_MISFIT_M = 0.03
"""A cluster that fits worse than this is not trusted to carry points; skin moves up to
about 3 cm on the thigh (Cappozzo et al. 1996, https://doi.org/10.1016/0268-0033(95)01046-1)."""


@dataclass(frozen=True)
class Points:
    """Landmark paths.

    Parameters
    ----------
    paths
        Landmark with side (``heel_l``) to its path, shape (n_frames, 3), m, ground frame.
    n_frames
        Number of frames.
    carried
        Landmarks that were carried over from the standing trial.
    landmarks
        Which marker was taken for what.
    """

    paths: Mapping[str, FloatArray]
    n_frames: int
    carried: tuple[str, ...]
    landmarks: Landmarks

    def get(self, name: str) -> FloatArray | None:
        """Return a landmark's path, or None.

        Parameters
        ----------
        name
            Landmark with side.
        """
        return self.paths.get(name)

    def middle(self, *names: str) -> FloatArray | None:
        """Return the middle of the landmarks that are there, or None if none is.

        Parameters
        ----------
        *names
            Landmarks with side; all must be there.
        """
        found = [self.paths[name] for name in names if name in self.paths]
        return None if len(found) < len(names) else np.mean(found, axis=0)


def points_of(trial: Trial, static: Trial | None = None) -> Points:
    """Return the landmark paths of a trial.

    Parameters
    ----------
    trial
        A recording with markers.
    static
        A standing trial of the same person and markers; what only it shows (inner knee and
        ankle, clusters' landmarks) is carried over.
    """
    if trial.markers is None:
        return Points({}, 0, (), find_landmarks(()))
    landmarks = _landmarks(trial)
    paths = {mark: trial.marker(name) for mark, name in landmarks.marker_of.items()}
    paths.update(_inner_of_twins(trial, landmarks))
    carried: list[str] = []
    if static is not None and static.markers is not None:
        for name, path in _carried(trial, static, landmarks).items():
            paths[name] = path
            carried.append(name)
    return Points(paths, trial.markers.sizes["time"], tuple(sorted(carried)), landmarks)


def _landmarks(trial: Trial) -> Landmarks:
    assert trial.markers is not None
    names = [str(name) for name in trial.markers["marker"].values]
    return find_landmarks(names, dict(trial.landmark_map))


def _inner_of_twins(trial: Trial, landmarks: Landmarks) -> dict[str, FloatArray]:
    """Return inner knee and ankle where the file gives outer and inner marker the same name.

    The reader keeps the second of two equal labels as NAME_2.
    """
    assert trial.markers is not None
    names = set(map(str, trial.markers["marker"].values))
    found = {}
    for joint in ("knee", "ankle"):
        for side in ("l", "r"):
            outer, inner = f"{joint}_lateral_{side}", f"{joint}_medial_{side}"
            twin = f"{landmarks.marker_of.get(outer, '')}_2"
            if twin in names and inner not in landmarks.marker_of:
                found[inner] = trial.marker(twin)
    return found


def _carried(trial: Trial, static: Trial, landmarks: Landmarks) -> dict[str, FloatArray]:
    assert trial.markers is not None and static.markers is not None
    there = _landmarks(static)
    wanted = [mark for mark in there.marker_of if mark not in landmarks.marker_of]
    shared = set(map(str, trial.markers["marker"].values)) & set(
        map(str, static.markers["marker"].values)
    )
    found: dict[str, FloatArray] = {}
    for segment in _CLUSTERS:
        for side in ("l", "r"):
            marks = [
                m for m in wanted if m.endswith(f"_{side}") and _SEGMENT_OF.get(m[:-2]) == segment
            ]
            cluster = sorted(name for name in shared if _is_on(name, segment, side))
            if marks and len(cluster) >= 3:
                found.update(_by_cluster(trial, static, there, marks, cluster))
    return found


def _is_on(name: str, segment: str, side: str) -> bool:
    of, rest = split_side(name)
    return of == side and re.search(_CLUSTERS[segment], rest) is not None


def _by_cluster(
    trial: Trial, static: Trial, there: Landmarks, marks: list[str], cluster: list[str]
) -> dict[str, FloatArray]:
    home = np.stack([_still(static, name) for name in cluster])
    points = np.stack([_still(static, there.marker_of[mark]) for mark in marks])
    moving = np.stack([trial.marker(name) for name in cluster], axis=1)
    if not (np.isfinite(home).all() and np.isfinite(points).all()):
        return {}
    paths, misfit = carried_points(points, home, moving)
    paths[misfit > MAX_MISFIT_M] = np.nan
    return {mark: paths[:, place] for place, mark in enumerate(marks)}


def _still(static: Trial, name: str) -> FloatArray:
    """Return a marker's middle place in the standing trial, m."""
    path = static.marker(name)
    seen = path[np.isfinite(path).all(axis=1)]
    return np.full(3, np.nan) if not len(seen) else np.asarray(np.median(seen, axis=0))
