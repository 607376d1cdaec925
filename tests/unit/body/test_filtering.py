"""Filtering: equal to scipy's filter and spline, without shift, careful with gaps and times."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.interpolate import make_interp_spline
from scipy.signal import butter, sosfiltfilt

from kinchain.body.filtering import low_pass, smooth_motion, spline_derivatives
from kinchain.core.errors import InputError

FloatArray = NDArray[np.float64]

SAME = 1e-11
"""Two programs for one formula; values of a few tens."""

SAME_SPLINE = 1e-9
"""Of the largest derivative: two ways to solve one band of equations."""

RATE_HZ = 100.0


def walk(rng: np.random.Generator, n: int = 151, m: int = 4) -> FloatArray:
    return np.cumsum(rng.normal(size=(n, m)), axis=0)


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_the_filter_is_scipys(rng: np.random.Generator, order: int) -> None:
    x = walk(rng)
    sections = butter(order, 6.0, fs=RATE_HZ, output="sos")
    theirs = sosfiltfilt(sections, x, axis=0, padtype="odd", padlen=len(x) // 2)
    np.testing.assert_allclose(low_pass(x, RATE_HZ, 6.0, order=order), theirs, atol=SAME)


@pytest.mark.parametrize("is_even", [True, False])
def test_the_spline_is_scipys(rng: np.random.Generator, is_even: bool) -> None:
    x = walk(rng)
    time = np.arange(len(x)) / RATE_HZ
    if not is_even:
        time += rng.uniform(-0.002, 0.002, len(x))
    none = np.zeros(x.shape[1])
    ends = [(3, none), (4, none)]
    scaled = time * RATE_HZ  # scipy's solution loses digits at steps of 0.01
    spline = make_interp_spline(scaled, x, k=5, bc_type=(ends, ends))
    first, second = spline_derivatives(time, x)
    for mine, order in ((first, 1), (second, 2)):
        theirs = spline.derivative(order)(scaled) * RATE_HZ**order
        np.testing.assert_allclose(mine, theirs, atol=SAME_SPLINE * np.abs(theirs).max())


def test_a_slow_wave_passes_and_is_not_shifted() -> None:
    time = np.arange(400) / RATE_HZ
    slow, fast = np.sin(2 * np.pi * time), 0.3 * np.sin(2 * np.pi * 30.0 * time)
    got = low_pass((slow + fast)[:, None], RATE_HZ, 6.0)[:, 0]
    assert np.abs(got - slow)[50:-50].max() < 1e-3


def test_at_the_cut_off_a_quarter_of_the_power_passes() -> None:
    time = np.arange(4000) / RATE_HZ
    wave = np.sin(2 * np.pi * 6.0 * time)
    got = low_pass(wave, RATE_HZ, 6.0)
    assert np.abs(got[1000:3000]).max() == pytest.approx(0.5, abs=1e-3)


def test_a_line_is_left_as_it_is_up_to_its_ends() -> None:
    line = np.linspace(-1.0, 3.0, 80)[:, None] * [1.0, -2.0]
    np.testing.assert_allclose(low_pass(line, RATE_HZ, 6.0), line, atol=1e-3)
    first, second = spline_derivatives(np.arange(80) / RATE_HZ, line)
    np.testing.assert_allclose(first[:, 0], 4.0 / 79 * RATE_HZ, rtol=1e-10)
    np.testing.assert_allclose(second, 0.0, atol=1e-8)


def test_derivatives_of_a_known_motion() -> None:
    time = np.arange(300) / RATE_HZ
    q = np.column_stack([np.sin(3.0 * time), 0.2 * np.cos(5.0 * time)])
    motion = smooth_motion(time, q, None)
    np.testing.assert_array_equal(motion.coordinates, q)
    inside = slice(20, -20)
    np.testing.assert_allclose(motion.speed[inside, 0], 3 * np.cos(3 * time[inside]), atol=1e-7)
    bend = -5.0 * np.cos(5.0 * time[inside])
    np.testing.assert_allclose(motion.acceleration[inside, 1], bend, atol=1e-5)


def test_units_of_time_count(rng: np.random.Generator) -> None:
    x = walk(rng, 60)
    slow = spline_derivatives(np.arange(60.0), x)
    fast = spline_derivatives(np.arange(60.0) / 50.0, x)
    np.testing.assert_allclose(fast[0], 50.0 * slow[0], rtol=1e-9)
    np.testing.assert_allclose(fast[1], 2500.0 * slow[1], rtol=1e-9, atol=1e-6)


def test_gaps_are_kept_and_nothing_is_drawn_across(rng: np.random.Generator) -> None:
    x = walk(rng, 100, 2)
    x[40:44, 0] = np.nan
    x[97, 0] = np.nan  # leaves two samples at the end: too few
    got = low_pass(x, RATE_HZ, 6.0)
    assert np.isnan(got[40:44, 0]).all() and np.isnan(got[97:, 0]).all()
    np.testing.assert_allclose(got[:40, 0], low_pass(x[:40, 0], RATE_HZ, 6.0), atol=SAME)
    np.testing.assert_allclose(got[44:97, 0], low_pass(x[44:97, 0], RATE_HZ, 6.0), atol=SAME)
    np.testing.assert_allclose(got[:, 1], low_pass(x[:, 1], RATE_HZ, 6.0), atol=SAME)
    time = np.arange(100) / RATE_HZ
    motion = smooth_motion(time, x)
    for part in (motion.coordinates, motion.speed, motion.acceleration):
        assert np.isnan(part[40:44]).all() and np.isnan(part[97:]).all()
        assert np.isfinite(part[:40]).all() and np.isfinite(part[44:97]).all()
    first, _ = spline_derivatives(time, x)
    assert np.isnan(first[40:44, 0]).all() and np.isfinite(first[:, 1]).all()


def test_any_number_of_axes(rng: np.random.Generator) -> None:
    x = walk(rng, 50, 6)
    cube = x.reshape(50, 2, 3)
    np.testing.assert_array_equal(
        low_pass(cube, RATE_HZ, 6.0).reshape(50, 6), low_pass(x, RATE_HZ, 6.0)
    )
    assert spline_derivatives(np.arange(50.0), cube)[1].shape == cube.shape


@pytest.mark.parametrize("cutoff_hz", [0.0, -1.0, 50.0, 60.0, np.nan])
def test_a_cut_off_that_cannot_be_is_refused(cutoff_hz: float) -> None:
    with pytest.raises(InputError, match="half of the rate") as error:
        low_pass(np.zeros((50, 1)), RATE_HZ, cutoff_hz)
    assert error.value.faults[0].where == "cutoff_hz"


def test_times_that_do_not_rise_or_are_uneven_are_refused() -> None:
    time = np.arange(50) / RATE_HZ
    q = np.zeros((50, 2))
    for wrong in (time[::-1], np.append(time[:-1], np.nan), time[:-1], np.zeros(50)):
        with pytest.raises(InputError, match="rise"):
            smooth_motion(wrong, q)
    with pytest.raises(InputError, match="even"):
        smooth_motion(time**2 + time, q)
    assert np.isfinite(smooth_motion(time**2 + time, q, None).speed).all()


def test_the_order_of_rows_in_memory_changes_nothing(rng: np.random.Generator) -> None:
    time, x = np.arange(80) / RATE_HZ, walk(rng, 80, 5)
    x[30:33, 2] = np.nan
    turned = np.asfortranarray(x)
    for one, other in (
        (smooth_motion(time, x).acceleration, smooth_motion(time, turned).acceleration),
        (low_pass(x, RATE_HZ, 6.0), low_pass(turned, RATE_HZ, 6.0)),
        (spline_derivatives(time, x)[1], spline_derivatives(time, turned)[1]),
    ):
        np.testing.assert_array_equal(one, other)
