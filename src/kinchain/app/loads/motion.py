"""The motion of the model in a recording: from its markers, or from a motion file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note, Trial

if TYPE_CHECKING:
    from kinchain.body.inverse_kinematics import InverseKinematics
    from kinchain.body.model import Model

FloatArray = NDArray[np.float64]

SUSPECT_M = 0.03
"""A fit worse than this on the whole is looked at: sides exchanged, markers misplaced [expert]."""

MISPLACED_M, MISPLACED_TIMES = 0.1, 3.0
"""A marker this far from the model's and this many times farther than the middle one is not the
one that its name says [expert]. Less far it may be the model that cannot follow: shoulders of one
whose trunk only bends are off by 7 cm."""

POOR_M = 0.02
"""OpenSim's guide wants a marker RMS below 2 cm,
https://opensimconfluence.atlassian.net/wiki/spaces/OpenSim/pages/53090011"""

N_TRIED = 8
"""So many frames, spread over the recording, are fitted to see whether sides are exchanged."""

_SIDED = (
    (re.compile(r"^([RrLl])(?=[._A-Z0-9]|[a-z]{2,})"), 1),
    (re.compile(r"(?<=[._])([RrLl])$"), 1),
)
_OTHER = {"R": "L", "L": "R", "r": "l", "l": "r"}


@dataclass(frozen=True)
class ModelMotion:
    """A motion of the model, not yet filtered.

    Parameters
    ----------
    time_s
        Shape (n_frames,), s.
    coordinates
        Shape (n_frames, n_coords), rad or m; NaN where not seen.
    marker_rms_m
        RMS distance of the markers over all frames, m; None without markers.
    n_markers
        How many markers were used.
    notes
        What was left out, exchanged or doubtful.
    """

    time_s: FloatArray
    coordinates: FloatArray
    marker_rms_m: float | None
    n_markers: int
    notes: tuple[Note, ...]


def model_motion(model: Model, trial: Trial, paths: Sequence[Path]) -> ModelMotion:
    """Return the motion of a model in a recording.

    Parameters
    ----------
    model
        The model.
    trial
        The mended recording.
    paths
        Its files: a motion file among them is read again with the model's own names and signs.

    Raises
    ------
    InputError
        If neither markers of the model nor its coordinates are there.
    """
    if trial.markers is not None:
        return fit_markers(model, trial)
    from kinchain.body.read_motion import read_motion

    faults: list[Fault] = []
    for path in paths:
        if path.suffix.lower() in (".mot", ".sto"):
            try:
                time, q, notes = read_motion(path, model)
            except InputError as error:
                faults += error.faults
                continue
            return ModelMotion(time, q, None, 0, notes)
    raise InputError(
        faults[:1]
        or Fault(
            "holds neither markers nor the coordinates of the model",
            str(paths[0]) if paths else "trial",
            "markers (C3D, TRC), or a motion of this model (.mot, .sto)",
            "give the recording with its markers",
        )
    )


def fit_markers(
    model: Model,
    trial: Trial,
    *,
    weights: Mapping[str, float] | None = None,
    locked: Mapping[str, float] | None = None,
) -> ModelMotion:
    """Fit the model to the markers; exchanged sides and misplaced markers are named.

    Parameters
    ----------
    model
        The model.
    trial
        The mended recording, with markers.
    weights
        Of markers by name; 1 where not named.
    locked
        Coordinates that are kept, at a value in rad or m.

    Raises
    ------
    InputError
        If too few markers are the model's.
    """
    from kinchain.body.inverse_kinematics import inverse_kinematics

    assert trial.markers is not None
    position = np.ascontiguousarray(trial.markers.values, dtype=np.float64)
    given = [str(name) for name in trial.markers["marker"].values]
    names = own_spelling(given, model.markers)
    names, swapped = _right_way_round(model, position, names)
    fit = inverse_kinematics(model, position, names, weights=weights, locked=locked)
    astray = misplaced(fit)
    if astray:
        weights = {**(weights or {}), **dict.fromkeys(astray, 0.0)}
        fit = inverse_kinematics(model, position, names, weights=weights, locked=locked)
    notes = [*swapped, *fit.notes, *_told(fit, astray)]
    seen = np.isfinite(fit.rms_m)
    rms = float(np.sqrt(np.mean(fit.rms_m[seen] ** 2))) if seen.any() else None
    if rms is not None and rms > POOR_M:
        notes.append(
            Note("warning", f"markers lie {1000 * rms:.0f} mm (RMS) from the model's", "markers",
                 "angles and loads are rough: check the markers' names; a standing trial "
                 "(--static) sizes the model")
        )  # fmt: skip
    return ModelMotion(trial.time_s, fit.coordinates, rms, len(fit.markers), tuple(notes))


def own_spelling(given: Sequence[str], known: Sequence[str]) -> list[str]:
    """Return marker names in the model's spelling where only case or dots differ.

    Parameters
    ----------
    given
        Recorded names.
    known
        The model's.
    """
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in known}
    found: list[str] = []
    for name in given:
        own = name if name in known else plain.get(re.sub(r"[^a-z0-9]", "", name.lower()), name)
        found.append(own if own not in found and (own == name or own not in given) else name)
    return found


def mirrored(names: Sequence[str]) -> list[str]:
    """Return the names with left and right exchanged, where the exchanged one is there too.

    Parameters
    ----------
    names
        Marker names.
    """
    known = set(names)
    return [next((o for o in _others(name) if o in known), name) for name in names]


def _others(name: str) -> list[str]:
    found = []
    for pattern, group in _SIDED:
        hit = pattern.search(name)
        if hit:
            a, b = hit.span(group)
            found.append(name[:a] + _OTHER[hit.group(group)] + name[b:])
    return found


def _right_way_round(
    model: Model, position: FloatArray, names: list[str]
) -> tuple[list[str], list[Note]]:
    """Return the names with sides exchanged where the model then fits far better."""
    from kinchain.body.inverse_kinematics import inverse_kinematics

    few = position[np.unique(np.linspace(0, len(position) - 1, N_TRIED).astype(int))]
    other = mirrored(names)
    if other == names:
        return names, []
    here = float(np.nanmedian(inverse_kinematics(model, few, names).rms_m))
    if not here > SUSPECT_M:
        return names, []
    there = float(np.nanmedian(inverse_kinematics(model, few, other).rms_m))
    if not there < 0.5 * here:
        return names, []
    return other, [
        Note("warning", f"left and right markers are exchanged: the model fits to "
             f"{1000 * there:.0f} mm with them turned round, {1000 * here:.0f} mm as named",
             "markers", "turned round; check the labels")
    ]  # fmt: skip


def misplaced(fit: InverseKinematics) -> list[str]:
    """Return markers that lie much farther from the model's than the others do.

    Parameters
    ----------
    fit
        A fitted motion.
    """
    if not np.isfinite(fit.marker_error_m).any():
        return []
    seen = np.isfinite(fit.marker_error_m)
    count = np.maximum(seen.sum(axis=0), 1)
    each = np.sqrt((np.where(seen, fit.marker_error_m, 0.0) ** 2).sum(axis=0) / count)
    limit = max(MISPLACED_M, MISPLACED_TIMES * float(np.median(each)))
    found = [name for name, far in zip(fit.markers, each, strict=True) if far > limit]
    return found if len(found) <= len(each) // 4 else []


def _told(fit: InverseKinematics, astray: Sequence[str]) -> list[Note]:
    notes = []
    if astray:
        notes.append(
            Note("warning", f"{len(astray)} markers lie far from where the model has them",
                 ", ".join(astray[:8]), "left out of the fit; check their labels")
        )  # fmt: skip
    for word, what in (
        ("not_converged", "did not settle"),
        ("not_seen", "had too few markers"),
        ("partly_seen", "lacked markers of a segment, which kept its last pose"),
    ):
        n = sum(one == word for one in fit.outcome)
        if n:
            notes.append(
                Note("warning" if word == "not_converged" else "note",
                     f"{n} of {len(fit.outcome)} frames {what}", "markers",
                     "left out" if word == "not_seen" else "loads there are doubtful")
            )  # fmt: skip
    return notes
