"""Pictures of what is no exercise: shoes, rest, a stick, a visit, each as one plain drawing."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from kinchain.report.figures.exercise import posed
from kinchain.report.figures.exercises_lying import PILLOW, chair, seated, supine
from kinchain.report.figures.exercises_standing import HIGH
from kinchain.report.figures.foot_near import FootState, side_foot
from kinchain.report.figures.props import Block, Prop, Rod
from kinchain.report.figures.shapes import Point, disc, limb, number, path, smooth, xy
from kinchain.report.figures.skeleton import Arm, Held, Pose, Reach, Stand
from kinchain.report.figures.space import View

SIZE = (150.0, 100.0)
"""Of a drawing of a thing."""


def _box(x: float, y: float, wide: float, high: float, kind: str, round_by: float = 3.0) -> str:
    return (
        f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(wide)}"'
        f' height="{number(high)}" rx="{number(round_by)}"/>'
    )


SHOE: tuple[Point, ...] = (
    (33.0, 34.0), (31.0, 52.0), (30.0, 74.0), (60.0, 76.0), (92.0, 76.0), (122.0, 75.0),
    (124.0, 66.0), (113.0, 58.0), (92.0, 54.0), (76.0, 44.0), (64.0, 32.0), (54.0, 38.0),
    (44.0, 38.0),
)  # fmt: skip


def _shoe(kind: str = "shirt") -> str:
    laces = "".join(
        f"M{xy((70.0 + 7.0 * i, 41.0 + 5.0 * i))}L{xy((63.0 + 7.0 * i, 48.0 + 5.0 * i))}"
        for i in range(3)
    )
    sole = limb((33.0, 81.0, 5.6), (121.0, 81.0, 5.0))
    cup = "M33 70C33 58 46 56 48 72"
    return (
        path(smooth(SHOE), kind) + path(sole, "shorts") + path(laces, "stitch")
        + path(cup, "stitch")
    )  # fmt: skip


def _insole() -> str:
    bed: tuple[Point, ...] = (
        (24.0, 70.0), (26.0, 60.0), (36.0, 64.0), (50.0, 60.0), (64.0, 54.0), (80.0, 63.0),
        (100.0, 70.0), (126.0, 72.0), (127.0, 77.0), (90.0, 78.0), (50.0, 78.0), (28.0, 77.0),
    )  # fmt: skip
    foot = f'<g transform="translate(6 -22)">{side_foot(FootState())}</g>'
    return foot + path(smooth(bed), "halo") + path(smooth(bed), "tool")


def _splint() -> str:
    brace: tuple[Point, ...] = (
        (22.0, 10.0), (26.0, 50.0), (17.0, 74.0), (20.0, 88.0), (60.0, 88.0), (114.0, 88.0),
    )  # fmt: skip
    straps = "M22 24L56 22M24 40L54 40M70 88L76 62M96 88L97 68"
    return (
        side_foot(FootState()) + path(smooth(brace, closed=False), "brace") + path(straps, "band")
    )


def _tape() -> str:
    strips = "M24 66C40 74 60 72 84 80M28 74C46 84 66 66 80 66M46 78L52 54M60 76L64 56"
    return side_foot(FootState()) + path(strips, "tape-line")


def _tablets() -> str:
    pills = [
        path(limb((46.0, 34.0, 9.0), (68.0, 34.0, 9.0)), "tool"),
        path(limb((82.0, 34.0, 9.0), (104.0, 34.0, 9.0)), "wood-top"),
        path(disc((50.0, 66.0, 11.0)), "wood-top"),
        path(disc((82.0, 66.0, 11.0)), "wood-top"),
        path("M43 66h14M75 66h14", "stitch-dark"),
    ]
    return "".join(pills) + path(disc((108.0, 66.0, 6.0)), "tool")


def _gel() -> str:
    tube: tuple[Point, ...] = ((40.0, 34.0), (96.0, 40.0), (96.0, 60.0), (40.0, 66.0))
    return (
        path(f"M{xy(*tube)}Z", "shirt") + _box(96.0, 42.0, 16.0, 16.0, "shorts")
        + _box(33.0, 31.0, 8.0, 38.0, "shirt-far", 2.0)
        + path(smooth(((116.0, 50.0), (124.0, 45.0), (132.0, 52.0), (124.0, 57.0))), "tool")
        + path("M52 50h30", "stitch")
    )  # fmt: skip


def _ice() -> str:
    star = "".join(
        f"M{xy((75.0 - dx, 52.0 - dy))}L{xy((75.0 + dx, 52.0 + dy))}"
        for dx, dy in ((0.0, 17.0), (14.7, 8.5), (14.7, -8.5))
    )
    bag: tuple[Point, ...] = (
        (44.0, 30.0), (75.0, 24.0), (106.0, 30.0), (112.0, 56.0), (104.0, 80.0), (75.0, 84.0),
        (46.0, 80.0), (38.0, 56.0),
    )  # fmt: skip
    return path(smooth(bag), "shirt") + path(star, "stitch")


def _warmth() -> str:
    waves = "".join(f"M{x} 30C{x - 7} 22 {x + 7} 16 {x} 8" for x in (60, 75, 90))
    return (
        _box(47.0, 40.0, 56.0, 48.0, "tool", 12.0) + _box(67.0, 33.0, 16.0, 10.0, "shorts")
        + path(waves, "wave")
        + path("M58 54h34M58 64h34M58 74h34", "stitch")
    )  # fmt: skip


def _visit() -> str:
    lines = "M62 52h30M62 62h30M62 72h20"
    return (
        _box(48.0, 20.0, 56.0, 70.0, "wood", 5.0) + _box(53.0, 27.0, 46.0, 58.0, "sheet", 2.0)
        + _box(65.0, 14.0, 22.0, 11.0, "shorts") + path(lines, "stitch-dark")
        + path("M76 32v12M70 38h12", "plus")
    )  # fmt: skip


def _scale() -> str:
    return (
        _box(36.0, 24.0, 78.0, 62.0, "shirt", 10.0) + path(disc((75.0, 46.0, 16.0)), "sheet")
        + path("M75 46L83 35M63 46h3M84 46h3M75 33v3", "stitch-dark")
    )  # fmt: skip


def _diary() -> str:
    page = _box(34.0, 20.0, 82.0, 68.0, "sheet", 5.0) + _box(34.0, 20.0, 82.0, 15.0, "shirt", 5.0)
    rings = path(limb((52.0, 14.0, 2.2), (52.0, 26.0, 2.2)), "shorts") + path(
        limb((98.0, 14.0, 2.2), (98.0, 26.0, 2.2)), "shorts"
    )
    cells = "".join(
        _box(43.0 + 17.5 * i, 43.0 + 14.0 * j, 12.0, 9.0, "cell", 1.5)
        for i in range(4)
        for j in range(3)
    )
    ticks = "M45 47l3 3l5 -6M62.5 47l3 3l5 -6M45 61l3 3l5 -6"
    return page + rings + cells + path(ticks, "tick-mark")


STICK: tuple[Prop, ...] = (Rod((16.0, 0.0, 12.0), (9.0, 49.0, 13.0), 0.9, "wood", bias=8.0),)
CRUTCHES: tuple[Prop, ...] = (
    Rod((16.0, 0.0, 15.0), (1.0, 68.0, 11.0), 0.9, "wood", bias=8.0),
    Rod((16.0, 0.0, -15.0), (1.0, 68.0, -11.0), 0.9, "wood", bias=-8.0),
)


def _stick() -> str:
    pose = Pose((0.0, HIGH - 1.6, 0.0), lean=4.0, right=Stand(x=2.0, heel_up=18.0),
                left=Stand(x=18.0), arm_r=Reach((9.4, 48.0, 13.0)),
                arm_l=Arm(-8.0, 16.0))  # fmt: skip
    return posed(pose, STICK, View(20.0, 9.0), SIZE)


def _crutches() -> str:
    raised = Held((-6.0, 13.0, 4.6), (1.0, 0.0, 0.0), (0.8, -0.5, 0.0), (0.5, 0.8, 0.0))
    pose = Pose((-1.0, HIGH - 0.4, 0.0), lean=6.0, right=raised, left=Stand(x=7.0),
                arm_r=Reach((6.0, 46.0, 13.0)), arm_l=Reach((6.0, 46.0, -13.0)))  # fmt: skip
    return posed(pose, CRUTCHES, View(24.0, 9.0), SIZE)


def _raised() -> str:
    rest = Block((32.0, 0.0, -9.0), (56.0, 15.0, 9.0), "cloth", bias=-12.0)
    leg = Held((44.0, 18.6, 4.6), (0.2, 1.0, 0.0), (0.1, 1.0, 0.0), (-1.0, 0.1, 0.0))
    other = Held((44.0, 18.6, -4.6), (0.2, 1.0, 0.0), (0.1, 1.0, 0.0), (-1.0, 0.1, 0.0))
    return posed(supine(leg, other), (PILLOW, rest), View(14.0, 14.0), SIZE)


def _rest() -> str:
    stool = Block((38.0, 0.0, -9.0), (52.0, 22.0, 9.0), "wood", bias=-16.0)
    leg = Held((43.0, 25.4, 4.6), (0.2, 1.0, 0.0), (0.1, 1.0, 0.0), (-1.0, 0.1, 0.0))
    other = Held((43.0, 25.4, -4.6), (0.2, 1.0, 0.0), (0.1, 1.0, 0.0), (-1.0, 0.1, 0.0))
    pose = seated(leg, other, lean=-12.0, bow=8.0,
                  arms=(Reach((12.0, 38.0, 8.0)), Reach((12.0, 38.0, -8.0))))  # fmt: skip
    return posed(pose, (*chair(), stool), View(20.0, 10.0), SIZE)


def _look() -> str:
    ankle = Held((22.5, 34.5, -3.0), (0.5, 0.1, 1.0), (1.0, -0.1, 0.25), (0.1, 0.3, 1.0))
    pose = seated(ankle, lean=18.0, bow=22.0,
                  arms=(Reach("ball_r", (-0.4, -0.6, 1.0)),
                        Reach("heel_r", (-0.6, -0.6, -1.0))))  # fmt: skip
    return posed(pose, chair(), View(46.0, 16.0), SIZE)


THINGS: dict[str, tuple[Callable[[], str], str]] = {
    "footwear": (_shoe, "a cushioned shoe with a firm heel cup"),
    "orthotics": (_insole, "an insole that fills the arch under the foot"),
    "night_splint": (_splint, "a splint that holds the foot square to the shin"),
    "taping": (_tape, "strips of tape along and across the foot"),
    "topical_nsaid": (_gel, "a tube of gel"),
    "oral_nsaid": (_tablets, "tablets"),
    "paracetamol": (_tablets, "tablets"),
    "other_drugs": (_tablets, "tablets"),
    "ice": (_ice, "a cold pack"),
    "heat": (_warmth, "a warm bottle"),
    "examination": (_visit, "a clinician's notes"),
    "physical_therapy": (_visit, "a clinician's notes with a programme"),
    "weight": (_scale, "a scale"),
    "education": (_diary, "a calendar with days ticked off"),
    "work_change": (_diary, "a calendar with days ticked off"),
    "sport_change": (_diary, "a calendar with days ticked off"),
    "heel_pain_stepped": (_diary, "a calendar, one step after the other"),
    "pfp_package": (_diary, "a calendar with training days ticked off"),
    "strengthening": (_diary, "a calendar with training days ticked off"),
    "stretching": (_diary, "a calendar with training days ticked off"),
    "brace_cane": (_stick, "a person who walks with a stick"),
    "offload": (_crutches, "a person on crutches, one foot off the floor"),
    "compression_elevation": (_raised, "a person who lies with both legs raised"),
    "rest": (_rest, "a person who sits with the legs up"),
    "foot_care": (_look, "a person who looks at the sole of a foot"),
}
"""Id of a treatment to what is drawn and how that is told."""


def thing_figure(name: str, item: str, title: str) -> str:
    """Return the drawing of a treatment.

    Parameters
    ----------
    name
        Id of the drawing's title, one of a kind on a page.
    item
        Id of the treatment.
    title
        Its name in plain words.
    """
    draw, says = THINGS[item]
    return (
        f'<svg class="fig thing" viewBox="0 0 {number(SIZE[0])} {number(SIZE[1])}" role="img"'
        f' aria-labelledby="{escape(name)}"><title id="{escape(name)}">{escape(title)}: drawn is'
        f" {says}.</title>{draw()}</svg>"
    )
