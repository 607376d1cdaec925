"""Read tables with a time column, marker columns in threes and one plate's force."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from kinchain.core.trial import Note
from kinchain.gait.readers._raw import FloatArray, RawPlates, RawTrial, note, refuse, unique_names
from kinchain.gait.readers._text import cells, even_time, on_grid, read_lines, table
from kinchain.gait.readers._units import length_scale
from kinchain.gait.readers.c3d_plates import LOADED_N

_ONE_LEG = {
    "FH": "hip_centre", "LE": "knee_lateral", "ME": "knee_medial", "HF": "fibula_head",
    "TT": "tibial_tuberosity", "LM": "ankle_lateral", "MM": "ankle_medial", "CA": "heel",
    "FM": "mt1", "VM": "mt5",
}  # fmt: skip
"""Landmarks of one leg by their anatomical initials, as the BMClab course names them."""


def read_table(path: Path) -> RawTrial:
    """Read one text table.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        If its columns make no markers.
    """
    lines = read_lines(path)
    where = path.name
    at = next(i for i, line in enumerate(lines) if line.strip())
    names = [name.strip() for name in cells(lines[at])]
    columns = {name: i for i, name in enumerate(names) if name}
    force = _triple(columns, "F")
    cop = _triple(columns, "COP") or _triple(columns, "CoP")
    stems = [m.group(1) for name in columns if (m := re.match(r"^(.+?)[_.]?[xX]$", name))]
    marks = {
        stem: triple
        for stem in stems
        if stem.upper() not in ("F", "COP", "M", "T") and (triple := _triple(columns, stem))
    }
    if len(marks) < 3:
        raise refuse(
            "fewer than three markers among its columns",
            f"{where}:{at + 1}",
            "a time column, then NAMEx NAMEy NAMEz per marker",
            "export as TRC",
        )
    value, notes = table(lines, at + 1, len(names), where)
    clock, rows, time_notes = even_time(value[:, 0], None, where, at + 2)
    value = on_grid(value, len(clock), rows)
    position = np.stack([value[:, triple] for triple in marks.values()], axis=1)
    position[np.all(position == 0.0, axis=2) | ~np.isfinite(position).all(axis=2)] = np.nan
    scale, unit_notes = length_scale(position, "", where)
    unique, twice = unique_names(list(marks), where)
    plates = None
    if force:
        free = [columns[k] for k in ("My", "Ty", "Tz") if k in columns]
        plates = _plate(clock, value, force, cop, free, scale)
    landmark_map, map_notes = _one_leg(unique, position, where)
    return RawTrial(
        path=str(path), kind="table", time_s=clock, names=unique, position_m=position * scale,
        plates=plates, up_hint=(0.0, 1.0, 0.0), forward_hint=(1.0, 0.0, 0.0),
        landmark_map=landmark_map,
        notes=(*notes, *time_notes, *unit_notes, *twice, *map_notes),
    )  # fmt: skip


def _triple(columns: dict[str, int], stem: str) -> list[int] | None:
    for form in ("{}{}", "{}_{}", "{}.{}"):
        for axes in ("xyz", "XYZ"):
            names = [form.format(stem, axis) for axis in axes]
            if all(name in columns for name in names):
                return [columns[name] for name in names]
    return None


def _plate(
    clock: FloatArray, value: FloatArray, force: list[int], cop: list[int] | None,
    free: list[int], scale: float,
) -> RawPlates | None:  # fmt: skip
    pushed = np.nan_to_num(value[:, force])
    up = int(np.argmax(np.abs(pushed.sum(axis=0))))
    sign = -1.0 if pushed[:, up].sum() < 0 else 1.0
    pushed = pushed * sign
    loaded = pushed[:, up] >= LOADED_N
    if not loaded.any():
        return None
    point = np.full((len(clock), 3), np.nan)
    if cop:
        point = np.where(loaded[:, None], value[:, cop] * scale, np.nan)
    twist = np.zeros((len(clock), 3))
    if free:
        one = np.nan_to_num(value[:, free[0]]) * sign
        # A free moment of walking stays below some 30 N m; thousands are N mm.
        twist[:, up] = np.where(loaded, one * (1e-3 if np.abs(one).max() > 500 else 1.0), 0.0)
    return RawPlates(clock, ("plate_1",), pushed[:, None], point[:, None], twist[:, None],
                     np.full((1, 4, 3), np.nan))  # fmt: skip


def _one_leg(
    names: tuple[str, ...], position: FloatArray, where: str
) -> tuple[dict[str, str], tuple[Note, ...]]:
    """Map one leg's landmarks, the side told by where the lateral markers lie."""
    if not {"LE", "ME", "LM", "MM", "CA"} <= set(names):
        return {}, ()
    at = {name: position[:, i] for i, name in enumerate(names)}
    ahead = at["CA"][-1] - at["CA"][0]
    ahead = (
        np.nanmedian(at.get("VM", at["LM"]) - at["CA"], axis=0)
        if np.isnan(ahead).any() or np.linalg.norm(ahead) < 1e-6
        else ahead
    )
    out = np.nanmedian(at["LE"] - at["ME"], axis=0)
    to_right = np.cross(ahead, np.array([0.0, 1.0, 0.0]))
    side = "r" if float(out @ to_right) > 0 else "l"
    found = {f"{mark}_{side}": name for name, mark in _ONE_LEG.items() if name in names}
    leg = "right" if side == "r" else "left"
    return found, (
        note(
            f"one leg only, the {leg} one by where its lateral markers lie",
            where,
            "the other leg is unknown",
        ),
    )
