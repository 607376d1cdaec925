"""The walker kept loaded, and the walks it found in one piece of work."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from kinchain.app.walk import silent
from kinchain.core.errors import Fault, KinchainError
from kinchain.simulate.gait_cycle import GaitCycle, Outcome, Person
from kinchain.simulate.settings import Settings

__all__ = ["Runs", "SolverMissingError", "Walks", "walker_for"]

KEPT = 2
"""So many bodies are kept loaded; each takes some hundred megabytes."""

LONGEST_S = 60.0
"""A single search ends after this long, with what it has."""

_WALKERS: OrderedDict[tuple[Person, int], Walks] = OrderedDict()


class SolverMissingError(KinchainError, ImportError):
    """What predictive walking needs is not installed."""


class Walks(Protocol):
    """What finds a walk; ``kinchain.simulate.solver.Walker`` does."""

    def solve(
        self,
        settings: Settings,
        *,
        speed_mps: float | None,
        starts: int = 1,
        seed: int = 0,
        time_limit_s: float = 60.0,
        progress: Callable[[str], None] | None = None,
    ) -> Outcome:
        """Find a walk.

        Parameters
        ----------
        settings
            What is set on the person.
        speed_mps
            Speed to keep, m/s; its own choice where None.
        starts, seed
            From how many starts, and what they are drawn by.
        time_limit_s
            When the search is given up, s.
        progress
            Told what is being done.
        """
        ...


def walker_for(person: Person, say: Callable[[str], None] = silent, mesh: int = 50) -> Walks:
    """Return the walker of a person, built once and kept loaded.

    Parameters
    ----------
    person
        Whom the body is scaled to.
    say
        Told what is being done.
    mesh
        Intervals of the stride.

    Raises
    ------
    SolverMissingError
        If a library is not installed.
    """
    # Searches fail with a woman's proportions so far: all walk with those between both.
    person = replace(person, sex=None)
    key = (person, mesh)
    if key in _WALKERS:
        _WALKERS.move_to_end(key)
        return _WALKERS[key]
    say("Building the body that walks")
    try:
        from kinchain.simulate.solver import Walker
    except ModuleNotFoundError as error:
        raise _missing(error.name or "casadi") from None
    walker: Any = Walker(person, mesh=mesh)
    _WALKERS[key] = walker
    while len(_WALKERS) > KEPT:
        _WALKERS.popitem(last=False)
    return _WALKERS[key]


def _missing(name: str) -> SolverMissingError:
    if name.startswith("kinchain"):
        return SolverMissingError(
            Fault("the walking model is not part of this installation", "kinchain simulate",
                  "kinchain with its simulate room", "install a whole kinchain")
        )  # fmt: skip
    return SolverMissingError(
        Fault(f"the library '{name}' is not installed", "kinchain simulate",
              f"{name}, which searches for the walk",
              f"install it, for example: pip install {name}")
    )  # fmt: skip


class Runs:
    """Walks found for one person in one piece of work, each searched for once.

    Parameters
    ----------
    walker
        What finds a walk.
    starts, seed
        Of each search.
    time_limit_s
        Of each search, s.
    budget_s
        Of all searches together, s; when it is spent, ``is_spent`` says so.
    say
        Told what is being done.
    """

    def __init__(
        self,
        walker: Walks,
        *,
        starts: int = 1,
        seed: int = 0,
        time_limit_s: float = LONGEST_S,
        budget_s: float = float("inf"),
        say: Callable[[str], None] = silent,
    ) -> None:
        self._walker = walker
        self._starts, self._seed = starts, seed
        self._limit_s = time_limit_s
        self._until = time.monotonic() + budget_s
        self._say = say
        self._found: dict[tuple[frozenset[Any], float | None, int], Outcome] = {}

    @property
    def n_solved(self) -> int:
        """How many walks were searched for."""
        return len(self._found)

    def is_spent(self) -> bool:
        """Say whether the time for all searches together is over."""
        return time.monotonic() >= self._until

    def outcome(
        self, settings: Settings, speed_mps: float | None, what: str = "", *, starts: int = 0
    ) -> Outcome:
        """Find the walk under these settings, or return it where it was found before.

        Parameters
        ----------
        settings
            What is set.
        speed_mps
            Speed to keep, or None for the speed of its own choice, m/s.
        what
            What is being searched for, in words, for progress.
        starts
            From how many starts; 0 for as many as is usual here.
        """
        starts = starts or self._starts
        key = (frozenset(settings.changed()), speed_mps, starts)
        if key not in self._found:
            if what:
                self._say(what)
            left = self._until - time.monotonic()
            limit = max(1.0, min(self._limit_s, left)) if self._found else self._limit_s
            self._found[key] = self._walker.solve(
                settings, speed_mps=speed_mps, starts=starts, seed=self._seed,
                time_limit_s=limit, progress=self._say,
            )  # fmt: skip
        return self._found[key]

    def gait(self, settings: Settings, speed_mps: float | None, what: str = "") -> GaitCycle | None:
        """Return the stride found, or None where none was.

        Parameters
        ----------
        settings
            What is set.
        speed_mps
            Speed to keep, or None, m/s.
        what
            What is being searched for, in words.
        """
        found = self.outcome(settings, speed_mps, what)
        return found.gait if is_walk(found) else None


def is_walk(outcome: Outcome) -> bool:
    """Say whether a search ended in a walk that can be told of.

    Parameters
    ----------
    outcome
        What it ended in.
    """
    return outcome.gait is not None and outcome.status in {"converged", "other_minimum"}
