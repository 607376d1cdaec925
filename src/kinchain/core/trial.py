"""One recorded trial: markers, joint angles and force plates, labelled and in one frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import xarray as xr

LegSide = Literal["left", "right"]
EventKind = Literal["initial_contact", "foot_off"]

AXES = ("x", "y", "z")
"""Ground frame: x forward along the first walk, y up, z to the subject's right; metres."""


@dataclass(frozen=True)
class Note:
    """What was left out, mended or doubtful in a recording, and what that affects.

    Parameters
    ----------
    level
        ``warning`` where a figure may be wrong by it, else ``note``.
    what
        What is so.
    where
        Marker, plate, column or stretch of time.
    effect
        What it changes in the result.
    """

    level: Literal["note", "warning"]
    what: str
    where: str
    effect: str


@dataclass(frozen=True)
class GivenEvent:
    """A gait event stored in the file or given by the user.

    Parameters
    ----------
    side
        Leg.
    kind
        ``initial_contact`` or ``foot_off``.
    time_s
        Seconds on the trial's own clock (that of ``markers`` and ``plates``).
    by
        ``file`` or ``user``.
    """

    side: LegSide
    kind: EventKind
    time_s: float
    by: Literal["file", "user"]


@dataclass(frozen=True)
class Subject:
    """What the recording says of the person; None where it says nothing.

    ``measures`` holds (name, value) pairs in m and rad with the side in the name:
    ``knee_width_l_m``, ``ankle_width_r_m``, ``leg_length_l_m``,
    ``static_plantarflexion_l_rad``, ``static_foot_rotation_l_rad``.
    """

    mass_kg: float | None = None
    height_m: float | None = None
    sex: Literal["female", "male"] | None = None
    age_years: float | None = None
    leg_length_m: float | None = None
    measures: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Origin:
    """Where a trial came from.

    Parameters
    ----------
    path
        As the user gave it.
    kind
        ``c3d``, ``trc``, ``mot``, ``sto``, ``opencap``, ``sports2d``, ``pose2sim``...
    maker
        Maker of the system or program, where the file says so.
    turned
        How the recording's axes were turned into the ground frame, in words.
    model
        Path of a musculoskeletal model that came with it, or empty.
    """

    path: str
    kind: str
    maker: str = ""
    turned: str = ""
    model: str = ""


@dataclass(frozen=True)
class Trial:
    """A recording in SI units and in the ground frame (x forward, y up, z right).

    Parameters
    ----------
    origin
        Where it came from.
    markers
        Dims (time, marker, axis), float64, m; NaN where a marker was not seen. Coordinate
        ``time`` in s, rising evenly; ``marker`` the names of the file without its prefix;
        ``axis`` x, y, z. None where the recording has no markers.
    angles
        Dims (time, coordinate), rad (m for translations), OpenSim coordinate names, flexion,
        adduction, internal rotation and dorsiflexion positive. From a motion file or the
        laboratory's own model (then attribute ``by`` names it).
    plates
        Variables on (time, plate, axis): ``force_n`` on the person, ``cop_m`` (NaN while
        unloaded), ``moment_nm`` free moment about the vertical through the centre of pressure
        (x and z are 0); and ``corners_m`` on (plate, corner, axis), NaN where unknown. Its
        ``time`` runs at the plates' own rate on the same clock as the markers.
    events
        Events stored in the file or given by the user.
    subject
        What the file says of the person.
    is_treadmill
        True where the ground moves under the person; None where not known yet.
    two_dimensional
        True for a side view from one camera: z is NaN or 0 and only the sagittal plane counts.
    notes
        What was found, mended, left out.
    laboratory
        Angles of the laboratory's own model for comparison: dims (time, angle, component), rad,
        its own names, order and signs, on the markers' clock.
    model_points
        Points that the laboratory's model computed (bone axes, centre of mass): as ``markers``.
    landmark_map
        The user's own (landmark, marker) pairs; wins over what the names suggest.
    """

    origin: Origin
    markers: xr.DataArray | None = None
    angles: xr.DataArray | None = None
    plates: xr.Dataset | None = None
    events: tuple[GivenEvent, ...] = ()
    subject: Subject = Subject()
    is_treadmill: bool | None = None
    two_dimensional: bool = False
    notes: tuple[Note, ...] = ()
    laboratory: xr.DataArray | None = None
    model_points: xr.DataArray | None = None
    landmark_map: tuple[tuple[str, str], ...] = ()

    @property
    def rate_hz(self) -> float:
        """Return the rate of the markers, else of the angles, else of the plates, in Hz."""
        time = self.time_s
        return float("nan") if len(time) < 2 else float(1.0 / np.median(np.diff(time)))

    @property
    def time_s(self) -> np.ndarray:
        """Return the clock of the markers, else of the angles, else of the plates, in s."""
        for part in (self.markers, self.angles, self.plates):
            if part is not None:
                return np.asarray(part["time"].values, dtype=float)
        return np.zeros(0)

    def marker(self, name: str) -> np.ndarray:
        """Return one marker's path, shape (n_frames, 3), m, ground frame.

        Parameters
        ----------
        name
            Marker name as in ``markers``.

        Raises
        ------
        KeyError
            If there is no such marker.
        """
        if self.markers is None:
            raise KeyError(name)
        found = np.flatnonzero(self.markers["marker"].values == name)
        if not found.size:
            raise KeyError(name)
        return np.asarray(self.markers.values[:, found[0]], dtype=float)

    def with_notes(self, *notes: Note) -> Trial:
        """Return the trial with further notes.

        Parameters
        ----------
        *notes
            What to add.
        """
        return replace(self, notes=(*self.notes, *notes))


def marker_array(time_s: np.ndarray, names: list[str], position_m: np.ndarray) -> xr.DataArray:
    """Label marker positions.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    names
        Marker names, unique.
    position_m
        Shape (n_frames, n_markers, 3), m, ground frame; NaN where unseen.

    Returns
    -------
    markers
        As ``Trial.markers``.
    """
    return xr.DataArray(
        np.asarray(position_m, dtype=float),
        dims=("time", "marker", "axis"),
        coords={"time": np.asarray(time_s, dtype=float), "marker": names, "axis": list(AXES)},
        name="markers",
        attrs={"units": "m", "frame": "ground"},
    )


def angle_array(
    time_s: np.ndarray, names: list[str], angle_rad: np.ndarray, by: str = ""
) -> xr.DataArray:
    """Label joint angles.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    names
        OpenSim coordinate names, unique.
    angle_rad
        Shape (n_frames, n_coordinates), rad; translations in m.
    by
        Whose angles they are: a model's or program's name.

    Returns
    -------
    angles
        As ``Trial.angles``.
    """
    return xr.DataArray(
        np.asarray(angle_rad, dtype=float),
        dims=("time", "coordinate"),
        coords={"time": np.asarray(time_s, dtype=float), "coordinate": names},
        name="angles",
        attrs={"units": "rad", "by": by},
    )


def laboratory_array(time_s: np.ndarray, names: list[str], angle_rad: np.ndarray) -> xr.DataArray:
    """Label angles of the laboratory's own model.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    names
        The laboratory's names, e.g. ``LKneeAngles``.
    angle_rad
        Shape (n_frames, n_angles, 3), rad, the laboratory's own order and signs.

    Returns
    -------
    laboratory
        As ``Trial.laboratory``.
    """
    return xr.DataArray(
        np.asarray(angle_rad, dtype=float),
        dims=("time", "angle", "component"),
        coords={"time": np.asarray(time_s, dtype=float), "angle": names, "component": [1, 2, 3]},
        name="laboratory",
        attrs={"units": "rad"},
    )


def plate_set(
    time_s: np.ndarray,
    names: list[str],
    force_n: np.ndarray,
    cop_m: np.ndarray,
    moment_nm: np.ndarray,
    corners_m: np.ndarray | None = None,
) -> xr.Dataset:
    """Label what force plates measured.

    Parameters
    ----------
    time_s
        Shape (n_samples,), s.
    names
        Plate names, unique.
    force_n
        Shape (n_samples, n_plates, 3), N, on the person, ground frame.
    cop_m
        Same shape, m; NaN while unloaded.
    moment_nm
        Same shape, N m: free moment at the centre of pressure.
    corners_m
        Shape (n_plates, 4, 3), m; None where unknown.

    Returns
    -------
    plates
        As ``Trial.plates``.
    """
    dims = ("time", "plate", "axis")
    if corners_m is None:
        corners_m = np.full((len(names), 4, 3), np.nan)
    return xr.Dataset(
        {
            "force_n": (dims, np.asarray(force_n, dtype=float)),
            "cop_m": (dims, np.asarray(cop_m, dtype=float)),
            "moment_nm": (dims, np.asarray(moment_nm, dtype=float)),
            "corners_m": (("plate", "corner", "axis"), np.asarray(corners_m, dtype=float)),
        },
        coords={"time": np.asarray(time_s, dtype=float), "plate": names, "axis": list(AXES)},
        attrs={"frame": "ground"},
    )
