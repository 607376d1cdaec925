"""Registration: move a model's markers to where a standing person wears them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kinchain.body.forward_kinematics import forward_kinematics
from kinchain.body.inverse_kinematics import inverse_kinematics
from kinchain.body.model import Model, build_model
from kinchain.body.osim.model import OsimFrame
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]

FAR_M = 0.05
"""A marker that moves farther is told: it may sit elsewhere than its name says [expert]."""


def standing_pose(position_m: FloatArray) -> FloatArray:
    """Return the median position of each marker, shape (1, n_markers, 3), NaN where never seen.

    Parameters
    ----------
    position_m
        Standing trial, shape (n_frames, n_markers, 3), m; NaN where unseen.
    """
    position = np.asarray(position_m, np.float64)
    pose = np.full((1, *position.shape[1:]), np.nan)
    seen = np.isfinite(position).all(axis=2).any(axis=0)
    if seen.any():
        pose[0, seen] = np.nanmedian(position[:, seen], axis=0)
    return pose


def register_markers(
    model: Model, names: Sequence[str], position_m: FloatArray
) -> tuple[Model, tuple[Note, ...]]:
    """Fit a standing pose and put the recorded markers where they were seen on their bodies.

    Parameters
    ----------
    model
        The model, scaled to the person.
    names
        Names of the recorded markers.
    position_m
        Standing trial, shape (n_frames, n_markers, 3), m, ground frame; NaN where unseen.

    Returns
    -------
    registered
        A new model; markers that were not recorded stay where they were.
    notes
        Markers that moved far.

    Raises
    ------
    InputError
        If too few markers are the model's.

    Notes
    -----
    The marker placer of OpenSim's scale tool, on the median of all frames.
    """
    standing = standing_pose(position_m)
    fit = inverse_kinematics(model, standing, names)
    poses = forward_kinematics(model, fit.coordinates)
    markers = []
    far = []
    seen = {name: standing[0, i] for i, name in enumerate(names)}
    for i, one in enumerate(model.source.markers):
        place = seen.get(one.name)
        if place is None or not np.isfinite(place).all():
            markers.append(one)
            continue
        if float(np.linalg.norm(place - poses.marker_m[0, i])) > FAR_M:
            far.append(one.name)
        b = model.bodies.index(one.frame.body)
        x, y, z = poses.ground_from_body[0, b].T @ (place - poses.origin_m[0, b])
        where = (float(x), float(y), float(z))
        markers.append(replace(one, frame=OsimFrame(one.frame.body), location_m=where))
    notes = tuple(fit.notes)
    if far:
        notes += (
            Note("warning", f"{len(far)} markers moved by over {1000 * FAR_M:.0f} mm",
                 ", ".join(far[:8]), "they may sit elsewhere than their names say"),
        )  # fmt: skip
    return build_model(replace(model.source, markers=tuple(markers))), notes
