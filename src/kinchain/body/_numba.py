"""How kernels are compiled: explicit signatures, kept in the user's cache."""

from __future__ import annotations

import hashlib
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

KERNEL_FILES = ("_kernels.py", "_numba.py", "tree.py")
"""Files whose change makes the compiled code stale (``tree.py`` lays out the arrays)."""


def cache_folder() -> Path:
    """Return the folder of the compiled kernels, keyed by all that they depend on."""
    from platformdirs import user_cache_path

    key = hashlib.sha256(f"{numba.__version__} {platform.python_version()}".encode())
    for name in KERNEL_FILES:
        key.update((Path(__file__).parent / name).read_bytes())
    told = os.environ.get("KINCHAIN_CACHE")
    return (Path(told) if told else user_cache_path("kinchain")) / f"numba-{key.hexdigest()[:24]}"


def is_compiled(n_kernels: int) -> bool:
    """Tell whether as many kernels lie in the cache.

    Parameters
    ----------
    n_kernels
        How many there should be.
    """
    return len(list(cache_folder().rglob("*.nbi"))) >= n_kernels


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def kernel(*signature: Any) -> Callable[[Kernel], Kernel]:
    """Compile a function for one signature, or take it from the cache.

    Parameters
    ----------
    *signature
        Types of its arguments; it returns nothing.

    Notes
    -----
    Where the cache cannot be written (a read-only home) it is compiled each time.
    """
    folder = cache_folder()
    can_keep = _can_write(folder)
    settings: Any = numba.config
    before = settings.CACHE_DIR

    def compiled(function: Kernel) -> Kernel:
        settings.CACHE_DIR = str(folder)  # other packages keep the place of theirs
        try:
            made = numba.njit(
                numba.void(*signature), cache=can_keep, error_model="numpy", nogil=True
            )(function)
        finally:
            settings.CACHE_DIR = before
        return made  # type: ignore[no-any-return]

    return compiled
