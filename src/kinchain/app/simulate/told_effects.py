"""Told to simulated: what this knee changes in what each foot carries, and a foot in a knee."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kinchain.app.simulate.runs import Runs
from kinchain.app.simulate.shapley import MOST_PLAYERS, shapley
from kinchain.app.simulate.spread import Interval, evenly_normal, interval, search_noise
from kinchain.app.simulate.told_say import (
    STRIDES_PER_DAY,
    Cause,
    Change,
    Figures,
    Key,
    Speed,
    load_effect,
)
from kinchain.app.simulate.told_settings import Reading, as_settings
from kinchain.core.formats.assessment import LoadEffect
from kinchain.simulate.gait_cycle import LEGS, GaitCycle, Person
from kinchain.simulate.measure import GRAVITY_MPS2, peak

__all__ = ["CAUSES", "End", "World", "effects_at", "end_of", "figures", "with_draws"]

CAUSES: Mapping[Cause, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "knee": (
        ("knee_sparing_walk", "tight_muscles", "treatment_shift"),
        ("plantar_fascia_force_bw", "heel_force_bw", "metatarsal_heads_force_bw"),
    ),
    "foot": (
        ("foot_shape", "foot_sparing_walk", "treatment_shift_up"),
        ("knee_contact_force_bw", "patellofemoral_force_bw"),
    ),
}
"""Cause to its mechanisms (ids of the causal graph) and the loads at the other end."""


USUAL_MPS = 1.2
"""Speed at which all is compared where none was measured [expert: a usual walk]."""


@dataclass(frozen=True)
class World:
    """One person as the model has them.

    Parameters
    ----------
    person
        Whom the body is scaled to.
    readings
        All that was told of the model's settings.
    runs
        The walks found so far, and the search for more.
    speed_mps
        The speed at which all is compared, m/s.
    """

    person: Person
    readings: tuple[Reading, ...]
    runs: Runs
    speed_mps: float = USUAL_MPS

    def of(self, cause: Cause) -> tuple[Reading, ...]:
        """Return the readings by which a cause acts; tight muscles on a sore knee's leg alone.

        Parameters
        ----------
        cause
            ``knee`` or ``foot``.
        """
        mechanisms = CAUSES[cause][0]
        own = tuple(one for one in self.readings if one.mechanism in mechanisms)
        legs = {one.leg for one in own if one.mechanism != "tight_muscles"}
        return tuple(one for one in own if one.leg in legs)

    def gait(
        self, readings: Sequence[Reading], speed_mps: float | None, what: str
    ) -> GaitCycle | None:
        """Find the walk under some of the readings.

        Parameters
        ----------
        readings
            What is set.
        speed_mps
            Speed to keep, or None, m/s.
        what
            What is searched for, in words.
        """
        return self.runs.gait(as_settings(tuple(readings)), speed_mps, what)


def figures(gait: GaitCycle, person: Person, healthy: GaitCycle, loads: Sequence[str]) -> Figures:
    """Return the peaks of loads in a step, and added up over a day, in N.

    Parameters
    ----------
    gait
        The stride.
    person
        Whose.
    healthy
        The stride that sets the distance of a day.
    loads
        Names; each in body weights.
    """
    weight = person.mass_kg * GRAVITY_MPS2
    strides = STRIDES_PER_DAY * _length_m(healthy) / _length_m(gait)
    found: dict[Key, float] = {}
    for name in loads:
        for leg in LEGS:
            newton = weight * peak(gait, person, name, leg)
            found[name, leg, "step"] = newton
            found[name, leg, "day"] = newton * strides
    return found


def _length_m(gait: GaitCycle) -> float:
    return gait.speed_mps * gait.stride_s


@dataclass(frozen=True)
class End:
    """One end as a cause: what it sets, all else that was told, and its readings' spread.

    Parameters
    ----------
    world
        The person.
    cause
        Which end.
    own, rest
        Readings by which it acts, and all others.
    left_out
        Mechanisms that are likely here and not in the model.
    drawn
        Changes of the loads under other readings of what was told.
    """

    world: World
    cause: Cause
    own: tuple[Reading, ...]
    rest: tuple[Reading, ...]
    left_out: tuple[str, ...]
    drawn: tuple[Figures, ...] = ()

    @property
    def players(self) -> tuple[str, ...]:
        """The mechanisms by which it acts."""
        return tuple(dict.fromkeys(one.mechanism for one in self.own))[:MOST_PLAYERS]

    def figures(self, gait: GaitCycle, healthy: GaitCycle) -> Figures:
        """Return the loads at the other end.

        Parameters
        ----------
        gait
            The stride.
        healthy
            The stride that sets the distance of a day.
        """
        return figures(gait, self.world.person, healthy, CAUSES[self.cause][1])

    def base(self, healthy: GaitCycle) -> _Base:
        """Return the loads with this end healthy.

        Parameters
        ----------
        healthy
            The stride.
        """
        return _Base(self.figures(healthy, healthy), not self.rest)

    def healthy(self, speed_mps: float | None) -> GaitCycle | None:
        """Return the walk with this end healthy.

        Parameters
        ----------
        speed_mps
            Speed to keep, or None for the body's own, m/s.
        """
        return self.world.gait(self.rest, speed_mps, f"The same body with a healthy {self.cause}")


@dataclass(frozen=True)
class _Base:
    """Loads with the end healthy, as found; where nothing else is set both legs count as one."""

    found: Figures
    is_even: bool

    @property
    def even(self) -> Figures:
        """The loads; where nothing tells the legs apart their mean."""
        if not self.is_even:
            return self.found
        return {key: 0.5 * (value + self._other(key)) for key, value in self.found.items()}

    def gap(self, key: Key) -> float:
        """Return by how much the legs differ though nothing tells them apart: the search's gap."""
        return abs(self.found[key] - self._other(key)) if self.is_even else 0.0

    def _other(self, key: Key) -> float:
        name, leg, per = key
        return self.found[name, "left" if leg == "right" else "right", per]


def end_of(world: World, cause: Cause, left_out: Sequence[str]) -> End | None:
    """Return one end as a cause; None where nothing told sets it.

    Parameters
    ----------
    world
        The person.
    cause
        Which end.
    left_out
        Mechanisms that are likely here and not in the model.
    """
    own = world.of(cause)
    rest = tuple(one for one in world.readings if one not in own)
    return End(world, cause, own, rest, tuple(left_out)) if own else None


def with_draws(end: End, n_draws: int, seed: int, speed_mps: float | None) -> End:
    """Return an end with what it changes when what was told is read otherwise.

    Parameters
    ----------
    end
        The end.
    n_draws
        How often.
    seed
        Of these readings.
    speed_mps
        Speed to keep, or None for the body's own, m/s.
    """
    healthy = end.healthy(speed_mps)
    if healthy is None:
        return end
    runs = end.world.runs
    rng = np.random.default_rng(seed)
    columns = [evenly_normal(rng, n_draws) for _ in end.own]
    base = end.base(healthy).even
    still = tuple(0.0 for _ in end.rest)
    found: list[Figures] = []
    for k in range(n_draws):
        if runs.is_spent():
            break
        shifts = (*still, *(float(column[k]) for column in columns))
        settings = as_settings((*end.rest, *end.own), shifts)
        gait = runs.gait(settings, speed_mps, f"Told in another way, {k + 1} of {n_draws}")
        if gait is not None:
            one = end.figures(gait, healthy)
            found.append({key: one[key] - base[key] for key in base})
    return replace(end, drawn=tuple(found))


def effects_at(end: End, speed_mps: float | None) -> list[LoadEffect]:
    """Return what an end changes in what the other carries, at one kind of speed.

    Parameters
    ----------
    end
        The end, with its draws where there are any.
    speed_mps
        Speed to keep, or None for the body's own, m/s.

    Returns
    -------
    effects
        Empty where a walk is missing.
    """
    healthy = end.healthy(speed_mps)
    if healthy is None:
        return []
    base = end.base(healthy)
    worlds: dict[frozenset[str], Figures | None] = {frozenset(): base.even}

    def _figures_with(group: frozenset[str]) -> Figures | None:
        if group not in worlds:
            part = tuple(one for one in end.own if one.mechanism in group)
            gait = end.world.gait((*end.rest, *part), speed_mps, "Which way of acting does what")
            worlds[group] = None if gait is None else end.figures(gait, healthy)
        return worlds[group]

    whole = _figures_with(frozenset(end.players))
    if whole is None:
        return []
    shares = _shares(end.players, _figures_with, whole, base.even)
    speed: Speed = "self_chosen" if speed_mps is None else "fixed"
    found = []
    for key in whole:
        sure = _sure(end, key, whole, base)
        change = Change(key, speed, base.even[key], sure, shares[key])
        found.append(load_effect(end.cause, change, end.left_out))
    return found


def _sure(end: End, key: Key, whole: Figures, base: _Base) -> Interval:
    """Return a change with its interval; the draws lie about it, also at another speed."""
    change = whole[key] - base.even[key]
    drawn = [one[key] for one in end.drawn]
    if drawn:
        mean = float(np.mean(drawn))
        drawn = [one - mean + change for one in drawn]
    return interval(change, base.even[key], drawn, _noise(end, key, base))


def _noise(end: End, key: Key, base: _Base) -> float:
    """Return the search's own spread, in N."""
    name, _, per = key
    weight = end.world.person.mass_kg * GRAVITY_MPS2
    unit = weight * (1.0 if per == "step" else STRIDES_PER_DAY)
    return unit * search_noise(name, 0.0, base.gap(key) / unit)


def _shares(
    players: tuple[str, ...],
    figures_with: Callable[[frozenset[str]], Figures | None],
    whole: Figures,
    base: Figures,
) -> dict[Key, dict[str, float]]:
    """Return each mechanism's share of each change; none where a walk between is missing."""
    if len(players) == 1:
        return {key: {players[0]: whole[key] - base[key]} for key in whole}
    found: dict[Key, dict[str, float]] = {}
    for key in whole:

        def worth(group: frozenset[str], key: Key = key) -> float:
            part = figures_with(group)
            return math.nan if part is None else part[key] - base[key]

        split = shapley(players, worth)
        found[key] = split if all(map(math.isfinite, split.values())) else {}
    return found
