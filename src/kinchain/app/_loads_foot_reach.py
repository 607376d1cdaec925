"""What reaches one foot: the ground's force and its centre along the foot, its tilt, its toes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.body.external_loads import ExternalLoads
    from kinchain.body.foot import FootMotion
    from kinchain.body.inverse_dynamics import BodyMotion
    from kinchain.body.model import Model

FloatArray = NDArray[np.float64]

LEAST_FORCE_N = 10.0
"""Below, a centre of pressure is noise, and the foot counts as off the floor."""

FLAT_MOST_RAD = np.deg2rad(15.0)
"""A foot tilted more even then does not lie flat (walking on the toes): its model's own posture
counts as flat."""

TOES_MOVE_RAD = np.deg2rad(10.0)
"""The model's toe joint is believed where it moves by so much in stance: else no marker told it."""

TOES_MOST_RAD = np.deg2rad(65.0)
"""Toes bend no farther in walking: 52 (SD 5) to 64 (SD 4) degrees in slow and fast walking
(evidence:caravaggi2010)."""

FIFTH = ("5met", "mt5", "met5", "mth5", "5mt", "toelat", "fifthmet", "vmh")
SECOND = ("2met", "mt2", "met2", "mth2", "2mt", "secondmet", "smh", "toe")
FIRST = ("1met", "mt1", "met1", "mth1", "1mt", "toemed", "firstmet", "fmh")
"""How markers of the metatarsal heads are called, without side and signs between."""

HEAD_AHEAD = {"first": -0.05, "second": -0.05, "fifth": 0.07}
"""From each of these heads forward to the mean line of all, as a share of foot length [expert]."""

NEAR_HEADS_M = 0.04
"""A marker farther from the model's toe joint, along the foot, is not at a head."""


@dataclass(frozen=True)
class ModelFoot:
    """One foot of a model.

    Parameters
    ----------
    model
        The model.
    side
        Leg.
    forefoot
        Body that the toes hang on.
    length_m
        Length of the foot, m.
    """

    model: Model
    side: LegSide
    forefoot: str
    length_m: float

    def heads_ahead_m(self) -> tuple[float, tuple[str, ...]]:
        """Return how far the heads lie ahead of the toe joint, m, and the markers that say so."""
        from kinchain.body.forward_kinematics import forward_kinematics

        model, end = self.model, self.side[0]
        poses = forward_kinematics(model, model.default)
        at = poses.origin_m[0, model.bodies.index(f"toes_{end}")]
        long = poses.ground_from_body[0, model.bodies.index(self.forefoot), :, 0]
        found: dict[str, tuple[str, float]] = {}
        for name, place in zip(model.markers, poses.marker_m[0], strict=True):
            ahead = float((place - at) @ long)
            head = head_of(name, end)
            if head and abs(ahead) <= NEAR_HEADS_M and head not in found:
                found[head] = name, ahead + HEAD_AHEAD[head] * self.length_m
        if "first" in found:
            found.pop("second", None)
        if not found:
            return 0.0, ()
        mean = float(np.mean([ahead for _, ahead in found.values()]))
        return mean, tuple(name for name, _ in found.values())


def head_of(marker: str, end: str) -> str | None:
    """Return which metatarsal head a marker is at, by its name.

    Parameters
    ----------
    marker
        Name.
    end
        Leg, ``l`` or ``r``.

    Returns
    -------
    head
        ``first``, ``second`` or ``fifth``; None for another place or leg.
    """
    plain = "".join(one for one in marker.lower() if one.isalnum())
    for word in ("study", "ground"):
        plain = plain.removesuffix(word)
    if plain.startswith(end):
        plain = plain[1:]
    elif plain.endswith(end):
        plain = plain[:-1]
    else:
        return None
    for head, names in (("fifth", FIFTH), ("first", FIRST), ("second", SECOND)):
        if any(plain.startswith(one) for one in names) and not plain.startswith("toetip"):
            return head
    return None


def reaching(
    held: ModelFoot,
    motion: BodyMotion,
    loads: ExternalLoads,
    own: list[int],
    flat: NDArray[np.bool_],
) -> tuple[FootMotion, list[Note]]:
    """Return what reaches one foot, along its own axes on the floor.

    Parameters
    ----------
    held
        The foot.
    motion
        How the model's bodies move.
    loads
        Forces of the ground, one sample for each frame.
    own
        Which of them are on this foot.
    flat
        Frames in which it should lie flat, shape (n_frames,).

    Returns
    -------
    motion
        What reaches it.
    notes
        How heads and toes were found.
    """
    from kinchain.body.foot import FootMotion

    model, side = held.model, held.side
    up = -model.gravity_mps2 / np.linalg.norm(model.gravity_mps2)
    body, toes = (model.bodies.index(one) for one in (held.forefoot, f"toes_{side[0]}"))
    long = motion.ground_from_body[:, body, :, 0]
    ahead = long - (long @ up)[:, None] * up
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1), 1e-9)[:, None]
    outward = np.cross(ahead, up) * (1.0 if side == "right" else -1.0)
    force, point = _of_foot(loads, own, up)
    shift, markers = held.heads_ahead_m()
    heads = motion.origin_m[:, toes] + shift * long
    lift = force @ up
    on = lift > LEAST_FORCE_N
    away = np.where(on[:, None], point - heads, 0.0)
    pitch = -np.arcsin(np.clip(long @ up, -1.0, 1.0))
    known = flat & on
    rest = float(np.median(pitch[known])) if known.any() else 0.0
    notes = []
    if abs(rest) > FLAT_MOST_RAD:
        rest = 0.0
        notes.append(
            Note("warning", "the foot does not lie flat in stance", f"{side} foot",
                 "its tilt is taken from the model's own posture")
        )  # fmt: skip
    pitch = pitch - rest
    mtp, how = _toes(model, side, motion, pitch, on, known)
    where = f"by markers {', '.join(markers)}" if markers else "at the model's toe joint"
    notes.append(
        Note("note", f"the metatarsal heads are {where}; toes bend {how}", f"{side} foot",
             "1 cm of the heads moves about a fifth of the load between them and the toes")
    )  # fmt: skip
    return FootMotion(
        vertical_n=np.where(on, lift, 0.0),
        forward_n=np.where(on, (force * ahead).sum(axis=1), 0.0),
        cop_forward_m=(away * ahead).sum(axis=1),
        cop_outward_m=(away * outward).sum(axis=1),
        pitch_rad=pitch,
        mtp_rad=mtp,
    ), notes


def _of_foot(loads: ExternalLoads, own: list[int], up: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the force on a foot and its centre of pressure, over all plates."""
    force = loads.force_n[:, own]
    weight = np.maximum(force @ up, 0.0)
    point = np.where(weight[..., None] > 0.0, loads.point_m[:, own], 0.0)
    total = weight.sum(axis=1)
    centre = (weight[..., None] * point).sum(axis=1) / np.maximum(total, 1e-9)[:, None]
    return force.sum(axis=1), centre


def _toes(
    model: Model,
    side: LegSide,
    motion: BodyMotion,
    pitch: FloatArray,
    on: NDArray[np.bool_],
    flat: NDArray[np.bool_],
) -> tuple[FloatArray, str]:
    """Return the toes' dorsiflexion and how it is known."""
    name = f"mtp_angle_{side[0]}"
    if name in model.coordinates:
        angle = motion.coordinates[:, model.coordinate(name)]
        seen = angle[on]
        if len(seen) and float(np.ptp(seen)) > TOES_MOVE_RAD:
            rest = float(np.median(angle[flat])) if flat.any() else 0.0
            return np.clip(angle - rest, -TOES_MOST_RAD, TOES_MOST_RAD), "as the model's joint"
    bent = np.clip(pitch, 0.0, TOES_MOST_RAD)
    return np.where(on, bent, 0.0), "as far as the heel rises over toes that lie flat"
