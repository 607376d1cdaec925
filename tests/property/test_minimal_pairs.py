"""Texts that differ in one point are answered differently in that point only."""

from __future__ import annotations

import pytest

from evaluation.minimal_pairs import Pair, check, load_pairs, swap_sides

PAIRS = load_pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_a_pair_differs_only_there(pair: Pair) -> None:
    assert check(pair) == []


def test_there_are_enough_pairs_and_each_has_its_own_name() -> None:
    assert len(PAIRS) >= 60
    assert len({pair.id for pair in PAIRS}) == len(PAIRS)


def test_swapping_sides_twice_gives_the_text_back() -> None:
    for pair in PAIRS:
        assert swap_sides(swap_sides(pair.a)) == pair.a
