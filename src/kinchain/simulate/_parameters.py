"""The problem's parameters: every number of the body, its settings and the cost, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from kinchain.simulate._body import KNEECAP_DEGREE, powers
from kinchain.simulate._names import LEG, LUMPS, SEGMENTS, SIDES, SPHERES

FloatArray = npt.NDArray[np.float64]

FOOT = ("rear", "ahead", "angle", "ligament", "stiffening", "rise", "rest", "area", "matrix",
        "fibre", "exponent", "radius")  # fmt: skip
SPHERE = ("x", "y", "radius", "stiff", "stiffen", "damping")
PASSIVE = ("low", "low_torque", "low_steep", "high", "high_torque", "high_steep", "stiffness",
           "rest", "damping")  # fmt: skip
MUSCLE = ("force", "fibre", "tendon", "height", "compliance", "tight")
WEIGHTS = ("effort", "fatigue", "energy", "acceleration", "lumbar", "passive", "rate",
           "tracking", "trunk", "head", "scuff")  # fmt: skip
PAINS = ("knee_contact", "patellofemoral", "heel", "fascia")

KNEECAP = tuple(f"kneecap.c{i}" for i in range(KNEECAP_DEGREE + 1))
GLOBAL = ("weight", "friction", "slip_mps", "touch_m", "lean", "idle")


def names() -> Iterator[str]:
    """Yield the name of every parameter, in their order."""
    yield from (f"global.{one}" for one in GLOBAL)
    yield from (f"cost.{one}" for one in WEIGHTS)
    yield from KNEECAP
    for one in SEGMENTS:
        yield from (f"segment.{one}.{what}" for what in ("mass", "x", "y", "inertia"))
    for one in SEGMENTS[1:]:
        yield from (f"joint.{one}.{axis}" for axis in "xy")
    yield from (f"passive.lumbar_extension.{what}" for what in PASSIVE)
    for side in SIDES:
        yield from _of_leg(side)


def _of_leg(side: str) -> Iterator[str]:
    yield f"cane.{side}"
    yield from (f"pain.{what}_{side}" for what in PAINS)
    for lump in LUMPS:
        yield from (f"muscle.{lump.name}_{side}.{what}" for what in MUSCLE)
        yield from (f"muscle.{lump.name}_{side}.c{i}" for i in range(len(powers(lump))))
    yield from (f"foot.{what}_{side}" for what in FOOT)
    for sphere in SPHERES:
        yield from (f"sphere.{sphere}_{side}.{what}" for what in SPHERE)
    for joint in LEG:
        yield from (f"passive.{joint}_{side}.{what}" for what in PASSIVE)


@lru_cache(maxsize=1)
def places() -> dict[str, int]:
    """Return where each parameter stands."""
    return {name: i for i, name in enumerate(names())}


class Named:
    """A vector of parameters, numbers or symbols, read by name.

    Parameters
    ----------
    vector
        One entry for each name.
    """

    def __init__(self, vector: Any) -> None:
        self._vector = vector
        self._places = places()

    def __call__(self, name: str) -> Any:
        """Return one parameter.

        Parameters
        ----------
        name
            Its name.
        """
        return self._vector[self._places[name]]


def packed(values: Mapping[str, float]) -> FloatArray:
    """Return all parameters as a vector.

    Parameters
    ----------
    values
        By name; every one, and no other.
    """
    order = places()
    if values.keys() != order.keys():
        wrong = sorted(values.keys() ^ order.keys())
        raise KeyError(f"parameters that are missing or unknown: {', '.join(wrong[:5])}")
    return np.array([values[name] for name in order], np.float64)
