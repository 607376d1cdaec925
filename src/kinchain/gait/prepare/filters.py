"""Low-pass filter marker paths.

References
----------
.. [1] Winter DA. Biomechanics and Motor Control of Human Movement, 4th ed. 2009, chapter 2:
   zero-lag Butterworth, 6 Hz for gait markers; correction of the cut-off for two passes.
   https://doi.org/10.1002/9780470549148
.. [2] Robertson DGE, Dowling JJ. Design and responses of Butterworth and critically damped
   digital filters. J Electromyogr Kinesiol 2003;13:569-573.
   https://doi.org/10.1016/S1050-6411(03)00080-4
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinchain.gait.prepare.gaps import runs

FloatArray = NDArray[np.float64]

CUTOFF_HZ = 6.0
"""Cut-off for markers and pose data in walking [1]."""

PASSES = 0.802
"""What two passes of a second-order filter do to its cut-off [1]."""


def low_pass(
    value: FloatArray, rate_hz: float, cutoff_hz: float = CUTOFF_HZ, *, passes: float = PASSES
) -> FloatArray:
    """Filter along time: Butterworth, second order forwards and back, so fourth without lag.

    Parameters
    ----------
    value
        Time on axis 0, any further axes; NaN where unseen. Every seen stretch is filtered for
        itself; stretches under 0.05 s stay as they are.
    rate_hz
        Samples per second.
    cutoff_hz
        Frequency at which half the power is left after both passes, Hz.
    passes
        What both passes do to the cut-off; 1 where the cut-off is meant for each of them.

    Returns
    -------
    filtered
        Same shape.

    Notes
    -----
    The gain of both passes, 1 / (1 + (tan(pi f / rate) / tan(pi f0 / rate))^4), is applied to
    the spectrum of the stretch, continued at both ends by its point reflection; f0 is the cut-off
    over ``passes`` [1, 2]. Where the rate is below 2.5 times the cut-off
    nothing is filtered.
    """
    flat: FloatArray = np.asarray(value, dtype=float).reshape(len(value), -1)
    if not np.isfinite(rate_hz) or rate_hz < 2.5 * cutoff_hz or len(value) < 5:
        return np.asarray(value, dtype=float).copy()
    result = flat.copy()
    shortest = max(5, round(0.05 * rate_hz))
    whole = np.isfinite(flat).all(axis=0)
    if whole.any() and len(flat) >= shortest:
        result[:, whole] = _filter(flat[:, whole], rate_hz, cutoff_hz, passes)
    for column in np.flatnonzero(~whole):
        for start, end in runs(np.isfinite(flat[:, column])):
            if end - start >= shortest:
                part = flat[start:end, column : column + 1]
                result[start:end, column] = _filter(part, rate_hz, cutoff_hz, passes)[:, 0]
    return result.reshape(np.shape(value))


def _filter(value: FloatArray, rate_hz: float, cutoff_hz: float, passes: float) -> FloatArray:
    """Filter columns without gaps."""
    n = len(value)
    reach = min(n - 1, max(round(2.0 * rate_hz / cutoff_hz), 5))
    before = 2.0 * value[0] - value[reach:0:-1]
    after = 2.0 * value[-1] - value[-2 : -reach - 2 : -1]
    joined = np.concatenate([before, value, after])
    size = _fast_length(len(joined))
    # The two ends meet by a straight ramp, so that the circle has no step.
    gap = size - len(joined)
    ramp = np.linspace(0.0, 1.0, gap + 2)[1:-1, None]
    circle = np.concatenate([joined, joined[-1] + ramp * (joined[0] - joined[-1])])
    design = min(np.tan(np.pi * cutoff_hz / rate_hz) / passes, np.tan(0.49 * np.pi))
    angle = np.minimum(np.pi * np.fft.rfftfreq(size), 0.499999 * np.pi)
    gain = 1.0 / (1.0 + (np.tan(angle) / design) ** 4)
    smooth = np.fft.irfft(np.fft.rfft(circle, axis=0) * gain[:, None], n=size, axis=0)
    return np.asarray(smooth[reach : reach + n])


def _fast_length(n: int) -> int:
    """Return a length of the form 2^a, 3 * 2^a or 5 * 2^a with some room to close the circle."""
    wanted = n + max(64, n // 20)
    return min(base << max(0, int(np.ceil(np.log2(wanted / base)))) for base in (2, 3, 5))
