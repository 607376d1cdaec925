"""Find which way is up and forward, and turn a recording into the ground frame.

Ground: x forward along the first walk, y up, z to the subject's right, floor at y = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinchain.core.trial import (
    Note,
    Origin,
    Trial,
    angle_array,
    laboratory_array,
    marker_array,
    plate_set,
)
from kinchain.gait.landmarks import Landmarks, find_landmarks

if TYPE_CHECKING:
    import xarray as xr

    from kinchain.gait.readers._raw import FloatArray, RawTrial

SNAP_DEG = 5.0
"""A path this near a laboratory axis is taken to run along it."""

LEAN_DEG = 25.0
"""A body leaning more than this against every axis stands in a tilted frame."""

TRAVEL_M = 0.6
"""Travel of the pelvis below which its direction says nothing."""

_HIGH = (
    "asis_l",
    "asis_r",
    "psis_l",
    "psis_r",
    "sacrum",
    "hip_centre_l",
    "hip_centre_r",
    "pelvis_centre",
    "shoulder_l",
    "shoulder_r",
    "c7",
    "trochanter_l",
    "trochanter_r",
    "neck",
)
_LOW = (
    "heel_l",
    "heel_r",
    "toe_l",
    "toe_r",
    "mt1_l",
    "mt1_r",
    "mt5_l",
    "mt5_r",
    "toe_tip_l",
    "toe_tip_r",
    "ankle_lateral_l",
    "ankle_lateral_r",
    "ankle_centre_l",
    "ankle_centre_r",
    "mtp_centre_l",
    "mtp_centre_r",
)
_FEET = _LOW[:10] + _LOW[14:]
_PELVIS = (
    "asis_l",
    "asis_r",
    "psis_l",
    "psis_r",
    "sacrum",
    "hip_centre_l",
    "hip_centre_r",
    "pelvis_centre",
)


_PAIRS = ("asis", "hip_centre", "psis", "shoulder", "trochanter", "knee_lateral", "knee_centre")


@dataclass(frozen=True)
class Direction:
    """A direction in laboratory axes and how it was found."""

    vector: FloatArray
    how: str
    notes: tuple[Note, ...] = ()


def mean_path(raw: RawTrial, marks: Landmarks, names: Sequence[str]) -> FloatArray | None:
    """Return the mean path of the landmarks that are there, shape (n_frames, 3), or None.

    Parameters
    ----------
    raw
        The recording.
    marks
        Its landmarks.
    names
        Landmarks to average.
    """
    if raw.position_m is None:
        return None
    index = [raw.names.index(marks.marker_of[name]) for name in names if marks.has(name)]
    if not index or not len(raw.position_m):
        return None
    chosen = raw.position_m[:, index]
    there = np.isfinite(chosen[:, :, 0])
    count = there.sum(axis=1)
    total = np.where(there[:, :, None], chosen, 0.0).sum(axis=1)
    # A mean over other markers than usual jumps; only frames with all usual ones count.
    full = count >= max(int(np.percentile(count, 75)), 1)
    return np.where(full[:, None], total / np.maximum(count, 1)[:, None], np.nan)


def _axis_name(vector: FloatArray) -> str:
    axis = int(np.argmax(np.abs(vector)))
    return ("-" if vector[axis] < 0 else "+") + "XYZ"[axis]


def find_up(raw: RawTrial, corners_m: Sequence[FloatArray] = ()) -> Direction:
    """Find which laboratory direction is up.

    Parameters
    ----------
    raw
        The recording, laboratory axes.
    corners_m
        Corners of force plates, each (4, 3).
    """
    marks = find_landmarks(raw.names, raw.landmark_map)
    high, low = mean_path(raw, marks, _HIGH), mean_path(raw, marks, _LOW)
    if high is not None and low is not None:
        body = high - low
        body = body[np.isfinite(body[:, 0])]
        if len(body):
            mean = np.median(body, axis=0)
            length = float(np.linalg.norm(mean))
            if length > 1e-6:
                return _from_body(mean / length)
    if raw.up_hint is not None:
        return Direction(np.array(raw.up_hint), "up as the format says")
    normal = _plate_axis(corners_m)
    axis = normal if normal is not None else _long_axis(raw)
    return Direction(
        _sign_by_rest(raw, axis),
        "up by the plates" if normal is not None else "up by the body's long axis",
    )


def _from_body(mean: FloatArray) -> Direction:
    """Return the laboratory axis the body stands along, or the body's own where it leans."""
    from kinchain.gait.readers._raw import warning

    axis = int(np.argmax(np.abs(mean)))
    lean = float(np.degrees(np.arccos(min(abs(float(mean[axis])), 1.0))))
    if lean <= LEAN_DEG:
        up = np.zeros(3)
        up[axis] = np.sign(mean[axis])
        return Direction(up, f"{_axis_name(up)} is up (pelvis above feet)")
    return Direction(
        mean,
        "up along the body, which leans against all axes",
        (
            warning(
                f"the body leans {lean:.0f} deg against the nearest axis",
                "markers",
                "up is taken along the body; heights and trunk angles are rough",
            ),
        ),
    )


def _plate_axis(corners_m: Sequence[FloatArray]) -> FloatArray | None:
    normals = [
        np.abs(np.cross(c[1] - c[0], c[3] - c[0])) for c in corners_m if np.isfinite(c).all()
    ]
    if not normals:
        return None
    up = np.zeros(3)
    up[int(np.argmax(np.sum(normals, axis=0)))] = 1.0
    return up


def _long_axis(raw: RawTrial) -> FloatArray:
    up = np.zeros(3)
    if raw.position_m is None or raw.position_m.shape[1] < 2:
        up[1] = 1.0
        return up
    sample = raw.position_m[:: max(len(raw.position_m) // 300, 1)]
    with np.errstate(all="ignore"):
        spread = np.nanmax(np.nan_to_num(sample, nan=-np.inf), axis=1) - np.nanmin(
            np.nan_to_num(sample, nan=np.inf), axis=1
        )
        spread[~np.isfinite(spread)] = 0.0
        up[int(np.argmax(np.percentile(spread, 10, axis=0)))] = 1.0
    return up


def _sign_by_rest(raw: RawTrial, axis: FloatArray) -> FloatArray:
    """Return the axis with its sign so that the end where markers come to rest is down."""
    if raw.position_m is None or raw.position_m.shape[1] < 2 or len(raw.time_s) < 10:
        return axis
    height = raw.position_m @ axis
    mean = np.array(
        [np.mean(h[np.isfinite(h)]) if np.isfinite(h).any() else np.nan for h in height.T]
    )
    speed = np.linalg.norm(np.diff(raw.position_m, axis=0), axis=2)
    rest = np.array(
        [np.std(s[np.isfinite(s)]) if np.isfinite(s).any() else np.nan for s in speed.T]
    )
    good = np.isfinite(mean) & np.isfinite(rest)
    if good.sum() < 2 or np.ptp(mean[good]) == 0 or np.ptp(rest[good]) == 0:
        return axis
    return -axis if np.corrcoef(mean[good], rest[good])[0, 1] > 0 else axis


def find_forward(raw: RawTrial, up: FloatArray) -> tuple[Direction, bool | None]:
    """Find the walking direction of the first walk and whether the ground moves.

    Parameters
    ----------
    raw
        The recording, laboratory axes.
    up
        Unit vector up.

    Returns
    -------
    forward, is_treadmill
        Unit horizontal vector; None where it cannot be told.
    """
    marks = find_landmarks(raw.names, raw.landmark_map)
    body = _facing(raw, marks, up)
    pelvis = mean_path(raw, marks, _PELVIS)
    if pelvis is None and raw.position_m is not None and raw.position_m.shape[1]:
        pelvis = _centroid(raw)
    travel = _first_travel(pelvis, up)
    belt = _belt(raw, marks, pelvis, up)
    if travel is not None and belt is not True:
        return _check_facing(_snap(travel, up, "the pelvis travels"), body), belt
    if body is not None:
        return _snap(body, up, "the feet and pelvis point"), belt
    shear = _shear_direction(raw, up)
    hint = None if raw.forward_hint is None else np.array(raw.forward_hint)
    if (
        hint is not None
        and abs(float(hint @ up)) < 0.1
        and (shear is None or float(shear @ hint) > 0.8)
    ):
        return Direction(hint, "forward as the format says"), belt
    if shear is not None:
        return _snap(shear, up, "the feet brake first, then push"), belt
    first = np.eye(3)[int(np.argmin(np.abs(up)))]
    return Direction(first, f"forward unknown, {_axis_name(first)} assumed"), belt


def _centroid(raw: RawTrial) -> FloatArray:
    """Return the mean of the markers that are nearly always seen."""
    assert raw.position_m is not None
    seen = np.isfinite(raw.position_m[:, :, 0]).mean(axis=0)
    whole = raw.position_m[:, seen >= min(0.9, float(seen.max()))]
    return np.asarray(whole.mean(axis=1))


def _flat(vectors: FloatArray, up: FloatArray) -> FloatArray:
    return (
        np.asarray(vectors - np.outer(vectors @ up, up))
        if vectors.ndim == 2
        else np.asarray(vectors - (vectors @ up) * up)
    )


def _unit(vector: FloatArray) -> FloatArray | None:
    length = float(np.linalg.norm(vector))
    return vector / length if length > 1e-9 and np.isfinite(length) else None


def _facing(raw: RawTrial, marks: Landmarks, up: FloatArray) -> FloatArray | None:
    """Return where the body faces over the first seconds: heel to toe, psis to asis."""
    total = np.zeros(3)
    pairs = [
        (f"heel_{s}", f"{toe}_{s}")
        for s in "lr"
        for toe in ("toe", "mt1", "mt5", "toe_tip", "mtp_centre")
    ]
    pairs += [(f"psis_{s}", f"asis_{s}") for s in "lr"] + [
        ("sacrum", "asis_l"),
        ("sacrum", "asis_r"),
    ]
    n_first = max(int(0.25 * len(raw.time_s)), 1)
    for back, front in pairs:
        if raw.position_m is None or not marks.has(back, front):
            continue
        step = (
            raw.position_m[:, raw.names.index(marks.marker_of[front])]
            - raw.position_m[:, raw.names.index(marks.marker_of[back])]
        )
        step = step[np.isfinite(step[:, 0])][:n_first]
        if len(step):
            unit = _unit(_flat(step.mean(axis=0), up))
            total += unit if unit is not None else 0.0
    return _unit(total) if np.linalg.norm(total) > 0.2 else None


def _first_travel(pelvis: FloatArray | None, up: FloatArray) -> FloatArray | None:
    """Return the direction of the first stretch over which the pelvis goes somewhere."""
    if pelvis is None:
        return None
    path = _flat(pelvis[np.isfinite(pelvis[:, 0])], up)
    if len(path) < 2:
        return None
    away = np.linalg.norm(path - path[0], axis=1)
    if away.max() < TRAVEL_M:
        return None
    # The first walk ends where the distance from its start stops growing.
    farthest = int(np.argmax(away > 0.97 * away.max()))
    return _unit(path[farthest] - path[0])


def _belt(
    raw: RawTrial, marks: Landmarks, pelvis: FloatArray | None, up: FloatArray
) -> bool | None:
    """Say whether feet on the ground move backwards under a pelvis that stays."""
    if pelvis is None or raw.position_m is None or len(raw.time_s) < 20:
        return None
    dt = float(np.median(np.diff(raw.time_s)))
    relative: list[float] = []
    absolute: list[float] = []
    for name in ("heel_l", "heel_r", "toe_l", "toe_r", "mt5_l", "mt5_r"):
        if not marks.has(name):
            continue
        path = raw.position_m[:, raw.names.index(marks.marker_of[name])]
        height = path @ up
        good = np.isfinite(height)
        if good.sum() < 20:
            continue
        speed = np.gradient(path, dt, axis=0)
        low = good & (height <= np.nanpercentile(height, 35) + 1e-9)
        low &= np.abs(speed @ up) < 0.15
        away = speed - np.gradient(pelvis, dt, axis=0)
        both = low & np.isfinite(away).all(axis=1)
        if both.sum() < 5:
            continue
        absolute.append(float(np.median(np.linalg.norm(_flat(speed[both], up), axis=1))))
        relative.append(float(np.median(np.linalg.norm(_flat(away[both], up), axis=1))))
    if not relative or max(relative) < 0.15:
        return None
    return bool(np.median(absolute) > 0.5 * np.median(relative))


def _snap(vector: FloatArray, up: FloatArray, why: str) -> Direction:
    """Return the nearest laboratory axis if it lies within 5 degrees, else the vector."""
    axis = int(np.argmax(np.abs(vector)))
    near = np.zeros(3)
    near[axis] = np.sign(vector[axis])
    angle = float(np.degrees(np.arccos(np.clip(vector @ near, -1, 1))))
    if angle <= SNAP_DEG and abs(float(near @ up)) < 1e-6:
        return Direction(near, f"{_axis_name(near)} is forward ({why})")
    return Direction(vector, f"forward lies {angle:.0f} deg off {_axis_name(near)} ({why})")


def _check_facing(found: Direction, body: FloatArray | None) -> Direction:
    from kinchain.gait.readers._raw import warning

    if body is None or float(body @ found.vector) > -0.3:
        return found
    return Direction(
        found.vector,
        found.how,
        (
            warning(
                "the feet point against the walking direction",
                "markers",
                "walking backwards, or toe and heel markers exchanged: check",
            ),
        ),
    )


def _shear_direction(raw: RawTrial, up: FloatArray) -> FloatArray | None:
    """Return the horizontal direction along which shear brakes first and then propels."""
    if raw.plates is None:
        return None
    total = np.zeros(3)
    for plate in range(len(raw.plates.names)):
        force = raw.plates.force_n[:, plate]
        loaded = np.nan_to_num(force @ up) > 20.0
        edges = np.flatnonzero(np.diff(np.concatenate([[0], loaded.astype(int), [0]])))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if last - first > 10:
                middle = (first + last) // 2
                total += force[middle:last].sum(axis=0) - force[first:middle].sum(axis=0)
    return _unit(_flat(total, up))


def turn_to_ground(raw: RawTrial) -> Trial:
    """Turn a recording into the ground frame.

    Parameters
    ----------
    raw
        As the reader found it.
    """
    corners = list(raw.plates.corners_m) if raw.plates is not None else []
    up = find_up(raw, corners)
    forward, belt = find_forward(raw, up.vector)
    ahead = _unit(_flat(forward.vector, up.vector))
    assert ahead is not None
    turn = np.stack([ahead, up.vector, np.cross(ahead, up.vector)])
    mirrored = _mirrored(raw, turn, forward)
    if mirrored:
        turn[2] *= -1.0
    floor, floor_how = _floor(raw, up.vector)
    shift = turn @ (floor * up.vector)
    notes = [*raw.notes, *up.notes, *forward.notes, *mirrored]
    if raw.position_m is None and raw.plates is None:
        return _angles_only(raw)
    words = "; ".join(word for word in (up.how, forward.how, floor_how) if word)
    return Trial(
        origin=Origin(raw.path, raw.kind, raw.maker, words, raw.model),
        markers=None
        if raw.position_m is None or not raw.names
        else marker_array(raw.time_s, list(raw.names), raw.position_m @ turn.T - shift),
        angles=None
        if raw.angles is None
        else angle_array(raw.angles[0], list(raw.angles[1]), raw.angles[2], raw.angles[3]),
        plates=_turn_plates(raw, turn, shift),
        events=raw.events,
        subject=raw.subject,
        is_treadmill=belt,
        two_dimensional=raw.two_dimensional,
        notes=tuple(notes),
        laboratory=None
        if raw.laboratory is None
        else laboratory_array(raw.time_s, list(raw.laboratory[0]), raw.laboratory[1]),
        model_points=None
        if raw.model_points is None
        else marker_array(
            raw.time_s, list(raw.model_points[0]), raw.model_points[1] @ turn.T - shift
        ),
        landmark_map=tuple(raw.landmark_map.items()),
    )


def _angles_only(raw: RawTrial) -> Trial:
    assert raw.angles is not None
    return Trial(
        origin=Origin(raw.path, raw.kind, raw.maker, "", raw.model),
        angles=angle_array(raw.angles[0], list(raw.angles[1]), raw.angles[2], raw.angles[3]),
        events=raw.events,
        subject=raw.subject,
        notes=raw.notes,
    )


def _turn_plates(raw: RawTrial, turn: FloatArray, shift: FloatArray) -> xr.Dataset | None:
    plates = raw.plates
    if plates is None:
        return None
    free = plates.moment_nm @ turn.T
    free[..., [0, 2]] = 0.0
    return plate_set(
        plates.time_s,
        list(plates.names),
        plates.force_n @ turn.T,
        plates.cop_m @ turn.T - shift,
        free,
        plates.corners_m @ turn.T - shift,
    )


def _floor(raw: RawTrial, up: FloatArray) -> tuple[float, str]:
    """Return the floor's height on the up axis and how it was found."""
    marks = find_landmarks(raw.names, raw.landmark_map)
    lowest = np.nan
    if raw.position_m is not None and raw.names:
        feet = [raw.names.index(marks.marker_of[n]) for n in _FEET if marks.has(n)]
        height = raw.position_m[:, feet or slice(None)] @ up
        values = height[np.isfinite(height)]
        lowest = float(np.percentile(values, 0.5)) if values.size else np.nan
    if raw.plates is not None:
        heights = (raw.plates.corners_m @ up).mean(axis=1)
        heights = heights[np.isfinite(heights)]
        if heights.size:
            floor = float(np.median(heights))
            if not np.isfinite(lowest) or -0.05 <= lowest - floor <= 0.15:
                return floor, "floor at the plates"
    if not np.isfinite(lowest) or -0.03 <= lowest <= 0.12:
        return 0.0, "floor at the laboratory's zero"
    return lowest, f"floor {lowest:.2f} m off the laboratory's zero (lowest foot marker)"


def _mirrored(raw: RawTrial, turn: FloatArray, forward: Direction) -> tuple[Note, ...]:
    """Say whether the laboratory is mirrored: right markers lie left of left markers.

    Exchanging two columns without a sign, as some exports do, mirrors the laboratory. The
    labels are trusted and the third axis is turned round; a person walking backwards is not
    mirrored, so nothing is done where the feet point against the walking direction.
    """
    from kinchain.gait.readers._raw import warning

    marks = find_landmarks(raw.names, raw.landmark_map)
    if raw.position_m is None or raw.two_dimensional or forward.notes:
        return ()
    votes = []
    for name in _PAIRS:
        if marks.has(f"{name}_l", f"{name}_r"):
            across = (
                raw.position_m[:, raw.names.index(marks.marker_of[f"{name}_r"])]
                - raw.position_m[:, raw.names.index(marks.marker_of[f"{name}_l"])]
            )
            across = across[np.isfinite(across[:, 0])]
            across = across[: max(len(across) // 4, 1)]
            if len(across):
                votes.append(float(across.mean(axis=0) @ turn[2]))
    if not votes or np.median(votes) > -0.02:
        return ()
    return (
        warning(
            "right markers lie left of left markers",
            "markers",
            "taken as a mirrored laboratory and mirrored back; if the labels of the "
            "sides are exchanged instead, left and right are exchanged in the result",
        ),
    )
