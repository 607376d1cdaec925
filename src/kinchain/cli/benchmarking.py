"""``kinchain bench``: how long things take on this machine, with ratios side by side."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table

from kinchain.app.assess import assess
from kinchain.cli.demo_cases import DEMO_CASES
from kinchain.cli.oracle import agrum_posterior
from kinchain.cli.quickscore import quickscore
from kinchain.core.findings import Finding, Findings
from kinchain.evidence import Knowledge, complete, load_knowledge
from kinchain.evidence.vocabulary import ancestors
from kinchain.intake import read_narrative
from kinchain.intake.case_file import write_case
from kinchain.reason.blocks import MAX_EXACT_TRUE, solve
from kinchain.reason.exact import NoisyOr, posterior
from kinchain.reason.network import build

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

N_POSITIVE = (4, 6, 8, 10, 12, 14, 16)
"""Positive findings for which inference is timed."""

N_SMALL = (2, 3, 4)
N_SMALL_CONDITIONS = 12
"""Size of the network on which pyAgrum can compete: its tables double with every condition."""

MAX_SECONDS = 0.6
"""Time given to one measurement; at least three runs are made."""

N_WARM, N_COLD = 40, 5
PICK_FOR = ("plantar_fasciitis", "knee_osteoarthritis")
"""Conditions whose signs the timed person has."""


def bench(*, compare: bool, body: bool = True, opensim: str | None = None) -> None:
    """Measure and print.

    Parameters
    ----------
    compare
        Also measure other programs on the same networks and trials.
    body
        Whether the body engine is measured too.
    opensim
        A Python that can import ``opensim``, for the comparison.
    """
    console = Console(highlight=False, emoji=False)
    if not console.is_terminal:
        console = Console(highlight=False, emoji=False, width=100, no_color=True)
    knowledge = load_knowledge()
    for table in _tables(knowledge, compare=compare):
        console.print(table)
        console.print()
    if body:
        from kinchain.cli.body_bench import body_tables

        for table in body_tables(opensim, compare=compare):
            console.print(table)
            console.print()


def _tables(knowledge: Knowledge, *, compare: bool) -> Iterable[Table]:
    yield _inference(knowledge, compare=compare)
    if compare:
        yield _against_agrum(knowledge)
    yield _whole()
    yield _cold()


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of a piece of work, in s, over at least three runs.

    Parameters
    ----------
    work
        What to time; run once before the clock starts.
    """
    work()
    times: list[float] = []
    while len(times) < 3 or (sum(times) < MAX_SECONDS and len(times) < 200):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def network(knowledge: Knowledge, n_true: int) -> NoisyOr:
    """Return the network of one person with so many positive findings.

    Parameters
    ----------
    knowledge
        The knowledge base.
    n_true
        Positive findings.
    """
    picked: list[str] = []
    signs = [[s.finding for s in knowledge.conditions[name].shows] for name in PICK_FOR]
    for pair in zip(*signs, strict=False):
        for name in pair:
            kin = {*ancestors(name, knowledge.findings), name}
            clash = any(one in kin or name in ancestors(one, knowledge.findings) for one in picked)
            if not clash and len(picked) < n_true:
                picked.append(name)
    told = [
        Finding(name, True, "left" if knowledge.findings[name].sided else "none") for name in picked
    ]
    told.extend((Finding("age", 55.0), Finding("sex", "female"), Finding("fever", False)))
    return build(complete(Findings(tuple(told)), knowledge.findings), knowledge).net


def titled(title: str, *columns: str) -> Table:
    """Return an empty table, its first column to the left.

    Parameters
    ----------
    title
        Title.
    *columns
        Heads.
    """
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False,
                  padding=(0, 3, 0, 0))  # fmt: skip
    for index, name in enumerate(columns):
        table.add_column(name, justify="right" if index else "left", no_wrap=True)
    return table


def _ms(value_s: float) -> str:
    return f"{1000 * value_s:.2f} ms"


def _inference(knowledge: Knowledge, *, compare: bool) -> Table:
    columns = ["positive findings", "conditions", "time", "how"]
    if compare:
        columns += ["QuickScore", "ratio", "its error", "blocks' error"]
    title = f"Inference (exact up to {MAX_EXACT_TRUE} positive findings, then in blocks)"
    table = titled(title, *columns)
    for n_true in N_POSITIVE:
        net = network(knowledge, n_true)
        result, _, method = solve(net)
        ours = seconds(lambda net=net: solve(net))  # type: ignore[misc]
        row = [str(net.leak_true.size), str(net.prior.size), _ms(ours), method]
        if compare:
            right, _ = posterior(net)
            other, _ = quickscore(net)
            theirs = seconds(lambda net=net: quickscore(net))  # type: ignore[misc]
            row += [_ms(theirs), f"{theirs / ours:.1f} x", _error(other, right)]
            row.append("" if method == "exact" else _error(result, right))
        table.add_row(*row)
    return table


def _error(found: FloatArray, right: FloatArray) -> str:
    return f"{float(np.max(np.abs(found - right))):.0e}"


def _against_agrum(knowledge: Knowledge) -> Table:
    """Time pyAgrum on networks small enough for it, and say so where it is not installed."""
    table = titled(
        f"The {N_SMALL_CONDITIONS} likeliest conditions alone, against pyAgrum",
        "positive findings", "kinchain", "pyAgrum", "ratio", "difference",
    )  # fmt: skip
    for n_true in N_SMALL:
        whole = network(knowledge, n_true)
        top = np.argsort(-posterior(whole)[0])[:N_SMALL_CONDITIONS]
        small = NoisyOr(
            whole.prior[top], whole.link_true[top], whole.leak_true,
            whole.link_false[top], whole.leak_false,
        )  # fmt: skip
        theirs = agrum_posterior(small)
        ours = seconds(lambda net=small: posterior(net))  # type: ignore[misc]
        if theirs is None:
            table.add_row(str(n_true), _ms(ours), "not installed", "", "")
            continue
        run, found = theirs
        their_s = seconds(run)
        right = posterior(small)[0]
        table.add_row(
            str(n_true), _ms(ours), _ms(their_s), f"{their_s / ours:.0f} x", _error(found, right)
        )
    return table


def _whole() -> Table:
    """Time reading and the whole assessment, everything loaded."""
    table = titled("Warm, in one process", "work", "50th percentile", "95th percentile", "note")
    reading, whole, n_characters = [], [], 0
    cases = [DEMO_CASES[i % len(DEMO_CASES)] for i in range(N_WARM)]
    for case in cases[: len(DEMO_CASES)]:
        assess(case)
    for case in cases:
        start = time.perf_counter()
        read_narrative(
            case.narrative, told_on=case.date or date.today(), person_sex=case.person.sex
        )
        reading.append(time.perf_counter() - start)
        n_characters += len(case.narrative)
        start = time.perf_counter()
        assess(case)
        whole.append(time.perf_counter() - start)
    rate = n_characters / sum(reading) / 1000
    table.add_row(
        "reading a text", *_percentiles(reading), f"{rate:.0f} thousand characters a second"
    )
    table.add_row("a whole assessment", *_percentiles(whole), f"{N_WARM} runs")
    return table


def _percentiles(times_s: Sequence[float]) -> tuple[str, str]:
    return _ms(float(np.quantile(times_s, 0.5))), _ms(float(np.quantile(times_s, 0.95)))


def _cold() -> Table:
    """Time whole processes, and the memory they took."""
    table = titled("Cold, a process each", "command", "median", "slowest", "peak memory")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "case.yaml"
        write_case(DEMO_CASES[0], file)
        for name, arguments in (
            ("kinchain --help", ["--help"]),
            ("kinchain assess CASE", ["assess", str(file)]),
            ("kinchain assess CASE --json", ["assess", str(file), "--json"]),
        ):
            runs = [_run_cold(arguments) for _ in range(N_COLD + 1)][1:]
            times = [one for one, _ in runs]
            memory = max(one for _, one in runs)
            table.add_row(
                name, f"{np.median(times):.2f} s", f"{max(times):.2f} s",
                f"{memory:.0f} MB" if memory else "not measured here",
            )  # fmt: skip
    return table


SPAWN = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
peak = 0
if hasattr(os, "wait4"):
    peak = os.wait4(process.pid, 0)[2].ru_maxrss
else:
    process.wait()
print(time.perf_counter() - start, peak)
"""
"""Starts a command and prints its seconds and peak memory. A process of its own: a child's
peak counts what its parent held when it was started."""


def _run_cold(arguments: Sequence[str]) -> tuple[float, float]:
    """Return wall time (s) and peak memory (MB; 0 where the system does not tell)."""
    command = [sys.executable, "-c", SPAWN, sys.executable, "-m", "kinchain.cli", *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return float(told[0]), float(told[1]) / scale
