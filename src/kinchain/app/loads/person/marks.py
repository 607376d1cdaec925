"""On which segment of the body a marker sits, how much it is trusted, and which are left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kinchain.gait.landmarks import Landmarks, split_side

SEGMENT_OF: Mapping[str, str] = {
    "asis": "pelvis", "psis": "pelvis", "iliac_crest": "pelvis", "sacrum": "pelvis",
    "trochanter": "femur", "thigh_wand": "femur", "knee_lateral": "femur", "knee_medial": "femur",
    "tibial_tuberosity": "tibia", "fibula_head": "tibia", "shank_wand": "tibia",
    "ankle_lateral": "tibia", "ankle_medial": "tibia",
    "heel": "calcn", "toe": "forefoot", "mt1": "forefoot", "mt5": "forefoot",
    "mtp_centre": "forefoot", "toe_tip": "toes",
    "c7": "torso", "t10": "torso", "clavicle": "torso", "sternum": "torso", "neck": "torso",
    "shoulder": "torso",
}  # fmt: skip
"""Landmark (without side) to segment."""

JOINT_OF: Mapping[str, tuple[str, str]] = {
    "hip_centre": ("pelvis", "hip"), "knee_centre": ("femur", "knee"),
    "ankle_centre": ("tibia", "ankle"),
}  # fmt: skip
"""Landmark that is a joint's centre: the segment that bears it, and the joint."""

TRUST: Mapping[str, float] = {
    "trochanter": 0.2, "thigh_wand": 0.3, "iliac_crest": 0.3, "shoulder": 0.3, "neck": 0.3,
    "clavicle": 0.5, "t10": 0.5, "c7": 0.5, "sternum": 0.5, "shank_wand": 0.5, "fibula_head": 0.7,
}  # fmt: skip
"""Weight of a marker beside 1: skin slides by up to 3 cm over the thigh and the trochanter, by
about 1 cm over the shank (Cappozzo et al. 1996,
https://doi.org/10.1016/0268-0033(95)01046-1); shoulders move with the arms. The weights
themselves: expert."""

TRUST_BY_BODY: Mapping[str, float] = {
    "femur": 0.3, "tibia": 0.5, "calcn": 0.7, "pelvis": 0.5, "torso": 0.3,
}  # fmt: skip
"""Weight of a marker that stands for no landmark, by the body it moves with [expert]."""

RESTS_M = 0.022
"""A marker that moves more than this (its median) on every body sits on none of them: arms, head
[expert]."""

RESTS_WORN_M = 0.035
"""The same for one whose bone a standing trial shows: skin over the thigh moves by so much
(Cappozzo et al. 1996)."""

_NOT_THE_BODYS = re.compile(
    r"elb|wri|wra|wrb|fin$|fin\d|hand|head|hd$|^fra|^for|^upa|^upper(?!leg)|arm|hum|bicep|^el[lm]?$"
    r"|^wr?[lm]$|^rad|^uln|ear$|eye|nose|temple|thumb|index|pinky|knuckle"
)
_COMPUTED = re.compile(r"^v_|jc|joint|cent(er|re)|origin|^mid|com$|virtual|_reg$|dynamic$")


def segment_of(landmark: str) -> str | None:
    """Return the segment on which a landmark lies, with its side; None for one on none.

    Parameters
    ----------
    landmark
        Landmark with side (``heel_l``) or without (``c7``).
    """
    bare, side = split_landmark(landmark)
    segment = SEGMENT_OF.get(bare)
    if segment is None or not side or segment in ("pelvis", "torso"):
        return segment
    return f"{segment}_{side}"


def frame_of(segment: str) -> str:
    """Return the frame that carries a segment's markers: a foot in one piece is its heel's.

    Parameters
    ----------
    segment
        Segment with its side.
    """
    return segment.replace("forefoot", "calcn").replace("toes", "calcn")


def split_landmark(landmark: str) -> tuple[str, str]:
    """Return a landmark's name without its side, and the side (``l``, ``r`` or empty).

    Parameters
    ----------
    landmark
        Such as ``heel_l``.
    """
    if landmark.endswith(("_l", "_r")):
        return landmark[:-2], landmark[-1]
    return landmark, ""


def candidates(name: str, bodies: Sequence[str]) -> list[str]:
    """Return the bodies with which a marker of unknown place may move.

    Parameters
    ----------
    name
        Its name in the file.
    bodies
        Bodies of the model.

    Returns
    -------
    candidates
        None for markers of arms and head, and for points that a program computed.
    """
    side, rest = split_side(name)
    if _NOT_THE_BODYS.search(rest) or _COMPUTED.search(name.lower()):
        return []
    sides = side or "rl"
    wanted = ["pelvis", "torso", *(f"{b}_{s}" for b in ("femur", "tibia", "calcn") for s in sides)]
    return [one for one in wanted if one in bodies]


def trust(landmark: str) -> float:
    """Return the weight of a landmark's marker.

    Parameters
    ----------
    landmark
        Landmark, with or without side.
    """
    return TRUST.get(split_landmark(landmark)[0], 1.0)


def landmark_of(landmarks: Landmarks) -> dict[str, str]:
    """Return for each marker the landmark that it stands for.

    Parameters
    ----------
    landmarks
        As found.
    """
    found: dict[str, str] = {}
    for landmark, marker in landmarks.marker_of.items():
        found.setdefault(marker, landmark)
    return found
