"""A solution as a gait cycle: resampled from the right foot's initial contact on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kinchain.simulate._casadi import Sym, ca
from kinchain.simulate._interval import AT, symbols
from kinchain.simulate._joint_forces import knee_load
from kinchain.simulate._layout import INTERVAL, N_STAGES, columns, interval_scale
from kinchain.simulate._names import COORDINATES, LEG, MUSCLES, SIDES, SPHERES
from kinchain.simulate._parameters import FloatArray, Named, places
from kinchain.simulate._stage import instant
from kinchain.simulate.gait_cycle import LEGS, GaitCycle

N_POINTS = 101
TOUCH_BW = 0.03
"""A foot is on the ground above this share of body weight [expert]."""

JOINTS = {"hip": "thigh", "knee": "shank", "ankle": "hind", "midfoot": "fore", "mtp": "toes"}
DRAWN = (
    "pelvis", "trunk_top",
    *(f"{name}_{side}" for side in SIDES for name in (*JOINTS, "heel", "toe")),
)  # fmt: skip
TRUNK_M = 0.5
"""Length of the trunk as drawn."""


@dataclass(frozen=True)
class Course:
    """A solution at its collocation points; times are those of the problem, not from contact.

    Parameters
    ----------
    time_s
        Shape (n,), after 0, up to the stride time.
    stride_s, speed_mps
        Of the stride.
    states
        Variable of an instant -> (n, size), unscaled.
    """

    time_s: FloatArray
    stride_s: float
    speed_mps: float
    states: dict[str, FloatArray]


def unpacked(x: FloatArray, mesh: int) -> Course:
    """Return a solution at its collocation points.

    Parameters
    ----------
    x
        Variables as the solver sees them.
    mesh
        Number of intervals.
    """
    at, stride, speed = columns(), float(x[-2]), float(x[-1])
    own = x[:-2].reshape(mesh, INTERVAL) * interval_scale()
    n = N_STAGES * mesh
    states = {
        name: own[:, getattr(at, name)].reshape(n, -1)
        for name in ("q", "qd", "qdd", "tendon", "tendon_rate", "load", "knee")
    }
    for name in ("activation", "lumbar"):
        end = own[:, getattr(at, name)]
        before = np.roll(end, 1, axis=0)
        both = [before + share * (end - before) for share in AT]
        states[name] = np.stack(both, axis=1).reshape(n, -1)
    share = (np.arange(mesh)[:, None] + np.array(AT)[None, :]).ravel() / mesh
    return Course(stride * share, stride, speed, states)


@lru_cache(maxsize=1)
def _outputs() -> Sym:
    s = symbols()
    p = ca.SX.sym("p", len(places()))
    named = Named(p)
    now = instant(named, s)
    knees = [knee_load(named, s, now, side) for side in SIDES]
    spheres = [now.touches[f"{sphere}_{side}"] for side in SIDES for sphere in SPHERES]
    drawn = {"pelvis": now.placed["torso"].origin,
             "trunk_top": now.placed["torso"].at(0.0, TRUNK_M)}  # fmt: skip
    for side in SIDES:
        for name, segment in JOINTS.items():
            drawn[f"{name}_{side}"] = now.placed[f"{segment}_{side}"].origin
        for name, segment, sphere in (("heel", "hind", "heel"), ("toe", "toes", "toe")):
            at = [named(f"sphere.{sphere}_{side}.{axis}") for axis in "xy"]
            drawn[f"{name}_{side}"] = now.placed[f"{segment}_{side}"].at(*at)
    results = [
        ca.vertcat(*(drawn[name] for name in DRAWN)),
        now.muscle_moment + now.passive_moment,
        ca.vertcat(*(ca.vertcat(one.along, one.up) for one in spheres)),
        ca.vertcat(*(now.arches[side].fascia_n for side in SIDES)),
        ca.vertcat(*(now.arches[side].strain for side in SIDES)),
        ca.vertcat(*(one.contact for one in knees), *(one.kneecap for one in knees)),
        now.muscle_n,
        sum(named(f"muscle.{name}.force") * named(f"muscle.{name}.fibre") * one.power
            for name, one in zip(MUSCLES, now.fibres, strict=True)),
    ]  # fmt: skip
    return ca.Function("outputs", [*vars(s).values(), p], results)


def outputs(course: Course, p: FloatArray) -> list[FloatArray]:
    """Return what acts at every collocation point, each of shape (n, size).

    Parameters
    ----------
    course
        The solution.
    p
        Parameters.
    """
    n = len(course.time_s)
    given = [one.T for one in course.states.values()]
    results = _outputs().map(n)(*given, np.tile(p[:, None], n))
    return [np.array(one).T for one in results]


def gait_cycle(x: FloatArray, mesh: int, p: FloatArray) -> GaitCycle:
    """Return a solution as a stride from the right foot's initial contact.

    Parameters
    ----------
    x
        Variables as the solver sees them.
    mesh
        Number of intervals.
    p
        Parameters.
    """
    course = unpacked(x, mesh)
    drawn, moments, spheres, fascia, strain, knees, muscles, _ = outputs(course, p)
    up = spheres.reshape(len(spheres), len(SIDES), len(SPHERES), 2)
    start = _contact(course, up[:, 0, :, 1].sum(axis=1) / p[places()["global.weight"]])
    time = np.linspace(0.0, course.stride_s, N_POINTS)

    def over(values: FloatArray) -> FloatArray:
        flat = values.reshape(len(values), -1)
        made = [np.interp(start + time, course.time_s, one, period=course.stride_s)
                for one in flat.T]  # fmt: skip
        return np.stack(made, axis=-1).reshape((N_POINTS, *values.shape[1:]))

    q = over(course.states["q"])
    ahead = course.speed_mps * time
    tx = COORDINATES.index("pelvis_tx")
    points = over(drawn).reshape(N_POINTS, len(DRAWN), 2)
    # The problem's forward place is relative to the mean progress.
    points[:, :, 0] += (ahead - q[0, tx])[:, None]
    q[:, tx] += ahead - q[0, tx]
    turned = over(moments)
    up, muscle, activation = over(up), over(muscles), over(course.states["activation"])
    by_leg = {"right": 0, "left": 1}
    calf = [muscle[:, i] + muscle[:, j] for i, j in _calves()]
    fascia, strain, knees = over(fascia), over(strain), over(knees)
    names = [f"{joint}_{side}" for side in SIDES for joint in LEG]
    return GaitCycle(
        time_s=time,
        speed_mps=course.speed_mps,
        coordinates={name: q[:, i] for i, name in enumerate(COORDINATES)},
        joints={name: points[:, i] for i, name in enumerate(DRAWN)},
        moments={name: turned[:, COORDINATES.index(name)] for name in names},
        ground={leg: up[:, by_leg[leg]].sum(axis=1) for leg in LEGS},
        regions={f"{sphere}_{side}": up[:, k, i, 1] for k, side in enumerate(SIDES)
                 for i, sphere in enumerate(SPHERES)},
        fascia={leg: fascia[:, by_leg[leg]] for leg in LEGS},
        fascia_strain={leg: strain[:, by_leg[leg]] for leg in LEGS},
        achilles={leg: calf[by_leg[leg]] for leg in LEGS},
        knee_contact={leg: knees[:, by_leg[leg]] for leg in LEGS},
        patellofemoral={leg: knees[:, 2 + by_leg[leg]] for leg in LEGS},
        muscles={name: muscle[:, i] for i, name in enumerate(MUSCLES)},
        activations={name: activation[:, i] for i, name in enumerate(MUSCLES)},
    )  # fmt: skip


def _calves() -> list[tuple[int, int]]:
    return [(MUSCLES.index(f"gastroc_{side}"), MUSCLES.index(f"soleus_{side}")) for side in SIDES]


def _contact(course: Course, load_bw: FloatArray) -> float:
    """Return when the right foot comes down, by linear interpolation."""
    fine = np.linspace(0.0, course.stride_s, 2001)[:-1]
    load = np.interp(fine, course.time_s, load_bw, period=course.stride_s)
    on = load > TOUCH_BW
    down = np.flatnonzero(on & ~np.roll(on, 1))
    if not len(down):
        return 0.0
    # Of several touches that after the longest time in the air.
    air = [np.count_nonzero(~_before(on, int(i))) for i in down]
    return float(fine[down[int(np.argmax(air))]])


def _before(on: npt.NDArray[np.bool_], i: int) -> npt.NDArray[np.bool_]:
    """Return what came before a moment, back to the last time on the ground."""
    back = np.roll(on, -i)[::-1]
    last = int(np.argmax(back)) if back.any() else len(back)
    return back[:last]
