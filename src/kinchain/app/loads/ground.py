"""Which foot bore which plate's force, as loads on the bodies of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.body.external_loads import ExternalLoads
    from kinchain.body.model import Model
    from kinchain.gait.prepare import PlateContact, Prepared

FloatArray = NDArray[np.float64]

SIDES: tuple[LegSide, LegSide] = ("left", "right")
FOOT: Mapping[LegSide, str] = {"left": "calcn_l", "right": "calcn_r"}

FORCE_CUTOFF_HZ = 20.0
"""Low-pass of the forces. Laboratories take 6 Hz for markers and 30 to 100 Hz for forces; unequal
cut-offs make false peaks at impacts (Edwards et al. 2011,
https://doi.org/10.1016/j.gaitpost.2011.06.006), which walking hardly has. 20 Hz lies between: it
keeps the heel's rise and dampens the plate's ringing [expert]."""

SPILL_S = 0.05
"""A filtered force begins so much before the contact and ends so much after it, at most."""

BORNE_N = 50.0
"""Plates that never bear more were not stepped on, or tell another unit [expert]."""

NEAR_M = 0.3
"""A foot whose origin is farther than this from the centre of pressure did not make it."""


@dataclass(frozen=True)
class GroundLoads:
    """Forces of the ground on the model's feet.

    Parameters
    ----------
    loads
        On the plates' own clock; NaN while it is not known whose a force is.
    sides
        Side of each load; None for one that is not on a foot.
    stances
        Clean and whole stances: side, start and end in s.
    parts
        All contacts that are known by side, whole or not: side, start and end in s.
    notes
        What could not be given to a foot.
    source
        Where they come from.
    """

    loads: ExternalLoads
    sides: tuple[LegSide | None, ...]
    stances: tuple[tuple[LegSide, float, float], ...]
    parts: tuple[tuple[LegSide, float, float], ...]
    notes: tuple[Note, ...]
    source: Literal["plates", "insole", "estimated"] = "plates"


def ground_loads(
    model: Model,
    prepared: Prepared,
    time_s: FloatArray,
    coordinates: FloatArray,
    told: Mapping[str, str],
) -> GroundLoads | None:
    """Give every force to a body.

    Parameters
    ----------
    model
        The model.
    prepared
        The prepared recording.
    time_s
        Times of the motion, shape (n_frames,), s.
    coordinates
        The motion, shape (n_frames, n_coords), rad or m; NaN where not seen.
    told
        Body of a plate by its name, where a file of loads says so.

    Returns
    -------
    ground
        None where there are no plates or nobody stood on them.
    """
    from kinchain.body.external_loads import external_loads
    from kinchain.body.plate_forces import smooth_plates

    plates = prepared.trial.plates
    if plates is None or not prepared.contacts:
        return None
    clock = np.asarray(plates["time"].values, dtype=np.float64)
    rate = 1.0 / float(np.median(np.diff(clock)))
    given_n, given_m, given_nm = (
        np.asarray(plates[name].values, np.float64) for name in ("force_n", "cop_m", "moment_nm")
    )
    heard = np.asarray(np.isfinite(given_n).all(axis=-1))
    force, point, torque = smooth_plates(given_n, given_m, given_nm, rate, FORCE_CUTOFF_HZ)
    names = [str(name) for name in plates["plate"].values]
    feet = _feet(model, time_s, coordinates, clock)
    given = [
        _sided(one, told.get(one.plate, ""), point[:, names.index(one.plate)], clock, feet)
        for one in prepared.contacts
    ]
    columns: dict[tuple[str, str], NDArray[np.bool_]] = {}
    lost: list[PlateContact] = []
    for one in given:
        body = told.get(one.plate) or (FOOT[one.side] if one.side is not None else "")
        window = _window(one, given, clock)
        if not body:
            lost.append(one)
            continue
        held = columns.get((one.plate, body), np.zeros(len(clock), bool))
        columns[one.plate, body] = held | window
    if not columns:
        return None
    stacked = [
        np.stack(
            [np.where(held[:, None], part[:, names.index(plate)], empty)
             for (plate, _), held in columns.items()], axis=1,
        )
        for part, empty in ((force, 0.0), (point, np.nan), (torque, 0.0))
    ]  # fmt: skip
    for one in lost:
        stacked[0][_window(one, given, clock)] = np.nan
    bodies = [body for _, body in columns]
    label = [f"{plate}_{body}" for plate, body in columns]
    loads = external_loads(clock, bodies, stacked[0], stacked[1], stacked[2], label)
    side_of = {body: side for side, body in FOOT.items()}
    known = [(o.side, o.start_s, o.end_s) for o in given if o.side is not None]
    clean = [
        (o.side, o.start_s, o.end_s)
        for o in given
        if o.side is not None
        and o.is_clean
        and o.is_whole
        and not (~heard[:, names.index(o.plate)] & _window(o, (), clock)).any()
    ]
    return GroundLoads(
        loads, tuple(side_of.get(body) for body in bodies), tuple(clean), tuple(known),
        tuple(_lost_note(one) for one in lost),
    )  # fmt: skip


def _lost_note(one: PlateContact) -> Note:
    return Note(
        "warning",
        f"the force from {one.start_s:.2f} to {one.end_s:.2f} s cannot be given to a foot"
        + (f": {one.why}" if one.why else ""),
        one.plate,
        "no loads are worked out for that time",
    )


def unused_plates(prepared: Prepared) -> tuple[Note, ...]:
    """Return why no step on the plates gives loads; nothing where there are no plates.

    Parameters
    ----------
    prepared
        The prepared recording.
    """
    plates = prepared.trial.plates
    if plates is None:
        return ()
    up = np.nan_to_num(np.asarray(plates["force_n"].values, np.float64)[..., 1])
    clock, time_s = plates["time"].values, prepared.trial.time_s
    what, effect = "no foot stood on a plate alone from landing to leaving", ""
    if clock[0] >= time_s[-1] or clock[-1] <= time_s[0]:
        what, effect = "they recorded at another time than the cameras", ": check their clock"
    elif -up.min(initial=0.0) > max(2.0 * up.max(initial=0.0), BORNE_N):
        what, effect = "their forces point down", ": turn them round"
    elif up.max(initial=0.0) < BORNE_N:
        what, effect = f"they never bear {BORNE_N:g} N", ": are they in newton?"
    return (Note("warning", what, "force plates", f"not used for loads{effect}"),)


def _feet(
    model: Model, time_s: FloatArray, coordinates: FloatArray, clock: FloatArray
) -> dict[LegSide, FloatArray]:
    """Return where the model's feet are at the plates' samples."""
    from kinchain.body.forward_kinematics import forward_kinematics

    seen = np.isfinite(coordinates).all(axis=1)
    own: list[LegSide] = [side for side in SIDES if FOOT[side] in model.bodies]
    if seen.sum() < 2 or not own:
        return {}
    origin = forward_kinematics(model, coordinates[seen]).origin_m
    found: dict[LegSide, FloatArray] = {}
    for side in own:
        path = origin[:, model.bodies.index(FOOT[side])]
        found[side] = np.column_stack([
            np.interp(clock, time_s[seen], path[:, axis], left=np.nan, right=np.nan)
            for axis in range(3)
        ])  # fmt: skip
    return found


def _sided(
    one: PlateContact,
    told: str,
    point: FloatArray,
    clock: FloatArray,
    feet: Mapping[LegSide, FloatArray],
) -> PlateContact:
    """Return a contact with its side: as a file told, as prepared, else by the model's feet."""
    for side, body in FOOT.items():
        if told == body or (told and told.endswith(body[-2:]) and told.startswith("toes")):
            return replace(one, side=side)
    if told or one.side is not None or (one.why and not one.is_clean):
        return one
    inside = (clock >= one.start_s) & (clock <= one.end_s)
    apart: dict[LegSide, float] = {}
    for side, path in feet.items():
        gap = np.linalg.norm((point - path)[inside][:, [0, 2]], axis=1)
        if np.isfinite(gap).any():
            apart[side] = float(np.nanmedian(gap))
    if not apart:
        return one
    nearest = min(apart, key=lambda s: apart[s])
    return replace(one, side=nearest) if apart[nearest] < NEAR_M else one


def _window(
    one: PlateContact, others: Sequence[PlateContact], clock: FloatArray
) -> NDArray[np.bool_]:
    """Return the samples of a contact, with what the filter spilt, up to its neighbours."""
    low, high = one.start_s - SPILL_S, one.end_s + SPILL_S
    for other in others:
        if other.plate == one.plate and other.end_s <= one.start_s:
            low = max(low, 0.5 * (other.end_s + one.start_s))
        if other.plate == one.plate and other.start_s >= one.end_s:
            high = min(high, 0.5 * (other.start_s + one.end_s))
    return np.asarray((clock >= low) & (clock <= high))
