"""Exercises on one's feet, as poses."""

from __future__ import annotations

from math import cos, radians, sin

from kinchain.report.figures.exercise_model import Exercise
from kinchain.report.figures.props import Ball, Band, Block, Prop, Rod
from kinchain.report.figures.skeleton import (
    ANKLE_UP,
    BALL_AHEAD,
    SHANK,
    STANDING_HIP,
    THIGH,
    Arm,
    Leg,
    Pose,
    Reach,
    Stand,
)
from kinchain.report.figures.space import Vec, View

FRONT = View(76.0, 8.0)
HIGH = STANDING_HIP


def wall(x: float, height: float = 96.0) -> Block:
    """Return a wall at a place ahead.

    Parameters
    ----------
    x
        Where its near face is.
    height
        How high.
    """
    return Block((x, 0.0, -16.0), (x + 3.0, height, 16.0), "wall", bias=-30.0)


def step(x0: float, x1: float, height: float) -> Block:
    """Return a step.

    Parameters
    ----------
    x0, x1
        Where it begins and ends.
    height
        How high.
    """
    return Block((x0, 0.0, -13.0), (x1, height, 13.0), "wood", bias=-14.0)


def hips_over(heel_up: float, x: float = BALL_AHEAD, y: float = 0.0, ahead: float = 0.0) -> Vec:
    """Return the hips above a straight leg whose foot stands on its ball.

    Parameters
    ----------
    heel_up
        Lift of the heel in degrees.
    x, y
        Place of the ball of the foot.
    ahead
        How far the hips are before the ankle.
    """
    a = radians(heel_up)
    up = ANKLE_UP - 1.0
    ankle_x = x - BALL_AHEAD * cos(a) + up * sin(a)
    ankle_y = y + 1.0 + BALL_AHEAD * sin(a) + up * cos(a)
    return (ankle_x + ahead, ankle_y + (SHANK + THIGH) * 0.998, 0.0)


def on_wall(x: float, y: float, wide: float = 9.0) -> tuple[Reach, Reach]:
    """Return both arms with the hands on a wall.

    Parameters
    ----------
    x, y
        Place of the hands.
    wide
        How far each is from the middle.
    """
    return (
        Reach((x - 2.0, y, wide), (-0.2, -1.0, 0.5)),
        Reach((x - 2.0, y, -wide), (-0.2, -1.0, -0.5)),
    )


def ahead(x: float, y: float, wide: float = 7.0) -> tuple[Reach, Reach]:
    """Return both arms held out.

    Parameters
    ----------
    x, y
        Place of the hands.
    wide
        How far each is from the middle.
    """
    return (
        Reach((x, y, wide), (0.0, -1.0, 0.3)),
        Reach((x, y, -wide), (0.0, -1.0, -0.3)),
    )


BACK_KNEE_BENT = Leg(hip=2.0, knee=58.0, ankle=-5.0)
RAIL: Prop = wall(34.0)


def _raise(heel_up: float, y: float = 0.0, one: bool = False, toes: float | None = None) -> Pose:
    foot = Stand(y=y, heel_up=heel_up, toes=toes)
    return Pose(
        hips=hips_over(heel_up, y=y),
        lean=2.0,
        right=foot,
        left=BACK_KNEE_BENT if one else foot,
        arms=on_wall(34.0, 70.0 + y, 8.0),
    )


STANDING: dict[str, Exercise] = {
    "calf_straight": Exercise(
        says="Hands on a wall, one foot back. The hips go forward; the back knee stays straight "
        "and its heel stays down.",
        start=Pose(
            (-2.0, 48.8, 0.0),
            lean=4.0,
            right=Stand(-2.0),
            left=Stand(18.0),
            arms=on_wall(34.0, 72.0),
        ),
        end=Pose(
            (8.5, 45.4, 0.0),
            lean=13.0,
            right=Stand(-4.5),
            left=Stand(22.0),
            arms=on_wall(34.0, 72.0),
        ),
        track="tail",
        props=(wall(34.0),),
    ),
    "calf_bent": Exercise(
        says="Hands on a wall, one foot back. The back knee bends forward while its heel stays "
        "down.",
        start=Pose(
            (-2.0, 49.5, 0.0),
            lean=4.0,
            right=Stand(4.0),
            left=Stand(20.0),
            arms=on_wall(34.0, 72.0),
        ),
        end=Pose(
            (4.0, 41.5, 0.0), lean=6.0, right=Stand(4.0), left=Stand(20.0), arms=on_wall(34.0, 66.0)
        ),
        track="knee_r",
        props=(wall(34.0),),
    ),
    "hlst": Exercise(
        says="One foot on the edge of a step with a rolled towel under the toes. The heel goes "
        "from below the edge up as high as it can.",
        start=_raise(-16.0, 14.0, one=True, toes=38.0),
        end=_raise(36.0, 14.0, one=True, toes=62.0),
        track="heel_r",
        props=(
            step(4.0, 30.0, 13.0),
            wall(34.0, 110.0),
            Rod((11.4, 14.6, 0.5), (11.4, 14.6, 9.0), 1.7, "cloth", bias=-4.0),
        ),
        captions=("Heel low", "Heel high"),
    ),
    "heel_raise2": Exercise(
        says="Standing with fingers on a wall. Both heels rise and come down slowly.",
        start=_raise(0.0),
        end=_raise(40.0),
        track="heel_r",
        props=(wall(34.0),),
        captions=("Heels down", "Heels up"),
    ),
    "heel_raise1": Exercise(
        says="Standing on one leg with fingers on a wall. The heel rises to full height and "
        "comes down slowly.",
        start=_raise(0.0, one=True),
        end=_raise(40.0, one=True),
        track="heel_r",
        props=(wall(34.0),),
        captions=("Heel down", "Heel up"),
    ),
    "alfredson": Exercise(
        says="The ball of one foot on the edge of a step. The heel sinks slowly below the edge.",
        start=_raise(34.0, 14.0, one=True),
        end=_raise(-22.0, 14.0, one=True),
        track="heel_r",
        props=(step(4.0, 30.0, 13.0), wall(34.0, 110.0)),
        captions=("Heel high", "Heel low"),
    ),
    "tib_post": Exercise(
        says="Standing, seen from behind, with a ball between the heels. Both heels rise while "
        "they squeeze the ball.",
        start=Pose(
            hips_over(0.0),
            right=Stand(z=5.4, turn_out=14.0),
            left=Stand(z=-5.4, turn_out=14.0),
            arms=on_wall(30.0, 70.0),
        ),
        end=Pose(
            hips_over(38.0),
            right=Stand(z=5.4, heel_up=38.0, turn_out=14.0),
            left=Stand(z=-5.4, heel_up=38.0, turn_out=14.0),
            arms=on_wall(30.0, 72.0),
        ),
        track="heel_r",
        start_props=(Ball((-2.6, 2.9, 0.0), 2.6, "tool", bias=20.0),),
        end_props=(Ball((0.4, 7.4, 0.0), 2.6, "tool", bias=20.0),),
        view=View(-62.0, 8.0),
        captions=("Heels down", "Heels up"),
    ),
    "knee_wall": Exercise(
        says="One foot before a wall. The knee goes forward to touch the wall; the heel stays "
        "down.",
        start=Pose(
            (-8.0, 49.5, 0.0),
            lean=3.0,
            right=Stand(16.0),
            left=Stand(-8.0, heel_up=10.0),
            arms=on_wall(27.0, 74.0),
        ),
        end=Pose(
            (0.0, 44.0, 0.0),
            lean=9.0,
            right=Stand(16.0),
            left=Stand(-8.0, heel_up=30.0),
            arms=on_wall(27.0, 72.0),
        ),
        track="knee_r",
        props=(wall(27.0),),
        captions=("Start", "Knee to the wall"),
    ),
    "quad_stretch": Exercise(
        says="Standing with one hand on a wall. The other hand holds the ankle behind, the knees "
        "stay together.",
        start=Pose(
            left=Stand(),
            right=Leg(hip=-2.0, knee=50.0, ankle=-20.0),
            arm_l=Reach((28.0, 72.0, -9.0)),
            arm_r=Arm(-10.0, 18.0),
        ),
        end=Pose(
            left=Stand(),
            right=Leg(hip=-10.0, knee=128.0, ankle=-24.0),
            arm_l=Reach((28.0, 72.0, -9.0)),
            arm_r=Reach("ankle_r", (-1.0, -0.2, 0.4)),
        ),
        track="ankle_r",
        props=(wall(30.0),),
    ),
    "step_up": Exercise(
        says="One foot on a step. The body rises until the knee is straight, then comes down "
        "slowly.",
        start=Pose(
            (2.0, 49.5, 0.0),
            lean=14.0,
            right=Stand(22.0, y=14.0),
            left=Stand(4.0),
            arm_r=Arm(-12.0, 26.0),
            arm_l=Arm(24.0, 40.0),
        ),
        end=Pose(
            (14.6, HIGH + 13.6, 0.0),
            lean=3.0,
            right=Stand(22.0, y=14.0),
            left=Leg(hip=38.0, knee=58.0, ankle=0.0),
            arm_r=Arm(26.0, 40.0),
            arm_l=Arm(-14.0, 26.0),
        ),
        track="tail",
        props=(step(8.0, 36.0, 14.0),),
    ),
    "step_down": Exercise(
        says="Standing on a step. One knee bends slowly until the other heel taps the floor in "
        "front.",
        start=Pose(
            (0.0, HIGH + 13.6, 0.0),
            lean=2.0,
            right=Stand(8.0, y=14.0),
            left=Leg(hip=22.0, knee=10.0, ankle=10.0),
            arms=ahead(22.0, 74.0),
        ),
        end=Pose(
            (-3.5, 52.5, 0.0),
            lean=20.0,
            right=Stand(8.0, y=14.0),
            left=Stand(29.0, y=2.2, heel_up=-18.0),
            arms=ahead(30.0, 68.0),
        ),
        track="tail",
        props=(step(-12.0, 13.0, 14.0),),
    ),
    "mini_squat": Exercise(
        says="Standing with feet at hip width. The knees bend less than half way and the hips go "
        "back, then the body comes up.",
        start=Pose(lean=2.0, right=Stand(z=6.0, turn_out=8.0), left=Stand(z=-6.0, turn_out=8.0)),
        end=Pose(
            (-8.5, 41.5, 0.0),
            lean=28.0,
            right=Stand(z=6.0, turn_out=8.0),
            left=Stand(z=-6.0, turn_out=8.0),
            arms=ahead(28.0, 66.0),
        ),
        track="tail",
    ),
    "spanish_squat": Exercise(
        says="A band fixed in front runs behind the knees. The body leans back into a squat with "
        "upright shins, and holds.",
        start=Pose(
            (0.5, 50.5, 0.0), right=Stand(z=5.5), left=Stand(z=-5.5), arms=ahead(22.0, 70.0)
        ),
        end=Pose(
            (-17.5, 33.0, 0.0),
            lean=10.0,
            right=Stand(z=5.5),
            left=Stand(z=-5.5),
            arms=ahead(18.0, 54.0),
        ),
        track="tail",
        props=(Block((42.0, 0.0, -3.0), (45.0, 40.0, 3.0), "wood", bias=-20.0),),
        start_props=(
            Band(
                (
                    (42.0, 22.0, 2.0),
                    (2.0, 25.5, 8.4),
                    (-2.4, 25.5, 0.0),
                    (2.0, 25.5, -8.4),
                    (42.0, 22.0, -2.0),
                ),
                bias=-9.0,
            ),
        ),
        end_props=(
            Band(
                (
                    (42.0, 22.0, 2.0),
                    (6.0, 25.5, 8.4),
                    (0.4, 24.5, 0.0),
                    (6.0, 25.5, -8.4),
                    (42.0, 22.0, -2.0),
                ),
                bias=-9.0,
            ),
        ),
    ),
    "dead_lift": Exercise(
        says="Standing with soft knees. The hips go back and the flat back tips forward, then the "
        "body comes up.",
        start=Pose((0.0, 50.8, 0.0), lean=4.0, arm_r=Arm(0.0, 8.0), arm_l=Arm(0.0, 8.0)),
        end=Pose(
            (-10.5, 46.6, 0.0),
            lean=66.0,
            bow=-18.0,
            arm_r=Reach((16.0, 30.0, 8.0)),
            arm_l=Reach((16.0, 30.0, -8.0)),
        ),
        track="tail",
    ),
    "lateral_band": Exercise(
        says="Seen from the front, a band around the ankles, knees a little bent. Small steps go "
        "to the side.",
        start=Pose(
            (-3.0, 46.5, 0.0),
            lean=14.0,
            right=Stand(z=6.0),
            left=Stand(z=-6.0),
            arms=ahead(14.0, 66.0, 3.0),
        ),
        end=Pose(
            (-3.0, 45.5, 6.0),
            lean=14.0,
            right=Stand(z=18.0),
            left=Stand(z=-6.0),
            arm_r=Reach((14.0, 65.0, 9.0), (0.0, -1.0, 0.4)),
            arm_l=Reach((14.0, 65.0, 3.0), (0.0, -1.0, -0.4)),
        ),
        track="ankle_r",
        start_props=(Band(("ankle_r", "ankle_l"), bias=6.0),),
        end_props=(Band(("ankle_r", "ankle_l"), bias=6.0),),
        view=FRONT,
        captions=("Start", "Step to the side"),
    ),
    "balance1": Exercise(
        says="Standing on one leg near a wall, the other foot off the floor, arms a little out.",
        start=Pose(arm_r=Arm(4.0, 12.0, 10.0), arm_l=Arm(4.0, 12.0, 10.0)),
        end=Pose(
            (0.0, HIGH, 3.4),
            right=Stand(z=4.0),
            left=Leg(hip=38.0, knee=72.0),
            arm_r=Arm(4.0, 14.0, 38.0),
            arm_l=Arm(4.0, 14.0, 38.0),
        ),
        track="ankle_l",
        view=View(58.0, 8.0),
        captions=("Start", "Stand on one leg"),
    ),
    "tandem": Exercise(
        says="One foot right in front of the other, heel to toe, along a line. Then the back foot "
        "goes to the front.",
        start=Pose(
            (-2.0, HIGH - 0.8, 0.0),
            right=Stand(-2.0, z=0.4, turn_out=0.0),
            left=Stand(14.0, z=-0.4, turn_out=0.0),
            arm_r=Arm(0.0, 8.0, 42.0),
            arm_l=Arm(0.0, 8.0, 42.0),
        ),
        end=Pose(
            (13.0, HIGH - 1.4, 0.0),
            right=Stand(30.0, z=0.4, turn_out=0.0),
            left=Stand(14.0, z=-0.4, turn_out=0.0, heel_up=8.0),
            arm_r=Arm(0.0, 8.0, 42.0),
            arm_l=Arm(0.0, 8.0, 42.0),
        ),
        track="ankle_r",
        props=(Rod((-16.0, 0.2, 0.0), (40.0, 0.2, 0.0), 0.5, "tool", bias=-30.0),),
        view=View(40.0, 14.0),
        captions=("Heel to toe", "Next step"),
    ),
    "hop_prep": Exercise(
        says="Small hops on both legs: soft knees, a little off the floor, a soft landing.",
        start=Pose((-5.0, 44.5, 0.0), lean=20.0, arm_r=Arm(-24.0, 20.0), arm_l=Arm(-24.0, 20.0)),
        end=Pose(
            (-0.4, HIGH + 7.4, 0.0),
            lean=2.0,
            right=Stand(y=5.0, heel_up=26.0, toes=0.0),
            left=Stand(y=5.0, heel_up=26.0, toes=0.0),
            arm_r=Arm(30.0, 40.0),
            arm_l=Arm(30.0, 40.0),
        ),
        track="tail",
        captions=("Bend", "Small hop"),
    ),
    "walking": Exercise(
        says="Walking on flat ground with even steps and arms that swing.",
        start=Pose(
            (0.0, HIGH - 2.6, 0.0),
            lean=3.0,
            right=Stand(22.0, y=2.0, heel_up=-16.0),
            left=Stand(-6.0, heel_up=26.0),
            arm_r=Arm(-22.0, 14.0),
            arm_l=Arm(24.0, 24.0),
        ),
        end=Pose(
            (0.0, HIGH - 2.6, 0.0),
            lean=3.0,
            left=Stand(22.0, y=2.0, heel_up=-16.0),
            right=Stand(-6.0, heel_up=26.0),
            arm_l=Arm(-22.0, 14.0),
            arm_r=Arm(24.0, 24.0),
        ),
        captions=("Left", "Right, the same"),
    ),
    "gait_cue": Exercise(
        says="Walking with shorter, quicker steps: the foot lands nearer to the body, the same "
        "on each side.",
        start=Pose(
            (0.0, HIGH - 4.6, 0.0),
            lean=3.0,
            right=Stand(27.0, y=2.5, heel_up=-20.0),
            left=Stand(-11.0, heel_up=30.0),
            arm_r=Arm(-26.0, 14.0),
            arm_l=Arm(28.0, 24.0),
        ),
        end=Pose(
            (0.0, HIGH - 1.2, 0.0),
            lean=3.0,
            right=Stand(17.0, y=1.2, heel_up=-10.0),
            left=Stand(-1.0, heel_up=18.0),
            arm_r=Arm(-14.0, 20.0),
            arm_l=Arm(18.0, 28.0),
        ),
        captions=("Long steps", "Shorter, quicker"),
    ),
}
"""Id of an exercise to its drawing."""
