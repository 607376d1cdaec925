"""Where the hip joint's centre lies in the pelvis."""

from __future__ import annotations

import numpy as np

from kinchain.gait.kinematics.frames import FloatArray

MARKER_RADIUS_M = 0.007
"""Half of a 14 mm marker, the usual size; offset of a skin marker's middle from the skin."""


def harrington(pelvis_width_m: float, pelvis_depth_m: float) -> FloatArray:
    """Return the right hip's centre by pelvis size.

    Parameters
    ----------
    pelvis_width_m
        Distance of the front spines (ASIS), m.
    pelvis_depth_m
        Distance of their middle from the middle of the back spines (PSIS), m.

    Returns
    -------
    offset_m
        From the middle of the front spines, pelvis frame (x forward, y up, z right), m;
        mirror z for the left hip.

    References
    ----------
    .. [1] M. E. Harrington et al., 2007. https://doi.org/10.1016/j.jbiomech.2006.02.003
       Regression on pelvis depth and width, n = 32; about 5 mm per coordinate.
    """
    return np.array(
        [
            -0.24 * pelvis_depth_m - 0.0099,
            -0.30 * pelvis_width_m - 0.0109,
            0.33 * pelvis_width_m + 0.0073,
        ]
    )


def davis(pelvis_width_m: float, leg_length_m: float) -> FloatArray:
    """Return the right hip's centre as Plug-in Gait places it, by leg length.

    Parameters
    ----------
    pelvis_width_m
        Distance of the front spines, m.
    leg_length_m
        Front spine to inner ankle knob, m.

    Returns
    -------
    offset_m
        As for `harrington`.

    References
    ----------
    .. [1] R. B. Davis et al., 1991. https://doi.org/10.1016/0167-9457(91)90046-Z
       Fitted to 25 hips on X-ray.
    """
    theta, beta = 0.5, 0.314
    reach = 0.115 * leg_length_m - 0.0153
    depth = 0.1288 * leg_length_m - 0.04856 + MARKER_RADIUS_M
    forward = reach * np.cos(theta) * np.sin(beta) - depth * np.cos(beta)
    up = -reach * np.cos(theta) * np.cos(beta) - depth * np.sin(beta)
    right = 0.5 * pelvis_width_m - reach * np.sin(theta)
    return np.array([forward, up, right])
