"""Each level 1 requirement of ASVS 5.0 has one row, and every test named there exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "safety" / "asvs.md").read_text("utf-8")
STATES = ("met", "met by design", "met over https", "partly", "operator", "not applicable")

LEVEL_1 = (
    "1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 "
    "3.4.1 3.4.2 3.5.1 3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 "
    "6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1 6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 "
    "8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1 10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 "
    "11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1 15.3.1"
).split()


def test_every_requirement_has_one_row_with_a_state_and_a_reason() -> None:
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) [^|]+\| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert [number for number, _, _ in rows] == LEVEL_1
    assert all(state in STATES and len(reason) > 3 for _, state, reason in rows)
    assert len(LEVEL_1) == 70


def test_every_named_test_exists() -> None:
    named = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", PAGE)
    assert len(named) > 25
    for file, name in named:
        text = (ROOT / file).read_text("utf-8")
        assert not name or f"def {name}(" in text, f"{file}::{name}"
