# ruff: noqa: T201  it is a script that prints
"""Published effects of a knee on gait and feet, and of a foot on knees, set and compared.

Each effect that a body seen from the side can show is set on a middle body and compared with the
same body without it. ``same`` effects measured what the model tells; ``stand-in`` effects measured
something else (a risk, a group of patients), and only the direction of a load is asked. Run from
the project's root::

    python benchmarks/simulate_effects.py [TABLE.json] [ONLY-ID ...]

Prints Markdown, row by row as it goes. Effect ids are those of the raw evidence
(``mechanics_effects.yaml``).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kinchain.app.simulate.compare import figures_of
from kinchain.app.simulate.runs import Runs, is_walk, walker_for
from kinchain.app.simulate.spread import interval
from kinchain.simulate.gait_cycle import GaitCycle, Person
from kinchain.simulate.measure import over_stance, over_stride
from kinchain.simulate.settings import parse_settings

SOMEBODY = Person(72.0, 1.70)
SPEED_MPS = 1.2
TIME_LIMIT_S = 240.0

Measure = Callable[[GaitCycle], float]


@dataclass(frozen=True)
class Effect:
    """One published effect.

    Parameters
    ----------
    id
        Of the raw evidence.
    source
        Author and year.
    set
        What is set, as ``kinchain simulate --set``; against ``against``.
    what
        What is looked at, in words.
    measure
        How it is read off a stride.
    sign
        +1 more, -1 less, 0 no change.
    size
        Published size in the measure's unit with its low and high end; None where none fits.
    kind
        ``same`` or ``stand-in``.
    own_speed
        Whether the body chooses its speed.
    against
        What the other walk has set.
    speeds
        Speeds of the walk and of the other, where speed itself is the exposure, m/s.
    """

    id: str
    source: str
    set: tuple[str, ...]
    what: str
    measure: Measure
    sign: int
    size: tuple[float, float, float] | None = None
    kind: str = "same"
    own_speed: bool = False
    against: tuple[str, ...] = ()
    speeds: tuple[float, float] | None = None


def load(name: str, leg: str) -> Measure:
    """Return the peak of a load in its own unit."""
    return lambda gait: figures_of(gait, SOMEBODY)[0][f"{name}@{leg}"]


def step(name: str) -> Measure:
    """Return a figure of the steps."""
    return lambda gait: figures_of(gait, SOMEBODY)[1][name]


def joint(name: str, leg: str, share: tuple[float, float], how: str) -> Measure:
    """Return the greatest or mean joint angle over part of the stance, in degrees."""

    def measure(gait: GaitCycle) -> float:
        course = over_stance(gait, leg, gait.coordinates[f"{name}_{leg[0]}"])  # type: ignore[arg-type]
        part = np.rad2deg(course[int(100 * share[0]) : int(100 * share[1]) + 1])
        return float(part.max() if how == "most" else part.mean())

    return measure


def early(values: Callable[[GaitCycle], np.ndarray], leg: str, unit: float) -> Measure:
    """Return the most in the first half of stance."""
    return lambda gait: float(over_stance(gait, leg, values(gait))[:51].max()) / unit  # type: ignore[arg-type]


def push_off_w(leg: str) -> Measure:
    """Return the most power of ankle, midfoot and toe joint together, W."""

    def measure(gait: GaitCycle) -> float:
        power = np.zeros_like(gait.time_s)
        for joint_name in ("ankle_angle", "midfoot_angle", "mtp_angle"):
            name = f"{joint_name}_{leg[0]}"
            power += gait.moments[name] * np.gradient(gait.coordinates[name], gait.time_s)
        return float(over_stride(gait, leg, power).max())  # type: ignore[arg-type]

    return measure


WEIGHT_N = SOMEBODY.mass_kg * 9.80665
FASCIA, HEEL, BALL = "plantar_fascia_force_bw", "heel_force_bw", "metatarsal_heads_force_bw"
KNEE, KNEECAP, GROUND = "knee_contact_force_bw", "patellofemoral_force_bw", "grf_vertical_bw"
BEND, BENT = "external_knee_flexion_moment_pct_bwht", "knee_extension_deficit_deg@right=30"
GROUND_R = early(lambda gait: gait.ground["right"][:, 1], "right", WEIGHT_N)
BEND_R = early(lambda gait: -gait.moments["knee_angle_r"], "right", WEIGHT_N * SOMEBODY.height_m)
OLD_KNEE = ("knee_pain@right=6", "knee_effusion_grade@right=1", "quadriceps_strength_pct@right=70",
            "knee_extension_deficit_deg@right=5")  # fmt: skip
WEAK = ("quadriceps_strength_pct@right=60",)
FLUID = ("knee_effusion_grade@right=2",)
TIGHT = ("calf_tightness_pct@right=12",)
FLAT = ("arch_height_pct@right=75", "arch_stiffness_pct@right=60")
SLACK = ("arch_height_pct=75", "arch_stiffness_pct=50", "plantar_fascia_stiffness_pct=50")
SORE_HEEL = ("heel_pain@right=6",)
HEAVY = ("body_mass_change_kg=20",)
LIGHT = ("body_mass_change_kg=-10",)
WEAK_CANE = ("cane@right=15",)
EARLY = (0.0, 0.4)
WHOLE = (0.05, 0.8)

EFFECTS: tuple[Effect, ...] = (
    Effect("c_torry_effusion", "Torry 2000", FLUID, "knee flexion in stance, deg",
           joint("knee_angle", "right", WHOLE, "mean"), +1),
    Effect("c_torry_effusion", "Torry 2000", FLUID, "hip flexion in stance, deg",
           joint("hip_flexion", "right", WHOLE, "mean"), +1),
    Effect("c_torry_effusion", "Torry 2000", FLUID, "knee extensor moment, early", BEND_R, -1),
    Effect("c_harato_contracture", "Harato 2008", (BENT,), "ground force, bent leg, BW",
           load(GROUND, "right"), -1),
    Effect("c_harato_contracture", "Harato 2008", (BENT,), "ground force, other leg, BW",
           load(GROUND, "left"), +1),
    Effect("c_restrict_knee_vgrf", "JOSPT 1997", ("knee_flexion_limit_deg@right=25",),
           "ground force peak, braced leg, BW", load(GROUND, "right"), +1),
    Effect("c_restrict_knee_vgrf", "JOSPT 1997", ("knee_flexion_limit_deg@right=25",),
           "ground force peak, other leg, BW", load(GROUND, "left"), +1),
    Effect("c_mills_stride", "Mills 2013", OLD_KNEE, "stride time, s", step("stride_time_s"), +1,
           own_speed=True),
    Effect("c_mills_cadence", "Mills 2013", OLD_KNEE, "steps a minute", step("cadence_spm"), -1,
           own_speed=True),
    Effect("c_wiik_topspeed", "Wiik 2017", OLD_KNEE, "own speed, m/s", step("walking_speed_mps"),
           -1, kind="stand-in", own_speed=True),
    Effect("c_aclr_kfm", "Slater 2017", WEAK, "knee extensor moment, early", BEND_R, -1,
           kind="stand-in"),
    Effect("c_aclr_kfa", "Slater 2017", WEAK, "knee flexion peak, early, deg",
           joint("knee_angle", "right", EARLY, "most"), -1, kind="stand-in"),
    Effect("c_aclr_vgrf6", "Davis-Wilson 2020", WEAK, "ground force, early, BW", GROUND_R, -1,
           size=(-0.09, -0.18, 0.0), kind="stand-in"),
    Effect("c_he_lit_kneefc_forefoot", "gap, unverified", ("knee_extension_deficit_deg@right=20",),
           "ball of the own foot, BW", load(BALL, "right"), +1, kind="stand-in"),
    Effect("a_achilles_forefoot_load", "Cheung 2006", TIGHT, "ball of the foot, BW",
           load(BALL, "right"), +1),
    Effect("a_achilles_vs_weight_strain", "Cheung 2006", TIGHT, "fascia force, BW",
           load(FASCIA, "right"), +1),
    Effect("b_gastroc_forefoot", "Bone Joint J 2018", TIGHT, "ball's share of the peak, BW",
           load(BALL, "right"), +1, kind="stand-in"),
    Effect("b_labovitz_hamstring", "Labovitz 2011", ("hamstrings_tightness_pct@right=15",),
           "fascia force, BW", load(FASCIA, "right"), +1, kind="stand-in"),
    Effect("b_riddle_df0", "Riddle 2003", ("ankle_dorsiflexion_limit_deg@right=0",),
           "fascia force, BW", load(FASCIA, "right"), +1, kind="stand-in"),
    Effect("a_heelheight_strain_dir", "Wang 2021", ("heel_lift_mm=50",), "fascia strain, %",
           load("plantar_fascia_strain_pct", "right"), +1, against=("heel_lift_mm=30",)),
    Effect("a_dhondt_stiffen", "D'Hondt 2024", SLACK, "push-off power of ankle and foot, W",
           push_off_w("right"), -1),
    Effect("a_pf_latepeak_speed_null", "Caravaggi 2010", (), "fascia force, BW",
           load(FASCIA, "right"), 0, speeds=(1.45, 1.05)),
    Effect("b_riddle_bmi30, b_vanleeuwen_bmi27", "Riddle 2003, van Leeuwen 2016", HEAVY,
           "fascia force, BW before", load(FASCIA, "right"), +1, kind="stand-in"),
    Effect("b_weight_regional_r", "Bezmialem 2019", HEAVY, "heel, BW before",
           load(HEEL, "right"), +1),
    Effect("b_weight_regional_r", "Bezmialem 2019", HEAVY, "midfoot, BW before",
           load("midfoot_force_bw", "right"), +1),
    Effect("b_weight_regional_r", "Bezmialem 2019", HEAVY, "ball, BW before",
           load(BALL, "right"), +1),
    Effect("e_kg_compress", "Messier 2005", LIGHT, "knee contact, BW before", load(KNEE, "right"),
           -1, size=tuple(-10.0 * n / WEIGHT_N for n in (40.6, 60.0, 20.0))),
    Effect("d_speed_bmi_beta", "Kasovic 2021", HEAVY, "own speed, m/s",
           step("walking_speed_mps"), -1, size=(-0.14, -0.21, -0.07), own_speed=True),
    Effect("e_cane_kam, e_poles_mcf", "Kemp 2008, JOR 2013", WEAK_CANE, "knee contact, BW",
           load(KNEE, "right"), -1, kind="stand-in"),
    Effect("c_risk_planus_knee", "Riskowski 2013", FLAT, "knee contact, BW", load(KNEE, "right"),
           +1, kind="stand-in"),
    Effect("c_pat17_worse_ipsi", "Paterson 2017", SORE_HEEL, "knee contact, own leg, BW",
           load(KNEE, "right"), +1, kind="stand-in"),
    Effect("c_pat17_worse_contra", "Paterson 2017", SORE_HEEL, "knee contact, other leg, BW",
           load(KNEE, "left"), +1, kind="stand-in"),
    Effect("b_gout_pressure", "Stewart 2016", SORE_HEEL, "heel of the sore foot, BW",
           load(HEEL, "right"), -1, kind="stand-in", own_speed=True),
    Effect("b_gout_pressure", "Stewart 2016", SORE_HEEL, "own speed, m/s",
           step("walking_speed_mps"), -1, kind="stand-in", own_speed=True),
)  # fmt: skip
"""Left out: what acts sideways (alignment, wedges, toe-in, thrust), standing, landing, running and
stairs, risks without a load, and figures that the model was built from."""


def row(effect: Effect, runs: Runs) -> Mapping[str, object]:
    """Solve both walks of an effect and compare."""
    own, other = parse_settings(effect.set), parse_settings(effect.against)
    speeds: tuple[float | None, float | None] = effect.speeds or (
        (None, None) if effect.own_speed else (SPEED_MPS, SPEED_MPS)
    )
    found = [
        runs.outcome(one, speed) for one, speed in zip((own, other), speeds, strict=True)
    ]  # fmt: skip
    told: dict[str, object] = {
        "id": effect.id, "source": effect.source, "kind": effect.kind, "what": effect.what,
        "set": ", ".join(effect.set) or f"{speeds[0]} m/s", "sign": effect.sign,
        "status": "/".join(one.status for one in found),
    }  # fmt: skip
    if not all(map(is_walk, found)):
        return told
    changed, base = (effect.measure(one.gait) for one in found if one.gait is not None)
    sure = interval(changed - base, base, ())
    size = effect.size
    inside = None if size is None else bool(sure.low <= size[0] <= sure.high)
    right = _is_right(effect.sign, sure.value, sure.low, sure.high)
    return told | {
        "base": base, "change": sure.value, "low": sure.low, "high": sure.high,
        "right": right, "is_open": sure.low <= 0.0 <= sure.high, "size": size, "inside": inside,
    }  # fmt: skip


def _is_right(sign: int, change: float, low: float, high: float) -> bool:
    if sign == 0:
        return low <= 0.0 <= high
    return change * sign > 0.0


def show(one: Mapping[str, object]) -> str:
    """Return a row of the table."""
    head = f"| {one['id']} | {one['source']} | {one['kind']} | {one['set']} | {one['what']} |"
    wanted = {1: "more", -1: "less", 0: "none"}[int(str(one["sign"]))]
    if "base" not in one:
        return f"{head} {wanted} | no walk ({one['status']}) | | | |"
    base, change, low, high = (float(str(one[k])) for k in ("base", "change", "low", "high"))
    size = one["size"]
    published = "" if size is None else f"{size[0]:.3g}: {'inside' if one['inside'] else 'outside'}"  # type: ignore[index]
    verdict = ("yes" if one["right"] else "no") + (" (open)" if one["is_open"] else "")
    return (f"{head} {wanted} | {base:.3g} | {change:+.2g} ({low:+.2g} to {high:+.2g}) | {verdict}"
            f" | {published} |")  # fmt: skip


def main() -> None:
    """Print the table and how many directions are right."""
    arguments = sys.argv[1:]
    file = next((one for one in arguments if one.endswith(".json")), None)
    only = [one for one in arguments if not one.endswith(".json")]
    begun = time.perf_counter()
    runs = Runs(walker_for(SOMEBODY), time_limit_s=TIME_LIMIT_S)
    print("| effect | source | kind | set | looked at | published | baseline | change (90 %) |"
          " right | size |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    rows = []
    for effect in EFFECTS:
        if only and not any(effect.id.startswith(one) for one in only):
            continue
        rows.append(row(effect, runs))
        print(show(rows[-1]), flush=True)
    for kind in ("same", "stand-in"):
        own = [one for one in rows if one["kind"] == kind]
        solved = [one for one in own if "right" in one]
        right = sum(bool(one["right"]) for one in solved)
        print(f"\n{kind}: direction right in {right} of {len(own)} ({len(solved)} solved).")
    taken = time.perf_counter() - begun
    print(f"\n{runs.n_solved} walks in {taken:.0f} s. Body {SOMEBODY.mass_kg:g} kg, "
          f"{SOMEBODY.height_m:g} m; {SPEED_MPS} m/s where not its own speed.")  # fmt: skip
    if file:
        Path(file).write_text(json.dumps(rows, indent=1, default=str) + "\n", "utf-8")


if __name__ == "__main__":
    main()
