"""The command: light to load, and its faults in four parts."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from kinchain.cli.running import run

HEAVY = ("fastapi", "jinja2", "sqlalchemy", "starlette", "uvicorn", "alembic")


def test_help_loads_no_web_library() -> None:
    code = (
        "import sys; from kinchain.cli.running import run; run(['serve', '--help']); "
        f"print([one for one in {HEAVY!r} if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_a_port_in_use_is_a_fault_in_four_parts(
    tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run(["serve", "--port", port, "--database", str(tmp_path / "a.sqlite")]) == 2
    said = capsys.readouterr().err
    assert "Expected:" in said and "Mend:" in said


def test_a_folder_is_no_database(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--database", str(tmp_path)]) == 2
    assert "--database" in capsys.readouterr().err
