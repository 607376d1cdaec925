"""Search for a walk: one problem built once, warm starts, several starts, an outcome always."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.simulate._body import build_body
from kinchain.simulate._layout import (
    INTERVAL,
    N_STAGES,
    SPEED_MPS,
    STRIDE_S,
    columns,
    interval_bounds,
    interval_scale,
)
from kinchain.simulate._names import COORDINATES, N_Q
from kinchain.simulate._parameters import FloatArray
from kinchain.simulate._problem import Problem
from kinchain.simulate._walk import gait_cycle
from kinchain.simulate.baselines import nearest, start_from
from kinchain.simulate.gait_cycle import Outcome, Person
from kinchain.simulate.impairments import parameters
from kinchain.simulate.settings import HEALTHY, Settings

__all__ = ["Walker"]

MESH = (10, 200)
USUAL_MPS = 1.25
SAME = 0.01
"""Costs that differ by less than this share are of the same walk [expert]."""

NOISE = 0.03
"""How far further starts are shaken, in usual sizes of the variables [expert]."""

OPTIONS: dict[str, Any] = {
    "linear_solver": "mumps", "mumps_pivot_order": 5, "mumps_scaling": 0,
    "nlp_scaling_method": "none", "tol": 3e-4, "constr_viol_tol": 1e-4, "dual_inf_tol": 1e-1,
    "compl_inf_tol": 2e-5, "acceptable_tol": 1e-2, "acceptable_constr_viol_tol": 1e-3,
    "acceptable_dual_inf_tol": 1.0, "acceptable_iter": 8, "print_level": 0, "max_iter": 150,
    "sb": "yes", "mu_strategy": "monotone", "mu_init": 1e-4,
    "bound_push": 1e-4, "bound_frac": 1e-4, "slack_bound_push": 1e-4, "slack_bound_frac": 1e-4,
}  # fmt: skip
"""Of IPOPT; errors are in scaled units: 1e-4 is 5 mN m at a joint."""

BEARABLE, LEAST_REACH = 1.5, 0.3
"""Greatest imbalance that a new setting may put on the walk before it, scaled: 75 N m at a large
joint; and the share that is tried in any case [expert, from trials]."""

LEAST_PART = 0.02
"""Parts of the way to what is set that are smaller than this are given up."""

ON_THE_WAY: dict[str, Any] = {"tol": 3e-3, "compl_inf_tol": 1e-3, "max_iter": 50}
"""Of walks on the way, that nobody sees."""

FOUND = {"Solve_Succeeded", "Solved_To_Acceptable_Level", "Feasible_Point_Found"}
LATE = {"Maximum_WallTime_Exceeded", "Maximum_CpuTime_Exceeded", "User_Requested_Stop"}


@dataclass(frozen=True)
class Found:
    """What one search ended in.

    Parameters
    ----------
    x
        Variables as the solver sees them.
    cost
        Its cost.
    status
        IPOPT's word.
    iterations
        Steps.
    """

    x: FloatArray
    cost: float
    status: str
    iterations: int

    @property
    def is_found(self) -> bool:
        """Whether it is a walk."""
        return self.status in FOUND


@lru_cache(maxsize=2)
def _problem(mesh: int) -> Problem:
    return Problem(mesh)


class Walker:
    """A person's walking model, kept loaded.

    Parameters
    ----------
    person
        Whom the body is scaled to.
    mesh
        Number of intervals of a stride, 10 to 200.

    Raises
    ------
    InputError
        If the mesh is out of range.
    """

    def __init__(self, person: Person, *, mesh: int = 50) -> None:
        if not MESH[0] <= mesh <= MESH[1]:
            raise InputError(
                Fault("is no usable mesh", "mesh", f"{MESH[0]} to {MESH[1]} intervals", "use 50")
            )
        self.person = person
        self.mesh = mesh
        self.body = build_body(person)
        self.problem = _problem(mesh)
        low, high = self.problem.row_bounds()
        self._equal = low == high

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
        """Find how this person would walk.

        Parameters
        ----------
        settings
            What is set.
        speed_mps
            Mean speed, 0.2 to 2.5 m/s; None to let the walk choose its own.
        starts
            Number of starts, 1 or more.
        seed
            Of what shakes the further starts.
        time_limit_s
            Longest time to take, s.
        progress
            Told in plain words what is going on.

        Returns
        -------
        outcome
            The walk, or why there is none; never an endless search.

        Raises
        ------
        InputError
            If the speed, the starts or the time are no usable numbers.
        """
        _check(speed_mps, starts, time_limit_s)
        begun = time.perf_counter()
        missing = settings.not_modelled()
        if missing:
            return Outcome("not_modelled", _not_modelled(missing), None, None, 0.0, 0, 0)
        tell = progress or (lambda _: None)
        until = begun + time_limit_s
        tried: list[Found] = []
        for number, guess in enumerate(self._guesses(speed_mps, starts, seed)):
            if number and time.perf_counter() >= until:
                break
            tell(f"start {number + 1} of {starts}")
            tried.append(self._search(settings, speed_mps, guess, until, tell))
        return self._outcome(settings, tried, starts, time.perf_counter() - begun)

    def _guesses(self, speed_mps: float | None, starts: int, seed: int) -> list[FloatArray]:
        wanted = USUAL_MPS if speed_mps is None else speed_mps
        library = nearest(self.person.height_m, wanted)
        if not library:
            raise InputError(
                Fault("has no walk to start from", "library of walks", "baselines.npz",
                      "make it by tools/make_baselines.py")
            )  # fmt: skip
        random = np.random.default_rng(seed)
        made = []
        for number in range(starts):
            one = library[number % min(len(library), 3)]
            x = start_from(one, self.person.height_m, self.mesh)
            if number:
                x[:-2] += NOISE * random.standard_normal(len(x) - 2)
            x[-1] = wanted
            made.append(x)
        return made

    def _search(
        self,
        settings: Settings,
        speed_mps: float | None,
        guess: FloatArray,
        until: float,
        tell: Callable[[str], None],
    ) -> Found:
        """Go from healthy to what is set, in parts no greater than the last walk can bear."""
        x, done, most, count = guess, 0.0, 1.0, 0
        while True:
            share = self._reach(settings, x, done, most)
            own = settings if share == 1.0 else _part(settings, share)
            found = self._run(own, speed_mps, x, until, share < 1.0)
            count += found.iterations
            if found.is_found:
                x, done, most = found.x, share, 1.0
            else:
                most = done + 0.5 * (share - done)
            is_over = found.status in LATE or most - done < LEAST_PART
            if done == 1.0 or is_over:
                return replace(found, iterations=count)
            tell(f"{100.0 * done:.0f} % of what is set")

    def _reach(self, settings: Settings, x: FloatArray, done: float, most: float) -> float:
        """Return how far towards what is set a walk can be taken at once."""
        share = most
        while share - done > LEAST_REACH:
            own = settings if share == 1.0 else _part(settings, share)
            rows = self.problem.functions["jac_g"](x, self._given(own))[0]
            if float(np.abs(np.array(rows)[self._equal]).max()) < BEARABLE:
                break
            share = done + 0.6 * (share - done)
        return share

    def _given(self, settings: Settings) -> FloatArray:
        followed = np.zeros(self.mesh * N_STAGES * N_Q)
        return np.concatenate([parameters(self.body, settings), followed])

    def _run(
        self,
        settings: Settings,
        speed_mps: float | None,
        guess: FloatArray,
        until: float,
        is_part: bool,
    ) -> Found:
        left = {"max_wall_time": max(0.5, until - time.perf_counter())}
        solver = self.problem.solver(OPTIONS | left | (ON_THE_WAY if is_part else {}))
        low, high = self.bounds(speed_mps)
        least, most = self.problem.row_bounds()
        result = solver(x0=guess, lbx=low, ubx=high, lbg=least, ubg=most, p=self._given(settings))
        told = solver.stats()
        x = np.array(result["x"]).ravel()
        return Found(x, float(result["f"]), told["return_status"], int(told["iter_count"]))

    def bounds(self, speed_mps: float | None) -> tuple[FloatArray, FloatArray]:
        """Return lower and upper bounds of the variables as the solver sees them.

        Parameters
        ----------
        speed_mps
            Speed, m/s; None where it is free.
        """
        low, high = (np.tile(one / interval_scale(), self.mesh) for one in interval_bounds())
        last = (self.mesh - 1) * INTERVAL + columns().q[1, COORDINATES.index("pelvis_tx")]
        low[last] = high[last] = 0.0
        slow, fast = SPEED_MPS if speed_mps is None else (speed_mps, speed_mps)
        return np.append(low, [STRIDE_S[0], slow]), np.append(high, [STRIDE_S[1], fast])

    def _outcome(
        self, settings: Settings, tried: list[Found], starts: int, taken_s: float
    ) -> Outcome:
        steps = sum(one.iterations for one in tried)
        found = [one for one in tried if one.is_found]
        if not found:
            late = any(one.status in LATE for one in tried)
            advice = STOPPED if late else INFEASIBLE
            notes = tuple(f"start {i + 1}: {one.status}" for i, one in enumerate(tried))
            status: Any = "stopped" if late else "infeasible"
            return Outcome(status, advice, None, None, taken_s, len(tried), steps, notes)
        best = min(found, key=lambda one: one.cost)
        other = [one for one in found if one.cost > best.cost * (1.0 + SAME)]
        notes = tuple(
            f"start {i + 1} ended {100.0 * (one.cost / best.cost - 1.0):.1f} % costlier"
            if one.is_found else f"start {i + 1}: {one.status}"
            for i, one in enumerate(tried) if one is not best
        )  # fmt: skip
        gait = gait_cycle(best.x, self.mesh, parameters(self.body, settings))
        return Outcome(
            "other_minimum" if other else "converged",
            OTHER if other else CONVERGED,
            gait, best.cost, taken_s, len(tried), steps, notes,
        )  # fmt: skip


CONVERGED = "A walk was found."
OTHER = ("Several starts ended in different walks; this is the cheapest. Look at both before "
         "trusting a small difference.")  # fmt: skip
STOPPED = "Out of time before a walk was found. Allow more time, or set fewer things at once."
INFEASIBLE = ("No walk was found under these conditions: this body, so limited, may not be able to "
              "walk at this speed. Try a slower speed, or milder settings.")  # fmt: skip


def _not_modelled(names: tuple[str, ...]) -> str:
    return (f"Not modelled yet: {', '.join(names)}. These act sideways, and the model walks in "
            "the plane of walking only. Leave them out to simulate the rest.")  # fmt: skip


def _part(settings: Settings, share: float) -> Settings:
    """Return settings that go only a share of the way from healthy."""
    return Settings(
        tuple(
            (name, leg, HEALTHY[name] + share * (value - HEALTHY[name]))
            for name, leg, value in settings.told
        )
    )


def _check(speed_mps: float | None, starts: int, time_limit_s: float) -> None:
    faults = []
    low, high = SPEED_MPS
    if speed_mps is not None and not low <= speed_mps <= high:
        faults.append(
            Fault("is no walking speed", "speed_mps", f"{low:g} to {high:g} m/s, or None",
                  "give metres per second, or None for a self-chosen speed")
        )  # fmt: skip
    if starts < 1:
        faults.append(Fault("is too few", "starts", "1 or more", "use 1 to 5"))
    if not time_limit_s > 0.0:
        faults.append(Fault("is no time", "time_limit_s", "more than 0 s", "use 60"))
    if faults:
        raise InputError(faults)
