"""Both soles coloured by what they carry: numbers in the parts, legend, words for the blind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import pairwise
from math import ceil

from kinchain.core.formats.loads import LoadCurve, Loads
from kinchain.report.figures.body_shapes import SOLE, TOES
from kinchain.report.figures.shapes import Point, disc, number, path, smooth
from kinchain.report.loads.names import PARTS
from kinchain.report.loads.words import SIDES, curves_of, shares

Place = Callable[[float, float], Point]
"""From a place on ``SOLE`` to the drawing."""

REGIONS = ("heel_force_bw", "midfoot_force_bw", "metatarsal_heads_force_bw", "toes_force_bw")

SIZE = (360.0, 396.0)
WIDE, LONG = 3.0, 2.4
MIDDLE, TOP = 180.0, 20.0
APART = 0.0
"""How much farther than in ``SOLE`` a sole is from the middle line, in its own units."""

CUTS = ((92.0, 200.0), (58.0, 92.0), (10.0, 58.0))
"""Heel, middle and ball: from and to, down the sole."""

TEXT_AT: Mapping[str, Point] = {
    "heel_force_bw": (25.6, 107.0), "midfoot_force_bw": (29.0, 77.0),
    "metatarsal_heads_force_bw": (26.6, 41.0), "toes_force_bw": (27.0, -1.0),
}  # fmt: skip
SHARE_AT: Mapping[str, float] = {
    "heel_force_bw": 111.0, "midfoot_force_bw": 79.0, "metatarsal_heads_force_bw": 45.0,
    "toes_force_bw": 15.0,
}  # fmt: skip

RAMP = ((0.0, "fdf3e7"), (0.2, "fbd0a5"), (0.4, "f59a67"), (0.6, "e0533d"), (0.8, "a11a50"),
        (1.0, "4f1450"))  # fmt: skip
"""Little to much: ever darker, so that it holds without colour too."""

DARK_INK, LIGHT_INK = "#000000", "#ffffff"


def sole_figure(loads: Loads, name: str = "sole-loads") -> str:
    """Return the drawing of both soles, or an empty text where no foot's load is known.

    Parameters
    ----------
    loads
        The loads.
    name
        Id of the title.
    """
    peaks = {side: {region: found[side] for region in REGIONS
                    if side in (found := curves_of(loads, region))} for side in SIDES}  # fmt: skip
    every = [one.peak for own in peaks.values() for one in own.values()]
    if not every:
        return ""
    most = max(0.6, ceil(5.0 * max(every)) / 5.0)
    share = shares(loads)
    parts = [_foot(side, peaks[side], share.get(side, {}), most, name) for side in SIDES]
    told = escape(sole_words(loads))
    return (
        f'<svg class="fig soles" viewBox="0 0 {SIZE[0]:g} {SIZE[1]:g}" role="img"'
        f' aria-labelledby="{name}"><title id="{name}">{told}</title>'
        f"{''.join(parts)}{_legend(most, name)}</svg>"
    )


def sole_words(loads: Loads) -> str:
    """Return what the drawing shows.

    Parameters
    ----------
    loads
        The loads.
    """
    share = shares(loads)
    told = ["Prints of both feet, left foot on the left, seen from above"]
    for side in SIDES:
        rows = []
        for region in REGIONS:
            curve = curves_of(loads, region).get(side)
            if curve is not None:
                low, high = curve.interval_90
                rows.append(
                    f"{PARTS[region].short.lower()} {curve.peak:.2f} ({low:.2f} to {high:.2f})"
                    + (f", {share[side][region]:.0f} % of the push" if side in share else "")
                )
        told.append(
            f"{side.capitalize()} foot, most carried in body weights: {'; '.join(rows)}"
            if rows
            else f"{side.capitalize()} foot: not known"
        )
    return ". ".join(told) + "."


def _foot(
    side: str, peaks: Mapping[str, LoadCurve], share: Mapping[str, float], most: float, name: str
) -> str:
    sign = -1.0 if side == "left" else 1.0

    def at(x: float, y: float) -> Point:
        return MIDDLE + sign * WIDE * (APART + x), TOP + 26.0 + LONG * y

    outline = smooth([at(x, y) for x, y in SOLE])
    clip = f"{name}-{side}"
    parts = [f'<defs><clipPath id="{clip}"><path d="{outline}"/></clipPath></defs>',
             f'<g clip-path="url(#{clip})">']  # fmt: skip
    for region, (top, bottom) in zip(REGIONS[:3], CUTS, strict=True):
        parts.append(
            f'<path d="{_strip(at, top, bottom)}" style="fill:{_fill(peaks, region, most)}"/>'
        )
    for y in (58.0, 92.0):
        a, b, c = at(0.0, y + 3), at(26.0, y - 4), at(60.0, y + 5)
        parts.append(
            f'<path class="cut" d="M{number(a[0])} {number(a[1])}Q{number(b[0])} {number(b[1])} '
            f'{number(c[0])} {number(c[1])}"/>'
        )
    toes = "".join(disc((*at(x, y), 0.5 * (WIDE + LONG) * r)) for x, y, r in TOES)
    parts += [
        "</g>",
        path(outline, "edge"),
        f'<path class="edge" d="{toes}" style="fill:{_fill(peaks, "toes_force_bw", most)}"/>',
    ]
    x, y = at(26.0, 0.0)
    parts.append(
        f'<text class="foot-name" x="{number(x)}" y="14" text-anchor="middle">{side}</text>'
    )
    for region in REGIONS:
        parts.append(_numbers(region, peaks.get(region), at, most))
        if region in share:
            edge = SIZE[0] - 4.0 if sign > 0 else 4.0
            anchor = "end" if sign > 0 else "start"
            y = at(0.0, SHARE_AT[region])[1]
            parts.append(
                f'<text class="share" x="{edge:g}" y="{number(y)}" text-anchor="{anchor}">'
                f"{share[region]:.0f} %</text>"
            )
    return "".join(parts)


def _strip(at: Place, top: float, bottom: float) -> str:
    """Return the part of a sole between two soft lines."""
    a, b, c = at(0.0, top + 3), at(26.0, top - 4), at(60.0, top + 5)
    d, e, f = at(60.0, bottom + 5), at(26.0, bottom - 4), at(0.0, bottom + 3)
    n = number
    return (
        f"M{n(a[0])} {n(a[1])}Q{n(b[0])} {n(b[1])} {n(c[0])} {n(c[1])}"
        f"L{n(d[0])} {n(d[1])}Q{n(e[0])} {n(e[1])} {n(f[0])} {n(f[1])}Z"
    )


def _numbers(region: str, curve: LoadCurve | None, at: Place, most: float) -> str:
    x, y = at(*TEXT_AT[region])
    if curve is None:
        return f'<text class="small" x="{number(x)}" y="{number(y)}" text-anchor="middle">?</text>'
    low, high = curve.interval_90
    ink = "var(--ink)" if region == "toes_force_bw" else _ink(curve.peak / most)
    return (
        f'<text class="value" x="{number(x)}" y="{number(y)}" text-anchor="middle"'
        f' style="fill:{ink}">{curve.peak:.2f}</text>'
        f'<text class="range" x="{number(x)}" y="{number(y + 13)}" text-anchor="middle"'
        f' style="fill:{ink}">{low:.2f}-{high:.2f}</text>'
    )


def _fill(peaks: Mapping[str, LoadCurve], region: str, most: float) -> str:
    curve = peaks.get(region)
    return "var(--body)" if curve is None else _colour(curve.peak / most)


def _colour(share: float) -> str:
    share = min(1.0, max(0.0, share))
    for (a, one), (b, other) in pairwise(RAMP):
        if share <= b:
            part = (share - a) / (b - a)
            mixed = [
                round(int(one[k : k + 2], 16) * (1 - part) + int(other[k : k + 2], 16) * part)
                for k in (0, 2, 4)
            ]
            return "#{:02x}{:02x}{:02x}".format(*mixed)
    return f"#{RAMP[-1][1]}"


def _ink(share: float) -> str:
    """Return the ink that can be read on a colour of the ramp."""
    colour = _colour(share)
    light = [int(colour[k : k + 2], 16) / 255.0 for k in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in light]
    lum = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return DARK_INK if (lum + 0.05) / 0.05 > 1.05 / (lum + 0.05) else LIGHT_INK


def _legend(most: float, name: str) -> str:
    left, right, y = 60.0, 300.0, SIZE[1] - 26.0
    stops = "".join(f'<stop offset="{at:g}" stop-color="#{hue}"/>' for at, hue in RAMP)
    ticks = "".join(
        f'<text class="small" x="{left + k / 4 * (right - left):g}" y="{y + 22:g}"'
        f' text-anchor="middle">{k / 4 * most:.1f}</text>'
        for k in (0, 2, 4)
    )
    return (
        f'<defs><linearGradient id="{name}-ramp">{stops}</linearGradient></defs>'
        f'<rect class="edge" x="{left:g}" y="{y:g}" width="{right - left:g}" height="9" rx="3"'
        f' style="fill:url(#{name}-ramp)"/>{ticks}'
        f'<text class="small" x="{left - 6:g}" y="{y + 8:g}" text-anchor="end">little</text>'
        f'<text class="small" x="{right + 6:g}" y="{y + 8:g}">much</text>'
    )
