"""Stick figures of a predicted stride: a row of still poses, and frames for the moving ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from kinchain.core.formats.simulation import Stride

FloatArray = NDArray[np.float64]

N_FRAMES = 50
"""Frames of the moving figure over one stride."""

N_POSES = 6
"""Still poses in a row, over one stride."""

LEGS = (("left", "l"), ("right", "r"))

LEG_POINTS = ("hip", "knee", "ankle", "heel", "midfoot", "mtp", "toe")

LEG_LINES = ((0, 1), (1, 2), (2, 3), (2, 4), (3, 4), (4, 5), (5, 6))
"""Bones of a leg as places in ``LEG_POINTS``."""

HEAD_M = 0.11
"""Radius of the head that is drawn where the model has none."""

ARROW_M_PER_N = 0.0006

PLAYER_WIDTH_M, PLAYER_HEIGHT_M = 1.5, 1.9


@dataclass(frozen=True)
class Figure:
    """One stick figure over a stride, in m.

    Parameters
    ----------
    trunk
        Shape (n, 2, 2): pelvis and top.
    legs
        ``left`` and ``right`` -> (n, 7, 2).
    arrows
        ``left`` and ``right`` -> (n, 2, 2): foot and tip of the ground's push.
    """

    trunk: FloatArray
    legs: dict[str, FloatArray]
    arrows: dict[str, FloatArray]


def figure_of(stride: Stride, n: int = N_FRAMES) -> Figure:
    """Return a stride as a stick figure at n moments, evenly over the stride.

    Parameters
    ----------
    stride
        The stride.
    n
        How many moments; the last is one step short of the next stride.
    """
    share = np.linspace(0.0, 1.0, len(stride.time_s))
    wanted = np.arange(n) / n

    def _at(points: Sequence[tuple[float, float]]) -> FloatArray:
        values = np.asarray(points, dtype=float)
        return np.column_stack([np.interp(wanted, share, values[:, k]) for k in range(2)])

    joints = stride.joints_m
    legs = {
        side: np.stack([_at(joints[f"{name}_{own}"]) for name in LEG_POINTS], axis=1)
        for side, own in LEGS
    }
    arrows = {}
    for side, _ in LEGS:
        foot, push = _at(stride.ground_at_m[side]), _at(stride.ground_n[side])
        arrows[side] = np.stack([foot, foot + ARROW_M_PER_N * push], axis=1)
    trunk = np.stack([_at(joints["pelvis"]), _at(joints["trunk_top"])], axis=1)
    return Figure(trunk, legs, arrows)


def frames(figure: Figure) -> dict[str, object]:
    """Return a figure's frames for the script, in centimetres, x from the pelvis.

    Parameters
    ----------
    figure
        The figure.
    """
    way = figure.trunk[:, 0, 0]

    def _flat(points: FloatArray) -> list[list[float]]:
        moved = points.copy()
        moved[..., 0] -= way[:, None]
        return [[round(float(one), 1) for one in row] for row in
                (100.0 * moved).reshape(len(moved), -1)]  # fmt: skip

    return {
        "trunk": _flat(figure.trunk),
        "legs": {side: _flat(one) for side, one in figure.legs.items()},
        "arrows": {side: _flat(one) for side, one in figure.arrows.items()},
        "way": [round(100.0 * float(one - way[0]), 1) for one in way],
        "stride": round(100.0 * float((way[-1] - way[0]) * len(way) / (len(way) - 1)), 1),
    }


def still(stride: Stride, name: str, what: str) -> str:
    """Return a row of still poses over one stride, as SVG in the page's colours.

    Parameters
    ----------
    stride
        The stride.
    name
        Id of its title.
    what
        What it shows, for those who don't see it.
    """
    figure = figure_of(stride, N_POSES)
    high = float(figure.trunk[:, 1, 1].max()) + 2.4 * HEAD_M
    step = 1.05
    width = step * N_POSES
    parts = [f'<line class="floor" x1="0" x2="{100 * width:.0f}" y1="{100 * high:.1f}"'
             f' y2="{100 * high:.1f}"/>']  # fmt: skip
    for k in range(N_POSES):
        shift = step * (k + 0.5) - float(figure.trunk[k, 0, 0])
        parts.append(_pose(figure, k, shift, high))
        parts.append(
            f'<text class="axis" x="{100 * step * (k + 0.5):.0f}" y="{100 * high + 24:.0f}"'
            f' text-anchor="middle">{round(100 * k / N_POSES)} %</text>'
        )
    return (
        f'<svg class="fig poses" viewBox="0 0 {100 * width:.0f} {100 * high + 32:.0f}" role="img"'
        f' aria-labelledby="{name}"><title id="{name}">{escape(what)}</title>{"".join(parts)}</svg>'
    )


def _pose(figure: Figure, k: int, shift: float, high: float) -> str:
    def _at(point: FloatArray) -> tuple[float, float]:
        return 100.0 * (float(point[0]) + shift), 100.0 * (high - float(point[1]))

    def line(one: FloatArray, other: FloatArray, kind: str) -> str:
        (x1, y1), (x2, y2) = _at(one), _at(other)
        return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'

    parts = []
    for side, _ in LEGS:
        leg = figure.legs[side][k]
        parts.append(line(figure.trunk[k, 0], leg[0], f"bone-{side}"))
        parts += [line(leg[a], leg[b], f"bone-{side}") for a, b in LEG_LINES]
    pelvis, top = figure.trunk[k]
    along = (top - pelvis) / max(float(np.linalg.norm(top - pelvis)), 1e-6)
    x, y = _at(top + 1.1 * HEAD_M * along)
    parts.append(line(pelvis, top, "bone-trunk"))
    parts.append(f'<circle class="head" cx="{x:.1f}" cy="{y:.1f}" r="{100 * HEAD_M:.1f}"/>')
    for side, _ in LEGS:
        foot, tip = figure.arrows[side][k]
        if float(tip[1] - foot[1]) > 0.02:
            parts.append(line(foot, tip, "push"))
    return "".join(parts)
