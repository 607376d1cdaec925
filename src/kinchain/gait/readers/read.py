"""Open a recording: one file, several that belong together, or a session folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Trial
from kinchain.gait.prepare.frame import find_up, turn_to_ground
from kinchain.gait.readers._raw import RawTrial, refuse, warning
from kinchain.gait.readers.detect import detect


def read_recording(
    path: Path | str | Sequence[Path | str],
    *,
    marker_map: Path | str | None = None,
    plates: Path | str | None = None,
    trial: str | None = None,
    rate_hz: float | None = None,
    height_m: float | None = None,
) -> Trial:
    """Open a recorded walk.

    Parameters
    ----------
    path
        A file, several files of one trial (markers, forces, angles), or a session folder. The
        format is told from the content.
    marker_map
        TOML file with lines ``landmark = "marker name"`` for own marker names.
    plates
        Ground-force file that belongs to ``path``.
    trial
        Which trial of a session folder.
    rate_hz
        Frames per second, where the files do not tell it (keypoints of a video).
    height_m
        The person's height, to turn a video's pixels into metres.

    Returns
    -------
    trial
        SI units, ground frame.

    Raises
    ------
    InputError
        If it cannot be used; names every fault with how to mend it.
    """
    given = [path] if isinstance(path, (str, Path)) else list(path)
    paths = [Path(one) for one in given] + ([Path(plates)] if plates is not None else [])
    if not paths:
        raise refuse("no file was given", "path", "a recording or a session folder", "name one")
    raws = []
    faults: list[Fault] = []
    for one in paths:
        try:
            if one.is_dir():
                from kinchain.gait.readers.opencap import read_folder

                raws.append(read_folder(one, trial, read_raw, _join, rate_hz, height_m))
            else:
                raws.append(read_raw(one, height_m))
        except InputError as error:
            faults += error.faults
        except OSError as error:
            faults.append(
                Fault(
                    f"cannot be opened ({error.strerror})",
                    str(one),
                    "a file that may be read",
                    "check the path and its rights",
                )
            )
    if faults:
        raise InputError(faults)
    raw = raws[0]
    for other in raws[1:]:
        raw = _join(raw, other)
    if marker_map is not None:
        from kinchain.gait.readers.marker_map import read_marker_map

        given_map = read_marker_map(Path(marker_map), raw.names)
        raw = replace(raw, landmark_map={**raw.landmark_map, **given_map})
    return turn_to_ground(raw)


def read_raw(path: Path, height_m: float | None = None) -> RawTrial:
    """Read one file in laboratory axes.

    Parameters
    ----------
    path
        The file.
    height_m
        The person's height, for pixels.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    kind = detect(path)
    if kind == "c3d":
        from kinchain.gait.readers.c3d import read_c3d

        return read_c3d(path)
    if kind == "trc":
        from kinchain.gait.readers.trc import read_trc

        return read_trc(path, height_m)
    if kind == "storage":
        from kinchain.gait.readers.storage import read_storage

        return read_storage(path)
    if kind == "json":
        from kinchain.gait.readers.pose import read_json

        return read_json(path)
    from kinchain.gait.readers.table import read_table

    return read_table(path)


def _join(first: RawTrial, other: RawTrial) -> RawTrial:
    """Join two files of one trial: each brings what the other lacks."""
    if first.position_m is None and other.position_m is not None:
        first, other = other, first
    notes = [*first.notes, *other.notes]
    if first.position_m is not None and other.position_m is not None:
        raise refuse(
            "two of the files hold markers",
            Path(other.path).name,
            "one file each for markers, forces and angles",
            "give them one by one",
        )
    if first.plates is not None and other.plates is not None:
        raise refuse(
            "two of the files hold ground forces",
            Path(other.path).name,
            "one file each for markers, forces and angles",
            "leave one out",
        )
    if first.angles is not None and other.angles is not None:
        raise refuse(
            "two of the files hold joint angles",
            Path(other.path).name,
            "one file each for markers, forces and angles",
            "leave one out",
        )
    _same_laboratory(first, other)
    end = min(first.time_s[-1], other.time_s[-1])
    if end - max(first.time_s[0], other.time_s[0]) <= 0:
        notes.append(
            warning(
                "the files' times do not overlap",
                Path(other.path).name,
                "they may not belong together",
            )
        )
    return replace(
        first,
        plates=first.plates if first.plates is not None else other.plates,
        angles=first.angles if first.angles is not None else other.angles,
        events=first.events or other.events,
        notes=tuple(notes),
        model=first.model or other.model,
    )


def _same_laboratory(first: RawTrial, other: RawTrial) -> None:
    """Refuse forces whose vertical is another axis than that of the markers."""
    if first.position_m is None or other.plates is None:
        return
    up = find_up(replace(first, plates=None)).vector
    total = np.abs(other.plates.force_n.sum(axis=(0, 1)))
    if int(np.argmax(total)) == int(np.argmax(np.abs(up))):
        return
    axes = "XYZ"
    raise refuse(
        f"the forces point along {axes[int(np.argmax(total))]}, the markers stand along "
        f"{axes[int(np.argmax(np.abs(up)))]}",
        Path(other.path).name,
        "markers and forces in the same axes",
        "export both from one program, or give the original C3D",
    )
