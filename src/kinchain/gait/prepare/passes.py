"""Cut a recording into straight walks; turns and standing are left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinchain.core.trial import Note, Trial, marker_array, plate_set
from kinchain.gait.landmarks import Landmarks
from kinchain.gait.prepare.filters import low_pass
from kinchain.gait.prepare.gaps import runs

FloatArray = NDArray[np.float64]

MIN_SPEED_MPS = 0.12
"""Slower than this is standing [expert: below the slowest walking after stroke]."""

SHARE_OF_USUAL = 0.35
"""Slower than this share of the usual speed is starting, stopping or turning [expert]."""

TURN_DEG = 30.0
"""Heading this far off the walk's own is a turn [expert]."""

MIN_LENGTH_M = 0.7
"""A walk is at least about a stride long."""

_PELVIS = (
    "asis_l",
    "asis_r",
    "psis_l",
    "psis_r",
    "sacrum",
    "hip_centre_l",
    "hip_centre_r",
    "pelvis_centre",
    "trochanter_l",
    "trochanter_r",
)


@dataclass(frozen=True)
class Pass:
    """One straight walk.

    Parameters
    ----------
    start_s, end_s
        On the trial's clock.
    heading_rad
        Walking direction about the vertical, from x towards -z (seen from above, to the left).
    speed_mps
        Mean speed over the ground; NaN on a treadmill.
    """

    start_s: float
    end_s: float
    heading_rad: float
    speed_mps: float


def find_passes(trial: Trial, marks: Landmarks) -> tuple[tuple[Pass, ...], tuple[Note, ...]]:
    """Return the straight walks of a recording.

    Parameters
    ----------
    trial
        In the ground frame.
    marks
        Its landmarks.
    """
    time = trial.time_s
    if len(time) < 2:
        return (), ()
    whole = Pass(float(time[0]), float(time[-1]), 0.0, float("nan"))
    path = pelvis_path(trial, marks)
    if path is None or trial.is_treadmill:
        return (whole,), ()
    flat = path[:, [0, 2]]
    slow = low_pass(flat, trial.rate_hz, min(1.0, trial.rate_hz / 5))
    velocity = np.gradient(slow, 1.0 / trial.rate_hz, axis=0)
    speed = np.linalg.norm(velocity, axis=1)
    usual = float(np.nanpercentile(speed, 75)) if np.isfinite(speed).any() else 0.0
    if usual < MIN_SPEED_MPS:
        return (), (Note("warning", "nobody walks", "markers", "no passes: a standing trial?"),)
    moving = np.nan_to_num(speed) > max(MIN_SPEED_MPS, SHARE_OF_USUAL * usual)
    passes: list[Pass] = []
    for start, end in runs(moving):
        for a, b in _straight(velocity[start:end], start):
            passes.append(_pass(flat, time, a, b))
    kept = [p for p in passes if p.speed_mps * (p.end_s - p.start_s) >= MIN_LENGTH_M]
    left = 1.0 - sum(p.end_s - p.start_s for p in kept) / (time[-1] - time[0])
    notes: tuple[Note, ...] = ()
    if len(kept) > 1 or left > 0.15:
        notes = (
            Note(
                "note",
                f"{len(kept)} straight walks; {100 * left:.0f} % of the time is "
                "standing or turning",
                "markers",
                "only the walks are measured",
            ),
        )
    return tuple(kept), notes


def pelvis_path(trial: Trial, marks: Landmarks) -> FloatArray | None:
    """Return the pelvis's path, shape (n_frames, 3), m, or None without pelvis markers.

    Parameters
    ----------
    trial
        In the ground frame.
    marks
        Its landmarks.
    """
    if trial.markers is None:
        return None
    paths = [trial.marker(marks.marker_of[name]) for name in _PELVIS if marks.has(name)]
    if not any(np.isfinite(path).any() for path in paths):
        return None
    seen = [p for p in paths if np.isfinite(p[:, 0]).mean() > 0.5]
    # Both sides or none, so that a marker lost on one side does not shift the path sideways.
    stack = np.stack(seen or paths)
    if np.isfinite(stack).all():
        return np.asarray(stack.mean(axis=0))
    velocity = np.diff(stack, axis=1)
    there = np.isfinite(velocity)
    mean = np.where(there, velocity, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    mean[~there.any(axis=0)] = np.nan
    first = np.nanmean(np.where(np.isfinite(stack), stack, np.nan)[:, _first(stack)], axis=0)
    steps = np.concatenate([np.zeros((1, 3)), np.nan_to_num(mean)])
    result = np.cumsum(steps, axis=0)
    result += first - result[_first(stack)]
    result[~np.isfinite(stack).any(axis=(0, 2))] = np.nan
    return np.asarray(result)


def _first(stack: FloatArray) -> int:
    return int(np.flatnonzero(np.isfinite(stack).any(axis=(0, 2)))[0])


def _straight(velocity: FloatArray, offset: int) -> list[tuple[int, int]]:
    """Cut a moving stretch where its heading leaves the walk's own."""
    heading = np.unwrap(np.arctan2(-velocity[:, 1], velocity[:, 0]))
    found: list[tuple[int, int]] = []
    rest = np.ones(len(heading), dtype=bool)
    for _ in range(40):
        stretches = runs(rest)
        if not stretches:
            break
        a, b = max(stretches, key=lambda s: s[1] - s[0])
        if b - a < 5:
            break
        centre = _mode(heading[a:b])
        near = np.zeros_like(rest)
        near[a:b] = np.abs(heading[a:b] - centre) < np.radians(TURN_DEG)
        inside = [(s, e) for s, e in runs(near) if e - s >= 5]
        if not inside:
            rest[a:b] = False
            continue
        s, e = max(inside, key=lambda one: one[1] - one[0])
        found.append((offset + s, offset + e))
        rest[s:e] = False
    return sorted(found)


def _mode(heading: FloatArray) -> float:
    """Return the heading that most of the stretch keeps."""
    counts, edges = np.histogram(heading, bins=max(3, int(np.ptp(heading) / np.radians(10)) + 1))
    best = int(counts.argmax())
    inside = (heading >= edges[best]) & (heading <= edges[best + 1])
    return float(np.median(heading[inside]))


def _pass(flat: FloatArray, time: FloatArray, a: int, b: int) -> Pass:
    seen = np.flatnonzero(np.isfinite(flat[a:b, 0])) + a
    way = flat[seen[-1]] - flat[seen[0]]
    lasted = float(time[seen[-1]] - time[seen[0]])
    speed = float(np.linalg.norm(way)) / lasted if lasted > 0 else 0.0
    return Pass(float(time[a]), float(time[b - 1]), float(np.arctan2(-way[1], way[0])), speed)


def cut_pass(trial: Trial, one: Pass, snap_deg: float = 5.0) -> Trial:
    """Return one walk alone, turned so that x points forward along it.

    Parameters
    ----------
    trial
        In the ground frame.
    one
        The walk.
    snap_deg
        A heading this near to the x axis, either way, is taken to lie on it.
    """
    angle = one.heading_rad
    nearest = round(angle / np.pi) * np.pi
    angle = nearest if abs(angle - nearest) <= np.radians(snap_deg) else angle
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])
    inside = slice(one.start_s - 1e-9, one.end_s + 1e-9)

    def _turned(part: xr.DataArray | None) -> xr.DataArray | None:
        if part is None:
            return None
        cut = part.sel(time=inside)
        return marker_array(cut["time"].values, list(cut["marker"].values), cut.values @ turn.T)

    plates = trial.plates
    if plates is not None:
        cut = plates.sel(time=inside)
        plates = plate_set(
            cut["time"].values,
            list(cut["plate"].values),
            cut["force_n"].values @ turn.T,
            cut["cop_m"].values @ turn.T,
            cut["moment_nm"].values @ turn.T,
            cut["corners_m"].values @ turn.T,
        )
    return replace(
        trial,
        markers=_turned(trial.markers),
        model_points=_turned(trial.model_points),
        angles=None if trial.angles is None else trial.angles.sel(time=inside),
        laboratory=None if trial.laboratory is None else trial.laboratory.sel(time=inside),
        plates=plates,
        events=tuple(e for e in trial.events if one.start_s <= e.time_s <= one.end_s),
    )
