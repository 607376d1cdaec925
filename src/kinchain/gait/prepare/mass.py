"""Estimate body mass from force plates and compare it with what the file says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kinchain.core.trial import Note, Trial
from kinchain.gait.prepare.plate_contacts import PlateContact

GRAVITY_MPS2 = 9.81
DIFFERS = 0.1
"""A mass that differs by more than this share from the plates' is doubtful [expert]."""

PLAUSIBLE_KG = (8.0, 350.0)


@dataclass(frozen=True)
class Mass:
    """Body mass from the plates.

    Parameters
    ----------
    kg
        Estimate.
    error_kg
        How far off it may be.
    by
        How it was found.
    """

    kg: float
    error_kg: float
    by: str


def estimate_mass(trial: Trial, contacts: Sequence[PlateContact]) -> Mass | None:
    """Estimate body mass, by the best way that the plates allow.

    Parameters
    ----------
    trial
        In the ground frame.
    contacts
        From ``find_contacts``.

    Notes
    -----
    Over whole strides with both feet on plates the mean vertical force is body weight, since the
    body neither rises nor sinks from stride to stride. Two successive clean contacts share the
    impulse of one stride, whose time is twice the step. One clean contact peaks near 1.1 body
    weights at usual speed (rough).
    """
    for way in (_standing_or_belt, _two_steps, _one_peak):
        mass = way(trial, contacts)
        if mass is not None and PLAUSIBLE_KG[0] <= mass.kg <= PLAUSIBLE_KG[1]:
            return mass
    return None


def _standing_or_belt(trial: Trial, contacts: Sequence[PlateContact]) -> Mass | None:
    """Use a total force that never lets go: standing, or strides on an instrumented belt."""
    if trial.plates is None:
        return None
    total = np.nan_to_num(trial.plates["force_n"].values[:, :, 1]).sum(axis=1)
    time = trial.plates["time"].values
    starts = sorted(one.start_s for one in contacts if one.is_whole)
    if len(total) < 10 or np.percentile(total, 2) < 0.3 * np.median(total) or total.mean() < 60:
        return None
    if np.std(total) < 0.05 * total.mean():
        return Mass(
            float(total.mean()) / GRAVITY_MPS2,
            0.01 * float(total.mean()) / GRAVITY_MPS2,
            "standing on plates",
        )
    # Whole strides only: from one landing to the last of the same foot.
    if len(starts) < 3:
        return None
    last = starts[(len(starts) - 1) // 2 * 2]
    mean = float(total[(time >= starts[0]) & (time < last)].mean())
    return Mass(mean / GRAVITY_MPS2, 0.02 * mean / GRAVITY_MPS2, "whole strides on plates")


def _two_steps(trial: Trial, contacts: Sequence[PlateContact]) -> Mass | None:
    """Use two successive clean contacts of different feet."""
    if trial.plates is None:
        return None
    clean = sorted(
        (one for one in contacts if one.is_clean and one.is_whole), key=lambda one: one.start_s
    )
    time = np.asarray(trial.plates["time"].values, dtype=float)
    dt = float(np.median(np.diff(time)))
    found = []
    for first, second in pairwise(clean):
        differ = first.side is None or second.side is None or first.side != second.side
        overlap = first.end_s - second.start_s
        step = second.start_s - first.start_s
        if not differ or first.plate == second.plate or not 0.0 < overlap < 0.8 or step < 0.1:
            continue
        found.append(
            (_impulse(trial, first, time, dt) + _impulse(trial, second, time, dt))
            / (2.0 * step * GRAVITY_MPS2)
        )
    if not found:
        return None
    kg = float(np.median(found))
    return Mass(kg, 0.05 * kg, "two successive steps on plates")


def _impulse(trial: Trial, one: PlateContact, time: np.ndarray, dt: float) -> float:
    assert trial.plates is not None
    force = trial.plates["force_n"].sel(plate=one.plate).values[:, 1]
    return float(np.nan_to_num(force[(time >= one.start_s) & (time <= one.end_s)]).sum() * dt)


def _one_peak(trial: Trial, contacts: Sequence[PlateContact]) -> Mass | None:
    peaks = [
        one.peak_n
        for one in contacts
        if one.is_clean and one.is_whole and one.end_s - one.start_s > 0.35
    ]
    if not peaks:
        return None
    kg = float(np.median(peaks)) / 1.1 / GRAVITY_MPS2
    return Mass(kg, 0.1 * kg, "peak of a contact, taken as 1.1 body weights")


def compare_mass(told_kg: float | None, found: Mass | None) -> tuple[Note, ...]:
    """Return a note where a mass is missing or contradicts the plates.

    Parameters
    ----------
    told_kg
        From the file or the user.
    found
        From the plates.
    """
    if found is None:
        return ()
    if told_kg is None:
        return (
            Note(
                "note",
                f"no body mass given; {found.kg:.1f} kg (+-{found.error_kg:.1f}) from {found.by}",
                "plates",
                "used for figures per body weight",
            ),
        )
    share = found.kg / told_kg - 1.0
    if abs(share) <= max(DIFFERS, 1.5 * found.error_kg / found.kg):
        return ()
    return (
        Note(
            "warning",
            f"the plates say {found.kg:.0f} kg ({found.by}), the file {told_kg:.0f} kg",
            "body mass",
            "one of them is wrong, or not the whole load was measured",
        ),
    )
