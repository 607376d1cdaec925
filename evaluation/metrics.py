"""Shares with bounds, ranks, safety, direction and calibration, as the targets define them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from evaluation.cases import Labelled
from evaluation.judge import Judged
from kinchain.core.urgency import URGENCIES

Z_95 = 1.959963984540054
"""Normal quantile of a two-sided 95 % interval."""

N_BINS = 10
"""Bins of the calibration error; equal width, [0, 0.1), [0.1, 0.2) ... [0.9, 1]."""

DIRECTIONS = ("knee_to_foot", "foot_to_knee", "both", "common_cause", "none", "undetermined")
"""Classes of the chain's direction."""


@dataclass(frozen=True)
class Share:
    """A share with its Wilson 95 % interval and the ids that failed."""

    hits: int
    n: int
    failed: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The share; nan where nothing was counted."""
        return self.hits / self.n if self.n else float("nan")

    @property
    def bounds(self) -> tuple[float, float]:
        """Wilson score interval, 95 % (Wilson 1927)."""
        return wilson(self.hits, self.n)

    def as_dict(self) -> dict[str, object]:
        """Return the share as plain data."""
        low, high = self.bounds
        return {
            "share": None if not self.n else round(self.value, 4),
            "hits": self.hits,
            "n": self.n,
            "wilson_95": [round(low, 4), round(high, 4)],
            "failed": list(self.failed),
        }


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the Wilson score interval of a share at 95 %.

    Parameters
    ----------
    hits
        Successes.
    n
        Trials; (0, 1) is returned where there were none.
    """
    if n == 0:
        return (0.0, 1.0)
    share = hits / n
    middle = share + Z_95**2 / (2 * n)
    half = Z_95 * sqrt(share * (1 - share) / n + Z_95**2 / (4 * n * n))
    below = 1 + Z_95**2 / n
    return (max(0.0, (middle - half) / below), min(1.0, (middle + half) / below))


def share(items: Iterable[Judged], good: Callable[[Judged], bool]) -> Share:
    """Count the items that are good and name the others.

    Parameters
    ----------
    items
        Judged cases.
    good
        What counts as a hit.
    """
    items = tuple(items)
    failed = tuple(item.label.id for item in items if not good(item))
    return Share(len(items) - len(failed), len(items), failed)


def is_safe(item: Judged) -> bool:
    """Say whether the rating is not below the right level.

    One level below is allowed for routine and within_days only, and never where the case
    is strict; a lower level named as acceptable too is right.

    Parameters
    ----------
    item
        A judged case.
    """
    label = item.label
    if item.urgency is None:
        return False
    lowest = max(_rank(level) for level in label.levels)
    below = _rank(item.urgency) - lowest
    if below <= 0:
        return True
    allowed = label.urgency in ("within_days", "routine") and not label.strict
    return allowed and _rank(item.urgency) - _rank(label.urgency) <= 1


def is_caught(item: Judged) -> bool:
    """Say whether a same-day or emergency case is rated no lower than its level.

    Parameters
    ----------
    item
        A judged case.
    """
    if item.urgency is None:
        return False
    return _rank(item.urgency) <= max(_rank(level) for level in item.label.levels)


def is_urgent(label: Labelled) -> bool:
    """Say whether a case must be seen today or now.

    Parameters
    ----------
    label
        The case.
    """
    return label.urgency in ("emergency", "same_day")


def is_over(item: Judged) -> bool:
    """Say whether the rating is above every acceptable level.

    Parameters
    ----------
    item
        A judged case.
    """
    if item.urgency is None:
        return False
    return _rank(item.urgency) < min(_rank(level) for level in item.label.levels)


def rank_of(item: Judged) -> int | None:
    """Return the rank (from 1) of the first acceptable condition among distinct ids.

    Parameters
    ----------
    item
        A judged case.
    """
    for place, (name, _p) in enumerate(item.conditions, start=1):
        if name in item.label.acceptable:
            return place
    return None


def is_top(item: Judged, k: int) -> bool:
    """Say whether an acceptable condition is among the first k.

    Parameters
    ----------
    item
        A judged case.
    k
        How many count.
    """
    place = rank_of(item)
    return place is not None and place <= k


def direction_scores(items: Sequence[Judged]) -> dict[str, object]:
    """Return accuracy and macro-F1 of the chain's direction over the classes present.

    A class is present where a label names it; agreement with raters, not truth.

    Parameters
    ----------
    items
        Judged cases.
    """
    pairs = [(item.label.direction, item.direction or "failed") for item in items]
    scores: dict[str, float] = {}
    for name in DIRECTIONS:
        if not any(truth == name for truth, _ in pairs):
            continue
        hits = sum(truth == name == said for truth, said in pairs)
        told = sum(said == name for _, said in pairs)
        true = sum(truth == name for truth, _ in pairs)
        scores[name] = round(2 * hits / (told + true), 4)
    confusion: dict[str, int] = {}
    for truth, said in pairs:
        confusion[f"{truth} -> {said}"] = confusion.get(f"{truth} -> {said}", 0) + 1
    right = share(items, lambda item: item.direction == item.label.direction)
    return {
        "accuracy": right.as_dict(),
        "macro_f1": round(float(np.mean(list(scores.values()))), 4) if scores else None,
        "f1": scores,
        "n_by_class": {name: sum(t == name for t, _ in pairs) for name in scores},
        "confusion": dict(sorted(confusion.items())),
    }


def calibration(told: Sequence[float], true: Sequence[bool]) -> dict[str, object]:
    """Return the expected calibration error in ten equal-width bins with the table.

    Parameters
    ----------
    told
        Probabilities told, shape (n,), 0 to 1.
    true
        Whether it was so, shape (n,).
    """
    p = np.asarray(told, dtype=float)
    y = np.asarray(true, dtype=float)
    if not len(p):
        return {"ece": None, "n": 0, "bins": []}
    place = np.minimum((p * N_BINS).astype(int), N_BINS - 1)
    rows: list[dict[str, Any]] = []
    error = 0.0
    for number in range(N_BINS):
        held = place == number
        n = int(held.sum())
        if not n:
            continue
        said, was = float(p[held].mean()), float(y[held].mean())
        error += n / len(p) * abs(said - was)
        low, high = wilson(int(y[held].sum()), n)
        rows.append(
            {
                "bin": f"{number / N_BINS:.1f}-{(number + 1) / N_BINS:.1f}",
                "n": n,
                "told": round(said, 4),
                "true": round(was, 4),
                "wilson_95": [round(low, 4), round(high, 4)],
            }
        )
    return {
        "ece": round(error, 4),
        "ece_of_bins_alike": round(float(np.mean([abs(r["told"] - r["true"]) for r in rows])), 4),
        "ece_equal_count": round(_equal_count(p, y), 4),
        "brier": round(float(np.mean((p - y) ** 2)), 4),
        "n": len(p),
        "mean_told": round(float(p.mean()), 4),
        "mean_true": round(float(y.mean()), 4),
        "bins": rows,
        "method": f"{N_BINS} equal-width bins, weighted by count",
    }


def _equal_count(p: np.ndarray, y: np.ndarray) -> float:
    order = np.argsort(p, kind="stable")
    parts = np.array_split(order, min(N_BINS, len(order)))
    return float(sum(len(k) / len(p) * abs(p[k].mean() - y[k].mean()) for k in parts))


def case_calibration(items: Sequence[Judged]) -> dict[str, object]:
    """Return calibration over all conditions told, the most likely side of each id.

    True means that the id is among the case's acceptable ones: a stand-in for truth, since
    a label seldom names everything that is so.

    Parameters
    ----------
    items
        Judged cases.
    """
    told = [(p, name in item.label.acceptable) for item in items for name, p in item.conditions]
    return calibration([p for p, _ in told], [hit for _, hit in told])


def _rank(level: str) -> int:
    return URGENCIES.index(level)
