"""A jointed person: from joint angles, or from where hands and feet are, to points in space.

Angles are in degrees. Hip, knee and elbow flexion, ankle dorsiflexion, abduction and outward
rotation are positive. Lengths are in hundredths of body height, after the segment lengths of
Drillis and Contini (1966) as read in common textbooks; they shape a drawing and carry no claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin

from kinchain.report.figures.space import (
    Rows,
    Vec,
    add,
    bent,
    dot,
    frame,
    placed,
    turned,
    unit,
)

THIGH, SHANK = 24.5, 23.5
UPPER_ARM, FOREARM = 17.0, 15.5
SPINE, NECK, HEAD = 27.0, 8.0, 6.0
HIP_Z, SHOULDER_Z = 4.6, 9.0
ANKLE_UP, HEEL_BACK, BALL_AHEAD, TOE_AHEAD = 3.6, 3.2, 8.0, 3.6

STANDING_HIP = ANKLE_UP + SHANK + THIGH
"""Height of the hips of a person who stands straight."""

Side = str
"""``r`` or ``l``."""

RIGHT_OF: Mapping[Side, float] = {"r": 1.0, "l": -1.0}


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg by its joint angles."""

    hip: float = 0.0
    knee: float = 0.0
    ankle: float = 0.0
    abduct: float = 0.0
    turn_out: float = 0.0
    toes: float = 0.0


@dataclass(frozen=True, slots=True)
class Stand:
    """A leg by where its foot stands: the ball's place, and how far the heel is lifted.

    Parameters
    ----------
    x, z, y
        Place of the ball of the foot, its height above the floor being ``y``.
    heel_up
        Lift of the heel in degrees; below 0 the toes are lifted and the heel is put down.
    turn_out
        How far the toes point outward, in degrees.
    knee_to
        Where the knee points; forward unless told.
    toes
        Bend of the toes upwards, in degrees; None keeps them flat on the floor.
    """

    x: float = BALL_AHEAD
    z: float | None = None
    y: float = 0.0
    heel_up: float = 0.0
    turn_out: float = 4.0
    knee_to: Vec | None = None
    toes: float | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A leg by where its ankle is, where its knee and toes point, and where its instep looks."""

    ankle: Vec
    knee_to: Vec
    toes_to: Vec
    instep_to: Vec
    toes: float = 0.0


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm by its joint angles; ``lift`` is flexion at the shoulder."""

    lift: float = 6.0
    elbow: float = 14.0
    abduct: float = 4.0


@dataclass(frozen=True, slots=True)
class Reach:
    """An arm by where its hand is, a point or a joint's name, and where its elbow points."""

    hand: Vec | str
    elbow_to: Vec = (-0.6, -1.0, 0.0)


@dataclass(frozen=True)
class Pose:
    """One pose.

    Parameters
    ----------
    hips
        Middle between the hips.
    lean
        Forward lean of the pelvis from upright, in degrees; used unless ``up`` is told.
    up, face
        Where head and front of the pelvis point, for lying.
    bend, bow, side_bend
        Bend of the trunk on the pelvis, of the head on the trunk, and to the right.
    right, left
        The legs.
    arm_r, arm_l
        The arms.
    arms
        Right and left arm together, in place of these.
    """

    hips: Vec = (0.0, STANDING_HIP, 0.0)
    lean: float = 0.0
    up: Vec | None = None
    face: Vec = (1.0, 0.0, 0.0)
    bend: float = 0.0
    bow: float = 0.0
    side_bend: float = 0.0
    right: Leg | Stand | Held = field(default_factory=Stand)
    left: Leg | Stand | Held = field(default_factory=Stand)
    arm_r: Arm | Reach = field(default_factory=Arm)
    arm_l: Arm | Reach = field(default_factory=Arm)
    arms: tuple[Arm | Reach, Arm | Reach] | None = None


Joints = Mapping[str, Vec]
"""Name of a joint, with ``_r`` or ``_l`` where there are two, to its place."""


def joints(pose: Pose) -> Joints:
    """Return where every joint of a pose is.

    Parameters
    ----------
    pose
        The pose.
    """
    if pose.up is None:
        a = radians(pose.lean)
        pelvis = frame((cos(a), -sin(a), 0.0), (sin(a), cos(a), 0.0))
    else:
        pelvis = frame(pose.face, pose.up)
    chest = turned(turned(pelvis, 2, -pose.bend), 0, pose.side_bend)
    head = turned(chest, 2, -pose.bow)
    base = placed(chest, (0.0, SPINE, 0.0), pose.hips)
    skull = placed(head, (0.6, NECK + HEAD * 0.62, 0.0), base)
    found: dict[str, Vec] = {
        "hips": pose.hips,
        "chest": base,
        "head": skull,
        "nose": placed(head, (HEAD * 0.98, -0.6, 0.0), skull),
        "crown": placed(head, (-HEAD * 0.46, HEAD * 0.36, 0.0), skull),
        "tail": placed(pelvis, (-7.5, 0.0, 0.0), pose.hips),
        "belly": placed(chest, (1.2, SPINE * 0.42, 0.0), pose.hips),
    }
    for side, leg in (("r", pose.right), ("l", pose.left)):
        hip = placed(pelvis, (0.0, 0.0, RIGHT_OF[side] * HIP_Z), pose.hips)
        found |= {f"{name}_{side}": at for name, at in _leg(hip, pelvis, side, leg).items()}
    for side, arm in zip("rl", pose.arms or (pose.arm_r, pose.arm_l), strict=True):
        shoulder = placed(chest, (0.0, 0.0, RIGHT_OF[side] * SHOULDER_Z), base)
        parts = _arm(shoulder, chest, side, arm, found)
        found |= {f"{name}_{side}": at for name, at in parts.items()}
    return found


def _leg(hip: Vec, pelvis: Rows, side: Side, leg: Leg | Stand | Held) -> dict[str, Vec]:
    if isinstance(leg, Leg):
        return _angled(hip, pelvis, side, leg)
    if isinstance(leg, Stand):
        return _set(hip, side, leg)
    knee, ankle = bent(hip, leg.ankle, (THIGH, SHANK), leg.knee_to)
    return {"hip": hip, "knee": knee} | _foot(ankle, frame(leg.toes_to, leg.instep_to), leg.toes)


def _angled(hip: Vec, pelvis: Rows, side: Side, leg: Leg) -> dict[str, Vec]:
    out = RIGHT_OF[side]
    thigh = turned(pelvis, 2, leg.hip)
    thigh = turned(thigh, 0, -out * leg.abduct)
    thigh = turned(thigh, 1, -out * leg.turn_out)
    knee = placed(thigh, (0.0, -THIGH, 0.0), hip)
    shank = turned(thigh, 2, -leg.knee)
    ankle = placed(shank, (0.0, -SHANK, 0.0), knee)
    foot = turned(shank, 2, leg.ankle)
    return {"hip": hip, "knee": knee} | _foot(ankle, foot, leg.toes)


def _set(hip: Vec, side: Side, leg: Stand) -> dict[str, Vec]:
    out = RIGHT_OF[side]
    z = out * HIP_Z if leg.z is None else leg.z
    foot: Rows = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    foot = turned(turned(foot, 1, -out * leg.turn_out), 2, -leg.heel_up)
    pivot = (BALL_AHEAD, -ANKLE_UP + 1.0, 0.0)
    ball = (leg.x, leg.y + 1.0, z)
    ankle = placed(foot, (-pivot[0], -pivot[1], 0.0), ball)
    knee, ankle = bent(hip, ankle, (THIGH, SHANK), leg.knee_to or (1.0, 0.05, 0.0))
    toes = max(0.0, leg.heel_up) if leg.toes is None else leg.toes
    return {"hip": hip, "knee": knee} | _foot(ankle, foot, toes)


def _foot(ankle: Vec, foot: Rows, toes: float) -> dict[str, Vec]:
    ball = placed(foot, (BALL_AHEAD, -ANKLE_UP + 1.0, 0.0), ankle)
    ahead = turned(foot, 2, toes)
    return {
        "ankle": ankle,
        "heel": placed(foot, (-HEEL_BACK, -ANKLE_UP + 1.9, 0.0), ankle),
        "ball": ball,
        "toe": placed(ahead, (TOE_AHEAD, -0.1, 0.0), ball),
    }


def _arm(shoulder: Vec, chest: Rows, side: Side, arm: Arm | Reach, found: Joints) -> dict[str, Vec]:
    if isinstance(arm, Reach):
        at = found[arm.hand] if isinstance(arm.hand, str) else arm.hand
        elbow, hand = bent(shoulder, at, (UPPER_ARM, FOREARM), arm.elbow_to)
    else:
        upper = turned(turned(chest, 2, arm.lift), 0, -RIGHT_OF[side] * arm.abduct)
        elbow = placed(upper, (0.0, -UPPER_ARM, 0.0), shoulder)
        hand = placed(turned(upper, 2, arm.elbow), (0.0, -FOREARM, 0.0), elbow)
    return {"shoulder": shoulder, "elbow": elbow, "hand": hand}


def knee_bend(found: Joints, side: Side) -> float:
    """Return how far a knee is bent, as the cosine of its angle from straight.

    Parameters
    ----------
    found
        The joints.
    side
        ``r`` or ``l``.
    """
    thigh = unit(add(found[f"knee_{side}"], found[f"hip_{side}"], -1.0))
    shank = unit(add(found[f"ankle_{side}"], found[f"knee_{side}"], -1.0))
    return dot(thigh, shank)


def knee_bends_back(found: Joints, side: Side) -> bool:
    """Say whether a knee is bent the way a knee can bend, the foot going to the back.

    Parameters
    ----------
    found
        The joints.
    side
        ``r`` or ``l``.
    """
    middle = add(found[f"hip_{side}"], add(found[f"ankle_{side}"], found[f"hip_{side}"], -1.0), 0.5)
    front = add(found[f"knee_{side}"], middle, -1.0)
    foot = add(found[f"ball_{side}"], found[f"heel_{side}"], -1.0)
    shank = unit(add(found[f"ankle_{side}"], found[f"knee_{side}"], -1.0))
    ahead = add(foot, shank, -dot(foot, shank))  # what of the foot is square to the shank
    return dot(front, ahead) >= -1.0
