"""A jointed person drawn as soft limbs, the farther arm and leg in a darker tone."""

from __future__ import annotations

from dataclasses import dataclass

from kinchain.report.figures.shapes import Point, Round, disc, hull, limb, path
from kinchain.report.figures.skeleton import HEAD, Joints
from kinchain.report.figures.space import View, add

LEG = (("hip", 5.1, "knee", 3.7), ("knee", 3.7, "ankle", 2.3))
FOOT = (("ankle", 2.3, "heel", 2.1), ("ankle", 2.2, "ball", 1.6), ("heel", 2.0, "ball", 1.5),
        ("ball", 1.5, "toe", 1.3))  # fmt: skip
ARM = (("shoulder", 3.0, "elbow", 2.3), ("elbow", 2.2, "hand", 1.7))
TRUNK = (("hip_r", 4.9), ("hip_l", 4.9), ("belly", 6.0), ("shoulder_r", 3.6), ("shoulder_l", 3.6))
SHORTS_TO = 0.5
SLEEVE_TO = 0.55


@dataclass(frozen=True, slots=True)
class Layer:
    """Some SVG and how near to the viewer it lies."""

    near: float
    svg: str


@dataclass(frozen=True)
class Paper:
    """Where space lands on paper.

    Parameters
    ----------
    view
        The viewpoint.
    origin
        Where the point 0, 0, 0 lands.
    scale
        Units of the paper for a hundredth of body height.
    """

    view: View
    origin: Point
    scale: float = 1.0

    def point(self, place: tuple[float, float, float]) -> Point:
        """Return where a point lands.

        Parameters
        ----------
        place
            The point.
        """
        spot = self.view.see(place)
        return (self.origin[0] + self.scale * spot.x, self.origin[1] - self.scale * spot.y)

    def round(self, place: tuple[float, float, float], radius: float) -> Round:
        """Return a ball as a circle.

        Parameters
        ----------
        place
            Its middle.
        radius
            Its radius.
        """
        x, y = self.point(place)
        return (x, y, radius * self.scale)


def person_layers(found: Joints, paper: Paper) -> list[Layer]:
    """Return a person as layers, to be drawn from far to near.

    Parameters
    ----------
    found
        The joints.
    paper
        Where they land.
    """
    layers = [_trunk(found, paper), _head(found, paper)]
    for side, other in (("r", "l"), ("l", "r")):
        for name, drawn in (("knee", _leg), ("elbow", _arm)):
            here = paper.view.see(found[f"{name}_{side}"]).near
            there = paper.view.see(found[f"{name}_{other}"]).near
            root = "hip" if name == "knee" else "shoulder"
            edge = paper.view.see(found[f"{root}_{side}"]).near
            edge -= paper.view.see(found[f"{root}_{other}"]).near
            is_far = edge < 0 if abs(edge) > 1.0 else here < there
            layers.append(drawn(found, side, paper, is_far))
    return layers


def _trunk(found: Joints, paper: Paper) -> Layer:
    outline = hull(paper.round(found[name], radius) for name, radius in TRUNK)
    shorts = hull(
        [
            *(paper.round(found[f"hip_{side}"], 4.9) for side in "rl"),
            paper.round(add(found["hips"], add(found["belly"], found["hips"], -1.0), 0.25), 5.1),
        ]
    )
    middle = add(found["hips"], add(found["chest"], found["hips"], -1.0), 0.5)
    svg = path(outline, "halo") + path(outline, "shirt") + path(shorts, "shorts")
    return Layer(paper.view.see(middle).near, svg)


def _head(found: Joints, paper: Paper) -> Layer:
    neck = limb(paper.round(found["chest"], 2.6), paper.round(found["head"], 2.4))
    skull = disc(paper.round(found["head"], HEAD))
    nose = disc(paper.round(found["nose"], 1.1))
    hair = disc(paper.round(found["crown"], HEAD * 0.78))
    looks = paper.view.see(found["nose"]).near - paper.view.see(found["head"]).near
    parts = [path(neck, "skin"), path(skull + hair, "halo")]
    order = [(skull, "skin"), (nose, "skin"), (hair, "hair")]
    if looks > HEAD * 0.6:  # the face is towards the viewer: the hair lies behind it
        order = [(hair, "hair"), (skull, "skin"), (nose, "skin-far")]
    parts += [path(outline, kind) for outline, kind in order]
    # the head lies before the trunk when it is nearer, and just behind it otherwise
    return Layer(paper.view.see(found["head"]).near - 0.2, "".join(parts))


def _leg(found: Joints, side: str, paper: Paper, is_far: bool) -> Layer:
    tone = "-far" if is_far else ""
    bare = [_part(found, side, paper, part) for part in (*LEG, *FOOT)]
    hip, knee = found[f"hip_{side}"], found[f"knee_{side}"]
    hem = add(hip, add(knee, hip, -1.0), SHORTS_TO)
    shorts = limb(paper.round(hip, 5.2), paper.round(hem, 4.7))
    svg = path("".join((*bare, shorts)), "halo")
    svg += path("".join(bare), f"skin{tone}") + path(shorts, f"shorts{tone}")
    return Layer(_near(found, paper, (f"hip_{side}", f"knee_{side}", f"ankle_{side}")), svg)


def _arm(found: Joints, side: str, paper: Paper, is_far: bool) -> Layer:
    tone = "-far" if is_far else ""
    bare = [_part(found, side, paper, part) for part in ARM]
    bare.append(disc(paper.round(found[f"hand_{side}"], 2.1)))
    shoulder, elbow = found[f"shoulder_{side}"], found[f"elbow_{side}"]
    cuff = add(shoulder, add(elbow, shoulder, -1.0), SLEEVE_TO)
    sleeve = limb(paper.round(shoulder, 3.3), paper.round(cuff, 2.9))
    svg = path("".join((*bare, sleeve)), "halo")
    svg += path("".join(bare), f"skin{tone}") + path(sleeve, f"shirt{tone}")
    return Layer(_near(found, paper, (f"shoulder_{side}", f"elbow_{side}", f"hand_{side}")), svg)


def _part(found: Joints, side: str, paper: Paper, part: tuple[str, float, str, float]) -> str:
    one, first, two, second = part
    return limb(
        paper.round(found[f"{one}_{side}"], first), paper.round(found[f"{two}_{side}"], second)
    )


def _near(found: Joints, paper: Paper, names: tuple[str, ...]) -> float:
    return sum(paper.view.see(found[name]).near for name in names) / len(names)
