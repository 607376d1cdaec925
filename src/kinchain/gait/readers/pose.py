"""Read pose JSON: body positions, landmark frames, and folders of OpenPose-style keypoints.

References
----------
.. [1] Cao Z et al. OpenPose. IEEE Trans Pattern Anal Mach Intell 2021;43:172-186.
   https://doi.org/10.1109/TPAMI.2019.2929257 (25 keypoints, output files)
.. [2] Fang H-S et al. AlphaPose (HALPE, 26 keypoints). IEEE TPAMI 2023;45:7157-7173.
   https://doi.org/10.1109/TPAMI.2022.3222784
.. [3] Drillis R, Contini R. Body segment parameters. New York University 1966; as drawn in
   Winter DA, Biomechanics and Motor Control of Human Movement, 2009, fig. 4.1.
   https://doi.org/10.1002/9780470549148
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from kinchain.core.trial import EventKind, GivenEvent, LegSide
from kinchain.gait.readers._raw import (
    MAX_VALUES,
    FloatArray,
    RawTrial,
    note,
    refuse,
    unique_names,
    warning,
)
from kinchain.gait.readers._text import even_time, on_grid
from kinchain.gait.readers._units import length_scale

MAX_JSON_BYTES = 32 * 2**20
MAX_BRACKETS = 2_000_000
MAX_FOLDER_FILES = 40_000
MIN_CONFIDENCE = 0.2
"""Keypoints told with less confidence count as unseen [expert]."""

SHOULDER_TO_ANKLE = 0.818 - 0.039
"""Shoulder height less ankle height, as a share of body height [3]."""

BODY_25 = (
    "Nose Neck RShoulder RElbow RWrist LShoulder LElbow LWrist MidHip RHip RKnee RAnkle LHip "
    "LKnee LAnkle REye LEye REar LEar LBigToe LSmallToe LHeel RBigToe RSmallToe RHeel"
).split()
_COCO = (
    "Nose LEye REye LEar REar LShoulder RShoulder LElbow RElbow LWrist RWrist LHip RHip LKnee "
    "RKnee LAnkle RAnkle"
).split()
HALPE_26 = [*_COCO, *"Head Neck Hip LBigToe RBigToe LSmallToe RSmallToe LHeel RHeel".split()]
_COCO_23 = [*_COCO, *"LBigToe LSmallToe LHeel RBigToe RSmallToe RHeel".split()]
_SETS = {17: _COCO, 25: BODY_25, 26: HALPE_26, 133: _COCO_23, 23: _COCO_23}

_BODIES = {"pelvis": "pelvis", "torso": "torso"} | {
    f"{body}_{side}": side.upper() + name
    for side in "lr"
    for body, name in (
        ("femur", "Hip"), ("tibia", "Knee"), ("talus", "Ankle"), ("calcn", "Heel"),
        ("toes", "MTP"), ("humerus", "Shoulder"),
    )
}  # fmt: skip


def read_json(path: Path) -> RawTrial:
    """Read one JSON file of body positions or landmark frames.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is no recording.
    """
    content = load_json(path)
    where = path.name
    if isinstance(content, dict) and isinstance(content.get("bodies"), dict):
        return _bodies(content, path)
    if isinstance(content, dict) and isinstance(content.get("angle_frames"), list):
        return _landmark_frames(content, path)
    if isinstance(content, dict) and "people" in content:
        raise refuse(
            "this is one frame of a video's keypoints",
            where,
            "the folder with all its frames",
            "give the folder",
        )
    raise refuse(
        "no body positions, landmarks or keypoints in it", where,
        "'bodies' with translations, or 'angle_frames' with landmark positions",
        "export the walk as TRC",
    )  # fmt: skip


def load_json(path: Path) -> Any:
    """Return a JSON file's content.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it is too large, or no JSON.
    """
    if path.stat().st_size > MAX_JSON_BYTES:
        raise refuse("the file is too large", path.name, "at most 32 MB of JSON", "cut the trial")
    data = path.read_bytes()
    if data.count(b"[") + data.count(b"{") > MAX_BRACKETS:
        raise refuse("too many lists in it", path.name, f"at most {MAX_BRACKETS}", "cut the trial")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise refuse(
            "no whole JSON", path.name, "a JSON file written to its end", "export it again"
        ) from error


def _numbers(given: Any, shape: tuple[int, ...], field: str) -> FloatArray:
    """Return an array of numbers of the wanted shape (-1 for any length)."""
    try:
        value = np.asarray(given, dtype=float)
    except (TypeError, ValueError, OverflowError):
        value = np.zeros(0)
    if value.ndim != len(shape) or any(
        w not in (-1, h) for h, w in zip(value.shape, shape, strict=True)
    ):
        raise refuse(
            "not a table of numbers of the right size",
            field,
            "one row of three numbers per frame",
            "export it again",
        )
    return value


def _bodies(content: dict[str, Any], path: Path) -> RawTrial:
    """Read joint positions from the origins of OpenSim bodies."""
    where = path.name
    time_s = _numbers(content.get("time"), (-1,), f"{where}, time")
    clock, rows, notes = even_time(time_s, None, where, 1)
    names, positions = [], []
    for body, name in _BODIES.items():
        given = content["bodies"].get(body)
        if isinstance(given, dict) and "translation" in given:
            field = f"{where}, bodies.{body}.translation"
            names.append(name)
            positions.append(_numbers(given["translation"], (len(time_s), 3), field))
    if len(names) < 5:
        raise refuse(
            "fewer than five known bodies",
            f"{where}, bodies",
            "femur_r, tibia_r, talus_r, calcn_r, pelvis ...",
            "check the export",
        )
    position = on_grid(np.stack(positions, axis=1), len(clock), rows)
    scale, unit_notes = length_scale(position, "m", where)
    return RawTrial(
        path=str(path), kind="json", time_s=clock, names=tuple(names),
        position_m=position * scale, up_hint=(0.0, 1.0, 0.0), forward_hint=(1.0, 0.0, 0.0),
        notes=(*notes, *unit_notes, note("joint centres are a model's", where,
                                         "smoother than markers; errors are the model's")),
    )  # fmt: skip


def _landmark_frames(content: dict[str, Any], path: Path) -> RawTrial:
    """Read frames of named landmark positions."""
    where = path.name
    frames = [f for f in content["angle_frames"] if isinstance(f, dict)]
    rate = content.get("fps")
    if not isinstance(rate, (int, float)) or not 1.0 <= float(rate) <= 5000.0:
        raise refuse("no frame rate", f"{where}, fps", "frames per second", "add 'fps'")
    marks = [f.get("landmark_positions") for f in frames]
    names = list(next((m for m in marks if isinstance(m, dict) and m), {}))[:300]
    if len(frames) < 2 or not names:
        raise refuse(
            "no landmark positions",
            f"{where}, angle_frames",
            "landmark_positions in every frame",
            "export as TRC",
        )
    position = np.full((len(frames), len(names), 3), np.nan)
    for i, mark in enumerate(marks):
        if isinstance(mark, dict):
            for k, name in enumerate(names):
                position[i, k] = _point(mark.get(name))
    position[np.all(position == 0.0, axis=2)] = np.nan
    seen = np.asarray(np.isfinite(position[:, :, 0]).any(axis=0))
    scale, unit_notes = length_scale(position, "", f"{where}, landmark_positions")
    events = _frame_events(content.get("ground_truth"), float(rate), len(frames))
    notes = list(unit_notes)
    if not seen.all():
        notes.append(note(f"{int((~seen).sum())} landmarks are never seen", where, "left out"))
    return RawTrial(
        path=str(path), kind="json", time_s=np.arange(len(frames)) / float(rate),
        names=tuple(n for n, s in zip(names, seen, strict=True) if s),
        position_m=position[:, seen] * scale, events=events, notes=tuple(notes),
    )  # fmt: skip


def _point(given: Any) -> FloatArray:
    if isinstance(given, list) and len(given) == 3:
        try:
            return np.array([float(x) for x in given])
        except (TypeError, ValueError, OverflowError):
            pass
    return np.full(3, np.nan)


def _frame_events(truth: Any, rate_hz: float, n_frames: int) -> tuple[GivenEvent, ...]:
    """Return events told as frame numbers of each side."""
    kinds: tuple[tuple[str, EventKind], ...] = (
        ("hs_frames", "initial_contact"), ("to_frames", "foot_off"))  # fmt: skip
    sides: tuple[LegSide, LegSide] = ("left", "right")
    found: list[GivenEvent] = []
    for key, kind in kinds:
        table = truth.get(key) if isinstance(truth, dict) else None
        for side in sides:
            listed = table.get(side) if isinstance(table, dict) else None
            for frame in listed if isinstance(listed, list) else []:
                if isinstance(frame, int) and 0 <= frame < n_frames:
                    found.append(GivenEvent(side, kind, frame / rate_hz, "file"))
    return tuple(sorted(found, key=lambda event: event.time_s))


def keypoint_files(path: Path) -> list[Path]:
    """Return a folder's keypoint files in order of their frame numbers.

    Parameters
    ----------
    path
        The folder.
    """
    files = [
        f
        for f in path.iterdir()
        if f.name.endswith("_keypoints.json")
        or (f.suffix == ".json" and re.search(r"\d{3,}\.json$", f.name))
    ]
    return sorted(files[:MAX_FOLDER_FILES], key=_frame_number)


def _frame_number(path: Path) -> tuple[int, str]:
    digits = re.findall(r"\d+", path.stem)
    return (int(digits[-1]) if digits and len(digits[-1]) < 15 else 0), path.name


def read_keypoints(path: Path, rate_hz: float | None, height_m: float | None) -> RawTrial:
    """Read a folder of 2-D keypoint files, one per frame.

    Parameters
    ----------
    path
        The folder.
    rate_hz
        Frames per second of the video, which the files do not tell.
    height_m
        The person's height, to turn pixels into metres.

    Raises
    ------
    InputError
        If rate or height is not known, or no person is in it.
    """
    where = path.name
    missing = [
        word for word, value in (("frame rate", rate_hz), ("height", height_m)) if value is None
    ]
    if missing:
        raise refuse(
            f"keypoints are pixels per frame: {' and '.join(missing)} not told", where,
            "the video's frames per second and the person's height",
            "give rate_hz and height_m, or the TRC in metres that Sports2D or Pose2Sim writes",
        )  # fmt: skip
    assert rate_hz is not None and height_m is not None
    pixels, names = _people(keypoint_files(path), where)
    position = np.full((*pixels.shape[:2], 3), np.nan)
    position[:, :, 0], position[:, :, 1] = pixels[:, :, 0], -pixels[:, :, 1]
    scale = pixel_scale(position, names, height_m, where)
    position *= scale
    position[:, :, 2] = np.where(np.isfinite(position[:, :, 0]), 0.0, np.nan)
    return RawTrial(
        path=str(path), kind="pose", time_s=np.arange(len(position)) / rate_hz,
        names=tuple(names), position_m=position, two_dimensional=True, up_hint=(0.0, 1.0, 0.0),
        notes=(warning("one camera's side view, scaled by the person's height", where,
                       "only the sagittal plane counts; lengths are rough"),),
    )  # fmt: skip


def pixel_scale(position: FloatArray, names: list[str], height_m: float, where: str) -> float:
    """Return metres per pixel from the person's height.

    Parameters
    ----------
    position
        Shape (n_frames, n_markers, 3), pixels, y up.
    names
        Marker names.
    height_m
        The person's height.
    where
        File name.

    Raises
    ------
    InputError
        If shoulders and ankles are not seen.
    """
    if not 0.5 <= height_m <= 2.5:
        raise refuse("that height is no person's", "height_m", "0.5 to 2.5 m", "check it")
    shoulders = [i for i, n in enumerate(names) if n.lower().endswith("shoulder")]
    ankles = [i for i, n in enumerate(names) if n.lower().endswith("ankle")]
    tall = np.zeros(0)
    if shoulders and ankles:
        top = position[:, shoulders, 1].mean(axis=1)
        low = position[:, ankles, 1].min(axis=1)
        tall = (top - low)[np.isfinite(top - low)]
    if tall.size < 5 or np.percentile(tall, 90) <= 0:
        raise refuse(
            "shoulders and ankles are hardly seen",
            where,
            "a whole person upright",
            "film the whole person from the side",
        )
    return SHOULDER_TO_ANKLE * height_m / float(np.percentile(tall, 90))


def _people(files: list[Path], where: str) -> tuple[FloatArray, list[str]]:
    """Follow the person who fills most of the picture through all frames."""
    names: list[str] = []
    track: list[FloatArray] = []
    before: FloatArray | None = None
    for file in files:
        people = [p for p in _frame_people(load_json(file)) if len(p) in _SETS]
        if people and not names:
            names = list(_SETS[len(people[0])])
        people = [p[: len(names)] for p in people if names and len(p) >= len(names)]
        chosen = _follow(people, before)
        before = chosen if chosen is not None else before
        track.append(np.full((len(names), 2), np.nan) if chosen is None else chosen)
    if not names or len(track) * len(names) * 2 > MAX_VALUES:
        raise refuse(
            "no person in the keypoints",
            where,
            "17, 23, 25, 26 or 133 keypoints per person",
            "check the pose program's model",
        )
    width = len(names)
    value = np.stack([t if len(t) == width else np.full((width, 2), np.nan) for t in track])
    seen = np.asarray(np.isfinite(value[:, :, 0]).any(axis=0))
    kept = unique_names([n for n, s in zip(names, seen, strict=True) if s], where)[0]
    return value[:, seen], list(kept)


def _frame_people(content: Any) -> list[FloatArray]:
    people = content.get("people") if isinstance(content, dict) else None
    result = []
    for person in people[:50] if isinstance(people, list) else []:
        given = person.get("pose_keypoints_2d") if isinstance(person, dict) else None
        try:
            flat = np.asarray(given, dtype=float)
        except (TypeError, ValueError, OverflowError):
            continue
        if flat.ndim == 1 and flat.size and flat.size % 3 == 0:
            point = flat.reshape(-1, 3)
            bad = (point[:, 2] < MIN_CONFIDENCE) | (point[:, :2] == 0).all(axis=1)
            result.append(np.where(bad[:, None], np.nan, point[:, :2]))
    return result


def _follow(people: list[FloatArray], before: FloatArray | None) -> FloatArray | None:
    """Return the person nearest to the one before, else the largest."""
    seen = [p for p in people if np.isfinite(p[:, 0]).sum() >= 4]
    if not seen:
        return None
    if before is not None:

        def away(person: FloatArray) -> float:
            gap = np.abs(person - before).sum(axis=1)
            return float(np.median(gap[np.isfinite(gap)])) if np.isfinite(gap).any() else np.inf

        return min(seen, key=away)
    return max(seen, key=lambda p: float(np.nanmax(p[:, 1]) - np.nanmin(p[:, 1])))
