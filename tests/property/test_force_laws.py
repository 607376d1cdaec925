"""Laws of muscle forces: conditions of an optimum, scaled mass, mirrored walk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kinchain.body._storage import read_table
from kinchain.body.compile import load_kernels
from kinchain.body.external_loads import ExternalLoads, external_loads
from kinchain.body.filtering import Motion, smooth_motion
from kinchain.body.inverse_dynamics import inverse_dynamics
from kinchain.body.joint_reactions import JointReactions, joint_reactions
from kinchain.body.model import Model, load_model
from kinchain.body.muscle_geometry import build_muscle_geometry, muscle_paths
from kinchain.body.muscles import build_muscles, fibre_forces
from kinchain.body.static_optimisation import (
    Actuator,
    StaticOptimisation,
    reserves,
    static_optimisation,
)
from kinchain.body.tree import frozen, whole

FloatArray = NDArray[np.float64]

OPTIMAL = 1e-5
"""Of the dearest price: slope of the sum at the optimum."""

SCALED = 1e-6
MIRRORED = 2e-3
"""Activations; left and right of this model differ by its rounding and its walk is planar."""

seeds = st.integers(0, 2**31)


@given(seeds, st.sampled_from([2, 3]), st.integers(1, 6), st.integers(2, 20))
@settings(max_examples=40)
def test_no_activation_is_worth_changing(seed: int, power: int, rows: int, n: int) -> None:
    """At an optimum a price of every moment exists at which each activation pays best."""
    rng = np.random.default_rng(seed)
    arm = rng.normal(0.0, 0.05, (1, n, rows)) * (rng.random((1, n, rows)) < 0.6)
    strength = rng.uniform(50.0, 3000.0, (1, n))
    moment = rng.normal(0.0, 30.0, (1, rows))
    motors = rng.uniform(1.0, 100.0, rows)
    low = np.array([0.01] * n + [-np.inf] * rows)
    high = np.array([1.0] * n + [np.inf] * rows)
    a, missing = np.empty((1, n + rows)), np.empty((1, rows))
    steps, state = np.empty(1, np.int64), np.empty(1, np.int64)
    load_kernels(module="_optimise_kernels").optimise(
        whole(np.arange(rows)), arm, strength, moment, whole(np.arange(rows)), frozen(motors),
        frozen(low), frozen(high), power, a, missing, steps, state,
    )  # fmt: skip
    assert state[0] == 0
    columns = np.hstack([(arm[0] * strength[0][:, None]).T, np.diag(motors)])
    np.testing.assert_allclose(columns @ a[0], moment[0], atol=1e-3)
    slope = power * np.abs(a[0]) ** (power - 1) * np.sign(a[0])
    price = slope[n:] / motors  # those without bounds tell the prices
    pay = columns.T @ price
    least = OPTIMAL * max(1.0, float(np.abs(pay).max()))
    inside = (a[0] > low + 1e-9) & (a[0] < high - 1e-9)
    assert np.abs(pay - slope)[inside].max(initial=0.0) < least
    assert (pay - slope)[a[0] <= low + 1e-9].max(initial=-1.0) < least
    assert (pay - slope)[a[0] >= high - 1e-9].min(initial=1.0) > -least


@given(seeds, st.sampled_from([2, 3]), st.integers(1, 10), st.integers(1, 30), st.booleans())
@settings(max_examples=80)
def test_any_frame_ends_whatever_is_asked(
    seed: int, power: int, rows: int, n: int, has_reserves: bool
) -> None:
    """Weak, doubled, powerless muscles and dependent moments: an answer within the bounds.

    The square always converges; of the cube a frame far beyond the muscles may not, and says so.
    """
    rng = np.random.default_rng(seed)
    arm = rng.normal(0.0, 0.05, (3, n, rows)) * (rng.random((n, rows)) < rng.random())
    arm[:, n - n // 2 :] = arm[:, : n // 2]
    if seed % 2 and rows > 1:
        arm[:, :, 1] = 2.0 * arm[:, :, 0]
    if seed % 3 == 0:
        arm[:, :, 0] = 0.0
    strength = rng.uniform(0.0, 3000.0, (3, n))
    strength[:, 0] = 0.0
    moment = rng.normal(0.0, 30.0, (3, rows)) * 10.0 ** rng.uniform(-4.0, 3.0)
    at = np.arange(rows) if has_reserves else np.zeros(0, np.int64)
    low = np.array([0.01] * n + [-1.0] * at.size)
    high = np.array([1.0] * n + [1.0] * at.size)
    a, missing = np.empty((3, low.size)), np.empty((3, rows))
    steps, state = np.empty(3, np.int64), np.empty(3, np.int64)
    load_kernels(module="_optimise_kernels").optimise(
        whole(np.arange(rows)), arm, strength, moment, whole(at),
        frozen(10.0 ** rng.uniform(-1.0, 2.0, at.size)), frozen(low), frozen(high), power, a,
        missing, steps, state,
    )  # fmt: skip
    assert set(state.tolist()) <= {0, 1} and np.isfinite(missing).all()
    assert power == 3 or not state.any()
    assert (a >= low - 1e-12).all() and (a <= high + 1e-12).all()


@dataclass(frozen=True)
class Walk:
    """A planar walk with its plates."""

    model: Model
    motion: Motion
    loads: ExternalLoads


@pytest.fixture(scope="module")
def walk(recordings: Path) -> Walk:
    folder = recordings / "opensim_gait10dof18musc_subject01"
    model = load_model(folder / "subject01.osim")
    table = read_table(folder / "subject01_walk_IK.mot")
    order = [table.names.index(name) for name in model.coordinates]
    q = table.values[:, order]
    q = np.ascontiguousarray(np.where(model.is_rotation, np.radians(q), q))
    time = np.linspace(table.time_s[0], table.time_s[-1], len(q))
    motion = smooth_motion(time, q, 6.0)
    forces = read_table(folder / "subject01_walk_grf.mot")
    at = [np.interp(time, forces.time_s, column) for column in forces.values.T]
    held = dict(zip(forces.names, at, strict=True))

    def vectors(stem: str) -> FloatArray:
        both = [[held[f"{lead}{stem}{axis}"] for axis in "xyz"] for lead in ("", "1_")]
        return np.moveaxis(np.array(both), 2, 0)

    loads = external_loads(
        time, ["calcn_r", "calcn_l"], vectors("ground_force_v"), vectors("ground_force_p"),
        vectors("ground_torque_"),
    )  # fmt: skip
    inner = slice(5, -5, 6)
    few = Motion(
        time[inner], motion.coordinates[inner], motion.speed[inner], motion.acceleration[inner]
    )
    return Walk(model, few, cut(loads, inner))


def cut(loads: ExternalLoads, frames: slice) -> ExternalLoads:
    return replace(
        loads, time_s=loads.time_s[frames], force_n=loads.force_n[frames],
        point_m=loads.point_m[frames], torque_nm=loads.torque_nm[frames],
    )  # fmt: skip


def solve(
    walk: Walk, motors: tuple[Actuator, ...], stronger: float = 1.0
) -> tuple[StaticOptimisation, JointReactions]:
    """Go the whole way from coordinates to joint reactions."""
    model, motion = walk.model, walk.motion
    muscles, geometry = build_muscles(model), build_muscle_geometry(model)
    paths = muscle_paths(geometry, motion.coordinates, motion.speed, with_pull=True)
    dynamics = inverse_dynamics(
        model, motion.coordinates, motion.speed, motion.acceleration, walk.loads
    )
    assert paths.speed_mps is not None
    fibres = fibre_forces(muscles, paths.length_m, paths.speed_mps)
    optimum = static_optimisation(
        model, muscles, dynamics.independent_force, paths.moment_arm_m,
        stronger * fibres.active_n, actuators=motors,
    )  # fmt: skip
    return optimum, joint_reactions(model, dynamics, geometry, paths, optimum.muscle_force_n)


def test_scaled_mass_and_strength_scale_all_forces(walk: Walk) -> None:
    motors = reserves(walk.model, reserve=10.0, residual=100.0)
    optimum, reactions = solve(walk, motors)
    assert set(optimum.outcome) == {"solved"}
    heavy = replace(
        walk.model, mass_kg=frozen(1.5 * walk.model.mass_kg),
        inertia_kg_m2=frozen(1.5 * walk.model.inertia_kg_m2),
    )  # fmt: skip
    loads = replace(
        walk.loads, force_n=1.5 * walk.loads.force_n, torque_nm=1.5 * walk.loads.torque_nm
    )
    strong = tuple(replace(one, strength=1.5 * one.strength) for one in motors)
    more, pressed = solve(Walk(heavy, walk.motion, loads), strong, 1.5)
    np.testing.assert_allclose(more.activation, optimum.activation, atol=SCALED)
    apart = np.abs(pressed.force_n - 1.5 * reactions.force_n).max()
    assert apart < SCALED * np.abs(reactions.force_n).max()


def test_mirrored_walk_has_mirrored_activations(walk: Walk) -> None:
    motors = reserves(walk.model, reserve=10.0, residual=100.0)
    optimum, reactions = solve(walk, motors)

    def swap(names: tuple[str, ...]) -> list[int]:
        other = {"r": "l", "l": "r"}
        twin = [f"{one[:-1]}{other.get(one[-1], one[-1])}" for one in names]
        return [names.index(b if b in names else a) for a, b in zip(names, twin, strict=True)]

    order = swap(walk.model.coordinates)
    motion = Motion(
        walk.motion.time_s, walk.motion.coordinates[:, order], walk.motion.speed[:, order],
        walk.motion.acceleration[:, order],
    )  # fmt: skip
    flip = np.array([1.0, 1.0, -1.0])
    loads = replace(
        walk.loads, bodies=walk.loads.bodies[::-1], force_n=walk.loads.force_n * flip,
        point_m=walk.loads.point_m * flip, torque_nm=-walk.loads.torque_nm * flip,
    )  # fmt: skip
    other, pressed = solve(Walk(walk.model, motion, loads), motors)
    there = other.activation[:, swap(optimum.muscles)]
    np.testing.assert_allclose(there, optimum.activation, atol=MIRRORED)
    right, left = (walk.model.bodies.index(one) for one in ("tibia_r", "tibia_l"))
    apart = pressed.force_n[:, left] * flip - reactions.force_n[:, right]
    assert np.abs(apart).max() < MIRRORED * np.abs(reactions.force_n[:, right]).max()
