"""Which coordinates a recording does not show: they are kept, and it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.person.lengths import SIDES
from kinchain.app.loads.person.seen import PELVIS_TILT_RAD, WORLD_UP
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.app.loads.person.place import Placed
    from kinchain.app.loads.person.seen import Seen
    from kinchain.body.model import Model

FloatArray = NDArray[np.float64]

LEG = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle")
FOOT = ("ankle_angle", "subtalar_angle", "mtp_angle")
LUMBAR = ("lumbar_extension", "lumbar_bending", "lumbar_rotation")
PELVIS = ("pelvis_tilt", "pelvis_list", "pelvis_rotation")
NOT_SAGITTAL = (
    "pelvis_list", "pelvis_rotation", "pelvis_tz", "lumbar_bending", "lumbar_rotation",
    *(f"{name}_{side}" for side in SIDES
      for name in ("hip_adduction", "hip_rotation", "subtalar_angle")),
)  # fmt: skip

WHOLE_TRUNK = 3
"""A trunk with fewer markers, none on a shoulder, does not show its turn."""

WHOLE_FOOT = 3
"""A foot with fewer markers does not show its roll about its length."""


@dataclass(frozen=True)
class Locks:
    """Coordinates that are kept.

    Parameters
    ----------
    all
        Coordinate to the value at which it is kept, rad.
    first
        Further ones while only landmarks are followed.
    torso
        Whether the torso bears no marker: it is then kept upright.
    notes
        What is kept, and why.
    unseen
        By side ``leg`` or ``foot``, what bears no marker.
    """

    all: Mapping[str, float]
    first: Mapping[str, float]
    torso: bool
    notes: tuple[Note, ...]
    unseen: Mapping[LegSide, str]


def locks(model: Model, seen: Seen, marks: Placed, *, flat: bool) -> Locks:
    """Return the coordinates that the markers do not show.

    Parameters
    ----------
    model
        The default body.
    seen
        What the recording shows.
    marks
        Markers on it.
    flat
        True for a side view.
    """
    held: set[str] = set(NOT_SAGITTAL) if flat else set()
    first: set[str] = set()
    lost: list[str] = []
    unseen: dict[LegSide, str] = {}
    torso = marks.on("torso")
    hips_only = not [n for n in marks.on("pelvis") if not _is_hip(marks, n)]
    if not torso:
        held |= set(LUMBAR)
        lost.append("the trunk bears no marker: it is kept upright")
    if hips_only:
        held |= _pelvis(marks, has_torso=bool(torso))
        lost.append("the pelvis bears no marker of its own: it is tilted as usual under the trunk")
    if len(torso) < WHOLE_TRUNK and not any("shoulder" in marks.landmarks[n] for n in torso):
        held.add("lumbar_rotation")
    for side in SIDES:
        word: LegSide = "right" if side == "r" else "left"
        foot = marks.on(*(f"{body}_{side}" for body in ("calcn", "forefoot", "toes")))
        shin = marks.on(f"femur_{side}", f"tibia_{side}")
        if not foot and not shin:
            held |= {f"{name}_{side}" for name in (*LEG, *FOOT)}
            lost.append(f"the {word} leg bears no marker: it is kept straight")
            unseen[word] = "leg"
            continue
        if not foot:
            unseen[word] = "foot"
        held |= {f"{name}_{side}" for name in _foot(marks, foot, side)}
        if not shin:
            first.add(f"hip_rotation_{side}")
        elif f"femur_{side}" not in seen.frames:
            held.add(f"hip_rotation_{side}")
            lost.append(f"nothing shows the turn of the {word} thigh about its length")
    kept = [name for name in model.coordinates if name in held]
    notes = _said(lost, kept, flat=flat, no_knee=bool(first))
    usual = {"pelvis_tilt": -PELVIS_TILT_RAD, "lumbar_extension": PELVIS_TILT_RAD}
    return Locks({name: usual.get(name, 0.0) for name in kept},
                 dict.fromkeys(sorted(first), 0.0), not torso, tuple(notes), unseen)  # fmt: skip


def _said(lost: list[str], kept: list[str], *, flat: bool, no_knee: bool) -> list[Note]:
    notes = [Note("note", what, "markers", "set, not measured") for what in lost]
    if no_knee:
        notes.append(
            Note("warning", "knee and ankle bear no markers: the leg lies as hip and foot let it",
                 "markers", "knee moments are rough: give a standing trial (--static)")
        )  # fmt: skip
    if flat:
        notes.append(
            Note("warning", "a side view: what happens to the side is not seen", "recording",
                 "only the sagittal plane moves; how the knee shares its load is not told")
        )  # fmt: skip
    elif any(name.startswith("subtalar") for name in kept):
        notes.append(
            Note("note", "a foot with fewer than three markers does not show its roll", "markers",
                 "the joint below the ankle is kept at 0")
        )  # fmt: skip
    return notes


def _is_hip(marks: Placed, name: str) -> bool:
    return marks.landmarks[name].startswith("hip_centre")


def _pelvis(marks: Placed, *, has_torso: bool) -> set[str]:
    hips = {marks.landmarks[name] for name in marks.on("pelvis")}
    if len(hips) < 2:
        return {*PELVIS, *LUMBAR}
    return {"lumbar_extension"} if has_torso else {"pelvis_tilt"}


def _foot(marks: Placed, foot: list[str], side: str) -> list[str]:
    if not foot:
        return list(FOOT)
    held = ["subtalar_angle"] if len(foot) < WHOLE_FOOT else []
    if not marks.on(f"toes_{side}") or len(foot) < WHOLE_FOOT:
        held.append("mtp_angle")
    return held


def stand_torso_up(model: Model, coordinates: FloatArray) -> FloatArray:
    """Return a motion with the torso upright over the pelvis, which alone was seen.

    Parameters
    ----------
    model
        The model.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.

    Notes
    -----
    By the pelvis' axes, not its angles: their tilt and list depend on where a person heads.
    """
    from kinchain.body.forward_kinematics import forward_kinematics
    from kinchain.gait.kinematics.frames import cardan_zxy, frame_from_forward_and_up

    seen = np.isfinite(coordinates).all(axis=1)
    if not seen.any() or any(name not in model.coordinates for name in LUMBAR):
        return coordinates
    poses = forward_kinematics(model, coordinates[seen])
    pelvis = poses.ground_from_body[:, model.bodies.index("pelvis")]
    ahead = pelvis[..., 0] * (1.0, 0.0, 1.0)
    up = np.broadcast_to(WORLD_UP, ahead.shape)
    about_z, about_x, _ = cardan_zxy(pelvis, frame_from_forward_and_up(ahead, up))
    turned = coordinates.copy()
    turned[seen, model.coordinate("lumbar_extension")] = about_z
    turned[seen, model.coordinate("lumbar_bending")] = about_x
    return turned
