"""Find every contact on the force plates and say which foot made it and whether cleanly.

A clean contact is one whole foot alone on one plate, as laboratories use it. No paper fixes the
limits below; they are the authors' [expert].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinchain.core.trial import LegSide, Note, Trial
from kinchain.gait.landmarks import Landmarks
from kinchain.gait.prepare.filters import low_pass
from kinchain.gait.prepare.gaps import runs

FloatArray = NDArray[np.float64]

Feet = dict[LegSide, list[FloatArray]]
"""Heel and toe paths of each side at the plates' samples."""

ON_N = 20.0
MIN_CONTACT_S = 0.15
SMOOTH_HZ = 20.0
"""Forces are smoothed so before contacts are sought."""

EDGE_HZ = 50.0
EDGE_S = 0.04
"""The moment of landing and leaving is read from forces smoothed less, near the contact's rough
ends: at 20 Hz the quick rise is smeared forward and the landing comes up to 10 ms too early."""

HEEL_OFF_M = 0.05
TOE_OFF_M = 0.0
"""How far a marker may lie outside the plate: the heel's skin marker sits some 5 cm behind where
the heel bears, the forefoot's some 5 cm behind the toes' tips."""

INSIDE_M = 0.02
"""The other foot's markers must lie this far inside to count as standing on the plate."""

AWAY_M = 0.15
"""The centre of pressure of a foot lies no farther from the line heel to toe."""

LOW_SHARE = 0.8
"""A contact whose peak is below this share of body weight misses part of the load [expert]:
healthy peaks are 1.0 to 1.3, and even slow, painful walking carries the whole body in single
support."""


@dataclass(frozen=True)
class PlateContact:
    """One contact on one plate.

    Parameters
    ----------
    plate
        Plate name.
    start_s, end_s
        When the force passed 20 N, between samples.
    side
        Whose foot, None where it cannot be told.
    is_clean
        One whole foot alone on the plate, from landing to leaving.
    why
        Why it is not clean; empty where it is.
    is_whole
        Whether both its landing and its leaving were recorded.
    peak_n
        Largest vertical force after smoothing, N.
    """

    plate: str
    start_s: float
    end_s: float
    side: LegSide | None
    is_clean: bool
    why: str
    is_whole: bool
    peak_n: float


def find_contacts(trial: Trial, marks: Landmarks) -> tuple[PlateContact, ...]:
    """Return all contacts on the plates, in order of time, not yet judged by their load.

    Parameters
    ----------
    trial
        In the ground frame.
    marks
        Its landmarks.
    """
    if trial.plates is None:
        return ()
    time = np.asarray(trial.plates["time"].values, dtype=float)
    rate = 1.0 / float(np.median(np.diff(time)))
    feet = _feet(trial, marks, time)
    found: list[PlateContact] = []
    for number in range(trial.plates.sizes["plate"]):
        force = trial.plates["force_n"].values[:, number, 1]
        smooth = low_pass(np.nan_to_num(force), rate, SMOOTH_HZ)
        fine = low_pass(np.nan_to_num(force), rate, min(EDGE_HZ, 0.4 * rate))
        for span in _loaded(smooth, rate):
            edges = _edges(fine, span, rate)
            contact = _contact(trial, feet, number, edges, smooth)
            found.append(_between_samples(contact, fine, edges, 1.0 / rate))
    return tuple(sorted(found, key=lambda one: one.start_s))


def judge_load(
    contacts: Sequence[PlateContact], mass_kg: float | None
) -> tuple[tuple[PlateContact, ...], tuple[Note, ...]]:
    """Mark contacts that carry too little, and tell of all that are not clean.

    Parameters
    ----------
    contacts
        From ``find_contacts``.
    mass_kg
        Body mass if known.
    """
    judged = _by_load(list(contacts), mass_kg)
    bad = [one for one in judged if not one.is_clean]
    notes = [
        Note(
            "warning",
            f"contact at {one.start_s:.2f} s is not clean: {one.why}",
            one.plate,
            "not used for forces or as reference for events",
        )
        for one in bad[:8]
    ]
    if len(bad) > 8:
        notes.append(
            Note(
                "warning",
                f"{len(bad) - 8} more contacts are not clean",
                "plates",
                "not used for forces or as reference for events",
            )
        )
    return tuple(judged), tuple(notes)


def _loaded(smooth: FloatArray, rate: float) -> list[tuple[int, int]]:
    """Return stretches above the threshold, short flickers closed and dropped."""
    stretches: list[tuple[int, int]] = []
    for a, b in runs(smooth > ON_N):
        if stretches and a - stretches[-1][1] < 0.04 * rate:
            stretches[-1] = (stretches[-1][0], b)
        else:
            stretches.append((a, b))
    return [(a, b) for a, b in stretches if b - a >= MIN_CONTACT_S * rate]


def _edges(fine: FloatArray, span: tuple[int, int], rate: float) -> tuple[int, int]:
    """Return the first and one past the last sample above the threshold, less smoothed."""
    reach = int(EDGE_S * rate)
    first, last = span[0], span[1] - 1
    for _ in range(reach):
        if fine[first] <= ON_N and first < last:
            first += 1
        elif first > 0 and fine[first - 1] > ON_N:
            first -= 1
        else:
            break
    for _ in range(reach):
        if fine[last] <= ON_N and last > first:
            last -= 1
        elif last < len(fine) - 1 and fine[last + 1] > ON_N:
            last += 1
        else:
            break
    return first, last + 1


def _between_samples(
    contact: PlateContact, fine: FloatArray, edges: tuple[int, int], step_s: float
) -> PlateContact:
    """Return a contact with the moments at which the force passed the threshold."""
    first, last = edges[0], edges[1] - 1
    start, end = contact.start_s, contact.end_s
    if first > 0 and fine[first - 1] < ON_N < fine[first]:
        start -= step_s * float((fine[first] - ON_N) / (fine[first] - fine[first - 1]))
    if last < len(fine) - 1 and fine[last + 1] < ON_N < fine[last]:
        end += step_s * float((fine[last] - ON_N) / (fine[last] - fine[last + 1]))
    return replace(contact, start_s=start, end_s=end)


def _contact(
    trial: Trial, paths: Feet, number: int, span: tuple[int, int], smooth: FloatArray
) -> PlateContact:
    a, b = span
    assert trial.plates is not None
    time = trial.plates["time"].values
    name = str(trial.plates["plate"].values[number])
    whole = a > 1 and b < len(smooth) - 1
    contact = PlateContact(
        name, float(time[a]), float(time[b - 1]), None, True, "", whole, float(smooth[a:b].max())
    )
    cop = trial.plates["cop_m"].values[a:b, number]
    corners = trial.plates["corners_m"].values[number]
    feet = {side: [path[a:b] for path in foot] for side, foot in paths.items()}
    distance = {side: _distance(cop, foot) for side, foot in feet.items()}
    told = {side: d for side, d in distance.items() if np.isfinite(d)}
    if not told:
        return contact
    side = min(told, key=lambda s: told[s])
    if told[side] > AWAY_M:
        return replace(contact, is_clean=False, why="no foot is near the centre of pressure")
    contact = replace(contact, side=side)
    why = _partly_off(feet[side], corners)
    other = "right" if side == "left" else "left"
    if not why and other in feet and _also_there(feet[other], corners, contact):
        return replace(contact, side=None, is_clean=False, why="both feet stood on the plate")
    return replace(contact, is_clean=not why, why=why)


def _feet(trial: Trial, marks: Landmarks, at_s: FloatArray) -> Feet:
    """Return each foot's heel and toe paths at the plates' samples."""
    if trial.markers is None:
        return {}
    clock = trial.time_s
    feet: Feet = {}
    sides: tuple[LegSide, LegSide] = ("left", "right")
    for side in sides:
        end = side[0]
        toe = next(
            (t for t in ("toe", "mt5", "mt1", "mtp_centre", "toe_tip") if marks.has(f"{t}_{end}")),
            None,
        )
        if toe is None or not marks.has(f"heel_{end}"):
            continue
        feet[side] = [
            np.column_stack(
                [
                    np.interp(at_s, clock, path[:, axis], left=np.nan, right=np.nan)
                    for axis in range(3)
                ]
            )
            for path in (
                trial.marker(marks.marker_of[f"heel_{end}"]),
                trial.marker(marks.marker_of[f"{toe}_{end}"]),
            )
        ]
    return feet


def _distance(cop: FloatArray, foot: list[FloatArray]) -> float:
    """Return the median horizontal distance of the centre of pressure to the heel-toe line."""
    heel, toe = foot[0][:, [0, 2]], foot[1][:, [0, 2]]
    point = cop[:, [0, 2]]
    along = toe - heel
    length = np.maximum((along**2).sum(axis=1), 1e-6)
    share = np.clip(((point - heel) * along).sum(axis=1) / length, 0.0, 1.3)
    gap = np.linalg.norm(point - heel - share[:, None] * along, axis=1)
    gap = gap[len(gap) // 5 : max(len(gap) * 4 // 5, 1)]
    gap = gap[np.isfinite(gap)]
    return float(np.median(gap)) if gap.size else float("nan")


def _outside(points: FloatArray, corners: FloatArray) -> FloatArray:
    """Return how far points, shape (n, 3), lie outside a plate, m; negative inside."""
    flat = corners[:, [0, 2]]
    if not np.isfinite(flat).all():
        return np.full(len(points), np.nan)
    centre = flat.mean(axis=0)
    worst = np.full(len(points), -np.inf)
    for i in range(4):
        edge = flat[(i + 1) % 4] - flat[i]
        normal = np.array([edge[1], -edge[0]]) / max(float(np.linalg.norm(edge)), 1e-9)
        normal = -normal if normal @ (centre - flat[i]) > 0 else normal
        worst = np.maximum(worst, (points[:, [0, 2]] - flat[i]) @ normal)
    return worst


def _partly_off(foot: list[FloatArray], corners: FloatArray) -> str:
    """Say which end of a foot stood off the plate while flat on the ground."""
    middle = slice(int(0.3 * len(foot[0])), max(int(0.5 * len(foot[0])), 1))
    for word, path, allowed in (("heel", foot[0], HEEL_OFF_M), ("toe", foot[1], TOE_OFF_M)):
        seen = path[middle][np.isfinite(path[middle][:, 0])]
        if len(seen):
            off = float(_outside(np.median(seen, axis=0)[None], corners)[0])
            if np.isfinite(off) and off > allowed:
                return f"the {word} marker stood {100 * off:.0f} cm off the plate"
    return ""


def _also_there(foot: list[FloatArray], corners: FloatArray, contact: PlateContact) -> bool:
    """Say whether the other foot stood still and low within the plate during the contact."""
    n = len(foot[0])
    dt = (contact.end_s - contact.start_s) / max(n - 1, 1)
    for path in foot:
        if dt <= 0 or n < 10 or not np.isfinite(path).any():
            continue
        speed = np.linalg.norm(np.gradient(path[:, [0, 2]], dt, axis=0), axis=1)
        low = path[:, 1] < np.nanmin(path[:, 1]) + 0.03
        inside = _outside(path, corners) < -INSIDE_M
        if ((speed < 0.25) & low & inside).sum() * dt > 0.1:
            return True
    return False


def _by_load(found: list[PlateContact], mass_kg: float | None) -> list[PlateContact]:
    """Mark contacts that carry too little: a foot half off the plate, or a plate half seen."""
    whole = [one.peak_n for one in found if one.is_whole and one.end_s - one.start_s > 0.3]
    if mass_kg is not None:
        weight, what = mass_kg * 9.81, "of body weight"
    elif whole:
        # Without a mass the largest contact stands for 1.1 body weights.
        weight, what = max(whole) / 1.1, "of what the best contact suggests"
    else:
        return found
    return [
        replace(one, is_clean=False, why=f"peaks at {100 * one.peak_n / weight:.0f} % {what}")
        if one.is_clean and one.is_whole and one.peak_n < LOW_SHARE * weight
        else one
        for one in found
    ]
