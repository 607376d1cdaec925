"""A standing (static) trial of the same person with the same markers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kinchain.core.trial import Origin, Subject, Trial, angle_array, marker_array
from kinchain.gait.synthetic._foot import FootPose, FootShape
from kinchain.gait.synthetic._landmarks import Skeleton, landmark_paths
from kinchain.gait.synthetic._motion import LegMotion
from kinchain.gait.synthetic._norms import norms_at
from kinchain.gait.synthetic._rotations import about_y, about_z, turned
from kinchain.gait.synthetic.flaws import flawed, skin_shifts
from kinchain.gait.synthetic.marker_sets import marker_names
from kinchain.gait.synthetic.walk import SyntheticWalk

TOE_OUT_RAD = np.radians(7.0)


def stand(settings: SyntheticWalk, duration_s: float = 1.0, marker_set: str | None = None) -> Trial:
    """Return the person standing upright, legs straight, looking along x.

    Parameters
    ----------
    settings
        The person, marker set, rate, seed and flaws: markers are put on as in the walk.
    duration_s
        How long.
    marker_set
        Another set than the walk's, e.g. with the medial markers.

    Notes
    -----
    Pelvis tilted as in walking at free speed; every leg angle is 0 but hip flexion (the tilt) and
    the foot's turn of 7 deg outward.
    """
    n = max(2, round(duration_s * settings.rate_hz))
    body = settings.body
    shape = FootShape.of(body)
    tilt = float(np.real(norms_at(0.43).harmonics["pelvis_tilt"][0]))
    middle = np.tile([0.0, body.leg_m, 0.0], (n, 1))
    upright = np.broadcast_to(np.eye(3), (n, 3, 3)).copy()
    pelvis = about_z(np.full(n, -tilt))
    half = np.array([0.0, 0.0, body.hip_from_asis_m[2]])
    hip = middle + half
    knee = hip - np.array([0.0, body.thigh_m, 0.0])
    ankle = knee - np.array([0.0, body.shank_m, 0.0])
    sole = about_y(np.full(n, -TOE_OUT_RAD))
    pose = FootPose(ankle, sole, sole, sole, ankle, ankle + turned(sole, shape.mtp))
    leg = LegMotion(hip, knee, ankle, upright, upright, pose, np.zeros(n))
    arms = {"left": np.zeros(n), "right": np.zeros(n)}
    bones = Skeleton(middle, pelvis, upright, {"left": leg, "right": leg}, arms)
    names = marker_names(marker_set or settings.marker_set)
    still = replace(settings.flaws, skin_m=0.0, gap_share=0.0, n_swaps=0, n_ghosts=0)
    flat = {"l": np.zeros(n), "r": np.zeros(n)}
    marks = landmark_paths(body, bones, skin_shifts(names.values(), still, flat, settings.seed))
    placed = {name: marks[mark] for name, mark in names.items()}
    markers = flawed(placed, still, settings.rate_hz, settings.seed)
    time = np.arange(n) / settings.rate_hz
    angles = {
        "pelvis_tilt": np.full(n, -tilt),
        **{f"hip_flexion_{s}": np.full(n, tilt) for s in "lr"},
        **{f"{k}_{s}": np.zeros(n) for k in ("knee_angle", "ankle_angle") for s in "lr"},
    }
    return Trial(
        origin=Origin("made", "synthetic", maker="kinchain"),
        markers=marker_array(time, list(markers), np.stack(list(markers.values()), axis=1)),
        angles=angle_array(time, list(angles), np.column_stack(list(angles.values())), "truth"),
        subject=Subject(settings.mass_kg, settings.height_m, settings.sex, None, body.leg_m),
    )
