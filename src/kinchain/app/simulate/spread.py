"""How sure a simulated change is: what of the body was varied, and what the model leaves open."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kinchain.core.formats.simulation import Difference, Spread, Verdict
from kinchain.simulate.gait_cycle import LEGS
from kinchain.simulate.settings import Settings, with_value

__all__ = [
    "BODY",
    "MODEL",
    "NUMERIC",
    "Z_90",
    "difference",
    "interval",
    "search_noise",
    "spread_of",
    "varied_bodies",
    "verdict",
]

Z_90 = 1.6449
"""Half the width of a 90 % interval in standard deviations."""

NUMERIC = 0.02
"""Standard deviation of a peak by mesh, tolerance and start, as a share of the baseline: a mesh
twice as fine may move peaks by up to 5 % [benchmark's bound]."""

LEAST: Mapping[str, float] = {"_bw": 0.008, "strain_pct": 0.03, "_bwht": 0.05, "_per_kg": 0.01}
"""End of a figure's name to the least standard deviation of a change, in its unit: below it a
change is nothing that anyone could feel or measure [expert]."""

MODEL = 0.25
"""Standard deviation of a change by what the model's form leaves open, as a share of the change
itself (log-normal in truth): one sagittal body, one cost of walking [expert]."""

BODY: Mapping[str, float] = {
    "quadriceps_strength_pct": 0.20,
    "calf_strength_pct": 0.20,
    "plantar_fascia_stiffness_pct": 0.35,
    "arch_stiffness_pct": 0.25,
}
"""What people differ in though nothing was told of it: standard deviation as a share (log-normal),
alike on both legs. Strength as for measured loads; the fascia's section is given as 60 or 290 mm2
in the literature [expert]."""


def varied_bodies(n: int, seed: int) -> tuple[Mapping[str, float], ...]:
    """Return bodies that differ in what nothing was told of, each as setting -> factor.

    Parameters
    ----------
    n
        How many; spread evenly (a Latin square), so that few do.
    seed
        Of the random numbers.
    """
    if n <= 0:
        return ()
    rng = np.random.default_rng(seed)
    names = tuple(BODY)
    columns = {name: np.exp(BODY[name] * evenly_normal(rng, n)) for name in names}
    return tuple({name: float(columns[name][k]) for name in names} for k in range(n))


def evenly_normal(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return n standard normal numbers, one from each n-th of the distribution, shuffled.

    Parameters
    ----------
    rng
        Random numbers.
    n
        How many.
    """
    from statistics import NormalDist

    shares = (np.arange(n) + rng.uniform(0.05, 0.95, n)) / n
    values = np.array([NormalDist().inv_cdf(float(one)) for one in shares])
    return np.asarray(rng.permutation(values))


def in_body(settings: Settings, body: Mapping[str, float]) -> Settings:
    """Return the same settings in another body.

    Parameters
    ----------
    settings
        What is set.
    body
        Setting -> factor upon its value, on both legs.
    """
    for name, factor in body.items():
        for leg in LEGS:
            settings = with_value(settings, name, leg, settings.value(name, leg) * factor)
    return settings


@dataclass(frozen=True)
class Interval:
    """A value with its 90 % interval."""

    value: float
    low: float
    high: float


def interval(
    change: float, baseline: float, drawn: Sequence[float], noise: float = 0.0
) -> Interval:
    """Return a change with its 90 % interval.

    Parameters
    ----------
    change
        As simulated, in any unit.
    baseline
        The figure without what was set, in the same unit.
    drawn
        The same change in other bodies or under other readings of what was told; may be empty.
    noise
        Standard deviation of the search itself, in the same unit.
    """
    parts = [NUMERIC * abs(baseline), MODEL * abs(change), noise]
    if len(drawn) > 1:
        # A few draws say little of the width: Student's factor against the normal one.
        parts.append(float(np.std(drawn, ddof=1)) * _student(len(drawn) - 1) / Z_90)
        centre = 0.5 * (change + float(np.mean(drawn)))
    else:
        centre = change
    half = Z_90 * math.hypot(*parts)
    low, high = min(centre - half, change), max(centre + half, change)
    return Interval(change, low, high)


def _student(freedom: int) -> float:
    """Return Student's 95 % point for a few degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.95))


def verdict(low: float, high: float) -> Verdict:
    """Return what an interval says of the sign.

    Parameters
    ----------
    low, high
        Its ends.
    """
    if low > 0.0:
        return "more"
    return "less" if high < 0.0 else "cant_tell"


def search_noise(name: str, left: float, right: float) -> float:
    """Return how unsure a change is by the search alone, from a healthy walk's two legs.

    Nothing tells a healthy body's legs apart, so what they differ in was left by the search. The
    changed figure has this spread, the healthy one, a mean of both, has it over root 2.

    Parameters
    ----------
    name
        The figure; forces and strains have a least noise.
    left, right
        Its values of a walk with nothing set.
    """
    least = next((value for end, value in LEAST.items() if name.endswith(end)), 0.0)
    return math.hypot(math.sqrt(1.5) * abs(left - right) / math.sqrt(2.0), least)


def difference(
    changed: float, baseline: float, drawn: Sequence[float], noise: float = 0.0
) -> Difference:
    """Return a change in the exchange format.

    Parameters
    ----------
    changed, baseline
        The figure with and without what was set.
    drawn
        The change in other bodies.
    noise
        Standard deviation of the search itself.
    """
    found = interval(changed - baseline, baseline, drawn, noise)
    percent = 100.0 * found.value / abs(baseline) if baseline else 0.0
    return Difference(
        absolute=round(found.value, 4),
        percent=round(percent, 2),
        interval_90=(round(found.low, 4), round(found.high, 4)),
        baseline=round(baseline, 4),
        changed=round(changed, 4),
        verdict=verdict(found.low, found.high),
    )


def spread_of(n_draws: int) -> Spread:
    """Return on what the intervals rest.

    Parameters
    ----------
    n_draws
        How many other bodies were solved.
    """
    return Spread(
        draws=n_draws,
        varied=tuple(BODY) if n_draws else (),
        numeric_pct=100.0 * NUMERIC,
        model_pct=100.0 * MODEL,
        basis="expert",
    )
