"""A route of the chain picture as a path: its thickness, line, arrows and number."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees

from kinchain.report.figures.shapes import Point, disc, number, path, words, xy
from kinchain.report.model import RoutePart
from kinchain.report.words import percent

WIDTH = 360.0
"""Width of the chain picture, in its own units."""


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


def drawn(
    count: int, one: RoutePart, curve: tuple[Point, Point, Point, Point], at: float
) -> tuple[str, str]:
    """Return a route's path with its arrows, and its number on it.

    Parameters
    ----------
    count
        The route's number.
    one
        The route.
    curve
        The path from knee to foot: both ends with a Bezier's two other points between.
    at
        Where on the path the number stands, from 0 at the knee to 1 at the foot.
    """
    knee, first, second, foot = curve
    width = thickness(one.probability)
    line = f"M{xy(knee)}C{xy(first, second, foot)}"
    parts = [f'<path class="route" d="{line}"{line_style(one.verdict, width)}/>']
    if one.verdict == "contradicted":
        parts += [cross(on(curve, t), 4.0 + width / 2) for t in (0.16, 0.3, 0.7, 0.84)]
    if one.direction != "foot_to_knee":
        parts.append(_tip(second, foot, width))
    if one.direction != "knee_to_foot":
        parts.append(_tip(first, knee, width))
    return "".join(parts), _number(count, one, on(curve, at))


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


def on(curve: Sequence[Point], t: float) -> Point:
    """Return the point of a Bezier curve at a share of its way.

    Parameters
    ----------
    curve
        Its four points.
    t
        From 0 to 1.
    """
    a, b, c, d = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    return (
        a * curve[0][0] + b * curve[1][0] + c * curve[2][0] + d * curve[3][0],
        a * curve[0][1] + b * curve[1][1] + c * curve[2][1] + d * curve[3][1],
    )


def cross(at: Point, size: float) -> str:
    """Return the cross that marks what studies speak against.

    Parameters
    ----------
    at
        Its middle.
    size
        Half its width.
    """
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
