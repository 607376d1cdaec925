"""The rooms as they lie on disk agree with the layers that import-linter enforces."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "kinchain"

ROOMS = (
    "core", "evidence", "intake", "gait", "body", "triage", "reason", "simulate", "care",
    "report", "store", "fhir", "app", "cohort", "web", "cli",
)  # fmt: skip
MECHANICS = {"gait", "body", "simulate"}
MAX_LINES_UNEXPLAINED = 600
"""Longer files say at their top why."""

EXISTING = sorted(path.name for path in PACKAGE.iterdir() if any(path.glob("*.py")))
MODULES = sorted(PACKAGE.rglob("*.py"))


def contracts() -> dict[str, dict[str, Any]]:
    """Return the import-linter contracts by id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {entry["id"]: entry for entry in settings["tool"]["importlinter"]["contracts"]}


def layered_rooms() -> dict[str, bool]:
    """Return each room in the layers, and whether it stands in brackets (planned)."""
    words = " | ".join(contracts()["layers"]["layers"]).split(" | ")
    return {word.strip("()"): word.startswith("(") for word in words}


def test_every_folder_is_a_known_room() -> None:
    assert set(EXISTING) <= set(ROOMS)
    assert set(layered_rooms()) == set(ROOMS)


def test_layers_tell_planned_rooms_from_those_that_exist() -> None:
    planned = {room for room, is_planned in layered_rooms().items() if is_planned}
    assert planned == set(ROOMS) - set(EXISTING)


def test_mechanics_never_imports_knowledge_or_reasoning() -> None:
    there = MECHANICS & set(EXISTING)
    if not there:
        return  # nothing to forbid yet; the contract comes with the first of these rooms
    contract = contracts()["mechanics"]
    assert set(contract["source_modules"]) == {f"kinchain.{room}" for room in there}
    forbidden = {f"kinchain.{room}" for room in ("evidence", "intake", "triage", "reason")}
    assert forbidden <= set(contract["forbidden_modules"])


def test_every_thinking_room_is_kept_from_heavy_libraries() -> None:
    lines_1_to_5 = {room for room in EXISTING if ROOMS.index(room) < ROOMS.index("report")}
    listed = set(contracts()["thinking-rooms"]["source_modules"])
    assert listed == {f"kinchain.{room}" for room in lines_1_to_5}


@pytest.mark.parametrize("room", EXISTING)
def test_room_says_what_it_is_and_what_it_offers(room: str) -> None:
    tree = ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8"))
    text = (ast.get_docstring(tree) or "").strip()
    assert text.endswith("."), "a room's docstring is a sentence"
    assert len(re.findall(r"[.!?](?:\s|$)", text)) == 1, "one sentence, not more"
    targets = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    assert "__all__" in targets


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_keeps_the_house_rules(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert path.stem not in {"utils", "util", "helpers", "misc", "common"}, "name the thing"
    assert ast.get_docstring(tree), "a module says what it is for"
    if text.count("\n") > MAX_LINES_UNEXPLAINED:
        assert re.search(r"\blong\b", ast.get_docstring(tree) or ""), "say why it is so long"


def test_nobody_reaches_for_another_rooms_private_module() -> None:
    faults = []
    for path in MODULES:
        room = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            parts = (module or "").split(".")
            is_private = any(part.startswith("_") for part in parts[2:])
            if parts[0] == "kinchain" and is_private and parts[1] != room:
                faults.append(f"{path.relative_to(ROOT)}: {module}")
    assert not faults
