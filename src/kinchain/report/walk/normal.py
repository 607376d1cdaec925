"""Healthy walking at the same speed, behind the curves."""

from __future__ import annotations

from collections.abc import Mapping

from kinchain.gait.measure import Measured
from kinchain.gait.norms import reference_at
from kinchain.gait.own_side import leg_length, relative_speed
from kinchain.report.walk.angles import Band

ADULT_YEARS = 18.0

NORM_OF: Mapping[str, tuple[str, float]] = {
    "trunk_tilt": ("trunk_tilt", 1.0),
    "trunk_list": ("trunk_obliquity", -1.0),
    "trunk_rotation": ("trunk_rotation", 1.0),
    "pelvis_tilt": ("pelvis_tilt", 1.0),
    "pelvis_list": ("pelvis_obliquity", 1.0),
    "pelvis_rotation": ("pelvis_rotation", 1.0),
    "hip_flexion": ("hip_flexion", 1.0),
    "hip_adduction": ("hip_adduction", 1.0),
    "hip_rotation": ("hip_rotation", 1.0),
    "knee_flexion": ("knee_flexion", 1.0),
    "knee_adduction": ("knee_adduction", 1.0),
    "ankle_flexion": ("ankle_flexion", 1.0),
    "rearfoot": ("rearfoot_inversion", 1.0),
    "foot_progression": ("foot_progression", -1.0),
}
"""Channel to the norm's curve and the sign between them."""


def normal_bands(done: Measured) -> dict[str, Band]:
    """Return mean and spread of healthy walking at this speed, by channel.

    Parameters
    ----------
    done
        The measured walk.

    Returns
    -------
    bands
        Empty where speed or leg length is not known: healthy curves change with speed, and
        without it a band would accuse the slow.
    """
    subject = done.prepared.trial.subject
    speed = relative_speed(done.values, leg_length(subject, done.joints.points))
    if speed is None:
        return {}
    adult = subject.age_years is None or subject.age_years >= ADULT_YEARS
    norm = reference_at(speed, adult=adult)
    whose = f"{norm.people}; {norm.source}"
    return {
        channel: Band(sign * norm.mean_deg[name], norm.sd_deg[name], whose)
        for channel, (name, sign) in NORM_OF.items()
        if name in norm.mean_deg and name in norm.sd_deg
    }
