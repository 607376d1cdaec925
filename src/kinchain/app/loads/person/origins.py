"""Where a person's segments begin where no marker shows it, and which bone a marker is worn on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.person.lengths import SIDES, ball_marks, ball_of
from kinchain.app.loads.person.marks import candidates
from kinchain.core.trial import marker_array

if TYPE_CHECKING:
    from kinchain.app.loads.person.seen import Seen
    from kinchain.body.default.fit import Segment
    from kinchain.body.model import Model
    from kinchain.core.trial import Trial

FloatArray = NDArray[np.float64]

MODELS_OWN = {"toe": "mt2", "mt1": "mt1", "mt5": "mt5", "mtp_centre": "mt2", "toe_tip": "toe"}
"""Landmark of a recording to the default body's."""


def balls_of(seen: Seen) -> dict[str, tuple[str, ...]]:
    """Return for each side the default body's landmarks that stand for the recording's ball.

    Parameters
    ----------
    seen
        What the recording shows.
    """
    return {
        side: tuple(f"{MODELS_OWN[one]}_{side}" for one in ball_marks(seen.points, side))
        for side in SIDES
    }


def origins_of(body: Model, seen: Seen, segments: Mapping[str, Segment]) -> dict[str, FloatArray]:
    """Return where the ankles are over flat feet, by the body's own feet.

    Parameters
    ----------
    body
        The default body.
    seen
        What the recording shows.
    segments
        Of the body.

    Returns
    -------
    origins
        ``calcn_r`` and ``calcn_l`` where heel and ball are seen, shape (n_frames, 3), m.
    """
    found = {f"calcn_{side}": _ankle(body, seen, segments, side) for side in SIDES}
    return {name: path for name, path in found.items() if path is not None}


def _ankle(
    body: Model, seen: Seen, segments: Mapping[str, Segment], side: str
) -> FloatArray | None:
    """Return where the ankle is over a flat foot whose ankle bore no marker."""
    from kinchain.body.default.fit import between

    frames, heel = seen.frames.get(f"calcn_{side}"), seen.points.get(f"heel_{side}")
    ball = ball_of(seen.points, side)
    if frames is None or heel is None or ball is None:
        return None
    where = {one.name: one for one in body.source.markers}
    marks = (f"heel_{side}", *balls_of(seen)[side])
    places = []
    for name in marks:
        own = segments[where[name].frame.body]
        at = replace(own, origin_m=np.asarray(where[name].location_m))
        places.append(between(own, at))
    middle = 0.5 * (places[0] + np.mean(places[1:], axis=0))
    away = 0.5 * (heel + ball) - np.einsum("nij,j->ni", frames, middle * (1.0, 0.0, 1.0))
    away[:, 1] = _ankle_height(body, side)
    return np.asarray(away)


def _ankle_height(body: Model, side: str) -> float:
    """Return the height of a straight body's ankle over the floor, m."""
    from kinchain.body.default.fit import joint_centres

    return float(joint_centres(body)[f"ankle_{side}"][1])


def torso_origin(seen: Seen, segments: Mapping[str, Segment]) -> FloatArray | None:
    """Return where the torso's joint is, shape (n_frames, 3), m: it goes with the pelvis.

    Parameters
    ----------
    seen
        What the recording shows.
    segments
        Of the default body.
    """
    from kinchain.body.default.fit import between

    if "pelvis" not in seen.frames or "pelvis" not in seen.origins:
        return None
    local = between(segments["pelvis"], segments["back"])
    return np.asarray(seen.origins["pelvis"] + seen.frames["pelvis"] @ local)


REACH_M = 0.16
"""Farther than this from the line of a bone no marker of it is worn [expert]."""


def nearest_bone(
    body: Model, seen: Seen, origins: Mapping[str, FloatArray], marker: str
) -> str | None:
    """Return the segment whose bone is nearest to a standing person's marker; None if none is.

    Parameters
    ----------
    body
        The default body.
    seen
        What the standing trial shows.
    origins
        Origin of each segment, shape (n_frames, 3), m.
    marker
        One of ``seen.others``.
    """
    ends = {
        f"{bone}_{side}": (f"{one}_{side}", f"{other}_{side}")
        for bone, one, other in (("femur", "hip", "knee"), ("tibia", "knee", "ankle"))
        for side in "rl"
    }
    from kinchain.body.default.fit import mean_place

    best, least, path = None, REACH_M, seen.others[marker]
    for segment in candidates(marker, body.bodies):
        if segment not in seen.frames or segment not in origins:
            continue
        start = origins[segment]
        stop = seen.centres.get(ends[segment][1]) if segment in ends else None
        if stop is None:
            local = mean_place(seen.frames[segment], start, path)
            away = np.inf if local is None else float(np.linalg.norm(local))
            apart = _BESIDE.get(segment.split("_")[0], 0.0) + away
        else:
            apart = _from_line(start, stop, path)
        if apart < least:
            best, least = segment, apart
    return best


_BESIDE = {"pelvis": 0.0, "torso": -0.25, "calcn": -0.05}
"""How much nearer a marker of a bulky segment counts than it is to the segment's origin, m."""


def _from_line(start: FloatArray, stop: FloatArray, path: FloatArray) -> float:
    """Return the median distance of a point from a line between two others, m."""
    along, away = stop - start, path - start
    share = np.clip((away * along).sum(1) / (along * along).sum(1), 0.0, 1.0)
    apart = np.linalg.norm(away - share[:, None] * along, axis=1)
    seen = np.isfinite(apart)
    return float(np.median(apart[seen])) if seen.any() else np.inf


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
