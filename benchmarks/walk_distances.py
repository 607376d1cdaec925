# ruff: noqa: T201  it is a script that prints
"""Speed and step length against plates, belt and truth: ``benchmarks/walk_distances.py``.

On the floor the centre of pressure shows where each heel was set, and so the length of a step
between two clean contacts, without markers. A belt's speed is read from single markers of the
flat foot. Made walks tell everything by truth.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from walk_data import PLATED, open_files, table, write_json

from kinchain.core.trial import Trial
from kinchain.gait.measure import Measured, work_out
from kinchain.gait.prepare import PlateContact

GOAL_PCT = 2.0
HEEL = (0.04, 0.12)
"""Share of a contact in which the centre of pressure lies under the heel."""

FLAT = (0.25, 0.5)
"""Share of stance in which the sole lies flat."""


def mean_of(done: Measured, name: str) -> float:
    """Return a measure's mean over both sides."""
    sides = done.values.get(name, {})
    values = np.concatenate(list(sides.values())) if sides else np.zeros(0)
    return float(values.mean()) if len(values) else float("nan")


def heel_print(trial: Trial, contact: PlateContact) -> np.ndarray:
    """Return where the centre of pressure was while the heel bore the load, m."""
    assert trial.plates is not None
    time = trial.plates["time"].values
    lasted = contact.end_s - contact.start_s
    low, high = (contact.start_s + share * lasted for share in HEEL)
    number = list(trial.plates["plate"].values).index(contact.plate)
    cop = trial.plates["cop_m"].values[(time >= low) & (time <= high), number]
    return np.asarray(np.nanmedian(cop, axis=0))


def steps_by_plates(done: Measured) -> list[tuple[float, float]]:
    """Return (plates, markers) of each step between clean contacts of both feet, m."""
    trial = done.prepared.trial
    clean = [c for c in done.prepared.contacts if c.is_clean and c.side in ("left", "right")]
    found = []
    for before, after in pairwise(sorted(clean, key=lambda c: c.start_s)):
        if before.side == after.side or after.start_s - before.start_s > 1.5:
            continue
        if min(before.start_s, after.start_s) < trial.time_s[0] + 0.05:
            continue  # the landing itself was not recorded
        by_plates = abs(heel_print(trial, after)[0] - heel_print(trial, before)[0])
        places = []
        for one in (before, after):
            assert one.side is not None
            foot = done.feet[one.side]
            places.append(np.interp(one.start_s, foot.time_s, foot.heel[:, 0]))
        found.append((float(by_plates), float(abs(places[1] - places[0]))))
    return found


def belt_by_markers(done: Measured) -> dict[str, float]:
    """Return the belt's speed by each marker of the flat foot, m/s."""
    trial = done.prepared.trial
    time = trial.time_s
    found: dict[str, float] = {}
    for mark in ("heel", "mt1", "mt5", "toe"):
        slopes = []
        for one in done.strides:
            name = done.prepared.marks.marker_of.get(f"{mark}_{one.side[0]}")
            if name is None or one.foot_off_s is None:
                continue
            low, high = (one.start_s + s * (one.foot_off_s - one.start_s) for s in FLAT)
            inside = (time >= low) & (time <= high)
            slopes.append(np.polyfit(time[inside], trial.marker(name)[inside, 0], 1)[0])
        if slopes:
            found[mark] = float(abs(np.median(slopes)))
    return found


def against_plates() -> tuple[list[list[Any]], list[dict[str, Any]]]:
    """Return rows of steps and speed for each recording."""
    rows, content = [], []
    for source in PLATED:
        if source.person == "woman by phone":
            continue
        trial = open_files(source.files)
        if trial is None:
            continue
        done = work_out(trial)
        if trial.is_treadmill:
            speed = mean_of(done, "walking_speed_mps")
            for mark, belt in belt_by_markers(done).items():
                off = 100.0 * (speed / belt - 1.0)
                rows.append([source.name, f"belt by {mark}, m/s", f"{belt:.3f}",
                             f"{speed:.3f}", off])  # fmt: skip
                content.append({"name": source.name, "belt": belt, "speed": speed, "off_pct": off})
            continue
        for plates, markers in steps_by_plates(done):
            off = 100.0 * (markers / plates - 1.0)
            rows.append([source.name, "step by plates, m", f"{plates:.3f}", f"{markers:.3f}", off])
            content.append({"name": source.name, "plates": plates, "step": markers, "off_pct": off})
    return rows, content


def against_truth() -> tuple[list[list[Any]], list[dict[str, Any]]]:
    """Return rows of made walks: speed, stride and step length against their truth."""
    from kinchain.gait import synthetic as make

    rows, content = [], []
    for kind in make.MARKER_SETS:
        for surface, speed in (("overground", 0.7), ("overground", 1.3), ("treadmill", 1.0)):
            if kind == "pose" and surface == "treadmill":
                continue
            walk = make.SyntheticWalk(
                duration_s=8.0, marker_set=kind, speed_mps=speed, surface=surface, seed=2,
                flaws=make.LABORATORY,
            ).make()  # fmt: skip
            trial = make.pose_trial(walk) if kind == "pose" else walk.trial
            done = work_out(trial)
            truth = walk.truth
            steps = np.concatenate([np.asarray(v) for v in truth.step_length_m.values()])
            pairs = {
                "speed": (mean_of(done, "walking_speed_mps"), truth.speed_mps),
                "stride": (mean_of(done, "stride_length_m"), truth.stride_length_m),
                "step": (mean_of(done, "step_length_m"), float(np.nanmean(steps))),
            }
            off = {name: 100.0 * (own / true - 1.0) for name, (own, true) in pairs.items()}
            rows.append([f"{kind}, {surface} {speed}", *(f"{off[n]:+.2f}" for n in off)])
            content.append({"name": kind, "surface": surface, "speed": speed, "off_pct": off})
    return rows, content


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    rows, plates = against_plates()
    if rows:
        print(f"\n**Against plates and belt** (goal {GOAL_PCT:g} %)")
        table(("recording", "reference", "theirs", "kinchain", "off %"), rows)
    rows, made = against_truth()
    print(f"\n**Made walks with noise, off in %** (goal {GOAL_PCT:g} %)")
    table(("walk", "speed", "stride length", "step length"), rows)
    write_json(told.json, {"plates": plates, "made": made})


if __name__ == "__main__":
    main()
