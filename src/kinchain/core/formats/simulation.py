"""``kinchain-simulation/1``: a predicted walk, alone or against the same person without."""

from __future__ import annotations

from typing import Literal

from kinchain.core.formats._base import Exchanged, Interval
from kinchain.core.formats.loads import Loads
from kinchain.core.formats.walk import Walk

SETTING_RANGES: dict[str, tuple[float, float]] = {
    "knee_extension_deficit_deg": (0, 40),
    "knee_flexion_limit_deg": (20, 140),
    "knee_pain": (0, 10),
    "knee_effusion_grade": (0, 3),
    "quadriceps_strength_pct": (20, 150),
    "hamstrings_tightness_pct": (0, 30),
    "calf_tightness_pct": (0, 30),
    "calf_strength_pct": (20, 150),
    "hip_flexor_tightness_pct": (0, 30),
    "hip_abductor_strength_pct": (20, 150),
    "knee_varus_deg": (-12, 12),
    "arch_height_pct": (60, 140),
    "arch_stiffness_pct": (40, 250),
    "plantar_fascia_stiffness_pct": (0, 250),
    "ankle_dorsiflexion_limit_deg": (-5, 30),
    "heel_pain": (0, 10),
    "body_mass_change_kg": (-40, 40),
    "heel_lift_mm": (0, 50),
    "arch_support_pct": (0, 100),
    "cane": (0, 30),
}
"""Names that ``--set`` takes, with their ranges."""


class Difference(Exchanged):
    """Change of one load against the baseline."""

    absolute: float
    percent: float
    interval_90: Interval


class Simulation(Exchanged):
    """One predicted walk."""

    format: Literal["kinchain-simulation/1"] = "kinchain-simulation/1"
    settings: dict[str, float]
    walk: Walk | None = None
    loads: Loads | None = None
    objective: float | None = None
    converged: bool
    advice: str
    solve_s: float
    starts: int
    baseline: dict[str, Walk | Loads] | None = None
    difference: dict[str, Difference] | None = None
