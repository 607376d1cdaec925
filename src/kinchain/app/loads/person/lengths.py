"""How long a person's segments are, and which landmarks stand for the ball of a foot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kinchain.gait.kinematics.points import Points

FloatArray = NDArray[np.float64]

SIDES = ("r", "l")

BALLS = (("toe",), ("mt1", "mt5"), ("mtp_centre",), ("toe_tip", "mt5"), ("toe_tip",))
"""What may stand for the ball of a foot, the best first."""


TIP_FROM = 1.25
"""A "toe" marker so many times as far from the heel as the fifth metatarsal head is at the tip:
heads lie at 0.62 (fifth) to 0.73 (first) of foot length (evidence:windlass_code), tips at 1."""


def with_toe_tips(points: Points) -> Points:
    """Return landmark paths in which a "toe" marker at the tip of the toes is called so.

    Parameters
    ----------
    points
        Landmark paths; by most marker sets ``toe`` is the second metatarsal head.
    """
    paths, marker_of = dict(points.paths), dict(points.landmarks.marker_of)
    for side in SIDES:
        heel, toe, fifth = (points.get(f"{one}_{side}") for one in ("heel", "toe", "mt5"))
        if heel is None or toe is None or fifth is None or f"toe_tip_{side}" in paths:
            continue
        reach, ball = (float(np.nanmedian(np.linalg.norm(one - heel, axis=1)))
                       for one in (toe, fifth))  # fmt: skip
        if not reach > TIP_FROM * ball:
            continue
        paths[f"toe_tip_{side}"] = paths.pop(f"toe_{side}")
        if f"toe_{side}" in marker_of:
            marker_of[f"toe_tip_{side}"] = marker_of.pop(f"toe_{side}")
    return replace(points, paths=paths, landmarks=replace(points.landmarks, marker_of=marker_of))


def ball_marks(points: Points, side: str) -> tuple[str, ...]:
    """Return the landmarks whose middle is the ball of a foot, without side; empty if none.

    Parameters
    ----------
    points
        Landmark paths.
    side
        ``l`` or ``r``.
    """
    return next(
        (marks for marks in BALLS if all(f"{one}_{side}" in points.paths for one in marks)), ()
    )


def ball_of(points: Points, side: str) -> FloatArray | None:
    """Return the path of the foot's ball, shape (n_frames, 3), m, or None.

    Parameters
    ----------
    points
        Landmark paths.
    side
        ``l`` or ``r``.
    """
    marks = ball_marks(points, side)
    return points.middle(*(f"{one}_{side}" for one in marks)) if marks else None


def lengths_of(
    points: Points,
    centres: Mapping[str, FloatArray],
    origins: Mapping[str, FloatArray],
    frames: Mapping[str, FloatArray],
) -> dict[str, float]:
    """Return the lengths that a recording shows, m, as ``Seen.lengths_m``.

    Parameters
    ----------
    points
        Landmark paths.
    centres
        Joint centres, shape (n_frames, 3), m.
    origins
        Origin of each segment likewise.
    frames
        Axes of each segment, shape (n_frames, 3, 3).
    """
    middle = origins.get("pelvis")
    back = points.middle("psis_l", "psis_r")
    pairs: dict[str, tuple[FloatArray | None, FloatArray | None]] = {
        "hip_width": (centres.get("hip_r"), centres.get("hip_l")),
        "pelvis_width": (points.get("asis_r"), points.get("asis_l")),
        "pelvis_depth": (points.middle("asis_l", "asis_r"),
                         points.get("sacrum") if back is None else back),
        "trunk": (centres.get("shoulders"), middle),
    }  # fmt: skip
    for side in SIDES:
        hip, knee, ankle = (centres.get(f"{joint}_{side}") for joint in ("hip", "knee", "ankle"))
        pairs[f"thigh_{side}"], pairs[f"shank_{side}"] = (hip, knee), (knee, ankle)
        pairs[f"leg_{side}"] = (hip, ankle)
        pairs[f"foot_{side}"] = (points.get(f"heel_{side}"), ball_of(points, side))
    found = {}
    for name, (one, other) in pairs.items():
        if one is not None and other is not None:
            apart = np.linalg.norm(one - other, axis=1)
            # A leg is as long as it is when straight.
            value = quantile(apart, STRAIGHT if name.startswith("leg") else 0.5)
            if value is not None:
                found[name] = value
    for side in SIDES:
        ankle, foot = centres.get(f"ankle_{side}"), frames.get(f"calcn_{side}")
        if ankle is not None and foot is not None:
            height = quantile(ankle[np.isfinite(foot[:, 0, 0]), 1], 0.5)
            if height is not None:
                found[f"ankle_height_{side}"] = height
    found.update(_hips(points, centres, frames))
    if middle is not None:
        height = quantile(np.asarray(middle[:, 1]), STRAIGHT)
        if height is not None:
            found["hip_height"] = height
    return found


STRAIGHT = 0.95
"""A leg is this quantile of the distance between hip and ankle long: walkers stretch it."""


def _hips(
    points: Points, centres: Mapping[str, FloatArray], frames: Mapping[str, FloatArray]
) -> dict[str, float]:
    """Return where the hips lie from the middle of the front iliac spines: back, down, out."""
    front, pelvis = points.middle("asis_l", "asis_r"), frames.get("pelvis")
    if front is None or pelvis is None:
        return {}
    places = []
    for side in SIDES:
        hip = centres.get(f"hip_{side}")
        if hip is None:
            return {}
        local = np.einsum("nji,nj->ni", pelvis, hip - front)
        local = local[np.isfinite(local).all(axis=1)]
        if not len(local):
            return {}
        places.append(np.median(local, axis=0) * (1.0, 1.0, 1.0 if side == "r" else -1.0))
    x, y, z = np.mean(places, axis=0)
    return {"hip_back": -float(x), "hip_down": -float(y), "hip_out": float(z)}


def quantile(values: FloatArray, share: float) -> float | None:
    """Return a quantile of what was seen, or None.

    Parameters
    ----------
    values
        Any shape; NaN where not seen.
    share
        Which quantile, 0 to 1.
    """
    seen = values[np.isfinite(values)]
    return float(np.quantile(seen, share)) if len(seen) else None
