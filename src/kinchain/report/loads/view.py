"""One moment of the playback as a still drawing: what the moving view shows, for paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from kinchain.report.loads.bones import Bone
from kinchain.report.loads.scene import LoadsScene

FloatArray = NDArray[np.float64]

YAW_DEG, PITCH_DEG = 28.0, 8.0
"""Where the view stands at first: turned from the walker's right side to the front, and raised."""

EYE_M = 5.0
"""From the eye to the middle of the scene, m."""

ARROW_M_PER_BW = 0.13
"""Length of an arrow, m a body weight."""

SIZE = (420.0, 420.0)
SCALE = 196.0
"""Size of the drawing, and its units a metre at the middle."""

MIDDLE_M = 0.86
"""Height that the view looks at, m."""

TOWARDS_M = 0.03
"""Muscles and arrows are drawn as if so much nearer, so that the bones they lie on do not hide
them."""

N_TONES = 8
"""Steps of shade on a bone."""

DIM, SHADE = 0.66, 0.42
"""Brightness of a face that looks aside, and what light adds or takes."""


def _light() -> FloatArray:
    """Return where light comes from: above, the right and the eye, as the script has it."""
    yaw, pitch = np.deg2rad(YAW_DEG), np.deg2rad(PITCH_DEG)
    right = np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
    deep = np.array([np.sin(yaw), 0.0, np.cos(yaw)])
    up = np.array([0.0, np.cos(pitch), 0.0]) - np.sin(pitch) * deep
    near = np.array([0.0, np.sin(pitch), 0.0]) + np.cos(pitch) * deep
    return np.asarray(0.35 * right + 0.6 * up + 0.7 * near)


LIGHT = _light()


@dataclass(frozen=True)
class _Piece:
    depth: float
    svg: str


def still(scene: LoadsScene, bones: Sequence[Bone], frame: int, name: str, told: str) -> str:
    """Return one frame as a drawing.

    Parameters
    ----------
    scene
        The staged walk.
    bones
        Its shapes.
    frame
        Which frame.
    name
        Id of the title.
    told
        The same in words.
    """
    pieces: list[_Piece] = []
    for bone in bones:
        at = scene.origin_m[frame, bone.body] + bone.rings_m @ scene.turn[frame, bone.body].T
        pieces += _faces(at, bone.tone)
    pieces += _muscles(scene, frame)
    pieces.sort(key=lambda one: one.depth)
    arrows = "".join(_arrow(scene, frame, i) for i in range(len(scene.arrows)))
    return (
        f'<svg class="fig scene" viewBox="0 0 {SIZE[0]:g} {SIZE[1]:g}" role="img"'
        f' aria-labelledby="{name}"><title id="{name}">{escape(told)}</title>{_floor()}'
        f"{''.join(one.svg for one in pieces)}{arrows}</svg>"
    )


def projected(points_m: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return points on the paper and their nearness to the eye.

    Parameters
    ----------
    points_m
        Shape (..., 3), m.

    Returns
    -------
    place
        Right and down on the drawing, shape (..., 2).
    near
        Towards the eye, m, shape (...).
    """
    yaw, pitch = np.deg2rad(YAW_DEG), np.deg2rad(PITCH_DEG)
    x, y, z = points_m[..., 0], points_m[..., 1] - MIDDLE_M, points_m[..., 2]
    right = x * np.cos(yaw) - z * np.sin(yaw)
    deep = x * np.sin(yaw) + z * np.cos(yaw)
    up = y * np.cos(pitch) - deep * np.sin(pitch)
    near = y * np.sin(pitch) + deep * np.cos(pitch)
    scale = SCALE * EYE_M / (EYE_M - near)
    place = np.stack([SIZE[0] / 2 + scale * right, SIZE[1] / 2 - scale * up], axis=-1)
    return place, near


def _faces(corners: FloatArray, tone: str) -> list[_Piece]:
    place, near = projected(corners)
    n_rings, n = corners.shape[:2]
    found = []
    for i in range(n_rings - 1):
        for j in range(n):
            k = (j + 1) % n
            found.append(_face(place[[i, i, i + 1, i + 1], [j, k, k, j]],
                               near[[i, i, i + 1, i + 1], [j, k, k, j]],
                               corners[[i, i, i + 1, i + 1], [j, k, k, j]], tone))  # fmt: skip
    for ring, turn in ((0, -1), (n_rings - 1, 1)):
        order = np.arange(n)[::turn]
        found.append(_face(place[ring, order], near[ring, order], corners[ring, order], tone))
    return [one for one in found if one is not None]


def _face(at: FloatArray, near: FloatArray, corners: FloatArray, tone: str) -> _Piece | None:
    x, y = at[:, 0], at[:, 1]
    area = float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
    if area <= 0.0:  # it looks away from the eye
        return None
    across = corners[2] - corners[0]
    other = corners[-1] - corners[1]
    normal = np.cross(other, across)
    size = float(np.linalg.norm(normal))
    light = float(np.clip(normal @ LIGHT / max(size, 1e-9), -1.0, 1.0))
    shade = round((0.5 + 0.5 * light) * (N_TONES - 1))
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in at)
    return _Piece(float(near.mean()), f'<polygon class="b-{tone} s{shade}" points="{points}"/>')


def _muscles(scene: LoadsScene, frame: int) -> list[_Piece]:
    found = []
    for m in range(len(scene.muscles)):
        own = np.arange(scene.first[m], scene.first[m + 1])
        own = own[scene.is_there[frame, own]]
        if len(own) < 2:
            continue
        body = scene.point_body[own]
        turned = np.einsum("pij,pj->pi", scene.turn[frame, body], scene.point_m[frame, own])
        place, near = projected(scene.origin_m[frame, body] + turned)
        level = float(scene.activation[frame, m])
        for a in range(len(own) - 1):
            (x1, y1), (x2, y2) = place[a], place[a + 1]
            found.append(_Piece(
                float(near[a : a + 2].mean()) + TOWARDS_M,
                f'<line class="m{min(4, int(5 * level))}" x1="{x1:.1f}" y1="{y1:.1f}"'
                f' x2="{x2:.1f}" y2="{y2:.1f}"/>',
            ))  # fmt: skip
    return found


def _arrow(scene: LoadsScene, frame: int, number: int) -> str:
    force, kind = scene.arrow_bw[frame, number], scene.arrows[number].kind
    if not np.isfinite(force).all():
        return ""
    at = scene.arrow_at_m[frame, number]
    (ax, ay), (bx, by) = projected(np.stack([at, at + ARROW_M_PER_BW * force]))[0]
    length = float(np.hypot(bx - ax, by - ay))
    if length < 6.0:
        return ""
    ux, uy = (bx - ax) / length, (by - ay) / length
    sx, sy = bx - 9 * ux, by - 9 * uy
    ends = ((bx, by), (sx - 4.5 * uy, sy + 4.5 * ux), (sx + 4.5 * uy, sy - 4.5 * ux))
    tip = " ".join(f"{x:.1f},{y:.1f}" for x, y in ends)
    size = float(np.linalg.norm(force))
    label = ""
    if _is_down(scene, frame, scene.arrows[number].side):
        aside, anchor = (7.0, "start") if ux >= 0.0 else (-7.0, "end")
        label = (
            f'<text x="{bx + aside:.1f}" y="{by - 3:.1f}" text-anchor="{anchor}">{kind}'
            f" {size:.1f}</text>"
        )
    return (
        f'<g class="f-{kind}"><line class="halo-line" x1="{ax:.1f}" y1="{ay:.1f}" x2="{sx:.1f}"'
        f' y2="{sy:.1f}"/><line x1="{ax:.1f}" y1="{ay:.1f}" x2="{sx:.1f}" y2="{sy:.1f}"/>'
        f'<polygon points="{tip}"/>{label}</g>'
    )


def _is_down(scene: LoadsScene, frame: int, side: str) -> bool:
    """Tell whether the ground pushes on a foot."""
    return any(
        one.kind == "ground" and one.side == side and np.isfinite(scene.arrow_bw[frame, i]).all()
        for i, one in enumerate(scene.arrows)
    )


def _floor() -> str:
    lines = []
    for k in np.arange(-1.5, 1.51, 0.5):
        for one in (((k, 0.0, -0.75), (k, 0.0, 0.75)),) + (
            (((-1.5, 0.0, k), (1.5, 0.0, k)),) if abs(k) < 0.8 else ()
        ):
            (ax, ay), (bx, by) = projected(np.array(one))[0]
            lines.append(f"M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}")
    return f'<path class="grid" d="{"".join(lines)}"/>'


BONE_LIGHT = {"left": "#f0c3a4", "right": "#a9cbea", "middle": "#d9d5cc"}
BONE_DARK = {"left": "#d9a582", "right": "#88b1d6", "middle": "#a9a8a3"}
"""Of each side; the right is the colder."""


def bone_style() -> str:
    """Return the style sheet of bones and muscles, light and dark."""
    steps = "".join(
        f".m{k}{{stroke-width:{1.1 + 0.95 * k:g};stroke:color-mix(in srgb,var(--work) "
        f"{100 * share:g}%,var(--rest))}}"
        for k, share in enumerate((0.15, 0.5, 0.7, 0.85, 1.0))
    )
    return (
        f"{_bones(BONE_LIGHT)}@media (prefers-color-scheme: dark){{{_bones(BONE_DARK)}}}"
        f"@media print{{{_bones(BONE_LIGHT)}}}{steps}\n"
    )


def _bones(colours: Mapping[str, str]) -> str:
    named = "".join(f"--bone-{tone}:{hue};" for tone, hue in colours.items())
    parts = [f":root{{{named}}}"]
    for tone, hue in colours.items():
        for k in range(N_TONES):
            light = DIM + SHADE * (2.0 * k / (N_TONES - 1) - 1.0)
            mixed = [min(255, round(int(hue[i : i + 2], 16) * light)) for i in (1, 3, 5)]
            text = "#{:02x}{:02x}{:02x}".format(*mixed)
            parts.append(f".b-{tone}.s{k}{{fill:{text};stroke:{text}}}")
    return "".join(parts)
