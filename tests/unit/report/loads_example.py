"""Made-up loads and a made-up walk in space, small and quick, for tests of their report."""

from __future__ import annotations

import numpy as np

from kinchain.core.formats.loads import LoadCurve, Loads, RegionImpulse, SideLoads
from kinchain.core.formats.walk import Quality
from kinchain.report.loads.scene import Arrow, LoadsScene

HEIGHTS = {
    "grf_vertical_bw": (1.1, 75), "knee_contact_force_bw": (2.8, 72),
    "knee_medial_force_bw": (1.8, 72), "knee_lateral_force_bw": (0.9, 71),
    "achilles_force_bw": (3.1, 78), "plantar_fascia_force_bw": (1.1, 84),
    "plantar_fascia_strain_pct": (2.4, 84), "heel_force_bw": (0.9, 22),
    "midfoot_force_bw": (0.1, 60), "metatarsal_heads_force_bw": (0.8, 79),
    "toes_force_bw": (0.3, 85),
    "internal_ankle_plantarflexion_moment_nm_per_kg": (1.5, 78),
}  # fmt: skip
"""Peak of each load and when, in % of stance."""


def curve(peak: float, at: int, n: int = 2, *, banded: bool = True) -> LoadCurve:
    mean = peak * np.exp(-(((np.arange(101) - at) / 22.0) ** 2))
    band = {}
    if banded and {"low_90", "high_90"} <= set(LoadCurve.model_fields):
        band = {"low_90": tuple(0.7 * mean), "high_90": tuple(1.3 * mean)}
    return LoadCurve(
        mean=tuple(mean), sd=tuple(0.1 * mean), peak=peak, peak_at_pct=float(at),
        interval_90=(0.7 * peak, 1.3 * peak), n=n, **band,
    )  # fmt: skip


def side(scale: float = 1.0) -> SideLoads:
    return SideLoads(
        **{name: curve(scale * peak, at) for name, (peak, at) in HEIGHTS.items()},
        region_impulse_pct=RegionImpulse(heel=40, midfoot=8, metatarsal_heads=40, toes=12),
    )


def loads(left: SideLoads | None = None, right: SideLoads | None = None) -> Loads:
    return Loads(
        left=left, right=right, residual_force_pct=3.0, marker_rms_mm=11.0,
        source_of_ground_reaction="plates", model="<made> up", mass_kg=70.0,
        quality=(Quality(level="warning", what="height <not> told", where="subject",
                         effect="moments may be off"),
                 Quality(level="note", what="a note", where="here", effect="no harm")),
    )  # fmt: skip


def walk_in_space(n: int = 40, heading_rad: float = 0.0) -> LoadsScene:
    """Two legs that swing while the whole goes forward; one muscle a leg; three arrows a leg."""
    bodies = ("pelvis", "torso", *(f"{b}_{s}" for s in "rl" for b in
              ("femur", "tibia", "talus", "calcn", "toes")))  # fmt: skip
    parent = np.array([-1, 0, 0, 2, 3, 4, 5, 0, 7, 8, 9, 10])
    time = np.linspace(0.0, 1.3, n)
    local = {"femur": (0, -0.08, 0.08), "tibia": (0, -0.42, 0), "talus": (0, -0.4, 0),
             "calcn": (-0.05, -0.04, 0), "toes": (0.18, 0, 0)}  # fmt: skip
    origin, turn = np.zeros((n, 12, 3)), np.tile(np.eye(3), (n, 12, 1, 1))
    origin[:, 0] = np.stack([1.2 * time, np.full(n, 0.96), 0.0 * time], axis=1)
    origin[:, 1] = origin[:, 0] + (0, 0.1, 0)
    for first, sign in ((2, 1.0), (7, -1.0)):
        swing = sign * 0.4 * np.sin(5.0 * time)
        cos, sin, zero, one = np.cos(swing), np.sin(swing), 0 * swing, 1 + 0 * swing
        about = np.stack([np.stack([cos, -sin, zero], -1), np.stack([sin, cos, zero], -1),
                          np.stack([zero, zero, one], -1)], axis=1)  # fmt: skip
        for k, name in enumerate(local):
            b = first + k
            turn[:, b] = about
            offset = np.array(local[name]) * (1, 1, sign)
            origin[:, b] = origin[:, parent[b]] + turn[:, parent[b]] @ offset
    c, s = np.cos(heading_rad), np.sin(heading_rad)
    way = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    origin, turn = origin @ way.T, way @ turn
    arrows = tuple(Arrow(kind, side) for side in ("right", "left")
                   for kind in ("ground", "ankle", "knee"))  # fmt: skip
    at = np.stack([origin[:, b] for b in (6, 4, 3, 11, 9, 8)], axis=1)
    force = (
        np.tile(np.array([0.0, 1.0, 0.0]), (n, 6, 1)) * np.array([1, 3, 2.5, 1, 3, 2.5])[:, None]
    )
    force[: n // 2, 0], force[n // 2 :, 3] = np.nan, np.nan
    point = np.zeros((n, 6, 3))
    point[:, 1, 0] = np.linspace(0.0, 0.02, n)
    there = np.ones((n, 6), bool)
    there[::2, 4] = False
    return LoadsScene(
        time, bodies, parent, origin, turn, ("calf_r", "calf_l"), np.array([0, 3, 6]),
        np.array([2, 3, 5, 7, 8, 10]), point, there,
        np.tile(np.linspace(0, 1, n)[:, None], (1, 2)), arrows, at, force, 0.0,
    )  # fmt: skip
