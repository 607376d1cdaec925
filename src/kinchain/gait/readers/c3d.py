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
from kinchain.gait.readers.c3d_events import read_events
from kinchain.gait.readers.c3d_file import C3dFile, open_c3d
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
    file = open_c3d(path)
    where = path.name
    if not 1.0 <= file.rate_hz <= 20_000.0:
        raise refuse(
            f"the frame rate is {file.rate_hz:g} Hz",
            f"{where}, POINT:RATE",
            "a rate between 1 and 20 000 Hz",
            "export the trial again",
        )
    scale, unit_notes = _length_scale(file, where)
    time_s = np.arange(len(file.points)) / file.rate_hz
    parts = _sort_points(_labels(file, file.points.shape[1]), file, where)
    raw = RawTrial(
        path=str(path), kind="c3d", maker=_maker(file), time_s=time_s,
        names=tuple(parts.marker_names), position_m=_seen(file, parts.markers) * scale,
        subject=read_subject(file.groups), notes=(*unit_notes, *parts.notes),
    )  # fmt: skip
    if parts.angles:
        turn = np.pi / 180.0 if _is_degrees(file) else 1.0
        angles = _seen(file, parts.angles, zeros_are_unseen=False) * turn
        raw = replace(raw, laboratory=(tuple(parts.angle_names), angles))
    if parts.model:
        computed = _seen(file, parts.model) * scale
        raw = replace(raw, model_points=(tuple(parts.model_names), computed))
    if len(time_s) < file.n_promised:
        raw = raw.with_notes(warning(
            f"cut short: {len(time_s)} of {file.n_promised} frames are there", where,
            "read as far as it goes"))  # fmt: skip
    events, event_notes = read_events(
        file.groups, file.first_frame / file.rate_hz, float(time_s[-1])
    )
    plates, plate_notes = _plates(file, raw, scale)
    if not parts.markers and plates is None:
        raise refuse(
            "it holds neither markers nor forces",
            where,
            "a recorded walk",
            "choose a trial with markers or plates",
        )
    return replace(raw, events=events, plates=plates).with_notes(*event_notes, *plate_notes)


def _seen(file: C3dFile, index: list[int], *, zeros_are_unseen: bool = True) -> FloatArray:
    """Return some points' coordinates in file units, NaN where a point was not seen."""
    chosen = file.points[:, index]
    value = np.nan_to_num(chosen[:, :, :3], nan=np.nan, posinf=np.nan, neginf=np.nan)
    lost = (chosen[:, :, 3] < 0) | ~np.isfinite(value).all(axis=2) | (
        np.abs(np.nan_to_num(value)) > 1e6).any(axis=2)  # fmt: skip
    if zeros_are_unseen:
        lost |= np.all(value == 0.0, axis=2)
    value[lost] = np.nan
    return value


def _labels(file: C3dFile, n_points: int) -> list[str]:
    labels = [str(label).strip() for label in file.value("POINT", "LABELS", [])]
    for number in range(2, 20):
        if len(labels) >= n_points:
            break
        more = file.value("POINT", f"LABELS{number}", [])
        labels += [str(label).strip() for label in more]
    labels = labels[:n_points]
    return labels + [""] * (n_points - len(labels))


def _length_scale(file: C3dFile, where: str) -> tuple[float, tuple[Note, ...]]:
    unit = str(next(iter(file.value("POINT", "UNITS", [""])), "")).strip().lower()
    if unit in _LENGTH:
        return _LENGTH[unit], ()
    return 1e-3, (
        note(
            "the file does not say its unit of length",
            f"{where}, POINT:UNITS",
            "read as millimetres, as is usual, and checked against the body's size",
        ),
    )


def _is_degrees(file: C3dFile) -> bool:
    unit = str(next(iter(file.value("POINT", "ANGLE_UNITS", ["deg"])), "deg"))
    return not unit.strip().lower().startswith("rad")


def _maker(file: C3dFile) -> str:
    words = [
        str(next(iter(file.value("MANUFACTURER", name, [""])), "")).strip()
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


def _sort_points(labels: list[str], file: C3dFile, where: str) -> _Parts:
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
        for name in file.value("POINT", f"{group}{number}", [])
    } - {""}
    angles = {
        str(name).strip()
        for number in ("", "2", "3")
        for name in file.value("POINT", f"ANGLES{number}", [])
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
        return _strip_common(labels), ()
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


def _strip_common(labels: list[str]) -> list[str]:
    """Take off a prefix such as ``Subject01_`` that all labelled points share."""
    named = [label for label in labels if label and not label.startswith("*")]
    first = re.match(r"^.{3,}?[_\-.]", named[0]) if len(named) >= 8 else None
    if first is None or not all(label.startswith(first.group(0)) for label in named):
        return labels
    return [label.removeprefix(first.group(0)) for label in labels]


def _plates(
    file: C3dFile, raw: RawTrial, scale: float
) -> tuple[RawPlates | None, tuple[Note, ...]]:
    """Compute every usable plate's forces."""
    used = _numbers(file.value("FORCE_PLATFORM", "USED", [0]))
    n_plates = int(used[0]) if used.size and np.isfinite(used[0]) else 0
    if not 0 < n_plates <= 64 or not file.analog_raw.size:
        return None, ()
    rate = file.rate_hz * file.per_frame
    specs, notes = _specs(file, n_plates, scale)
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
        quiet, plate_notes = remove_offset(fixed, file.analog(list(fixed.channels)), rate)
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
    time_s = np.arange(len(file.analog_raw)) / rate
    stacked = [np.stack(values, axis=1) for values in (forces, cops, frees)]
    return RawPlates(
        time_s, tuple(names), stacked[0], stacked[1], stacked[2], np.stack(corners)
    ), tuple(more)


def _specs(file: C3dFile, n_plates: int, scale: float) -> tuple[list[PlateSpec], tuple[Note, ...]]:
    """Read what the file declares of each plate; leave out what is not whole."""
    n_analog = file.analog_raw.shape[1]
    kinds = _numbers(file.value("FORCE_PLATFORM", "TYPE", []))
    corners = _array(file, "CORNERS", (3, 4, n_plates))
    origin = _array(file, "ORIGIN", (3, n_plates))
    channel = _channels(file)
    matrices = _numbers_shaped(file.value("FORCE_PLATFORM", "CAL_MATRIX", []))
    units = [str(unit).strip().lower() for unit in file.value("ANALOG", "UNITS", [])]
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


def _channels(file: C3dFile) -> FloatArray | None:
    value = _numbers_shaped(file.value("FORCE_PLATFORM", "CHANNEL", []))
    if not value.size or value.ndim > 2:
        return None
    value = np.nan_to_num(value, nan=0.0, posinf=0.0, neginf=0.0)
    return value[:, None] if value.ndim == 1 else value


def _array(file: C3dFile, name: str, shape: tuple[int, ...]) -> FloatArray | None:
    value = _numbers_shaped(file.value("FORCE_PLATFORM", name, []))
    if value.ndim == len(shape) - 1:
        value = value[..., None]
    if value.ndim != len(shape) or any(
        have < want for have, want in zip(value.shape, shape, strict=True)
    ):
        return None
    return value


def _numbers_shaped(given: Any) -> FloatArray:
    """Return a parameter as numbers in its own shape; empty where it holds text."""
    try:
        return np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        return np.zeros(0)


def _numbers(given: Any) -> FloatArray:
    return np.nan_to_num(np.ravel(_numbers_shaped(given)), nan=0.0, posinf=0.0, neginf=0.0)


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
