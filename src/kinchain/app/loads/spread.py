"""How sure the loads are: the same walk worked out anew with everything unsure drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.ground import FOOT, SIDES, GroundLoads
from kinchain.app.loads.unsure import SURE_PLATES, UNSURE_MOTION, Unsure, unsure_body
from kinchain.core.trial import LegSide

if TYPE_CHECKING:
    from kinchain.app.loads.chain import Mechanics
    from kinchain.body.external_loads import ExternalLoads
    from kinchain.body.inverse_dynamics import InverseDynamics
    from kinchain.body.muscle_geometry import MusclePaths
    from kinchain.body.spread import Limb

FloatArray = NDArray[np.float64]

N_DRAWS = 200
"""An end of a 90 % interval is then sure to about a tenth of its width."""

AT_ONCE = 25
"""Draws that are held in memory together."""

MOST_FRAMES = 41
"""Frames of a stance that are worked out in each draw."""

N_POINTS = 101
SEED = 20260301


@dataclass(frozen=True)
class Drawn:
    """One load over one stance, as worked out and in every draw.

    Parameters
    ----------
    nominal
        Shape (101,).
    draws
        Shape (n_draws, 101).
    """

    nominal: FloatArray
    draws: FloatArray

    @property
    def off(self) -> FloatArray:
        """How far each draw lies from what was worked out, shape (n_draws, 101)."""
        return self.draws - self.nominal


def load_spread(
    work: Mechanics,
    ground: GroundLoads,
    *,
    mass_is_told: bool = True,
    n_draws: int = N_DRAWS,
    seed: int = SEED,
) -> dict[LegSide, dict[str, Drawn]]:
    """Draw what is unsure and work out one stance of each side anew.

    Parameters
    ----------
    work
        The mechanics of the walk.
    ground
        Forces of the ground, with the stances.
    mass_is_told
        Whether the person's mass was told or weighed by plates rather than guessed.
    n_draws
        How many draws.
    seed
        Of the random numbers: the same walk gives the same interval.

    Returns
    -------
    drawn
        For each side with a clean stance, each load that ``work`` has.
    """
    found: dict[LegSide, dict[str, Drawn]] = {}
    unsure = unsure_body(
        SURE_PLATES if ground.source == "plates" else UNSURE_MOTION, mass_is_told=mass_is_told
    )
    for side in SIDES:
        stance = stance_of(work, ground, side)
        if stance is None:
            continue
        found[side] = _Side(work, ground, side, *stance).drawn(unsure, n_draws, seed)
    return found


def stance_of(
    work: Mechanics, ground: GroundLoads, side: LegSide
) -> tuple[float, float, NDArray[np.int64]] | None:
    """Return a clean stance that was seen whole, the one of median length.

    Parameters
    ----------
    work
        The mechanics of the walk.
    ground
        Its stances.
    side
        Leg.

    Returns
    -------
    start_s, end_s
        When it begins and ends.
    frames
        Rows of ``work`` in it, at most ``MOST_FRAMES``; None where there is no such stance.
    """
    from kinchain.app.loads.curves import over_stance

    time = work.motion.time_s
    whole = [
        (a, b)
        for own, a, b in ground.stances
        if own == side and over_stance(time, work.residual_n, a, b) is not None
    ]
    if not whole:
        return None
    start, end = sorted(whole, key=lambda one: one[1] - one[0])[len(whole) // 2]
    step = float(np.median(np.diff(time)))
    frames = np.flatnonzero((time >= start - step) & (time <= end + step))
    every = max(1, -(-len(frames) // MOST_FRAMES))
    return start, end, frames[::every]


@dataclass(frozen=True)
class _Side:
    """One stance of one side."""

    work: Mechanics
    ground: GroundLoads
    side: LegSide
    start_s: float
    end_s: float
    frames: NDArray[np.int64]

    def drawn(self, unsure: Unsure, n_draws: int, seed: int) -> dict[str, Drawn]:
        """Return nominal and drawn curves of each load."""
        rng = np.random.default_rng([seed, SIDES.index(self.side)])
        base = start_of_draws(self.work, self.ground, self.side, self.frames)
        none = unsure.drawn(rng, 1, base.n_muscles, is_zero=True)
        nominal = self._curves(base, none)
        parts: dict[str, list[FloatArray]] = {name: [] for name in nominal}
        for first in range(0, n_draws, AT_ONCE):
            draws = unsure.drawn(rng, min(AT_ONCE, n_draws - first), base.n_muscles)
            for name, values in self._curves(base, draws).items():
                parts[name].append(values)
        return {
            name: Drawn(nominal[name][0], np.concatenate(parts[name], axis=0)) for name in nominal
        }

    def _curves(self, base: Base, draws: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
        """Return each load in each draw over the stance, shape (n_draws, 101)."""
        from kinchain.app.loads.draw import loads_of_draws

        time = self.work.motion.time_s[self.frames]
        at = np.linspace(self.start_s, self.end_s, N_POINTS)
        found = loads_of_draws(self.work, base, self.side, draws)
        return {
            name: np.stack([np.interp(at, time, one) for one in values])
            for name, values in found.items()
            if name in self.work.curves[self.side]
        }


@dataclass(frozen=True)
class Base:
    """What every draw of one stance starts from, over its frames.

    Parameters
    ----------
    frames
        Which frames of the walk.
    dynamics, unloaded
        With and without the ground's force.
    limb
        The leg.
    force_n, point_m
        The ground's force on the foot and its place, shape (n_frames, 3).
    paths, strength_n
        Of the muscles; None without.
    """

    frames: NDArray[np.int64]
    dynamics: InverseDynamics
    unloaded: InverseDynamics
    limb: Limb
    force_n: FloatArray
    point_m: FloatArray
    paths: MusclePaths | None
    strength_n: FloatArray | None

    @property
    def n_muscles(self) -> int:
        """How many muscles the model has."""
        return 0 if self.strength_n is None else self.strength_n.shape[1]


def start_of_draws(
    work: Mechanics, ground: GroundLoads, side: LegSide, frames: NDArray[np.int64]
) -> Base:
    """Return what every draw of one stance starts from.

    Parameters
    ----------
    work
        The mechanics of the walk.
    ground
        Forces of the ground.
    side
        Leg.
    frames
        Rows of ``work``.
    """
    from kinchain.app.loads.muscles import muscles_in
    from kinchain.body.external_loads import loads_at
    from kinchain.body.inverse_dynamics import inverse_dynamics
    from kinchain.body.spread import limb_of

    moved = work.dynamics.motion
    q, u, a = (np.ascontiguousarray(one[frames]) for one in
               (moved.coordinates, moved.speed, moved.acceleration))  # fmt: skip
    loads = loads_at(ground.loads, work.motion.time_s[frames])
    dynamics = inverse_dynamics(work.model, q, u, a, loads)
    unloaded = inverse_dynamics(work.model, q, u, a)
    force, point = _on_foot(loads, ground, side)
    paths, strength = (None, None)
    if work.optimum is not None:
        paths, strength = muscles_in(work.model, dynamics.motion)
    limb = limb_of(work.model, q, FOOT[side])
    return Base(frames, dynamics, unloaded, limb, force, point, paths, strength)


def _on_foot(
    loads: ExternalLoads, ground: GroundLoads, side: LegSide
) -> tuple[FloatArray, FloatArray]:
    """Return the sum of all forces on a foot, and where it acts."""
    own = [i for i, one in enumerate(ground.sides) if one == side]
    force = loads.force_n[:, own]
    size = np.linalg.norm(force, axis=-1, keepdims=True)
    point = np.where(size > 0.0, loads.point_m[:, own], 0.0)
    total = np.maximum(size.sum(axis=1), 1e-9)
    return force.sum(axis=1), (size * point).sum(axis=1) / total
