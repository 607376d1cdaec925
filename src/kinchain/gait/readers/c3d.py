"""Read C3D files: markers, model outputs, force plates, events and the person.

References
----------
.. [1] The C3D file format user guide, Motion Lab Systems.
   https://www.c3d.org/docs/C3D_User_Guide.pdf
.. [2] Michaud B, Begon M. ezc3d: an easy C3D file I/O cross-platform solution. J Open Source
   Softw 2021;6(58):2911. https://doi.org/10.21105/joss.02911
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note
from kinchain.gait.prepare.frame import find_up
from kinchain.gait.readers._raw import (
    FloatArray,
    RawPlates,
    RawTrial,
    note,
    refuse,
    unique_names,
    warning,
)
from kinchain.gait.readers.c3d_check import check_c3d
from kinchain.gait.readers.c3d_events import read_events
from kinchain.gait.readers.c3d_plates import (
    PlateSpec,
    remove_offset,
    sensors_below,
    to_laboratory,
    wrench,
)
from kinchain.gait.readers.c3d_subject import read_subject

_LENGTH = {"mm": 1e-3, "cm": 1e-2, "m": 1.0, "dm": 0.1, "in": 0.0254}
_OUTPUT = re.compile(r"(angles?|moments?|powers?|forces?|grf|cop|angle|velocity|progress)$", re.I)
_SPLIT = re.compile(r"^(.+?)[:](.+)$")
_BONES = ("O", "A", "L", "P")


def read_c3d(path: Path) -> RawTrial:
    """Read one C3D file, laboratory axes, SI units.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    check = check_c3d(path)
    content = _open(path)
    groups = content["parameters"]
    rate = float(_value(groups, "POINT", "RATE", [content["header"]["points"]["frame_rate"]])[0])
    points = np.asarray(content["data"]["points"], dtype=float)
    if not np.isfinite(rate) or not 1.0 <= rate <= 20_000.0:
        raise refuse(
            f"the frame rate is {rate:g} Hz",
            f"{path.name}, POINT:RATE",
            "a rate between 1 and 20 000 Hz",
            "export the trial again",
        )
    labels = _labels(groups, points.shape[1])
    scale, unit_notes = _length_scale(groups, path.name)
    position = np.transpose(points[:3], (2, 1, 0)) * scale
    residual = np.asarray(content["data"]["meta_points"]["residuals"])[0].T
    unseen = (residual < 0) | np.all(position == 0.0, axis=2) | (np.abs(position) > 1e3).any(2)
    time_s = np.arange(position.shape[0]) / rate
    parts = _sort_points(labels, groups, path.name)
    masked = np.where(unseen[:, :, None], np.nan, position)
    angle_scale = np.pi / 180.0 if _is_degrees(groups) else 1.0
    raw = RawTrial(
        path=str(path),
        kind="c3d",
        maker=_maker(groups),
        time_s=time_s,
        names=tuple(parts.marker_names),
        position_m=masked[:, parts.markers],
        laboratory=(
            (tuple(parts.angle_names), masked[:, parts.angles] / scale * angle_scale)
            if parts.angles
            else None
        ),
        model_points=((tuple(parts.model_names), masked[:, parts.model]) if parts.model else None),
        subject=read_subject(groups),
        notes=(*check, *unit_notes, *parts.notes),
    )
    events, event_notes = read_events(
        groups, content["header"]["points"]["first_frame"] / rate, time_s[-1] if len(time_s) else 0
    )
    plates, plate_notes = _plates(content, raw, scale)
    if raw.position_m is not None and raw.position_m.shape[1] == 0 and plates is None:
        raise refuse(
            "it holds neither markers nor forces",
            path.name,
            "a recorded walk",
            "choose a trial with markers or plates",
        )
    return replace(raw, events=events, plates=plates).with_notes(*event_notes, *plate_notes)


def _open(path: Path) -> Any:
    import ezc3d  # type: ignore[import-untyped]

    try:
        return ezc3d.c3d(str(path))
    except (RuntimeError, OSError, ValueError, IndexError, MemoryError, KeyError) as error:
        raise InputError(
            Fault(
                "the C3D file cannot be read: its header or parameters contradict the data",
                path.name,
                "a complete C3D file as the recording system wrote it",
                "export it again, or open and save it in another C3D program",
            )
        ) from error
    except Exception as error:
        raise InputError(
            Fault(
                "the C3D file cannot be read",
                path.name,
                "a complete C3D file",
                "export it again",
            )
        ) from error


def _value(groups: Any, group: str, name: str, default: Any) -> Any:
    wanted = group.upper()
    for key in groups:
        if key.upper() == wanted:
            for field in groups[key]:
                if field.upper() == name.upper():
                    value = groups[key][field]["value"]
                    return value if np.size(value) else default
    return default


def _labels(groups: Any, n_points: int) -> list[str]:
    labels = [str(label).strip() for label in _value(groups, "POINT", "LABELS", [])]
    for number in range(2, 20):
        if len(labels) >= n_points:
            break
        more = _value(groups, "POINT", f"LABELS{number}", [])
        labels += [str(label).strip() for label in more]
    labels = labels[:n_points]
    return labels + [""] * (n_points - len(labels))


def _length_scale(groups: Any, where: str) -> tuple[float, tuple[Note, ...]]:
    unit = str(next(iter(_value(groups, "POINT", "UNITS", [""])), "")).strip().lower()
    if unit in _LENGTH:
        return _LENGTH[unit], ()
    return 1e-3, (
        note(
            "the file does not say its unit of length",
            f"{where}, POINT:UNITS",
            "read as millimetres, as is usual, and checked against the body's size",
        ),
    )


def _is_degrees(groups: Any) -> bool:
    unit = str(next(iter(_value(groups, "POINT", "ANGLE_UNITS", ["deg"])), "deg"))
    return not unit.strip().lower().startswith("rad")


def _maker(groups: Any) -> str:
    words = [
        str(next(iter(_value(groups, "MANUFACTURER", name, [""])), "")).strip()
        for name in ("COMPANY", "SOFTWARE")
    ]
    return " ".join(dict.fromkeys(word[:40] for word in words if word))


class _Parts:
    """Which points are markers, angles and computed points."""

    def __init__(self) -> None:
        self.markers: list[int] = []
        self.marker_names: list[str] = []
        self.angles: list[int] = []
        self.angle_names: list[str] = []
        self.model: list[int] = []
        self.model_names: list[str] = []
        self.notes: tuple[Note, ...] = ()


def _sort_points(labels: list[str], groups: Any, where: str) -> _Parts:
    """Tell markers, model angles, computed points and unlabelled points apart."""
    parts = _Parts()
    bare, prefix_notes = _strip_prefixes(labels, where)
    outputs = {
        str(name).strip()
        for group in (
            "ANGLES",
            "FORCES",
            "MOMENTS",
            "POWERS",
            "SCALARS",
            "REACTIONS",
            "MODELED_MARKERS",
        )
        for number in ("", "2", "3")
        for name in _value(groups, "POINT", f"{group}{number}", [])
    } - {""}
    angles = {
        str(name).strip()
        for number in ("", "2", "3")
        for name in _value(groups, "POINT", f"ANGLES{number}", [])
    } - {""}
    bones = _bones([name for name in bare if name])
    dropped = 0
    for index, (label, name) in enumerate(zip(labels, bare, strict=True)):
        if not name or name.startswith("*"):
            dropped += 1
        elif label in angles or re.search(r"angles?$", name, re.I):
            parts.angles.append(index)
            parts.angle_names.append(name)
        elif name in bones or re.match(r"cent(re|er)ofmass", name, re.I):
            parts.model.append(index)
            parts.model_names.append(name)
        elif label not in outputs and not _OUTPUT.search(name):
            parts.markers.append(index)
            parts.marker_names.append(name)
    notes = list(prefix_notes)
    if dropped:
        notes.append(note(f"{dropped} points without a label", where, "left out"))
    names, twice = unique_names(parts.marker_names, where)
    parts.marker_names = list(names)
    parts.angle_names = list(unique_names(parts.angle_names, where)[0])
    parts.model_names = list(unique_names(parts.model_names, where)[0])
    parts.notes = (*notes, *twice)
    return parts


def _bones(names: list[str]) -> set[str]:
    """Return names of bone axes that a conventional gait model wrote (LFEO, LFEA, LFEL, LFEP)."""
    there = set(names)
    stems = {name[:-1] for name in there if len(name) == 4 and name[-1] == "O"}
    whole = {stem for stem in stems if all(stem + end in there for end in _BONES)}
    return {stem + end for stem in whole for end in _BONES}


def _strip_prefixes(labels: list[str], where: str) -> tuple[list[str], tuple[Note, ...]]:
    """Take subject prefixes (``Bob:LASI``) off; of several people keep the best marked one."""
    split = [_SPLIT.match(label) for label in labels]
    prefixes: dict[str, int] = {}
    for found in split:
        if found:
            prefixes[found.group(1)] = prefixes.get(found.group(1), 0) + 1
    if not prefixes:
        return labels, ()
    kept = max(prefixes, key=lambda prefix: prefixes[prefix])
    bare = [
        label if found is None else found.group(2) if found.group(1) == kept else ""
        for label, found in zip(labels, split, strict=True)
    ]
    others = [prefix for prefix, n in prefixes.items() if prefix != kept and n >= 8]
    if not others:
        return bare, ()
    return bare, (
        warning(
            f"markers of {len(others) + 1} people or objects",
            where,
            "only the one with most markers is read",
        ),
    )


def _plates(content: Any, raw: RawTrial, scale: float) -> tuple[RawPlates | None, tuple[Note, ...]]:
    """Compute every usable plate's forces."""
    groups = content["parameters"]
    n_plates = int(_value(groups, "FORCE_PLATFORM", "USED", [0])[0])
    analog = np.asarray(content["data"]["analogs"], dtype=float)
    analog = analog.reshape(-1, analog.shape[-1]) if analog.size else np.zeros((0, 0))
    if not 0 < n_plates <= 64 or not analog.size:
        return None, ()
    rate = float(_value(groups, "ANALOG", "RATE", [0.0])[0])
    per_frame = analog.shape[1] / max(len(raw.time_s), 1)
    if not np.isfinite(rate) or rate <= 0 or abs(rate * raw.time_s[1] - per_frame) > 0.51:
        rate = per_frame / raw.time_s[1]
    specs, notes = _specs(groups, n_plates, analog.shape[0], scale)
    if not specs:
        return None, notes
    up = find_up(raw, [spec.corners_m for spec in specs]).vector
    forces, cops, frees, corners, names = [], [], [], [], []
    more: list[Note] = list(notes)
    for spec in specs:
        fixed = PlateSpec(
            spec.index,
            spec.kind,
            spec.channels,
            spec.corners_m,
            sensors_below(spec.origin_m, spec.corners_m, up),
            spec.matrix,
            spec.scale,
        )
        quiet, plate_notes = remove_offset(fixed, analog[list(fixed.channels)].T, rate)
        more += plate_notes
        if quiet is None:
            continue
        result = to_laboratory(fixed, wrench(fixed, quiet), up)
        if result is None:
            more.append(warning("its corners span no surface", fixed.name, "plate left out"))
            continue
        force, cop, free = result
        forces.append(force)
        cops.append(cop)
        frees.append(free)
        corners.append(fixed.corners_m)
        names.append(fixed.name)
    if not names:
        return None, tuple(more)
    time_s = np.arange(analog.shape[1]) / rate
    stacked = [np.stack(values, axis=1) for values in (forces, cops, frees)]
    return RawPlates(
        time_s, tuple(names), stacked[0], stacked[1], stacked[2], np.stack(corners)
    ), tuple(more)


def _specs(
    groups: Any, n_plates: int, n_analog: int, scale: float
) -> tuple[list[PlateSpec], tuple[Note, ...]]:
    """Read what the file declares of each plate; leave out what is not whole."""
    kinds = np.ravel(_value(groups, "FORCE_PLATFORM", "TYPE", []))
    corners = _array(groups, "CORNERS", (3, 4, n_plates))
    origin = _array(groups, "ORIGIN", (3, n_plates))
    channel = _value(groups, "FORCE_PLATFORM", "CHANNEL", None)
    channel = None if channel is None else np.atleast_2d(np.asarray(channel, dtype=int))
    matrices = np.asarray(_value(groups, "FORCE_PLATFORM", "CAL_MATRIX", []), dtype=float)
    units = [str(unit).strip().lower() for unit in _value(groups, "ANALOG", "UNITS", [])]
    specs: list[PlateSpec] = []
    notes: list[Note] = []
    for i in range(n_plates):
        where = f"plate_{i + 1}"
        kind = int(kinds[i]) if i < kinds.size else 0
        needed = 8 if kind == 3 else 6
        if channel is None and kind in (1, 2, 4):
            listed = list(range(i * 6, i * 6 + 6))
        else:
            listed = (
                []
                if channel is None or i >= channel.shape[1]
                else [int(one) - 1 for one in channel[:, i][:needed]]
            )
        if kind not in (1, 2, 3, 4):
            notes.append(
                warning(f"plate type {kind} is not supported (1 to 4 are)", where, "plate left out")
            )
            continue
        if len(listed) < needed or min(listed) < 0 or max(listed) >= n_analog:
            notes.append(note("its channels are not in the file", where, "plate left out"))
            continue
        if corners is None or np.ptp(corners[:, :, i]) == 0:
            notes.append(warning("the file does not say where it lies", where, "plate left out"))
            continue
        matrix = _matrix(matrices, i, scale) if kind == 4 else None
        if kind == 4 and matrix is None:
            notes.append(
                warning(
                    "its calibration matrix is missing",
                    where,
                    "channels are taken as newtons and their moments",
                )
            )
        specs.append(
            PlateSpec(
                i + 1,
                kind,
                tuple(listed),
                corners[:, :, i].T * scale,
                np.zeros(3) if origin is None else origin[:, i] * scale,
                matrix,
                _channel_scale(kind, [units[c] if c < len(units) else "" for c in listed], scale),
            )
        )
    return specs, tuple(notes)


def _array(groups: Any, name: str, shape: tuple[int, ...]) -> FloatArray | None:
    value: FloatArray = np.asarray(_value(groups, "FORCE_PLATFORM", name, []), dtype=float)
    if value.ndim == len(shape) - 1:
        value = value[..., None]
    if value.ndim != len(shape) or any(
        have < want for have, want in zip(value.shape, shape, strict=True)
    ):
        return None
    return value


def _matrix(matrices: FloatArray, i: int, scale: float) -> FloatArray | None:
    """Return one plate's matrix, its moment rows turned from N times the length unit to N m."""
    if matrices.ndim == 2:
        matrices = matrices[..., None]
    if matrices.ndim != 3 or matrices.shape[:2] != (6, 6) or i >= matrices.shape[2]:
        return None
    matrix = matrices[:, :, i]
    if not np.isfinite(matrix).all() or not np.abs(np.diag(matrix)[:3]).min() > 0:
        return None
    return np.asarray(matrix * np.array([1, 1, 1, scale, scale, scale])[:, None])


def _channel_scale(kind: int, units: list[str], scale: float) -> FloatArray:
    """Return each channel's factor to N, N m or m."""

    def force(unit: str) -> float:
        return 1e3 if unit == "kn" else 9.80665 if unit in ("kg", "kgf") else 1.0

    def moment(unit: str) -> float:
        plain = re.sub(r"[^a-z]", "", unit).replace("newton", "n").replace("nt", "n")
        if plain.endswith("mm"):
            return 1e-3
        if plain.endswith("cm"):
            return 1e-2
        return 1.0 if plain in ("nm", "m", "nmeter", "nmetre") else scale

    if kind == 3:
        return np.array([force(unit) for unit in units])
    if kind == 1:
        lengths = [_LENGTH.get(unit, scale) for unit in units[3:5]]
        return np.array([*[force(unit) for unit in units[:3]], *lengths, moment(units[5])])
    return np.array([*[force(u) for u in units[:3]], *[moment(u) for u in units[3:6]]])
