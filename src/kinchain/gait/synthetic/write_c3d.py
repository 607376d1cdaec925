"""Write a made walk as C3D, as the usual makers' programs do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import GivenEvent, Trial
from kinchain.gait.synthetic._laboratory import VICON_AXES, Laboratory, write_whole
from kinchain.gait.synthetic._norms import FloatArray
from kinchain.gait.synthetic._plate_channels import (
    NAMES,
    UNITS,
    PlateChannels,
    PlateType,
    plate_channels,
)
from kinchain.gait.synthetic.plates import Plates
from kinchain.gait.synthetic.walk import MadeWalk

Maker = Literal["vicon", "qualisys", "motion analysis", "bts", "codamotion"]
EventSpelling = Literal["vicon", "short", "toe off", "words", "none"]

INTEGER_TYPE = 2
"""C3D's mark of a 16-bit whole number."""

MOST_EVENTS = 255
"""A C3D dimension holds no more."""

_MAKERS: Mapping[Maker, tuple[str, str]] = {
    "vicon": ("Vicon", "Vicon Nexus"),
    "qualisys": ("Qualisys AB", "Qualisys Track Manager"),
    "motion analysis": ("Motion Analysis Corp.", "Cortex"),
    "bts": ("BTS Bioengineering", "SMART"),
    "codamotion": ("Charnwood Dynamics", "ODIN"),
}
_SPELLINGS: Mapping[EventSpelling, tuple[str, str, bool]] = {
    # contact, off, whether the side stands in CONTEXTS (else it leads the label)
    "vicon": ("Foot Strike", "Foot Off", True),
    "short": ("HS", "TO", False),
    "toe off": ("Heel Strike", "Toe Off", True),
    "words": (" Foot Contact", " Toe Off", False),
}


def write_c3d(  # noqa: PLR0913  each is one habit of one maker
    walk: MadeWalk,
    path: str | Path,
    *,
    laboratory: Laboratory = VICON_AXES,
    maker: Maker = "vicon",
    plate_types: tuple[PlateType, ...] = (2,),
    plate_turns: int = 0,
    events: EventSpelling = "vicon",
    prefix: str = "",
    first_frame: int = 1,
) -> Path:
    """Write a made walk as C3D.

    Parameters
    ----------
    walk
        The walk.
    path
        Where to; written whole or not at all.
    laboratory
        Axes and units.
    maker
        Whose parameters.
    plate_types
        C3D types of the plates in turn, repeated as needed.
    plate_turns
        Quarter turns of the plates' own axes.
    events
        Spelling of the events.
    prefix
        Put before each marker's name, e.g. ``Patient:``.
    first_frame
        Number of the first frame; events are told on the recording's whole clock.

    Raises
    ------
    InputError
        If the plates' rate is not a multiple of the markers'.
    """
    import ezc3d  # type: ignore[import-untyped]  # heavy, needed only here

    settings = walk.settings
    ratio = settings.plate_rate_hz / settings.rate_hz
    if abs(ratio - round(ratio)) > 1e-9:
        raise InputError(
            Fault(
                "the plates' rate is not a multiple of the markers' rate",
                "SyntheticWalk, plate_rate_hz",
                "a whole multiple of rate_hz, as C3D needs",
                "Choose plate_rate_hz as a whole multiple of rate_hz.",
            )
        )
    file = ezc3d.c3d()
    _points(file, walk.trial, laboratory, prefix, first_frame)
    analogs = _plate_part(file, walk, laboratory, plate_types, plate_turns, round(ratio))
    file["data"]["analogs"] = analogs
    _events(file, walk.trial.events, events, (first_frame - 1) / settings.rate_hz)
    _who(file, walk, maker, prefix)
    return write_whole(path, file.write)


def write_static_c3d(
    trial: Trial,
    path: str | Path,
    *,
    laboratory: Laboratory = VICON_AXES,
    prefix: str = "",
) -> Path:
    """Write a trial's markers alone (a standing trial) as C3D.

    Parameters
    ----------
    trial
        The trial, ground frame.
    path
        Where to.
    laboratory
        Axes and units.
    prefix
        Put before each marker's name.
    """
    import ezc3d  # heavy, needed only here

    file = ezc3d.c3d()
    _points(file, trial, laboratory, prefix, 1)
    for group, name, value in (
        ("MANUFACTURER", "COMPANY", ["Vicon"]),
        ("SUBJECTS", "IS_STATIC", [1]),
        ("PROCESSING", "Bodymass", [float(trial.subject.mass_kg or 0.0)]),
        ("PROCESSING", "Height", [1000.0 * float(trial.subject.height_m or 0.0)]),
    ):
        _put(file, group, name, value)
    return write_whole(path, file.write)


def _points(file: Any, trial: Trial, laboratory: Laboratory, prefix: str, first_frame: int) -> None:
    markers = trial.markers
    assert markers is not None
    names = [str(name) for name in markers["marker"].values]
    place = laboratory.place(np.asarray(markers.values))
    points = np.ones((4, len(names), len(place)))
    points[:3] = np.moveaxis(place, (0, 1, 2), (2, 1, 0))
    seen = np.isfinite(points[:3]).all(axis=0)
    points[:3, ~seen] = 0.0
    parameters = file["parameters"]
    parameters["POINT"]["RATE"]["value"] = [trial.rate_hz]
    parameters["POINT"]["UNITS"]["value"] = [laboratory.units]
    parameters["POINT"]["LABELS"]["value"] = [_point_name(name, prefix) for name in names]
    file["data"]["points"] = points
    file["data"]["meta_points"]["residuals"] = np.where(seen, 0.3, -1.0)[None]
    cameras = np.zeros((7, len(names), len(place)), dtype=bool)
    cameras[:4] = seen
    file["data"]["meta_points"]["camera_masks"] = cameras
    file["header"]["points"]["first_frame"] = first_frame - 1
    screen = {"z": ("+X", "+Z"), "y": ("+X", "+Y")}[laboratory.up]
    _put(file, "POINT", "X_SCREEN", [screen[0]])
    _put(file, "POINT", "Y_SCREEN", [screen[1]])
    _put(file, "TRIAL", "ACTUAL_START_FIELD", [first_frame, 0])
    _put(file, "TRIAL", "ACTUAL_END_FIELD", [first_frame - 1 + len(place), 0])
    _put(file, "TRIAL", "CAMERA_RATE", [trial.rate_hz])


def _put(file: Any, group: str, name: str, value: Any) -> None:
    """Set a parameter, whole numbers stored as such (the library makes them floats)."""
    plain = np.asarray(value)
    whole = plain.dtype.kind in "iu"
    file.add_parameter(group, name, plain.astype(float) if whole else value)
    if whole:
        entry = file["parameters"][group][name]
        entry["type"], entry["value"] = INTEGER_TYPE, plain


def _point_name(name: str, prefix: str) -> str:
    return name if name.startswith("*") else prefix + name


def _plate_part(
    file: Any,
    walk: MadeWalk,
    laboratory: Laboratory,
    types: tuple[PlateType, ...],
    turns: int,
    ratio: int,
) -> FloatArray:
    """Fill the plate parameters and return the analog channels, shape (1, n_channels, n)."""
    loads = walk.plates
    n_plates = len(loads.corners_m)
    n_frames = len(walk.truth.time_s)
    if not n_plates:
        return np.zeros((1, 0, n_frames * ratio))
    plates = walk.settings.plates or Plates()
    chance = np.random.default_rng([walk.settings.seed, 2])
    made: list[tuple[PlateType, FloatArray, PlateChannels]] = []
    for k in range(n_plates):
        kind = types[k % len(types)]
        corners = np.roll(loads.corners_m[k], -turns, axis=0)
        noise = plates.noise_n * chance.standard_normal((n_frames * ratio, 6))
        noise += plates.offset_n * np.array([0.3, -0.3, 1.0, 0.3, -0.3, 0.3])
        noise[:, 3:] *= 0.1
        wrench = (loads.force_n[:, k], loads.cop_m[:, k], loads.free_moment_nm[:, k])
        made.append((kind, corners, plate_channels(kind, corners, wrench, laboratory.scale, noise)))
    _plate_parameters(file, made, laboratory)
    labels = [f"{name}{k + 1}" for k, (kind, _, _) in enumerate(made) for name in NAMES[kind]]
    units = [u.format(laboratory.units) for kind, _, _ in made for u in UNITS[kind]]
    analog = file["parameters"]["ANALOG"]
    analog["RATE"]["value"] = [walk.settings.plate_rate_hz]
    analog["LABELS"]["value"] = labels
    analog["UNITS"]["value"] = units
    analog["SCALE"]["value"] = [1.0] * len(labels)
    analog["OFFSET"]["value"] = [0] * len(labels)
    analog["GEN_SCALE"]["value"] = [1.0]
    return np.concatenate([channels.value for _, _, channels in made], axis=1).T[None]


def _plate_parameters(
    file: Any, made: list[tuple[PlateType, FloatArray, PlateChannels]], laboratory: Laboratory
) -> None:
    n_channels = max(channels.value.shape[1] for _, _, channels in made)
    index = np.zeros((n_channels, len(made)))
    used = 0
    for k, (_, _, channels) in enumerate(made):
        width = channels.value.shape[1]
        index[:width, k] = used + 1 + np.arange(width)
        used += width
    corners = np.stack([laboratory.place(c).T for _, c, _ in made], axis=2)
    origin = np.stack([channels.origin for _, _, channels in made], axis=1)
    _put(file, "FORCE_PLATFORM", "USED", [len(made)])
    _put(file, "FORCE_PLATFORM", "TYPE", [kind for kind, _, _ in made])
    _put(file, "FORCE_PLATFORM", "ZERO", [1, 0])
    _put(file, "FORCE_PLATFORM", "CORNERS", corners)
    _put(file, "FORCE_PLATFORM", "ORIGIN", origin)
    _put(file, "FORCE_PLATFORM", "CHANNEL", index.astype(int))
    if any(channels.matrix is not None for _, _, channels in made):
        eye = np.eye(6)
        matrices = [eye if c.matrix is None else c.matrix for _, _, c in made]
        _put(file, "FORCE_PLATFORM", "CAL_MATRIX", np.stack(matrices, axis=2))


def _events(
    file: Any, events: tuple[GivenEvent, ...], spelling: EventSpelling, start_s: float
) -> None:
    if spelling == "none":
        return
    contact, off, in_context = _SPELLINGS[spelling]
    kept = events[:MOST_EVENTS]
    words = [contact if e.kind == "initial_contact" else off for e in kept]
    sides = [e.side.capitalize() for e in kept]
    if not in_context:
        lead = [
            side if word.startswith(" ") else side[0]
            for side, word in zip(sides, words, strict=True)
        ]
        words = [side + word for side, word in zip(lead, words, strict=True)]
    times = np.array([e.time_s + start_s for e in kept])
    minutes = np.floor(times / 60.0)
    _put(file, "EVENT", "USED", [len(kept)])
    _put(file, "EVENT", "LABELS", words)
    if in_context:
        _put(file, "EVENT", "CONTEXTS", sides)
    _put(file, "EVENT", "TIMES", np.stack([minutes, times - 60.0 * minutes]))
    _put(file, "EVENT", "GENERIC_FLAGS", [0] * len(kept))


def _who(file: Any, walk: MadeWalk, maker: Maker, prefix: str) -> None:
    settings, body = walk.settings, walk.settings.body
    company, software = _MAKERS[maker]
    _put(file, "MANUFACTURER", "COMPANY", [company])
    _put(file, "MANUFACTURER", "SOFTWARE", [software])
    _put(file, "SUBJECTS", "USED", [1])
    _put(file, "SUBJECTS", "IS_STATIC", [0])
    _put(file, "SUBJECTS", "USES_PREFIXES", [1 if prefix else 0])
    _put(file, "SUBJECTS", "NAMES", [prefix.rstrip(":_") or "Made"])
    if maker == "vicon":
        for name, value in (
            ("Bodymass", settings.mass_kg),
            ("Height", 1000 * settings.height_m),
            ("LLegLength", 1000 * body.leg_m),
            ("RLegLength", 1000 * body.leg_m),
            ("LKneeWidth", 1000 * body.knee_width_m),
            ("RKneeWidth", 1000 * body.knee_width_m),
            ("LAnkleWidth", 1000 * body.ankle_width_m),
            ("RAnkleWidth", 1000 * body.ankle_width_m),
        ):
            _put(file, "PROCESSING", name, [float(value)])
    else:
        _put(file, "SUBJECT", "MASS", [float(settings.mass_kg)])
        _put(file, "SUBJECT", "HEIGHT", [float(settings.height_m)])
