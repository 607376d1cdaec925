"""The recordings that are shipped: a sparing walk is seen, a healthy one raises nothing."""

from __future__ import annotations

from pathlib import Path

import kinchain as kc

WALKS = Path(__file__).resolve().parents[2] / "examples" / "walks"
LIKELY = 0.5


def likely(name: str) -> set[tuple[str, str]]:
    walk = kc.measure_walk(kc.read_recording(WALKS / name))
    return {(one.id, one.side) for one in walk.compensations if one.probability >= LIKELY}


def test_a_spared_left_leg_is_seen() -> None:
    assert ("antalgic", "left") in likely("spares_left_leg.c3d")


def test_a_healthy_walk_raises_nothing() -> None:
    assert likely("healthy.c3d") == set()
