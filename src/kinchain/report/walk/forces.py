"""What the force plates felt: force over stance, butterfly, centre of pressure under the foot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import LegSide
from kinchain.gait.measure import Measured
from kinchain.report.walk.canvas import (
    COLOURS,
    DASHES,
    LINE,
    SOFT,
    Figure,
    drawing,
    finished,
    zero_line,
)
from kinchain.report.walk.plate_steps import N_POINTS, Step, clean_steps

FloatArray = NDArray[np.float64]

SIDES: tuple[LegSide, ...] = ("left", "right")

MAX_BUTTERFLIES = 3
"""So many contacts of a side are drawn as butterflies."""


def force_figures(done: Measured) -> Iterator[Figure]:
    """Yield force over stance, butterflies and centre of pressure, where plates were hit cleanly.

    Parameters
    ----------
    done
        The measured walk.

    Yields
    ------
    figure
        A drawing with its text alternative.
    """
    steps = clean_steps(done)
    by_side = {side: [one for one in steps if one.side == side] for side in SIDES}
    by_side = {side: own for side, own in by_side.items() if own}
    if not by_side:
        return
    yield _forces(by_side)
    yield _butterfly(by_side)
    if any(one.under_foot_m is not None for one in steps):
        yield _pressure(by_side)


def _counts(by_side: Mapping[LegSide, list[Step]]) -> str:
    return " and ".join(f"{len(own)} {side}" for side, own in by_side.items())


def _forces(by_side: Mapping[LegSide, list[Step]]) -> Figure:
    percent = np.arange(N_POINTS)
    in_bw = all(one.force_is_bw for own in by_side.values() for one in own)
    factor, unit = (100.0, "% body weight") if in_bw else (1.0, "N")
    parts = ((1, "Upward", "up +"), (0, "Fore and aft", "forward +"), (2, "Sideways", "outward +"))
    peaks = []
    with drawing(6.6, 2.2, ncols=3) as (sheet, grid):
        for axes, (part, title, up) in zip(grid, parts, strict=True):
            for side, own in by_side.items():
                curves = factor * np.stack([one.force_bw[:, part] for one in own])
                for one in curves[np.unique(np.linspace(0, len(curves) - 1, 15).astype(int))]:
                    axes.plot(percent[::2], one[::2], color=COLOURS[side], linewidth=0.45,
                              alpha=0.4)  # fmt: skip
                mean = curves.mean(axis=0)
                if len(curves) > 1:
                    spread = curves.std(axis=0, ddof=1)
                    axes.fill_between(percent[::2], (mean - spread)[::2], (mean + spread)[::2],
                                      color=COLOURS[side], alpha=0.15, linewidth=0)  # fmt: skip
                axes.plot(percent, mean, color=COLOURS[side], linewidth=1.7,
                          linestyle=DASHES[side])  # fmt: skip
                if part == 1:
                    peaks.append(f"{side} peaks at {mean.max():.0f} {unit}")
            axes.set_title(title)
            axes.set_ylabel(f"{unit}, {up}")
            axes.set_xlabel("% of stance")
            axes.set_xlim(0, 100)
            zero_line(axes)
        text = f"Ground reaction on the foot, {_counts(by_side)} steps: {'; '.join(peaks)}."
        return finished(sheet, "forces", "Force on the foot over stance", text, "forces")


def _butterfly(by_side: Mapping[LegSide, list[Step]]) -> Figure:
    """Draw each force from its place on the ground, seen from the side (Pedotti)."""
    with drawing(6.6, 2.5, ncols=2, sharey=True) as (sheet, grid):
        for axes, side in zip(grid, SIDES, strict=True):
            own = by_side.get(side, [])
            for one in own[:MAX_BUTTERFLIES]:
                shown = np.flatnonzero(np.isfinite(one.cop_m[:, 0]))[::2]
                scale = 0.35 if one.force_is_bw else 0.0005
                for number in shown:
                    x = one.cop_m[number, 0]
                    dx, dy = scale * one.force_bw[number, :2]
                    axes.plot([x, x + dx], [0.0, dy], color=COLOURS[side], linewidth=0.5,
                              alpha=0.6)  # fmt: skip
                tips = one.cop_m[shown, 0] + scale * one.force_bw[shown, 0]
                axes.plot(tips, scale * one.force_bw[shown, 1], color=COLOURS[side],
                          linewidth=1.3, linestyle=DASHES[side])  # fmt: skip
            axes.axhline(0.0, color=SOFT, linewidth=1.0)
            axes.set_title(f"{side}, {len(own)} step{'s' * (len(own) != 1)}" if own else side)
            if not own:
                axes.text(0.5, 0.5, "no clean step", transform=axes.transAxes, ha="center",
                          color=SOFT)  # fmt: skip
            axes.set_aspect("equal", adjustable="datalim")
            axes.set_xlabel("way of walking, m")
            axes.set_yticks([])
            axes.grid(visible=False, axis="y")
            axes.spines["left"].set_visible(False)
        text = (
            "Every force during stance drawn from the point on the ground where it acts, seen "
            f"from the side, walking to the right; {_counts(by_side)} steps, at most "
            f"{MAX_BUTTERFLIES} a side drawn."
        )
        return finished(sheet, "butterfly", "Ground reaction butterfly", text, "forces")


OUTLINE = np.array(
    [(-0.05, 0.0), (0.02, 0.14), (0.18, 0.19), (0.45, 0.18), (0.70, 0.24), (0.95, 0.30),
     (1.12, 0.27), (1.25, 0.17), (1.33, 0.02), (1.36, -0.10), (1.33, -0.20), (1.22, -0.25),
     (1.02, -0.25), (0.85, -0.20), (0.55, -0.08), (0.30, -0.13), (0.10, -0.17), (-0.02, -0.12),
     (-0.05, 0.0)]
)  # fmt: skip
"""A sole for orientation, in lengths heel marker to forefoot marker: along, outward."""


def _pressure(by_side: Mapping[LegSide, list[Step]]) -> Figure:
    with drawing(4.4, 3.3, ncols=2, sharey=True) as (sheet, grid):
        for axes, side in zip(grid, SIDES, strict=True):
            outward = 1.0 if side == "right" else -1.0
            own = [one for one in by_side.get(side, []) if one.under_foot_m is not None]
            length = float(np.mean([one.foot_m for one in own])) if own else 0.18
            sole = _rounded(OUTLINE) * 100.0 * length
            axes.fill(outward * sole[:, 1], sole[:, 0], color=LINE, alpha=0.7, linewidth=0)
            for one in own:
                assert one.under_foot_m is not None
                axes.plot(outward * 100.0 * one.under_foot_m[:, 1], 100.0 * one.under_foot_m[:, 0],
                          color=COLOURS[side], linewidth=1.0, alpha=0.75)  # fmt: skip
                middle = one.under_foot_m[[15, 50, 85]] * 100.0
                axes.plot(outward * middle[:, 1], middle[:, 0], "o", color=COLOURS[side],
                          markersize=2.5)  # fmt: skip
            axes.set_title(f"{side}, {len(own)} step{'s' * (len(own) != 1)}")
            axes.set_aspect("equal", adjustable="datalim")
            axes.set_xlabel("cm, heel to ball marker upright")
        grid[0].set_ylabel("cm from the heel marker")
        text = (
            "Path of the centre of pressure under each foot, seen from above, toes at the top, "
            f"{_counts(by_side)} steps; dots at 15, 50 and 85 % of stance. The sole is drawn for "
            "orientation and is not the person's own."
        )
        return finished(sheet, "pressure", "Centre of pressure under the foot", text, "forces")


def _rounded(corners: FloatArray, n: int = 120) -> FloatArray:
    """Return a closed outline as a smooth curve."""
    from scipy.interpolate import CubicSpline

    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    return np.asarray(CubicSpline(at, corners, bc_type="periodic")(np.linspace(0, at[-1], n)))
