"""Run the engine on labelled cases, over the machine's cores, and keep what is judged."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

from evaluation.cases import Labelled
from kinchain.core.formats.assessment import Assessment
from kinchain.core.formats.case import Case

Item = TypeVar("Item")
Result = TypeVar("Result")

N_WORKERS = min(2, os.cpu_count() or 1)
"""Processes used; two, as the targets are stated for a two-core machine."""


@dataclass(frozen=True)
class Judged:
    """What the engine said of one labelled case; ``failed`` names an unexpected error.

    ``conditions`` are distinct ids in the order of the assessment with the probability of
    their most likely side.
    """

    label: Labelled
    urgency: str | None
    provisional: bool
    red_flags: tuple[str, ...]
    conditions: tuple[tuple[str, float], ...]
    direction: str | None
    heard: tuple[str, ...]
    seconds: float
    failed: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Return the judged case as plain data, without the person's words."""
        label = self.label
        return {
            "id": label.id,
            "group": label.group,
            "detail": label.detail,
            "expected": {
                "acceptable": list(label.acceptable),
                "urgency": list(label.levels),
                "strict": label.strict,
                "direction": label.direction,
            },
            "urgency": self.urgency,
            "provisional": self.provisional,
            "red_flags": list(self.red_flags),
            "conditions": [[name, round(p, 4)] for name, p in self.conditions[:12]],
            "direction": self.direction,
            "heard": list(self.heard),
            "seconds": round(self.seconds, 4),
            "failed": self.failed,
        }


def assess(case: Case) -> Assessment:
    """Assess one case with the packaged knowledge.

    Parameters
    ----------
    case
        The case.
    """
    import kinchain

    result: Assessment = kinchain.assess(case)
    return result


def by_condition(assessment: Assessment) -> tuple[tuple[str, float], ...]:
    """Return distinct condition ids in order, each with its most likely side's probability.

    Parameters
    ----------
    assessment
        The assessment.
    """
    found: dict[str, float] = {}
    for entry in assessment.conditions:
        found[entry.id] = max(found.get(entry.id, 0.0), entry.probability)
    return tuple(found.items())


def heard_key(entry: object) -> str:
    """Return ``id@side=value`` of a heard finding, without the side where it has none.

    Parameters
    ----------
    entry
        A ``Heard``.
    """
    finding, side, value = (getattr(entry, name) for name in ("finding", "side", "value"))
    return f"{finding}{'' if side == 'none' else f'@{side}'}={value}"


def judge(label: Labelled) -> Judged:
    """Run the engine on one case; an unexpected error is kept as a failure.

    Parameters
    ----------
    label
        The case with its labels.
    """
    start = time.perf_counter()
    try:
        told = assess(label.case)
    except Exception as error:  # noqa: BLE001 - kept as a failure and counted
        seconds = time.perf_counter() - start
        return Judged(label, None, False, (), (), None, (), seconds, type(error).__name__)
    return Judged(
        label=label,
        urgency=told.triage.urgency,
        provisional=told.triage.provisional,
        red_flags=tuple(flag.rule for flag in told.triage.red_flags),
        conditions=by_condition(told),
        direction=told.chain.direction,
        heard=tuple(heard_key(entry) for entry in told.heard),
        seconds=time.perf_counter() - start,
    )


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], n_workers: int = N_WORKERS
) -> list[Result]:
    """Apply a function to all items over some processes, in order.

    Parameters
    ----------
    work
        A function of a module.
    items
        What to apply it to.
    n_workers
        Processes; 1 works in this one.
    """
    if n_workers <= 1 or len(items) < 2 * n_workers:
        return [work(item) for item in items]
    size = max(1, min(50, len(items) // (4 * n_workers)))
    with ProcessPoolExecutor(n_workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(work, items, chunksize=size))


def judge_all(labels: Iterable[Labelled], n_workers: int = N_WORKERS) -> list[Judged]:
    """Judge all cases.

    Parameters
    ----------
    labels
        The cases.
    n_workers
        Processes.
    """
    return spread(judge, tuple(labels), n_workers)
