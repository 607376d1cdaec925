"""kinchain's own events without plates: the middle of three signs, with their spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kinchain.gait.events.rules import (
    belt_speed,
    between_frames,
    stride_time,
    zeni,
)
from kinchain.gait.events.signals import FootSignals, rate_of_change
from kinchain.gait.kinematics.frames import FloatArray

LANDED = 0.15
"""The heel has landed once it falls at this share of its fastest fall."""

HEEL_SLOW = 0.5
TOE_FAST = 0.8
"""Speed over the ground, as a share of walking speed, below which the heel has landed and above
which the forefoot has left; the fixed 0.5 m/s of Ghoussayni et al. misses slow walkers."""

HEEL_LATER_S = 0.010
TOE_LATER_S = 0.010
RISE_LATER_S = 0.012
"""What these signs come too early, on ten laboratory recordings with plates; each alone is off by
10 to 30 ms on some of them, so the middle of the three counts."""

LEAST_S = 0.008
"""No event is known better than this, s: half a frame at 60 Hz."""


@dataclass(frozen=True)
class Timed:
    """Events of one kind: times and how unsure each is, s, rising."""

    time_s: FloatArray
    uncertainty_s: FloatArray


def initial_contacts(foot: FootSignals) -> Timed:
    """Return when the foot landed.

    Parameters
    ----------
    foot
        Paths of one foot.

    Notes
    -----
    Zeni's rule says which strides there are; of each the middle counts of three signs: the foot's
    fastest fall (O'Connor et al.), the heel's fall all but ended, the heel slow over the ground
    (Ghoussayni et al., made relative to walking speed).
    """
    heel_fall = -rate_of_change(foot.heel[:, 1], foot.rate_hz)
    fall = 0.5 * (heel_fall - rate_of_change(foot.toe[:, 1], foot.rate_hz))
    speed = _ground_speed(foot.heel, foot)
    slow = HEEL_SLOW * walking_speed(foot)
    signs = []
    for rough in zeni(foot).initial_contact_s:
        fastest = _highest(foot, fall, rough - 0.04, rough + 0.16)
        heel_fastest = _highest(foot, heel_fall, fastest - 0.08, fastest + 0.03)
        level = LANDED * float(np.interp(heel_fastest, foot.time_s, heel_fall))
        landed = _crossing(foot, heel_fall - level, heel_fastest, heel_fastest + 0.15, -1)
        still = _crossing(foot, speed - slow, rough - 0.15, rough + 0.2, -1) + HEEL_LATER_S
        signs.append((rough, fastest, landed, still))
    return _middle(signs)


def foot_offs(foot: FootSignals) -> Timed:
    """Return when the foot left the ground.

    Parameters
    ----------
    foot
        Paths of one foot.

    Notes
    -----
    The middle of three signs: the forefoot farthest behind the pelvis (Zeni et al.), the foot's
    fastest rise (O'Connor et al.), the forefoot fast over the ground (Ghoussayni et al., made
    relative to walking speed).
    """
    rise = 0.5 * (
        rate_of_change(foot.heel[:, 1], foot.rate_hz) + rate_of_change(foot.toe[:, 1], foot.rate_hz)
    )
    speed = _ground_speed(foot.toe, foot)
    fast = TOE_FAST * walking_speed(foot)
    signs = []
    for rough in zeni(foot).foot_off_s:
        rising = _highest(foot, rise, rough - 0.12, rough + 0.06) + RISE_LATER_S
        moving = _crossing(foot, speed - fast, rough - 0.25, rough + 0.2, 1) + TOE_LATER_S
        signs.append((rough, rough, rising, moving))
    return _middle(signs)


def in_turn(foot: FootSignals, contacts: Timed, offs: Timed) -> tuple[Timed, Timed]:
    """Return the events with doubles dropped: contact and foot off take turns.

    Parameters
    ----------
    foot
        Paths of one foot.
    contacts, offs
        Events as found.

    Notes
    -----
    Of two of one kind without the other between, the one is kept that lies nearer to the usual
    share of the stride from its neighbour; a stride of less than half the usual time is none.
    """
    least = 0.5 * stride_time(foot)
    return _apart(contacts, least), _apart(offs, least)


def walking_speed(foot: FootSignals) -> float:
    """Return the pelvis' usual speed over the ground, m/s.

    Parameters
    ----------
    foot
        Paths of one foot.
    """
    forward = rate_of_change(foot.pelvis[:, 0], foot.rate_hz)
    return float(abs(np.nanmedian(forward) - belt_speed(foot)))


def _ground_speed(point: FloatArray, foot: FootSignals) -> FloatArray:
    velocity = rate_of_change(point, foot.rate_hz)
    return np.asarray(np.hypot(velocity[:, 0] - belt_speed(foot), velocity[:, 1]))


def _frames(foot: FootSignals, start_s: float, end_s: float) -> tuple[int, int]:
    first = int(np.floor((start_s - foot.time_s[0]) * foot.rate_hz))
    last = int(np.ceil((end_s - foot.time_s[0]) * foot.rate_hz)) + 1
    return max(0, first), min(len(foot.time_s), last)


def _highest(foot: FootSignals, signal: FloatArray, start_s: float, end_s: float) -> float:
    """Return the time of a signal's highest place in a window, s; NaN where unseen."""
    if not np.isfinite(start_s):
        return float("nan")
    first, last = _frames(foot, start_s, end_s)
    part = signal[first:last]
    if np.isfinite(part).sum() < 3:
        return float("nan")
    place = between_frames(signal, first + int(np.nanargmax(part)))
    return float(foot.time_s[0] + place / foot.rate_hz)


def _crossing(
    foot: FootSignals, signal: FloatArray, start_s: float, end_s: float, direction: int
) -> float:
    """Return when a signal first crosses zero falling (-1) or rising (1), s; else NaN."""
    if not np.isfinite(start_s):
        return float("nan")
    first, last = _frames(foot, start_s, end_s)
    part = direction * signal[first:last]
    crossed = np.flatnonzero((part[:-1] <= 0) & (part[1:] > 0))
    if not len(crossed):
        return float("nan")
    at = int(crossed[0])
    share = -part[at] / (part[at + 1] - part[at])
    return float(foot.time_s[0] + (first + at + share) / foot.rate_hz)


def _middle(signs: Sequence[tuple[float, ...]]) -> Timed:
    """Return the middle sign of each event and half the signs' range as its uncertainty."""
    times, unsure = [], []
    for rough, *rest in signs:
        known = [one for one in rest if np.isfinite(one)] or [rough]
        times.append(float(np.median(known)))
        spread = 0.5 * (max(known) - min(known)) if len(known) > 1 else 0.03
        unsure.append(max(LEAST_S, spread))
    order = np.argsort(times)
    return Timed(np.asarray(times)[order], np.asarray(unsure)[order])


def _apart(events: Timed, least_s: float) -> Timed:
    keep: list[int] = []
    for place, time in enumerate(events.time_s):
        if keep and time - events.time_s[keep[-1]] < least_s:
            if events.uncertainty_s[place] < events.uncertainty_s[keep[-1]]:
                keep[-1] = place
            continue
        keep.append(place)
    return Timed(events.time_s[keep], events.uncertainty_s[keep])
