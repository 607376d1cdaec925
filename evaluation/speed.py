"""Measure cold starts, peak memory and warm inference."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.judge import assess
from kinchain.core.formats.case import Case

FloatArray = NDArray[np.float64]

N_COLD = 5
"""Cold starts measured of each command, after one that fills the file cache."""

COLD_S, HELP_S, WARM_P95_S, MEMORY_MB = 1.5, 0.3, 0.1, 300.0
"""Targets: assess cold, --help, 95th percentile warm, peak memory."""

CASE = """\
format: kinchain-case/1
date: 2026-03-01
person: {age: 52, sex: female, height_m: 1.66, mass_kg: 78, occupation: nurse}
narrative: >-
  My right knee has been stiff and sore since spring and I limp. For three weeks now my left
  heel hurts like a nail with the first steps in the morning. No fever, nothing swollen.
"""


def command() -> list[str]:
    """Return how the command line is started: its script beside the interpreter."""
    script = Path(sys.executable).parent / "kinchain"
    return [str(script)] if script.exists() else [sys.executable, "-m", "kinchain"]


def run_cold(arguments: Sequence[str]) -> tuple[float, float, int]:
    """Run one process; return its wall time (s), peak memory (MB) and exit code.

    Parameters
    ----------
    arguments
        Command with its arguments.
    """
    start = time.perf_counter()
    with Path(os.devnull).open("wb") as nowhere:
        process = subprocess.Popen(list(arguments), stdout=nowhere, stderr=nowhere)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return time.perf_counter() - start, used.ru_maxrss / 1024, process.returncode


def measure(cases: Sequence[Case]) -> dict[str, Any]:
    """Measure cold and warm.

    Parameters
    ----------
    cases
        Cases for the warm runs.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        path.write_text(CASE, "utf-8")
        cold = _cold([*command(), "assess", str(path)])
        as_json = _cold([*command(), "assess", str(path), "--json"])
        show_help = _cold([*command(), "--help"])
    warm, busy = warm_times(cases)
    p95 = float(np.quantile(warm, 0.95))
    return {
        "assess_cold": {**cold, "target_s": COLD_S, "times_target": cold["median_s"] / COLD_S},
        "assess_json_cold": as_json,
        "help_cold": {
            **show_help, "target_s": HELP_S, "times_target": show_help["median_s"] / HELP_S,
        },
        "warm": {
            "n": len(warm), "median_s": float(np.median(warm)), "p95_s": p95,
            "worst_s": float(np.max(warm)),
            "cpu_median_s": float(np.median(busy)),
            "cpu_p95_s": float(np.quantile(busy, 0.95)), "target_s": WARM_P95_S,
            "times_target": p95 / WARM_P95_S,
            "what": "kinchain.assess as a whole: reading, triage, inference, chain, questions",
        },
        "memory": {
            "peak_mb": cold["peak_mb"], "target_mb": MEMORY_MB,
            "times_target": cold["peak_mb"] / MEMORY_MB,
        },
        "load_average": os.getloadavg()[0],
    }  # fmt: skip


def _cold(arguments: Sequence[str]) -> dict[str, Any]:
    run_cold(arguments)
    runs = [run_cold(arguments) for _ in range(N_COLD)]
    return {
        "n": N_COLD,
        "median_s": float(np.median([r[0] for r in runs])),
        "fastest_s": min(r[0] for r in runs),
        "worst_s": max(r[0] for r in runs),
        "peak_mb": max(r[1] for r in runs),
        "exit_codes": sorted({r[2] for r in runs}),
    }


def warm_times(cases: Sequence[Case]) -> tuple[FloatArray, FloatArray]:
    """Return the wall and the processor seconds of each case once everything is loaded.

    Parameters
    ----------
    cases
        The cases, at least one; the first is assessed once before the clock starts.

    Returns
    -------
    wall_s
        Shape (n,). Grows where other programs use the machine.
    cpu_s
        Shape (n,). Does not.
    """
    assess(cases[0])
    rows = []
    for case in cases:
        wall, cpu = time.perf_counter(), time.process_time()
        assess(case)
        rows.append((time.perf_counter() - wall, time.process_time() - cpu))
    table = np.array(rows)
    return table[:, 0], table[:, 1]
