"""Read OpenSim storage files (.mot, .sto): joint angles or ground reaction forces.

References
----------
.. [1] OpenSim documentation, storage (.sto) and motion (.mot) files.
   https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089350
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from kinchain.core.trial import Note
from kinchain.gait.readers._raw import FloatArray, RawPlates, RawTrial, note, refuse, warning
from kinchain.gait.readers._text import cells, even_time, on_grid, read_lines, table
from kinchain.gait.readers.c3d_plates import LOADED_N

COORDINATES = re.compile(
    r"^(pelvis_(tilt|list|rotation|tx|ty|tz)|(hip_(flexion|adduction|rotation)|knee_(angle|"
    r"adduction|rotation|angle_beta)|ankle_angle|subtalar_angle|mtp_angle|patella_\w+|"
    r"arm_(flex|add|rot)|elbow_flex|pro_sup|wrist_(flex|dev)|shoulder_\w+|elv_angle|"
    r"ankle_(adduction|rotation))_[rl](_beta)?|(lumbar|neck|thorax)_(extension|bending|rotation)|"
    r"L\d_(FE|LB|AR)\w*)$"
)
_PATH = re.compile(r"^/?jointset/.+/([^/]+)/value$")
_SPORTS2D = {
    f"{side} {joint}": f"{coordinate}_{side[0]}"
    for side in ("right", "left")
    for joint, coordinate in (
        ("ankle", "ankle_angle"), ("knee", "knee_angle"), ("hip", "hip_flexion"),
    )
}  # fmt: skip
"""Sports2D names its planar joint angles so; flexion and dorsiflexion positive."""

_KNEE = re.compile(r"^knee_angle_[rl]$")


def read_storage(path: Path) -> RawTrial:
    """Read one MOT or STO file.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If it cannot be read, or holds neither angles nor ground forces.
    """
    lines = read_lines(path)
    where = path.name
    header, at = _header(lines, where)
    given = lines[at].split("\t") if "\t" in lines[at] else cells(lines[at])
    names = [name.strip() for name in given if name.strip()]
    if not names or names[0].lower() not in ("time", "t"):
        raise refuse(
            "the first column is not time",
            f"{where}:{at + 1}",
            "time, then columns",
            "export the file again",
        )
    value, notes = table(lines, at + 1, len(names), where)
    clock, rows, time_notes = even_time(value[:, 0], None, where, at + 2)
    body = on_grid(value[:, 1:], len(clock), rows)
    all_notes = (*notes, *time_notes, *_rows(header, len(value), where))
    groups = force_columns(names[1:])
    if groups:
        plates, force_notes = _forces(clock, body, groups, where)
        return RawTrial(
            path=str(path),
            kind="mot",
            time_s=clock,
            plates=plates,
            up_hint=_up(plates),
            forward_hint=(1.0, 0.0, 0.0),
            notes=(*all_notes, *force_notes),
        )
    coordinates = _coordinates(names[1:])
    if not coordinates:
        raise refuse(
            "neither joint angles nor ground forces among its columns",
            f"{where}:{at + 1}",
            "OpenSim coordinate names, or ground_force_..._vx/_px columns",
            "give a motion or external-forces file; inverse dynamics and EMG are no recordings",
        )
    index = [i for i, _ in coordinates]
    angles, angle_notes = _angles([name for _, name in coordinates], body[:, index], header, where)
    kind = "sto" if "datatype" in header else "mot"
    return RawTrial(
        path=str(path),
        kind=kind,
        time_s=clock,
        angles=(clock, tuple(name for _, name in coordinates), angles, lines[0].strip()[:60]),
        notes=(*all_notes, *angle_notes),
    )


def _header(lines: list[str], where: str) -> tuple[dict[str, str], int]:
    """Return the header's fields and the index of the line with column names."""
    fields: dict[str, str] = {}
    for index, line in enumerate(lines[:2000]):
        low = line.strip().lower()
        if low.startswith("endheader"):
            rest = index + 1
            while rest < len(lines) and not lines[rest].strip():
                rest += 1
            if rest >= len(lines):
                break
            return fields, rest
        if "=" in line and len(line) < 500:
            key, _, given = line.partition("=")
            fields[key.strip().lower()] = given.strip().lower()
        elif "angles are in degrees" in low:
            fields.setdefault("indegrees", "yes")
        elif "angles are in radians" in low:
            fields.setdefault("indegrees", "no")
    raise refuse(
        "no columns after 'endheader'",
        where,
        "a header that ends with 'endheader'",
        "export the file again",
    )


def _rows(header: dict[str, str], n_rows: int, where: str) -> tuple[Note, ...]:
    said = header.get("nrows", header.get("datarows", ""))
    if said.isdigit() and len(said) < 10 and int(said) > n_rows:
        return (warning(f"{n_rows} of {said} rows are there", where, "read as far as it goes"),)
    return ()


def _coordinates(names: list[str]) -> list[tuple[int, str]]:
    """Return (column, OpenSim coordinate) of the joint angles among the columns."""
    found: list[tuple[int, str]] = []
    for index, name in enumerate(names):
        path = _PATH.match(name)
        bare = path.group(1) if path else _SPORTS2D.get(name.lower(), name)
        if COORDINATES.match(bare) and bare not in [other for _, other in found]:
            found.append((index, bare))
    legs = [name for _, name in found if re.match(r"(hip|knee|ankle)_", name)]
    return found if legs else []


def _is_translation(name: str) -> bool:
    return bool(re.search(r"_t[xyz]$", name))


def _angles(
    names: list[str], value: FloatArray, header: dict[str, str], where: str
) -> tuple[FloatArray, tuple[Note, ...]]:
    """Return radians and metres, flexion positive."""
    said = header.get("indegrees", "")
    if said not in ("yes", "no", "true", "false", "1", "0"):
        raise refuse(
            "it does not say whether angles are degrees or radians",
            f"{where}, inDegrees",
            "inDegrees=yes or inDegrees=no in the header",
            "add that line before endheader",
        )
    turns = [i for i, name in enumerate(names) if not _is_translation(name)]
    moves = [i for i, name in enumerate(names) if _is_translation(name)]
    degrees = said in ("yes", "true", "1")
    notes: list[Note] = []
    knees = [i for i, name in enumerate(names) if _KNEE.match(name)]
    if knees:
        reach = float(np.nanmax(np.abs(value[:, knees])))
        if degrees and reach < 3.2 and np.nanmax(np.abs(value[:, turns])) < 7.0:
            notes.append(
                warning(
                    f"inDegrees=yes, but the knee never passes {reach:.1f}",
                    f"{where}, inDegrees",
                    "read as radians",
                )
            )
            degrees = False
        elif not degrees and reach > 7.0:
            notes.append(
                warning(
                    f"inDegrees=no, but the knee reaches {reach:.0f}",
                    f"{where}, inDegrees",
                    "read as degrees",
                )
            )
            degrees = True
    result = value.copy()
    if degrees:
        result[:, turns] = np.radians(result[:, turns])
    if moves and np.nanmax(np.abs(result[:, moves])) > 100.0:
        result[:, moves] *= 1e-3
        notes.append(
            warning("pelvis translations are too large for metres", where, "read as millimetres")
        )
    for i in knees:
        low, high = np.nanpercentile(result[:, i], [2, 98])
        if low < np.radians(-25) and high < np.radians(20):
            result[:, i] *= -1.0
            notes.append(
                note(
                    f"{names[i]} is negative in flexion, as older models have it",
                    where,
                    "turned round: flexion is positive",
                )
            )
    return result, tuple(notes)


def force_columns(names: list[str]) -> dict[str, dict[str, list[int]]]:
    """Return per plate the columns of force, point and moment.

    Parameters
    ----------
    names
        Column names without time.

    Returns
    -------
    groups
        Plate name to ``{"force": [x, y, z], "point": ..., "moment": ...}``.

    Notes
    -----
    Understood: ``ground_force_vx`` with ``1_ground_force_vx``, ``ground_force_1_vx``,
    ``ground_force_r_vx``, ``ground_force_right_vx``, ``R_ground_force_vx``, ``FP1_vx``, with
    moments as ``ground_torque_..._x``, ``ground_moment_..._mx`` or ``ground_force_..._mx``.
    """
    groups: dict[str, dict[str, dict[str, int]]] = {}
    for index, name in enumerate(names):
        meant = _force_column(name)
        if meant:
            plate, what, axis = meant
            groups.setdefault(plate, {}).setdefault(what, {})[axis] = index
    whole = {
        plate: {what: [axes[a] for a in "xyz"] for what, axes in parts.items() if len(axes) == 3}
        for plate, parts in groups.items()
    }
    return {plate: parts for plate, parts in whole.items() if "force" in parts}


def _force_column(name: str) -> tuple[str, str, str] | None:
    low = name.lower().strip()
    if not re.search(r"force|torque|moment|grf|grm|cop|^fp\d|plate", low) or (
        low.endswith("_force") or low.endswith("_moment")
    ):
        return None
    tail = re.match(r"^(.*?)[_.]?([vpmf]?)([xyz])$", low)
    if not tail:
        return None
    stem, letter, axis = tail.groups()
    what = {"v": "force", "f": "force", "p": "point", "m": "moment"}.get(letter, "")
    if not what:
        what = (
            "moment"
            if re.search(r"torque|moment|grm", stem)
            else ("point" if "cop" in stem else "force")
        )
    plate = re.sub(r"ground|force|torque|moment|reaction|grf|grm|cop|plate|fp", " ", stem)
    plate = "_".join(re.split(r"[\s_.]+", plate.strip(" _.")))
    sides = {"r": "right", "l": "left"}
    plate = sides.get(plate, plate)
    return (plate if plate in ("right", "left") else f"plate_{plate or '0'}"), what, axis


def _up(plates: RawPlates) -> tuple[float, float, float]:
    """Return the axis that carries the person; OpenSim's is y."""
    axis = int(np.argmax(np.abs(plates.force_n.sum(axis=(0, 1)))))
    return (float(axis == 0), float(axis == 1), float(axis == 2))


def _forces(
    clock: FloatArray, body: FloatArray, groups: dict[str, dict[str, list[int]]], where: str
) -> tuple[RawPlates, tuple[Note, ...]]:
    """Return the plates of a ground reaction file, metres, force on the person."""
    notes: list[Note] = []
    names = list(groups)
    shape = (len(clock), len(names), 3)
    force, cop, moment = np.zeros(shape), np.full(shape, np.nan), np.zeros(shape)
    for i, name in enumerate(names):
        force[:, i] = np.nan_to_num(body[:, groups[name]["force"]])
        if "point" in groups[name]:
            cop[:, i] = body[:, groups[name]["point"]]
        else:
            notes.append(
                warning(
                    "no point of application",
                    f"{where}, {name}",
                    "its centre of pressure is unknown",
                )
            )
        if "moment" in groups[name]:
            moment[:, i] = np.nan_to_num(body[:, groups[name]["moment"]])
    up = int(np.argmax(np.abs(force.sum(axis=(0, 1)))))
    if force[:, :, up].sum() < 0:
        force, moment = -force, -moment
        notes.append(
            warning("forces point down", where, "turned round: force of the ground on the person")
        )
    loaded = force[:, :, up] >= LOADED_N
    if not loaded.any():
        raise refuse(
            "no plate carries more than 20 N",
            where,
            "a person's ground forces",
            "check the export and its unit",
        )
    cop[~loaded] = np.nan
    reach = float(np.nanmax(np.abs(cop))) if np.isfinite(cop).any() else 0.0
    if reach > 20.0:
        cop *= 1e-3
        notes.append(
            warning(f"points of application reach {reach:.0f}", where, "read as millimetres")
        )
    twist = float(np.nanmax(np.abs(moment[loaded]))) if loaded.any() else 0.0
    if twist > 1000.0:
        moment *= 1e-3
        notes.append(warning(f"free moments reach {twist:.0f}", where, "read as N mm"))
    # Only the free moment about the vertical belongs to a centre of pressure.
    moment[..., [axis for axis in range(3) if axis != up]] = 0.0
    moment[~loaded] = 0.0
    return RawPlates(
        clock, tuple(names), force, cop, moment, np.full((len(names), 4, 3), np.nan)
    ), tuple(notes)
