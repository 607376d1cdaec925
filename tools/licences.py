"""Check that everything kinchain needs to run has a licence that it may be used under.

Follows the requirements of the installed package, direct and indirect, and reads what each
package says of itself. Permissive licences are fine, the weak copyleft of LGPL and MPL too
for an unmodified dependency; GPL, AGPL, non-commercial and unknown licences are refused.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = (
    r"mit(-0|-cmu)?( license)?|expat( license)?",
    r"(new |modified |3-clause )?bsd([- ][0-4])?([- ]clause)?( license)?|0bsd",
    r"apache([- ]2(\.0)?)?( license)?(,? version 2\.0)?|apache software license",
    r"psf-2\.0|python-2\.0|python software foundation license|psfl?|cnri-python",
    r"isc( license)?( \(iscl\))?|zlib|libpng-2\.0|unlicense|the unlicense \(unlicense\)|cc0-1\.0",
    r"mpl-2\.0|mozilla public license 2\.0 \(mpl 2\.0\)",
    r"lgpl(-[23](\.[01])?)?(-only|-or-later|\+)?|gnu lesser general public license.*",
    r"bsl-1\.0|hpnd|zpl-2\.1|blueoak-1\.0\.0|openblas|libtiff|unicode-3\.0",
)
EXCEPTIONS = ("gcc-exception-3.1", "llvm-exception", "classpath-exception-2.0")
"""What may stand behind WITH; the GCC runtime library in a wheel is free to link with."""

READ_BY_HAND = {"ezc3d": "MIT"}
"""Packages whose metadata state nothing, by what the licence file in their wheel says."""

_ALLOWED = re.compile("|".join(f"(?:{pattern})" for pattern in ALLOWED), re.IGNORECASE)


def main() -> int:
    """Check the closure of run dependencies.

    Returns
    -------
    exit_code
        0 when every licence is allowed, 1 otherwise.
    """
    faults = []
    found = run_dependencies("kinchain")
    for name in sorted(found):
        licence = stated_licence(found[name])
        if not is_allowed(licence):
            faults.append(f"{name} {found[name].version}: {licence or 'no licence stated'}")
        print(f"  {name:24} {licence[:70]}")
    for fault in faults:
        print(f"licence not allowed: {fault}")
    if faults:
        print("Expected: MIT, BSD, Apache, PSF, ISC, MPL or LGPL. Mend: take another library.")
    return 1 if faults else 0


def run_dependencies(root: str) -> dict[str, Distribution]:
    """Collect all packages that a package needs on this system.

    Parameters
    ----------
    root
        Name of the installed package to begin with; it is not in the result.

    Returns
    -------
    found
        Installed distributions by normal name.
    """
    found: dict[str, Distribution] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(root, frozenset())]
    while waiting:
        name, extras = waiting.pop()
        for text in distribution(name).requires or []:
            requirement = Requirement(text)
            wanted = [{"extra": extra} for extra in ("", *extras)]
            if requirement.marker and not any(requirement.marker.evaluate(w) for w in wanted):
                continue
            key = canonicalize_name(requirement.name)
            if key not in found:
                found[key] = installed(key)
                waiting.append((key, frozenset(requirement.extras)))
    return found


def installed(name: str) -> Distribution:
    """Return an installed package.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    distribution
        What its metadata says.
    """
    try:
        return distribution(name)
    except PackageNotFoundError:
        raise SystemExit(f"{name} is required, but not installed. Mend: make dev") from None


def stated_licence(package: Distribution) -> str:
    """Return what a package says of its licence, the most exact statement first.

    Parameters
    ----------
    package
        The installed package.

    Returns
    -------
    licence
        An SPDX expression, the trove classifiers joined by AND, or the first line of the
        licence field; empty when nothing is stated.
    """
    headers = package.metadata
    expression = headers.get("License-Expression")
    if expression:
        return str(expression)
    classifiers = [
        text.rsplit(" :: ", 1)[1]
        for text in headers.get_all("Classifier") or []
        if text.startswith("License ::") and not text.endswith("OSI Approved")
    ]
    lines = str(headers.get("License") or "").strip().splitlines()
    stated = " AND ".join(classifiers) or (lines[0] if lines else "")
    return stated or READ_BY_HAND.get(canonicalize_name(headers["Name"]), "")


def is_allowed(licence: str) -> bool:
    """Judge an SPDX-like expression: one side of OR suffices, all sides of AND are needed.

    Parameters
    ----------
    licence
        What the package says.

    Returns
    -------
    is_allowed
        False also for an empty statement.
    """
    text = " ".join(licence.split())
    inner = re.search(r"(?<!\S)\(([^()]*(?:AND|OR|WITH)[^()]*)\)", text)
    if inner:
        verdict = "MIT" if is_allowed(inner[1]) else "refused"
        return is_allowed(text[: inner.start()] + verdict + text[inner.end() :])
    for word, join in ((" OR ", any), (" AND ", all)):
        if word in text:
            return join(is_allowed(part) for part in text.split(word))
    if " WITH " in text:
        base, exception = text.split(" WITH ", 1)
        return exception.lower() in EXCEPTIONS or is_allowed(base)
    return bool(_ALLOWED.fullmatch(text.strip()))


if __name__ == "__main__":
    sys.exit(main())
