"""What a clean contact on a force plate shows: peaks, loading, impulses, centre of pressure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinchain.core.trial import LegSide
from kinchain.gait.events.rules import belt_speed
from kinchain.gait.events.signals import FOREFOOT, FootSignals
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.kinematics.skeleton import Skeleton
from kinchain.gait.prepare import PlateContact, Prepared
from kinchain.gait.prepare.filters import low_pass

GRAVITY_MPS2 = 9.80665

FORCE_CUTOFF_HZ = 50.0
"""Forces are smoothed at this; walking holds little above 15 to 20 Hz but the heel strike."""

HUMP_BW = 0.01
"""The valley must lie this far below both peaks for two humps to be told (basis: expert)."""

FIRST_HALF = (0.08, 0.5)
SECOND_HALF = (0.5, 0.92)
"""Shares of the contact in which the first and second peak are sought."""

LOADING_FROM, LOADING_TO = 0.2, 0.8
"""The loading rate is the slope of the vertical force between these shares of its first peak [1].

References
----------
.. [1] C. E. Milner et al., Med Sci Sports Exerc 2006;38:323 (there of the impact peak of running).
   https://doi.org/10.1249/01.mss.0000183477.75808.92
"""

REACH = {"toe": 0.72, "mt5": 0.63, "mt1": 0.72, "mtp_centre": 0.70, "toe_tip": 0.98}
"""From the heel's marker to the forefoot's, in foot lengths (basis: expert)."""

REGIONS = (("heel", 0.30), ("midfoot", 0.60), ("forefoot", 0.80), ("toes", 9.9))
"""Parts of the foot by where they end, in foot lengths from the heel (basis: expert, after the
usual masks of pressure plates)."""

FLAT = (0.25, 0.5)
"""Share of the contact in which the foot stands flat."""


@dataclass(frozen=True)
class Contact:
    """The force of one clean contact in the walking frame (x forward).

    Parameters
    ----------
    side
        Whose foot.
    time_s
        Shape (n,), s.
    force
        Shape (n, 3), body weights (N where the mass is not known).
    cop_m
        Shape (n, 3), m.
    in_bw
        Whether the force is in body weights.
    """

    side: LegSide
    time_s: FloatArray
    force: FloatArray
    cop_m: FloatArray
    in_bw: bool


def clean_contacts(prepared: Prepared, heading_rad: FloatArray) -> tuple[Contact, ...]:
    """Return the force of every clean and whole contact.

    Parameters
    ----------
    prepared
        The prepared trial.
    heading_rad
        Walking direction of each frame of the trial, rad.
    """
    plates = prepared.trial.plates
    if plates is None:
        return ()
    clock = np.asarray(plates["time"].values, dtype=float)
    rate = 1.0 / float(np.median(np.diff(clock)))
    mass = prepared.trial.subject.mass_kg
    weight = 1.0 if mass is None else mass * GRAVITY_MPS2
    found = []
    names = list(map(str, plates["plate"].values))
    smooth: dict[str, FloatArray] = {}
    for one in prepared.contacts:
        if not (one.is_clean and one.is_whole) or one.side is None:
            continue
        number = names.index(one.plate)
        inside = (clock >= one.start_s) & (clock <= one.end_s)
        if inside.sum() < 20:
            continue
        turn = _turn(one, prepared.trial.time_s, heading_rad)
        if one.plate not in smooth:
            force = np.nan_to_num(plates["force_n"].values[:, number])
            smooth[one.plate] = low_pass(force, rate, FORCE_CUTOFF_HZ)
        found.append(
            Contact(
                one.side,
                clock[inside],
                smooth[one.plate][inside] @ turn / weight,
                plates["cop_m"].values[inside, number] @ turn,
                mass is not None,
            )
        )
    return tuple(found)


def _turn(one: PlateContact, time_s: FloatArray, heading_rad: FloatArray) -> FloatArray:
    """Return ground from walk, shape (3, 3), at a contact's middle."""
    middle = 0.5 * (one.start_s + one.end_s)
    angle = float(heading_rad[int(np.argmin(np.abs(time_s - middle)))]) if len(time_s) else 0.0
    sine, cosine = np.sin(angle), np.cos(angle)
    return np.array([[cosine, 0.0, sine], [0.0, 1.0, 0.0], [-sine, 0.0, cosine]])


def force_measures(
    contacts: tuple[Contact, ...],
    feet: Mapping[LegSide, FootSignals],
    skeleton: Skeleton | None,
    marks: Mapping[str, str],
    heading_rad: FloatArray,
) -> dict[str, dict[LegSide, FloatArray]]:
    """Return the force measures, one value a clean contact.

    Parameters
    ----------
    contacts
        From ``clean_contacts``.
    feet
        Paths of the feet in the walking frame.
    skeleton
        Joint centres in the ground frame.
    marks
        Landmark to marker: which forefoot marker bounds the foot.
    heading_rad
        Walking direction of each frame, rad.

    Returns
    -------
    values
        Measure to side to values. ``contact_time_s``; ``vertical_peak_1``, ``vertical_valley``,
        ``vertical_peak_2`` where two humps are told, ``vertical_peak``, ``loading_rate`` (a
        second), ``vertical_impulse`` (times s), ``braking_peak``, ``propulsive_peak``,
        ``braking_impulse``, ``propulsive_impulse`` (times s; both positive), each with ``_bw`` or
        ``_n`` and its time at the end of the name; ``cop_start_pct``, ``cop_end_pct`` of foot
        length from the heel, ``cop_time_heel_pct`` and so on of the contact;
        ``external_knee_flexion_moment_nm_per_kg``, largest in the first 40 % of the contact, from
        the ground force alone.
    """
    found: dict[str, dict[LegSide, list[float]]] = {}
    for one in contacts:
        values = {**vertical_measures(one), **_forward(one)}
        foot = feet.get(one.side)
        if foot is not None:
            values.update(_pressure(one, foot, _reach(marks, one.side)))
        moment = _knee_moment(one, skeleton, foot, heading_rad)
        if moment is not None:
            values["external_knee_flexion_moment_nm_per_kg"] = moment
        for name, value in values.items():
            if np.isfinite(value):
                found.setdefault(name, {}).setdefault(one.side, []).append(value)
    return {
        name: {side: np.asarray(own) for side, own in sides.items()}
        for name, sides in found.items()
    }


def vertical_measures(one: Contact) -> dict[str, float]:
    """Return peaks, valley, loading rate, impulse and time of one contact.

    Parameters
    ----------
    one
        A contact.
    """
    unit = "bw" if one.in_bw else "n"
    up = one.force[:, 1]
    share = np.linspace(0.0, 1.0, len(up))
    first, second = (
        int(np.flatnonzero((share >= low) & (share <= high))[0])
        + int(np.argmax(up[(share >= low) & (share <= high)]))
        for low, high in (FIRST_HALF, SECOND_HALF)
    )
    low = first + int(np.argmin(up[first : second + 1]))
    scale = 1.0 if one.in_bw else float(np.max(up))
    step = float(np.median(np.diff(one.time_s)))
    found = {
        "contact_time_s": float(one.time_s[-1] - one.time_s[0]),
        f"vertical_impulse_{unit}_s": float(up.sum() * step),
        f"vertical_peak_{unit}": float(np.max(up)),
    }
    peak = first
    if min(up[first], up[second]) - up[low] > HUMP_BW * scale:
        found[f"vertical_peak_1_{unit}"] = float(up[first])
        found[f"vertical_valley_{unit}"] = float(up[low])
        found[f"vertical_peak_2_{unit}"] = float(up[second])
    else:
        peak = int(np.argmax(up))
    rising = up[: peak + 1]
    start, end = (int(np.argmax(rising >= part * up[peak])) for part in (LOADING_FROM, LOADING_TO))
    if end > start:
        slope = (up[end] - up[start]) / (one.time_s[end] - one.time_s[start])
        found[f"loading_rate_{unit}_per_s"] = float(slope)
    return found


def _forward(one: Contact) -> dict[str, float]:
    unit = "bw" if one.in_bw else "n"
    along, step = one.force[:, 0], float(np.median(np.diff(one.time_s)))
    back, ahead = np.minimum(along, 0.0), np.maximum(along, 0.0)
    early = np.linspace(0.0, 1.0, len(along)) < 0.6
    return {
        f"braking_peak_{unit}": float(-np.min(back[early])),
        f"propulsive_peak_{unit}": float(np.max(ahead[~early])),
        f"braking_impulse_{unit}_s": float(-back.sum() * step),
        f"propulsive_impulse_{unit}_s": float(ahead.sum() * step),
    }


def _reach(marks: Mapping[str, str], side: LegSide) -> float:
    """Return how far the forefoot marker in use lies from the heel's, in foot lengths."""
    name = next((n for n in FOREFOOT if f"{n}_{side[0]}" in marks), "toe")
    return REACH[name]


def _pressure(one: Contact, foot: FootSignals, reach: float) -> dict[str, float]:
    """Return where on the foot the centre of pressure ran, by the foot as it stood flat."""
    span = float(one.time_s[-1] - one.time_s[0])
    low, high = (float(one.time_s[0]) + part * span for part in FLAT)
    flat = (foot.time_s >= low) & (foot.time_s <= high) & foot.seen
    if flat.sum() < 3:
        return {}
    belt = belt_speed(foot)
    belt = belt if abs(belt) > 0.15 else 0.0
    middle = float(np.mean(foot.time_s[flat]))
    heel, toe = (np.nanmean(path[flat][:, [0, 2]], axis=0) for path in (foot.heel, foot.toe))
    length = float(np.linalg.norm(toe - heel)) / reach
    if not 0.12 < length < 0.4:
        return {}
    along = (toe - heel) / np.linalg.norm(toe - heel)
    moved = belt * (one.time_s - middle)
    place = one.cop_m[:, [0, 2]] - heel - np.column_stack([moved, np.zeros_like(moved)])
    part = place @ along / length
    part = part[np.isfinite(part)]
    if len(part) < 0.8 * len(one.time_s):
        return {}
    edge = max(1, len(part) // 20)
    found = {
        "cop_start_pct": 100.0 * float(np.median(part[:edge])),
        "cop_end_pct": 100.0 * float(np.median(part[-edge:])),
    }
    begins = -9.9
    for name, ends in REGIONS:
        inside = (part >= begins) & (part < ends)
        found[f"cop_time_{name}_pct"] = 100.0 * float(np.mean(inside))
        begins = ends
    return found


def _knee_moment(
    one: Contact, skeleton: Skeleton | None, foot: FootSignals | None, heading_rad: FloatArray
) -> float | None:
    """Return the largest external flexion moment of the knee in early stance, N m/kg."""
    if skeleton is None or foot is None or not one.in_bw:
        return None
    knee = skeleton.centres.get(f"knee_{one.side[0]}")
    if knee is None or len(knee) != len(foot.time_s):
        return None
    sine, cosine = np.sin(heading_rad), np.cos(heading_rad)
    ahead = cosine * knee[:, 0] - sine * knee[:, 2]
    seen = np.isfinite(ahead) & np.isfinite(knee[:, 1])
    if seen.sum() < 10:
        return None
    at = [np.interp(one.time_s, foot.time_s[seen], path[seen]) for path in (ahead, knee[:, 1])]
    arm_x, arm_y = one.cop_m[:, 0] - at[0], one.cop_m[:, 1] - at[1]
    moment = -(arm_x * one.force[:, 1] - arm_y * one.force[:, 0]) * GRAVITY_MPS2
    early = moment[: int(0.4 * len(moment))]
    return float(np.nanmax(early)) if np.isfinite(early).any() else None
