"""Events without plates: the middle of three signs, with their spread."""

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
TOE_FAST = 1.2
"""Speed over the ground, as a share of walking speed, below which the heel has landed and above
which the forefoot has left; the fixed 0.5 m/s of Ghoussayni et al. misses slow walkers. The
forefoot moves well before the toes leave: plates feel the last 20 N as it passes walking speed."""

CONTACT_LATER_S = (0.002, 0.001, 0.015)
OFF_LATER_S = (-0.005, -0.006, 0.012)
"""What each sign is moved by: about minus the median of its error on ten recordings with plates,
each counting alike. Each sign alone is off by 10 to 30 ms on some recording, so the middle of the
three counts. ``benchmarks/walk_events.py`` fits them again without the person they are tried on:
they move by 6 ms at most."""

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
    """
    rough, signs = contact_signs(foot)
    return middle(rough, signs, CONTACT_LATER_S)


def foot_offs(foot: FootSignals) -> Timed:
    """Return when the foot left the ground.

    Parameters
    ----------
    foot
        Paths of one foot.
    """
    rough, signs = off_signs(foot)
    return middle(rough, signs, OFF_LATER_S)


def contact_signs(foot: FootSignals) -> tuple[FloatArray, FloatArray]:
    """Return where a landing is roughly, and three signs of it.

    Parameters
    ----------
    foot
        Paths of one foot.

    Returns
    -------
    rough_s
        By Zeni's rule, shape (n,), s: which strides there are.
    signs_s
        Shape (n, 3), s, NaN where a sign is not seen: the foot's fastest fall (O'Connor et al.),
        the heel's fall all but ended, the heel slow over the ground (Ghoussayni et al., made
        relative to walking speed). Joint centres of pose programs are too smooth to show how a
        fall ends: the heel farthest ahead of the pelvis (Zeni et al.) stands in its place.
    """
    heel_fall = -rate_of_change(foot.heel[:, 1], foot.rate_hz)
    fall = 0.5 * (heel_fall - rate_of_change(foot.toe[:, 1], foot.rate_hz))
    belt = belt_speed(foot)
    speed = _ground_speed(foot.heel, foot, belt)
    slow = HEEL_SLOW * walking_speed(foot, belt)
    rough = zeni(foot).initial_contact_s
    signs = []
    for time in rough:
        fastest = _highest(foot, fall, time - 0.04, time + 0.16)
        landed = float(time) if foot.is_pose else _landed(foot, heel_fall, fastest)
        still = _crossing(foot, speed - slow, time - 0.15, time + 0.2, -1)
        signs.append((fastest, landed, still))
    return rough, np.asarray(signs).reshape(-1, 3)


def _landed(foot: FootSignals, heel_fall: FloatArray, fastest_s: float) -> float:
    heel_fastest = _highest(foot, heel_fall, fastest_s - 0.08, fastest_s + 0.03)
    level = LANDED * float(np.interp(heel_fastest, foot.time_s, heel_fall))
    return _crossing(foot, heel_fall - level, heel_fastest, heel_fastest + 0.15, -1)


def off_signs(foot: FootSignals) -> tuple[FloatArray, FloatArray]:
    """Return where a foot off is roughly, and three signs of it.

    Parameters
    ----------
    foot
        Paths of one foot.

    Returns
    -------
    rough_s
        By Zeni's rule, shape (n,), s.
    signs_s
        Shape (n, 3), s, NaN where a sign is not seen: the forefoot farthest behind the pelvis
        (Zeni et al.), the forefoot fast over the ground (Ghoussayni et al., made relative to
        walking speed), the foot's fastest rise (O'Connor et al.).
    """
    rise = 0.5 * (
        rate_of_change(foot.heel[:, 1], foot.rate_hz) + rate_of_change(foot.toe[:, 1], foot.rate_hz)
    )
    belt = belt_speed(foot)
    speed = _ground_speed(foot.toe, foot, belt)
    fast = TOE_FAST * walking_speed(foot, belt)
    rough = zeni(foot).foot_off_s
    signs = []
    for time in rough:
        rising = _highest(foot, rise, time - 0.12, time + 0.06)
        moving = _crossing(foot, speed - fast, time - 0.25, time + 0.2, 1)
        signs.append((float(time), moving, rising))
    return rough, np.asarray(signs).reshape(-1, 3)


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


def walking_speed(foot: FootSignals, belt_mps: float) -> float:
    """Return the pelvis' usual speed over the ground, m/s.

    Parameters
    ----------
    foot
        Paths of one foot.
    belt_mps
        The ground's own speed along x.
    """
    forward = rate_of_change(foot.pelvis[:, 0], foot.rate_hz)
    return float(abs(np.nanmedian(forward) - belt_mps))


def _ground_speed(point: FloatArray, foot: FootSignals, belt_mps: float) -> FloatArray:
    velocity = rate_of_change(point, foot.rate_hz)
    return np.asarray(np.hypot(velocity[:, 0] - belt_mps, velocity[:, 1]))


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


def middle(rough_s: FloatArray, signs_s: FloatArray, later_s: Sequence[float]) -> Timed:
    """Return the middle sign of each event and half the signs' range as its uncertainty.

    Parameters
    ----------
    rough_s
        Shape (n,), s: taken where no sign is seen.
    signs_s
        Shape (n, 3), s.
    later_s
        What each sign is moved by, s.
    """
    times, unsure = [], []
    for rough, signs in zip(rough_s, signs_s + np.asarray(later_s), strict=True):
        known = signs[np.isfinite(signs)]
        times.append(float(np.median(known)) if len(known) else float(rough))
        spread = 0.5 * float(np.ptp(known)) if len(known) > 1 else 0.03
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
