"""Where the joints of the foot lie, and how its mass is spread over its parts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

SOURCES = {
    "places": "delp1990",
    "midtarsal": "dhondt2024",
    "midtarsal_of": "malaquias2017",
    "height": "winter2009",
}
"""Source of each group of numbers here."""

REFERENCE_LENGTH_M, REFERENCE_HEIGHT_M = 0.265, 0.070
"""Heel to toe of the foot that all places here are of (that of Delp 1990: 20 mm behind the origin
of its heel bone, 66 mm before its toe joint), and its ankle over the floor (Winter 2009)."""

SUBTALAR = (-0.0488, -0.0420, 0.0079)
"""Origin of ``calcn`` in ``talus``, a point of the subtalar axis at the heel, m (Delp 1990)."""

MIDTARSAL = (0.088, 0.028, 0.0)
"""Midtarsal joint in ``calcn``, m: 49 % of the way to the toe joint and above it (D'Hondt 2024,
after Malaquias 2017); in the middle of the foot [expert]."""

TOE_JOINT = (0.1788, -0.0020, 0.0011)
"""Toe joint in ``calcn``, m (Delp 1990)."""

HEEL_BEHIND = 0.020
"""Back of the heel behind the origin of ``calcn``, m."""

MASS_SHARE = {"talus": 0.064, "calcn": 0.347, "forefoot": 0.451, "toes": 0.138}
"""Share of each part in the foot's mass: talus and toes from Delp 1990, the rest split 43.5 to
56.5 as in D'Hondt 2024."""

CENTRE = {
    "talus": (0.0, 0.0, 0.0), "calcn": (0.035, 0.0, 0.0), "forefoot": (0.045, -0.022, 0.0),
    "toes": (0.033, -0.008, 0.0),
}  # fmt: skip
"""Centre of mass of each part in its own frame, m, before heel and forefoot are shifted so that
the whole foot's is that of the table [expert]."""

SIZE = {
    "talus": (0.05, 0.04, 0.04), "calcn": (0.105, 0.06, 0.06), "forefoot": (0.095, 0.04, 0.085),
    "toes": (0.066, 0.02, 0.085),
}  # fmt: skip
"""Blocks with the inertia of the parts: length, height, width, m [expert]."""

PARTS = ("talus", "calcn", "forefoot", "toes")


class FootScale(NamedTuple):
    """How a foot is stretched against the reference: forwards and sideways, and upwards."""

    along: float
    up: float

    @property
    def factors(self) -> FloatArray:
        """Factors along x, y and z."""
        return np.array([self.along, self.up, self.along])


def foot_scale(length_m: float, ankle_height_m: float) -> FootScale:
    """Return how a foot is stretched against the reference.

    Parameters
    ----------
    length_m
        Heel to toe, m.
    ankle_height_m
        Ankle centre above the floor, m.
    """
    return FootScale(length_m / REFERENCE_LENGTH_M, ankle_height_m / REFERENCE_HEIGHT_M)


def origins(scale: FootScale) -> dict[str, FloatArray]:
    """Return the origin of each part of a right foot from the ankle centre, m.

    Parameters
    ----------
    scale
        Of the foot.
    """
    heel = np.array(SUBTALAR)
    places = {
        "talus": np.zeros(3), "calcn": heel, "forefoot": heel + MIDTARSAL,
        "toes": heel + TOE_JOINT,
    }  # fmt: skip
    return {name: place * scale.factors for name, place in places.items()}


def foot_parts(
    mass_kg: float, centre_m: FloatArray, scale: FootScale
) -> dict[str, tuple[float, FloatArray, FloatArray]]:
    """Spread the mass of a right foot over its parts; the whole keeps mass and centre.

    Parameters
    ----------
    mass_kg
        Mass of the foot, kg.
    centre_m
        Its centre of mass, forwards from the heel and upwards from the ankle, m, shape (3,); it
        lies in the middle plane.
    scale
        Of the foot.

    Returns
    -------
    parts
        For each part mass (kg), centre in its own frame (m) and inertia about it (kg m2).
    """
    places = origins(scale)
    heel = places["calcn"][0] - HEEL_BEHIND * scale.along
    wanted = centre_m + np.array([heel, 0.0, 0.0])
    centres = {name: np.array(CENTRE[name]) * scale.factors for name in PARTS}
    whole = sum((MASS_SHARE[name] * (places[name] + centres[name]) for name in PARTS), np.zeros(3))
    shifted = ("calcn", "forefoot")
    shift = (wanted - whole) / sum(MASS_SHARE[name] for name in shifted)
    shift[2] = 0.0
    found = {}
    for name in PARTS:
        mass = MASS_SHARE[name] * mass_kg
        centre = centres[name] + (shift if name in shifted else 0.0)
        x, y, z = np.array(SIZE[name]) * scale.factors
        inertia = mass / 12.0 * np.diag([y * y + z * z, x * x + z * z, x * x + y * y])
        found[name] = (mass, centre, inertia)
    return found
