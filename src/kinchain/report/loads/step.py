"""One step on the ground, from landing to push-off: when knee and foot carry, row under row."""

from __future__ import annotations

from html import escape

import numpy as np

from kinchain.core.formats.loads import LoadCurve, SideLoads
from kinchain.report.loads.names import PARTS
from kinchain.report.loads.words import digits_of, phase

ROWS = ("knee_contact_force_bw", "achilles_force_bw", "plantar_fascia_force_bw", "heel_force_bw",
        "metatarsal_heads_force_bw", "toes_force_bw")  # fmt: skip

BANDS = ((0.0, 19.0, "landing"), (19.0, 50.0, "foot flat"), (50.0, 81.0, "heel lifts"),
         (81.0, 100.0, "push"))  # fmt: skip

WIDTH, EDGE, HEAD, HIGH, TALL = 360.0, 6.0, 26.0, 52.0, 34.0


def step_figure(side: str, own: SideLoads) -> str:
    """Return the rows of one leg, or an empty text where nothing is known.

    Parameters
    ----------
    side
        Leg.
    own
        Its loads.
    """
    found = {name: curve for name in ROWS
             if (curve := getattr(own, name)) is not None and curve.mean is not None}  # fmt: skip
    if not found:
        return ""
    height = HEAD + HIGH * len(found) + 20.0
    parts = [_phases(height)]
    for k, (name, curve) in enumerate(found.items()):
        parts.append(_row(side, name, curve, HEAD + HIGH * (k + 1) - 4.0))
    parts.append(
        "".join(
            f'<text class="axis" x="{_x(at):.1f}" y="{height - 5:g}" text-anchor="{anchor}">{words}'
            "</text>"
            for at, anchor, words in ((0.0, "start", "landing 0 %"), (50.0, "middle", "50 %"),
                                      (100.0, "end", "off the ground 100 %"))
        )
    )  # fmt: skip
    told = "; ".join(
        f"{PARTS[name].short} {curve.peak:.{digits_of(name)}f} {phase(curve.peak_at_pct)}"
        f" ({curve.peak_at_pct:.0f} %)"
        for name, curve in found.items()
    )
    name = f"step-{side}"
    return (
        f'<svg class="fig step" viewBox="0 0 {WIDTH:g} {height:g}" role="img"'
        f' aria-labelledby="{name}"><title id="{name}">One step of the {side} leg. Most carried, in'
        f" body weights: {escape(told)}.</title>{''.join(parts)}</svg>"
    )


def _x(percent: float) -> float:
    return EDGE + percent / 100.0 * (WIDTH - 2 * EDGE)


def _phases(height: float) -> str:
    parts = []
    for k, (start, end, words) in enumerate(BANDS):
        a, b = _x(start), _x(end)
        parts.append(
            f'<rect class="phase{k % 2}" x="{a:.1f}" y="0" width="{b - a:.1f}"'
            f' height="{height - 18:g}"/>'
            f'<text class="phase-name" x="{(a + b) / 2:.1f}" y="14" text-anchor="middle">{words}'
            "</text>"
        )
    return "".join(parts)


def _row(side: str, name: str, curve: LoadCurve, floor: float) -> str:
    mean = np.maximum(np.asarray(curve.mean, np.float64), 0.0)
    top = max(float(mean.max()), 1e-9)
    heights = floor - TALL * mean / top
    line = "L".join(f"{_x(k):.1f} {y:.1f}" for k, y in enumerate(heights))
    k = int(np.argmax(mean))
    x, y = _x(k), float(heights[k])
    value = f"{curve.peak:.{digits_of(name)}f}"
    after = x < WIDTH - 42.0
    return (
        f'<path class="ridge-{side}" d="M{_x(0):.1f} {floor:g}L{line}L{_x(100):.1f} {floor:g}Z"/>'
        f'<path class="curve-{side}" d="M{line}"/>'
        f'<line class="drop" x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{floor:g}"/>'
        f'<circle class="peak-{side}" cx="{x:.1f}" cy="{y:.1f}" r="3.6"/>'
        f'<text class="row-name" x="{EDGE + 3:g}" y="{floor - TALL - 3:g}">{PARTS[name].short}'
        "</text>"
        f'<text class="value" x="{x + (7 if after else -7):.1f}" y="{y + 4:.1f}"'
        f' text-anchor="{"start" if after else "end"}">{value}</text>'
    )
