"""Exercises of the foot itself, drawn from near: one foot in two states."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, radians, sin

from kinchain.report.figures.exercise import framed
from kinchain.report.figures.shapes import Point, disc, limb, path, smooth, words, xy

PANEL = (132.0, 92.0)
FLOOR_Y = 82.0
ANKLE: Point = (38.0, 50.0)


@dataclass(frozen=True, slots=True)
class FootState:
    """A foot from its inner side.

    Parameters
    ----------
    ankle
        Toes pulled up, in degrees.
    arch
        How much the arch is raised, in units of the drawing.
    shorter
        By how much the ball is nearer to the heel.
    big_toe, toes
        Bend upward of the big toe and of the others, in degrees; below 0 they curl.
    """

    ankle: float = 0.0
    arch: float = 0.0
    shorter: float = 0.0
    big_toe: float = 0.0
    toes: float = 0.0


@dataclass(frozen=True)
class NearFoot:
    """An exercise of the foot from near; ``thing`` is what it works with."""

    says: str
    start: FootState
    end: FootState
    thing: str = ""
    captions: tuple[str, str] = ("Start", "End")
    arrow: tuple[Point, Point] | None = None
    marks: tuple[str, ...] = field(default_factory=tuple)


def near_foot_figure(name: str, exercise: NearFoot, title: str) -> str:
    """Return the drawing of an exercise of the foot.

    Parameters
    ----------
    name
        Id of the drawing's title, one of a kind on a page.
    exercise
        The exercise.
    title
        Its name in plain words.
    """
    shift = PANEL[0] + 10.0
    parts = [
        _state(exercise.start, exercise.thing, False),
        f'<g transform="translate({shift:g} 0)">{_state(exercise.end, exercise.thing, True)}'
        f"{_arrow(exercise.arrow)}</g>",
    ]
    return framed(name, f"{title}: {exercise.says}", parts, exercise.captions, PANEL)


def _arrow(arrow: tuple[Point, Point] | None) -> str:
    if arrow is None:
        return ""
    (ax, ay), (bx, by) = arrow
    length = max(1e-6, ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5)
    ux, uy = (bx - ax) / length, (by - ay) / length
    line = f"M{xy((ax, ay))}L{xy((bx, by))}"
    tips = ((bx + 7 * ux, by + 7 * uy), (bx - 2 * ux - 5 * uy, by - 2 * uy + 5 * ux),
            (bx, by), (bx - 2 * ux + 5 * uy, by - 2 * uy - 5 * ux))  # fmt: skip
    return path(line, "arrow-halo") + path(line, "arrow") + path(f"M{xy(*tips)}Z", "arrow-head")


def _state(state: FootState, thing: str, is_end: bool) -> str:
    if thing == "above":
        return _from_above(state, is_end)
    foot = side_foot(state)
    floor = path(limb((14.0, FLOOR_Y + 3.4, 3.0), (122.0, FLOOR_Y + 3.4, 3.0)), "floor")
    if thing == "band":
        return foot + _band(state)
    if thing == "towel":
        return floor + _towel(is_end) + foot
    return floor + foot


def _turned(point: Point, degrees: float, about: Point) -> Point:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    x, y = point[0] - about[0], point[1] - about[1]
    return (about[0] + c * x + s * y, about[1] - s * x + c * y)


def side_foot(state: FootState) -> str:
    """Return a foot from its inner side: heel at the left, toes at the right.

    Parameters
    ----------
    state
        How it is held.
    """
    pull, rise = state.shorter, state.arch
    ball = (84.0 - pull, 75.0)
    outline: list[Point] = [
        (47.5, 52.0 - 0.3 * rise), (62.0, 55.0 - 0.7 * rise), (78.0 - pull, 63.5 - 0.4 * rise),
        (90.0 - pull, 69.0), (92.0 - pull, 78.5), (84.0 - pull, FLOOR_Y), (74.0 - pull, 80.4),
        (60.0 - pull / 2, 75.5 - rise), (46.0, 78.5 - rise / 3), (36.0, FLOOR_Y),
        (26.0, 80.5), (22.5, 71.0), (27.0, 60.0), (29.0, 50.0),
    ]  # fmt: skip
    turn = state.ankle
    outline = [_turned(one, turn, ANKLE) for one in outline]
    leg = limb((40.0, 8.0, 13.0), (38.0, 50.0, 9.6))
    far = _toe(ball, 25.0, 4.2, state.toes, turn, (0.0, -2.5))
    big = _toe(ball, 25.0, 5.2, state.big_toe, turn, (0.0, 0.0))
    body = smooth(outline)
    return (
        path(far, "halo") + path(far, "skin-far") + path(leg + body + big, "halo")
        + path(leg, "skin") + path(body, "skin") + path(big, "skin")
        + path(disc((*_turned((40.5, 56.0), turn, ANKLE), 3.1)), "skin-far")
    )  # fmt: skip


def _toe(ball: Point, length: float, radius: float, bend: float, turn: float, shift: Point) -> str:
    """Return a toe of two parts that bends up, or curls down where the bend is below 0."""
    root = (ball[0] + shift[0], ball[1] + shift[1])
    first = _turned((root[0] + 0.5 * length, root[1] + 1.2), 1.0 * bend, root)
    tip = _turned((first[0] + 0.46 * length, first[1] + 0.6), (1.0 if bend > 0 else 2.1) * bend,
                  first)  # fmt: skip
    places = [_turned(one, turn, ANKLE) for one in (root, first, tip)]
    return limb((*places[0], radius + 1.2), (*places[1], radius)) + limb(
        (*places[1], radius), (*places[2], radius - 0.9)
    )


def _band(state: FootState) -> str:
    hold = (124.0, 74.0)
    at = _turned((88.0, 62.0), state.ankle, ANKLE)
    low = _turned((86.0, 83.0), state.ankle, ANKLE)
    loop = f"M{xy(hold)}L{xy(at)}M{xy(hold)}L{xy(low)}M{xy(at)}L{xy(low)}"
    return path(loop, "band") + path(limb((124.0, 64.0, 2.6), (124.0, 84.0, 2.6)), "wood")


def _towel(is_end: bool) -> str:
    if not is_end:
        return path(limb((74.0, 83.4, 1.6), (126.0, 83.4, 1.6)), "cloth")
    folds: list[Point] = [(70.0, 84.5), (76.0, 82.0), (82.0, 85.0), (88.0, 80.0), (93.0, 85.0),
                          (98.0, 79.0), (103.0, 85.0), (112.0, 83.0)]  # fmt: skip
    return path(smooth(folds, closed=False), "fold")


def _from_above(state: FootState, is_end: bool) -> str:
    """Return a right foot from above that turns outward against a band."""
    heel: Point = (52.0, 76.0)
    outline: list[Point] = [
        (52.0, 84.0), (44.5, 80.0), (43.0, 70.0), (43.5, 54.0), (40.0, 36.0), (41.0, 27.0),
        (49.0, 23.0), (60.0, 27.0), (65.5, 37.0), (62.5, 55.0), (61.5, 70.0), (59.5, 80.0),
    ]  # fmt: skip
    turn = -state.ankle
    tips = [(45.0, 17.5, 5.2), (52.4, 17.5, 3.5), (58.0, 20.6, 3.2), (62.6, 25.0, 3.0),
            (66.2, 30.6, 2.8)]  # fmt: skip
    toes = "".join(
        limb((*_turned((x, y), turn, heel), r), (*_turned((x - 0.6, y + 8.0), turn, heel), r))
        for x, y, r in tips
    )
    body = smooth([_turned(one, turn, heel) for one in outline])
    shin = disc((52.0, 69.0, 10.5))
    at, inner = _turned((66.0, 40.0), turn, heel), _turned((40.0, 40.0), turn, heel)
    post = (8.0, 40.0)
    band = f"M{xy(post)}L{xy(inner)}M{xy(post)}L{xy(at)}"
    side = words("outer side", (84.0, 86.0), "small") if not is_end else ""
    return (
        path(limb((8.0, 32.0, 2.6), (8.0, 48.0, 2.6)), "wood")
        + path(toes + body, "halo") + path(toes, "skin") + path(body, "skin")
        + path(shin, "halo") + path(shin, "skin-far") + path(band, "band") + side
    )  # fmt: skip


NEAR_FOOT: dict[str, NearFoot] = {
    "towel_curl": NearFoot(
        says="The toes curl and pull a towel towards the heel.",
        start=FootState(big_toe=10.0, toes=14.0),
        end=FootState(big_toe=-26.0, toes=-30.0, arch=2.0),
        thing="towel",
        captions=("Toes long", "Curl and pull"),
        arrow=((120.0, 68.0), (104.0, 68.0)),
    ),
    "short_foot": NearFoot(
        says="With flat toes, the ball of the foot draws towards the heel, so that the arch rises.",
        start=FootState(),
        end=FootState(arch=6.0, shorter=6.0),
        captions=("Relaxed", "Arch up, toes flat"),
        arrow=((60.0, 96.0), (60.0, 84.0)),
    ),
    "toe_yoga": NearFoot(
        says="The big toe lifts alone while the others stay down; then the others lift while the "
        "big toe stays down.",
        start=FootState(big_toe=36.0, toes=0.0),
        end=FootState(big_toe=0.0, toes=36.0),
        captions=("Big toe up", "The others up"),
    ),
    "dorsi_band": NearFoot(
        says="A band fixed in front lies over the foot. The foot pulls up against it and goes "
        "back slowly.",
        start=FootState(ankle=-7.0),
        end=FootState(ankle=20.0),
        thing="band",
        captions=("Foot down", "Pull up"),
        arrow=((112.0, 44.0), (105.0, 27.0)),
    ),
    "eversion_band": NearFoot(
        says="A right foot seen from above, a band around its outer edge. The foot turns outward "
        "against the band and comes back slowly.",
        start=FootState(ankle=-8.0),
        end=FootState(ankle=24.0),
        thing="above",
        captions=("Start", "Turn outward"),
        arrow=((84.0, 14.0), (96.0, 24.0)),
    ),
}
"""Id of an exercise to its drawing."""
