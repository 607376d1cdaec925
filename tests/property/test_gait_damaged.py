"""A reduced sample of damaged recordings: each ends in a result or a four-part error."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "walk_mutations.py"
SAMPLE = 120


@pytest.fixture(scope="module")
def mutations() -> ModuleType:
    if not SCRIPT.exists():
        pytest.skip("the benchmarks are not part of this copy")
    spec = importlib.util.spec_from_file_location("walk_mutations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["walk_mutations"] = module
    spec.loader.exec_module(module)
    return module


def test_damaged_made_recordings_end_well(mutations: ModuleType, tmp_path: Path) -> None:
    tally = mutations.run(SAMPLE, seed=11, sources=mutations.made_sources(tmp_path))
    assert not tally.faults, tally.faults
    assert sum(tally.ended.values()) == SAMPLE
    assert tally.ended["measured"] > 0
    assert tally.ended["refused"] > 0


def test_an_error_without_its_parts_is_told_apart(mutations: ModuleType) -> None:
    assert not mutations.is_four_part(ValueError("no"))
