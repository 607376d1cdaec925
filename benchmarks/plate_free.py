# ruff: noqa: T201  it is a script that prints
"""Loads without force plates beside those with: ``python benchmarks/plate_free.py [NAME ...]``.

For each open recording with markers (or angles) and plates, ``kinchain loads`` with the default
body runs twice, once with the plates and once without, with the same mass. Printed for every clean
stance that the plates show: RMS of the vertical, fore-aft and sideways force (% of body weight),
and the peaks of force, knee contact and plantar fascia, plate-free over plates. Last, of how many
loads the plate-free 90 % interval holds the peak by plates.

Three recordings (marked *) gave the usual course of the centre of pressure in
``body/ground_estimate.py``; the others were not looked at for it.
"""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kinchain.app.loads.compute import ComputedLoads, LoadsOrder, loads_of, opened_trial
from kinchain.body.external_loads import loads_at
from kinchain.core.errors import KinchainError
from kinchain.gait.prepare import prepare

DATA = Path(os.environ.get("KINCHAIN_RECORDINGS", "../shared/data"))

RECORDINGS: dict[str, tuple[str, ...]] = {
    "gait10dof18musc *": tuple(
        f"opensim_gait10dof18musc_subject01/subject01_walk{end}" for end in (".trc", "_grf.mot")
    ),
    "moco_walk3d *": tuple(
        f"opensim_moco_walk3d/{name}" for name in ("markers_walk.trc", "grf_walk.mot")
    ),
    "fukuchi": ("fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d",),
    "ensink": ("ensink_overground_c3d/exampleOverground.c3d",),
    "treadmill": ("opensim_core_treadmill_c3d/walking2.c3d",),
    "parkinson": ("parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d",),
    "bmclab *": ("bmclab_course/Gait.c3d",),
    "beltc": ("btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d",),
    **{
        f"opencap {name}": (f"{name}.trc", f"{name}_grf.mot")
        for name in ("walking1", "walking2", "walkingTI1", "walkingTS1")
    },
}
HELD = (
    "grf_vertical_bw", "external_knee_adduction_moment_pct_bwht", "knee_contact_force_bw",
    "knee_medial_force_bw", "achilles_force_bw", "plantar_fascia_force_bw", "heel_force_bw",
    "metatarsal_heads_force_bw", "toes_force_bw",
)  # fmt: skip
LOADS = ("knee_contact_force_bw", "plantar_fascia_force_bw")


@dataclass(frozen=True)
class Row:
    """One stance: errors and ratios."""

    side: str
    rms_pct: np.ndarray
    peaks: tuple[float, ...]


def found(paths: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the files of a recording, wherever they lie under the data folder."""
    return tuple(
        DATA / one if (DATA / one).exists() else next(iter(sorted(DATA.rglob(one))))
        for one in paths
    )


def both_ways(paths: tuple[Path, ...]) -> tuple[ComputedLoads, ComputedLoads]:
    """Return the loads with plates and without."""
    trial, told = opened_trial(LoadsOrder(paths), None)
    with_plates = prepare(trial)
    kg = with_plates.trial.subject.mass_kg
    told = replace(told, mass_kg=kg)
    without = prepare(replace(trial, plates=None), mass_kg=kg)
    return loads_of(with_plates, None, None, told), loads_of(without, None, None, told)


def rows(measured: ComputedLoads, free: ComputedLoads) -> list[Row]:
    """Return each clean stance that both have."""
    if measured.work is None or measured.ground is None or measured.ground.source != "plates":
        raise ValueError("no loads with plates")
    if free.work is None or free.ground is None:
        raise ValueError("no loads without plates")
    made = []
    time = measured.work.motion.time_s
    weight = measured.loads.mass_kg * 9.80665
    given, guessed = (loads_at(one.ground.loads, time) for one in (measured, free) if one.ground)
    for side, start, end in measured.ground.stances:
        inside = (time >= start) & (time <= end)
        if inside.sum() < 10:
            continue
        own = [i for i, one in enumerate(measured.ground.sides) if one == side]
        other = [i for i, one in enumerate(free.ground.sides) if one == side]
        truth = given.force_n[inside][:, own].sum(axis=1)
        guess = guessed.force_n[inside][:, other].sum(axis=1)
        if np.isfinite(guess).all(axis=1).mean() < 0.9:
            continue
        rms = 100.0 * np.sqrt(np.nanmean((guess - truth) ** 2, axis=0)) / weight
        ratios = [float(np.nanmax(guess[:, 1]) / truth[:, 1].max())]
        free_time = free.work.motion.time_s
        near = (free_time >= start) & (free_time <= end)
        for name in LOADS:
            with_plates = measured.work.curves[side].get(name)
            without = free.work.curves[side].get(name)
            if with_plates is None or without is None or not near.any():
                ratios.append(float("nan"))
                continue
            ratios.append(float(np.nanmax(without[near]) / np.nanmax(with_plates[inside])))
        made.append(Row(side, rms[[1, 0, 2]], tuple(ratios)))
    return made


def held(measured: ComputedLoads, free: ComputedLoads) -> list[bool]:
    """Return for each load of each side whether the interval holds what plates tell."""
    found = []
    for side in ("left", "right"):
        one, other = getattr(measured.loads, side), getattr(free.loads, side)
        for name in HELD if one is not None and other is not None else ():
            truth, guess = getattr(one, name), getattr(other, name)
            if truth is not None and guess is not None:
                low, high = guess.interval_90
                found.append(low <= truth.peak <= high)
    return found


def main(names: list[str]) -> None:
    """Print the table."""
    warnings.filterwarnings("ignore")
    print("recording            stances  vertical  fore-aft  sideways | peaks, plate-free / plates")
    print("                              RMS, % of body weight        | force  knee   fascia  held")
    for name, paths in RECORDINGS.items():
        if names and not any(one in name for one in names):
            continue
        try:
            pair = both_ways(found(paths))
            kept, hits = rows(*pair), held(*pair)
            if not kept:
                raise ValueError("no stance that both have")
        except (KinchainError, ValueError, IndexError) as error:
            print(f"{name:20s} {error!s:.100}")
            continue
        rms = np.mean([one.rms_pct for one in kept], axis=0)
        peaks = np.mean([one.peaks for one in kept], axis=0)
        print(
            f"{name:20s} {len(kept):4d}    {rms[0]:6.1f}    {rms[1]:6.1f}    {rms[2]:6.1f}   | "
            + "  ".join(f"{one:5.2f}" for one in peaks)
            + f"   {sum(hits)} of {len(hits)}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
