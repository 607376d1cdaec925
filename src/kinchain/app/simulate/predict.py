"""The use case of ``kinchain simulate``: a predicted walk, alone or against the same person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kinchain.app.simulate.compare import differences
from kinchain.app.simulate.format import loads_of, stride_of, walk_of
from kinchain.app.simulate.order import SimulateOrder, person_from
from kinchain.app.simulate.runs import Runs, Walks, is_walk, walker_for
from kinchain.app.walk import silent
from kinchain.core.formats.simulation import SimulatedPerson, Simulation
from kinchain.simulate.gait_cycle import GaitCycle, Outcome, Person
from kinchain.simulate.settings import Settings, settings_from

__all__ = ["DISCLAIMER", "Predicted", "predict", "predicted", "simulate"]

DISCLAIMER = (
    "A computed what-if: a model of a body of this size, seen from the side, walked so. It is not "
    "a measurement of a person and not a diagnosis, and it can be wrong. A change of load is not "
    "a change of pain."
)


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
            compared |= differences(order, found.gait, base.gait, runs)
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
