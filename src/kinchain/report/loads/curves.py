"""The curves of the loads over stance, both sides in one plot, by groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kinchain.core.formats.loads import LoadCurve, Loads
from kinchain.report.figures.colours import LIGHT
from kinchain.report.loads.names import NAMES
from kinchain.report.loads.plot import DASHES, SIZE, band_of, plot
from kinchain.report.loads.words import SIDES, curves_of
from kinchain.report.walk.canvas import COLOURS, Figure

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Ground, ankle and Achilles tendon",
     ("grf_vertical_bw", "achilles_force_bw", "internal_ankle_plantarflexion_moment_nm_per_kg")),
    ("Knee", ("knee_contact_force_bw", "knee_medial_force_bw", "knee_lateral_force_bw",
              "patellofemoral_force_bw", "external_knee_adduction_moment_pct_bwht",
              "external_knee_flexion_moment_pct_bwht")),
    ("Foot", ("heel_force_bw", "midfoot_force_bw", "metatarsal_heads_force_bw", "toes_force_bw",
              "plantar_fascia_force_bw", "plantar_fascia_strain_pct")),
)  # fmt: skip
"""Heading and loads of each group of plots."""

COLUMNS = 3
GAP, HEAD = 16.0, 22.0


def panels(loads: Loads, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the plots of some loads.

    Parameters
    ----------
    loads
        The loads.
    names
        Which, in order.

    Returns
    -------
    plots
        Title, unit and drawing of each that is there.
    """
    found = []
    for name in names:
        sides = _with_mean(loads, name)
        if sides:
            shown = NAMES[name]
            drawing = plot(f"curve-{name}", shown.words, shown.unit, sides, shown.digits)
            found.append((shown.words, shown.unit, drawing))
    return found


def how_bands(loads: Loads) -> str:
    """Return what the bands of the plots hold.

    Parameters
    ----------
    loads
        The loads.
    """
    bands = [
        band
        for name in NAMES
        for curve in _with_mean(loads, name).values()
        if (band := band_of(curve)) is not None
    ]
    if not bands:
        return "One step alone was recorded, so there is no band."
    kinds = {band.is_interval for band in bands}
    said = {True: "The band holds the truth in about 9 of 10 cases (90 % interval).",
            False: "The band is one standard deviation of the steps."}  # fmt: skip
    return said[kinds.pop()] if len(kinds) == 1 else (
        "The band is the 90 % interval where there is one, else one standard deviation of the "
        "steps."
    )  # fmt: skip


def _with_mean(loads: Loads, name: str) -> dict[str, LoadCurve]:
    return {side: one for side, one in curves_of(loads, name).items() if one.mean is not None}


def loads_figure(loads: Loads) -> Figure | None:
    """Draw all loads that are there on one sheet.

    Parameters
    ----------
    loads
        The loads.

    Returns
    -------
    figure
        With its text alternative; None where there is nothing to draw.
    """
    drawn = panels(loads, list(NAMES))
    if not drawn:
        return None
    rows = -(-len(drawn) // COLUMNS)
    width = COLUMNS * (SIZE[0] + GAP) + GAP
    height = rows * (SIZE[1] + HEAD + GAP) + 34.0
    parts = []
    for k, (title, unit, svg) in enumerate(drawn):
        x = GAP + (k % COLUMNS) * (SIZE[0] + GAP)
        y = 34.0 + (k // COLUMNS) * (SIZE[1] + HEAD + GAP)
        inner = re.sub(r"^<svg[^>]*><title.*?</title>|</svg>$", "", svg, flags=re.DOTALL)
        parts.append(
            f'<g transform="translate({x:g} {y:g})"><text class="title" x="4" y="14">{title}, '
            f'{unit}</text><g transform="translate(0 {HEAD:g})">{inner}</g></g>'
        )
    peaks = "; ".join(
        f"{NAMES[name].words} {side} {one.peak:.2f} {NAMES[name].unit}"
        for name in NAMES
        for side, one in _with_mean(loads, name).items()
    )
    text = f"Peaks: {peaks}. Left is dashed, right whole. {how_bands(loads)}"
    head = "".join(
        f'<text class="title" x="{GAP + 40 + 130 * k:g}" y="22">{side}</text>'
        f'<path class="curve-{side}" d="M{GAP + 2 + 130 * k:g} 18h32"'
        f"{DASHES[side]}/>"
        for k, side in enumerate(SIDES)
    )
    alone = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img" aria-labelledby="loads-title">'
        f'<title id="loads-title">Loads over stance. {text}</title><style>{_own_style()}</style>'
        f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>{head}{"".join(parts)}</svg>'
    )
    return Figure("loads", "Loads over stance", text, alone, alone, "loads")


def _own_style() -> str:
    sides = "".join(
        f".curve-{side}{{fill:none;stroke:{colour};stroke-width:2}}"
        f".band-{side}{{fill:{colour};opacity:.16}}.peak-{side}{{fill:{colour}}}"
        for side, colour in COLOURS.items()
    )
    return (
        f'text{{font-family:"Noto Sans",system-ui,sans-serif;fill:{LIGHT["ink"]};font-size:11px}}'
        f".title{{font-size:13px;font-weight:600}}.rule{{stroke:{LIGHT['line']}}}"
        f".zero{{stroke:{LIGHT['soft']}}}{sides}"
    )
