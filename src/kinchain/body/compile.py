"""Get the compiled kernels: from the user's cache, or compiled once with a word about it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

N_KERNELS = {
    "_kernels": 2,
    "_dynamics_kernels": 1,
    "_filter_kernels": 1,
    "_path_kernels": 1,
    "_muscle_curves_kernels": 1,
    "_optimise_kernels": 1,
    "_joint_reactions_kernels": 1,
}
"""How many kernels each module of compiled code holds."""

BASE = "_kernels"
"""What other kernels are built on."""

ALONE = (BASE, "_filter_kernels")
"""What is not built on it."""

LONGEST_FIRST = (
    BASE, "_path_kernels", "_dynamics_kernels", "_optimise_kernels", "_filter_kernels",
    "_joint_reactions_kernels", "_muscle_curves_kernels",
)  # fmt: skip

_log = logging.getLogger(__name__)


def load_kernels(
    announce: Callable[[str], None] | None = None, module: str = "_kernels"
) -> ModuleType:
    """Return a module of kernels.

    Parameters
    ----------
    announce
        Takes what to tell a waiting person, when there is something to wait for; without it,
        it goes into the log.
    module
        One of ``N_KERNELS``.

    Returns
    -------
    kernels
        The module ``kinchain.body.<module>``.
    """
    name = f"kinchain.body.{module}"
    if name not in sys.modules:
        from kinchain.body._numba import is_compiled

        say = announce or _log.info
        is_first = not is_compiled(N_KERNELS[module], module)
        if is_first:
            say("Compiling the body engine; this happens once and takes some seconds.")
        began = time.perf_counter()
        import_module(name)
        if is_first:
            say(f"Compiled in {time.perf_counter() - began:.0f} s; kept for the next time.")
    return sys.modules[name]


def load_all(announce: Callable[[str], None] | None = None) -> None:
    """Load all kernels; what was never compiled is compiled side by side, a process a module.

    Parameters
    ----------
    announce
        As in ``load_kernels``.
    """
    from kinchain.body._numba import is_compiled

    lacking = [name for name, n in N_KERNELS.items() if not is_compiled(n, name)]
    if len(lacking) > 1 and len(processors()) > 1:
        _compile_aside(lacking, announce or _log.info)
    for name in N_KERNELS:
        load_kernels(announce, name)


def processors() -> list[int]:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def _compile_aside(names: list[str], say: Callable[[str], None]) -> None:
    """Compile modules in processes of their own, as many at once as there are cores.

    What is built on ``_kernels`` waits for it: else each would compile it again.
    """
    began, left, done = time.perf_counter(), sorted(names, key=LONGEST_FIRST.index), 0
    running: dict[str, subprocess.Popen[bytes]] = {}
    say(f"Compiling the body engine, once: 0 of {len(names)} parts")
    try:
        while left or running:
            first_is_there = BASE not in left and BASE not in running
            ready = [one for one in left if one in ALONE or first_is_there]
            for name in ready[: len(processors()) - len(running)]:
                left.remove(name)
                words = [sys.executable, "-c", f"import kinchain.body.{name}"]
                quiet = subprocess.DEVNULL
                running[name] = subprocess.Popen(words, stdout=quiet, stderr=quiet)
            time.sleep(0.05)
            for name in [one for one, process in running.items() if process.poll() is not None]:
                del running[name]
                done += 1
                passed = time.perf_counter() - began
                say(
                    f"Compiling the body engine, once: {done} of {len(names)} parts, {passed:.0f} s"
                )
    finally:
        for process in running.values():
            process.terminate()
