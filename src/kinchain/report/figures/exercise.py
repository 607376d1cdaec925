"""An exercise drawn: start and end pose side by side, with an arrow for the way between."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import atan2, degrees, hypot

from kinchain.report.figures.exercise_model import Exercise
from kinchain.report.figures.person import Layer, Paper, person_layers
from kinchain.report.figures.props import Prop, prop_layer
from kinchain.report.figures.shapes import Point, hull, number, path, words
from kinchain.report.figures.skeleton import Joints, Pose, joints
from kinchain.report.figures.space import View

WIDEST, TALLEST = 150.0, 126.0
NARROWEST, LOWEST = 84.0, 62.0
CAPTION_LETTER = 5.4
"""About the width of a letter of a caption."""
GAP = 10.0
CAPTION = 17.0
MARGIN = 7.0
MAX_SCALE = 1.12
"""Never larger, so that people on all drawings are about alike in size."""

SHORT_WAY = 5.0
"""A shorter way than this gets its arrow made longer, so that it can be seen."""


ASIDE = {"tail": 3.0, "heel": 8.0, "knee": 10.0, "ankle": 8.5, "toe": 7.0}
"""How far beside a joint its arrow runs, in hundredths of body height."""


def exercise_figure(name: str, exercise: Exercise, title: str) -> str:
    """Return the drawing of an exercise.

    Parameters
    ----------
    name
        Id of the drawing's title, one of a kind on a page.
    exercise
        The exercise.
    title
        Its name in plain words.
    """
    found = [joints(exercise.start), joints(exercise.end)]
    things = [(*exercise.props, *own) for own in (exercise.start_props, exercise.end_props)]
    size, papers = _papers(exercise.view, found, things, exercise.captions)
    parts = [
        _panel(joints_, props, paper)
        for joints_, props, paper in zip(found, things, papers, strict=True)
    ]
    parts.append(_arrow(exercise.track, found, papers))
    return framed(name, f"{title}: {exercise.says}", parts, exercise.captions, size)


def posed(pose: Pose, props: Sequence[Prop], view: View, size: Point) -> str:
    """Return one pose with the things about it, fitted into a field, without a frame.

    Parameters
    ----------
    pose
        The pose.
    props
        The things.
    view
        The viewpoint.
    size
        Width and height of the field.
    """
    found = joints(pose)
    (wide, high), (paper, _) = _papers(view, [found], [props], ("",))
    scale = min(1.0, size[0] / wide, size[1] / high)
    x, y = (size[0] - scale * wide) / 2, size[1] - scale * high
    place = f"translate({number(x)} {number(y)}) scale({scale:.3f})"
    return f'<g transform="{place}">{_panel(found, props, paper)}</g>'


def framed(
    name: str, told: str, parts: Sequence[str], captions: tuple[str, str], size: Point
) -> str:
    """Return two panels with their captions as a drawing.

    Parameters
    ----------
    name
        Id of the drawing's title.
    told
        What is to be seen, in words.
    parts
        SVG of the panels.
    captions
        What stands under each.
    size
        Width and height of one.
    """
    panel, height = size
    lines = [
        words(caption, (x + panel / 2, height + CAPTION - 5.0), "caption", "middle")
        for x, caption in zip((0.0, panel + GAP), captions, strict=True)
    ]
    width, height = 2 * panel + GAP, height + CAPTION
    return (
        f'<svg class="fig exercise" viewBox="0 0 {number(width)} {number(height)}" role="img"'
        f' aria-labelledby="{escape(name)}"><title id="{escape(name)}">{escape(told)}</title>'
        f"{''.join((*parts, *lines))}</svg>"
    )


def _papers(
    view: View,
    found: Sequence[Joints],
    things: Sequence[Sequence[Prop]],
    captions: Sequence[str],
) -> tuple[Point, tuple[Paper, Paper]]:
    """Return a panel's size and the two papers, at one scale that holds both poses."""
    flat = Paper(view, (0.0, 0.0))
    points = [flat.point(place) for one in found for place in one.values()]
    for props in things:
        for prop in props:
            points.extend(_corners(prop, flat))
    left, right = min(x for x, _ in points) - 4.0, max(x for x, _ in points) + 4.0
    top, bottom = min(y for _, y in points) - 5.5, max(y for _, y in points) + 2.5
    bottom = max(bottom, flat.point((0.0, 0.0, 8.0))[1] + 2.0)
    scale = min(
        MAX_SCALE,
        (WIDEST - 2 * MARGIN) / (right - left),
        (TALLEST - MARGIN) / (bottom - top),
    )
    letters = CAPTION_LETTER * max(len(one) for one in captions)
    panel = max(NARROWEST, letters + 4.0, scale * (right - left) + 2 * MARGIN)
    height = max(LOWEST, scale * (bottom - top) + MARGIN)
    x = panel / 2 - scale * (left + right) / 2
    y = height - 2.0 - scale * bottom
    return (panel, height), (Paper(view, (x, y), scale), Paper(view, (x + panel + GAP, y), scale))


def _corners(prop: Prop, paper: Paper) -> list[Point]:
    places = [
        value
        for name in ("low", "high", "at", "a", "b")
        if isinstance(value := getattr(prop, name, None), tuple)
    ]
    places += [one for one in getattr(prop, "points", ()) if isinstance(one, tuple)]
    room = getattr(prop, "radius", 0.0)
    points = [paper.point(place) for place in places]
    return [(x + dx, y + dy) for x, y in points for dx in (-room, room) for dy in (-room, room)]


def _panel(found: Joints, props: Sequence[Prop], paper: Paper) -> str:
    layers: list[Layer] = [*person_layers(found, paper)]
    layers += [prop_layer(prop, found, paper) for prop in props]
    floor = _floor(found, paper)
    return floor + "".join(one.svg for one in sorted(layers, key=lambda one: one.near))


def _floor(found: Joints, paper: Paper) -> str:
    across = [place[0] for place in found.values()]
    deep = [place[2] for place in found.values()]
    x0, x1 = min(across) - 4.0, max(across) + 4.0
    z0, z1 = min(*deep, -8.0) - 3.0, max(*deep, 8.0) + 3.0
    corners = [(x, 0.0, z) for x in (x0, x1) for z in (z0, z1)]
    return path(hull((paper.round(one, 2.5) for one in corners), 12), "floor")


def _arrow(track: str, found: Sequence[Joints], papers: tuple[Paper, Paper]) -> str:
    """Return the way of a joint, drawn in the second panel."""
    if not track:
        return ""
    paper = papers[1]
    (ax, ay), (bx, by) = paper.point(found[0][track]), paper.point(found[1][track])
    way = hypot(bx - ax, by - ay)
    if way < 0.5:
        return ""
    ux, uy = (bx - ax) / way, (by - ay) / way
    length = max(way, SHORT_WAY * paper.scale * 2.4)
    side = ASIDE.get(track.partition("_")[0], 9.0) * paper.scale
    mx, my = paper.point(found[1]["hips"])
    px, py = (-uy, ux)
    if (bx - mx) * px + (by - my) * py < 0.0:
        px, py = (uy, -ux)
    start = (bx - ux * length + px * side, by - uy * length + py * side)
    tip = (bx + px * side, by + py * side)
    turn = degrees(atan2(uy, ux))
    line = f"M{number(start[0])} {number(start[1])}L{number(tip[0])} {number(tip[1])}"
    head = (
        f'<path class="arrow-head" transform="translate({number(tip[0])} {number(tip[1])})'
        f' rotate({number(turn)})" d="M7 0L-2 5L0 0L-2 -5Z"/>'
    )
    return path(line, "arrow-halo") + path(line, "arrow") + head
