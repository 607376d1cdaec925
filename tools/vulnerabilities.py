"""Ask the public advisory service about known vulnerabilities in the locked run dependencies.

Needs a network. Where the service cannot be reached this says so and ends with an exit code
of its own: an advisory that nobody could read is no fault of the code, but no pass either.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements" / "run.txt"
OUT_OF_REACH = (
    "ConnectionError", "ConnectTimeout", "ReadTimeout", "Max retries exceeded", "ProxyError",
    "ServiceError", "Could not connect", "Temporary failure in name resolution",
    "Failed to establish", "403 Client Error", "502 Server Error", "503 Server Error",
    "timed out", "SSLError",
)  # fmt: skip
TIMEOUT_S = 180
NOT_ASKED = 3
"""Exit code for a check that could not be made; tools/check.py reports and passes it."""


def main() -> int:
    """Run pip-audit and read its answer.

    Returns
    -------
    exit_code
        0 when nothing is known, 1 for a known vulnerability or a failure of the check itself,
        3 (`NOT_ASKED`) when nobody could be asked.
    """
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip"]
    command += ["--progress-spinner", "off", "--format", "json", "--timeout", "15"]
    command += ["-r", str(REQUIREMENTS)]
    try:
        result = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return not_asked(f"no answer within {TIMEOUT_S} s")
    try:
        packages = json.loads(result.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return explain_failure(result.stderr)
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        return not_asked(f"the index in use has advisories for none of {len(packages)} packages")
    faults = [package for package in packages if package.get("vulns")]
    for package in faults:
        for fault in package["vulns"]:
            mended = ", ".join(fault.get("fix_versions") or []) or "no version yet"
            print(f"{package['name']} {package['version']}: {fault['id']}; mended in {mended}")
    print(f"  {len(packages) - len(skipped)} packages asked about, {len(faults)} with advisories")
    if skipped:
        print(f"NOTICE: not checked, unknown to the advisory service: {', '.join(skipped)}")
    return 1 if faults else 0


def explain_failure(errors: str) -> int:
    """Tell a service out of reach from a check that failed.

    Parameters
    ----------
    errors
        What pip-audit wrote to its error stream.

    Returns
    -------
    exit_code
        `NOT_ASKED` when the service could not be reached, else 1.
    """
    last = (errors.strip().splitlines() or ["no message"])[-1]
    if any(sign in errors for sign in OUT_OF_REACH):
        return not_asked(last[:160])
    print(f"pip-audit failed: {last}")
    return 1


def not_asked(why: str) -> int:
    """Say that nobody could be asked.

    Parameters
    ----------
    why
        The reason.

    Returns
    -------
    exit_code
        Always `NOT_ASKED`.
    """
    print("NOTICE: the advisory service could not be reached; vulnerabilities were NOT checked.")
    print(f"  {why}")
    return NOT_ASKED


if __name__ == "__main__":
    sys.exit(main())
