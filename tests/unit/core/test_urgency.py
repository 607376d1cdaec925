"""The order of urgency."""

from __future__ import annotations

from itertools import product

from kinchain.core.urgency import URGENCIES, at_least, more_urgent


def test_order() -> None:
    assert URGENCIES == ("emergency", "same_day", "within_days", "routine", "self_care")


def test_more_urgent_is_the_upper_of_two() -> None:
    for first, second in product(URGENCIES, repeat=2):
        upper = more_urgent(first, second)
        assert upper == more_urgent(second, first)
        assert upper in (first, second)
        assert at_least(upper, first)
        assert at_least(upper, second)


def test_at_least_is_a_full_order() -> None:
    for first, second in product(URGENCIES, repeat=2):
        assert at_least(first, second) or at_least(second, first)
        assert (at_least(first, second) and at_least(second, first)) == (first == second)
