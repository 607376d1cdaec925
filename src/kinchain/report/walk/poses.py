"""One stride as a row of stick figures: for paper, and where no script runs."""

from __future__ import annotations

from html import escape

import numpy as np

from kinchain.gait.measure import Measured
from kinchain.gait.strides import Stride
from kinchain.report.walk.canvas import COLOURS, INK, PAPER, SOFT, VARIABLES, Figure
from kinchain.report.walk.stick import Stick

N_POSES = 9
STEP, EDGE, HEIGHT, FLOOR, TOP = 104.0, 34.0, 230.0, 196.0, 12.0


def poses_figure(done: Measured, stick: Stick) -> Figure | None:
    """Return the row of poses of the best seen stride, or None without a stride.

    Parameters
    ----------
    done
        The measured walk.
    stick
        Its stick figure.
    """
    stride = _best(done, stick)
    if stride is None:
        return None
    tall = float(np.nanpercentile(stick.points_m[..., 1], 99))
    if not np.isfinite(tall) or tall < 0.3:
        return None
    scale = (FLOOR - TOP) / tall
    width = STEP * (N_POSES - 1) + 2 * EDGE + 64
    parts = [f'<line x1="0" x2="{width:g}" y1="{FLOOR}" y2="{FLOOR}" stroke="{SOFT}"/>']
    for number in range(N_POSES):
        share = number / (N_POSES - 1)
        time = stride.start_s + share * (stride.end_s - stride.start_s)
        frame = int(np.argmin(np.abs(stick.time_s - time)))
        middle = EDGE + 20 + STEP * number
        parts += _pose(stick, frame, middle, scale)
        parts.append(
            f'<text x="{middle:g}" y="{HEIGHT - 10}" text-anchor="middle" font-size="13"'
            f' fill="{SOFT}">{100 * share:.0f} %</text>'
        )
    off = stride.foot_off_s
    title = f"One {stride.side} stride from the side"
    text = (
        f"Nine poses from one landing of the {stride.side} foot to its next, {stride.start_s:.2f} "
        f"to {stride.end_s:.2f} s. Left leg dashed, right leg whole."
    )
    if off is not None:
        share = 100 * (off - stride.start_s) / (stride.end_s - stride.start_s)
        text += f" The foot leaves the ground at {share:.0f} %."
    inside = f'<title id="poses-title">{escape(f"{title}. {text}")}</title>{"".join(parts)}'
    box = f'viewBox="0 0 {width:g} {HEIGHT:g}"'
    page = inside
    for colour, name in VARIABLES.items():
        page = page.replace(f'"{colour}"', f'"var({name})"')
    alone = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} width="{width:g}" height="{HEIGHT:g}"'
        f' font-family="sans-serif"><rect width="100%" height="100%" fill="{PAPER}"/>{inside}</svg>'
    )
    head = f'<svg class="plot poses" {box} role="img" aria-labelledby="poses-title">'
    return Figure("poses", title, text, f"{head}{page}</svg>", alone, "stick")


def _best(done: Measured, stick: Stick) -> Stride | None:
    """Return the stride in whose time most points were seen; of equals the middle one."""
    seen = np.isfinite(stick.points_m[..., 0]).mean(axis=1)
    rated = []
    for place, one in enumerate(done.strides):
        inside = (stick.time_s >= one.start_s) & (stick.time_s <= one.end_s)
        if inside.sum() >= N_POSES:
            rated.append(
                (round(float(seen[inside].mean()), 2), -abs(place - len(done.strides) / 2))
            )
        else:
            rated.append((0.0, -1e9))
    if not rated or max(rated)[0] == 0.0:
        return None
    return done.strides[rated.index(max(rated))]


def _pose(stick: Stick, frame: int, middle: float, scale: float) -> list[str]:
    points = stick.points_m[frame]
    hips = [n for n, name in enumerate(stick.names) if name.startswith("hip")]
    centre = float(np.nanmean(points[hips, 0])) if np.isfinite(points[hips, 0]).any() else 0.0
    drawn = []
    for a, b, side in sorted(stick.lines, key=lambda one: one[2]):
        ends = points[[a, b]]
        if not np.isfinite(ends).all():
            continue
        (x1, y1), (x2, y2) = (
            (middle + scale * (p[0] - centre), FLOOR - scale * p[1]) for p in ends
        )
        dashes = ' stroke-dasharray="6 4"' if side == "left" else ""
        drawn.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
            f' stroke="{COLOURS.get(side, INK)}" stroke-width="2.6" stroke-linecap="round"'
            f"{dashes}/>"
        )
    return drawn
