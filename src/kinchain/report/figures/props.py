"""Things that stand about an exercise: floor, wall, step, chair, band, ball."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kinchain.report.figures.person import Layer, Paper
from kinchain.report.figures.shapes import disc, hull, limb, path, smooth
from kinchain.report.figures.skeleton import Joints
from kinchain.report.figures.space import Vec, add


@dataclass(frozen=True, slots=True)
class Block:
    """A box between two corners; ``bias`` draws it nearer or farther than it lies."""

    low: Vec
    high: Vec
    kind: str = "wood"
    bias: float = 0.0


@dataclass(frozen=True, slots=True)
class Ball:
    """A ball; a place by the name of a joint is kept in every pose."""

    at: Vec | str
    radius: float
    kind: str = "tool"
    bias: float = 0.0


@dataclass(frozen=True, slots=True)
class Rod:
    """A stick, bottle or rolled towel between two points."""

    a: Vec | str
    b: Vec | str
    radius: float
    kind: str = "tool"
    bias: float = 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """A band through points, which may be joints by name."""

    points: tuple[Vec | str, ...]
    kind: Literal["band", "strap"] = "band"
    bias: float = 0.0


Prop = Block | Ball | Rod | Band


def prop_layer(prop: Prop, found: Joints, paper: Paper) -> Layer:
    """Return a thing as a layer.

    Parameters
    ----------
    prop
        The thing.
    found
        Joints that it may hang on.
    paper
        Where it lands.
    """
    if isinstance(prop, Block):
        return _block(prop, paper)
    if isinstance(prop, Ball):
        at = _place(prop.at, found)
        outline = disc(paper.round(at, prop.radius))
        near = paper.view.see(at).near + prop.bias
        halo = "" if prop.kind == "tyre" else path(outline, "halo")
        return Layer(near, halo + path(outline, prop.kind))
    if isinstance(prop, Rod):
        a, b = _place(prop.a, found), _place(prop.b, found)
        outline = limb(paper.round(a, prop.radius), paper.round(b, prop.radius))
        near = paper.view.see(add(a, add(b, a, -1.0), 0.5)).near + prop.bias
        return Layer(near, path(outline, "halo") + path(outline, prop.kind))
    places = [_place(one, found) for one in prop.points]
    points = [paper.point(one) for one in places]
    line = (
        smooth(points, closed=False)
        if len(points) > 2
        else "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    )
    near = max(paper.view.see(one).near for one in places) + prop.bias
    return Layer(near, path(line, "band-halo") + path(line, prop.kind))


def _place(at: Vec | str, found: Joints) -> Vec:
    return found[at] if isinstance(at, str) else at


def _block(prop: Block, paper: Paper) -> Layer:
    (x0, y0, z0), (x1, y1, z1) = prop.low, prop.high
    front = [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)]
    top = [(x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)]
    yaw_positive = paper.view.yaw >= 0
    x = x1 if yaw_positive else x0
    end = [(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)]
    if prop.kind == "water":  # one see-through shape
        outline = hull((paper.round(one, 0.4) for one in (*front, *top, *end)), 8)
        return Layer(paper.view.see((x0, y0, z1)).near + prop.bias, path(outline, "water"))
    whole = hull((paper.round(one, 0.4) for one in (*front, *top, *end)), 8)
    svg = path(whole, "halo")
    for face, tone in ((front, ""), (top, "-top"), (end, "-end")):
        outline = hull((paper.round(one, 0.15) for one in face), 4)
        svg += path(outline, prop.kind + tone)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2, (z0 + z1) / 2)
    return Layer(paper.view.see(middle).near + prop.bias, svg)
