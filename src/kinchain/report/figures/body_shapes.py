"""Outlines of the lower body and of the soles, and where on them each finding lies.

Places are told for the side at the viewer's right: right and down from the middle line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kinchain.report.figures.shapes import Point

Panel = Literal["front", "back", "sole"]


@dataclass(frozen=True, slots=True)
class Place:
    """An ellipse on a panel; on the middle line where ``across`` is 0."""

    panel: Panel
    across: float
    down: float
    wide: float
    high: float


HALF_FRONT: tuple[Point, ...] = (
    (25.0, 6.0), (27.0, 20.0), (34.0, 46.0), (34.5, 70.0), (30.5, 102.0), (26.5, 128.0),
    (25.0, 140.0), (26.0, 160.0), (24.0, 182.0), (19.5, 206.0), (18.6, 220.0), (22.5, 231.0),
    (23.0, 240.0), (15.0, 244.0), (7.0, 242.0), (6.6, 231.0), (7.6, 219.0), (7.0, 204.0),
    (4.6, 178.0), (4.8, 156.0), (6.0, 140.0), (5.0, 126.0), (3.0, 98.0), (1.4, 64.0),
)  # fmt: skip
"""Half of the lower body, from the waist down the outer side and up the inner one."""

SOLE: tuple[Point, ...] = (
    (26.0, 122.0), (17.5, 118.0), (14.5, 106.0), (16.5, 92.0), (19.0, 76.0), (17.0, 60.0),
    (9.5, 44.0), (8.5, 30.0), (13.5, 22.0), (25.0, 21.0), (38.0, 26.0), (44.5, 38.0),
    (43.5, 56.0), (39.5, 76.0), (38.5, 94.0), (37.5, 110.0), (33.5, 119.0),
)  # fmt: skip
"""A sole seen from below, toes up, big toe towards the middle."""

TOES: tuple[tuple[float, float, float], ...] = (
    (14.0, 13.0, 6.4), (24.2, 11.4, 4.2), (31.6, 14.4, 3.9), (38.0, 19.4, 3.6), (43.4, 26.0, 3.4),
)  # fmt: skip
"""Toes of that sole: right, down, radius."""

PLACES: dict[str, Place] = {
    "pain_low_back": Place("back", 0.0, 17.0, 17.0, 9.0),
    "pain_hip": Place("front", 25.0, 44.0, 8.0, 10.0),
    "pain_thigh": Place("front", 18.0, 86.0, 9.0, 20.0),
    "pain_knee": Place("front", 15.4, 134.0, 9.6, 11.0),
    "pain_knee_front": Place("front", 15.4, 133.0, 6.6, 7.0),
    "pain_knee_inner": Place("front", 8.0, 134.0, 3.6, 8.0),
    "pain_knee_outer": Place("front", 23.0, 134.0, 3.6, 8.0),
    "pain_knee_behind": Place("back", 15.4, 134.0, 8.4, 6.5),
    "pain_below_kneecap": Place("front", 15.4, 145.0, 4.6, 4.6),
    "pain_above_kneecap": Place("front", 15.8, 121.0, 7.0, 5.0),
    "tender_joint_line": Place("front", 8.6, 138.0, 4.4, 3.4),
    "pain_shin": Place("front", 14.6, 176.0, 5.6, 20.0),
    "pain_shin_upper_inner": Place("front", 9.0, 151.0, 4.0, 6.0),
    "pain_shin_inner_border": Place("front", 9.8, 188.0, 3.4, 16.0),
    "pain_fibula_upper": Place("front", 22.6, 149.0, 3.6, 5.0),
    "pain_calf": Place("back", 15.2, 168.0, 8.4, 17.0),
    "pain_leg": Place("back", 15.4, 130.0, 10.0, 78.0),
    "pain_achilles": Place("back", 13.2, 208.0, 3.6, 11.0),
    "pain_ankle": Place("front", 13.0, 219.0, 7.0, 6.0),
    "pain_ankle_outer": Place("front", 17.6, 219.0, 3.2, 4.6),
    "pain_ankle_inner": Place("front", 8.8, 219.0, 3.2, 4.6),
    "pain_ankle_front": Place("front", 13.2, 221.0, 4.6, 4.0),
    "pain_foot_top": Place("front", 14.4, 233.0, 6.4, 6.0),
    "pain_heel_back": Place("back", 13.6, 229.0, 5.6, 6.0),
    "pain_heel": Place("sole", 26.0, 108.0, 10.0, 11.5),
    "pain_heel_under": Place("sole", 26.0, 107.0, 8.0, 9.0),
    "pain_heel_sides": Place("sole", 26.0, 108.0, 11.8, 9.0),
    "pain_arch": Place("sole", 25.0, 78.0, 6.4, 15.0),
    "pain_midfoot": Place("sole", 30.0, 68.0, 12.0, 10.0),
    "pain_forefoot": Place("sole", 25.5, 38.0, 15.0, 10.0),
    "pain_toes": Place("sole", 28.0, 15.0, 18.0, 8.0),
    "pain_foot": Place("sole", 28.0, 66.0, 17.0, 50.0),
    "pain_foot_outer": Place("sole", 40.0, 72.0, 4.0, 18.0),
    "pain_foot_inner": Place("sole", 18.0, 66.0, 5.0, 13.0),
    "pain_big_toe_joint": Place("sole", 12.0, 29.0, 6.0, 7.0),
    "pain_under_big_toe": Place("sole", 14.5, 35.0, 6.4, 6.4),
    "pain_between_toes": Place("sole", 32.0, 26.0, 5.0, 7.0),
    "heel_squeeze_pain": Place("sole", 26.0, 108.0, 11.8, 9.0),
    "swelling_knee": Place("front", 15.4, 132.0, 11.4, 13.0),
    "swelling_knee_rapid": Place("front", 15.4, 132.0, 11.4, 13.0),
    "swelling_front_kneecap": Place("front", 15.4, 133.0, 8.4, 8.4),
    "swelling_calf": Place("back", 15.2, 168.0, 11.0, 19.0),
    "swelling_whole_leg": Place("back", 16.4, 134.0, 14.0, 84.0),
    "swelling_ankle": Place("front", 13.2, 218.0, 8.6, 8.0),
    "swelling_foot": Place("front", 14.6, 232.0, 9.0, 8.4),
    "swelling_heel_back": Place("back", 13.6, 229.0, 8.0, 8.0),
    "numb_foot": Place("sole", 28.0, 62.0, 18.0, 52.0),
    "numb_foot_top": Place("front", 14.4, 232.0, 7.4, 7.4),
    "tingling_foot": Place("sole", 28.0, 62.0, 18.0, 52.0),
    "numb_leg": Place("front", 14.6, 176.0, 9.0, 26.0),
}
"""Id of a finding to where it lies."""
