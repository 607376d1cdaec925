# ruff: noqa: T201  it is a script that prints
"""Loads of foot, tendon and knee on every recorded walk with plates, beside published figures.

Run from the project's root; recordings in ``KINCHAIN_RECORDINGS``, else ``../shared/data``::

    python benchmarks/foot_table.py [TABLE.json]

Prints Markdown: a table of trials, and one of published figures with how many sides agree.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("KINCHAIN_RECORDINGS", ROOT.parent / "shared" / "data"))

MOCO, TEN = "opensim_moco_walk3d", "opensim_gait10dof18musc_subject01"
CAP = "opencap_val_subject4"


class Run(NamedTuple):
    """A trial: its name, files, and model; without one the default body."""

    name: str
    files: tuple[str, ...]
    model: str | None = None


def runs() -> Iterator[Run]:
    """Yield every trial with plates, with its own model and with the default body."""
    own = [
        Run("moco", (f"{MOCO}/markers_walk.trc", f"{MOCO}/grf_walk.xml"),
            f"{MOCO}/subject_walk_scaled.osim"),
        Run("gait10dof", (f"{TEN}/subject01_walk.trc", f"{TEN}/subject01_walk_grf.mot"),
            f"{TEN}/subject01.osim"),
        *(Run(f"opencap {one}", (f"{CAP}/MarkerData/{one}.trc", f"{CAP}/ID/{one}_grf.mot"),
              f"{CAP}/Models/manually_scaled.osim")
          for one in ("walking1", "walking2", "walkingTI1", "walkingTS1")),
    ]  # fmt: skip
    for one in own:
        yield one
        files = one.files
        if one.name == "moco":
            files = (files[0], f"{MOCO}/grf_walk.mot")
        yield Run(one.name, files)
    for name, file in (
        ("fukuchi", "fukuchi_wbds_c3d/fukuchi_WBDS19walkT01.c3d"),
        ("bmclab", "bmclab_course/Gait.c3d"),
        ("pig flatfoot", "btk_pig_beltc/PiG_Motion-FlatFoot-Full.c3d"),
        ("ensink", "ensink_overground_c3d/exampleOverground.c3d"),
        ("parkinson", "parkinson_c3d/figshare_pd_SUB01_off_walk_12b.c3d"),
        ("opensim treadmill", "opensim_core_treadmill_c3d/walking2.c3d"),
    ):
        yield Run(name, (file,))


class Published(NamedTuple):
    """A published figure: of what, in which range, whose, of whom."""

    what: str
    low: float
    high: float
    source: str
    of: str
    value: Callable[[dict[str, Any]], float | None]


def peak(name: str) -> Callable[[dict[str, Any]], float | None]:
    """Return what takes a load's peak from a row."""
    return lambda row: row["peaks"].get(name)


PUBLISHED = (
    Published("fascia, peak, BW", 0.60, 1.32, "erdemir2004",
              "seven cadaver feet walked by a machine, 0.96 (SD 0.36)",
              peak("plantar_fascia_force_bw")),
    Published("fascia, peak, BW", 1.2, 1.8, "caravaggi2009",
              "three people, by markers and a stiffness from print, 1.5",
              peak("plantar_fascia_force_bw")),
    Published("fascia, strain at peak, %", 2.0, 6.0, "DESIGN, models", "finite-element models",
              peak("plantar_fascia_strain_pct")),
    Published("fascia, strain at peak, %", 9.0, 12.0, "(recalled) Gefen 2003",
              "fluoroscopy; not checked", peak("plantar_fascia_strain_pct")),
    Published("fascia over Achilles at the fascia's peak", 0.5, 1.0, "(recalled) Carlson 2000",
              "cadavers, rising with the toes' bend; not checked", lambda r: r["fascia_share"]),
    Published("correlation of fascia and Achilles", 0.6, 1.0, "erdemir2004",
              "cadavers, r = 0.76", lambda r: r["correlation"]),
    Published("when the fascia peaks, % of stance", 70.0, 95.0, "erdemir2004", "late stance",
              lambda r: r["at"].get("plantar_fascia_force_bw")),
    Published("Achilles, peak, kN", 1.7, 2.7, "kharazi2021",
              "11 people on a treadmill at 1.4 m/s, 1.99; earlier print 2.63",
              lambda r: r["achilles_kn"]),
    Published("Achilles, peak, BW", 3.5, 5.0, "tensiometry 2024 (PMC11096059)",
              "walking at 1.34 m/s, about 4.5", peak("achilles_force_bw")),
    Published("knee contact, peak, BW", 2.1, 3.1, "kutzner2010",
              "five people with instrumented knees, 2.61", peak("knee_contact_force_bw")),
    Published("toes, most bend, degrees", 42.0, 72.0, "caravaggi2010",
              "52 (SD 5) slow, 64 (SD 4) fast", lambda r: r["toes_deg"]),
    Published("arch, most flat, degrees", -3.7, 6.1, "caravaggi2010",
              "0.1 (SD 1.9) slow, 0.9 (SD 2.6) fast, against the unloaded foot",
              lambda r: r["flat_deg"]),
    Published("arch, raised at push-off, degrees", -2.6, 9.0, "caravaggi2010",
              "3.4 (SD 3.1), 2.8 (SD 2.7)", lambda r: r["raised_deg"]),
)  # fmt: skip


def rows_of(run: Run) -> list[dict[str, Any]]:
    """Return a row for each side with a clean stance; with the reason where there is none."""
    from kinchain.app.loads.compute import LoadsOrder, compute
    from kinchain.core.errors import KinchainError

    start = time.perf_counter()
    try:
        found = compute(
            LoadsOrder(tuple(DATA / one for one in run.files),
                       None if run.model is None else DATA / run.model)
        )  # fmt: skip
    except KinchainError as error:
        return [{"trial": run.name, "model": run.model, "why": str(error).splitlines()[0]}]
    spent = time.perf_counter() - start
    rows = []
    for side in ("left", "right"):
        own = getattr(found.loads, side)
        if own is None or own.plantar_fascia_force_bw is None or found.work is None:
            continue
        rows.append(_row(run, found, side, spent))
    if rows:
        return rows
    return [{"trial": run.name, "model": run.model, "why": "no stance of a known foot is clean"}]


def _row(run: Run, found: Any, side: str, spent: float) -> dict[str, Any]:
    own = getattr(found.loads, side)
    curves = {name: one for name, one in own if hasattr(one, "peak")}
    weight_n = found.loads.mass_kg * 9.80665
    fascia = np.array(own.plantar_fascia_force_bw.mean)
    achilles = np.array(own.achilles_force_bw.mean) if own.achilles_force_bw else None
    top = int(fascia.argmax())
    loaded = slice(10, 90)
    foot = found.work.feet[side]
    inside = np.zeros(len(found.work.motion.time_s), bool)
    for whose, a, b in found.ground.stances:
        if whose == side:
            moment = found.work.motion.time_s
            inside |= (moment >= a) & (moment <= b)
    held = inside & (foot.motion.vertical_n > 0.2 * weight_n)
    flattening = np.degrees(foot.loads.arch.flattening_rad[held])
    late = flattening[np.degrees(foot.motion.pitch_rad[held]) > 20.0]
    return {
        "trial": run.name,
        "model": "own" if run.model else "default body",
        "side": side,
        "n": own.plantar_fascia_force_bw.n,
        "peaks": {name: one.peak for name, one in curves.items()},
        "at": {name: one.peak_at_pct for name, one in curves.items()},
        "interval": {name: one.interval_90 for name, one in curves.items()},
        "impulse": own.region_impulse_pct and own.region_impulse_pct.model_dump(),
        "achilles_kn": None if achilles is None else float(achilles.max() * weight_n / 1000),
        "fascia_share": None if achilles is None else float(fascia[top] / achilles[top]),
        "correlation": None
        if achilles is None
        else float(np.corrcoef(fascia[loaded], achilles[loaded])[0, 1]),
        "rises": bool(fascia[25] < fascia[50] < fascia[70] < fascia.max()),
        "toes_deg": float(np.degrees(foot.motion.mtp_rad[inside]).max()),
        "flat_deg": float(flattening.max()),
        "raised_deg": float(-late.min()) if late.size else None,
        "energy_j": float(foot.loads.arch.fascia_energy_j[inside].max()),
        "heel_pad_mm": float(1000 * foot.loads.heel_pad_m[inside].max()),
        "doubts": [
            one.what for one in found.loads.quality
            if one.level == "warning"
            and one.where in (f"{side} foot", "both feet", "whole body")
            and ("sole" in one.what or "push-off" in one.what
                                           or "carried by nothing" in one.what)
        ],
        "seconds": spent,
    }  # fmt: skip


SHOWN = (
    ("fascia BW", "plantar_fascia_force_bw"), ("strain %", "plantar_fascia_strain_pct"),
    ("Achilles BW", "achilles_force_bw"), ("knee BW", "knee_contact_force_bw"),
)  # fmt: skip


def trials_table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the table of trials."""
    heads = [name for name, _ in SHOWN]
    yield (
        f"| trial | model | side (n) | {' | '.join(heads)} | fascia at % | "
        "heel / midfoot / heads / toes % | pad mm | doubts |"
    )
    yield f"|{'---|' * (8 + len(SHOWN))}"
    for row in rows:
        if "why" in row:
            yield f"| {row['trial']} | {'own' if row['model'] else 'default body'} | {row['why']} |"
            continue
        figures = []
        for _, name in SHOWN:
            if name not in row["peaks"]:
                figures.append("none")
                continue
            low, high = row["interval"][name]
            figures.append(f"{row['peaks'][name]:.2f} ({low:.1f} to {high:.1f})")
        impulse = " / ".join(f"{one:.0f}" for one in row["impulse"].values())
        yield (
            f"| {row['trial']} | {row['model']} | {row['side']} ({row['n']}) | "
            f"{' | '.join(figures)} | {row['at']['plantar_fascia_force_bw']:.0f} | {impulse} | "
            f"{row['heel_pad_mm']:.1f} | {'; '.join(row['doubts']) or '-'} |"
        )


def is_placed(row: dict[str, Any]) -> bool:
    """Tell whether plates and foot agree about where the ground pushes."""
    return not any("sole" in one or "push-off" in one for one in row["doubts"])


def published_table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of the table of published figures."""
    whole = [row for row in rows if "why" not in row and is_placed(row)]
    yield "| load | published | by | of | here: median (least to most) | sides within |"
    yield f"|{'---|' * 6}"
    for one in PUBLISHED:
        values = [v for row in whole if (v := one.value(row)) is not None]
        if not values:
            continue
        inside = sum(one.low <= v <= one.high for v in values)
        yield (
            f"| {one.what} | {one.low:g} to {one.high:g} | {one.source} | {one.of} | "
            f"{np.median(values):.2f} ({min(values):.2f} to {max(values):.2f}) | "
            f"{inside} of {len(values)} |"
        )


def main() -> None:
    """Run every trial and print both tables."""
    warnings.filterwarnings("ignore")
    rows = []
    for run in runs():
        if not all((DATA / one).exists() for one in run.files):
            print(f"left out, not there: {run.name}", file=sys.stderr)
            continue
        print(f"{run.name} ({'own model' if run.model else 'default body'})", file=sys.stderr)
        rows += rows_of(run)
    print("\n".join(trials_table(rows)), end="\n\n")
    print("\n".join(published_table(rows)), end="\n\n")
    whole = [row for row in rows if "why" not in row]
    print(f"{len(whole)} sides, {sum(map(is_placed, whole))} of them well placed on the plates")
    print(f"{sum(row['rises'] for row in whole)} of {len(whole)} sides: the fascia rises through "
          f"stance (25, 50, 70 % and its peak)")  # fmt: skip
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
