"""Every hazard of the log names a test that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (H-\d+) \|(.*)\|$", re.MULTILINE)
TEST_ID = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
HAZARDS = ROW.findall((ROOT / "docs/safety/hazards.md").read_text("utf-8"))


def test_ids_are_unique_and_rows_are_whole() -> None:
    ids = [hazard for hazard, _ in HAZARDS]
    assert len(ids) > 20
    assert len(ids) == len(set(ids))
    assert all(
        len(row.split("|")) == 4 and all(map(str.strip, row.split("|"))) for _, row in HAZARDS
    )


@pytest.mark.parametrize(("hazard", "row"), HAZARDS, ids=[hazard for hazard, _ in HAZARDS])
def test_hazard_names_an_existing_test(hazard: str, row: str) -> None:
    named = TEST_ID.findall(row)
    assert named, f"{hazard} names no test"
    for path, name in named:
        assert f"def {name}(" in (ROOT / path).read_text("utf-8"), f"{hazard}: {path}::{name}"
