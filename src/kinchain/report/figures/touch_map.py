"""Pictures to tap: the lower body, the knees and the soles, and the spots on each.

The drawings carry no control of their own. Whoever shows them lays a real form control over
each spot; `spot_style` says where, in shares of the picture, so that no style stands in a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from kinchain.core.findings import Side
from kinchain.core.formats.case import Site
from kinchain.report.figures.body_outline import (
    APART,
    body_outline,
    knee_outline,
    sole_outlines,
)
from kinchain.report.figures.shapes import Point, number

TouchPanel = Literal["front", "back", "knees", "soles"]
PANELS: tuple[TouchPanel, ...] = get_args(TouchPanel)

SIZE: dict[TouchPanel, Point] = {
    "front": (110.0, 252.0), "back": (110.0, 252.0), "knees": (130.0, 138.0),
    "soles": (112.0, 130.0),
}  # fmt: skip
"""Width and height of each picture."""

TOP: dict[TouchPanel, float] = {"front": 2.0, "back": 2.0, "knees": 70.0, "soles": 3.0}
"""Where each drawing begins from above; of the knees, where the kneecap is."""

KNEE_APART = 34.0
"""How far the middle of each knee is from the middle line."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that can be tapped.

    Parameters
    ----------
    finding
        The pain finding that it tells.
    site
        The site of the body map that it belongs to.
    panel
        The picture that it is on.
    across, down
        Its middle, right and down from the middle line, for the side at the viewer's right.
    wide, high
        Half its width and height.
    """

    finding: str
    site: Site
    panel: TouchPanel
    across: float
    down: float
    wide: float
    high: float

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides it has, in the order in which they stand from the viewer's left."""
        if self.finding == "pain_low_back":
            return ("none",)
        return ("left", "right") if self.panel == "back" else ("right", "left")

    def key(self, side: Side) -> str:
        """Return the finding with its side.

        Parameters
        ----------
        side
            One of its sides.
        """
        return self.finding if side == "none" else f"{self.finding}@{side}"

    def place(self, side: Side) -> str:
        """Return the site with its side, as the interview takes it.

        Parameters
        ----------
        side
            One of its sides.
        """
        return self.site if side == "none" else f"{self.site}@{side}"

    def mark(self, side: Side) -> str:
        """Return the class that says where it is.

        Parameters
        ----------
        side
            One of its sides.
        """
        return f"{self.panel}-{self.finding.removeprefix('pain_')}-{side}".replace("_", "-")


SPOTS: tuple[Spot, ...] = (
    Spot("pain_hip", "hip", "front", 22.6, 44.0, 9.5, 11.5),
    Spot("pain_thigh", "thigh", "front", 18.0, 88.0, 10.5, 24.0),
    Spot("pain_knee", "knee", "front", 15.4, 133.0, 10.5, 14.0),
    Spot("pain_shin", "shin", "front", 14.8, 176.0, 10.0, 23.0),
    Spot("pain_ankle", "ankle", "front", 13.2, 212.0, 10.0, 9.5),
    Spot("pain_foot_top", "foot", "front", 14.8, 234.0, 10.0, 10.0),
    Spot("pain_low_back", "low_back", "back", 0.0, 20.0, 21.0, 12.0),
    Spot("pain_thigh", "thigh", "back", 18.0, 92.0, 10.5, 24.0),
    Spot("pain_knee_behind", "knee", "back", 15.4, 134.0, 10.5, 12.0),
    Spot("pain_calf", "calf", "back", 15.2, 167.0, 10.0, 18.0),
    Spot("pain_achilles", "calf", "back", 13.4, 203.0, 10.0, 13.0),
    Spot("pain_heel_back", "heel", "back", 14.2, 231.0, 10.0, 10.5),
    Spot("pain_above_kneecap", "knee", "knees", 0.0, -26.0, 12.0, 10.0),
    Spot("pain_knee_front", "knee", "knees", 0.0, -2.0, 9.5, 11.0),
    Spot("pain_knee_inner", "knee", "knees", -15.8, -1.0, 6.0, 14.0),
    Spot("pain_knee_outer", "knee", "knees", 15.8, -1.0, 6.0, 14.0),
    Spot("pain_below_kneecap", "knee", "knees", 0.0, 19.0, 8.0, 8.5),
    Spot("pain_shin_upper_inner", "shin", "knees", -9.5, 41.0, 8.0, 11.0),
    Spot("pain_fibula_upper", "shin", "knees", 15.5, 33.0, 7.5, 11.0),
    Spot("pain_heel_under", "heel", "soles", 26.0, 107.0, 10.5, 12.5),
    Spot("pain_arch", "arch", "soles", 25.2, 80.0, 7.0, 13.0),
    Spot("pain_foot_outer", "foot", "soles", 38.4, 77.0, 5.6, 16.0),
    Spot("pain_midfoot", "midfoot", "soles", 25.0, 58.0, 7.4, 8.0),
    Spot("pain_forefoot", "forefoot", "soles", 31.5, 40.0, 11.5, 9.0),
    Spot("pain_big_toe_joint", "toes", "soles", 13.2, 33.0, 6.0, 9.0),
    Spot("pain_toes", "toes", "soles", 28.0, 14.6, 19.0, 8.4),
)
"""Everything that can be tapped, from the hip down; no two overlap on one picture."""


def spots_of(panel: TouchPanel) -> tuple[Spot, ...]:
    """Return the spots of a picture.

    Parameters
    ----------
    panel
        The picture.
    """
    return tuple(one for one in SPOTS if one.panel == panel)


def touch_picture(panel: TouchPanel) -> str:
    """Return a picture without marks; what can be tapped on it says its own name.

    Parameters
    ----------
    panel
        The picture.
    """
    width, height = SIZE[panel]
    middle, top = width / 2, TOP[panel]
    if panel == "knees":
        drawn = knee_outline((middle - KNEE_APART, top), -1.0)
        drawn += knee_outline((middle + KNEE_APART, top), 1.0)
    elif panel == "soles":
        drawn = sole_outlines(middle, top)
    else:
        drawn = body_outline(panel, middle, top)
    return (
        f'<svg class="fig" viewBox="0 0 {number(width)} {number(height)}" aria-hidden="true"'
        f' focusable="false">{drawn}</svg>'
    )


def middle_of(spot: Spot, side: Side) -> Point:
    """Return where a spot's middle is on its picture, right and down.

    Parameters
    ----------
    spot
        The spot.
    side
        One of its sides.
    """
    middle, top = SIZE[spot.panel][0] / 2, TOP[spot.panel]
    if side == "none":
        return (middle, top + spot.down)
    right = 1.0 if spot.panel == "back" else -1.0
    sign = right if side == "right" else -right
    apart = {"soles": APART, "knees": KNEE_APART}.get(spot.panel, 0.0)
    return (middle + sign * (apart + spot.across), top + spot.down)


def spot_style() -> str:
    """Return the style sheet that lays each spot on its picture."""
    rules = []
    for spot in SPOTS:
        width, height = SIZE[spot.panel]
        for side in spot.sides:
            x, y = middle_of(spot, side)
            rules.append(
                f".{spot.mark(side)} {{ left: {_share(x - spot.wide, width)};"
                f" top: {_share(y - spot.high, height)};"
                f" width: {_share(2 * spot.wide, width)};"
                f" height: {_share(2 * spot.high, height)}; }}\n"
            )
    return "".join(rules)


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f}%"
