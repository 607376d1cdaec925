"""The compiled kernels: where they are kept, and what a waiting person is told."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

import numba
import pytest

from kinchain.body import _numba
from kinchain.body.compile import load_kernels


def test_kernels_lie_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KINCHAIN_CACHE", str(tmp_path))
    folder = _numba.cache_folder()
    assert folder.parent == tmp_path and folder.name.startswith("numba-")
    assert not _numba.is_compiled(1)
    monkeypatch.delenv("KINCHAIN_CACHE")
    assert "site-packages" not in str(_numba.cache_folder())


def test_the_place_depends_on_the_version_of_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _numba.cache_folder()
    monkeypatch.setattr(numba, "__version__", "0.0.1")
    assert _numba.cache_folder() != before


def test_a_kernel_is_kept_and_numbas_own_setting_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KINCHAIN_CACHE", str(tmp_path))
    settings = numba.config
    before = settings.CACHE_DIR  # type: ignore[attr-defined]

    def double(x):  # type: ignore[no-untyped-def]
        x[0] *= 2.0

    _numba.kernel(numba.float64[::1])(double)
    assert before == settings.CACHE_DIR  # type: ignore[attr-defined]
    assert _numba.is_compiled(1)


def test_a_cache_that_cannot_be_written_does_not_stop_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "file"
    place.write_text("no folder")
    monkeypatch.setenv("KINCHAIN_CACHE", str(place))

    def double(x):  # type: ignore[no-untyped-def]
        x[0] *= 2.0

    made = _numba.kernel(numba.float64[::1])(double)
    assert callable(made) and not _numba.is_compiled(1)


def test_the_first_compilation_is_announced_and_later_ones_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "kinchain.body._kernels"
    kernels = SimpleNamespace()
    told: list[str] = []
    assert load_kernels(told.append) is load_kernels()
    monkeypatch.setattr(_numba, "is_compiled", lambda *_: False)
    monkeypatch.delitem(sys.modules, name)
    real = importlib.import_module

    def pretend(asked: str) -> object:
        if asked != name:
            return real(asked)
        sys.modules[name] = kernels  # type: ignore[assignment]
        return kernels

    monkeypatch.setattr("kinchain.body.compile.import_module", pretend)
    told.clear()
    assert load_kernels(told.append) is kernels
    assert "once" in told[0] and told[-1].startswith("Compiled in")
    told.clear()
    load_kernels(told.append)
    assert told == []
    sys.modules.pop(name)
