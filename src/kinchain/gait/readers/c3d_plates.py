"""Forces, centre of pressure and free moment from a C3D file's plate channels.

References
----------
.. [1] C3D file format, force platform types 1 to 4.
   https://www.c3d.org/docs/C3D_User_Guide.pdf
.. [2] Kistler, formulae of multicomponent force plates (type 3).
   https://isbweb.org/software/movanal/vaughan/kistler.pdf
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinchain.core.trial import Note
from kinchain.gait.readers._raw import FloatArray, note, warning

LOADED_N = 20.0
"""Below this vertical force the centre of pressure is not told [usual 20 N threshold]."""

QUIET_WINDOW_S = 0.1
QUIET_SD_N = 6.0
"""Vertical force that wavers less than this over a window is a plate at rest."""

MAX_QUIET_SD_N = 40.0
"""The most that a shaking belt's plate may waver and still count as at rest."""

STEPPED_ON_N = 60.0
"""Vertical force over 0.1 s that a step exceeds."""

MAX_OFFSET_N = 150.0
"""A resting level beyond this is not an offset but a load: the plate is refused."""


@dataclass(frozen=True)
class PlateSpec:
    """One plate as the file declares it; lengths in m, matrix in SI.

    Parameters
    ----------
    index
        Number in the file, from 1.
    kind
        C3D plate type, 1 to 4.
    channels
        Zero-based analog channels.
    corners_m
        Shape (4, 3), laboratory axes.
    origin_m
        The file's ORIGIN, its sign mended by ``sensors_below``.
    matrix
        Shape (6, 6) for type 4, raw to N and N m; else None.
    scale
        Factor of each channel to N, N m or m, for the types without matrix.
    """

    index: int
    kind: int
    channels: tuple[int, ...]
    corners_m: FloatArray
    origin_m: FloatArray
    matrix: FloatArray | None
    scale: FloatArray

    @property
    def name(self) -> str:
        """Return the plate's name."""
        return f"plate_{self.index}"


def plate_axes(corners_m: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Return rotation (plate to laboratory) and centre, or None for corners that span nothing.

    Parameters
    ----------
    corners_m
        Shape (4, 3), m: +x+y, -x+y, -x-y, +x-y of the plate, as [1] orders them.
    """
    if corners_m.shape != (4, 3) or not np.isfinite(corners_m).all():
        return None
    x = corners_m[0] + corners_m[3] - corners_m[1] - corners_m[2]
    y = corners_m[0] + corners_m[1] - corners_m[2] - corners_m[3]
    area = np.cross(x, y)
    if np.linalg.norm(area) < 1e-3:
        return None
    z = area / np.linalg.norm(area)
    x = x / np.linalg.norm(x)
    return np.column_stack([x, np.cross(z, x), z]), corners_m.mean(axis=0)


def wrench(spec: PlateSpec, raw: FloatArray) -> FloatArray:
    """Return force and moment about the plate's surface centre, plate axes, shape (n, 6).

    Parameters
    ----------
    spec
        The plate.
    raw
        Shape (n_samples, n_channels), offsets already removed.
    """
    if spec.kind == 3:
        value = raw * spec.scale
        a, b = abs(spec.origin_m[0]), abs(spec.origin_m[1])
        fx, fy, fz = value[:, 0:2].sum(1), value[:, 2:4].sum(1), value[:, 4:8].sum(1)
        z1, z2, z3, z4 = value[:, 4:8].T
        mx = b * (z1 + z2 - z3 - z4)
        my = a * (-z1 + z2 + z3 - z4)
        mz = b * (-value[:, 0] + value[:, 1]) + a * (value[:, 2] - value[:, 3])
        at_sensor = np.column_stack([fx, fy, fz, mx, my, mz])
        return _at_surface(at_sensor, np.array([0.0, 0.0, spec.origin_m[2]]))
    if spec.kind == 1:
        fx, fy, fz, px, py, tz = (raw * spec.scale).T
        return np.column_stack([fx, fy, fz, py * fz, -px * fz, tz + px * fy - py * fx])
    value = raw @ spec.matrix.T if spec.matrix is not None else raw * spec.scale
    return _at_surface(value, spec.origin_m)


def _at_surface(value: FloatArray, to_centre_m: FloatArray) -> FloatArray:
    force, moment = value[:, :3], value[:, 3:6]
    return np.column_stack([force, moment - np.cross(to_centre_m, force)])


def sensors_below(origin_m: FloatArray, corners_m: FloatArray, up: FloatArray) -> FloatArray:
    """Return ORIGIN with the sign of its height mended: sensors lie below the surface.

    Parameters
    ----------
    origin_m
        The file's ORIGIN: from the sensors' origin to the surface's centre, plate axes.
    corners_m
        Shape (4, 3), m.
    up
        Unit vector, laboratory axes.

    Notes
    -----
    [1] makes it negative with the plate's z axis pointing down; several programs write it
    positive.
    """
    axes = plate_axes(corners_m)
    if axes is None:
        return origin_m
    height = abs(float(origin_m[2]))
    return np.array([origin_m[0], origin_m[1], height if axes[0][:, 2] @ up > 0 else -height])


def to_laboratory(
    spec: PlateSpec, value: FloatArray, up: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    """Return force, centre of pressure and free moment in laboratory axes, each (n, 3).

    Parameters
    ----------
    spec
        The plate.
    value
        From ``wrench``.
    up
        Unit vector, laboratory axes: forces that press down are turned round, because files
        hold either what the plate or what the person receives.
    """
    axes = plate_axes(spec.corners_m)
    if axes is None:
        return None
    turn, centre = axes
    force, moment = value[:, :3], value[:, 3:]
    vertical = force[:, 2]
    loaded = np.abs(vertical) >= LOADED_N
    safe = np.where(loaded, vertical, np.nan)
    x, y = -moment[:, 1] / safe, moment[:, 0] / safe
    free = moment[:, 2] - x * force[:, 1] + y * force[:, 0]
    cop = centre + np.column_stack([x, y, np.zeros_like(x)]) @ turn.T
    force_lab = force @ turn.T
    free_lab = np.where(loaded, free, 0.0)[:, None] * turn[:, 2]
    if np.sum(force_lab[loaded] @ up) < 0:
        force_lab, free_lab = -force_lab, -free_lab
    return force_lab, cop, free_lab


def resting_level(vertical_n: FloatArray, rate_hz: float) -> tuple[np.ndarray, float] | None:
    """Return which samples are unloaded and how much the level wavers, or None if none is.

    Parameters
    ----------
    vertical_n
        Vertical force with its offset, N, either sign.
    rate_hz
        Samples per second.

    Notes
    -----
    Windows of 0.1 s whose standard deviation stays below 6 N (more on a shaking belt) are
    candidates. Of their levels
    the one nearest zero counts as rest, with all windows within 10 N of it.
    """
    width = max(round(QUIET_WINDOW_S * rate_hz), 3)
    n_windows = vertical_n.size // width
    if n_windows < 1:
        return None
    windows = vertical_n[: n_windows * width].reshape(n_windows, width)
    mean, spread = windows.mean(1), windows.std(1)
    # A running belt shakes its plate: rest may waver 2.5 times as much as the calmest windows.
    limit = float(np.clip(2.5 * np.percentile(spread, 3), QUIET_SD_N, MAX_QUIET_SD_N))
    quiet = spread < limit
    if not quiet.any():
        return None
    near = max(10.0, 0.7 * limit)
    level = float(mean[quiet][np.argmin(np.abs(mean[quiet]))])
    for _ in range(2):
        at_rest = quiet & (np.abs(mean - level) < near)
        level = float(np.median(mean[at_rest]))
    at_rest = quiet & (np.abs(mean - level) < near)
    mask = np.zeros(vertical_n.size, dtype=bool)
    mask[: n_windows * width] = np.repeat(at_rest, width)
    return mask, float(np.median(spread[at_rest]))


def _steady_peak(vertical_n: FloatArray, rate_hz: float) -> float:
    """Return the largest vertical force of either sign, averaged over 0.1 s."""
    width = max(min(round(QUIET_WINDOW_S * rate_hz), vertical_n.size), 1)
    n_windows = vertical_n.size // width
    return float(np.abs(vertical_n[: n_windows * width].reshape(n_windows, width).mean(1)).max())


def remove_offset(
    spec: PlateSpec, raw: FloatArray, rate_hz: float
) -> tuple[FloatArray | None, tuple[Note, ...]]:
    """Return the channels without the level they rest at, or None for a plate to leave out.

    Parameters
    ----------
    spec
        The plate.
    raw
        Shape (n_samples, n_channels).
    rate_hz
        Samples per second.
    """
    vertical = wrench(spec, raw)[:, 2]
    if not np.isfinite(vertical).all():
        return None, (warning("channels hold no numbers", spec.name, "plate left out"),)
    if _steady_peak(vertical, rate_hz) < STEPPED_ON_N:
        return None, (note("nobody stepped on it", spec.name, "plate left out"),)
    rest = resting_level(vertical, rate_hz)
    if rest is None:
        return raw, (
            warning(
                "never at rest, so its offset is unknown", spec.name, "forces are used as stored"
            ),
        )
    mask, wavers = rest
    level = float(np.median(vertical[mask]))
    if abs(level) > MAX_OFFSET_N:
        return raw, (
            warning(
                f"its lowest steady force is {abs(level):.0f} N: always loaded or not zeroed",
                spec.name,
                "forces are used as stored",
            ),
        )
    mended = raw - raw[mask].mean(axis=0)
    if _steady_peak(wrench(spec, mended)[:, 2], rate_hz) < STEPPED_ON_N:
        return None, (note("nobody stepped on it", spec.name, "plate left out"),)
    notes: list[Note] = []
    if abs(level) >= 2.0:
        notes.append(
            note(
                f"rested at {level:.0f} N", spec.name, "this offset was taken off all its channels"
            )
        )
    if wavers > QUIET_SD_N:
        notes.append(
            note(
                f"shakes by {wavers:.0f} N (standard deviation) when unloaded",
                spec.name,
                "its small forces and their centre of pressure are rough",
            )
        )
    return mended, tuple(notes)
