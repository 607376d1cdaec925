"""The curves of the loads over stance, both sides in one drawing."""

from __future__ import annotations

import numpy as np

from kinchain.core.formats.loads import LoadCurve, Loads
from kinchain.report.loads.names import NAMES
from kinchain.report.walk.canvas import COLOURS, DASHES, Figure, drawing, finished, zero_line

COLUMNS = 3


def loads_figure(loads: Loads) -> Figure | None:
    """Draw all loads that are there.

    Parameters
    ----------
    loads
        The loads.

    Returns
    -------
    figure
        With its text alternative; None where there is nothing to draw.
    """
    curves: dict[str, dict[str, LoadCurve]] = {}
    for name in NAMES:
        for side in ("left", "right"):
            one = getattr(getattr(loads, side), name, None)
            if one is not None and one.mean is not None:
                curves.setdefault(name, {})[side] = one
    if not curves:
        return None
    rows = -(-len(curves) // COLUMNS)
    percent = np.arange(101)
    said = []
    with drawing(7.2, 1.9 * rows, nrows=rows, ncols=COLUMNS, squeeze=False, sharex=True) as (
        sheet, grid,
    ):  # fmt: skip
        for axes, (name, sides) in zip(grid.flat, curves.items(), strict=False):
            shown = NAMES[name]
            for side, one in sides.items():
                mean = np.asarray(one.mean)
                if one.sd is not None:
                    spread = np.asarray(one.sd)
                    axes.fill_between(percent, mean - spread, mean + spread, alpha=0.15,
                                      color=COLOURS[side], linewidth=0)  # fmt: skip
                axes.plot(percent, mean, color=COLOURS[side], linestyle=DASHES[side],
                          linewidth=1.5, label=side)  # fmt: skip
                said.append(f"{shown.words} {side} {one.peak:.2f} {shown.unit}")
            axes.set_title(shown.words)
            axes.set_ylabel(shown.unit)
            axes.set_xlim(0, 100)
            zero_line(axes)
        for axes in list(grid.flat)[len(curves):]:  # fmt: skip
            axes.set_visible(False)
        for axes in grid[-1]:
            axes.set_xlabel("% of stance")
        grid.flat[0].legend(loc="lower center")
        text = f"Peaks: {'; '.join(said)}. Left is dashed, right whole; bands are one SD."
        return finished(sheet, "loads", "Loads over stance", text, "loads")
