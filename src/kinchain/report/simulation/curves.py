"""Curves of the loads of one leg: without what was set, and with it."""

from __future__ import annotations

from html import escape

import numpy as np

from kinchain.core.formats.loads import LoadCurve, Loads
from kinchain.core.formats.simulation import Simulation
from kinchain.report.loads.names import NAMES
from kinchain.report.loads.plot import (
    FLOOR,
    LEFT_EDGE,
    RIGHT_EDGE,
    SIZE,
    TOP_EDGE,
    FloatArray,
    axes,
    range_of,
)

SHOWN = (
    "grf_vertical_bw", "heel_force_bw", "metatarsal_heads_force_bw", "plantar_fascia_force_bw",
    "achilles_force_bw", "knee_contact_force_bw", "patellofemoral_force_bw",
    "external_knee_flexion_moment_pct_bwht",
)  # fmt: skip


def baseline_loads(simulation: Simulation) -> Loads | None:
    """Return the loads without what was set.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    found = (simulation.baseline or {}).get("loads")
    return found if isinstance(found, Loads) else None


def panels(simulation: Simulation, side: str) -> list[tuple[str, str, str]]:
    """Return the plots of one leg.

    Parameters
    ----------
    simulation
        The predicted walk.
    side
        ``left`` or ``right``.

    Returns
    -------
    plots
        Title, unit and drawing of each.
    """
    found, base = [], baseline_loads(simulation)
    for name in SHOWN:
        curves = {}
        for kind, loads in (("base", base), (side, simulation.loads)):
            curve = _curve(loads, side, name)
            if curve is not None:
                curves[kind] = curve
        if curves:
            shown = NAMES[name]
            drawing = _plot(f"sim-{side}-{name}", shown.words, shown.unit, curves)
            found.append((shown.words, shown.unit, drawing))
    return found


def _curve(loads: Loads | None, side: str, name: str) -> LoadCurve | None:
    own = None if loads is None else getattr(loads, side)
    curve = None if own is None else getattr(own, name)
    return curve if curve is not None and curve.mean is not None else None


def _plot(name: str, title: str, unit: str, curves: dict[str, LoadCurve]) -> str:
    means = {kind: np.asarray(one.mean, np.float64) for kind, one in curves.items()}
    low, high, step = range_of(min(0.0, *(float(one.min()) for one in means.values())),
                             max(float(one.max()) for one in means.values()))  # fmt: skip

    def at(values: FloatArray) -> list[str]:
        x = np.linspace(LEFT_EDGE, RIGHT_EDGE, len(values))
        y = FLOOR - (values - low) / (high - low) * (FLOOR - TOP_EDGE)
        return [f"{a:.1f} {b:.1f}" for a, b in zip(x, y, strict=True)]

    parts = [axes(low, high, step)]
    for kind, mean in means.items():
        dashes = ' stroke-dasharray="3 3"' if kind == "base" else ""
        points = at(mean)
        x, y = points[int(np.argmax(mean))].split()
        parts.append(f'<path class="curve-{kind}" d="M{"L".join(points)}"{dashes}/>'
                     f'<circle class="peak-{kind}" cx="{x}" cy="{y}" r="3.4"/>')  # fmt: skip
    told = ". ".join(
        f"{'Without' if kind == 'base' else 'With'}: at most {one.peak:.2f} {unit} at "
        f"{one.peak_at_pct:.0f} %"
        for kind, one in curves.items()
    )
    return (
        f'<svg class="fig curve" viewBox="0 0 {SIZE[0]:g} {SIZE[1]:g}" role="img"'
        f' aria-labelledby="{name}"><title id="{name}">{escape(title)} over the step. '
        f"{escape(told)}.</title>{''.join(parts)}</svg>"
    )
