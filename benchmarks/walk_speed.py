# ruff: noqa: T201  it is a script that prints
"""How long a minute's recording takes, and how much memory: ``python benchmarks/walk_speed.py``.

A made C3D of 60 s, 100 Hz, 40 markers or more and two belts at 1 kHz is read and measured (events,
joint angles, times and distances), warm and in a fresh process. Where a Python that has
kineticstoolkit and gaitalytics is named by ``KINCHAIN_RIVALS_PYTHON``, their same steps run on the
same file in the same minutes, in turns; shown as a ratio to kinchain's.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from walk_data import skip, table, write_json

TIMES = 5
GOAL = {"warm_s": 1.0, "cold_s": 3.0, "memory_mb": 500.0}

COLD = """
import json, resource, sys, time
start = time.perf_counter()
from kinchain.gait.measure import measure_walk
from kinchain.gait.readers import read_recording
walk = measure_walk(read_recording(sys.argv[1]))
walk.model_dump_json()
mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"mb": mb, "strides": walk.summary["stride_time_s"]["all"].n}))
"""

MAPPING = """
analysis: {markers: [], analogs: []}
mapping:
  markers: {l_heel: LHEE, r_heel: RHEE, l_toe: LTOE, r_toe: RTOE, l_lat_malleoli: LANK,
    r_lat_malleoli: RANK, l_ant_hip: LASI, r_ant_hip: RASI, l_post_hip: LPSI, r_post_hip: RPSI,
    l_toe_2: LTOE, r_toe_2: RTOE, sacrum: SACR, xcom: XCOM}
"""

RIVALS = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
path, mapping = sys.argv[1:3]
out = {}
def timed(name, step):
    try:
        start = time.process_time()
        value = step()
        out[name] = time.process_time() - start
        return value
    except Exception as error:
        out[name] = type(error).__name__ + ": " + str(error)[:120]
import kineticstoolkit as ktk
timed("kineticstoolkit: read", lambda: ktk.read_c3d(path, convert_forceplate_moment_unit=True))
timed("kineticstoolkit: read", lambda: ktk.read_c3d(path, convert_forceplate_moment_unit=True))
from gaitalytics import api
config = api.load_config(mapping)
for _ in range(2):
    trial = timed("gaitalytics: read", lambda: api.load_c3d_trial(path, config))
    events = timed("gaitalytics: events", lambda: api.detect_events(trial, config))
    if trial is not None and trial.events is None:
        trial.events = events
    def features():
        cycles = api.segment_trial(trial)
        from gaitalytics import features as f
        return api.calculate_features(cycles, config, (f.TemporalFeatures, f.SpatialFeatures))
    timed("gaitalytics: times and distances (events of the file)", features)
import importlib.metadata as m
out["versions"] = {n: m.version(n) for n in ("kineticstoolkit", "gaitalytics")}
print("RESULT" + json.dumps(out))
"""


def make_recording(folder: Path) -> tuple[Path, int]:
    """Write the recording and return it with its number of markers."""
    from kinchain.gait import synthetic as make

    walk = make.SyntheticWalk(
        duration_s=60.0, surface="treadmill", marker_set="cgm2", plates=make.Plates("belts"),
        flaws=make.Flaws(noise_m=0.0003), speed_mps=1.2, seed=8,
    ).make()  # fmt: skip
    markers = walk.trial.markers
    assert markers is not None
    return make.write_c3d(walk, folder / "minute.c3d"), markers.sizes["marker"]


def warm(path: Path) -> dict[str, float]:
    """Return the median processor times of kinchain's steps in this process, s.

    Processor time, because it does not grow with what else the machine has to do; the whole is
    also given by the clock.
    """
    from kinchain.gait.events import find_events
    from kinchain.gait.measure import measure_walk, work_out
    from kinchain.gait.readers import read_recording

    trial = read_recording(path)
    done = work_out(trial)
    names = ("read", "all", "all by the clock", "events", "whole")
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(TIMES):
        start, clock = time.process_time(), time.perf_counter()
        trial = read_recording(path)
        found["read"].append(time.process_time() - start)
        work_out(trial)
        found["all"].append(time.process_time() - start)
        found["all by the clock"].append(time.perf_counter() - clock)
        start = time.process_time()
        find_events(done.prepared.trial, done.feet)
        found["events"].append(time.process_time() - start)
        start = time.process_time()
        measure_walk(read_recording(path)).model_dump_json()
        found["whole"].append(time.process_time() - start)
    return {name: statistics.median(values) for name, values in found.items()}


def cold(path: Path) -> dict[str, float]:
    """Return time and memory of a fresh process, median of three."""
    times, clock, memory = [], [], []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", COLD, str(path)], capture_output=True, text=True, check=True
        )
        clock.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        memory.append(json.loads(done.stdout.splitlines()[-1])["mb"])
    return {
        "cold_s": statistics.median(times),
        "cold by the clock": min(clock),
        "memory_mb": max(memory),
    }


def rivals(path: Path, folder: Path) -> dict[str, Any]:
    """Return the times of other programs' steps, s, warm."""
    python = os.environ.get("KINCHAIN_RIVALS_PYTHON", "")
    if not python:
        skip("kineticstoolkit, gaitalytics", "name a Python by KINCHAIN_RIVALS_PYTHON")
        return {}
    mapping = folder / "mapping.yaml"
    mapping.write_text(MAPPING)
    done = subprocess.run(
        [python, "-c", RIVALS, str(path), str(mapping)], capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    if not lines:
        skip("kineticstoolkit, gaitalytics", (done.stderr.strip().splitlines() or ["?"])[-1])
        return {}
    return dict(json.loads(lines[-1][len("RESULT") :]))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        path, markers = make_recording(Path(room))
        size = path.stat().st_size / 1e6
        print(f"60 s, 100 Hz, {markers} markers, two belts at 1 kHz: {size:.1f} MB")
        fresh = cold(path)
        own = warm(path)
        theirs = [rivals(path, Path(room)) for _ in range(3)]
        own_again = warm(path)
    own = {name: min(own[name], own_again[name]) for name in own}
    rows = [
        ["read", own["read"], "", ""],
        ["events", own["events"], "", ""],
        [
            "read, events, angles, times, distances (warm)",
            own["all"],
            f"{own['all by the clock']:.2f}",
            GOAL["warm_s"],
        ],
        ["everything that `kinchain walk` measures, as JSON (warm)", own["whole"], "", ""],
        [
            "the same in a fresh process",
            fresh["cold_s"],
            f"{fresh['cold by the clock']:.2f}",
            GOAL["cold_s"],
        ],
    ]
    load = os.getloadavg()[0]
    print(f"load of the machine while measuring: {load:.1f} on {os.cpu_count()} cores")
    table(
        ("kinchain", "processor s", "by the clock", "goal"),
        [[n, f"{v:.3f}", c, g] for n, v, c, g in rows],
    )
    print(f"memory of the fresh process {fresh['memory_mb']:.0f} MB (goal {GOAL['memory_mb']:g})")
    content: dict[str, Any] = {"kinchain": {**own, **fresh}, "others": theirs}
    if theirs[0]:
        compare(own, theirs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"this process, with making the recording: {peak:.0f} MB")
    write_json(told.json, content)


def compare(own: dict[str, float], theirs: list[dict[str, Any]]) -> None:
    """Print other programs' steps beside kinchain's."""
    beside = {
        "kineticstoolkit: read": own["read"],
        "gaitalytics: read": own["read"],
        "gaitalytics: events": own["events"],
        "gaitalytics: times and distances (events of the file)": own["all"] - own["read"],
    }
    rows = []
    for name, mine in beside.items():
        values = [t[name] for t in theirs if isinstance(t.get(name), float)]
        if not values:
            rows.append([name, str(theirs[0].get(name)), f"{mine:.3f}", "-"])
            continue
        best = min(values)
        rows.append([name, f"{best:.3f}", f"{mine:.3f}", f"{best / mine:.1f}"])
    print("versions:", theirs[0].get("versions"))
    table(("step", "theirs, s", "kinchain, s", "theirs over kinchain's"), rows)


if __name__ == "__main__":
    main()
