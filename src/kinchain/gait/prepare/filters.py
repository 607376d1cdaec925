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


def low_pass(value: FloatArray, rate_hz: float, cutoff_hz: float = CUTOFF_HZ) -> FloatArray:
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

    Returns
    -------
    filtered
        Same shape.

    Notes
    -----
    The design frequency is raised by 1 / 0.802 for the two passes [1, 2]. Where the rate is
    below 2.5 times the cut-off nothing is filtered.
    """
    from scipy.signal import butter, sosfiltfilt

    flat: FloatArray = np.asarray(value, dtype=float).reshape(len(value), -1)
    if not np.isfinite(rate_hz) or rate_hz < 2.5 * cutoff_hz or len(value) < 5:
        return np.asarray(value, dtype=float).copy()
    design = min(np.tan(np.pi * cutoff_hz / rate_hz) / 0.802, np.tan(np.pi * 0.49))
    sos = butter(2, float(np.arctan(design) / np.pi) * 2.0, output="sos")
    result = flat.copy()
    shortest = max(5, round(0.05 * rate_hz))
    padding = round(rate_hz / cutoff_hz)
    whole = np.isfinite(flat).all(axis=0)
    if whole.any() and len(flat) >= shortest:
        result[:, whole] = sosfiltfilt(
            sos, flat[:, whole], axis=0, padlen=min(padding, len(flat) - 2)
        )
    for column in np.flatnonzero(~whole):
        for start, end in runs(np.isfinite(flat[:, column])):
            if end - start >= shortest:
                part = flat[start:end, column]
                result[start:end, column] = sosfiltfilt(
                    sos, part, padlen=min(padding, len(part) - 2)
                )
    return result.reshape(np.shape(value))
