"""Tables of the loads' page: in people's words with a dot on a bar, and all figures."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from kinchain.core.formats.loads import LoadCurve, Loads
from kinchain.report.loads.names import NAMES, PARTS
from kinchain.report.loads.together import compared
from kinchain.report.loads.words import (
    HIGHER,
    HIGHER_THAN_IMPLANTS_BW,
    IMPLANTS,
    SIDES,
    carried,
    curves_of,
    n_steps,
    steps,
)
from kinchain.report.page_parts import section

RANGES = (
    "The range beside each number holds the truth in about 9 of 10 cases, if the model is right. "
    "Per cent is the time on the ground: 0 is landing, 100 is the foot leaving. Kilograms "
    "are there to picture the force: so much would press as hard by lying still."
)


def carry_part(loads: Loads) -> str:
    """Return the part of the page with the most that each part of the leg carries.

    Parameters
    ----------
    loads
        The loads.
    """
    rows = [(name, found) for name in PARTS if (found := curves_of(loads, name))]
    if not rows:
        return ""
    body = "".join(_row(loads, name, found) for name, found in rows)
    heads = "".join(
        f'<th scope="col">{key(side)} <small>{steps(n_steps(getattr(loads, side)))}</small></th>'
        for side in SIDES
    )
    text, url, named = IMPLANTS
    found = curves_of(loads, "knee_contact_force_bw")
    if any(one.peak > HIGHER_THAN_IMPLANTS_BW for one in found.values()):
        text = f"{text} {HIGHER}"
    knee = (
        f'<p class="note">{escape(text)} <a href="{escape(url)}" rel="noreferrer">{named}</a></p>'
        if found
        else ""
    )
    both = compared(loads)
    inside = (
        "<p>The most that each part carries in a step, in times your weight.</p>"
        f'<table class="carry"><thead><tr><th scope="col"><span class="unseen">Part</span></th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table>"
        f"{f'<p>{escape(both)}</p>' if both else ''}{knee}<p><small>{escape(RANGES)}</small></p>"
    )
    return section("carry", "How much, at most", inside)


def _row(loads: Loads, name: str, found: Mapping[str, LoadCurve]) -> str:
    most = max(one.interval_90[1] for one in found.values())
    cells = []
    for side in SIDES:
        curve = found.get(side)
        if curve is None:
            cells.append("<td>not known</td>")
            continue
        one = carried(name, curve, loads.mass_kg)
        cells.append(
            f'<td><b>{one.times} &#215;</b> <span class="range">{one.range}</span>'
            f"{_whisker(side, curve, most)}<small>{one.alike}<br>{one.when}</small></td>"
        )
    return f'<tr><th scope="row">{escape(PARTS[name].title)}</th>{"".join(cells)}</tr>'


def _whisker(side: str, curve: LoadCurve, most: float) -> str:
    """Return peak and interval as a dot on a bar."""
    low, high = (max(0.0, 116.0 * one / max(most, 1e-9)) for one in curve.interval_90)
    at = 116.0 * curve.peak / max(most, 1e-9)
    return (
        '<svg class="whisker" viewBox="0 0 124 12" aria-hidden="true"><line class="track" x1="4"'
        ' x2="120" y1="6" y2="6"/>'
        f'<line class="span-{side}" x1="{4 + low:.1f}" x2="{4 + high:.1f}" y1="6" y2="6"/>'
        f'<circle class="peak-{side}" cx="{4 + at:.1f}" cy="6" r="4"/></svg>'
    )


def key(side: str) -> str:
    """Return the line of a side and its name.

    Parameters
    ----------
    side
        ``left`` or ``right``.
    """
    dashes = ' stroke-dasharray="6 3"' if side == "left" else ""
    return (
        f'<svg class="key" viewBox="0 0 26 8" aria-hidden="true"><line x1="1" x2="25" y1="4" y2="4"'
        f' stroke="var(--{side})" stroke-width="3"{dashes}/></svg> {side}'
    )


def figures_part(loads: Loads) -> str:
    """Return the part of the page with all figures by their technical names.

    Parameters
    ----------
    loads
        The loads.
    """
    rows = []
    for name, shown in NAMES.items():
        found = curves_of(loads, name)
        if not found:
            continue
        cells = ""
        for side in SIDES:
            curve = found.get(side)
            if curve is None:
                cells += "<td>-</td>"
                continue
            low, high = curve.interval_90
            d = shown.digits
            cells += (
                f"<td>{curve.peak:.{d}f} <small>({low:.{d}f} to {high:.{d}f})<br>"
                f"{curve.peak_at_pct:.0f} %, n={curve.n}</small></td>"
            )
        rows.append(
            f'<tr><th scope="row">{escape(shown.words)} <small>{escape(shown.unit)}</small></th>'
            f"{cells}</tr>"
        )
    if not rows:
        return ""
    heads = "".join(f'<th scope="col">{key(side)}</th>' for side in SIDES)
    fit = []
    if loads.marker_rms_mm is not None:
        fit.append(f"Markers lie {loads.marker_rms_mm:.1f} mm (RMS) from the model's.")
    if loads.residual_force_pct is not None:
        fit.append(
            f"Forces that nothing carries: {loads.residual_force_pct:.1f} % of body weight (RMS)."
        )
    inside = (
        "<details><summary>All figures, for those who treat or study</summary>"
        '<table class="figures"><thead><tr><th scope="col">peak (90 % interval), when, steps</th>'
        f"{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
        "<p><small>BW: body weight; ht: height. Moments of the knee are external (what the ground "
        f"does), of the ankle internal. {escape(' '.join(fit))}</small></p></details>"
    )
    return section("numbers", "In figures", inside)
