"""Where landmarks of the body lie over time, and the joint centres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinchain.gait.synthetic._motion import LegMotion, Motion
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic._rotations import MIRROR, about_z, mirrored_turn, turned
from kinchain.gait.synthetic.body import Body

MARKER_RADIUS_M = 0.007
STILL = np.zeros(3)


@dataclass(frozen=True)
class Skeleton:
    """Everything rigid over time.

    Parameters
    ----------
    pelvis_m, pelvis
        Middle of the hips, shape (n, 3), and rotation (n, 3, 3).
    trunk
        Rotation of the trunk.
    legs
        ``left`` and ``right``, each as a right leg.
    arms_rad
        Flexion of the shoulders, ``left`` and ``right``.
    """

    pelvis_m: FloatArray
    pelvis: FloatArray
    trunk: FloatArray
    legs: Mapping[str, LegMotion]
    arms_rad: Mapping[str, FloatArray]


def skeleton(motion: Motion, time_s: FloatArray) -> Skeleton:
    """Return the body over time.

    Parameters
    ----------
    motion
        The walk.
    time_s
        Times.
    """
    legs = {side: motion.leg(side, time_s) for side in ("left", "right")}
    arms = {}
    for side, other in (("left", "right"), ("right", "left")):
        curves = motion.curves[other]
        # arms go with the other leg (basis: expert, half the hip's swing)
        hip = curves.plain("hip_flexion", curves.falls.phase(time_s))
        arms[side] = 0.55 * (hip - np.radians(22.0))
    return Skeleton(
        motion.pelvis_m(time_s), motion.pelvis_turn(time_s), motion.trunk_turn(time_s), legs, arms
    )


NOWHERE: Mapping[str, FloatArray] = {}


def landmark_paths(
    body: Body, bones: Skeleton, shifts_m: Mapping[str, FloatArray] = NOWHERE
) -> dict[str, FloatArray]:
    """Return every landmark's path, shape (n, 3), m, ground frame.

    Parameters
    ----------
    body
        Lengths.
    bones
        The body over time.
    shifts_m
        Landmark to how far its marker is off it in the segment's axes (of a right side), shape
        (3,) or (n, 3); joint centres are never off.

    Notes
    -----
    Names as in ``kinchain.gait.landmarks``: ``asis_l``, ``heel_r``, ``sacrum``; clusters are
    ``thigh_cluster_1_r`` and so on; joint centres ``hip_centre_r``.
    """
    paths = _middle(body, bones, shifts_m)
    for side in ("left", "right"):
        flip = MIRROR if side == "left" else np.ones(3)
        own = {n[:-2]: shift for n, shift in shifts_m.items() if n.endswith(f"_{side[0]}")}
        local = {**_pelvis_side(body, bones, side, own), **_leg_side(body, bones.legs[side], own)}
        local.update(_trunk_side(body, bones, side))
        for name, path in local.items():
            paths[f"{name}_{side[0]}"] = path * flip
    return paths


def _seen(turn: FloatArray, middle: FloatArray, side: str) -> tuple[FloatArray, FloatArray]:
    if side == "left":
        return mirrored_turn(turn), middle * MIRROR
    return turn, middle


def _pelvis_side(
    body: Body, bones: Skeleton, side: str, own: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    turn, middle = _seen(bones.pelvis, bones.pelvis_m, side)
    x, y, _ = body.hip_from_asis_m
    asis = np.array([-x, -y, 0.0])
    depth, width = body.pelvis_depth_m, body.pelvis_width_m
    local = {
        "asis": asis + np.array([0.0, 0.0, width / 2]),
        "psis": asis + np.array([-depth, 0.0, 0.20 * width]),
        "iliac_crest": asis + np.array([-0.45 * depth, 0.30 * width, 0.56 * width]),
    }
    return {
        name: middle + turned(turn, point + own.get(name, STILL)) for name, point in local.items()
    }


def _leg_side(body: Body, leg: LegMotion, own: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    thigh, shank = body.thigh_m, body.shank_m
    knee, ankle = body.knee_width_m / 2 + MARKER_RADIUS_M, body.ankle_width_m / 2 + MARKER_RADIUS_M
    foot, low = body.foot_m, -body.ankle_height_m
    height = 0.024 * body.height_m
    on_thigh = {
        "trochanter": (-0.01, -0.02, 0.052 * body.height_m),
        "thigh_wand": (0.0, -0.55 * thigh, 0.052 * body.height_m),
        "knee_lateral": (0.0, -thigh, knee),
        "knee_medial": (0.0, -thigh, -knee),
        "thigh_cluster_1": (0.03, -0.40 * thigh, 0.080),
        "thigh_cluster_2": (-0.04, -0.42 * thigh, 0.080),
        "thigh_cluster_3": (0.03, -0.62 * thigh, 0.070),
        "thigh_cluster_4": (-0.04, -0.64 * thigh, 0.070),
    }
    on_shank = {
        "tibial_tuberosity": (0.047, -0.16 * shank, 0.005),
        "fibula_head": (-0.018, -0.07 * shank, 0.050),
        "shank_wand": (0.0, -0.55 * shank, 0.050),
        "ankle_lateral": (0.0, -shank, ankle),
        "ankle_medial": (0.0, -shank, -ankle),
        "shank_cluster_1": (0.035, -0.35 * shank, 0.055),
        "shank_cluster_2": (-0.035, -0.37 * shank, 0.055),
        "shank_cluster_3": (0.03, -0.60 * shank, 0.045),
        "shank_cluster_4": (-0.03, -0.62 * shank, 0.045),
    }
    on_heel = {
        "heel": (-0.26 * foot, low + height, 0.0),
        "heel_lateral": (-0.20 * foot, low + 0.020, 0.028),
        "heel_medial": (-0.20 * foot, low + 0.020, -0.028),
    }
    on_sole = {
        "toe": (0.46 * foot, low + height, 0.0),
        "mt2_base": (0.20 * foot, low + 1.6 * height, -0.02),
        "mt1": (0.44 * foot, low + 0.8 * height, -0.15 * foot),
        "mt5": (0.37 * foot, low + 0.6 * height, 0.19 * foot),
    }
    on_toes = {
        "toe_tip": (0.26 * foot, -0.008, -0.05 * foot),
        "small_toe": (0.10 * foot, -0.01, 0.20 * foot),
    }
    pose = leg.foot
    placed: dict[str, FloatArray] = {}
    for points, turn, origin in (
        (on_thigh, leg.thigh, leg.hip_m),
        (on_shank, leg.shank, leg.knee_m),
        (on_heel, pose.heel_bone, pose.ankle_m),
        (on_sole, pose.sole, pose.sole_origin_m),
        (on_toes, pose.toes, pose.mtp_m),
    ):
        for name, point in points.items():
            placed[name] = origin + turned(turn, np.array(point) + own.get(name, STILL))
    placed["hip_centre"], placed["knee_centre"] = leg.hip_m, leg.knee_m
    placed["ankle_centre"], placed["mtp_centre"] = leg.ankle_m, pose.mtp_m
    return placed


def _trunk_origin(body: Body, bones: Skeleton) -> FloatArray:
    """Return the lower end of the back (L5/S1), m."""
    return bones.pelvis_m + turned(bones.pelvis, np.array([-0.035, 0.055 * body.height_m, 0.0]))


def _middle(
    body: Body, bones: Skeleton, shifts_m: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    base = _trunk_origin(body, bones)
    up = body.height_m
    on_trunk = {
        "c7": (-0.045, 0.262 * up, 0.0),
        "t10": (-0.085, 0.135 * up, 0.0),
        "clavicle": (0.060, 0.225 * up, 0.0),
        "sternum": (0.095, 0.130 * up, 0.0),
        "neck": (0.005, 0.255 * up, 0.0),
        "nose": (0.095, 0.355 * up, 0.0),
        "head": (0.0, 0.400 * up, 0.0),
    }
    paths = {
        name: base + turned(bones.trunk, np.array(p) + shifts_m.get(name, STILL))
        for name, p in on_trunk.items()
    }
    x, y, _ = body.hip_from_asis_m
    sacrum = np.array([-x - body.pelvis_depth_m, -y, 0.0])
    paths["sacrum"] = bones.pelvis_m + turned(bones.pelvis, sacrum + shifts_m.get("sacrum", STILL))
    paths["pelvis_centre"] = bones.pelvis_m
    return paths


def _trunk_side(body: Body, bones: Skeleton, side: str) -> dict[str, FloatArray]:
    turn, base = _seen(bones.trunk, _trunk_origin(body, bones), side)
    up = body.height_m
    shoulder = base + turned(turn, np.array([0.0, 0.233 * up, 0.112 * up]))
    arm = turn @ about_z(bones.arms_rad[side])
    elbow = shoulder + turned(arm, np.array([0.0, -0.186 * up, 0.02]))
    fore = arm @ about_z(np.full(len(base), np.radians(25.0)))
    wrist = elbow + turned(fore, np.array([0.0, -0.146 * up, 0.0]))
    local = {"eye": (0.075, 0.375, 0.018), "ear": (0.0, 0.365, 0.042)}
    head = {
        name: base + turned(turn, np.array([p[0], p[1] * up, p[2] * up]))
        for name, p in local.items()
    }
    return {"shoulder": shoulder, "elbow": elbow, "wrist": wrist, **head}
