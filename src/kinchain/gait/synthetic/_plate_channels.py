"""Channels of force plates of the C3D types 1 to 4 from what a plate feels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kinchain.gait.synthetic._norms import FloatArray

PlateType = Literal[1, 2, 3, 4]

SENSOR_DEPTH_M = 0.045
KISTLER_M = (0.21, 0.132)
"""Half distances of the four sensors of a type 3 plate along its axes."""

UNITS = {
    1: ("N", "N", "N", "{}", "{}", "N{}"),
    2: ("N", "N", "N", "N{}", "N{}", "N{}"),
    3: ("N",) * 8,
    4: ("V",) * 6,
}
NAMES = {
    1: ("Fx", "Fy", "Fz", "Px", "Py", "Tz"),
    2: ("Fx", "Fy", "Fz", "Mx", "My", "Mz"),
    3: ("fx12", "fx34", "fy14", "fy23", "fz1", "fz2", "fz3", "fz4"),
    4: ("Fx", "Fy", "Fz", "Mx", "My", "Mz"),
}


@dataclass(frozen=True)
class PlateChannels:
    """One plate as a C3D file holds it.

    Parameters
    ----------
    value
        Shape (n, n_channels): what the person feels, plate axes (z down), file units.
    origin
        The ORIGIN parameter, file units.
    matrix
        Calibration matrix of a type 4 plate, volts to N and N times the length unit.
    """

    value: FloatArray
    origin: FloatArray
    matrix: FloatArray | None


def calibration(scale: float) -> FloatArray:
    """Return a made calibration matrix, volts to N and N times the length unit, shape (6, 6).

    Parameters
    ----------
    scale
        Length units per metre.
    """
    matrix = np.diag([150.0, 150.0, 310.0, 65.0 * scale, 62.0 * scale, 33.0 * scale])
    matrix[0, 1], matrix[1, 0], matrix[2, 0] = 1.1, -0.8, 2.3
    matrix[3, 1], matrix[4, 0], matrix[5, 2] = 0.4 * scale, -0.3 * scale, 0.2 * scale
    return matrix


def plate_channels(
    kind: PlateType,
    corners_m: FloatArray,
    wrench: tuple[FloatArray, FloatArray, FloatArray],
    scale: float,
    flaw: FloatArray,
) -> PlateChannels:
    """Return a plate's channels.

    Parameters
    ----------
    kind
        C3D plate type.
    corners_m
        Shape (4, 3), m: corners at +x+y, -x+y, -x-y, +x-y of the plate's own axes.
    wrench
        Force on the person (n, 3) in N, centre of pressure (n, 3) in m, free moment about the
        vertical (n,) in N m; same frame as the corners.
    scale
        Length units of the file per metre.
    flaw
        Noise and offset added to force and moment at the sensors, shape (n, 6), N and N m.

    Notes
    -----
    As the C3D manual and Kistler define them: plate z points down; ORIGIN leads from the sensors'
    origin to the middle of the surface (types 2, 4), holds the sensors' half distances and depth
    (type 3), or is 0 (type 1).

    References
    ----------
    .. [1] C3D file format user guide, force platforms. https://www.c3d.org/docs/C3D_User_Guide.pdf
    """
    force, cop, free = wrench
    x = corners_m[0] - corners_m[1]
    y = corners_m[0] - corners_m[3]
    x, y = x / np.linalg.norm(x), y / np.linalg.norm(y)
    down = np.cross(x, y)
    axes = np.column_stack([x, y, down])
    arm = np.nan_to_num(cop - corners_m.mean(axis=0)) @ axes
    own = force @ axes
    about = np.cross(arm, own)
    about[:, 2] -= free  # the vertical points up, the plate's z axis down
    depth = np.array([0.0, 0.0, -SENSOR_DEPTH_M])
    if kind == 1:
        return _type_1(own + flaw[:, :3], about + flaw[:, 3:], scale)
    at_sensor = about + np.cross(depth, own)
    whole = np.column_stack([own, at_sensor]) + flaw
    if kind == 3:
        return _type_3(whole, scale)
    whole = whole * np.array([1, 1, 1, scale, scale, scale])
    if kind == 4:
        matrix = calibration(scale)
        return PlateChannels(whole @ np.linalg.inv(matrix).T, depth * scale, matrix)
    return PlateChannels(whole, depth * scale, None)


def _type_1(force: FloatArray, moment: FloatArray, scale: float) -> PlateChannels:
    loaded = np.abs(force[:, 2]) > 2.0
    safe = np.where(loaded, force[:, 2], 1.0)
    x = np.where(loaded, -moment[:, 1] / safe, 0.0)
    y = np.where(loaded, moment[:, 0] / safe, 0.0)
    twist = np.where(loaded, moment[:, 2] - x * force[:, 1] + y * force[:, 0], 0.0)
    value = np.column_stack([force, x * scale, y * scale, twist * scale])
    return PlateChannels(value, np.zeros(3), None)


def _type_3(whole: FloatArray, scale: float) -> PlateChannels:
    a, b = KISTLER_M
    fx, fy, fz, mx, my, mz = whole.T
    value = np.column_stack(
        [
            fx / 2 - mz / (4 * b),
            fx / 2 + mz / (4 * b),
            fy / 2 + mz / (4 * a),
            fy / 2 - mz / (4 * a),
            (fz + mx / b - my / a) / 4,
            (fz + mx / b + my / a) / 4,
            (fz - mx / b + my / a) / 4,
            (fz - mx / b - my / a) / 4,
        ]
    )
    return PlateChannels(value, np.array([a, b, -SENSOR_DEPTH_M]) * scale, None)
