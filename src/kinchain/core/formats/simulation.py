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


SimulationStatus = Literal["converged", "other_minimum", "infeasible", "not_modelled", "stopped"]
"""Found; found, but another start found another walk; no such walk; not in the model; out of
time."""

Verdict = Literal["more", "less", "cant_tell"]
"""Of a change: what its 90 % interval says; ``cant_tell`` where it holds 0."""


class SimulatedPerson(Exchanged):
    """Whom the body was scaled to; ``assumed`` names what was not told."""

    mass_kg: float
    height_m: float
    sex: Literal["female", "male"] | None = None
    assumed: tuple[str, ...] = ()


Points = tuple[tuple[float, float], ...]
"""Over the stride: forward and up."""


class Stride(Exchanged):
    """One stride from the right foot's contact, for drawing: joints in m, ground forces in N.

    ``ground_at_m`` is about where a foot's force acts: its regions' points, weighed.
    """

    time_s: tuple[float, ...]
    joints_m: dict[str, Points]
    ground_n: dict[str, Points]
    ground_at_m: dict[str, Points]


class Difference(Exchanged):
    """Signed change of one figure against the baseline, in its own unit.

    ``interval_90`` is that of ``absolute``. Weights are of the person before any change of mass.
    """

    absolute: float
    percent: float
    interval_90: Interval
    baseline: float | None = None
    changed: float | None = None
    verdict: Verdict | None = None


class Spread(Exchanged):
    """On what the intervals of the differences rest."""

    draws: int
    varied: tuple[str, ...]
    numeric_pct: float
    model_pct: float
    basis: str


class Simulation(Exchanged):
    """One predicted walk, and with a comparison the same person without what was set.

    ``walk_difference`` holds steps and speed as ``difference`` holds loads; keys end in ``@left``
    or ``@right`` where a figure has a side.
    """

    format: Literal["kinchain-simulation/1"] = "kinchain-simulation/1"
    person: SimulatedPerson | None = None
    settings: dict[str, float]
    speed: Literal["fixed", "self_chosen"] | None = None
    status: SimulationStatus | None = None
    converged: bool
    advice: str
    notes: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    walk: Walk | None = None
    loads: Loads | None = None
    stride: Stride | None = None
    objective: float | None = None
    solve_s: float
    starts: int
    seed: int | None = None
    iterations: int | None = None
    baseline: dict[str, Walk | Loads] | None = None
    baseline_stride: Stride | None = None
    baseline_advice: str | None = None
    difference: dict[str, Difference] | None = None
    walk_difference: dict[str, Difference] | None = None
    spread: Spread | None = None
    disclaimer: str | None = None
