"""Contacts of each foot from force plates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from scipy.signal import butter, sosfiltfilt

from kinchain.core.trial import LegSide
from kinchain.gait.events.rules import belt_speed
from kinchain.gait.events.signals import FootSignals, rate_of_change
from kinchain.gait.kinematics.frames import FloatArray

THRESHOLD_N = 20.0
"""Vertical force from which a foot counts as on the ground; the usual 10 to 20 N."""

FORCE_CUT_OFF_HZ = 50.0
MIN_CONTACT_S = 0.15
MIN_PEAK_OF_WEIGHT = 0.75
"""A contact that never carries this share of the highest contact's force was not a whole step."""

NEAR_M = 0.12
"""How far outside the line from heel to toe the centre of pressure may lie."""


@dataclass(frozen=True)
class Contact:
    """One foot's contact with one plate.

    Parameters
    ----------
    plate
        Plate name.
    side
        Foot; None where both stood on it or none fits.
    start_s, end_s
        Initial contact and foot off by force, s; None where the recording cut them off or
        another foot hides them.
    peak_n
        Highest vertical force, N.
    reason
        Why it cannot be used whole, or empty.
    """

    plate: str
    side: LegSide | None
    start_s: float | None
    end_s: float | None
    peak_n: float
    reason: str = ""


@dataclass(frozen=True)
class _Plate:
    name: str
    time_s: FloatArray
    force_n: FloatArray
    cop_m: FloatArray


def plate_contacts(
    plates: xr.Dataset, feet: dict[LegSide, FootSignals], threshold_n: float = THRESHOLD_N
) -> tuple[Contact, ...]:
    """Return each plate's contacts with the foot that made them.

    Parameters
    ----------
    plates
        As in ``Trial.plates``.
    feet
        Paths of the feet.
    threshold_n
        Vertical force from which a foot is on the plate, N.
    """
    time = plates["time"].values
    rate = 1.0 / float(np.median(np.diff(time)))
    found: list[Contact] = []
    vertical = {
        str(name): _smooth(plates["force_n"].sel(plate=name, axis="y").values, rate)
        for name in plates["plate"].values
    }
    top = max((float(np.nanmax(force)) for force in vertical.values()), default=0.0)
    for name, force in vertical.items():
        cop = plates["cop_m"].sel(plate=name).values
        for first, last in _stretches(force > threshold_n):
            if (last - first) / rate >= MIN_CONTACT_S:
                found.append(_contact(_Plate(name, time, force, cop), (first, last), feet, top))
    return tuple(found)


def _smooth(force: FloatArray, rate_hz: float) -> FloatArray:
    clean = np.nan_to_num(force)
    if rate_hz < 2.5 * FORCE_CUT_OFF_HZ or len(clean) < 20:
        return clean
    sections = butter(2, FORCE_CUT_OFF_HZ / (0.5 * rate_hz), output="sos")
    return np.asarray(sosfiltfilt(sections, clean))


def _stretches(on: np.ndarray) -> list[tuple[int, int]]:
    edge = np.diff(np.concatenate([[0], on.astype(int), [0]]))
    return list(zip(np.flatnonzero(edge == 1), np.flatnonzero(edge == -1), strict=True))


def _contact(
    plate: _Plate, part: tuple[int, int], feet: dict[LegSide, FootSignals], top_n: float
) -> Contact:
    first, last = part
    time, force, cop = plate.time_s, plate.force_n, plate.cop_m
    peak = float(force[first:last].max())
    inside = np.linspace(first, last - 1, 12).astype(int)[1:-1]
    near = {side: _near_share(foot, time[inside], cop[inside]) for side, foot in feet.items()}
    on = [side for side, share in near.items() if share > 0.5]
    start = float(_crossing(time, force, first)) if first > 0 else None
    end = float(_crossing(time, force, last)) if last < len(force) else None
    side, reason = _whose(on, near)
    if side is not None and start is not None and _was_down(feet[side], start):
        start = None
    if not reason and peak < MIN_PEAK_OF_WEIGHT * top_n and start is not None and end is not None:
        reason = "the foot was only partly on the plate"
    return Contact(plate.name, side, start, end, peak, reason)


def _whose(on: Sequence[LegSide], near: dict[LegSide, float]) -> tuple[LegSide | None, str]:
    if len(on) == 1:
        return on[0], ""
    if len(on) == 2:
        best = max(near, key=lambda side: near[side])
        if near[best] - min(near.values()) > 0.3:
            return best, ""
        return None, "both feet were on the plate"
    best_one = max(near, key=lambda side: near[side], default=None)
    if best_one is not None and near[best_one] > 0.2:
        return best_one, ""
    return None, "no foot fits the centre of pressure"


SETTLED_MPS = 0.25
SETTLED_S = 0.03
"""A heel slower than this for this long before the plate feels it had landed beside the plate."""


def _was_down(foot: FootSignals, start_s: float) -> bool:
    """Say whether the heel already stood on the ground when the plate first felt it."""
    speed = np.hypot(
        rate_of_change(foot.heel[:, 0], foot.rate_hz) - belt_speed(foot),
        rate_of_change(foot.heel[:, 1], foot.rate_hz),
    )
    before = (foot.time_s >= start_s - SETTLED_S - 0.02) & (foot.time_s <= start_s - 0.01)
    return bool(before.any() and np.nanmax(speed[before]) < SETTLED_MPS)


def _crossing(time: FloatArray, force: FloatArray, at: int) -> float:
    """Return the time of the threshold crossing between two samples, s."""
    return float(time[min(at, len(time) - 1)])


def _near_share(foot: FootSignals, when: FloatArray, cop: FloatArray) -> float:
    """Return the share of moments at which the centre of pressure lies under this foot."""
    rear = np.stack([np.interp(when, foot.time_s, foot.heel[:, i]) for i in range(3)], axis=1)
    front = np.stack([np.interp(when, foot.time_s, foot.toe[:, i]) for i in range(3)], axis=1)
    along = front[:, [0, 2]] - rear[:, [0, 2]]
    to = cop[:, [0, 2]] - rear[:, [0, 2]]
    length = np.maximum((along**2).sum(1), 1e-6)
    part = np.clip((to * along).sum(1) / length, -0.1, 1.4)
    gap = np.linalg.norm(to - part[:, None] * along, axis=1)
    low = np.minimum(rear[:, 1], front[:, 1]) - _floor(foot) < 0.08
    return float(np.mean((gap < NEAR_M) & low))


def _floor(foot: FootSignals) -> float:
    return float(np.nanpercentile(np.minimum(foot.heel[:, 1], foot.toe[:, 1]), 5))
