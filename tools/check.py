"""Run the checks that are no tests, all of them, and say at the end which ones failed.

    python tools/check.py [style types docstrings layers licences vulnerabilities locks]

Without words all are run. `make check` and `make arch` call this.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = [name for name in ("src", "tests", "tools", "evaluation") if (ROOT / name).is_dir()]
BESIDE = Path(sys.executable).parent
NOT_ASKED = 3
"""Exit code of a step that needs a network service and could not reach it."""


def commands() -> dict[str, list[list[str]]]:
    """Return what each check runs.

    Returns
    -------
    commands
        Commands by name of the check; a check passes when all of its commands do.
    """
    python = sys.executable
    return {
        "style": [
            [python, "-m", "ruff", "check", *CODE],
            [python, "-m", "ruff", "format", "--check", *CODE],
        ],
        "types": [[python, "-m", "mypy"]],
        "docstrings": [[python, "tools/docstrings.py"]],
        "layers": [[str(BESIDE / "lint-imports"), "--no-logo"]],
        "licences": [[python, "tools/licences.py"]],
        "vulnerabilities": [[python, "tools/vulnerabilities.py"]],
        "locks": [[python, "tools/lock.py", "--check"]],
    }


def main(names: list[str]) -> int:
    """Run the named checks.

    Parameters
    ----------
    names
        Which checks; none means all.

    Returns
    -------
    exit_code
        0 when all pass, 1 when one does not, 2 for an unknown name.
    """
    known = commands()
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"unknown check: {', '.join(unknown)}\nExpected: {' '.join(known)}")
        return 2
    outcomes = {name: run(name, known[name]) for name in names or known}
    print()
    for word in ("NOT CHECKED", "FAILED"):
        those = [name for name, outcome in outcomes.items() if outcome == word]
        if those:
            print(f"{word}: {', '.join(those)} (see above)")
    if "FAILED" in outcomes.values():
        return 1
    print("no check failed")
    return 0


def run(name: str, steps: list[list[str]]) -> str:
    """Run one check, all of its commands even when the first fails.

    Parameters
    ----------
    name
        Name to print.
    steps
        Its commands.

    Returns
    -------
    outcome
        ``ok``, ``FAILED``, or ``NOT CHECKED`` when a service was out of reach.
    """
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    codes = {subprocess.run(step, cwd=ROOT, check=False).returncode for step in steps}
    outcome = "ok" if codes == {0} else "NOT CHECKED" if codes == {NOT_ASKED} else "FAILED"
    print(f"== {name}: {outcome} ({time.monotonic() - started:.1f} s)", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
