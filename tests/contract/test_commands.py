"""Every command and option is documented, and nothing that is not there is offered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from kinchain.cli.commands import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
COMMANDS = typer.main.get_command(app).commands
LATER = ("cohort",)


def test_the_commands_of_this_version():
    assert sorted(COMMANDS) == [
        "ask", "assess", "bench", "evidence", "explain", "loads", "schema", "serve", "simulate",
        "store", "track", "walk",
    ]  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_documented_with_every_option(name):
    section = re.search(rf"^## `kinchain {name}\b.*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section, f"docs/reference/commands.md has no section '## `kinchain {name}'"
    for parameter in COMMANDS[name].params:
        for option in parameter.opts:
            if option.startswith("-"):
                assert f"`{option}" in section.group(0), option


@pytest.mark.parametrize("name", COMMANDS)
def test_command_and_its_options_have_help(name):
    assert COMMANDS[name].help
    for parameter in COMMANDS[name].params:
        assert parameter.help, parameter.name


@pytest.mark.parametrize("name", LATER)
def test_no_command_stands_in_for_later_work(name):
    assert name not in COMMANDS


def test_the_page_documents_no_command_that_is_not_there():
    documented = set(re.findall(r"^## `kinchain (\w+)", PAGE, re.MULTILINE))
    assert documented == set(COMMANDS)
