"""Build the project's environment from the locked, hashed requirements; standard library only.

    python3 tools/bootstrap.py run|dev [--venv .venv]

`run` holds what kinchain needs to work, `dev` also what tests and checks need. Nothing is done
when the environment already holds what the lock says. A machine needs Python 3.11 to 3.14 and a
way to the package index, nothing else: no compiler, no git, no uv, and no `ensurepip` (which
Debian leaves out of its bare python3). pip's own settings (PIP_INDEX_URL, PIP_CERT, ...) hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
NEEDED: dict[str, tuple[str, ...]] = {"run": ("run.txt", "build.txt"), "dev": ("dev.txt",)}
OPTIONAL: dict[str, tuple[str, ...]] = {"run": (), "dev": ("oracle.txt",)}
LEVELS = ("run", "dev")
STAMP = ".kinchain-stamp.json"
OLDEST, NEWEST = (3, 11), (3, 14)
DOWNLOAD_TIMEOUT_S = 120


class BootstrapError(Exception):
    """The environment could not be built; the text says what to do."""


def main(arguments: list[str]) -> int:
    """Bring the environment up to date.

    Parameters
    ----------
    arguments
        Command-line words after the script's name.

    Returns
    -------
    exit_code
        0 when the environment is ready, 1 when it could not be built.
    """
    words = list(arguments)
    place = Path(words.pop(words.index("--venv") + 1)) if "--venv" in words else ROOT / ".venv"
    level = next((word for word in words if word in LEVELS), "run")
    try:
        use_fitting_python(arguments)
        prepare(level, place if place.is_absolute() else ROOT / place)
    except BootstrapError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    return 0


def use_fitting_python(arguments: list[str]) -> None:
    """Start again with a Python that kinchain supports, when this one is not.

    Parameters
    ----------
    arguments
        Command-line words to pass on.

    Raises
    ------
    BootstrapError
        If there is no such Python on the path.
    """
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if (
            other
            and subprocess.run([other, "-c", "0"], capture_output=True, check=False).returncode == 0
        ):
            sys.exit(subprocess.run([other, __file__, *arguments], check=False).returncode)
    version = ".".join(str(part) for part in sys.version_info[:3])
    raise BootstrapError(
        f"This is Python {version}, and no other Python is on the path.\n"
        "Expected: Python 3.11, 3.12, 3.13 or 3.14.\n"
        "Mend: install one of them, or name it: make PYTHON=/path/to/python3.12 ..."
    )


def prepare(level: str, venv: Path) -> None:
    """Build or renew the environment, unless its stamp says that it is fresh.

    Parameters
    ----------
    level
        ``run`` or ``dev``.
    venv
        Folder of the environment.
    """
    stamp = read_stamp(venv)
    wanted = {"python": sys.version, "run": fingerprint("run"), "dev": fingerprint("dev")}
    is_fresh = venv_python(venv).exists() and all(stamp[key] == wanted[key] for key in stamp)
    if is_fresh and level in stamp:
        return
    if "dev" in stamp:
        level = "dev"  # a developer's environment stays one
    started = time.monotonic()
    say(f"Preparing {venv.name} ({level}): Python {sys.version.split()[0]}, locked dependencies.")
    if not is_fresh or not stamp:
        create(venv)
    installer = find_installer(venv)
    for name in NEEDED[level]:
        install(installer, name)
    for name in OPTIONAL[level]:
        install_if_possible(installer, name)
        try_oracle(venv)
    install_project(installer)
    levels = LEVELS[: LEVELS.index(level) + 1]
    text = json.dumps({key: wanted[key] for key in ("python", *levels)}, indent=1)
    (venv / STAMP).write_text(text + "\n", encoding="utf-8")
    say(f"Ready after {time.monotonic() - started:.0f} s.")


def say(text: str) -> None:
    """Tell the person at the terminal what is going on.

    Parameters
    ----------
    text
        One line.
    """
    sys.stderr.write(f"[kinchain] {text}\n")
    sys.stderr.flush()


def fingerprint(level: str) -> str:
    """Return the hash of everything that decides what an environment holds.

    Parameters
    ----------
    level
        ``run`` or ``dev``.

    Returns
    -------
    sha256
        Hexadecimal digest.
    """
    import tomllib  # Python 3.11; the module itself must be readable by older ones

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = {key: settings.get(key) for key in ("build-system", "project")}
    digest = hashlib.sha256(json.dumps([str(ROOT), project], sort_keys=True).encode())
    for name in (*NEEDED[level], *OPTIONAL[level]):
        digest.update((REQUIREMENTS / name).read_bytes())
    return digest.hexdigest()


def read_stamp(venv: Path) -> dict[str, str]:
    """Return what was last installed, or nothing.

    Parameters
    ----------
    venv
        Folder of the environment.

    Returns
    -------
    stamp
        Version of Python, and a fingerprint for each level installed.
    """
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    keys = {"python", *LEVELS}
    return stamp if isinstance(stamp, dict) and set(stamp) <= keys else {}


def venv_python(venv: Path) -> Path:
    """Return where an environment's Python lies.

    Parameters
    ----------
    venv
        Folder of the environment.

    Returns
    -------
    python
        Path of the interpreter.
    """
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def create(venv: Path) -> None:
    """Make an empty environment, without pip, in place of an older one.

    Parameters
    ----------
    venv
        Folder of the environment.

    Raises
    ------
    BootstrapError
        If Python's venv module is missing or fails.
    """
    if venv.exists() and not (venv / "pyvenv.cfg").exists() and any(venv.iterdir()):
        raise BootstrapError(
            f"{venv} is there, but is no Python environment.\nMend: move it away, then run again."
        )
    command = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(venv)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise BootstrapError(
            f"Python's venv module did not work:\n{result.stdout}{result.stderr}\n"
            "Mend: on Debian or Ubuntu `apt install python3-venv`, then run again."
        )


def find_installer(venv: Path) -> list[str]:
    """Return the pip command for an environment, bringing pip there if need be.

    Parameters
    ----------
    venv
        Folder of the environment.

    Returns
    -------
    command
        Words that begin a `pip install` or `uv pip install` command.

    Raises
    ------
    BootstrapError
        If there is no pip, no uv, and pip could not be fetched.
    """
    python = str(venv_python(venv))
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for brings_pip in (["pip", "--version"], ["ensurepip", "--default-pip"]):
        if (
            subprocess.run([python, "-m", *brings_pip], capture_output=True, check=False).returncode
            == 0
        ):
            return pip
    uv = shutil.which("uv")
    if uv:
        say("This Python brings no pip; using uv.")
        return [uv, "pip", "install", "--quiet", "--python", python]
    say("This Python brings no pip; fetching the locked one.")
    with tempfile.TemporaryDirectory() as folder:
        wheel = fetch_pip(Path(folder))
        command = [python, str(wheel / "pip"), *pip[3:], "--no-index", "--no-deps", str(wheel)]
        if subprocess.run(command, check=False).returncode != 0:
            raise BootstrapError(f"pip could not be installed into {venv}.\n{NO_PIP_MEND}")
    return pip


NO_PIP_MEND = (
    "Mend: see that the package index can be reached, or install Python's own pip bundle\n"
    "      (on Debian and Ubuntu: apt install python3-venv) or uv, then run again."
)


def fetch_pip(folder: Path) -> Path:
    """Download pip's wheel from the address in uv.lock and check its hash.

    Parameters
    ----------
    folder
        Where to put it.

    Returns
    -------
    wheel
        Path of the wheel.

    Raises
    ------
    BootstrapError
        If it cannot be had, or is not the locked file.
    """
    import tomllib  # Python 3.11; the module itself must be readable by older ones

    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = next(package for package in lock["package"] if package["name"] == "pip")["wheels"][0]
    address, expected = locked["url"], locked["hash"].removeprefix("sha256:")
    try:
        content = download(address)
    except (OSError, urllib.error.URLError) as error:
        raise BootstrapError(f"pip could not be fetched: {error}\n{NO_PIP_MEND}") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise BootstrapError(f"What came is not the locked pip (its hash differs).\n{NO_PIP_MEND}")
    wheel = folder / address.rsplit("/", 1)[1]
    wheel.write_bytes(content)
    return wheel


def download(address: str) -> bytes:
    """Fetch one file whose hash the caller checks.

    A bare system may have no certificate store. The content is pinned by its hash, so it is
    then fetched without checking the server's certificate.

    Parameters
    ----------
    address
        Where the file lies.

    Returns
    -------
    content
        Its bytes.
    """
    cafile = os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    context = ssl.create_default_context(
        cafile=cafile if cafile and Path(cafile).exists() else None
    )
    try:
        with urllib.request.urlopen(address, timeout=DOWNLOAD_TIMEOUT_S, context=context) as answer:
            return bytes(answer.read())
    except urllib.error.URLError as error:
        if not isinstance(error.reason, ssl.SSLCertVerificationError):
            raise
    say("No certificates on this system: the file is checked by its locked hash alone.")
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with urllib.request.urlopen(address, timeout=DOWNLOAD_TIMEOUT_S, context=context) as answer:
        return bytes(answer.read())


def install(installer: list[str], name: str) -> None:
    """Install one locked requirement file.

    Parameters
    ----------
    installer
        Words that begin an install command.
    name
        File name inside `requirements/`.

    Raises
    ------
    BootstrapError
        If the installer fails.
    """
    words = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
    command = [*installer, *words, "-r", str(REQUIREMENTS / name)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise BootstrapError(
            f"The locked dependencies in requirements/{name} could not be installed (see above).\n"
            "Expected: a way to the package index, and a system with ready-built wheels\n"
            "          (Linux x86-64 or ARM, macOS, Windows).\n"
            "Mend: look at pip's message; behind a mirror set PIP_INDEX_URL and PIP_CERT."
        )


def install_if_possible(installer: list[str], name: str) -> None:
    """Install a requirement file whose absence costs some tests only.

    Parameters
    ----------
    installer
        Words that begin an install command.
    name
        File name inside `requirements/`.
    """
    try:
        install(installer, name)
    except BootstrapError:
        say(f"requirements/{name} cannot be installed here: tests that need it are skipped.")


def try_oracle(venv: Path) -> None:
    """Say so when the independent oracle is installed, but a system library for it is missing.

    Parameters
    ----------
    venv
        Folder of the environment.
    """
    command = [str(venv_python(venv)), "-c", "import pyagrum"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        why = (result.stderr.strip().splitlines() or ["no message"])[-1]
        say(f"pyAgrum cannot be loaded here ({why}):")
        say("tests against it are skipped. On Debian and Ubuntu: apt install libgomp1")


def install_project(installer: list[str]) -> None:
    """Install kinchain itself, editable, with the locked build backend.

    Parameters
    ----------
    installer
        Words that begin an install command.

    Raises
    ------
    BootstrapError
        If the installer fails.
    """
    words = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT)]
    if subprocess.run([*installer, *words], cwd=ROOT, check=False).returncode != 0:
        raise BootstrapError("kinchain itself could not be installed (see above).")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
