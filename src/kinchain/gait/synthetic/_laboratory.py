"""The made laboratory's axes and units, and files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.gait.synthetic._norms import FloatArray


@dataclass(frozen=True)
class Laboratory:
    """Axes and units of a made laboratory.

    Parameters
    ----------
    up
        Axis that points up.
    heading_deg
        Direction of the walk about the up axis, from the laboratory's x axis.
    origin_m
        Added to every point, laboratory axes.
    units
        Of lengths.
    """

    up: Literal["z", "y"] = "z"
    heading_deg: float = 0.0
    origin_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    units: Literal["mm", "m"] = "mm"

    @property
    def scale(self) -> float:
        """Return units per metre."""
        return 1000.0 if self.units == "mm" else 1.0

    def turn(self) -> FloatArray:
        """Return the rotation of ground (x forward, y up, z right) to laboratory, shape (3, 3)."""
        c, s = np.cos(np.radians(self.heading_deg)), np.sin(np.radians(self.heading_deg))
        if self.up == "z":
            return np.array([[c, 0.0, s], [s, 0.0, -c], [0.0, 1.0, 0.0]])
        return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])

    def place(self, point_m: FloatArray) -> FloatArray:
        """Return points in laboratory axes and units.

        Parameters
        ----------
        point_m
            Shape (..., 3), m, ground frame.
        """
        return np.asarray((point_m @ self.turn().T + np.asarray(self.origin_m)) * self.scale)


VICON_AXES = Laboratory()
"""z up, walk along x, millimetres."""


def write_whole(path: str | Path, write: Callable[[str], None]) -> Path:
    """Write a file whole or not at all.

    Parameters
    ----------
    path
        Where to.
    write
        Writes the file at the name it is given.

    Raises
    ------
    InputError
        If the folder does not exist.
    """
    target = Path(path)
    if not target.parent.is_dir():
        raise InputError(
            Fault(
                "the folder to write into does not exist",
                str(target.parent),
                "a folder that exists",
                "Make the folder first.",
            )
        )
    handle, name = tempfile.mkstemp(suffix=target.suffix, prefix=".made-", dir=target.parent)
    os.close(handle)
    try:
        write(name)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def write_text(path: str | Path, text: str) -> Path:
    """Write a text file whole or not at all.

    Parameters
    ----------
    path
        Where to.
    text
        What.
    """

    def write(name: str) -> None:
        Path(name).write_text(text, encoding="utf-8", newline="\n")

    return write_whole(path, write)
