"""What real recordings have and made ones would lack: noise, skin, gaps, swaps, ghosts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from scipy.ndimage import gaussian_filter1d

from kinchain.gait.synthetic._norms import FloatArray

SOFT_TISSUE = {
    "thigh": 1.0,
    "knee": 0.8,
    "trochanter": 1.0,
    "shank": 0.6,
    "tibial": 0.4,
    "fibula": 0.4,
    "asis": 0.7,
    "psis": 0.5,
    "sacrum": 0.4,
    "ankle": 0.4,
    "heel": 0.2,
    "toe": 0.2,
    "mt": 0.2,
}
"""Share of the largest skin movement by where the marker sits, after Leardini A et al., Gait
Posture 2005;21:212. https://doi.org/10.1016/j.gaitpost.2004.05.002 (rounded)."""


@dataclass(frozen=True)
class Flaws:
    """What goes wrong with the markers.

    Parameters
    ----------
    noise_m
        White noise of each coordinate, standard deviation, m.
    skin_m
        Movement of skin on bone on the thigh, standard deviation, m, repeating with the stride.
    place_m
        How far markers are put off their landmark, standard deviation, m, constant.
    gap_share
        Share of frames missing, in gaps.
    gap_s
        Mean length of a gap, s.
    n_swaps
        How often left and right markers are swapped for a while (as video does).
    n_ghosts
        Unlabelled markers that wander about.
    dropped
        Markers that are missing altogether.
    """

    noise_m: float = 0.0
    skin_m: float = 0.0
    place_m: float = 0.0
    gap_share: float = 0.0
    gap_s: float = 0.15
    n_swaps: int = 0
    n_ghosts: int = 0
    dropped: tuple[str, ...] = ()


FLAWLESS = Flaws()
"""Nothing wrong."""
LABORATORY = Flaws(noise_m=0.0004, skin_m=0.004, place_m=0.003)
"""A careful laboratory (basis: expert)."""


def skin_share(landmark: str) -> float:
    """Return how much a landmark's skin moves against the thigh's.

    Parameters
    ----------
    landmark
        Landmark with its side.
    """
    return next((share for word, share in SOFT_TISSUE.items() if landmark.startswith(word)), 0.0)


def skin_shifts(
    landmarks: Iterable[str], flaws: Flaws, phases: dict[str, FloatArray], seed: int
) -> dict[str, FloatArray]:
    """Return how far each landmark's marker is off it, segment axes, shape (n, 3), m.

    Parameters
    ----------
    landmarks
        Landmarks that bear a marker.
    flaws
        What goes wrong.
    phases
        ``l`` and ``r`` to the phase of that side.
    seed
        Each landmark draws from its own source, so that its marker sits alike in every trial.
    """
    made: dict[str, FloatArray] = {}
    if flaws.place_m <= 0 and flaws.skin_m <= 0:
        return made
    for mark in landmarks:
        chance = np.random.default_rng([seed, 5, crc32(mark.encode())])
        phase = phases["l" if mark.endswith("_l") else "r"]
        away = flaws.place_m * chance.standard_normal(3)
        size = flaws.skin_m * skin_share(mark)
        waves = chance.standard_normal((3, 3, 2)) / np.sqrt(6.0)
        skin = np.zeros((len(phase), 3))
        for k in range(3):
            turn = 2 * np.pi * (k + 1) * phase
            skin += np.cos(turn)[:, None] * waves[k, :, 0] + np.sin(turn)[:, None] * waves[k, :, 1]
        made[mark] = away + size * skin
    return made


def flawed(
    paths: dict[str, FloatArray], flaws: Flaws, rate_hz: float, seed: int
) -> dict[str, FloatArray]:
    """Return marker paths with noise, gaps, swaps and ghosts.

    Parameters
    ----------
    paths
        Marker name to path, shape (n, 3), m.
    flaws
        What goes wrong.
    rate_hz
        Frames a second.
    seed
        Of all chance.
    """
    made = {}
    for name, path in paths.items():
        chance = np.random.default_rng([seed, 1, crc32(name.encode())])
        noise = flaws.noise_m * chance.standard_normal(path.shape)
        made[name] = path + noise
        made[name][_gaps(len(path), flaws, rate_hz, chance)] = np.nan
    chance = np.random.default_rng([seed, 1])
    _swap(made, flaws, rate_hz, chance)
    for name in flaws.dropped:
        made.pop(name, None)
    return {**made, **_ghosts(made, flaws, rate_hz, chance)}


def _gaps(n: int, flaws: Flaws, rate_hz: float, chance: np.random.Generator) -> np.ndarray:
    missing = np.zeros(n, dtype=bool)
    if flaws.gap_share <= 0:
        return missing
    n_gaps = chance.poisson(flaws.gap_share * n / (flaws.gap_s * rate_hz))
    for start in chance.integers(0, n, n_gaps):
        length = max(1, int(chance.exponential(flaws.gap_s) * rate_hz))
        missing[start : start + length] = True
    return missing


def _swap(
    made: dict[str, FloatArray], flaws: Flaws, rate_hz: float, chance: np.random.Generator
) -> None:
    pairs = [
        (name, other)
        for name in made
        for other in [other_side(name)]
        if other in made and name < other
    ]
    for _ in range(flaws.n_swaps if pairs else 0):
        n = len(next(iter(made.values())))
        length = int((0.1 + 0.3 * chance.random()) * rate_hz)
        start = int(chance.integers(0, max(1, n - length)))
        for one, other in pairs:
            held = made[one][start : start + length].copy()
            made[one][start : start + length] = made[other][start : start + length]
            made[other][start : start + length] = held


def other_side(name: str) -> str:
    """Return the name of the marker on the other side, or the same name.

    Parameters
    ----------
    name
        Marker name.
    """
    swap = {"L": "R", "R": "L", "l": "r", "r": "L"}
    if name[:2] in ("r.", "r_", "L.", "L_") and not name.startswith("R"):
        return ("L" if name[0] == "r" else "r") + name[1:]
    return swap.get(name[:1], name[:1]) + name[1:]


def _ghosts(
    made: dict[str, FloatArray], flaws: Flaws, rate_hz: float, chance: np.random.Generator
) -> dict[str, FloatArray]:
    if not flaws.n_ghosts or not made:
        return {}
    base = np.nanmean(np.stack(list(made.values())), axis=0)
    n = len(base)
    ghosts = {}
    for k in range(flaws.n_ghosts):
        wander = gaussian_filter1d(chance.standard_normal((n, 3)), 0.3 * rate_hz, axis=0)
        path = base + 0.6 * wander * np.sqrt(rate_hz) + chance.uniform(-0.5, 0.5, 3)
        seen = np.zeros(n, dtype=bool)
        start = int(chance.integers(0, n))
        seen[start : start + max(3, int(rate_hz * chance.exponential(0.5)))] = True
        path[~seen] = np.nan
        ghosts[f"*{k + 1}"] = path
    return ghosts
