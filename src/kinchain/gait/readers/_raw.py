"""What a reader finds in a file, SI units, still in the axes of the laboratory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import GivenEvent, Note, Subject

FloatArray = NDArray[np.float64]

MAX_FILE_BYTES = 512 * 2**20
"""Largest file read; a 60 s laboratory trial has 1 to 20 MB."""

MAX_VALUES = 30_000_000
"""Most numbers taken from one file (240 MB), whatever its header promises."""

MIN_FRAMES = 2
"""Below this there is no movement."""


@dataclass(frozen=True)
class RawPlates:
    """Force plates in laboratory axes.

    Parameters
    ----------
    time_s
        Shape (n_samples,), s, on the markers' clock.
    names
        Plate names.
    force_n, cop_m, moment_nm
        Shape (n_samples, n_plates, 3). Force on the person once the sign has been checked;
        free moment as a vector along the plate's normal.
    corners_m
        Shape (n_plates, 4, 3); NaN where unknown.
    """

    time_s: FloatArray
    names: tuple[str, ...]
    force_n: FloatArray
    cop_m: FloatArray
    moment_nm: FloatArray
    corners_m: FloatArray


@dataclass(frozen=True)
class RawTrial:
    """One file's content in laboratory axes.

    Parameters
    ----------
    path, kind, maker
        As in ``Origin``.
    time_s
        Markers' clock, s.
    names
        Marker names without prefix, unique.
    position_m
        Shape (n_frames, n_markers, 3), m; NaN where unseen.
    plates
        Force plates, if any.
    angles
        (time, names, rad, by) of a motion file.
    laboratory
        (names, rad of shape (n_frames, n, 3)) of the laboratory's own model.
    model_points
        (names, m of shape (n_frames, n, 3)) the laboratory's model computed.
    events, subject, notes
        As in ``Trial``.
    up_hint, forward_hint
        Unit vectors in laboratory axes where the format fixes them.
    two_dimensional
        One camera's side view.
    model
        Path of a model that belongs to it, or empty.
    """

    path: str
    kind: str
    maker: str = ""
    time_s: FloatArray = field(default_factory=lambda: np.zeros(0))
    names: tuple[str, ...] = ()
    position_m: FloatArray | None = None
    plates: RawPlates | None = None
    angles: tuple[FloatArray, tuple[str, ...], FloatArray, str] | None = None
    laboratory: tuple[tuple[str, ...], FloatArray] | None = None
    model_points: tuple[tuple[str, ...], FloatArray] | None = None
    events: tuple[GivenEvent, ...] = ()
    subject: Subject = field(default_factory=Subject)
    notes: tuple[Note, ...] = ()
    up_hint: tuple[float, float, float] | None = None
    forward_hint: tuple[float, float, float] | None = None
    two_dimensional: bool = False
    model: str = ""
    landmark_map: Mapping[str, str] = field(default_factory=dict)

    def with_notes(self, *notes: Note) -> RawTrial:
        """Return it with further notes.

        Parameters
        ----------
        *notes
            What to add.
        """
        return replace(self, notes=(*self.notes, *notes))


def note(what: str, where: str, effect: str) -> Note:
    """Return a note.

    Parameters
    ----------
    what, where, effect
        As in ``Note``.
    """
    return Note("note", what, where, effect)


def warning(what: str, where: str, effect: str) -> Note:
    """Return a warning.

    Parameters
    ----------
    what, where, effect
        As in ``Note``.
    """
    return Note("warning", what, where, effect)


def refuse(what: str, where: str, expected: str, mend: str) -> InputError:
    """Return the four-part error for a recording that cannot be used.

    Parameters
    ----------
    what, where, expected, mend
        As in ``Fault``.
    """
    return InputError(Fault(what, where, expected, mend))


def unique_names(names: list[str], where: str) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Return marker names made unique: a name's second bearer becomes ``NAME_2``.

    Parameters
    ----------
    names
        Names as in the file.
    where
        For the note.
    """
    seen: dict[str, int] = {}
    result: list[str] = []
    twice: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            twice.append(name)
            new = f"{name}_{seen[name]}"
            while new in names or new in result:
                new += "_"
            result.append(new)
        else:
            result.append(name)
    if not twice:
        return tuple(result), ()
    shown = ", ".join(dict.fromkeys(name[:30] for name in twice[:8]))
    return tuple(result), (
        note(
            f"{len(twice)} labels stand twice ({shown})",
            where,
            "the first of each is used under its name, the others as NAME_2",
        ),
    )
