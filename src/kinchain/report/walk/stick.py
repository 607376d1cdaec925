"""A stick figure of every frame in the walking frame, for playback and for the row of poses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.gait.events.rules import belt_speed
from kinchain.gait.kinematics.frames import turn_about_up
from kinchain.gait.measure import Measured, heading_of
from kinchain.gait.prepare.filters import low_pass
from kinchain.report.walk.stick_angles import paths_from_angles
from kinchain.report.walk.times import SIDES, stances

FloatArray = NDArray[np.float64]

CAMERA_HZ = 0.5
"""The view follows the pelvis this slowly, so that its sway stays in sight."""

CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "hip": ("hip_centre", "trochanter", "asis"),
    "knee": ("knee_centre", "knee_lateral"),
    "ankle": ("ankle_centre", "ankle_lateral"),
    "heel": ("heel",),
    "toe": ("toe", "mtp_centre", "mt5", "mt1", "toe_tip"),
    "shoulder": ("shoulder",),
}
"""Joint to the landmarks that stand for it where the skeleton has no centre."""

BONES: tuple[tuple[str, str], ...] = (
    ("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"), ("ankle", "toe"),
)  # fmt: skip

LEAST = ("hip", "knee", "ankle")


@dataclass(frozen=True)
class Stick:
    """A stick figure over time.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    names
        Of the points.
    points_m
        Shape (n_frames, n_points, 3), m: forward, up, right, from where the view stands.
    lines
        Pairs of points and the side they belong to (``left``, ``right`` or ``middle``).
    way_m
        Shape (n_frames,): how far the ground lies behind where it was, m.
    forces_m
        Shape (n_frames, n_plates, 2, 3): foot and tip of each plate's force arrow, m, NaN while
        unloaded.
    down
        Shape (n_frames, 2), left and right: 1 on the ground, 0 in the air, -1 not known.
    part
        Shape (n_frames,): number of the walk.
    is_flat
        Whether only the side view means something.
    """

    time_s: FloatArray
    names: tuple[str, ...]
    points_m: FloatArray
    lines: tuple[tuple[int, int, str], ...]
    way_m: FloatArray
    forces_m: FloatArray
    down: NDArray[np.int8]
    part: NDArray[np.int8]
    is_flat: bool = False


def stick_of(done: Measured) -> Stick | None:
    """Return the stick figure of a measured walk, or None where no leg is whole.

    Parameters
    ----------
    done
        The measured walk.
    """
    trial = done.prepared.trial
    paths = _paths(done)
    flat = trial.two_dimensional or trial.markers is None
    if trial.markers is None and trial.angles is not None:
        paths = paths_from_angles(trial.angles, trial.subject.height_m)
    if not any(all(f"{joint}_{side[0]}" in paths for joint in LEAST) for side in SIDES):
        return None
    names = tuple(paths)
    time = np.asarray(trial.time_s, dtype=float)
    ground = np.stack([paths[name] for name in names], axis=1)
    walk = turn_about_up(heading_of(done.prepared))
    points = np.einsum("fij,fpi->fpj", walk, ground)
    seen, part = _seen(done, time)
    camera = _camera(points, names, time, part)
    points = points - camera[:, None, :]
    forces = _forces(done, time, walk, camera)
    moved = camera[:, 0].copy()
    if trial.is_treadmill and done.feet:
        belt = float(np.mean([belt_speed(foot) for foot in done.feet.values()]))
        moved = moved - belt * (time - time[0])
    for number in np.unique(part[seen]):
        moved[part == number] -= moved[part == number][0]
    return Stick(
        time[seen],
        names,
        points[seen],
        _lines(names),
        moved[seen],
        forces[seen],
        _down(done, time)[seen],
        part[seen],
        flat,
    )


def _paths(done: Measured) -> dict[str, FloatArray]:
    """Return joints' and some landmarks' paths by name, ground frame, m."""
    found: dict[str, FloatArray] = {}
    skeleton, points = done.joints.skeleton, done.joints.points
    centres = {} if skeleton is None else skeleton.centres
    for joint, marks in CANDIDATES.items():
        for side in ("l", "r"):
            name = f"{joint}_{side}"
            path = centres.get(name)
            for mark in marks:
                if path is None and points is not None:
                    path = points.get(f"{mark}_{side}")
            if path is not None and np.isfinite(path).any():
                found[name] = path
    neck = None
    if points is not None:
        neck = points.get("c7")
        neck = points.middle("shoulder_l", "shoulder_r") if neck is None else neck
        neck = points.get("neck") if neck is None else neck
    if neck is not None and np.isfinite(neck).any():
        found["neck"] = neck
    if "hip_l" in found and "hip_r" in found:
        found["pelvis"] = 0.5 * (found["hip_l"] + found["hip_r"])
    return found


def _lines(names: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    place = {name: number for number, name in enumerate(names)}
    wanted = [(f"{a}_{side[0]}", f"{b}_{side[0]}", str(side)) for side in SIDES for a, b in BONES]
    wanted += [("hip_l", "hip_r", "middle"), ("pelvis", "neck", "middle"),
               ("neck", "shoulder_l", "middle"), ("neck", "shoulder_r", "middle")]  # fmt: skip
    return tuple((place[a], place[b], side) for a, b, side in wanted if {a, b} <= place.keys())


def _seen(done: Measured, time: FloatArray) -> tuple[NDArray[np.bool_], NDArray[np.int8]]:
    """Return which frames are walking, and of which walk each is."""
    part = np.full(len(time), -1, dtype=np.int8)
    for number, one in enumerate(done.prepared.passes[:100]):
        part[(time >= one.start_s) & (time <= one.end_s)] = number
    if (part < 0).all():
        part[:] = 0
    return part >= 0, part


def _camera(
    points: FloatArray, names: tuple[str, ...], time: FloatArray, part: NDArray[np.int8]
) -> FloatArray:
    """Return where the view stands: with the hips, slowly; never up or down."""
    hips = [number for number, name in enumerate(names) if name.startswith("hip")]
    shown = points[:, hips] if hips else points
    there = np.isfinite(shown).any(axis=(1, 2))
    follow = np.full((len(points), 3), np.nan)
    follow[there] = np.nanmean(shown[there], axis=1)
    camera = np.zeros_like(follow)
    rate = 1.0 / float(np.median(np.diff(time)))
    frames = np.arange(len(time))
    for number in np.unique(part):
        own = part == number
        for axis in (0, 2):
            known = own & np.isfinite(follow[:, axis])
            if known.sum() < 2:
                continue
            path = np.interp(frames[own], frames[known], follow[known, axis])
            line = np.polyval(np.polyfit(frames[own], path, 1), frames[own])
            camera[own, axis] = line + low_pass((path - line)[:, None], rate, CAMERA_HZ)[:, 0]
    return camera


def _forces(done: Measured, time: FloatArray, walk: FloatArray, camera: FloatArray) -> FloatArray:
    """Return each plate's force as an arrow, 0.7 m a body weight (or a metre a kN)."""
    plates = done.prepared.trial.plates
    if plates is None:
        return np.zeros((len(time), 0, 2, 3))
    mass = done.prepared.trial.subject.mass_kg
    scale = 0.7 / (mass * 9.80665) if mass else 0.001
    clock = np.asarray(plates["time"].values, dtype=float)
    near = np.clip(np.searchsorted(clock, time), 0, len(clock) - 1)
    force, cop = plates["force_n"].values[near], plates["cop_m"].values[near]
    weak = ~(force[..., 1] > 0.1 / scale * 0.7) | ~np.isfinite(cop).all(axis=-1)
    tip = cop + scale * force
    arrows = np.stack([cop, tip], axis=2)
    arrows = np.einsum("fij,fpai->fpaj", walk, arrows) - camera[:, None, None, :]
    arrows[weak] = np.nan
    loaded = np.isfinite(arrows).any(axis=(0, 2, 3))
    return np.asarray(arrows[:, loaded])


def _down(done: Measured, time: FloatArray) -> NDArray[np.int8]:
    """Return for each foot whether it is on the ground: 1, in the air: 0, not known: -1."""
    down = np.full((len(time), 2), -1, dtype=np.int8)
    for column, side in enumerate(SIDES):
        spans = stances(done, side)
        if not spans:
            continue
        inside = (time >= spans[0][0]) & (time <= spans[-1][1])
        down[inside, column] = 0
        for start, end in spans:
            down[(time >= start) & (time <= end), column] = 1
    return down
