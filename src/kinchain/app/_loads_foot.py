"""What reaches each foot in a worked-out motion, and what heel, arch and fascia carry of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app._loads_ground import FOOT, SIDES, GroundLoads
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.body.external_loads import ExternalLoads
    from kinchain.body.foot import FootLoads, FootMotion, FootShape
    from kinchain.body.inverse_dynamics import BodyMotion
    from kinchain.body.model import Model

FloatArray = NDArray[np.float64]

LEAST_FORCE_N = 10.0
"""Below, a centre of pressure is noise, and the foot counts as off the floor."""

FLAT_SHARE = (0.2, 0.45)
"""Part of a stance in which a walking foot lies flat: its pitch there is that of standing."""

FLAT_MOST_RAD = np.deg2rad(15.0)
"""A foot tilted more even then does not lie flat (walking on the toes): its model's own posture
counts as flat."""

TOES_MOVE_RAD = np.deg2rad(10.0)
"""The model's toe joint is believed where it moves by so much in stance: else no marker told it."""

TOES_MOST_RAD = np.deg2rad(65.0)
"""Toes bend no farther in walking: 52 (SD 5) to 64 (SD 4) degrees in slow and fast walking
(evidence:caravaggi2010)."""

REAR_OF_ORIGIN = 0.65
"""From the heel body's origin to the toe joint in common models, as a share of foot length: for
the length of a foot whose person's height is not known [expert]."""

FOOT_LOADS = (
    "heel_force_bw", "midfoot_force_bw", "metatarsal_heads_force_bw", "toes_force_bw",
    "plantar_fascia_force_bw", "plantar_fascia_strain_pct",
)  # fmt: skip
"""Loads of a foot over stance."""

ALL_FOOT_LOADS = (*FOOT_LOADS, "region_impulse_pct")


@dataclass(frozen=True)
class FootWork:
    """One foot: its shape, what reaches it, and what it carries.

    Parameters
    ----------
    shape
        The foot.
    motion
        What reaches it.
    loads
        What it carries.
    """

    shape: FootShape
    motion: FootMotion
    loads: FootLoads

    def curves(self, weight_n: float) -> dict[str, FloatArray]:
        """Return the named loads in each frame.

        Parameters
        ----------
        weight_n
            Body weight, N.
        """
        return foot_curves(self.loads, weight_n)


def foot_curves(loads: FootLoads, weight_n: FloatArray | float) -> dict[str, FloatArray]:
    """Return the named loads of a foot in each frame.

    Parameters
    ----------
    loads
        What the foot carries, with or without draws.
    weight_n
        Body weight, N: a number, or draws of shape (n_draws, 1).

    Returns
    -------
    curves
        By the names of ``FOOT_LOADS``, each shape (..., n_frames); a slack fascia has strain 0.
    """
    found = {
        name: loads.region_n[..., i] / weight_n for i, name in enumerate(FOOT_LOADS[:4])
    }
    found["plantar_fascia_force_bw"] = loads.arch.fascia_force_n / weight_n
    found["plantar_fascia_strain_pct"] = np.maximum(loads.arch.fascia_strain_pct, 0.0)
    return found


def foot_work(
    model: Model,
    time_s: FloatArray,
    motion: BodyMotion,
    loads: ExternalLoads,
    ground: GroundLoads,
    height_m: float | None,
    sex: str | None = None,
) -> tuple[dict[LegSide, FootWork], dict[LegSide, dict[str, str]], tuple[Note, ...]]:
    """Work out both feet.

    Parameters
    ----------
    model
        The model.
    time_s
        Shape (n_frames,), s.
    motion
        How its bodies move.
    loads
        Forces of the ground, one sample for each frame.
    ground
        Whose each force is, and the stances.
    height_m
        Height of the person, m; None where it is not known.
    sex
        ``female`` or ``male``; None where it is not known.

    Returns
    -------
    feet
        For each side with a foot and a force of the ground.
    missing
        For each side the loads that cannot be given, with the reason.
    notes
        What was assumed.
    """
    from kinchain.body.foot import foot_loads, foot_shape

    feet: dict[LegSide, FootWork] = {}
    missing: dict[LegSide, dict[str, str]] = {side: {} for side in SIDES}
    notes: dict[str, Note] = {}
    for side in SIDES:
        end = side[0]
        joint = next((j for j in model.source.joints if j.child.body == f"toes_{end}"), None)
        if FOOT[side] not in model.bodies or joint is None:
            reason = f"it has no bodies {FOOT[side]} and toes_{end}"
            missing[side] = dict.fromkeys(ALL_FOOT_LOADS, reason)
            continue
        own = [i for i, one in enumerate(ground.sides) if one == side]
        reaching, said = _reaching(model, side, joint.parent.body, motion, loads, own,
                                   flat_frames(time_s, side, ground))  # fmt: skip
        length = None if height_m is not None else _length_of(model, side)
        shape = foot_shape(height_m, sex, length)
        feet[side] = FootWork(shape, reaching, foot_loads(shape, reaching))
        for one in (*said, *_moved(feet[side], side)):
            notes[f"{one.what} {one.where}"] = one
    return feet, missing, tuple(notes.values())


def flat_frames(time_s: FloatArray, side: LegSide, ground: GroundLoads) -> NDArray[np.bool_]:
    """Return the frames in which a foot should lie flat.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    side
        Leg.
    ground
        Its contacts.
    """
    found = np.zeros(len(time_s), bool)
    for kept in (ground.stances, ground.parts):
        for own, a, b in kept:
            if own == side:
                low, high = (a + share * (b - a) for share in FLAT_SHARE)
                found |= (time_s >= low) & (time_s <= high)
        if found.any():
            break
    return found


def _length_of(model: Model, side: LegSide) -> float:
    """Return a foot's length by the model: of a person whose height nobody told."""
    from kinchain.body.forward_kinematics import forward_kinematics

    place = forward_kinematics(model, model.default).origin_m[0]
    heel, toes = (place[model.bodies.index(b)] for b in (FOOT[side], f"toes_{side[0]}"))
    return float(np.clip(np.linalg.norm(toes - heel) / REAR_OF_ORIGIN, 0.16, 0.36))


def _reaching(
    model: Model,
    side: LegSide,
    forefoot: str,
    motion: BodyMotion,
    loads: ExternalLoads,
    own: list[int],
    flat: NDArray[np.bool_],
) -> tuple[FootMotion, list[Note]]:
    """Return what reaches one foot, along its own axes on the floor."""
    from kinchain.body.foot import FootMotion

    up = -model.gravity_mps2 / np.linalg.norm(model.gravity_mps2)
    held, toes = (model.bodies.index(one) for one in (forefoot, f"toes_{side[0]}"))
    long = motion.ground_from_body[:, held, :, 0]
    ahead = long - (long @ up)[:, None] * up
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1), 1e-9)[:, None]
    outward = np.cross(ahead, up) * (1.0 if side == "right" else -1.0)
    force, point = _of_foot(loads, own, up)
    heads = motion.origin_m[:, toes]
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
    notes.append(
        Note("note", f"toes bend {how}", f"{side} foot",
             "the fascia's peak is about 1 % off for each degree")
    )  # fmt: skip
    return FootMotion(
        vertical_n=np.where(on, lift, 0.0),
        forward_n=np.where(on, (force * ahead).sum(axis=1), 0.0),
        cop_forward_m=(away * ahead).sum(axis=1),
        cop_outward_m=(away * outward).sum(axis=1),
        pitch_rad=pitch,
        mtp_rad=mtp,
    ), notes


def _of_foot(
    loads: ExternalLoads, own: list[int], up: FloatArray
) -> tuple[FloatArray, FloatArray]:
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


def _moved(foot: FootWork, side: LegSide) -> list[Note]:
    """Return a note where plates and foot disagree about where the ground pushes."""
    force = foot.motion.vertical_n
    total = float(force.sum())
    if total <= 0.0:
        return []
    off = float((force * foot.loads.spread.moved_m).sum()) / total
    if off < 0.01:
        return []
    return [
        Note("warning", f"the centre of pressure lies {1000 * off:.0f} mm outside the sole",
             f"{side} foot", "on the mean; it was moved to the sole's edge: regions and fascia "
             "are off; check plates, sides and the foot's markers")
    ]  # fmt: skip


def tendon_of_moment(
    moment_nm_per_kg: FloatArray, mass_kg: float, shape: FootShape
) -> FloatArray:
    """Return the Achilles tendon's force by the ankle's moment alone.

    Parameters
    ----------
    moment_nm_per_kg
        Internal plantarflexion moment, N m/kg, shape (n_frames,).
    mass_kg
        Body mass, kg.
    shape
        The foot, for the tendon's lever.

    Returns
    -------
    force_n
        N; as if no other muscle crossed the ankle.
    """
    moment = np.maximum(np.asarray(moment_nm_per_kg), 0.0) * mass_kg
    return np.asarray(moment / np.asarray(shape.achilles_arm_m))


def with_tendon(
    curves: dict[str, FloatArray],
    missing: dict[str, str],
    shape: FootShape,
    mass_kg: float,
    weight_n: float,
) -> tuple[Note, ...]:
    """Add the Achilles tendon by the ankle's moment, where the model's muscles do not tell it.

    Parameters
    ----------
    curves
        Loads of one side; added to.
    missing
        What is missing of it; taken from.
    shape
        Its foot.
    mass_kg
        Body mass, kg.
    weight_n
        Body weight, N.

    Returns
    -------
    notes
        How it was worked out; empty where the muscles tell it.
    """
    name, moment = "achilles_force_bw", "internal_ankle_plantarflexion_moment_nm_per_kg"
    if name in curves or moment not in curves:
        return ()
    curves[name] = tendon_of_moment(curves[moment], mass_kg, shape) / weight_n
    missing.pop(name, None)
    return (
        Note("note", f"the Achilles tendon's force is the ankle's moment over a lever of "
             f"{1000 * float(np.mean(shape.achilles_arm_m)):.0f} mm", "ankle",
             "as if no other muscle crossed it: about 10 % too high at push-off, and a quarter "
             "either way for the lever"),
    )  # fmt: skip


def impulse_pct(regions: Mapping[str, FloatArray]) -> tuple[float, ...] | None:
    """Return each region's share of the vertical impulse.

    Parameters
    ----------
    regions
        Force of each of the four regions over even times, by the names of ``FOOT_LOADS``, the
        last axis over time.

    Returns
    -------
    share_pct
        Heel, midfoot, heads, toes, %, adding up to 100; None where there is no force.
    """
    sums = np.array([float(np.trapezoid(regions[name]).sum()) for name in FOOT_LOADS[:4]])
    total = sums.sum()
    if not total > 0.0:
        return None
    return tuple(float(one) for one in 100.0 * sums / total)
