"""Both walks moving side by side: plain JavaScript, its data inside, nothing fetched."""

from __future__ import annotations

import json
from importlib.resources import files

from kinchain.core.formats.simulation import Simulation, Stride
from kinchain.report.simulation.stick import (
    HEAD_M,
    LEG_LINES,
    N_FRAMES,
    PLAYER_HEIGHT_M,
    PLAYER_WIDTH_M,
    figure_of,
    frames,
    still,
)

WITHOUT, WITH = "Without it", "With what was set"


def shown_strides(simulation: Simulation) -> list[tuple[str, Stride]]:
    """Return the strides to draw, the healthy one first, each with its name.

    Parameters
    ----------
    simulation
        The predicted walk.
    """
    found = []
    if simulation.baseline_stride is not None:
        found.append((WITHOUT, simulation.baseline_stride))
    if simulation.stride is not None:
        name = WITH if simulation.settings else "A healthy walk"
        found.append((name, simulation.stride))
    return found


def player(simulation: Simulation) -> tuple[str, str]:
    """Return the moving figures' HTML with the still ones, and the script.

    Parameters
    ----------
    simulation
        The predicted walk.

    Returns
    -------
    html, script
        The script's text is also inside the HTML, to be named by its hash in the page's policy.
    """
    strides = shown_strides(simulation)
    script = (files("kinchain.report.simulation") / "stick.js").read_text("utf-8")
    data = {
        "n": N_FRAMES,
        "stride_s": sum(one.time_s[-1] for _, one in strides) / len(strides),
        "wide": 100 * PLAYER_WIDTH_M,
        "high": 100 * max(PLAYER_HEIGHT_M, _height_m(strides)),
        "head": 100 * HEAD_M,
        "lines": [list(pair) for pair in LEG_LINES],
        "figures": [frames(figure_of(one)) for _, one in strides],
    }
    views = "".join(
        f'<figure><canvas role="img" aria-label="{name}: stick figure walking to the right"'
        f' aria-describedby="sim-told"></canvas><figcaption>{name}</figcaption></figure>'
        for name, _ in strides
    )
    packed = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    html = (
        '<p id="sim-told"><small>Seen from the side, walking to the right. Right leg: whole line. '
        "Left leg: dashed. Arrow: push of the ground. Both are shown at the same share of their "
        "stride.</small></p>"
        f'<div class="sim-player" id="sim-player" hidden><div class="sim-views">{views}</div>'
        '<div class="controls"><button type="button" id="sim-play">Play</button>'
        '<label>Speed <select id="sim-pace"><option value="1">full</option>'
        '<option value="0.5" selected>half</option><option value="0.2">a fifth</option></select>'
        '</label></div><label class="scrub">Stride<input type="range" id="sim-scrub" min="0"'
        f' max="{N_FRAMES - 1}" value="0" step="1"></label><p class="now"><output id="sim-now"'
        f' for="sim-scrub"></output></p></div>{_stills(strides)}'
        f'<script type="application/json" id="sim-frames">{packed}</script>\n'
        f"<script>{script}</script>"
    )
    return html, script


def _stills(strides: list[tuple[str, Stride]]) -> str:
    rows = "".join(
        f"<figure>{still(one, f'still-{k}', f'{name}: six moments of one stride')}"
        f"<figcaption>{name}: six moments of one stride, from the right foot's landing (0 %)."
        "</figcaption></figure>"
        for k, (name, one) in enumerate(strides)
    )
    return f'<div class="sim-still">{rows}</div>'


def _height_m(strides: list[tuple[str, Stride]]) -> float:
    tops = [y for _, one in strides for _, y in one.joints_m["trunk_top"]]
    return max(tops) + 2.4 * HEAD_M
