"""Compensations on made and on real walks: ``python benchmarks/compensations.py --json out.json``.

Made healthy walkers of many sizes, speeds, marker sets and flaws give the share that raises any
alarm; made walkers with one pattern of its mild size give the area under the curve. Real recordings
of healthy people give alarms with a Wilson bound, others what they give. Nothing is fitted here.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kinchain.core.errors import KinchainError
from kinchain.core.trial import Trial
from kinchain.gait.compensations import ALARM, Compensations, find_compensations
from kinchain.gait.measure import forces_of, scores_of, work_out
from kinchain.gait.readers import read_recording
from kinchain.gait.synthetic import Pattern, SyntheticWalk
from kinchain.gait.synthetic.flaws import Flaws
from kinchain.gait.synthetic.patterns import PATTERNS

ROOT = Path(__file__).resolve().parent.parent
SETS = (
    "plug-in gait", "cgm2", "ior", "opencap", "opensim", "helen hayes", "cast", "pose",
)  # fmt: skip
HEALTHY_SEED, PATTERN_SEED, WIDE_SEED = 100_000, 200_000, 300_000
"""Seeds from here on were not used while middles and spreads were set."""

WILSON_Z = 1.959964

VAL4 = "opencap_val_subject4"
GAIT10 = "opensim_gait10dof18musc_subject01"
HEALTHY: dict[str, tuple[str, ...]] = {
    "Fukuchi WBDS 19, treadmill 0.5 m/s": ("fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d",),
    "BMClab Gait.c3d (presumed healthy)": ("bmclab_course/Gait.c3d",),
    "BMClab walk1.trc (presumed healthy)": ("bmclab_course/walk1.trc",),
    "OpenSim gait10dof subject 1": (
        f"{GAIT10}/subject01_walk.trc", f"{GAIT10}/subject01_walk_grf.mot",
    ),
    "OpenSim Moco walk": (
        "opensim_moco_walk3d/markers_walk.trc", "opensim_moco_walk3d/grf_walk.mot",
    ),
    "OpenCap validation subject 4, walk 1": (
        f"{VAL4}/MarkerData/walking1.trc", f"{VAL4}/ID/walking1_grf.mot",
    ),
    "OpenCap validation subject 4, walk 2": (
        f"{VAL4}/MarkerData/walking2.trc", f"{VAL4}/ID/walking2_grf.mot",
    ),
    "OpenCap video and motion capture": (
        "opencap_walking_videoAndMocap/walking1_videoAndMocap.mot",
    ),
    "OpenCap mono, joint centres by motion capture": (
        "opencap_mono_walk/derived_jointcentres_mocap.trc",
    ),
    "OpenFoM dynamic (presumed healthy)": ("openofm_foot/dynamic.c3d",),
}  # fmt: skip
OTHERS: dict[str, tuple[str, ...]] = {
    "Parkinson's, off medication": ("parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d",),
    "OpenCap subject 4, asked to toe in": (
        f"{VAL4}/MarkerData/walkingTI1.trc", f"{VAL4}/ID/walkingTI1_grf.mot",
    ),
    "OpenCap subject 4, asked to sway the trunk": (
        f"{VAL4}/MarkerData/walkingTS1.trc", f"{VAL4}/ID/walkingTS1_grf.mot",
    ),
    "OpenSim walking2 (health not stated)": ("opensim_core_treadmill_c3d/walking2.c3d",),
    "BTK BELT_C, 47 kg (health not stated)": ("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",),
    "Ensink overground, 45 kg (health not stated)": (
        "ensink_overground_c3d/exampleOverground.c3d",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """One made walk: its seed, pattern and side ('' for none), size of the people's differences."""

    seed: int
    pattern: str
    side: str
    people: float


@dataclass(frozen=True)
class Result:
    """What a job gave: (pattern, side) to score and probability."""

    job: Job
    marker_set: str
    speed_mps: float
    found: tuple[tuple[str, str, float, float], ...]


def settings_of(job: Job) -> SyntheticWalk:
    """Return a walker drawn at random."""
    draw = np.random.default_rng([job.seed, 7])
    marker_set = SETS[int(draw.integers(len(SETS)))]
    flaws = Flaws(
        noise_m=draw.uniform(0.0003, 0.001),
        skin_m=draw.uniform(0.002, 0.006),
        place_m=draw.uniform(0.002, 0.006),
        gap_share=draw.uniform(0.0, 0.02),
    )
    if marker_set == "pose":
        flaws = Flaws(noise_m=0.006, skin_m=0.004, place_m=0.012, gap_share=0.02)
    made = SyntheticWalk(
        height_m=draw.uniform(1.5, 1.95),
        mass_kg=draw.uniform(50.0, 110.0),
        sex="female" if draw.random() < 0.5 else "male",
        speed_mps=draw.uniform(0.6, 1.7),
        duration_s=draw.uniform(5.0, 9.0),
        rate_hz=60.0 if marker_set == "pose" else 100.0,
        plate_rate_hz=500.0,
        surface="treadmill" if draw.random() < 0.3 else "overground",
        person_variation=job.people,
        seed=job.seed,
        marker_set=marker_set,
        flaws=flaws,
    )
    if not job.pattern:
        return made
    return replace(made, pattern=Pattern(job.pattern, job.side))  # type: ignore[arg-type]


def handed_over(made: SyntheticWalk) -> Trial:
    """Return what a laboratory would hand over: markers, plates, height, mass; no truth."""
    trial = made.make().trial
    subject = replace(trial.subject, leg_length_m=None)
    return replace(trial, angles=None, events=(), subject=subject)


def sought(trial: Trial, shown: float = 0.0) -> Compensations:
    """Return all patterns of a trial."""
    done = work_out(trial)
    return find_compensations(done, {**done.values, **forces_of(done)}, shown=shown)


def run(job: Job) -> Result:
    """Make a walk and seek in it."""
    made = settings_of(job)
    found = tuple((f.id, f.side, f.score, f.probability) for f in sought(handed_over(made)).found)
    return Result(job, made.marker_set, made.speed_mps, found)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, WILSON_Z**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = WILSON_Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def alarm_rate(results: Sequence[Result]) -> dict[str, Any]:
    """Return the share of walks with any alarm, and which."""
    which: dict[str, int] = {}
    hits = 0
    for one in results:
        told = {name for name, _, _, p in one.found if p >= ALARM}
        hits += bool(told)
        for name in told:
            which[name] = which.get(name, 0) + 1
    return {
        "n": len(results), "alarms": hits, "share": hits / max(len(results), 1),
        "wilson_95": wilson(hits, len(results)), "by_pattern": dict(sorted(which.items())),
    }  # fmt: skip


def by_pattern(healthy: Sequence[Result], sick: Sequence[Result]) -> dict[str, dict[str, Any]]:
    """Return area under the curve and detections of each pattern at its mild size."""
    table = {}
    for name, kind in PATTERNS.items():
        usual = [s for one in healthy for n, _, s, _ in one.found if n == name]
        own, told, blind = [], 0, 0
        for one in sick:
            if one.job.pattern != name:
                continue
            mine = [
                (s, p) for n, side, s, p in one.found
                if n == name and side in (one.job.side, "none")
            ]  # fmt: skip
            if not mine:
                blind += 1
                continue
            own.append(max(s for s, _ in mine))
            told += max(p for _, p in mine) >= ALARM
        area = area_under_curve(own, usual)
        table[name] = {
            "mild": kind.mild, "unit": kind.unit, "n": len(own), "not_visible": blind,
            "healthy_sides": len(usual), "auc": area, "told_at_half": told / max(len(own), 1),
        }  # fmt: skip
    return table


def area_under_curve(high: Sequence[float], low: Sequence[float]) -> float | None:
    """Return how often a value of the first list lies above one of the second."""
    if not len(high) or not len(low):
        return None
    a, b = np.asarray(high)[:, None], np.asarray(low)[None, :]
    return float(np.mean(a > b) + 0.5 * np.mean(a == b))


def reliability(results: Sequence[Result]) -> list[dict[str, float]]:
    """Return of everything told in a band of probability, how much was so."""
    told = [
        (p, name == one.job.pattern and side in (one.job.side, "none"))
        for one in results
        for name, side, _, p in one.found
    ]
    rows = []
    for low in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9):
        high = {0.0: 0.1, 0.1: 0.3, 0.3: 0.5, 0.5: 0.7, 0.7: 0.9, 0.9: 1.01}[low]
        inside = [(p, so) for p, so in told if low <= p < high]
        if inside:
            rows.append({
                "from": low, "n": len(inside), "told": float(np.mean([p for p, _ in inside])),
                "so": float(np.mean([so for _, so in inside])),
            })  # fmt: skip
    return rows


def real(folder: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what one real recording gives."""
    paths = [folder / name for name in names]
    if not all(path.exists() for path in paths):
        return {"state": "not there"}
    try:
        trial = read_recording(paths if len(paths) > 1 else paths[0])
        done = work_out(trial)
        found = find_compensations(done, {**done.values, **forces_of(done)}, shown=0.0)
    except KinchainError as error:
        return {"state": "refused", "why": error.faults[0].what}
    gps = scores_of(done).values.get("gps_deg")
    listed = [
        {"id": f.id, "side": f.side, "p": f.probability, "because": list(f.because)}
        for f in found.found
        if f.probability >= 0.2
    ]
    return {
        "state": "measured" if found.found else "nothing could be looked for",
        "strides": len(done.strides), "looked_for": len({f.id for f in found.found}),
        "gps_deg": gps,
        "alarms": [f"{f.id}@{f.side}" for f in found.found if f.probability >= ALARM],
        "listed": listed,
    }  # fmt: skip


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")


def show(report: dict[str, Any]) -> None:
    """Print the tables."""
    for key in ("healthy", "healthy_whole_band"):
        one = report[key]
        low, high = one["wilson_95"]
        say(
            f"{key}: {one['alarms']} of {one['n']} raise an alarm, {100 * one['share']:.1f} % "
            f"({100 * low:.1f}-{100 * high:.1f}) {one['by_pattern']}"
        )
    say("pattern                mild            n blind   AUC  told")
    for name, row in report["patterns"].items():
        area = "  -  " if row["auc"] is None else f"{row['auc']:.3f}"
        size = f"{row['mild']:g} {row['unit']}"
        say(
            f"{name:22s} {size:14s} {row['n']:3d} {row['not_visible']:5d} {area} "
            f"{100 * row['told_at_half']:4.0f} %"
        )
    for row in report["reliability"]:
        say(f"told from {row['from']:.1f}: {row['n']} told {row['told']:.2f} so {row['so']:.2f}")
    for group in ("real_healthy", "real_others"):
        say(group)
        for name, row in report[group].items():
            say(f"  {name}: {row['state']}, strides {row.get('strides')}, "
                  f"GPS {row.get('gps_deg')}, alarms {row.get('alarms')}")  # fmt: skip
            for one in row.get("listed", ()):
                words = "; ".join(one["because"])
                say(f"      {one['id']}@{one['side']} {one['p']:.2f}: {words}")
    say(f"real healthy: {report['real_healthy_alarms']}")


def main() -> None:
    """Run all and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--healthy", type=int, default=1000)
    parser.add_argument("--each", type=int, default=24, help="walks with each pattern")
    parser.add_argument("--wide", type=int, default=100, help="people as varied as the whole band")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--recordings", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    jobs = [Job(HEALTHY_SEED + k, "", "", 1.0) for k in range(given.healthy)]
    jobs += [Job(WIDE_SEED + k, "", "", 2.0) for k in range(given.wide)]
    jobs += [
        Job(PATTERN_SEED + 1000 * i + k, name, ("left", "right")[k % 2], 1.0)
        for i, name in enumerate(PATTERNS)
        for k in range(given.each)
    ]
    with multiprocessing.get_context("spawn").Pool(given.jobs) as pool:
        results = list(pool.imap(run, jobs, chunksize=8))
    healthy, wide = results[: given.healthy], results[given.healthy : given.healthy + given.wide]
    sick = results[given.healthy + given.wide :]
    real_healthy = {name: real(given.recordings, paths) for name, paths in HEALTHY.items()}
    looked = [row for row in real_healthy.values() if row["state"] == "measured"]
    hits = sum(bool(row["alarms"]) for row in looked)
    report: dict[str, Any] = {
        "healthy": alarm_rate(healthy),
        "healthy_whole_band": alarm_rate(wide),
        "patterns": by_pattern(healthy, sick),
        "reliability": reliability([*healthy, *sick]),
        "real_healthy": real_healthy,
        "real_healthy_alarms": {
            "n": len(looked), "alarms": hits, "wilson_95": wilson(hits, len(looked)),
        },
        "real_others": {name: real(given.recordings, paths) for name, paths in OTHERS.items()},
    }  # fmt: skip
    show(report)
    if given.json:
        given.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
