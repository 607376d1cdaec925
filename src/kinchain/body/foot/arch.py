"""The arch as a truss: how far it flattens under its load, and what fascia and ligaments carry."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinchain.body.foot.constants import CONSTANTS
from kinchain.body.foot.fascia import (
    Fascia,
    fascia_energy,
    fascia_force,
    fascia_stiffness,
)
from kinchain.body.foot.shape import FootShape

FloatArray = NDArray[np.float64]

STANDING_RAD = 0.03
"""Flattening at which the fascia's share of the passive stiffness is told: that of standing."""

FARTHEST_RAD = 1.0
"""No arch flattens or rises so far; beyond it the search does not look."""

RISE_STIFFENING = 2.0
"""The arch stiffens against rising over so many times the way of flattening [expert]."""

N_STEPS = 60
"""Steps of the search at most: halving alone would come to 1e-17 rad by then."""

PRECISION = 2e-12
"""Of the moments, N m and as a share: finer steps drown in rounding."""


@dataclass(frozen=True)
class Truss:
    """Lengths of the unloaded arch: heel bone to midtarsal joint to metatarsal heads.

    Parameters
    ----------
    rear_m, fore_m
        From the midtarsal joint to the fascia's origin, and to its line at the heads, m.
    angle_rad
        Between them at the joint, rad.
    """

    rear_m: FloatArray
    fore_m: FloatArray
    angle_rad: FloatArray

    def chord(self, flattening_rad: FloatArray) -> FloatArray:
        """Return the distance that the fascia spans.

        Parameters
        ----------
        flattening_rad
            How much the arch is flatter than unloaded, rad.
        """
        return self.chord_and_lever(flattening_rad)[0]

    def lever(self, flattening_rad: FloatArray) -> FloatArray:
        """Return the fascia's lever about the joint: how fast the chord grows with flattening.

        Parameters
        ----------
        flattening_rad
            How much the arch is flatter than unloaded, rad.
        """
        return self.chord_and_lever(flattening_rad)[1]

    def chord_and_lever(self, flattening_rad: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return both.

        Parameters
        ----------
        flattening_rad
            How much the arch is flatter than unloaded, rad.
        """
        angle = self.angle_rad + flattening_rad
        sides = self.rear_m * self.fore_m
        chord = np.sqrt(self.rear_m**2 + self.fore_m**2 - 2.0 * sides * np.cos(angle))
        return np.asarray(chord), np.asarray(sides * np.sin(angle) / chord)


@dataclass(frozen=True)
class ArchState:
    """The arch in balance; all of one shape.

    Parameters
    ----------
    flattening_rad
        How much flatter than unloaded, rad; negative where it is raised.
    fascia_length_m
        Length of the fascia with what it winds on the heads, m.
    fascia_rest_m
        Its length at rest, m.
    fascia_force_n
        Its tension, N.
    fascia_lever_m
        Its lever about the midtarsal joint, m.
    ligament_moment_nm
        Moment of the plantar ligaments about that joint, N m; positive holds the arch up.
    muscle_moment_nm
        Moment of intrinsic and long toe muscles, N m.
    stop_moment_nm
        Moment that bones and floor bear where the arch lies flat or can rise no more, N m; 0 in
        every foot that is not drawn at its extremes.
    fascia_energy_j, ligament_energy_j
        Elastic energy stored, J.
    """

    flattening_rad: FloatArray
    fascia_length_m: FloatArray
    fascia_rest_m: FloatArray
    fascia_force_n: FloatArray
    fascia_lever_m: FloatArray
    ligament_moment_nm: FloatArray
    muscle_moment_nm: FloatArray
    stop_moment_nm: FloatArray
    fascia_energy_j: FloatArray
    ligament_energy_j: FloatArray

    @property
    def fascia_strain_pct(self) -> FloatArray:
        """Lengthening of the fascia from rest, %; negative where it is slack."""
        return np.asarray(100.0 * (self.fascia_length_m / self.fascia_rest_m - 1.0))


def truss_of(shape: FootShape) -> Truss:
    """Return the arch's lengths.

    Parameters
    ----------
    shape
        The foot.
    """
    lever = np.asarray(shape.arch_lever_m, np.float64) * np.asarray(shape.arch_height_pct) / 100.0
    behind = np.asarray(shape.midtarsal_m) - np.asarray(shape.fascia_origin_m)
    ahead = np.asarray(shape.heads_m) - np.asarray(shape.midtarsal_m)
    rear, fore = np.hypot(behind, lever), np.hypot(ahead, lever)
    angle = np.arctan2(behind, lever) + np.arctan2(ahead, lever)
    return Truss(np.asarray(rear), np.asarray(fore), np.asarray(angle))


def fascia_of(shape: FootShape) -> Fascia:
    """Return the law of a foot's fascia.

    Parameters
    ----------
    shape
        The foot.
    """
    chord = truss_of(shape).chord(np.zeros(1))
    stiff = np.asarray(shape.plantar_fascia_stiffness_pct) / 100.0
    return Fascia(
        rest_m=chord * (1.0 + np.asarray(shape.fascia_slack_pct) / 100.0),
        area_m2=np.asarray(shape.fascia_area_m2) * stiff,
        matrix_pa=1e6 * CONSTANTS["fascia_matrix_mpa"].value,
        fibre_pa=1e6 * CONSTANTS["fascia_fibre_mpa"].value,
        exponent=CONSTANTS["fascia_fibre_exponent"].value,
    )


def ligament_stiffness(shape: FootShape, static_share: FloatArray) -> FloatArray:
    """Return the ligaments' stiffness that leaves the fascia its share in standing.

    Parameters
    ----------
    shape
        The foot; section, slack and settings of its fascia are not looked at.
    static_share
        The fascia's share of the passive moment with toes straight, 0 to 1.

    Returns
    -------
    stiffness_nm_per_rad
        At rest, N m/rad.
    """
    usual = replace(
        shape,
        fascia_area_m2=1e-6 * CONSTANTS["fascia_area_mm2"].value,
        fascia_slack_pct=0.0,
        arch_height_pct=100.0,
        plantar_fascia_stiffness_pct=100.0,
    )
    truss, at = truss_of(usual), np.full(1, STANDING_RAD)
    moment = fascia_force(fascia_of(usual), truss.chord(at)) * truss.lever(at)
    scale = np.asarray(shape.arch_stiffening_rad, np.float64)
    found = moment * (1.0 - static_share) / static_share / (scale * np.expm1(STANDING_RAD / scale))
    return found if np.ndim(static_share) or found.size > 1 else np.asarray(found[0])


def _ligaments(shape: FootShape, flattening: FloatArray) -> tuple[FloatArray, ...]:
    """Return moment, its slope and the energy of the ligaments."""
    scale = np.asarray(shape.arch_stiffening_rad, np.float64)
    stiffness = np.asarray(shape.ligament_stiffness_nm_per_rad, np.float64) * (
        np.asarray(shape.arch_stiffness_pct) / 100.0
    )
    flat = flattening >= 0.0
    stiffness = np.where(flat, stiffness, stiffness * shape.arch_rise_share)
    scale = np.where(flat, scale, RISE_STIFFENING * scale)
    size = np.abs(flattening)
    grown = np.expm1(size / scale)
    moment = np.sign(flattening) * stiffness * scale * grown
    slope = stiffness * (grown + 1.0)
    energy = stiffness * scale * (scale * grown - size)
    return moment, slope, energy


def arch_balance(shape: FootShape, load_nm: FloatArray, mtp_rad: FloatArray) -> ArchState:
    """Find how far the arch flattens, and who carries its load.

    Parameters
    ----------
    shape
        The foot.
    load_nm
        Moment of the ground's force on the forefoot about the midtarsal joint, N m, positive
        flattens; shape (n_frames,) or (n_draws, n_frames).
    mtp_rad
        Dorsiflexion of the toes at the metatarsal heads, same shape, rad.

    Returns
    -------
    state
        The balance; it exists and is the only one, as every resisting moment grows with
        flattening, and it is always found: Newton steps that leave the bracket are halved.
    """
    load, mtp = np.broadcast_arrays(
        np.asarray(load_nm, np.float64), np.asarray(mtp_rad, np.float64)
    )
    truss, law = truss_of(shape), fascia_of(shape)
    muscle = np.asarray(shape.muscle_share) * np.maximum(load, 0.0)
    wound = np.asarray(shape.head_radius_m) * mtp
    left = load - muscle
    shaped = np.broadcast_shapes(left.shape, truss.angle_rad.shape, np.shape(law.area_m2),
                                 np.shape(shape.ligament_stiffness_nm_per_rad))  # fmt: skip
    left = np.broadcast_to(left, shaped)
    top = np.minimum(FARTHEST_RAD, np.pi - truss.angle_rad - 1e-3)
    low, high = np.full(shaped, -FARTHEST_RAD), np.broadcast_to(top, shaped).copy()
    at = np.zeros(shaped)
    enough = PRECISION * (1.0 + np.abs(left))
    for _ in range(N_STEPS):
        chord, lever = truss.chord_and_lever(at)
        length = chord + wound
        force = fascia_force(law, length)
        ligament, slope, _ = _ligaments(shape, at)
        gap = force * lever + ligament - left
        if np.all(np.abs(gap) <= enough):
            break
        low, high = np.where(gap < 0.0, at, low), np.where(gap > 0.0, at, high)
        # The fascia's lever shrinks as the arch flattens; without that term the step is shorter.
        slope = slope + fascia_stiffness(law, length) * lever**2
        step = at - gap / slope
        inside = (step > low) & (step < high)
        at = np.where(np.abs(gap) <= enough, at, np.where(inside, step, 0.5 * (low + high)))
    chord, lever = truss.chord_and_lever(at)
    length = chord + wound
    ligament, _, stored = _ligaments(shape, at)
    rest = np.broadcast_to(np.asarray(law.rest_m), shaped)
    force = fascia_force(law, length)
    stop = left - (force * lever + ligament)
    return ArchState(
        flattening_rad=at,
        fascia_length_m=np.broadcast_to(length, shaped),
        fascia_rest_m=rest,
        fascia_force_n=np.broadcast_to(force, shaped),
        fascia_lever_m=np.broadcast_to(lever, shaped),
        ligament_moment_nm=ligament,
        muscle_moment_nm=np.broadcast_to(muscle, shaped),
        stop_moment_nm=np.where(np.abs(stop) > 1e3 * enough, stop, 0.0),
        fascia_energy_j=np.broadcast_to(fascia_energy(law, length), shaped),
        ligament_energy_j=stored,
    )
