"""Joint centres and segment frames from landmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kinchain.core.trial import Subject
from kinchain.gait.kinematics.frames import (
    FloatArray,
    frame_from_forward_and_up,
    frame_from_right_and_forward,
    frame_from_up_and_right,
    unit,
)
from kinchain.gait.kinematics.hip_centre import MARKER_RADIUS_M, davis, harrington
from kinchain.gait.kinematics.points import Points

LEG_OF_PELVIS_TO_FLOOR = 0.93
"""Leg length (front spine to inner ankle knob) over the height of the front spines in standing:
the rest is the ankle's height; our own estimate."""

FROM_OUTER = "outer marker with"
"""How a joint is known whose inner side bears no marker."""

STANDING_OFFSETS = "ankle to toe with the standing trial's offsets"
"""How a foot is known whose offsets the laboratory's model left in the file."""

HEEL_TO_TOE = "heel to toe"
"""How a foot of two markers is known: its roll about its long axis is not."""


@dataclass(frozen=True)
class Part:
    """A segment of the leg between two joints.

    Parameters
    ----------
    body
        OpenSim's name of the segment.
    above, joint
        The joints at its upper and lower end.
    wands
        Markers that give the plane of the lower joint's axis where its inner side has none.
    width_m
        Breadth of the lower joint where nobody measured it: first number plus second times
        leg length, in m. Our own rough estimate between children's and adults' breadths; the
        notes say so.
    """

    body: str
    above: str
    joint: str
    wands: tuple[str, ...]
    width_m: tuple[float, float]


THIGH = Part("femur", "hip", "knee", ("thigh_wand", "trochanter"), (0.050, 0.070))
SHANK = Part("tibia", "knee", "ankle", ("shank_wand", "fibula_head"), (0.035, 0.030))


@dataclass
class Skeleton:
    """Frames by segment and joint centres, all in the ground frame.

    Parameters
    ----------
    frames
        ``pelvis``, ``thorax``, ``femur_l``, ``tibia_l``, ``calcn_l``... to rotation matrices,
        shape (n_frames, 3, 3), columns x, y, z of the segment.
    centres
        ``hip_l``, ``knee_l``, ``ankle_l``... to paths, shape (n_frames, 3), m.
    how
        In words, how each was found.
    """

    frames: dict[str, FloatArray] = field(default_factory=dict)
    centres: dict[str, FloatArray] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)


def build_skeleton(points: Points, subject: Subject) -> Skeleton:
    """Return what joint centres and frames the landmarks allow.

    Parameters
    ----------
    points
        Landmark paths.
    subject
        Measures of the person, if known.
    """
    skeleton = Skeleton()
    _pelvis(points, skeleton)
    measures = dict(subject.measures)
    for side in ("l", "r"):
        leg = _leg_length(points, subject, measures, side)
        _hip(points, skeleton, side, leg)
        for part in (THIGH, SHANK):
            width = measures.get(f"{part.joint}_width_{side}_m")
            base, slope = part.width_m
            _segment(points, skeleton, part, side, width or base + slope * leg)
            name = f"{part.joint}_{side}"
            if width is None and skeleton.how.get(name, "").startswith(FROM_OUTER):
                skeleton.how[name] += ", width estimated"
        _foot(points, skeleton, side, measures)
    _thorax(points, skeleton)
    return skeleton


def _pelvis(points: Points, skeleton: Skeleton) -> None:
    left, right = points.get("asis_l"), points.get("asis_r")
    back = points.middle("psis_l", "psis_r")
    back = points.get("sacrum") if back is None else back
    if left is None or right is None or back is None:
        return
    front = 0.5 * (left + right)
    skeleton.frames["pelvis"] = frame_from_right_and_forward(right - left, front - back)
    skeleton.centres["pelvis"] = front
    skeleton.how["pelvis"] = "front and back spines"


def _thorax(points: Points, skeleton: Skeleton) -> None:
    upper = points.middle("c7", "clavicle")
    lower = points.middle("t10", "sternum")
    back, front = points.middle("c7", "t10"), points.middle("clavicle", "sternum")
    if upper is not None and lower is not None and back is not None and front is not None:
        right = np.cross(front - back, upper - lower)
        skeleton.frames["thorax"] = frame_from_up_and_right(upper - lower, right)
        skeleton.how["thorax"] = "C7, T10, clavicle, breastbone"
        return
    left, right_sho = points.get("shoulder_l"), points.get("shoulder_r")
    base = _between_hips(points, skeleton)
    if left is not None and right_sho is not None and base is not None:
        top = 0.5 * (left + right_sho)
        skeleton.frames["thorax"] = frame_from_up_and_right(top - base, right_sho - left)
        skeleton.how["thorax"] = "shoulders over the hips"


def _between_hips(points: Points, skeleton: Skeleton) -> FloatArray | None:
    """Return the middle of the hip centres, over which the shoulders stand, else the pelvis'."""
    left, right = skeleton.centres.get("hip_l"), skeleton.centres.get("hip_r")
    if left is not None and right is not None:
        return np.asarray(0.5 * (left + right))
    return skeleton.centres.get("pelvis", points.get("pelvis_centre"))


def _leg_length(
    points: Points, subject: Subject, measures: Mapping[str, float], side: str
) -> float:
    """Return leg length in m: measured, else from the upright pelvis, else from height."""
    told = measures.get(f"leg_length_{side}_m") or subject.leg_length_m
    if told:
        return told
    spine = points.get(f"asis_{side}")
    if spine is not None and np.isfinite(spine[:, 1]).any():
        return float(LEG_OF_PELVIS_TO_FLOOR * np.nanpercentile(spine[:, 1], 75))
    return 0.47 * (subject.height_m or 1.7)


def _hip(points: Points, skeleton: Skeleton, side: str, leg_m: float) -> None:
    given = points.get(f"hip_centre_{side}")
    pelvis = skeleton.frames.get("pelvis")
    if given is not None:
        skeleton.centres[f"hip_{side}"] = given
        skeleton.how[f"hip_{side}"] = "given in the recording"
        return
    if pelvis is None:
        return
    width = float(
        np.nanmedian(np.linalg.norm(points.paths["asis_r"] - points.paths["asis_l"], axis=1))
    )
    if points.landmarks.set_name == "plug-in gait":
        offset, how = davis(width, leg_m), "Davis 1991"
    else:
        back = points.middle("psis_l", "psis_r")
        back = points.paths["sacrum"] if back is None else back
        depth = float(np.nanmedian(np.linalg.norm(skeleton.centres["pelvis"] - back, axis=1)))
        offset, how = harrington(width, depth), "Harrington 2007"
    offset = offset * (np.array([1.0, 1.0, -1.0]) if side == "l" else 1.0)
    skeleton.centres[f"hip_{side}"] = skeleton.centres["pelvis"] + pelvis @ offset
    skeleton.how[f"hip_{side}"] = how


def _segment(points: Points, skeleton: Skeleton, part: Part, side: str, wide_m: float) -> None:
    """Add the joint at a segment's lower end and the segment's frame."""
    above = skeleton.centres.get(f"{part.above}_{side}")
    found = _joint(points, skeleton, part, side, above, 0.5 * wide_m + MARKER_RADIUS_M)
    if found is None:
        return
    centre, right, how = found
    skeleton.centres[f"{part.joint}_{side}"] = centre
    skeleton.how[f"{part.joint}_{side}"] = how
    if above is not None and right is not None:
        skeleton.frames[f"{part.body}_{side}"] = frame_from_up_and_right(above - centre, right)


def _joint(
    points: Points,
    skeleton: Skeleton,
    part: Part,
    side: str,
    above: FloatArray | None,
    reach_m: float,
) -> tuple[FloatArray, FloatArray | None, str] | None:
    """Return a joint's centre, its axis to the right, and how they were found."""
    joint = part.joint
    outward = 1.0 if side == "r" else -1.0
    lateral, medial = points.get(f"{joint}_lateral_{side}"), points.get(f"{joint}_medial_{side}")
    if lateral is not None and medial is not None:
        return 0.5 * (lateral + medial), outward * (lateral - medial), "outer and inner marker"
    given = points.get(f"{joint}_centre_{side}")
    if given is not None:
        pelvis = skeleton.frames.get("pelvis")
        right = None if pelvis is None else pelvis[..., 2]
        return given, right, "given in the recording"
    if lateral is None or above is None:
        return None
    for name in part.wands:
        wand = points.get(f"{name}_{side}")
        if wand is not None and _points_outward(wand, lateral, above, skeleton, outward):
            centre = chord(above, lateral, wand, reach_m)
            return centre, outward * (lateral - centre), f"{FROM_OUTER} {name.replace('_', ' ')}"
    pelvis = skeleton.frames.get("pelvis")
    if pelvis is None:
        return None
    along = unit(above - lateral)
    across = pelvis[..., 2] - along * (pelvis[..., 2] * along).sum(-1, keepdims=True)
    centre = lateral - outward * reach_m * unit(across)
    return centre, outward * (lateral - centre), f"{FROM_OUTER} the pelvis direction"


OUTWARD = 0.5
"""A wand whose direction has less than this share along the pelvis' side gives no plane: some
sets carry it in front."""


def _points_outward(
    wand: FloatArray,
    lateral: FloatArray,
    above: FloatArray,
    skeleton: Skeleton,
    outward: float,
) -> bool:
    """Say whether a wand stands out to the side, as the plane of the joint's axis needs."""
    pelvis = skeleton.frames.get("pelvis")
    if pelvis is None:
        return True
    along = unit(above - lateral)
    out = wand - lateral
    out = unit(out - along * (out * along).sum(-1, keepdims=True))
    return bool(np.nanmedian(outward * (out * pelvis[..., 2]).sum(-1)) > OUTWARD)


def chord(above: FloatArray, lateral: FloatArray, wand: FloatArray, reach_m: float) -> FloatArray:
    """Return the joint centre at a right angle between the joint above and an outer marker.

    Parameters
    ----------
    above
        Centre of the joint above, shape (n_frames, 3), m.
    lateral
        Marker on the outer side of this joint, same shape.
    wand
        Marker that gives the plane, outward of the line between the two.
    reach_m
        Distance of the marker from the joint's centre, m.

    References
    ----------
    .. [1] R. B. Davis et al., 1991. https://doi.org/10.1016/0167-9457(91)90046-Z
    """
    line = above - lateral
    length = np.linalg.norm(line, axis=-1, keepdims=True)
    along = line / length
    out = wand - lateral
    out = unit(out - along * (out * along).sum(-1, keepdims=True))
    cosine = np.clip(reach_m / length, -1.0, 1.0)
    return np.asarray(lateral + reach_m * (cosine * along - np.sqrt(1.0 - cosine**2) * out))


def _foot(points: Points, skeleton: Skeleton, side: str, measures: Mapping[str, float]) -> None:
    heel = points.get(f"heel_{side}")
    toe = points.get(f"toe_{side}")
    if toe is None:
        toe = points.middle(f"mt1_{side}", f"mt5_{side}")
    if toe is None:
        toe = points.get(f"mtp_centre_{side}")
    ankle = skeleton.centres.get(f"ankle_{side}")
    tibia = skeleton.frames.get(f"tibia_{side}")
    if toe is None or (heel is None and ankle is None):
        return
    offset = measures.get(f"static_plantarflexion_{side}_rad")
    if offset is not None and ankle is not None and tibia is not None:
        turn = measures.get(f"static_foot_rotation_{side}_rad", 0.0)
        skeleton.frames[f"calcn_{side}"] = _offset_foot(toe - ankle, tibia, offset, turn, side)
        skeleton.how[f"calcn_{side}"] = STANDING_OFFSETS
        return
    if heel is None:
        return
    up = _foot_up(points, side, tibia, toe - heel)
    skeleton.frames[f"calcn_{side}"] = frame_from_forward_and_up(toe - heel, up)
    wide = points.middle(f"mt1_{side}", f"mt5_{side}") is not None
    skeleton.how[f"calcn_{side}"] = "heel to toe and its width" if wide else HEEL_TO_TOE


def _foot_up(
    points: Points, side: str, tibia: FloatArray | None, forward: FloatArray
) -> FloatArray:
    """Return the direction out of the foot's back: from its width, else from the shank."""
    inner, outer = points.get(f"mt1_{side}"), points.get(f"mt5_{side}")
    if inner is not None and outer is not None:
        right = (outer - inner) if side == "r" else (inner - outer)
        return np.asarray(np.cross(right, forward))
    if tibia is not None:
        return np.asarray(np.cross(tibia[..., 2], forward))
    return np.broadcast_to(np.array([0.0, 1.0, 0.0]), forward.shape)


def _offset_foot(
    forward: FloatArray, tibia: FloatArray, plantarflexion: float, rotation: float, side: str
) -> FloatArray:
    """Return the foot's frame as Plug-in Gait turns it by what standing showed."""
    raw = frame_from_forward_and_up(forward, np.cross(tibia[..., 2], forward))
    about_z = _about(2, plantarflexion)
    about_y = _about(1, rotation if side == "r" else -rotation)
    return np.asarray(raw @ about_z @ about_y)


def _about(axis: int, angle_rad: float) -> FloatArray:
    one, two = [(1, 2), (2, 0), (0, 1)][axis]
    turn = np.eye(3)
    turn[one, one] = turn[two, two] = np.cos(angle_rad)
    turn[one, two], turn[two, one] = -np.sin(angle_rad), np.sin(angle_rad)
    return turn
