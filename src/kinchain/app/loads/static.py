"""Fit a model to a standing trial: sizes, mass and where the markers sit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kinchain.app.loads.motion import own_spelling
from kinchain.core.errors import Fault, InputError
from kinchain.core.trial import Note, Trial

if TYPE_CHECKING:
    from kinchain.body.model import Model

UNLIKE_M = 0.025
"""A standing pose that the model cannot take better than this (legs apart and a model whose hips
only bend, say) would spoil sizes and markers: then both stay [expert]."""

STILL_M = 0.05
"""Markers of a standing person move less than this [expert]."""


def fitted_to(model: Model, static: Trial, mass_kg: float) -> tuple[Model, list[Note]]:
    """Scale a model to a standing trial and put its markers where they were seen.

    Parameters
    ----------
    model
        The model.
    static
        Standing trial of the same person and markers.
    mass_kg
        Mass of the person, kg.

    Raises
    ------
    InputError
        If it has no markers, or too few of the model's.
    """
    from kinchain.body.inverse_kinematics import inverse_kinematics
    from kinchain.body.registration import register_markers, standing_pose
    from kinchain.body.scaling import fitted_factors, scale_model

    if static.markers is None:
        raise InputError(
            Fault("has no markers", static.origin.path, "a standing trial with markers",
                  "leave --static out, or give a C3D or TRC")
        )  # fmt: skip
    position = np.asarray(static.markers.values, dtype=np.float64)
    names = own_spelling([str(n) for n in static.markers["marker"].values], model.markers)
    notes = []
    seen = np.isfinite(position).all(axis=2).mean(axis=0) > 0.5
    position, names = position[:, seen], [n for n, s in zip(names, seen, strict=True) if s]
    moved = float(np.nanmedian(np.nanmax(position, axis=0) - np.nanmin(position, axis=0)))
    if moved > STILL_M:
        notes.append(
            Note("warning", f"the person moves by {100 * moved:.0f} cm in it", "standing trial",
                 "their median pose is taken")
        )  # fmt: skip
    factors = fitted_factors(model, names, position)
    scaled = scale_model(model, factors, mass_kg=mass_kg)
    left = float(inverse_kinematics(scaled, standing_pose(position), names).rms_m[0])
    if left > UNLIKE_M:
        notes.append(
            Note("warning", "the model cannot stand as the person does: markers stay "
                 f"{1000 * left:.0f} mm away at any size", "standing trial",
                 "not used: the model keeps its sizes and markers; its mass was set")
        )  # fmt: skip
        return scale_model(model, {}, mass_kg=mass_kg), notes
    registered, said = register_markers(scaled, names, position)
    told = {body.removesuffix("_r"): one[0] for body, one in factors.items()
            if not body.endswith("_l")}  # fmt: skip
    words = ", ".join(f"{body} {value:.3f}" for body, value in told.items())
    notes.append(
        Note("note", f"the model was scaled to the standing trial ({words}) and to "
             f"{mass_kg:.1f} kg, and its markers placed by it", "model", "sizes, mass, markers")
    )  # fmt: skip
    return registered, [*notes, *said]
