"""One small plot of a load over the step, as SVG in the page's colours."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kinchain.core.formats.loads import LoadCurve

FloatArray = NDArray[np.float64]

SIZE = (300.0, 184.0)
LEFT_EDGE, RIGHT_EDGE, TOP_EDGE, FLOOR = 34.0, 292.0, 12.0, 160.0
DASHES = {"left": ' stroke-dasharray="7 3"', "right": ""}


class Band(NamedTuple):
    """A band beside a mean curve.

    Parameters
    ----------
    low, high
        Its edges, shape (101,).
    is_interval
        Whether it holds 90 % (else one standard deviation of the steps).
    """

    low: FloatArray
    high: FloatArray
    is_interval: bool


def band_of(curve: LoadCurve) -> Band | None:
    """Return the band of a curve: its 90 % interval where there is one, else the steps' spread.

    Parameters
    ----------
    curve
        The curve.
    """
    low, high = getattr(curve, "low_90", None), getattr(curve, "high_90", None)
    if low is not None and high is not None:
        return Band(np.asarray(low, np.float64), np.asarray(high, np.float64), True)
    if curve.sd is None or curve.mean is None:
        return None
    mean, sd = np.asarray(curve.mean, np.float64), np.asarray(curve.sd, np.float64)
    return Band(mean - sd, mean + sd, False)


def plot(name: str, title: str, unit: str, sides: Mapping[str, LoadCurve], digits: int = 1) -> str:
    """Return a plot of one load, both sides in it.

    Parameters
    ----------
    name
        Id of its title.
    title, unit
        What it shows.
    sides
        Side to its curve; each with a mean.
    digits
        Digits of the peaks in its text.
    """
    means = {side: np.asarray(one.mean, np.float64) for side, one in sides.items()}
    bands = {side: band_of(one) for side, one in sides.items()}
    every = [*means.values(), *(edge for one in bands.values() if one for edge in one[:2])]
    low, high, step = range_of(min(0.0, *(float(one.min()) for one in every)),
                             max(float(one.max()) for one in every))  # fmt: skip

    def _at(values: FloatArray) -> list[str]:
        """Return where values over the step lie, as a path's points."""
        x = np.linspace(LEFT_EDGE, RIGHT_EDGE, len(values))
        y = FLOOR - (values - low) / (high - low) * (FLOOR - TOP_EDGE)
        return [f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True)]

    parts = [axes(low, high, step)]
    for side, band in bands.items():
        if band is not None:
            edge = "L".join([*_at(band.high), *reversed(_at(band.low))])
            parts.append(f'<path class="band-{side}" d="M{edge}Z"/>')
    for side, mean in means.items():
        parts.append(f'<path class="curve-{side}" d="M{"L".join(_at(mean))}"{DASHES[side]}/>')
        k = int(np.argmax(mean))
        x, y = _at(mean)[k].split()
        parts.append(f'<circle class="peak-{side}" cx="{x}" cy="{y}" r="3.4"/>')
    told = ". ".join(
        f"{side.capitalize()}: at most {one.peak:.{digits}f} {unit} at {one.peak_at_pct:.0f} %"
        for side, one in sides.items()
    )
    return (
        f'<svg class="fig curve" viewBox="0 0 {SIZE[0]:g} {SIZE[1]:g}" role="img"'
        f' aria-labelledby="{name}"><title id="{name}">{escape(title)} over the step. '
        f"{escape(told)}.</title>{''.join(parts)}</svg>"
    )


def range_of(low: float, high: float) -> tuple[float, float, float]:
    """Return even ends and the step between ticks.

    Parameters
    ----------
    low, high
        Least and greatest value drawn.
    """
    span = max(high - low, 1e-6)
    rough = span / 3.2
    power = 10.0 ** np.floor(np.log10(rough))
    step = float(power * next(k for k in (1, 2, 2.5, 5, 10) if k * power >= rough))
    return step * np.floor(low / step + 1e-9), step * np.ceil(high / step - 1e-9), step


def axes(low: float, high: float, step: float) -> str:
    """Return both axes with their ticks, as SVG.

    Parameters
    ----------
    low, high
        Even ends of the values.
    step
        Between ticks.
    """
    parts = []
    n = round((high - low) / step)
    decimals = 0 if step >= 1 and abs(step - round(step)) < 1e-9 else 1 if step >= 0.1 else 2
    if abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1
    for k in range(n + 1):
        y = FLOOR - k / n * (FLOOR - TOP_EDGE)
        value = low + k * step
        kind = "zero" if abs(value) < 1e-9 else "rule"
        parts.append(
            f'<line class="{kind}" x1="{LEFT_EDGE:g}" x2="{RIGHT_EDGE:g}" y1="{y:.1f}"'
            f' y2="{y:.1f}"/>'
            f'<text class="axis" x="{LEFT_EDGE - 5:g}" y="{y + 3.6:.1f}" text-anchor="end">'
            f"{value:.{decimals}f}</text>"
        )
    for percent in (0, 25, 50, 75, 100):
        x = LEFT_EDGE + percent / 100 * (RIGHT_EDGE - LEFT_EDGE)
        anchor = {0: "start", 100: "end"}.get(percent, "middle")
        parts.append(
            f'<line class="rule" x1="{x:.1f}" x2="{x:.1f}" y1="{FLOOR:g}" y2="{FLOOR + 4:g}"/>'
            f'<text class="axis" x="{x:.1f}" y="{FLOOR + 16:g}" text-anchor="{anchor}">'
            f"{percent}{' %' if percent == 100 else ''}</text>"
        )
    return "".join(parts)
