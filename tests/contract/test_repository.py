"""What is committed: no traces of one machine, a changelog with its parts, locks in step."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import licences  # noqa: E402
import lock  # noqa: E402
import vulnerabilities  # noqa: E402

SKIPPED_FOLDERS = {
    ".git", ".venv", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__",
    ".import_linter_cache", "build", "demo-out", "dist", "htmlcov", "node_modules",
}  # fmt: skip
TEXT_SUFFIXES = {
    "", ".cfg", ".cff", ".css", ".csv", ".html", ".ini", ".js", ".json", ".md", ".py", ".rst",
    ".sh", ".sha256", ".svg", ".toml", ".txt", ".xml", ".yaml", ".yml",
}  # fmt: skip
MACHINE_PATHS = re.compile(r"(?<![\w.~:/-])/(?:work|root|home/\w+|Users/\w+|opt|tmp/\w+)/[\w.-]")
REGISTRY_HOSTS = re.compile(
    r"\b(?:pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|deb\.debian\.org"
    r"|conda\.anaconda\.org|crates\.io)\b"
)
MAY_NAME_THE_PUBLIC_INDEX = {"uv.lock", "tools/lock.py", "tests/contract/test_repository.py"}
"""The lock itself (uv writes the address of every file) and what guards it."""

MAKE_TARGETS = ("demo", "test", "check", "fix", "arch", "evaluate", "bench", "golden", "oracle")


def committed_texts() -> list[Path]:
    """Return the text files of the repository; those git knows, where there is git."""
    paths: list[Path] = []
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    paths = paths or [
        path for path in ROOT.rglob("*") if not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts)
    ]
    return [path for path in paths if path.is_file() and path.suffix in TEXT_SUFFIXES]


def read(name: str) -> str:
    """Return a file of the repository as text."""
    return (ROOT / name).read_text("utf-8")


def test_no_committed_file_names_a_place_on_one_machine() -> None:
    faults = []
    for path in committed_texts():
        for match in MACHINE_PATHS.finditer(path.read_text("utf-8", errors="replace")):
            faults.append(f"{path.relative_to(ROOT)}: {match[0]}")
    assert not faults


def test_only_the_lock_names_the_package_index() -> None:
    faults = []
    for path in committed_texts():
        name = path.relative_to(ROOT).as_posix()
        if name in MAY_NAME_THE_PUBLIC_INDEX:
            continue
        faults += [f"{name}: {hit}" for hit in REGISTRY_HOSTS.findall(path.read_text("utf-8"))]
    assert not faults


def test_lock_names_the_public_index_alone() -> None:
    assert lock.strange_hosts(read("uv.lock")) == []
    assert lock.strange_hosts('url = "https://mirror.example/simple"') == ["mirror.example"]


@pytest.mark.parametrize("name", sorted(lock.EXPORTS))
def test_every_locked_requirement_is_exact_and_hashed(name: str) -> None:
    text = read(f"requirements/{name}")
    entries = re.split(r"\n(?=[a-z])", text.removeprefix(lock.HEADER).strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==\S+", entry)
        assert "--hash=sha256:" in entry
    versions = dict(re.findall(r'name = "([^"]+)"\nversion = "([^"]+)"', read("uv.lock")))
    assert {entry.split("==")[0] for entry in entries} <= set(versions)


def test_every_run_dependency_is_locked() -> None:
    settings = tomllib.loads(read("pyproject.toml"))["project"]
    named = {re.split(r"[<>=!~\[ ]", text)[0].lower() for text in settings["dependencies"]}
    locked = set(re.findall(r"^([a-z0-9._-]+)==", read("requirements/run.txt"), re.MULTILINE))
    assert named <= locked


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("Apache Software License", True),
        ("(MIT OR GPL-3.0-only) AND BSD-3-Clause", True),
        ("LGPL-3.0-or-later", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("GNU Affero General Public License v3", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("CC-BY-NC-4.0", False),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_licence_check_tells_free_from_forbidden(licence: str, expected: bool) -> None:
    assert licences.is_allowed(licence) is expected


CLEAN = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "errors", "expected"),
    [
        ([CLEAN], "", 0),
        ([CLEAN, SKIPPED], "", 0),
        ([CLEAN, FAULTY], "", 1),
        ([SKIPPED], "", vulnerabilities.NOT_ASKED),
        (None, "requests.exceptions.ConnectionError: no route", vulnerabilities.NOT_ASKED),
        (None, "unexpected argument", 1),
    ],
)
def test_vulnerability_check_tells_a_fault_from_a_service_out_of_reach(
    packages: list[dict[str, object]] | None,
    errors: str,
    expected: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = "" if packages is None else json.dumps({"dependencies": packages})
    answer = subprocess.CompletedProcess([], 1, out, errors)
    monkeypatch.setattr(vulnerabilities.subprocess, "run", lambda *_, **__: answer)
    assert vulnerabilities.main() == expected
    said = capsys.readouterr().out
    assert ("NOT checked" in said) is (expected == vulnerabilities.NOT_ASKED)


def test_changelog_has_its_parts() -> None:
    text = read("CHANGELOG.md")
    unreleased = text.index("## [Unreleased]") if "## [Unreleased]" in text else -1
    assert unreleased >= 0
    assert "### Changed numbers" in text[unreleased:]
    assert tomllib.loads(read("pyproject.toml"))["project"]["name"] in text


def test_citation_names_the_version_and_licence() -> None:
    version = re.search(r'__version__ = "([^"]+)"', read("src/kinchain/__init__.py"))
    assert version
    assert f"version: {version[1]}\n" in read("CITATION.cff")
    assert "license: Apache-2.0\n" in read("CITATION.cff")


def test_readme_opens_with_what_it_is_and_the_two_commands() -> None:
    text = read("README.md")
    order = ["# kinchain", "docs/images/report.svg", "make demo", "make test", "## "]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    for door in ("person", "clinician", "researcher"):
        assert re.search(rf"\b{door}\b", text, re.IGNORECASE)


def test_local_links_of_the_first_pages_lead_somewhere() -> None:
    dead = []
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"):
        for target in re.findall(r"\]\(([^)#\s]+)", read(name)):
            if "://" not in target and not (ROOT / target).exists():
                dead.append(f"{name}: {target}")
    assert not dead


def test_every_make_target_is_there_and_documented() -> None:
    makefile, guide = read("Makefile"), read("CONTRIBUTING.md")
    for target in MAKE_TARGETS:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
        assert f"make {target}" in guide


def test_decisions_are_numbered_without_a_gap_and_have_their_parts() -> None:
    paths = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    for path in paths:
        headings = re.findall(r"^## (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Status", "Consequences"], path.name
