"""A predicted walk as a laboratory would have recorded it: markers and force plates, truth known.

The model walks in one plane. Sideways everything is set to usual widths; the body sways over the
standing foot as usual, the more the higher a marker lies, and nothing else moves there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import xarray as xr

from kinchain.core.trial import Note, Origin, Subject, Trial, marker_array, plate_set
from kinchain.simulate.gait_cycle import LEGS, FloatArray, GaitCycle, Leg, Person
from kinchain.simulate.measure import STANCE_N

__all__ = ["recording_of"]

N_STRIDES = 5
MARKER_HZ, PLATE_HZ = 100.0, 1000.0

HIP_HALF, PELVIS_HALF, PELVIS_DEPTH = 0.050, 0.072, 0.086
"""Half the distance of the hips and of the front spines, and the pelvis' depth, of the height.
Widths are usual ones [expert]."""

HIP_BEHIND, HIP_BELOW = 0.030, 0.050
"""Hip centres behind and below the front spines, of the height [after Harrington et al. 2007, for
a usual pelvis]."""

KNEE_HALF, ANKLE_HALF = 0.034, 0.024
FOOT_IN, FOOT_OUT = 0.020, 0.028
SHOULDER_HALF, NECK_UP = 0.112, 0.06
SWAY_M = 0.02
"""How far the hips sway to each side [expert: usual at common speeds]."""

MARKER_M = 0.025
"""How far markers of the foot stand over what they mark [expert]."""

REGIONS: Mapping[str, str] = {"heel": "heel", "midfoot": "midfoot", "ball": "mtp", "toe": "toe"}
"""Region of the sole to the point where its force is taken to act."""


def recording_of(gait: GaitCycle, person: Person, n_strides: int = N_STRIDES) -> Trial:
    """Return a predicted stride, walked again and again, as a recording.

    Parameters
    ----------
    gait
        The stride.
    person
        Whose.
    n_strides
        How many strides; the pattern does not vary.

    Returns
    -------
    trial
        Markers at 100 Hz, forces at 1000 Hz, each foot on a plate of its own.
    """
    time = np.arange(0.0, n_strides * gait.stride_s, 1.0 / MARKER_HZ)
    markers = dict(_markers(_Seen(gait, time), person.height_m))
    sway = SWAY_M * np.sin(2.0 * np.pi * time / gait.stride_s)
    hips = float(np.mean(gait.joints["pelvis"][:, 1]))
    for path in markers.values():
        path[:, 2] += sway * np.clip(path[:, 1] / hips, 0.0, 1.5)
    note = Note("note", "a predicted walk, written as a recording", "the whole recording",
                "nobody walked; sideways only the usual sway")  # fmt: skip
    return Trial(
        Origin("simulated", "simulated", "kinchain"),
        markers=marker_array(time, list(markers), np.stack(list(markers.values()), axis=1)),
        plates=_plates(gait, n_strides, person.height_m),
        subject=Subject(mass_kg=person.mass_kg, height_m=person.height_m, sex=person.sex),
        is_treadmill=False,
        notes=(note,),
    )


class _Seen:
    """Points and angles of a stride at any time, walked on and on."""

    def __init__(self, gait: GaitCycle, time_s: FloatArray) -> None:
        self._gait = gait
        self._share = np.mod(time_s / gait.stride_s, 1.0)
        self._gone = np.floor(time_s / gait.stride_s) * gait.speed_mps * gait.stride_s
        self._grid = np.linspace(0.0, 1.0, len(gait.time_s))

    def course(self, values: FloatArray) -> FloatArray:
        """Return a periodic course, shape (n,)."""
        return np.asarray(np.interp(self._share, self._grid, values))

    def point(self, name: str) -> FloatArray:
        """Return a point in the plane, shape (n, 2)."""
        path = self._gait.joints[name]
        x, y = (np.interp(self._share, self._grid, path[:, k]) for k in range(2))
        return np.column_stack([x + self._gone, y])

    def angle(self, name: str) -> FloatArray:
        """Return a coordinate, shape (n,)."""
        return self.course(self._gait.coordinates[name])


def _at(plane: FloatArray, aside_m: float) -> FloatArray:
    """Return a point of the plane at some distance to the right, shape (n, 3)."""
    return np.column_stack([plane, np.full(len(plane), aside_m)])


def _turned(angle_rad: FloatArray, ahead_m: float, up_m: float) -> FloatArray:
    """Return a segment's vector in the plane, turned from upright, shape (n, 2)."""
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    return np.column_stack([ahead_m * cos - up_m * sin, ahead_m * sin + up_m * cos])


def _markers(seen: _Seen, height_m: float) -> Iterator[tuple[str, FloatArray]]:
    """Yield each marker with its path, under the names of the Helen Hayes set."""
    tilt = seen.angle("pelvis_tilt")
    front = (HIP_BEHIND * height_m, HIP_BELOW * height_m)
    for leg in LEGS:
        own, letter = leg[0], leg[0].upper()
        side = 1.0 if leg == "right" else -1.0
        hip = seen.point(f"hip_{own}")
        spine = hip + _turned(tilt, *front)
        back = hip + _turned(tilt, front[0] - PELVIS_DEPTH * height_m, front[1])
        yield f"{letter}ASI", _at(spine, side * PELVIS_HALF * height_m)
        yield f"{letter}PSI", _at(back, side * 0.4 * PELVIS_HALF * height_m)
        yield from _leg(seen, leg, height_m)
    top = seen.point("trunk_top")
    lean = np.arctan2(*(top - seen.point("pelvis")).T)
    shoulder = top - _turned(-lean, 0.0, 0.05)
    yield "C7", _at(top + _turned(-lean, -0.05, 0.0), 0.0)
    yield "CLAV", _at(top + _turned(-lean, 0.06, -NECK_UP), 0.0)
    for letter, side in (("L", -1.0), ("R", 1.0)):
        yield f"{letter}SHO", _at(shoulder, side * SHOULDER_HALF * height_m)


def _leg(seen: _Seen, leg: Leg, height_m: float) -> Iterator[tuple[str, FloatArray]]:
    own, letter = leg[0], leg[0].upper()
    side = 1.0 if leg == "right" else -1.0
    line = side * HIP_HALF * height_m
    for joint, half, outer, inner in (("knee", KNEE_HALF, "KNE", "KNM"),
                                      ("ankle", ANKLE_HALF, "ANK", "MED")):  # fmt: skip
        place = seen.point(f"{joint}_{own}")
        yield f"{letter}{outer}", _at(place, line + side * half * height_m)
        yield f"{letter}{inner}", _at(place, line - side * half * height_m)
    hip, knee = seen.point(f"hip_{own}"), seen.point(f"knee_{own}")
    yield f"{letter}THI", _at(0.45 * hip + 0.55 * knee, line + side * 0.05 * height_m)
    ankle = seen.point(f"ankle_{own}")
    yield f"{letter}TIB", _at(0.45 * knee + 0.55 * ankle, line + side * 0.03 * height_m)
    heel, ball = seen.point(f"heel_{own}"), seen.point(f"mtp_{own}")
    mid = seen.point(f"midfoot_{own}")
    yield f"{letter}HEE", _at(heel + _over(mid, heel), line)
    top = _over(ball, mid)
    yield f"{letter}TOE", _at(ball + top, line)
    yield f"{letter}FMH", _at(ball + 0.6 * top, line - side * FOOT_IN * height_m)
    yield f"{letter}VMH", _at(ball - 0.012 * _along(ball, mid) + 0.6 * top,
                              line + side * FOOT_OUT * height_m)  # fmt: skip


def _along(front: FloatArray, back: FloatArray) -> FloatArray:
    line = front - back
    return np.asarray(line / np.linalg.norm(line, axis=1, keepdims=True))


def _over(front: FloatArray, back: FloatArray) -> FloatArray:
    """Return the small step from the bone to its marker, up from the foot's own line."""
    along = _along(front, back)
    return MARKER_M * np.column_stack([-along[:, 1], along[:, 0]])


def _plates(gait: GaitCycle, n_strides: int, height_m: float) -> xr.Dataset:
    time = np.arange(0.0, n_strides * gait.stride_s, 1.0 / PLATE_HZ)
    seen = _Seen(gait, time)
    forces, places = [], []
    for leg in LEGS:
        own = leg[0]
        along, up = (seen.course(gait.ground[leg][:, k]) for k in range(2))
        bears = up > 0.5 * STANCE_N
        forces.append(np.column_stack([along, up, np.zeros_like(up)]) * bears[:, None])
        share = [np.maximum(seen.course(gait.regions[f"{name}_{own}"]), 1e-6) for name in REGIONS]
        x = [seen.point(f"{name}_{own}")[:, 0] for name in REGIONS.values()]
        cop = sum(a * b for a, b in zip(share, x, strict=True)) / sum(share)
        aside = (1.0 if leg == "right" else -1.0) * HIP_HALF * height_m
        place = np.column_stack([cop, np.zeros_like(cop), np.full_like(cop, aside)])
        places.append(np.where(bears[:, None], place, np.nan))
    force, cop = np.stack(forces, axis=1), np.stack(places, axis=1)
    return plate_set(time, list(LEGS), force, cop, np.zeros_like(force))
