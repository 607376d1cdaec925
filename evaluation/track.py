"""Alerts of the diary on simulated courses: ``python -m evaluation.track [--n N] [--grid]``.

Courses are drawn, not taken from people: a mean course, days that swing and hang together,
whole numbers from 0 to 10, days left out. What the thresholds of ``kinchain.care.track`` are
compared on (``--grid``) are the tuning seeds alone; the figures to quote are of the others.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.metrics import Share
from evaluation.tables import outline
from kinchain.care import DiaryEntry, alerts
from kinchain.care import track as rules

TUNING_SEED, REPORT_SEED = 20260401, 20260403
"""Seeds of the two sets; the second is not looked at while thresholds are chosen. (A first
report set, seed 20260402, was looked at before the last choice and is therefore spent.)"""

N_DAYS = 84
"""Length of a diary: twelve weeks."""

WITHIN_DAYS = 14
"""An alert must come this soon after it could first be known."""

TARGET = 0.90
"""Sensitivity and specificity to reach."""

START = date(2026, 1, 1)

KINDS = ("improving", "plateau", "flare", "complication")

ALERTS: dict[str, tuple[str, ...]] = {
    "plateau": ("plateau", "refer_again"),
    "flare": ("flare",),
    "complication": ("flare", "worse_than_expected", "danger"),
}
"""Which alerts count for each kind of bad course; a complication asks for any that sends the
person to the danger questions."""

GRID = {
    "SOME_SHARE": (0.18, 0.22),
    "FLARE_SWINGS": (1.8, 1.9, 2.0),
    "FLARE_EACH": (1.0, 1.5),
    "USUAL_ENTRIES": (10, 14),
}
"""Thresholds compared on the tuning seeds."""


@dataclass(frozen=True)
class Drawn:
    """One simulated diary and the first day on which its trouble can be known."""

    kind: str
    entries: tuple[DiaryEntry, ...]
    due_day: int


def draw(kind: str, chance: np.random.Generator) -> Drawn:
    """Draw one diary.

    Parameters
    ----------
    kind
        ``improving``, ``plateau`` (no gain), ``flare`` (a week of 2.5 to 4 points more) or
        ``complication`` (pain that rises by 2.5 to 4 points and stays).
    chance
        Source of randomness.

    Returns
    -------
    drawn
        Pain is a mean course plus days that swing with a deviation of 0.5 to 1.2 points and a
        correlation of up to 0.5 from day to day; up to four days in ten are left out.
    """
    t = np.arange(N_DAYS)
    base = chance.uniform(4.0, 7.5)
    gain = chance.uniform(0.45, 0.85) * (1.0 - np.exp(-t / chance.uniform(10.0, 25.0)))
    due = int(chance.integers(25, N_DAYS - WITHIN_DAYS - 1))
    if kind == "plateau":
        gain = chance.uniform(-0.05, 0.10) * np.minimum(t / 42.0, 1.0)
        due = rules.PLATEAU_DAYS
    mean = base * (1.0 - gain)
    rise = chance.uniform(2.5, 4.0)
    if kind == "flare":
        mean[due : due + 7] += rise
    if kind == "complication":
        mean += rise * np.clip((t - due) / chance.uniform(2.0, 7.0), 0.0, 1.0)
    swing = _swing(chance)
    pain = np.clip(np.round(mean + swing), 0.0, 10.0)
    kept = chance.random(N_DAYS) < chance.uniform(0.6, 1.0)
    kept[0] = True
    entries = tuple(DiaryEntry(START + timedelta(int(n)), float(pain[n])) for n in t if kept[n])
    return Drawn(kind, entries, due)


def _swing(chance: np.random.Generator) -> np.ndarray[Any, np.dtype[np.float64]]:
    deviation, held = chance.uniform(0.5, 1.2), chance.uniform(0.0, 0.5)
    noise = chance.normal(0.0, deviation, N_DAYS)
    swing = np.zeros(N_DAYS)
    swing[0] = noise[0]
    for n in range(1, N_DAYS):
        swing[n] = held * swing[n - 1] + np.sqrt(1.0 - held**2) * noise[n]
    return swing


def first_alerts(drawn: Drawn) -> dict[str, int | None]:
    """Return for each kind of trouble the first day with one of its alerts.

    Parameters
    ----------
    drawn
        A diary. It is judged each day on what was told until then; for its own trouble, from
        the day on which that can first be known.
    """
    found: dict[str, int | None] = dict.fromkeys(ALERTS)
    for n in range(N_DAYS):
        told = {one.kind for one in alerts(drawn.entries, START + timedelta(n))}
        for name, kinds in ALERTS.items():
            early = name == drawn.kind and n < drawn.due_day
            if found[name] is None and not early and told & set(kinds):
                found[name] = n
    return found


def _judge(task: tuple[str, int, int, dict[str, float]]) -> tuple[str, int, dict[str, int | None]]:
    kind, number, seed, thresholds = task
    for name, value in thresholds.items():
        setattr(rules, name, value)
    drawn = draw(kind, np.random.default_rng([seed, KINDS.index(kind), number]))
    return kind, drawn.due_day, first_alerts(drawn)


def measure(
    n: int, seed: int, thresholds: dict[str, float] | None = None, workers: int = 2
) -> dict[str, Any]:
    """Draw and judge diaries.

    Parameters
    ----------
    n
        Diaries of each kind.
    seed
        Seed of the set.
    thresholds
        Thresholds of `kinchain.care.track` to judge with; those in use where None.
    workers
        Processes.

    Returns
    -------
    results
        For each kind of trouble: sensitivity within `WITHIN_DAYS`, specificity over the whole
        twelve weeks of improving diaries, both with Wilson 95 % limits, and the delay in days.
    """
    used = thresholds or {name: getattr(rules, name) for name in GRID}
    tasks = [(kind, number, seed, used) for kind in KINDS for number in range(n)]
    with ProcessPoolExecutor(workers) as pool:
        judged = list(pool.map(_judge, tasks, chunksize=25))
    well = [found for kind, _, found in judged if kind == "improving"]
    results: dict[str, Any] = {}
    for name in ALERTS:
        own = [(due, found[name]) for kind, due, found in judged if kind == name]
        delays = sorted(at - due for due, at in own if at is not None)
        hits = sum(delay <= WITHIN_DAYS for delay in delays)
        quiet = sum(found[name] is None for found in well)
        results[name] = {
            "sensitivity": Share(hits, len(own)).as_dict(),
            "specificity": Share(quiet, len(well)).as_dict(),
            "delay_days_median": float(np.median(delays)) if delays else None,
            "delay_days_p90": float(np.quantile(delays, 0.9)) if delays else None,
        }
    return results


def least(results: dict[str, Any]) -> float:
    """Return the smallest sensitivity or specificity of all.

    Parameters
    ----------
    results
        What `measure` returned.
    """
    shares = (one[k]["share"] for one in results.values() for k in ("sensitivity", "specificity"))
    return float(min(shares))


def compare(n: int, workers: int) -> list[dict[str, Any]]:
    """Try the thresholds of `GRID` on the tuning seeds.

    Parameters
    ----------
    n
        Diaries of each kind.
    workers
        Processes.
    """
    rows = []
    for values in product(*GRID.values()):
        thresholds = dict(zip(GRID, values, strict=True))
        results = measure(n, TUNING_SEED, thresholds, workers)
        row: dict[str, Any] = {**thresholds, "least": least(results)}
        for name, one in results.items():
            row[name] = f"{one['sensitivity']['share']:.3f}/{one['specificity']['share']:.3f}"
        rows.append(row)
    return sorted(rows, key=lambda row: -row["least"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on both sets of seeds; compare thresholds where asked.

    Parameters
    ----------
    arguments
        Command-line arguments; those of the process where None.
    """
    parser = argparse.ArgumentParser(prog="evaluation.track", description=__doc__)
    parser.add_argument("--n", type=int, default=400, help="diaries of each kind")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--grid", action="store_true", help="compare thresholds, tuning seeds only")
    parser.add_argument("--json-out", metavar="FILE.json", help="write all results")
    options = parser.parse_args(arguments)
    if options.grid:
        sys.stdout.write(outline(compare(options.n, options.workers)) + "\n")
        return 0
    results = {
        "tuning seeds": measure(options.n, TUNING_SEED, workers=options.workers),
        "report seeds": measure(options.n, REPORT_SEED, workers=options.workers),
    }
    sys.stdout.write(f"must reach: {TARGET:.0%} each, within {WITHIN_DAYS} days\n")
    sys.stdout.write(outline(results) + "\n")
    if options.json_out:
        Path(options.json_out).write_text(json.dumps(results, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
