# ruff: noqa: T201  it is a script that prints
"""Can another sign of landing do better? ``python benchmarks/walk_landing.py [--json FILE]``.

Eight signs of a landing in the paths of heel and forefoot, on the recordings with plates: what each
is off by on each recording when its offset is fitted without that person; the best of all
combinations of one to five of them (middle or mean), chosen and fitted without the person they are
tried on; and how long the plates' force takes to rise, which tells filtered forces.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from walk_data import Judged, judged, table, write_json

from kinchain.gait.events.combine import contact_signs, walking_speed
from kinchain.gait.events.rules import belt_speed, between_frames
from kinchain.gait.events.signals import FootSignals, rate_of_change

SIGNS = (
    "foot falls fastest", "heel's fall ended", "heel under 0.5 of speed", "heel accelerates up",
    "foot slaps down", "heel brakes", "heel under 0.78 of speed", "heel under walking speed",
)  # fmt: skip
"""The first three are kinchain's; then Hreljac and Marshall, angular acceleration of the foot,
backward acceleration of the heel, Bruening and Ridge's threshold, and the walking speed itself."""

SHIPPED = (0, 1, 2)
LONGEST_MS = 20.0
"""Larger errors count as this when combinations are compared."""

LEVELS_N = (5.0, 10.0, 50.0, 100.0, 200.0)
MIN_RATE_HZ = 70.0


@dataclass(frozen=True)
class Rows:
    """Errors of a recording's landings by each sign, shape (n_landings, 8), ms."""

    name: str
    person: str
    errors_ms: np.ndarray


def signs_of(foot: FootSignals) -> np.ndarray:
    """Return eight times of each landing, shape (n, 8), s; NaN where unseen."""
    rough, own = contact_signs(foot)
    rate, belt = foot.rate_hz, belt_speed(foot)
    speed = walking_speed(foot, belt)
    heel = rate_of_change(foot.heel, rate)
    over_ground = np.hypot(heel[:, 0] - belt, heel[:, 1])
    along = foot.toe - foot.heel
    pitch = np.arctan2(along[:, 1], np.hypot(along[:, 0], along[:, 2]))
    up = rate_of_change(heel[:, 1], rate)
    slap = -rate_of_change(rate_of_change(pitch, rate), rate)
    brake = -rate_of_change(heel[:, 0], rate)
    found = []
    for zeni, three in zip(rough, own, strict=True):
        near = float(np.nanmedian(three)) if np.isfinite(three).any() else float(zeni)
        found.append((
            *three,
            _highest(foot, up, near - 0.06, near + 0.06),
            _highest(foot, slap, near - 0.06, near + 0.06),
            _highest(foot, brake, near - 0.08, near + 0.06),
            _falls_below(foot, over_ground, 0.78 * speed, float(zeni)),
            _falls_below(foot, over_ground, speed, float(zeni)),
        ))  # fmt: skip
    return np.asarray(found, dtype=float).reshape(-1, len(SIGNS))


def _highest(foot: FootSignals, signal: np.ndarray, start_s: float, end_s: float) -> float:
    inside = np.flatnonzero((foot.time_s >= start_s) & (foot.time_s <= end_s))
    if np.isfinite(signal[inside]).sum() < 3:
        return float("nan")
    place = between_frames(signal, int(inside[np.nanargmax(signal[inside])]))
    return float(foot.time_s[0] + place / foot.rate_hz)


def _falls_below(foot: FootSignals, signal: np.ndarray, level: float, about_s: float) -> float:
    inside = np.flatnonzero((foot.time_s >= about_s - 0.15) & (foot.time_s <= about_s + 0.2))
    above = signal[inside] - level
    crossed = np.flatnonzero((above[:-1] >= 0) & (above[1:] < 0))
    if not len(crossed):
        return float("nan")
    at = int(crossed[0])
    share = above[at] / (above[at] - above[at + 1])
    return float(foot.time_s[inside[at]] + share / foot.rate_hz)


def rows_of(one: Judged) -> Rows:
    """Return the errors of every sign at a recording's true landings."""
    found = []
    for side, foot in one.feet.items():
        times = signs_of(foot)
        if not len(times):
            continue
        place = np.nanmedian(times[:, list(SHIPPED)], axis=1)
        for true in one.truth[side]["ic"]:
            near = int(np.nanargmin(np.abs(place - true)))
            if abs(place[near] - true) < 0.15:
                found.append(1000.0 * (times[near] - true))
    errors = np.asarray(found, dtype=float).reshape(-1, len(SIGNS))
    return Rows(one.source.name, one.source.person, errors)


def offsets(train: Sequence[Rows]) -> np.ndarray:
    """Return what each sign is moved by: minus the median of the recordings' median errors."""
    return -np.nanmedian([np.nanmedian(one.errors_ms, axis=0) for one in train], axis=0)


def error_of(one: Rows, signs: Sequence[int], how: str, moved: np.ndarray) -> float:
    """Return a recording's median absolute error by a combination, ms."""
    values = one.errors_ms[:, list(signs)] + moved[list(signs)]
    joined = np.nanmedian(values, axis=1) if how == "middle" else np.nanmean(values, axis=1)
    return float(np.nanmedian(np.abs(joined)))


def left_out(data: Sequence[Rows], signs: Sequence[int], how: str) -> list[float]:
    """Return the recordings' errors with offsets fitted without the person."""
    return [
        error_of(one, signs, how, offsets([r for r in data if r.person != one.person]))
        for one in data
    ]


def cost(errors: Sequence[float]) -> float:
    """Return what is made least when a combination is chosen."""
    return float(np.mean(np.minimum(errors, LONGEST_MS)))


def chosen(data: Sequence[Rows]) -> tuple[tuple[int, ...], str]:
    """Return the best combination on some recordings."""
    every = [
        (signs, how)
        for size in range(1, 6)
        for signs in combinations(range(len(SIGNS)), size)
        for how in ("middle", "mean")
    ]
    return min(every, key=lambda one: cost(left_out(data, *one)))


def rise(one: Judged) -> list[float] | None:
    """Return when the force of the plates passes each level after 20 N, ms, the middle one."""
    plates = one.trial.plates
    if plates is None:
        return None
    clock, found = plates["time"].values, []
    for contact in one.prepared.contacts:
        true = one.truth.get(contact.side, {}).get("ic", ()) if contact.side else ()
        if not contact.is_clean or not len(true) or np.abs(true - contact.start_s).min() > 0.02:
            continue
        force = plates["force_n"].sel(plate=contact.plate).values[:, 1]
        near = np.flatnonzero(np.abs(clock - contact.start_s) < 0.12)
        found.append([_passes(clock[near], force[near], level) for level in (20.0, *LEVELS_N)])
    if not found:
        return None
    times = np.asarray(found)
    return [float(v) for v in np.nanmedian(1000.0 * (times[:, 1:] - times[:, :1]), axis=0)]


def _passes(clock: np.ndarray, force: np.ndarray, level: float) -> float:
    """Return when a force passes a level the last time that it rises through it, s."""
    up = np.flatnonzero((force[:-1] < level) & (force[1:] >= level))
    if not len(up):
        return float("nan")
    at = int(up[np.argmin(np.abs(clock[up] - clock[len(clock) // 2]))])
    share = (level - force[at]) / (force[at + 1] - force[at])
    return float(clock[at] + share * (clock[at + 1] - clock[at]))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    recorded = [
        one for one in judged()
        if one.trial.rate_hz > MIN_RATE_HZ and not one.prepared.marks.is_pose
    ]  # fmt: skip
    data = [one for one in map(rows_of, recorded) if len(one.errors_ms)]
    if not data:
        return
    content: dict[str, Any] = {"signs": SIGNS}
    print("\n**Error of each sign, ms, its offset fitted without the person**")
    moved = {p: offsets([r for r in data if r.person != p]) for p in {r.person for r in data}}
    off = {r.name: np.nanmedian(r.errors_ms, axis=0) + moved[r.person] for r in data}
    table(("", *SIGNS), [(name, *map(float, row)) for name, row in off.items()])
    print("\n**Shipped signs, and the combination chosen without the person**")
    shipped = left_out(data, SHIPPED, "middle")
    rows, nested = [], []
    picks = {p: chosen([r for r in data if r.person != p]) for p in sorted(moved)}
    for one, own in zip(data, shipped, strict=True):
        signs, how = picks[one.person]
        nested.append(error_of(one, signs, how, moved[one.person]))
        rows.append((one.name, own, nested[-1], f"{how} of {'; '.join(SIGNS[k] for k in signs)}"))
    table(("", "shipped", "chosen", "which"), rows)
    for name, errors in (("shipped", shipped), ("chosen", nested)):
        within = sum(e <= 10.0 for e in errors)
        print(f"{name}: median {np.median(errors):.1f} ms, worst {max(errors):.0f}, "
              f"within 10 ms {within} of {len(errors)}")  # fmt: skip
    print("\n**Time of the plates' force after 20 N, ms**")
    rises = {one.source.name: rise(one) for one in recorded}
    table(("", *(f"{level:g} N" for level in LEVELS_N)),
          [(name, *row) for name, row in rises.items() if row is not None])  # fmt: skip
    content.update(off_ms=off, shipped_ms=shipped, chosen_ms=nested, rise_ms=rises)
    write_json(told.json, {**content, "off_ms": {k: v.tolist() for k, v in off.items()}})


if __name__ == "__main__":
    main()
