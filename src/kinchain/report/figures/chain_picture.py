"""The chain picture: a leg from knee to foot with the routes between as paths.

The thickness of a path is how likely the route is here, the style of its line how well studies
support it in general, and its arrow where it leads. Numbers tie each path to its name below.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import atan2, degrees
from textwrap import wrap

from kinchain.report.figures.shapes import Point, disc, number, path, smooth, words, xy
from kinchain.report.model import ChainPart, RoutePart
from kinchain.report.words import VERDICT_WORDS, percent

WIDTH = 360.0
LEG_BOTTOM = 346.0
ROW = 37.0
LETTERS = 46
"""Letters of a line of a route's name."""

LEG: tuple[Point, ...] = (
    (149.0, 4.0), (146.0, 46.0), (150.0, 82.0), (150.0, 104.0), (143.0, 130.0), (136.0, 168.0),
    (140.0, 208.0), (150.0, 250.0), (153.0, 284.0), (146.0, 306.0), (142.0, 322.0), (150.0, 335.0),
    (172.0, 334.0), (192.0, 328.0), (212.0, 333.0), (240.0, 336.0), (257.0, 333.0), (253.0, 321.0),
    (226.0, 309.0), (200.0, 296.0), (185.0, 274.0), (186.0, 240.0), (192.0, 190.0), (198.0, 146.0),
    (205.0, 116.0), (211.0, 98.0), (208.0, 78.0), (207.0, 44.0), (208.0, 4.0),
)  # fmt: skip
KNEE_RIGHT, FOOT_RIGHT = (214.0, 92.0), (236.0, 308.0)
KNEE_LEFT, FOOT_LEFT = (144.0, 92.0), (138.0, 314.0)
FIRST_OUT, STEP_OUT = {"right": 262.0, "left": 100.0}, 33.0


def thickness(probability: float) -> float:
    """Return how thick a route's path is, in the drawing's units.

    Parameters
    ----------
    probability
        From 0 to 1.
    """
    return 1.6 + 8.4 * probability


def line_style(verdict: str, width: float) -> str:
    """Return the attributes of a line for a verdict.

    Parameters
    ----------
    verdict
        ``supported``, ``partly``, ``weak`` or ``contradicted``.
    width
        How thick it is.
    """
    dash = {
        "partly": f' stroke-dasharray="{number(7 + 1.6 * width)} {number(4 + width)}"',
        "weak": f' stroke-dasharray="0.1 {number(3.2 + 1.25 * width)}" stroke-linecap="round"',
    }
    return f' stroke-width="{number(width)}"{dash.get(verdict, "")}'


def chain_picture(chain: ChainPart, name: str = "routes") -> str:
    """Return the chain picture.

    Parameters
    ----------
    chain
        The chain; needs at least one route.
    name
        Id of the title.
    """
    told = "; ".join(
        f"{i}, {one.name}, {percent(one.probability)}, {one.verdict_words}, {_way(one)}"
        for i, one in enumerate(chain.routes, 1)
    )
    routes = list(enumerate(chain.routes, 1))
    left = [pair for pair in routes if pair[1].direction == "foot_to_knee"]
    right = [pair for pair in routes if pair[1].direction != "foot_to_knee"]
    arcs = [
        _arc(count, one, side, place, len(group))
        for side, group in (("left", left), ("right", right))
        for place, (count, one) in enumerate(group)
    ]
    legend_top = LEG_BOTTOM + 12.0
    rows_top = legend_top + 46.0
    rows, height = _rows(routes, rows_top)
    return (
        f'<svg class="fig chain" viewBox="0 0 {number(WIDTH)} {number(height)}" role="img"'
        f' aria-labelledby="{escape(name)}"><title id="{escape(name)}">Routes between '
        f"{escape(chain.knee)} and {escape(chain.foot)}: {escape(told)}</title>"
        f"{_leg(chain)}{''.join(line for line, _ in arcs)}{''.join(mark for _, mark in arcs)}"
        f"{_legend(chain.routes, legend_top)}{rows}</svg>"
    )


def _way(one: RoutePart) -> str:
    ways = {"knee_to_foot": "from knee to foot", "foot_to_knee": "from foot to knee"}
    return ways.get(one.direction, "one cause for both")


def _leg(chain: ChainPart) -> str:
    knee = path(
        "M198 78C208 78 212 86 211 95C210 105 203 110 197 106C191 102 191 80 198 78Z", "kneecap"
    )
    parts = [path(smooth(LEG), "body"), knee]
    for label, at, sore in (
        (chain.knee, (178.0, 60.0), "not sore" not in chain.knee),
        (chain.foot, (190.0, LEG_BOTTOM + 2.0), "not sore" not in chain.foot),
    ):
        wide = 7.2 * len(label) + 14.0
        kind = "end-sore" if sore else "end-well"
        parts.append(
            f'<rect class="{kind}" x="{number(at[0] - wide / 2)}" y="{number(at[1] - 14.0)}"'
            f' width="{number(wide)}" height="20" rx="10"/>'
        )
        parts.append(words(label, at, f"{kind}-text", "middle"))
    return "".join(parts)


def _arc(count: int, one: RoutePart, side: str, place: int, n: int) -> tuple[str, str]:
    """Return a route's path, and its number on it."""
    sign = 1.0 if side == "right" else -1.0
    out = FIRST_OUT[side] + sign * STEP_OUT * place
    knee, foot = (KNEE_RIGHT, FOOT_RIGHT) if side == "right" else (KNEE_LEFT, FOOT_LEFT)
    lean = 8.0 * place
    knee, foot = (knee[0], knee[1] - lean), (foot[0], foot[1] + (3.0 if sign < 0 else 5.0) * place)
    bulge = out + sign * (out - knee[0]) * sign * 0.33
    first, second = (bulge, knee[1] + 18.0), (bulge, foot[1] - 26.0)
    curve = (knee, first, second, foot)
    width = thickness(one.probability)
    line = f"M{xy(knee)}C{xy(first, second, foot)}"
    parts = [f'<path class="route" d="{line}"{line_style(one.verdict, width)}/>']
    if one.verdict == "contradicted":
        parts += [_cross(_on(curve, t), 4.0 + width / 2) for t in (0.16, 0.3, 0.7, 0.84)]
    if one.direction != "foot_to_knee":
        parts.append(_tip(second, foot, width))
    if one.direction != "knee_to_foot":
        parts.append(_tip(first, knee, width))
    at = _on(curve, 0.5 if n == 1 else 0.36 + 0.28 * place / (n - 1))
    return "".join(parts), _number(count, one, at)


def _number(count: int, one: RoutePart, at: Point) -> str:
    share = percent(one.probability)
    wide = 22.0 + 5.9 * len(share)
    x, y = at
    left = min(max(1.0, x - wide / 2), WIDTH - wide - 1.0)
    return (
        f'<rect class="pill" x="{number(left)}" y="{number(y - 10)}" width="{number(wide)}"'
        f' height="20" rx="10"/>{path(disc((left + 10.0, y, 8.0)), "badge")}'
        + words(str(count), (left + 10.0, y + 3.8), "badge-text", "middle")
        + words(share, (left + 21.0, y + 4.0), "share")
    )


def _on(curve: Sequence[Point], t: float) -> Point:
    a, b, c, d = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        a * curve[0][0] + b * curve[1][0] + c * curve[2][0] + d * curve[3][0],
        a * curve[0][1] + b * curve[1][1] + c * curve[2][1] + d * curve[3][1],
    )


def _cross(at: Point, size: float) -> str:
    x, y = at
    line = f"M{xy((x - size, y - size))}L{xy((x + size, y + size))}"
    line += f"M{xy((x - size, y + size))}L{xy((x + size, y - size))}"
    return path(line, "cross")


def _tip(before: Point, at: Point, width: float) -> str:
    turn = degrees(atan2(at[1] - before[1], at[0] - before[0]))
    size = 6.0 + 0.75 * width
    return (
        f'<path class="tip" transform="translate({xy(at)}) rotate({number(turn)})"'
        f' d="M{number(size * 0.8)} 0L{number(-size)} {number(-size * 0.8)}'
        f'L{number(-size * 0.6)} 0L{number(-size)} {number(size * 0.8)}Z"/>'
    )


def _sample(x: float, y: float, verdict: str, width: float, long: float = 40.0) -> str:
    line = f'<path class="route" d="M{xy((x, y))}h{number(long)}"{line_style(verdict, width)}/>'
    if verdict == "contradicted":
        line += _cross((x + long / 2, y), 4.0)
    return line


def _legend(routes: Sequence[RoutePart], top: float) -> str:
    """Return what the styles mean; all four, so that a missing one is known too."""
    parts = [words("Line: how well studies show it. Thick: more likely here.", (8.0, top + 8.0),
                   "small")]  # fmt: skip
    for i, (verdict, text) in enumerate(VERDICT_WORDS.items()):
        x = 8.0 + 85.0 * i
        parts.append(_sample(x, top + 20.0, verdict, 3.0))
        parts.append(words(text, (x, top + 34.0), "small"))
    return "".join(parts) if routes else ""


def _rows(routes: Sequence[tuple[int, RoutePart]], top: float) -> tuple[str, float]:
    parts: list[str] = []
    y = top
    for count, one in routes:
        lines = wrap(one.name, LETTERS) or [""]
        parts.append(path(disc((17.0, y + 9.0, 8.6)), "badge"))
        parts.append(words(str(count), (17.0, y + 12.8), "badge-text", "middle"))
        for line in lines:
            parts.append(words(line, (34.0, y + 9.0), "row-name"))
            y += 15.0
        parts.append(
            words(f"{percent(one.probability)}, {one.verdict_words}; {_way(one)}", (34.0, y + 8.6),
                  "row")
        )  # fmt: skip
        y += ROW - 15.0
    return "".join(parts), y + 2.0
