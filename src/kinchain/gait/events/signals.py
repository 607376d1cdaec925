"""Paths of heel, forefoot and pelvis that event rules look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinchain.gait.kinematics.frames import FloatArray, turn_about_up
from kinchain.gait.kinematics.points import Points
from kinchain.gait.prepare.filters import low_pass

CUT_OFF_HZ = 20.0
"""Low-pass for event rules: heel strike is quick, so the usual 6 Hz would smear it."""

POSE_CUT_OFF_HZ = 8.0
"""The same for joint centres of pose programs, which tremble more."""

FOREFOOT = ("toe", "mt5", "mt1", "mtp_centre", "toe_tip")
PELVIS = (
    ("sacrum",),
    ("psis_l", "psis_r"),
    ("asis_l", "asis_r"),
    ("pelvis_centre",),
    ("hip_centre_l", "hip_centre_r"),
    ("trochanter_l", "trochanter_r"),
)


@dataclass(frozen=True)
class FootSignals:
    """One foot in the walking frame (x forward, y up).

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    heel, toe
        Shape (n_frames, 3), m, smoothed; gaps filled in between, NaN at the ends.
    pelvis
        The same for a point of the pelvis.
    seen
        Shape (n_frames,): heel and toe were seen there.
    rate_hz
        Frames per second.
    is_pose
        Whether these are joint centres of a pose program, or rebuilt from joint angles.
    """

    time_s: FloatArray
    heel: FloatArray
    toe: FloatArray
    pelvis: FloatArray
    seen: np.ndarray
    rate_hz: float
    is_pose: bool = False


def foot_signals(
    points: Points, time_s: FloatArray, side: str, heading_rad: FloatArray | None = None
) -> FootSignals | None:
    """Return what event rules need of one foot, or None where it was not recorded.

    Parameters
    ----------
    points
        Landmark paths.
    time_s
        Their clock, s.
    side
        ``l`` or ``r``.
    heading_rad
        Walking direction of each frame, rad.
    """
    heel = points.get(f"heel_{side}")
    heel = points.get(f"ankle_lateral_{side}") if heel is None else heel
    toe = next((p for n in FOREFOOT if (p := points.get(f"{n}_{side}")) is not None), None)
    pelvis = next((p for n in PELVIS if (p := points.middle(*n)) is not None), None)
    if heel is None or toe is None or pelvis is None:
        return None
    rate = 1.0 / float(np.median(np.diff(time_s)))
    cut = POSE_CUT_OFF_HZ if points.landmarks.is_pose else CUT_OFF_HZ
    heading = np.zeros(len(time_s)) if heading_rad is None else heading_rad
    walk = turn_about_up(heading)
    paths = [
        smooth(np.einsum("nji,nj->ni", walk, filled(path)), rate, cut)
        for path in (heel, toe, pelvis)
    ]
    seen = np.asarray(np.isfinite(heel).all(axis=1) & np.isfinite(toe).all(axis=1))
    return FootSignals(time_s, paths[0], paths[1], paths[2], seen, rate, points.landmarks.is_pose)


def filled(path: FloatArray) -> FloatArray:
    """Return a path with gaps between seen frames filled by straight lines.

    Parameters
    ----------
    path
        Shape (n_frames, 3), m.
    """
    out = path.copy()
    frames = np.arange(len(path))
    for axis in range(path.shape[1]):
        seen = np.isfinite(path[:, axis])
        if seen.any():
            inside = (frames >= frames[seen][0]) & (frames <= frames[seen][-1])
            out[inside, axis] = np.interp(frames[inside], frames[seen], path[seen, axis])
    return out


def smooth(path: FloatArray, rate_hz: float, cut_off_hz: float) -> FloatArray:
    """Return a path after a zero-lag fourth-order Butterworth filter, its edge for each pass.

    Parameters
    ----------
    path
        Shape (n_frames, 3), m; NaN at the ends stays NaN.
    rate_hz, cut_off_hz
        Frames per second and the filter's edge.

    References
    ----------
    .. [1] D. A. Winter, 2009. https://doi.org/10.1002/9780470549148
    """
    seen = np.isfinite(path).all(axis=1)
    out = np.full_like(path, np.nan)
    if seen.sum() > 15:
        edge = min(cut_off_hz, 0.45 * rate_hz)
        out[seen] = low_pass(path[seen], rate_hz, edge, passes=1.0)
    return out


def rate_of_change(path: FloatArray, rate_hz: float) -> FloatArray:
    """Return the derivative by central differences, per second.

    Parameters
    ----------
    path
        Shape (n_frames, ...).
    rate_hz
        Frames per second.
    """
    return np.asarray(np.gradient(path, 1.0 / rate_hz, axis=0))
