"""Mean walking curves of healthy people at a speed, and how far people differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

from kinchain.gait.kinematics.frames import FloatArray

GRAVITY_MPS2 = 9.80665
N_POINTS = 101

ADULT_FROM_YEARS = 18.0
"""The children's group is 4 to 17 years old."""

CURVES = (
    "pelvis_tilt",
    "pelvis_obliquity",
    "pelvis_rotation",
    "hip_flexion",
    "hip_adduction",
    "hip_rotation",
    "knee_flexion",
    "ankle_flexion",
    "foot_progression",
)
"""The nine curves of the Gait Profile Score; signs in ``schwartz2008.yaml``."""


@dataclass(frozen=True)
class Reference:
    """Healthy walking at one speed.

    Parameters
    ----------
    mean_deg, sd_deg
        Curve to 101 values over the own side's stride, deg; ``CURVES`` have both.
    foot_off_pct
        Share of the stride in stance, per cent.
    relative_speed
        Speed over the root of gravity times leg length, as asked, kept within the published.
    people, marker_model, licence, source
        Whose curves they are.
    """

    mean_deg: Mapping[str, FloatArray]
    sd_deg: Mapping[str, FloatArray]
    foot_off_pct: float
    relative_speed: float
    people: str
    marker_model: str
    licence: str
    source: str


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Any], dict[str, Any]]:
    folder = resources.files(__package__)
    children, adults = (
        yaml.safe_load((folder / name).read_text(encoding="utf-8"))
        for name in ("schwartz2008.yaml", "fukuchi2018.yaml")
    )
    return children, adults


def full_curve(row: FloatArray) -> FloatArray:
    """Return 101 points through 25 that are 4 % of the stride apart, closed and smooth.

    Parameters
    ----------
    row
        Shape (25,), at 0, 4, .. 96 %.
    """
    n_given = len(row)
    parts = np.fft.rfft(row) / n_given
    parts[1:] *= 2.0
    turn = 2j * np.pi * np.arange(N_POINTS)[:, None] / (N_POINTS - 1) * np.arange(len(parts))
    return np.asarray(np.real(np.exp(turn) @ parts), dtype=float)


def _at_speed(rows: list[list[float]], place: float) -> FloatArray:
    low = min(int(place), len(rows) - 2)
    part = place - low
    mixed = (1 - part) * np.asarray(rows[low], float) + part * np.asarray(rows[low + 1], float)
    return full_curve(mixed)


@lru_cache(maxsize=64)
def reference_at(relative_speed: float, *, adult: bool = True) -> Reference:
    """Return healthy walking at a speed.

    Parameters
    ----------
    relative_speed
        Walking speed over the root of gravity times leg length; kept within 0.172 to 0.694.
    adult
        Whether the person is grown up.

    Returns
    -------
    reference
        Of children as published [1]_. Of adults the curves at comfortable speed [2]_ moved by what
        the speed changes in the children's: no published adult table over the same range of
        speeds was at hand; trunk curves are the children's.

    References
    ----------
    .. [1] M. H. Schwartz, A. Rozumalski, J. P. Trost, J Biomech 2008;41:1639.
       https://doi.org/10.1016/j.jbiomech.2008.03.015
    .. [2] C. A. Fukuchi, R. K. Fukuchi, M. Duarte, PeerJ 2018;6:e4640.
       https://doi.org/10.7717/peerj.4640
    """
    children, adults = _tables()
    speeds = np.asarray(children["speeds"], dtype=float)
    kept = float(np.clip(relative_speed, speeds[0], speeds[-1]))
    place = float(np.interp(kept, speeds, np.arange(len(speeds))))
    mean = {name: _at_speed(rows, place) for name, rows in children["curves"].items()}
    sd = {name: np.full(N_POINTS, float(value)) for name, value in children["sd_deg"].items()}
    named = children
    if adult:
        home = float(np.interp(adults["relative_speed"], speeds, np.arange(len(speeds))))
        for name, row in adults["mean"].items():
            moved = mean[name] - _at_speed(children["curves"][name], home)
            mean[name] = full_curve(np.asarray(row, float)) + moved
            sd[name] = full_curve(np.asarray(adults["sd"][name], float))
        named = adults
    return Reference(
        mean,
        sd,
        float(np.interp(kept, speeds, children["foot_off_pct"])),
        kept,
        str(named["people"]),
        str(named["marker_model"]),
        str(named.get("licence", "numbers of a published table")),
        str(named["source"]),
    )
