"""What reaches one foot: the ground's force and its centre along the foot, its tilt, its toes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

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


HEEL = ("hee", "calc", "cal")
"""How markers of the heel begin, without side."""

AXIS_MOST_RAD = np.deg2rad(25.0)
"""A line from heel to heads that leaves the model's foot by more belongs to other markers."""


class Heads(NamedTuple):
    """The metatarsal heads of a model's foot, and its axis.

    Parameters
    ----------
    ahead_m
        Their line ahead of the toe joint, m.
    axis_rad
        The line from heel to heads, turned about y from the forefoot's x axis, rad.
    markers
        That say so.
    """

    ahead_m: float
    axis_rad: float
    markers: tuple[str, ...]


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

    def heads(self) -> Heads:
        """Find the metatarsal heads and the foot's axis by their markers."""
        from kinchain.body.forward_kinematics import forward_kinematics

        model, end = self.model, self.side[0]
        poses = forward_kinematics(model, model.default)
        at = poses.origin_m[0, model.bodies.index(f"toes_{end}")]
        turned = poses.ground_from_body[0, model.bodies.index(self.forefoot)]
        places = {
            name: (place - at) @ turned
            for name, place in zip(model.markers, poses.marker_m[0], strict=True)
        }
        found: dict[str, str] = {}
        for name, place in places.items():
            head = head_of(name, end)
            if head and abs(place[0]) <= NEAR_HEADS_M:
                found.setdefault(head, name)
        if "first" in found and "fifth" in found:
            found.pop("second", None)
        if not found:
            return Heads(0.0, 0.0, ())
        ahead = float(np.mean([
            places[name][0] + HEAD_AHEAD[head] * self.length_m for head, name in found.items()
        ]))  # fmt: skip
        middle = [places[name] for head, name in found.items() if head == "second"]
        if {"first", "fifth"} <= set(found):
            middle = [0.5 * (places[found["first"]] + places[found["fifth"]])]
        heel = next((place for name, place in places.items() if is_heel(name, end)), None)
        axis = 0.0
        if middle and heel is not None:
            line = middle[0] - heel
            axis = float(np.arctan2(-line[2], line[0]))
            if abs(axis) > AXIS_MOST_RAD:
                axis = 0.0
        return Heads(ahead, axis, tuple(found.values()))


def is_heel(marker: str, end: str) -> bool:
    """Tell whether a marker is at one foot's heel, by its name.

    Parameters
    ----------
    marker
        Name.
    end
        Leg, ``l`` or ``r``.
    """
    plain = _plain(marker, end)
    return plain is not None and plain.startswith(HEEL)


def _plain(marker: str, end: str) -> str | None:
    """Return a marker's name without signs and side; None for one of the other side."""
    plain = "".join(one for one in marker.lower() if one.isalnum())
    for word in ("study", "ground"):
        plain = plain.removesuffix(word)
    if plain.startswith(end):
        return plain[1:]
    return plain[:-1] if plain.endswith(end) else None


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
    plain = _plain(marker, end)
    if plain is None:
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
    place = held.heads()
    turn = np.array([np.cos(place.axis_rad), 0.0, -np.sin(place.axis_rad)])
    long = motion.ground_from_body[:, body] @ turn
    ahead = long - (long @ up)[:, None] * up
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1), 1e-9)[:, None]
    outward = np.cross(ahead, up) * (1.0 if side == "right" else -1.0)
    force, point = _of_foot(loads, own, up)
    heads = motion.origin_m[:, toes] + place.ahead_m * long
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
    where = "by their markers" if place.markers else "at the model's toe joint"
    notes.append(
        Note("note", f"the ball of the foot is {where}; toes bend {how}", f"{side} foot",
             "1 cm of it moves about a fifth of the load between ball and toes")
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
