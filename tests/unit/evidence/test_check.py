"""Checks across entries: honest intervals, causes and effects kept apart, bands apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kinchain.core.errors import Fault

Faults = Callable[[], tuple[Fault, ...]]
Change = Callable[[dict[str, object]], None]

EXPERT = {"basis": "expert", "sources": []}


@pytest.fixture
def change(folder: Path) -> Callable[[Change], str]:
    """Change the first condition of the knee file; return its id."""

    def apply(by: Change) -> str:
        path = folder / "conditions" / "knee.yaml"
        data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        by(data["conditions"][0])
        path.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
        return str(data["conditions"][0]["id"])

    return apply


def one(faults: tuple[Fault, ...], words: str) -> Fault:
    """Return the one fault with these words."""
    found = [fault for fault in faults if words in fault.what]
    assert len(found) == 1, [str(fault) for fault in faults]
    return found[0]


def test_an_expert_interval_may_not_be_narrow(
    change: Callable[[Change], str], faults: Faults
) -> None:
    narrow = {"finding": "fever", "p": 0.5, "low": 0.48, "high": 0.52, **EXPERT}
    name = change(lambda entry: entry.update(shows=[narrow], raised_by=[]))
    fault = one(faults(), "too narrow to be honest")
    assert f"condition '{name}'" in fault.where and "shows 'fever'" in fault.where


def test_a_finding_is_cause_or_effect_of_a_condition(
    change: Callable[[Change], str], faults: Faults
) -> None:
    shown = {"finding": "fever", "p": 0.3, "low": 0.1, "high": 0.6, **EXPERT}
    raised = {"finding": "fever", "odds": 2, "low": 1, "high": 4, **EXPERT}
    change(lambda entry: entry.update(shows=[shown, shown], raised_by=[raised]))
    found = faults()
    assert one(found, "'fever' both raises and is shown").mend
    assert one(found, "'fever' is shown twice").mend


def test_bands_of_one_number_may_not_overlap(
    change: Callable[[Change], str], faults: Faults
) -> None:
    young = {"finding": "age", "to": 40, "odds": 0.1, "low": 0.05, "high": 0.2, **EXPERT}
    old = {"finding": "age", "from": 35, "odds": 3, "low": 2, "high": 5, **EXPERT}
    change(lambda entry: entry.update(raised_by=[young, old]))
    assert one(faults(), "two bands of 'age' overlap").expected


def test_bands_that_touch_are_sound(change: Callable[[Change], str]) -> None:
    from kinchain.evidence import load

    young = {"finding": "age", "to": 40, "odds": 0.1, "low": 0.05, "high": 0.2, **EXPERT}
    old = {"finding": "age", "from": 40, "odds": 3, "low": 2, "high": 5, **EXPERT}
    name = change(lambda entry: entry.update(raised_by=[young, old]))
    assert len(load.read_knowledge().conditions[name].raised_by) == 2


def test_a_number_needs_a_range_and_a_choice_its_choices(folder: Path, faults: Faults) -> None:
    path = folder / "findings.yaml"
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    for entry in data["findings"]:
        if entry["id"] == "age":
            del entry["range"]
        if entry["id"] == "sex":
            del entry["choices"]
    path.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    found = faults()
    assert "finding 'age'" in one(found, "a number without a range").where
    assert "finding 'sex'" in one(found, "a choice without choices").where
