"""Filtering: take noise off recorded values without shifting them in time, and derive them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinchain.body.compile import load_kernels
from kinchain.core.errors import Fault, InputError

FloatArray = NDArray[np.float64]

ORDER = 3
"""Order of the filter that OpenSim's tools run both ways."""

FEWEST_SAMPLES = 6
"""A stretch between gaps that is shorter than this is not filtered or derived."""

EVEN = 0.01
"""Steps of time may differ by this share of their mean for a filter to be run over them."""


@dataclass(frozen=True)
class Motion:
    """Coordinates and their rates over time.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where nothing is known.
    speed
        First derivatives, same shape, rad/s or m/s.
    acceleration
        Second derivatives, same shape, rad/s² or m/s².
    """

    time_s: FloatArray
    coordinates: FloatArray
    speed: FloatArray
    acceleration: FloatArray


def low_pass(
    values: FloatArray, rate_hz: float, cutoff_hz: float, *, order: int = ORDER
) -> FloatArray:
    """Run a Butterworth low-pass forwards and backwards over time.

    Parameters
    ----------
    values
        Any quantity, time along axis 0. Stretches between NaN are filtered each by itself;
        those of fewer than 6 samples become NaN.
    rate_hz
        Samples per second.
    cutoff_hz
        Where one run lets half of the power pass; both runs together let a quarter pass.
    order
        Order of one run.

    Returns
    -------
    filtered
        Same shape and unit.

    Raises
    ------
    InputError
        If the cut-off is not below half of the rate.

    Notes
    -----
    The filter of OpenSim's tools [1]_: third order, run both ways, its cut-off not corrected for
    the second run, the values continued at both ends by half their length turned about the end
    point. One difference: there each run starts with the first values themselves, here from the
    state in which the first value had always been there; within the data that cannot be seen
    (below 1e-6 of their range, ``benchmarks/body_id.py``). Where the cut-off is not below half
    of the rate OpenSim silently takes 0.49 of the rate; here that is refused.

    References
    ----------
    .. [1] D. A. Winter, Biomechanics and Motor Control of Human Movement, 2009, chapter 3.
       https://doi.org/10.1002/9780470549148
    """
    given = np.asarray(values, dtype=np.float64)
    flat = given.reshape(len(given), -1)
    sections = _sections(rate_hz, cutoff_hz, order)
    out = np.full(flat.shape, np.nan)
    for columns, stretch in _stretches(flat):
        out[stretch, columns] = _smooth(flat[stretch, columns], sections)
    return out.reshape(given.shape)


def spline_derivatives(time_s: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Derive values by the quintic spline through them.

    Parameters
    ----------
    time_s
        Shape (n_samples,), s, rising; need not be even.
    values
        Time along axis 0. Stretches between NaN are treated each by itself.

    Returns
    -------
    first
        First derivative, same shape, unit per s; NaN in stretches of fewer than 6 samples.
    second
        Second derivative likewise, unit per s².

    Raises
    ------
    InputError
        If times do not rise or are not one for each sample.

    Notes
    -----
    The natural spline of degree 5 through every sample: its third and fourth derivatives vanish
    at both ends, as for the spline that OpenSim's tools draw through filtered coordinates [1]_
    (with no smoothing of its own).

    References
    ----------
    .. [1] H. J. Woltring, Advances in Engineering Software 8, 1986.
       https://doi.org/10.1016/0141-1195(86)90098-7
    """
    given = np.asarray(values, dtype=np.float64)
    time = check_time(time_s, len(given))
    flat = given.reshape(len(given), -1)
    first, second = np.full((2, *flat.shape), np.nan)
    for columns, stretch in _stretches(flat):
        _, first[stretch, columns], second[stretch, columns] = _derive(
            time[stretch], flat[stretch, columns], np.zeros((0, 5))
        )
    return first.reshape(given.shape), second.reshape(given.shape)


def smooth_motion(
    time_s: FloatArray, coordinates: FloatArray, cutoff_hz: float | None = 6.0
) -> Motion:
    """Filter coordinates and derive them, as inverse dynamics needs them.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s, rising; evenly where there is a cut-off.
    coordinates
        Shape (n_frames, n_coords), rad or m; a frame with any NaN is a gap.
    cutoff_hz
        As in ``low_pass``; None to leave the values as they are.

    Returns
    -------
    motion
        NaN in gaps, and in stretches of fewer than 6 frames.

    Raises
    ------
    InputError
        If times do not rise, are not even, or the cut-off is not below half of the rate.
    """
    given = np.asarray(coordinates, dtype=np.float64)
    time = check_time(time_s, len(given))
    sections = np.zeros((0, 5))
    if cutoff_hz is not None and len(time) > 1:
        sections = _sections(_even_rate(time), cutoff_hz, ORDER)
    q, u, a = np.full((3, *given.shape), np.nan)
    whole: NDArray[np.bool_] = np.asarray(np.isfinite(given).all(axis=1))
    for stretch in _runs(whole):
        q[stretch], u[stretch], a[stretch] = _derive(time[stretch], given[stretch], sections)
    return Motion(time, q, u, a)


def check_time(time_s: FloatArray, n_samples: int) -> FloatArray:
    """Return times that rise, one for each sample.

    Parameters
    ----------
    time_s
        Shape (n_samples,), s.
    n_samples
        How many there should be.

    Raises
    ------
    InputError
        If they do not rise or are not as many.
    """
    time = np.asarray(time_s, dtype=np.float64)
    if time.shape != (n_samples,) or not np.isfinite(time).all() or (np.diff(time) <= 0.0).any():
        raise InputError(
            Fault(
                f"has shape {time.shape}, or its values do not rise",
                "time_s",
                f"({n_samples},) numbers that rise: one for each sample",
                "give one time for each sample, in their order, none twice",
            )
        )
    return time


def _even_rate(time: FloatArray) -> float:
    step = np.diff(time)
    mean = float(step.mean())
    if np.abs(step - mean).max() > EVEN * mean:
        raise InputError(
            Fault(
                f"steps by {step.min():.6g} to {step.max():.6g} s",
                "time_s",
                f"even steps, within {100 * EVEN:g} %, for a filter to be run over them",
                "bring the values to even times first, or filter with cutoff_hz=None",
            )
        )
    return 1.0 / mean


def _sections(rate_hz: float, cutoff_hz: float, order: int) -> FloatArray:
    """Return b0, b1, b2, a1, a2 of each second-order section of a Butterworth low-pass."""
    if not 0.0 < cutoff_hz < 0.5 * rate_hz or order < 1:
        raise InputError(
            Fault(
                f"is {cutoff_hz:g} Hz at {rate_hz:g} samples per second, order {order}",
                "cutoff_hz",
                "above 0 and below half of the rate, order 1 or more",
                "choose a lower cut-off, or None for no filter",
            )
        )
    k = np.tan(np.pi * cutoff_hz / rate_hz)
    rows = []
    for pair in range(order // 2):
        damping = 2.0 * np.sin((2 * pair + 1) * np.pi / (2 * order))
        total = 1.0 + damping * k + k * k
        gain = k * k / total
        a1, a2 = 2.0 * (k * k - 1.0) / total, (1.0 - damping * k + k * k) / total
        rows.append((gain, 2.0 * gain, gain, a1, a2))
    if order % 2:
        gain = k / (1.0 + k)
        rows.append((gain, gain, 0.0, (k - 1.0) / (1.0 + k), 0.0))
    return np.array(rows)


def _extended(values: FloatArray) -> FloatArray:
    """Return values continued at both ends by half their length, turned about the end point."""
    n_pad = len(values) // 2
    before = 2.0 * values[0] - values[n_pad:0:-1]
    after = 2.0 * values[-1] - values[-2 : -n_pad - 2 : -1]
    return np.concatenate([before, values, after])


def _smooth(values: FloatArray, sections: FloatArray) -> FloatArray:
    longer = np.ascontiguousarray(_extended(values))  # the kernel takes rows after one another
    out, none = np.empty_like(longer), np.zeros((0, 0))
    kernels = load_kernels(module="_filter_kernels")
    kernels.smooth(longer, sections, np.zeros(0), out, none, none)
    n_pad = len(values) // 2
    return out[n_pad : n_pad + len(values)]


def _derive(
    time: FloatArray, values: FloatArray, sections: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return values, first and second derivatives; filtered where there are sections.

    What is filtered is derived together with its continuation beyond both ends, so that the
    spline's own ends lie far off, as in OpenSim.
    """
    n_pad = len(values) // 2 if len(sections) else 0
    longer = np.ascontiguousarray(_extended(values) if n_pad else values)
    step = np.diff(time)
    unit = float(step.mean())
    if n_pad:
        step = np.concatenate([step[n_pad - 1 :: -1], step, step[: -n_pad - 1 : -1]])
    out, first, second = (np.empty_like(longer) for _ in range(3))
    kernels = load_kernels(module="_filter_kernels")
    kernels.smooth(longer, sections, step / unit, out, first, second)
    inside = slice(n_pad, n_pad + len(values))
    return out[inside], first[inside] / unit, second[inside] / unit**2


def _runs(is_there: NDArray[np.bool_]) -> list[slice]:
    """Return the stretches of at least six samples that are there."""
    edges = np.diff(np.concatenate([[0], is_there.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [
        slice(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= FEWEST_SAMPLES
    ]


def _stretches(flat: FloatArray) -> list[tuple[slice, slice]]:
    """Return (columns, samples) that hold no gap: all columns at once where none has one."""
    finite = np.isfinite(flat)
    if finite.all():
        return [(slice(None), one) for one in _runs(np.ones(len(flat), bool))]
    return [(slice(c, c + 1), one) for c in range(flat.shape[1]) for one in _runs(finite[:, c])]
