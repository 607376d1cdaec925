"""The chain picture: a leg from knee to foot, or two legs, with the routes between as paths.

The thickness of a path is how likely the route is here, the style of its line how well studies
support it in general, and its arrow where it leads. Numbers tie each path to its name below.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import hypot
from textwrap import wrap

from kinchain.report.figures.chain_paths import WIDTH, cross, drawn, line_style, thickness
from kinchain.report.figures.shapes import Point, disc, number, path, smooth, words, xy
from kinchain.report.model import ChainPart, RoutePart
from kinchain.report.words import VERDICT_WORDS, percent

__all__ = ["chain_picture", "line_style", "thickness"]

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
TOP_OF_FOOT = (222.0, 304.0)
KNEE_LABEL, FOOT_LABEL = (178.0, 60.0), (190.0, LEG_BOTTOM + 2.0)
SHIFT = {"left": -126.0, "right": 95.0}
"""How far each leg stands from the place of a single one."""

FAN, APART = 36.0, 6.0
"""How far the paths from leg to leg bend apart between their ends, and at them."""

LOWER = 0.05
"""How much further down its path each next route's number stands."""

FIRST_OUT, STEP_OUT = {"right": 262.0, "left": 100.0}, 33.0


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
    sides = _two_sides(chain)
    if sides:
        legs, arcs = _two_legs(chain, sides), _across(routes, sides)
    else:
        legs, arcs = _leg(chain), _along(routes)
    legend_top = LEG_BOTTOM + 12.0
    rows_top = legend_top + 46.0
    rows, height = _rows(routes, rows_top)
    return (
        f'<svg class="fig chain" viewBox="0 0 {number(WIDTH)} {number(height)}" role="img"'
        f' aria-labelledby="{escape(name)}"><title id="{escape(name)}">Routes between '
        f"{escape(chain.knee)} and {escape(chain.foot)}: {escape(told)}</title>"
        f"{legs}{''.join(line for line, _ in arcs)}{''.join(mark for _, mark in arcs)}"
        f"{_legend(chain.routes, legend_top)}{rows}</svg>"
    )


def _way(one: RoutePart) -> str:
    ways = {"knee_to_foot": "from knee to foot", "foot_to_knee": "from foot to knee"}
    return ways.get(one.direction, "one cause for both")


def _two_sides(chain: ChainPart) -> tuple[str, str] | None:
    """Return the sides of knee and foot where they are known and not the same."""
    knee, foot = chain.knee.partition(" ")[0], chain.foot.partition(" ")[0]
    return (knee, foot) if {knee, foot} == {"left", "right"} else None


def _shape() -> str:
    knee = path(
        "M198 78C208 78 212 86 211 95C210 105 203 110 197 106C191 102 191 80 198 78Z", "kneecap"
    )
    return path(smooth(LEG), "body") + knee


def _leg(chain: ChainPart) -> str:
    return _shape() + _label(chain.knee, KNEE_LABEL) + _label(chain.foot, FOOT_LABEL)


def _two_legs(chain: ChainPart, sides: tuple[str, str]) -> str:
    """Return both legs side by side, the left one on the left; each end named on its own."""
    parts = []
    for side, shift in SHIFT.items():
        parts.append(f'<g transform="translate({number(shift)} 0)">{_shape()}</g>')
        parts.append(words(f"{side} leg", (177.0 + shift, 24.0), "small", "middle"))
    knee, foot = SHIFT[sides[0]], SHIFT[sides[1]]
    parts.append(_label(chain.knee, (KNEE_LABEL[0] + knee, KNEE_LABEL[1])))
    parts.append(_label(chain.foot, (FOOT_LABEL[0] + foot, FOOT_LABEL[1])))
    return "".join(parts)


def _label(label: str, at: Point) -> str:
    """Return the name of an end, marked where it is sore."""
    kind = "end-sore" if "not sore" not in label else "end-well"
    wide = 7.2 * len(label) + 14.0
    return (
        f'<rect class="{kind}" x="{number(at[0] - wide / 2)}" y="{number(at[1] - 14.0)}"'
        f' width="{number(wide)}" height="20" rx="10"/>'
    ) + words(label, at, f"{kind}-text", "middle")


def _along(routes: Sequence[tuple[int, RoutePart]]) -> list[tuple[str, str]]:
    """Return the paths on either side of one leg."""
    left = [pair for pair in routes if pair[1].direction == "foot_to_knee"]
    right = [pair for pair in routes if pair[1].direction != "foot_to_knee"]
    return [
        _arc(count, one, side, place, len(group))
        for side, group in (("left", left), ("right", right))
        for place, (count, one) in enumerate(group)
    ]


def _across(
    routes: Sequence[tuple[int, RoutePart]], sides: tuple[str, str]
) -> list[tuple[str, str]]:
    """Return the paths from the knee of one leg to the foot of the other, above each other."""
    inner = {"left": (KNEE_RIGHT, TOP_OF_FOOT), "right": (KNEE_LEFT, FOOT_LEFT)}
    at_knee, at_foot = inner[sides[0]][0], inner[sides[1]][1]
    start = (at_knee[0] + SHIFT[sides[0]], at_knee[1])
    end = (at_foot[0] + SHIFT[sides[1]], at_foot[1])
    wide, high = end[0] - start[0], end[1] - start[1]
    far = hypot(wide, high)
    up = (high / far, -wide / far) if wide > 0.0 else (-high / far, wide / far)
    found = []
    for place, (count, one) in enumerate(routes):
        off = (len(routes) - 1) / 2 - place
        aside = (FAN * off * up[0], FAN * off * up[1])
        knee, foot = (start[0], start[1] - APART * off), (end[0], end[1] - APART * off)
        first = (start[0] + 0.5 * wide + aside[0], start[1] + aside[1])
        second = (end[0] - 0.5 * wide + aside[0], end[1] + aside[1])
        found.append(drawn(count, one, (knee, first, second, foot), 0.5 - LOWER * off))
    return found


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
    return drawn(count, one, curve, 0.5 if n == 1 else 0.36 + 0.28 * place / (n - 1))


def _sample(x: float, y: float, verdict: str, width: float, long: float = 40.0) -> str:
    line = f'<path class="route" d="M{xy((x, y))}h{number(long)}"{line_style(verdict, width)}/>'
    if verdict == "contradicted":
        line += cross((x + long / 2, y), 4.0)
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
