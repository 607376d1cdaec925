"""Local maxima and smoothing agree with the signal library that is not loaded for them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt
from scipy.signal import find_peaks as peaks_of_scipy

from kinchain.gait.events.peaks import find_peaks
from kinchain.gait.events.signals import smooth

INNER_M = 1e-6
"""Away from the ends both filters give the same path."""


@pytest.mark.parametrize("seed", range(40))
def test_the_maxima_are_those_of_scipy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n = int(chance.integers(3, 200))
    steps = chance.standard_normal(n)
    for curve in (np.cumsum(steps), np.repeat(steps, chance.integers(1, 4, n))[:n]):
        distance, least = int(chance.integers(1, 20)), float(chance.uniform(0.01, 3.0))
        theirs, _ = peaks_of_scipy(curve, distance=distance, prominence=least)
        found = find_peaks(curve, distance=distance, least_prominence=least)
        np.testing.assert_array_equal(found, theirs)
        np.testing.assert_array_equal(find_peaks(curve), peaks_of_scipy(curve)[0])


def test_short_and_level_curves_have_none() -> None:
    for curve in (np.zeros(0), np.zeros(2), np.ones(10), np.arange(10.0)):
        assert len(find_peaks(curve)) == 0


@pytest.mark.parametrize("rate", [60.0, 100.0, 250.0])
def test_smoothing_is_a_butterworth_filter_without_lag(rate: float) -> None:
    time = np.arange(int(3 * rate)) / rate
    noise = np.cumsum(np.random.default_rng(1).standard_normal((len(time), 3)), axis=0)
    path = 0.005 * noise + np.sin(2 * np.pi * time)[:, None]
    theirs = sosfiltfilt(butter(2, 20.0 / (0.5 * rate), output="sos"), path, axis=0)
    edge = int(0.3 * rate)
    apart = np.abs(smooth(path, rate, 20.0) - theirs)[edge:-edge]
    assert apart.max() < INNER_M


def test_measuring_loads_no_signal_library() -> None:
    code = "import sys, kinchain.gait.measure; sys.exit('scipy.signal' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
