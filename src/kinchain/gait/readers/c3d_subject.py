"""Mass, height and sex of the person in a C3D file; the name is never read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np

from kinchain.core.trial import Subject

_MASS = {"bodymass", "mass", "weight", "bodyweight", "subjectmass", "subjectweight", "masskg"}
_HEIGHT = {"height", "bodyheight", "subjectheight", "stature", "heightmm", "heightm"}
_LEG = {"llegLength".lower(), "rleglength", "leglength", "leftleglength", "rightleglength"}

_WIDTHS = {
    "kneewidth": ("knee_width", (0.05, 0.2)),
    "anklewidth": ("ankle_width", (0.03, 0.15)),
    "leglength": ("leg_length", (0.2, 1.4)),
}
_STATIC = {"staticplantflex": "static_plantarflexion", "staticrotoff": "static_foot_rotation"}


def read_subject(groups: Any) -> Subject:
    """Return what PROCESSING, SUBJECT or SUBJECTS say of the person.

    Parameters
    ----------
    groups
        The file's parameters.
    """
    mass = height = None
    sex: Literal["female", "male"] | None = None
    legs: list[float] = []
    measures: dict[str, float] = {}
    for name, value in _fields(groups):
        number = _number(value)
        measures.update(_measure(name, number))
        if name in _MASS and mass is None:
            mass = plausible_mass(number)
        elif name in _HEIGHT and height is None:
            height = plausible_length(number, 0.5, 2.5)
        elif name in _LEG:
            length = plausible_length(number, 0.2, 1.4)
            legs += [length] if length else []
        elif name in ("gender", "sex") and isinstance(value, str):
            word = value.strip().lower()
            sex = "female" if word[:1] in ("f", "w") else "male" if word[:1] == "m" else sex
    leg = float(np.mean(legs)) if legs else None
    return Subject(mass, height, sex, None, leg, tuple(sorted(measures.items())))


def _measure(name: str, number: float | None) -> dict[str, float]:
    """Return one measure of a leg in m or rad by the project's name, if it is one."""
    side, rest = name[:1], name[1:]
    if side not in ("l", "r") or number is None or not np.isfinite(number):
        return {}
    if rest in _WIDTHS:
        low, high = _WIDTHS[rest][1]
        width = plausible_length(number, low, high)
        return {f"{_WIDTHS[rest][0]}_{side}_m": width} if width else {}
    if rest in _STATIC and abs(number) <= 1.0:
        return {f"{_STATIC[rest]}_{side}_rad": float(number)}
    return {}


def plausible_mass(number: float | None) -> float | None:
    """Return a mass in kg if it is one a walking person can have, g turned to kg.

    Parameters
    ----------
    number
        As in the file.
    """
    if number is None or not np.isfinite(number):
        return None
    for scale in (1.0, 1e-3):
        if 8.0 <= number * scale <= 350.0:
            return float(number * scale)
    return None


def plausible_length(number: float | None, low_m: float, high_m: float) -> float | None:
    """Return a length in m from m, cm or mm, whichever makes it plausible.

    Parameters
    ----------
    number
        As in the file.
    low_m, high_m
        Bounds in m.
    """
    if number is None or not np.isfinite(number):
        return None
    for scale in (1.0, 1e-2, 1e-3):
        if low_m <= number * scale <= high_m:
            return float(number * scale)
    return None


def _fields(groups: Any) -> Iterator[tuple[str, Any]]:
    for key in groups:
        if key.upper() in ("PROCESSING", "SUBJECT", "SUBJECTS", "SUBJECT_INFO"):
            for name in groups[key]:
                if not name.startswith("__"):
                    value = groups[key][name]["value"]
                    if len(value):
                        yield re.sub(r"[^a-z]", "", name.lower()), value[0]


def _number(value: Any) -> float | None:
    try:
        return float(np.ravel(value)[0])
    except (TypeError, ValueError, IndexError):
        return None
