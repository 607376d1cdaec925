"""The bench of the body engine says what it lacks, and runs OpenSim only where it is named."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from rich.table import Table

from kinchain.app.loads.compute import LoadsOrder, compute
from kinchain.cli import body_bench


def cells(table: Table) -> str:
    return " ".join(str(cell) for column in table.columns for cell in column.cells)


def test_without_recordings_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(body_bench.RECORDINGS, raising=False)
    (table,) = body_bench.body_tables(None, compare=True)
    assert body_bench.RECORDINGS in cells(table)


@pytest.mark.slow
def test_a_trial_is_timed_and_opensim_named_or_not_compared(
    monkeypatch: pytest.MonkeyPatch, recordings: Path
) -> None:
    name, (model, files) = next(iter(body_bench.SETS.items()))
    order = LoadsOrder(tuple(recordings / one for one in files), recordings / model)
    if not order.paths[0].is_file():
        pytest.skip(f"no {files[0]}")
    for count in ("N_WARM", "N_COLD"):
        monkeypatch.setattr(body_bench, count, 1)
    times = {name: body_bench.timed_trial(order)}
    one = times[name]
    assert one.frames == 151
    assert 0.0 < one.engine_s <= one.warm_s < one.cold_s
    assert "--opensim" in cells(body_bench._against(times, {name: order}, None))
    told = cells(body_bench._against(times, {name: order}, sys.executable))
    assert "did not run" in told


def test_knee_forces_are_compared_over_stances(recordings: Path, tmp_path: Path) -> None:
    _, (model, files) = next(iter(body_bench.SETS.items()))
    order = LoadsOrder(tuple(recordings / one for one in files), recordings / model)
    if not order.paths[0].is_file():
        pytest.skip(f"no {files[0]}")
    done = compute(order)
    assert done.work is not None
    from kinchain.body.motion_files import write_reactions

    write_reactions(tmp_path / "jr.sto", done.work.motion.time_s, done.work.reactions)
    apart = body_bench.knee_apart(tmp_path / "jr.sto", done)
    assert len(apart) == 2
    np.testing.assert_allclose(list(apart.values()), 0.0, atol=1e-6)  # the table rounds its clock
