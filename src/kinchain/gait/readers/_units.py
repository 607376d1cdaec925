"""Check a file's unit of length against the size of a body."""

from __future__ import annotations

import numpy as np

from kinchain.core.trial import Note
from kinchain.gait.readers._raw import FloatArray, note, refuse, warning

SCALES = {"m": 1.0, "cm": 1e-2, "mm": 1e-3}
"""Metres in each unit."""

SIZE_M = (0.25, 3.2)
"""Smallest and largest extent of a person's markers, one foot's cluster to arms spread, m."""


def body_extent(position: FloatArray) -> float:
    """Return the median over time of the markers' largest extent, in the file's unit.

    Parameters
    ----------
    position
        Shape (n_frames, n_markers, 3).
    """
    sample = position[:: max(len(position) // 200, 1)]
    extents = []
    for frame in sample:
        seen = frame[np.isfinite(frame).all(axis=1)]
        if len(seen) >= 2:
            extents.append(float(np.ptp(seen, axis=0).max()))
    return float(np.median(extents)) if extents else float("nan")


def length_scale(position: FloatArray, unit: str, where: str) -> tuple[float, tuple[Note, ...]]:
    """Return metres per file unit, by the header where the body's size agrees.

    Parameters
    ----------
    position
        Shape (n_frames, n_markers, 3), file units, unseen as NaN.
    unit
        The header's unit, may be empty or wrong.
    where
        File and field.

    Raises
    ------
    InputError
        If no unit gives a body's size (pixels, say).
    """
    unit = unit.strip().lower()
    unit = {"meters": "m", "metres": "m", "millimeters": "mm", "millimetres": "mm"}.get(unit, unit)
    extent = body_extent(position)
    if not np.isfinite(extent):
        raise refuse(
            "no frame shows two markers at once",
            where,
            "markers of a walking person",
            "check the export",
        )
    fitting = [name for name, scale in SCALES.items() if SIZE_M[0] <= extent * scale <= SIZE_M[1]]
    if unit in fitting:
        return SCALES[unit], ()
    if not fitting or unit in ("px", "pixel", "pixels"):
        raise refuse(
            f"the markers span {extent:.3g} {unit or 'units'}, no body's size in m, cm or mm",
            where,
            "a person of 0.25 to 3.2 m",
            "export in metres; pixels need a person's height to be scaled",
        )
    found = fitting[0]
    if not unit:
        return SCALES[found], (
            note(f"no unit of length, {found} found from the body's size", where, "none"),
        )
    return SCALES[found], (
        warning(
            f"the header says {unit[:10]}, but only {found} gives a body's size",
            where,
            f"read as {found}",
        ),
    )
