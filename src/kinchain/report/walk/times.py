"""When each foot stood on the ground, and how each stride differed from the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from kinchain.core.trial import LegSide
from kinchain.gait.measure import Measured
from kinchain.report.walk.canvas import COLOURS, SOFT, Figure, drawing, finished
from kinchain.report.walk.names import MEASURES

SIDES: tuple[LegSide, ...] = ("left", "right")

ROW_S = 8.0
"""Seconds in one row of the timeline."""

MAX_ROWS = 10

MARKS: Mapping[str, str] = {"left": "s", "right": "o"}
"""Sign of each side: left square, right round."""

BY_STRIDE = ("walking_speed_mps", "step_length_m", "step_width_m", "stance_pct")
"""Measures shown stride by stride."""


def stances(done: Measured, side: LegSide) -> list[tuple[float, float]]:
    """Return when a foot stood on the ground: landing and the foot off after it, s.

    Parameters
    ----------
    done
        The measured walk.
    side
        Which foot.
    """
    foot = done.events.feet.get(side)
    if foot is None:
        return []
    found = []
    landings, offs = foot.initial_contact_s, foot.foot_off_s
    for number, start in enumerate(landings):
        end = landings[number + 1] if number + 1 < len(landings) else np.inf
        after = offs[(offs > start) & (offs < end)]
        if len(after):
            found.append((float(start), float(after[0])))
    return found


def time_figures(done: Measured) -> Iterator[Figure]:
    """Yield the timeline of the events and the measures stride by stride.

    Parameters
    ----------
    done
        The measured walk.
    """
    spans = {side: stances(done, side) for side in SIDES}
    if any(spans.values()):
        yield _timeline(done, spans)
    if len(done.strides) >= 3:
        yield _by_stride(done)


def _timeline(done: Measured, spans: Mapping[LegSide, list[tuple[float, float]]]) -> Figure:
    every = [time for own in spans.values() for span in own for time in span]
    first, last = min(every) - 0.2, max(every) + 0.2
    n_rows = int(min(MAX_ROWS, np.ceil((last - first) / ROW_S)))
    step = min(ROW_S, last - first)
    strides = [(one.side, one.start_s) for one in done.strides]
    with drawing(6.6, 0.55 + 0.62 * n_rows, nrows=n_rows, squeeze=False) as (sheet, grid):
        for row, axes in enumerate(grid[:, 0]):
            start = first + row * step
            for place, side in enumerate(SIDES):
                for a, b in spans[side]:
                    axes.barh(-place, b - a, left=a, height=0.62, color=COLOURS[side],
                              alpha=0.85 if side == "right" else 0.7,
                              hatch="///" if side == "left" else None, edgecolor="white",
                              linewidth=0.0)  # fmt: skip
            for side, begun in strides:
                axes.plot([begun, begun], [0.42 - SIDES.index(side), -0.42 - SIDES.index(side)],
                          color=SOFT, linewidth=1.0)  # fmt: skip
            axes.set_xlim(start, start + step)
            axes.set_ylim(-1.55, 0.55)
            axes.set_yticks([0, -1], ["left", "right"])
            axes.grid(visible=False, axis="y")
            axes.spines["left"].set_visible(False)
            axes.tick_params(axis="y", length=0)
        grid[-1, 0].set_xlabel("time, s")
        n = {side: len(own) for side, own in spans.items()}
        cut = last - first > n_rows * step + 0.01
        text = (
            f"{n['left']} left and {n['right']} right stances, landing to foot off; both feet are "
            "down where the bars overlap. A thin line begins each stride that was measured."
            + (f" Only the first {n_rows * step:.0f} s are drawn." if cut else "")
        )
        return finished(sheet, "timeline", "Each foot on the ground", text, "times")


def _by_stride(done: Measured) -> Figure:
    shown = [name for name in BY_STRIDE if name in done.values]
    order = {side: [one.start_s for one in done.strides if one.side == side] for side in SIDES}
    rows = (len(shown) + 1) // 2
    with drawing(6.6, 0.3 + 1.55 * rows, nrows=rows, ncols=2, squeeze=False) as (sheet, grid):
        for axes, name in zip(grid.ravel(), shown, strict=False):
            label, unit, factor, _ = MEASURES[name]
            for side, values in done.values[name].items():
                times = order[side]
                at = times if len(times) == len(values) else list(range(1, len(values) + 1))
                axes.plot(at, factor * values, MARKS[side], color=COLOURS[side], markersize=4,
                          alpha=0.85)  # fmt: skip
                axes.axhline(factor * float(np.mean(values)), color=COLOURS[side], linewidth=0.8,
                             linestyle="dashed" if side == "left" else "solid")  # fmt: skip
            axes.set_title(label)
            axes.set_ylabel(unit)
            axes.set_xlabel("time, s")
            axes.margins(y=0.25)
        for axes in grid.ravel()[len(shown) :]:
            axes.set_visible(False)
        text = (
            f"One sign for each of {len(done.strides)} strides, at its landing: left square, "
            "right round; the line is the mean of the side."
        )
        return finished(sheet, "strides", "Stride by stride", text, "times")
