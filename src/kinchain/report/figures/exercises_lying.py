"""Exercises lying, sitting and on machines, as poses."""

from __future__ import annotations

from math import cos, radians, sin

from kinchain.report.figures.exercise_model import Exercise
from kinchain.report.figures.props import Ball, Band, Block, Prop, Rod
from kinchain.report.figures.skeleton import Arm, Held, Leg, Pose, Reach, Stand
from kinchain.report.figures.space import Vec, View

HEAD_LEFT: Vec = (-1.0, 0.0, 0.0)
FACE_UP: Vec = (0.0, 1.0, 0.0)
LYING = 5.0
"""Height of the hips of a person on the floor."""

LYING_VIEW = View(14.0, 14.0)
ARMS_DOWN = (
    Reach((-6.0, 2.4, 14.0), (0.0, 0.0, 1.0)),
    Reach((-6.0, 2.4, -14.0), (0.0, 0.0, -1.0)),
)
"""Arms beside a person who lies on the back with the hips at 0."""

PILLOW: Prop = Rod((-38.0, 2.2, -6.0), (-38.0, 2.2, 6.0), 2.6, "cloth", bias=-20.0)
SIDE_PILLOW: Prop = Rod((37.0, 2.6, -5.0), (37.0, 2.6, 6.0), 2.8, "cloth", bias=-20.0)


def supine(
    right: Leg | Stand | Held, left: Leg | Stand | Held, *, lift: float = 0.0, hips: float = LYING
) -> Pose:
    """Return a person on the back, head at the left.

    Parameters
    ----------
    right, left
        The legs.
    lift
        Tilt of the trunk, hips up, in degrees.
    hips
        Height of the hips.
    """
    a = radians(lift)
    return Pose(
        (0.0, hips, 0.0), up=(-cos(a), -sin(a), 0.0), face=(-sin(a), cos(a), 0.0),
        bow=8.0 + 0.8 * lift,
        right=right, left=left, arms=ARMS_DOWN,
    )  # fmt: skip


def chair(x: float = 0.0, height: float = 25.0, back: bool = True) -> tuple[Prop, ...]:
    """Return a chair on which the hips are at ``x``.

    Parameters
    ----------
    x
        Place of the hips.
    height
        Height of the seat.
    back
        Whether it has a back.
    """
    legs = tuple(
        Block((px, 0.0, pz), (px + 1.6, height - 2.0, pz + 1.6), "wood", bias=-26.0)
        for px in (x - 8.0, x + 9.0)
        for pz in (-9.0, 7.4)
    )
    seat = Block((x - 8.5, height - 2.4, -9.5), (x + 11.0, height, 9.5), "wood", bias=-22.0)
    if not back:
        return (*legs, seat)
    rest = Block((x - 9.5, height, -9.0), (x - 8.0, height + 27.0, 9.0), "wood", bias=-30.0)
    return (*legs, seat, rest)


SIT = 30.0
"""Height of the hips of a person on a chair."""

HANDS_ON_SEAT = (
    Reach((-3.0, 28.0, 11.0), (-1.0, 0.0, 0.4)),
    Reach((-3.0, 28.0, -11.0), (-1.0, 0.0, -0.4)),
)
KNEES_UP = Stand(x=40.0)


def seated(
    right: Leg | Stand | Held,
    left: Leg | Stand | Held | None = None,
    *,
    lean: float = 2.0,
    bow: float = 0.0,
    arms: tuple[Arm | Reach, Arm | Reach] = HANDS_ON_SEAT,
) -> Pose:
    """Return a person on a chair.

    Parameters
    ----------
    right, left
        The legs; the left foot stands on the floor unless told.
    lean, bow
        Lean of the trunk and bend of the head, in degrees.
    arms
        Right and left arm.
    """
    return Pose(
        (0.0, SIT, 0.0), lean=lean, bow=bow, right=right, left=left or Stand(x=32.0), arms=arms
    )


def on_side(right: Leg, left: Leg) -> Pose:
    """Return a person on the left side, head at the right, looking at the viewer.

    Parameters
    ----------
    right, left
        The upper and the lower leg.
    """
    return Pose(
        (0.0, 8.4, 0.0), up=(1.0, 0.0, 0.0), face=(0.0, 0.0, 1.0),
        right=right, left=left,
        arm_r=Reach((8.0, 2.4, 12.0), (0.3, 1.0, 0.6)),
        arm_l=Reach((38.0, 2.4, 9.0), (0.2, 0.12, 1.0)),
    )  # fmt: skip


FIGURE_FOUR = Held((22.5, 34.5, -3.0), (0.5, 0.1, 1.0), (1.0, -0.1, 0.25), (0.1, 0.3, 1.0))
FIGURE_FOUR_PULLED = Held(
    (22.5, 34.5, -3.0), (0.5, 0.1, 1.0), (1.0, 0.1, 0.45), (0.1, 0.3, 1.0), toes=52.0
)

LYING_AND_SITTING: dict[str, Exercise] = {
    "pf_stretch": Exercise(
        says="Sitting with one ankle on the other knee. One hand pulls the toes back towards the "
        "shin, so that the sole tightens.",
        start=seated(
            FIGURE_FOUR,
            lean=10.0,
            arms=(Reach((22.0, 38.0, 6.0), (-0.4, -0.6, 1.0)), Reach("heel_r", (-0.6, -0.6, -1.0))),
        ),
        end=seated(
            FIGURE_FOUR_PULLED,
            lean=10.0,
            arms=(Reach("toe_r", (-0.4, -0.6, 1.0)), Reach("heel_r", (-0.6, -0.6, -1.0))),
        ),
        track="toe_r",
        props=chair(),
        view=View(46.0, 16.0),
        captions=("Ankle on knee", "Pull the toes back"),
    ),
    "frozen_roll": Exercise(
        says="Sitting with the arch of one foot on a bottle. The foot rolls it slowly forward "
        "and back.",
        start=seated(Stand(x=28.0, y=4.4, heel_up=0.0, toes=0.0)),
        end=seated(Stand(x=38.0, y=4.4, heel_up=4.0, toes=0.0)),
        track="ankle_r",
        props=chair(),
        start_props=(Rod((27.0, 2.4, -0.5), (27.0, 2.4, 11.0), 2.4, "tool", bias=-6.0),),
        end_props=(Rod((33.0, 2.4, -0.5), (33.0, 2.4, 11.0), 2.4, "tool", bias=-6.0),),
        captions=("Back", "And forward"),
    ),
    "foot_relax": Exercise(
        says="Sitting with one ankle on the other knee. Both thumbs stroke the sole and then the "
        "calf.",
        start=seated(
            FIGURE_FOUR,
            lean=12.0,
            arms=(Reach("ball_r", (-0.4, -0.6, 1.0)), Reach("heel_r", (-0.6, -0.6, -1.0))),
        ),
        end=seated(
            FIGURE_FOUR,
            lean=8.0,
            arms=(
                Reach((18.0, 36.0, 11.0), (-0.4, -0.6, 1.0)),
                Reach((21.0, 33.0, 3.0), (-0.6, -0.6, -1.0)),
            ),
        ),
        props=chair(),
        view=View(46.0, 16.0),
        captions=("Sole", "Calf"),
    ),
    "nerve_glide": Exercise(
        says="Sitting upright. The knee straightens with the foot pulled up, then bends again, "
        "without pain.",
        start=seated(Stand(x=30.0), bow=14.0),
        end=seated(Leg(hip=84.0, knee=14.0, ankle=14.0), bow=-8.0),
        track="ankle_r",
        props=chair(),
        captions=("Knee bent", "Knee straight, foot up"),
    ),
    "sit_stand": Exercise(
        says="From a chair with the arms crossed. The body leans forward, stands up, and sits "
        "down slowly.",
        start=seated(
            Stand(x=24.0),
            Stand(x=24.0),
            lean=26.0,
            arms=(
                Reach((17.0, 50.0, -6.0), (0.5, -0.8, 0.8)),
                Reach((18.0, 51.5, 6.0), (0.5, -0.8, -0.8)),
            ),
        ),
        end=Pose(
            (16.0, 51.4, 0.0),
            lean=2.0,
            right=Stand(x=24.0),
            left=Stand(x=24.0),
            arm_r=Reach((22.0, 72.0, -6.0), (0.5, -0.8, 0.8)),
            arm_l=Reach((23.0, 73.5, 6.0), (0.5, -0.8, -0.8)),
        ),
        track="tail",
        props=chair(),
        captions=("Lean forward", "Stand up"),
    ),
    "quad_set": Exercise(
        says="Lying with one leg straight. The thigh tightens and the knee presses down on a "
        "rolled towel for five seconds.",
        start=supine(Leg(hip=10.0, knee=16.0, ankle=-16.0), KNEES_UP),
        end=supine(Leg(hip=3.0, knee=2.0, ankle=8.0), KNEES_UP),
        track="knee_r",
        props=(PILLOW, Rod((24.0, 2.2, 1.0), (24.0, 2.2, 10.0), 2.2, "cloth", bias=-6.0)),
        view=LYING_VIEW,
        captions=("Relaxed", "Press down"),
    ),
    "slr": Exercise(
        says="Lying on the back, one knee bent. The other leg lifts straight, about 30 "
        "centimetres off the floor.",
        start=supine(Leg(hip=2.0, ankle=2.0), KNEES_UP),
        end=supine(Leg(hip=34.0, ankle=6.0), KNEES_UP),
        track="ankle_r",
        props=(PILLOW,),
        view=LYING_VIEW,
        captions=("Start", "Lift, knee locked"),
    ),
    "knee_flex_slide": Exercise(
        says="Lying on the back. The heel slides along the floor towards the body and back.",
        start=supine(Leg(hip=2.0, ankle=-4.0), Leg(hip=2.0, ankle=-4.0)),
        end=supine(Stand(x=31.0), Leg(hip=2.0, ankle=-4.0)),
        track="ankle_r",
        props=(PILLOW,),
        view=LYING_VIEW,
        captions=("Leg straight", "Slide the heel in"),
    ),
    "ham_lying": Exercise(
        says="Lying on the back with a strap around one foot. The strap pulls the leg up, the "
        "knee nearly straight.",
        start=supine(Leg(hip=42.0, knee=10.0, ankle=4.0), Leg(hip=2.0, ankle=-4.0)),
        end=Pose(
            (0.0, LYING, 0.0),
            up=HEAD_LEFT,
            face=FACE_UP,
            bow=8.0,
            right=Leg(hip=80.0, knee=8.0, ankle=8.0),
            left=Leg(hip=2.0, ankle=-4.0),
            arm_r=Reach((-4.0, 28.0, 7.0), (-1.0, -0.4, 0.8)),
            arm_l=Reach((-4.0, 28.0, 0.0), (-1.0, -0.4, -0.8)),
        ),
        track="ankle_r",
        props=(PILLOW,),
        end_props=(
            Band(("hand_r", "ball_r"), "strap", bias=8.0),
            Band(("hand_l", "ball_r"), "strap", bias=-4.0),
        ),
        view=LYING_VIEW,
    ),
    "bridge": Exercise(
        says="Lying on the back, knees bent, feet on the floor. The hips lift until knee, hip and "
        "shoulder are in one line.",
        start=supine(Stand(x=38.0), Stand(x=38.0)),
        end=supine(Stand(x=33.0), Stand(x=33.0), lift=30.0, hips=17.0),
        track="tail",
        view=LYING_VIEW,
        captions=("Start", "Hips up, hold"),
    ),
    "ham_bridge": Exercise(
        says="Lying on the back, heels far away and dug in. The hips lift a little off the floor.",
        start=supine(Stand(x=48.0, y=3.0, heel_up=-24.0), Stand(x=48.0, y=3.0, heel_up=-24.0)),
        end=supine(
            Stand(x=48.0, y=3.0, heel_up=-24.0),
            Stand(x=48.0, y=3.0, heel_up=-24.0),
            lift=17.0,
            hips=12.0,
        ),
        track="tail",
        view=LYING_VIEW,
        captions=("Heels far away", "Hips up"),
    ),
    "clamshell": Exercise(
        says="Lying on the side with bent knees, heels together. The top knee opens and closes "
        "like a shell.",
        start=on_side(Leg(hip=46.0, knee=88.0, ankle=-6.0), Leg(hip=46.0, knee=88.0, ankle=-6.0)),
        end=on_side(
            Leg(hip=46.0, knee=88.0, ankle=-6.0, abduct=26.0, turn_out=38.0),
            Leg(hip=46.0, knee=88.0, ankle=-6.0),
        ),
        track="knee_r",
        props=(SIDE_PILLOW,),
        view=View(-6.0, 26.0),
        captions=("Knees together", "Open the top knee"),
    ),
    "abduction": Exercise(
        says="Lying on the side, the lower knee bent. The straight top leg lifts up and slightly "
        "back.",
        start=on_side(Leg(hip=-2.0), Leg(hip=40.0, knee=72.0, ankle=-6.0)),
        end=on_side(Leg(hip=-6.0, abduct=34.0), Leg(hip=40.0, knee=72.0, ankle=-6.0)),
        track="ankle_r",
        props=(SIDE_PILLOW,),
        view=View(-6.0, 20.0),
        captions=("Start", "Lift the top leg"),
    ),
    "hip_flexor": Exercise(
        says="Kneeling on one knee on a pad, the other foot in front. The pelvis tucks under and "
        "the body moves forward.",
        start=Pose(
            (-1.0, 27.2, 0.0),
            lean=4.0,
            left=Stand(x=29.0),
            right=Held((-25.0, 3.2, 4.6), (0.5, -1.0, 0.0), (-0.95, -0.3, 0.0), (-0.3, -0.95, 0.0)),
            arm_l=Reach("knee_l", (-0.6, -0.2, -0.6)),
            arm_r=Arm(2.0, 30.0),
        ),
        end=Pose(
            (10.0, 26.2, 0.0),
            lean=-5.0,
            left=Stand(x=29.0),
            right=Held(
                (-24.0, 3.2, 4.6), (-0.1, -1.0, 0.0), (-0.95, -0.3, 0.0), (-0.3, -0.95, 0.0)
            ),
            arm_l=Reach("knee_l", (-0.6, -0.2, -0.6)),
            arm_r=Arm(2.0, 30.0),
        ),
        track="tail",
        props=(Block((-8.0, 0.0, -1.0), (8.0, 1.4, 11.0), "cloth", bias=-20.0),),
    ),
    "leg_press": Exercise(
        says="Sitting in a machine with the feet on a plate. The legs push it away, not quite "
        "straight, and come back slowly.",
        start=Pose(
            (0.0, 17.0, 0.0),
            lean=-38.0,
            bow=18.0,
            right=Held((27.0, 28.0, 5.0), (0.0, 1.0, 0.1), (0.3, 0.95, 0.0), (-0.95, 0.3, 0.0)),
            left=Held((27.0, 28.0, -5.0), (0.0, 1.0, -0.1), (0.3, 0.95, 0.0), (-0.95, 0.3, 0.0)),
            arm_r=Reach((-2.0, 14.0, 11.0)),
            arm_l=Reach((-2.0, 14.0, -11.0)),
        ),
        end=Pose(
            (0.0, 17.0, 0.0),
            lean=-38.0,
            bow=18.0,
            right=Held((43.0, 33.0, 5.0), (0.0, 1.0, 0.1), (0.3, 0.95, 0.0), (-0.95, 0.3, 0.0)),
            left=Held((43.0, 33.0, -5.0), (0.0, 1.0, -0.1), (0.3, 0.95, 0.0), (-0.95, 0.3, 0.0)),
            arm_r=Reach((-2.0, 14.0, 11.0)),
            arm_l=Reach((-2.0, 14.0, -11.0)),
        ),
        track="ankle_r",
        props=(
            Rod((-4.0, 10.0, 0.0), (-27.0, 39.0, 0.0), 3.0, "wood", bias=-18.0),
            Rod((-6.0, 9.6, 0.0), (8.0, 9.6, 0.0), 3.0, "wood", bias=-18.0),
            Block((-6.0, 0.0, -4.0), (4.0, 7.0, 4.0), "wood", bias=-24.0),
        ),
        start_props=(Rod((30.2, 24.0, 0.0), (34.6, 40.0, 0.0), 1.8, "wall-end", bias=-16.0),),
        end_props=(Rod((46.2, 29.0, 0.0), (50.6, 45.0, 0.0), 1.8, "wall-end", bias=-16.0),),
        captions=("Knees bent", "Push away"),
    ),
    "cycling": Exercise(
        says="On a bicycle with a high saddle, so that the knee is a little bent at the bottom.",
        start=Pose(
            (0.0, 56.0, 0.0),
            lean=28.0,
            bow=-14.0,
            right=Stand(x=17.0, y=7.0, heel_up=10.0, toes=0.0, z=5.0),
            left=Stand(x=15.0, y=25.0, heel_up=4.0, toes=0.0, z=-5.0),
            arm_r=Reach((33.0, 57.0, 8.0)),
            arm_l=Reach((33.0, 57.0, -8.0)),
        ),
        end=Pose(
            (0.0, 56.0, 0.0),
            lean=28.0,
            bow=-14.0,
            right=Stand(x=15.0, y=25.0, heel_up=4.0, toes=0.0, z=5.0),
            left=Stand(x=17.0, y=7.0, heel_up=10.0, toes=0.0, z=-5.0),
            arm_r=Reach((33.0, 57.0, 8.0)),
            arm_l=Reach((33.0, 57.0, -8.0)),
        ),
        props=(
            Ball((-14.0, 15.0, 0.0), 15.0, "tyre", bias=-14.0),
            Ball((45.0, 15.0, 0.0), 15.0, "tyre", bias=-14.0),
            Rod((16.0, 17.0, 0.0), (-14.0, 15.0, 0.0), 0.9, "frame", bias=-10.0),
            Rod((16.0, 17.0, 0.0), (0.0, 49.0, 0.0), 0.9, "frame", bias=-10.0),
            Rod((16.0, 17.0, 0.0), (36.0, 47.0, 0.0), 0.9, "frame", bias=-10.0),
            Rod((2.0, 45.0, 0.0), (36.0, 47.0, 0.0), 0.9, "frame", bias=-10.0),
            Rod((45.0, 15.0, 0.0), (34.0, 57.0, 0.0), 0.9, "frame", bias=-10.0),
            Rod((-4.0, 50.0, 0.0), (5.0, 50.0, 0.0), 1.6, "frame", bias=-8.0),
        ),
        view=View(4.0, 4.0),
        captions=("Knee a little bent", "And round"),
    ),
    "swimming": Exercise(
        says="In a pool: walking in water up to the chest, or swimming with a crawl kick.",
        start=Pose(
            (0.0, 49.0, 0.0),
            lean=6.0,
            right=Stand(20.0, y=1.2, heel_up=-10.0),
            left=Stand(-4.0, heel_up=26.0),
            arms=(Arm(-26.0, 22.0, 24.0), Arm(34.0, 24.0, 24.0)),
        ),
        end=Pose(
            (-8.0, 44.0, 0.0),
            up=(0.98, 0.14, 0.0),
            face=(0.14, -0.98, 0.0),
            bow=-30.0,
            right=Leg(hip=14.0, knee=8.0, ankle=-34.0),
            left=Leg(hip=-12.0, knee=20.0, ankle=-34.0),
            arm_r=Arm(166.0, 6.0),
            arm_l=Arm(150.0, 10.0),
        ),
        start_props=(Block((-26.0, 0.0, -16.0), (32.0, 66.0, 20.0), "water", bias=40.0),),
        end_props=(Block((-58.0, 10.0, -16.0), (58.0, 45.0, 20.0), "water", bias=40.0),),
        view=View(8.0, 4.0),
        captions=("Walk in water", "Or swim"),
    ),
}
"""Id of an exercise to its drawing."""
