"""Angles from a laboratory's markers against the laboratory's own model."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from kinchain.gait.kinematics import joint_angles
from kinchain.gait.readers import read_recording

SAGITTAL_DEG = 2.0
OTHER_DEG = 4.0
"""What the angles must agree within, root mean square over the trial."""

PLUG_IN_GAIT = {
    "hip_flexion": ("HipAngles", 0, 1.0, SAGITTAL_DEG),
    "hip_adduction": ("HipAngles", 1, 1.0, OTHER_DEG),
    "hip_rotation": ("HipAngles", 2, 1.0, OTHER_DEG),
    "knee_angle": ("KneeAngles", 0, 1.0, SAGITTAL_DEG),
    "knee_adduction": ("KneeAngles", 1, 1.0, OTHER_DEG),
    "knee_rotation": ("KneeAngles", 2, 1.0, OTHER_DEG),
    "ankle_angle": ("AnkleAngles", 0, 1.0, SAGITTAL_DEG),
    "foot_rotation": ("AnkleAngles", 2, 1.0, OTHER_DEG),
    "foot_progression": ("FootProgressAngles", 2, -1.0, OTHER_DEG),
}


def recordings() -> Path:
    """Return the folder of real recordings, or skip."""
    told = os.environ.get("KINCHAIN_RECORDINGS")
    folder = Path(told) if told else Path(__file__).parents[5] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no real recordings here: set KINCHAIN_RECORDINGS")
    return folder


@pytest.mark.parametrize("side", ["l", "r"])
def test_plug_in_gait_is_met(side: str) -> None:
    path = recordings() / "btk_pig_beltc" / "PiG_Motion-FlatFoot-Full.c3d"
    if not path.exists():
        pytest.skip(f"no {path.name} here")
    trial = read_recording(path)
    assert trial.laboratory is not None
    angles = joint_angles(trial).angles
    assert angles is not None
    for name, (theirs, component, sign, limit) in PLUG_IN_GAIT.items():
        own = np.degrees(angles.sel(coordinate=f"{name}_{side}").values)
        lab = trial.laboratory.sel(angle=f"{side.upper()}{theirs}", component=component + 1)
        gap = sign * own - np.degrees(lab.values)
        assert np.sqrt(np.nanmean(gap**2)) < limit, name
