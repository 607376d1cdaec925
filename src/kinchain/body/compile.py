"""Get the compiled kernels: from the user's cache, or compiled once with a word about it."""

from __future__ import annotations

import logging
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
