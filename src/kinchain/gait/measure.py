"""From a trial to ``kinchain-walk/1``: events, times, distances, angles."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kinchain.core.formats.walk import (
    AngleCurve,
    Compensation,
    Events,
    Quality,
    Recording,
    Statistic,
    Symmetry,
    Walk,
)
from kinchain.core.trial import LegSide, Note, Trial
from kinchain.gait.compensations import find_compensations
from kinchain.gait.events import WalkEvents, feet_of, find_events
from kinchain.gait.events.signals import FootSignals
from kinchain.gait.forces import clean_contacts, force_measures
from kinchain.gait.kinematics import joint_angles
from kinchain.gait.kinematics.angles import JointAngles
from kinchain.gait.kinematics.frames import FloatArray
from kinchain.gait.kinematics.points import points_of
from kinchain.gait.norms import ADULT_FROM_YEARS, reference_at
from kinchain.gait.own_side import USUAL_PACE, leg_length, own_curves, relative_speed
from kinchain.gait.prepare import Prepared, prepare
from kinchain.gait.scores import Scores, score_walk
from kinchain.gait.spatiotemporal import measure_strides, symmetry_index_pct
from kinchain.gait.strides import Stride, by_side, cut_strides, stride_curves

SIDES: tuple[LegSide, ...] = ("left", "right")

NO_CURVE = ("pelvis_tx", "pelvis_ty", "pelvis_tz", "foot_progression_l", "foot_progression_r")
"""Places, and an angle that means nothing in swing."""

FLAT_FOOT = (0.2, 0.6)
"""Share of stance in which the foot stands flat; its angle to the way is read there."""


@dataclass(frozen=True)
class Measured:
    """All that was worked out of a trial, for plots and for what stands out.

    Parameters
    ----------
    prepared
        The mended and filtered trial.
    feet
        Paths of the feet in the walking frame.
    events
        When they landed and left.
    strides
        Whole strides of straight walking.
    joints
        Joint angles and joint centres.
    values
        Measure to side to one value a stride.
    curves
        Coordinate to its strides' curves, shape (n_strides, 101), rad; of the own side's strides,
        for the pelvis and trunk of the right's.
    """

    prepared: Prepared
    feet: Mapping[LegSide, FootSignals]
    events: WalkEvents
    strides: tuple[Stride, ...]
    joints: JointAngles
    values: Mapping[str, Mapping[LegSide, FloatArray]]
    curves: Mapping[str, FloatArray]


def work_out(trial: Trial, static: Trial | None = None, mass_kg: float | None = None) -> Measured:
    """Prepare a trial and work out everything in it.

    Parameters
    ----------
    trial
        As ``read_recording`` gives it.
    static
        A standing trial of the same person and markers.
    mass_kg
        Body mass told by the user.

    Notes
    -----
    Stretches in which a marker was never seen give NaN; numpy's warning of it is not passed on,
    because the trial's notes say what was not seen.
    """
    with warnings.catch_warnings():
        for text in ("All-NaN", "Mean of empty slice", "Degrees of freedom"):
            warnings.filterwarnings("ignore", text, RuntimeWarning)
        return _worked_out(trial, static, mass_kg)


def _worked_out(trial: Trial, static: Trial | None, mass_kg: float | None) -> Measured:
    prepared = prepare(trial, mass_kg=mass_kg)
    heading = heading_of(prepared)
    still = None if static is None else prepare(static).trial
    smooth = replace(prepared.trial, markers=prepared.filtered)
    joints = joint_angles(smooth, still, heading)
    points = points_of(prepared.trial, still)
    feet = feet_of(prepared.trial, points, heading)
    events = find_events(prepared.trial, feet, prepared.contacts)
    strides = cut_strides(events, prepared.passes)
    on_belt = bool(prepared.trial.is_treadmill) or prepared.trial.markers is None
    values = {
        name: dict(sides) for name, sides in measure_strides(feet, strides, on_belt=on_belt).items()
    }
    curves = _curves(joints, strides)
    progression = _progression(joints, strides)
    if progression:
        values["foot_progression_deg"] = progression
    return Measured(prepared, feet, events, strides, joints, values, curves)


def heading_of(prepared: Prepared) -> FloatArray:
    """Return the walking direction of every frame: that of its pass, or of the nearest one, rad.

    Parameters
    ----------
    prepared
        The prepared trial.
    """
    time = prepared.trial.time_s
    heading = np.zeros(len(time))
    passes = prepared.passes
    if passes:
        gap = np.stack(
            [np.maximum(0.0, np.maximum(p.start_s - time, time - p.end_s)) for p in passes]
        )
        heading = np.asarray([p.heading_rad for p in passes])[gap.argmin(axis=0)]
    return heading


def _curves(joints: JointAngles, strides: Sequence[Stride]) -> dict[str, FloatArray]:
    if joints.angles is None:
        return {}
    time = np.asarray(joints.angles["time"].values, dtype=float)
    own = by_side(strides)
    whole = own["right"] or own["left"]
    found = {}
    for name in map(str, joints.angles["coordinate"].values):
        mine = (
            own["left"] if name.endswith("_l") else own["right"] if name.endswith("_r") else whole
        )
        curves = stride_curves(time, joints.angles.sel(coordinate=name).values, mine)
        if len(curves) and name not in NO_CURVE:
            found[name] = curves
    return found


def _progression(joints: JointAngles, strides: Sequence[Stride]) -> dict[LegSide, FloatArray]:
    """Return each stride's foot angle to the walking direction while flat, degrees, toes out +."""
    if joints.angles is None:
        return {}
    time = np.asarray(joints.angles["time"].values, dtype=float)
    names = set(map(str, joints.angles["coordinate"].values))
    found: dict[LegSide, FloatArray] = {}
    for side, own in by_side(strides).items():
        name = f"foot_progression_{side[0]}"
        if name not in names:
            continue
        angle = joints.angles.sel(coordinate=name).values
        values = []
        for one in own:
            if one.foot_off_s is None:
                continue
            low, high = (
                one.start_s + share * (one.foot_off_s - one.start_s) for share in FLAT_FOOT
            )
            part = angle[(time >= low) & (time <= high)]
            if np.isfinite(part).any():
                values.append(float(np.degrees(np.nanmedian(part))))
        if values:
            found[side] = np.asarray(values)
    return found


def measure_walk(trial: Trial, static: Trial | None = None, mass_kg: float | None = None) -> Walk:
    """Measure a recorded walk.

    Parameters
    ----------
    trial
        As ``read_recording`` gives it.
    static
        A standing trial of the same person and markers.
    mass_kg
        Body mass told by the user.

    Returns
    -------
    walk
        As CONTRACT's ``kinchain-walk/1``; what could not be measured is absent and ``quality``
        says why.
    """
    return as_walk(work_out(trial, static, mass_kg))


def as_walk(done: Measured) -> Walk:
    """Return what was worked out in the exchange format.

    Parameters
    ----------
    done
        From ``work_out``.
    """
    trial = done.prepared.trial
    time = trial.time_s
    values = {**done.values, **forces_of(done)}
    scores = scores_of(done)
    sought = find_compensations(done, values)
    return Walk(
        recording=Recording(
            path=trial.origin.path,
            kind=trial.origin.kind,
            rate_hz=round(trial.rate_hz, 3),
            duration_s=round(float(time[-1] - time[0]), 3) if len(time) else 0.0,
            markers=0 if trial.markers is None else trial.markers.sizes["marker"],
            plates=0 if trial.plates is None else trial.plates.sizes["plate"],
        ),
        subject=_subject(trial),
        events={side: _events(done.events, side) for side in SIDES if side in done.events.feet},
        event_method=done.events.method,
        summary=_summary(values),
        symmetry=_symmetry(values),
        angles={name: _angle(curves) for name, curves in done.curves.items()},
        scores=dict(scores.values),
        compensations=tuple(
            Compensation(id=one.id, side=one.side, probability=one.probability, because=one.because)
            for one in sought.found
        ),
        quality=(
            *_quality((*trial.notes, *done.joints.notes)),
            *_lacking(done),
            *_quality((*scores.notes, *sought.notes)),
        ),
    )


def _quality(notes: Sequence[Note]) -> list[Quality]:
    return [Quality(level=n.level, what=n.what, where=n.where, effect=n.effect) for n in notes]


def forces_of(done: Measured) -> dict[str, dict[LegSide, FloatArray]]:
    """Return what the clean contacts on force plates show, one value a contact.

    Parameters
    ----------
    done
        From ``work_out``.
    """
    heading = heading_of(done.prepared)
    contacts = clean_contacts(done.prepared, heading)
    marks = done.prepared.marks.marker_of
    return force_measures(contacts, done.feet, done.joints.skeleton, marks, heading)


def scores_of(done: Measured) -> Scores:
    """Return the scores against healthy walking at the same relative speed.

    Parameters
    ----------
    done
        From ``work_out``.
    """
    subject = done.prepared.trial.subject
    pace = relative_speed(done.values, leg_length(subject, done.joints.points))
    adult = subject.age_years is None or subject.age_years >= ADULT_FROM_YEARS
    reference = reference_at(USUAL_PACE if pace is None else pace, adult=adult)
    planar = "plane of progression" in done.joints.method
    return score_walk(own_curves(done.joints, done.strides), reference, planar=planar)


def _subject(trial: Trial) -> dict[str, object]:
    subject = trial.subject
    told = {
        "mass_kg": subject.mass_kg,
        "height_m": subject.height_m,
        "sex": subject.sex,
        "age": subject.age_years,
        "leg_length_m": subject.leg_length_m,
    }
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in told.items()
        if value is not None
    }


def _events(events: WalkEvents, side: LegSide) -> Events:
    foot = events.feet[side]
    return Events(
        initial_contact_s=tuple(round(float(t), 4) for t in foot.initial_contact_s),
        foot_off_s=tuple(round(float(t), 4) for t in foot.foot_off_s),
        uncertainty_s=tuple(
            round(float(t), 4) for t in (*foot.contact_uncertainty_s, *foot.off_uncertainty_s)
        ),
    )


def _statistic(values: FloatArray) -> Statistic:
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else None
    return Statistic(
        mean=round(float(np.mean(values)), 4),
        sd=None if spread is None else round(spread, 4),
        n=len(values),
    )


def _summary(
    values: Mapping[str, Mapping[LegSide, FloatArray]],
) -> dict[str, dict[str, Statistic]]:
    found: dict[str, dict[str, Statistic]] = {}
    for name, sides in values.items():
        found[name] = {side: _statistic(own) for side, own in sides.items()}
        found[name]["all"] = _statistic(np.concatenate(list(sides.values())))
    return found


def _symmetry(values: Mapping[str, Mapping[LegSide, FloatArray]]) -> dict[str, Symmetry]:
    found = {}
    for name, sides in values.items():
        if len(sides) == 2 and name not in ("walking_speed_mps", "cadence_spm"):
            left, right = (float(np.mean(sides[side])) for side in SIDES)
            index = symmetry_index_pct(left, right)
            if np.isfinite(index):
                found[name] = Symmetry(
                    index_pct=round(index, 2), left=round(left, 4), right=round(right, 4)
                )
    return found


def _angle(curves: FloatArray) -> AngleCurve:
    degrees = np.degrees(curves)
    mean = degrees.mean(axis=0)
    peak = int(np.argmax(mean))
    return AngleCurve(
        mean_deg=tuple(round(float(v), 3) for v in mean),
        sd_deg=tuple(round(float(v), 3) for v in degrees.std(axis=0, ddof=1))
        if len(degrees) > 1
        else None,
        peak_deg=round(float(mean[peak]), 3),
        peak_at_pct=float(peak),
        n=len(degrees),
    )


def _lacking(done: Measured) -> list[Quality]:
    lacking = []
    if not done.strides:
        lacking.append(
            Quality(
                level="warning",
                what="no whole stride of straight walking was found",
                where="recording",
                effect="no times, distances or curves over the stride",
            )
        )
    if done.joints.angles is None:
        lacking.append(
            Quality(
                level="warning",
                what="the markers allow no joint angles",
                where="markers",
                effect="name them by a map file (--map)",
            )
        )
    return lacking
