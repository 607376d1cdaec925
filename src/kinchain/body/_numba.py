"""How kernels are compiled: explicit signatures, kept in the user's cache."""

from __future__ import annotations

import hashlib
import inspect
import os
import platform
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

KERNEL_FILES = ("_kernels.py", "_numba.py", "tree.py")
"""Files whose change makes all compiled code stale (``tree.py`` lays out the arrays, the small
functions of ``_kernels.py`` are part of other kernels); a kernel's own file counts beside them."""

BUILT_FROM = {"_path_kernels.py": ("_wrap_kernels.py", "_path_arrays.py")}
"""Further files that the kernels of a file are built from."""


def cache_folder() -> Path:
    """Return the folder of the compiled kernels, keyed by all that they depend on."""
    from platformdirs import user_cache_path

    key = hashlib.sha256(f"{numba.__version__} {platform.python_version()}".encode())
    for name in KERNEL_FILES:
        key.update((Path(__file__).parent / name).read_bytes())
    told = os.environ.get("KINCHAIN_CACHE")
    return (Path(told) if told else user_cache_path("kinchain")) / f"numba-{key.hexdigest()[:24]}"


def file_folder(path: Path) -> Path:
    """Return the folder of the kernels of one file, keyed by its content too.

    Parameters
    ----------
    path
        The file that they stand in.
    """
    key = hashlib.sha256(path.read_bytes())
    for name in BUILT_FROM.get(path.name, ()):
        key.update((path.parent / name).read_bytes())
    return cache_folder() / f"{path.stem}-{key.hexdigest()[:12]}"


def is_compiled(n_kernels: int, module: str = "") -> bool:
    """Tell whether as many kernels lie in the cache.

    Parameters
    ----------
    n_kernels
        How many there should be.
    module
        Name of the module of this room that they stand in; of any by default.
    """
    folder = file_folder(Path(__file__).parent / f"{module}.py") if module else cache_folder()
    return len(list(folder.rglob("*.nbi"))) >= n_kernels


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
    settings: Any = numba.config
    before = settings.CACHE_DIR

    def compiled(function: Kernel) -> Kernel:
        folder = file_folder(Path(inspect.getfile(function)))
        can_keep = _can_write(folder)
        settings.CACHE_DIR = str(folder)  # other packages keep the place of theirs
        try:
            made = numba.njit(
                numba.void(*signature), cache=can_keep, error_model="numpy", nogil=True
            )(function)
        finally:
            settings.CACHE_DIR = before
        return made  # type: ignore[no-any-return]

    return compiled
