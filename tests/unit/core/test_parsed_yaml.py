"""The package's YAML is parsed once, and a damaged cache is passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinchain.core.parsed_yaml import LEAST_CHARACTERS, parse_package_yaml


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KINCHAIN_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "words.yaml"
    file.write_text("pain: [" + "sore, " * LEAST_CHARACTERS + "aching]\n", "utf-8")
    return file


def kept(source: Path) -> list[Path]:
    return sorted((source.parent / "cache").glob("*"))


def test_second_reading_comes_from_the_cache_and_is_the_same(source: Path) -> None:
    first = parse_package_yaml(source)
    assert len(kept(source)) == 1
    assert parse_package_yaml(source) == first
    assert first["pain"][-1] == "aching"


def test_an_edited_file_is_parsed_anew(source: Path) -> None:
    parse_package_yaml(source)
    source.write_text(source.read_text("utf-8").replace("aching", "burning"), "utf-8")
    assert parse_package_yaml(source)["pain"][-1] == "burning"


@pytest.mark.parametrize("damage", [b"", b"junk", b"0" * 64 + b'\n{"pain": []}'])
def test_a_damaged_cache_is_passed_over_and_mended(source: Path, damage: bytes) -> None:
    whole = parse_package_yaml(source)
    (place,) = kept(source)
    place.write_bytes(damage)
    assert parse_package_yaml(source) == whole
    assert place.read_bytes() != damage


def test_a_cache_that_cannot_be_written_changes_nothing(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = source.parent / "file"
    blocked.write_text("", "utf-8")
    monkeypatch.setenv("KINCHAIN_CACHE", str(blocked))
    assert parse_package_yaml(source)["pain"][-1] == "aching"


def test_what_json_cannot_hold_is_not_kept(source: Path) -> None:
    source.write_text("when: 2026-03-01\nwords: [" + "sore, " * LEAST_CHARACTERS + "x]\n", "utf-8")
    assert parse_package_yaml(source)["when"].year == 2026
    assert kept(source) == []
