"""Read TRC files: OpenSim, Motion Analysis, OpenCap, Pose2Sim and Sports2D write them.

References
----------
.. [1] OpenSim documentation, marker (.trc) files.
   https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53089378
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from kinchain.core.errors import InputError
from kinchain.core.trial import Note
from kinchain.gait.readers._raw import FloatArray, RawTrial, note, refuse, unique_names, warning
from kinchain.gait.readers._text import cells, even_time, number, on_grid, read_lines, table
from kinchain.gait.readers._units import length_scale


def read_trc(path: Path, height_m: float | None = None) -> RawTrial:
    """Read one TRC file, its own axes (commonly y up), SI units.

    Parameters
    ----------
    path
        The file.
    height_m
        The person's height, to turn a video's pixels into metres.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    lines = read_lines(path)
    where = path.name
    names_at = _names_line(lines, where)
    rate, unit, n_said, markers_said = _header(lines[:names_at])
    names, columns = _names(lines, names_at, where)
    first = names_at + 1
    while first < len(lines) and not _is_row(lines[first]):
        first += 1
    n_columns = max(columns) + 3
    value, notes = table(lines, first, n_columns, where)
    value = value[np.isfinite(value[:, 2:]).any(axis=1) | np.isfinite(value[:, 1])]
    clock, rows, time_notes = even_time(value[:, 1], rate, where, first + 1)
    position = np.stack([value[:, c : c + 3] for c in columns], axis=1)
    position = on_grid(position, len(clock), rows)
    position[np.all(position == 0.0, axis=2) | ~np.isfinite(position).all(axis=2)] = np.nan
    seen = np.asarray(np.isfinite(position[:, :, 0]).any(axis=0))
    if unit.lower() in ("px", "pixel", "pixels") and height_m is not None:
        scale, unit_notes = _pixels(position, names, height_m, where)
    else:
        scale, unit_notes = length_scale(position, unit, f"{where}, Units")
    unique, twice = unique_names([n for n, s in zip(names, seen, strict=True) if s], where)
    all_notes = [
        *notes,
        *time_notes,
        *unit_notes,
        *twice,
        *_counts(n_said, len(value), markers_said, len(names), where),
    ]
    if not seen.all():
        all_notes.append(note(f"{int((~seen).sum())} markers are never seen", where, "left out"))
    flat = bool(np.nanmax(np.nanstd(position[:, seen, 2], axis=0)) < 1e-9)
    maker = _maker(lines[0])
    if flat:
        all_notes.append(note("one camera's side view", where, "only the sagittal plane counts"))
    return RawTrial(
        path=str(path),
        kind=maker.lower() or "trc",
        two_dimensional=flat,
        maker=maker,
        time_s=clock,
        names=unique,
        position_m=position[:, seen] * scale,
        notes=tuple(all_notes),
        up_hint=(0.0, 1.0, 0.0),
        forward_hint=(1.0, 0.0, 0.0),
    )


def _pixels(
    position: FloatArray, names: list[str], height_m: float, where: str
) -> tuple[float, tuple[Note, ...]]:
    """Return metres per pixel; whichever way the picture's y points, shoulders are up."""
    from kinchain.gait.readers.pose import pixel_scale

    try:
        scale = pixel_scale(position, names, height_m, where)
    except InputError:
        scale = pixel_scale(-position, names, height_m, where)
    return scale, (warning("pixels scaled by the person's height", where, "lengths are rough"),)


def _names_line(lines: list[str], where: str) -> int:
    for index, line in enumerate(lines[:20]):
        if line.lower().lstrip().startswith("frame") and "time" in line.lower():
            return index
    raise refuse(
        "no line 'Frame# Time ...' with marker names",
        where,
        "a TRC header of five lines",
        "export the trial again",
    )


def _is_row(line: str) -> bool:
    parts = cells(line)
    return len(parts) > 2 and np.isfinite(number(parts[0])) and np.isfinite(number(parts[1]))


def _header(lines: list[str]) -> tuple[float | None, str, int | None, int | None]:
    """Return rate, unit, frames and markers as far as the header says them."""
    for index, line in enumerate(lines[:-1] if len(lines) > 1 else []):
        if line.lower().lstrip().startswith("datarate"):
            tokens = lines[index + 1].split()
            words = [t for t in tokens if not np.isfinite(number(t))]
            values = [number(t) for t in tokens if np.isfinite(number(t))]
            rate = values[0] if values and values[0] > 0 else None
            frames = int(values[2]) if len(values) > 3 and abs(values[2]) < 1e9 else None
            markers = int(values[3]) if len(values) > 3 and abs(values[3]) < 1e9 else None
            return rate, words[0] if words else "", frames, markers
    return None, "", None, None


def _names(lines: list[str], at: int, where: str) -> tuple[list[str], list[int]]:
    """Return marker names with each one's first column."""
    parts = cells(lines[at])
    given = [(i, part.strip()) for i, part in enumerate(parts) if part.strip()][2:]
    if not given:
        raise refuse(
            "no marker names", f"{where}:{at + 1}", "one name per marker", "export the trial again"
        )
    names = [name.split(":")[-1] or name for _, name in given]
    at_tabs = [i for i, _ in given]
    spaced = len(at_tabs) == 1 or all(after - before == 3 for before, after in pairwise(at_tabs))
    if "\t" in lines[at] and spaced and at_tabs[0] == 2:
        return names, at_tabs
    return names, [2 + 3 * i for i in range(len(names))]


def _counts(
    n_said: int | None, n_rows: int, markers_said: int | None, n_names: int, where: str
) -> list[Note]:
    notes = []
    if n_said is None or markers_said is None:
        notes.append(note("the header does not say how many frames and markers", where, "counted"))
    if n_said is not None and n_said > n_rows:
        notes.append(
            warning(f"{n_rows} of {n_said} frames are there", where, "read as far as it goes")
        )
    if markers_said is not None and markers_said != n_names:
        notes.append(
            warning(
                f"the header counts {markers_said} markers, it names {n_names}",
                where,
                "the names are used",
            )
        )
    return notes


def _maker(line: str) -> str:
    low = line.lower()
    for word, maker in (("sports2d", "Sports2D"), ("pose2sim", "Pose2Sim"), ("opencap", "OpenCap")):
        if word in low:
            return maker
    return ""
