"""Published mean curves of walking, as functions of the phase of the stride and the speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
ComplexArray = np.ndarray[Any, np.dtype[np.complex128]]

GRAVITY_MPS2 = 9.80665


@dataclass(frozen=True)
class Norms:
    """Mean curves at one speed.

    Parameters
    ----------
    harmonics
        Curve name to complex Fourier coefficients, rad, of the own side's stride.
    sd_rad
        Between-person standard deviation of each curve, rad.
    foot_off
        Share of the stride spent in stance.
    """

    harmonics: Mapping[str, ComplexArray]
    sd_rad: Mapping[str, float]
    foot_off: float

    def curve(self, name: str, phase: FloatArray) -> FloatArray:
        """Return a curve in rad.

        Parameters
        ----------
        name
            Curve of ``gait/norms/schwartz2008.yaml`` or ``norms/expert.yaml``, their signs.
        phase
            Any shape; whole numbers are own initial contacts.
        """
        coefficients = self.harmonics[name]
        turn = np.exp(2j * np.pi * np.asarray(phase, dtype=float))
        total = np.zeros(turn.shape, dtype=complex)
        for coefficient in coefficients[:0:-1]:
            total = (total + coefficient) * turn
        return np.asarray(np.real(coefficients[0]) + np.real(total), dtype=float)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Any], dict[str, Any]]:
    own_folder = resources.files(__package__) / "norms"
    published, own = (
        yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        for folder, name in (
            (resources.files("kinchain.gait.norms"), "schwartz2008.yaml"),
            (own_folder, "expert.yaml"),
        )
    )
    return published, own


def _harmonics(row: FloatArray) -> ComplexArray:
    transform = np.fft.rfft(np.radians(row)) / len(row)
    transform[1:] *= 2.0
    return transform


@lru_cache(maxsize=64)
def norms_at(relative_speed: float) -> Norms:
    """Return the mean curves at a speed.

    Parameters
    ----------
    relative_speed
        Walking speed over the root of gravity times leg length; outside 0.172 to 0.694 the
        nearest published group is taken.

    References
    ----------
    .. [1] M. H. Schwartz, A. Rozumalski, J. P. Trost, J Biomech 2008;41:1639.
       https://doi.org/10.1016/j.jbiomech.2008.03.015
    """
    published, own = _tables()
    speeds = np.asarray(published["speeds"], dtype=float)
    place = float(np.interp(relative_speed, speeds, np.arange(len(speeds))))
    low = min(int(place), len(speeds) - 2)
    part = place - low
    harmonics = {}
    for name, rows in published["curves"].items():
        row = (1 - part) * np.asarray(rows[low], float) + part * np.asarray(rows[low + 1], float)
        harmonics[name] = _harmonics(row)
    for name, entry in own["curves"].items():
        harmonics[name] = _harmonics(np.asarray(entry["row"], float))
    foot_off = float(np.interp(relative_speed, speeds, published["foot_off_pct"])) / 100.0
    sd = {name: float(np.radians(value)) for name, value in published["sd_deg"].items()}
    return Norms(harmonics, sd, foot_off)
