"""Rounded shapes as SVG paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import acos, atan2, cos, hypot, pi, sin

Point = tuple[float, float]
"""Right and down on the paper."""

Round = tuple[float, float, float]
"""Right, down and radius of a circle."""


def number(value: float) -> str:
    """Return a number as short as a drawing needs it.

    Parameters
    ----------
    value
        The number.
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def xy(*points: Point) -> str:
    """Return points as a path's numbers.

    Parameters
    ----------
    *points
        The points.
    """
    return " ".join(f"{number(x)} {number(y)}" for x, y in points)


def limb(a: Round, b: Round) -> str:
    """Return the outline of two circles and all between them, as a path.

    Parameters
    ----------
    a, b
        The circles.
    """
    (ax, ay, ar), (bx, by, br) = a, b
    away = hypot(bx - ax, by - ay)
    if away <= abs(ar - br) + 0.05:
        return disc(a if ar >= br else b)
    heading = atan2(by - ay, bx - ax)
    spread = acos((ar - br) / away)
    ends = []
    for x, y, r, sign in ((ax, ay, ar, 1), (bx, by, br, 1), (bx, by, br, -1), (ax, ay, ar, -1)):
        ends.append((x + r * cos(heading + sign * spread), y + r * sin(heading + sign * spread)))
    large_a = 1 if spread < pi / 2 else 0
    large_b = 1 if spread > pi / 2 else 0
    return (
        f"M{xy(ends[0])}L{xy(ends[1])}A{number(br)} {number(br)} 0 {large_b} 0 {xy(ends[2])}"
        f"L{xy(ends[3])}A{number(ar)} {number(ar)} 0 {large_a} 0 {xy(ends[0])}Z"
    )


def disc(a: Round) -> str:
    """Return a circle as a path.

    Parameters
    ----------
    a
        The circle.
    """
    x, y, r = a
    size = number(r)
    return (
        f"M{xy((x - r, y))}A{size} {size} 0 1 0 {xy((x + r, y))}"
        f"A{size} {size} 0 1 0 {xy((x - r, y))}Z"
    )


def hull(circles: Iterable[Round], steps: int = 20) -> str:
    """Return the outline around several circles, as a path.

    Parameters
    ----------
    circles
        The circles.
    steps
        Corners by which each circle is drawn.
    """
    points = sorted(
        (x + r * cos(2 * pi * i / steps), y + r * sin(2 * pi * i / steps))
        for x, y, r in circles
        for i in range(steps)
    )
    lower = _half(points)
    upper = _half(points[::-1])
    return f"M{xy(*lower[:-1], *upper[:-1])}Z"


def _half(points: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for point in points:
        while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
            found.pop()
        found.append(point)
    return found


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def smooth(points: Sequence[Point], closed: bool = True) -> str:
    """Return a soft curve through points, as a path (Catmull-Rom to Bezier).

    Parameters
    ----------
    points
        At least three points.
    closed
        Whether it comes back to its start.
    """
    n = len(points)
    last = n if closed else n - 1
    parts = [f"M{xy(points[0])}"]
    for i in range(last):
        before = points[(i - 1) % n] if closed or i > 0 else points[0]
        here, there = points[i], points[(i + 1) % n]
        after = points[(i + 2) % n] if closed or i + 2 < n else points[-1]
        one = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        two = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        parts.append(f"C{xy(one, two, there)}")
    return "".join(parts) + ("Z" if closed else "")


def path(outline: str, kind: str) -> str:
    """Return a path as an element.

    Parameters
    ----------
    outline
        What it follows.
    kind
        Its class.
    """
    return f'<path class="{kind}" d="{outline}"/>'


def words(text: str, at: Point, kind: str, anchor: str = "start") -> str:
    """Return a line of text as an element; the text is escaped here.

    Parameters
    ----------
    text
        The text.
    at
        Where it begins, stands or ends, on its baseline.
    kind
        Its class.
    anchor
        ``start``, ``middle`` or ``end``.
    """
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    where = f'x="{number(at[0])}" y="{number(at[1])}"{placed}'
    return f'<text class="{kind}" {where}>{escape(text)}</text>'
