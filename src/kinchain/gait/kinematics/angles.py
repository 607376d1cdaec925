"""Joint angles by OpenSim's coordinate names, from whatever the recording carries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinchain.core.trial import Note, Subject, Trial, angle_array
from kinchain.gait.kinematics.frames import FloatArray, cardan_zxy, turn_about_up
from kinchain.gait.kinematics.planar import planar_angles
from kinchain.gait.kinematics.points import Points, points_of
from kinchain.gait.kinematics.skeleton import (
    HEEL_TO_TOE,
    STANDING_OFFSETS,
    Skeleton,
    build_skeleton,
)
from kinchain.gait.kinematics.standing_foot import StandingFoot, standing_feet, toe_lift


@dataclass(frozen=True)
class JointAngles:
    """Joint angles and what they rest on.

    Parameters
    ----------
    angles
        Dims (time, coordinate), rad; OpenSim's coordinate names, and ``foot_progression_r``
        (toes out positive), ``trunk_tilt`` (leaning back positive), ``trunk_list`` (right side
        down positive), ``trunk_rotation`` (of the trunk in the walking direction's frame). None
        where the recording allows none.
    skeleton
        Joint centres and frames, where markers were used.
    points
        Landmark paths, where markers were used.
    method
        In words.
    notes
        What was estimated or left out.
    flat_known
        Sides, ``l`` and ``r``, whose foot's zero is the sole flat on the floor: by a standing
        trial or the laboratory's own offsets.
    """

    angles: xr.DataArray | None
    skeleton: Skeleton | None
    points: Points | None
    method: str
    notes: tuple[Note, ...] = ()
    flat_known: frozenset[str] = frozenset()


def joint_angles(
    trial: Trial, static: Trial | None = None, heading_rad: FloatArray | None = None
) -> JointAngles:
    """Return the joint angles of a recording.

    Parameters
    ----------
    trial
        The recording.
    static
        A standing trial of the same person with the same markers.
    heading_rad
        Walking direction of each frame about the vertical, from ground x, rad; 0 if not given.

    Notes
    -----
    Angles of a motion file are taken as they are; else markers on the pelvis and both sides of
    the joints (or wands) give three-dimensional angles, and joint centres of a pose program
    those of the plane of progression. With a standing trial the feet's zero is their position
    there, sole flat on the floor, unless the file tells the laboratory's own offsets.
    """
    if trial.markers is None:
        if trial.angles is None:
            return JointAngles(None, None, None, "none")
        return JointAngles(trial.angles, None, None, str(trial.angles.attrs.get("by") or "file"))
    points = points_of(trial, static)
    heading = np.zeros(points.n_frames) if heading_rad is None else heading_rad
    subject = trial.subject if static is None or trial.subject.measures else static.subject
    skeleton = build_skeleton(points, subject)
    feet = _standing(static, subject, skeleton)
    if points.landmarks.is_pose or "pelvis" not in skeleton.frames or trial.two_dimensional:
        found = planar_angles(points, heading)
        method = "joint centres in the plane of progression"
    else:
        found = _spatial(points, skeleton, heading, feet)
        method = f"markers ({points.landmarks.set_name}), three-dimensional"
    if not found:
        return JointAngles(trial.angles, skeleton, points, "none")
    values = np.stack(list(found.values()), axis=1)
    angles = angle_array(trial.time_s, list(found), values, by=method)
    offsets = {s for s in ("l", "r") if skeleton.how.get(f"calcn_{s}") == STANDING_OFFSETS}
    return JointAngles(
        angles, skeleton, points, method, _notes(skeleton, points), frozenset({*feet, *offsets})
    )


def _standing(
    static: Trial | None, subject: Subject, skeleton: Skeleton
) -> dict[str, StandingFoot]:
    """Return the feet's neutral position from a standing trial and turn their frames by it."""
    if static is None or static.markers is None:
        return {}
    points = points_of(static)
    still = build_skeleton(points, subject)
    feet = {}
    for side, foot in standing_feet(points, still).items():
        name = f"calcn_{side}"
        if skeleton.how.get(name) != still.how[name]:
            continue
        skeleton.frames[name] = skeleton.frames[name] @ foot.turn
        feet[side] = foot
    return feet


def _spatial(
    points: Points,
    skeleton: Skeleton,
    heading: FloatArray,
    feet: dict[str, StandingFoot],
) -> dict[str, FloatArray]:
    frames = skeleton.frames
    walk = turn_about_up(heading)
    found: dict[str, FloatArray] = {}
    tilt, tip, turn = cardan_zxy(walk, frames["pelvis"])
    found.update(pelvis_tilt=tilt, pelvis_list=tip, pelvis_rotation=turn)
    if "thorax" in frames:
        lean, aside, twist = cardan_zxy(walk, frames["thorax"])
        found.update(trunk_tilt=lean, trunk_list=aside, trunk_rotation=twist)
    for side in ("l", "r"):
        mirror = 1.0 if side == "r" else -1.0
        for joint in (_hip, _knee, _ankle):
            found.update(joint(frames, side, mirror))
        if skeleton.how.get(f"calcn_{side}") == HEEL_TO_TOE:
            found.pop(f"subtalar_angle_{side}", None)
        if f"calcn_{side}" in frames:
            turned = cardan_zxy(walk, frames[f"calcn_{side}"])[2]
            found[f"foot_progression_{side}"] = -mirror * turned
        found.update(_toes(points, side, feet.get(side)))
    return found


def _hip(frames: dict[str, FloatArray], side: str, mirror: float) -> dict[str, FloatArray]:
    if f"femur_{side}" not in frames:
        return {}
    flexion, adduction, rotation = cardan_zxy(frames["pelvis"], frames[f"femur_{side}"])
    return {
        f"hip_flexion_{side}": flexion,
        f"hip_adduction_{side}": mirror * adduction,
        f"hip_rotation_{side}": mirror * rotation,
    }


def _knee(frames: dict[str, FloatArray], side: str, mirror: float) -> dict[str, FloatArray]:
    if f"femur_{side}" not in frames or f"tibia_{side}" not in frames:
        return {}
    about_z, adduction, rotation = cardan_zxy(frames[f"femur_{side}"], frames[f"tibia_{side}"])
    return {
        f"knee_angle_{side}": -about_z,
        f"knee_adduction_{side}": mirror * adduction,
        f"knee_rotation_{side}": mirror * rotation,
    }


def _ankle(frames: dict[str, FloatArray], side: str, mirror: float) -> dict[str, FloatArray]:
    if f"tibia_{side}" not in frames or f"calcn_{side}" not in frames:
        return {}
    dorsiflexion, inversion, adduction = cardan_zxy(
        frames[f"tibia_{side}"], frames[f"calcn_{side}"]
    )
    return {
        f"ankle_angle_{side}": dorsiflexion,
        f"subtalar_angle_{side}": mirror * inversion,
        f"foot_rotation_{side}": mirror * adduction,
    }


def _toes(points: Points, side: str, standing: StandingFoot | None) -> dict[str, FloatArray]:
    """Return the toes' lift against the foot where a marker lies on a toe."""
    lift = toe_lift(points, side)
    if lift is None:
        return {}
    still = 0.0 if standing is None else standing.toes_rad or 0.0
    return {f"mtp_angle_{side}": lift - still}


def _notes(skeleton: Skeleton, points: Points) -> tuple[Note, ...]:
    notes = [
        Note("note", f"{name}: {how}", "markers", "offsets of a few degrees are possible")
        for name, how in skeleton.how.items()
        if "estimated" in how
    ]
    if points.carried:
        notes.append(
            Note(
                "note",
                f"{len(points.carried)} landmarks carried over from the standing trial",
                ", ".join(points.carried),
                "they move with their segment's markers",
            )
        )
    return tuple(notes)
