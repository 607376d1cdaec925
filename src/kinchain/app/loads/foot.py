"""What reaches each foot in a worked-out motion, and what heel, arch and fascia carry of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.foot_reach import ModelFoot, reaching
from kinchain.app.loads.ground import FOOT, SIDES, GroundLoads
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.body.external_loads import ExternalLoads
    from kinchain.body.foot import FootLoads, FootMotion, FootShape
    from kinchain.body.inverse_dynamics import BodyMotion
    from kinchain.body.model import Model

FloatArray = NDArray[np.float64]

FLAT_SHARE = (0.2, 0.45)
"""Part of a stance in which a walking foot lies flat: its pitch there is that of standing."""

REAR_OF_ORIGIN = 0.675
"""From the heel body's origin to the toe joint, as a share of foot length, in the skeleton that
common models and the default body stem from (Delp 1990: 179 of 265 mm)."""

OUTSIDE_M = 0.01
"""A centre of pressure outside the sole by so much on the mean is told [expert]."""

PUSHING_RAD, PUSHED_SHARE = np.deg2rad(15.0), (-0.06, 0.15)
"""With the heel so far up the centre of pressure lies between heads and toes: where, on the mean,
ahead of the heads as a share of foot length [expert]."""

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
    sizes
        What the shape was made from: height in m, sex, length in m; None where not known.
    """

    shape: FootShape
    motion: FootMotion
    loads: FootLoads
    sizes: tuple[float | None, str | None, float | None] = (None, None, None)

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
    found = {name: loads.region_n[..., i] / weight_n for i, name in enumerate(FOOT_LOADS[:4])}
    found["plantar_fascia_force_bw"] = loads.arch.fascia_force_n / weight_n
    found["plantar_fascia_strain_pct"] = np.maximum(loads.arch.fascia_strain_pct, 0.0)
    return found


def foot_work(
    model: Model,
    time_s: FloatArray,
    motion: BodyMotion,
    loads: ExternalLoads,
    ground: GroundLoads,
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
        length = _length_of(model, side)
        shape = foot_shape(foot_length_m=length)
        held = ModelFoot(model, side, joint.parent.body, float(np.mean(shape.length_m)))
        flat = flat_frames(time_s, side, ground)
        reached, said = reaching(held, motion, loads, own, flat)
        feet[side] = FootWork(shape, reached, foot_loads(shape, reached), (None, None, length))
        for one in (*said, *_moved(feet[side], side, ground.source)):
            is_known = one.what in notes
            notes[one.what] = replace(one, where="both feet") if is_known else one
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
    """Return a foot's length by the model, which was scaled to the person."""
    from kinchain.body.forward_kinematics import forward_kinematics

    place = forward_kinematics(model, model.default).origin_m[0]
    heel, toes = (place[model.bodies.index(b)] for b in (FOOT[side], f"toes_{side[0]}"))
    return float(np.clip(np.linalg.norm(toes - heel) / REAR_OF_ORIGIN, 0.16, 0.36))


def _moved(foot: FootWork, side: LegSide, source: str) -> list[Note]:
    """Return a note where the ground pushes where this foot is not."""
    motion = foot.motion
    force, where = motion.vertical_n, f"{side} foot"
    total = float(force.sum())
    if total <= 0.0:
        return []
    off = float((force * foot.loads.spread.moved_m).sum()) / total
    if off >= OUTSIDE_M:
        return [
            Note("warning", f"the centre of pressure lies {1000 * off:.0f} mm outside the sole",
                 where, "on the mean; it was moved to the sole's edge; every load of this leg is "
                 "off: check plates, sides and the foot's markers")
        ]  # fmt: skip
    pushing = np.where(motion.pitch_rad > PUSHING_RAD, force, 0.0)
    if pushing.sum() <= 0.0:
        return []
    ahead = float((pushing * motion.cop_forward_m).sum() / pushing.sum())
    low, high = (share * float(np.mean(foot.shape.length_m)) for share in PUSHED_SHARE)
    if low <= ahead <= high:
        return []
    cause = "plates and the foot's markers do not fit each other"
    if source == "estimated":
        cause = "the place of the push is worked out, and rough"
    words = f"{1000 * abs(ahead):.0f} mm {'ahead of' if ahead > 0.0 else 'behind'}"
    return [
        Note("warning", f"at push-off the ground pushes {words} the ball of the foot", where,
             f"more than a foot's shape allows: {cause}; how heel, ball and toes share the load "
             "is off")
    ]  # fmt: skip


def tendon_of_moment(moment_nm_per_kg: FloatArray, mass_kg: float, shape: FootShape) -> FloatArray:
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
