"""Joint angles over the time of the recording, for one too short to hold a whole stride."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kinchain.gait.measure import Measured
from kinchain.report.walk.angles import CHANNELS, SIDES, Channel
from kinchain.report.walk.canvas import COLOURS, DASHES, Figure, drawing, finished, zero_line
from kinchain.report.walk.times import stances

SHOWN = ("hip_flexion", "knee_flexion", "ankle_flexion")

MAX_POINTS = 400
"""So many points of a curve are drawn."""


def course_figures(done: Measured) -> Iterator[Figure]:
    """Yield hip, knee and ankle over time, where there is no stride to show them over.

    Parameters
    ----------
    done
        The measured walk.
    """
    if done.strides or done.joints.angles is None:
        return
    for channel in CHANNELS:
        if channel.id in SHOWN:
            yield from _course(done, channel)


def _course(done: Measured, channel: Channel) -> Iterator[Figure]:
    angles = done.joints.angles
    assert angles is not None
    names = set(map(str, angles["coordinate"].values))
    time = np.asarray(angles["time"].values, dtype=float)
    step = max(1, len(time) // MAX_POINTS)
    said = []
    with drawing(3.1, 2.25, margins=(0.165, 0.97, 0.18, 0.885)) as (sheet, axes):
        for side, sign in zip(SIDES, channel.sign, strict=True):
            name = f"{channel.coordinate}_{side[0]}"
            if name not in names:
                continue
            curve = sign * np.degrees(angles.sel(coordinate=name).values)
            if not np.isfinite(curve).any():
                continue
            axes.plot(time[::step], curve[::step], color=COLOURS[side], linewidth=1.7,
                      linestyle=DASHES[side])  # fmt: skip
            for start, end in stances(done, side):
                axes.axvspan(start, end, ymax=0.03, color=COLOURS[side], alpha=0.6, linewidth=0)
            low, high = round(np.nanmin(curve)), round(np.nanmax(curve))
            said.append(f"{side} {low} to {high} degrees")
        if not said:
            return
        axes.set_title(channel.title)
        axes.set_ylabel(f"degrees, {channel.up} +")
        axes.set_xlabel("time, s")
        zero_line(axes)
        text = f"{channel.up} +, {channel.down} -: {'; '.join(said)}."
        yield finished(sheet, f"course-{channel.id}", channel.title, text, "courses")
