"""Loads of many recordings at once, a process on each core."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext

from kinchain.app.loads.compute import LoadsOrder, compute
from kinchain.core.errors import InputError
from kinchain.core.formats.loads import Loads

USED = (
    "kinchain.app.loads.chain", "kinchain.app.loads.curves", "kinchain.app.loads.ground",
    "kinchain.app.loads.motion", "kinchain.app.loads.person.fitted", "kinchain.body.default",
    "kinchain.body.static_optimisation", "kinchain.gait.readers",
    "kinchain.gait.readers.c3d", "kinchain.gait.readers.trc", "kinchain.gait.readers.storage",
    "kinchain.gait.prepare",
)  # fmt: skip
"""What each trial needs, loaded once for all processes."""


def compute_many(
    orders: Sequence[LoadsOrder], processes: int | None = None
) -> Iterator[Loads | InputError]:
    """Work out the loads of many recordings, in their order.

    Parameters
    ----------
    orders
        What is to be worked out.
    processes
        How many work at once; all cores by default.

    Yields
    ------
    loads
        Of each recording, or what is wrong with it: one that cannot be used stops no other.
    """
    from kinchain.body.compile import load_all, processors

    load_all()  # compiled once, not in each process
    n = max(1, min(processes or len(processors()), len(orders)))
    if n == 1:
        yield from map(_one, orders)
        return
    # Numerical libraries would else start as many threads as there are cores in each process.
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    before = {name: os.environ.get(name) for name in alone}
    os.environ.update(alone)
    try:
        with ProcessPoolExecutor(n, mp_context=_context()) as pool:
            yield from pool.map(_one, orders)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _context() -> BaseContext:
    """Return how processes start: where it can be, from one that has everything loaded."""
    from kinchain.body.compile import N_KERNELS

    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    kernels = [f"kinchain.body.{name}" for name in N_KERNELS]
    context.set_forkserver_preload(["kinchain.app.loads.many", *USED, *kernels])
    return context


def _one(order: LoadsOrder) -> Loads | InputError:
    try:
        return compute(order).loads
    except InputError as error:
        return InputError(error.faults)
