"""Write a made walk as pose programs see it: key points in pixels or metres from one camera."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Trial, marker_array
from kinchain.gait.synthetic._laboratory import Laboratory, write_text
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic.walk import MadeWalk
from kinchain.gait.synthetic.write_text import write_trc

BODY_25 = (
    "nose", "neck", "shoulder_r", "elbow_r", "wrist_r", "shoulder_l", "elbow_l", "wrist_l",
    "pelvis_centre", "hip_centre_r", "knee_centre_r", "ankle_centre_r", "hip_centre_l",
    "knee_centre_l", "ankle_centre_l", "eye_r", "eye_l", "ear_r", "ear_l", "toe_tip_l",
    "small_toe_l", "heel_l", "toe_tip_r", "small_toe_r", "heel_r",
)  # fmt: skip
"""OpenPose's BODY_25 order as landmarks.
https://cmu-perceptual-computing-lab.github.io/openpose/web/html/doc/md_doc_02_output.html"""

SPORTS2D_NAMES = {
    "hip_centre": "Hip", "knee_centre": "Knee", "ankle_centre": "Ankle", "toe_tip": "BigToe",
    "small_toe": "SmallToe", "heel": "Heel", "shoulder": "Shoulder", "elbow": "Elbow",
    "wrist": "Wrist",
}  # fmt: skip


def pose_trial(
    walk: MadeWalk, *, flat: bool = False, seen_from: Literal["left", "right"] = "right"
) -> Trial:
    """Return the trial that a pose program gives: key points named as HALPE_26 names them.

    Parameters
    ----------
    walk
        The walk.
    flat
        True for one side camera: no depth, z is 0.
    seen_from
        Side of the camera; from the left the person walks to -x in the picture.
    """
    marks = walk.truth.landmarks_m
    noise = walk.settings.flaws.noise_m
    chance = np.random.default_rng([walk.settings.seed, 3])
    paths = {
        side + name: marks[f"{mark}_{side.lower()}"]
        for side in "RL"
        for mark, name in SPORTS2D_NAMES.items()
    }
    paths |= {"Nose": marks["nose"], "Neck": marks["neck"], "Hip": marks["pelvis_centre"]}
    place = np.stack(list(paths.values()), axis=1)
    place = place + noise * chance.standard_normal(place.shape)
    if flat:
        place[..., 2] = 0.0
        if seen_from == "left":
            place[..., 0] = -place[..., 0]
    markers = marker_array(walk.truth.time_s, list(paths), place)
    return replace(walk.trial, markers=markers, angles=None, plates=None, two_dimensional=flat)


def write_sports2d_trc(walk: MadeWalk, path: str | Path) -> Path:
    """Write the side view as Sports2D's TRC in metres.

    Parameters
    ----------
    walk
        The walk.
    path
        Where to.
    """
    return write_trc(pose_trial(walk, flat=True), path, laboratory=Laboratory(up="y", units="m"))


def write_pose2sim_trc(walk: MadeWalk, path: str | Path) -> Path:
    """Write the key points in space as Pose2Sim's TRC in metres.

    Parameters
    ----------
    walk
        The walk.
    path
        Where to.
    """
    return write_trc(pose_trial(walk), path, laboratory=Laboratory(up="y", units="m"))


def write_openpose_json(
    walk: MadeWalk,
    folder: str | Path,
    *,
    pixels_per_m: float = 220.0,
    picture: tuple[int, int] = (1920, 1080),
) -> Path:
    """Write one JSON a frame as OpenPose does, seen from the right by one camera.

    Parameters
    ----------
    walk
        The walk; its frames are the video's.
    folder
        Made if missing.
    pixels_per_m
        Size of the person in the picture.
    picture
        Width and height, px. Overground the camera follows the person.

    Raises
    ------
    InputError
        If the picture has no size.
    """
    if min(picture) < 1 or pixels_per_m <= 0:
        raise InputError(
            Fault(
                "the picture has no size", "picture", "numbers over 0", "Give its size in pixels."
            )
        )
    base = Path(folder)
    base.mkdir(parents=True, exist_ok=True)
    points = _pixels(walk, pixels_per_m, picture)
    for k, frame in enumerate(points):
        flat = [round(float(v), 3) for point in frame for v in point]
        person = {"person_id": [-1], "pose_keypoints_2d": flat}
        text = json.dumps({"version": 1.3, "people": [person]})
        write_text(base / f"walk_{k:012d}_keypoints.json", text)
    return base


def _pixels(walk: MadeWalk, pixels_per_m: float, picture: tuple[int, int]) -> FloatArray:
    """Return x, y, likelihood of each key point, shape (n, 25, 3), px."""
    marks = walk.truth.landmarks_m
    place = np.stack([marks[name] for name in BODY_25], axis=1)
    chance = np.random.default_rng([walk.settings.seed, 4])
    noise = walk.settings.flaws.noise_m * pixels_per_m
    middle = marks["pelvis_centre"][:, None, 0]
    across = picture[0] / 2 + pixels_per_m * (place[..., 0] - middle)
    down = 0.9 * picture[1] - pixels_per_m * place[..., 1]
    spot = np.stack([across, down], axis=-1)
    spot = spot + noise * chance.standard_normal(spot.shape)
    sure = np.where(np.array([name.endswith("_l") for name in BODY_25]), 0.72, 0.88)
    likelihood = np.broadcast_to(sure, spot.shape[:2])[..., None]
    return np.concatenate([spot, likelihood], axis=-1)
