"""The foot's neutral position from a standing trial: there the sole lies flat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinchain.gait.kinematics.frames import FloatArray, frame_from_forward_and_up
from kinchain.gait.kinematics.points import Points
from kinchain.gait.kinematics.skeleton import STANDING_OFFSETS, Skeleton

MAX_OFFSET_RAD = np.radians(35.0)
"""Markers that lie higher on one end of the foot tilt its frame by 5 to 20 degrees; a foot turned
more than this in standing was not flat (raised heel, wedge) and tells no neutral position [expert].
"""


@dataclass(frozen=True)
class StandingFoot:
    """What standing shows of one foot.

    Parameters
    ----------
    turn
        Rotation from the frame of the foot's markers to that of the flat foot, shape (3, 3).
    toes_rad
        Lift of the toes against the foot there, None without a marker on a toe.
    """

    turn: FloatArray
    toes_rad: float | None


def standing_feet(points: Points, skeleton: Skeleton) -> dict[str, StandingFoot]:
    """Return the neutral position of each foot that stood flat.

    Parameters
    ----------
    points
        Landmark paths of the standing trial.
    skeleton
        Its frames.

    Returns
    -------
    feet
        By side, ``l`` and ``r``; a foot that was not seen or not flat is missing, and so is one
        whose offsets the laboratory gave.
    """
    found = {}
    for side in ("l", "r"):
        frames = skeleton.frames.get(f"calcn_{side}")
        if frames is None or skeleton.how.get(f"calcn_{side}") == STANDING_OFFSETS:
            continue
        turn = _to_flat(frames)
        if turn is not None:
            found[side] = StandingFoot(turn, _median(toe_lift(points, side)))
    return found


def _to_flat(frames: FloatArray) -> FloatArray | None:
    """Return the rotation from the marker frame to a frame that lies on the floor."""
    seen = frames[np.isfinite(frames).all(axis=(1, 2))]
    if not len(seen):
        return None
    left, _, right = np.linalg.svd(seen.mean(axis=0))
    mean = left @ right
    if np.linalg.det(mean) < 0.5:
        return None
    forward = mean[:, 0] * np.array([1.0, 0.0, 1.0])
    flat = frame_from_forward_and_up(forward[None], np.array([[0.0, 1.0, 0.0]]))[0]
    turn = np.asarray(mean.T @ flat)
    angle = np.arccos(np.clip(0.5 * (np.trace(turn) - 1.0), -1.0, 1.0))
    return turn if np.isfinite(turn).all() and angle < MAX_OFFSET_RAD else None


def toe_lift(points: Points, side: str) -> FloatArray | None:
    """Return the toes' lift against the foot, rad; None without a marker on a toe.

    Parameters
    ----------
    points
        Landmark paths.
    side
        ``l`` or ``r``.
    """
    heel, ball, tip = (points.get(f"{name}_{side}") for name in ("heel", "toe", "toe_tip"))
    # the great toe turns about the head of its own bone
    ball = points.get(f"mt1_{side}") if ball is None else ball
    if heel is None or ball is None or tip is None:
        return None
    return _pitch(tip - ball) - _pitch(ball - heel)


def _pitch(along: FloatArray) -> FloatArray:
    return np.asarray(np.arctan2(along[:, 1], np.hypot(along[:, 0], along[:, 2])))


def _median(values: FloatArray | None) -> float | None:
    if values is None or not np.isfinite(values).any():
        return None
    return float(np.nanmedian(values))
