"""Solved healthy walks that searches start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import BytesIO

import numpy as np

from kinchain.simulate._layout import INTERVAL, N_STAGES, columns
from kinchain.simulate._names import COORDINATES
from kinchain.simulate._parameters import FloatArray

__all__ = ["FILE", "Baseline", "load_baselines", "nearest", "remeshed", "stored"]

FILE = "baselines.npz"
"""Made by ``tools/make_baselines.py``: walks that this model itself found."""

METRE_PER_MPS = 0.4
"""A difference in height of so many metres counts as much as one of 1 m/s in speed [expert]."""


@dataclass(frozen=True)
class Baseline:
    """A solved walk.

    Parameters
    ----------
    mass_kg, height_m
        Whose.
    speed_mps
        How fast.
    mesh
        Number of intervals.
    x
        Variables as the solver sees them.
    """

    mass_kg: float
    height_m: float
    speed_mps: float
    mesh: int
    x: FloatArray


@lru_cache(maxsize=1)
def load_baselines() -> tuple[Baseline, ...]:
    """Return the library; empty where the file is missing."""
    try:
        data = resources.files(__package__).joinpath(FILE).read_bytes()
    except FileNotFoundError:
        return ()
    with np.load(BytesIO(data)) as held:
        about, walks = held["about"], held["x"].astype(np.float64)
    return tuple(
        Baseline(float(kg), float(m), float(mps), int(mesh), x)
        for (kg, m, mps, mesh), x in zip(about, walks, strict=True)
    )


def stored(walks: Sequence[Baseline]) -> bytes:
    """Return a library as the bytes of its file; all of one mesh.

    Parameters
    ----------
    walks
        The walks.
    """
    out = BytesIO()
    about = np.array([(one.mass_kg, one.height_m, one.speed_mps, one.mesh) for one in walks])
    np.savez_compressed(out, about=about, x=np.stack([one.x for one in walks]).astype(np.float32))
    return out.getvalue()


def nearest(height_m: float, speed_mps: float) -> list[Baseline]:
    """Return the library in order of likeness.

    Parameters
    ----------
    height_m, speed_mps
        What is wanted.
    """

    def _apart(one: Baseline) -> float:
        return float(np.hypot(one.speed_mps - speed_mps, (one.height_m - height_m) / METRE_PER_MPS))

    return sorted(load_baselines(), key=_apart)


def start_from(one: Baseline, height_m: float, mesh: int) -> FloatArray:
    """Return a first guess for another person and mesh.

    Parameters
    ----------
    one
        A walk.
    height_m
        Height of the other person.
    mesh
        Number of intervals wanted.
    """
    x = remeshed(one.x, one.mesh, mesh)
    own = x[:-2].reshape(mesh, INTERVAL)
    up = COORDINATES.index("pelvis_ty")
    own[:, columns().q[:, up]] *= height_m / one.height_m
    return x


def remeshed(x: FloatArray, mesh: int, wanted: int) -> FloatArray:
    """Return a solution on another mesh, by linear interpolation in time.

    Parameters
    ----------
    x
        Variables as the solver sees them.
    mesh, wanted
        Number of intervals it has, and that it shall have.
    """
    if mesh == wanted:
        return x.copy()
    at, own = columns(), x[:-2].reshape(mesh, INTERVAL)
    share = np.array((1.0 / 3.0, 1.0))
    old = (np.arange(mesh)[:, None] + share[None, :]).ravel() / mesh
    new = (np.arange(wanted)[:, None] + share[None, :]).ravel() / wanted
    made = np.empty((wanted, INTERVAL))
    for places in (at.q, at.qd, at.qdd, at.tendon, at.tendon_rate, at.load, at.knee):
        flat = own[:, places].reshape(N_STAGES * mesh, -1)
        course = [np.interp(new, old, one, period=1.0) for one in flat.T]
        made[:, places] = np.stack(course, axis=-1).reshape(wanted, N_STAGES, -1)
    ends = (np.arange(mesh) + 1.0) / mesh
    for place in (*at.activation, *at.lumbar):
        made[:, place] = np.interp((np.arange(wanted) + 1.0) / wanted, ends, own[:, place],
                                   period=1.0)  # fmt: skip
    return np.concatenate([made.ravel(), x[-2:]])


def mirrored(x: FloatArray, mesh: int) -> FloatArray:
    """Return a solution with the legs changed over, half a stride later.

    Parameters
    ----------
    x
        Variables as the solver sees them.
    mesh
        Number of intervals; even.
    """
    at = columns()
    own = np.roll(x[:-2].reshape(mesh, INTERVAL), -(mesh // 2), axis=0)
    made = own.copy()
    for places in (at.q, at.qd, at.qdd):
        n = (len(COORDINATES) - 4) // 2
        made[:, places[:, 4 : 4 + n]] = own[:, places[:, 4 + n :]]
        made[:, places[:, 4 + n :]] = own[:, places[:, 4 : 4 + n]]
    for places in (at.tendon, at.tendon_rate, at.load, at.knee, at.activation[None, :]):
        half = places.shape[1] // 2
        made[:, places[:, :half]] = own[:, places[:, half:]]
        made[:, places[:, half:]] = own[:, places[:, :half]]
    tx = at.q[:, COORDINATES.index("pelvis_tx")]
    made[:, tx] -= made[-1, tx[-1]]
    return np.concatenate([made.ravel(), x[-2:]])
