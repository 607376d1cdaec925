"""The whole body's motion: pelvis path that both legs can reach, feet, and exact joint angles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse
from scipy.interpolate import BSpline, PchipInterpolator
from scipy.ndimage import gaussian_filter1d
from scipy.sparse.linalg import spsolve

from kinchain.gait.synthetic._foot import (
    FootPose,
    FootShape,
    foot_angles,
    heel_bone_pose,
    smooth_step,
    standing_pose,
)
from kinchain.gait.synthetic._leg_curves import LegCurves
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic._rotations import (
    MIRROR,
    about_x,
    about_y,
    about_z,
    knee_for_distance,
    leg_turns,
    mirrored_turn,
    turned,
)
from kinchain.gait.synthetic._schedule import Footfalls
from kinchain.gait.synthetic.body import Body
from kinchain.gait.synthetic.changes import not_below

SIDES = ("left", "right")
KNOTS_PER_STRIDE = 14
FIT_HZ = 60.0
KNEE_SIGMA_RAD = np.radians(1.2)
ALONG_SIGMA_M = 0.05
ASIDE_SIGMA_M = 0.03
SWAY_SIGMA_M = 0.012
"""Sideways sway: range 7.0 cm at 0.7 m/s to 3.9 cm at 1.6 m/s (basis: expert; Orendurff MS et al.,
J Rehabil Res Dev 2004;41:829 as recalled)."""
JERK_SIGMA = (0.0070, 0.0150, 0.0025)
LEAST_AIR_RAD = np.radians(2.0)
"""Least knee flexion of the swinging leg."""
N_FITS = 6
NEARLY_STRAIGHT_RAD = np.radians(4.0)
FIRMER = 6.0
"""Where a standing leg would be overstretched, its length counts this much more."""
STIFF_WEIGHT = 8.0
"""A knee that cannot straighten has its way against the other leg."""
MOST_KNEE_RATE = np.radians(80.0)
"""Knee speed, rad/s, by which swing adapts to the ground; more is left to the impact."""
LEAST_KNEE_RAD = np.radians(4.5)
CLEARANCE_M = 0.012
"""Least height of the toes in mid swing: 13 mm, varying by 4 (Winter DA, Phys Ther 1992;72:45)."""
TOE_LEVER_M = 0.17
MOST_TOES_UP_RAD = np.radians(7.0)
"""Low toes are first turned up by at most this, only then is the foot lifted (basis: expert)."""
N_LIFT = 41
STEP_S = 1e-4
RATE_SPAN = 0.5
"""Share of swing over which the leg's speeds at foot off and contact are made to fit."""


@dataclass(frozen=True)
class LegMotion:
    """One leg over time, as a right leg (the left one mirrored).

    Parameters
    ----------
    hip_m, knee_m, ankle_m
        Joint centres, shape (n, 3).
    thigh, shank
        Rotations, shape (n, 3, 3).
    foot
        The foot's pose.
    knee_flexion
        rad.
    """

    hip_m: FloatArray
    knee_m: FloatArray
    ankle_m: FloatArray
    thigh: FloatArray
    shank: FloatArray
    foot: FootPose
    knee_flexion: FloatArray


class Motion:
    """A walk as functions of time, in the ground frame (the ground standing still).

    Parameters
    ----------
    body
        Segment lengths.
    curves
        Wanted curves of ``left`` and ``right``.
    duration_s
        How long.
    swayed_by
        Times (n,) and acceleration of the centre of mass (n, 3), m/s2, that the ground forces
        give; the pelvis follows it where the legs leave it free. None lets it go evenly.
    """

    def __init__(
        self,
        body: Body,
        curves: Mapping[str, LegCurves],
        duration_s: float,
        swayed_by: tuple[FloatArray, FloatArray] | None = None,
    ) -> None:
        self._swayed_by = swayed_by
        self.body = body
        self.shape = FootShape.of(body)
        self.duration_s = duration_s
        self.half_m = body.hip_from_asis_m[2]
        self.curves = curves
        gain = self._hip_gain()
        self.curves = {side: replace(curve, hip_gain=gain) for side, curve in curves.items()}
        self._pelvis = self._fit_pelvis()
        self._gaps = {side: self._mend(side) for side in SIDES}
        still = {
            side: np.zeros((len(self.curves[side].falls.contact_s) - 1, N_LIFT)) for side in SIDES
        }
        self._toes_up, self._lift = still, still
        self._toes_up = {
            side: np.minimum(self._lifts(side) / TOE_LEVER_M, MOST_TOES_UP_RAD) for side in SIDES
        }
        self._lift = {side: self._lifts(side) for side in SIDES}

    # ---- middle of the body -------------------------------------------------

    def middle(self, name: str, time_s: FloatArray, odd: bool) -> FloatArray:
        """Return a curve of pelvis or trunk that both sides share, rad, as of the right side.

        Parameters
        ----------
        name
            Curve.
        time_s
            Times.
        odd
            True where the left side's curve counts negative.
        """
        total = np.zeros(np.shape(time_s))
        for side in SIDES:
            sign = -1.0 if odd and side == "left" else 1.0
            phase = self.curves[side].falls.phase(time_s)
            total += sign * 0.5 * self.curves[side].plain(name, phase)
            total += sign * self.curves[side].added(name, phase)
            total += sign * 0.5 * self.curves[side].varied(name, phase)
        return total

    def pelvis_turn(self, time_s: FloatArray) -> FloatArray:
        """Return the pelvis's rotation to ground, shape (n, 3, 3).

        Parameters
        ----------
        time_s
            Times.
        """
        tilt = -self.middle("pelvis_tilt", time_s, odd=False)
        listed = -self.middle("pelvis_obliquity", time_s, odd=True)
        turn = self.middle("pelvis_rotation", time_s, odd=True)
        return about_z(tilt) @ about_x(listed) @ about_y(turn)

    def trunk_turn(self, time_s: FloatArray) -> FloatArray:
        """Return the trunk's rotation to ground, shape (n, 3, 3).

        Parameters
        ----------
        time_s
            Times.
        """
        tilt = -self.middle("trunk_tilt", time_s, odd=False)
        listed = -self.middle("trunk_obliquity", time_s, odd=True)
        turn = self.middle("trunk_rotation", time_s, odd=True)
        return about_z(tilt) @ about_x(listed) @ about_y(turn)

    def pelvis_m(self, time_s: FloatArray) -> FloatArray:
        """Return the middle of the hip centres, shape (n, 3), m.

        Parameters
        ----------
        time_s
            Times.
        """
        return np.asarray(self._pelvis(time_s), dtype=float)

    def _hip(self, side: str, time_s: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return a leg's hip centre and pelvis rotation, mirrored to a right leg."""
        turn, middle = self._hip_turn(side, time_s), self.pelvis_m(time_s)
        if side == "left":
            middle = middle * MIRROR
        return middle + self.half_m * turn[:, :, 2], turn

    # ---- wanted leg ---------------------------------------------------------

    def _wanted_reach(self, side: str, time_s: FloatArray, pelvis: FloatArray) -> FloatArray:
        """Return hip to ankle as the curves want it, shape (n, 3), for a right leg."""
        curves = self.curves[side]
        phase = curves.falls.phase(time_s)
        knee = not_below(curves.wanted("knee_flexion", phase), LEAST_KNEE_RAD, np.radians(0.8))
        thigh = pelvis @ (
            about_z(curves.wanted("hip_flexion", phase))
            @ about_x(curves.wanted("hip_adduction", phase))
            @ about_y(curves.wanted("hip_rotation", phase))
        )
        bend = about_z(-knee) @ about_x(curves.wanted("knee_adduction", phase))
        arm = np.array([0.0, -self.body.thigh_m, 0.0])
        arm = arm + turned(bend, np.array([0.0, -self.body.shank_m, 0.0]))
        reach = turned(thigh, arm)
        part = phase - np.floor(phase)
        off = curves.falls.foot_off
        swing = np.clip((part - off) / (1 - off), 0.0, 1.0)
        reach[:, 2] += curves.change.circle_m * np.sin(np.pi * swing) ** 2
        return reach

    def _hip_gain(self) -> float:
        """Return the gain of hip flexion with which published curves step as far as scheduled."""
        gains = np.array([0.6, 0.8, 1.0, 1.2, 1.4])
        base = self.curves
        found = []
        for side in SIDES:
            falls = base[side].falls
            step = 0.5 * float(np.mean(np.diff(falls.heel_x_m)))
            half = (0.5 - falls.foot_off) / (1.0 - falls.foot_off)
            middle = (
                falls.contact_s[2] + (falls.off_s[2] - falls.contact_s[2]) * 0.5 / falls.foot_off
            )
            if half > 0:
                middle = falls.off_s[2] + half * (falls.contact_s[3] - falls.off_s[2])
            time, printed = np.array([falls.contact_s[2], middle]), np.array([2, 2])
            steps = []
            for gain in gains:
                self.curves = {name: replace(c, hip_gain=float(gain)) for name, c in base.items()}
                ankle = standing_pose(self.curves[side], self.shape, time, printed).ankle_m
                turn = self._hip_turn(side, time)
                reach = self._wanted_reach(side, time, turn) + self.half_m * turn[:, :, 2]
                steps.append(reach[0, 0] - reach[1, 0] - (ankle[0, 0] - ankle[1, 0]))
            found.append(float(np.interp(step, steps, gains)))
        self.curves = base
        return 0.5 * sum(found)

    def _hip_turn(self, side: str, time_s: FloatArray) -> FloatArray:
        turn = self.pelvis_turn(time_s)
        return mirrored_turn(turn) if side == "left" else turn

    def _fit_pelvis(self) -> BSpline:
        """Fit a smooth path of the pelvis that gives both standing legs their knee angles."""
        falls = {side: self.curves[side].falls for side in SIDES}
        low = max(f.contact_s[0] for f in falls.values())
        high = min(f.off_s[-1] for f in falls.values())
        stride = float(np.mean([np.mean(np.diff(f.contact_s)) for f in falls.values()]))
        n_samples = int((high - low) * FIT_HZ)
        time = np.linspace(low, high, n_samples)
        n_coef = int(np.ceil((high - low) / stride * KNOTS_PER_STRIDE)) + 3
        inner = np.linspace(low, high, n_coef - 2)
        knots = np.concatenate([[low] * 3, inner, [high] * 3])
        basis = BSpline.design_matrix(time, knots, 3, extrapolate=True).tocsr()
        spread = (inner[1] - inner[0]) * KNOTS_PER_STRIDE
        rows = self._contact_rows(time, falls)
        guess = self._first_guess(time, falls)
        sway = self._sway(time, falls)
        smooth = self._smoothness(n_coef, spread, basis)
        coef = np.zeros((n_coef, 3))
        position = guess
        follow = self._followed(knots, n_coef)
        for _ in range(N_FITS):
            coef = self._solve(basis, smooth, rows, position, follow, sway)
            position = np.asarray(basis @ coef)
        return BSpline(knots, coef, 3, extrapolate=True)

    def _contact_rows(
        self, time: FloatArray, falls: Mapping[str, Footfalls]
    ) -> list[dict[str, Any]]:
        """Return for each side its standing samples, ankles and wanted reach, ground frame."""
        pelvis = self.pelvis_turn(time)
        rows = []
        for side in SIDES:
            phase = falls[side].phase(time)
            standing = (phase - np.floor(phase)) < falls[side].foot_off
            index = np.flatnonzero(standing)
            turn = mirrored_turn(pelvis[index]) if side == "left" else pelvis[index]
            count = np.clip(np.floor(phase[index]).astype(int), 0, len(falls[side].off_s) - 1)
            ankle = standing_pose(self.curves[side], self.shape, time[index], count).ankle_m
            reach = self._wanted_reach(side, time[index], turn)
            off = self.half_m * turn[:, :, 2]
            if side == "left":
                ankle, reach, off = ankle * MIRROR, reach * MIRROR, off * MIRROR
            stance = (phase[index] - np.floor(phase[index])) / falls[side].foot_off
            weight = smooth_step((1.0 - stance) / 0.15)
            if self._least_knee(side) > LEAST_AIR_RAD:
                weight = weight * STIFF_WEIGHT
            rows.append(
                {
                    "stretched": np.zeros(len(index), dtype=bool),
                    "index": index,
                    "ankle": ankle,
                    "reach": reach,
                    "off": off,
                    "weight": weight,
                }
            )
        return rows

    def _sway(self, time: FloatArray, falls: Mapping[str, Footfalls]) -> FloatArray:
        """Return the sway of the pelvis to the standing side, m, right positive."""
        speed = mean_speed(falls)
        reach = 0.5 * float(np.interp(speed, [0.7, 1.6], [0.0699, 0.0385]))
        right, left = (np.sin(2 * np.pi * (falls[k].phase(time) - 0.06)) for k in ("right", "left"))
        return np.asarray(0.5 * reach * (right - left))

    def _followed(self, knots: FloatArray, n_coef: int) -> FloatArray:
        """Return spline coefficients of the path that the forces alone would give, (n_coef, 3)."""
        if self._swayed_by is None:
            return np.zeros((n_coef, 3))
        time, acceleration = self._swayed_by
        step = float(time[1] - time[0])
        speed = np.cumsum(acceleration - acceleration.mean(axis=0), axis=0) * step
        path = np.cumsum(speed - speed.mean(axis=0), axis=0) * step
        middle = np.array([knots[k + 1 : k + 4].mean() for k in range(n_coef)])
        return np.column_stack([np.interp(middle, time, path[:, axis]) for axis in range(3)])

    def _first_guess(self, time: FloatArray, falls: Mapping[str, Footfalls]) -> FloatArray:
        along = 0.5 * sum(
            np.interp(time, (f.contact_s + f.off_s) / 2, f.heel_x_m + 0.35 * self.body.foot_m)
            for f in falls.values()
        )
        guess = np.zeros((len(time), 3))
        guess[:, 0] = along
        guess[:, 1] = 0.97 * self.body.leg_m
        return guess

    def _smoothness(self, n_coef: int, spread: float, basis: Any) -> list[Any]:
        """Return the penalty matrices of x, y, z: even speed along, small third differences."""
        third = sparse.diags([-1.0, 3.0, -3.0, 1.0], [0, 1, 2, 3], shape=(n_coef - 3, n_coef))
        per_row = FIT_HZ * spread / KNOTS_PER_STRIDE  # samples a coefficient
        return [(third.T @ third) * (per_row / sigma**2) for sigma in JERK_SIGMA]

    def _solve(
        self,
        basis: Any,
        smooth: list[Any],
        rows: list[dict[str, Any]],
        position: FloatArray,
        follow: FloatArray,
        sway: FloatArray,
    ) -> FloatArray:
        n_coef = len(follow)
        left: Any = sparse.block_diag(smooth, format="csr")
        right = np.concatenate([smooth[axis] @ follow[:, axis] for axis in range(3)])
        aside = basis.T @ basis / SWAY_SIGMA_M**2
        left = left + sparse.block_diag(
            [sparse.csr_array((2 * n_coef, 2 * n_coef)), aside], format="csr"
        )
        right[2 * n_coef :] += basis.T @ sway / SWAY_SIGMA_M**2
        for row in rows:
            index, weight = row["index"], row["weight"]
            part = basis[index]
            hip = position[index] + row["off"]
            reach = row["ankle"] - hip
            distance = np.linalg.norm(reach, axis=1)
            wanted = np.linalg.norm(row["reach"], axis=1)
            knee = np.arccos(np.clip(_knee_cosine(self.body, wanted), -1.0, 1.0))
            slope = self.body.thigh_m * self.body.shank_m * np.sin(np.maximum(knee, 0.14)) / wanted
            grade = -reach / distance[:, None]
            longest = np.sqrt(_reach_squared(self.body, NEARLY_STRAIGHT_RAD))
            row["stretched"] = row["stretched"] | (distance > longest)
            firm = np.where(row["stretched"], FIRMER, 1.0)
            strength = firm * np.sqrt(weight) / (KNEE_SIGMA_RAD * slope)
            design = sparse.hstack(
                [sparse.diags(strength * grade[:, axis]) @ part for axis in range(3)], format="csr"
            )
            target = strength * (wanted - distance + np.sum(grade * position[index], axis=1))
            left = left + design.T @ design
            right += design.T @ target
            for axis, sigma in ((0, ALONG_SIGMA_M), (2, ASIDE_SIGMA_M)):
                want = row["ankle"][:, axis] - row["reach"][:, axis] - row["off"][:, axis]
                weighted = sparse.diags(weight / sigma**2) @ part
                block = part.T @ weighted
                parts = [sparse.csr_array((n_coef, n_coef))] * 3
                parts[axis] = block
                left = left + sparse.block_diag(parts, format="csr")
                right[axis * n_coef : (axis + 1) * n_coef] += weighted.T @ want
        order = np.arange(3 * n_coef).reshape(3, n_coef).T.ravel()
        solved = spsolve(left.tocsc()[order][:, order], right[order])
        return np.asarray(solved).reshape(n_coef, 3)

    # ---- feet ---------------------------------------------------------------

    def _leg_shape(self, reach: FloatArray) -> FloatArray:
        """Return knee flexion, lean forward and lean outward of hip-to-ankle lines, (n, 3)."""
        length = np.linalg.norm(reach, axis=1)
        knee = knee_for_distance(length, self.body.thigh_m, self.body.shank_m)
        return np.column_stack(
            [knee, np.arctan2(reach[:, 0], -reach[:, 1]), np.arcsin(reach[:, 2] / length)]
        )

    def _least_knee(self, side: str) -> float:
        """Return the knee flexion below which a side's curves never go, rad."""
        bounds = [c.least_deg for c in self.curves[side].change.of("knee_flexion")]
        given = [np.radians(b - 3.0) for b in bounds if b is not None]
        return float(max([LEAST_AIR_RAD, *given]))

    def _reach_of(self, leg: FloatArray, least: float) -> FloatArray:
        """Return hip-to-ankle lines from ``_leg_shape``, the knee not straighter than a bound."""
        thigh, shank = self.body.thigh_m, self.body.shank_m
        knee = not_below(leg[:, 0], least, 0.4 * LEAST_AIR_RAD)
        length = np.sqrt(thigh**2 + shank**2 + 2 * thigh * shank * np.cos(knee))
        flat = length * np.cos(leg[:, 2])
        return np.column_stack(
            [flat * np.sin(leg[:, 1]), -flat * np.cos(leg[:, 1]), length * np.sin(leg[:, 2])]
        )

    def _air_leg(self, side: str, time_s: FloatArray) -> FloatArray:
        """Return the leg's shape as the curves want it."""
        return self._leg_shape(self._wanted_reach(side, time_s, self._hip(side, time_s)[1]))

    def _mend(self, side: str) -> tuple[FloatArray, ...]:
        """Return, a row for each swing, what the curves' leg lacks at its ends and how fast."""
        falls = self.curves[side].falls
        count = np.arange(len(falls.contact_s) - 1)

        def gap(at: FloatArray, printed: np.ndarray) -> FloatArray:
            stand = standing_pose(self.curves[side], self.shape, at, printed).ankle_m
            return self._leg_shape(stand - self._hip(side, at)[0]) - self._air_leg(side, at)

        start, end = falls.off_s[:-1], falls.contact_s[1:]
        start_gap, end_gap = gap(start, count), gap(end, count + 1)
        start_rate = (start_gap - gap(start - STEP_S, count)) / STEP_S
        end_rate = (gap(end + STEP_S, count + 1) - end_gap) / STEP_S
        most = np.array([MOST_KNEE_RATE, np.inf, np.inf])
        return (
            start_gap,
            np.clip(start_rate, -most, most),
            end_gap,
            np.clip(end_rate, -most, most),
        )

    def _swing_foot(self, side: str, time_s: FloatArray, count: np.ndarray) -> FootPose:
        curves = self.curves[side]
        falls = curves.falls
        start, end = falls.off_s[count], falls.contact_s[count + 1]
        span = end - start
        s = np.clip((time_s - start) / span, 0.0, 1.0)[:, None]
        g0, r0, g1, r1 = (part[count] for part in self._gaps[side])
        span = span[:, None] * RATE_SPAN
        u, w = np.minimum(s / RATE_SPAN, 1.0), np.maximum((s - 1) / RATE_SPAN + 1, 0.0)
        mend = (1 + 2 * s) * (1 - s) ** 2 * g0 + s**2 * (3 - 2 * s) * g1
        mend = mend + u * (1 - u) ** 2 * span * r0 - w**2 * (1 - w) * span * r1
        leg = self._air_leg(side, time_s) + mend
        ankle = self._hip(side, time_s)[0] + self._reach_of(leg, self._least_knee(side))
        phase = np.clip(falls.phase(time_s), count + falls.foot_off, count + 1 - 1e-9)
        angles = foot_angles(curves, phase)
        up = self._table_at(self._toes_up[side], s[:, 0], count)
        edge = about_x(np.full_like(s[:, 0], angles.edge))
        sole = about_y(angles.yaw) @ about_z(angles.pitch + up) @ edge
        shift, bone = heel_bone_pose(self.shape, np.zeros_like(ankle), sole, angles.roll)
        ankle[:, 1] += self._table_at(self._lift[side], s[:, 0], count)
        origin = ankle - shift
        toes = about_y(angles.yaw) @ about_z(angles.toes + up) @ edge
        mtp = origin + turned(sole, self.shape.mtp)
        return FootPose(ankle, bone, sole, toes, origin, mtp)

    def _table_at(self, table: FloatArray, s: FloatArray, count: np.ndarray) -> FloatArray:
        """Return a table of swings at shares of swing."""
        n = table.shape[1]
        smooth = PchipInterpolator(np.arange(table.size), table.ravel())
        return np.asarray(smooth(count * n + s * (n - 1)), dtype=float)

    def _lifts(self, side: str) -> FloatArray:
        """Return how far each swing must be lifted to clear the floor, shape (n_swings, N_LIFT)."""
        falls = self.curves[side].falls
        n = len(falls.contact_s) - 1
        s = np.linspace(0.0, 1.0, N_LIFT)
        count = np.repeat(np.arange(n), s.size)
        start, end = falls.off_s[:-1], falls.contact_s[1:]
        time = (start[:, None] + s * (end - start)[:, None]).ravel()
        pose = self._swing_foot(side, time, count)
        low = lowest_point(self.shape, pose).reshape(n, s.size)
        wanted = CLEARANCE_M * np.clip(np.minimum(s / 0.25, (1 - s) / 0.25), 0.0, 1.0)
        need = np.maximum(wanted - low, 0.0)
        edge = smooth_step(s / 0.2) * smooth_step((1 - s) / 0.2)
        spread = np.maximum(need, gaussian_filter1d(need, 4.0, axis=1, mode="constant") * 1.4)
        return gaussian_filter1d(spread, 2.0, axis=1, mode="constant") * edge

    def foot(self, side: str, time_s: FloatArray) -> FootPose:
        """Return a foot's pose over time, as a right foot.

        Parameters
        ----------
        side
            ``left`` or ``right``.
        time_s
            Times.
        """
        falls = self.curves[side].falls
        count = np.clip(
            np.searchsorted(falls.contact_s, time_s, side="right") - 1, 0, len(falls.off_s) - 1
        )
        standing = time_s < falls.off_s[count]
        n = len(time_s)
        made = [np.zeros((n, 3)), *(np.zeros((n, 3, 3)) for _ in range(3)), np.zeros((n, 3)),
                np.zeros((n, 3))]  # fmt: skip
        for mask, is_standing in ((standing, True), (~standing, False)):
            if not mask.any():
                continue
            if is_standing:
                pose = standing_pose(self.curves[side], self.shape, time_s[mask], count[mask])
            else:
                pose = self._swing_foot(side, time_s[mask], count[mask])
            parts = (
                pose.ankle_m,
                pose.heel_bone,
                pose.sole,
                pose.toes,
                pose.sole_origin_m,
                pose.mtp_m,
            )
            for whole, part in zip(made, parts, strict=True):
                whole[mask] = part
        return FootPose(*made)

    def leg(self, side: str, time_s: FloatArray) -> LegMotion:
        """Return a leg over time, as a right leg.

        Parameters
        ----------
        side
            ``left`` or ``right``.
        time_s
            Times.
        """
        curves = self.curves[side]
        hip, pelvis = self._hip(side, time_s)
        foot = self.foot(side, time_s)
        phase = curves.falls.phase(time_s)
        adduction = curves.wanted("knee_adduction", phase)
        foot_turn = self._foot_turn(curves, phase)
        thigh, shank, knee = leg_turns(
            pelvis, hip, foot.ankle_m, foot.heel_bone, adduction, foot_turn,
            (self.body.thigh_m, self.body.shank_m),
        )  # fmt: skip
        knee_m = hip - self.body.thigh_m * thigh[:, :, 1]
        ankle_m = knee_m - self.body.shank_m * shank[:, :, 1]
        return LegMotion(hip, knee_m, ankle_m, thigh, shank, foot, knee)

    def _foot_turn(self, curves: LegCurves, phase: FloatArray) -> FloatArray:
        """Return the foot's turn on the shank that leaves the hip its published rotation."""
        yaw = foot_angles(curves, phase).yaw
        return yaw - curves.wanted("pelvis_rotation", phase) - curves.wanted("hip_rotation", phase)


def mean_speed(falls: Mapping[str, Footfalls]) -> float:
    """Return the mean speed of a walk, m/s.

    Parameters
    ----------
    falls
        Contacts of both sides.
    """
    slopes = [np.polyfit(f.contact_s, f.heel_x_m, 1)[0] for f in falls.values()]
    return float(np.mean(slopes))


def _reach_squared(body: Body, knee: float) -> float:
    """Return the square of hip to ankle at a knee flexion, m2."""
    thigh, shank = body.thigh_m, body.shank_m
    return thigh**2 + shank**2 + 2 * thigh * shank * float(np.cos(knee))


def _knee_cosine(body: Body, distance: FloatArray) -> FloatArray:
    return (distance**2 - body.thigh_m**2 - body.shank_m**2) / (2 * body.thigh_m * body.shank_m)


def lowest_point(shape: FootShape, pose: FootPose) -> FloatArray:
    """Return the height of the lowest of heel, ball and toe tip over the floor, m.

    Parameters
    ----------
    shape
        The foot.
    pose
        Its pose.
    """
    heel = (pose.sole_origin_m + turned(pose.sole, shape.heel))[:, 1] - 0.015
    tip = (pose.mtp_m + turned(pose.toes, shape.tip - shape.mtp))[:, 1] - 0.004
    ball = pose.mtp_m[:, 1] - 0.022
    return np.minimum(np.minimum(heel, ball), tip)
