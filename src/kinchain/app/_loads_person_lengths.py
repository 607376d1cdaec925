"""How long a person's segments are, and which landmarks stand for the ball of a foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kinchain.gait.kinematics.points import Points

FloatArray = NDArray[np.float64]

SIDES = ("r", "l")

BALLS = (("toe",), ("mt1", "mt5"), ("mtp_centre",), ("toe_tip", "mt5"), ("toe_tip",))
"""What may stand for the ball of a foot, the best first."""


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
