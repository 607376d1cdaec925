"""Renew uv.lock and the hashed requirement files that pip reads where there is no uv.

Run it in the project's environment after changing a dependency in pyproject.toml::

    .venv/bin/python tools/lock.py              # keep the versions that still fit
    .venv/bin/python tools/lock.py --upgrade    # take the newest versions
    .venv/bin/python tools/lock.py --check      # change nothing; fail when out of step

The files name packages, versions and hashes only. `uv.lock` names the public package index
and nothing else; a lock written through a private mirror is refused.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
PUBLIC_HOSTS = frozenset({"pypi.org", "files.pythonhosted.org"})

EXPORTS: dict[str, tuple[str, ...]] = {
    "run.txt": ("--no-default-groups",),
    "build.txt": ("--only-group", "build"),
    "dev.txt": ("--no-default-groups", "--group", "dev"),
    "oracle.txt": ("--no-default-groups", "--group", "dev", "--group", "oracle"),
}
"""Each requirement file with the part of the lock that it holds."""

HEADER = "# Written by tools/lock.py from uv.lock; do not edit by hand.\n"


def main(arguments: list[str]) -> int:
    """Write or check the lock files.

    Parameters
    ----------
    arguments
        Command-line words after the script's name.

    Returns
    -------
    exit_code
        0 when all files agree, 1 when they do not.
    """
    uv = find_uv()
    check = "--check" in arguments
    if check:
        subprocess.run([uv, "lock", "--check"], cwd=ROOT, check=True)
    else:
        upgrade = ["--upgrade"] if "--upgrade" in arguments else []
        subprocess.run([uv, "lock", *upgrade], cwd=ROOT, check=True)
    strangers = strange_hosts((ROOT / "uv.lock").read_text("utf-8"))
    if strangers:
        print(f"uv.lock names other hosts than the public package index: {strangers}")
        print("Mend: run it again without a private mirror in uv's settings.")
        return 1
    FOLDER.mkdir(exist_ok=True)
    stale = [name for name, words in EXPORTS.items() if not export(uv, name, words, check=check)]
    for name in stale:
        print(f"requirements/{name} is not what uv.lock says. Mend: python tools/lock.py")
    return 1 if stale else 0


def find_uv() -> str:
    """Return the uv program beside this Python, else the one on the path.

    Returns
    -------
    uv
        Path of the program.
    """
    beside = shutil.which("uv", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("uv")
    if found is None:
        raise SystemExit("uv is missing. Mend: make .venv/dev, or pip install uv.")
    return found


def strange_hosts(text: str) -> list[str]:
    """Return the hosts in a lock that are not the public package index.

    Parameters
    ----------
    text
        Text of the lock.

    Returns
    -------
    hosts
        Sorted host names; a file address counts as host ``file``.
    """
    hosts = set(re.findall(r"https?://([^/\"\s]+)", text)) - PUBLIC_HOSTS
    hosts |= {"file"} if re.search(r"file:/|path\s*=\s*\"/", text) else set()
    return sorted(hosts)


def export(uv: str, name: str, words: tuple[str, ...], *, check: bool) -> bool:
    """Write one requirement file, or compare it with the lock.

    Parameters
    ----------
    uv
        Path of the uv program.
    name
        File name inside `requirements/`.
    words
        What to export.
    check
        Compare only.

    Returns
    -------
    is_in_step
        False when `check` is asked and the file differs.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / name
        command = [uv, "export", "--frozen", "--no-emit-project", "--no-header", "--no-annotate"]
        command += ["--format", "requirements-txt", "--output-file", str(target), *words]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        text = HEADER + target.read_text("utf-8")
    place = FOLDER / name
    if check:
        return place.is_file() and place.read_text("utf-8") == text
    place.write_text(text, "utf-8", newline="\n")
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
