"""Make the library of solved walks that ``kinchain.simulate`` starts from.

Run ``python tools/make_baselines.py``; it takes some minutes. All walks are sought from their
neighbours, the first from the library that is there. With ``--anew`` the first is sought from
made-up curves: one that follows them, then the model's own, with nothing to follow. Nothing of the
curves is left in what is stored.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from kinchain.gait.synthetic._norms import norms_at
from kinchain.simulate._casadi import ca
from kinchain.simulate._layout import INTERVAL, columns, interval_scale
from kinchain.simulate._names import COORDINATES, N_Q, SIDES, SPHERES
from kinchain.simulate._parameters import FloatArray, Named, packed, places
from kinchain.simulate._skeleton import frames
from kinchain.simulate._stage import ON_SEGMENT
from kinchain.simulate.baselines import FILE, Baseline, mirrored, nearest, start_from, stored
from kinchain.simulate.gait_cycle import Person
from kinchain.simulate.impairments import impaired
from kinchain.simulate.settings import Settings
from kinchain.simulate.solver import OPTIONS, Walker

MESH = 50
PEOPLE = ((75.0, 1.75), (55.0, 1.60), (95.0, 1.90))
SPEEDS_MPS = (1.25, 1.0, 0.75, 0.5, 1.5, 1.75)
FOLLOW = 200.0
"""Weight of following the curves in the first search."""

STRIDE_S, SINK_M, LEG_SHARE = 1.08, 0.004, 0.53


def curves(speed_mps: float, height_m: float, phase: FloatArray) -> FloatArray:
    """Return coordinates over the right leg's phase, shape (n, n_q); the pelvis' place is 0."""
    norms = norms_at(speed_mps / np.sqrt(9.80665 * LEG_SHARE * height_m))
    q = np.zeros((len(phase), N_Q))
    at = COORDINATES.index
    q[:, at("pelvis_tilt")], q[:, at("lumbar_extension")] = -0.19, 0.19
    for side, later in (("r", 0.0), ("l", 0.5)):
        own = phase + later
        for name, curve in (("hip_flexion", "hip_flexion"), ("knee_angle", "knee_flexion"),
                            ("ankle_angle", "ankle_flexion")):  # fmt: skip
            q[:, at(f"{name}_{side}")] = norms.curve(curve, own)
        part = own % 1.0
        q[:, at(f"mtp_angle_{side}")] = 0.6 * np.exp(-(((part - 0.60) / 0.08) ** 2))
        q[:, at(f"midfoot_angle_{side}")] = 0.09 * np.exp(-(((part - 0.40) / 0.15) ** 2))
    return q


def start_phase(speed_mps: float, height_m: float) -> float:
    """Return the phase at which the right thigh swings past the left."""
    phase = np.linspace(0.6, 0.95, 1000)
    q = curves(speed_mps, height_m, phase)
    right, left = (COORDINATES.index(f"hip_flexion_{side}") for side in SIDES)
    return float(phase[np.argmin(np.abs(q[:, right] - q[:, left]))])


def soles_m() -> Callable[[FloatArray, FloatArray], float]:
    """Return the function (q, parameters) -> height of every sphere over the floor."""
    q, p = ca.SX.sym("q", N_Q), ca.SX.sym("p", len(places()))
    named = Named(p)
    placed = frames(named, q)
    heights = []
    for side in SIDES:
        for sphere in SPHERES:
            x, y, radius = (
                named(f"sphere.{sphere}_{side}.{what}") for what in ("x", "y", "radius")
            )
            heights.append(placed[f"{ON_SEGMENT[sphere]}_{side}"].at(x, y)[1] - radius)
    lowest = ca.Function("lowest", [q, p], [ca.mmin(ca.vertcat(*heights))])
    return lambda q, p: float(lowest(q, p))


def first_guess(walker: Walker, speed_mps: float) -> tuple[FloatArray, FloatArray]:
    """Return variables after the curves, and the curves at the collocation points."""
    person, mesh = walker.person, walker.mesh
    share = ((np.arange(mesh)[:, None] + np.array([1.0 / 3.0, 1.0])) / mesh).ravel()
    q = curves(speed_mps, person.height_m, start_phase(speed_mps, person.height_m) + share)
    p, lowest = packed(impaired(walker.body, Settings())), soles_m()
    q[:, COORDINATES.index("pelvis_ty")] = [-lowest(one, p) - SINK_M for one in q]
    qd = slope(q, share * STRIDE_S)
    qd[:, COORDINATES.index("pelvis_tx")] = speed_mps
    qdd = np.clip(slope(qd, share * STRIDE_S), -100.0, 100.0)
    own, at = np.zeros((mesh, INTERVAL)), columns()
    for i in range(2):
        own[:, at.q[i]], own[:, at.qd[i]], own[:, at.qdd[i]] = q[i::2], qd[i::2], qdd[i::2]
        own[:, at.tendon[i]], own[:, at.load[i]], own[:, at.knee[i]] = 0.15, 0.6, 1.0
    own[:, at.activation] = 0.1
    return np.append((own / interval_scale()).ravel(), [STRIDE_S, speed_mps]), q


def slope(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return the rate of a course that repeats after the stride."""
    stride = STRIDE_S
    times = np.concatenate([time_s[-2:] - stride, time_s, time_s[:2] + stride])
    around = np.concatenate([values[-2:], values, values[:2]])
    return np.asarray(np.gradient(around, times, axis=0)[2:-2])


def solved(walker: Walker, speed_mps: float, guess: FloatArray, follow: FloatArray | None = None,
           weight: float = 0.0) -> FloatArray:  # fmt: skip
    """Return a healthy walk; raise where there is none."""
    values = impaired(walker.body, Settings()) | {"cost.tracking": weight}
    wanted = np.zeros((2 * walker.mesh, N_Q)) if follow is None else follow
    guess = guess.copy()
    guess[-1] = speed_mps
    low, high = walker.bounds(speed_mps)
    least, most = walker.problem.row_bounds()
    far = {"mu_strategy": "adaptive"} if weight else {}
    solver = walker.problem.solver(OPTIONS | {"max_iter": 1000} | far)
    begun = time.perf_counter()
    result = solver(x0=guess, lbx=low, ubx=high, lbg=least, ubg=most,
                    p=np.concatenate([packed(values), wanted.ravel()]))  # fmt: skip
    told = solver.stats()
    who = f"{walker.person.mass_kg:g} kg {walker.person.height_m:g} m {speed_mps:g} m/s"
    cost, taken = float(result["f"]), time.perf_counter() - begun
    sys.stderr.write(f"{who}: {told['return_status']}, {told['iter_count']} steps, cost "
                     f"{cost:.4f}, {taken:.1f} s\n")  # fmt: skip
    if not told["success"]:
        raise SystemExit(f"no walk: {who}")
    return np.array(result["x"]).ravel()


def even(walker: Walker, speed_mps: float, x: FloatArray) -> FloatArray:
    """Return the walk found from the mean of a walk and its mirror image: both legs alike."""
    return solved(walker, speed_mps, 0.5 * (x + mirrored(x, walker.mesh)))


def apart(speed_mps: float, height_m: float, who: tuple[float, float, float]) -> float:
    """Return how unlike a walk is: in m/s, or in the 0.4 m that count as much."""
    return abs(who[2] - speed_mps) + abs(who[1] - height_m) / 0.4


def main(anew: bool) -> None:
    """Seek all walks and write the library."""
    made: dict[tuple[float, float, float], FloatArray] = {}
    first: FloatArray | None = None
    for mass, height in PEOPLE:
        walker = Walker(Person(mass, height), mesh=MESH)
        if first is None and anew:
            guess, wanted = first_guess(walker, SPEEDS_MPS[0])
            guess = solved(walker, SPEEDS_MPS[0], guess, wanted, FOLLOW)
            first = solved(walker, SPEEDS_MPS[0], guess)
        elif first is None:
            first = start_from(nearest(height, SPEEDS_MPS[0])[0], height, MESH)
        for speed in SPEEDS_MPS:
            start = first
            if made:
                who = min(made, key=partial(apart, speed, height))
                start = start_from(Baseline(*who, MESH, made[who]), height, MESH)
            made[mass, height, speed] = even(walker, speed, solved(walker, speed, start))
    library = [Baseline(*who, MESH, x) for who, x in sorted(made.items())]
    path = Path(__file__).parents[1] / "src/kinchain/simulate" / FILE
    path.write_bytes(stored(library))
    sys.stderr.write(f"{len(library)} walks, {path.stat().st_size / 1e3:.0f} kB\n")


if __name__ == "__main__":
    main("--anew" in sys.argv[1:])
