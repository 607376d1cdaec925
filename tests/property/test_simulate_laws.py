"""Laws of predicted walking: derivatives, energy, mirror, seed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from kinchain.simulate._body import build_body
from kinchain.simulate._interval import SHARE
from kinchain.simulate._names import COORDINATES, N_Q, SIDES, SPHERES
from kinchain.simulate._parameters import FloatArray
from kinchain.simulate._problem import Problem
from kinchain.simulate._walk import outputs, unpacked
from kinchain.simulate.baselines import load_baselines, mirrored, nearest, remeshed
from kinchain.simulate.gait_cycle import Outcome, Person
from kinchain.simulate.impairments import parameters
from kinchain.simulate.settings import Settings, parse_settings
from kinchain.simulate.solver import Walker

PERSON = Person(75.0, 1.75)
COARSE = 24

SMALL = 1e-6
SLOPE_TOLERANCE = 1e-5
"""Of central differences over ``SMALL``, relative to the greatest entry."""

WORK_TOLERANCE = 0.03
"""Of the positive work: what the rule of integration, of third order, leaves."""

MIRROR_TOLERANCE = 0.05
"""Two searches end within the solver's tolerance of each other; of the peak."""


@lru_cache(maxsize=1)
def problem() -> Problem:
    return Problem(10)


@lru_cache(maxsize=1)
def point() -> tuple[FloatArray, FloatArray]:
    """Return a walk, shaken, and the parameters."""
    one = nearest(PERSON.height_m, 1.25)[0]
    x = remeshed(one.x, one.mesh, problem().mesh)
    random = np.random.default_rng(3)
    x = x + 0.02 * random.standard_normal(len(x))
    body = build_body(PERSON)
    p = parameters(body, parse_settings(["knee_pain=4", "cane@left=10"]))
    return x, np.append(p, np.zeros(problem().mesh * 2 * N_Q))


def test_gradients_are_those_of_finite_differences() -> None:
    x, p = point()
    way = np.random.default_rng(1).standard_normal(len(x))
    price, rows = problem().functions["grad_f"], problem().functions["jac_g"]
    ahead, behind = x + SMALL * way, x - SMALL * way
    slope = float(np.array(price(x, p)[1]).ravel() @ way)
    by_steps = (float(price(ahead, p)[0]) - float(price(behind, p)[0])) / (2.0 * SMALL)
    assert slope == pytest.approx(by_steps, rel=SLOPE_TOLERANCE)
    change = np.array(rows(x, p)[1] @ way).ravel()
    steps = np.array(rows(ahead, p)[0] - rows(behind, p)[0]).ravel() / (2.0 * SMALL)
    assert np.abs(change - steps).max() < SLOPE_TOLERANCE * np.abs(steps).max()


def test_curvature_is_that_of_finite_differences() -> None:
    x, p = point()
    random = np.random.default_rng(2)
    way, by_row = random.standard_normal(len(x)), random.standard_normal(problem().rows)
    price, rows = problem().functions["grad_f"], problem().functions["jac_g"]

    def gradient(at: FloatArray) -> FloatArray:
        own = np.array(price(at, p)[1]).ravel()
        return own + np.array(rows(at, p)[1].T @ by_row).ravel()

    upper = problem().functions["hess_lag"](x, p, 1.0, by_row)
    dense = upper.full()
    change = dense @ way + dense.T @ way - np.diag(dense) * way
    steps = (gradient(x + SMALL * way) - gradient(x - SMALL * way)) / (2.0 * SMALL)
    assert np.abs(change - steps).max() < 1e-4 * np.abs(steps).max()


def test_over_a_stride_the_work_of_all_forces_is_nothing() -> None:
    one = nearest(PERSON.height_m, 1.25)[0]
    course = unpacked(one.x, one.mesh)
    person = Person(one.mass_kg, one.height_m)
    p = parameters(build_body(person), Settings())
    _, moments, spheres, *_ = outputs(course, p)
    qd = course.states["qd"]
    joints = moments * qd
    trunk = course.states["lumbar"][:, 0] * qd[:, COORDINATES.index("lumbar_extension")]
    # What the floor takes: the energy that all coordinates lose to the spheres.
    share = np.tile(SHARE, one.mesh) / one.mesh * course.stride_s
    inner = share @ (joints.sum(axis=1) + trunk)
    positive = share @ np.maximum(joints, 0.0).sum(axis=1)
    floor = share @ _floor_power(course.states, p, spheres)
    assert abs(inner + floor) < WORK_TOLERANCE * positive


def _floor_power(states: dict[str, FloatArray], p: FloatArray, spheres: FloatArray) -> FloatArray:
    """Return the ground's power on the body: its forces times the speed of the soles' points."""
    from kinchain.simulate._casadi import ca
    from kinchain.simulate._parameters import Named, places
    from kinchain.simulate._skeleton import frames
    from kinchain.simulate._stage import ON_SEGMENT

    q, qd, held = ca.SX.sym("q", N_Q), ca.SX.sym("qd", N_Q), ca.SX.sym("p", len(places()))
    named = Named(held)
    placed = frames(named, q)
    speeds = []
    for side in SIDES:
        for sphere in SPHERES:
            frame = placed[f"{ON_SEGMENT[sphere]}_{side}"]
            name = f"sphere.{sphere}_{side}"
            centre = frame.at(named(f"{name}.x"), named(f"{name}.y"))
            velocity = ca.jtimes(centre, q, qd)
            spin = ca.jtimes(frame.angle, q, qd)
            speeds += [velocity[0] + spin * centre[1], velocity[1]]
    function = ca.Function("speeds", [q, qd, held], [ca.vertcat(*speeds)])
    n = len(states["q"])
    moving = np.array(function.map(n)(states["q"].T, states["qd"].T, np.tile(p[:, None], n))).T
    return np.asarray((moving * spheres).sum(axis=1))


@lru_cache(maxsize=4)
def solved(told: str) -> Outcome:
    return walker().solve(parse_settings([told]), speed_mps=1.25, time_limit_s=120.0)


@lru_cache(maxsize=1)
def walker() -> Walker:
    return Walker(PERSON, mesh=COARSE)


@pytest.mark.slow
def test_a_mirrored_setting_walks_mirrored() -> None:
    right = solved("quadriceps_strength_pct@right=60").gait
    left = solved("quadriceps_strength_pct@left=60").gait
    assert right is not None and left is not None
    for name in ("knee_contact", "fascia", "achilles"):
        one, other = getattr(right, name), getattr(left, name)
        for here, there in (("right", "left"), ("left", "right")):
            assert one[here].max() == pytest.approx(other[there].max(), rel=MIRROR_TOLERANCE)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_walk() -> None:
    first, again = (
        Walker(PERSON, mesh=COARSE).solve(Settings(), speed_mps=1.25, seed=5, time_limit_s=120.0)
        for _ in range(2)
    )
    assert first.objective == again.objective
    assert first.gait is not None and again.gait is not None
    assert np.array_equal(first.gait.fascia["right"], again.gait.fascia["right"])


def test_changing_legs_twice_changes_nothing() -> None:
    for one in load_baselines():
        assert np.allclose(mirrored(mirrored(one.x, one.mesh), one.mesh), one.x, atol=1e-6)
