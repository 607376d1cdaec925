"""The foot on the ground and in the air: heel rocker, flat, forefoot rocker, toes, swing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinchain.gait.synthetic._leg_curves import LegCurves
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic._rotations import about_x, about_y, about_z, turned
from kinchain.gait.synthetic.body import Body
from kinchain.gait.synthetic.changes import not_below

FLAT_FROM = 0.13
"""Share of stance by which the sole is flat (foot flat at 7 to 8 % of the stride, Perry 1992)."""
LEAST_STRIKE_RAD = np.radians(4.0)
PITCH_BEND_RAD = np.radians(2.0)
LANDED = 0.22
"""Share of stance after which the sole can only point down."""
YAW_BOW = 0.6
"""Share of the published toe-out bow of the swinging foot that is kept."""
SLAP = 1.0
"""How fast the sole starts to fall at contact, in mean falls."""
HEEL_STRIKE_RAD = np.radians(2.0)
"""Sole further up at contact than the published ankle says, whose zero is the standing foot
(sole 16 deg up there; 7 to 30 deg in nine recordings of healthy people; basis: expert)."""
HEEL_OFF = 0.52
"""Share of stance at which the heel begins to leave (31 % of the stride, Perry 1992)."""
RISE_OVER = 0.30
"""Share of stance over which the heel takes up its full rise."""
TOES_LIFT_RAD = np.radians(33.0)
TOES_OVER = 0.12
"""Toes' slope at foot off and the share of stance over which they roll. Both follow one person's
toe markers over force plates (Delp SL et al., IEEE Trans Biomed Eng 2007;54:1940, its walking
example: 30 to 35 deg in four steps, 5 to 6 deg 50 ms before). The forefoot then moves at 0.8 to
1.1 of walking speed when it leaves; published rules take foot off where it reaches 0.66 [1] or
0.8 [2], ten recordings with plates show 0.8 to 1.3.

References
----------
.. [1] D. A. Bruening, S. T. Ridge, Gait Posture 2014;39:472.
   https://doi.org/10.1016/j.gaitpost.2013.08.023
.. [2] T. Bonci et al., Front Bioeng Biotechnol 2022;10:868928.
   https://doi.org/10.3389/fbioe.2022.868928
"""
TOES_REST_RAD = np.radians(15.0)
"""Toe joint extended by this in swing and at initial contact (basis: expert)."""
TOES_BACK = 0.4
"""Share of swing after which they rest (basis: expert)."""
RATE_STEP = 1e-3
HALF_BREADTH_M = 0.035
"""A foot on its outer edge is lifted by this times the sine of its tilt (basis: expert)."""
HEEL_RADIUS_M = 0.015
MTP_HEIGHT_M = 0.022


def smooth_step(value: FloatArray) -> FloatArray:
    """Return 0 below 0, 1 above 1, smooth (C2) between.

    Parameters
    ----------
    value
        Any shape.
    """
    x = np.clip(value, 0.0, 1.0)
    return x * x * x * (10 - 15 * x + 6 * x * x)


@dataclass(frozen=True)
class FootShape:
    """Points of the foot from the ankle centre, foot flat, right side, m."""

    heel: FloatArray
    mtp: FloatArray
    tip: FloatArray
    ankle_height_m: float
    length_m: float

    @classmethod
    def of(cls, body: Body) -> FootShape:
        """Return a body's foot.

        Parameters
        ----------
        body
            The body.
        """
        low, length = -body.ankle_height_m, body.foot_m
        return cls(
            np.array([-0.23 * length, low + HEEL_RADIUS_M, 0.0]),
            np.array([0.46 * length, low + MTP_HEIGHT_M, 0.0]),
            np.array([0.75 * length, low + 0.004, 0.0]),
            body.ankle_height_m,
            length,
        )


@dataclass(frozen=True)
class FootPose:
    """Where the foot is.

    Parameters
    ----------
    ankle_m
        Ankle centre, shape (n, 3).
    heel_bone, sole, toes
        Rotations to ground, shape (n, 3, 3).
    sole_origin_m
        Where the ankle centre would be on an unrolled sole.
    mtp_m
        Centre of the toe joints.
    """

    ankle_m: FloatArray
    heel_bone: FloatArray
    sole: FloatArray
    toes: FloatArray
    sole_origin_m: FloatArray
    mtp_m: FloatArray


@dataclass(frozen=True)
class FootAngles:
    """Sole pitch (toes up positive), toe pitch, yaw (toes in positive) and heel inversion, rad.

    ``edge`` is the tilt of the whole foot onto its outer edge.
    """

    pitch: FloatArray
    toes: FloatArray
    yaw: FloatArray
    roll: FloatArray
    edge: float = 0.0


def foot_angles(curves: LegCurves, phase: FloatArray) -> FootAngles:
    """Return the foot's angles against the ground.

    Parameters
    ----------
    curves
        The side's wanted curves.
    phase
        Phase, shape (n,).
    """
    part = phase - np.floor(phase)
    off = curves.falls.foot_off
    stance = part / off
    heel_off = HEEL_OFF + curves.change.heel_off_change
    landing = np.clip(stance / FLAT_FROM, 0.0, 1.0)
    landing = (1 - landing) ** 2 * (1 + (2 - SLAP) * landing)
    early = 1.0 - smooth_step(part / 0.2) + smooth_step((part - 0.75) / 0.2)
    raw = _pitch(curves, phase) + HEEL_STRIKE_RAD * early
    near = 1.0 - smooth_step(part / 0.2) + smooth_step((part - 0.87) / 0.13)
    up = float(np.radians(curves.change.heel_up_deg))
    strike = not_below(raw, LEAST_STRIKE_RAD, PITCH_BEND_RAD) if up <= 0 else np.full_like(raw, -up)
    raw = (1 - near) * raw + near * strike
    down = -PITCH_BEND_RAD * np.logaddexp(0.0, -raw / PITCH_BEND_RAD)
    rise = smooth_step((stance - heel_off) / RISE_OVER) * down
    rise = np.minimum(rise + curves.added("foot_pitch", phase), 0.0)
    pitch = np.where(stance < LANDED, landing * np.maximum(raw, 0.0), rise)
    if up > 0:
        pitch = -not_below(-rise, up, PITCH_BEND_RAD)
    last = smooth_step((stance - 0.85) / 0.15)
    pitch = np.where(stance < 1.0, (1 - last) * pitch + last * np.minimum(raw, 0.0), raw)
    rolled = (stance - 1.0 + TOES_OVER) / TOES_OVER
    rest = 0.0 if up > 0 else TOES_REST_RAD
    landing = np.maximum(pitch, 0.0) + rest * (1.0 - smooth_step(stance / FLAT_FROM))
    toes = landing - TOES_LIFT_RAD * np.clip(rolled, 0.0, 1.0) ** 2
    # after foot off the toes go on turning and come back to the foot
    toes = np.where(part < off, toes, pitch + _toes_in_swing(curves, phase, part))
    yaw = _yaw(curves, phase, part, off)
    roll = curves.wanted("rearfoot_inversion", phase)
    return FootAngles(pitch, toes, yaw, roll, float(np.radians(curves.change.edge_deg)))


def _pitch(curves: LegCurves, phase: FloatArray) -> FloatArray:
    return (
        curves.wanted("hip_flexion", phase)
        - curves.plain("pelvis_tilt", phase)
        - curves.wanted("knee_flexion", phase)
        + curves.wanted("ankle_flexion", phase)
    )


def _toes_in_swing(curves: LegCurves, phase: FloatArray, part: FloatArray) -> FloatArray:
    """Return the toe joint's extension in swing, from that at foot off and its speed to rest."""
    off = curves.falls.foot_off
    leave = np.floor(phase) + off
    foot, later = (np.minimum(_pitch(curves, leave + step), 0.0) for step in (0.0, RATE_STEP))
    swing = 1.0 - off
    speed = -2.0 * TOES_LIFT_RAD / TOES_OVER * swing / off - (later - foot) / RATE_STEP * swing
    u = np.clip((part - off) / swing / TOES_BACK, 0.0, 1.0)
    start = (1 + 2 * u) * (1 - u) ** 2 * (-TOES_LIFT_RAD - foot)
    turning = u * (1 - u) ** 2 * TOES_BACK * speed
    back = start + turning + u**2 * (3 - 2 * u) * TOES_REST_RAD
    up = float(np.radians(curves.change.heel_up_deg))
    if up > 0:  # toes lie flat when the ball lands
        back = back + smooth_step((part - 0.8) / 0.2) * (up - TOES_REST_RAD)
    return np.asarray(back)


def _yaw(curves: LegCurves, phase: FloatArray, part: FloatArray, off: float) -> FloatArray:
    """Return the yaw: still on the ground, the published bow in the air."""
    ground = np.floor(phase) + 0.3
    here = curves.wanted("foot_progression", ground)
    there = curves.wanted("foot_progression", ground + 1.0)
    swing = np.clip((part - off) / (1 - off), 0.0, 1.0)
    share = smooth_step(swing)
    bow = curves.wanted("foot_progression", phase) - ((1 - share) * here + share * there)
    bow = YAW_BOW * bow * np.sin(np.pi * swing) ** 2
    return np.asarray((1 - share) * here + share * there + bow)


def heel_bone_pose(
    shape: FootShape, sole_origin_m: FloatArray, sole: FloatArray, roll: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return ankle centre and rotation of a heel bone that rolls on its sole.

    Parameters
    ----------
    shape
        The foot.
    sole_origin_m
        Ankle centre of the unrolled sole, shape (n, 3).
    sole
        Rotation of the sole.
    roll
        Inversion, rad.
    """
    arm = np.array([0.0, shape.ankle_height_m, 0.0])
    tilt = about_x(roll)
    return sole_origin_m + turned(sole, turned(tilt, arm) - arm), sole @ tilt


def standing_pose(
    curves: LegCurves, shape: FootShape, time_s: FloatArray, print_index: np.ndarray
) -> FootPose:
    """Return the foot's pose rolling over its print.

    Parameters
    ----------
    curves
        The side's wanted curves.
    shape
        The foot.
    time_s
        Times in (or at the edge of) stance, shape (n,).
    print_index
        Which contact each time belongs to.
    """
    falls = curves.falls
    phase = falls.phase(time_s)
    # keep a time at the very edge on its own print
    inside = np.clip(phase, print_index + 1e-9, print_index + falls.foot_off - 1e-9)
    angles = foot_angles(curves, inside)
    return _pose_on_print(falls.heel_x_m[print_index], falls.heel_z_m[print_index], shape, angles)


def _pose_on_print(
    x_m: FloatArray, z_m: FloatArray, shape: FootShape, angles: FootAngles
) -> FootPose:
    turn = about_y(angles.yaw)
    edge = about_x(np.full_like(x_m, angles.edge))
    sole = turn @ about_z(angles.pitch) @ edge
    toes = turn @ about_z(angles.toes) @ edge
    lift = HALF_BREADTH_M * np.sin(angles.edge)
    heel = np.column_stack([x_m, np.full_like(x_m, HEEL_RADIUS_M + lift), z_m])
    tip = heel + turned(turn, shape.tip - shape.heel)
    mtp = tip + turned(toes, shape.mtp - shape.tip)
    forward = turned(turn, np.array([1.0, 0.0, 0.0]))
    rolled_heel = heel - HEEL_RADIUS_M * np.maximum(angles.pitch, 0.0)[:, None] * forward
    on_heel = rolled_heel - turned(sole, shape.heel)
    on_ball = mtp - turned(sole, shape.mtp)
    landing = ((angles.pitch > 0.0) | (angles.toes > 0.0))[:, None]
    origin = np.where(landing, on_heel, on_ball)
    mtp = np.where(landing, origin + turned(sole, shape.mtp), mtp)
    ankle, bone = heel_bone_pose(shape, origin, sole, angles.roll)
    return FootPose(ankle, bone, sole, toes, origin, mtp)
