"""What loads tell of healthy people: ``python benchmarks/load_findings.py``.

Every public recording with plates is worked out with the default body, with its plates and, where
they stand in a file of their own, without. The people had no complaint of knee or foot that is
known of, so that what is told of them is an alarm without need; the recording of a person with
Parkinson's disease and those of made toe-in and trunk lean are named.
"""

# ruff: noqa: T201  it is a script that prints
from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from walk_data import PLATED

from kinchain.app.loads.compute import LoadsOrder, compute
from kinchain.app.loads.findings import load_findings, speed_of
from kinchain.app.loads.usual import LoadLook, doubts_of, looked_at
from kinchain.app.walk import WalkOrder, measure
from kinchain.core.errors import KinchainError
from kinchain.evidence.load_norms import load_norms

LIKELY = 0.5
"""From here on a load is more likely unusual than not, though it is not told."""


def trials(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Yield name and files of each recording, with plates and without."""
    for one in PLATED:
        paths = [folder / name for name in one.files]
        yield one.name, paths
        without = [path for path in paths if "grf" not in path.name.lower()]
        if without != paths:
            yield f"{one.name}, plates left out", without
    yield "openofm", [folder / "openofm_foot" / "dynamic.c3d"]
    angles = folder / "opencap_walking_videoAndMocap" / "walking1_videoAndMocap.mot"
    yield "opencap joint angles", [angles]


def row(name: str, paths: list[Path]) -> tuple[str, int]:
    """Return a line of the table, and how many alarms it holds."""
    start = time.perf_counter()
    loads = compute(LoadsOrder(tuple(paths))).loads
    try:
        speed = speed_of(measure(WalkOrder(tuple(paths))).walk)
    except KinchainError:
        speed = None
    looks = looked_at(loads, speed, name, load_norms())
    told = [one.key for one in load_findings(looks)]
    likely = [_near(one) for one in looks if one.probability >= LIKELY and not one.is_beyond
              and one.side != "none"]  # fmt: skip
    cells = (
        name, loads.source_of_ground_reaction, "-" if speed is None else f"{speed:.2f}",
        str(len(looks)), ", ".join(told) or "none", "; ".join((*likely, *doubts_of(loads))),
        f"{time.perf_counter() - start:.1f}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |", len(told)


def _near(one: LoadLook) -> str:
    low, high = one.interval
    return f"{one.finding}@{one.side} {one.value:.1f} ({low:.1f} to {high:.1f})"


def main() -> None:
    """Print the table."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else folder
    print("| recording | ground force | m/s | looked at | told | not sure enough; doubts | s |")
    print("|---|---|---|---|---|---|---|")
    alarms = n = 0
    for name, paths in trials(folder):
        text, told = row(name, paths)
        alarms, n = alarms + told, n + 1
        print(text, flush=True)
    print(f"\n{alarms} alarm(s) in {n} recordings")


if __name__ == "__main__":
    main()
