"""A moving stick figure for the page: plain JavaScript, its data inside, nothing fetched."""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape
from importlib.resources import files

import numpy as np

from kinchain.report.walk.stick import FloatArray, Stick

FRAMES_PER_S = 25.0
MAX_BYTES = 290_000
"""So much text the frames may take on the page."""

UNSEEN = -32768


def player(stick: Stick) -> tuple[str, str]:
    """Return the player's HTML and its script.

    Parameters
    ----------
    stick
        The stick figure.

    Returns
    -------
    html, script
        The script's text is also inside the HTML, to be named by its hash in the page's policy.
    """
    script = (files("kinchain.report.walk") / "playback.js").read_text("utf-8")
    data, told = frames(stick)
    packed = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    return (
        f'<div class="player" id="player" hidden>'
        f'<p id="player-told">{escape(told)}</p>'
        '<div class="views">'
        '<figure><canvas id="side" width="480" height="400" role="img"'
        ' aria-label="Stick figure seen from the side, walking to the right"'
        ' aria-describedby="player-told now"></canvas><figcaption>From the side</figcaption>'
        '</figure><figure><canvas id="front" width="300" height="400" role="img"'
        ' aria-label="Stick figure seen from the front" aria-describedby="player-told now">'
        "</canvas><figcaption>From the front</figcaption></figure></div>"
        '<div class="controls"><button type="button" id="play">Play</button>'
        '<button type="button" id="back" aria-label="One frame back">&#8249;</button>'
        '<button type="button" id="on" aria-label="One frame on">&#8250;</button>'
        '<label>Speed <select id="speed"><option value="1">full</option>'
        '<option value="0.5" selected>half</option><option value="0.25">quarter</option>'
        "</select></label></div>"
        '<label class="scrub">Time<input type="range" id="scrub" min="0" value="0" step="1">'
        '</label><p><output id="now" for="scrub"></output></p></div>\n'
        f'<script type="application/json" id="frames">{packed}</script>\n'
        f"<script>{script}</script>",
        script,
    )


def frames(stick: Stick) -> tuple[dict[str, object], str]:
    """Return the figure's data for the script, thinned to fit, and what it shows in words.

    Parameters
    ----------
    stick
        The stick figure.
    """
    kept = _thinned(stick)
    time = stick.time_s[kept]
    numbers = np.concatenate(
        [
            stick.points_m[kept].reshape(len(kept), -1),
            stick.forces_m[kept].reshape(len(kept), -1),
        ],
        axis=1,
    )
    low, high = (_edge(stick.points_m[kept], share) for share in (1.0, 99.0))
    data: dict[str, object] = {
        "t": [round(float(one), 3) for one in time],
        "flat": stick.is_flat,
        "points": len(stick.names),
        "arrows": stick.forces_m.shape[1],
        "lines": [[a, b, side[0]] for a, b, side in stick.lines],
        "low": low,
        "high": high,
        "way": [round(float(one), 2) for one in stick.way_m[kept]],
        "part": [int(one) for one in stick.part[kept]],
        "down": ["".join(" 01"[one + 1] for one in foot) for foot in stick.down[kept].T.tolist()],
        "mm": b64encode(_packed(numbers)).decode("ascii"),
    }
    n_parts = len(np.unique(stick.part[kept]))
    whole = stick.time_s[-1] - stick.time_s[0]
    shown = time[-1] - time[0]
    told = (
        f"A stick figure of {n_parts} straight walk{'s' * (n_parts != 1)}, "
        f"{time[0]:.1f} to {time[-1]:.1f} s. Left leg: dashed. Right leg: whole line. "
        + ("From the side alone. " if stick.is_flat else "")
        + ("Arrows: force from the ground. " if stick.forces_m.shape[1] else "")
        + (f"Only the first {shown:.0f} s are kept here. " if shown < whole - 0.5 else "")
        + "What it shows is told in numbers below."
    )
    return data, told


def _thinned(stick: Stick) -> np.ndarray:
    """Return the frames to keep: about 25 a second, as many as fit."""
    rate = 1.0 / float(np.median(np.diff(stick.time_s))) if len(stick.time_s) > 1 else 25.0
    step = max(1, round(rate / FRAMES_PER_S))
    per_frame = 3 * (len(stick.names) + 2 * stick.forces_m.shape[1]) * 2 * 4 / 3 + 20
    n_most = int(0.95 * MAX_BYTES / per_frame)
    return np.arange(0, len(stick.time_s), step)[:n_most]


def _edge(points: FloatArray, share: float) -> list[float]:
    return [round(float(np.nanpercentile(points[..., axis], share)), 3) for axis in range(3)]


def _packed(metres: FloatArray) -> bytes:
    """Return metres as millimetres in little-endian 16-bit numbers; unseen ones as the least."""
    mm = np.round(np.nan_to_num(metres * 1000.0, nan=UNSEEN))
    return np.clip(mm, UNSEEN, 32767).astype("<i2").tobytes()
