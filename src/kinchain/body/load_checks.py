"""Doubts about external loads: plates upside down, offset or swapped, mass that disagrees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kinchain.body.external_loads import ExternalLoads, loads_in_ground
from kinchain.body.inverse_dynamics import InverseDynamics
from kinchain.body.model import Model
from kinchain.core.trial import Note

FloatArray = NDArray[np.float64]

LOADED = 0.1
"""A load counts from this share of the model's weight on."""

CARRIED = 0.8
"""Frames in which the loads carry at least this share of the weight tell the person's mass."""

FAR_M = 0.4
"""No foot is so long: a centre of pressure farther from its body's origin is misplaced."""

FAR_UNIT_M = 20.0
"""A centre of pressure so far from its body is given in another unit."""

MASS_SHARE = 0.1
"""A mass that differs by more from what the forces say is told."""

FEWEST = 5
"""With fewer frames nothing is told."""


def check_loads(model: Model, result: InverseDynamics, loads: ExternalLoads) -> tuple[Note, ...]:
    """Look for signs that the loads do not belong to the motion as they are given.

    Parameters
    ----------
    model
        The model.
    result
        Inverse dynamics with these loads.
    loads
        The loads, one sample for each frame.

    Returns
    -------
    notes
        What looks wrong, each with its effect; empty where nothing does.

    Notes
    -----
    The limits are an expert's: wide enough for running and for handrails, narrow enough for a
    plate that was turned over, shifted by a plate's width, or read in millimetres. The mass is
    looked at where the loads carry most of the weight: there the vertical force that is left
    over at the root, in the middle of all frames, is the weight that is wrong.
    """
    gravity = float(np.linalg.norm(model.gravity_mps2))
    weight = float(model.mass_kg.sum()) * gravity
    if weight == 0.0 or not loads.bodies:
        return ()
    up = -model.gravity_mps2 / gravity
    _, force, point, _ = loads_in_ground(model, loads, result.motion.coordinates)
    lift = force @ up
    total = lift.sum(axis=1)
    notes = []
    if np.nanmean(total) < -LOADED * weight:
        return (
            Note("warning", "the forces point down: they are those of the person on the ground",
                 "external loads", "every moment of the legs is wrong; turn the forces round"),
        )  # fmt: skip
    notes += _places(model, result, loads, lift > LOADED * weight, point)
    left = result.joint_force_n[:, 0] @ up  # what nothing carries
    carried = np.isfinite(left) & (total > CARRIED * weight)
    if carried.sum() >= FEWEST:
        share = float(np.median(left[carried])) / weight
        if abs(share) > MASS_SHARE:
            mass = float(model.mass_kg.sum())
            notes.append(
                Note("warning", f"the model weighs {mass:.1f} kg, the forces carry about "
                     f"{mass * (1.0 - share):.1f} kg", "external loads",
                     "moments of the legs are off by about as much; set the model's mass")
            )  # fmt: skip
    elif np.isfinite(left).sum() >= FEWEST:
        notes.append(
            Note("note", "the loads never carry most of the weight", "external loads",
                 "the forces at the root are not those of a whole step")
        )  # fmt: skip
    return tuple(notes)


def _places(
    model: Model,
    result: InverseDynamics,
    loads: ExternalLoads,
    is_loaded: NDArray[np.bool_],
    point: FloatArray,
) -> list[Note]:
    """Return notes on loads that act far from their body."""
    notes = []
    bodies = [model.bodies.index(name) for name in loads.bodies]
    for i, own in enumerate(bodies):
        on = is_loaded[:, i] & np.isfinite(result.motion.origin_m[:, own, 0])
        if on.sum() < FEWEST:
            continue
        where = f"external load {loads.names[i]}"
        apart = {
            b: float(
                np.median(np.linalg.norm(point[on, i] - result.motion.origin_m[on, b], axis=1))
            )
            for b in dict.fromkeys(bodies)
        }
        if apart[own] <= FAR_M:
            continue
        nearest = min(apart, key=lambda b: apart[b])
        if apart[own] > FAR_UNIT_M:
            what, effect = "is given in another unit than metres, it seems", "moments are useless"
        elif nearest != own and apart[nearest] <= FAR_M:
            what = f"acts beside {model.bodies[nearest]}, not {model.bodies[own]}"
            effect = "the feet are swapped, it seems; moments of both legs are wrong"
        else:
            what = f"acts {apart[own]:.2f} m from the origin of {model.bodies[own]}"
            effect = "the plate is offset, it seems; moments of the leg are wrong"
        notes.append(Note("warning", what, where, effect))
    return notes
