"""Findings: three values, exact sides, and whose word counts."""

from __future__ import annotations

import pytest

from kinchain.core.findings import OTHER_SIDE, Finding, Findings, Side


def test_key_names_the_side_where_there_is_one() -> None:
    assert Finding("fever", True).key == "fever"
    assert Finding("limp", True, "left").key == "limp@left"


def test_what_was_not_told_is_neither_true_nor_false() -> None:
    told = Findings()
    assert not told.is_true("fever")
    assert not told.is_false("fever")
    assert told.value("fever") is None
    assert told.number("age") is None
    assert len(told) == 0


def test_sides_are_exact() -> None:
    told = Findings((Finding("limp", True, "left"), Finding("limp", False, "right")))
    assert told.is_true("limp", "left")
    assert told.is_false("limp", "right")
    assert told.get("limp", "unknown") is None
    assert told.sides_true("limp") == ("left",)
    assert told.is_true("limp")
    assert not told.is_false("limp")


def test_false_everywhere_is_false() -> None:
    told = Findings((Finding("limp", False, "left"), Finding("limp", False, "right")))
    assert told.is_false("limp")


@pytest.mark.parametrize("turned", [False, True])
def test_an_answer_goes_before_everything_else(turned: bool) -> None:
    items = (Finding("fever", True, "none", "narrative"), Finding("fever", False))
    told = Findings(items[::-1] if turned else items)
    assert told.is_false("fever")
    assert len(told) == 1


def test_among_equals_the_first_decides() -> None:
    told = Findings((Finding("fever", True), Finding("fever", False)))
    assert told.is_true("fever")
    assert told.plus([Finding("fever", False)]).is_true("fever")


@pytest.mark.parametrize("value", [True, False, "knee"])
def test_only_numbers_are_numbers(value: bool | str) -> None:
    assert Findings((Finding("x", value),)).number("x") is None
    assert Findings((Finding("x", 3),)).number("x") == 3.0


def test_mirroring_twice_is_nothing() -> None:
    sides: tuple[Side, ...] = ("left", "right", "both", "unknown", "none")
    assert all(OTHER_SIDE[OTHER_SIDE[side]] == side for side in sides)
