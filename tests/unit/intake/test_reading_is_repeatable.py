"""The same words are heard the same way in every process."""

from __future__ import annotations

import os
import subprocess
import sys

READ = """
import datetime
from kinchain.intake import read_narrative
texts = (
    "my rihgt fooot went coold and whote, its numbb and I had a plse of pain in the clf",
    "left kne swolen and rde since yestreday, I take warfarn, no fevr, cant stnad on it",
    "the archilles snaped, my hele is brused and the ankel gave way twicce last weak",
)
for text in texts:
    print(read_narrative(text, told_on=datetime.date(2026, 3, 1)))
"""


def test_the_order_of_sets_changes_nothing() -> None:
    heard = {
        subprocess.run(
            [sys.executable, "-c", READ],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(heard) == 1
