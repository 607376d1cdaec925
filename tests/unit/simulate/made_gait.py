"""Strides written down by formulas: made-up data for tests of the shell, no walk of anybody.

Nothing of it comes from the solver or from a person; the shapes are only roughly those of a walk.
"""

from __future__ import annotations

import numpy as np

from kinchain.simulate.gait_cycle import GaitCycle, Outcome
from kinchain.simulate.settings import Settings

N = 101
STRIDE_S = 1.1
LEG_M = (0.42, 0.42)
FOOT = {"heel": (-0.05, -0.07), "midfoot": (0.08, -0.05), "mtp": (0.14, -0.07), "toe": (0.2, -0.07)}


def made_gait(
    *,
    speed_mps: float = 1.2,
    weight_n: float = 700.0,
    scale: dict[str, float] | None = None,
    stance: float = 0.6,
) -> GaitCycle:
    """Write down a stride; ``scale`` multiplies loads, e.g. ``{"fascia_left": 1.2}``."""
    scale = scale or {}
    t = np.linspace(0.0, 1.0, N)
    phase = {"right": t, "left": np.mod(t - 0.5, 1.0)}
    loads: dict[str, dict[str, np.ndarray]] = {
        name: {} for name in ("fascia", "strain", "achilles", "knee", "patella")
    }
    ground, regions, coordinates, moments = {}, {}, {}, {}
    joints = _trunk(t, speed_mps)
    for leg in ("left", "right"):
        own = leg[0]
        s = np.clip(phase[leg] / stance, 0.0, 1.0)
        down = phase[leg] < stance
        force = np.where(down, _humps(s), 0.0) * weight_n * scale.get(f"ground_{leg}", 1.0)
        share = {
            "heel": _bump(s, 0.15, 0.15) * scale.get(f"heel_{leg}", 1.0),
            "midfoot": 0.2 * _bump(s, 0.45, 0.2),
            "ball": _bump(s, 0.75, 0.18) * scale.get(f"ball_{leg}", 1.0),
            "toe": 0.3 * _bump(s, 0.88, 0.12),
        }
        total = sum(share.values()) + 1e-9
        for name, part in share.items():
            regions[f"{name}_{own}"] = force * part / total
        ground[leg] = np.column_stack([-0.15 * weight_n * np.sin(2 * np.pi * s) * down, force])
        late = np.where(down, _bump(s, 0.8, 0.12), 0.0)
        loads["fascia"][leg] = 0.7 * weight_n * late * scale.get(f"fascia_{leg}", 1.0)
        loads["strain"][leg] = 0.03 * late * scale.get(f"fascia_{leg}", 1.0)
        loads["achilles"][leg] = 3.0 * weight_n * late * scale.get(f"achilles_{leg}", 1.0)
        loads["knee"][leg] = 2.5 * force * scale.get(f"knee_{leg}", 1.0)
        loads["patella"][leg] = 0.8 * weight_n * _bump(s, 0.2, 0.1) * down
        coordinates.update(_angles(own, phase[leg]))
        moments[f"knee_angle_{own}"] = -30.0 * np.sin(2 * np.pi * s) * down
        moments[f"ankle_angle_{own}"] = -95.0 * late
        moments[f"hip_flexion_{own}"] = 40.0 * np.cos(2 * np.pi * s) * down
        joints.update(_leg(own, joints["pelvis"], coordinates))
    coordinates |= {
        "pelvis_tilt": np.zeros(N), "lumbar_extension": np.full(N, -0.05),
        "pelvis_tx": joints["pelvis"][:, 0], "pelvis_ty": joints["pelvis"][:, 1],
    }  # fmt: skip
    return GaitCycle(
        time_s=STRIDE_S * t,
        speed_mps=speed_mps,
        coordinates=coordinates,
        joints=joints,
        moments=moments,
        ground=ground,
        regions=regions,
        fascia=loads["fascia"],
        fascia_strain=loads["strain"],
        achilles=loads["achilles"],
        knee_contact=loads["knee"],
        patellofemoral=loads["patella"],
        muscles={"soleus_r": 900.0 * _bump(t, 0.45, 0.1)},
        activations={"soleus_r": 0.5 * _bump(t, 0.45, 0.1)},
    )


def made_outcome(gait: GaitCycle | None, status: str = "converged") -> Outcome:
    return Outcome(status, "Made up for a test.", gait, 1.0, 0.01, 1, 10)  # type: ignore[arg-type]


class MadeWalker:
    """Stands in for the solver in tests: a linear rule from settings to loads.

    Each degree that a knee lacks takes 1 % off its own fascia and adds 0.5 % to the other's, each
    point of pain takes 2 % off its own heel, each per cent of calf tightness adds 1 % to its own
    fascia. Every walk asked for is kept in ``asked``.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[Settings, float | None]] = []

    def solve(self, settings, *, speed_mps, starts=1, seed=0, time_limit_s=60.0, progress=None):
        self.asked.append((settings, speed_mps))
        if settings.value("knee_pain", "left") > 9.5:
            return Outcome("infeasible", "Made up: no such walk.", None, None, 0.0, starts, 3)
        scale = {}
        for leg, other in (("left", "right"), ("right", "left")):
            lacks = settings.value("knee_extension_deficit_deg", leg)
            lacks_other = settings.value("knee_extension_deficit_deg", other)
            tight = settings.value("calf_tightness_pct", leg)
            scale[f"fascia_{leg}"] = 1 - 0.01 * lacks + 0.005 * lacks_other + 0.01 * tight
            scale[f"heel_{leg}"] = 1 - 0.02 * settings.value("knee_pain", leg)
            scale[f"knee_{leg}"] = 1 - 0.02 * settings.value("heel_pain", leg)
        return made_outcome(made_gait(scale=scale, speed_mps=speed_mps or 1.2))


def _bump(x: np.ndarray, at: float, width: float) -> np.ndarray:
    return np.exp(-0.5 * ((x - at) / width) ** 2)


def _humps(s: np.ndarray) -> np.ndarray:
    edge = np.clip(np.minimum(s, 1.0 - s) / 0.08, 0.0, 1.0)
    return edge * (0.75 + 0.35 * _bump(s, 0.25, 0.1) + 0.35 * _bump(s, 0.78, 0.1))


def _angles(own: str, p: np.ndarray) -> dict[str, np.ndarray]:
    return {
        f"hip_flexion_{own}": 0.45 * np.cos(2 * np.pi * p) + 0.1,
        f"knee_angle_{own}": 0.1 + 0.25 * _bump(p, 0.14, 0.06) + 0.95 * _bump(p, 0.73, 0.09),
        f"ankle_angle_{own}": 0.17 * _bump(p, 0.45, 0.1) - 0.3 * _bump(p, 0.64, 0.06),
        f"midfoot_angle_{own}": 0.05 * _bump(p, 0.45, 0.1),
        f"mtp_angle_{own}": 0.5 * _bump(p, 0.58, 0.05),
    }


def _trunk(t: np.ndarray, speed_mps: float) -> dict[str, np.ndarray]:
    pelvis = np.column_stack(
        [speed_mps * STRIDE_S * t, 0.92 + 0.02 * np.cos(4 * np.pi * (t - 0.3))]
    )
    return {"pelvis": pelvis, "trunk_top": pelvis + np.array([0.03, 0.5])}


def _leg(own: str, pelvis: np.ndarray, angles: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    def down(angle: np.ndarray, length: float) -> np.ndarray:
        return length * np.column_stack([np.sin(angle), -np.cos(angle)])

    thigh = angles[f"hip_flexion_{own}"]
    shank = thigh - angles[f"knee_angle_{own}"]
    foot = shank + angles[f"ankle_angle_{own}"]
    hip = pelvis + np.array([0.0, -0.05])
    knee = hip + down(thigh, LEG_M[0])
    ankle = knee + down(shank, LEG_M[1])
    found = {f"hip_{own}": hip, f"knee_{own}": knee, f"ankle_{own}": ankle}
    for name, (x, y) in FOOT.items():
        found[f"{name}_{own}"] = ankle + np.column_stack(
            [x * np.cos(foot) - y * np.sin(foot), x * np.sin(foot) + y * np.cos(foot)]
        )
    return found
