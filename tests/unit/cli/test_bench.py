"""The benchmark command measures and prints each of its tables."""

from __future__ import annotations

import pytest

from kinchain.cli import benchmarking
from kinchain.cli.running import run


@pytest.fixture
def small(monkeypatch):
    monkeypatch.delenv("KINCHAIN_RECORDINGS", raising=False)  # the body bench has its own test
    monkeypatch.setattr(benchmarking, "N_POSITIVE", (2, 4))
    monkeypatch.setattr(benchmarking, "N_SMALL", (2,))
    monkeypatch.setattr(benchmarking, "MAX_SECONDS", 0.01)
    monkeypatch.setattr(benchmarking, "N_WARM", 3)
    monkeypatch.setattr(benchmarking, "N_COLD", 1)


def test_bench_prints_times_and_memory(small, capsys):
    assert run(["bench"]) == 0
    told = capsys.readouterr().out
    for part in ("Inference", "reading a text", "a whole assessment", "kinchain --help", "MB"):
        assert part in told
    assert "QuickScore" not in told


def test_bench_compares_on_the_same_networks(small, capsys, monkeypatch):
    monkeypatch.setattr(benchmarking, "_cold", lambda: benchmarking.titled("none", "a"))
    assert run(["bench", "--compare"]) == 0
    told = capsys.readouterr().out
    assert "QuickScore" in told
    assert "pyAgrum" in told


def test_the_timed_network_has_as_many_positives_as_asked():
    knowledge = benchmarking.load_knowledge()
    for n_true in (2, 8, 16):
        assert benchmarking.network(knowledge, n_true).leak_true.size == n_true
