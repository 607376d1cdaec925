"""A walk's events: from plates where a foot was cleanly on one, else from markers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinchain.core.trial import EventKind, GivenEvent, LegSide, Note, Trial
from kinchain.gait.events.combine import Timed, foot_offs, in_turn, initial_contacts
from kinchain.gait.events.plates import Contact, plate_contacts
from kinchain.gait.events.signals import FootSignals, foot_signals
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.kinematics.points import Points

SIDES: tuple[LegSide, ...] = ("left", "right")

PLATE_UNCERTAINTY_S = 0.005
"""Of an event by force: the threshold's choice between 10 and 50 N moves it by about this."""

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
    contacts
        What the plates felt, with the foot and why a contact was not used.
    notes
        What was left out.
    """

    feet: Mapping[LegSide, FootEvents]
    method: str
    contacts: tuple[Contact, ...] = ()
    notes: tuple[Note, ...] = ()


def find_events(
    trial: Trial, points: Points, heading_rad: FloatArray | None = None, *, use_plates: bool = True
) -> WalkEvents:
    """Return when each foot landed and left the ground.

    Parameters
    ----------
    trial
        The recording; the user's own events in it win over everything else.
    points
        Its landmark paths.
    heading_rad
        Walking direction of each frame, rad.
    use_plates
        False: from the markers alone, for comparison.
    """
    signals: dict[LegSide, FootSignals] = {}
    for side in SIDES:
        made = foot_signals(points, trial.time_s, side[0], heading_rad)
        if made is not None:
            signals[side] = made
    contacts: tuple[Contact, ...] = ()
    if use_plates and trial.plates is not None and signals:
        contacts = plate_contacts(trial.plates, signals)
    feet = {side: _foot(side, foot, contacts, trial.events) for side, foot in signals.items()}
    used = [c for c in contacts if not c.reason and c.side is not None]
    method = "markers: middle of three signs (see docs)"
    if used:
        method = f"force plates at 20 N for {len(used)} contacts, else {method}"
    if any(event.by == "user" for event in trial.events):
        method = f"the user's own events, else {method}"
    return WalkEvents(feet, method, contacts, _notes(contacts))


def _foot(
    side: LegSide,
    foot: FootSignals,
    contacts: tuple[Contact, ...],
    given: tuple[GivenEvent, ...],
) -> FootEvents:
    landed, left = in_turn(foot, initial_contacts(foot), foot_offs(foot))
    own = [c for c in contacts if c.side == side and not c.reason]
    landed = _replaced(landed, [c.start_s for c in own if c.start_s is not None])
    left = _replaced(left, [c.end_s for c in own if c.end_s is not None])
    landed = _by_user(landed, side, "initial_contact", given)
    left = _by_user(left, side, "foot_off", given)
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


def _notes(contacts: tuple[Contact, ...]) -> tuple[Note, ...]:
    return tuple(
        Note("note", f"contact left out: {one.reason}", one.plate, "its events come from markers")
        for one in contacts
        if one.reason
    )
