"""A broken copy of the knowledge, made line by line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kinchain.core.errors import Fault, KnowledgeError
from kinchain.evidence import load

Edit = Callable[[str, str, str], int]
Faults = Callable[[], tuple[Fault, ...]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the knowledge folder, which the loader reads instead of its own."""
    copy = tmp_path / "knowledge"
    shutil.copytree(str(load.KNOWLEDGE), copy)
    monkeypatch.setattr(load, "KNOWLEDGE", copy)
    return copy


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace the first occurrence of a text in a file; return its line, from 1."""

    def replace(file: str, old: str, new: str) -> int:
        path = folder / file
        text = path.read_text("utf-8")
        place = text.index(old)
        path.write_text(text[:place] + new + text[place + len(old) :], "utf-8")
        return text.count("\n", 0, place) + 1

    return replace


@pytest.fixture
def faults(folder: Path) -> Faults:
    """Read the copy and return every fault found."""

    def read() -> tuple[Fault, ...]:
        with pytest.raises(KnowledgeError) as caught:
            load.read_knowledge()
        return caught.value.faults

    return read
