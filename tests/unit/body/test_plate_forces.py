"""Plates: the filter keeps the line on which a force acts, and leaves unloaded plates empty."""

from __future__ import annotations

import numpy as np

from kinchain.body.plate_forces import smooth_plates

RATE_HZ = 1000.0


def step(n: int = 1200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a made step from heel to toe on one plate of two."""
    phase = np.linspace(-0.2, 1.2, n)
    on = (phase > 0) & (phase < 1)
    force = np.zeros((n, 2, 3))
    force[:, 0, 1] = np.where(on, 800 * np.sin(np.pi * phase), 0.0)
    force[:, 0, 0] = 0.15 * force[:, 0, 1] * np.cos(np.pi * phase)
    point = np.full((n, 2, 3), np.nan)
    point[on, 0] = np.column_stack([0.2 * phase[on], np.full(on.sum(), 0.01), 0.1 + 0 * phase[on]])
    torque = np.zeros_like(force)
    torque[:, 0, 1] = np.where(on, 3.0 * np.sin(2 * np.pi * phase), 0.0)
    return force, point, torque


def test_without_filter_everything_comes_back() -> None:
    force, point, torque = step()
    found = smooth_plates(force, point, torque, RATE_HZ, 600.0)
    on = found[0][:, 0, 1] > 0
    np.testing.assert_allclose(found[0][on], force[on])
    np.testing.assert_allclose(found[1][on, 0], point[on, 0], atol=1e-12)
    np.testing.assert_allclose(found[2][on, 0], torque[on, 0], atol=1e-10)
    assert np.isnan(found[1][:, 1]).all() and (found[0][:, 1] == 0).all()


def test_filtered_centre_of_pressure_stays_under_the_foot(rng: np.random.Generator) -> None:
    force, point, torque = step()
    noisy = force + rng.normal(0, 5, force.shape) * (force[..., 1:2] > 0)
    found = smooth_plates(noisy, point, torque, RATE_HZ, 20.0)
    loaded = found[0][:, 0, 1] > 100
    gap = np.abs(found[1][loaded, 0] - np.nan_to_num(point[loaded, 0]))
    assert gap[50:-50].max() < 0.01
    middle = slice(400, 800)
    assert np.abs(found[0][middle, 0, 1] - force[middle, 0, 1]).max() < 0.02 * 800
