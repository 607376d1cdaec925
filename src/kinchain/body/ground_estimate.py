"""Ground forces from motion alone: what the ground must have done for the body to move so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.external_loads import ExternalLoads, external_loads
from kinchain.body.ground_course import SIDES, SOLE, phases, sole_points, usual_shares
from kinchain.body.inverse_dynamics import InverseDynamics
from kinchain.body.model import Model
from kinchain.core.trial import LegSide

FloatArray = NDArray[np.float64]

FORCE_SD_BW = 0.003
"""How far the sum of mass times acceleration is off, body weights [expert]."""

MOMENT_SD, MOMENT_SD_ALONE = 0.01, 0.06
"""How far its moment is off, body weight times height of the pelvis' origin [expert]. In double
support it tells the feet apart, which nothing else does; over one foot the usual course of the
centre of pressure is surer than the trunk's moment."""

MOMENT_SD_UNSEEN = 1.0
"""The same where the pelvis' path was made up from joint angles [expert]."""

PRIOR_SD_BW = 0.4
"""How far a place of the sole that bears all may be from its usual share, body weights [expert]."""

PLACE_LEAST = 0.05
"""How freely a place bears that usually bears nothing then [expert]."""

PIVOT = 1.5
"""Height of the point that the force of each foot aims at, heights of the pelvis: forces of walking
cross above the centre of mass (Maus et al. 2010, https://doi.org/10.1038/ncomms1073). Only how
two feet share the horizontal force hangs on it."""

MAX_TORQUE = 0.02
"""Largest free torque about the vertical, body weight times height of the pelvis [expert]."""


def estimate_ground(
    model: Model,
    time_s: FloatArray,
    unloaded: InverseDynamics,
    stances: Sequence[tuple[LegSide, float, float]],
    *,
    pelvis_is_seen: bool = True,
) -> ExternalLoads:
    """Work out what the ground must have done.

    Parameters
    ----------
    model
        The model, y up.
    time_s
        Times of the frames, shape (n_frames,), s.
    unloaded
        Inverse dynamics of the motion without any force from outside: what then crosses the
        joint to ground is what the ground gave.
    stances
        Side, landing and leaving of each foot, s.
    pelvis_is_seen
        Whether the pelvis' path was recorded: one that was made up tells no moments.

    Returns
    -------
    loads
        Forces on ``calcn_l`` and ``calcn_r``; NaN before the first and after the last stance.

    Notes
    -----
    Newton and Euler give sum and moment of all ground forces. With one foot on the ground both are
    its own. With two, the moments tell the feet apart, as these stand half a metre from each
    other; a smooth transfer of weight, as Ren et al. 2008
    (https://doi.org/10.1016/j.jbiomech.2008.06.001) take it, is the prior. In each frame the
    vertical forces at five places of each sole, all pushing, are the least squares between the
    three equations and the usual course of the centre of pressure.
    """
    motion = unloaded.motion
    points = sole_points(model, motion.ground_from_body, motion.origin_m)
    phase, share = phases(time_s, stances)
    wrench = _levelled(_wrench(model, unloaded), points, phase)
    weight = float(model.mass_kg.sum()) * float(np.linalg.norm(model.gravity_mps2))
    pelvis = motion.origin_m[:, _roots(model)[0]]
    height = float(np.median(pelvis[:, 1] - points[..., 1].min(axis=(1, 2))))
    force = np.zeros((len(time_s), 2, 3))
    place = np.full((len(time_s), 2, 3), np.nan)
    torque = np.zeros((len(time_s), 2, 3))
    first = min((start for _, start, _ in stances), default=np.inf)
    last = max((end for _, _, end in stances), default=-np.inf)
    for t in range(len(time_s)):
        if not first <= time_s[t] <= last:
            force[t] = torque[t] = np.nan
        elif np.isfinite(phase[t]).any():
            given = _Frame(wrench[t], pelvis[t], points[t], phase[t], share[t], weight, height,
                           pelvis_is_seen)  # fmt: skip
            force[t], place[t], torque[t] = given.solved()
    return external_loads(
        time_s, [f"calcn_{side[0]}" for side in SIDES], force, place, torque,
        [f"{side} foot, estimated" for side in SIDES],
    )  # fmt: skip


def _wrench(model: Model, unloaded: InverseDynamics) -> FloatArray:
    """Return the sum of force and moment about ground's origin, shape (n_frames, 6)."""
    roots = _roots(model)
    force = unloaded.joint_force_n[:, roots]
    moment = unloaded.joint_moment_nm[:, roots]
    moment = moment + np.cross(unloaded.motion.origin_m[:, roots], force)
    return np.concatenate([force.sum(axis=1), moment.sum(axis=1)], axis=1)


def _levelled(wrench: FloatArray, points: FloatArray, phase: FloatArray) -> FloatArray:
    """Return the wrench with the body's weight shifted to where one foot alone bears it.

    A centre of mass that the model has 2 cm too far ahead would move 3 % of body weight from foot
    to foot in double support. With one foot down the centre of pressure must lie, on the mean,
    where it usually does: by how much it does not, the mass is moved.
    """
    down = np.isfinite(phase)
    alone = down.sum(axis=1) == 1
    lift = wrench[:, 1]
    alone &= lift > 0.0
    if not alone.any():
        return wrench
    foot = np.argmax(down, axis=1)[alone]
    own = points[alone, foot]
    usual = usual_shares(phase[alone, foot])[..., None] * own
    expected = usual.sum(axis=1) / usual_shares(phase[alone, foot]).sum(axis=1)[:, None]
    floor = own[..., 1].min(axis=1)
    force, moment = wrench[alone, :3], wrench[alone, 3:]
    ahead = (moment[:, 2] + floor * force[:, 0]) / lift[alone]
    aside = -(moment[:, 0] - floor * force[:, 2]) / lift[alone]
    shift = np.array([np.median(ahead - expected[:, 0]), np.median(aside - expected[:, 2])])
    moved = wrench.copy()
    moved[:, 5] -= shift[0] * lift
    moved[:, 3] += shift[1] * lift
    return moved


def _roots(model: Model) -> list[int]:
    return [i for i, one in enumerate(model.tree.parent) if i > 0 and one == 0]


@dataclass(frozen=True)
class _Frame:
    """One frame: what must be brought about, and by what."""

    wrench: FloatArray
    pelvis: FloatArray
    points: FloatArray
    phase: FloatArray
    share: FloatArray
    weight_n: float
    height_m: float
    pelvis_is_seen: bool

    def solved(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return force, centre of pressure and free torque of both feet."""
        from scipy.optimize import nnls

        down = np.isfinite(self.phase)
        feet = np.flatnonzero(down)
        at = self.points[down].reshape(-1, 3)
        floor = float(at[:, 1].min())
        at = np.column_stack([at[:, 0], np.full(len(at), floor), at[:, 2]])
        lift = max(float(self.wrench[1]), 0.0)
        middle = at.mean(axis=0)
        moment = self.wrench[3:] - np.cross(middle, self.wrench[:3])
        arm = at - middle
        share = MOMENT_SD if len(feet) > 1 else MOMENT_SD_ALONE
        if not self.pelvis_is_seen:
            share = MOMENT_SD_UNSEEN
        moment_sd = share * self.weight_n * self.height_m
        force_sd = FORCE_SD_BW * self.weight_n
        # What hardly bears by the usual course cannot bear much: no jump as a foot lands.
        usual = usual_shares(self.phase[feet])
        free = np.sqrt(self.share[feet, None] * (PLACE_LEAST + usual)).ravel() + 0.01
        prior_sd = PRIOR_SD_BW * self.weight_n * free
        prior = (usual * self.share[feet, None]).ravel()
        rows = np.vstack([
            np.ones(len(at)) / force_sd, -arm[:, 2] / moment_sd, arm[:, 0] / moment_sd,
            np.diag(1.0 / prior_sd),
        ])  # fmt: skip
        wanted = np.concatenate([
            [lift / force_sd, moment[0] / moment_sd, moment[2] / moment_sd],
            prior * lift / prior_sd,
        ])  # fmt: skip
        up, _ = nnls(rows, wanted)
        shape = (len(feet), len(SOLE))
        return self._of_feet(feet, up.reshape(shape), at.reshape(*shape, 3))

    def _of_feet(
        self, feet: NDArray[np.int64], up: FloatArray, at: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        force, place, torque = np.zeros((2, 3)), np.full((2, 3), np.nan), np.zeros((2, 3))
        borne = up.sum(axis=1)
        total = float(borne.sum()) or 1.0
        for row, foot in enumerate(feet):
            if borne[row] <= 0.0:
                continue
            place[foot] = (up[row, :, None] * at[row]).sum(axis=0) / borne[row]
            aim = self.pelvis - place[foot]
            force[foot] = borne[row] * aim / (PIVOT * aim[1])
            force[foot, 1] = borne[row]
        lacks = self.wrench[:3] - force.sum(axis=0)
        for row, foot in enumerate(feet):
            force[foot, [0, 2]] += borne[row] / total * lacks[[0, 2]]
        made = np.cross(np.nan_to_num(place), force).sum(axis=0)
        left = float(self.wrench[4] - made[1])
        most = MAX_TORQUE * self.weight_n * self.height_m
        for row, foot in enumerate(feet):
            torque[foot, 1] = borne[row] / total * float(np.clip(left, -most, most))
        return force, place, torque
