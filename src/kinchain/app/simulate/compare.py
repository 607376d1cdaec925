"""How a predicted walk differs from the same body's without what is set, figure by figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinchain.app.simulate.order import SimulateOrder
from kinchain.app.simulate.runs import Runs
from kinchain.app.simulate.spread import (
    difference,
    in_body,
    search_noise,
    spread_of,
    varied_bodies,
)
from kinchain.core.formats.simulation import Difference
from kinchain.simulate.gait_cycle import LEGS, GaitCycle, Person
from kinchain.simulate.measure import LOADS, peak, steps_of
from kinchain.simulate.settings import Settings

__all__ = ["differences", "evened", "figures_of"]


def figures_of(gait: GaitCycle, person: Person) -> tuple[dict[str, float], dict[str, float]]:
    """Return the peaks of all loads and the steps of a stride, each as name (with side) -> value.

    Parameters
    ----------
    gait
        The stride.
    person
        Whose.
    """
    peaks = {f"{name}@{leg}": peak(gait, person, name, leg) for name in LOADS for leg in LEGS}
    steps = {
        name if side == "all" else f"{name}@{side}": value
        for name, sides in steps_of(gait).items()
        for side, value in sides.items()
        if side != "all" or len(sides) == 1
    }
    return peaks, steps


def differences(
    order: SimulateOrder, changed: GaitCycle, base: GaitCycle, runs: Runs
) -> dict[str, Any]:
    """Return every difference with its interval, as fields of the exchange format.

    Parameters
    ----------
    order
        What was predicted.
    changed, base
        The strides with and without what is set.
    runs
        For the same in other bodies.
    """
    both = [figures_of(one, order.person) for one in (changed, base)]
    drawn: list[list[dict[str, float]]] = [[], []]
    bodies = varied_bodies(order.draws, order.seed)
    for k, body in enumerate(bodies):
        say = f"In another body, {k + 1} of {len(bodies)}"
        pair = [
            runs.gait(in_body(one, body), order.speed_mps, say)
            for one in (order.settings, Settings())
        ]
        if pair[0] is None or pair[1] is None:
            continue
        one, other = (figures_of(gait, order.person) for gait in pair if gait is not None)
        for part in range(2):
            drawn[part].append({key: one[part][key] - other[part][key] for key in one[part]})
    parts: list[dict[str, Difference]] = []
    for part in range(2):
        even, noise = evened(both[1][part])
        parts.append(
            {
                key: difference(value, even[key], [one[key] for one in drawn[part]], noise[key])
                for key, value in both[0][part].items()
            }
        )
    return {
        "difference": parts[0],
        "walk_difference": parts[1],
        "spread": spread_of(len(drawn[0])),
    }


def evened(healthy: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
    """Return a healthy walk's figures with both legs alike, and the noise that their gap tells.

    Parameters
    ----------
    healthy
        Figures of a walk with nothing set, ``name@side`` or ``name`` -> value.

    Returns
    -------
    even, noise
        The mean of both legs, and the standard deviation of a change by the search.
    """
    even, noise = {}, {}
    for key, value in healthy.items():
        name, at, side = key.partition("@")
        other = healthy[f"{name}@{'left' if side == 'right' else 'right'}"] if at else value
        even[key] = 0.5 * (value + other)
        noise[key] = search_noise(name, value, other)
    return even, noise
