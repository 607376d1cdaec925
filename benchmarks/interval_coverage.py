# ruff: noqa: T201  it is a script that prints
"""Do 90 % intervals hold the truth? ``python benchmarks/interval_coverage.py [N_WALKS]``.

Made walks of made people (size, speed, sex, seed) are taken from markers and plates to loads with
the default body, as ``kinchain loads`` does. For each, one truth is drawn from the stated
uncertainties and worked out the long way: a model whose joint centres lie elsewhere (muscles with
them) and whose legs weigh more, with other muscles, other forces and places of the ground, another
foot. The intervals
come the short way (statics, ``body/spread.py``). Printed for every load: how often the interval
held the truth, and its median width over the peak.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kinchain.app.loads.compute import ComputedLoads, work_out_loads
from kinchain.app.loads.curves import STEP_SHARE, load_curve
from kinchain.app.loads.draw import BY_MUSCLES, ground_of_draws, loads_of_draws
from kinchain.app.loads.joints import JointLoads
from kinchain.app.loads.muscles import muscles_in, optimum_of
from kinchain.app.loads.spread import N_POINTS, load_spread, stance_of, start_of_draws
from kinchain.app.loads.unsure import CENTRE_M, SURE_PLATES, unsure_body
from kinchain.body.external_loads import external_loads
from kinchain.body.inverse_dynamics import inverse_dynamics
from kinchain.body.joint_reactions import joint_reactions
from kinchain.body.model import Model, build_model
from kinchain.body.osim.model import OsimFrame
from kinchain.core.trial import LegSide
from kinchain.gait.synthetic import SyntheticWalk

SIDES: tuple[LegSide, LegSide] = ("left", "right")
Draw = Mapping[str, np.ndarray]


def walk(seed: int) -> ComputedLoads:
    """Make a person and a walk, and work out its loads."""
    rng = np.random.default_rng(seed)
    height = rng.normal(1.70, 0.09)
    settings = SyntheticWalk(
        height_m=height, mass_kg=rng.normal(23.5, 3.0) * height**2,
        sex="female" if rng.random() < 0.5 else "male", speed_mps=rng.uniform(0.9, 1.5),
        duration_s=3.2, seed=seed, person_variation=1.0,
    )  # fmt: skip
    return work_out_loads(settings.make().trial, None)


def moved(frame: OsimFrame, shift: np.ndarray) -> OsimFrame:
    """Return a frame moved by ``shift`` (m)."""
    *first, last = frame.translation_m or ((0.0, 0.0, 0.0),)
    x, y, z = np.add(last, shift)
    return replace(
        frame, translation_m=(*first, (x, y, z)),
        rotation_rad=frame.rotation_rad or ((0.0, 0.0, 0.0),),
    )  # fmt: skip


def other_body(model: Model, side: LegSide, draw: Draw) -> Model:
    """Return the body as it truly is in a draw."""
    end = side[0]
    centres = {f"{name}_{end}": draw[f"centre_{name}"][0] for name in CENTRE_M}
    leg = draw["leg_mass"][0]
    joints = tuple(
        replace(
            joint, parent=moved(joint.parent, centres[joint.child.body]),
            child=moved(joint.child, centres[joint.child.body]),
        )
        if joint.child.body in centres else joint
        for joint in model.source.joints
    )  # fmt: skip
    bodies = tuple(
        replace(one, mass_kg=leg * one.mass_kg,
                inertia_kg_m2=tuple(leg * x for x in one.inertia_kg_m2))
        if one.name.endswith(f"_{end}") else one
        for one in model.source.bodies
    )  # fmt: skip
    return build_model(replace(model.source, joints=joints, bodies=bodies))


def truth(done: ComputedLoads, side: LegSide, draw: Draw) -> dict[str, np.ndarray]:
    """Return the true curves of one draw, worked out the long way."""
    assert done.work is not None and done.ground is not None
    work = done.work
    stance = stance_of(work, done.ground, side)
    assert stance is not None
    start, end, frames = stance
    base = start_of_draws(work, done.ground, side, frames)
    found = loads_of_draws(work, base, side, draw)  # foot and ground; joints follow below
    body = other_body(work.model, side, draw)
    force, point = (one[0] for one in ground_of_draws(base, work, side, draw))
    clock = work.motion.time_s[frames]
    loads = external_loads(clock, [f"calcn_{side[0]}"], force[:, None], point[:, None])
    moved_as = work.dynamics.motion
    q, u, a = (np.ascontiguousarray(one[frames]) for one in
               (moved_as.coordinates, moved_as.speed, moved_as.acceleration))  # fmt: skip
    dynamics = inverse_dynamics(body, q, u, a, loads)
    paths, strength = muscles_in(work.model, dynamics.motion)
    paths = replace(paths, moment_arm_m=draw["arm"][0][None, :, None] * paths.moment_arm_m)
    strength = strength * draw["strength"][0]
    bare = joint_reactions(body, dynamics)
    # Muscles go with the centres: what they add to a joint is as with the centres unmoved.
    usual = inverse_dynamics(work.model, q, u, a, loads)
    asked = replace(usual, independent_force=dynamics.independent_force)
    optimum, with_them = optimum_of(work.model, asked, paths, strength)
    without = joint_reactions(work.model, usual)
    assert with_them is not None
    full = replace(
        bare, force_n=bare.force_n + with_them.force_n - without.force_n,
        moment_nm=bare.moment_nm + with_them.moment_nm - without.moment_nm,
    )  # fmt: skip
    held = JointLoads(work.model, dynamics, bare, full, optimum, work.height_m)
    curves, spans, _ = held.of(side)
    for name, values in curves.items():
        true = values
        if name in spans:
            half = 0.5 * (spans[name][:, 1] - spans[name][:, 0])
            true = np.maximum(true + draw["split"][0] / 1.645 * half, 0.0)
        if name in BY_MUSCLES:
            true = true * draw["method"][0]
        found[name] = true[None] / draw["mass"][0]
    at = np.linspace(start, end, N_POINTS)
    return {name: np.interp(at, clock, values[0]) for name, values in found.items()}


def main(n_walks: int) -> None:
    """Print the table."""
    warnings.filterwarnings("ignore")
    held: dict[str, list[bool]] = defaultdict(list)
    width: dict[str, list[float]] = defaultdict(list)
    began = time.perf_counter()
    for seed in range(n_walks):
        done = walk(7000 + seed)
        if done.work is None or done.ground is None:
            print(f"walk {seed}: no loads")
            continue
        drawn = load_spread(done.work, done.ground)
        rng = np.random.default_rng([99, seed])
        side = SIDES[seed % 2]
        if side not in drawn:
            continue
        n_muscles = 0 if done.work.optimum is None else len(done.work.optimum.muscles)
        draw = unsure_body(SURE_PLATES, mass_is_told=True).drawn(rng, 1, n_muscles)
        true = truth(done, side, draw)
        step = 1.0 + STEP_SHARE * rng.standard_normal()
        for name, one in drawn[side].items():
            curve = load_curve(name, one.nominal[None], one)
            low, high = curve.interval_90
            peak = float(true[name].max()) * step
            held[name].append(low <= peak <= high)
            width[name].append((high - low) / max(abs(curve.peak), 1e-9))
        if sys.stderr.isatty():
            print(f"\r{seed + 1} of {n_walks}", end="", file=sys.stderr)
    print(f"{n_walks} walks, {time.perf_counter() - began:.0f} s")
    print("load                                              held, %   width / peak")
    for name, hits in held.items():
        print(f"{name:48s} {100 * np.mean(hits):7.1f}   {np.median(width[name]):6.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
