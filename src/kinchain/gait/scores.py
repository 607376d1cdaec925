"""Gait Profile Score and movement analysis profile against healthy walking at the same speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kinchain.core.trial import LegSide, Note
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.norms import CURVES, Reference
from kinchain.gait.own_side import OwnCurves

SIDES: tuple[LegSide, LegSide] = ("left", "right")

PELVIS = ("pelvis_tilt", "pelvis_obliquity", "pelvis_rotation")

NO_GDI = (
    "the Gait Deviation Index needs the fifteen feature vectors of its own publication, which "
    "bear no licence to ship; the Gait Profile Score rests on the same nine curves"
)


@dataclass(frozen=True)
class Scores:
    """Scores of one walk.

    Parameters
    ----------
    values
        As ``Walk.scores``.
    notes
        Why a score is missing, and what it rests on.
    """

    values: Mapping[str, dict[str, Any] | str | None]
    notes: tuple[Note, ...]


def score_walk(curves: OwnCurves, reference: Reference, *, planar: bool = False) -> Scores:
    """Return how far the walk lies from healthy walking at the same speed.

    Parameters
    ----------
    curves
        Own strides' curves, deg, norm signs.
    reference
        Healthy walking at the walker's speed.
    planar
        Whether the angles are those of the plane of progression only: then no score.

    Returns
    -------
    scores
        ``map_deg``: the Gait Variable Scores, root mean square over the stride of the mean
        curve's distance from the reference. ``gps_deg``: root mean square of the nine of a side,
        and of ``all`` fifteen (pelvis of the left stride once) [1]_. ``gdi`` is always None.

    Notes
    -----
    Baker and colleagues compared with their own laboratory's children at free speed; here it is
    the reference at the walker's own relative speed, so that walking slowly alone does not raise
    the score. Another marker model adds some degrees, most in hip rotation.

    References
    ----------
    .. [1] R. Baker et al., Gait Posture 2009;30:265.
       https://doi.org/10.1016/j.gaitpost.2009.05.020
    .. [2] M. H. Schwartz, A. Rozumalski, Gait Posture 2008;28:351.
       https://doi.org/10.1016/j.gaitpost.2008.05.001
    """
    notes = [Note("note", NO_GDI, "scores.gdi", "gdi is null")]
    values: dict[str, dict[str, Any] | str | None] = {"gdi": None, "gps_deg": None, "map_deg": None}
    profile = {} if planar else _profile(curves, reference)
    if not profile:
        what = "no three-dimensional joint angles over a whole stride"
        notes.append(Note("note", what, "scores", "no Gait Profile Score"))
        return Scores(values, tuple(notes))
    values["map_deg"] = {
        name: {side: round(own[name], 3) for side, own in profile.items() if name in own}
        for name in CURVES
        if any(name in own for own in profile.values())
    }
    values["reference"] = f"{reference.people}; {reference.marker_model}; {reference.source}"
    gps = _gps(profile)
    if gps:
        values["gps_deg"] = {name: round(value, 3) for name, value in gps.items()}
    else:
        lacking = sorted({n for own in profile.values() for n in CURVES if n not in own})
        notes.append(
            Note("note", f"no curve of {', '.join(lacking)}", "scores.gps_deg", "gps_deg is null")
        )
    return Scores(values, tuple(notes))


def variable_score(curves: FloatArray, mean_deg: FloatArray) -> float:
    """Return the root mean square distance of the mean curve from the reference, deg.

    Parameters
    ----------
    curves
        Shape (n_strides, 101), deg.
    mean_deg
        Shape (101,), deg.
    """
    # the last point is the first again
    return float(np.sqrt(np.mean((curves.mean(axis=0) - mean_deg)[:-1] ** 2)))


def _profile(curves: OwnCurves, reference: Reference) -> dict[LegSide, dict[str, float]]:
    return {
        side: {
            name: variable_score(own[name], reference.mean_deg[name])
            for name in CURVES
            if name in own
        }
        for side, own in curves.items()
    }


def _gps(profile: Mapping[LegSide, Mapping[str, float]]) -> dict[str, float]:
    whole: dict[str, float] = {
        side: _mean_square_root(list(own.values()))
        for side, own in profile.items()
        if len(own) == len(CURVES)
    }
    if len(whole) == len(SIDES):
        left, right = (profile[side] for side in SIDES)
        once = [left[name] for name in PELVIS]
        both = [own[name] for own in (left, right) for name in CURVES if name not in PELVIS]
        whole["all"] = _mean_square_root(once + both)
    return whole


def _mean_square_root(values: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
