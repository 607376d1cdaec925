"""Forces of the ground where no plate was: from the motion and the model's masses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinchain.app.loads.ground import FOOT, SIDES, GroundLoads
from kinchain.core.trial import LegSide, Note

if TYPE_CHECKING:
    from kinchain.body.model import Model
    from kinchain.gait.events import WalkEvents
    from kinchain.gait.prepare import Prepared

FloatArray = NDArray[np.float64]
Stance = tuple[LegSide, float, float]

STANCE_S = (0.3, 1.6)
"""Least and greatest time of a stance of walking [expert]."""

EARLIER_S, LATER_S = 0.010, 0.005
"""A foot bears a little before markers show that it landed, and after they show that it left: in
four open recordings with plates landings came 0 to 24 ms late [expert]."""


def estimated_ground(
    model: Model,
    prepared: Prepared,
    time_s: FloatArray,
    coordinates: FloatArray,
) -> GroundLoads | None:
    """Work out the ground's forces from the motion.

    Parameters
    ----------
    model
        The model.
    prepared
        The prepared recording, for its events.
    time_s
        Times of the motion, shape (n_frames,), s.
    coordinates
        The motion, shape (n_frames, n_coords), rad or m; NaN where not seen.

    Returns
    -------
    ground
        None where no whole stance is known, or the model lacks a foot.
    """
    from kinchain.app.loads.chain import evenly, motion_cutoff
    from kinchain.body.filtering import smooth_motion
    from kinchain.body.ground_estimate import estimate_ground
    from kinchain.body.inverse_dynamics import inverse_dynamics
    from kinchain.body.root_path import is_unplaced, placed_by_feet

    if any(body not in model.bodies for body in FOOT.values()):
        return None
    whole = stances_of(events_of(prepared))
    if not whole:
        return None
    time_s, coordinates = evenly(time_s, coordinates)
    stances = with_cut_ones(whole, float(time_s[0]), float(time_s[-1]))
    none = ", no plates were there" if prepared.trial.plates is None else ""
    notes = [
        Note("warning", f"ground forces are worked out from the motion{none}",
             "ground", "loads are less sure: their ranges are wider")
    ]  # fmt: skip
    pelvis_is_seen = _shows_pelvis(prepared)
    if is_unplaced(model, coordinates):
        pelvis_is_seen = False
        coordinates = placed_by_feet(model, time_s, coordinates, stances)
        notes.append(
            Note("warning", "joint angles only: the pelvis is placed by the foot that bears",
                 "pelvis", "ground forces are rough")
        )  # fmt: skip
    motion = smooth_motion(time_s, coordinates, motion_cutoff(time_s))
    seen = np.isfinite(motion.acceleration).all(axis=1)
    if not seen.any():
        return None
    clock = motion.time_s[seen]
    unloaded = inverse_dynamics(
        model, motion.coordinates[seen], motion.speed[seen], motion.acceleration[seen]
    )
    bearing = [(side, start - EARLIER_S, end + LATER_S) for side, start, end in stances]
    loads = estimate_ground(model, clock, unloaded, bearing, pelvis_is_seen=pelvis_is_seen)
    known = [one for one in whole if clock[0] <= one[1] and one[2] <= clock[-1]]
    return GroundLoads(loads, SIDES, tuple(known), tuple(stances), tuple(notes), "estimated")


def _shows_pelvis(prepared: Prepared) -> bool:
    """Say whether the recording tells where the pelvis was, not only how the joints bent."""
    angles = prepared.trial.angles
    if prepared.trial.markers is not None or angles is None:
        return True
    return "pelvis_ty" in set(map(str, angles["coordinate"].values))


def events_of(prepared: Prepared) -> WalkEvents:
    """Return when each foot landed and left, as a walk is measured.

    Parameters
    ----------
    prepared
        The prepared recording.
    """
    from kinchain.gait.events import feet_of, find_events
    from kinchain.gait.kinematics.points import points_of
    from kinchain.gait.measure import heading_of

    points = points_of(prepared.trial, None)
    feet = feet_of(prepared.trial, points, heading_of(prepared))
    return find_events(prepared.trial, feet, ())


def stances_of(events: WalkEvents) -> list[Stance]:
    """Return the whole stances: each landing with the leaving next to it.

    Parameters
    ----------
    events
        Of both feet.
    """
    found: list[Stance] = []
    for side, foot in events.feet.items():
        landed = np.asarray(foot.initial_contact_s, np.float64)
        for i, start in enumerate(landed):
            ends = [float(end) for end in foot.foot_off_s if end > start]
            before_next = not ends or i + 1 == len(landed) or ends[0] < landed[i + 1]
            if ends and before_next and STANCE_S[0] <= ends[0] - start <= STANCE_S[1]:
                found.append((side, float(start), ends[0]))
    return sorted(found, key=lambda one: one[1])


def with_cut_ones(whole: Sequence[Stance], first_s: float, last_s: float) -> list[Stance]:
    """Return stances with those that the recording's ends cut, as long and as far apart as seen.

    Parameters
    ----------
    whole
        Whole stances: side, start and end, s, at least one.
    first_s, last_s
        Ends of what was recorded, s.
    """
    lasts = float(np.median([end - start for _, start, end in whole]))
    stride = _stride(whole, lasts)
    found = list(whole)
    for side in SIDES:
        own = [start for other, start, _ in whole if other == side]
        if not own:
            own = [start + 0.5 * stride for _, start, _ in whole]
            found += [(side, start, start + lasts) for start in own]
        before, after = min(own) - stride, max(own) + stride
        while before + lasts > first_s:
            found.append((side, before, before + lasts))
            before -= stride
        while after < last_s:
            found.append((side, after, after + lasts))
            after += stride
        for early, late in pairwise(sorted(own)):
            missed = round((late - early) / stride) - 1
            step = (late - early) / (missed + 1)
            found += [(side, early + step * k, early + step * k + lasts)
                      for k in range(1, missed + 1)]  # fmt: skip
    return sorted(found, key=lambda one: one[1])


def _stride(whole: Sequence[Stance], stance_s: float) -> float:
    """Return the time from one landing to the same foot's next, s."""
    gaps = []
    for side in SIDES:
        own = sorted(start for other, start, _ in whole if other == side)
        gaps += [late - early for early, late in pairwise(own)]
    near = [one for one in gaps if one < 2.2 * stance_s]
    if near:
        return float(np.median(near))
    return stance_s / USUAL_STANCE


USUAL_STANCE = 0.62
"""Stance over stride in usual walking, where no stride was seen whole: 60 to 64 % (Perry and
Burnfield, Gait Analysis, 2010)."""
