"""A walk's events: from plates where a foot was cleanly on one, else from markers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kinchain.core.trial import EventKind, GivenEvent, LegSide, Trial
from kinchain.gait.events.combine import Timed, foot_offs, in_turn, initial_contacts
from kinchain.gait.events.from_angles import signals_from_angles
from kinchain.gait.events.rules import belt_speed
from kinchain.gait.events.signals import FootSignals, foot_signals, rate_of_change
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.kinematics.points import Points
from kinchain.gait.prepare import PlateContact

SIDES: tuple[LegSide, ...] = ("left", "right")

PLATE_UNCERTAINTY_S = 0.005
"""Of an event by force: the threshold's choice between 10 and 50 N moves it by about this."""

SETTLED_MPS = 0.25
SETTLED_S = 0.05
"""A heel slower than this for this long before the plate feels it had landed beside the plate."""

SAME_EVENT_S = 0.12
"""A force event replaces the marker event within this time of it, s."""


@dataclass(frozen=True)
class FootEvents:
    """Events of one foot.

    Parameters
    ----------
    initial_contact_s, foot_off_s
        Rising times, s, on the trial's clock.
    contact_uncertainty_s, off_uncertainty_s
        About one standard deviation of each, s.
    """

    initial_contact_s: FloatArray
    foot_off_s: FloatArray
    contact_uncertainty_s: FloatArray
    off_uncertainty_s: FloatArray


@dataclass(frozen=True)
class WalkEvents:
    """Events of both feet and how they were found.

    Parameters
    ----------
    feet
        By side; a foot that was not recorded is missing.
    method
        In words.
    """

    feet: Mapping[LegSide, FootEvents]
    method: str


def feet_of(
    trial: Trial, points: Points, heading_rad: FloatArray | None = None
) -> dict[LegSide, FootSignals]:
    """Return the paths of both feet: from markers, else rebuilt from joint angles.

    Parameters
    ----------
    trial
        The recording.
    points
        Its landmark paths.
    heading_rad
        Walking direction of each frame, rad.
    """
    feet: dict[LegSide, FootSignals] = {}
    for side in SIDES:
        made = foot_signals(points, trial.time_s, side[0], heading_rad)
        if made is not None:
            feet[side] = made
    if not feet and trial.angles is not None:
        return signals_from_angles(trial.angles, trial.subject.height_m)
    return feet


def find_events(
    trial: Trial,
    feet: Mapping[LegSide, FootSignals],
    contacts: Sequence[PlateContact] = (),
) -> WalkEvents:
    """Return when each foot landed and left the ground.

    Parameters
    ----------
    trial
        The recording; the user's own events in it win over everything else.
    feet
        Paths of the feet.
    contacts
        Contacts on force plates; the clean ones give their events. None: from paths alone.
    """
    clean = [one for one in contacts if one.is_clean and one.side in feet]
    found = {
        side: _foot(foot, by_force(trial, foot, [c for c in clean if c.side == side]), side, trial)
        for side, foot in feet.items()
    }
    source = "joint angles" if trial.markers is None else "markers"
    method = f"{source}: middle of three signs"
    if clean:
        method = f"force plates at 20 N for {len(clean)} contacts, else {method}"
    if any(event.by == "user" for event in trial.events):
        method = f"the user's own events, else {method}"
    return WalkEvents(found, method)


def by_force(
    trial: Trial, foot: FootSignals, contacts: list[PlateContact]
) -> tuple[list[float], list[float]]:
    """Return the landings and leavings that the plates felt from their first moment on.

    Parameters
    ----------
    trial
        The recording.
    foot
        Paths of the foot.
    contacts
        Its clean contacts.

    Returns
    -------
    landed_s, left_s
        Times, s; a landing whose foot had touched beside the plate before is left out.
    """
    assert trial.plates is not None or not contacts
    if trial.plates is None:
        return [], []
    clock = trial.plates["time"].values
    step = float(clock[1] - clock[0]) if len(clock) > 1 else 0.0
    landed = [c.start_s for c in contacts if c.start_s > clock[0] + step]
    left = [c.end_s for c in contacts if c.end_s < clock[-1] - step]
    speed = np.hypot(
        rate_of_change(foot.heel[:, 0], foot.rate_hz) - belt_speed(foot),
        rate_of_change(foot.heel[:, 1], foot.rate_hz),
    )
    return [time for time in landed if not _was_down(foot, speed, time)], left


def _was_down(foot: FootSignals, speed: FloatArray, start_s: float) -> bool:
    """Say whether the heel already stood on the ground when the plate first felt it."""
    before = (foot.time_s >= start_s - SETTLED_S) & (foot.time_s <= start_s - 0.01)
    return bool(before.any() and np.nanmax(speed[before]) < SETTLED_MPS)


def _foot(
    foot: FootSignals, by_force: tuple[list[float], list[float]], side: LegSide, trial: Trial
) -> FootEvents:
    landed, left = in_turn(foot, initial_contacts(foot), foot_offs(foot))
    landed, left = _replaced(landed, by_force[0]), _replaced(left, by_force[1])
    landed = _by_user(landed, side, "initial_contact", trial.events)
    left = _by_user(left, side, "foot_off", trial.events)
    return FootEvents(landed.time_s, left.time_s, landed.uncertainty_s, left.uncertainty_s)


def _replaced(events: Timed, by_force: list[float]) -> Timed:
    """Return the events with those that a plate felt taken from it."""
    times, unsure = list(events.time_s), list(events.uncertainty_s)
    for time in by_force:
        near = [i for i, own in enumerate(times) if abs(own - time) < SAME_EVENT_S]
        if near:
            nearest = min(near, key=lambda i: abs(times[i] - time))
            times[nearest], unsure[nearest] = time, PLATE_UNCERTAINTY_S
        else:
            times.append(time)
            unsure.append(PLATE_UNCERTAINTY_S)
    order = np.argsort(times)
    return Timed(np.asarray(times, dtype=float)[order], np.asarray(unsure, dtype=float)[order])


def _by_user(events: Timed, side: LegSide, kind: EventKind, given: tuple[GivenEvent, ...]) -> Timed:
    """Return the user's events of this kind and side, if there are any, else what was found."""
    own = sorted(e.time_s for e in given if e.by == "user" and (e.side, e.kind) == (side, kind))
    return Timed(np.asarray(own), np.full(len(own), LEAST_USER_S)) if own else events


LEAST_USER_S = 0.01
"""Uncertainty of an event set by hand, s: about a frame."""
