"""The drawings of a page, as SVG that follows the page's colours."""

from __future__ import annotations

from html import escape

from kinchain.report.model import ChainPart, RoutePart
from kinchain.report.words import percent

WIDTH = 360
"""Width of the chain's drawing in its own units: a phone's, so that text stays readable."""

ROW = 52
TOP = 34
LEFT, RIGHT = 10, 312
"""Where the knee's and the foot's dots stand."""

STROKES = {
    "supported": 'stroke-width="3"',
    "partly": 'stroke-width="1.5"',
    "weak": 'stroke-width="1.5" stroke-dasharray="6 4"',
    "contradicted": 'stroke-width="1.5" stroke-dasharray="1.5 4"',
}
"""Line of each verdict: the better shown, the firmer."""


def likelihood_figure(probability: float) -> str:
    """Return a bar for a probability.

    Parameters
    ----------
    probability
        From 0 to 1.
    """
    length = max(2.0, 120.0 * probability)
    return (
        f'<svg class="bar" viewBox="0 0 120 8" width="120" height="8" role="img"'
        f' aria-label="{percent(probability)}"><rect class="track" width="120" height="8" rx="4"/>'
        f'<rect class="fill" width="{length:.1f}" height="8" rx="4"/></svg>'
    )


def chain_figure(chain: ChainPart) -> str:
    """Return the routes between knee and foot: arrows for direction, lines for verdicts.

    Parameters
    ----------
    chain
        The chain.
    """
    height = TOP + ROW * len(chain.routes)
    told = "; ".join(
        f"{one.name}, {percent(one.probability)}, {one.verdict_words}" for one in chain.routes
    )
    rows = "".join(_route(one, TOP + ROW * i) for i, one in enumerate(chain.routes))
    return (
        f'<svg class="chain" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="routes">'
        f'<title id="routes">Routes between {escape(chain.knee)} and {escape(chain.foot)}: '
        f"{escape(told)}</title>"
        f'<text class="end" x="{LEFT - 4}" y="16">{escape(chain.knee)}</text>'
        f'<text class="end" x="{RIGHT + 4}" y="16" text-anchor="end">{escape(chain.foot)}</text>'
        f"{rows}</svg>"
    )


def _route(one: RoutePart, top: int) -> str:
    line = top + 26
    leads_left = one.direction in ("foot_to_knee", "common_cause")
    leads_right = one.direction in ("knee_to_foot", "common_cause")
    parts = [
        f'<text x="{LEFT + 8}" y="{top + 14}">{escape(one.name)}</text>',
        f'<text class="verdict" x="{LEFT + 8}" y="{top + 40}">{escape(one.verdict_words)}</text>',
        f'<line x1="{LEFT + 8}" y1="{line}" x2="{RIGHT - 8}" y2="{line}" {STROKES[one.verdict]}/>',
        f'<circle cx="{LEFT}" cy="{line}" r="4"/><circle cx="{RIGHT}" cy="{line}" r="4"/>',
        f'<text class="share" x="{WIDTH - 2}" y="{line + 4}" text-anchor="end">'
        f"{percent(one.probability)}</text>",
    ]
    if leads_left:
        parts.append(f'<path class="tip" d="M{LEFT + 5} {line} l9 -4.5 v9 z"/>')
    if leads_right:
        parts.append(f'<path class="tip" d="M{RIGHT - 5} {line} l-9 -4.5 v9 z"/>')
    return f'<g class="{one.verdict}">{"".join(parts)}</g>'
