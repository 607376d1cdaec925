"""What a recording shows of a person's segments: their frames, lengths and turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.person.lengths import (
    SIDES,
    ball_of,
    lengths_of,
    quantile,
    with_toe_tips,
)
from kinchain.gait.kinematics.frames import (
    cardan_zxy,
    frame_from_forward_and_up,
    frame_from_right_and_forward,
    frame_from_up_and_right,
)
from kinchain.gait.kinematics.points import Points, points_of
from kinchain.gait.kinematics.skeleton import Skeleton, build_skeleton

if TYPE_CHECKING:
    from kinchain.core.trial import Subject, Trial

FloatArray = NDArray[np.float64]

BOTH_MARKERS = "outer and inner marker"
"""How the gait room says that a joint's axis was seen, not guessed."""

HEEL_LOW_M, TOE_LOW_M = 0.02, 0.015
"""A foot whose heel and toe are within this of their lowest stands flat [expert]."""

NEARLY_STRAIGHT_RAD = np.radians(25.0)
"""In a bent knee the shank's turn about its length looks like a bow of the leg."""

PELVIS_TILT_RAD = np.radians(11.6)
"""How far the front of a walker's pelvis is tilted down where nothing shows it: the mean of healthy
people at free speed (Schwartz et al. 2008, https://doi.org/10.1016/j.jbiomech.2008.03.015)."""

TRUNK_MARKS = ("c7", "t10", "clavicle", "sternum")

WORLD_UP = np.array([0.0, 1.0, 0.0])


@dataclass(frozen=True)
class Seen:
    """What a recording shows of a person.

    Parameters
    ----------
    frames
        Axes of each segment as columns, shape (n_frames, 3, 3): ``pelvis``, ``torso``,
        ``femur_r``, ``tibia_r`` (turned so that its z is the knee's axis), ``calcn_r`` (sole
        flat)...
    origins
        Origin of each segment, shape (n_frames, 3), m: between the hips, hip, knee, ankle; of the
        torso between the hips too.
    centres
        Joint centres and ``shoulders``, shape (n_frames, 3), m.
    lengths_m
        ``hip_width``, ``thigh_r``, ``shank_r``, ``leg_r`` (hip to ankle when straight),
        ``foot_r`` (heel to ball), ``ankle_height_r``, ``pelvis_width``, ``pelvis_depth``,
        ``hip_back``, ``hip_down``, ``hip_out``, ``hip_height`` (over the floor when straight),
        ``trunk`` (hips to shoulders)...
    varus_rad
        For each side, where both joints' axes were seen: the shank's turn inwards.
    toe_out_rad
        For each side the foot's turn outwards against the knee's axis.
    points
        Landmark paths.
    how
        In words, how joints were found.
    others
        Markers of a standing trial that stand for no landmark: name to path, shape (n_frames, 3).
    """

    frames: Mapping[str, FloatArray]
    origins: Mapping[str, FloatArray]
    centres: Mapping[str, FloatArray]
    lengths_m: Mapping[str, float]
    varus_rad: Mapping[str, float]
    toe_out_rad: Mapping[str, float]
    points: Points
    how: Mapping[str, str]
    others: Mapping[str, FloatArray]


def seen_in(trial: Trial, subject: Subject, *, is_static: bool) -> Seen:
    """Return what a recording shows of a person.

    Parameters
    ----------
    trial
        The mended recording with markers.
    subject
        Measures of the person.
    is_static
        True for a standing trial: the feet stand flat all the time.
    """
    points = points_of(trial)
    skeleton = build_skeleton(points, subject)
    points = with_toe_tips(points)
    centres = dict(skeleton.centres)
    centres.pop("pelvis", None)
    frames = {name: axes for name, axes in skeleton.frames.items() if name != "thorax"}
    origins: dict[str, FloatArray] = {}
    _upper(points, centres, frames, origins, flat=trial.two_dimensional)
    turned: dict[str, float] = {}
    bowed: dict[str, float] = {}
    for side in SIDES:
        is_flat = _flat(points, side, is_static=is_static)
        _foot(points, side, is_flat, frames)
        for segment, joint in (("femur", "hip"), ("tibia", "knee"), ("calcn", "ankle")):
            if f"{joint}_{side}" in centres:
                origins[f"{segment}_{side}"] = centres[f"{joint}_{side}"]
        _knee(side, skeleton, frames, bowed)
        out = _toe_out(frames, side, is_flat)
        if out is not None:
            turned[side] = out
    return Seen(
        frames, origins, centres, lengths_of(points, centres, origins, frames), bowed, turned,
        points, skeleton.how, _others(trial, points) if is_static else {},
    )  # fmt: skip


def _others(trial: Trial, points: Points) -> dict[str, FloatArray]:
    assert trial.markers is not None
    known = set(points.landmarks.marker_of.values())
    names = [str(name) for name in trial.markers["marker"].values]
    return {name: trial.marker(name) for name in names if name not in known}


def _upper(
    points: Points,
    centres: dict[str, FloatArray],
    frames: dict[str, FloatArray],
    origins: dict[str, FloatArray],
    *,
    flat: bool,
) -> None:
    """Add pelvis and torso: of a pose program's points the pelvis stands under the trunk."""
    hips = [centres.get(f"hip_{side}") for side in SIDES]
    if hips[0] is None or hips[1] is None:
        return
    middle = 0.5 * (hips[0] + hips[1])
    right = hips[0] - hips[1]
    if flat:
        right = np.broadcast_to(np.array([0.0, 0.0, 1.0]), right.shape)
    top = points.middle("shoulder_l", "shoulder_r")
    across = points.get("shoulder_r"), points.get("shoulder_l")
    if top is None:
        top = points.middle("c7", "clavicle")
    top = points.get("neck") if top is None else top
    origins["pelvis"] = middle
    if top is not None:
        centres["shoulders"] = top
        beside = right
        if across[0] is not None and across[1] is not None and not flat:
            beside = across[0] - across[1]
        frames["torso"] = frame_from_up_and_right(top - middle, beside)
        origins["torso"] = middle
    elif any(mark in points.paths for mark in TRUNK_MARKS):
        # One marker shows how the trunk sways, not how it leans: upright on the mean.
        up = np.broadcast_to(WORLD_UP, right.shape)
        frames["torso"] = frame_from_up_and_right(up, right)
        origins["torso"] = middle
    if "pelvis" not in frames or flat:
        up = np.broadcast_to(WORLD_UP, right.shape) if top is None else top - middle
        level = frame_from_right_and_forward(right, np.cross(up, right))
        sine, cosine = np.sin(PELVIS_TILT_RAD), np.cos(PELVIS_TILT_RAD)
        frames["pelvis"] = level @ np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0, 0, 1]])


def _flat(points: Points, side: str, *, is_static: bool) -> NDArray[np.bool_]:
    """Return the frames in which the foot stands flat."""
    heel, ball = points.get(f"heel_{side}"), ball_of(points, side)
    if heel is None or ball is None:
        return np.zeros(points.n_frames, bool)
    over = [np.asarray(one[:, 1]) for one in (heel, ball)]
    both = np.isfinite(over[0]) & np.isfinite(over[1])
    if is_static or not both.any():
        return both
    rise = [one - np.percentile(one[both], 2) for one in over]
    down = both & (rise[0] < HEEL_LOW_M) & (rise[1] < TOE_LOW_M)
    if down.sum() >= 3:
        return np.asarray(down)
    total = np.where(both, np.maximum(*rise), np.inf)
    return np.asarray(total <= np.sort(total)[min(3, both.sum() - 1)])


def _foot(
    points: Points, side: str, is_flat: NDArray[np.bool_], frames: dict[str, FloatArray]
) -> None:
    """Add the foot's frame while it stands flat: along the foot, sole on the floor."""
    heel, ball = points.get(f"heel_{side}"), ball_of(points, side)
    frames.pop(f"calcn_{side}", None)
    if heel is None or ball is None or not is_flat.any():
        return
    axes = np.full((points.n_frames, 3, 3), np.nan)
    up = np.broadcast_to(WORLD_UP, (int(is_flat.sum()), 3))
    ahead = (ball - heel)[is_flat] * np.array([1.0, 0.0, 1.0])
    axes[is_flat] = frame_from_forward_and_up(ahead, up)
    frames[f"calcn_{side}"] = axes


def _knee(
    side: str, skeleton: Skeleton, frames: dict[str, FloatArray], bowed: dict[str, float]
) -> None:
    """Turn the shank's frame so that its z is the knee's axis; measure its bow."""
    thigh, shank = frames.get(f"femur_{side}"), frames.get(f"tibia_{side}")
    if thigh is None or shank is None:
        return
    axis = np.einsum("nji,nj->ni", shank, thigh[..., 2])
    turn = _median(np.arctan2(axis[:, 0], axis[:, 2]))
    if turn is None:
        return
    frames[f"tibia_{side}"] = shank = shank @ _about_y(turn)
    if all(skeleton.how.get(f"{joint}_{side}") == BOTH_MARKERS for joint in ("knee", "ankle")):
        about_z, about_x, _ = cardan_zxy(thigh, shank)
        straight = np.abs(about_z) < NEARLY_STRAIGHT_RAD
        bow = _median(about_x[straight])
        if bow is not None:
            bowed[side] = bow if side == "r" else -bow


def _toe_out(
    frames: Mapping[str, FloatArray], side: str, is_flat: NDArray[np.bool_]
) -> float | None:
    shank, foot = frames.get(f"tibia_{side}"), frames.get(f"calcn_{side}")
    if shank is None or foot is None or f"femur_{side}" not in frames:
        return None
    ahead = np.einsum("nji,nj->ni", shank, foot[..., 0])[is_flat]
    turn = _median(np.arctan2(ahead[:, 2], ahead[:, 0]))
    return None if turn is None else turn if side == "r" else -turn


def _about_y(angle: float) -> FloatArray:
    sine, cosine = np.sin(angle), np.cos(angle)
    return np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])


def _median(values: FloatArray) -> float | None:
    return quantile(values, 0.5)
