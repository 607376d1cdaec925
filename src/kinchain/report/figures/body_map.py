"""Where it is sore: the lower body from front and back, and both soles from below.

Sites bear a number that is named below; pain is hatched, swelling ringed, numbness dotted, so
that nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from kinchain.report.figures.body_outline import APART, body_outline, sole_outlines
from kinchain.report.figures.body_shapes import PLACES, Panel, Place
from kinchain.report.figures.shapes import Point, disc, number, path, words, xy
from kinchain.report.model import Sore

MIDDLE = {"front": 64.0, "back": 196.0, "sole": 92.0}
"""Middle line of each panel."""

BODY_SIZE = (260.0, 286.0)
SOLE_SIZE = (184.0, 190.0)
BODY_TOP, SOLE_TOP = 26.0, 34.0
BADGE = 8.4
BADGE_APART = 19.0
BADGE_OUT = {"front": 50.0, "back": 50.0, "sole": 72.0}
LETTER = 6.1
"""About the width of a letter."""

SIGN = {"pain": "hatched", "swelling": "ringed", "numb": "dotted"}


@dataclass(frozen=True, slots=True)
class _Mark:
    count: int
    sore: Sore
    place: Place
    at: Point
    sign: float


def body_map(sores: Sequence[Sore], name: str = "body-map") -> str:
    """Return the lower body from front and back with what is sore; nothing if none is there.

    Parameters
    ----------
    sores
        What is felt; what lies on the soles is left to the other picture.
    name
        Id of the title.
    """
    return _map(sores, name, ("front", "back"), BODY_SIZE)


def sole_map(sores: Sequence[Sore], name: str = "sole-map") -> str:
    """Return both soles from below with what is sore; nothing if none is there.

    Parameters
    ----------
    sores
        What is felt; what does not lie on the soles is left to the other picture.
    name
        Id of the title.
    """
    return _map(sores, name, ("sole",), SOLE_SIZE)


def _map(
    sores: Sequence[Sore], name: str, panels: tuple[Panel, ...], size: tuple[float, float]
) -> str:
    placed = [one for one in sores if one.finding in PLACES]
    # numbered over both pictures, so that a number means one thing
    here = [pair for pair in enumerate(placed, 1) if PLACES[pair[1].finding].panel in panels]
    if not here:
        return ""
    marks = [mark for count, one in here for mark in _marks(count, one)]
    parts = [_sole_panel() if panel == "sole" else _body_panel(panel) for panel in panels]
    parts += [_mark(one, name) for one in marks]
    for panel in panels:
        parts += _badges([one for one in marks if one.place.panel == panel], panel)
    height = size[1]
    for count, one in here:
        rows = wrap(one.named, round((size[0] - 46.0) / LETTER))
        parts.append(_row(count, one, rows, height, name))
        height += 18.0 + 13.0 * (len(rows) - 1)
    told = "; ".join(f"{i}, {one.named}, {SIGN[one.feel]}" for i, one in here)
    what = "Soles from below" if panels == ("sole",) else "Legs from front and back"
    return (
        f'<svg class="fig map" viewBox="0 0 {number(size[0])} {number(height)}" role="img"'
        f' aria-labelledby="{name}"><title id="{name}">{what}. {escape(told)}.</title>'
        f"{HATCH.replace('NAME', name)}{''.join(parts)}</svg>"
    )


HATCH = (
    '<defs><pattern id="NAME-hatch" width="4" height="4" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="4" height="4" class="sore-back"/>'
    '<rect width="1.7" height="4" class="sore-ink"/></pattern>'
    '<pattern id="NAME-dots" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect width="4" height="4" class="numb-back"/><circle cx="2" cy="2" r="1.1" class="numb-ink"/>'
    "</pattern></defs>"
)


def _marks(count: int, sore: Sore) -> list[_Mark]:
    place = PLACES[sore.finding]
    top = SOLE_TOP if place.panel == "sole" else BODY_TOP
    middle = MIDDLE[place.panel]
    if place.across == 0.0:
        return [_Mark(count, sore, place, (middle, top + place.down), 1.0)]
    apart = APART if place.panel == "sole" else 0.0
    # in front and on the soles the person's right is at the viewer's left; behind it is not
    right = 1.0 if place.panel == "back" else -1.0
    signs = {"right": (right,), "left": (-right,)}.get(sore.side, (-1.0, 1.0))
    return [
        _Mark(count, sore, place, (middle + sign * (apart + place.across), top + place.down), sign)
        for sign in signs
    ]


def _mark(one: _Mark, name: str) -> str:
    unsure = ' stroke-dasharray="3 2"' if one.sore.side == "unknown" else ""
    return (
        f'<ellipse class="{one.sore.feel}" cx="{number(one.at[0])}" cy="{number(one.at[1])}"'
        f' rx="{number(one.place.wide)}" ry="{number(one.place.high)}"'
        f" {_fill(one.sore.feel, name)}{unsure}/>"
    )


def _fill(feel: str, name: str) -> str:
    fills = {"pain": f"url(#{name}-hatch)", "numb": f"url(#{name}-dots)"}
    return f'fill="{fills.get(feel, "none")}"'


def _badges(marks: Sequence[_Mark], panel: Panel) -> list[str]:
    """Return the numbers beside the picture, spread out so that none covers another."""
    parts: list[str] = []
    for sign in (-1.0, 1.0):
        column = sorted((one for one in marks if one.sign == sign), key=lambda one: one.at[1])
        below = float("-inf")
        lowest = (SOLE_SIZE if panel == "sole" else BODY_SIZE)[1] - 14.0
        heights: list[float] = []
        for one in column:
            below = max(one.at[1], below + BADGE_APART)
            heights.append(below)
        over = max(0.0, (heights[-1] if heights else 0.0) - lowest)
        x = MIDDLE[panel] + sign * BADGE_OUT[panel]
        for one, height in zip(column, heights, strict=True):
            parts.append(_badge(one, (x, height - over), sign))
    return parts


def _badge(one: _Mark, at: Point, sign: float) -> str:
    edge = (one.at[0] + sign * one.place.wide * 0.75, one.at[1])
    lead = f"M{xy(edge)}L{xy((at[0] - sign * BADGE, at[1]))}"
    return (
        path(lead, "lead") + path(disc((*at, BADGE)), "badge")
        + words(str(one.count), (at[0], at[1] + 3.6), "badge-text", "middle")
    )  # fmt: skip


def _row(count: int, one: Sore, rows: Sequence[str], top: float, name: str) -> str:
    sample = (
        f'<rect class="{one.feel}" x="24" y="{number(top)}" width="16" height="11" rx="3"'
        f" {_fill(one.feel, name)}/>"
    )
    return (
        path(disc((12.0, top + 5.6, 7.2)), "badge")
        + words(str(count), (12.0, top + 9.0), "badge-text", "middle")
        + sample
        + "".join(words(row, (46.0, top + 9.6 + 13.0 * i), "row") for i, row in enumerate(rows))
    )


def _body_panel(panel: Panel) -> str:
    middle = MIDDLE[panel]
    title = "Front" if panel == "front" else "Back"
    first, second = ("right", "left") if panel == "front" else ("left", "right")
    return (
        body_outline(panel, middle, BODY_TOP) + words(title, (middle, 12.0), "head", "middle")
        + words(first, (middle - 38.0, 24.0), "small", "middle")
        + words(second, (middle + 38.0, 24.0), "small", "middle")
    )  # fmt: skip


def _sole_panel() -> str:
    middle = MIDDLE["sole"]
    return (
        words("Soles, seen from below", (middle, 12.0), "head", "middle")
        + sole_outlines(middle, SOLE_TOP)
        + words("right", (middle - 28.0, 27.0), "small", "middle")
        + words("left", (middle + 28.0, 27.0), "small", "middle")
    )
