"""The lower body, the soles and the knees as outlines, on which pictures mark something."""

from __future__ import annotations

from kinchain.report.figures.body_shapes import HALF_FRONT, SOLE, TOES, Panel
from kinchain.report.figures.shapes import Point, disc, path, smooth, xy

APART = 3.0
"""How far a sole is from the middle line."""

KNEE: tuple[Point, ...] = (
    (27.0, -66.0), (23.5, -44.0), (20.5, -20.0), (21.5, -2.0), (20.0, 13.0), (18.5, 26.0),
    (21.5, 46.0), (21.0, 64.0), (-13.0, 64.0), (-14.5, 44.0), (-16.5, 28.0), (-19.5, 13.0),
    (-20.5, -2.0), (-19.5, -20.0), (-22.5, -44.0), (-25.0, -66.0),
)  # fmt: skip
"""A knee from the front, about the middle of its kneecap, outer side to the right."""


def body_outline(panel: Panel, middle: float, top: float) -> str:
    """Return the lower body from the front or from behind.

    Parameters
    ----------
    panel
        ``front`` or ``back``.
    middle
        Where its middle line is, from the left.
    top
        Where it begins, from above.
    """
    points = [(middle + x, top + y) for x, y in HALF_FRONT]
    points += [(middle - x, top + y) for x, y in reversed(HALF_FRONT)]
    return path(smooth(points), "body") + _details(panel, middle, top)


def sole_outlines(middle: float, top: float) -> str:
    """Return both soles from below.

    Parameters
    ----------
    middle
        Where the line between them is, from the left.
    top
        Where they begin, from above.
    """
    parts = []
    for sign in (-1.0, 1.0):
        points = [(middle + sign * (APART + x), top + y) for x, y in SOLE]
        toes = "".join(disc((middle + sign * (APART + x), top + y, r)) for x, y, r in TOES)
        parts += [path(toes, "body"), path(smooth(points), "body")]
    return "".join(parts)


def knee_outline(at: Point, sign: float) -> str:
    """Return a knee from the front: kneecap, the tendon below it and its knob.

    Parameters
    ----------
    at
        Middle of the kneecap.
    sign
        1 where the outer side is at the right, else -1.
    """

    def _on(x: float, y: float) -> Point:
        return (at[0] + sign * x, at[1] + y)

    lines = (
        f"M{xy(_on(-4.2, 10.5))}L{xy(_on(-3.4, 24.0))}M{xy(_on(4.2, 10.5))}L{xy(_on(3.4, 24.0))}"
        f"M{xy(_on(-6.0, 27.0))}Q{xy(_on(0.0, 32.0), _on(6.0, 27.0))}"
        f"M{xy(_on(-9.0, -17.0))}Q{xy(_on(0.0, -21.0), _on(9.0, -17.0))}"
    )
    cap = [_on(x, y) for x, y in ((0.0, -11.0), (9.0, -6.0), (8.0, 5.0), (0.0, 10.0), (-8.0, 5.0),
                                 (-9.0, -6.0))]  # fmt: skip
    return (
        path(smooth([_on(x, y) for x, y in KNEE]), "body") + path(smooth(cap), "detail")
        + path(lines, "detail")
    )  # fmt: skip


def _details(panel: Panel, middle: float, top: float) -> str:
    lines = []
    for sign in (-1.0, 1.0):

        def at(x: float, y: float, s: float = sign) -> str:
            return xy((middle + s * x, top + y))

        if panel == "front":
            lines += [
                f"M{at(9.6, 128.0)}Q{at(15.4, 121.0)} {at(21.4, 128.0)}",
                f"M{at(10.6, 140.0)}Q{at(15.4, 146.0)} {at(20.4, 140.0)}",
                f"M{at(24.0, 40.0)}Q{at(14.0, 52.0)} {at(2.0, 60.0)}",
            ]
        else:
            lines += [
                f"M{at(28.0, 66.0)}Q{at(16.0, 76.0)} {at(2.0, 64.0)}",
                f"M{at(8.6, 134.0)}Q{at(15.4, 137.0)} {at(22.6, 133.0)}",
                f"M{at(10.6, 196.0)}L{at(11.4, 222.0)}M{at(16.4, 196.0)}L{at(15.6, 222.0)}",
            ]
    if panel == "back":
        lines.append(f"M{xy((middle, top + 4.0))}L{xy((middle, top + 58.0))}")
    return path("".join(lines), "detail")
