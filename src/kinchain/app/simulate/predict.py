"""The use case of ``kinchain simulate``: a predicted walk, alone or against the same person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

from kinchain.app.simulate.format import loads_of, stride_of, walk_of
from kinchain.app.simulate.runs import LONGEST_S, Runs, Walks, is_walk, walker_for
from kinchain.app.simulate.spread import (
    difference,
    in_body,
    search_noise,
    spread_of,
    varied_bodies,
)
from kinchain.app.walk import silent
from kinchain.core.errors import Fault, InputError
from kinchain.core.formats.simulation import Difference, SimulatedPerson, Simulation
from kinchain.simulate.gait_cycle import LEGS, GaitCycle, Outcome, Person
from kinchain.simulate.measure import LOADS, peak, steps_of
from kinchain.simulate.settings import Settings, settings_from

__all__ = [
    "DISCLAIMER",
    "Predicted",
    "SimulateOrder",
    "person_from",
    "predict",
    "predicted",
    "simulate",
]

MASS_KG, HEIGHT_M = 72.0, 1.70
"""Taken where nothing is told: about the middle of grown people [expert]."""

SPEED_MPS = (0.4, 2.0)
"""Walking speeds that may be asked for; above lies running."""

MOST_STARTS, MOST_DRAWS = 20, 64

DISCLAIMER = (
    "A computed what-if: a model of a body of this size, seen from the side, walked so. It is not "
    "a measurement of a person and not a diagnosis, and it can be wrong. A change of load is not "
    "a change of pain."
)


@dataclass(frozen=True)
class SimulateOrder:
    """What is to be predicted.

    Parameters
    ----------
    person
        Whom the body is scaled to.
    settings
        What is set on the person.
    speed_mps
        Speed to keep, m/s; None for the speed of its own choice.
    compare
        Whether to compare with the same person without what is set.
    starts
        From how many starts each walk is sought, 1 to 20.
    seed
        Of the starts and draws.
    draws
        In how many other bodies the comparison is repeated for its interval, 0 to 64.
    time_limit_s
        Of each search, s.
    assumed
        What of the person was not told but taken.

    Raises
    ------
    InputError
        If a number is out of range.
    """

    person: Person
    settings: Settings
    speed_mps: float | None = None
    compare: bool = False
    starts: int = 1
    seed: int = 0
    draws: int = 0
    time_limit_s: float = LONGEST_S
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        told: tuple[tuple[str, Any, tuple[float, float], str], ...] = (
            ("speed_mps", self.speed_mps, SPEED_MPS, "metres a second, or nothing"),
            ("starts", self.starts, (1, MOST_STARTS), "starts"),
            ("seed", self.seed, (0, 2**31 - 1), "as a whole number"),
            ("draws", self.draws, (0, MOST_DRAWS), "draws"),
            ("time_limit_s", self.time_limit_s, (1.0, 3600.0), "seconds"),
        )
        faults = [
            Fault("the value cannot be used", f"option '{name}'", f"{low:g} to {high:g} {unit}",
                  "correct the value or its unit")
            for name, value, (low, high), unit in told
            if value is not None and not (isinstance(value, Real) and low <= float(value) <= high)
        ]  # fmt: skip
        if faults:
            raise InputError(faults)


def simulate(
    person: Person | Mapping[str, Any] | Any,
    settings: Settings | Mapping[str, float] | None = None,
    *,
    speed_mps: float | None = None,
    compare: bool = True,
    starts: int = 1,
    seed: int = 0,
    draws: int = 0,
) -> Simulation:
    """Predict how a person walks with what is set, and what each foot then carries.

    Parameters
    ----------
    person
        ``{"mass_kg": .., "height_m": .., "sex": ..}``, or anything with these attributes (a
        case's person); what is missing is taken from the middle of grown people, and said.
    settings
        ``NAME``, ``NAME@left`` or ``NAME@right`` -> value, as ``kinchain simulate --set``.
    speed_mps
        Speed to keep, m/s; None for the speed of its own choice.
    compare
        Whether to compare with the same person without what is set.
    starts
        From how many starts each walk is sought.
    seed
        Of the starts and draws.
    draws
        In how many other bodies the comparison is repeated for its interval.

    Returns
    -------
    simulation
        As CONTRACT's ``kinchain-simulation/1``; where no walk was found, its ``status`` and
        ``advice`` say why.

    Raises
    ------
    InputError
        If a value is out of range, a name unknown, or two settings contradict each other.
    """
    own, assumed = person_from(person)
    order = SimulateOrder(
        own, settings_from(settings, own), speed_mps, compare, starts, seed, draws, assumed=assumed
    )
    return predict(order)


def person_from(given: Any) -> tuple[Person, tuple[str, ...]]:
    """Return whom to scale the body to, and what of it was taken rather than told.

    Parameters
    ----------
    given
        A ``Person``, a mapping, or anything with ``mass_kg``, ``height_m`` and ``sex``.

    Raises
    ------
    InputError
        If a value is no grown person's.
    """
    if isinstance(given, Person):
        return given, ()
    mass, height, sex = (
        given.get(name) if isinstance(given, Mapping) else getattr(given, name, None)
        for name in ("mass_kg", "height_m", "sex")
    )
    assumed = [
        f"{name} {value:g} {unit}"
        for name, told, value, unit in (
            ("body mass", mass, MASS_KG, "kg"), ("height", height, HEIGHT_M, "m"),
        )
        if told is None
    ]  # fmt: skip
    known = sex if sex in {"female", "male"} else None
    person = Person(
        MASS_KG if mass is None else mass, HEIGHT_M if height is None else height, known
    )
    return person, tuple(assumed)


@dataclass(frozen=True)
class Predicted:
    """A simulation in the exchange format, and the stride itself where one was found."""

    simulation: Simulation
    gait: GaitCycle | None


def predict(
    order: SimulateOrder, say: Callable[[str], None] = silent, walker: Walks | None = None
) -> Simulation:
    """Find the walk, and with a comparison the one without what is set.

    Parameters
    ----------
    order
        What is to be predicted.
    say
        Told what is being done.
    walker
        What finds the walk; the person's own walker where None.
    """
    return predicted(order, say, walker).simulation


def predicted(
    order: SimulateOrder, say: Callable[[str], None] = silent, walker: Walks | None = None
) -> Predicted:
    """Do the same as ``predict`` and return the stride beside it.

    Parameters
    ----------
    order
        What is to be predicted.
    say
        Told what is being done.
    walker
        What finds the walk; the person's own walker where None.
    """
    missing = order.settings.not_modelled()
    if missing:
        return Predicted(_not_modelled(order, missing), None)
    runs = Runs(
        walker or walker_for(order.person, say),
        starts=order.starts, seed=order.seed, time_limit_s=order.time_limit_s, say=say,
    )  # fmt: skip
    found = runs.outcome(order.settings, order.speed_mps, "Searching for the walk")
    simulation = _as_format(order, found)
    gait = found.gait if is_walk(found) else None
    if not order.compare:
        return Predicted(simulation, gait)
    base = runs.outcome(Settings(), order.speed_mps, "The same person without it")
    compared: dict[str, Any] = {"baseline_advice": base.advice}
    if base.gait is not None and is_walk(base):
        compared["baseline"] = {
            "walk": walk_of(base.gait, order.person), "loads": loads_of(base.gait, order.person),
        }  # fmt: skip
        compared["baseline_stride"] = stride_of(base.gait)
        if found.gait is not None and is_walk(found):
            compared |= _differences(order, found.gait, base.gait, runs)
    return Predicted(simulation.model_copy(update=compared), gait)


def _not_modelled(order: SimulateOrder, missing: tuple[str, ...]) -> Simulation:
    names = " and ".join(missing)
    advice = (
        f"Not modelled yet: {names}. They act sideways, and this model walks in one plane, seen "
        "from the side. Nothing was worked out; leave them out to see the rest."
    )
    return Simulation(
        person=_person(order),
        settings=order.settings.as_dict(),
        speed="fixed" if order.speed_mps is not None else "self_chosen",
        status="not_modelled",
        converged=False,
        advice=advice,
        not_modelled=missing,
        solve_s=0.0,
        starts=0,
        seed=order.seed,
        disclaimer=DISCLAIMER,
    )


def _person(order: SimulateOrder) -> SimulatedPerson:
    own = order.person
    return SimulatedPerson(
        mass_kg=own.mass_kg, height_m=own.height_m, sex=own.sex, assumed=order.assumed
    )


def _as_format(order: SimulateOrder, found: Outcome) -> Simulation:
    shown: dict[str, Any] = {}
    if found.gait is not None and is_walk(found):
        shown = {
            "walk": walk_of(found.gait, order.person),
            "loads": loads_of(found.gait, order.person),
            "stride": stride_of(found.gait),
        }
    return Simulation(
        person=_person(order),
        settings=order.settings.as_dict(),
        speed="fixed" if order.speed_mps is not None else "self_chosen",
        status=found.status,
        converged=is_walk(found),
        advice=found.advice,
        notes=found.notes,
        objective=None if found.objective is None else round(found.objective, 6),
        solve_s=round(found.solve_s, 3),
        starts=found.starts,
        seed=order.seed,
        iterations=found.iterations,
        disclaimer=DISCLAIMER,
        **shown,
    )


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


def _differences(
    order: SimulateOrder, changed: GaitCycle, base: GaitCycle, runs: Runs
) -> dict[str, Any]:
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
