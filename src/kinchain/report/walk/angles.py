"""Joint angles over the own side's stride as laboratories show them: mean, SD, single strides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import LegSide
from kinchain.gait.measure import Measured
from kinchain.gait.strides import by_side, stride_curves
from kinchain.report.walk.canvas import (
    COLOURS,
    DASHES,
    NORM,
    Figure,
    drawing,
    finished,
    zero_line,
)

FloatArray = NDArray[np.float64]

SIDES: tuple[LegSide, ...] = ("left", "right")

MARGINS = (0.165, 0.97, 0.18, 0.885)
"""Left, right, bottom and top edge of the axes."""

MAX_SINGLE = 15
"""So many single strides of a side are drawn; more would be a blot."""


@dataclass(frozen=True)
class Channel:
    """One angle as it is shown.

    Parameters
    ----------
    id, title
        Its name.
    up, down
        What more and less of it means.
    coordinate
        OpenSim's name, without side.
    sign
        Factors from the stored angle to the shown one, left and right: laboratories show the
        pelvis and trunk by the own side, and tilting forward as positive.
    paired
        Whether each leg has its own coordinate.
    """

    id: str
    title: str
    up: str
    down: str
    coordinate: str
    sign: tuple[float, float] = (1.0, 1.0)
    paired: bool = True


CHANNELS: tuple[Channel, ...] = (
    Channel("trunk_tilt", "Trunk lean", "forward", "back", "trunk_tilt", (-1, -1), False),
    Channel("trunk_list", "Trunk to the side", "to this side", "away", "trunk_list",
            (-1, 1), False),
    Channel("trunk_rotation", "Trunk turn", "this side forward", "back", "trunk_rotation",
            (-1, 1), False),
    Channel("pelvis_tilt", "Pelvis tilt", "forward", "back", "pelvis_tilt", (-1, -1), False),
    Channel("pelvis_list", "Pelvis obliquity", "this side up", "down", "pelvis_list",
            (1, -1), False),
    Channel("pelvis_rotation", "Pelvis turn", "this side forward", "back", "pelvis_rotation",
            (-1, 1), False),
    Channel("hip_flexion", "Hip flexion", "flexion", "extension", "hip_flexion"),
    Channel("hip_adduction", "Hip adduction", "adduction", "abduction", "hip_adduction"),
    Channel("hip_rotation", "Hip rotation", "inward", "outward", "hip_rotation"),
    Channel("knee_flexion", "Knee flexion", "flexion", "extension", "knee_angle"),
    Channel("knee_adduction", "Knee, varus-valgus", "varus", "valgus", "knee_adduction"),
    Channel("knee_rotation", "Knee rotation", "inward", "outward", "knee_rotation"),
    Channel("ankle_flexion", "Ankle", "dorsiflexion", "plantarflexion", "ankle_angle"),
    Channel("rearfoot", "Rearfoot", "inversion", "eversion", "subtalar_angle"),
    Channel("foot_rotation", "Foot on the shank", "inward", "outward", "foot_rotation"),
    Channel("foot_progression", "Foot on the way", "toes out", "in", "foot_progression"),
    Channel("toes", "Toes on the foot", "up", "down", "mtp_angle"),
)  # fmt: skip
"""From top to bottom; in each row sagittal, frontal, transverse."""


@dataclass(frozen=True)
class Band:
    """Normal walking for one angle, as shown.

    Parameters
    ----------
    mean_deg, sd_deg
        Shape (101,), degrees, in the sign of the channel.
    whose
        Whose walking it is, in words.
    """

    mean_deg: FloatArray
    sd_deg: FloatArray
    whose: str


def shown_curves(done: Measured, channel: Channel) -> dict[LegSide, FloatArray]:
    """Return the strides' curves of an angle by side, degrees, shape (n_strides, 101).

    Parameters
    ----------
    done
        The measured walk.
    channel
        Which angle.
    """
    angles = done.joints.angles
    if angles is None:
        return {}
    found: dict[LegSide, FloatArray] = {}
    names = set(map(str, angles["coordinate"].values))
    time = np.asarray(angles["time"].values, dtype=float)
    own = by_side(done.strides)
    for side, sign in zip(SIDES, channel.sign, strict=True):
        name = f"{channel.coordinate}_{side[0]}" if channel.paired else channel.coordinate
        if name in names and own[side]:
            curves = stride_curves(time, angles.sel(coordinate=name).values, own[side])
            if len(curves):
                found[side] = sign * np.degrees(curves)
    return found


def foot_off_pct(done: Measured) -> dict[LegSide, float]:
    """Return each side's mean foot off in per cent of its stride.

    Parameters
    ----------
    done
        The measured walk.
    """
    values = done.values.get("stance_pct", {})
    return {side: float(np.mean(own)) for side, own in values.items() if len(own)}


def angle_figures(done: Measured, bands: Mapping[str, Band]) -> Iterator[Figure]:
    """Yield a figure for each angle that was measured.

    Parameters
    ----------
    done
        The measured walk.
    bands
        Normal walking by the id of the channel.
    """
    off = foot_off_pct(done)
    for channel in CHANNELS:
        curves = shown_curves(done, channel)
        if curves:
            yield _angle(channel, curves, off, bands.get(channel.id))


def _angle(
    channel: Channel,
    curves: Mapping[LegSide, FloatArray],
    off: Mapping[LegSide, float],
    band: Band | None,
) -> Figure:
    percent = np.arange(101)
    with drawing(3.1, 2.25, margins=MARGINS) as (sheet, axes):
        if band is not None:
            axes.fill_between(
                percent, band.mean_deg - band.sd_deg, band.mean_deg + band.sd_deg,
                color=NORM, alpha=0.55, linewidth=0, zorder=0,
            )  # fmt: skip
        for side, own in curves.items():
            colour = COLOURS[side]
            for one in own[np.unique(np.linspace(0, len(own) - 1, MAX_SINGLE).astype(int))]:
                axes.plot(percent[::2], one[::2], color=colour, linewidth=0.45, alpha=0.4)
            mean = own.mean(axis=0)
            if len(own) > 1:
                spread = own.std(axis=0, ddof=1)
                axes.fill_between(
                    percent[::2], (mean - spread)[::2], (mean + spread)[::2],
                    color=colour, alpha=0.15, linewidth=0,
                )  # fmt: skip
            axes.plot(percent, mean, color=colour, linewidth=1.7, linestyle=DASHES[side])
            if side in off:
                axes.axvline(off[side], color=colour, linewidth=0.8, linestyle=DASHES[side])
        axes.set_title(channel.title)
        axes.set_ylabel(f"degrees, {channel.up} +")
        axes.set_xlabel("% of own stride")
        axes.set_xlim(0, 100)
        axes.set_xticks([0, 20, 40, 60, 80, 100])
        low, high = axes.get_ylim()
        if high - low < 20:
            middle = 0.5 * (low + high)
            axes.set_ylim(middle - 10, middle + 10)
        zero_line(axes)
        return finished(sheet, channel.id, channel.title, _told(channel, curves), "angles")


def _told(channel: Channel, curves: Mapping[LegSide, FloatArray]) -> str:
    """Say the range of each side in words."""
    said = []
    for side, own in curves.items():
        mean = own.mean(axis=0)
        said.append(
            f"{side} {round(mean.min())} to {round(mean.max())} degrees, most at "
            f"{int(mean.argmax())} % of the stride, {len(own)} stride{'s' * (len(own) != 1)}"
        )
    return f"{channel.up} +, {channel.down} -: {'; '.join(said)}."
