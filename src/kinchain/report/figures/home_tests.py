"""Home tests drawn: how one begins and what to look at, by the id of the finding."""

from __future__ import annotations

from dataclasses import replace

from kinchain.report.figures.exercise import exercise_figure
from kinchain.report.figures.exercise_model import Exercise
from kinchain.report.figures.exercises_lying import (
    FIGURE_FOUR,
    FIGURE_FOUR_PULLED,
    KNEES_UP,
    LYING_AND_SITTING,
    LYING_VIEW,
    PILLOW,
    chair,
    seated,
    supine,
)
from kinchain.report.figures.exercises_standing import STANDING
from kinchain.report.figures.foot_near import FootState, NearFoot, near_foot_figure
from kinchain.report.figures.props import Rod
from kinchain.report.figures.skeleton import Leg, Reach

TOWEL = Rod((46.0, 2.4, 1.0), (46.0, 2.4, 10.0), 2.4, "cloth", bias=-6.0)
HOLD_THIGH = (
    Reach((-4.0, 21.0, 8.0), (-1.0, -0.4, 0.8)),
    Reach((-4.0, 21.0, 0.0), (-1.0, -0.4, -0.8)),
)

WHOLE: dict[str, Exercise] = {
    "knee_to_wall_cm": replace(
        STANDING["knee_wall"], captions=("Foot back, heel down", "Knee just touches")
    ),
    "single_leg_heel_raises_n": replace(
        STANDING["heel_raise1"], captions=("Heel down", "As high as you can")
    ),
    "cannot_single_heel_raise": replace(
        STANDING["heel_raise1"], captions=("Heel down", "Heel off the floor?")
    ),
    "chair_stands_30s_n": replace(
        LYING_AND_SITTING["sit_stand"],
        says="On a chair with the arms crossed on the chest. Standing up fully and sitting down "
        "again, as often as can be in 30 seconds.",
        captions=("Sit, arms crossed", "Stand up fully"),
    ),
    "single_leg_balance_s": replace(
        STANDING["balance1"], captions=("Both feet", "Lift one: start the clock")
    ),
    "step_down_points": replace(STANDING["step_down"], captions=("On the step", "Touch the floor")),
    "knee_flexion_deg": replace(
        LYING_AND_SITTING["knee_flex_slide"], captions=("Leg straight", "Slide the heel in: read")
    ),
    "knee_extension_deficit_deg": Exercise(
        says="Lying on the back, one heel on a rolled towel. The knee sinks towards straight, "
        "and nobody pushes it.",
        start=supine(Leg(hip=13.0, knee=20.0, ankle=-10.0), KNEES_UP),
        end=supine(Leg(hip=4.0, knee=4.0, ankle=-6.0), KNEES_UP),
        track="knee_r",
        props=(PILLOW, TOWEL),
        view=LYING_VIEW,
        captions=("Heel on a towel", "Let it sink: read"),
    ),
    "hamstring_short_deg": Exercise(
        says="Lying on the back, one thigh held upright with both hands. The knee straightens "
        "slowly as far as it goes.",
        start=replace(
            supine(Leg(hip=90.0, knee=88.0, ankle=0.0), Leg(hip=2.0, ankle=-4.0)),
            arms=HOLD_THIGH,
        ),
        end=replace(
            supine(Leg(hip=90.0, knee=24.0, ankle=0.0), Leg(hip=2.0, ankle=-4.0)),
            arms=HOLD_THIGH,
        ),
        track="ankle_r",
        props=(PILLOW,),
        view=LYING_VIEW,
        captions=("Thigh upright", "Straighten: read"),
    ),
    "big_toe_extension_painful": Exercise(
        says="Sitting with one ankle on the other knee. One hand bends the big toe up, without "
        "force.",
        start=seated(
            FIGURE_FOUR, lean=10.0,
            arms=(Reach((22.0, 38.0, 6.0), (-0.4, -0.6, 1.0)), Reach("heel_r", (-0.6, -0.6, -1.0))),
        ),
        end=replace(
            LYING_AND_SITTING["pf_stretch"].end, right=FIGURE_FOUR_PULLED
        ),
        props=chair(),
        view=LYING_AND_SITTING["pf_stretch"].view,
        captions=("Sit down", "Bend the big toe up"),
    ),
}  # fmt: skip

NEAR: dict[str, NearFoot] = {
    "windlass_pain": NearFoot(
        says="A foot that stands with its weight on it. Somebody bends the big toe up.",
        start=FootState(),
        end=FootState(big_toe=48.0, arch=3.0),
        captions=("Stand on it", "Big toe is lifted"),
        arrow=((121.0, 66.0), (113.0, 46.0)),
    ),
    "navicular_drop_mm": NearFoot(
        says="A foot from its inner side: the arch is higher as you sit, and lower as you stand.",
        start=FootState(arch=6.0),
        end=FootState(arch=-1.0),
        captions=("Sitting: measure", "Standing: measure"),
        arrow=((58.0, 34.0), (58.0, 48.0)),
    ),
}

DRAWN = frozenset((*WHOLE, *NEAR))
"""Ids of the tests that are drawn."""


def home_test_drawing(finding: str, title: str, name: str) -> str:
    """Return the drawing of a home test, or nothing where there is none.

    Parameters
    ----------
    finding
        Id of the finding that it tells, without a side.
    title
        Its name in plain words.
    name
        Id of the drawing's title, one of a kind on a page.
    """
    if finding in WHOLE:
        return exercise_figure(name, WHOLE[finding], title)
    return near_foot_figure(name, NEAR[finding], title) if finding in NEAR else ""
