"""What the worker can do, and what each may cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

Say = Callable[[str], None]
Work = Callable[[Mapping[str, Any], Path, Path, Say], None]
"""Order, folder with the files that came in, folder for what is made, and a word on progress."""

GIB = 2**30


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of work.

    Parameters
    ----------
    kind
        Its name in the queue.
    place
        Module and function that does it, ``module:function``; only the process that does the
        work ever imports it.
    limit_s
        Longest time, s.
    memory_bytes
        Most memory.
    n_steps
        About so many words on progress come.
    """

    kind: str
    place: str
    limit_s: float
    memory_bytes: int = 4 * GIB
    n_steps: int = 10

    def work(self) -> Work:
        """Return the function that does it."""
        module, _, name = self.place.partition(":")
        found: Work = getattr(import_module(module), name)
        return found


WALK, SIMULATE, EFFECTS = "walk", "simulate", "effects"

TASKS: Mapping[str, Task] = {
    one.kind: one
    for one in (
        Task(WALK, "kinchain.web.work.walk:work_out", 600.0, n_steps=13),
        Task(SIMULATE, "kinchain.web.work.simulate:work_out", 1200.0, n_steps=5),
        Task(EFFECTS, "kinchain.web.work.effects:work_out", 1200.0, n_steps=12),
    )
}  # fmt: skip
"""All kinds of work."""

MOST_RESULT_BYTES = 60_000_000
"""No file that is made is larger."""

RESULT = "result"
"""Kind under which results are kept; what each is, its name says."""

SUMMARY = "summary.json"
"""What every kind of work makes: the last file that is kept, so that all others are there."""


def result_name(job_id: str, attempt: int, part: str) -> str:
    """Return the name under which a part of a result is kept.

    Parameters
    ----------
    job_id
        The job.
    attempt
        Which try made it.
    part
        Which part, such as ``walk.html``.
    """
    return f"{job_id}.{attempt}.{part}"
