# ruff: noqa: T201  it is a script that prints
"""How right healthy walking is: what the model finds beside what healthy people do.

Small, middle and tall bodies at 1.0, 1.25 and 1.5 m/s, each found from the library of walks with
nothing to follow. Angles beside the published curves of healthy walking by speed
(``gait/norms/schwartz2008.yaml``, children and adolescents, one band of 1.5 standard deviations for
all speeds) and, in brackets, beside those of adults moved by speed (``reference_at``). The ankle is
taken as these have it: heel and forefoot as one rigid foot. Run from the project's root::

    python benchmarks/simulate_healthy.py [--mesh]

Prints Markdown. With ``--mesh`` also what a mesh of twice as many intervals changes in the peaks.
"""

from __future__ import annotations

import sys
import time
from functools import lru_cache

import numpy as np

from kinchain.gait.norms import reference_at
from kinchain.simulate.gait_cycle import LEGS, GaitCycle, Leg, Person
from kinchain.simulate.measure import (
    GRAVITY_MPS2,
    over_stance,
    over_stride,
    peak,
    stance_of,
    steps_of,
    trunk_lean_rad,
)
from kinchain.simulate.settings import Settings
from kinchain.simulate.solver import Walker

PEOPLE = {
    "small": Person(55.0, 1.60), "middle": Person(75.0, 1.75), "tall": Person(95.0, 1.90),
}  # fmt: skip
SPEEDS_MPS = (1.0, 1.25, 1.5)
BAND_SD = 1.5
LEG_SHARE = 0.53
"""Leg length over height, hip to floor."""

ANGLES = {"hip_flexion": "hip_flexion", "knee_angle": "knee_flexion",
          "ankle_angle": "ankle_flexion"}  # fmt: skip
PEAKS = ("grf_vertical_bw", "knee_contact_force_bw", "achilles_force_bw",
         "plantar_fascia_force_bw", "heel_force_bw", "metatarsal_heads_force_bw")  # fmt: skip


@lru_cache(maxsize=3)
def walker(who: str, mesh: int = 50) -> Walker:
    """Return the walker of a body."""
    return Walker(PEOPLE[who], mesh=mesh)


def inside_pct(gait: GaitCycle, leg: Leg, speed: float, height: float, adult: bool) -> list[float]:
    """Return the share of the stride within the band: hip, knee, ankle."""
    norm = reference_at(speed / np.sqrt(GRAVITY_MPS2 * LEG_SHARE * height), adult=adult)
    found = []
    for name, curve in ANGLES.items():
        course = gait.coordinates[f"{name}_{leg[0]}"]
        course = foot_on_shank(gait, leg[0]) if name == "ankle_angle" else course
        own = np.degrees(over_stride(gait, leg, course))
        off = np.abs(own - norm.mean_deg[curve])
        found.append(100.0 * float((off <= BAND_SD * norm.sd_deg[curve]).mean()))
    return found


def foot_on_shank(gait: GaitCycle, side: str) -> np.ndarray:
    """Return the ankle as laboratories have it, with heel and forefoot as one rigid foot, rad."""
    knee, ankle, heel, heads = (gait.joints[f"{name}_{side}"] for name in
                                ("knee", "ankle", "heel", "mtp"))  # fmt: skip
    foot, shank = heads - heel, knee - ankle
    raw = np.arctan2(foot[:, 1], foot[:, 0]) - np.arctan2(-shank[:, 0], shank[:, 1])
    arch = gait.coordinates[f"midfoot_angle_{side}"]
    rest = int(np.argmin(np.abs(arch)))
    return np.asarray(raw - raw[rest] + gait.coordinates[f"ankle_angle_{side}"][rest])


def humps(gait: GaitCycle, person: Person, leg: Leg) -> tuple[float, float, float, float]:
    """Return the two peaks of the vertical force, the dip between and the early spike, BW."""
    force = over_stance(gait, leg, gait.ground[leg][:, 1]) / (person.mass_kg * GRAVITY_MPS2)
    return (float(force[:45].max()), float(force[30:70].min()), float(force[55:].max()),
            float(force[:10].max()))  # fmt: skip


def normal_step_m(speed: float, height: float) -> float:
    """Return a healthy adult's step length, m.

    Step length over height grows with the square root of speed; 0.385 of height at 1.25 m/s
    [expert, from walk ratios of 0.0060 to 0.0065 m per step/min at all speeds].
    """
    return 0.385 * height * float(np.sqrt(speed / 1.25))


def row(who: str, speed: float) -> tuple[str, bool]:
    """Return a line of the table, and whether all that is asked of it is met."""
    person = PEOPLE[who]
    begun = time.process_time()
    outcome = walker(who).solve(Settings(), speed_mps=speed, time_limit_s=300.0)
    taken = time.process_time() - begun
    gait = outcome.gait
    if gait is None:
        return f"| {who} | {speed:g} | {outcome.status} |" + " |" * 9, False
    children = [inside_pct(gait, leg, speed, person.height_m, False) for leg in LEGS]
    adults = [inside_pct(gait, leg, speed, person.height_m, True) for leg in LEGS]
    angles, wide = np.min(children, axis=0), np.min(adults, axis=0)
    first, dip, second, spike = np.mean([humps(gait, person, leg) for leg in LEGS], axis=0)
    stance = 100.0 * float(np.mean([stance_of(gait, leg).length for leg in LEGS]))
    step = steps_of(gait)["step_length_m"]["all"]
    off = 100.0 * (step / normal_step_m(speed, person.height_m) - 1.0)
    lean = np.degrees(trunk_lean_rad(gait))
    fascia = over_stance(gait, "right", gait.fascia["right"])
    late = int(np.argmax(fascia))
    met = [
        *(one >= 85.0 for one in angles), 1.0 <= first <= 1.25, 1.0 <= second <= 1.25,
        0.65 <= dip <= 0.85, spike <= 1.25, 58.0 <= stance <= 64.0, abs(off) <= 8.0,
        float(np.abs(lean).max()) < 7.0, late >= 60,
    ]  # fmt: skip
    shown = " / ".join(f"{a:.0f} ({b:.0f})" for a, b in zip(angles, wide, strict=True))
    return (
        f"| {who} | {speed:g} | {outcome.status}, {taken:.1f} s | {shown} | {first:.2f} | "
        f"{dip:.2f} | {second:.2f} | {spike:.2f} | {stance:.1f} | {step:.2f} ({off:+.0f} %) | "
        f"{lean.min():.1f} to {lean.max():.1f} | {late} | {sum(met)}/{len(met)} |"
    ), all(met)


def mesh_rows() -> None:
    """Print what a finer mesh changes."""
    print("\n| peak | 50 intervals | 100 intervals | change |\n|---|---|---|---|")
    person = PEOPLE["middle"]
    gaits = []
    for mesh in (50, 100):
        outcome = walker("middle", mesh).solve(Settings(), speed_mps=1.25, time_limit_s=600.0)
        gaits.append(outcome.gait)
    coarse, fine = gaits
    if coarse is None or fine is None:
        print("| none found | | | |")
        return
    for name in PEAKS:
        one, two = (peak(gait, person, name, "right") for gait in (coarse, fine))
        print(f"| {name} | {one:.3f} | {two:.3f} | {100.0 * (two / one - 1.0):+.1f} % |")


def main() -> None:
    """Print the tables."""
    print("| body | speed | found | hip / knee / ankle, % in band | 1st peak | dip | 2nd peak | "
          "first 10 % | stance % | step m | trunk deg | fascia, % of stance | met |")  # fmt: skip
    print("|---" * 13 + "|")
    met = 0
    for who in PEOPLE:
        for speed in SPEEDS_MPS:
            line, is_met = row(who, speed)
            print(line, flush=True)
            met += is_met
    print(f"\n{met} of {len(PEOPLE) * len(SPEEDS_MPS)} meet all.")
    if "--mesh" in sys.argv[1:]:
        mesh_rows()


if __name__ == "__main__":
    main()
