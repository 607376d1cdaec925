"""Bones as simple shapes: rings of corners on each body, sized by where its neighbours are.

The forms are drawn after ordinary bones and are no one's own; they carry no result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.report.loads.scene import LoadsScene

FloatArray = NDArray[np.float64]

Tone = Literal["left", "right", "middle"]

N_SIDES = 12
TRUNK_PER_THIGH = 1.12
"""From the lowest back to the neck in thigh lengths, about as in adults [expert]."""

BONES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "femur": ((0.0, 0.026, 0.026), (0.05, 0.031, 0.028), (0.12, 0.022, 0.022), (0.35, 0.015, 0.015),
              (0.65, 0.015, 0.015), (0.86, 0.022, 0.026), (0.97, 0.03, 0.038), (1.0, 0.028, 0.036)),
    "tibia": ((0.04, 0.027, 0.037), (0.07, 0.029, 0.038), (0.17, 0.019, 0.022),
              (0.4, 0.014, 0.014), (0.75, 0.012, 0.012), (0.94, 0.018, 0.022), (0.99, 0.02, 0.026)),
    "arm": ((0.0, 0.022, 0.022), (0.08, 0.022, 0.022), (0.3, 0.014, 0.014), (0.8, 0.013, 0.013),
            (1.0, 0.018, 0.022)),
    "forearm": ((0.0, 0.014, 0.016), (0.2, 0.013, 0.015), (0.8, 0.011, 0.013),
                (1.0, 0.014, 0.02)),
}  # fmt: skip
"""Along a bone (0 to 1): half its depth and half its width, m."""

PELVIS = ((-0.04, 0.05, 0.045), (-0.02, 0.06, 0.075), (0.02, 0.075, 0.115), (0.07, 0.07, 0.135),
          (0.105, 0.055, 0.13), (0.115, 0.045, 0.11))  # fmt: skip
"""Above the hips (m): half depth and half width of the basin."""

TRUNK = (
    (-0.2, 0.06, 0.09),
    (0.0, 0.07, 0.105),
    (0.12, 0.078, 0.11),
    (0.35, 0.092, 0.128),
    (0.6, 0.1, 0.145),
    (0.8, 0.085, 0.15),
    (0.92, 0.055, 0.105),
    (0.97, 0.04, 0.05),
    (1.06, 0.038, 0.042),
)
"""Along the trunk (0 to 1): half depth and half width, m."""

HEAD = ((-0.09, 0.045, 0.04), (-0.06, 0.075, 0.058), (0.0, 0.092, 0.073), (0.05, 0.088, 0.072),
        (0.09, 0.06, 0.05), (0.108, 0.02, 0.018))  # fmt: skip


@dataclass(frozen=True)
class Bone:
    """One shape on one body.

    Parameters
    ----------
    body
        Number of its body.
    tone
        Side, or the middle.
    rings_m
        Corners on the body, shape (n_rings, n_sides, 3), m; going round so that faces of
        neighbouring rings look inwards by the right hand.
    """

    body: int
    tone: Tone
    rings_m: FloatArray


def bones_of(scene: LoadsScene) -> tuple[Bone, ...]:
    """Return the shapes of all bodies that are known by name.

    Parameters
    ----------
    scene
        The walk, its floor at ``floor_m``.
    """
    found: list[Bone] = []
    thigh = _length(scene, "femur_r", "tibia_r") or _length(scene, "femur_l", "tibia_l") or 0.42
    for number, name in enumerate(scene.bodies):
        kind, _, end = name.rpartition("_")
        tone: Tone = "left" if end == "l" else "right" if end == "r" else "middle"
        rings: FloatArray | None
        if name == "pelvis":
            rings = _pelvis(scene, number)
        elif name == "torso":
            found.append(Bone(number, tone, _head(thigh)))
            rings = _lathe((0.0, 0.02, 0.0), (0.0, 0.02 + TRUNK_PER_THIGH * thigh, 0.0), TRUNK)
        elif kind in {"calcn", "forefoot", "toes"}:
            rings = _foot(scene, number, kind, end)
        elif kind == "patella":
            rings = _ball((0.0, 0.0, 0.0), 0.018)
        elif kind in {"talus", "hand"}:
            rings = _ball((0.0, 0.0, 0.0), 0.02 if kind == "talus" else 0.035)
        else:
            rings = _long(scene, number, kind)
        if rings is not None:
            found.append(Bone(number, tone, rings))
    return tuple(found)


def on_body(scene: LoadsScene, body: int, point_m: FloatArray) -> FloatArray:
    """Return the mean place on a body of a point given in ground.

    Parameters
    ----------
    scene
        The walk.
    body
        Number of the body.
    point_m
        Shape (n_frames, 3), m.
    """
    away = point_m - scene.origin_m[:, body]
    return np.asarray(np.einsum("fji,fj->fi", scene.turn[:, body], away).mean(axis=0))


def _length(scene: LoadsScene, one: str, other: str) -> float | None:
    a, b = scene.body(one), scene.body(other)
    if a is None or b is None:
        return None
    return float(np.linalg.norm(on_body(scene, a, scene.origin_m[:, b])))


def _long(scene: LoadsScene, number: int, kind: str) -> FloatArray | None:
    """Return a long bone from its own joint to the next."""
    form = {"femur": "femur", "tibia": "tibia", "humerus": "arm", "radius": "forearm"}.get(kind)
    wanted = {"femur": "tibia", "tibia": "talus", "humerus": "ulna", "radius": "hand"}.get(kind)
    child = next(
        (i for i, one in enumerate(scene.bodies)
         if scene.parent[i] == number and one.startswith(f"{wanted}_")), None,
    )  # fmt: skip
    if form is None or child is None:
        return None
    end = on_body(scene, number, scene.origin_m[:, child])
    return _lathe((0.0, 0.0, 0.0), end, BONES[form])


def _pelvis(scene: LoadsScene, number: int) -> FloatArray:
    hips = [
        on_body(scene, number, scene.origin_m[:, i])
        for i in (scene.body("femur_l"), scene.body("femur_r")) if i is not None
    ]  # fmt: skip
    middle = np.mean(hips, axis=0) if hips else np.array([-0.07, -0.08, 0.0])
    wide = abs(hips[0][2] - hips[1][2]) / 0.17 if len(hips) == 2 else 1.0
    rows = [(y, deep, half * float(np.clip(wide, 0.7, 1.3))) for y, deep, half in PELVIS]
    return _stack([(middle + np.array([0.0, y, 0.0]), deep, half) for y, deep, half in rows])


def _head(thigh: float) -> FloatArray:
    top = 0.02 + (TRUNK_PER_THIGH + 0.06) * thigh + 0.09
    return _stack([(np.array([0.012, top + y, 0.0]), deep, half) for y, deep, half in HEAD])


def _ball(centre: Sequence[float], radius: float) -> FloatArray:
    angles = np.deg2rad([-75.0, -45.0, 0.0, 45.0, 75.0])
    return _stack(
        [(np.asarray(centre) + np.array([0.0, radius * np.sin(a), 0.0]), radius * np.cos(a),
          radius * np.cos(a)) for a in angles]
    )  # fmt: skip


def _round(n: int = N_SIDES) -> FloatArray:
    """Return corners of a unit circle: depth and width, from the front over the right."""
    angle = 2.0 * np.pi * (np.arange(n) + 0.5) / n
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _stack(rows: Sequence[tuple[FloatArray, float, float]]) -> FloatArray:
    """Return rings around the vertical, from below upwards: centre, half depth, half width."""
    circle = _round()
    rings = [
        np.stack([at[0] + deep * circle[:, 0], np.full(N_SIDES, at[1]),
                  at[2] + half * circle[:, 1]], axis=1)
        for at, deep, half in rows
    ]  # fmt: skip
    return np.stack(rings)


def _lathe(
    start: Sequence[float] | FloatArray,
    end: Sequence[float] | FloatArray,
    rows: Sequence[tuple[float, float, float]],
) -> FloatArray:
    """Return rings around the line from start to end, the body's x ahead and z aside."""
    begin, stop = np.asarray(start, np.float64), np.asarray(end, np.float64)
    along = (stop - begin) / max(float(np.linalg.norm(stop - begin)), 1e-9)
    ahead = np.array([1.0, 0.0, 0.0])
    ahead = ahead - (ahead @ along) * along
    ahead /= max(float(np.linalg.norm(ahead)), 1e-9)
    aside = np.cross(ahead, along) if along[1] > 0 else np.cross(along, ahead)
    circle = _round()
    rings = [
        begin + share * (stop - begin)
        + deep * circle[:, :1] * ahead + half * circle[:, 1:] * aside
        for share, deep, half in rows
    ]  # fmt: skip
    # Rings rise, as those around the vertical do.
    return np.stack(rings if along[1] > 0 else rings[::-1])


def _foot(scene: LoadsScene, number: int, kind: str, end: str) -> FloatArray | None:
    """Return a part of the foot: a wedge on the floor, from its joint to the next."""
    parts = [one for one in ("calcn", "forefoot", "toes") if scene.body(f"{one}_{end}") is not None]
    if "calcn" not in parts or "toes" not in parts:
        return None
    size = (_length(scene, f"calcn_{end}", f"toes_{end}") or 0.18) / 0.18
    place = {one: scene.bodies.index(f"{one}_{end}") for one in parts}
    sole = {one: float(np.percentile(scene.origin_m[:, i, 1] - scene.floor_m, 4))
            for one, i in place.items()}  # fmt: skip
    if kind == "toes":
        ahead = np.array([0.062 * size, -sole["toes"] + 0.012, 0.0])
        low = (-sole["toes"], -sole["toes"])
        return _wedge(np.zeros(3), ahead, low, _wide(TOES, size))
    after = parts[parts.index(kind) + 1]
    ahead = on_body(scene, number, scene.origin_m[:, place[after]])
    low = (-sole[kind], float(ahead[1]) - sole[after])
    if kind == "forefoot":
        return _wedge(np.zeros(3), ahead, low, _wide(FOREFOOT, size))
    top = _ankle_above(scene, number, end) + sole["calcn"] - 0.005
    rear = [(-0.16, 0.018, 0.55 * top), (-0.08, 0.03, 0.85 * top), (0.15, 0.033, 0.95 * top)]
    if after == "forefoot":
        rear += [(0.75, 0.038, 0.026 + 0.35 * top), (1.0, 0.037, 0.052)]
    else:
        rear += [(0.62, 0.037, 0.052), (1.0, 0.044, 0.032)]
    return _wedge(np.zeros(3), ahead, low, _wide(rear, size))


def _wide(
    rows: Sequence[tuple[float, float, float]], size: float
) -> list[tuple[float, float, float]]:
    """Return slices with their half width scaled."""
    return [(share, size * half, high) for share, half, high in rows]


def _ankle_above(scene: LoadsScene, calcn: int, end: str) -> float:
    talus = scene.body(f"talus_{end}")
    if talus is None:
        return 0.04
    return float(np.clip(on_body(scene, calcn, scene.origin_m[:, talus])[1], 0.0, 0.08))


TOES = ((0.0, 0.044, 0.03), (0.35, 0.042, 0.024), (0.75, 0.034, 0.02), (1.0, 0.018, 0.012))
FOREFOOT = ((0.0, 0.036, 0.05), (0.5, 0.04, 0.042), (1.0, 0.044, 0.032))
"""Along a part of the foot (0 to 1): half its width and its height, m."""

WEDGE = np.array([(-0.5, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.45), (0.72, 0.85), (0.25, 1.0),
                  (-0.25, 1.0), (-0.72, 0.85), (-1.0, 0.45), (-1.0, 0.0)])  # fmt: skip
"""A slice across the foot: aside (half widths) and up (heights)."""


def _wedge(
    start: FloatArray,
    ahead: FloatArray,
    low: tuple[float, float],
    rows: Sequence[tuple[float, float, float]],
) -> FloatArray:
    """Return slices across the foot: share of the way, half width and height above the sole."""
    rings = []
    for share, half, high in rows:
        at = start + share * (ahead - start)
        bottom = low[0] + float(np.clip(share, 0.0, 1.0)) * (low[1] - low[0])
        rings.append(
            np.stack([np.full(len(WEDGE), at[0]), bottom + high * WEDGE[:, 1],
                      at[2] + half * WEDGE[:, 0]], axis=1)
        )  # fmt: skip
    return np.stack(rings)
