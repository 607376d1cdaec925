"""How far a second rater agrees with the case writers: ``python -m evaluation.raters DIR``.

``DIR`` holds ``cases_a.yaml``, ``cases_b.yaml`` and ``second_rater.yaml`` (id, urgency,
urgency_also_acceptable, direction, top3). The engine cannot be asked to agree with the raters
better than they agree with each other.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from kinchain.core.urgency import URGENCIES


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Return Cohen's kappa of two raters' labels.

    Parameters
    ----------
    pairs
        The two labels of each case.
    """
    n = len(pairs)
    names = {name for pair in pairs for name in pair}
    seen = sum(one == two for one, two in pairs) / n
    chance = sum(
        sum(one == name for one, _ in pairs) * sum(two == name for _, two in pairs)
        for name in names
    ) / (n * n)
    return 1.0 if chance == 1.0 else (seen - chance) / (1.0 - chance)


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Return the second rater's macro-F1 where the first is taken as right.

    Parameters
    ----------
    pairs
        First and second label of each case.
    """
    scores = []
    for name in sorted({name for pair in pairs for name in pair}):
        both = sum(one == two == name for one, two in pairs)
        either = sum(name == one for one, _ in pairs) + sum(name == two for _, two in pairs)
        scores.append(2.0 * both / either)
    return sum(scores) / len(scores)


def compare(first: Sequence[dict[str, Any]], second: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return agreement on urgency, direction and conditions.

    Parameters
    ----------
    first
        The writers' cases with their ``expected``.
    second
        The second rater's labels.
    """
    other = {one["id"]: one for one in second}
    told = [(case["expected"], other[case["id"]]) for case in first if case["id"] in other]
    urgency = [(a["urgency"], b["urgency"]) for a, b in told]
    direction = [(a["direction"], b["direction"]) for a, b in told]
    lower = [
        URGENCIES.index(b["urgency"])
        > max(map(URGENCIES.index, [a["urgency"], *(a.get("urgency_also_acceptable") or [])]))
        for a, b in told
        if a["urgency"] in ("emergency", "same_day")
    ]
    higher = [
        URGENCIES.index(b["urgency"])
        < min(map(URGENCIES.index, [a["urgency"], *(a.get("urgency_also_acceptable") or [])]))
        for a, b in told
    ]
    top = [bool(set(a["acceptable"]) & set(b["top3"])) for a, b in told]
    return {
        "n": len(told),
        "urgency_same": round(sum(a == b for a, b in urgency) / len(told), 3),
        "urgency_kappa": round(kappa(urgency), 3),
        "urgent_rated_lower": f"{sum(lower)} of {len(lower)}",
        "rated_above_every_acceptable": f"{sum(higher)} of {len(higher)}",
        "direction_same": round(sum(a == b for a, b in direction) / len(told), 3),
        "direction_kappa": round(kappa(direction), 3),
        "direction_macro_f1": round(macro_f1(direction), 3),
        "top3_holds_an_acceptable": round(sum(top) / len(told), 3),
    }


def main() -> int:
    """Print how far the second rater agrees with the writers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    first = [
        case
        for name in ("cases_a.yaml", "cases_b.yaml")
        for case in yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    ]
    second = yaml.safe_load((folder / "second_rater.yaml").read_text(encoding="utf-8"))
    for name, value in compare(first, second).items():
        sys.stdout.write(f"{name}: {value}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
